//! One JSON object per line, every column present, in the order of the columns.

use crate::model::Event;
use crate::model::column::{COLUMNS, Value};

/// Events as NDJSON. Columns that a table brought along stand after the event's own.
///
/// ```
/// use annals::{export::events_ndjson, model::Event};
/// let line = events_ndjson(&[Event::undated("a/sent", "a")]);
/// assert!(line.starts_with(r#"{"event_id":"a/sent","document_id":"a","#));
/// ```
pub fn events_ndjson(events: &[Event]) -> String {
    let mut out = String::new();
    for event in events {
        let mut line = Line::default();
        for column in &COLUMNS {
            match column.get(event) {
                Value::Null => line.push(column.name, "null"),
                Value::Text(text) => line.push(column.name, &quoted(&text)),
                Value::Instant(at) => line.push(column.name, &quoted(&at.to_string())),
                Value::Local(at) => line.push(column.name, &quoted(&at.to_string())),
                Value::Integer(number) => line.push(column.name, &number.to_string()),
            }
        }
        for (name, value) in &event.extra {
            line.push(name, &quoted(value));
        }
        out.push_str(&line.close());
    }
    out
}

pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[derive(Default)]
pub(super) struct Line(String);

impl Line {
    pub(super) fn push(&mut self, name: &str, value: &str) {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        self.0.push_str(&quoted(name));
        self.0.push(':');
        self.0.push_str(value);
    }

    pub(super) fn close(self) -> String {
        self.0 + "}\n"
    }
}
