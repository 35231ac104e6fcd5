//! Instants on the one time line, and ranges of them.

use super::calendar::CivilDate;
use std::fmt;

/// Microseconds in a second, a minute, an hour and a civil day of 24 hours.
pub const SECOND: i64 = 1_000_000;
/// Microseconds in a minute.
pub const MINUTE: i64 = 60 * SECOND;
/// Microseconds in an hour.
pub const HOUR: i64 = 60 * MINUTE;
/// Microseconds in a day of 24 hours.
pub const DAY: i64 = 24 * HOUR;

/// An instant: microseconds since 1970-01-01T00:00Z, proleptic Gregorian, no leap seconds.
///
/// Microseconds, because an `i64` of nanoseconds covers the years 1677 to 2262 only.
///
/// ```
/// use annals::model::Instant;
/// assert_eq!(Instant::EPOCH.to_string(), "1970-01-01T00:00:00Z");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// 1970-01-01T00:00Z.
    pub const EPOCH: Instant = Instant(0);
    /// The last year, before and after year 0, in which an instant can be stored.
    pub const YEAR_LIMIT: i32 = 262_000;

    /// An instant from microseconds since the epoch; `None` outside ±262,000 years.
    pub fn from_micros(micros: i64) -> Option<Instant> {
        const LIMIT: i64 = 262_000 * 366 * DAY;
        (-LIMIT..=LIMIT)
            .contains(&micros)
            .then_some(Instant(micros))
    }

    /// Microseconds since 1970-01-01T00:00Z.
    pub fn micros(self) -> i64 {
        self.0
    }

    /// This instant moved by `micros` microseconds, held inside the storable range.
    pub fn shifted(self, micros: i64) -> Instant {
        Instant::from_micros(self.0.saturating_add(micros)).unwrap_or(self)
    }

    /// What a clock `offset` seconds east of UTC shows at this instant.
    pub fn at_offset(self, offset: i32) -> LocalTime {
        LocalTime(self.0 + i64::from(offset) * SECOND)
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&LocalTime(self.0), f)?;
        f.write_str("Z")
    }
}

/// What a wall clock and a calendar on the wall show, Gregorian, in no zone.
///
/// Counted like [`Instant`]: microseconds since 1970-01-01T00:00 of that wall.
///
/// ```
/// use annals::model::{CivilDate, LocalTime};
/// let t = LocalTime::new(CivilDate::new(1945, 11, 4).unwrap(), 1, 20, 0);
/// assert_eq!(t.to_string(), "1945-11-04T01:20:00");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalTime(i64);

impl LocalTime {
    /// The wall clock at `hour:minute:second` of `date`; 24:00 is the next day's midnight.
    pub fn new(date: CivilDate, hour: u32, minute: u32, second: u32) -> LocalTime {
        LocalTime(
            date.days() * DAY
                + i64::from(hour) * HOUR
                + i64::from(minute) * MINUTE
                + i64::from(second) * SECOND,
        )
    }

    /// A wall clock from microseconds since its own 1970-01-01T00:00.
    pub fn from_micros(micros: i64) -> LocalTime {
        LocalTime(micros)
    }

    /// Microseconds since 1970-01-01T00:00 of the same wall.
    pub fn micros(self) -> i64 {
        self.0
    }

    /// The civil date on the wall.
    pub fn date(self) -> CivilDate {
        CivilDate::from_days(self.0.div_euclid(DAY))
    }

    /// Microseconds since that date's 00:00.
    pub fn micros_of_day(self) -> i64 {
        self.0.rem_euclid(DAY)
    }

    /// Hour and minute on the wall.
    pub fn hour_minute(self) -> (i64, i64) {
        let of_day = self.micros_of_day();
        (of_day / HOUR, of_day % HOUR / MINUTE)
    }

    /// The wall clock `micros` microseconds later.
    pub fn plus(self, micros: i64) -> LocalTime {
        LocalTime(self.0.saturating_add(micros))
    }

    /// The instant at which a clock `offset` seconds east of UTC shows this; `None` out of range.
    pub fn at_offset(self, offset: i32) -> Option<Instant> {
        Instant::from_micros(self.0.checked_sub(i64::from(offset) * SECOND)?)
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of_day = self.micros_of_day();
        fmt::Display::fmt(&self.date(), f)?;
        let two = |n: i64| [b'0' + (n / 10 % 10) as u8, b'0' + (n % 10) as u8];
        let [a, b] = two(of_day / HOUR);
        let [c, d] = two(of_day % HOUR / MINUTE);
        let [e, g] = two(of_day % MINUTE / SECOND);
        let ascii = [b'T', a, b, b':', c, d, b':', e, g];
        f.write_str(std::str::from_utf8(&ascii).unwrap_or_default())?;
        let fraction = of_day % SECOND;
        if fraction != 0 {
            write!(f, "{}", format!(".{fraction:06}").trim_end_matches('0'))?;
        }
        Ok(())
    }
}

/// Bounds of one instant, half-open `[earliest, latest)`, never empty; `None` is unbounded.
///
/// ```
/// use annals::model::{Instant, InstantRange};
/// let a = Instant::EPOCH;
/// assert!(InstantRange::new(Some(a), Some(a)).is_none());
/// assert!(InstantRange::new(Some(a), None).is_some());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct InstantRange {
    earliest: Option<Instant>,
    latest: Option<Instant>,
}

impl InstantRange {
    /// A range; `None` if both ends are known and nothing lies between them.
    pub fn new(earliest: Option<Instant>, latest: Option<Instant>) -> Option<InstantRange> {
        match (earliest, latest) {
            (Some(a), Some(b)) if a >= b => None,
            _ => Some(InstantRange { earliest, latest }),
        }
    }

    /// First instant inside; `None` if there is no lower bound.
    pub fn earliest(self) -> Option<Instant> {
        self.earliest
    }

    /// First instant after; `None` if there is no upper bound.
    pub fn latest(self) -> Option<Instant> {
        self.latest
    }

    /// Whether every instant of `self` lies in `other`.
    pub fn within(self, other: InstantRange) -> bool {
        let begins = other
            .earliest
            .is_none_or(|o| self.earliest.is_some_and(|s| s >= o));
        let ends = other
            .latest
            .is_none_or(|o| self.latest.is_some_and(|s| s <= o));
        begins && ends
    }

    /// Whether some instant lies in both.
    pub fn meets(self, other: InstantRange) -> bool {
        let before = |a: InstantRange, b: InstantRange| matches!((a.latest, b.earliest), (Some(end), Some(start)) if end <= start);
        !before(self, other) && !before(other, self)
    }

    /// What both allow; `None` if they do not meet.
    pub fn intersection(self, other: InstantRange) -> Option<InstantRange> {
        // A missing bound is the weakest: for the earliest `None` is least already.
        let latest = match (self.latest, other.latest) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        InstantRange::new(self.earliest.max(other.earliest), latest)
    }

    /// All that either allows, and what lies between.
    pub fn hull(self, other: InstantRange) -> InstantRange {
        InstantRange {
            earliest: self.earliest.min(other.earliest),
            latest: self.latest.zip(other.latest).map(|(a, b)| a.max(b)),
        }
    }

    /// When something was that several sources tell: what all of them allow; if they cannot all be
    /// right, what any of them allows. `None` of none.
    ///
    /// ```
    /// use annals::model::{Instant, InstantRange};
    /// let range = |a, b| InstantRange::new(Instant::from_micros(a), Instant::from_micros(b)).unwrap();
    /// assert_eq!(InstantRange::of_tellings([range(0, 9), range(5, 20)]), Some(range(5, 9)));
    /// assert_eq!(InstantRange::of_tellings([range(0, 9), range(12, 20)]), Some(range(0, 20)));
    /// ```
    pub fn of_tellings(
        ranges: impl IntoIterator<Item = InstantRange, IntoIter: Clone>,
    ) -> Option<InstantRange> {
        let ranges = ranges.into_iter();
        let (mut rest, mut all) = (ranges.clone(), ranges);
        let first = rest.next()?;
        rest.try_fold(first, InstantRange::intersection)
            .or_else(|| all.by_ref().reduce(InstantRange::hull))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_only_if_not_zero() {
        let t = LocalTime::from_micros(1_500_000);
        assert_eq!(t.to_string(), "1970-01-01T00:00:01.5");
        assert_eq!(LocalTime::from_micros(0).to_string(), "1970-01-01T00:00:00");
    }

    #[test]
    fn half_open_ranges_that_touch_do_not_meet() {
        let at = |m| Instant::from_micros(m);
        let a = InstantRange::new(at(0), at(10)).unwrap();
        let b = InstantRange::new(at(10), at(20)).unwrap();
        assert!(!a.meets(b));
        assert!(a.within(InstantRange::new(at(0), None).unwrap()));
        assert_eq!(a.intersection(b), None);
        assert_eq!(a.hull(b), InstantRange::new(at(0), at(20)).unwrap());
        let open = InstantRange::new(None, at(5)).unwrap();
        assert_eq!(a.intersection(open), InstantRange::new(at(0), at(5)));
        assert_eq!(a.hull(open), InstantRange::new(None, at(10)).unwrap());
    }
}
