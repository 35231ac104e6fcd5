//! Ticks of a time axis: made in the civil time of one zone, then mapped to instants.
//!
//! Nothing here adds fixed seconds to an instant: a day of 23 hours has its 24 hours' ticks less
//! the one that no clock showed, and a day of 25 hours has one twice.

use super::text;
use super::words;
use crate::model::instant::{DAY, HOUR, MINUTE, SECOND};
use crate::model::zone::Resolution;
use crate::model::{CivilDate, Instant, LocalTime, Zone};

/// The civil unit between two ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A part of a day, in microseconds of the wall clock, counted from midnight.
    Clock(i64),
    /// Days.
    Days(i64),
    /// Weeks, from Monday.
    Week,
    /// Months of the year, from January.
    Months(u32),
    /// Years of people, who have no year 0.
    Years(i64),
}

/// From the finest step to the coarsest.
const LADDER: [Step; 45] = [
    Step::Clock(1_000),
    Step::Clock(5_000),
    Step::Clock(10_000),
    Step::Clock(50_000),
    Step::Clock(100_000),
    Step::Clock(500_000),
    Step::Clock(SECOND),
    Step::Clock(5 * SECOND),
    Step::Clock(15 * SECOND),
    Step::Clock(30 * SECOND),
    Step::Clock(MINUTE),
    Step::Clock(5 * MINUTE),
    Step::Clock(15 * MINUTE),
    Step::Clock(30 * MINUTE),
    Step::Clock(HOUR),
    Step::Clock(3 * HOUR),
    Step::Clock(6 * HOUR),
    Step::Clock(12 * HOUR),
    Step::Days(1),
    Step::Days(2),
    Step::Week,
    Step::Months(1),
    Step::Months(3),
    Step::Months(6),
    Step::Years(1),
    Step::Years(2),
    Step::Years(5),
    Step::Years(10),
    Step::Years(25),
    Step::Years(50),
    Step::Years(100),
    Step::Years(250),
    Step::Years(500),
    Step::Years(1_000),
    Step::Years(2_000),
    Step::Years(2_500),
    Step::Years(5_000),
    Step::Years(10_000),
    Step::Years(20_000),
    Step::Years(25_000),
    Step::Years(50_000),
    Step::Years(100_000),
    Step::Years(200_000),
    Step::Years(250_000),
    Step::Years(500_000),
];

/// A tick: an instant, and what stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tick {
    pub at: Instant,
    pub label: String,
}

/// The ticks of an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticks {
    pub step: Step,
    /// Time or day.
    pub minor: Vec<Tick>,
    /// Date, month or year, where it begins.
    pub major: Vec<Tick>,
    /// Date, month or year in force at the left edge, in full; empty for years.
    pub sticky: String,
    /// The first of `major` in full, for where there is no room for `sticky` left of it.
    pub first_in_full: String,
}

/// The part of the time line that an axis shows, and the room for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Room {
    /// First instant, microseconds.
    pub from: i64,
    /// Last instant, microseconds.
    pub to: i64,
    /// Pixels between them.
    pub pixels: f64,
    /// Font size of the labels.
    pub size: f64,
}

impl Room {
    fn pixel(self, at: Instant) -> f64 {
        let (from, to) = (self.from as f64, self.to as f64);
        (at.micros() as f64 - from) / (to - from).max(1.0) * self.pixels
    }
}

/// The ticks of the finest step whose labels fit, on both levels.
pub fn choose(room: Room, zone: Zone) -> Ticks {
    let span = room.to as f64 - room.from as f64;
    let could_fit = |step: &&Step| span / step.length() <= room.pixels / room.size;
    let fitting = LADDER
        .iter()
        .filter(could_fit)
        .map(|step| ticks(*step, room, zone))
        .find(|ticks| fits(ticks, room));
    fitting.unwrap_or(Ticks {
        step: Step::Years(500_000),
        minor: Vec::new(),
        major: Vec::new(),
        sticky: String::new(),
        first_in_full: String::new(),
    })
}

/// Where civil units begin: the last beginning at or before `from`, all inside, and the first at
/// or after `to`, with the civil date of each.
pub fn edges(step: Step, from: i64, to: i64, zone: Zone) -> Vec<Instant> {
    let air = (step.length() * 2.5) as i64;
    let room = Room {
        from: from.saturating_sub(air).max(-LIMIT),
        to: to.saturating_add(air).min(LIMIT),
        pixels: 1.0,
        size: 1.0,
    };
    let all: Vec<Instant> = match step {
        Step::Clock(micros) => clock_ticks(micros, room, zone)
            .iter()
            .map(|t| t.at)
            .collect(),
        _ => beginnings(step, room, zone)
            .iter()
            .map(|(at, _)| *at)
            .collect(),
    };
    let first = all
        .partition_point(|at| at.micros() <= from)
        .saturating_sub(1);
    let last = all.partition_point(|at| at.micros() < to);
    all.get(first..all.len().min(last + 1))
        .unwrap_or_default()
        .to_vec()
}

/// The last microsecond that an instant can hold.
const LIMIT: i64 = 262_000 * 366 * DAY;

/// The ticks of one step, on both levels.
pub fn ticks(step: Step, room: Room, zone: Zone) -> Ticks {
    let minor = minor(step, room, zone);
    let edge = Instant::from_micros(room.from).unwrap_or(Instant::EPOCH);
    let first = zone.local(edge).date();
    let month = |d: CivilDate| words::month(d.month()).to_owned();
    let month_in_full = |d: CivilDate| format!("{} {}", month(d), words::year(d.year()));
    let year = |d: CivilDate| words::year(d.year());
    let (unit, full, short): (Step, Name<'_>, Name<'_>) = match step {
        Step::Clock(_) => (Step::Days(1), &words::date, &words::day_and_month),
        Step::Days(_) | Step::Week => (Step::Months(1), &month_in_full, &month),
        Step::Months(_) => (Step::Years(1), &year, &year),
        Step::Years(_) => {
            return Ticks {
                step,
                minor,
                major: Vec::new(),
                sticky: String::new(),
                first_in_full: String::new(),
            };
        }
    };
    let begun = beginnings(unit, room, zone);
    Ticks {
        step,
        minor,
        sticky: full(first),
        first_in_full: begun.first().map_or(String::new(), |(_, date)| full(*date)),
        major: named(begun, first.year(), full, short),
    }
}

/// How a date is written on an axis.
type Name<'a> = &'a dyn Fn(CivilDate) -> String;

impl Step {
    /// About how long it is, microseconds.
    pub fn length(self) -> f64 {
        match self {
            Step::Clock(micros) => micros as f64,
            Step::Days(days) => (days * DAY) as f64,
            Step::Week => (7 * DAY) as f64,
            Step::Months(months) => f64::from(months) * 30.0 * DAY as f64,
            Step::Years(years) => years as f64 * 365.0 * DAY as f64,
        }
    }
}

fn minor(step: Step, room: Room, zone: Zone) -> Vec<Tick> {
    if let Step::Clock(micros) = step {
        return clock_ticks(micros, room, zone);
    }
    let label = |date: CivilDate| match step {
        Step::Years(_) => year_label(date.year(), room, zone),
        Step::Months(_) => words::month(date.month()).to_owned(),
        _ => date.day().to_string(),
    };
    beginnings(step, room, zone)
        .into_iter()
        .map(|(at, date)| Tick {
            at,
            label: label(date),
        })
        .collect()
}

/// The year 1 says that it is of the common era where the axis shows years before it.
fn year_label(year: i32, room: Room, zone: Zone) -> String {
    let edge = Instant::from_micros(room.from).map_or(1, |i| zone.local(i).date().year());
    if year == 1 && edge < 1 {
        "1 CE".to_owned()
    } else {
        words::year(year)
    }
}

/// Major ticks: the full name where the year changes, else the short one.
fn named(
    begun: Vec<(Instant, CivilDate)>,
    mut year: i32,
    full: Name<'_>,
    short: Name<'_>,
) -> Vec<Tick> {
    let mut out = Vec::with_capacity(begun.len());
    for (at, date) in begun {
        let label = if date.year() == year {
            short(date)
        } else {
            full(date)
        };
        year = date.year();
        out.push(Tick { at, label });
    }
    out
}

/// Where civil days, weeks, months or years begin, inside the range.
fn beginnings(step: Step, room: Room, zone: Zone) -> Vec<(Instant, CivilDate)> {
    let edge = Instant::from_micros(room.from).unwrap_or(Instant::EPOCH);
    let mut date = Some(first_at_or_before(step, zone.local(edge).date()));
    let mut out: Vec<(Instant, CivilDate)> = Vec::new();
    while let Some(day) = date {
        if let Some(at) = day_begins(day, zone) {
            if at.micros() > room.to {
                break;
            }
            if at.micros() >= room.from {
                out.push((at, day));
            }
        }
        // The storable days end somewhere, and there the next is not later.
        date = next(step, day).filter(|later| *later > day);
    }
    out
}

/// The first instant of a civil day: its midnight, or the change of the clock that skipped it.
fn day_begins(day: CivilDate, zone: Zone) -> Option<Instant> {
    match zone.resolve(LocalTime::new(day, 0, 0, 0)) {
        Resolution::Gap { change, .. } => Some(change),
        other => other.earliest(),
    }
}

fn first_at_or_before(step: Step, date: CivilDate) -> CivilDate {
    let in_year = |year: i32, month: u32| CivilDate::new(year, month, 1).unwrap_or(date);
    match step {
        Step::Clock(_) => date,
        Step::Days(n) => CivilDate::from_days(date.days().div_euclid(n) * n),
        Step::Week => date.plus_days(-(date.weekday() as i64)),
        Step::Months(n) => in_year(date.year(), (date.month() - 1) / n * n + 1),
        Step::Years(n) => in_year(year_at_or_before(date.year(), n), 1),
    }
}

fn next(step: Step, date: CivilDate) -> Option<CivilDate> {
    match step {
        Step::Clock(_) => None,
        Step::Days(n) => Some(date.plus_days(n)),
        Step::Week => Some(date.plus_days(7)),
        Step::Months(n) => Some(date.plus_months(i64::from(n))),
        Step::Years(n) => CivilDate::new(year_after(date.year(), n)?, 1, 1),
    }
}

/// The last year at or before this one that carries a tick: a multiple of `step` as people count,
/// so 100 BCE (astronomical −99), 1 CE in place of the missing 0, 100.
fn year_at_or_before(year: i32, step: i64) -> i32 {
    let year = i64::from(year);
    let found = if year >= step {
        year / step * step
    } else if year >= 1 {
        1
    } else {
        // n BCE is 1 − n.
        1 - (1 - year + step - 1) / step * step
    };
    found.clamp(
        -i64::from(Instant::YEAR_LIMIT),
        i64::from(Instant::YEAR_LIMIT),
    ) as i32
}

fn year_after(year: i32, step: i64) -> Option<i32> {
    let year = i64::from(year);
    let found = if year >= 1 {
        (year / step + 1) * step
    } else {
        let bce = (1 - year - 1) / step * step;
        if bce == 0 { 1 } else { 1 - bce }
    };
    i32::try_from(found).ok()
}

/// Ticks within days: every multiple of the step that the clock showed, as often as it did.
fn clock_ticks(step: i64, room: Room, zone: Zone) -> Vec<Tick> {
    // A day whose midnight was skipped begins at the change.
    let mut shown: Vec<(Instant, bool)> = beginnings(Step::Days(1), room, zone)
        .into_iter()
        .map(|(at, _)| (at, false))
        .collect();
    for offset in offsets(room, zone) {
        let east = i64::from(offset) * SECOND;
        let (first, last) = (room.from.saturating_add(east), room.to.saturating_add(east));
        let mut wall = first.div_euclid(step) * step;
        while wall <= last {
            let local = LocalTime::from_micros(wall);
            // Only as this offset reads it: the other reading comes with the other offset.
            let here = local.at_offset(offset);
            let reading = match zone.resolve(local) {
                Resolution::Unique(at) => Some((at, false)),
                // A step of hours shows the boundary once; the hour itself shows both.
                Resolution::Fold { earlier, .. } if step > HOUR => Some((earlier, false)),
                Resolution::Fold { .. } => here.map(|at| (at, true)),
                Resolution::Gap { .. } | Resolution::OutOfRange => None,
            };
            shown.extend(reading.filter(|(at, _)| Some(*at) == here));
            wall = wall.saturating_add(step);
        }
    }
    shown.retain(|(at, _)| (room.from..=room.to).contains(&at.micros()));
    shown.sort_by_key(|(at, twice)| (*at, !twice));
    shown.dedup_by_key(|(at, _)| *at);
    let label = |at: Instant, twice: bool| {
        let clock = clock_label(zone.local(at), step);
        if twice {
            format!("{clock} {}", words::abbreviation(zone, at))
        } else {
            clock
        }
    };
    shown
        .into_iter()
        .map(|(at, twice)| Tick {
            at,
            label: label(at, twice),
        })
        .collect()
}

/// The offsets in force within the range, seconds east of UTC.
fn offsets(room: Room, zone: Zone) -> Vec<i32> {
    let span = room.to as f64 - room.from as f64;
    // At least once an hour: no clock is moved twice in one.
    let samples = (span / HOUR as f64).clamp(2.0, 5_000.0) as u32;
    let mut found: Vec<i32> = (0..=samples)
        .map(|i| room.from as f64 + span * f64::from(i) / f64::from(samples))
        .filter_map(|at| Instant::from_micros(at as i64))
        .map(|at| zone.offset_at(at).seconds)
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn clock_label(local: LocalTime, step: i64) -> String {
    let second = local.micros_of_day() % MINUTE / SECOND;
    let millisecond = local.micros_of_day() % SECOND / 1_000;
    let clock = words::clock(local);
    if step < SECOND {
        format!("{clock}:{second:02}.{millisecond:03}")
    } else if step < MINUTE {
        format!("{clock}:{second:02}")
    } else {
        clock
    }
}

/// Whether no two labels of a level come closer than 0.8 em.
fn fits(ticks: &Ticks, room: Room) -> bool {
    let gap = 0.8 * room.size;
    let minor = ticks.minor.windows(2).all(|pair| {
        let widths: f64 = pair.iter().map(|t| text::width(&t.label, room.size)).sum();
        room.pixel(pair[1].at) - room.pixel(pair[0].at) >= widths / 2.0 + gap
    });
    let major = ticks.major.windows(2).all(|pair| {
        let width = text::width(&pair[0].label, room.size);
        room.pixel(pair[1].at) - room.pixel(pair[0].at) >= width + gap
    });
    minor && major
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(zone: Zone, y: i32, m: u32, d: u32, h: u32) -> i64 {
        let local = LocalTime::new(CivilDate::new(y, m, d).unwrap(), h, 0, 0);
        zone.resolve(local).earliest().unwrap().micros()
    }

    fn room(from: i64, to: i64) -> Room {
        Room {
            from,
            to,
            pixels: 800.0,
            size: 11.0,
        }
    }

    fn labels(ticks: &[Tick]) -> Vec<&str> {
        ticks.iter().map(|t| t.label.as_str()).collect()
    }

    #[test]
    fn a_day_of_23_hours_skips_the_hour_that_no_clock_showed() {
        let london: Zone = "Europe/London".parse().unwrap();
        let day = room(at(london, 2024, 3, 31, 0), at(london, 2024, 4, 1, 0));
        let hours = ticks(Step::Clock(HOUR), day, london);
        assert_eq!(hours.minor.len(), 24);
        assert_eq!(labels(&hours.minor)[..3], ["00:00", "02:00", "03:00"]);
        let quarters = ticks(Step::Clock(6 * HOUR), day, london);
        let gaps: Vec<i64> = quarters
            .minor
            .windows(2)
            .map(|p| (p[1].at.micros() - p[0].at.micros()) / HOUR)
            .collect();
        assert_eq!(gaps, [5, 6, 6, 6]);
    }

    #[test]
    fn a_day_of_25_hours_shows_one_hour_twice_with_its_names() {
        let london: Zone = "Europe/London".parse().unwrap();
        let day = room(at(london, 2024, 10, 27, 0), at(london, 2024, 10, 28, 0));
        let hours = ticks(Step::Clock(HOUR), day, london);
        assert_eq!(hours.minor.len(), 26);
        assert_eq!(
            labels(&hours.minor)[..4],
            ["00:00", "01:00 BST", "01:00 GMT", "02:00"]
        );
    }

    #[test]
    fn a_day_without_midnight_begins_at_the_change() {
        let sao_paulo: Zone = "America/Sao_Paulo".parse().unwrap();
        let days = room(
            at(sao_paulo, 2018, 11, 3, 12),
            at(sao_paulo, 2018, 11, 6, 0),
        );
        let ticks = ticks(Step::Days(1), days, sao_paulo);
        assert_eq!(ticks.minor[0].at.to_string(), "2018-11-04T03:00:00Z");
    }

    #[test]
    fn there_is_no_year_0_on_the_axis() {
        let utc = Zone::Utc;
        let years = room(at(utc, -3, 1, 1, 0), at(utc, 4, 1, 1, 0));
        let one = ticks(Step::Years(1), years, utc);
        assert_eq!(
            labels(&one.minor),
            ["4 BCE", "3 BCE", "2 BCE", "1 BCE", "1 CE", "2", "3", "4"]
        );
        let centuries = room(at(utc, -210, 1, 1, 0), at(utc, 210, 1, 1, 0));
        let hundred = ticks(Step::Years(100), centuries, utc);
        assert_eq!(
            labels(&hundred.minor),
            ["200 BCE", "100 BCE", "1 CE", "100", "200"]
        );
    }

    #[test]
    fn chosen_labels_keep_their_distance_on_every_scale() {
        let moscow: Zone = "Europe/Moscow".parse().unwrap();
        let from = at(moscow, 1945, 11, 4, 1);
        let mut span: i64 = 20_000;
        while span < 200_000 * 365 * DAY {
            for zone in [Zone::Utc, moscow, Zone::Fixed(25_200)] {
                let room = room(from - span / 3, from + span);
                let ticks = choose(room, zone);
                assert!(fits(&ticks, room), "{span}");
                assert!(ticks.minor.len() >= 2, "{span} {:?}", ticks.step);
            }
            span = span.saturating_mul(3);
        }
    }

    #[test]
    fn the_ends_of_time_do_not_panic() {
        let limit: i64 = 262_000 * 366 * DAY;
        for (from, to) in [(-limit, limit), (limit - 10, limit), (-limit, -limit + 5)] {
            let _ = choose(room(from, to), "Asia/Tokyo".parse().unwrap());
            let _ = choose(room(from, to), Zone::Utc);
        }
    }
}
