//! A document of JSON on each line.

use super::Pieces;
use crate::diagnostic::Diagnostic;
use crate::error::Result;
use crate::extract::{self, Extracted, Options};
use crate::ingest::{self, Content, Input, Lines};
use rayon::prelude::*;

/// The events of the documents; `None` if a line is no document or no UTF-8.
pub(super) fn events(
    input: &Input,
    pieces: &mut Pieces,
    options: &Options,
) -> Result<Option<Extracted>> {
    let mut told: Vec<Diagnostic> = Vec::new();
    let mut out = Extracted::default();
    let mut lines = Lines::new(pieces);
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
    told.append(&mut out.diagnostics);
    out.diagnostics = told;
    Ok(Some(out))
}
