//! Comma-separated values after RFC 4180, with a header; null is an empty cell.

use super::loss::{Export, Losses};
use super::{pair_rows, rows_csv};
use crate::error::{Error, Result};
use crate::latency::Pair;
use crate::model::Event;
use crate::model::column::{COLUMNS, Value};
use std::collections::BTreeSet;

/// Events as CSV. Columns that a table brought along stand after the event's own. A text file holds
/// no NUL; it is shown as U+FFFD, and that is told.
///
/// # Errors
/// What the writer of the format refuses.
pub fn events_csv(events: &[Event]) -> Result<Export> {
    let extra: BTreeSet<&String> = events.iter().flat_map(|e| e.extra.keys()).collect();
    let names = COLUMNS.iter().map(|c| c.name);
    let header = names.chain(extra.iter().map(|n| n.as_str()));
    let mut losses = Losses::default();
    let mut writer = writer();
    let refused = |e: csv::Error| Error::request(e.to_string(), "");
    writer.write_record(header).map_err(refused)?;
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
        let mut cells: Vec<String> = own.chain(brought).collect();
        let mut whole = true;
        for cell in cells.iter_mut().filter(|c| c.contains('\0')) {
            *cell = cell.replace('\0', "\u{fffd}");
            whole = false;
        }
        if !whole {
            losses.cut("have a NUL, which is shown as U+FFFD in a text file");
        }
        writer.write_record(cells).map_err(refused)?;
    }
    Ok(Export {
        bytes: finish(writer).map_err(refused)?.into_bytes(),
        diagnostics: losses.told("CSV", &["*"], &[]),
    })
}

/// Delays as CSV.
///
/// # Errors
/// What the writer of the format refuses.
pub fn pairs_csv(pairs: &[Pair]) -> csv::Result<String> {
    if pairs.is_empty() {
        // The columns stand there all the same.
        let header = pair_rows(&[Pair::default()]);
        let mut writer = writer();
        writer.write_record(header.iter().flatten().map(|(name, _)| name))?;
        return finish(writer);
    }
    rows_csv(&pair_rows(pairs))
}

pub(super) fn writer() -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new()
        .terminator(csv::Terminator::Any(b'\n'))
        .from_writer(Vec::new())
}

pub(super) fn finish(writer: csv::Writer<Vec<u8>>) -> csv::Result<String> {
    let bytes = writer
        .into_inner()
        .map_err(|e| csv::Error::from(std::io::Error::other(e.to_string())))?;
    // The cells are text, and the writer adds nothing but quotes and commas.
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
