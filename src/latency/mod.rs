//! Time between the stages of messages, as ranges, and the statistics that respect them.
//!
//! - [`pairs`] finds the delays of each message, [`linked`] those from a question to its answer.
//! - [`groups`] and [`summaries`] sum them up; every figure has a lower and an upper bound.
//! - [`survival`] ([`kaplan_meier`], [`turnbull`]) counts what has no known end as well.
//! - [`ecdf`], [`rolling_median`], [`compare`], [`legs`] and [`measures`] are made of the delays,
//!   [`backlog`], [`overtaking`] and [`intervals_between_sendings`] of messages beside each other.
//!
//! Times are whole microseconds; a share is an `f64` from 0 to 1 and never NaN.

mod chain;
mod compare;
mod delay;
mod ecdf;
mod end;
mod group;
mod kaplan_meier;
mod link;
mod matching;
mod measure;
mod message;
mod pair;
mod quantile;
mod rolling;
mod summary;
mod survival;
mod traffic;
mod turnbull;

#[cfg(test)]
mod tests;

pub use chain::{Leg, legs};
pub use compare::{Comparison, compare, superiority};
pub use ecdf::{EcdfStep, ecdf};
pub use group::{Group, Key, groups, groups_of};
pub use kaplan_meier::{Crossing, KaplanMeier, Step, kaplan_meier};
pub use link::{Link, linked};
pub use measure::{Measure, StageKind, measures};
pub use pair::{Pair, PairedBy, Status, Wanted, pairs};
pub use quantile::quantile;
pub use rolling::{Rolling, rolling_median};
pub use summary::{
    FEWEST, Interval, Summary, bounds_of_quantile, by_stages, known, split_by_stages, summaries,
    summary, summary_of,
};
pub use survival::{Curve, Survival, median_interval, survival};
pub use traffic::{
    Backlog, Overtaking, backlog, fullest, intervals_between_sendings, overtaking, under_way,
};
pub use turnbull::{Mass, Turnbull, turnbull};
