//! What the program promises. One binary: Polars is linked once.

mod architecture;
mod charts;
mod edtf;
mod journey;
mod laws;
mod transcripts;
