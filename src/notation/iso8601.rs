//! Instants and wall clocks as text: `1945-11-03T22:20:00Z`, `1945-11-04T01:20:00.5`.

use crate::model::{CivilDate, Instant, LocalTime};

/// An instant with a final `Z`, as [`Instant`] is displayed.
///
/// ```
/// use annals::notation::iso8601;
/// let at = iso8601::instant("-0043-03-15T10:00:00.25Z").unwrap();
/// assert_eq!(at.to_string(), "-0043-03-15T10:00:00.25Z");
/// assert!(iso8601::instant("1945-11-03T22:20:00").is_none());
/// ```
pub fn instant(text: &str) -> Option<Instant> {
    let local = local(text.strip_suffix('Z')?)?;
    Instant::from_micros(local.micros())
}

/// A wall clock, as [`LocalTime`] is displayed; hours and minutes are enough.
pub fn local(text: &str) -> Option<LocalTime> {
    let (date, clock) = text.split_once(['T', ' '])?;
    let date = self::date(date)?;
    let mut parts = clock.splitn(3, ':');
    let mut two = || {
        let part = parts.next()?;
        (part.len() == 2)
            .then(|| part.parse::<u32>().ok())
            .flatten()
    };
    let (hour, minute) = (two()?, two()?);
    let (second, fraction) = match parts.next() {
        None => (0, 0),
        Some(rest) => {
            let (second, fraction) = rest.split_once('.').unwrap_or((rest, ""));
            let digits = fraction.len();
            if second.len() != 2 || digits > 6 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
                return None;
            }
            let value = match digits {
                0 => 0,
                _ => fraction.parse::<i64>().ok()? * 10i64.pow(6 - digits as u32),
            };
            (second.parse::<u32>().ok()?, value)
        }
    };
    let valid = hour < 24 && minute < 60 && second < 60;
    valid.then(|| LocalTime::new(date, hour, minute, second).plus(fraction))
}

/// A date `YYYY-MM-DD`; years outside 0000 to 9999 with a sign and at least four digits.
pub fn date(text: &str) -> Option<CivilDate> {
    let (sign, body) = match text.strip_prefix('-') {
        Some(body) => (-1, body),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let mut parts = body.split('-');
    let year = parts.next().filter(|y| y.len() >= 4)?.parse::<i32>().ok()?;
    let mut two = || parts.next().filter(|p| p.len() == 2)?.parse::<u32>().ok();
    let (month, day) = (two()?, two()?);
    match parts.next() {
        None => CivilDate::new(sign * year, month, day),
        Some(_) => None,
    }
}
