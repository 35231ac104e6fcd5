//! From bytes to documents and tables: one file per format.
//!
//! [`walk`] finds the files behind what was typed and gives each its name; [`open`] reads its
//! bytes within bounds; [`read`] turns them into [`Content`]. Nothing here reads a date: a format
//! that has events gives a [`Table`] with our columns, and the dates are read from its cells.
//!
//! # A new format
//!
//! Copy the file of the nearest one (`ics.rs` for events, `html.rs` for texts), add a variant and
//! its endings to [`Format`], and a line to [`read`]. A table of a program that has its own
//! headers is a line in `DIALECTS`.

mod book;
mod csv;
mod encoding;
mod forensic;
mod html;
mod ics;
mod json;
mod lines;
mod mail;
mod source;
pub mod tei;
mod text;
mod timelinejs;
mod walk;

pub use csv::{Rows, Step};
pub use lines::{Lines, RawLine, first_line, is_document, record};
pub use mail::{Messages, RawMessage, head_of_mail, message};
pub use source::{Source, changed, open, open_after};
pub use walk::{Format, Input, Walk, walk};

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::error::{Error, Result};
use crate::model::{Document, Table};
use std::path::Path;
use std::sync::Arc;

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A text.
    Document(Document),
    /// The documents of a TEI file, in order.
    Volume(Vec<Document>),
    /// A table of dated rows, or of events.
    Table(Table),
    /// JSON lines: documents and rows may be mixed.
    Lines {
        /// Rows with `text`.
        documents: Vec<Document>,
        /// Rows with a date, or events.
        table: Table,
    },
    /// Messages whose stages stand apart from their texts: letters with a header, mail.
    Letters {
        /// The texts; a document and its rows have one name.
        documents: Vec<Document>,
        /// The stages.
        table: Table,
    },
}

/// Tables of programs with headers of their own: how they are known, and what gives them ours.
type Dialect = (fn(&[String]) -> bool, fn(&mut Table));
const DIALECTS: [Dialect; 4] = [
    (forensic::is_l2tcsv, forensic::l2tcsv),
    (forensic::is_timesketch, forensic::timesketch),
    (forensic::is_tln, forensic::tln),
    (timelinejs::recognises, timelinejs::adapt),
];

/// Gives the columns of a known program's table our names.
pub fn adapt(table: &mut Table) {
    if let Some((_, adapt)) = DIALECTS.iter().find(|(known, _)| known(&table.headers)) {
        adapt(table);
    }
}

/// Reads the bytes of a file; rows that cannot be read are diagnostics.
///
/// # Errors
/// A file that is not what its name promises.
pub fn read(input: &Input, bytes: Vec<u8>, format: Format) -> Result<(Content, Vec<Diagnostic>)> {
    match format {
        Format::Xlsx | Format::Ods => return book::read(input, bytes, format),
        Format::Eml | Format::Mbox => return mail::read(input, &bytes, format),
        Format::Parquet | Format::Arrow => {
            return Err(Error::Format {
                path: input.path.clone(),
                message: "a table of columns is no text".into(),
                hint: String::new(),
            });
        }
        _ => {}
    }
    let decoded = encoding::decode(bytes, &input.path, format)?;
    let (text, origin) = (decoded.text, decoded.origin);
    let (mut content, more) = match format {
        Format::Html => (Content::Document(html::read(input, text)?), Vec::new()),
        Format::Tei => volume(input, text),
        Format::Csv | Format::Tsv => csv::read(input, &text, format)?,
        Format::Ndjson => json::lines(input, &text)?,
        Format::Json => json::whole(input, &text)?,
        Format::Ics => ics::read(input, &text)?,
        _ => (Content::Document(text::document(input, text)), Vec::new()),
    };
    let told = |d: &Diagnostic| !d.source.is_empty();
    let mut diagnostics: Vec<Diagnostic> = decoded.diagnostics.into_iter().filter(told).collect();
    diagnostics.extend(more);
    if let Some(origin) = origin {
        let (documents, table) = content.parts();
        for document in documents {
            document.origin = Some(Arc::clone(&origin));
        }
        let rows = table.into_iter().flat_map(|t| &mut t.rows);
        for cell in rows.flat_map(|r| &mut r.cells) {
            cell.byte_start = origin.in_file(cell.byte_start);
            cell.byte_end = origin.in_file(cell.byte_end);
        }
    }
    Ok((content, diagnostics))
}

impl Content {
    /// All its documents, and its table.
    fn parts(&mut self) -> (&mut [Document], Option<&mut Table>) {
        match self {
            Content::Document(one) => (std::slice::from_mut(one), None),
            Content::Volume(documents) => (documents, None),
            Content::Table(table) => (&mut [], Some(table)),
            Content::Lines { documents, table } | Content::Letters { documents, table } => {
                (documents, Some(table))
            }
        }
    }
}

/// The documents of a TEI file; where the XML breaks, those before.
fn volume(input: &Input, text: String) -> (Content, Vec<Diagnostic>) {
    let path = shown(&input.path);
    let read = tei::read(text, &input.id, &input.source, &path);
    let broken = read.broken.map(|(line, message)| {
        let message = format!("the XML breaks here: {message}; what stands before it was read");
        Diagnostic::new(Severity::Error, Code::RowUnreadable, &path, message)
            .at(line, 0)
            .hint("check the file with an XML validator")
    });
    let documents = read.documents;
    let content = match read.letters {
        Some(table) => Content::Letters { documents, table },
        None => Content::Volume(documents),
    };
    (content, broken.into_iter().collect())
}

/// The format of a stream or file without a known ending, by its first bytes.
pub fn sniff(bytes: &[u8]) -> Format {
    for (magic, format) in [
        (&b"PAR1"[..], Format::Parquet),
        (b"ARROW1", Format::Arrow),
        // An Arrow stream.
        (b"\xff\xff\xff\xff", Format::Arrow),
        (b"BEGIN:VCALENDAR", Format::Ics),
        (b"From ", Format::Mbox),
    ] {
        if bytes.starts_with(magic) {
            return format;
        }
    }
    if bytes.starts_with(b"PK\x03\x04") {
        let ods = memchr::memmem::find(&bytes[..bytes.len().min(200)], b"opendocument");
        return if ods.is_some() {
            Format::Ods
        } else {
            Format::Xlsx
        };
    }
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
    let first = text.trim_start_matches('\u{feff}').trim_start();
    let header = first.lines().next().unwrap_or("");
    let separator = char::from(csv::delimiter(header));
    let cells: Vec<String> = header
        .split(separator)
        .map(|c| c.trim().trim_matches('"').to_owned())
        .collect();
    let tabular = cells.len() > 1
        && (names_a_date(&cells) || DIALECTS.iter().any(|(known, _)| known(&cells)));
    let lower = first
        .get(..first.floor_char_boundary(256))
        .unwrap_or("")
        .to_lowercase();
    match first.chars().next() {
        Some('{') => Format::Ndjson,
        Some('[') if first[1..].trim_start().starts_with('{') => Format::Json,
        Some('<') if lower.contains("<!doctype html") || lower.contains("<html") => Format::Html,
        Some('<') => Format::Tei,
        _ if tabular && separator == '\t' => Format::Tsv,
        _ if tabular => Format::Csv,
        _ if is_mail(first) => Format::Eml,
        _ => Format::Text,
    }
}

/// Whether a text begins with the header of a mail.
fn is_mail(text: &str) -> bool {
    let head: Vec<&str> = text
        .lines()
        .take_while(|l| !l.trim().is_empty())
        .take(200)
        .collect();
    let has = |name: &str| {
        head.iter()
            .any(|l| l.to_ascii_lowercase().starts_with(name))
    };
    let first = head.first().and_then(|l| l.split_once(':'));
    let named = first.is_some_and(|(name, _)| !name.is_empty() && !name.contains(' '));
    named && has("date:") && has("from:") && (has("message-id:") || has("received:"))
}

/// Headers that name a date, a stage or an event.
fn names_a_date(cells: &[String]) -> bool {
    cells.iter().any(|c| {
        let c = c.trim().to_lowercase();
        matches!(
            c.as_str(),
            "date"
                | "event_id"
                | "message"
                | "sent"
                | "received"
                | "datetime"
                | "departed"
                | "arrived"
                | "delivered"
                | "dated"
        ) || c.ends_with("_date")
    })
}

/// A table without headers and rows.
pub fn table(input: &Input) -> Table {
    Table {
        id: input.id.clone(),
        source: input.source.clone(),
        path: shown(&input.path),
        headers: Vec::new(),
        rows: Vec::new(),
    }
}

/// The file's name for messages.
fn shown(path: &Path) -> String {
    path.display().to_string()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use std::path::PathBuf;

    /// An input of this name, for tests of the readers.
    pub(crate) fn input(name: &str) -> Input {
        Input {
            path: PathBuf::from(name),
            id: name.split('.').next().unwrap_or("").to_owned(),
            source: name.into(),
            explicit: true,
            sheet: None,
        }
    }

    #[test]
    fn formats_are_known_by_their_first_bytes() {
        for (bytes, format) in [
            ("{\"date\": 1}", Format::Ndjson),
            ("[{\"date\": 1}]", Format::Json),
            ("[Received 4 November]", Format::Text),
            ("<!DOCTYPE html><html>", Format::Html),
            ("<?xml version='1.0'?><TEI>", Format::Tei),
            ("date,event\n", Format::Csv),
            ("sent\treceived\n", Format::Tsv),
            ("Time|Source|Host|User|Description\n", Format::Csv),
            ("datetime,timestamp_desc,message\n", Format::Csv),
            (
                "From a@example.org Thu Jan  1 00:00:00 1998\n",
                Format::Mbox,
            ),
            ("Message-ID: <1@x>\nDate: x\nFrom: a\n\nhi", Format::Eml),
            ("BEGIN:VCALENDAR\r\n", Format::Ics),
            ("Dear Sir, on 4 May", Format::Text),
            ("", Format::Text),
        ] {
            assert_eq!(sniff(bytes.as_bytes()), format, "{bytes}");
        }
    }
}
