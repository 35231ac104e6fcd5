//! `annals`, a chronology engine.

pub mod diagnostic;
pub mod error;
pub mod latency;
pub mod model;
pub mod report;
