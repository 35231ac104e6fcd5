//! What the program promises. One binary: Polars is linked once.

mod architecture;
mod charts;
mod duckdb;
mod journey;
mod laws;
mod queries;
mod scan;
mod transcripts;
