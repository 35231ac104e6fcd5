//! What the program promises. One binary: Polars is linked once.

mod architecture;
mod charts;
mod consumers;
mod delays;
mod duckdb;
mod edtf;
mod foreign;
mod hard;
mod instants;
mod journey;
mod laws;
mod native;
mod oracle;
mod queries;
mod readers;
mod report;
mod scan;
mod stream;
mod transcripts;
