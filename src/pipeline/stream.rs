//! Inputs read a piece at a time, for results larger than the memory.
//!
//! Each document and each row group stands for itself: events of different pieces are not compared,
//! so several sources of one fact get one `fact_id` when the result is read again. Lines of JSON
//! come in pieces of a thousand, files of events in Parquet by rows, other files whole, some at a
//! time.

use super::{How, Loaded, facts, file, load, overrides, part, unique_ids};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::error::{Error, Result};
use crate::extract::{self, Extracted, Options};
use crate::frame;
use crate::ingest::{self, Content, Format, Input, Lines, RawLine};
use crate::project::Project;
use rayon::prelude::*;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// Bytes of the files that are read at a time, and their number.
const BYTES_AT_A_TIME: u64 = 32 << 20;
const FILES_AT_A_TIME: usize = 256;
/// Rows of a file of events that are read at a time.
const ROWS_AT_A_TIME: usize = 65_536;

/// Takes the events of a piece; `false` if no more is wanted.
pub type Sink<'a> = dyn FnMut(Loaded) -> Result<bool> + 'a;

/// What all pieces need.
struct Stream<'a, 's> {
    how: &'a How<'a>,
    options: &'a Options,
    project: Option<&'a Project>,
    sink: &'a mut Sink<'s>,
    /// Corrections that have answered to no event so far; `None` before the first piece.
    unused: Option<Vec<Diagnostic>>,
}

/// Reads everything behind the inputs, and hands on the events of each piece in order.
///
/// # Errors
/// A request that cannot be met, or what the sink says.
pub fn each(
    typed: &[PathBuf],
    how: &How<'_>,
    options: &Options,
    project: Option<&Project>,
    sink: &mut Sink<'_>,
) -> Result<()> {
    let walk = ingest::walk(typed);
    let mut stream = Stream {
        how,
        options,
        project,
        sink,
        unused: None,
    };
    if !walk.errors.is_empty() {
        let told = Loaded {
            errors: walk.errors,
            ..Loaded::default()
        };
        if !(stream.sink)(told)? {
            return Ok(());
        }
    }
    let mut waiting: Vec<&Input> = Vec::new();
    let mut bytes = 0;
    for input in &walk.inputs {
        let alone = match stream.kind(input) {
            Kind::Plain => false,
            Kind::Lines | Kind::Events | Kind::Stdin => true,
        };
        let size = super::size(input);
        let full = waiting.len() >= FILES_AT_A_TIME || bytes + size > BYTES_AT_A_TIME;
        if (alone || full) && !stream.files(&std::mem::take(&mut waiting))? {
            return Ok(());
        }
        if alone || full {
            bytes = 0;
        }
        let more = match stream.kind(input) {
            Kind::Plain => {
                waiting.push(input);
                bytes += size;
                true
            }
            Kind::Lines => {
                let failed = |e| Error::read(&input.path, e);
                let file = std::fs::File::open(&input.path).map_err(failed)?;
                stream.lines(input, BufReader::with_capacity(1 << 18, file))?
            }
            Kind::Events => stream.rows(input)?,
            Kind::Stdin => stream.stdin(input)?,
        };
        if !more {
            return Ok(());
        }
    }
    stream.files(&waiting)?;
    if let Some(unused) = stream.unused.filter(|u| !u.is_empty()) {
        sink(Loaded {
            diagnostics: unused,
            ..Loaded::default()
        })?;
    }
    Ok(())
}

/// How an input is read.
enum Kind {
    /// With others, whole.
    Plain,
    /// Line by line.
    Lines,
    /// By rows.
    Events,
    Stdin,
}

impl Stream<'_, '_> {
    fn kind(&self, input: &Input) -> Kind {
        if input.path.as_os_str() == "-" {
            return Kind::Stdin;
        }
        match self.how.format.or_else(|| Format::of(&input.path)) {
            Some(Format::Parquet) if frame::rows_of_events(&input.path).is_some() => Kind::Events,
            Some(Format::Ndjson) if begins_with_document(&input.path) => Kind::Lines,
            _ => Kind::Plain,
        }
    }

    /// Files that are read whole.
    fn files(&mut self, inputs: &[&Input]) -> Result<bool> {
        if inputs.is_empty() {
            return Ok(true);
        }
        let parts: Vec<super::Part> = inputs
            .par_iter()
            .map(|input| part(input, self.how, self.options, None))
            .collect();
        let mut out = Loaded::default();
        for part in parts {
            let mut extracted = part.extracted;
            unique_ids(&mut extracted.events);
            facts::assign(&mut extracted.events);
            out.events.extend(extracted.events);
            out.diagnostics.extend(extracted.diagnostics);
            out.errors.extend(part.error);
        }
        self.hand_on(out)
    }

    /// Standard input: documents line by line, anything else whole.
    fn stdin(&mut self, input: &Input) -> Result<bool> {
        let mut stdin = std::io::stdin().lock();
        let asked = self.how.format == Some(Format::Ndjson);
        if asked {
            return self.lines(input, stdin);
        }
        let failed = |e| Error::read(Path::new("-"), e);
        let first = match self.how.format {
            None => ingest::first_line(&mut stdin).map_err(failed)?,
            Some(_) => Vec::new(),
        };
        if ingest::is_document(&first) {
            return self.lines(input, first.as_slice().chain(stdin));
        }
        drop(stdin);
        let how = How {
            taken: &first,
            ..*self.how
        };
        let typed = [PathBuf::from("-")];
        let loaded = load(&typed, &how, self.options, self.project)?;
        (self.sink)(loaded)
    }

    /// Lines of JSON, each for itself.
    fn lines(&mut self, input: &Input, from: impl BufRead) -> Result<bool> {
        let mut lines = Lines::new(from);
        loop {
            let piece = lines.piece(input)?;
            if piece.is_empty() {
                return Ok(true);
            }
            let parts: Vec<Extracted> = piece
                .par_iter()
                .map(|line| one(input, line, self.how, self.options))
                .collect();
            let mut out = Loaded::default();
            for part in parts {
                out.events.extend(part.events);
                out.diagnostics.extend(part.diagnostics);
            }
            if !self.hand_on(out)? {
                return Ok(false);
            }
        }
    }

    /// A file of events, some rows at a time.
    fn rows(&mut self, input: &Input) -> Result<bool> {
        let rows = frame::rows_of_events(&input.path).unwrap_or(0);
        for from in (0..rows).step_by(ROWS_AT_A_TIME) {
            let frame = frame::read_rows(&input.path, from, ROWS_AT_A_TIME)?;
            let events = frame::to_events(&frame)?;
            let piece = Loaded {
                events,
                ..Loaded::default()
            };
            if !self.hand_on(piece)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Corrects the events of a piece and hands them on.
    fn hand_on(&mut self, mut piece: Loaded) -> Result<bool> {
        if let Some(project) = self.project {
            let unused = overrides::apply(project, &mut piece.events, self.options)?;
            self.unused = Some(match self.unused.take() {
                None => unused,
                Some(before) => before.into_iter().filter(|d| unused.contains(d)).collect(),
            });
        }
        (self.sink)(piece)
    }
}

/// The events of one line.
fn one(input: &Input, line: &RawLine, how: &How<'_>, options: &Options) -> Extracted {
    let mut out = match ingest::record(input, line) {
        Err(told) => Extracted {
            diagnostics: vec![*told],
            ..Extracted::default()
        },
        Ok(Content::Table(mut table)) => {
            file::adapt(&mut table, how);
            match extract::is_usable(&table.headers, options) {
                true => extract::table(&table, options),
                false => Extracted {
                    diagnostics: vec![neither(&table.path, line.number)],
                    ..Extracted::default()
                },
            }
        }
        Ok(Content::Lines { documents, .. }) => {
            let mut out = Extracted::default();
            for document in &documents {
                out.append(extract::document(document, options));
            }
            out
        }
        // A line holds a document or a row.
        Ok(Content::Document(_) | Content::Volume(_) | Content::Letters { .. }) => {
            Extracted::default()
        }
    };
    unique_ids(&mut out.events);
    facts::assign(&mut out.events);
    out
}

fn neither(path: &str, line: u32) -> Diagnostic {
    let message = "the object has no `text`, and no column that dates anything".to_owned();
    Diagnostic::new(Severity::Error, Code::RowUnreadable, path, message)
        .at(line, 0)
        .hint("a document is `{\"id\": …, \"text\": …}`; a row has `date`, `sent` or another stage")
}

pub(super) fn begins_with_document(path: &Path) -> bool {
    let Ok(file) = std::fs::File::open(path) else {
        return false;
    };
    let first = ingest::first_line(&mut BufReader::new(file));
    first.is_ok_and(|line| ingest::is_document(&line))
}
