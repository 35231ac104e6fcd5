//! Dates, clocks and zones as a chart says them.

use crate::model::calendar::month_name;
pub use crate::model::calendar::year_name as year;
use crate::model::instant::DAY;
use crate::model::zone::{DATABASE_VERSION, OffsetName};
use crate::model::{
    Calendar, CivilDate, Event, Instant, LocalTime, Precision, Qualifier, When, Zone,
    human_duration,
};
use std::collections::BTreeSet;

/// A month in three letters.
pub fn month(month: u32) -> &'static str {
    month_name(month).get(..3).unwrap_or("")
}

/// `4 Nov 1945`.
pub fn date(date: CivilDate) -> String {
    format!("{} {}", day_and_month(date), year(date.year()))
}

/// `4 Nov`.
pub fn day_and_month(date: CivilDate) -> String {
    format!("{} {}", date.day(), month(date.month()))
}

/// `01:20`.
pub fn clock(local: LocalTime) -> String {
    let (hour, minute) = local.hour_minute();
    format!("{hour:02}:{minute:02}")
}

/// How a zone is called at an instant: `MSK`, or `UTC+07:00` where it has no letters.
pub fn abbreviation(zone: Zone, at: Instant) -> String {
    let offset = zone.offset_at(at);
    if offset.abbreviation.starts_with(|c: char| c.is_alphabetic()) {
        offset.abbreviation.to_owned()
    } else {
        offset_name(offset.seconds)
    }
}

/// `UTC+07:00`; `UTC` for no offset.
pub fn offset_name(seconds: i32) -> String {
    if seconds == 0 {
        "UTC".to_owned()
    } else {
        format!("UTC{}", OffsetName(seconds))
    }
}

/// The clocks of a zone between two instants, in the order in which they come: `EWT UTC-04:00`.
///
/// The range is sampled, so a clock kept for less than a two-hundredth of it may be missed.
pub fn clocks(zone: Zone, from: i64, to: i64) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for i in 0..=200 {
        let at = from as f64 + (to as f64 - from as f64) * f64::from(i) / 200.0;
        let Some(at) = Instant::from_micros(at as i64) else {
            continue;
        };
        let (name, offset) = (
            abbreviation(zone, at),
            offset_name(zone.offset_at(at).seconds),
        );
        let clock = if name == offset {
            name
        } else {
            format!("{name} {offset}")
        };
        if !names.contains(&clock) {
            names.push(clock);
        }
    }
    names
}

/// Zone, calendar and version of the database, as they stand under every chart.
pub fn basis(zone: Zone, from: i64, to: i64) -> String {
    let clocks = clocks(zone, from, to);
    let zone = match zone {
        Zone::Named(_) if clocks.len() <= 3 => {
            format!("{zone} civil time ({})", clocks.join(", "))
        }
        Zone::Named(_) => format!("{zone} civil time ({} different clocks)", clocks.len()),
        Zone::Utc | Zone::Fixed(_) => zone.to_string(),
    };
    format!("{zone} · Gregorian · tzdb {DATABASE_VERSION}")
}

/// The clocks by which the events were turned into instants, as they stand under charts without an
/// axis of time.
pub fn clocks_of(events: &[Event]) -> String {
    let zones: BTreeSet<String> = events
        .iter()
        .filter_map(|e| Some(e.when.zone?.to_string()))
        .collect();
    let clocks = match zones.len() {
        0 => "clocks not known".to_owned(),
        1 => format!("clock of {}", zones.into_iter().collect::<String>()),
        2..=3 => {
            let zones: Vec<String> = zones.into_iter().collect();
            format!("clocks of {}", zones.join(", "))
        }
        n => format!("{n} clocks"),
    };
    format!("{clocks} · Gregorian · tzdb {DATABASE_VERSION}")
}

/// How many dates were written in the Julian calendar, where the axis is Gregorian; `None` if none.
pub fn old_style(events: &[Event]) -> Option<String> {
    let julian = |e: &&Event| e.when.calendar == Calendar::Julian && e.when.bounds().is_some();
    let n = events.iter().filter(julian).count();
    (n > 0).then(|| {
        format!(
            "{} written in Old Style (Julian), drawn in New Style",
            count(n, "date")
        )
    })
}

/// How much of a date must be said, because the axis does not say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// The clock only: the day is on the axis.
    Clock,
    /// Day and month: the year is on the axis.
    Day,
    /// All of it.
    Year,
}

/// When an event was, by its own clock: `4 Nov 1945 01:20 MSK`, `c. Nov 1945`, `before 5 Nov 1945`.
pub fn when(event: &Event, fallback: Zone, detail: Detail) -> String {
    let when = &event.when;
    let zone = when.zone.unwrap_or(fallback);
    let day = |d: CivilDate| match detail {
        Detail::Year => date(d),
        Detail::Clock | Detail::Day => day_and_month(d),
    };
    let text = match (when.earliest, when.latest) {
        (None, None) => "undated".to_owned(),
        (Some(bound), None) | (None, Some(bound)) if when.precision.has_clock() => {
            let local = zone.local(bound);
            let name = abbreviation(zone, bound);
            let side = if when.latest.is_none() {
                "from"
            } else {
                "before"
            };
            match detail {
                Detail::Clock => format!("{side} {} {name}", clock(local)),
                _ => format!("{side} {} {} {name}", day(local.date()), clock(local)),
            }
        }
        (Some(from), None) => format!("from {}", day(zone.local(from).date())),
        // Half-open: before midnight of the 5th is before the 5th.
        (None, Some(to)) => format!("before {}", day(zone.local(to).date())),
        (Some(from), Some(to)) if when.precision.has_clock() => {
            // Where the zone is unknown the bounds are widened; the written clock is not.
            let local = when.local_begin.unwrap_or_else(|| zone.local(from));
            let name = when.zone.map_or("zone unknown".to_owned(), |zone| {
                short_offset(&abbreviation(zone, from)).to_owned()
            });
            // What could have been a day and more is not known by its clock.
            let wide = when.zone.is_some() && to.micros().saturating_sub(from.micros()) > DAY;
            match (detail, wide) {
                (_, true) => format!("{} – {}", day(local.date()), day(zone.local(to).date())),
                (Detail::Clock, false) => format!("{} {name}", clock(local)),
                (_, false) => format!("{} {} {name}", day(local.date()), clock(local)),
            }
        }
        (Some(from), Some(to)) => days(when, zone.local(from), zone.local(to.shifted(-1)), day),
    };
    let circa = matches!(when.qualifier, Qualifier::Approximate | Qualifier::Both);
    let doubt = matches!(when.qualifier, Qualifier::Uncertain | Qualifier::Both);
    format!(
        "{}{text}{}",
        if circa { "c. " } else { "" },
        if doubt { "?" } else { "" }
    )
}

/// An offset without `UTC` before it is short, and after a clock it cannot be misread.
fn short_offset(name: &str) -> &str {
    match name.strip_prefix("UTC") {
        Some(offset) if !offset.is_empty() => offset,
        _ => name,
    }
}

/// A date to the day or coarser, in words.
fn days(
    when: &When,
    from: LocalTime,
    last: LocalTime,
    day: impl Fn(CivilDate) -> String,
) -> String {
    // An unknown zone widens the bounds by a day and more: then only the first written day holds.
    let first = when.local_begin.unwrap_or(from).date();
    let last = if when.zone.is_some() {
        last.date()
    } else {
        first
    };
    let same_year = first.year() == last.year();
    match when.precision {
        Precision::Month if same_year && first.month() == last.month() => {
            format!("{} {}", month(first.month()), year(first.year()))
        }
        Precision::Year if same_year => year(first.year()),
        _ if first >= last => day(first),
        _ if same_year => format!("{} – {}", day_and_month(first), day(last)),
        _ => format!("{} – {}", date(first), date(last)),
    }
}

/// What an event is, in one line: its label, else message and stage.
pub fn what(event: &Event) -> String {
    let label = super::text::clean(&event.label);
    if !label.is_empty() {
        return label;
    }
    let stage = event.stage.as_ref().map_or("", |stage| stage.name());
    super::text::clean(&format!("{} {stage}", event.message_id))
}

/// `1 event`, `3 events`.
pub fn count(n: usize, noun: &str) -> String {
    format!("{} {noun}{}", number(n), if n == 1 { "" } else { "s" })
}

/// A number with thin groups of thousands: `12,345`.
pub fn number(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A duration for people, in years where days would be too many.
pub fn duration(micros: i64) -> String {
    const YEAR: f64 = 365.2425 * DAY as f64;
    if micros as f64 >= 3.0 * YEAR {
        format!("{} years", number((micros as f64 / YEAR).round() as usize))
    } else {
        human_duration(micros)
    }
}

/// From when to when, as short as it can be said: `4 Nov 1945 01:20 to 03:15 MSK`.
pub fn from_to(zone: Zone, from: Instant, to: Instant, with_clock: bool) -> String {
    let (a, b) = (zone.local(from), zone.local(to));
    let (first, last) = (date(a.date()), date(b.date()));
    if !with_clock {
        return if first == last {
            first
        } else {
            format!("{first} to {last}")
        };
    }
    let (old, new) = (abbreviation(zone, from), abbreviation(zone, to));
    let begin = format!("{first} {}", clock(a));
    let end = match first == last {
        true if clock(a) == clock(b) => return format!("{begin} {new}"),
        true => clock(b),
        false => format!("{last} {}", clock(b)),
    };
    if old == new {
        format!("{begin} to {end} {new}")
    } else {
        format!("{begin} {old} to {end} {new}")
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn there_is_no_year_0() {
        assert_eq!(year(1), "1");
        assert_eq!(year(0), "1 BCE");
        assert_eq!(year(-43), "44 BCE");
    }

    #[test]
    fn a_clock_is_given_with_the_abbreviation_of_its_day() {
        let cable = samples::cable();
        assert_eq!(
            when(&cable[0], Zone::Utc, Detail::Year),
            "4 Nov 1945 01:20 MSK"
        );
        assert_eq!(when(&cable[0], Zone::Utc, Detail::Clock), "01:20 MSK");
    }

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(number(1), "1");
        assert_eq!(number(1_000_000), "1,000,000");
        assert_eq!(count(1, "event"), "1 event");
    }

    #[test]
    fn the_basis_names_zone_and_clock() {
        let at = samples::cable()[0].when.earliest.map_or(0, Instant::micros);
        let moscow: Zone = "Europe/Moscow".parse().unwrap();
        let basis = basis(moscow, at, at + DAY);
        assert!(basis.starts_with("Europe/Moscow civil time (MSK UTC+03:00) · Gregorian · tzdb "));
    }
}
