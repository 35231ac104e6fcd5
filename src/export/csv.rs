//! Comma-separated values after RFC 4180, with a header; null is an empty cell.

use super::{pair_cells, summary_cells};
use crate::latency::{Pair, Summary};
use crate::model::Event;
use crate::model::column::{COLUMNS, Value};
use std::collections::BTreeSet;

/// Events as CSV. Columns that a table brought along stand after the event's own.
///
/// # Errors
/// What the writer of the format refuses.
pub fn events_csv(events: &[Event]) -> csv::Result<String> {
    let extra: BTreeSet<&String> = events.iter().flat_map(|e| e.extra.keys()).collect();
    let names = COLUMNS.iter().map(|c| c.name);
    let header = names.chain(extra.iter().map(|n| n.as_str()));
    let mut writer = writer();
    writer.write_record(header)?;
    for event in events {
        let own = COLUMNS.iter().map(|column| match column.get(event) {
            Value::Null => String::new(),
            Value::Text(text) => text,
            Value::Instant(at) => at.to_string(),
            Value::Local(at) => at.to_string(),
            Value::Integer(number) => number.to_string(),
        });
        let brought = extra
            .iter()
            .map(|name| event.extra.get(*name).cloned().unwrap_or_default());
        writer.write_record(own.chain(brought))?;
    }
    finish(writer)
}

/// Delays as CSV.
///
/// # Errors
/// What the writer of the format refuses.
pub fn pairs_csv(pairs: &[Pair]) -> csv::Result<String> {
    const HEADER: [&str; 15] = [
        "message_id",
        "from_event_id",
        "to_event_id",
        "from_stage",
        "to_stage",
        "from_place",
        "to_place",
        "sender",
        "recipient",
        "begin_earliest",
        "shortest_us",
        "longest_us",
        "nominal_us",
        "status",
        "paired_by",
    ];
    let mut writer = writer();
    writer.write_record(HEADER)?;
    for pair in pairs {
        writer.write_record(pair_cells(pair).map(|(_, value, _)| value.unwrap_or_default()))?;
    }
    finish(writer)
}

fn writer() -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new()
        .terminator(csv::Terminator::Any(b'\n'))
        .from_writer(Vec::new())
}

fn finish(writer: csv::Writer<Vec<u8>>) -> csv::Result<String> {
    let bytes = writer
        .into_inner()
        .map_err(|e| csv::Error::from(std::io::Error::other(e.to_string())))?;
    // The cells are text, and the writer adds nothing but quotes and commas.
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Summaries as CSV, whole microseconds.
///
/// # Errors
/// What the writer of the format refuses.
pub fn summaries_csv(summaries: &[Summary]) -> csv::Result<String> {
    let mut writer = writer();
    for (at, summary) in summaries.iter().enumerate() {
        let cells = summary_cells(summary);
        if at == 0 {
            writer.write_record(cells.iter().map(|(name, ..)| name))?;
        }
        writer.write_record(
            cells
                .into_iter()
                .map(|(_, value, _)| value.unwrap_or_default()),
        )?;
    }
    finish(writer)
}
