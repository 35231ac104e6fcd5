//! From bytes to documents and tables: one file per format.
//!
//! [`walk`] finds the files behind what was typed and gives each its name; [`read`] turns one
//! into [`Content`]. Nothing here reads a date.

mod csv;
mod json;
pub mod tei;
mod text;
mod walk;

pub use walk::{Format, Input, Walk, walk};

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::error::{Error, Result};
use crate::model::{Document, Table};
use std::path::Path;

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
}

/// Reads the bytes of a file; rows that cannot be read are diagnostics.
///
/// # Errors
/// A file that is not what its name promises.
pub fn read(input: &Input, bytes: Vec<u8>, format: Format) -> Result<(Content, Vec<Diagnostic>)> {
    let text = text::decode(bytes, &input.path)?;
    match format {
        Format::Text => Ok((Content::Document(text::document(input, text)), Vec::new())),
        Format::Tei => Ok(volume(input, text)),
        Format::Csv | Format::Tsv => csv::read(input, &text, format),
        Format::Ndjson => json::read(input, &text),
        Format::Parquet => Err(Error::Format {
            path: input.path.clone(),
            message: "a Parquet file is no text".into(),
            hint: String::new(),
        }),
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
    (
        Content::Volume(read.documents),
        broken.into_iter().collect(),
    )
}

/// The format of a stream without a name, by its first bytes.
pub fn sniff(bytes: &[u8]) -> Format {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
    let first = text.trim_start_matches('\u{feff}').trim_start();
    let header = first.lines().next().unwrap_or("");
    let cells: Vec<String> = header
        .split([',', ';', '\t'])
        .map(|c| c.trim_matches('"').to_owned())
        .collect();
    let tabular = cells.len() > 1 && names_a_date(&cells);
    match first.chars().next() {
        Some('{') => Format::Ndjson,
        Some('<') => Format::Tei,
        _ if tabular && header.contains('\t') => Format::Tsv,
        _ if tabular => Format::Csv,
        _ => Format::Text,
    }
}

/// Headers that name a date, a stage or an event.
fn names_a_date(cells: &[String]) -> bool {
    cells.iter().any(|c| {
        let c = c.trim().to_lowercase();
        matches!(
            c.as_str(),
            "date" | "event_id" | "message" | "sent" | "received"
        ) || c.ends_with("_date")
    })
}

/// The file's name for messages.
fn shown(path: &Path) -> String {
    path.display().to_string()
}
