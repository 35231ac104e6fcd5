//! The wall-clock times that a zone shows between two instants.

use super::{Zone, database};
use crate::model::instant::{HOUR, SECOND};
use crate::model::{Instant, LocalTime};

/// No clock was ever set by more than this.
const LONGEST_CHANGE: i64 = 26 * HOUR;

impl Zone {
    /// The first and the last wall-clock moment shown in `[from, to)`, the last one excluded.
    ///
    /// These need not be the clock's times at the two instants: a clock that is set back shows
    /// earlier times later, and where it is set back past midnight the date before once more.
    ///
    /// ```
    /// use annals::model::{Instant, Zone};
    /// // St. John's, 29 October 2006: at 00:01 the clock was set back to 23:01 of the 28th.
    /// let zone: Zone = "America/St_Johns".parse().unwrap();
    /// let midnight = Instant::from_micros(1_162_089_000_000_000).unwrap();
    /// let (first, last) = zone.wall_hull(midnight, midnight.shifted(120_000_000));
    /// assert_eq!(first.to_string(), "2006-10-28T23:01:00");
    /// assert_eq!(last.to_string(), "2006-10-29T00:01:00");
    /// ```
    pub fn wall_hull(self, from: Instant, to: Instant) -> (LocalTime, LocalTime) {
        let before = |at: Instant| self.local(at.shifted(-1)).plus(1);
        let (mut first, mut last) = (self.local(from), before(to));
        if let Zone::Named(tz) = self {
            let (a, b) = (from.micros(), to.micros());
            let near = |a: i64, b: i64| -> Vec<Instant> {
                let seconds = (a.div_euclid(SECOND), b.div_euclid(SECOND));
                database::changes(tz, seconds.0, seconds.1)
                    .into_iter()
                    .filter_map(|s| Instant::from_micros(s.checked_mul(SECOND)?))
                    .filter(|i| *i > from && *i < to)
                    .collect()
            };
            for change in near(a, b.min(a.saturating_add(LONGEST_CHANGE))) {
                first = first.min(self.local(change));
            }
            for change in near(a.max(b.saturating_sub(LONGEST_CHANGE)), b) {
                last = last.max(before(change));
            }
        }
        (first, last)
    }
}
