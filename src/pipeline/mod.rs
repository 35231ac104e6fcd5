//! The story: from what was typed to events in a frame.

mod facts;
mod overrides;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::error::{Error, Result};
use crate::extract::{self, Covered, Extracted, Gazetteer, Options, Stages, Vocabulary};
use crate::frame::{self, Needed};
use crate::ingest::{self, Content, Format, Input};
use crate::model::{Document, Event};
use crate::project::Project;
use polars::prelude::DataFrame;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use std::path::PathBuf;

/// The events behind some inputs, with all that was odd on the way.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The events, in the order of the inputs.
    pub events: Vec<Event>,
    /// What is odd, in the same order.
    pub diagnostics: Vec<Diagnostic>,
    /// Files that could not be read.
    pub errors: Vec<Error>,
    /// For each document or row, how much of it could be dated.
    pub coverage: Vec<Covered>,
    /// The files that were read, for a list of sources.
    pub files: Vec<SourceFile>,
    /// Rows of files of events that pass the filter of the question but lie outside its window,
    /// and so were not read.
    pub outside: usize,
    /// Columns of such files that are not the event's own, whether or not a row that was read has
    /// a value there.
    pub columns: BTreeSet<String>,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Its name, as in the `source` column.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of its bytes, in hexadecimal; empty if only a part of it was read.
    pub sha256: String,
}

impl Loaded {
    /// The frame of the events.
    ///
    /// # Errors
    /// What Polars refuses.
    pub fn frame(&self) -> Result<DataFrame> {
        frame::from_events(&self.events)
    }

    /// Whether a file or a row could not be read.
    pub fn is_incomplete(&self) -> bool {
        !self.errors.is_empty()
            || self
                .diagnostics
                .iter()
                .any(|d| d.severity == Severity::Error)
    }
}

/// One file, read.
#[derive(Default)]
struct Part {
    extracted: Extracted,
    file: Option<SourceFile>,
    error: Option<Error>,
    outside: usize,
    columns: Vec<String>,
}

/// Reads everything behind the inputs. A file that cannot be read is an error beside the rest.
///
/// The order of the result does not depend on the number of threads.
///
/// # Errors
/// If nothing at all could be read.
pub fn load(
    typed: &[PathBuf],
    format: Option<Format>,
    options: &Options,
    project: Option<&Project>,
) -> Result<Loaded> {
    load_needed(typed, format, options, project, None)
}

/// The same, but of files of events only the rows that are needed.
///
/// # Errors
/// If nothing at all could be read.
pub fn load_needed(
    typed: &[PathBuf],
    format: Option<Format>,
    options: &Options,
    project: Option<&Project>,
    needed: Option<&Needed<'_>>,
) -> Result<Loaded> {
    let walk = ingest::walk(typed);
    let parts: Vec<Part> = walk
        .inputs
        .par_iter()
        .map(|input| part(input, format, options, project, needed))
        .collect();
    let mut out = Loaded {
        errors: walk.errors,
        ..Loaded::default()
    };
    if !walk.skipped.is_empty() {
        let total: usize = walk.skipped.values().sum();
        let kinds: Vec<String> = walk
            .skipped
            .iter()
            .map(|(ending, n)| format!("{n} {ending}"))
            .collect();
        let plural = if total == 1 { "file" } else { "files" };
        let message = format!(
            "skipped {total} {plural} of kinds that are not read: {}",
            kinds.join(", ")
        );
        let folder = typed
            .iter()
            .find(|t| t.is_dir())
            .map_or(String::new(), |t| t.display().to_string());
        out.diagnostics.push(Diagnostic::new(
            Severity::Note,
            Code::FileSkipped,
            &folder,
            message,
        ));
    }
    for part in parts {
        out.events.extend(part.extracted.events);
        out.diagnostics.extend(part.extracted.diagnostics);
        out.coverage.extend(part.extracted.coverage);
        out.files.extend(part.file);
        out.errors.extend(part.error);
        out.outside += part.outside;
        out.columns.extend(part.columns);
    }
    if out.files.is_empty() && !out.errors.is_empty() {
        return Err(out.errors.swap_remove(0));
    }
    unique_ids(&mut out.events);
    facts::assign(&mut out.events);
    if let Some(project) = project {
        let unused = overrides::apply(project, &mut out.events, options)?;
        out.diagnostics.extend(unused);
    }
    Ok(out)
}

/// The documents behind some inputs, as they stand in their files; tables are left out.
///
/// # Errors
/// A file that cannot be read.
pub fn documents(typed: &[PathBuf], format: Option<Format>) -> Result<Vec<Document>> {
    let mut walk = ingest::walk(typed);
    if !walk.errors.is_empty() {
        return Err(walk.errors.swap_remove(0));
    }
    let mut out = Vec::new();
    for input in &walk.inputs {
        let by_name = Format::of(&input.path);
        let bytes = bytes_of(input)?;
        let format = format.or(by_name).unwrap_or_else(|| ingest::sniff(&bytes));
        if format == Format::Parquet {
            continue;
        }
        match ingest::read(input, bytes, format)?.0 {
            Content::Document(document) => out.push(document),
            Content::Volume(documents) | Content::Lines { documents, .. } => out.extend(documents),
            Content::Table(_) => {}
        }
    }
    Ok(out)
}

fn bytes_of(input: &Input) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let got = match input.path.as_os_str() == "-" {
        true => std::io::stdin().lock().read_to_end(&mut bytes).map(|_| ()),
        false => std::fs::read(&input.path).map(|read| bytes = read),
    };
    got.map_err(|e| Error::read(&input.path, e))?;
    Ok(bytes)
}

/// The stages and places of a project beside the bundled ones.
///
/// # Errors
/// A name that is to stand for a place which nobody knows.
pub fn vocabulary(project: &Project) -> Result<Vocabulary> {
    let mut stages = Stages::bundled().clone();
    for (stage, words) in &project.stages {
        stages.add(stage, words);
    }
    // Messages of other kinds have a project's order too, unless theirs is given.
    for order in project.stage_order.values() {
        stages.order(None, order);
    }
    for (kind, order) in &project.stage_order {
        stages.order(Some(kind), order);
    }
    let mut gazetteer = Gazetteer::bundled().clone();
    for (name, place) in &project.places {
        gazetteer
            .add_alias(name, place)
            .ok_or_else(|| Error::Format {
                path: project.path.clone(),
                message: format!("`{name}` is to stand for `{place}`, which is in no table"),
                hint: "use a name of the gazetteer, such as `Moscow`".into(),
            })?;
    }
    Ok(Vocabulary { stages, gazetteer })
}

fn part(
    input: &Input,
    format: Option<Format>,
    options: &Options,
    project: Option<&Project>,
    needed: Option<&Needed<'_>>,
) -> Part {
    let mut out = Part::default();
    if let Some(needed) = needed
        && format.or(Format::of(&input.path)) == Some(Format::Parquet)
    {
        match scanned(input, needed) {
            Ok(Some(part)) => return part,
            Ok(None) => {}
            Err(error) => {
                out.error = Some(error);
                return out;
            }
        }
    }
    match read(input, format, options, project) {
        Ok((extracted, file)) => {
            out.extracted = extracted;
            out.file = Some(file);
        }
        Err(error) => out.error = Some(error),
    }
    out
}

/// The rows of a file of events that are needed; `None` if it is to be read whole.
fn scanned(input: &Input, needed: &Needed<'_>) -> Result<Option<Part>> {
    let Some(found) = frame::scan_parquet(&input.path, needed)? else {
        return Ok(None);
    };
    let size = std::fs::metadata(&input.path).map_err(|e| Error::read(&input.path, e))?;
    Ok(Some(Part {
        extracted: Extracted {
            events: frame::to_events(&found.frame)?,
            ..Extracted::default()
        },
        // The file was not read whole, so it has no checksum.
        file: Some(SourceFile {
            name: input.source.clone(),
            bytes: size.len(),
            sha256: String::new(),
        }),
        error: None,
        outside: found.outside,
        columns: found.brought,
    }))
}

fn read(
    input: &Input,
    format: Option<Format>,
    options: &Options,
    project: Option<&Project>,
) -> Result<(Extracted, SourceFile)> {
    let bytes = bytes_of(input)?;
    let file = SourceFile {
        name: input.source.clone(),
        bytes: bytes.len() as u64,
        sha256: hex(&Sha256::digest(&bytes)),
    };
    let by_name = Format::of(&input.path);
    let format = format.or(by_name).unwrap_or_else(|| ingest::sniff(&bytes));
    if format == Format::Parquet {
        let read = frame::read_parquet(Cursor::new(bytes), &input.path)?;
        let events = frame::to_events(&read).map_err(|error| Error::Format {
            path: input.path.clone(),
            message: error.to_string(),
            hint: "annals reads the Parquet files that it writes".into(),
        })?;
        let extracted = Extracted {
            events,
            ..Extracted::default()
        };
        return Ok((extracted, file));
    }
    let (content, mut diagnostics) = ingest::read(input, bytes, format)?;
    let mut out = Extracted::default();
    let mut take = |more: Extracted| {
        out.events.extend(more.events);
        out.diagnostics.extend(more.diagnostics);
        out.coverage.extend(more.coverage);
    };
    match content {
        Content::Document(document) => take(extract::document(&document, options)),
        Content::Volume(documents) => take(extract::volume(&documents, options)),
        Content::Table(mut table) => {
            for header in &mut table.headers {
                let ours = project.and_then(|p| p.columns.get(header.as_str()));
                if let Some(ours) = ours {
                    header.clone_from(ours);
                }
            }
            if !extract::is_usable(&table.headers, options) {
                let message = format!(
                    "no column of the table can date anything; it has {}",
                    table
                        .headers
                        .iter()
                        .map(|h| format!("`{h}`"))
                        .collect::<Vec<_>>()
                        .join(", ")
                );
                let hint = "name a column `date`, `sent`, `received` or another stage";
                if input.explicit {
                    return Err(Error::Format {
                        path: input.path.clone(),
                        message,
                        hint: hint.into(),
                    });
                }
                diagnostics.push(
                    Diagnostic::new(Severity::Note, Code::FileSkipped, &table.path, message)
                        .hint(hint),
                );
            }
            take(extract::table(&table, options));
        }
        Content::Lines { documents, table } => {
            for document in &documents {
                take(extract::document(document, options));
            }
            take(extract::table(&table, options));
        }
    }
    diagnostics.append(&mut out.diagnostics);
    out.diagnostics = diagnostics;
    Ok((out, file))
}

/// Events of several files that have one identifier get `.2`, `.3`, in order.
fn unique_ids(events: &mut [Event]) {
    let mut seen = std::collections::HashMap::new();
    for event in events {
        let count: &mut usize = seen.entry(event.event_id.clone()).or_default();
        *count += 1;
        if *count > 1 {
            event.event_id = format!("{}.{count}", event.event_id);
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
