//! A frame that other programs wrote, as a table of text cells.

use crate::error::Result;
use crate::model::{Cell, Row};
use polars::prelude::*;

/// Whether a frame has the columns of events as annals writes them.
pub fn is_events(frame: &DataFrame) -> bool {
    let has = |name: &str| frame.column(name).is_ok();
    has("event_id") && has("earliest") && has("precision")
}

/// The headers and rows of any frame; the number of a row, from 1, stands for its line.
///
/// # Errors
/// A column whose values have no text.
pub fn to_rows(frame: &DataFrame) -> Result<(Vec<String>, Vec<Row>)> {
    let headers = frame
        .get_column_names()
        .iter()
        .map(|n| n.to_string())
        .collect();
    let mut rows: Vec<Row> = (0..frame.height())
        .map(|number| Row {
            line: u32::try_from(number + 1).unwrap_or(u32::MAX),
            cells: Vec::with_capacity(frame.width()),
        })
        .collect();
    for column in frame.columns() {
        let cells = texts(column)?;
        for (row, text) in rows.iter_mut().zip(cells) {
            row.cells.push(Cell {
                text: text.unwrap_or_default(),
                ..Cell::default()
            });
        }
    }
    Ok((headers, rows))
}

/// The values of a column as text: instants in ISO 8601, with a `Z` if they are of a zone.
fn texts(column: &Column) -> Result<Vec<Option<String>>> {
    use crate::model::LocalTime;
    let day = crate::model::instant::DAY;
    match column.dtype() {
        DataType::Datetime(unit, zone) => {
            let micros = |n: i64| match unit {
                TimeUnit::Nanoseconds => n.div_euclid(1000),
                TimeUnit::Microseconds => n,
                TimeUnit::Milliseconds => n.saturating_mul(1000),
            };
            let suffix = if zone.is_some() { "Z" } else { "" };
            // Beyond the years that can be shown there is nothing to read.
            let shown = |n: &i64| (-100_000..100_000).contains(&(n / day / 366));
            let numbers = column.cast(&DataType::Int64)?;
            let texts = numbers.i64()?.iter().map(|n| {
                let at = n.map(micros).filter(shown)?;
                Some(format!("{}{suffix}", LocalTime::from_micros(at)))
            });
            Ok(texts.collect())
        }
        DataType::Date => {
            let numbers = column.cast(&DataType::Int64)?;
            let texts = numbers.i64()?.iter().map(|n| {
                let days = n.filter(|d| (-36_600_000..36_600_000).contains(d))?;
                Some(LocalTime::from_micros(days * day).date().to_string())
            });
            Ok(texts.collect())
        }
        _ => match column.cast(&DataType::String) {
            Ok(text) => Ok(text.str()?.iter().map(|t| t.map(str::to_owned)).collect()),
            Err(_) => {
                let series = column.as_materialized_series();
                let any = series.iter().map(|v| match v {
                    AnyValue::Null => None,
                    other => Some(other.to_string()),
                });
                Ok(any.collect())
            }
        },
    }
}
