//! What the program promises. One binary: Polars is linked once.

mod architecture;
mod charts;
mod journey;
mod laws;
mod readers;
mod transcripts;
