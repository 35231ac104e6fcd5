//! What the program promises. One binary: Polars is linked once.

mod architecture;
mod charts;
mod delays;
mod duckdb;
mod journey;
mod laws;
mod oracle;
mod queries;
mod scan;
mod transcripts;
