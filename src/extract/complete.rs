//! Completes what words leave out, from their context, and never rounds what cannot be.

use super::old_style::LAST_DUAL;
use super::reading::{Clock, Fields, Reading};
pub use crate::model::Problem;
use crate::model::calendar::month_name;
use crate::model::instant::{DAY, HOUR, MINUTE, SECOND};
use crate::model::{Calendar, CivilDate, CivilSpan, Extent, LocalTime, Precision, Weekday};

/// Most days between the sending and the receipt of a message, where the year is not told.
const LONGEST_WAY: i64 = 300;

/// What the surroundings say about a date that is not whole.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context {
    /// A date nearby.
    pub date: Option<CivilDate>,
    /// Whether the completed date comes after it: a receipt after the sending.
    pub follows: bool,
    /// Whether a clock without a date may take the day of that date.
    pub lends_day: bool,
}

/// A completed reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completed {
    /// What it says on the wall.
    pub span: CivilSpan,
    /// The weekday that was written, and the one that the date has, where they differ.
    pub weekday_mismatch: Option<(Weekday, Weekday)>,
    /// What was taken from the context: `year`, `day`.
    pub inherited: Option<&'static str>,
}

/// Completes a reading from its context.
///
/// # Errors
/// The [`Problem`] if there is no such day or clock, or the context does not say enough.
pub fn complete(reading: &Reading, context: Context) -> Result<Completed, Problem> {
    let begin = side(&reading.begin, context)?;
    let Some(end) = &reading.end else {
        return Ok(begin);
    };
    let mut end = side(end, context)?;
    // 10:20 p.m. to 1:40 a.m.: the end is on the next day.
    if let (Some(a), Some(b)) = (begin.span.begin, end.span.begin)
        && b < a
        && end.span.precision.has_clock()
    {
        end.span.begin = Some(b.plus(DAY));
        end.span.end = end.span.end.map(|e| e.plus(DAY));
        end.span.edtf = b.plus(DAY).date().to_string();
    }
    if end.span.end <= begin.span.begin {
        return Err(Problem::NoSuchDay("the range ends before it begins".into()));
    }
    let core = begin.span.end.zip(end.span.begin).filter(|(a, b)| a < b);
    let edtf = match begin.span.edtf == end.span.edtf {
        true => begin.span.edtf.clone(),
        false => format!("{}/{}", begin.span.edtf, end.span.edtf),
    };
    Ok(Completed {
        span: CivilSpan {
            extent: Extent::Stretch,
            end: end.span.end,
            core,
            edtf,
            precision: begin.span.precision.max(end.span.precision),
            qualifier: begin.span.qualifier.and(end.span.qualifier),
            ..begin.span
        },
        ..begin
    })
}

fn side(fields: &Fields, context: Context) -> Result<Completed, Problem> {
    let mut inherited = None;
    if let (Some(day), None, None) = (fields.day, fields.month, fields.year)
        && fields.season.is_none()
    {
        return on_day_of_month(day, fields, context);
    }
    let year = year(fields, context, &mut inherited)?;
    let Some(year) = year else {
        return on_day_of_context(fields, context);
    };
    if let Some(season) = fields.season {
        return Ok(season_span(year, season, inherited));
    }
    let span = match (fields.month, fields.day) {
        (Some(month), Some(day)) => {
            let (calendar, year) = style(fields, year);
            let date = day_in(reckoned(fields, calendar), year, month, day)?;
            let mut span = on_day(date, fields.clock)?;
            span.calendar = calendar;
            if let Some(other) = fields.other_day {
                let other = day_in(reckoned(fields, calendar), year, month, other)?;
                span = span.hull(&on_day(other, fields.clock)?);
            }
            let written = fields
                .weekday
                .and_then(|w| Weekday::ALL.get(w as usize - 1));
            let mismatch = written
                .filter(|w| **w != date.weekday())
                .map(|w| (*w, date.weekday()));
            return Ok(Completed {
                span,
                weekday_mismatch: mismatch,
                inherited,
            });
        }
        (Some(month), None) => {
            let first = day_of(year, month, 1)?;
            let edtf = first.to_string();
            CivilSpan {
                begin: Some(midnight(first)),
                end: Some(midnight(first.plus_months(1))),
                precision: Precision::Month,
                edtf: edtf[..edtf.len() - 3].to_owned(),
                ..CivilSpan::default()
            }
        }
        (None, _) => {
            let first = day_of(year, 1, 1)?;
            let edtf = first.to_string();
            CivilSpan {
                begin: Some(midnight(first)),
                end: Some(midnight(first.plus_months(12))),
                precision: Precision::Year,
                edtf: edtf[..edtf.len() - 6].to_owned(),
                ..CivilSpan::default()
            }
        }
    };
    Ok(Completed {
        span,
        weekday_mismatch: None,
        inherited,
    })
}

/// The year of the fields, or the one that the context gives; `None` for a clock alone.
fn year(
    fields: &Fields,
    context: Context,
    inherited: &mut Option<&'static str>,
) -> Result<Option<i32>, Problem> {
    if fields.year.is_some() {
        return Ok(fields.year);
    }
    if !fields.has_date() {
        return Ok(None);
    }
    *inherited = Some("year");
    let near = context.date.ok_or(Problem::NoYear)?;
    if let Some(short) = fields.short_year {
        // The century that brings it nearest to the date nearby.
        let century = near.year().div_euclid(100) * 100;
        let candidates = [
            century - 100 + short,
            century + short,
            century + 100 + short,
        ];
        let nearest = candidates
            .into_iter()
            .min_by_key(|y| (y - near.year()).abs());
        return Ok(nearest);
    }
    let (month, day) = (fields.month.unwrap_or(1), fields.day.unwrap_or(1));
    let candidates = [near.year() - 1, near.year(), near.year() + 1];
    let dates = candidates
        .iter()
        .filter_map(|y| CivilDate::new(*y, month, day));
    let found = nearest(dates, near, context.follows);
    // A day that exists in none of the three years is reported by completion itself.
    Ok(Some(found.map_or(near.year(), CivilDate::year)))
}

/// A day of a month that is not named: "8:35 p.m., 4th", a date-time group without its month.
fn on_day_of_month(day: u32, fields: &Fields, context: Context) -> Result<Completed, Problem> {
    let near = context.date.ok_or(Problem::NoYear)?;
    let months = (-1..=1).map(|n| near.plus_months(n));
    let dates = months.filter_map(|m| CivilDate::new(m.year(), m.month(), day));
    let date = nearest(dates, near, context.follows);
    let date =
        date.ok_or_else(|| Problem::NoSuchDay(format!("no month nearby has a day {day}")))?;
    Ok(Completed {
        span: on_day(date, fields.clock)?,
        weekday_mismatch: None,
        inherited: Some("month"),
    })
}

/// The date that lies nearest to another, or that follows it: a clock west of the sender's may
/// still show the day before, and nothing is under way for most of a year.
fn nearest(
    dates: impl Iterator<Item = CivilDate>,
    near: CivilDate,
    follows: bool,
) -> Option<CivilDate> {
    dates.min_by_key(|d| match (d.days() - near.days(), follows) {
        (ahead @ -1..=LONGEST_WAY, true) => (0, ahead.abs()),
        (away, _) => (1, away.abs()),
    })
}

fn on_day_of_context(fields: &Fields, context: Context) -> Result<Completed, Problem> {
    let date = context
        .date
        .filter(|_| context.lends_day && fields.clock.is_some())
        .ok_or(Problem::NoDay)?;
    Ok(Completed {
        span: on_day(date, fields.clock)?,
        weekday_mismatch: None,
        inherited: Some("day"),
    })
}

/// The calendar in which a day is written, and its year counted from 1 January: `O.S.`, a pair
/// and a dual year are Julian.
fn style(fields: &Fields, year: i32) -> (Calendar, i32) {
    let said = &fields.said;
    let dual = said.dual_year.filter(|dual| {
        let modulus = match dual {
            0..10 => 10,
            10..100 => 100,
            _ => 10_000,
        };
        // 1723/4: the year that begins in January.
        (year + 1).rem_euclid(modulus) == *dual as i32 && year <= LAST_DUAL
    });
    let year = year + i32::from(dual.is_some());
    let is_dual = said.dual_year.is_some() && year <= LAST_DUAL + 1;
    match said.old_style || said.old_day.is_some() || is_dual {
        true => (Calendar::Julian, year),
        false => (Calendar::Gregorian, year),
    }
}

/// The calendar that the day's number is counted in: of a pair, the New Style day is read.
fn reckoned(fields: &Fields, calendar: Calendar) -> Calendar {
    match fields.said.old_day {
        Some(_) => Calendar::Gregorian,
        None => calendar,
    }
}

fn day_in(calendar: Calendar, year: i32, month: u32, day: u32) -> Result<CivilDate, Problem> {
    match calendar.date(year, month, day) {
        Some(date) => Ok(date),
        None => day_of(year, month, day),
    }
}

pub(super) fn day_of(year: i32, month: u32, day: u32) -> Result<CivilDate, Problem> {
    Calendar::Gregorian.date(year, month, day).ok_or_else(|| {
        let name = month_name(month);
        if name.is_empty() {
            return Problem::NoSuchDay(format!("there is no month {month}"));
        }
        let shown = crate::model::calendar::year_name(year);
        let days =
            CivilDate::new(year, month, 1).map(|first| first.plus_months(1).days() - first.days());
        match days {
            Some(days) => Problem::NoSuchDay(format!("{name} {shown} has {days} days")),
            None => Problem::NoSuchDay(format!("the year {shown} is out of range")),
        }
    })
}

fn midnight(date: CivilDate) -> LocalTime {
    LocalTime::new(date, 0, 0, 0)
}

/// A day, or a clock on that day.
pub(super) fn on_day(date: CivilDate, clock: Option<Clock>) -> Result<CivilSpan, Problem> {
    let whole = CivilSpan {
        begin: Some(midnight(date)),
        end: Some(midnight(date).plus(DAY)),
        precision: Precision::Day,
        edtf: date.to_string(),
        ..CivilSpan::default()
    };
    let Some(clock) = clock else {
        return Ok(whole);
    };
    let minute = clock.minute.unwrap_or(0);
    let second = clock.second.unwrap_or(0);
    if clock.hour > 24 || minute > 59 || second > 59 || (clock.hour == 24 && minute + second > 0) {
        return Err(Problem::NoSuchTime(format!(
            "no clock shows {:02}:{minute:02}",
            clock.hour
        )));
    }
    let (width, precision) = match (clock.minute, clock.second, clock.fraction) {
        (None, ..) => (HOUR, Precision::Hour),
        (_, None, _) => (MINUTE, Precision::Minute),
        (_, _, None) => (SECOND, Precision::Second),
        (_, _, Some((_, 0..=3))) => (1_000, Precision::Millisecond),
        _ => (1, Precision::Microsecond),
    };
    let fraction = clock.fraction.map_or(0, |(micros, _)| i64::from(micros));
    let at = |hour: u32| LocalTime::new(date, hour, minute, second).plus(fraction);
    let span = |begin: LocalTime| CivilSpan {
        begin: Some(begin),
        end: Some(begin.plus(width)),
        precision,
        edtf: begin.date().to_string(),
        ..CivilSpan::default()
    };
    let mut out = span(at(clock.hour));
    if clock.midnight {
        // The beginning of the printed day or its end: nobody says which.
        out.end = Some(midnight(date).plus(DAY + width));
        out.qualifier = crate::model::Qualifier::Uncertain;
    }
    if let Some(other) = clock.other_hour {
        out = out.hull(&span(at(other)));
    }
    Ok(out)
}

/// Northern seasons; winter holds both the year's first and its last winter months.
fn season_span(year: i32, season: u32, inherited: Option<&'static str>) -> Completed {
    let (first, months) = match season {
        21 => (2, 3),
        22 => (5, 3),
        23 => (8, 3),
        _ => (-1, 15),
    };
    let january = CivilDate::new(year, 1, 1).unwrap_or(CivilDate::from_days(0));
    let begin = january.plus_months(first);
    Completed {
        span: CivilSpan {
            begin: Some(midnight(begin)),
            end: Some(midnight(begin.plus_months(months))),
            precision: Precision::Season,
            edtf: format!("{year:04}-{season}"),
            ..CivilSpan::default()
        },
        weekday_mismatch: None,
        inherited,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Lexicon, scan};

    fn read(text: &str, near: Option<&str>, follows: bool) -> Result<(String, String), Problem> {
        let found = scan(text, Lexicon::english());
        let date = near.map(|n| {
            let parts: Vec<i32> = n.split('-').map(|p| p.parse().unwrap()).collect();
            CivilDate::new(parts[0], parts[1] as u32, parts[2] as u32).unwrap()
        });
        let context = Context {
            date,
            follows,
            lends_day: true,
        };
        let span = complete(&found.readings[0].0, context)?.span;
        Ok((
            span.begin.unwrap().to_string(),
            span.end.unwrap().to_string(),
        ))
    }

    #[test]
    fn a_receipt_takes_the_first_such_day_after_the_sending() {
        let (begin, _) = read("January 11—4 p.m.", Some("1943-12-29"), true).unwrap();
        assert_eq!(begin, "1944-01-11T16:00:00");
        let (begin, _) = read("July 15—9 p.m.", Some("1943-07-16"), true).unwrap();
        assert_eq!(begin, "1943-07-15T21:00:00");
        let (begin, _) = read("5:23 p.m.", Some("1943-02-18"), true).unwrap();
        assert_eq!(begin, "1943-02-18T17:23:00");
    }

    #[test]
    fn the_century_of_two_figures_comes_from_the_document() {
        let (begin, _) = read("040120Z NOV 45", Some("1945-11-01"), false).unwrap();
        assert_eq!(begin, "1945-11-04T01:20:00");
        assert_eq!(read("4 Nov 45", None, false), Err(Problem::NoYear));
    }

    #[test]
    fn a_day_without_its_month_is_the_next_one() {
        let (begin, _) = read("8:35 p.m., 2d", Some("1945-10-31"), true).unwrap();
        assert_eq!(begin, "1945-11-02T20:35:00");
        let (begin, _) = read("040120Z", Some("1945-11-05"), false).unwrap();
        assert_eq!(begin, "1945-11-04T01:20:00");
        // Four days before is nearer than most of a year after.
        let (begin, _) = read("April 29, 3 p.m.", Some("1899-05-03"), true).unwrap();
        assert_eq!(begin, "1899-04-29T15:00:00");
    }

    #[test]
    fn what_cannot_be_is_reported_not_rounded() {
        let no_day = read("31 April 1943", None, false);
        assert_eq!(
            no_day,
            Err(Problem::NoSuchDay("April 1943 has 30 days".into()))
        );
        let no_time = read("4 May 1943, 4:70 p.m.", None, false);
        assert!(
            matches!(no_time, Err(Problem::NoSuchTime(_))),
            "{no_time:?}"
        );
    }

    #[test]
    fn a_clock_to_the_hour_is_an_hour_wide_and_midnight_keeps_both_ends() {
        let hour = read("July 16, 1943—11 a.m.", None, false).unwrap();
        assert_eq!(hour.1, "1943-07-16T12:00:00");
        let midnight = read("July 24, 1943—midnight", None, false).unwrap();
        assert_eq!(midnight.0, "1943-07-24T00:00:00");
        assert_eq!(midnight.1, "1943-07-25T01:00:00");
    }

    #[test]
    fn doubtful_days_stay_in_the_bounds() {
        let both = read("December 16 ( 17?), 1943", None, false);
        assert!(both.is_ok());
        let both = read("January 26 [27], 1955", None, false).unwrap();
        assert_eq!(both.1, "1955-01-28T00:00:00");
    }

    #[test]
    fn a_range_past_midnight_ends_on_the_next_day() {
        let night = read("February 26, 1972, 10:20 p.m.-1:40 a.m.", None, false).unwrap();
        assert_eq!(night.0, "1972-02-26T22:20:00");
        assert_eq!(night.1, "1972-02-27T01:41:00");
    }
}
