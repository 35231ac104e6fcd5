//! Events and delays as files for other programs: one file per format.
//!
//! NDJSON, JSON, CSV and workbooks hold an event whole (Parquet and Arrow too: see
//! [`crate::frame`]). The formats of other programs ([`Foreign`]) do not: what one cannot hold is
//! told beside the file, with a code and a number, and `docs/formats.md` has a table of it.

mod cmif;
mod csv;
mod ics;
mod json;
mod loss;
mod markwhen;
mod mentions;
mod mermaid;
mod ndjson;
mod rows;
mod tei;
mod tei_date;
mod timelinejs;
mod timesketch;
mod wall;
mod xlsx;
mod xml;

pub use self::csv::{events_csv, pairs_csv};
pub use json::{array, events_json};
pub use loss::Export;
pub use mentions::{MENTIONS_HEADER, mentions_csv, mentions_ndjson};
pub use ndjson::events_ndjson;
pub use rows::{
    Datum, Row, comparison_rows, leg_rows, measure_row, pair_rows, rolling_rows, rows_csv,
    rows_ndjson, summary_rows, survival_rows,
};
pub use xlsx::rows_xlsx;

use crate::error::Result;
use crate::model::Event;

/// A format of another program, which cannot hold an event whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// A calendar: iCalendar, RFC 5545.
    Ics,
    /// Slides of TimelineJS 3, as JSON.
    TimelineJs,
    /// Lines for Timesketch.
    Timesketch,
    /// A timeline of Mermaid.
    Mermaid,
    /// Markwhen.
    Markwhen,
    /// TEI: `correspDesc` and `listEvent`.
    Tei,
    /// TEI's list of letters.
    Cmif,
}

/// What a file says of itself, where its format has room for that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Heading<'a> {
    /// Title.
    pub title: &'a str,
    /// Where the edition stands.
    pub url: Option<&'a str>,
    /// Its licence.
    pub licence: Option<&'a str>,
}

impl Foreign {
    /// All of them.
    pub const ALL: [Foreign; 7] = [
        Foreign::Ics,
        Foreign::TimelineJs,
        Foreign::Timesketch,
        Foreign::Mermaid,
        Foreign::Markwhen,
        Foreign::Tei,
        Foreign::Cmif,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Foreign::Ics => "ics",
            Foreign::TimelineJs => "timelinejs",
            Foreign::Timesketch => "timesketch",
            Foreign::Mermaid => "mermaid",
            Foreign::Markwhen => "markwhen",
            Foreign::Tei => "tei",
            Foreign::Cmif => "cmif",
        }
    }

    /// The columns of an event of which the file says something; `*` are those of a table's own.
    pub fn held(self) -> &'static [&'static str] {
        match self {
            Foreign::Ics => &ics::HELD,
            Foreign::TimelineJs => &timelinejs::HELD,
            Foreign::Timesketch => &timesketch::HELD,
            Foreign::Mermaid => &mermaid::HELD,
            Foreign::Markwhen => &markwhen::HELD,
            Foreign::Tei => &tei::HELD,
            Foreign::Cmif => &cmif::HELD,
        }
    }

    /// Events in this format, and what it does not hold.
    ///
    /// ```
    /// use annals::export::{Foreign, Heading};
    /// use annals::model::Event;
    /// let made = Foreign::Ics.write(&[Event::undated("a/sent", "a")], &Heading::default());
    /// let told = made.diagnostics[0].to_string();
    /// assert!(told.contains("1 event without a date, which a calendar cannot hold"), "{told}");
    /// ```
    pub fn write(self, events: &[Event], heading: &Heading<'_>) -> Export {
        match self {
            Foreign::Ics => ics::write(events, heading.title),
            Foreign::TimelineJs => timelinejs::write(events, heading.title),
            Foreign::Timesketch => timesketch::write(events),
            Foreign::Mermaid => mermaid::write(events, heading.title),
            Foreign::Markwhen => markwhen::write(events, heading.title),
            Foreign::Tei => tei::write(events, heading),
            Foreign::Cmif => cmif::write(events, heading),
        }
    }
}

/// Events as a workbook of Excel.
///
/// # Errors
/// More events than a sheet has rows.
pub fn events_xlsx(events: &[Event]) -> Result<Export> {
    xlsx::write(events)
}
