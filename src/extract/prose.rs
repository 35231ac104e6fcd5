//! Dates in the prose: each that can be placed becomes an event with its sentence.

use super::head::Head;
use super::mentions::{Dated, dated};
use super::{Extracted, Options, oddity};
use crate::diagnostic::Severity;
use crate::model::{CivilSpan, Document, Event, MentionType, Provenance, ZoneBasis};
use std::ops::Range;

/// Longest label, in characters.
const LABEL: usize = 160;
/// How far a sentence is followed, in bytes.
const SENTENCE: usize = 2_000;

/// Reads the dates of a text outside its envelope, leaving out the bytes already `taken`.
///
/// Each DATE or TIME that resolves to a time with a bound is an event; of a range, the whole range.
/// What makes none is only told by `mentions`.
pub fn prose(document: &Document, options: &Options, taken: &Extracted) -> Extracted {
    let text = &document.text;
    let head = Head::read(text, options.gazetteer());
    let written = document.written.or(options.reference_date);
    let mut taken: Vec<Range<usize>> = (taken.events.iter())
        .map(|e| e.provenance.byte_start as usize..e.provenance.byte_end as usize)
        .collect();
    taken.sort_by_key(|r| r.start);
    let mut out = Extracted::default();
    let found: Vec<Dated> = dated(text, written, None).collect();
    let mut rest = found.as_slice();
    while let Some(first) = rest.first() {
        let ends = 1 + rest[1..].iter().take_while(|d| d.joined).count();
        let range = first.bytes.start..rest[ends - 1].bytes.end;
        rest = &rest[ends..];
        let furniture = covered(&head.furniture, &range);
        // Of a marked file the events point to the file's bytes, the reading to the text's.
        let bytes = document.in_file(&range);
        if furniture || covered(&taken, &bytes) {
            continue;
        }
        one(first, range, bytes, document, options, &head, &mut out);
    }
    out
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Whether any of some ranges, sorted by their beginning, overlaps another.
fn covered(taken: &[Range<usize>], bytes: &Range<usize>) -> bool {
    let after = taken.partition_point(|t| t.start < bytes.end);
    taken[..after]
        .iter()
        .rev()
        .take(8)
        .any(|t| overlap(t, bytes))
}

/// The event of one expression, and what is odd about it.
fn one(
    found: &Dated,
    range: Range<usize>,
    bytes: Range<usize>,
    document: &Document,
    options: &Options,
    head: &Head,
    out: &mut Extracted,
) {
    let line = document.line_of(range.start);
    let at = oddity::At {
        path: &document.path,
        line,
        column: document.column_of(range.start),
    };
    let written = &*document.words(&range);
    if let Some(problem) = &found.problem {
        let (code, message) = oddity::problem(problem, written);
        out.diagnostics
            .push(at.diagnostic(Severity::Warning, code, message));
        return;
    }
    let dates = matches!(found.kind, MentionType::Date | MentionType::Time);
    let Some(span) = found.span.as_ref().filter(|span| dates && bounded(span)) else {
        return;
    };
    if let Some((said, is)) = found.resolved.weekday_mismatch {
        out.diagnostics.push(oddity::weekday(at, written, said, is));
    }
    let (zone, basis) = match found.stated_zone(|| options.gazetteer()) {
        Some(zone) => (Some(zone), ZoneBasis::Stated),
        None => (options.assume_zone, ZoneBasis::Default),
    };
    let (when, odd) = span.in_zone(zone, basis, options.fold);
    oddity::clock(&mut out.diagnostics, at, written, odd, &when);
    let order = out.events.len();
    let id = format!("{}/{:08x}", document.id, words_hash(written, order));
    let mut event = Event::undated(&id, &document.id);
    event.label = sentence(&document.text, range);
    event.when = when;
    event.citation = head.citation.clone();
    event.provenance = Provenance {
        as_written: written.to_owned(),
        source: document.source.clone(),
        byte_start: bytes.start as u64,
        byte_end: bytes.end as u64,
        line,
        rule: found.rule.to_owned(),
    };
    out.events.push(event);
}

/// Whether a span has a beginning or an end.
fn bounded(span: &CivilSpan) -> bool {
    span.begin.is_some() || span.end.is_some()
}

/// The sentence around some words, on one line, cut at 160 characters.
fn sentence(text: &str, bytes: Range<usize>) -> String {
    let ends = [". ", ".\n", "? ", "! ", "\n\n"];
    let from = floor(text, bytes.start.saturating_sub(SENTENCE));
    let to = floor(text, (bytes.end + SENTENCE).min(text.len()));
    let before = &text[from..bytes.start];
    let start = ends
        .iter()
        .filter_map(|e| before.rfind(e).map(|at| at + e.len()))
        .max()
        .unwrap_or(0);
    let after = &text[bytes.end..to];
    let end = ends
        .iter()
        .filter_map(|e| after.find(e).map(|at| at + 1))
        .min()
        .unwrap_or(after.len());
    let whole = text[from + start..bytes.end + end]
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

/// The nearest boundary of a character at or before a byte.
fn floor(text: &str, byte: usize) -> usize {
    (0..=byte)
        .rev()
        .find(|b| text.is_char_boundary(*b))
        .unwrap_or(0)
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
