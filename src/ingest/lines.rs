//! A stream of JSON lines, a piece at a time: each line stands for itself, and none is kept.

use super::json::{self, Object};
use super::{Content, Input, shown};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::error::{Error, Result};
use std::io::{BufRead, Read};

/// Longest line.
const LINE: u64 = 64 << 20;
/// A piece ends with the line that reaches one of these.
const LINES_OF_A_PIECE: usize = 1024;
const BYTES_OF_A_PIECE: usize = 4 << 20;

/// A line as it stands in the stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawLine {
    /// Its number, from 1.
    pub number: u32,
    /// Its first byte in the stream.
    pub byte: u64,
    /// Its text, without the line break; `None` if it is no UTF-8 or too long.
    pub text: Option<String>,
}

/// The lines of a stream.
pub struct Lines<R> {
    from: R,
    number: u32,
    byte: u64,
}

impl<R: BufRead> Lines<R> {
    /// Lines from the first byte on.
    pub fn new(from: R) -> Lines<R> {
        Lines {
            from,
            number: 0,
            byte: 0,
        }
    }

    /// The next lines, empty ones left out; nothing at the end of the stream.
    ///
    /// # Errors
    /// A stream that cannot be read.
    pub fn piece(&mut self, input: &Input) -> Result<Vec<RawLine>> {
        let (mut out, mut held) = (Vec::new(), 0);
        while out.len() < LINES_OF_A_PIECE && held < BYTES_OF_A_PIECE {
            let read = self.line().map_err(|e| Error::read(&input.path, e))?;
            let Some(line) = read else {
                break;
            };
            held += line.text.as_ref().map_or(0, String::len);
            if line.text.as_ref().is_none_or(|t| !t.trim().is_empty()) {
                out.push(line);
            }
        }
        Ok(out)
    }

    fn line(&mut self) -> std::io::Result<Option<RawLine>> {
        let mut bytes = Vec::new();
        let mut read = (&mut self.from).take(LINE).read_until(b'\n', &mut bytes)? as u64;
        if read == 0 {
            return Ok(None);
        }
        let whole = bytes.last() == Some(&b'\n') || read < LINE;
        if !whole {
            bytes = Vec::new();
            read += self.rest_of_line()?;
        }
        let start = self.byte;
        self.byte += read;
        self.number = self.number.saturating_add(1);
        while matches!(bytes.last(), Some(b'\n' | b'\r')) {
            bytes.pop();
        }
        Ok(Some(RawLine {
            number: self.number,
            byte: start,
            text: whole.then(|| String::from_utf8(bytes).ok()).flatten(),
        }))
    }

    /// Passes over what is left of a line, in pieces.
    fn rest_of_line(&mut self) -> std::io::Result<u64> {
        let mut passed = 0;
        loop {
            let block = self.from.fill_buf()?;
            let (used, end) = match memchr::memchr(b'\n', block) {
                Some(at) => (at + 1, true),
                None => (block.len(), block.is_empty()),
            };
            self.from.consume(used);
            passed += used as u64;
            if end {
                return Ok(passed);
            }
        }
    }
}

/// Reads the first line that is not empty, with all that stands before it, so that it can be judged
/// and read again.
///
/// # Errors
/// A stream that cannot be read.
pub fn first_line(from: &mut impl BufRead) -> std::io::Result<Vec<u8>> {
    let mut out = Vec::new();
    loop {
        let before = out.len();
        let read = from.take(LINE).read_until(b'\n', &mut out)?;
        let blank = out[before..].iter().all(u8::is_ascii_whitespace);
        if read == 0 || !blank || out.len() as u64 >= LINE {
            return Ok(out);
        }
    }
}

/// Whether a line is a document in JSON: an object with `text`, and without a date of its own.
///
/// ```
/// use annals::ingest::is_document;
/// assert!(is_document(br#"{"id": "c1", "text": "sent at 0120 4 November 1945"}"#));
/// assert!(!is_document(br#"{"date": "1945-11-04", "text": "the cable was sent"}"#));
/// assert!(!is_document(b"{"));
/// ```
pub fn is_document(line: &[u8]) -> bool {
    let value: Option<serde_json::Map<String, serde_json::Value>> =
        serde_json::from_slice(line.trim_ascii()).ok();
    value.is_some_and(|object| json::is_document(&object))
}

/// What one line holds: a document, or a table of one row.
///
/// # Errors
/// A line that is no JSON object, as a diagnostic.
pub fn record(input: &Input, line: &RawLine) -> std::result::Result<Content, Box<Diagnostic>> {
    let told = |message: String, column: usize| {
        let path = shown(&input.path);
        let found = Diagnostic::new(Severity::Error, Code::RowUnreadable, &path, message);
        let found = found.at(line.number, column);
        Box::new(found.hint("write one object per line; the other lines are read"))
    };
    let Some(text) = &line.text else {
        return Err(told(
            format!("the line is no UTF-8, or longer than {} MiB", LINE >> 20),
            0,
        ));
    };
    let text = text.trim_start_matches('\u{feff}').trim();
    let value = serde_json::from_str(text)
        .map_err(|e| told(format!("the line is no JSON object: {e}"), e.column()))?;
    let start = usize::try_from(line.byte).unwrap_or(usize::MAX);
    let object = Object {
        line: line.number,
        bytes: start..start.saturating_add(text.len()),
        value,
    };
    Ok(json::content(input, vec![object]).0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::tests::input;

    #[test]
    fn lines_keep_their_numbers_and_bytes() {
        let text: &[u8] = b"{\"text\": \"a\"}\r\n\n\xff\n{\"text\": \"b\"}";
        let mut lines = Lines::new(text);
        let piece = lines.piece(&input("-")).unwrap();
        let places: Vec<(u32, u64)> = piece.iter().map(|l| (l.number, l.byte)).collect();
        assert_eq!(places, [(1, 0), (3, 16), (4, 18)]);
        assert!(record(&input("-"), &piece[0]).is_ok());
        let bad = record(&input("-"), &piece[1]).unwrap_err();
        assert_eq!((bad.line, bad.code), (3, Code::RowUnreadable));
        assert!(lines.piece(&input("-")).unwrap().is_empty());
    }

    #[test]
    fn a_piece_is_bounded() {
        let text = "{}\n".repeat(3000);
        let mut lines = Lines::new(text.as_bytes());
        let mut sizes = Vec::new();
        loop {
            match lines.piece(&input("-")).unwrap().len() {
                0 => break,
                n => sizes.push(n),
            }
        }
        assert_eq!(sizes, [1024, 1024, 952]);
    }
}
