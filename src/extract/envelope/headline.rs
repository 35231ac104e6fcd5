//! The line of a plain text that dates it: a place and a date, a date-time group, a number with
//! its date, or a date alone.

use super::dateline::Tools;
use super::piece::Piece;
use crate::extract::head::{Head, labels};
use crate::extract::locate::find_place;
use crate::extract::stage::StagePhrase;
use crate::extract::token::Kind;
use crate::model::CivilDate;
use std::ops::Range;

/// How many tokens from the top a line without a place may stand.
const TOP: usize = 250;

/// What kind of line dates a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Headline {
    /// `Rome, May 4, 1936—noon`
    Place,
    /// `O 040120Z NOV 73`, `No. 4807 of 4 November 1945`, `Date: 4 November 1945`
    Message,
    /// A date alone on its line, in a text that is a message.
    Bare,
}

/// The line that dates a text: the reading of its date, its kind, and the bytes of its place. A
/// line with a place comes before the others.
pub(super) fn headline(
    piece: &Piece<'_>,
    date: Option<CivilDate>,
    head: &Head,
    phrases: &[StagePhrase],
    tools: Tools<'_>,
) -> Option<(usize, Headline, Option<Range<usize>>)> {
    let mut best = None;
    for index in 0..piece.readings.len() {
        if let Some(place) = place(piece, index, date, head, tools) {
            return Some((index, Headline::Place, Some(place)));
        }
        if piece.readings[index].1.start > TOP {
            continue;
        }
        let line = piece.line_start(piece.readings[index].1.start, 12);
        let staged = line.is_none_or(|line| {
            let next = phrases.partition_point(|p| p.tokens.start < line);
            phrases
                .get(next)
                .is_some_and(|p| p.tokens.start < piece.readings[index].1.start)
        });
        if staged {
            continue;
        }
        let kind = match without_place(piece, index, tools) {
            Some(Headline::Bare) if head.kind.is_none() => None,
            other => other,
        };
        let better =
            |old: &(usize, Headline, _)| old.1 == Headline::Bare && kind == Some(Headline::Message);
        if let Some(kind) = kind
            && best.as_ref().is_none_or(better)
        {
            best = Some((index, kind, None));
        }
    }
    best
}

/// The bytes of the place of a reading whose line holds nothing but a place and a date, and
/// perhaps a receipt note.
fn place(
    piece: &Piece<'_>,
    index: usize,
    date: Option<CivilDate>,
    head: &Head,
    tools: Tools<'_>,
) -> Option<Range<usize>> {
    let (reading, range) = &piece.readings[index];
    let tokens = &piece.tokens;
    reading.begin.month?;
    reading.begin.day?;
    let before = piece.line_start(range.start, 12)?..range.start;
    if before.is_empty() || !quiet_after(piece, range.end, tools) {
        return None;
    }
    let year = reading.begin.year.or(date.map(CivilDate::year));
    let capital = |i: usize| {
        matches!(
            tokens[i].kind(),
            Kind::Mark(_) | Kind::Word { capital: true, .. }
        )
    };
    let small = |i: usize| ["the", "on", "of"].contains(&tokens[i].text(piece.text));
    let Some((named, _)) = find_place(piece.text, tokens, before.clone(), year, tools.gazetteer)
    else {
        // A name that no table has, in the head of a message.
        let comma = tokens[before.end - 1].is_mark(',');
        let known = |i: usize| {
            let word = tokens[i].text(piece.text).to_lowercase();
            labels().is_of_a_message(&word) || tools.stages.begins_phrase(&word)
        };
        let name = comma
            && head.kind.is_some()
            && range.start <= TOP
            && before.clone().all(|i| capital(i) && !known(i));
        return name.then(|| piece.bytes(&(before.start..before.end - 1)));
    };
    let only_place = before
        .filter(|i| !named.contains(i))
        .all(|i| capital(i) || small(i));
    only_place.then(|| piece.bytes(&named))
}

/// Whether nothing stands behind a date on its line but marks, a clock, a note in brackets or a
/// stage.
fn quiet_after(piece: &Piece<'_>, from: usize, tools: Tools<'_>) -> bool {
    let tokens = &piece.tokens;
    let mut at = from;
    while at < tokens.len() && tokens[at].breaks() == 0 && !tokens[at].is_mark('[') {
        let next = piece.reading_from(at);
        let reading = piece.readings.get(next).filter(|(_, r)| r.start == at);
        if let Some((reading, range)) = reading
            && !reading.begin.has_date()
        {
            at = range.end;
            continue;
        }
        match tokens[at].kind() {
            Kind::Mark(_) => at += 1,
            _ => return tools.stages.begins_phrase(tokens[at].text(piece.text)),
        }
    }
    true
}

/// Whether a line without a place dates its message.
fn without_place(piece: &Piece<'_>, index: usize, tools: Tools<'_>) -> Option<Headline> {
    let (reading, range) = &piece.readings[index];
    let tokens = &piece.tokens;
    reading.begin.day?;
    let before = piece.line_start(range.start, 12)?..range.start;
    let after =
        (range.end..tokens.len().min(range.end + 8)).take_while(|i| tokens[*i].breaks() == 0);
    let words_after = after
        .filter(|i| !matches!(tokens[*i].kind(), Kind::Mark(_)))
        .count();
    let word = |i: usize| tokens[i].text(piece.text).to_lowercase();
    if reading.rule.starts_with("dtg/") {
        // Letters of precedence before it, at most a few letters behind it.
        let short = |i: usize| matches!(tokens[i].kind(), Kind::Mark(_)) || word(i).len() <= 4;
        return (before.clone().all(short) && words_after <= 3).then_some(Headline::Message);
    }
    reading.begin.month?;
    let bare = before.is_empty() && words_after == 0;
    if bare {
        return Some(Headline::Bare);
    }
    let of_message = before.clone().all(|i| match tokens[i].kind() {
        Kind::Mark(_) | Kind::Number { .. } => true,
        Kind::Word { .. } => {
            let letters = tokens[i].text(piece.text);
            // "CFB 14222": letters of a series.
            let series = letters.len() <= 5 && letters.bytes().all(|b| b.is_ascii_uppercase());
            series || labels().is_of_a_message(&word(i)) || word(i) == "of"
        }
    });
    let quiet = quiet_after(piece, range.end, tools);
    let named = before
        .clone()
        .any(|i| matches!(tokens[i].kind(), Kind::Word { .. }));
    (of_message && quiet && named).then_some(Headline::Message)
}
