//! A time expression in a text, with its value.

use super::{Calendar, Instant, Problem, Weekday};
use serde::{Serialize, Serializer};

/// The type of a time expression in TimeML.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum MentionType {
    /// A day or longer.
    Date,
    /// A clock time or a part of the day.
    Time,
    /// A length of time.
    Duration,
    /// What comes again.
    Set,
}

impl MentionType {
    /// The name in TimeML.
    pub fn name(self) -> &'static str {
        match self {
            MentionType::Date => "DATE",
            MentionType::Time => "TIME",
            MentionType::Duration => "DURATION",
            MentionType::Set => "SET",
        }
    }
}

/// A time expression in a text. Ranges are one mention per end; both carry the whole range in
/// `edtf`.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// First character, in Unicode code points.
    pub start: usize,
    /// First character after.
    pub end: usize,
    /// First byte.
    pub byte_start: usize,
    /// First byte after.
    pub byte_end: usize,
    /// The words.
    pub text: String,
    /// DATE, TIME, DURATION or SET.
    pub kind: MentionType,
    /// The value of TIMEX3, Gregorian, by the local clock.
    pub value: String,
    /// `START`, `APPROX` …
    pub modifier: Option<&'static str>,
    /// The date in EDTF; of a range the whole range.
    pub edtf: Option<String>,
    /// The zone that the words or the options say.
    pub zone: Option<String>,
    /// The calendar in which it was written.
    pub calendar: Option<Calendar>,
    /// First instant the words allow.
    pub earliest: Option<Instant>,
    /// First instant that is too late.
    pub latest: Option<Instant>,
    /// The rule that read it.
    pub rule: &'static str,
    /// What completed it: "year from `1939` at byte 31".
    pub evidence: Option<String>,
    /// Why it has no value.
    pub problem: Option<Problem>,
    /// The weekday that was written, and the one that the date has, where they differ.
    pub weekday_mismatch: Option<(Weekday, Weekday)>,
}

/// A mention as a row of NDJSON.
#[derive(Serialize)]
pub struct MentionRow<'a> {
    doc: &'a str,
    start: usize,
    end: usize,
    /// First byte in the file.
    pub byte_start: usize,
    /// First byte after.
    pub byte_end: usize,
    text: &'a str,
    #[serde(rename = "type")]
    kind: MentionType,
    value: &'a str,
    #[serde(rename = "mod")]
    modifier: Option<&'static str>,
    edtf: Option<&'a str>,
    zone: Option<&'a str>,
    calendar: Option<Calendar>,
    #[serde(serialize_with = "instant")]
    earliest: Option<Instant>,
    #[serde(serialize_with = "instant")]
    latest: Option<Instant>,
    rule: &'a str,
    evidence: Option<&'a str>,
}

fn instant<S: Serializer>(value: &Option<Instant>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(at) => serializer.collect_str(at),
        None => serializer.serialize_none(),
    }
}

impl Mention {
    /// The row of NDJSON, with the document's name.
    pub fn row<'a>(&'a self, doc: &'a str) -> MentionRow<'a> {
        MentionRow {
            doc,
            start: self.start,
            end: self.end,
            byte_start: self.byte_start,
            byte_end: self.byte_end,
            text: &self.text,
            kind: self.kind,
            value: &self.value,
            modifier: self.modifier,
            edtf: self.edtf.as_deref(),
            zone: self.zone.as_deref(),
            calendar: self.calendar,
            earliest: self.earliest,
            latest: self.latest,
            rule: self.rule,
            evidence: self.evidence.as_deref(),
        }
    }
}
