//! Why an instant: the chain of reasons from the words to the bounds, link by link.
//!
//! What the words, the tables and the database said is gathered in [`Known`] by the rim of the
//! program; here it becomes a [`Chain`] of links that a person can read.

mod clock;
mod words;

pub use clock::before_1970;

use crate::diagnostic::Diagnostic;
use crate::model::calendar::Reform;
use crate::model::{Event, Place};

/// The reasons of one event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// The event.
    pub event_id: String,
    /// Its bounds in short: `1945-11-03T23:45Z, to the minute`.
    pub instant: String,
    /// What happened, in a sentence.
    pub sentence: String,
    /// Where its words stand: `line 23, bytes 324 to 344`.
    pub words: String,
    /// The links, from the words to the instant.
    pub links: Vec<Link>,
}

/// One link: what was decided, and on what ground.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// `text clock date stage message calendar place zone offset instant override`, `also seen`.
    pub name: &'static str,
    /// What was decided.
    pub lines: Vec<String>,
    /// The table, rule or basis.
    pub ground: String,
}

/// What is known of an event beside itself.
#[derive(Debug, Default)]
pub struct Known<'a> {
    /// The lines of the file that hold its words, with their numbers.
    pub lines: Vec<(u32, String)>,
    /// The column, from 1, at which they begin.
    pub column: usize,
    /// The words of its clock, where they stand apart from the date.
    pub clock_words: Option<String>,
    /// The words of its date and their line.
    pub date_words: Option<(String, u32)>,
    /// Whether a weekday is printed with the date.
    pub weekday_printed: bool,
    /// Other lines of the document that give the same day.
    pub same_day: Vec<u32>,
    /// The words of the stage.
    pub stage_words: Option<String>,
    /// The line that gives the number of the message, or its sender, with its number.
    pub message_line: Option<(u32, String)>,
    /// Its place, as the gazetteer has it.
    pub place: Option<PlaceKnown<'a>>,
    /// What was odd about its words.
    pub odd: Vec<&'a Diagnostic>,
    /// The reason of a correction of the project file.
    pub corrected: Option<String>,
    /// Dates of the document that are no events: line, words, and what they are.
    pub also: Vec<(u32, String, String)>,
}

/// What the gazetteer says of a place, and of its clock on the day.
#[derive(Debug)]
pub struct PlaceKnown<'a> {
    /// The place.
    pub place: Place,
    /// The words that named it, if they were other than its name, and what they stand for.
    pub named: Option<(String, String)>,
    /// Places of the same name that might be meant.
    pub rivals: Vec<String>,
    /// Source and note of the sourced clock that was used against the database.
    pub overridden: Option<(&'a str, &'a str)>,
    /// Whether the clock is local mean time by the longitude of the place.
    pub local_mean: bool,
    /// When the land left the Julian calendar.
    pub reform: Option<&'static Reform>,
}

/// The reasons of an event.
///
/// ```
/// use annals::explain::{Known, explain};
/// use annals::model::Event;
/// let chain = explain(&Event::undated("letter-1/dated", "letter-1"), &Known::default());
/// assert_eq!(chain.instant, "undated");
/// assert!(chain.links.iter().any(|l| l.name == "zone"));
/// ```
pub fn explain(event: &Event, known: &Known<'_>) -> Chain {
    let source = &event.provenance;
    let mut links = vec![words::text(event, known)];
    links.extend(words::clock(event, known));
    links.extend(words::date(event, known));
    links.extend(words::stage(event, known));
    links.push(words::message(event, known));
    links.push(clock::calendar(event, known));
    links.extend(clock::place(event, known));
    links.push(clock::zone(event, known));
    links.extend(clock::offset(event));
    links.push(clock::instant(event));
    let correction = known.corrected.clone();
    links.push(Link::new(
        "override",
        correction.unwrap_or("none".into()),
        "",
    ));
    links.extend(words::also(known));
    Chain {
        event_id: event.event_id.clone(),
        instant: clock::short(event),
        sentence: words::sentence(event),
        words: match source.line {
            0 => format!("bytes {} to {}", source.byte_start, source.byte_end),
            line => format!(
                "line {line}, bytes {} to {}",
                source.byte_start, source.byte_end
            ),
        },
        links,
    }
}

impl Chain {
    /// The links that are not the same in `other`, without the text of the words.
    pub fn differing<'a>(&'a self, other: &'a Chain) -> impl Iterator<Item = &'a Link> {
        self.links.iter().filter(|link| {
            let same = other.links.iter().any(|o| o == *link);
            link.name != "text" && !same
        })
    }
}

impl Link {
    fn new(name: &'static str, line: impl Into<String>, ground: impl Into<String>) -> Link {
        Link {
            name,
            lines: vec![line.into()],
            ground: ground.into(),
        }
    }

    fn with(mut self, line: impl Into<String>) -> Link {
        self.lines.push(line.into());
        self
    }
}
