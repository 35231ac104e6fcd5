//! One file: its bytes, what they hold, and the events in it.

use super::{How, SourceFile};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::error::{Error, Result};
use crate::extract::{self, Extracted, Letters, Options};
use crate::frame;
use crate::ingest::{self, Content, Format, Input};
use crate::model::{Document, Table};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::io::Cursor;

/// A file's contents as any command wants them.
enum Opened {
    Content(Content),
    /// Events as annals writes them, in a table of columns.
    Events(Extracted),
}

fn opened(input: &Input, bytes: Vec<u8>, format: Format) -> Result<(Opened, Vec<Diagnostic>)> {
    let frame = match format {
        Format::Parquet => frame::read_parquet(Cursor::new(bytes), &input.path)?,
        Format::Arrow => frame::read_arrow(bytes, &input.path)?,
        _ => {
            let (content, diagnostics) = ingest::read(input, bytes, format)?;
            return Ok((Opened::Content(content), diagnostics));
        }
    };
    let wrong = |error: Error| Error::Format {
        path: input.path.clone(),
        message: error.to_string(),
        hint: "columns of events are those that annals writes; others may have any".into(),
    };
    if frame::is_events(&frame) {
        let events = frame::to_events(&frame).map_err(wrong)?;
        let extracted = Extracted {
            events,
            ..Extracted::default()
        };
        return Ok((Opened::Events(extracted), Vec::new()));
    }
    let (headers, rows) = frame::to_rows(&frame).map_err(wrong)?;
    let table = Table {
        id: input.id.clone(),
        source: input.source.clone(),
        path: input.path.display().to_string(),
        headers,
        rows,
    };
    Ok((Opened::Content(Content::Table(table)), Vec::new()))
}

/// The format that was asked for, else that of the name, else that of the first bytes.
fn format_of(input: &Input, how: &How<'_>, bytes: &[u8]) -> Format {
    let by_name = how.format.or_else(|| Format::of(&input.path));
    by_name.unwrap_or_else(|| ingest::sniff(bytes))
}

/// The texts of a file; tables have none.
pub(super) fn documents(input: &Input, how: &How<'_>) -> Result<Vec<Document>> {
    let wanted = how.format.or_else(|| Format::of(&input.path));
    let source = ingest::open(input, wanted)?;
    let format = format_of(input, how, &source.bytes);
    if matches!(format, Format::Parquet | Format::Arrow) {
        return Ok(Vec::new());
    }
    Ok(match ingest::read(input, source.bytes, format)?.0 {
        Content::Document(document) => vec![document],
        Content::Volume(documents)
        | Content::Lines { documents, .. }
        | Content::Letters { documents, .. } => documents,
        Content::Table(_) => Vec::new(),
    })
}

/// The events of a file.
pub(super) fn events(
    input: &Input,
    how: &How<'_>,
    options: &Options,
) -> Result<(Extracted, SourceFile)> {
    if let Some(read) = super::long::events(input, how, options)? {
        return Ok(read);
    }
    let wanted = how.format.or_else(|| Format::of(&input.path));
    let source = ingest::open_after(input, wanted, how.taken)?;
    let file = SourceFile {
        name: input.source.clone(),
        bytes: source.raw().len() as u64,
        sha256: hex(&Sha256::digest(source.raw())),
    };
    let format = format_of(input, how, &source.bytes);
    let mut diagnostics = source.diagnostics;
    let (opened, more) = opened(input, source.bytes, format)?;
    diagnostics.extend(more);
    let content = match opened {
        Opened::Events(mut extracted) => {
            extracted.diagnostics = diagnostics;
            return Ok((extracted, file));
        }
        Opened::Content(content) => content,
    };
    let mut out = match content {
        Content::Document(document) => extract::document(&document, options),
        Content::Volume(documents) => extract::volume(&documents, options),
        Content::Letters { documents, table } if format.is_mail() => {
            let mut letters = Letters::of_mail(&table, options);
            letters.read(&documents, &table);
            letters.finish()
        }
        Content::Letters { documents, table } => extract::letters(&documents, &table, options),
        Content::Table(mut table) => {
            adapt(&mut table, how);
            if !extract::is_usable(&table.headers, options) {
                diagnostics.push(unusable(input, &table)?);
            }
            extract::table(&table, options)
        }
        Content::Lines {
            documents,
            mut table,
        } => {
            let parts: Vec<Extracted> = documents
                .par_iter()
                .map(|document| extract::document(document, options))
                .collect();
            let mut out = Extracted::default();
            adapt(&mut table, how);
            for part in parts.into_iter().chain([extract::table(&table, options)]) {
                out.append(part);
            }
            out
        }
    };
    diagnostics.append(&mut out.diagnostics);
    out.diagnostics = diagnostics;
    Ok((out, file))
}

/// Gives columns our names: those that were asked for, then those of known programs.
pub(super) fn adapt(table: &mut Table, how: &How<'_>) {
    for header in &mut table.headers {
        let asked = how
            .columns
            .iter()
            .find(|(theirs, _)| theirs == header.trim());
        if let Some((_, ours)) = asked {
            header.clone_from(ours);
        }
    }
    ingest::adapt(table);
}

/// A table without a column that dates something: an error if it was named, else a note.
fn unusable(input: &Input, table: &Table) -> Result<Diagnostic> {
    const MOST: usize = 20;
    let mut headers: Vec<String> = table
        .headers
        .iter()
        .take(MOST)
        .map(|h| format!("`{h}`"))
        .collect();
    if table.headers.len() > MOST {
        headers.push(format!("{} more", table.headers.len() - MOST));
    }
    let message = format!(
        "no column of the table can date anything; it has {}",
        headers.join(", ")
    );
    let hint =
        "name a column `date`, `sent`, `received` or another stage, or pass `--map theirs=date`";
    if input.explicit {
        return Err(Error::Format {
            path: input.path.clone(),
            message,
            hint: hint.into(),
        });
    }
    let note = Diagnostic::new(Severity::Note, Code::FileSkipped, &table.path, message);
    Ok(note.hint(hint))
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
