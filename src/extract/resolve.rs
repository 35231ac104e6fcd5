//! From the words of an expression to its place in the calendar, with what the text has told.

use super::complete::{Problem, day_of};
use super::feast;
use super::point::{Point, season_month};
use super::reading::Fields;
use super::said::{Modifier, Said, Step, Unit};
use super::told::{Genre, Known, Told};
use crate::model::{Calendar, CivilDate, MentionType, Weekday};
use std::fmt::Write;

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
    if let Some(dual) = said.dual_year {
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

/// What is counted from another time.
fn relative(fields: &Fields, told: &Told, ahead: bool) -> Resolved {
    let said = &fields.said;
    if let Some(days) = said.day_word {
        return day_word(days, told, fields.clock.is_some());
    }
    if let Some(weekday) = fields.weekday {
        return weekday_near(weekday, told, said, ahead);
    }
    let counted = said.tenths.is_some() || said.vague;
    match (said.unit, said.direction) {
        (Some(unit), Some(direction)) if counted => {
            return offset(unit, direction, said, told);
        }
        (Some(unit), Some(direction)) if said.step.is_none() && said.modifier.is_none() => {
            return step(unit, Step::Told(direction), told, said);
        }
        (Some(unit), _) if said.step.is_some() => {
            let by = said.step.unwrap_or(Step::Told(0));
            return step(unit, by, told, said);
        }
        (Some(unit), None) if said.modifier.is_some() || said.within.is_some() => {
            return step(unit, Step::Told(0), told, said);
        }
        _ => {}
    }
    if said.part.is_some() || fields.clock.is_some() {
        return part_alone(said, told);
    }
    Resolved::default()
}

fn far(direction: i32) -> Resolved {
    Resolved::value(if direction > 0 {
        "FUTURE_REF"
    } else {
        "PAST_REF"
    })
}

/// "yesterday"; of a text that has no day of its own only a clock is placed, on the day told.
fn day_word(days: i32, told: &Told, clock: bool) -> Resolved {
    if let (Genre::Narrative, true, Some(known)) = (told.genre, clock, told.day())
        && let Some(day) = known.point.day()
    {
        let point = Point::Day(day.plus_days(i64::from(days)));
        return Resolved::from(point, "day", known);
    }
    match (told.genre, told.written) {
        (Genre::News, Some(written)) => {
            let known = Known {
                point: Point::Day(written),
                bytes: 0..0,
            };
            let day = written.plus_days(i64::from(days));
            Resolved::from(Point::Day(day), "day", known)
        }
        _ => Resolved::value(match days {
            0 => "PRESENT_REF",
            1.. => "FUTURE_REF",
            _ => "PAST_REF",
        }),
    }
}

fn weekday_near(weekday: u32, told: &Told, said: &Said, ahead: bool) -> Resolved {
    let wanted = i64::from(weekday) - 1;
    let from_known = match (told.genre, said.step) {
        (Genre::News, None | Some(Step::Written(_))) => told.now(),
        _ => told.day().or_else(|| told.here()),
    };
    let Some((known, from)) = from_known.and_then(|k| Some((k.clone(), k.point.day()?))) else {
        return Resolved::value(&format!("XXXX-WXX-{weekday}"));
    };
    let today = (from.days() + 3).rem_euclid(7);
    let forward = (wanted - today).rem_euclid(7);
    let days = match said.step {
        Some(step) if step.by() > 0 => match forward {
            0 => 7,
            n => n,
        },
        Some(step) if step.by() < 0 => match forward {
            0 => -7,
            n => n - 7,
        },
        _ => match told.genre {
            Genre::News if ahead => forward,
            Genre::News if forward == 0 => 0,
            Genre::News => forward - 7,
            Genre::Narrative => forward,
        },
    };
    Resolved::from(Point::Day(from.plus_days(days)), "week", known)
}

/// "two days later", "a year ago".
fn offset(unit: Unit, direction: i32, said: &Said, told: &Told) -> Resolved {
    let Some(tenths) = said.tenths.filter(|_| !said.vague) else {
        return far(direction);
    };
    let known = match (said.ago, unit) {
        (true, _) => told.now(),
        (false, Unit::Day) => told.day().or_else(|| told.here()),
        (false, _) => told.here(),
    };
    let count = (tenths / 10).min(1_000_000) as i32 * direction;
    let Some(known) = known else {
        return far(direction);
    };
    let from = match (unit, known.point.unit()) {
        // "two weeks later" after a month: from the day in it, if one was told.
        (Unit::Week | Unit::Fortnight, Unit::Month) => told.day().unwrap_or(known.clone()),
        _ => known.clone(),
    };
    let by_week = matches!(unit, Unit::Week | Unit::Fortnight | Unit::Weekend);
    // Decades and centuries are round numbers of years here.
    let (unit, count) = match unit {
        Unit::Decade => (Unit::Year, count.saturating_mul(10)),
        Unit::Century => (Unit::Year, count.saturating_mul(100)),
        _ => (unit, count),
    };
    let exact = match (by_week && told.genre == Genre::News, from.point) {
        // "from a year earlier" after a quarter: the same quarter.
        (_, Point::Quarter(year, quarter)) if unit == Unit::Year => {
            Some(Point::Quarter(year.saturating_add(count), quarter))
        }
        (true, Point::Day(day)) => {
            let days = if unit == Unit::Fortnight { 14 } else { 7 };
            Some(Point::Day(day.plus_days(i64::from(count) * days)))
        }
        _ => from.point.shifted(unit, count),
    };
    match exact {
        Some(point) => Resolved::from(point, "from", from),
        None => unknown_day(unit, direction, known),
    }
}

/// A day in a month that is known, or in a year.
fn unknown_day(unit: Unit, direction: i32, known: Known) -> Resolved {
    if unit > Unit::Week {
        return far(direction);
    }
    let point = match known.point {
        Point::Month(..) | Point::Year(_) | Point::Season(..) => known.point,
        Point::Day(_) | Point::Week(_) => known.point,
        _ => return far(direction),
    };
    let mut out = Resolved::from(point, "from", known);
    out.some_day = true;
    out
}

/// "the next day", "that month", "last year", "the end of the year".
fn step(unit: Unit, by: Step, told: &Told, said: &Said) -> Resolved {
    let known = match (by, unit) {
        (Step::Written(_), _) => told.now(),
        (_, Unit::Day) => told.day().or_else(|| told.here()),
        _ => told.here(),
    };
    let Some(known) = known else {
        return Resolved::value(match by.by() {
            0 => "PRESENT_REF",
            1 => "FUTURE_REF",
            _ => "PAST_REF",
        });
    };
    // "that week" of a month: the week is not known.
    let known = match (unit, known.point.unit()) {
        (Unit::Week | Unit::Weekend | Unit::Month, _) if known.point.month().is_none() => {
            let later = told.last_month.clone();
            later
                .filter(|k| k.point.year() == known.point.year())
                .unwrap_or(known)
        }
        (Unit::Week | Unit::Weekend, Unit::Month) => told.day().unwrap_or(known),
        _ => known,
    };
    let _ = said;
    match known.point.shifted(unit, by.by()) {
        Some(point) => Resolved::from(point, "from", known),
        None => unknown_day(unit, by.by(), known),
    }
}

/// "that night", "the next morning": a part of a day that was told.
fn part_alone(said: &Said, told: &Told) -> Resolved {
    let by = said.step.map_or(said.direction.unwrap_or(0), Step::by);
    let known = match (said.step, told.genre) {
        (Some(Step::Written(_)) | None, Genre::News) if !told.same_sentence => told.now(),
        _ => told.day().or_else(|| told.here()),
    };
    let Some(known) = known else {
        return Resolved {
            kind: Some(MentionType::Time),
            ..Resolved::default()
        };
    };
    match known.point {
        Point::Day(day) => {
            let day = day.plus_days(i64::from(by));
            Resolved::from(Point::Day(day), "day", known)
        }
        _ => {
            let point = known.point;
            let mut out = Resolved::from(point, "day", known);
            out.some_day = true;
            out
        }
    }
}

/// The value of a duration or set: `P3D`, `PT2H`, `PXM`, `P2.5Y`, of Mondays `XXXX-WXX-1`.
pub fn duration(fields: &Fields) -> Option<String> {
    let said = &fields.said;
    if let (Some(weekday), None) = (fields.weekday, said.unit) {
        return Some(format!("XXXX-WXX-{weekday}"));
    }
    let unit = said.unit?;
    let (clock, letter, times) = match unit {
        Unit::Second => (true, 'S', 1),
        Unit::Minute => (true, 'M', 1),
        Unit::Hour => (true, 'H', 1),
        Unit::Day => (false, 'D', 1),
        Unit::Weekend => (false, 'D', 2),
        Unit::Week => (false, 'W', 1),
        Unit::Fortnight => (false, 'W', 2),
        Unit::Month => (false, 'M', 1),
        Unit::Quarter => (false, 'Q', 1),
        Unit::Year => (false, 'Y', 1),
        Unit::Decade => (false, 'Y', 10),
        Unit::Century => (false, 'Y', 100),
        Unit::Millennium => (false, 'Y', 1000),
    };
    let mut out = String::from(if clock { "PT" } else { "P" });
    let one = (said.every || said.span).then_some(10);
    // Writing to a string cannot fail.
    let tenths = said.tenths.filter(|_| !said.vague && !said.times);
    let _ = match tenths.or(one) {
        None => write!(out, "X"),
        Some(tenths) => {
            let tenths = u64::from(tenths) * times;
            match tenths % 10 {
                0 => write!(out, "{}", tenths / 10),
                rest => write!(out, "{}.{rest}", tenths / 10),
            }
        }
    };
    out.push(letter);
    Some(out)
}
