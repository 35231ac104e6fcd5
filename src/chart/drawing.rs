//! A finished chart: the picture, what it says, and the numbers that were drawn.

use crate::error::{Error, Result};

/// A finished chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// The picture.
    pub svg: String,
    /// What it found, in one sentence.
    pub finding: String,
    /// What it shows, for those who cannot see it.
    pub description: String,
    /// The numbers that were drawn.
    pub data: Data,
}

/// A table of what was drawn: instants as ISO in UTC, durations in microseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Data {
    /// Names of the columns.
    pub columns: Vec<&'static str>,
    /// The rows, as long as the columns.
    pub rows: Vec<Vec<String>>,
}

impl Data {
    /// An empty table.
    pub fn new(columns: &[&'static str]) -> Data {
        Data {
            columns: columns.to_vec(),
            rows: Vec::new(),
        }
    }

    /// Adds a row; its number, from 0.
    pub fn push<const N: usize>(&mut self, row: [String; N]) -> usize {
        debug_assert_eq!(N, self.columns.len());
        self.rows.push(row.into());
        self.rows.len() - 1
    }

    /// The table as CSV.
    ///
    /// # Errors
    /// What the writer refuses.
    pub fn csv(&self) -> Result<String> {
        let refused = |e: csv::Error| Error::request(e.to_string(), "");
        let mut out = csv::Writer::from_writer(Vec::new());
        out.write_record(&self.columns).map_err(refused)?;
        for row in &self.rows {
            out.write_record(row).map_err(refused)?;
        }
        let bytes = out
            .into_inner()
            .map_err(|e| Error::request(e.to_string(), ""))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// A value that may be missing.
pub fn cell<T: ToString>(value: Option<T>) -> String {
    value.map_or(String::new(), |v| v.to_string())
}
