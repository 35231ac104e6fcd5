//! What the typed options mean.

use super::args::{Common, DatesArg, FactsArg, FoldArg};
use super::progress::Progress;
use super::window;
use crate::error::{Error, Result};
use crate::extract::{DateForm, Facts, Options, Stages};
use crate::frame::Needed;
use crate::ingest::Format;
use crate::model::zone::Fold;
use crate::model::{Document, Zone};
use crate::pipeline::{self, How, Loaded};
use crate::project::{Dates, Project};
use std::path::PathBuf;
use std::sync::Arc;

/// What the common options and the project file say.
pub struct Setup {
    project: Option<Project>,
    options: Options,
    format: Option<Format>,
    /// Headers of tables and the columns they mean: `--map`, then the project file.
    columns: Vec<(String, String)>,
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
                let names: Vec<&str> = Format::NAMES.iter().map(|(n, ..)| *n).collect();
                Some(Format::named(name).ok_or_else(|| {
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
            dates: match common.dates {
                DatesArg::Auto => dates_of(project.as_ref()),
                DatesArg::Dmy => DateForm::DayFirst,
                DatesArg::Mdy => DateForm::MonthFirst,
                DatesArg::Ymd => DateForm::YearFirst,
                DatesArg::Edtf => DateForm::Edtf,
                DatesArg::Epoch => DateForm::Epoch,
            },
        };
        let mut columns = mapped(&common.map)?;
        for (theirs, ours) in project.iter().flat_map(|p| &p.columns) {
            columns.push((theirs.clone(), ours.clone()));
        }
        Ok(Setup {
            project,
            options,
            format,
            columns,
        })
    }

    /// Reads the inputs.
    ///
    /// # Errors
    /// If nothing could be read, or a correction of the project cannot be.
    pub fn load(&self, inputs: &[PathBuf]) -> Result<Loaded> {
        self.load_part(inputs, None)
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
        self.load_part(inputs, Some(needed).filter(|_| !corrected))
    }

    fn load_part(&self, inputs: &[PathBuf], needed: Option<&Needed<'_>>) -> Result<Loaded> {
        let progress = Progress::start();
        let tell = |now| progress.tell(now);
        let how = How {
            progress: progress.is_shown().then_some(&tell as _),
            ..self.how()
        };
        let project = self.project.as_ref();
        let loaded = pipeline::load_needed(inputs, &how, &self.options, project, needed);
        progress.end();
        loaded
    }

    /// Reads the inputs a piece at a time.
    ///
    /// # Errors
    /// A request that cannot be met, or what the sink says.
    pub fn each(&self, inputs: &[PathBuf], sink: &mut pipeline::Sink<'_>) -> Result<()> {
        pipeline::each(inputs, &self.how(), &self.options, self.project(), sink)
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
        pipeline::documents(inputs, &self.how())
    }

    fn how(&self) -> How<'_> {
        How {
            format: self.format,
            columns: &self.columns,
            taken: &[],
            progress: None,
        }
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

/// How the project reads dates in figures.
fn dates_of(project: Option<&Project>) -> DateForm {
    match project.map(|p| p.dates).unwrap_or_default() {
        Dates::Auto => DateForm::Auto,
        Dates::Dmy => DateForm::DayFirst,
        Dates::Mdy => DateForm::MonthFirst,
        Dates::Ymd => DateForm::YearFirst,
        Dates::Edtf => DateForm::Edtf,
        Dates::Epoch => DateForm::Epoch,
    }
}

/// Pairs `theirs=ours` of `--map`.
fn mapped(pairs: &[String]) -> Result<Vec<(String, String)>> {
    let read = |pair: &String| match pair.split_once('=') {
        Some((theirs, ours)) if !theirs.trim().is_empty() && !ours.trim().is_empty() => {
            Ok((theirs.trim().to_owned(), ours.trim().to_owned()))
        }
        _ => Err(Error::request(
            format!("`--map {pair}` names no two columns"),
            "write the table's header, `=`, and our column: `--map BegBates=citation`",
        )),
    };
    pairs.iter().map(read).collect()
}

/// A zone by its name.
pub fn zone(name: Option<&str>) -> Result<Option<Zone>> {
    Ok(match name {
        Some(name) => Some(name.parse()?),
        None => None,
    })
}
