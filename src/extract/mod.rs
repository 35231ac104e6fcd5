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
mod gazetteer;
mod genre;
mod grammar;
mod head;
mod heading;
mod lexicon;
mod locate;
mod look;
mod mentions;
mod oddity;
#[cfg(test)]
mod panel;
mod point;
mod prose;
mod reading;
mod resolve;
mod said;
mod scan;
mod stage;
mod table;
mod token;
mod told;

pub use complete::{Completed, Context, Problem, complete};
pub use envelope::envelope;
pub use gazetteer::{Gazetteer, Located, Override};
pub use grammar::{Grammar, RuleText};
pub use lexicon::Lexicon;
pub use mentions::{MentionOptions, mentions};
pub use point::Point;
pub use prose::prose;
pub use reading::{Clock, Fields, Reading, ZoneWords};
pub use said::{DayPart, Modifier, Said, Step, Unit};
pub use scan::{Scan, scan};
pub use stage::{End, Stages};
pub use table::{is_usable, table};
pub use told::{Genre, Known, Told};

use crate::diagnostic::Diagnostic;
use crate::model::zone::Fold;
use crate::model::{CivilDate, Document, Event, Zone};
use std::collections::HashMap;

/// What a reader of dates may assume.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// The clock where nothing better is known.
    pub assume_zone: Option<Zone>,
    /// What to do with a clock time that was shown twice.
    pub fold: Fold,
    /// The date of a document that has none.
    pub reference_date: Option<CivilDate>,
    /// Which facts become events.
    pub facts: Facts,
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
/// };
/// let found = document(&cable, &Options::default());
/// assert_eq!(found.events[0].event_id, "cable-7/sent");
/// let sent = found.events[0].when.earliest.unwrap();
/// assert_eq!(sent.to_string(), "1945-11-03T22:20:00Z");
/// ```
pub fn document(document: &Document, options: &Options) -> Extracted {
    let mut out = match options.facts {
        Facts::Text => Extracted::default(),
        _ => envelope(document, options),
    };
    let wanted = match options.facts {
        Facts::Envelope => false,
        Facts::Text | Facts::All => true,
        Facts::Auto => out.events.is_empty(),
    };
    if wanted {
        let more = prose(document, options, &out);
        out.events.extend(more.events);
        for found in more.diagnostics {
            if !out.diagnostics.contains(&found) {
                out.diagnostics.push(found);
            }
        }
    }
    out
}

/// Repeated identifiers get `.2`, `.3`, in order.
fn number_repeats(events: &mut [Event]) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for event in events {
        let count = seen.entry(event.event_id.clone()).or_default();
        *count += 1;
        if *count > 1 {
            let suffix = format!(".{count}");
            event.event_id.push_str(&suffix);
            event.fact_id.push_str(&suffix);
        }
    }
}
