//! Why words of time give no date.

/// Why a reading gives no span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The calendar has no such day.
    NoSuchDay(String),
    /// No clock shows this.
    NoSuchTime(String),
    /// No year is given and none is near.
    NoYear,
    /// A clock without a day.
    NoDay,
}
