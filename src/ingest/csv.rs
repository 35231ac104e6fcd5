//! Comma-, semicolon-, tab- and bar-separated tables. Container: crate `csv`.

use super::{Content, Format, Input, shown, table};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::error::{Error, Result};
use crate::model::{Cell, Row, Table};

/// How often reading begins again behind a quote that is never closed.
const REWINDS: usize = 16;

/// Reads a table; each cell keeps the bytes of the file where it stands.
pub(super) fn read(
    input: &Input,
    text: &str,
    format: Format,
) -> Result<(Content, Vec<Diagnostic>)> {
    // A byte-order mark is no part of the first header, but its bytes count.
    let mark = text.len() - text.trim_start_matches('\u{feff}').len();
    let delimiter = match format {
        Format::Tsv => b'\t',
        _ => delimiter(&text[mark..]),
    };
    let mut rows = Rows {
        text,
        delimiter,
        path: shown(&input.path),
        width: None,
        counted: (0, 1),
        diagnostics: Vec::new(),
    };
    let mut table = table(input);
    let mut at = mark;
    let mut rewinds = 0;
    loop {
        match rows.read(at, &mut table)? {
            None => break,
            Some(next) if rewinds < REWINDS => {
                (at, rewinds) = (next, rewinds + 1);
            }
            Some(next) => {
                rows.unreadable(
                    next,
                    "too many quotes are never closed; the rest was skipped",
                );
                break;
            }
        }
    }
    if table.headers.is_empty() {
        return Err(Error::Format {
            path: input.path.clone(),
            message: "the table is empty".into(),
            hint: "the first line must name the columns".into(),
        });
    }
    Ok((Content::Table(table), rows.diagnostics))
}

/// The separator that the first line uses most.
pub(super) fn delimiter(text: &str) -> u8 {
    let header = text.lines().find(|l| !l.trim().is_empty()).unwrap_or("");
    let count = |c: char| header.matches(c).count();
    let commas = count(',');
    [(';', b';'), ('\t', b'\t'), ('|', b'|')]
        .into_iter()
        .find(|(c, _)| count(*c) > commas)
        .map_or(b',', |(_, byte)| byte)
}

/// The rows of a table as they are read.
struct Rows<'a> {
    text: &'a str,
    delimiter: u8,
    path: String,
    /// Columns, once the headers are read.
    width: Option<usize>,
    /// A byte up to which lines are counted, and the line there.
    counted: (usize, u32),
    diagnostics: Vec<Diagnostic>,
}

impl Rows<'_> {
    /// Reads from a byte on; gives the byte behind a line whose quote is never closed.
    fn read(&mut self, from: usize, table: &mut Table) -> Result<Option<usize>> {
        let body = &self.text[from..];
        let mut reader = ::csv::ReaderBuilder::new()
            .delimiter(self.delimiter)
            .flexible(true)
            .has_headers(false)
            .from_reader(body.as_bytes());
        let mut record = ::csv::StringRecord::new();
        loop {
            let before = reader.position().byte() as usize;
            match reader.read_record(&mut record) {
                Ok(true) => {}
                Ok(false) => return Ok(None),
                Err(error) => {
                    self.unreadable(from + before, &error.to_string());
                    return Ok(None);
                }
            }
            let end = (reader.position().byte() as usize).min(body.len());
            // What ended the line before, and empty lines, belong to no row.
            let blank = body[before..end]
                .bytes()
                .take_while(|b| b"\r\n".contains(b));
            let start = before + blank.count();
            let raw = &body[start..end];
            if end == body.len() && is_unclosed(raw) {
                self.unreadable(
                    from + start,
                    "a quote is opened and never closed; the line was skipped",
                );
                let line = memchr::memchr(b'\n', raw.as_bytes());
                return Ok(line.map(|length| from + start + length + 1));
            }
            self.row(from + start, raw, &record, table);
        }
    }

    fn row(&mut self, start: usize, raw: &str, record: &::csv::StringRecord, table: &mut Table) {
        let Some(width) = self.width else {
            table.headers = record.iter().map(|h| h.trim().to_owned()).collect();
            self.width = Some(record.len());
            return;
        };
        if record.iter().all(|c| c.trim().is_empty()) {
            return;
        }
        if record.len() > width && record.iter().skip(width).any(|c| !c.trim().is_empty()) {
            let message = format!(
                "the row has {} cells, but there are {width} columns; it was skipped",
                record.len()
            );
            self.unreadable(start, &message);
            return;
        }
        if record.len() < width {
            let message = format!(
                "the row has {} of {width} cells; the others are taken for empty",
                record.len()
            );
            let line = self.line(start);
            self.diagnostics.push(
                Diagnostic::new(Severity::Note, Code::RowShort, &self.path, message).at(line, 0),
            );
        }
        let mut places = Places {
            raw,
            at: 0,
            lost: false,
        };
        let cells: Vec<Cell> = record
            .iter()
            .take(width)
            .map(|cell| {
                let bytes = places.next(cell);
                Cell {
                    text: cell.to_owned(),
                    byte_start: (start + bytes.start) as u64,
                    byte_end: (start + bytes.end) as u64,
                }
            })
            .collect();
        let line = self.line(start);
        table.rows.push(Row { line, cells });
    }

    /// The line of a byte; bytes are asked for in order.
    fn line(&mut self, byte: usize) -> u32 {
        let (from, line) = self.counted;
        let ends = memchr::memchr_iter(b'\n', &self.text.as_bytes()[from..byte]).count();
        self.counted = (byte, line + ends as u32);
        self.counted.1
    }

    fn unreadable(&mut self, byte: usize, message: &str) {
        let line = self.line(byte);
        let message = message.to_owned();
        self.diagnostics.push(
            Diagnostic::new(Severity::Error, Code::RowUnreadable, &self.path, message)
                .at(line, 0)
                .hint(
                    "put cells that hold the separator in double quotes, and double quotes twice",
                ),
        );
    }
}

/// Where the cells of a row stand in it.
struct Places<'a> {
    raw: &'a str,
    at: usize,
    lost: bool,
}

impl Places<'_> {
    /// The bytes of the next cell, quotes left out; the whole row where quotes are used so that
    /// cells cannot be told apart.
    fn next(&mut self, cell: &str) -> std::ops::Range<usize> {
        let quoted = self.raw[self.at..].starts_with('"');
        let from = self.at + usize::from(quoted);
        let doubled = match quoted {
            true => memchr::memchr_iter(b'"', cell.as_bytes()).count(),
            false => 0,
        };
        let to = from + cell.len() + doubled;
        let found = self.raw.get(from..to);
        let right = match doubled {
            0 => found == Some(cell),
            _ => found.is_some(),
        };
        let next = to + usize::from(quoted) + 1;
        self.lost |= !right;
        if self.lost {
            return 0..self.raw.trim_end().len();
        }
        self.at = match self.raw.is_char_boundary(next) {
            true => next,
            false => self.raw.len(),
        };
        from..to
    }
}

/// Whether a record's last quote is open: closed quotes come in pairs.
fn is_unclosed(raw: &str) -> bool {
    let odd = memchr::memchr_iter(b'"', raw.as_bytes()).count() % 2 == 1;
    let lines = memchr::memchr(b'\n', raw.trim_end().as_bytes()).is_some();
    // On the last line a lone quote within a cell is a mark of inches.
    odd && (lines || raw.trim_end().ends_with('"') || raw.contains(",\"") || raw.starts_with('"'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::tests::input;

    fn read_csv(text: &str) -> (Table, Vec<Diagnostic>) {
        let (content, diagnostics) = read(&input("t.csv"), text, Format::Csv).unwrap();
        let Content::Table(table) = content else {
            unreachable!()
        };
        (table, diagnostics)
    }

    #[test]
    fn cells_keep_their_bytes_and_rows_their_lines() {
        let text = "\u{feff}message,sent\na,\"July 16, 1943\"\n\"b\nb\",x\nc,y,z\n";
        let (table, diagnostics) = read_csv(text);
        assert_eq!(table.headers, ["message", "sent"]);
        let cell = &table.rows[0].cells[1];
        let bytes = cell.byte_start as usize..cell.byte_end as usize;
        assert_eq!(&text[bytes], "July 16, 1943");
        let lines: Vec<u32> = table.rows.iter().map(|r| r.line).collect();
        assert_eq!(lines, [2, 3]);
        assert_eq!(diagnostics.len(), 1);
        assert_eq!(diagnostics[0].line, 5);
    }

    #[test]
    fn lines_of_windows_count_as_lines() {
        let (table, diagnostics) = read_csv("a,b\r\n1,2\r\n\r\n\"3\r\n3\",4\r\n5,6\r\n7\r\n");
        let lines: Vec<u32> = table.rows.iter().map(|r| r.line).collect();
        assert_eq!(lines, [2, 4, 6, 7]);
        assert_eq!(
            (diagnostics[0].code, diagnostics[0].line),
            (Code::RowShort, 7)
        );
    }

    #[test]
    fn a_quote_that_is_never_closed_takes_its_line_and_no_more() {
        let (table, diagnostics) = read_csv("a,b\n1,2\n3,\"open\n5,6\n7,8\n");
        let cells: Vec<&str> = table
            .rows
            .iter()
            .map(|r| r.cells[0].text.as_str())
            .collect();
        assert_eq!(cells, ["1", "5", "7"]);
        assert_eq!((diagnostics.len(), diagnostics[0].line), (1, 3));
    }

    #[test]
    fn many_open_quotes_take_linear_time() {
        let text = "a,b\n".to_owned() + &"x\"y,\"z\n".repeat(20_000);
        let (_, diagnostics) = read_csv(&text);
        assert!(diagnostics.iter().any(|d| d.severity == Severity::Error));
    }

    #[test]
    fn the_separator_is_the_one_that_the_first_line_uses_most() {
        let bar = "Time|Source|Host\n1|b|c";
        assert_eq!(read_csv(bar).0.rows[0].cells.len(), 3);
        assert_eq!(read_csv("a;b;c\n1,5;2;3").0.rows[0].cells[0].text, "1,5");
    }
}
