//! The event: one dated fact, with everything known about when, where, and by which words.

use super::zone::Fold;
use super::{
    Bound, Calendar, CivilSpan, Instant, InstantRange, LocalTime, Precision, Qualifier, Stage,
    TimeSpan, Zone,
};
use std::collections::BTreeMap;

/// One dated fact: a row of the frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// `<document_id>/<stage>`; a person can type it.
    pub event_id: String,
    /// The document that tells it.
    pub document_id: String,
    /// The message it belongs to.
    pub message_id: String,
    /// The same for events of one message and stage told by several sources.
    pub fact_id: String,
    /// `sent`, `received` …; `None` for facts that are no stage of a message.
    pub stage: Option<Stage>,
    /// One line a person can read.
    pub label: String,
    /// When.
    pub when: When,
    /// Where, as resolved.
    pub place: Option<String>,
    /// Who sent the message.
    pub sender: Option<String>,
    /// To whom.
    pub recipient: Option<String>,
    /// Authority URI of the place.
    pub place_ref: Option<String>,
    /// Authority URI of the sender.
    pub sender_ref: Option<String>,
    /// Authority URI of the recipient.
    pub recipient_ref: Option<String>,
    /// Archive reference or Bates number.
    pub citation: Option<String>,
    /// Folio or page.
    pub pinpoint: Option<String>,
    /// `undisputed` or `disputed`.
    pub status: Option<String>,
    /// A note of the source's keeper.
    pub note: Option<String>,
    /// Tags.
    pub tags: Option<String>,
    /// Where its words stand.
    pub provenance: Provenance,
    /// Columns of a table that are not understood, under their own names.
    pub extra: BTreeMap<String, String>,
}

impl Event {
    /// An event of which only the name is known.
    pub fn undated(event_id: &str, document_id: &str) -> Event {
        Event {
            event_id: event_id.to_owned(),
            document_id: document_id.to_owned(),
            message_id: document_id.to_owned(),
            fact_id: event_id.to_owned(),
            stage: None,
            label: String::new(),
            when: When::default(),
            place: None,
            sender: None,
            recipient: None,
            place_ref: None,
            sender_ref: None,
            recipient_ref: None,
            citation: None,
            pinpoint: None,
            status: None,
            note: None,
            tags: None,
            provenance: Provenance::default(),
            extra: BTreeMap::new(),
        }
    }
}

/// When an event was, as the frame keeps it. All bounds half-open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    /// One moment between the bounds, or something that lasted.
    pub extent: Extent,
    /// First instant possible; `None` is unbounded.
    pub earliest: Option<Instant>,
    /// First instant that is too late; `None` is unbounded.
    pub latest: Option<Instant>,
    /// Which missing bound is open rather than unknown.
    pub open: OpenEnd,
    /// A stretch certainly covers this part.
    pub core: Option<(Instant, Instant)>,
    /// The unit to which the date is given.
    pub precision: Precision,
    /// How sure the date is.
    pub qualifier: Qualifier,
    /// The date in EDTF level 2: local calendar day, Gregorian. Empty if undated.
    pub edtf: String,
    /// The calendar in which it was written.
    pub calendar: Calendar,
    /// The first wall-clock moment the words allow.
    pub local_begin: Option<LocalTime>,
    /// The clock; `None` when nobody knows.
    pub zone: Option<Zone>,
    /// Seconds east of UTC that were used.
    pub offset_seconds: Option<i32>,
    /// How the zone is known.
    pub zone_basis: ZoneBasis,
}

impl Default for When {
    /// Undated.
    fn default() -> When {
        CivilSpan::default()
            .in_zone(None, ZoneBasis::Unknown, Fold::Widen)
            .0
    }
}

impl When {
    /// Outer bounds of the moment or stretch; `None` if the event is undated or out of range.
    pub fn bounds(&self) -> Option<InstantRange> {
        match (self.earliest, self.latest) {
            (None, None) => None,
            (a, b) => InstantRange::new(a, b),
        }
    }

    /// The span as a value of the model; `None` if the event is undated.
    pub fn span(&self) -> Option<TimeSpan> {
        let range = self.bounds()?;
        Some(match self.extent {
            Extent::Moment => TimeSpan::Moment(range),
            Extent::Stretch => {
                let (core_begin, core_end) = match self.core {
                    Some((a, b)) => (Some(a), Some(b)),
                    None => (range.latest(), range.earliest()),
                };
                let end = |known: bool, open: bool, from, to| match (known, open) {
                    (false, true) => Bound::Open,
                    (false, false) => Bound::Unknown,
                    (true, _) => InstantRange::new(from, to).map_or(Bound::Unknown, Bound::Within),
                };
                let open_begin = matches!(self.open, OpenEnd::Begin | OpenEnd::Both);
                let open_end = matches!(self.open, OpenEnd::End | OpenEnd::Both);
                TimeSpan::Stretch {
                    begin: end(
                        range.earliest().is_some(),
                        open_begin,
                        range.earliest(),
                        core_begin,
                    ),
                    end: end(range.latest().is_some(), open_end, core_end, range.latest()),
                }
            }
        })
    }
}

/// Whether an event was a moment or lasted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Extent {
    /// One instant somewhere between the bounds.
    #[default]
    Moment,
    /// It lasted.
    Stretch,
}

/// Which end is null because it is open (`..`), not unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum OpenEnd {
    #[default]
    None,
    Begin,
    End,
    Both,
}

/// How the zone of an event is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ZoneBasis {
    /// The words name it.
    Stated,
    /// The place has it.
    Place,
    /// Another event of the same envelope or document has it.
    Document,
    /// `--assume-zone` or the project file.
    Default,
    /// Nobody knows: the bounds are widened.
    #[default]
    Unknown,
}

impl Extent {
    /// All of them.
    pub const ALL: [Extent; 2] = [Extent::Moment, Extent::Stretch];

    /// The name in the event column.
    pub fn name(self) -> &'static str {
        match self {
            Extent::Moment => "moment",
            Extent::Stretch => "stretch",
        }
    }

    /// The value of that name.
    pub fn from_name(name: &str) -> Option<Extent> {
        Extent::ALL.into_iter().find(|v| v.name() == name)
    }
}

impl OpenEnd {
    /// All of them.
    pub const ALL: [OpenEnd; 4] = [OpenEnd::None, OpenEnd::Begin, OpenEnd::End, OpenEnd::Both];

    /// The name in the event column.
    pub fn name(self) -> &'static str {
        match self {
            OpenEnd::None => "none",
            OpenEnd::Begin => "begin",
            OpenEnd::End => "end",
            OpenEnd::Both => "both",
        }
    }

    /// The value of that name.
    pub fn from_name(name: &str) -> Option<OpenEnd> {
        OpenEnd::ALL.into_iter().find(|v| v.name() == name)
    }
}

impl ZoneBasis {
    /// All of them.
    pub const ALL: [ZoneBasis; 5] = [
        ZoneBasis::Stated,
        ZoneBasis::Place,
        ZoneBasis::Document,
        ZoneBasis::Default,
        ZoneBasis::Unknown,
    ];

    /// The name in the event column.
    pub fn name(self) -> &'static str {
        match self {
            ZoneBasis::Stated => "stated",
            ZoneBasis::Place => "place",
            ZoneBasis::Document => "document",
            ZoneBasis::Default => "default",
            ZoneBasis::Unknown => "unknown",
        }
    }

    /// The value of that name.
    pub fn from_name(name: &str) -> Option<ZoneBasis> {
        ZoneBasis::ALL.into_iter().find(|v| v.name() == name)
    }
}

/// Where an event's words stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The exact words that carry the date.
    pub as_written: String,
    /// The file.
    pub source: String,
    /// First byte of the words in the file.
    pub byte_start: u64,
    /// First byte after the words.
    pub byte_end: u64,
    /// Line of the file, from 1.
    pub line: u32,
    /// Which rule read them.
    pub rule: String,
}
