//! The story: from what was typed to events in a frame.

mod facts;
mod file;
mod long;
mod overrides;
mod stream;

pub use stream::{Sink, each};

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::error::{Error, Result};
use crate::extract::{self, Covered, Extracted, Gazetteer, Options, Stages, Vocabulary};
use crate::frame::{self, Needed};
use crate::ingest::{self, Format, Input};
use crate::model::{Document, Event};
use crate::project::Project;
use polars::prelude::DataFrame;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

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

/// How files are to be read.
#[derive(Clone, Copy, Default)]
pub struct How<'a> {
    /// The format of every input; `None` is told by name or first bytes.
    pub format: Option<Format>,
    /// Headers of tables and the columns they mean.
    pub columns: &'a [(String, String)],
    /// Bytes of standard input that were taken to tell what it is.
    pub taken: &'a [u8],
    /// Is told how far the work is.
    pub progress: Option<&'a (dyn Fn(Progress) + Sync)>,
}

/// How far the work is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Files that are done.
    pub files: usize,
    /// All files.
    pub of_files: usize,
    /// Bytes of the files that are done.
    pub bytes: u64,
    /// Bytes of all files.
    pub of_bytes: u64,
}

/// Counts the files that are done, on any thread.
struct Meter<'a> {
    how: &'a How<'a>,
    total: Progress,
    files: AtomicUsize,
    bytes: AtomicU64,
}

impl<'a> Meter<'a> {
    fn new(inputs: &[Input], how: &'a How<'a>) -> Meter<'a> {
        let bytes = match how.progress {
            Some(_) => inputs.iter().map(size).sum(),
            None => 0,
        };
        Meter {
            how,
            total: Progress {
                of_files: inputs.len(),
                of_bytes: bytes,
                ..Progress::default()
            },
            files: AtomicUsize::new(0),
            bytes: AtomicU64::new(0),
        }
    }

    fn done(&self, input: &Input) {
        let Some(tell) = self.how.progress else {
            return;
        };
        let bytes = size(input);
        tell(Progress {
            files: self.files.fetch_add(1, Ordering::Relaxed) + 1,
            bytes: self.bytes.fetch_add(bytes, Ordering::Relaxed) + bytes,
            ..self.total
        });
    }
}

fn size(input: &Input) -> u64 {
    std::fs::metadata(&input.path).map_or(0, |m| m.len())
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
    how: &How<'_>,
    options: &Options,
    project: Option<&Project>,
) -> Result<Loaded> {
    load_needed(typed, how, options, project, None)
}

/// The same, but of files of events only the rows that are needed.
///
/// # Errors
/// If nothing at all could be read.
pub fn load_needed(
    typed: &[PathBuf],
    how: &How<'_>,
    options: &Options,
    project: Option<&Project>,
    needed: Option<&Needed<'_>>,
) -> Result<Loaded> {
    let walk = ingest::walk(typed);
    let meter = Meter::new(&walk.inputs, how);
    let parts: Vec<Part> = walk
        .inputs
        .par_iter()
        .map(|input| {
            let part = part(input, how, options, needed);
            meter.done(input);
            part
        })
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
pub fn documents(typed: &[PathBuf], how: &How<'_>) -> Result<Vec<Document>> {
    let mut walk = ingest::walk(typed);
    if !walk.errors.is_empty() {
        return Err(walk.errors.swap_remove(0));
    }
    let parts: Vec<Result<Vec<Document>>> = walk
        .inputs
        .par_iter()
        .map(|input| file::documents(input, how))
        .collect();
    let mut out = Vec::new();
    for part in parts {
        out.extend(part?);
    }
    Ok(out)
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

fn part(input: &Input, how: &How<'_>, options: &Options, needed: Option<&Needed<'_>>) -> Part {
    let format = || how.format.or_else(|| Format::of(&input.path));
    let scanned = needed
        .filter(|_| format() == Some(Format::Parquet))
        .map(|needed| scanned(input, needed));
    let read = match scanned {
        Some(Ok(Some(part))) => return part,
        Some(Err(error)) => Err(error),
        Some(Ok(None)) | None => file::events(input, how, options),
    };
    match read {
        Ok((extracted, file)) => Part {
            extracted,
            file: Some(file),
            ..Part::default()
        },
        Err(error) => Part {
            error: Some(error),
            ..Part::default()
        },
    }
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

/// Events of several files that have one identifier get `.2`, `.3`, in order.
fn unique_ids(events: &mut [Event]) {
    for (at, count) in extract::repeats(events.iter().map(|e| e.event_id.as_str())) {
        events[at].event_id = format!("{}.{count}", events[at].event_id);
    }
}
