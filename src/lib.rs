//! `annals`, a chronology engine.

pub mod chart;
pub mod cli;
pub mod diagnostic;
pub mod error;
pub mod export;
pub mod extract;
pub mod frame;
pub mod ingest;
pub mod latency;
pub mod model;
pub mod notation;
pub mod pipeline;
pub mod query;
pub mod report;
