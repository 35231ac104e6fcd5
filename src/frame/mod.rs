//! Events as a Polars frame: the only door to Polars for what is stored.
//!
//! Columns and types come from [`crate::model::column`]; zones are resolved per row before they
//! get here, so the frame holds UTC instants and wall clocks side by side.

mod arrow_stream;
mod file;
mod foreign;
mod partition;
mod rows;
mod scan;
mod table;

pub use file::{read_arrow, read_parquet, read_rows, rows_of_events, write_arrow, write_parquet};
pub use foreign::{is_events, to_rows};
pub use partition::{Partitions, Tally, Unit};
pub use rows::{from_events, from_events_with, to_events};
pub use scan::{Needed, Scanned, scan_parquet};
pub use table::{Cells, from_columns};
