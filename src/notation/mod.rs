//! Exact text to values and back.

pub mod edtf;
pub mod timex;
