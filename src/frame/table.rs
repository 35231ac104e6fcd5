//! Tables of results, as a frame.

use crate::error::Result;
use polars::prelude::*;

/// A column of a table of results.
#[derive(Clone, Debug, PartialEq)]
pub enum Cells {
    /// Text.
    Text(Vec<Option<String>>),
    /// Whole numbers.
    Integers(Vec<Option<i64>>),
    /// Shares.
    Shares(Vec<Option<f64>>),
}

/// A frame of named columns of one length.
///
/// # Errors
/// Two columns of one name, or of different lengths.
pub fn from_columns(columns: Vec<(String, Cells)>) -> Result<DataFrame> {
    let height = columns.first().map_or(0, |(_, cells)| match cells {
        Cells::Text(list) => list.len(),
        Cells::Integers(list) => list.len(),
        Cells::Shares(list) => list.len(),
    });
    let column = |(name, cells): (String, Cells)| match cells {
        Cells::Text(list) => Column::new(name.into(), list),
        Cells::Integers(list) => Column::new(name.into(), list),
        Cells::Shares(list) => Column::new(name.into(), list),
    };
    Ok(DataFrame::new(
        height,
        columns.into_iter().map(column).collect(),
    )?)
}
