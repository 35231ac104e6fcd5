//! Time between the stages of a message, as ranges.

mod pair;
mod summary;

pub use pair::{Pair, Status};
pub use summary::{Interval, Summary};
