//! A table of events as annals writes it: CSV or NDJSON with the columns of the event.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::extract::Extracted;
use crate::model::column::{Column, ColumnKind, Value};
use crate::model::{Event, Table};
use crate::notation::iso8601;

/// Whether the headers are those of events.
pub(super) fn is_native(headers: &[String]) -> bool {
    let has = |name: &str| headers.iter().any(|h| h == name);
    has("event_id") && has("earliest") && has("precision")
}

/// Reads events back; a row with a cell that does not fit is reported and left out.
pub(super) fn read(table: &Table) -> Extracted {
    let mut out = Extracted::default();
    for row in &table.rows {
        let mut event = Event::undated("", "");
        let mut wrong = None;
        for (header, cell) in table.headers.iter().zip(&row.cells) {
            match Column::named(header) {
                Some(column) => {
                    let value = value(column.kind, &cell.text);
                    if value.and_then(|v| column.set(&mut event, v)).is_none() {
                        wrong = Some((header, cell));
                    }
                }
                None if !cell.text.is_empty() => {
                    event.extra.insert(header.clone(), cell.text.clone());
                }
                None => {}
            }
        }
        match wrong {
            None => out.events.push(event),
            Some((header, cell)) => out.diagnostics.push(
                Diagnostic::new(
                    Severity::Error,
                    Code::RowUnreadable,
                    &table.path,
                    format!("column `{header}` cannot hold `{}`", cell.text),
                )
                .at(row.line, 0)
                .hint("the row was left out; write events again with `annals extract`"),
            ),
        }
    }
    out
}

fn value(kind: ColumnKind, text: &str) -> Option<Value> {
    if text.is_empty() {
        return Some(Value::Null);
    }
    Some(match kind {
        ColumnKind::Text => Value::Text(text.to_owned()),
        ColumnKind::Instant => Value::Instant(iso8601::instant(text)?),
        ColumnKind::Local => Value::Local(iso8601::local(text)?),
        ColumnKind::I32 | ColumnKind::U32 | ColumnKind::U64 => Value::Integer(text.parse().ok()?),
    })
}
