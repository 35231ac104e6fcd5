//! Two days by a stroke: Old and New Style of one day, or the two days of a night.
//!
//! `May 2/15, 1917`, `September 9 (21), 1861`; `July 16/17, 1955—midnight`.

use super::piece::{Joined, Piece};
use crate::extract::Fields;
use crate::model::{Calendar, CivilDate};

/// The readings with each pair of styles as its New Style day, and each night as one moment.
pub(super) fn new_style(piece: &Piece<'_>, joined: Vec<Joined>) -> Vec<Joined> {
    let mut out: Vec<Joined> = Vec::with_capacity(joined.len());
    for mut one in joined {
        within(piece, &mut one);
        if let Some(before) = out.last() {
            let gap = before.tokens.end..one.tokens.start;
            let stroke = gap.len() == 1 && piece.tokens[gap.start].is_mark('/');
            if stroke && is_pair(&before.reading.begin, &one.reading.begin) {
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
            reading.begin = Fields { clock, ..end };
            reading.end = None;
        } else if days == Some(1) {
            match clock {
                // Midnight between the two days.
                Some(mut clock) if clock.midnight => {
                    clock.midnight = false;
                    reading.begin = Fields {
                        clock: Some(clock),
                        ..end
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
        if is_pair(begin, &new) {
            *begin = new;
        }
    }
}

/// Whether the second is the Gregorian name of the day that the first is in the Julian calendar.
fn is_pair(old: &Fields, new: &Fields) -> bool {
    let Some(new_date) = date(new) else {
        return false;
    };
    let year = old.year.unwrap_or(new_date.year());
    // A year that is given once is that of the New Style day.
    [year, year - 1].into_iter().any(|year| {
        old.month
            .zip(old.day)
            .and_then(|(month, day)| Calendar::Julian.date(year, month, day))
            == Some(new_date)
    })
}

fn date(fields: &Fields) -> Option<CivilDate> {
    CivilDate::new(fields.year?, fields.month?, fields.day?)
}
