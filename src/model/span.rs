//! What is known about when: *within* is not *throughout*.

use super::{Instant, InstantRange};

/// When something was, as far as anyone knows. Deliberately without an order: on uncertain
/// bounds "before" has three answers, not two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeSpan {
    /// One moment somewhere in the range: "in July 1914".
    Moment(InstantRange),
    /// It lasted: "throughout July 1914".
    Stretch {
        /// When it began.
        begin: Bound,
        /// When it ended.
        end: Bound,
    },
}

/// One end of a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// Somewhere in this range.
    Within(InstantRange),
    /// There was an end, but nobody knows when (EDTF `1914/`).
    Unknown,
    /// There is no end, or it is still to come (EDTF `1914/..`).
    Open,
}

impl Bound {
    fn range(self) -> Option<InstantRange> {
        match self {
            Bound::Within(range) => Some(range),
            Bound::Unknown | Bound::Open => None,
        }
    }
}

impl TimeSpan {
    /// First instant that may belong to it; `None` if there is no lower bound.
    pub fn earliest(self) -> Option<Instant> {
        match self {
            TimeSpan::Moment(range) => range.earliest(),
            TimeSpan::Stretch { begin, .. } => begin.range()?.earliest(),
        }
    }

    /// First instant that certainly comes after it; `None` if there is no upper bound.
    pub fn latest(self) -> Option<Instant> {
        match self {
            TimeSpan::Moment(range) => range.latest(),
            TimeSpan::Stretch { end, .. } => end.range()?.latest(),
        }
    }

    /// The part that a stretch certainly covers, half-open; `None` for a moment.
    pub fn core(self) -> Option<(Instant, Instant)> {
        let TimeSpan::Stretch { begin, end } = self else {
            return None;
        };
        let (from, to) = (begin.range()?.latest()?, end.range()?.earliest()?);
        (from < to).then_some((from, to))
    }
}
