//! Comma-, semicolon-, tab- and bar-separated tables. Container: crate `csv`.

use super::{Content, Format, Input, shown, table};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::error::{Error, Result};
use crate::model::{Cell, Row};
use std::io::{BufRead, Read};
use std::path::PathBuf;

/// How often reading begins again behind a quote that is never closed.
const REWINDS: usize = 16;
/// After how many bytes the rows before are forgotten.
const FORGET: usize = 1 << 16;
/// Longest row: a quote that is never closed would make one of all that follows.
const ROW: usize = if cfg!(test) { 1 << 20 } else { 64 << 20 };
/// A byte-order mark.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// Reads a table; each cell keeps the bytes of the file where it stands.
pub(super) fn read(
    input: &Input,
    text: &str,
    format: Format,
) -> Result<(Content, Vec<Diagnostic>)> {
    let mut rows = Rows::new(text.as_bytes(), input, format)?;
    let mut table = table(input);
    let mut rewinds = 0;
    loop {
        match rows.next()? {
            Step::Row(row) => table.rows.push(row),
            Step::End => break,
            Step::Unclosed { behind } if rewinds < REWINDS => {
                rewinds += 1;
                rows.restart(&text.as_bytes()[behind..], behind);
            }
            Step::Unclosed { behind } => {
                rows.unreadable(
                    behind,
                    "too many quotes are never closed; the rest was skipped",
                );
                break;
            }
            // The text was decoded, and its lines are no longer than a row may be.
            Step::NoText => {
                let behind = rows.counted.0;
                rows.unreadable(behind, "the row is too long; the rest was skipped");
                break;
            }
        }
    }
    table.headers = rows.headers;
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

/// What comes next in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A row.
    Row(Row),
    /// A quote that is opened and never closed; it was told.
    Unclosed {
        /// The first byte behind its line.
        behind: usize,
    },
    /// A row that is no UTF-8, or too long for one.
    NoText,
    /// No more rows.
    End,
}

/// The rows of a table as they come, without those that cannot be read.
pub struct Rows<R> {
    reader: ::csv::Reader<Kept<R>>,
    record: ::csv::StringRecord,
    delimiter: u8,
    path: PathBuf,
    shown: String,
    /// The byte of the table where the reader began.
    from: usize,
    /// A byte up to which lines are counted, and the line there.
    counted: (usize, u32),
    /// The first row.
    pub headers: Vec<String>,
    /// Rows that could not be read, or not whole.
    pub diagnostics: Vec<Diagnostic>,
}

impl<R: BufRead> Rows<R> {
    /// Reads from the first byte of a table on.
    ///
    /// # Errors
    /// A table that cannot be read.
    pub fn new(mut from: R, input: &Input, format: Format) -> Result<Rows<R>> {
        let failed = |e| Error::read(&input.path, e);
        // A byte-order mark is no part of the first header, but its bytes count.
        let first = from.fill_buf().map_err(failed)?;
        let mark = if first.starts_with(MARK) {
            MARK.len()
        } else {
            0
        };
        let delimiter = match format {
            Format::Tsv => b'\t',
            _ => delimiter(&String::from_utf8_lossy(&first[mark..])),
        };
        from.consume(mark);
        Ok(Rows {
            reader: reader(from, delimiter),
            record: ::csv::StringRecord::new(),
            delimiter,
            path: input.path.clone(),
            shown: shown(&input.path),
            from: mark,
            counted: (mark, 1),
            headers: Vec::new(),
            diagnostics: Vec::new(),
        })
    }

    /// Goes on behind a quote that is never closed.
    fn restart(&mut self, body: R, from: usize) {
        self.line(from);
        self.reader = reader(body, self.delimiter);
        self.from = from;
    }

    /// The next row.
    ///
    /// # Errors
    /// A table that cannot be read.
    #[allow(clippy::should_implement_trait)]
    pub fn next(&mut self) -> Result<Step> {
        loop {
            let before = self.reader.position().byte() as usize;
            let mut record = std::mem::take(&mut self.record);
            let read = self.reader.read_record(&mut record);
            self.record = record;
            match read {
                Ok(true) => {}
                Ok(false) => return Ok(Step::End),
                Err(error) => {
                    return match error.into_kind() {
                        ::csv::ErrorKind::Io(error) => Err(Error::read(&self.path, error)),
                        _ => Ok(Step::NoText),
                    };
                }
            }
            let end = self.reader.position().byte() as usize;
            let kept = self.reader.get_ref();
            let Ok(raw) = std::str::from_utf8(kept.between(before, end)) else {
                return Ok(Step::NoText);
            };
            // What ended the line before, and empty lines, belong to no row.
            let blank = raw.bytes().take_while(|b| b"\r\n".contains(b)).count();
            let (start, raw) = (self.from + before + blank, raw[blank..].to_owned());
            if kept.is_at_end && is_unclosed(&raw) {
                self.unreadable(
                    start,
                    "a quote is opened and never closed; the line was skipped",
                );
                let line = memchr::memchr(b'\n', raw.as_bytes());
                return Ok(match line {
                    Some(length) => Step::Unclosed {
                        behind: start + length + 1,
                    },
                    None => Step::End,
                });
            }
            if kept.is_cut {
                return Ok(Step::NoText);
            }
            if let Some(row) = self.row(start, &raw) {
                return Ok(Step::Row(row));
            }
        }
    }

    fn row(&mut self, start: usize, raw: &str) -> Option<Row> {
        let line = self.line(start);
        let kept_from = start - self.from;
        self.reader.get_mut().forget(kept_from);
        let record = std::mem::take(&mut self.record);
        let cells = self.cells(start, line, raw, &record);
        self.record = record;
        Some(Row {
            line,
            cells: cells?,
        })
    }

    fn cells(
        &mut self,
        start: usize,
        line: u32,
        raw: &str,
        record: &::csv::StringRecord,
    ) -> Option<Vec<Cell>> {
        if self.headers.is_empty() {
            self.headers = record.iter().map(|h| h.trim().to_owned()).collect();
            return None;
        }
        let width = self.headers.len();
        if record.iter().all(|c| c.trim().is_empty()) {
            return None;
        }
        if record.len() > width && record.iter().skip(width).any(|c| !c.trim().is_empty()) {
            let message = format!(
                "the row has {} cells, but there are {width} columns; it was skipped",
                record.len()
            );
            self.unreadable(start, &message);
            return None;
        }
        if record.len() < width {
            let message = format!(
                "the row has {} of {width} cells; the others are taken for empty",
                record.len()
            );
            self.diagnostics.push(
                Diagnostic::new(Severity::Note, Code::RowShort, &self.shown, message).at(line, 0),
            );
        }
        let mut places = Places {
            raw,
            at: 0,
            lost: false,
        };
        let cells = record.iter().take(width).map(|cell| {
            let bytes = places.next(cell);
            Cell {
                text: cell.to_owned(),
                byte_start: (start + bytes.start) as u64,
                byte_end: (start + bytes.end) as u64,
            }
        });
        Some(cells.collect())
    }

    /// The line of a byte; bytes are asked for in order.
    fn line(&mut self, byte: usize) -> u32 {
        let (from, line) = self.counted;
        let between = |at: usize| at.saturating_sub(self.from);
        let passed = self.reader.get_ref().between(between(from), between(byte));
        let ends = memchr::memchr_iter(b'\n', passed).count() as u32;
        self.counted = (byte.max(from), line.saturating_add(ends));
        self.counted.1
    }

    fn unreadable(&mut self, byte: usize, message: &str) {
        let line = self.line(byte);
        let message = message.to_owned();
        self.diagnostics.push(
            Diagnostic::new(Severity::Error, Code::RowUnreadable, &self.shown, message)
                .at(line, 0)
                .hint(
                    "put cells that hold the separator in double quotes, and double quotes twice",
                ),
        );
    }
}

fn reader<R: BufRead>(from: R, delimiter: u8) -> ::csv::Reader<Kept<R>> {
    ::csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(Kept {
            from,
            first: 0,
            bytes: Vec::new(),
            is_at_end: false,
            is_cut: false,
        })
}

/// Bytes on their way to the reader of records, the last of them kept.
struct Kept<R> {
    from: R,
    /// The first byte that is kept.
    first: usize,
    bytes: Vec<u8>,
    is_at_end: bool,
    /// A row is longer than [`ROW`]: the end is none.
    is_cut: bool,
}

impl<R> Kept<R> {
    /// What is kept of a range of bytes.
    fn between(&self, from: usize, to: usize) -> &[u8] {
        let at = |byte: usize| byte.saturating_sub(self.first).min(self.bytes.len());
        &self.bytes[at(from)..at(to).max(at(from))]
    }

    /// Keeps nothing before a byte, from time to time.
    fn forget(&mut self, before: usize) {
        let passed = before.saturating_sub(self.first);
        if passed > FORGET {
            self.bytes.drain(..passed.min(self.bytes.len()));
            self.first = before;
        }
    }
}

impl<R: Read> Read for Kept<R> {
    fn read(&mut self, block: &mut [u8]) -> std::io::Result<usize> {
        self.is_cut |= self.bytes.len() > ROW;
        let read = match self.is_cut {
            true => 0,
            false => self.from.read(block)?,
        };
        self.is_at_end = read == 0;
        self.bytes.extend_from_slice(&block[..read]);
        Ok(read)
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
    use crate::model::Table;

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
    fn a_row_without_an_end_does_not_fill_the_memory() {
        for (text, expected) in [
            ("a,b\n", Step::NoText),
            ("a,b\n\"", Step::Unclosed { behind: 11 }),
        ] {
            let endless = text
                .as_bytes()
                .chain(&b"12345\n"[..usize::from(text.ends_with('"')) * 6]);
            let endless = std::io::BufReader::new(endless.chain(std::io::repeat(b'x')));
            let mut rows = Rows::new(endless, &input("t.csv"), Format::Csv).unwrap();
            let found = rows.next().unwrap();
            assert_eq!(found, expected);
            assert!(rows.reader.get_ref().bytes.len() < 2 * ROW);
        }
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
