//! From documents and tables to events. Never fails: what is odd becomes a diagnostic.
//!
//! A text is cut into tokens once ([`scan`]); the grammar of `data/lexicon` finds every time
//! expression in them. The [`envelope`] joins them with stage words and places, the `prose`
//! takes the rest, and a table's cells go through the same grammar. What the words leave out is
//! completed from their context, and only then placed on the time line by the clock of a place.

mod bounds;
mod complete;
mod envelope;
mod event;
mod feast;
mod gazetteer;
mod genre;
mod grammar;
mod head;
mod heading;
mod letters;
mod lexicon;
mod limit;
mod locate;
mod look;
mod mentions;
mod narrative;
mod oddity;
mod old_style;
#[cfg(test)]
mod panel;
mod point;
mod position;
mod prose;
mod reading;
mod resolve;
mod said;
mod scan;
mod sort;
mod stage;
mod table;
mod token;
mod told;
mod trace;
mod volume;

pub use complete::{Completed, Context, Problem, complete};
pub use envelope::envelope;
pub use gazetteer::{ClockOn, Gazetteer, Located, Override, Region};
pub use grammar::{Grammar, RuleText};
pub use letters::{Letters, letters};
pub use lexicon::Lexicon;
pub use mentions::{MentionOptions, mentions, mentions_in};
pub use oddity::mention_diagnostics;
pub use point::Point;
pub use prose::prose;
pub use reading::{Clock, Fields, Reading, ZoneWords};
pub use said::{DayPart, Modifier, Said, Step, Unit};
pub use scan::{Scan, scan};
pub use stage::{End, Stages};
pub use table::{Plan, Survey, is_usable, table};
pub use told::{Genre, Known, Told};
pub use trace::{SeenDate, Trace};
pub use volume::volume;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::zone::Fold;
use crate::model::{CivilDate, CivilSpan, Document, Event, Zone};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The words of a project beside the bundled ones.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    /// Stages, their words and order.
    pub stages: Stages,
    /// Places and offices.
    pub gazetteer: Gazetteer,
}

/// What a reader of dates may assume.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Stages and places; `None` is the bundled ones.
    pub vocabulary: Option<Arc<Vocabulary>>,
    /// The clock where nothing better is known.
    pub assume_zone: Option<Zone>,
    /// What to do with a clock time that was shown twice.
    pub fold: Fold,
    /// The date of a document that has none.
    pub reference_date: Option<CivilDate>,
    /// Which facts become events.
    pub facts: Facts,
    /// How the dates of tables are written.
    pub dates: DateForm,
}

/// How the dates of a table are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateForm {
    /// EDTF, stamps, words; of figures, each whole column settles which is the day.
    #[default]
    Auto,
    /// In figures, the day stands first.
    DayFirst,
    /// In figures, the month stands first.
    MonthFirst,
    /// In figures, the year stands first, the day last.
    YearFirst,
    /// EDTF and stamps alone; anything else cannot be read.
    Edtf,
    /// Numbers of seconds, milli-, micro- or nanoseconds since 1970, UTC.
    Epoch,
}

impl Options {
    /// The stages to read by.
    pub fn stages(&self) -> &Stages {
        match &self.vocabulary {
            Some(own) => &own.stages,
            None => Stages::bundled(),
        }
    }

    /// The places to read by.
    pub fn gazetteer(&self) -> &Gazetteer {
        match &self.vocabulary {
            Some(own) => &own.gazetteer,
            None => Gazetteer::bundled(),
        }
    }
}

/// A date that stands alone, in EDTF, ISO or words, and the zone if it carries one; `None` if it
/// is no whole date.
///
/// ```
/// use annals::extract::read_date;
/// let (span, zone) = read_date("4 November 1945, 0120Z").unwrap();
/// assert_eq!(span.begin.unwrap().to_string(), "1945-11-04T01:20:00");
/// assert_eq!(zone.unwrap().to_string(), "UTC");
/// ```
pub fn read_date(words: &str) -> Option<(CivilSpan, Option<Zone>)> {
    if let Some(read) = crate::notation::edtf::parse(words) {
        return Some(read);
    }
    let found = scan(words, Lexicon::english());
    let [(reading, _)] = found.readings.as_slice() else {
        return None;
    };
    let done = complete(reading, Context::default()).ok()?;
    let zone = match &reading.begin.zone {
        Some(ZoneWords::Offset(0, _)) => Some(Zone::Utc),
        Some(ZoneWords::Offset(seconds, _)) => Some(Zone::Fixed(*seconds)),
        _ => None,
    };
    Some((done.span, zone))
}

/// Which dates of a text become events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Facts {
    /// The envelope where a document has one, else the prose.
    #[default]
    Auto,
    /// Datelines, stage words, receipt notes.
    Envelope,
    /// The prose.
    Text,
    /// Both.
    All,
}

/// Events, and what is odd about them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extracted {
    /// The events, in the order of the source.
    pub events: Vec<Event>,
    /// The diagnostics, in the same order.
    pub diagnostics: Vec<Diagnostic>,
    /// For each document or row, how much of it could be dated.
    pub coverage: Vec<Covered>,
}

impl Extracted {
    /// Adds what was read after it.
    pub fn append(&mut self, more: Extracted) {
        self.events.extend(more.events);
        self.diagnostics.extend(more.diagnostics);
        self.coverage.extend(more.coverage);
    }
}

/// How much of a document, or of a row, could be dated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Covered {
    /// Every stage that it names.
    Whole,
    /// Some of them.
    Partly,
    /// None.
    Undated,
}

/// Reads a document.
///
/// ```
/// use annals::extract::{Options, document};
/// use annals::model::Document;
/// let cable = Document {
///     id: "cable-7".into(),
///     source: "cable-7.txt".into(),
///     path: "cable-7.txt".into(),
///     text: "from SOCHI\nsent at 0120 4 November 1945".into(),
///     ..Document::default()
/// };
/// let found = document(&cable, &Options::default());
/// assert_eq!(found.events[0].event_id, "cable-7/sent");
/// let sent = found.events[0].when.earliest.unwrap();
/// assert_eq!(sent.to_string(), "1945-11-03T22:20:00Z");
/// ```
pub fn document(document: &Document, options: &Options) -> Extracted {
    document_near(document, options, options.reference_date)
}

/// The same, with a date nearby for an envelope without a year.
fn document_near(document: &Document, options: &Options, near: Option<CivilDate>) -> Extracted {
    let mut out = match options.facts {
        Facts::Text => Extracted::default(),
        _ => envelope::envelope_near(document, options, near),
    };
    let wanted = match options.facts {
        Facts::Envelope => false,
        Facts::Text | Facts::All => true,
        Facts::Auto => out.events.is_empty(),
    };
    if wanted {
        let more = prose(document, options, &out);
        out.events.extend(more.events);
        let place = |d: &Diagnostic| (d.line, d.column, d.code);
        let told: HashSet<_> = out.diagnostics.iter().map(place).collect();
        let new = more.diagnostics.into_iter();
        out.diagnostics
            .extend(new.filter(|d| !told.contains(&place(d))));
    }
    let failed =
        |d: &Diagnostic| matches!(d.code, Code::NoSuchDay | Code::NoSuchTime | Code::NoDate);
    out.coverage.push(match out.events.is_empty() {
        true => Covered::Undated,
        false if out.diagnostics.iter().any(failed) => Covered::Partly,
        false => Covered::Whole,
    });
    out
}

/// Repeated identifiers get `.2`, `.3`, in order.
fn number_repeats(events: &mut [Event]) {
    for (at, count) in repeats(events.iter().map(|e| e.event_id.as_str())) {
        let suffix = format!(".{count}");
        events[at].event_id.push_str(&suffix);
        events[at].fact_id.push_str(&suffix);
    }
}

/// The names that stood before: where, and the how many-th each is.
pub(crate) fn repeats<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> Vec<(usize, usize)> {
    let mut seen: HashMap<&str, usize> = HashMap::with_capacity(names.len());
    let mut out = Vec::new();
    for (at, name) in names.enumerate() {
        let count = seen.entry(name).or_default();
        *count += 1;
        if *count > 1 {
            out.push((at, *count));
        }
    }
    out
}
