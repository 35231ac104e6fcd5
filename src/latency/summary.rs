//! The delays of a group of messages.

use super::Status;

/// A statistic of uncertain delays: its least and its greatest possible value, microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// The least value it can have.
    pub low: i64,
    /// The greatest; `None` is unbounded.
    pub high: Option<i64>,
}

/// The delays between two stages in one group of messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Column and value of each key of the group.
    pub group: Vec<(String, String)>,
    /// Stage the delay is counted from.
    pub from_stage: String,
    /// Stage the delay is counted to.
    pub to_stage: String,
    /// Pairs by status, in the order of [`Status::ALL`].
    pub counts: [usize; 4],
    /// Least delay.
    pub min: Option<Interval>,
    /// First decile; like the others by type 7, only for five delays or more.
    pub p10: Option<Interval>,
    /// Median.
    pub median: Option<Interval>,
    /// Ninth decile.
    pub p90: Option<Interval>,
    /// Greatest delay.
    pub max: Option<Interval>,
}

impl Summary {
    /// Number of pairs of any status.
    pub fn n(&self) -> usize {
        self.counts.iter().sum()
    }

    /// Number of pairs of one status.
    pub fn count(&self, status: Status) -> usize {
        self.counts[status as usize]
    }
}
