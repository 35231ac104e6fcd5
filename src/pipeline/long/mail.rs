//! A mailbox: some messages at a time.

use super::Pieces;
use crate::diagnostic::Diagnostic;
use crate::error::Result;
use crate::extract::{Extracted, Letters, Options};
use crate::ingest::{self, Input, Messages};
use crate::model::Document;
use rayon::prelude::*;

/// A piece ends with the message that reaches one of these; a few in the tests.
const MESSAGES_OF_A_PIECE: usize = if cfg!(test) { 20 } else { 1024 };
const BYTES_OF_A_PIECE: usize = 4 << 20;

/// The events of the messages.
pub(super) fn events(
    input: &Input,
    pieces: &mut Pieces,
    options: &Options,
) -> Result<Option<Extracted>> {
    let mut told: Vec<Diagnostic> = Vec::new();
    let mut letters = Letters::of_mail(&ingest::head_of_mail(input), options);
    let mut messages = Messages::new(pieces);
    loop {
        let (mut piece, mut bytes) = (Vec::new(), 0);
        while piece.len() < MESSAGES_OF_A_PIECE && bytes < BYTES_OF_A_PIECE {
            let Some(message) = messages.next(&input.path)? else {
                break;
            };
            bytes += message.bytes.len();
            piece.push(message);
        }
        if piece.is_empty() {
            break;
        }
        let read: Vec<_> = piece
            .par_iter()
            .map(|message| ingest::message(input, message))
            .collect();
        let mut documents: Vec<Document> = Vec::with_capacity(read.len());
        let mut stages = ingest::head_of_mail(input);
        for (document, table, more) in read {
            documents.extend(document);
            stages.rows.extend(table.rows);
            told.extend(more);
        }
        letters.read(&documents, &stages);
    }
    let mut out = letters.finish();
    told.append(&mut out.diagnostics);
    out.diagnostics = told;
    Ok(Some(out))
}
