//! What the program promises. One binary: Polars is linked once.

mod architecture;
mod charts;
mod delays;
mod journey;
mod laws;
mod oracle;
mod readers;
mod transcripts;
