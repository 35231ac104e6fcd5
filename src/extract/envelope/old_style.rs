//! Two days by a stroke: Old and New Style of one day, or the two days of a night.
//!
//! `May 2/15, 1917`, `September 9 (21), 1861`; `July 16/17, 1955—midnight`.

use super::piece::{Joined, Piece};
use crate::extract::Fields;
use crate::extract::old_style::is_pair;
use crate::model::CivilDate;

/// The readings with each pair of styles as its New Style day, and each night as one moment.
pub(super) fn new_style(piece: &Piece<'_>, joined: Vec<Joined>) -> Vec<Joined> {
    let mut out: Vec<Joined> = Vec::with_capacity(joined.len());
    for mut one in joined {
        within(piece, &mut one);
        if let Some(before) = out.last() {
            let gap = before.tokens.end..one.tokens.start;
            let stroke = gap.len() == 1 && piece.tokens[gap.start].is_mark('/');
            if stroke && is_pair(&before.reading.begin, &one.reading.begin) {
                one.reading.begin.said.old_day = before.reading.begin.day;
                one.tokens.start = before.tokens.start;
                one.reading.bytes.start = before.reading.bytes.start;
                out.pop();
            }
        }
        out.push(one);
    }
    out
}

fn within(piece: &Piece<'_>, joined: &mut Joined) {
    let stroke = joined.tokens.clone().any(|i| piece.tokens[i].is_mark('/'));
    let reading = &mut joined.reading;
    if let Some(end) = reading.end.clone().filter(|_| stroke) {
        let days = date(&end)
            .zip(date(&reading.begin))
            .map(|(b, a)| b.days() - a.days());
        let clock = end.clock.or(reading.begin.clock);
        if is_pair(&reading.begin, &end) {
            let old_day = reading.begin.day;
            reading.begin = Fields { clock, ..*end };
            reading.begin.said.old_day = old_day;
            reading.end = None;
        } else if days == Some(1) {
            match clock {
                // Midnight between the two days.
                Some(mut clock) if clock.midnight => {
                    clock.midnight = false;
                    reading.begin = Fields {
                        clock: Some(clock),
                        ..*end
                    };
                }
                _ => {
                    reading.begin.other_day = end.day;
                    reading.begin.clock = clock;
                }
            }
            reading.end = None;
        }
        return;
    }
    // `9 (21)`: the New Style day in brackets.
    let begin = &mut reading.begin;
    let round = joined.tokens.clone().any(|i| piece.tokens[i].is_mark('('));
    if let Some(other) = begin.other_day.filter(|_| round && !joined.doubtful) {
        let mut new = begin.clone();
        (new.day, new.other_day) = (Some(other), None);
        new.said.old_day = begin.day;
        if is_pair(begin, &new) {
            *begin = new;
        }
    }
}

fn date(fields: &Fields) -> Option<CivilDate> {
    CivilDate::new(fields.year?, fields.month?, fields.day?)
}
