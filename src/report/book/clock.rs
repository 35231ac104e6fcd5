//! Times in words: on the place's own clock, with that day's abbreviation, and in UTC.

use super::shelf::{Shelf, local_bounds};
use crate::model::calendar::{month_name, year_name};
use crate::model::instant::{HOUR, MINUTE};
use crate::model::zone::{Offset, OffsetName};
use crate::model::{CivilDate, Extent, LocalTime, Precision, Qualifier, When, Zone};

/// The time of an entry, as it is printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    /// On the first clock: `01:20`, `c. 15:00`, `by 18:00`; `—` where the day alone is known.
    pub time: String,
    /// `MSK`, `UTC+7`, `UTC`; empty where there is no clock.
    pub zone: String,
    /// On the second clock: `3 Nov 22:20Z`, or `01:20 MSK` where UTC stands first; empty where
    /// there is no clock, or both are one.
    pub second: String,
}

/// What the heading over an entry says already, and its time need not repeat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Home {
    /// The day.
    pub day: Option<CivilDate>,
    /// The year.
    pub year: Option<i32>,
}

impl Home {
    /// The heading of a shelf.
    pub fn of(shelf: Shelf) -> Home {
        Home {
            day: shelf.day(),
            year: shelf.year(),
        }
    }

    /// `4 Nov`, with the year where the heading has another or none.
    fn date(self, day: CivilDate) -> String {
        match self.year == Some(day.year()) {
            true => short_day(day),
            false => format!("{} {}", short_day(day), year_name(day.year())),
        }
    }

    /// Hour and minute, with seconds only where they were given; the day before it if the heading
    /// has another.
    fn at(self, t: LocalTime, precision: Precision) -> String {
        let (hour, minute) = t.hour_minute();
        let clock = if precision < Precision::Minute {
            let text = t.to_string();
            text.rsplit('T').next().unwrap_or_default().to_owned()
        } else {
            format!("{hour:02}:{minute:02}")
        };
        match self.day == Some(t.date()) {
            true => clock,
            false => format!("{} {clock}", self.date(t.date())),
        }
    }
}

/// The time of an event under a heading; `first` is the clock that is printed first, without it
/// the event's own.
pub fn clock(when: &When, home: Home, first: Option<Zone>) -> Clock {
    let (from, to) = local_bounds(when, first);
    if from.is_none() && to.is_none() {
        return Clock {
            time: when.edtf.clone(),
            ..Clock::default()
        };
    }
    if !when.precision.has_clock() {
        let days = (from.map(LocalTime::date), to.map(LocalTime::date));
        return Clock {
            time: qualified(days_in_words(days, home, when.extent), when.qualifier),
            ..Clock::default()
        };
    }
    let from = when.earliest.and(from);
    let time = range_in_words(from, to, home, when.precision, when.extent);
    let own = first.is_none() || first == when.zone;
    let shown = first.filter(|_| when.zone.is_some()).or(when.zone);
    // Where the time carries its date, the second clock repeats it only if it has another.
    let home = Home {
        day: home.day.or(from.map(LocalTime::date)),
        ..home
    };
    let second = match (when.zone, shown) {
        (None, _) => "zone unknown".to_owned(),
        (Some(_), Some(Zone::Utc)) if own => String::new(),
        (Some(zone), Some(Zone::Utc)) => {
            let (from, to) = local_bounds(when, Some(zone));
            let text = range_in_words(from, to, home, when.precision, when.extent);
            format!("{text} {}", zone_in_words(when, Some(zone)))
        }
        (Some(_), _) => utc_in_words(when, home),
    };
    Clock {
        time: qualified(time, when.qualifier),
        zone: zone_in_words(when, shown),
        second,
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
fn short_day(day: CivilDate) -> String {
    format!("{} {}", day.day(), short_month(day))
}

fn short_month(day: CivilDate) -> String {
    month_name(day.month()).chars().take(3).collect()
}

fn range_in_words(
    first: Option<LocalTime>,
    last: Option<LocalTime>,
    home: Home,
    precision: Precision,
    extent: Extent,
) -> String {
    match (first, last) {
        (Some(a), Some(b)) => {
            let size = b.micros().saturating_sub(a.micros());
            let (from, to) = (home.at(a, precision), home.at(b, precision));
            // Seconds and less are one point here: the last of a second prints as its fraction.
            let hour = a.hour_minute().1 == 0 && (59 * MINUTE..HOUR).contains(&size);
            if precision == Precision::Hour && hour && extent == Extent::Moment {
                // To the hour: `14 h`.
                from.replace(":00", " h")
            } else if from == to || size < MINUTE && precision < Precision::Minute {
                from
            } else {
                let join = if extent == Extent::Stretch {
                    " to "
                } else {
                    "–"
                };
                // One date before the two clocks where it is the same.
                let within = Home {
                    day: Some(a.date()),
                    ..home
                };
                format!("{from}{join}{}", within.at(b, precision))
            }
        }
        (Some(a), None) => format!("from {}", home.at(a, precision)),
        (None, Some(b)) => format!("by {}", home.at(b, precision)),
        (None, None) => String::new(),
    }
}

fn days_in_words(
    days: (Option<CivilDate>, Option<CivilDate>),
    home: Home,
    extent: Extent,
) -> String {
    let join = if extent == Extent::Stretch {
        " to "
    } else {
        "–"
    };
    match days {
        (Some(a), Some(b)) if a == b => match home.day == Some(a) {
            true => "—".to_owned(),
            false => home.date(a),
        },
        (Some(a), Some(b)) => {
            let whole_months = a.day() == 1 && b.plus_days(1).day() == 1;
            let whole_years = whole_months && a.month() == 1 && b.month() == 12;
            let year = |d: CivilDate| year_name(d.year());
            // The year once, after both, unless the heading has it.
            let tail = match home.year == Some(b.year()) {
                true => String::new(),
                false => format!(" {}", year(b)),
            };
            match (whole_years, whole_months, a.year() == b.year()) {
                (true, _, true) => format!("in {}", year(a)),
                (true, _, false) => format!("{}{join}{}", year(a), year(b)),
                (_, true, true) if a.month() == b.month() => {
                    format!("{}{tail}", month_name(a.month()))
                }
                (_, true, true) => format!("{}{join}{}{tail}", short_month(a), short_month(b)),
                (_, false, true) if a.month() == b.month() && extent == Extent::Moment => {
                    format!("{}–{}{tail}", a.day(), short_day(b))
                }
                (_, false, true) => format!("{}{join}{}{tail}", short_day(a), short_day(b)),
                (_, _, false) => format!(
                    "{} {}{join}{} {}",
                    short_day(a),
                    year(a),
                    short_day(b),
                    year(b)
                ),
            }
        }
        (Some(a), None) => format!("from {}", home.date(a)),
        (None, Some(b)) => format!("by {}", home.date(b)),
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

/// The offsets of a zone in force at the bounds of an event: one, or two where the clock was
/// changed.
pub fn offsets(when: &When, zone: Zone) -> Vec<Offset> {
    let ends = [when.earliest, when.latest.map(|l| l.shifted(-1))];
    let mut found: Vec<Offset> = Vec::new();
    for instant in ends.into_iter().flatten() {
        let offset = zone.offset_at(instant);
        if !found.contains(&offset) {
            found.push(offset);
        }
    }
    found
}

fn zone_in_words(when: &When, zone: Option<Zone>) -> String {
    let offsets = zone.map(|zone| offsets(when, zone)).unwrap_or_default();
    let names: Vec<String> = offsets.iter().map(|o| abbreviation(*o)).collect();
    names.join("/")
}

fn utc_in_words(when: &When, home: Home) -> String {
    let first = when.earliest.map(|i| i.at_offset(0));
    let last = when.latest.map(|i| i.shifted(-1).at_offset(0));
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
        let at = |when: &When, first| clock(when, Home::of(Shelf::of(when, first)), first);
        let sent = at(&cable[0].when, None);
        assert_eq!((sent.time.as_str(), sent.zone.as_str()), ("01:20", "MSK"));
        assert_eq!(sent.second, "3 Nov 22:20Z");
        assert_eq!(at(&cable[2].when, None).second, "00:15Z");
        let sent = at(&cable[0].when, Some(Zone::Utc));
        assert_eq!((sent.time.as_str(), sent.zone.as_str()), ("22:20", "UTC"));
        assert_eq!(sent.second, "4 Nov 01:20 MSK");
        let bare = clock(&cable[0].when, Home::default(), None);
        assert_eq!(bare.time, "4 Nov 1945 01:20");
    }

    #[test]
    fn days_months_and_years_without_a_clock() {
        let day = |m, d| CivilDate::new(1945, m, d);
        let words = |a, b| days_in_words((a, b), Home::of(Shelf::Year(1945)), Extent::Moment);
        assert_eq!(words(day(11, 4), day(11, 4)), "4 Nov");
        assert_eq!(words(day(11, 1), day(11, 30)), "November");
        assert_eq!(words(day(6, 1), day(8, 31)), "Jun–Aug");
        assert_eq!(words(day(1, 1), day(12, 31)), "in 1945");
        assert_eq!(words(day(10, 29), day(11, 4)), "29 Oct–4 Nov");
        assert_eq!(words(day(11, 3), day(11, 5)), "3–5 Nov");
        assert_eq!(words(None, day(11, 4)), "by 4 Nov");
        let bare = |a, b| days_in_words((a, b), Home::default(), Extent::Moment);
        assert_eq!(bare(day(11, 3), day(11, 5)), "3–5 Nov 1945");
        assert_eq!(bare(day(11, 1), day(11, 30)), "November 1945");
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
