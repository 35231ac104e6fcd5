//! Times in words: on the place's own clock, with that day's abbreviation, and in UTC.

use super::shelf::{Shelf, local_bounds};
use crate::model::calendar::{month_name, year_name};
use crate::model::instant::{HOUR, MINUTE};
use crate::model::zone::{Offset, OffsetName};
use crate::model::{CivilDate, Extent, LocalTime, Precision, Qualifier, When, Zone};

/// The time of an entry, as it is printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    /// `01:20`, `c. 15:00`, `by 18:00`; `—` where the day alone is known.
    pub time: String,
    /// `MSK`, `UTC+7`; empty where there is no clock.
    pub zone: String,
    /// `3 Nov 22:20Z`; empty where there is no clock or the clock is UTC.
    pub utc: String,
}

/// The time of an event under the heading of `shelf`.
pub fn clock(when: &When, shelf: Shelf) -> Clock {
    let (first, last) = local_bounds(when);
    if first.is_none() && last.is_none() {
        return Clock {
            time: when.edtf.clone(),
            ..Clock::default()
        };
    }
    if !when.precision.has_clock() {
        let days = (first.map(LocalTime::date), last.map(LocalTime::date));
        return Clock {
            time: qualified(days_in_words(days, shelf, when.extent), when.qualifier),
            ..Clock::default()
        };
    }
    let home = match shelf {
        Shelf::Day(day) => Some(day),
        _ => None,
    };
    let first = when.earliest.and(first);
    let time = range_in_words(first, last, home, when.precision, when.extent);
    Clock {
        time: qualified(time, when.qualifier),
        zone: zone_in_words(when),
        utc: utc_in_words(when, home),
    }
}

/// `c.` and `?` for what EDTF marks `~` and `?`.
fn qualified(time: String, qualifier: Qualifier) -> String {
    match qualifier {
        Qualifier::Exact => time,
        Qualifier::Uncertain => format!("{time}?"),
        Qualifier::Approximate => format!("c. {time}"),
        Qualifier::Both => format!("c. {time}?"),
    }
}

/// `4 Nov`.
pub fn short_day(day: CivilDate) -> String {
    format!("{} {}", day.day(), short_month(day))
}

fn short_month(day: CivilDate) -> String {
    month_name(day.month()).chars().take(3).collect()
}

/// Hour and minute, with seconds only where they were given; the day before it if it differs.
fn at(t: LocalTime, home: Option<CivilDate>, precision: Precision) -> String {
    let (hour, minute) = t.hour_minute();
    let clock = if precision < Precision::Minute {
        let text = t.to_string();
        text.rsplit('T').next().unwrap_or_default().to_owned()
    } else {
        format!("{hour:02}:{minute:02}")
    };
    if home == Some(t.date()) {
        clock
    } else {
        format!("{} {clock}", short_day(t.date()))
    }
}

fn range_in_words(
    first: Option<LocalTime>,
    last: Option<LocalTime>,
    home: Option<CivilDate>,
    precision: Precision,
    extent: Extent,
) -> String {
    match (first, last) {
        (Some(a), Some(b)) => {
            let size = b.micros().saturating_sub(a.micros());
            let (from, to) = (at(a, home, precision), at(b, home, precision));
            // Seconds and less are one point here: the last of a second prints as its fraction.
            let hour = a.hour_minute().1 == 0 && (59 * MINUTE..HOUR).contains(&size);
            if precision == Precision::Hour && hour && extent == Extent::Moment {
                // To the hour: `14 h`.
                from.replace(":00", " h")
            } else if from == to || size < MINUTE && precision < Precision::Minute {
                from
            } else if extent == Extent::Stretch {
                format!("{from} to {to}")
            } else {
                format!("{from}–{to}")
            }
        }
        (Some(a), None) => format!("from {}", at(a, home, precision)),
        (None, Some(b)) => format!("by {}", at(b, home, precision)),
        (None, None) => String::new(),
    }
}

fn days_in_words(
    days: (Option<CivilDate>, Option<CivilDate>),
    shelf: Shelf,
    extent: Extent,
) -> String {
    let join = if extent == Extent::Stretch {
        " to "
    } else {
        "–"
    };
    match days {
        (Some(a), Some(b)) if a == b => match shelf {
            Shelf::Day(day) if day == a => "—".to_owned(),
            _ => short_day(a),
        },
        (Some(a), Some(b)) => {
            let whole_months = a.day() == 1 && b.plus_days(1).day() == 1;
            let whole_years = whole_months && a.month() == 1 && b.month() == 12;
            let year = |d: CivilDate| year_name(d.year());
            match (whole_years, whole_months, a.year() == b.year()) {
                (true, _, true) => format!("in {}", year(a)),
                (true, _, false) => format!("{}{join}{}", year(a), year(b)),
                (_, true, true) if a.month() == b.month() => month_name(a.month()).to_owned(),
                (_, true, true) => format!("{}{join}{}", short_month(a), short_month(b)),
                (_, false, true) if a.month() == b.month() && extent == Extent::Moment => {
                    format!("{}–{}", a.day(), short_day(b))
                }
                (_, false, true) => format!("{}{join}{}", short_day(a), short_day(b)),
                (_, _, false) => format!(
                    "{} {}{join}{} {}",
                    short_day(a),
                    year(a),
                    short_day(b),
                    year(b)
                ),
            }
        }
        (Some(a), None) => format!("from {}", short_day(a)),
        (None, Some(b)) => format!("by {}", short_day(b)),
        (None, None) => String::new(),
    }
}

/// The abbreviation of an offset: the database's letters, else `UTC+7`.
pub fn abbreviation(offset: Offset) -> String {
    if offset
        .abbreviation
        .starts_with(|c: char| c.is_ascii_alphabetic())
    {
        return offset.abbreviation.to_owned();
    }
    let name = OffsetName(offset.seconds).to_string();
    let (sign, size) = name.split_at(1);
    let size = size.strip_suffix(":00").unwrap_or(size);
    let size = size.strip_prefix('0').unwrap_or(size);
    format!("UTC{}{size}", if sign == "-" { "−" } else { sign })
}

/// The offsets in force at the bounds of an event: one, or two where the clock was changed.
pub fn offsets(when: &When) -> Vec<(Zone, Offset)> {
    let Some(zone) = when.zone else {
        return Vec::new();
    };
    let ends = [when.earliest, when.latest.map(|l| l.shifted(-1))];
    let mut found: Vec<(Zone, Offset)> = Vec::new();
    for instant in ends.into_iter().flatten() {
        let offset = zone.offset_at(instant);
        if found.iter().all(|(_, o)| *o != offset) {
            found.push((zone, offset));
        }
    }
    found
}

fn zone_in_words(when: &When) -> String {
    let names: Vec<String> = offsets(when)
        .iter()
        .map(|(_, o)| abbreviation(*o))
        .collect();
    names.join("/")
}

fn utc_in_words(when: &When, home: Option<CivilDate>) -> String {
    match when.zone {
        None => return "zone unknown".to_owned(),
        Some(Zone::Utc) => return String::new(),
        Some(_) => {}
    }
    let first = when.earliest.map(|i| i.at_offset(0));
    let last = when.latest.map(|i| i.shifted(-1).at_offset(0));
    // One point needs its date once, and only where it is not the day of the heading.
    let last = match (first, last) {
        (Some(a), Some(b)) if a.date() == b.date() => {
            let text = range_in_words(first, last, Some(a.date()), when.precision, when.extent);
            return if home == Some(a.date()) {
                format!("{text}Z")
            } else {
                format!("{} {text}Z", short_day(a.date()))
            };
        }
        (_, last) => last,
    };
    format!(
        "{}Z",
        range_in_words(first, last, home, when.precision, when.extent)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn utc_carries_its_date_where_it_differs() {
        let cable = sample::cable();
        let sent = clock(&cable[0].when, Shelf::of(&cable[0].when));
        assert_eq!((sent.time.as_str(), sent.zone.as_str()), ("01:20", "MSK"));
        assert_eq!(sent.utc, "3 Nov 22:20Z");
        let last = clock(&cable[2].when, Shelf::of(&cable[2].when));
        assert_eq!(last.utc, "00:15Z");
    }

    #[test]
    fn days_months_and_years_without_a_clock() {
        let day = |m, d| CivilDate::new(1945, m, d);
        let words = |a, b| days_in_words((a, b), Shelf::Year(1945), Extent::Moment);
        assert_eq!(words(day(11, 4), day(11, 4)), "4 Nov");
        assert_eq!(words(day(11, 1), day(11, 30)), "November");
        assert_eq!(words(day(6, 1), day(8, 31)), "Jun–Aug");
        assert_eq!(words(day(1, 1), day(12, 31)), "in 1945");
        assert_eq!(words(day(10, 29), day(11, 4)), "29 Oct–4 Nov");
        assert_eq!(words(day(11, 3), day(11, 5)), "3–5 Nov");
        assert_eq!(words(None, day(11, 4)), "by 4 Nov");
    }

    #[test]
    fn offsets_without_letters_are_named_by_their_size() {
        let name = |text: &str| {
            let zone: Zone = text.parse().unwrap();
            abbreviation(zone.offset_at(crate::model::Instant::EPOCH))
        };
        assert_eq!(name("UTC+07:00"), "UTC+7");
        assert_eq!(name("UTC-05:30"), "UTC−5:30");
        assert_eq!(name("Europe/Moscow"), "MSK");
    }
}
