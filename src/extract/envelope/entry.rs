//! Which time belongs to which stage word: `sent at 0120`, `4 November, 0120: sent`, and a word
//! with its date on the next line.

use super::piece::{Joined, Piece};
use crate::extract::Stages;
use crate::extract::reading::{Clock, Reading};
use crate::extract::stage::{StagePhrase, is_abbreviation};
use crate::extract::token::Kind;
use std::ops::Range;

/// Most tokens between a stage word and its time.
const REACH: usize = 16;
/// Most tokens of a line that are looked at from a stage word on.
const LINE: usize = 48;
/// Years of messages that stages are told of.
const TELEGRAPH: Range<i32> = 1840..2100;
/// How many entries may lie between the date and the clock of one stage.
const APART: usize = 8;
/// A line of more bytes is prose: there a stage word needs a clock.
const PROSE: usize = 240;

/// A stage word with its time.
pub(super) struct Entry {
    pub stage: usize,
    /// It was named by a label.
    pub is_label: bool,
    /// The words of the stage, to the time if that follows them.
    pub words: Range<usize>,
    /// What stands between the word and its time.
    pub gap: Range<usize>,
    /// What stands behind the time, to the end of the clause.
    pub tail: Range<usize>,
    pub joined: Joined,
    /// The time is a number that no clock shows and that stands where a clock stands.
    pub misprint: Option<Range<usize>>,
}

/// The stage words of a piece that have a time, each with its own; `taken` are the readings that
/// have been used. `message` says that the text is one, so that long lines are searched too; `year` is that of the document.
pub(super) fn entries(
    piece: &Piece<'_>,
    stages: &Stages,
    phrases: &[StagePhrase],
    message: bool,
    year: Option<i32>,
    taken: &mut [bool],
) -> Vec<Entry> {
    let mut out: Vec<Entry> = Vec::new();
    let mut at = 0;
    while at < phrases.len() {
        let line = line(piece, phrases[at].tokens.start);
        let group = phrases[at..]
            .iter()
            .take_while(|p| p.tokens.start < line.end)
            .count()
            .max(1);
        let group = &phrases[at..at + group];
        let prose = piece.bytes(&line).len() > PROSE;
        if !prose || message {
            let found = of_line(piece, stages, group, &line, year, taken);
            let start = line.start;
            out.extend(found.into_iter().filter(|e| {
                let told = !prose && !sentence(piece, start..e.words.start.max(start));
                told || e.joined.reading.begin.clock.is_some()
            }));
        }
        at += group.len();
    }
    merged(out)
}

/// The entries of the stage words of one line.
fn of_line(
    piece: &Piece<'_>,
    stages: &Stages,
    group: &[StagePhrase],
    line: &Range<usize>,
    year: Option<i32>,
    taken: &mut [bool],
) -> Vec<Entry> {
    let next = |n: usize| group.get(n + 1).map_or(line.end, |p| p.tokens.start);
    let last = group.len() - 1;
    let nothing_follows = right(piece, stages, &group[last], line.end, taken).is_none();
    let before_first = left(piece, line.start, &group[0], taken);
    let time_first = nothing_follows && before_first.is_some();
    let mut out = Vec::new();
    let mut from = line.start;
    for (n, phrase) in group.iter().enumerate() {
        let found = match time_first {
            true => left(piece, from, phrase, taken).map(|i| (i, from..phrase.tokens.start)),
            false => {
                let end = next(n);
                let found = right(piece, stages, phrase, end, taken);
                let found = found.map(|i| (i, phrase.tokens.end..end));
                found.or_else(|| below(piece, stages, phrase, end, line, taken))
            }
        };
        from = phrase.tokens.end;
        let Some((index, window)) = found else {
            continue;
        };
        let reading = piece.readings[index].1.clone();
        let start = match time_first {
            true => window.start,
            false => reading.start,
        };
        let clause = clause_end(piece, reading.end, window.end);
        let joined = piece.joined(start..clause);
        let wanted = |j: &&Joined| match time_first {
            true => j.tokens.end >= reading.end,
            false => j.tokens.start == reading.start,
        };
        let Some(mut joined) = joined.iter().find(wanted).cloned() else {
            continue;
        };
        let single =
            piece.tokens[phrase.tokens.start].end() - piece.tokens[phrase.tokens.start].start();
        if phrase.label && single == 1 && joined.reading.begin.clock.is_none() {
            continue;
        }
        let misprint = figures(piece, &mut joined, clause, year);
        take(piece, &joined.tokens, taken);
        if !joined.reading.begin.has_date() {
            let beside = before_first.filter(|_| !time_first && n == 0);
            lend_date(piece, &mut joined, beside, taken);
        }
        let gap_end = match misprint {
            Some(_) => phrase.tokens.end,
            None => joined.tokens.start.max(phrase.tokens.end),
        };
        let (words, gap) = match time_first {
            true => (
                phrase.tokens.clone(),
                phrase.tokens.end..next(n).min(phrase.tokens.end + 6),
            ),
            false => (phrase.tokens.start..gap_end, phrase.tokens.end..gap_end),
        };
        // Behind a time that came first the next time belongs to the next word.
        let gap = match time_first && n < last {
            true => gap.start..gap.start,
            false => gap,
        };
        let tail = match time_first {
            true => gap.end..gap.end,
            false => joined.tokens.end..clause.max(joined.tokens.end),
        };
        out.push(Entry {
            stage: phrase.stage,
            is_label: phrase.label,
            words,
            gap,
            tail,
            joined,
            misprint,
        });
    }
    out
}

/// The line of a token, from at most [`LINE`] tokens before it to so many after it.
fn line(piece: &Piece<'_>, token: usize) -> Range<usize> {
    let tokens = &piece.tokens;
    let least = token.saturating_sub(LINE);
    let start = (least..=token)
        .rev()
        .find(|i| tokens[*i].breaks() > 0)
        .unwrap_or(least);
    let most = (token + LINE).min(tokens.len());
    let end = (token + 1..most)
        .find(|i| tokens[*i].breaks() > 0)
        .unwrap_or(most);
    start..end
}

/// Whether a sentence ends among some tokens: then what follows it on its line is prose, in which
/// a stage word needs a clock.
fn sentence(piece: &Piece<'_>, tokens: Range<usize>) -> bool {
    let mut words = 0;
    for i in tokens {
        words += usize::from(matches!(piece.tokens[i].kind(), Kind::Word { .. }));
        if piece.tokens[i].is_mark('.') && !is_abbreviation(piece.text, &piece.tokens, i) {
            return words > 3;
        }
    }
    false
}

/// Where the clause ends: at a semicolon or a full stop that is no abbreviation's.
fn clause_end(piece: &Piece<'_>, from: usize, end: usize) -> usize {
    let stops = |i: usize| match piece.tokens[i].kind() {
        Kind::Mark(';' | ']' | ')') => true,
        Kind::Mark('.') => !is_abbreviation(piece.text, &piece.tokens, i),
        _ => false,
    };
    (from..end).find(|i| stops(*i)).unwrap_or(end.max(from))
}

/// The reading behind a stage word, with nothing but names and small words between.
fn right(
    piece: &Piece<'_>,
    stages: &Stages,
    phrase: &StagePhrase,
    end: usize,
    taken: &[bool],
) -> Option<usize> {
    let from = phrase.tokens.end;
    let index = piece.reading_from(from);
    let reading = &piece.readings.get(index)?.1;
    // A clock and its date may stand on two lines.
    let near = reading.start - from <= REACH && reading.start < end && !taken[index];
    let quiet = |i: usize| match phrase.label {
        true => {
            let small = matches!(piece.tokens[i].kind(), Kind::Word { capital: false, .. });
            let mark = matches!(
                piece.tokens[i].kind(),
                Kind::Mark('.' | ':' | '-' | '–' | '—' | ',')
            );
            mark || (small && stages.in_gap(piece.text, &piece.tokens, i))
        }
        false => stages.in_gap(piece.text, &piece.tokens, i),
    };
    (near && (from..reading.start).all(quiet)).then_some(index)
}

/// The reading right before a stage word.
fn left(piece: &Piece<'_>, from: usize, phrase: &StagePhrase, taken: &[bool]) -> Option<usize> {
    let at = phrase.tokens.start;
    let index = piece.reading_from(at).checked_sub(1)?;
    let (_, range) = &piece.readings[index];
    let small = |i: usize| match piece.tokens[i].kind() {
        Kind::Mark(_) => true,
        _ => matches!(
            piece.tokens[i].text(piece.text),
            "was" | "were" | "is" | "hours" | "hrs"
        ),
    };
    let close = range.end <= at && at - range.end <= 4 && range.start >= from;
    (close && !taken[index] && (range.end..at).all(small)).then_some(index)
}

/// The reading that begins the next line, where a stage word stands alone on its own.
fn below(
    piece: &Piece<'_>,
    stages: &Stages,
    phrase: &StagePhrase,
    end: usize,
    line: &Range<usize>,
    taken: &[bool],
) -> Option<(usize, Range<usize>)> {
    let rest = phrase.tokens.end..end;
    let alone = end == line.end
        && rest.len() <= 6
        && rest
            .clone()
            .all(|i| stages.in_gap(piece.text, &piece.tokens, i));
    let index = piece.reading_from(end);
    let (reading, range) = piece.readings.get(index)?;
    let follows = alone && range.start == end && !taken[index];
    let next = self::line(piece, end);
    let says = reading.begin.clock.is_some() || reading.begin.day.is_some();
    let whole = next.end.saturating_sub(range.end) <= 6;
    (follows && says && whole).then_some((index, end..next.end))
}

/// Figures that the grammar takes for a year and that stand where a clock stands: `received 1530`
/// in a paper of another century is a clock; what no clock shows (`at 2530`) is given back, and
/// the date behind it read.
fn figures(
    piece: &Piece<'_>,
    joined: &mut Joined,
    clause: usize,
    document: Option<i32>,
) -> Option<Range<usize>> {
    let fields = &joined.reading.begin;
    let year_only = fields.year.is_some()
        && fields.month.is_none()
        && fields.season.is_none()
        && fields.clock.is_none()
        && joined.reading.end.is_none();
    let figures = fields.year.filter(|_| year_only)?;
    let at = joined.tokens.start;
    let is_at = piece.tokens[at.saturating_sub(1)]
        .text(piece.text)
        .eq_ignore_ascii_case("at");
    let far = match document {
        Some(year) => (year - figures).abs() > 5,
        None => !TELEGRAPH.contains(&figures),
    };
    let (hour, minute) = (figures as u32 / 100, figures as u32 % 100);
    if far && hour < 24 && minute < 60 {
        joined.reading.begin.year = None;
        joined.reading.begin.clock = Some(Clock::at(hour, minute));
        joined.reading.rule = "stage/clock-four-figures".into();
        return None;
    }
    if !is_at && (1000..2200).contains(&figures) {
        return None;
    }
    let bytes = piece.in_document(&joined.reading.bytes);
    let later = piece.joined(joined.tokens.end..clause);
    let next = later.into_iter().next().filter(|next| {
        next.reading.begin.month.is_some() && next.tokens.start - joined.tokens.end <= 4
    });
    match next {
        Some(next) => *joined = next,
        None => joined.reading.begin.year = None,
    }
    Some(bytes)
}

/// A date for a clock that has none: the one beside it on its line, else the one that stands
/// alone on the next line.
fn lend_date(piece: &Piece<'_>, joined: &mut Joined, beside: Option<usize>, taken: &mut [bool]) {
    let is_date = |reading: &Reading| reading.begin.day.is_some() && reading.begin.clock.is_none();
    let beside = beside.filter(|i| is_date(&piece.readings[*i].0));
    let Some(index) = beside.or_else(|| next_line(piece, joined, taken)) else {
        return;
    };
    let (date, _) = &piece.readings[index];
    if beside.is_none() {
        joined.reading.bytes.end = date.bytes.end;
    }
    taken[index] = true;
    adopt(&mut joined.reading, date);
}

/// The date of another reading for the clocks of this one.
fn adopt(reading: &mut Reading, date: &Reading) {
    for own in std::iter::once(&mut reading.begin).chain(reading.end.as_deref_mut()) {
        let (clock, zone) = (own.clock, own.zone.take());
        *own = date.begin.clone();
        (own.clock, own.zone) = (clock, zone);
    }
}

/// A date that stands alone on the next line that is not empty.
fn next_line(piece: &Piece<'_>, joined: &Joined, taken: &[bool]) -> Option<usize> {
    let tokens = &piece.tokens;
    let end = joined.tokens.end;
    let next = piece.reading_from(end);
    let (reading, range) = piece.readings.get(next)?;
    let begins_line = range.start == end && tokens.get(end).is_some_and(|t| t.breaks() > 0);
    let ends_line = tokens.get(range.end).is_none_or(|t| t.breaks() > 0);
    let date_only = reading.begin.day.is_some() && reading.begin.clock.is_none();
    (begins_line && ends_line && date_only && !taken[next]).then_some(next)
}

fn take(piece: &Piece<'_>, tokens: &Range<usize>, taken: &mut [bool]) {
    let first = piece.reading_from(tokens.start);
    let rest = taken[first..].iter_mut().zip(&piece.readings[first..]);
    for (used, (_, range)) in rest {
        if range.start >= tokens.end {
            break;
        }
        *used = true;
    }
}

/// Entries of one stage that give the date and the clock apart, as one.
fn merged(entries: Vec<Entry>) -> Vec<Entry> {
    let mut out: Vec<Entry> = Vec::with_capacity(entries.len());
    for entry in entries {
        let new = &entry.joined.reading;
        let other = out.iter_mut().rev().take(APART).find(|e| {
            let old = &e.joined.reading;
            let apart = |a: &Reading, b: &Reading| {
                a.begin.has_date() && a.begin.clock.is_none() && !b.begin.has_date()
            };
            e.stage == entry.stage && (apart(old, new) || apart(new, old))
        });
        let Some(other) = other else {
            out.push(entry);
            continue;
        };
        if other.joined.reading.begin.has_date() {
            let date = other.joined.reading.clone();
            other.joined.reading = entry.joined.reading;
            adopt(&mut other.joined.reading, &date);
        } else {
            adopt(&mut other.joined.reading, &entry.joined.reading);
        }
        if entry.gap.len() > other.gap.len() {
            other.gap = entry.gap;
        }
    }
    out
}
