//! What the program promises. One binary: Polars is linked once.

mod architecture;
mod charts;
mod delays;
mod duckdb;
mod edtf;
mod instants;
mod journey;
mod laws;
mod oracle;
mod queries;
mod readers;
mod report;
mod scan;
mod transcripts;
