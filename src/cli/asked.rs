//! A question: its window, its filters, and the events that answer.

use super::args::{MatchArg, Question, WeekStartArg};
use super::options::{Setup, zone};
use super::window::{self, Resolver, Words};
use crate::error::{Error, Result};
use crate::extract::{End, Stages};
use crate::frame::Needed;
use crate::model::{Event, InstantRange, Relation, Zone};
use crate::pipeline::Loaded;
use crate::project;
use crate::query::{self, Filter, Known, Match, Predicate, Selected, Way, WeekStart, Window};
use std::collections::HashSet;
use std::path::PathBuf;

/// A question, read. What it means may depend on the events.
pub struct Asked<'a> {
    question: &'a Question,
    time: window::Asked<'a>,
    stages: &'a Stages,
    pub filter: Filter,
    pub zone: Option<Zone>,
    pub matching: Match,
    pub week_start: WeekStart,
    pub relation: Option<Relation>,
}

/// What answers a question.
pub struct Answer {
    /// The window understood; `None` is all time.
    pub window: Option<Window>,
    /// The clock by which the answer is told, where one was chosen.
    pub clock: Option<Zone>,
    /// Who knew what, if that was asked; the events of the answer are those of these messages.
    pub known: Option<Known>,
    pub selected: Selected,
}

/// Whole messages that a question touches.
pub struct Messages {
    /// Their events, in order.
    pub events: Vec<Event>,
    /// The events that answer the question themselves.
    pub inside: HashSet<String>,
}

impl<'a> Asked<'a> {
    /// Reads a question.
    ///
    /// # Errors
    /// Words that are no time, an end before the beginning, a broken expression.
    pub fn new(question: &'a Question, setup: &'a Setup) -> Result<Asked<'a>> {
        let week_start = match (question.week_start, setup.project()) {
            (Some(WeekStartArg::Monday), _) => WeekStart::Monday,
            (Some(WeekStartArg::Sunday), _) => WeekStart::Sunday,
            (None, Some(project)) if project.week_start == Some(project::WeekStart::Sunday) => {
                WeekStart::Sunday
            }
            (None, _) => WeekStart::Monday,
        };
        let asked = Asked {
            time: window::read(question, setup.project().map(|p| &p.periods))?,
            question,
            stages: setup.stages(),
            filter: filter(question, setup)?,
            zone: zone(question.zone.as_deref())?,
            matching: match question.matching {
                MatchArg::Possible => Match::Possible,
                MatchArg::Certain => Match::Certain,
            },
            week_start,
            relation: question.relation.as_deref().map(relation).transpose()?,
        };
        if asked.relation.is_some() && asked.time == window::Asked::Always {
            return Err(Error::request(
                "`--relation` needs something to which the events lie so",
                "add a window, such as `--during \"November 1945\"`",
            ));
        }
        // What does not depend on the events is refused before they are read.
        asked.time.checked(&asked.resolver(&[], &[]))?;
        Ok(asked)
    }

    fn resolver<'e>(&'e self, events: &'e [Event], admitted: &'e [bool]) -> Resolver<'e> {
        Resolver {
            events,
            admitted,
            stages: self.stages,
            week_start: self.week_start,
            zone: self.zone,
        }
    }

    /// Reads of the inputs what the question needs.
    ///
    /// # Errors
    /// If nothing could be read.
    pub fn load(&self, setup: &Setup, inputs: &[PathBuf]) -> Result<Loaded> {
        // An event that the question names may be one that its filters leave out.
        if self.time.names_event() || self.question.known_by.is_some() {
            return setup.load(inputs);
        }
        let (from, to) = self.time.reach(&self.resolver(&[], &[]));
        let whole = self.relation.is_some() || (from.is_none() && to.is_none());
        if whole && self.filter.is_empty() {
            return setup.load(inputs);
        }
        let bound = |at| if self.relation.is_some() { None } else { at };
        let filter = |brought: &[&str]| self.filter.expr(brought).ok();
        let needed = Needed {
            from: bound(from),
            to: bound(to),
            filter: &filter,
        };
        setup.load_needed(inputs, &needed)
    }

    /// The events that answer it.
    ///
    /// # Errors
    /// A window that names no event or several; a predicate over a column that is not there.
    pub fn answer(&self, loaded: &Loaded) -> Result<Answer> {
        let events = &loaded.events;
        let filter = Filter {
            columns: loaded.columns.iter().cloned().collect(),
            ..self.filter.clone()
        };
        if let (Some(who), Some(at)) = (&self.question.known_by, &self.question.at) {
            return self.knowledge(who, at, events);
        }
        let admitted = match self.filter.is_empty() {
            true => Vec::new(),
            false => filter.mask(events)?,
        };
        let window = self.time.window(&self.resolver(events, &admitted))?;
        let question = query::Question {
            window: window.as_ref(),
            relation: self.relation,
            filter: Some(&filter),
            zone: self.zone,
            matching: self.matching,
        };
        let mut selected = query::select(events, &question)?;
        if window.is_some() {
            selected.outside += loaded.outside;
        }
        Ok(Answer {
            window,
            clock: self.zone,
            known: None,
            selected,
        })
    }

    /// The events that pass the filters at any time, and the window as instants: for a picture of
    /// everything with a part marked. The days of the window are cut in the zone asked for, else in
    /// the one that the events share, else in UTC.
    ///
    /// # Errors
    /// As [`Asked::answer`].
    pub fn everything(&self, loaded: &Loaded) -> Result<(Vec<Event>, Option<InstantRange>)> {
        let answer = self.answer(loaded)?;
        let Some(window) = answer.window else {
            return Ok((answer.selected.events, None));
        };
        let question = query::Question {
            filter: Some(&self.filter),
            ..query::Question::default()
        };
        let events = query::select(&loaded.events, &question)?.events;
        let shared = window::shared_zone(answer.selected.events.iter());
        let zone = self.zone.or(shared).unwrap_or(Zone::Utc);
        Ok((events, window.instants(zone)))
    }

    /// Who knew what by when.
    fn knowledge(&self, who: &str, at: &str, events: &[Event]) -> Result<Answer> {
        let mask = self.filter.mask(events)?;
        let admitted: Vec<Event> = events
            .iter()
            .zip(mask)
            .filter(|(_, passes)| *passes)
            .map(|(event, _)| event.clone())
            .collect();
        // Without a zone the moment is read by the clock of the place.
        let order: Vec<&str> = self.stages.names().collect();
        let arrives = |name: &&str| self.stages.end_of(name) == End::Recipient;
        let arrivals: Vec<&str> = order.iter().copied().filter(arrives).collect();
        let way = Way {
            order: &order,
            arrivals: &arrivals,
        };
        let clock = window::shared_zone(query::of_whom(&admitted, who, way));
        let mut resolver = self.resolver(events, &[]);
        resolver.zone = self.zone.or(clock);
        let moment = window::moment(at, &resolver)?;
        let known = query::known(&admitted, who, moment, way);
        if known.messages.is_empty() && known.own + known.later + known.undated == 0 {
            let words = Words::new(who);
            return Err(words.wrong(
                format!("no message goes to `{who}`"),
                "name a place or a recipient as the events have it; `annals show` lists them",
            ));
        }
        let question = query::Question::default();
        let of = known.events(&admitted);
        Ok(Answer {
            window: None,
            selected: query::select(&of, &question)?,
            clock: resolver.zone,
            known: Some(known),
        })
    }

    /// All events of the messages of which one event answers it: a delay that begins in a window
    /// may end outside it.
    ///
    /// # Errors
    /// As [`Asked::answer`].
    pub fn messages(&self, loaded: &Loaded) -> Result<Messages> {
        let inside = self.answer(loaded)?.selected.events;
        let names: HashSet<&str> = inside.iter().map(|e| e.message_id.as_str()).collect();
        let mut events = query::select(&loaded.events, &query::Question::default())?.events;
        events.retain(|e| names.contains(e.message_id.as_str()));
        let inside = inside.iter().map(|e| e.event_id.clone()).collect();
        Ok(Messages { events, inside })
    }
}

fn filter(question: &Question, setup: &Setup) -> Result<Filter> {
    let text = match &question.text {
        None => None,
        Some(pattern) => Some(regex::Regex::new(pattern).map_err(|e| {
            Error::request(
                format!("`--text` is no regular expression: {e}"),
                "put a backslash before characters such as `(` and `[` that are meant as such",
            )
        })?),
    };
    // `dispatched` is `sent`.
    let stage = |name: &String| {
        let known = setup.stages().named(name);
        known.map_or_else(|| name.clone(), |s| s.name().to_owned())
    };
    Ok(Filter {
        stages: question.stage.iter().map(stage).collect(),
        places: question.place.clone(),
        actors: question.actor.clone(),
        documents: question.document.clone(),
        messages: question.message.clone(),
        text,
        columns: Vec::new(),
        predicate: question
            .predicate
            .as_deref()
            .map(Predicate::parse)
            .transpose()?,
    })
}

fn relation(name: &str) -> Result<Relation> {
    Relation::from_name(&name.trim().to_lowercase()).ok_or_else(|| {
        let names: Vec<&str> = Relation::ALL.iter().map(|r| r.name()).collect();
        Words::new(name).wrong(
            format!("`{name}` is none of Allen's relations"),
            format!("use one of {}", names.join(", ")),
        )
    })
}
