//! `annals`, a chronology engine.

pub mod chart;
pub mod diagnostic;
pub mod error;
pub mod latency;
pub mod model;
