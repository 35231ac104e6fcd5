//! A delay between two uncertain moments is a range.

use super::InstantRange;
use super::instant::{DAY, HOUR, MINUTE, SECOND};

/// How long something took, in microseconds: at least `shortest`, at most `longest`.
///
/// The bounds are open where the ends are half-open: a cable sent at 01:20 and received at
/// 02:45, both to the minute, took more than 84 and less than 86 minutes. `None` is unbounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DurationRange {
    /// Lower bound, microseconds; negative if the end may come before the beginning.
    pub shortest: Option<i64>,
    /// Upper bound, microseconds.
    pub longest: Option<i64>,
}

impl DurationRange {
    /// The time from one uncertain moment to another.
    ///
    /// ```
    /// use annals::model::{DurationRange, Instant, InstantRange};
    /// let minute = |m: i64| {
    ///     let at = |m: i64| Instant::from_micros(m * 60_000_000);
    ///     InstantRange::new(at(m), at(m + 1)).unwrap()
    /// };
    /// let delay = DurationRange::between(minute(80), minute(165));
    /// assert_eq!(delay.shortest, Some(84 * 60_000_000));
    /// assert_eq!(delay.longest, Some(86 * 60_000_000));
    /// ```
    pub fn between(begin: InstantRange, end: InstantRange) -> DurationRange {
        let minus =
            |a: Option<super::Instant>, b: Option<super::Instant>| Some(a?.micros() - b?.micros());
        DurationRange {
            shortest: minus(end.earliest(), begin.latest()),
            longest: minus(end.latest(), begin.earliest()),
        }
    }
}

/// A duration for people: `1 h 25 min`, `30 min`, `12 days 3 h`, `45 s`, `−2 h 10 min`.
///
/// Two units at most; what is smaller is left out, so a long duration is given to the hour.
pub fn human_duration(micros: i64) -> String {
    let sign = if micros < 0 { "−" } else { "" };
    let size = micros.unsigned_abs();
    let unit = |u: i64| u.unsigned_abs();
    let text = if size >= unit(10 * DAY) {
        let days = (size + unit(DAY) / 2) / unit(DAY);
        format!("{days} days")
    } else if size >= unit(DAY) {
        let hours = (size + unit(HOUR) / 2) / unit(HOUR);
        let (days, rest) = (hours / 24, hours % 24);
        let days = format!("{days} day{}", if days == 1 { "" } else { "s" });
        match rest {
            0 => days,
            rest => format!("{days} {rest} h"),
        }
    } else if size >= unit(HOUR) {
        let (hours, minutes) = (size / unit(HOUR), size % unit(HOUR) / unit(MINUTE));
        match minutes {
            0 => format!("{hours} h"),
            minutes => format!("{hours} h {minutes} min"),
        }
    } else if size >= unit(MINUTE) {
        let (minutes, seconds) = (size / unit(MINUTE), size % unit(MINUTE) / unit(SECOND));
        match seconds {
            0 => format!("{minutes} min"),
            seconds => format!("{minutes} min {seconds} s"),
        }
    } else if size.is_multiple_of(unit(SECOND)) {
        format!("{} s", size / unit(SECOND))
    } else {
        format!("{} µs", size)
    };
    format!("{sign}{text}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_for_people() {
        assert_eq!(human_duration(85 * MINUTE), "1 h 25 min");
        assert_eq!(human_duration(30 * MINUTE), "30 min");
        assert_eq!(human_duration(-130 * MINUTE), "−2 h 10 min");
        assert_eq!(human_duration(27 * HOUR), "1 day 3 h");
        assert_eq!(human_duration(30 * DAY), "30 days");
        assert_eq!(human_duration(0), "0 s");
    }
}
