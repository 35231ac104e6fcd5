//! A long file with a document on each line: read in pieces, so that its events are kept in memory
//! and its text is not.

use super::file::hex;
use super::stream::begins_with_document;
use super::{How, SourceFile};
use crate::diagnostic::Diagnostic;
use crate::error::{Error, Result};
use crate::extract::{self, Extracted, Options};
use crate::ingest::{self, Content, Format, Input, Lines};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufReader, Read};

/// From how many bytes on a file is long.
const LONG: u64 = 16 << 20;

/// The events of a long file of documents, the same as if it were read whole; `None` of any other
/// file, also of one that has a line which is no document or no UTF-8: that is read whole.
///
/// # Errors
/// A file that cannot be read.
pub(super) fn events(
    input: &Input,
    how: &How<'_>,
    options: &Options,
) -> Result<Option<(Extracted, SourceFile)>> {
    let format = how.format.or_else(|| Format::of(&input.path));
    let packed = input.path.extension().is_some_and(|ending| ending == "gz");
    let size = std::fs::metadata(&input.path).map_or(0, |m| m.len());
    if format != Some(Format::Ndjson) || packed || size < LONG || !begins_with_document(&input.path)
    {
        return Ok(None);
    }
    let failed = |e| Error::read(&input.path, e);
    let file = File::open(&input.path).map_err(failed)?;
    let before = file.metadata().map_err(failed)?;
    let mut counted = Counted {
        from: BufReader::with_capacity(1 << 18, file),
        bytes: 0,
        sha256: Sha256::new(),
    };
    let mut told: Vec<Diagnostic> = Vec::new();
    let mut out = Extracted::default();
    {
        let mut lines = Lines::new(BufReader::with_capacity(1 << 16, &mut counted));
        loop {
            let piece = lines.piece(input)?;
            if piece.is_empty() {
                break;
            }
            if piece.iter().any(|line| line.text.is_none()) {
                return Ok(None);
            }
            let read = piece.par_iter().map(|line| ingest::record(input, line));
            let read: Vec<_> = read.collect();
            let mut documents = Vec::with_capacity(read.len());
            for content in read {
                match content {
                    Ok(Content::Lines { documents: own, .. }) => documents.extend(own),
                    Ok(_) => return Ok(None),
                    Err(no_object) => told.push(*no_object),
                }
            }
            let parts: Vec<Extracted> = documents
                .par_iter()
                .map(|document| extract::document(document, options))
                .collect();
            parts.into_iter().for_each(|part| out.append(part));
        }
    }
    told.append(&mut out.diagnostics);
    told.extend(ingest::changed(&input.path, &before));
    out.diagnostics = told;
    let file = SourceFile {
        name: input.source.clone(),
        bytes: counted.bytes,
        sha256: hex(&counted.sha256.finalize()),
    };
    Ok(Some((out, file)))
}

/// A file, its bytes counted and summed up on the way.
struct Counted<R> {
    from: R,
    bytes: u64,
    sha256: Sha256,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, block: &mut [u8]) -> std::io::Result<usize> {
        let read = self.from.read(block)?;
        self.bytes += read as u64;
        self.sha256.update(&block[..read]);
        Ok(read)
    }
}
