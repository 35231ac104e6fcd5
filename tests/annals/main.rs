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
mod mail;
mod native;
mod oracle;
mod queries;
mod readers;
mod report;
mod scan;
mod stream;
mod transcripts;

/// So many random cases, or `PROPTEST_CASES`.
fn cases(usual: u32) -> proptest::prelude::ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok();
    let cases = asked.and_then(|n| n.parse().ok()).unwrap_or(usual);
    proptest::prelude::ProptestConfig {
        cases,
        failure_persistence: None,
        ..Default::default()
    }
}
