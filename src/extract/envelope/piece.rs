//! A piece of a document that may hold an envelope: a plain text, or one dateline.

use crate::extract::reading::Reading;
use crate::extract::scan::scan;
use crate::extract::token::{Kind, Token};
use crate::extract::{Lexicon, Scan};
use std::ops::Range;

/// Most tokens between a day and its year.
const YEAR_REACH: usize = 8;

/// A piece with its tokens and time expressions; all bytes and tokens count within the piece.
pub(super) struct Piece<'a> {
    pub text: &'a str,
    /// First byte of the piece in the document.
    pub base: usize,
    pub tokens: Vec<Token>,
    pub readings: Vec<(Reading, Range<usize>)>,
}

/// A time expression that is put together from neighbours: a date, its year further on, a clock.
#[derive(Clone, Debug)]
pub(super) struct Joined {
    pub reading: Reading,
    pub tokens: Range<usize>,
    /// An editor's question mark stands at it.
    pub doubtful: bool,
}

impl<'a> Piece<'a> {
    pub fn new(document: &'a str, bytes: Range<usize>) -> Piece<'a> {
        let text = document.get(bytes.clone()).unwrap_or("");
        let Scan { tokens, readings } = scan(text, Lexicon::english());
        Piece {
            text,
            base: bytes.start,
            tokens,
            readings,
        }
    }

    /// A dateline that the markup shows: where English finds no day, German may.
    pub fn dateline(document: &'a str, bytes: Range<usize>) -> Piece<'a> {
        let mut piece = Piece::new(document, bytes);
        let mut readings = piece.readings.iter();
        let has_day = readings.any(|(reading, _)| reading.begin.day.is_some());
        if !has_day && piece.text.bytes().any(|b| b.is_ascii_digit()) {
            piece.read_in(Lexicon::german());
        }
        piece
    }

    /// Adds the days that are written out in another language, in place of what they overlap.
    fn read_in(&mut self, lexicon: &Lexicon) {
        for (reading, _) in scan(self.text, lexicon).readings {
            let fields = &reading.begin;
            let whole = fields.year.is_some() && fields.month.is_some() && fields.day.is_some();
            if !whole || !reading.parts.is_empty() || fields.said.limit.is_some() {
                continue;
            }
            let (start, end) = (reading.bytes.start, reading.bytes.end);
            let first = self.tokens.partition_point(|t| t.end() <= start);
            let last = self.tokens.partition_point(|t| t.start() < end);
            let apart =
                |(_, range): &(Reading, Range<usize>)| range.end <= first || range.start >= last;
            self.readings.retain(apart);
            let at = self
                .readings
                .partition_point(|(_, range)| range.start < first);
            self.readings.insert(at, (reading, first..last));
        }
    }

    /// Bytes of the document.
    pub fn in_document(&self, bytes: &Range<usize>) -> Range<usize> {
        self.base + bytes.start..self.base + bytes.end
    }

    /// Bytes of the piece that some tokens cover.
    pub fn bytes(&self, tokens: &Range<usize>) -> Range<usize> {
        match (self.tokens.get(tokens.start), tokens.end.checked_sub(1)) {
            (Some(first), Some(last)) if last >= tokens.start => {
                first.start()..self.tokens[last].end()
            }
            (Some(first), _) => first.start()..first.start(),
            _ => self.text.len()..self.text.len(),
        }
    }

    /// The words of some tokens.
    pub fn words(&self, tokens: &Range<usize>) -> &'a str {
        &self.text[self.bytes(tokens)]
    }

    /// The index of the first reading that begins at a token or after it.
    pub fn reading_from(&self, token: usize) -> usize {
        self.readings.partition_point(|(_, r)| r.start < token)
    }

    /// The first token of the line in which a token stands, at most `most` tokens before it.
    pub fn line_start(&self, token: usize, most: usize) -> Option<usize> {
        let least = token.saturating_sub(most);
        let found = (least..=token).rev().find(|i| self.tokens[*i].breaks() > 0);
        found.or((least == 0).then_some(0))
    }

    /// The time expressions among some tokens, neighbours that complete each other joined.
    pub fn joined(&self, tokens: Range<usize>) -> Vec<Joined> {
        let mut out: Vec<Joined> = Vec::new();
        let first = self.reading_from(tokens.start);
        let inside = self.readings[first..]
            .iter()
            .take_while(|(_, r)| r.end <= tokens.end);
        for (reading, range) in inside {
            // Figures of which the grammar makes a year, and which are a misprinted clock.
            let alone = reading.begin.month.is_none() && reading.begin.clock.is_none();
            let glued_zone = self.tokens.get(range.end).is_some_and(|t| t.glued())
                && self.year(range.end - 1).is_none();
            if alone && glued_zone && matches!(self.tokens[range.end].kind(), Kind::Word { .. }) {
                continue;
            }
            let joins = out.last_mut().is_some_and(|last| {
                let gap = last.tokens.end..range.start;
                self.is_light(&gap, reading) && join(&mut last.reading, reading)
            });
            match out.last_mut().filter(|_| joins) {
                Some(last) => last.tokens.end = range.end,
                None => {
                    let mut joined = Joined {
                        reading: reading.clone(),
                        tokens: range.clone(),
                        doubtful: false,
                    };
                    self.take_year(&mut joined, tokens.end);
                    out.push(joined);
                }
            }
        }
        let starts: Vec<usize> = out.iter().skip(1).map(|j| j.tokens.start).collect();
        for (number, joined) in out.iter_mut().enumerate() {
            let next = starts.get(number).copied().unwrap_or(tokens.end);
            // Question marks within it, and right behind it.
            let behind = (joined.tokens.end..next).take_while(|i| self.is_mark(*i));
            let within = joined.tokens.clone();
            joined.doubtful = within.chain(behind).any(|i| self.tokens[i].is_mark('?'));
        }
        out
    }

    /// The year of a day that has none, if it stands a little further on: `October 25[, 1915.]`,
    /// `March 9 and/or 10, 1956`.
    fn take_year(&self, joined: &mut Joined, end: usize) {
        let fields = &joined.reading.begin;
        if let (Some(_), Some(_), None) = (fields.month, fields.short_year, fields.year)
            && let Some((at, year)) = self.year_of_era(joined.tokens.end - 1)
        {
            (joined.reading.begin.short_year, joined.reading.begin.year) = (None, Some(year));
            joined.reading.bytes.end = self.tokens[at].end();
            joined.tokens.end = at + 1;
            return;
        }
        let fields = &joined.reading.begin;
        if fields.month.is_none() || fields.year.is_some() || fields.short_year.is_some() {
            return;
        }
        let reach = (joined.tokens.end + YEAR_REACH).min(end);
        if let Some((at, year)) = self.year_of_era(joined.tokens.end) {
            joined.reading.begin.year = Some(year);
            joined.reading.bytes.end = self.tokens[at].end();
            joined.tokens.end = at + 1;
            return;
        }
        let found = (joined.tokens.end..reach).find_map(|i| self.year(i).map(|y| (i, y)));
        let Some((at, year)) = found else {
            return;
        };
        let between = joined.tokens.end..at;
        joined.reading.begin.year = Some(year);
        if let Some(end) = &mut joined.reading.end {
            end.year = end.year.or(Some(year));
        }
        if between.clone().all(|i| self.is_mark(i)) {
            joined.reading.bytes.end = self.tokens[at].end();
            joined.tokens.end = at + 1;
        }
    }

    /// A year before Christ that begins at a token, and its last token: `44 B.C.`, `44 BC`.
    fn year_of_era(&self, token: usize) -> Option<(usize, i32)> {
        let Kind::Number {
            value,
            digits: 1..=4,
        } = self.tokens.get(token)?.kind()
        else {
            return None;
        };
        let word = |i: usize| self.tokens.get(token + i).map_or("", |t| t.text(self.text));
        let last = match (word(1), word(2), word(3), word(4)) {
            ("BC" | "BCE", ..) => 1,
            ("B", ".", "C", ".") => 4,
            _ => return None,
        };
        Some((token + last, 1 - value as i32))
    }

    /// The year that a token is: four figures, no clock.
    pub fn year(&self, token: usize) -> Option<i32> {
        let Kind::Number { value, digits: 4 } = self.tokens[token].kind() else {
            return None;
        };
        let clock = self.tokens.get(token + 1).is_some_and(|t| {
            let glued_letter = t.glued() && matches!(t.kind(), Kind::Word { .. });
            glued_letter || t.text(self.text).eq_ignore_ascii_case("hours")
        });
        ((1000..2200).contains(&value) && !clock).then_some(value as i32)
    }

    /// Numbers among some tokens that no time expression has taken: `1579Z`, `09095Z`.
    pub fn unread_clock(&self, tokens: Range<usize>) -> Option<Range<usize>> {
        tokens.clone().find_map(|i| {
            let Kind::Number { digits: 3.., .. } = self.tokens[i].kind() else {
                return None;
            };
            let zone = self.tokens.get(i + 1).filter(|t| t.glued());
            let is_zone = zone.is_some_and(|t| matches!(t.text(self.text), "Z" | "z"));
            let taken = self
                .readings
                .iter()
                .any(|(reading, r)| r.contains(&i) && reading.begin.clock.is_some());
            (is_zone && !taken).then_some(i..i + 2)
        })
    }

    fn is_mark(&self, token: usize) -> bool {
        matches!(self.tokens[token].kind(), Kind::Mark(_))
    }

    /// Whether nothing between two readings keeps them from being one: marks and small words,
    /// and before a clock also names (`December 22, 1972, New York, 3:45 p.m.`).
    fn is_light(&self, gap: &Range<usize>, next: &Reading) -> bool {
        let clock_only = !next.begin.has_date();
        gap.len() <= 8
            && gap.clone().all(|i| match self.tokens[i].kind() {
                Kind::Mark(c) => c != ';',
                Kind::Number { .. } => false,
                Kind::Word { capital, .. } => {
                    let word = self.tokens[i].text(self.text);
                    (clock_only && capital) || ["at", "about", "of", "the", "in"].contains(&word)
                }
            })
    }
}

/// Adds to a reading what the next one says, if the two do not contradict each other.
fn join(reading: &mut Reading, next: &Reading) -> bool {
    let (a, b) = (&mut reading.begin, &next.begin);
    let has_day = |f: &crate::extract::Fields| f.month.is_some() || f.day.is_some();
    let clock_follows = a.clock.is_none() && b.clock.is_some() && !b.has_date();
    let date_follows = !a.has_date() && a.clock.is_some() && b.clock.is_none() && b.has_date();
    let year_follows =
        a.year.is_none() && has_day(a) && b.year.is_some() && !has_day(b) && b.clock.is_none();
    if clock_follows {
        if let Some(end) = &mut reading.end {
            // A range of days: the first clock is its beginning's, the last its end's.
            let last = next.end.as_deref().unwrap_or(b);
            (end.clock, end.zone) = (last.clock, last.zone.clone());
            if next.end.is_some() {
                (a.clock, a.zone) = (b.clock, b.zone.clone());
            }
            reading.bytes.end = next.bytes.end;
            return true;
        }
        let mut end = next.end.clone();
        if let Some(end) = &mut end {
            let (clock, zone) = (end.clock, end.zone.clone());
            **end = a.clone();
            (end.clock, end.zone) = (clock, zone);
        }
        (a.clock, a.zone) = (b.clock, b.zone.clone());
        reading.end = end;
    } else if date_follows && next.end.is_none() {
        let (clock, zone) = (a.clock, a.zone.take());
        *a = b.clone();
        (a.clock, a.zone) = (clock, zone);
        if let Some(end) = &mut reading.end {
            let (clock, zone) = (end.clock, end.zone.take());
            **end = b.clone();
            (end.clock, end.zone) = (clock, zone);
        }
    } else if year_follows && next.end.is_none() {
        a.year = b.year;
        if let Some(end) = &mut reading.end {
            end.year = end.year.or(b.year);
        }
    } else {
        return false;
    }
    reading.bytes.end = next.bytes.end;
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dateline_in_german_is_read_where_english_finds_no_day() {
        let read = |text: &str| -> Vec<(String, String)> {
            let piece = Piece::dateline(text, 0..text.len());
            let readings = piece.readings.iter();
            let words = |range: &Range<usize>| piece.words(range).to_owned();
            readings
                .map(|(r, range)| (r.to_string(), words(range)))
                .collect()
        };
        let one = |date: &str, words: &str| vec![(date.to_owned(), words.to_owned())];
        let expected = one("1907-05-08", "Mittwoch, den 8. Mai 1907");
        assert_eq!(read("Graz, Mittwoch, den 8. Mai 1907"), expected);
        assert_eq!(
            read("Berlin, 1. Jänner [1908]"),
            one("1908-01-01", "1. Jänner [1908]")
        );
        assert_eq!(
            read("London, May 8, 1907"),
            one("1907-05-08", "May 8, 1907")
        );
        assert_eq!(read("Wien, im Mai 1907"), one("1907", "1907"));
    }
}
