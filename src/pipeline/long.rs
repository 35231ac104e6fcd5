//! A long file of records: read in pieces, so that its events are kept in memory and its text is
//! not. The result is the same as if it were read whole.

mod documents;
mod mail;
mod table;

use super::file::hex;
use super::stream::begins_with_document;
use super::{How, SourceFile};
use crate::error::{Error, Result};
use crate::extract::{Extracted, Options};
use crate::ingest::{self, Format, Input};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

/// From how many bytes on a file is long.
const LONG: u64 = 16 << 20;
/// Longest line; a file with a longer one is left to those who read whole.
const LINE: u64 = 64 << 20;

/// A file on the disk, its bytes counted and summed up on the way.
type Pieces = BufReader<Counted<File>>;

/// The events of a long file of records; `None` of any other file, also of one with something that
/// pieces cannot tell: that is read whole.
///
/// # Errors
/// A file that cannot be read.
pub(super) fn events(
    input: &Input,
    how: &How<'_>,
    options: &Options,
) -> Result<Option<(Extracted, SourceFile)>> {
    let packed = input.path.extension().is_some_and(|ending| ending == "gz");
    let size = std::fs::metadata(&input.path).map_or(0, |m| m.len());
    match packed || size < LONG {
        true => Ok(None),
        false => in_pieces(input, how, options),
    }
}

fn in_pieces(
    input: &Input,
    how: &How<'_>,
    options: &Options,
) -> Result<Option<(Extracted, SourceFile)>> {
    let by_name = how.format.or_else(|| Format::of(&input.path));
    let format = by_name.or_else(|| sniffed(&input.path));
    let is_known = match format {
        Some(Format::Ndjson) => begins_with_document(&input.path),
        Some(Format::Mbox | Format::Csv | Format::Tsv) => true,
        _ => false,
    };
    let Some(format) = format.filter(|_| is_known) else {
        return Ok(None);
    };
    let failed = |e| Error::read(&input.path, e);
    let file = File::open(&input.path).map_err(failed)?;
    let before = file.metadata().map_err(failed)?;
    let mut pieces = BufReader::with_capacity(1 << 18, Counted::new(file));
    let read = match format {
        Format::Ndjson => documents::events(input, &mut pieces, options)?,
        Format::Mbox => mail::events(input, &mut pieces, options)?,
        _ => table::events(input, &mut pieces, format, how, options)?,
    };
    let Some(mut out) = read else {
        return Ok(None);
    };
    let counted = pieces.into_inner();
    let is_table = matches!(format, Format::Csv | Format::Tsv);
    if counted.is_cut || (is_table && counted.has_nul) {
        return Ok(None);
    }
    let changed = ingest::changed(&input.path, &before);
    out.diagnostics.splice(0..0, changed);
    let file = SourceFile {
        name: input.source.clone(),
        bytes: counted.bytes,
        sha256: hex(&counted.sha256.finalize()),
    };
    Ok(Some((out, file)))
}

/// The format of a file without a known ending.
fn sniffed(path: &Path) -> Option<Format> {
    let mut first = Vec::new();
    let file = File::open(path).ok()?;
    file.take(4096).read_to_end(&mut first).ok()?;
    Some(ingest::sniff(&first))
}

/// Bytes on their way, counted and summed up; they end before a line that is too long.
struct Counted<R> {
    from: R,
    bytes: u64,
    sha256: Sha256,
    /// Bytes since the last line break.
    line: u64,
    is_cut: bool,
    has_nul: bool,
}

impl<R: Read> Counted<R> {
    fn new(from: R) -> Counted<R> {
        Counted {
            from,
            bytes: 0,
            sha256: Sha256::new(),
            line: 0,
            is_cut: false,
            has_nul: false,
        }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, block: &mut [u8]) -> std::io::Result<usize> {
        if self.is_cut {
            return Ok(0);
        }
        let read = self.from.read(block)?;
        let block = &block[..read];
        self.bytes += read as u64;
        self.sha256.update(block);
        self.has_nul |= memchr::memchr(0, block).is_some();
        self.line = match memchr::memrchr(b'\n', block) {
            Some(last) => (read - last) as u64,
            None => self.line + read as u64,
        };
        self.is_cut = self.line > LINE;
        Ok(if self.is_cut { 0 } else { read })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::file;

    /// The same file in pieces and whole.
    fn both(name: &str, text: &[u8]) -> [Option<(Extracted, SourceFile)>; 2] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        let input = Input {
            path,
            id: "long".into(),
            source: name.into(),
            explicit: true,
            sheet: None,
        };
        let (how, options) = (How::default(), Options::default());
        let whole = file::events(&input, &how, &options);
        [in_pieces(&input, &how, &options).unwrap(), whole.ok()]
    }

    #[test]
    fn a_table_in_pieces_is_the_table() {
        let mut text = "\u{feff}message,sent,sent_place,received,note\n".to_owned();
        for row in 0..700 {
            // Figures that a later row settles, rows of one message, namesakes that other places
            // settle, cells with line breaks, rows that are short, too long, or no dates.
            let line = match row % 10 {
                3 => format!("m{},13/{}/1907,Paris,,\n", row / 3, 1 + row % 12),
                5 => format!(
                    "m{},3/4/07,Cambridge,\"5 April, 1907\",\"two\nlines\"\n",
                    row / 3
                ),
                7 => format!("m{},3 April 1907\r\n\n", row / 3),
                9 => format!("m{},never,London,,,,,\n", row / 3),
                _ => format!("m{},2/3/1907,Boston,4/3/1907,a \"b\" c\n", row / 3),
            };
            text += &line;
        }
        text += "last,1 May 1907,Vienna,,x,y\n";
        for text in [
            &text[..],
            &text.replace(',', "\t")[..],
            &text[..text.len() - 1],
        ] {
            let name = if text.contains('\t') {
                "t.tsv"
            } else {
                "t.csv"
            };
            let [pieces, whole] = both(name, text.as_bytes());
            let whole = whole.unwrap();
            assert_eq!(pieces.unwrap(), whole);
            assert!(whole.0.events.len() > 700 && whole.0.diagnostics.len() > 70);
        }
        // What only the whole can tell is not guessed.
        for text in [format!("{text}x,\"open\n"), text.replace("Vienna", "\0")] {
            assert!(both("t.csv", text.as_bytes())[0].is_none());
        }
        assert!(both("t.csv", b"a,b\n1,2\n")[0].is_none());
    }

    #[test]
    fn a_mailbox_in_pieces_is_the_mailbox() {
        let before = b"what stands before the first message\n";
        let mut text = before.to_vec();
        for number in 0..250 {
            // Every name twice, some dates that are none, lines of Windows.
            let day = 1 + number % 29;
            let message = format!(
                "From x@example.org Mon Feb  1 00:00:00 2016\n\
                 Message-ID: <{}@example.org>\n\
                 Received: from a by london; {day} Feb 2016 10:02:0{} +0100\n\
                 Date: {day} Feb 2016 10:00:00 +0100\nSubject: s\n\n\
                 The cable came on 3 March 1945.\nFrom here on nothing is new.\n\n",
                number % 125,
                number % 10,
            );
            match number % 7 {
                3 => text.extend(message.replace('\n', "\r\n").bytes()),
                _ => text.extend(message.bytes()),
            }
        }
        for (name, text) in [("box.mbox", &text[..]), ("Inbox", &text[before.len()..])] {
            let [pieces, whole] = both(name, text);
            let whole = whole.unwrap();
            assert_eq!(pieces.unwrap(), whole);
            assert_eq!(whole.0.events.len(), 500);
        }
    }
}
