//! Offsets from an event that the text has dated: "three days before the landing".

use super::point::Point;
use super::token::{Kind, Token};
use super::told::Known;
use crate::extract::said::Unit;
use std::ops::Range;

/// How many earlier tokens are searched for the event, so that hostile text stays linear.
const REACH: usize = 1_500;
/// How many tokens may lie between a date and the word for its event.
const NEAR: usize = 30;

/// The date of the event that the word at token `event` names: the first sentence before that
/// has the word and a day.
pub(super) fn dated(
    text: &str,
    tokens: &[Token],
    event: usize,
    expression: usize,
    days: &[(Range<usize>, Known)],
) -> Option<Known> {
    let word = stem(tokens[event].text(text));
    if word.len() < 4 {
        return None;
    }
    let from = expression.saturating_sub(REACH);
    (from..expression)
        .filter(|at| matches!(tokens[*at].kind(), Kind::Word { .. }))
        .filter(|at| stem(tokens[*at].text(text)).eq_ignore_ascii_case(word))
        .take(32)
        .find_map(|at| day_near(tokens, at, days))
}

/// The day told nearest to a token, in its sentence.
fn day_near(tokens: &[Token], at: usize, days: &[(Range<usize>, Known)]) -> Option<Known> {
    let next = days.partition_point(|(range, _)| range.end <= at);
    let around = days[next.saturating_sub(2)..(next + 2).min(days.len())].iter();
    around
        .filter(|(range, known)| {
            let between = match range.end <= at {
                true => range.end..at,
                false => at + 1..range.start.max(at + 1),
            };
            known.point.unit() == Unit::Day
                && between.len() <= NEAR
                && !tokens[between].iter().any(ends_sentence)
        })
        .min_by_key(|(range, _)| range.start.abs_diff(at))
        .map(|(_, known)| known.clone())
}

fn ends_sentence(token: &Token) -> bool {
    token.breaks() > 1 || matches!(token.kind(), Kind::Mark('.' | '!' | '?'))
}

/// A word without the endings of the plural and of verbs.
fn stem(word: &str) -> &str {
    for ending in ["ings", "ing", "ed", "es", "s"] {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.len() >= 4
        {
            return stem;
        }
    }
    word
}

/// The point so far from a dated event.
pub(super) fn away(from: &Known, unit: Unit, count: i32) -> Option<Point> {
    let unit = match unit {
        Unit::Decade => return Some(Point::Year(from.point.year() + count.saturating_mul(10))),
        unit => unit,
    };
    from.point.shifted(unit, count)
}
