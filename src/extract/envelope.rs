//! A message's envelope: datelines, stage words and receipt notes of a text become events.

use super::complete::{Context, Problem, complete};
use super::head::Head;
use super::locate::{Spot, clock, find_place, place_named, spot};
use super::reading::Reading;
use super::scan::{Scan, scan};
use super::stage::{End, Stages};
use super::token::Kind;
use super::{Extracted, Gazetteer, Lexicon, Options, oddity};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{CivilDate, CivilSpan, Document, Event, Provenance, Stage, Zone};
use std::ops::Range;

/// A stage with its words, before its place and clock are known.
struct Draft {
    stage: Stage,
    end: End,
    label: String,
    reading: Reading,
    span: CivilSpan,
    place: Option<Spot>,
    bytes: Range<usize>,
}

/// Reads the envelope of a document: its events, and what is odd about them.
pub fn envelope(document: &Document, options: &Options) -> Extracted {
    Envelope::new(document, options).read()
}

struct Envelope<'a> {
    document: &'a Document,
    options: &'a Options,
    gazetteer: &'a Gazetteer,
    stages: &'a Stages,
    head: Head,
    scan: Scan,
    /// The first whole date of the document that is not the page's.
    date: Option<CivilDate>,
    /// Readings that a stage has taken, by index.
    taken: Vec<bool>,
    out: Extracted,
}

impl<'a> Envelope<'a> {
    fn new(document: &'a Document, options: &'a Options) -> Envelope<'a> {
        let gazetteer = options.gazetteer();
        let head = Head::read(&document.text, gazetteer);
        let mut scan = scan(&document.text, Lexicon::english());
        let furniture = |r: &Reading| {
            head.furniture
                .iter()
                .any(|f| f.start <= r.bytes.start && r.bytes.end <= f.end)
        };
        scan.readings.retain(|(reading, _)| !furniture(reading));
        let date = scan.readings.iter().find_map(|(reading, _)| {
            reading.begin.day?;
            let context = Context {
                date: options.reference_date,
                ..Context::default()
            };
            complete(reading, context)
                .ok()?
                .span
                .begin
                .map(|b| b.date())
        });
        Envelope {
            document,
            options,
            gazetteer,
            stages: options.stages(),
            taken: vec![false; scan.readings.len()],
            head,
            scan,
            date,
            out: Extracted::default(),
        }
    }

    fn read(mut self) -> Extracted {
        let mut drafts = self.dateline();
        drafts.extend(self.staged(drafts.first().map(|d: &Draft| d.span.clone())));
        if let Some(first) = drafts.first_mut()
            && drafts_are_bare_dateline(first)
        {
            // A dateline of a message that travelled is its sending; else the day it is dated.
            let travelled = self.head.kind.is_some() || first.span.precision.has_clock();
            let name = if travelled { "sent" } else { "dated" };
            first.stage = Stage::new(name);
        }
        if drafts.len() > 1 && drafts[0].stage.name() == "dated" && drafts[0].label == "dated" {
            drafts[0].stage = Stage::new("sent");
        }
        self.events(drafts);
        self.out
    }

    /// The first line that is a place and a date.
    fn dateline(&mut self) -> Vec<Draft> {
        for index in 0..self.scan.readings.len() {
            let Some(place) = self.dateline_place(index) else {
                continue;
            };
            let reading = self.scan.readings[index].0.clone();
            let context = Context {
                date: self.date,
                ..Context::default()
            };
            self.taken[index] = true;
            match complete(&reading, context) {
                Ok(done) => {
                    self.note_weekday(reading.bytes.start, done.weekday_mismatch);
                    let day = done.span.begin.map(|b| b.date());
                    return vec![Draft {
                        stage: Stage::new("dated"),
                        end: End::Sender,
                        label: "dated".into(),
                        bytes: reading.bytes.clone(),
                        span: done.span,
                        place: place_named(&place, day, self.gazetteer),
                        reading,
                    }];
                }
                Err(problem) => self.note_problem(&reading.bytes, &problem),
            }
        }
        Vec::new()
    }

    /// The place of a reading whose line holds nothing but a place and a date, and perhaps a
    /// receipt note.
    fn dateline_place(&self, index: usize) -> Option<String> {
        let (reading, range) = &self.scan.readings[index];
        let tokens = &self.scan.tokens;
        let begins = (0..=range.start).rev().find(|i| tokens[*i].breaks > 0);
        let ends = (range.end..tokens.len()).find(|i| tokens[*i].breaks > 0);
        let before = begins.unwrap_or(0)..range.start;
        let after = range.end..ends.unwrap_or(tokens.len());
        let quiet_after = tokens[after]
            .iter()
            .take_while(|t| !t.is_mark('['))
            .all(|t| matches!(t.kind, Kind::Mark(_)));
        let dated = reading.begin.month.is_some() && reading.begin.day.is_some();
        if before.is_empty() || before.len() > 12 || !quiet_after || !dated {
            return None;
        }
        let year = reading.begin.year.or(self.date.map(CivilDate::year));
        let text = &self.document.text;
        let (named, _) = find_place(text, tokens, before.clone(), year, self.gazetteer)?;
        let only_place = before.filter(|i| !named.contains(i)).all(|i| {
            matches!(
                tokens[i].kind,
                Kind::Mark(_) | Kind::Word { capital: true, .. }
            )
        });
        let bytes = tokens[named.start].start as usize..tokens[named.end - 1].end as usize;
        only_place.then(|| text[bytes].to_owned())
    }

    /// Stage words, each with the time that follows it.
    fn staged(&mut self, dateline: Option<CivilSpan>) -> Vec<Draft> {
        let mut out: Vec<Draft> = Vec::new();
        let phrases = self.stages.find(&self.document.text, &self.scan.tokens);
        for phrase in phrases {
            let Some(index) = self.reading_after(phrase.tokens.end) else {
                continue;
            };
            let (reading, range) = self.scan.readings[index].clone();
            let (stage, end) = self.stages.stage(phrase.stage);
            let mut bytes = reading.bytes.clone();
            let mut joined = reading.clone();
            if !reading.begin.has_date()
                && let Some(next) = self.date_on_next_line(index)
            {
                let date = &self.scan.readings[next].0;
                bytes.end = date.bytes.end;
                let clock = joined.begin.clock;
                let zone = joined.begin.zone.clone();
                joined.begin = date.begin.clone();
                (joined.begin.clock, joined.begin.zone) = (clock, zone);
                self.taken[next] = true;
            }
            let earlier = out.last().map(|d| &d.span).or(dateline.as_ref());
            let near = earlier.and_then(|s| s.begin).map(|b| b.date());
            let context = Context {
                date: near.or(self.date),
                follows: near.is_some(),
                lends_day: true,
            };
            self.taken[index] = true;
            let done = match complete(&joined, context) {
                Ok(done) => done,
                Err(problem) => {
                    self.note_problem(&bytes, &problem);
                    continue;
                }
            };
            self.note_weekday(bytes.start, done.weekday_mismatch);
            let gap = phrase.tokens.end..range.start;
            let day = done.span.begin.map(|b| b.date());
            let year = day.map(CivilDate::year);
            let text = &self.document.text;
            let found = find_place(text, &self.scan.tokens, gap.clone(), year, self.gazetteer);
            if found.is_none() {
                self.note_unknown_place(gap.clone());
            }
            let named = found.as_ref().map(|(range, _)| range.clone());
            out.push(Draft {
                stage,
                end,
                label: self.phrase_label(phrase.tokens.start..range.start, named),
                place: found.map(|(_, located)| spot(&located, day, self.gazetteer)),
                reading: joined,
                span: done.span,
                bytes,
            });
        }
        out
    }

    /// The reading that belongs to a stage word: on its line, with nothing but names and small
    /// words between.
    fn reading_after(&self, at: usize) -> Option<usize> {
        let index = self
            .scan
            .readings
            .iter()
            .position(|(_, range)| range.start >= at)?;
        let start = self.scan.readings[index].1.start;
        let tokens = &self.scan.tokens;
        let quiet = (at..start)
            .all(|i| tokens[i].breaks == 0 && self.stages.in_gap(&self.document.text, tokens, i));
        let near = start - at <= 16 && tokens[start].breaks == 0;
        (quiet && near && !self.taken[index]).then_some(index)
    }

    /// A date that stands alone on the next line that is not empty.
    fn date_on_next_line(&self, index: usize) -> Option<usize> {
        let tokens = &self.scan.tokens;
        let end = self.scan.readings[index].1.end;
        let next = index + 1;
        let (reading, range) = self.scan.readings.get(next)?;
        let begins_line = range.start == end && tokens.get(end).is_some_and(|t| t.breaks > 0);
        let ends_line = tokens.get(range.end).is_none_or(|t| t.breaks > 0);
        let date_only = reading.begin.day.is_some() && reading.begin.clock.is_none();
        (begins_line && ends_line && date_only && !self.taken[next]).then_some(next)
    }

    /// The words of a stage without its place and its last prepositions: `arrived for
    /// decipherment`.
    fn phrase_label(&self, range: Range<usize>, place: Option<Range<usize>>) -> String {
        let text = |i: usize| self.scan.tokens[i].text(&self.document.text);
        let mut words: Vec<&str> = Vec::new();
        for i in range {
            match &place {
                Some(place) if place.contains(&i) => {
                    while i == place.start
                        && words
                            .last()
                            .is_some_and(|w| matches!(*w, "the" | "at" | "in" | "by" | "to" | ","))
                    {
                        words.pop();
                    }
                }
                _ => words.push(text(i)),
            }
        }
        let small = |w: &&str| {
            matches!(
                *w,
                "at" | "on" | "in" | "by" | "about" | "circa" | "," | ":" | "-" | "—" | "the"
            )
        };
        while words.last().is_some_and(small) {
            words.pop();
        }
        let mut out = String::new();
        for word in words {
            let mark = word.chars().all(|c| !c.is_alphanumeric());
            if !out.is_empty() && !mark {
                out.push(' ');
            }
            out.push_str(word);
        }
        out.to_lowercase()
    }

    /// Places and clocks for the drafts, then the events.
    fn events(&mut self, drafts: Vec<Draft>) {
        let head_place = |name: &Option<String>, day| {
            name.as_deref()
                .and_then(|n| place_named(n, day, self.gazetteer))
        };
        let mut at_sender: Option<Spot> = None;
        let mut at_recipient: Option<Spot> = None;
        let mut places: Vec<Option<Spot>> = Vec::new();
        for draft in &drafts {
            let day = draft.span.begin.map(|b| b.date());
            let (known, head) = match draft.end {
                End::Sender => (&mut at_sender, head_place(&self.head.from_place, day)),
                End::Recipient => (&mut at_recipient, head_place(&self.head.to_place, day)),
            };
            let place = draft.place.clone().or_else(|| known.clone()).or(head);
            if place.is_some() {
                known.clone_from(&place);
            }
            places.push(place);
        }
        // A stage without a place of its own keeps the clock of the envelope if there is but one.
        let mut zones: Vec<Zone> = places.iter().flatten().map(|p| p.zone).collect();
        zones.dedup();
        let shared = match zones.as_slice() {
            [one] => Some(*one),
            _ => None,
        };
        for (draft, place) in drafts.into_iter().zip(places) {
            let day = draft.span.begin.map(|b| b.date());
            let (zone, basis) = clock(
                draft.reading.begin.zone.as_ref(),
                place.as_ref(),
                shared,
                self.options.assume_zone,
                day,
                self.gazetteer,
            );
            let line = self.document.line_of(draft.bytes.start);
            let column = self.document.column_of(draft.bytes.start);
            let at = oddity::At {
                path: &self.document.path,
                line,
                column,
            };
            let (when, odd) = draft.span.in_zone(zone, basis, self.options.fold);
            let written = &self.document.text[draft.bytes.clone()];
            let diagnostics = &mut self.out.diagnostics;
            oddity::clock(diagnostics, at, written, odd, &when);
            if let Some(place) = place.as_ref().filter(|p| p.others > 0) {
                oddity::ambiguous(diagnostics, at, place);
            }
            let id = &self.document.id;
            let title = match (&self.head.kind, &self.head.number) {
                (Some(kind), Some(number)) => format!("{kind} {number}: "),
                _ => String::new(),
            };
            self.out.events.push(Event {
                event_id: format!("{id}/{}", draft.stage),
                document_id: id.clone(),
                message_id: id.clone(),
                fact_id: format!("{id}/{}", draft.stage),
                label: format!("{title}{}", draft.label),
                stage: Some(draft.stage),
                when,
                place: place.map(|p| p.name),
                sender: self.head.sender.clone(),
                recipient: self.head.recipient.clone(),
                place_ref: None,
                sender_ref: None,
                recipient_ref: None,
                citation: self.head.citation.clone(),
                pinpoint: None,
                status: None,
                note: None,
                tags: None,
                provenance: Provenance {
                    as_written: written.to_owned(),
                    source: self.document.source.clone(),
                    byte_start: draft.bytes.start as u64,
                    byte_end: draft.bytes.end as u64,
                    line,
                    rule: draft.reading.rule,
                },
                extra: Default::default(),
            });
        }
        super::number_repeats(&mut self.out.events);
    }

    fn diagnostic(&mut self, byte: usize, severity: Severity, code: Code, message: String) {
        let found = Diagnostic::new(severity, code, &self.document.path, message)
            .at(self.document.line_of(byte), self.document.column_of(byte));
        self.out.diagnostics.push(found);
    }

    fn note_problem(&mut self, bytes: &Range<usize>, problem: &Problem) {
        let written = self.document.text[bytes.clone()].to_owned();
        let (code, message) = oddity::problem(problem, &written);
        self.diagnostic(bytes.start, Severity::Warning, code, message);
    }

    fn note_weekday(
        &mut self,
        byte: usize,
        mismatch: Option<(crate::model::Weekday, crate::model::Weekday)>,
    ) {
        if let Some((written, real)) = mismatch {
            let message = format!("the text says {written}, but that date was a {real}");
            self.diagnostic(byte, Severity::Warning, Code::WeekdayMismatch, message);
        }
    }

    /// A capitalised name after "at" or "in" that no gazetteer knows.
    fn note_unknown_place(&mut self, gap: Range<usize>) {
        let tokens = &self.scan.tokens;
        let text = &self.document.text;
        let is_name = |i: usize| matches!(tokens[i].kind, Kind::Word { capital: true, .. });
        let Some(first) = gap.clone().find(|i| is_name(*i)) else {
            return;
        };
        let last = (first..gap.end).take_while(|i| is_name(*i)).last();
        let Some(last) = last else {
            return;
        };
        let name = &text[tokens[first].start as usize..tokens[last].end as usize];
        let message = format!("the place `{name}` is in no table, so its clock is not known");
        let byte = tokens[first].start as usize;
        let found = Diagnostic::new(
            Severity::Warning,
            Code::PlaceUnknown,
            &self.document.path,
            message,
        )
        .at(self.document.line_of(byte), self.document.column_of(byte))
        .hint("pass `--assume-zone ZONE` to name the clock");
        self.out.diagnostics.push(found);
    }
}

fn drafts_are_bare_dateline(first: &Draft) -> bool {
    first.label == "dated" && first.end == End::Sender
}
