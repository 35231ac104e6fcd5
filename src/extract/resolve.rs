//! From the words of an expression to its place in the calendar, with what the text has told.

mod length;
mod relative;

pub use length::duration;

use super::complete::{Problem, day_of};
use super::feast;
use super::old_style::LAST_DUAL;
use super::point::{Point, season_month};
use super::reading::Fields;
use super::said::{Modifier, Said, Step, Unit};
use super::told::{Known, Told};
use crate::model::{Calendar, CivilDate, MentionType, Weekday};
use relative::relative;

/// What an expression says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resolved {
    /// Its place in the calendar.
    pub point: Option<Point>,
    /// The value where there is no such place: a duration, a reference.
    pub value: Option<String>,
    /// Its type, where it is not that of its rule.
    pub kind: Option<MentionType>,
    /// What was taken from the text, and whence.
    pub taken: Option<(&'static str, Known)>,
    /// The calendar it was written in, if it says so.
    pub calendar: Option<Calendar>,
    /// The weekday that was written, and the one the date has, where they differ.
    pub weekday_mismatch: Option<(Weekday, Weekday)>,
    /// TIMEX3's `mod`.
    pub modifier: Option<Modifier>,
    /// The month is known, the day in it is not: `1943-07-XX`.
    pub some_day: bool,
}

impl Resolved {
    fn at(point: Point) -> Resolved {
        Resolved {
            point: Some(point),
            ..Resolved::default()
        }
    }

    fn from(point: Point, what: &'static str, known: Known) -> Resolved {
        Resolved {
            point: Some(point),
            taken: Some((what, known)),
            ..Resolved::default()
        }
    }

    fn value(value: &str) -> Resolved {
        Resolved {
            value: Some(value.to_owned()),
            ..Resolved::default()
        }
    }
}

/// Resolves the words of one expression; `ahead` says that the sentence speaks of what will be.
///
/// # Errors
/// The [`Problem`] where the calendar has no such day or nothing near says the year.
pub fn resolve(fields: &Fields, told: &Told, ahead: bool) -> Result<Resolved, Problem> {
    let said = &fields.said;
    let mut out = match calendar_point(fields, told, ahead)? {
        Some(out) => out,
        None => relative(fields, told, ahead),
    };
    // "the same month a year ago"
    if let (Some(n), Some(_), Some(point)) = (said.same_year, said.unit, out.point) {
        out.point = Some(point.years_on(n));
    }
    out.modifier = said.modifier.or(out.modifier);
    Ok(out)
}

/// A day, month, season … of a year that is written or told.
fn calendar_point(fields: &Fields, told: &Told, ahead: bool) -> Result<Option<Resolved>, Problem> {
    let said = &fields.said;
    if let Some(first) = said.decade {
        return Ok(Some(Resolved::at(Point::Decade(
            first / 10,
            said.before_christ,
        ))));
    }
    if let Some(tens) = said.short_decade {
        let known = told.now();
        let year = known.as_ref().map_or(1950, |k| k.point.year());
        let century = year.div_euclid(100) * 10;
        let decade = century + tens / 10;
        let decade = if decade * 10 > year + 20 {
            decade - 10
        } else {
            decade
        };
        let taken = known.map(|known| ("century", known));
        return Ok(Some(with(Point::Decade(decade, false), taken)));
    }
    if let Some(number) = said.century {
        let number = number.clamp(1, 99) - 1;
        return Ok(Some(Resolved::at(Point::Century(
            number,
            said.before_christ,
        ))));
    }
    let (year, taken) = written_year(fields, told);
    if let Some(quarter) = said.quarter {
        return Ok(piece_of_year(quarter, 4, year, taken, told, said));
    }
    if let Some(half) = said.half {
        return Ok(piece_of_year(half, 2, year, taken, told, said));
    }
    if let Some(season) = fields.season {
        return Ok(Some(season_of(season, year, taken, told, said)));
    }
    if let Some(code) = said.feast {
        return Ok(feast_day(code, year, taken, told, ahead, said));
    }
    if let (Some(by), Some(day)) = (said.month_step, fields.day) {
        return day_instant(day, by, told).map(Some);
    }
    match (year, fields.month, fields.day) {
        (Some(year), Some(month), Some(day)) => {
            full_date(fields, year, month, day, taken).map(Some)
        }
        (Some(year), Some(month), None) => Ok(Some(with(month_or_week(year, month, said), taken))),
        (Some(year), None, None) if said.week_of_year.is_some() => {
            Ok(week_of_year(year, said).map(|week| with(week, taken)))
        }
        (Some(year), None, None) if fields.clock.is_none() && said.unit.is_none() => {
            Ok(Some(with(Point::Year(year), taken)))
        }
        (None, Some(month), day) => {
            if let Some(step) = said.step {
                return Ok(Some(stepped_month(step, month, told)));
            }
            let Some((year, known)) = told.year_for(month, day, ahead) else {
                return Ok(Some(Resolved::value(&unanchored(month, day))));
            };
            let taken = Some(("year", known));
            match day {
                Some(day) => full_date(fields, year, month, day, taken).map(Some),
                None => Ok(Some(with(month_or_week(year, month, said), taken))),
            }
        }
        (None, None, Some(day)) => day_alone(day, fields.weekday, told),
        _ => Ok(None),
    }
}

/// Week 44 of 1945, Monday to Sunday; `None` if the year has no such week.
fn week_of_year(year: i32, said: &Said) -> Option<Point> {
    let number = i64::from(said.week_of_year?);
    // 4 January lies in the first week: ISO 8601.
    let first = CivilDate::new(year, 1, 4)?;
    let day = first.plus_days((number - 1) * 7);
    (day.iso_week() == (year, number)).then(|| Point::week_of(day))
}

/// A day that has a name, in the year that is written or told.
fn feast_day(
    code: i32,
    year: Option<i32>,
    taken: Option<(&'static str, Known)>,
    told: &Told,
    ahead: bool,
    said: &Said,
) -> Option<Resolved> {
    let (year, taken) = match year {
        Some(year) => (year, taken),
        None => {
            let (year, known) = told.year_for(feast::month(code), None, ahead)?;
            (year, Some(("year", known)))
        }
    };
    let day = feast::day(code, year)?.plus_days(-i64::from(said.eve));
    Some(with(Point::Day(day), taken))
}

/// "the 12th ult.": of a month counted from the one that is told.
fn day_instant(day: u32, by: i32, told: &Told) -> Result<Resolved, Problem> {
    let anchor = told.now().or_else(|| told.last_month.clone());
    let first = anchor.as_ref().and_then(|known| {
        let month = known.point.month()?;
        CivilDate::new(known.point.year(), month, 1)
    });
    let (Some(first), Some(known)) = (first, anchor) else {
        return Ok(Resolved::value(&format!("XXXX-XX-{day:02}")));
    };
    let month = first.plus_months(i64::from(by));
    let date = day_of(month.year(), month.month(), day)?;
    Ok(Resolved::from(Point::Day(date), "month", known))
}

fn with(point: Point, taken: Option<(&'static str, Known)>) -> Resolved {
    Resolved {
        point: Some(point),
        taken,
        ..Resolved::default()
    }
}

/// A month, or the week in it that the words number.
fn month_or_week(year: i32, month: u32, said: &Said) -> Point {
    let whole = Point::Month(year, month);
    let (Some(week), Some(first), Some(end)) = (said.week, whole.first(), whole.end()) else {
        return whole;
    };
    let day = match week {
        1..=5 => first.plus_days(i64::from(week) * 7 - 4),
        _ => end.plus_days(-4),
    };
    Point::week_of(day)
}

fn unanchored(month: u32, day: Option<u32>) -> String {
    match day {
        Some(day) => format!("XXXX-{month:02}-{day:02}"),
        None => format!("XXXX-{month:02}"),
    }
}

/// The year that the words give, if need be with the century or the year that was told.
fn written_year(fields: &Fields, told: &Told) -> (Option<i32>, Option<(&'static str, Known)>) {
    if let Some(year) = fields.year {
        // A text that counts backward leaves the era out.
        let backward = told.before_christ && !fields.said.era && (1..1000).contains(&year);
        return (Some(if backward { 1 - year } else { year }), None);
    }
    if let Some(short) = fields.short_year {
        let known = told.here();
        let near = known.as_ref().map_or(1950, |k| k.point.year());
        let century = near.div_euclid(100) * 100;
        let year = [
            century + short,
            century - 100 + short,
            century + 100 + short,
        ]
        .into_iter()
        .min_by_key(|y| (y - near).abs());
        return (year, known.map(|k| ("century", k)));
    }
    if let Some(n) = fields.said.same_year {
        let known = told.here();
        let year = known.as_ref().map(|k| k.point.year().saturating_add(n));
        return (year, known.map(|k| ("year", k)));
    }
    (None, None)
}

fn full_date(
    fields: &Fields,
    year: i32,
    month: u32,
    day: u32,
    taken: Option<(&'static str, Known)>,
) -> Result<Resolved, Problem> {
    let said = &fields.said;
    let (mut calendar, mut year) = (None, year);
    if let Some(dual) = said.dual_year.filter(|_| year <= LAST_DUAL) {
        // 1723/4: the year that begins in January.
        let modulus = if dual < 10 {
            10
        } else if dual < 100 {
            100
        } else {
            10_000
        };
        if (year + 1) % modulus == dual as i32 {
            year += 1;
        }
        calendar = Some(Calendar::Julian);
    }
    if said.old_style || said.old_day.is_some() {
        calendar = Some(Calendar::Julian);
    }
    let julian = calendar.is_some() && said.old_day.is_none();
    let date = match julian {
        true => Calendar::Julian.date(year, month, day),
        false => None,
    };
    let date = match date {
        Some(date) => date,
        None => day_of(year, month, day)?,
    };
    let point = match said.unit {
        Some(Unit::Week) => Point::week_of(date),
        Some(Unit::Weekend) => Point::weekend_of(date),
        _ => Point::Day(date),
    };
    let mut out = with(point, taken);
    out.calendar = calendar;
    let written = fields
        .weekday
        .and_then(|w| Weekday::ALL.get((w as usize).checked_sub(1)?));
    out.weekday_mismatch = written
        .filter(|w| **w != date.weekday())
        .map(|w| (*w, date.weekday()));
    Ok(out)
}

fn piece_of_year(
    number: u32,
    of: u32,
    year: Option<i32>,
    taken: Option<(&'static str, Known)>,
    told: &Told,
    said: &Said,
) -> Option<Resolved> {
    let number = if number == 0 { of } else { number };
    if number > of {
        return None;
    }
    let make = |year: i32| match of {
        4 => Point::Quarter(year, number),
        _ => Point::Half(year, number),
    };
    if let Some(year) = year {
        return Some(with(make(year), taken));
    }
    let known = told.now()?;
    let by = said.step.map_or(0, Step::by);
    let year = known.point.year() + by;
    // News speaks of quarters that are over.
    let over = match (said.step, known.point.month()) {
        (None, Some(month)) => number * (12 / of) > month + 3,
        _ => false,
    };
    Some(Resolved::from(make(year - i32::from(over)), "year", known))
}

fn season_of(
    season: u32,
    year: Option<i32>,
    taken: Option<(&'static str, Known)>,
    told: &Told,
    said: &Said,
) -> Resolved {
    if let Some(year) = year {
        return with(Point::Season(year, season), taken);
    }
    let month = season_month(season);
    if let Some(step) = said.step {
        let Some(known) = told.here() else {
            return Resolved::value("XXXX");
        };
        let from = known
            .point
            .month()
            .unwrap_or(if step.by() < 0 { 1 } else { 12 });
        let year = known.point.year();
        let year = match step.by() {
            0 => year,
            1 => year + i32::from(month <= from),
            _ => year - i32::from(month >= from),
        };
        return Resolved::from(Point::Season(year, season), "year", known);
    }
    match told.year_for(month, None, false) {
        Some((year, known)) => Resolved::from(Point::Season(year, season), "year", known),
        None => {
            let name = ["SP", "SU", "FA", "WI"][(season as usize).saturating_sub(21).min(3)];
            Resolved::value(&format!("XXXX-{name}"))
        }
    }
}

/// "the following June", "last March".
fn stepped_month(step: Step, month: u32, told: &Told) -> Resolved {
    let known = match step {
        Step::Told(_) => told.here(),
        Step::Written(_) => told.now(),
    };
    let Some(known) = known else {
        return Resolved::value(&unanchored(month, None));
    };
    let from = known
        .point
        .month()
        .unwrap_or(if step.by() < 0 { 1 } else { 12 });
    let year = known.point.year();
    let year = match step.by() {
        0 => year,
        1 => year + i32::from(month <= from),
        _ => year - i32::from(month >= from),
    };
    Resolved::from(Point::Month(year, month), "year", known)
}

/// "on the 13th": of the month that was told; "Friday the 13th": of the one beside it where the
/// weekday fits.
fn day_alone(day: u32, weekday: Option<u32>, told: &Told) -> Result<Option<Resolved>, Problem> {
    let Some(known) = told.last_month.clone().or_else(|| told.here()) else {
        return Ok(None);
    };
    let (Some(first), Some(month)) = (known.point.first(), known.point.month()) else {
        return Ok(None);
    };
    let date = day_of(first.year(), month, day)?;
    let fits = |date: &CivilDate| {
        weekday.is_none_or(|w| (date.days() + 3).rem_euclid(7) == i64::from(w) - 1)
    };
    let beside = |by: i64| {
        let month = CivilDate::new(first.year(), month, 1)?.plus_months(by);
        CivilDate::new(month.year(), month.month(), day)
    };
    let found = [Some(date), beside(1), beside(-1)];
    let date = found.into_iter().flatten().find(fits).unwrap_or(date);
    Ok(Some(Resolved::from(Point::Day(date), "month", known)))
}
