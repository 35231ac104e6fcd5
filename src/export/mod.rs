//! Events and delays as text for other programs: one file per format.

mod csv;
mod ndjson;
mod rows;

pub use self::csv::{events_csv, pairs_csv};
pub use ndjson::events_ndjson;
pub use rows::{
    Datum, Row, comparison_rows, leg_rows, measure_rows, overtaking_row, pair_rows, rolling_rows,
    rows_csv, rows_ndjson, summary_rows, survival_rows,
};
