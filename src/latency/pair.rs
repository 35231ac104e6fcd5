//! A pair of stages of one message, and the time between them.

use crate::model::Instant;

/// The time between two stages of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The message.
    pub message_id: String,
    /// The event it is counted from.
    pub from_event_id: String,
    /// The event it is counted to; empty if no end is known.
    pub to_event_id: String,
    /// Stage of the first event.
    pub from_stage: String,
    /// Stage of the second.
    pub to_stage: String,
    /// Place of the first event.
    pub from_place: Option<String>,
    /// Place of the second.
    pub to_place: Option<String>,
    /// Who sent the message.
    pub sender: Option<String>,
    /// To whom.
    pub recipient: Option<String>,
    /// First instant possible of the first event.
    pub begin_earliest: Option<Instant>,
    /// Lower bound of the delay, microseconds, cut at zero unless the whole range is below it.
    pub shortest: Option<i64>,
    /// Upper bound of the delay, microseconds; `None` if no end is known.
    pub longest: Option<i64>,
    /// The delay as printed, microseconds; `None` unless both ends are to the minute or finer.
    pub nominal: Option<i64>,
    /// What the delay is worth.
    pub status: Status,
    /// How the two events were found to belong together.
    pub paired_by: String,
}

/// What a delay is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Both ends to the minute or finer, on known clocks or one shared clock.
    Measured,
    /// An interval.
    Bounded,
    /// No end is known.
    Censored,
    /// The whole range lies below zero: the print or a clock is wrong.
    Impossible,
}

impl Status {
    /// All of them.
    pub const ALL: [Status; 4] = [
        Status::Measured,
        Status::Bounded,
        Status::Censored,
        Status::Impossible,
    ];

    /// The name in the `status` column.
    pub fn name(self) -> &'static str {
        match self {
            Status::Measured => "measured",
            Status::Bounded => "bounded",
            Status::Censored => "censored",
            Status::Impossible => "impossible",
        }
    }
}
