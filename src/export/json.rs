//! One JSON array, an event per line, the same objects as NDJSON.

use super::events_ndjson;
use crate::model::Event;

/// Events as a JSON array.
///
/// ```
/// use annals::{export::events_json, model::Event};
/// let text = events_json(&[Event::undated("a/sent", "a"), Event::undated("b/sent", "b")]);
/// assert_eq!(text.lines().count(), 4);
/// assert_eq!(events_json(&[]), "[\n]\n");
/// ```
pub fn events_json(events: &[Event]) -> String {
    array(&events_ndjson(events))
}

/// Lines of objects as an array.
pub fn array(lines: &str) -> String {
    let mut out = String::with_capacity(lines.len() + lines.len() / 64 + 8);
    out.push_str("[\n");
    let mut rows = lines.lines().peekable();
    while let Some(row) = rows.next() {
        out.push_str(row);
        out.push_str(if rows.peek().is_some() { ",\n" } else { "\n" });
    }
    out.push_str("]\n");
    out
}
