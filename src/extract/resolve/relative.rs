//! Times that are counted from other times: "the next day", "two weeks later", "on Tuesday".

use super::Resolved;
use crate::extract::point::Point;
use crate::extract::reading::Fields;
use crate::extract::said::{Said, Step, Unit};
use crate::extract::told::{Genre, Known, Told};
use crate::model::MentionType;

/// What is counted from another time.
pub(super) fn relative(fields: &Fields, told: &Told, ahead: bool) -> Resolved {
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
