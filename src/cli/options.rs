//! What the typed options mean.

use super::args::{Common, DatesArg, FactsArg, FoldArg, MatchArg, Question, WeekStartArg};
use super::progress::Progress;
use super::window;
use crate::error::{Error, Result};
use crate::extract::{DateForm, Facts, Options, Stages};
use crate::ingest::Format;
use crate::model::zone::Fold;
use crate::model::{Document, Event, Zone};
use crate::pipeline::{self, How, Loaded};
use crate::project::{self, Project};
use crate::query::{self, Filter, Match, Selected, WeekStart, Window};
use std::collections::HashSet;
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
            Some(words) => window::read(words)?.begin.map(|b| b.date()),
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
                DatesArg::Auto => DateForm::Auto,
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
        let progress = Progress::start();
        let tell = |now| progress.tell(now);
        let how = How {
            progress: progress.is_shown().then_some(&tell as _),
            ..self.how()
        };
        let loaded = pipeline::load(inputs, &how, &self.options, self.project.as_ref());
        progress.end();
        loaded
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

    /// The codes that the project lets `check` leave out.
    pub fn ignored(&self) -> &[String] {
        self.project.as_ref().map_or(&[], |p| &p.check.ignore)
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

/// Whole messages that a question touches.
pub struct Messages {
    /// Their events, in order.
    pub events: Vec<Event>,
    /// The events that answer the question themselves.
    pub inside: HashSet<String>,
}

/// A question, understood.
pub struct Asked {
    pub window: Option<Window>,
    pub filter: Filter,
    pub zone: Option<Zone>,
    pub matching: Match,
    pub week_start: WeekStart,
}

impl Asked {
    /// Understands a question.
    ///
    /// # Errors
    /// Words that are no time, an end before the beginning, a broken expression.
    pub fn new(question: &Question, setup: &Setup) -> Result<Asked> {
        let text = match &question.text {
            None => None,
            Some(pattern) => Some(regex::Regex::new(pattern).map_err(|e| {
                Error::request(
                    format!("`--text` is no regular expression: {e}"),
                    "put a backslash before characters such as `(` and `[` that are meant as such",
                )
            })?),
        };
        let week_start = match (question.week_start, &setup.project) {
            (Some(WeekStartArg::Monday), _) => WeekStart::Monday,
            (Some(WeekStartArg::Sunday), _) => WeekStart::Sunday,
            (None, Some(project)) if project.week_start == Some(project::WeekStart::Sunday) => {
                WeekStart::Sunday
            }
            (None, _) => WeekStart::Monday,
        };
        let periods = setup.project.as_ref().map(|p| &p.periods);
        let zone = zone(question.zone.as_deref())?;
        Ok(Asked {
            window: window::asked(question, week_start, zone, periods)?,
            filter: Filter {
                stages: question.stage.clone(),
                places: question.place.clone(),
                actors: question.actor.clone(),
                documents: question.document.clone(),
                messages: question.message.clone(),
                text,
            },
            zone,
            matching: match question.matching {
                MatchArg::Possible => Match::Possible,
                MatchArg::Certain => Match::Certain,
            },
            week_start,
        })
    }

    /// All events of the messages of which one event answers it: a delay that begins in a window
    /// may end outside it.
    ///
    /// # Errors
    /// What the frame refuses.
    pub fn messages(&self, loaded: &Loaded) -> Result<Messages> {
        let inside = self.answer(loaded)?.events;
        let names: HashSet<&str> = inside.iter().map(|e| e.message_id.as_str()).collect();
        let all = query::select(
            &loaded.frame()?,
            None,
            &Filter::default(),
            None,
            Match::Possible,
        )?;
        let mut events = all.events;
        events.retain(|e| names.contains(e.message_id.as_str()));
        let inside = inside.iter().map(|e| e.event_id.clone()).collect();
        Ok(Messages { events, inside })
    }

    /// The events that answer it.
    ///
    /// # Errors
    /// What the frame refuses.
    pub fn answer(&self, loaded: &Loaded) -> Result<Selected> {
        query::select(
            &loaded.frame()?,
            self.window.as_ref(),
            &self.filter,
            self.zone,
            self.matching,
        )
    }
}
