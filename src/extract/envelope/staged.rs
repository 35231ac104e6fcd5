//! Stage words of a running text, each with the time and the place that follow it.
//!
//! `arrived at the VKP CC for decipherment at 0245`, its date two lines below.

use super::dateline::Tools;
use super::draft::{Draft, Whereabouts};
use super::piece::Piece;
use super::remarks::Remarks;
use crate::extract::complete::{Context, complete};
use crate::extract::locate::{find_place, spot};
use crate::extract::token::Kind;
use crate::model::{CivilDate, CivilSpan};
use std::ops::Range;

/// Most tokens between a stage word and its clock.
const REACH: usize = 16;

/// Reads the stage words of a piece. `earlier` is what the envelope has said so far, `date` the
/// first whole date of the document; `taken` are the readings that have been used.
pub(super) fn staged(
    piece: &Piece<'_>,
    earlier: Option<&CivilSpan>,
    date: Option<CivilDate>,
    taken: &mut [bool],
    tools: Tools<'_>,
    remarks: &mut Remarks<'_>,
) -> Vec<Draft> {
    let mut out: Vec<Draft> = Vec::new();
    for phrase in tools.stages.find(piece.text, &piece.tokens) {
        let Some(index) = reading_after(piece, phrase.tokens.end, taken, tools) else {
            continue;
        };
        let (reading, range) = piece.readings[index].clone();
        let (stage, end) = tools.stages.stage(phrase.stage);
        let mut bytes = piece.in_document(&reading.bytes);
        let mut joined = reading.clone();
        if !reading.begin.has_date()
            && let Some(next) = date_on_next_line(piece, index, taken)
        {
            let date = &piece.readings[next].0;
            bytes.end = piece.base + date.bytes.end;
            let clock = joined.begin.clock;
            let zone = joined.begin.zone.clone();
            joined.begin = date.begin.clone();
            (joined.begin.clock, joined.begin.zone) = (clock, zone);
            taken[next] = true;
        }
        let near = out.last().map(|d| &d.span).or(earlier);
        let near = near.and_then(|s| s.begin).map(|b| b.date());
        let context = Context {
            date: near.or(date),
            follows: near.is_some(),
            lends_day: true,
        };
        taken[index] = true;
        let done = match complete(&joined, context) {
            Ok(done) => done,
            Err(problem) => {
                remarks.problem(&bytes, &problem);
                continue;
            }
        };
        remarks.completed(&bytes, &done);
        remarks.misread(&bytes);
        let gap = phrase.tokens.end..range.start;
        let day = done.span.begin.map(|b| b.date());
        let year = day.map(CivilDate::year);
        let found = find_place(
            piece.text,
            &piece.tokens,
            gap.clone(),
            year,
            tools.gazetteer,
        );
        let named = found.as_ref().map(|(range, _)| range.clone());
        let place = match found {
            Some((_, located)) => Whereabouts::Known(spot(&located, day, tools.gazetteer)),
            None => unknown_place(piece, gap.clone(), remarks),
        };
        out.push(Draft {
            stage,
            end,
            label: phrase_label(piece, phrase.tokens.start..range.start, named),
            rule: joined.rule.clone(),
            zone: joined.begin.zone.clone(),
            span: done.span,
            place,
            bytes,
            enclosure: 0,
            note: None,
        });
    }
    out
}

/// The reading that belongs to a stage word: on its line, with nothing but names and small
/// words between.
fn reading_after(piece: &Piece<'_>, at: usize, taken: &[bool], tools: Tools<'_>) -> Option<usize> {
    let index = piece.reading_from(at);
    let start = piece.readings.get(index)?.1.start;
    let tokens = &piece.tokens;
    let near = start - at <= REACH && tokens[start].breaks == 0;
    let quiet =
        || (at..start).all(|i| tokens[i].breaks == 0 && tools.stages.in_gap(piece.text, tokens, i));
    (near && !taken[index] && quiet()).then_some(index)
}

/// A date that stands alone on the next line that is not empty.
fn date_on_next_line(piece: &Piece<'_>, index: usize, taken: &[bool]) -> Option<usize> {
    let tokens = &piece.tokens;
    let end = piece.readings[index].1.end;
    let next = index + 1;
    let (reading, range) = piece.readings.get(next)?;
    let begins_line = range.start == end && tokens.get(end).is_some_and(|t| t.breaks > 0);
    let ends_line = tokens.get(range.end).is_none_or(|t| t.breaks > 0);
    let date_only = reading.begin.day.is_some() && reading.begin.clock.is_none();
    (begins_line && ends_line && date_only && !taken[next]).then_some(next)
}

/// A capitalised name between a stage word and its clock that no gazetteer has.
fn unknown_place(piece: &Piece<'_>, gap: Range<usize>, remarks: &mut Remarks<'_>) -> Whereabouts {
    let is_name = |i: usize| matches!(piece.tokens[i].kind, Kind::Word { capital: true, .. });
    let Some(first) = gap.clone().find(|i| is_name(*i)) else {
        return Whereabouts::Unsaid;
    };
    let last = (first..gap.end).take_while(|i| is_name(*i)).count();
    let name = first..first + last;
    let byte = piece.base + piece.bytes(&name).start;
    remarks.unknown_place(byte, piece.words(&name));
    Whereabouts::Unsaid
}

/// The words of a stage without its place and its last prepositions: `arrived for decipherment`.
fn phrase_label(piece: &Piece<'_>, range: Range<usize>, place: Option<Range<usize>>) -> String {
    let before_place = ["the", "at", "in", "by", "to", ","];
    let small = [
        "at", "on", "in", "by", "about", "circa", ",", ":", "-", "—", "the",
    ];
    let mut words: Vec<&str> = Vec::new();
    for i in range {
        let word = piece.tokens[i].text(piece.text);
        match &place {
            Some(place) if place.contains(&i) => {
                while i == place.start && words.last().is_some_and(|w| before_place.contains(w)) {
                    words.pop();
                }
            }
            _ => words.push(word),
        }
    }
    while words.last().is_some_and(|w| small.contains(w)) {
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
