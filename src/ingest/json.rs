//! One JSON object per line: documents (with `text`) and dated rows or events.

use super::{Content, Input, shown};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::error::Result;
use crate::model::{Cell, Document, Row, Table};
use crate::notation::iso8601;
use serde_json::{Map, Value};

/// Reads JSON lines; a line that is no object is reported and left out.
pub(super) fn read(input: &Input, text: &str) -> Result<(Content, Vec<Diagnostic>)> {
    let mut documents = Vec::new();
    let mut table = Table {
        id: input.id.clone(),
        source: input.source.clone(),
        path: shown(&input.path),
        headers: Vec::new(),
        rows: Vec::new(),
    };
    let mut objects: Vec<(u32, u64, u64, Map<String, Value>)> = Vec::new();
    let mut diagnostics = Vec::new();
    let mut start = 0u64;
    for (number, line) in text.split('\n').enumerate() {
        let (at, end) = (start, start + line.len() as u64);
        start = end + 1;
        let trimmed = line.trim_start_matches('\u{feff}').trim();
        if trimmed.is_empty() {
            continue;
        }
        let number = u32::try_from(number + 1).unwrap_or(u32::MAX);
        match serde_json::from_str::<Map<String, Value>>(trimmed) {
            Ok(object) => match object.get("text").and_then(Value::as_str) {
                Some(body) if !object.contains_key("event_id") && !object.contains_key("date") => {
                    let id = ["id", "doc", "document_id"]
                        .iter()
                        .find_map(|k| object.get(*k)?.as_str());
                    let id = id.map_or_else(|| format!("{}-{number}", input.id), str::to_owned);
                    documents.push(Document {
                        source: input.source.clone(),
                        path: format!("{}:{number}", shown(&input.path)),
                        text: body.to_owned(),
                        written: object
                            .get("dct")
                            .and_then(Value::as_str)
                            .and_then(iso8601::date),
                        markup: None,
                        id,
                    });
                }
                _ => objects.push((number, at, end, object)),
            },
            Err(error) => diagnostics.push(
                Diagnostic::new(
                    Severity::Error,
                    Code::RowUnreadable,
                    &table.path,
                    format!("the line is no JSON object: {error}"),
                )
                .at(number, error.column())
                .hint("write one object per line; the rest of the file was read"),
            ),
        }
    }
    for (_, _, _, object) in &objects {
        for key in object.keys() {
            if !table.headers.iter().any(|h| h == key) {
                table.headers.push(key.clone());
            }
        }
    }
    for (line, byte_start, byte_end, object) in objects {
        let cells = table.headers.iter().map(|header| {
            let text = match object.get(header) {
                None | Some(Value::Null) => String::new(),
                Some(Value::String(text)) => text.clone(),
                Some(other) => other.to_string(),
            };
            Cell {
                text,
                byte_start,
                byte_end,
            }
        });
        let cells = cells.collect();
        table.rows.push(Row { line, cells });
    }
    let content = match (documents.is_empty(), table.rows.is_empty()) {
        (true, _) => Content::Table(table),
        (false, _) => Content::Lines { documents, table },
    };
    Ok((content, diagnostics))
}
