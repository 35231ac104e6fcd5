//! From a wall clock to instants: folds and gaps are values, not guesses.

use super::{Zone, database};
use crate::model::instant::{HOUR, InstantRange, SECOND};
use crate::model::{Instant, LocalTime};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// How far east of UTC a clock can have been: hours taken off when the zone is unknown.
pub const UNKNOWN_EAST: i64 = 14 * HOUR;
/// How far west of UTC a clock can have been: hours added when the zone is unknown.
pub const UNKNOWN_WEST: i64 = 12 * HOUR;

/// The instant, or instants, that a wall clock means in a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// The clock showed it once.
    Unique(Instant),
    /// The clock was set back and showed it twice.
    Fold {
        /// The first time.
        earlier: Instant,
        /// The second time.
        later: Instant,
    },
    /// The clock was set forward and never showed it.
    Gap {
        /// Read with the offset after the change: before the change.
        before: Instant,
        /// The instant of the change.
        change: Instant,
        /// Read with the offset before the change: after the change.
        after: Instant,
    },
    /// Outside the storable range.
    OutOfRange,
}

/// What to do with a clock time that was shown twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fold {
    /// Keep both: the bounds cover them.
    #[default]
    Widen,
    /// The first of the two.
    Earlier,
    /// The second of the two.
    Later,
}

impl Resolution {
    pub(super) fn fixed(local: LocalTime, offset: i32) -> Resolution {
        local
            .at_offset(offset)
            .map_or(Resolution::OutOfRange, Resolution::Unique)
    }

    pub(super) fn in_database(tz: Tz, local: LocalTime) -> Resolution {
        let zone = Zone::Named(tz);
        // Every offset in force within 26 hours on either side of the clock read as UTC.
        let around = local.micros().div_euclid(SECOND);
        let (from, to) = (around - 26 * 3600, around + 26 * 3600);
        let mut samples = vec![from];
        samples.extend(database::changes(tz, from, to));
        samples.push(to);
        let mut offsets: Vec<i32> = samples
            .iter()
            .filter_map(|s| Instant::from_micros(s.checked_mul(SECOND)?))
            .map(|i| zone.offset_at(i).seconds)
            .collect();
        offsets.sort_unstable();
        offsets.dedup();
        let readings = |wanted: bool| {
            offsets
                .iter()
                .filter_map(|o| local.at_offset(*o).map(|i| (i, *o)))
                .filter(move |(i, o)| (zone.offset_at(*i).seconds == *o) == wanted)
                .map(|(i, _)| i)
        };
        let valid: Vec<Instant> = readings(true).collect();
        match (valid.iter().min(), valid.iter().max()) {
            (Some(a), Some(b)) if a == b => Resolution::Unique(*a),
            (Some(a), Some(b)) => Resolution::Fold {
                earlier: *a,
                later: *b,
            },
            _ => match (readings(false).min(), readings(false).max()) {
                (Some(before), Some(after)) => Resolution::Gap {
                    before,
                    change: change_between(zone, before, after),
                    after,
                },
                _ => Resolution::OutOfRange,
            },
        }
    }

    /// The first instant that the clock can mean.
    pub fn earliest(self) -> Option<Instant> {
        match self {
            Resolution::Unique(i) | Resolution::Fold { earlier: i, .. } => Some(i),
            Resolution::Gap { before, .. } => Some(before),
            Resolution::OutOfRange => None,
        }
    }

    /// The last instant that the clock can mean.
    pub fn latest(self) -> Option<Instant> {
        match self {
            Resolution::Unique(i) | Resolution::Fold { later: i, .. } => Some(i),
            Resolution::Gap { after, .. } => Some(after),
            Resolution::OutOfRange => None,
        }
    }
}

/// The instant in `(before, after]` at which the clock was changed, to the second.
fn change_between(zone: Zone, before: Instant, after: Instant) -> Instant {
    let old = zone.offset_at(before).seconds;
    let (mut low, mut high) = (
        before.micros().div_euclid(SECOND),
        after.micros().div_euclid(SECOND),
    );
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        let at = Instant::from_micros(middle * SECOND).unwrap_or(before);
        if zone.offset_at(at).seconds == old {
            low = middle;
        } else {
            high = middle;
        }
    }
    Instant::from_micros(high * SECOND).unwrap_or(after)
}

impl Zone {
    /// The instants during which the wall clock lies in `[begin, end)`, as outer bounds.
    ///
    /// A day that begins in a clock gap begins at the change; a moment inside a gap, which no
    /// clock showed, is bounded by both of its readings. `None` if out of range or empty.
    ///
    /// ```
    /// use annals::model::{CivilDate, LocalTime, Zone, zone::Fold};
    /// let moscow: Zone = "Europe/Moscow".parse().unwrap();
    /// let at = |m| LocalTime::new(CivilDate::new(1945, 11, 4).unwrap(), 1, m, 0);
    /// let range = moscow.bounds(at(20), at(21), Fold::Widen).unwrap();
    /// assert_eq!(range.earliest().unwrap().to_string(), "1945-11-03T22:20:00Z");
    /// assert_eq!(range.latest().unwrap().to_string(), "1945-11-03T22:21:00Z");
    /// ```
    pub fn bounds(self, begin: LocalTime, end: LocalTime, fold: Fold) -> Option<InstantRange> {
        let (first, last) = (self.resolve(begin), self.resolve(end.plus(-1)));
        let both_in_gap = matches!(
            (first, last),
            (Resolution::Gap { change: a, .. }, Resolution::Gap { change: b, .. }) if a == b
        );
        let earliest = match first {
            Resolution::Fold { later, .. } if fold == Fold::Later => later,
            Resolution::Gap { change, .. } if !both_in_gap => change,
            other => other.earliest()?,
        };
        let latest = match last {
            Resolution::Fold { earlier, .. } if fold == Fold::Earlier => earlier.shifted(1),
            Resolution::Gap { change, .. } if !both_in_gap => change,
            other => other.latest()?.shifted(1),
        };
        InstantRange::new(Some(earliest), Some(latest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CivilDate;

    fn zone(name: &str) -> Zone {
        name.parse().unwrap()
    }

    fn at(y: i32, m: u32, d: u32, h: u32, min: u32) -> LocalTime {
        LocalTime::new(CivilDate::new(y, m, d).unwrap(), h, min, 0)
    }

    fn shown(range: Option<InstantRange>) -> (String, String) {
        let r = range.unwrap();
        (
            r.earliest().unwrap().to_string(),
            r.latest().unwrap().to_string(),
        )
    }

    #[test]
    fn a_clock_shown_twice_keeps_both() {
        let london = zone("Europe/London");
        let (a, b) = (at(2024, 10, 27, 1, 30), at(2024, 10, 27, 1, 31));
        assert!(matches!(london.resolve(a), Resolution::Fold { .. }));
        let widened = shown(london.bounds(a, b, Fold::Widen));
        assert_eq!(widened.0, "2024-10-27T00:30:00Z");
        assert_eq!(widened.1, "2024-10-27T01:31:00Z");
        let first = shown(london.bounds(a, b, Fold::Earlier));
        assert_eq!(first.1, "2024-10-27T00:31:00Z");
    }

    #[test]
    fn a_clock_never_shown_is_bounded_by_both_readings() {
        let london = zone("Europe/London");
        let (a, b) = (at(2024, 3, 31, 1, 30), at(2024, 3, 31, 1, 31));
        assert!(matches!(london.resolve(a), Resolution::Gap { .. }));
        let range = shown(london.bounds(a, b, Fold::Widen));
        assert_eq!(range.0, "2024-03-31T00:30:00Z");
        assert_eq!(range.1, "2024-03-31T01:31:00Z");
    }

    #[test]
    fn a_day_without_midnight_begins_at_the_change() {
        // São Paulo, 4 November 2018: 00:00 became 01:00.
        let sao_paulo = zone("America/Sao_Paulo");
        let range = sao_paulo.bounds(at(2018, 11, 4, 0, 0), at(2018, 11, 5, 0, 0), Fold::Widen);
        let (a, b) = shown(range);
        assert_eq!(a, "2018-11-04T03:00:00Z");
        assert_eq!(b, "2018-11-05T02:00:00Z");
    }

    #[test]
    fn history_before_1970_is_there() {
        let offset = |name: &str, y| {
            let noon = at(y, 6, 15, 12, 0);
            let i = zone(name).resolve(noon).earliest().unwrap();
            zone(name).offset_at(i).seconds
        };
        assert_eq!(offset("Europe/Stockholm", 1945), 3600);
        assert_eq!(offset("Europe/Oslo", 1945), 7200);
        assert_eq!(offset("Europe/Copenhagen", 1945), 7200);
        assert_eq!(offset("Europe/Amsterdam", 1930), 4772);
    }
}
