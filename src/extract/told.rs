//! What a text has said of time so far, from which the next expression is completed.

use super::point::Point;
use crate::model::CivilDate;
use std::ops::Range;

/// What kind of text it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Genre {
    /// Written on a day and speaking from it: news, letters.
    News,
    /// Told of the past: the day of writing says nothing.
    Narrative,
}

/// A date that the text has given, and the bytes of its words.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// The date.
    pub point: Point,
    /// Where it stands; empty for the day of writing.
    pub bytes: Range<usize>,
}

/// The state of a telling.
#[derive(Clone, Debug)]
pub struct Told {
    /// The kind of text.
    pub genre: Genre,
    /// The day of writing.
    pub written: Option<CivilDate>,
    /// The years that the text is about.
    pub window: Option<(i32, i32)>,
    /// The text counts backward: its years are before Christ.
    pub before_christ: bool,
    /// The last date stands in the same sentence.
    pub same_sentence: bool,
    /// The last date.
    pub last: Option<Known>,
    /// The last day.
    pub last_day: Option<Known>,
    /// The last date that says where in its year it lies.
    pub last_month: Option<Known>,
    /// The year of the expression at hand, where the whole text says it.
    pub carried: Option<Known>,
}

impl Told {
    /// Takes a date into account, unless it is a year alone outside those that the text is about.
    pub fn tell(&mut self, point: Point, bytes: Range<usize>) {
        if let (Some((first, last)), Point::Year(year)) = (self.window, point)
            && !(first..=last).contains(&year)
        {
            return;
        }
        let known = Known { point, bytes };
        match point {
            Point::Decade(..) | Point::Century(..) => return,
            Point::Day(_) => {
                self.last_day = Some(known.clone());
                self.last_month = Some(known.clone());
            }
            Point::Year(_) => {}
            _ => self.last_month = Some(known.clone()),
        }
        self.last = Some(known);
    }

    /// The day of writing as a known date, in a text that speaks from it.
    fn today(&self) -> Option<Known> {
        let written = self.written.filter(|_| self.genre == Genre::News)?;
        Some(Known {
            point: Point::Day(written),
            bytes: 0..0,
        })
    }

    /// From where "the next …" is counted.
    pub fn here(&self) -> Option<Known> {
        self.last.clone().or_else(|| self.today())
    }

    /// From where "last year" is counted: the day of writing, else the telling.
    pub fn now(&self) -> Option<Known> {
        self.today().or_else(|| self.last.clone())
    }

    /// The day that "the next day" follows.
    pub fn day(&self) -> Option<Known> {
        match (&self.last, &self.last_day) {
            (Some(last), Some(day)) => match last.point {
                Point::Day(_) => Some(last.clone()),
                // "In early May …": the day before it is no longer the one spoken of.
                _ => Some(day.clone())
                    .filter(|d| within(d.point, last.point))
                    .or_else(|| self.today()),
            },
            _ => self.today(),
        }
    }

    /// The year for a month and day that name none, and from what it is known.
    pub fn year_for(&self, month: u32, day: Option<u32>, ahead: bool) -> Option<(i32, Known)> {
        if let Some(today) = self.today() {
            return Some((near(today.point, month, day, ahead)?, today));
        }
        let known = self.carried.as_ref().or(self.last.as_ref())?;
        Some((known.point.year(), known.clone()))
    }
}

/// Whether a day lies in a longer piece of the calendar.
fn within(day: Point, piece: Point) -> bool {
    match (day.first(), piece.first(), piece.end()) {
        (Some(day), Some(first), Some(end)) => (first..end).contains(&day),
        _ => false,
    }
}

/// The year that brings a month nearest to a day; `ahead` looks forward.
fn near(today: Point, month: u32, day: Option<u32>, ahead: bool) -> Option<i32> {
    let today = today.first()?;
    let months = |year: i32| {
        i64::from(year - today.year()) * 372
            + (i64::from(month) - i64::from(today.month())) * 31
            + day.map_or(0, |d| i64::from(d) - i64::from(today.day()))
    };
    [today.year(), today.year() - 1, today.year() + 1]
        .into_iter()
        .min_by_key(|y| match (months(*y), ahead) {
            (away @ 0.., true) => away * 2,
            (away, true) => -away * 5,
            (away @ 0.., false) => away * 8,
            (away, false) => -away * 3,
        })
}
