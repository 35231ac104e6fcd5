//! What the typed options mean.

use super::args::{Common, FactsArg, FoldArg};
use super::window;
use crate::error::{Error, Result};
use crate::extract::{Facts, Options, Stages};
use crate::frame::Needed;
use crate::ingest::Format;
use crate::model::zone::Fold;
use crate::model::{Document, Zone};
use crate::pipeline::{self, Loaded};
use crate::project::Project;
use std::path::PathBuf;
use std::sync::Arc;

/// What the common options and the project file say.
pub struct Setup {
    project: Option<Project>,
    options: Options,
    format: Option<Format>,
}

impl Setup {
    /// Understands the common options; finds and reads the project file of the inputs.
    ///
    /// # Errors
    /// A zone, format, date or project file that cannot be read.
    pub fn new(inputs: &[PathBuf], common: &Common) -> Result<Setup> {
        let format = match &common.input_format {
            None => None,
            Some(name) => {
                let found = Format::NAMES.iter().find(|(known, _)| known == name);
                let names: Vec<&str> = Format::NAMES.iter().map(|(n, _)| *n).collect();
                Some(found.map(|(_, format)| *format).ok_or_else(|| {
                    Error::request(
                        format!("`{name}` is no format that can be read"),
                        format!("use one of {}", names.join(", ")),
                    )
                })?)
            }
        };
        let reference_date = match &common.reference_date {
            None => None,
            Some(words) => window::read_day(words)?,
        };
        let found = match &common.project {
            Some(path) => Some(path.clone()),
            None => std::env::current_dir()
                .ok()
                .and_then(|working| Project::find(inputs, &working)),
        };
        let project = found.as_deref().map(Project::read).transpose()?;
        let vocabulary = match &project {
            Some(project) => Some(Arc::new(pipeline::vocabulary(project)?)),
            None => None,
        };
        let assumed = zone(common.assume_zone.as_deref())?;
        let of_project = project.as_ref().and_then(|p| p.zone.as_deref());
        let options = Options {
            vocabulary,
            assume_zone: match assumed {
                Some(zone) => Some(zone),
                None => zone(of_project)?,
            },
            fold: match common.fold {
                FoldArg::Widen => Fold::Widen,
                FoldArg::Earlier => Fold::Earlier,
                FoldArg::Later => Fold::Later,
            },
            reference_date,
            facts: match common.facts {
                FactsArg::Auto => Facts::Auto,
                FactsArg::Envelope => Facts::Envelope,
                FactsArg::Text => Facts::Text,
                FactsArg::All => Facts::All,
            },
        };
        Ok(Setup {
            project,
            options,
            format,
        })
    }

    /// Reads the inputs.
    ///
    /// # Errors
    /// If nothing could be read, or a correction of the project cannot be.
    pub fn load(&self, inputs: &[PathBuf]) -> Result<Loaded> {
        pipeline::load(inputs, self.format, &self.options, self.project.as_ref())
    }

    /// Reads of the inputs what a question needs: of files of events only the rows that may answer.
    ///
    /// # Errors
    /// If nothing could be read, or a correction of the project cannot be.
    pub fn load_needed(&self, inputs: &[PathBuf], needed: &Needed<'_>) -> Result<Loaded> {
        // A correction may bring an event into a window, and is told by words anywhere.
        let corrected = self
            .project
            .as_ref()
            .is_some_and(|p| !p.overrides.is_empty());
        let needed = Some(needed).filter(|_| !corrected);
        pipeline::load_needed(
            inputs,
            self.format,
            &self.options,
            self.project.as_ref(),
            needed,
        )
    }

    /// The project file, if there is one.
    pub fn project(&self) -> Option<&Project> {
        self.project.as_ref()
    }

    /// The documents of the inputs, as they stand in their files.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn documents(&self, inputs: &[PathBuf]) -> Result<Vec<Document>> {
        pipeline::documents(inputs, self.format)
    }

    /// What a reader of dates may assume.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The stages to read and to order by.
    pub fn stages(&self) -> &Stages {
        self.options.stages()
    }

    /// The title that the project gives.
    pub fn title(&self) -> Option<&str> {
        self.project.as_ref()?.title.as_deref()
    }

    /// The edition that the project names, on one line: title, address, licence.
    pub fn edition(&self) -> Option<String> {
        self.project.as_ref()?.edition.as_ref().map(|e| e.line())
    }

    /// The codes that the project lets `check` leave out.
    pub fn ignored(&self) -> &[String] {
        self.project.as_ref().map_or(&[], |p| &p.check.ignore)
    }
}

/// A zone by its name.
pub fn zone(name: Option<&str>) -> Result<Option<Zone>> {
    Ok(match name {
        Some(name) => Some(name.parse()?),
        None => None,
    })
}
