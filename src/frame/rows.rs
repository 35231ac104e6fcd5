//! Events to columns and back.

use crate::error::{Error, Result};
use crate::model::column::{COLUMNS, Column as EventColumn, ColumnKind, Value};
use crate::model::{Event, Instant, LocalTime};
use polars::prelude::*;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// The frame of some events, in their order, with their extra columns at the end.
///
/// # Errors
/// What Polars refuses.
///
/// ```
/// use annals::frame::{from_events, to_events};
/// use annals::model::Event;
/// let events = vec![Event::undated("a/sent", "a")];
/// let frame = from_events(&events).unwrap();
/// assert_eq!(to_events(&frame).unwrap(), events);
/// ```
pub fn from_events(events: &[Event]) -> Result<DataFrame> {
    let own = COLUMNS.par_iter().map(|column| column_of(column, events));
    let mut columns: Vec<Column> = own.collect::<Result<_>>()?;
    let extra: BTreeSet<&String> = events.iter().flat_map(|e| e.extra.keys()).collect();
    let extra: Vec<&String> = extra.into_iter().collect();
    columns.par_extend(extra.into_par_iter().map(|name| {
        let cells: Vec<Option<&str>> = events
            .iter()
            .map(|e| e.extra.get(name).map(String::as_str))
            .collect();
        Column::new(name.as_str().into(), cells)
    }));
    Ok(DataFrame::new(events.len(), columns)?)
}

/// The same with some columns more, empty where no event has a value there.
///
/// # Errors
/// What Polars refuses.
pub fn from_events_with<'n>(
    events: &[Event],
    extra: impl IntoIterator<Item = &'n String>,
) -> Result<DataFrame> {
    let mut frame = from_events(events)?;
    for name in extra {
        if frame.column(name).is_err() {
            let name = name.as_str().into();
            frame.with_column(Column::full_null(name, events.len(), &DataType::String))?;
        }
    }
    Ok(frame)
}

fn column_of(column: &EventColumn, events: &[Event]) -> Result<Column> {
    let name: PlSmallStr = column.name.into();
    let values = || events.iter().map(|e| column.get(e));
    let numbers = || -> Vec<Option<i64>> {
        values()
            .map(|v| match v {
                Value::Instant(at) => Some(at.micros()),
                Value::Local(at) => Some(at.micros()),
                Value::Integer(number) => Some(number),
                Value::Null | Value::Text(_) => None,
            })
            .collect()
    };
    let typed = |kind: DataType| Column::new(name.clone(), numbers()).cast(&kind);
    Ok(match column.kind {
        ColumnKind::Text => {
            let cells: Vec<Option<String>> = values()
                .map(|v| match v {
                    Value::Text(text) => Some(text),
                    _ => None,
                })
                .collect();
            Column::new(name, cells)
        }
        ColumnKind::Instant => typed(DataType::Datetime(
            TimeUnit::Microseconds,
            Some(TimeZone::UTC),
        ))?,
        ColumnKind::Local => typed(DataType::Datetime(TimeUnit::Microseconds, None))?,
        ColumnKind::I32 => typed(DataType::Int32)?,
        ColumnKind::U32 => typed(DataType::UInt32)?,
        ColumnKind::U64 => typed(DataType::UInt64)?,
    })
}

/// The events of a frame, in its order.
///
/// # Errors
/// A column that is missing, or that holds something else than an event's column does.
pub fn to_events(frame: &DataFrame) -> Result<Vec<Event>> {
    let mut events: Vec<Event> = (0..frame.height())
        .map(|_| Event::undated("", ""))
        .collect();
    for column in &COLUMNS {
        let found = frame.column(column.name)?;
        if column.kind == ColumnKind::Text {
            let text = found.cast(&DataType::String)?;
            for (event, cell) in events.iter_mut().zip(text.str()?.iter()) {
                let value = cell.map_or(Value::Null, |c| Value::Text(c.to_owned()));
                set(column, event, value, cell.as_ref().map(|c| c as _))?;
            }
        } else {
            let instants = matches!(column.kind, ColumnKind::Instant | ColumnKind::Local);
            let unit = match column.kind {
                ColumnKind::Instant => {
                    DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC))
                }
                ColumnKind::Local => DataType::Datetime(TimeUnit::Microseconds, None),
                _ => DataType::Int64,
            };
            let found = if instants {
                found.cast(&unit)?
            } else {
                found.clone()
            };
            let numbers = found.cast(&DataType::Int64)?;
            for (event, cell) in events.iter_mut().zip(numbers.i64()?.iter()) {
                let value = match (cell, column.kind) {
                    (None, _) => Value::Null,
                    (Some(n), ColumnKind::Instant) => {
                        Instant::from_micros(n).map_or(Value::Null, Value::Instant)
                    }
                    (Some(n), ColumnKind::Local) => Value::Local(LocalTime::from_micros(n)),
                    (Some(n), _) => Value::Integer(n),
                };
                set(column, event, value, cell.as_ref().map(|c| c as _))?;
            }
        }
    }
    for name in frame.get_column_names() {
        if EventColumn::named(name).is_some() {
            continue;
        }
        let Ok(text) = frame.column(name)?.cast(&DataType::String) else {
            continue;
        };
        for (event, cell) in events.iter_mut().zip(text.str()?.iter()) {
            if let Some(cell) = cell {
                event.extra.insert(name.to_string(), cell.to_owned());
            }
        }
    }
    Ok(events)
}

/// Writes a value into an event; `cell` is shown if it does not fit.
fn set(
    column: &EventColumn,
    event: &mut Event,
    value: Value,
    cell: Option<&dyn std::fmt::Display>,
) -> Result<()> {
    column.set(event, value).ok_or_else(|| {
        let shown = cell.map_or("null".to_owned(), |c| format!("`{c}`"));
        Error::request(
            format!("column `{}` cannot hold {shown}", column.name),
            "the file was not written by annals, or by another version of it",
        )
    })
}
