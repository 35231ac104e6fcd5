//! What a document holds beside its events: dates, stage words, places and furniture with their
//! bytes, for an account of why an event is read so.

use super::complete::{Context, complete};
use super::head::Head;
use super::locate::find_place;
use super::scan::{Scan, scan};
use super::{Lexicon, Located, MentionOptions, Options, mentions};
use crate::model::{CivilDate, Document, MentionType, Stage};
use std::ops::Range;

/// The dates, stage words and furniture of one document.
#[derive(Debug)]
pub struct Trace<'a> {
    document: &'a Document,
    options: &'a Options,
    scan: Scan,
    /// The dates and clocks.
    pub dates: Vec<SeenDate>,
    /// Stage words, with their bytes in the file.
    pub stages: Vec<(Range<usize>, Stage)>,
    furniture: Vec<Range<usize>>,
}

/// A date or a clock of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenDate {
    /// Its bytes in the file.
    pub bytes: Range<usize>,
    /// Its line.
    pub line: u32,
    /// Its words.
    pub words: String,
    /// The day, as far as the words and the date before say.
    pub day: Option<CivilDate>,
    /// Whether a clock is in it, and a date.
    pub clock: bool,
    /// Whether it has a date, not only a clock.
    pub date: bool,
    /// Whether a weekday is printed.
    pub weekday: bool,
}

impl<'a> Trace<'a> {
    /// Reads a document once more.
    pub fn new(document: &'a Document, options: &'a Options) -> Trace<'a> {
        let text = &document.text;
        let found = scan(text, Lexicon::english());
        let mut near = options.reference_date.or(document.written);
        let mut dates = Vec::with_capacity(found.readings.len());
        for (reading, _) in &found.readings {
            let context = Context {
                date: near,
                ..Context::default()
            };
            let done = complete(reading, context).ok();
            let day = done.and_then(|d| d.span.begin).map(|b| b.date());
            near = day.or(near);
            dates.push(SeenDate {
                bytes: document.in_file(&reading.bytes),
                line: document.line_of(reading.bytes.start),
                words: document.words(&reading.bytes).into_owned(),
                day,
                clock: reading.begin.clock.is_some(),
                date: reading.begin.has_date(),
                weekday: reading.begin.weekday.is_some(),
            });
        }
        let stages = options.stages();
        let phrases = stages
            .find(text, &found.tokens, &found.readings)
            .into_iter();
        let staged = phrases.map(|p| {
            let bytes = found.tokens[p.tokens.start].start()..found.tokens[p.tokens.end - 1].end();
            (document.in_file(&bytes), stages.stage(p.stage, None).0)
        });
        let staged = staged.collect();
        let furniture = Head::read(text, options.gazetteer()).furniture;
        Trace {
            document,
            options,
            scan: found,
            dates,
            stages: staged,
            furniture: furniture.iter().map(|f| document.in_file(f)).collect(),
        }
    }

    /// The dates that stand in some bytes of the file.
    pub fn dates_in(&self, bytes: &Range<usize>) -> impl Iterator<Item = &SeenDate> {
        let bytes = bytes.clone();
        self.dates
            .iter()
            .filter(move |d| d.bytes.start < bytes.end && bytes.start < d.bytes.end)
    }

    /// The last stage words of a stage that end before a byte of the file.
    pub fn stage_before(&self, byte: usize, stage: &Stage) -> Option<Range<usize>> {
        let before = self
            .stages
            .iter()
            .filter(|(b, s)| b.end <= byte && s == stage);
        before.map(|(bytes, _)| bytes.clone()).next_back()
    }

    /// Words of the document that name the place, or an office there: the nearest before a byte
    /// of the file, else the first behind it.
    pub fn place_words(
        &self,
        name: &str,
        byte: usize,
        year: Option<i32>,
    ) -> Option<(String, Located)> {
        let tokens = &self.scan.tokens;
        let text = &self.document.text;
        let gazetteer = self.options.gazetteer();
        let mut best: Option<(bool, usize, String, Located)> = None;
        let mut at = 0;
        while let Some((range, located)) =
            find_place(text, tokens, at..tokens.len(), year, gazetteer)
        {
            at = range.end;
            if located.name != name {
                continue;
            }
            let bytes = tokens[range.start].start()..tokens[range.end - 1].end();
            let start = self.document.in_file(&bytes).start;
            let words = self.document.words(&bytes).into_owned();
            let key = (start > byte, start.abs_diff(byte));
            if best.as_ref().is_none_or(|b| key < (b.0, b.1)) {
                best = Some((key.0, key.1, words, located));
            }
        }
        best.map(|(.., words, located)| (words, located))
    }

    /// Time expressions that made none of the events, whose bytes in the file are given: line,
    /// words and what they are.
    pub fn without_event(&self, events: &[Range<usize>]) -> Vec<(u32, String, String)> {
        let options = MentionOptions::default();
        let overlap = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
        let mut out = Vec::new();
        for found in mentions(&self.document.text, self.document.written, &options) {
            let own = found.byte_start..found.byte_end;
            let bytes = self.document.in_file(&own);
            if events.iter().any(|e| overlap(e, &bytes)) {
                continue;
            }
            let what = match found.kind {
                _ if self.furniture.iter().any(|f| overlap(f, &bytes)) => {
                    "furniture of the page, no event"
                }
                MentionType::Duration => "a duration, no event",
                MentionType::Set => "a set, no event",
                _ if found.value.ends_with("_REF") => "a vague reference, no event",
                _ => "a date of the text, no event of the envelope",
            };
            out.push((
                self.document.line_of(own.start),
                found.text,
                what.to_owned(),
            ));
        }
        out
    }
}
