//! What the program promises. One binary: Polars is linked once.

mod architecture;
mod charts;
mod instants;
mod delays;
mod journey;
mod laws;
mod oracle;
mod transcripts;
