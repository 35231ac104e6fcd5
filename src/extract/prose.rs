//! Dates in the prose: each that can be placed becomes an event with its sentence.

use super::complete::{Context, Problem, complete};
use super::head::Head;
use super::oddity;
use super::scan::scan;
use super::{Extracted, Lexicon, Options};
use crate::diagnostic::Severity;
use crate::model::{Document, Event, Provenance, ZoneBasis};
use std::ops::Range;

/// Longest label, in characters.
const LABEL: usize = 160;
/// How far from its date a sentence is sought, in bytes.
const REACH: usize = 1000;

/// Reads the dates of a text outside its envelope, leaving out the bytes already `taken`.
///
/// A date without a year takes that of the last whole date before it.
pub fn prose(document: &Document, options: &Options, taken: &Extracted) -> Extracted {
    let text = &document.text;
    let head = Head::read(text, options.gazetteer());
    let found = scan(text, Lexicon::english());
    let mut out = Extracted::default();
    let mut date = options.reference_date;
    let mut known: Vec<Range<usize>> = taken
        .events
        .iter()
        .map(|e| e.provenance.byte_start as usize..e.provenance.byte_end as usize)
        .collect();
    known.sort_by_key(|r| (r.start, r.end));
    for (reading, _) in &found.readings {
        // Of a marked file the events point to the file's bytes, the reading to the text's.
        let bytes = document.in_file(&reading.bytes);
        let furniture = overlaps(&head.furniture, &reading.bytes);
        let already = overlaps(&known, &bytes);
        if furniture || already {
            continue;
        }
        let line = document.line_of(reading.bytes.start);
        let column = document.column_of(reading.bytes.start);
        let at = oddity::At {
            path: &document.path,
            line,
            column,
        };
        let context = Context {
            date,
            follows: false,
            lends_day: true,
        };
        let written = &*document.words(&reading.bytes);
        let done = match complete(reading, context) {
            Ok(done) => done,
            Err(problem) => {
                if !matches!(problem, Problem::NoDay) {
                    let (code, message) = oddity::problem(&problem, written);
                    let found = at.diagnostic(Severity::Warning, code, message);
                    out.diagnostics.push(found);
                }
                continue;
            }
        };
        if let Some(begin) = done.span.begin {
            date = Some(begin.date());
        }
        let (zone, basis) = (options.assume_zone, ZoneBasis::Default);
        let (when, odd) = done.span.in_zone(zone, basis, options.fold);
        oddity::clock(&mut out.diagnostics, at, written, odd, &when);
        let id = format!(
            "{}/{:08x}",
            document.id,
            words_hash(written, out.events.len())
        );
        out.events.push(Event {
            fact_id: id.clone(),
            event_id: id,
            document_id: document.id.clone(),
            message_id: document.id.clone(),
            stage: None,
            label: sentence(text, reading.bytes.clone()),
            when,
            place: None,
            sender: None,
            recipient: None,
            place_ref: None,
            sender_ref: None,
            recipient_ref: None,
            citation: head.citation.clone(),
            pinpoint: None,
            status: None,
            note: None,
            tags: None,
            provenance: Provenance {
                as_written: written.to_owned(),
                source: document.source.clone(),
                byte_start: bytes.start as u64,
                byte_end: bytes.end as u64,
                line,
                rule: reading.rule.clone(),
            },
            extra: Default::default(),
        });
    }
    out
}

/// Whether one of some ranges, in order, overlaps another.
fn overlaps(sorted: &[Range<usize>], bytes: &Range<usize>) -> bool {
    let after = sorted.partition_point(|r| r.start < bytes.end);
    // Ranges of an envelope and of furniture hardly nest; a few are looked back for.
    let near = sorted[after.saturating_sub(8)..after].iter();
    near.rev().any(|r| r.end > bytes.start)
}

/// The sentence around some words, on one line, cut at 160 characters. Nothing farther away than
/// [`REACH`] bytes is looked at, so that a text without full stops takes linear time.
fn sentence(text: &str, bytes: std::ops::Range<usize>) -> String {
    let ends = [". ", ".\n", "? ", "! ", "\n\n"];
    let from = text.floor_char_boundary(bytes.start.saturating_sub(REACH));
    let before = &text[from..bytes.start];
    let start = ends
        .iter()
        .filter_map(|e| before.rfind(e).map(|at| from + at + e.len()))
        .max()
        .unwrap_or(from);
    let to = text.ceil_char_boundary((bytes.end + REACH).min(text.len()));
    let after = &text[bytes.end..to];
    let end = ends
        .iter()
        .filter_map(|e| after.find(e).map(|at| at + 1))
        .min()
        .unwrap_or(after.len());
    let whole = text[start..bytes.end + end]
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    match whole.char_indices().nth(LABEL) {
        Some(_) => {
            let cut: String = whole.chars().take(LABEL - 1).collect();
            format!("{cut}…")
        }
        None => whole,
    }
}

/// 32 bits of FNV-1a over the words and their order in the document.
pub(super) fn words_hash(words: &str, order: usize) -> u32 {
    let order = (order as u64).to_le_bytes();
    let hash = words
        .bytes()
        .chain(order)
        .fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    (hash ^ (hash >> 32)) as u32
}
