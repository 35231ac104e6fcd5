//! Where an entry stands: under its day, its month, its year, or last of all.

use crate::model::calendar::{month_name, year_name};
use crate::model::zone::{UNKNOWN_EAST, UNKNOWN_WEST};
use crate::model::{CivilDate, Extent, Instant, LocalTime, Precision, When, Zone};

/// The unit under whose heading an entry is printed, as the clock of its own place counts it.
///
/// In reading order: what is known less well stands after the rest of its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// A day, with or without a clock.
    Day(CivilDate),
    /// A month whose day is not known.
    Month(i32, u32),
    /// A year whose month is not known.
    Year(i32),
    /// Some year from the first to the last.
    Years(i32, i32),
    /// No date at all, or one that cannot be counted.
    Undated,
}

impl Shelf {
    /// The shelf of an event, by the clock that is printed first; `None` is its own.
    pub fn of(when: &When, clock: Option<Zone>) -> Shelf {
        let (first, last) = local_bounds(when, clock);
        // What lasted stands where it began; one moment within a long unit stands at its end.
        let anchor = match when.extent {
            Extent::Moment if when.precision > Precision::Day => last.or(first),
            _ => first.or(last),
        };
        let Some(date) = anchor.map(LocalTime::date) else {
            return Shelf::Undated;
        };
        match when.precision {
            p if p <= Precision::Day => Shelf::Day(date),
            Precision::Week | Precision::Month => Shelf::Month(date.year(), date.month()),
            Precision::Season | Precision::Quarter | Precision::Half | Precision::Year => {
                Shelf::Year(date.year())
            }
            _ => {
                let year = |t: Option<LocalTime>| t.map_or(date.year(), |t| t.date().year());
                Shelf::Years(year(first), year(last))
            }
        }
    }

    /// What it is sorted by.
    pub fn rank(self) -> (bool, i32, u32, u32) {
        match self {
            Shelf::Day(d) => (false, d.year(), d.month(), d.day()),
            Shelf::Month(year, month) => (false, year, month, 32),
            Shelf::Year(year) => (false, year, 13, 0),
            Shelf::Years(first, last) => (false, last, 14, first.abs_diff(last)),
            Shelf::Undated => (true, 0, 0, 0),
        }
    }

    /// The first part of an entry's number: `1945-11-04`, `1945-11`, `1945`, `undated`. Days of UTC
    /// have a `Z`, so that nobody takes their numbers for those of the places' own days.
    pub fn number(self, clock: Option<Zone>) -> String {
        let day = |year, month, cut: usize| {
            let text = CivilDate::new(year, month, 1).map_or(String::new(), |d| d.to_string());
            text[..text.len().saturating_sub(cut)].to_owned()
        };
        match self {
            Shelf::Day(d) if clock == Some(Zone::Utc) => format!("{d}Z"),
            Shelf::Day(d) => d.to_string(),
            Shelf::Month(year, month) => day(year, month, 3),
            Shelf::Year(year) => day(year, 1, 6),
            Shelf::Years(first, last) => format!("{}..{}", day(first, 1, 6), day(last, 1, 6)),
            Shelf::Undated => "undated".to_owned(),
        }
    }

    /// The heading: `Sunday 4 November 1945`; `November 1945, day not known`.
    pub fn heading(self) -> String {
        match self {
            Shelf::Day(d) => d.long_with_weekday(),
            Shelf::Month(year, month) => {
                format!("{} {}, day not known", month_name(month), year_name(year))
            }
            Shelf::Year(year) => format!("{}, month not known", year_name(year)),
            Shelf::Years(first, last) => {
                format!("Between {} and {}", year_name(first), year_name(last))
            }
            Shelf::Undated => "Undated".to_owned(),
        }
    }

    /// The same for the running head: `4 November 1945`.
    pub fn running(self) -> String {
        match self {
            Shelf::Day(d) => d.long(),
            Shelf::Month(year, month) => format!("{} {}", month_name(month), year_name(year)),
            Shelf::Year(year) => year_name(year),
            Shelf::Years(first, last) => format!("{}–{}", year_name(first), year_name(last)),
            Shelf::Undated => "undated".to_owned(),
        }
    }

    /// Its day, if it has one.
    pub fn day(self) -> Option<CivilDate> {
        match self {
            Shelf::Day(day) => Some(day),
            _ => None,
        }
    }

    /// Its year, if it has one.
    pub fn year(self) -> Option<i32> {
        match self {
            Shelf::Day(d) => Some(d.year()),
            Shelf::Month(year, _) | Shelf::Year(year) => Some(year),
            Shelf::Years(..) | Shelf::Undated => None,
        }
    }

    /// Its year and month, if it has them.
    pub fn month(self) -> Option<(i32, u32)> {
        match self {
            Shelf::Day(d) => Some((d.year(), d.month())),
            Shelf::Month(year, month) => Some((year, month)),
            _ => None,
        }
    }
}

/// The first and the last moment that a clock allows, the last one inside: the event's own, or
/// another one for an event that has a clock time and a known zone.
///
/// Where the zone is unknown the bounds were widened by every clock on earth; here that is
/// taken back, so that the written date is what remains.
pub fn local_bounds(when: &When, clock: Option<Zone>) -> (Option<LocalTime>, Option<LocalTime>) {
    if let (Some(clock), Some(_), true) = (clock, when.zone, when.precision.has_clock()) {
        let at = |instant: Option<Instant>| instant.map(|i| clock.local(i));
        return (at(when.earliest), at(when.latest.map(|l| l.shifted(-1))));
    }
    let first = when.local_begin.or_else(|| {
        let earliest = when.earliest?;
        Some(match when.zone {
            Some(zone) => zone.local(earliest),
            None => earliest.shifted(UNKNOWN_EAST).at_offset(0),
        })
    });
    let last = when.latest.map(|latest| match when.zone {
        Some(zone) => zone.local(latest.shifted(-1)),
        None => latest.shifted(-1 - UNKNOWN_WEST).at_offset(0),
    });
    (first, last)
}

/// What an entry is sorted by within its shelf: those with a clock first, then by time.
pub fn within(when: &When) -> (bool, i64, i64) {
    let (first, last) = local_bounds(when, None);
    let at = |instant: Option<Instant>, local: Option<LocalTime>| {
        // An unknown clock is read as UTC here: its widened bounds would put it a day off.
        match when.zone {
            Some(_) => instant.map(Instant::micros),
            None => local.map(LocalTime::micros),
        }
    };
    let (from, to) = (at(when.earliest, first), at(when.latest, last));
    let to = to.unwrap_or(i64::MAX);
    (!when.precision.has_clock(), from.unwrap_or(to), to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Zone;
    use crate::report::sample;

    #[test]
    fn what_is_known_less_well_stands_after_its_unit() {
        let day = |d| Shelf::Day(CivilDate::new(1945, 11, d).unwrap());
        let order = [
            day(4),
            day(30),
            Shelf::Month(1945, 11),
            Shelf::Month(1945, 12),
            Shelf::Year(1945),
            Shelf::Years(1940, 1949),
            Shelf::Undated,
        ];
        assert!(order.windows(2).all(|w| w[0].rank() < w[1].rank()));
        assert_eq!(day(4).number(None), "1945-11-04");
        assert_eq!(Shelf::Month(1945, 11).number(None), "1945-11");
        assert_eq!(Shelf::Year(-43).number(None), "-0043");
    }

    #[test]
    fn the_day_is_the_one_on_the_places_own_wall() {
        // 22:20Z on the 3rd was 01:20 on the 4th in Sochi.
        let sent = &sample::cable()[0];
        let heading = |clock| Shelf::of(&sent.when, clock).heading();
        assert_eq!(heading(None), "Sunday 4 November 1945");
        assert_eq!(heading(Some(Zone::Utc)), "Saturday 3 November 1945");
    }
}
