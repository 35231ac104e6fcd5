//! Timesketch, one JSON object per line. Source: its import format.
//!
//! It needs `message`, `datetime` and `timestamp_desc`, and keeps any other column; ours keep their
//! names, but for those that mean something else there.

use super::loss::{Export, Losses};
use super::ndjson::{Line, quoted};
use super::wall::title;
use crate::model::column::{COLUMNS, Value};
use crate::model::{Event, Instant};

pub(super) const HELD: [&str; 38] = [
    "event_id",
    "document_id",
    "message_id",
    "fact_id",
    "stage",
    "label",
    "extent",
    "earliest",
    "latest",
    "open",
    "core_begin",
    "core_end",
    "precision",
    "qualifier",
    "edtf",
    "calendar",
    "local_begin",
    "zone",
    "offset_seconds",
    "zone_basis",
    "place",
    "sender",
    "recipient",
    "place_ref",
    "sender_ref",
    "recipient_ref",
    "citation",
    "pinpoint",
    "status",
    "note",
    "tags",
    "as_written",
    "source",
    "byte_start",
    "byte_end",
    "line",
    "rule",
    "*",
];

/// Columns that are said by the mandatory ones, or go by another name, too or only.
const SAID: [&str; 3] = ["stage", "label", "tags"];
const RENAMED: [(&str, &str); 1] = [("source", "source_ref")];
const TOO: [(&str, &str); 3] = [
    ("local_begin", "local_datetime"),
    ("zone", "tz"),
    ("edtf", "date_edtf"),
];
const RESERVED: [&str; 5] = ["message", "datetime", "timestamp", "timestamp_desc", "tag"];

/// 1677-09-21 and 2262-04-11: what its store of nanoseconds holds.
const NANOSECONDS: std::ops::RangeInclusive<i64> = -9_223_372_036_854_775..=9_223_372_036_854_775;

/// Events as lines.
pub(super) fn write(events: &[Event]) -> Export {
    let mut losses = Losses::default();
    let mut out = String::new();
    for event in events {
        let when = &event.when;
        let known = when.earliest.or(when.latest.map(|l| l.shifted(-1)));
        let Some(at) = known else {
            losses.left_out("without a date");
            continue;
        };
        let Some(datetime) = datetime(at) else {
            losses.left_out("before the year 1 or after 9999");
            continue;
        };
        if when.earliest.is_none() {
            losses.cut("without a beginning stand at their end");
        }
        if !NANOSECONDS.contains(&at.micros()) {
            losses.cut("before 1677 or after 2262 may be refused by Timesketch");
        }
        out.push_str(&line(event, at, &datetime));
    }
    Export {
        bytes: out.into_bytes(),
        diagnostics: losses.told("Timesketch", &HELD, events),
    }
}

fn line(event: &Event, at: Instant, datetime: &str) -> String {
    let mut line = Line::default();
    line.push("message", &quoted(&title(event)));
    line.push("datetime", &quoted(datetime));
    line.push("timestamp", &at.micros().to_string());
    let stage = event.stage.as_ref().map_or("dated", |s| s.name());
    line.push("timestamp_desc", &quoted(stage));
    if let Some(tags) = &event.tags {
        let list: Vec<String> = tags
            .split([';', ','])
            .map(str::trim)
            .filter(|t| !t.is_empty())
            .map(quoted)
            .collect();
        line.push("tag", &format!("[{}]", list.join(",")));
    }
    let other = |list: &'static [(&str, &'static str)], name: &str| {
        list.iter()
            .find(|(ours, _)| *ours == name)
            .map(|(_, theirs)| *theirs)
    };
    for column in COLUMNS.iter().filter(|c| !SAID.contains(&c.name)) {
        let shown = match column.get(event) {
            Value::Null => continue,
            Value::Text(text) if text.is_empty() => continue,
            Value::Text(text) => quoted(&text),
            Value::Instant(at) => quoted(&at.to_string()),
            Value::Local(at) => quoted(&at.to_string()),
            Value::Integer(number) => number.to_string(),
        };
        line.push(other(&RENAMED, column.name).unwrap_or(column.name), &shown);
        if let Some(theirs) = other(&TOO, column.name) {
            line.push(theirs, &shown);
        }
    }
    for (name, value) in &event.extra {
        let theirs = match RESERVED.contains(&name.as_str()) {
            true => format!("own_{name}"),
            false => name.clone(),
        };
        line.push(&theirs, &quoted(value));
    }
    line.close()
}

/// `2015-07-24T19:01:01.000000+00:00`.
fn datetime(at: Instant) -> Option<String> {
    let local = at.at_offset(0);
    if !(1..=9999).contains(&local.date().year()) {
        return None;
    }
    let of_second = local.micros_of_day() % 1_000_000;
    let whole = local.plus(-of_second);
    Some(format!("{whole}.{of_second:06}+00:00"))
}
