//! Questions to the events: what happened in a window, certainly or possibly; who knew what; what
//! is missing.

mod edges;
mod filter;
mod gaps;
mod join;
mod judge;
mod known;
mod local;
pub mod predicate;
mod select;
mod series;
mod window;

pub use filter::Filter;
pub use gaps::{Gap, Lane, Longest, Per, gaps};
pub use join::{Joined, join};
pub use judge::judge;
pub use known::{Known, KnownMessage, State, Way, known, of_whom};
pub use local::{local_begin, local_end};
pub use predicate::Predicate;
pub use select::{Match, Question, Selected, select};
pub use series::{Series, series};
pub use window::{Span, WeekStart, Window};
