//! Tables of forensic programs: Timesketch, and plaso's dynamic, l2tcsv and TLN output.
//!
//! Source: the formats' own documentation. Their columns get our names; all others are kept.

use crate::model::{Cell, LocalTime, Table};

/// Whether the headers are those of Timesketch or of plaso's dynamic output.
pub(super) fn is_timesketch(headers: &[String]) -> bool {
    has(headers, "timestamp_desc") && (has(headers, "datetime") || has(headers, "timestamp"))
}

/// `datetime` (else `timestamp`, in microseconds), `timestamp_desc`, `message`, `tag`.
pub(super) fn timesketch(table: &mut Table) {
    // Their `message` is a title, and `label` and `source` are no columns of ours.
    table.rename("label", "timesketch_label");
    table.rename("source", "source_short");
    table.rename("tag", "tags");
    table.rename("message", "label");
    table.rename("timestamp_desc", "stage");
    let at = |table: &Table, name: &str| table.headers.iter().position(|h| h == name);
    let stamp = at(table, "timestamp");
    let date = match at(table, "datetime") {
        Some(date) => date,
        None => table.add("datetime", |_| Cell::default()),
    };
    let empty = |text: &str| matches!(text.trim(), "" | "-" | "[]" | "N/A" | "None");
    let written = table.add("as_written", |_| Cell::default());
    for row in &mut table.rows {
        let instant = stamp.and_then(|s| row.cells.get(s)).cloned();
        let cell = row.cells.get(date).cloned().unwrap_or_default();
        if !empty(&cell.text) && !cell.text.starts_with("0000-00-00") {
            continue;
        }
        let micros = instant
            .as_ref()
            .and_then(|i| i.text.trim().parse::<i64>().ok());
        let years_0_to_9999 = -62_167_219_200_000_000..253_402_300_800_000_000i64;
        let read = micros.filter(|m| *m != 0 && years_0_to_9999.contains(m));
        let (text, words) = match (read, instant) {
            (Some(micros), Some(instant)) => {
                (format!("{}Z", LocalTime::from_micros(micros)), instant)
            }
            _ => (String::new(), Cell::default()),
        };
        row.cells[date] = Cell {
            text,
            ..words.clone()
        };
        row.cells[written] = words;
    }
    clear(table, "tags", empty);
    table.rename("datetime", "date");
}

/// Whether the headers are those of plaso's l2tcsv.
pub(super) fn is_l2tcsv(headers: &[String]) -> bool {
    ["date", "time", "timezone", "MACB", "type", "desc"]
        .iter()
        .all(|h| has(headers, h))
}

/// `date` is month/day/year; `type` is the stage and `desc` the title.
pub(super) fn l2tcsv(table: &mut Table) {
    let at = |name: &str| table.headers.iter().position(|h| h == name);
    let (Some(date), Some(time)) = (at("date"), at("time")) else {
        return;
    };
    table.add("as_written", |row| {
        let of = |column: usize| row.cells.get(column).cloned().unwrap_or_default();
        let (date, time) = (of(date), of(time));
        Cell {
            text: format!("{} {}", date.text.trim(), time.text.trim())
                .trim()
                .to_owned(),
            byte_start: date.byte_start,
            byte_end: time.byte_end.max(date.byte_end),
        }
    });
    for row in &mut table.rows {
        let none = match row.cells.get_mut(date) {
            Some(cell) => {
                let parts: Vec<&str> = cell.text.trim().split('/').collect();
                let iso = match parts.as_slice() {
                    ["00", "00", _] => String::new(),
                    [month, day, year] => format!("{year}-{month}-{day}"),
                    _ => cell.text.clone(),
                };
                cell.text = iso;
                cell.text.is_empty()
            }
            None => true,
        };
        if let Some(cell) = row.cells.get_mut(time).filter(|_| none) {
            cell.text.clear();
        }
    }
    for (theirs, ours) in [
        ("timezone", "zone"),
        ("type", "stage"),
        ("desc", "label"),
        ("source", "source_short"),
        ("notes", "note"),
    ] {
        table.rename(theirs, ours);
    }
    clear(table, "note", |text| text.trim() == "-");
}

/// Whether the headers are those of the TLN formats.
pub(super) fn is_tln(headers: &[String]) -> bool {
    ["Time", "Source", "Host", "User", "Description"]
        .iter()
        .all(|h| has(headers, h))
}

/// `Time` is seconds since 1970; plaso puts date, meaning and message into `Description`.
pub(super) fn tln(table: &mut Table) {
    let Some(text) = table.headers.iter().position(|h| h == "Description") else {
        return;
    };
    table.add("stage", |row| {
        let whole = row.cells.get(text).cloned().unwrap_or_default();
        let mut parts = whole.text.splitn(3, "; ");
        let dated = parts
            .next()
            .is_some_and(|p| p.contains('T') && p.contains(':'));
        let stage = parts.next().filter(|_| dated && parts.next().is_some());
        Cell {
            text: stage.unwrap_or("").to_owned(),
            ..whole
        }
    });
    for (theirs, ours) in [
        ("Time", "date"),
        ("Source", "source_short"),
        ("Description", "label"),
        ("Notes", "note"),
    ] {
        table.rename(theirs, ours);
    }
}

fn has(headers: &[String], name: &str) -> bool {
    headers.iter().any(|h| h == name)
}

fn clear(table: &mut Table, header: &str, empty: impl Fn(&str) -> bool) {
    let Some(at) = table.headers.iter().position(|h| h == header) else {
        return;
    };
    let cells = table.rows.iter_mut().filter_map(|r| r.cells.get_mut(at));
    for cell in cells.filter(|c| empty(&c.text)) {
        cell.text.clear();
    }
}
