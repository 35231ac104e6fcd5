//! Exact text to values and back.

pub mod edtf;
pub mod iso8601;
pub mod timex;
