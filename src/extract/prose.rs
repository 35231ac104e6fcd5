//! Dates in the prose: each that can be placed becomes an event with its sentence.

use super::head::Head;
use super::locate::{Spot, place_named};
use super::mentions::{Dated, dated};
use super::old_style::{in_calendar, inferred, style_behind};
use super::{Extracted, Options, oddity};
use crate::diagnostic::Severity;
use crate::model::{Calendar, CivilSpan, Document, Event, MentionType, Provenance, ZoneBasis};
use std::ops::Range;

/// Longest label, in characters.
const LABEL: usize = 160;
/// How far a sentence is followed, in bytes.
const SENTENCE: usize = 2_000;

/// Reads the dates of a text outside its envelope, leaving out the bytes that its envelope took.
///
/// Each DATE or TIME that resolves to a time with a bound is an event; of a range, the whole range.
/// What makes none is only told by `mentions`. Where the envelope is Old Style, so are the days of
/// its text, as far as the calendar of its place was still the Julian.
pub fn prose(document: &Document, options: &Options, envelope: &Extracted) -> Extracted {
    let text = &document.text;
    let prose = Prose {
        document,
        options,
        head: Head::read(text, options.gazetteer()),
        julian: julian_place(&envelope.events, options),
    };
    let written = document.written.or(options.reference_date);
    let mut taken: Vec<Range<usize>> = (envelope.events.iter())
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
        let furniture = covered(&prose.head.furniture, &range);
        // Of a marked file the events point to the file's bytes, the reading to the text's.
        let bytes = document.in_file(&range);
        if furniture || covered(&taken, &bytes) {
            continue;
        }
        prose.one(first, range, bytes, &mut out);
    }
    out
}

/// The place of the first end of an envelope that is dated by the Julian calendar.
fn julian_place(events: &[Event], options: &Options) -> Option<Spot> {
    let event = events
        .iter()
        .find(|e| e.when.calendar == Calendar::Julian && e.place.is_some())?;
    let day = event.when.local_begin.map(|local| local.date());
    place_named(event.place.as_deref()?, day, options.gazetteer())
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

/// A text that is read for its dates.
struct Prose<'a> {
    document: &'a Document,
    options: &'a Options,
    head: Head,
    /// The place of an envelope in Old Style.
    julian: Option<Spot>,
}

impl Prose<'_> {
    /// The event of one expression, and what is odd about it.
    fn one(&self, found: &Dated, range: Range<usize>, bytes: Range<usize>, out: &mut Extracted) {
        let (document, options, julian) = (self.document, self.options, self.julian.as_ref());
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
        let mut span = span.clone();
        let behind = document.text.get(range.end..).unwrap_or("");
        let unsaid = found.resolved.calendar.is_none() && style_behind(behind).is_none();
        let reform = inferred(&span, found.rule, julian.filter(|_| unsaid), false);
        if let Some((reform, place)) = reform.zip(julian) {
            span = in_calendar(span, Calendar::Julian);
            if let Some(day) = span.begin.or(span.end.map(|end| end.plus(-1))) {
                let (out, day) = (&mut out.diagnostics, day.date());
                oddity::old_style(out, at, written, place, reform, day);
            }
        }
        let (when, odd) = span.in_zone(zone, basis, options.fold);
        oddity::clock(&mut out.diagnostics, at, written, odd, &when);
        let order = out.events.len();
        let id = format!("{}/{:08x}", document.id, words_hash(written, order));
        let mut event = Event::undated(&id, &document.id);
        event.label = match is_log_stamp(found) {
            true => line_of(&document.text, range),
            false => sentence(&document.text, range),
        };
        event.when = when;
        event.citation = self.head.citation.clone();
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
}

/// Whether a span has a beginning or an end.
fn bounded(span: &CivilSpan) -> bool {
    span.begin.is_some() || span.end.is_some()
}

/// Whether a time is as machines write it: its line is a record.
fn is_log_stamp(found: &Dated) -> bool {
    found.rule.starts_with("iso/") && found.kind == MentionType::Time
}

/// The line around some words, cut at 160 characters.
fn line_of(text: &str, bytes: Range<usize>) -> String {
    let from = floor(text, bytes.start.saturating_sub(SENTENCE));
    let to = floor(text, (bytes.end + SENTENCE).min(text.len()));
    let start = text[from..bytes.start]
        .rfind('\n')
        .map_or(from, |at| from + at + 1);
    let end = text[bytes.end..to]
        .find('\n')
        .map_or(to, |at| bytes.end + at);
    cut(text[start..end]
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" "))
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
    cut(whole)
}

/// A label of at most 160 characters.
fn cut(whole: String) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Facts, document};

    #[test]
    fn the_days_of_a_text_have_the_calendar_of_its_envelope() {
        let text = "Moscow, 2 November 1917.\n\nThe rising began on 25 October 1917. By 31 October \
                    it was over. A congress will meet on 20 November 1917, N.S. Printed 1917-11-03.";
        let letter = Document {
            id: "order".into(),
            text: text.into(),
            ..Document::default()
        };
        let options = Options {
            facts: Facts::All,
            ..Options::default()
        };
        let found = document(&letter, &options);
        let shown: Vec<(&str, Calendar)> = found
            .events
            .iter()
            .map(|e| (e.when.edtf.as_str(), e.when.calendar))
            .collect();
        let expected = [
            ("1917-11-15", Calendar::Julian),
            ("1917-11-07", Calendar::Julian),
            ("[..1917-11-13]", Calendar::Julian),
            ("1917-11-20", Calendar::Gregorian),
            ("1917-11-03", Calendar::Gregorian),
        ];
        assert_eq!(shown, expected);
        let assumed = |d: &&crate::diagnostic::Diagnostic| d.code.name() == "calendar-assumed";
        assert_eq!(found.diagnostics.iter().filter(assumed).count(), 3);
    }
}
