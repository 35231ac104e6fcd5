//! Events and delays as text for other programs: one file per format.

mod csv;
mod mentions;
mod ndjson;
mod rows;

pub use self::csv::{events_csv, pairs_csv};
pub use mentions::{MENTIONS_HEADER, mentions_csv, mentions_ndjson};
pub use ndjson::events_ndjson;
pub use rows::{
    Datum, Row, comparison_rows, leg_rows, measure_row, pair_rows, rolling_rows, rows_csv,
    rows_ndjson, summary_rows, survival_rows,
};
