//! Questions to the frame: what happened in a window, certainly or possibly.

mod filter;
mod local;
mod select;
mod window;

pub use filter::Filter;
pub use local::{local_begin, local_end};
pub use select::{Match, Selected, select};
pub use window::{Span, WeekStart, Window};
