//! Time between the stages of a message, as ranges.

mod group;
mod pair;
mod quantile;
mod summary;

pub use group::Key;
pub use pair::{Pair, Status, Wanted, pairs};
pub use quantile::quantile;
pub use summary::{Group, Interval, Summary, by_stages, groups, summaries};
