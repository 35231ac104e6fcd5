//! JSON: one object per line, or one array of rows; documents (with `text`) and dated rows or
//! events. Container: crate `serde_json`.

use super::{Content, Input, shown, table, timelinejs};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::error::{Error, Result};
use crate::model::{Cell, Document, Row};
use crate::notation::iso8601;
use serde_json::{Map, Value};
use std::collections::HashSet;

/// An object with its place in the file.
pub(super) struct Object {
    pub line: u32,
    pub bytes: std::ops::Range<usize>,
    pub value: Map<String, Value>,
}

/// Reads JSON lines; a line that is no object is reported and left out.
pub(super) fn lines(input: &Input, text: &str) -> Result<(Content, Vec<Diagnostic>)> {
    if text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with('[')
    {
        return whole(input, text);
    }
    let mut objects = Vec::new();
    let mut diagnostics = Vec::new();
    let mut start = 0;
    for (number, line) in text.split('\n').enumerate() {
        let bytes = start..start + line.len();
        start = bytes.end + 1;
        let trimmed = line.trim_start_matches('\u{feff}').trim();
        if trimmed.is_empty() {
            continue;
        }
        let line = u32::try_from(number + 1).unwrap_or(u32::MAX);
        match serde_json::from_str(trimmed) {
            Ok(value) => objects.push(Object { line, bytes, value }),
            Err(error) => diagnostics.push(no_object(input, line, &error)),
        }
    }
    if objects.is_empty()
        && diagnostics.len() > 1
        && let Ok(read) = whole(input, text)
    {
        // It is one value over several lines.
        return Ok(read);
    }
    let (content, more) = content(input, objects);
    diagnostics.extend(more);
    Ok((content, diagnostics))
}

/// Reads one JSON value: an array of objects, an object that holds one (`events`), or one object.
///
/// # Errors
/// A text that is no JSON, or holds no rows.
pub(super) fn whole(input: &Input, text: &str) -> Result<(Content, Vec<Diagnostic>)> {
    let body = text.trim_start_matches('\u{feff}');
    let mark = text.len() - body.len();
    let trimmed = body.trim_start();
    let start = mark + body.len() - trimmed.len();
    match trimmed.as_bytes().first() {
        Some(b'[') => {
            let (objects, diagnostics) = array(input, text, start);
            let (content, more) = content(input, objects);
            Ok((content, [diagnostics, more].concat()))
        }
        Some(b'{') => {
            let object: Map<String, Value> = match serde_json::from_str(trimmed.trim_end()) {
                Ok(object) => object,
                // Several objects, one per line, under the ending of one.
                Err(_) if looks_like_lines(trimmed) => return lines(input, text),
                Err(error) => return Err(no_json(input, &error)),
            };
            if timelinejs::is_json(&object) {
                return Ok(timelinejs::json(input, text, &object));
            }
            let rows = ["events", "rows", "data", "items", "records"]
                .into_iter()
                .find(|key| object.get(*key).is_some_and(Value::is_array));
            let Some(key) = rows else {
                let one = Object {
                    line: line_of(text, start),
                    bytes: start..text.trim_end().len(),
                    value: object,
                };
                return Ok(content(input, vec![one]));
            };
            let values = object.get(key).and_then(Value::as_array);
            let places = elements(text, key);
            let objects = values.into_iter().flatten().enumerate();
            let objects = objects.filter_map(|(number, value)| {
                let bytes = places.get(number).cloned().unwrap_or(0..text.len());
                Some(Object {
                    line: line_of(text, bytes.start),
                    bytes,
                    value: value.as_object()?.clone(),
                })
            });
            Ok(content(input, objects.collect()))
        }
        _ => Err(Error::Format {
            path: input.path.clone(),
            message: "it is no JSON array and no JSON object".into(),
            hint: "one object per line belongs into a `.ndjson` or `.jsonl` file".into(),
        }),
    }
}

fn looks_like_lines(text: &str) -> bool {
    let mut lines = text.lines().filter(|l| !l.trim().is_empty());
    let is_object = |l: &str| serde_json::from_str::<Map<String, Value>>(l).is_ok();
    lines.next().is_some_and(is_object)
}

/// The objects of the array that begins at a byte; what is no object is reported.
fn array(input: &Input, text: &str, start: usize) -> (Vec<Object>, Vec<Diagnostic>) {
    let (mut objects, mut diagnostics) = (Vec::new(), Vec::new());
    let mut counted = (0, 1);
    let mut line = |byte: usize| {
        let (from, lines) = counted;
        let more = memchr::memchr_iter(b'\n', &text.as_bytes()[from..byte]).count() as u32;
        counted = (byte, lines + more);
        counted.1
    };
    let mut at = start + 1;
    loop {
        at += text[at..].len()
            - text[at..]
                .trim_start_matches([' ', '\t', '\r', '\n', ','])
                .len();
        if at >= text.len() || text[at..].starts_with(']') {
            break;
        }
        let mut values = serde_json::Deserializer::from_str(&text[at..]).into_iter::<Value>();
        match values.next() {
            Some(Ok(Value::Object(value))) => {
                let bytes = at..at + values.byte_offset();
                at = bytes.end;
                let line = line(bytes.start);
                objects.push(Object { line, bytes, value });
            }
            Some(Ok(other)) => {
                let message = format!("`{}` is no object", short(&other.to_string()));
                diagnostics.push(row_error(input, line(at), message));
                at += values.byte_offset();
            }
            Some(Err(error)) => {
                let message = format!("the JSON breaks here: {error}; what is before was read");
                diagnostics.push(row_error(input, line(at), message));
                break;
            }
            None => break,
        }
    }
    (objects, diagnostics)
}

/// The bytes of the elements of an array that a key of the outermost object holds.
pub(super) fn elements(text: &str, key: &str) -> Vec<std::ops::Range<usize>> {
    let name = format!("\"{key}\"");
    let mut out = Vec::new();
    for (found, _) in text.match_indices(&name).take(16) {
        let after = &text[found + name.len()..];
        let rest = after.trim_start();
        let Some(rest) = rest.strip_prefix(':').map(str::trim_start) else {
            continue;
        };
        if !rest.starts_with('[') {
            continue;
        }
        let mut at = text.len() - rest.len() + 1;
        loop {
            let blank = text[at..].trim_start_matches([' ', '\t', '\r', '\n', ',']);
            at = text.len() - blank.len();
            let mut values =
                serde_json::Deserializer::from_str(blank).into_iter::<serde::de::IgnoredAny>();
            match values.next() {
                Some(Ok(_)) if values.byte_offset() > 0 => {
                    out.push(at..at + values.byte_offset());
                    at += values.byte_offset();
                }
                _ => return out,
            }
        }
    }
    out
}

pub(super) fn line_of(text: &str, byte: usize) -> u32 {
    memchr::memchr_iter(b'\n', &text.as_bytes()[..byte]).count() as u32 + 1
}

/// Objects as documents and rows.
pub(super) fn content(input: &Input, objects: Vec<Object>) -> (Content, Vec<Diagnostic>) {
    let (mut documents, mut rows) = (Vec::new(), Vec::new());
    for object in objects {
        match document(input, &object) {
            Some(document) => documents.push(document),
            None => rows.push(object),
        }
    }
    let mut table = table(input);
    let mut known = HashSet::new();
    for object in &rows {
        for key in object.value.keys() {
            if known.insert(key.clone()) {
                table.headers.push(key.clone());
            }
        }
    }
    for object in rows {
        let cells = table.headers.iter().map(|header| Cell {
            text: object.value.get(header).map(cell).unwrap_or_default(),
            byte_start: object.bytes.start as u64,
            byte_end: object.bytes.end as u64,
        });
        let cells = cells.collect();
        table.rows.push(Row {
            line: object.line,
            cells,
        });
    }
    let content = match (documents.is_empty(), table.rows.is_empty()) {
        (true, _) => Content::Table(table),
        (false, _) => Content::Lines { documents, table },
    };
    (content, Vec::new())
}

/// Whether an object is a document: it has `text`, and neither a date nor an event's identifier.
pub(super) fn is_document(row: &Map<String, Value>) -> bool {
    let has_text = row.get("text").is_some_and(Value::is_string);
    has_text && !row.contains_key("event_id") && !row.contains_key("date")
}

/// An object with `text` and no date is a document.
fn document(input: &Input, object: &Object) -> Option<Document> {
    let row = &object.value;
    let body = row.get("text").and_then(Value::as_str)?;
    if !is_document(row) {
        return None;
    }
    let id = ["id", "doc", "document_id"]
        .iter()
        .find_map(|k| row.get(*k)?.as_str());
    Some(Document {
        id: id.map_or_else(|| format!("{}-{}", input.id, object.line), str::to_owned),
        source: input.source.clone(),
        path: format!("{}:{}", shown(&input.path), object.line),
        text: body.to_owned(),
        written: row
            .get("dct")
            .and_then(Value::as_str)
            .and_then(iso8601::date),
        ..Document::default()
    })
}

/// A value as the text of a cell.
pub(super) fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn no_object(input: &Input, line: u32, error: &serde_json::Error) -> Diagnostic {
    let message = format!("the line is no JSON object: {error}");
    Diagnostic::new(
        Severity::Error,
        Code::RowUnreadable,
        &shown(&input.path),
        message,
    )
    .at(line, error.column())
    .hint("write one object per line; the rest of the file was read")
}

fn row_error(input: &Input, line: u32, message: String) -> Diagnostic {
    Diagnostic::new(
        Severity::Error,
        Code::RowUnreadable,
        &shown(&input.path),
        message,
    )
    .at(line, 0)
    .hint("write an array of objects; the rest of the file was read")
}

fn no_json(input: &Input, error: &serde_json::Error) -> Error {
    Error::Format {
        path: input.path.clone(),
        message: format!("it is no JSON: {error}"),
        hint: "one object per line belongs into a `.ndjson` or `.jsonl` file".into(),
    }
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::tests::input;

    fn rows(content: &Content) -> Vec<(u32, &str)> {
        let Content::Table(table) = content else {
            panic!("{content:?}")
        };

        table
            .rows
            .iter()
            .map(|r| (r.line, r.cells[0].text.as_str()))
            .collect()
    }

    #[test]
    fn an_array_an_object_with_events_and_lines_give_the_same_rows() {
        let array = "[\n {\"date\": \"1945\"},\n {\"date\": \"1946\"}\n]";
        let (content, _) = whole(&input("t.json"), array).unwrap();
        assert_eq!(rows(&content), [(2, "1945"), (3, "1946")]);
        let object =
            "{\"title\": \"x\", \"events\": [{\"date\": \"1945\"},\n{\"date\": \"1946\"}]}";
        let (content, _) = whole(&input("t.json"), object).unwrap();
        assert_eq!(rows(&content), [(1, "1945"), (2, "1946")]);
        let text = "{\"date\": \"1945\"}\n{\"date\": \"1946\"}\n";
        let (content, _) = lines(&input("t.ndjson"), text).unwrap();
        assert_eq!(rows(&content), [(1, "1945"), (2, "1946")]);
        let (content, _) = lines(&input("t.ndjson"), array).unwrap();
        assert_eq!(rows(&content), [(2, "1945"), (3, "1946")]);
    }

    #[test]
    fn what_is_no_row_is_told_with_its_line_and_the_rest_is_read() {
        let (content, diagnostics) = whole(
            &input("t.json"),
            "[{\"date\": \"1945\"},\n 7,\n {\"date\": \"19",
        )
        .unwrap();
        assert_eq!(rows(&content), [(1, "1945")]);
        let lines: Vec<u32> = diagnostics.iter().map(|d| d.line).collect();
        assert_eq!(lines, [2, 3]);
        let text = "{\"date\": \"1945\"}\nno\n{\"text\": \"a\\nb\", \"id\": \"d\"}";
        let (content, diagnostics) = super::lines(&input("t.ndjson"), text).unwrap();
        assert!(matches!(&content, Content::Lines { documents, .. } if documents[0].id == "d"));
        assert_eq!(diagnostics[0].line, 2);
        assert!(whole(&input("t.json"), "nonsense").is_err());
    }
}
