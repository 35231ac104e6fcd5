//! Comma-, semicolon- and tab-separated tables. Container: crate `csv`.

use super::{Content, Format, Input, shown};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::error::{Error, Result};
use crate::model::{Cell, Row, Table};

/// Reads a table; each cell keeps the bytes of the file where it stands.
pub(super) fn read(
    input: &Input,
    text: &str,
    format: Format,
) -> Result<(Content, Vec<Diagnostic>)> {
    // A byte-order mark is no part of the first header, but its bytes count.
    let mark = text.len() - text.trim_start_matches('\u{feff}').len();
    let body = &text[mark..];
    let header = body.lines().next().unwrap_or("");
    let count = |c: char| header.matches(c).count();
    let delimiter = match format {
        Format::Tsv => b'\t',
        _ if count(';') > count(',') => b';',
        _ if count('\t') > count(',') => b'\t',
        _ => b',',
    };
    let mut reader = ::csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(body.as_bytes());
    let wrong = |error: ::csv::Error| Error::Format {
        path: input.path.clone(),
        message: error.to_string(),
        hint: "the first line must name the columns".into(),
    };
    let headers: Vec<String> = reader
        .headers()
        .map_err(wrong)?
        .iter()
        .map(|h| h.trim().to_owned())
        .collect();
    let mut table = Table {
        id: input.id.clone(),
        source: input.source.clone(),
        path: shown(&input.path),
        headers,
        rows: Vec::new(),
    };
    let mut diagnostics = Vec::new();
    let mut record = ::csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(wrong)? {
        let Some(position) = record.position() else {
            continue;
        };
        let line = u32::try_from(position.line()).unwrap_or(u32::MAX);
        let start = position.byte() as usize;
        let end = reader.position().byte() as usize;
        let width = table.headers.len();
        if record.len() > width && record.iter().skip(width).any(|c| !c.trim().is_empty()) {
            let message = format!(
                "the row has {} cells, but there are {width} columns; it was skipped",
                record.len()
            );
            diagnostics.push(
                Diagnostic::new(Severity::Error, Code::RowUnreadable, &table.path, message)
                    .at(line, 0)
                    .hint("put cells that hold the separator in double quotes"),
            );
            continue;
        }
        let mut at = start;
        let mut cells: Vec<Cell> = record
            .iter()
            .take(width)
            .map(|cell| {
                let raw = &body[at.min(end)..end];
                // A cell with doubled quotes is not found as it reads: it takes the row's bytes.
                let (from, to) = match raw.find(cell) {
                    Some(found) if !cell.is_empty() => (at + found, at + found + cell.len()),
                    _ => (at, at),
                };
                at = to;
                Cell {
                    text: cell.to_owned(),
                    byte_start: (from + mark) as u64,
                    byte_end: (to + mark) as u64,
                }
            })
            .collect();
        cells.resize(width, Cell::default());
        table.rows.push(Row { line, cells });
    }
    Ok((Content::Table(table), diagnostics))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn input() -> Input {
        Input {
            path: PathBuf::from("t.csv"),
            id: "t".into(),
            source: "t.csv".into(),
            explicit: true,
        }
    }

    #[test]
    fn cells_keep_their_bytes_and_rows_their_lines() {
        let text = "\u{feff}message,sent\na,\"July 16, 1943\"\n\"b\nb\",x\nc,y,z\n";
        let (content, diagnostics) = read(&input(), text, Format::Csv).unwrap();
        let Content::Table(table) = content else {
            unreachable!()
        };
        assert_eq!(table.headers, ["message", "sent"]);
        let cell = &table.rows[0].cells[1];
        let bytes = cell.byte_start as usize..cell.byte_end as usize;
        assert_eq!(&text[bytes], "July 16, 1943");
        let lines: Vec<u32> = table.rows.iter().map(|r| r.line).collect();
        assert_eq!(lines, [2, 3]);
        assert_eq!(diagnostics.len(), 1);
        assert_eq!(diagnostics[0].line, 5);
    }
}
