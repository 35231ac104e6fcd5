//! Instants, wall clocks and stamps of programs as text: `1945-11-03T22:20:00Z`, `1945-11-04T01:20:00.5`.

use crate::model::instant::{DAY, HOUR, MINUTE};
use crate::model::{CivilDate, CivilSpan, Extent, Instant, LocalTime, Precision, Zone, zone};

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

/// A date without marks between its parts: `19451104`.
pub fn compact_date(text: &str) -> Option<CivilDate> {
    if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    CivilDate::new(
        text[..4].parse().ok()?,
        text[4..6].parse().ok()?,
        text[6..].parse().ok()?,
    )
}

/// A date with a clock as programs write it, the zone if it carries one, and intervals of such:
/// `2012-03-14 04:17:38.276340+00:00`, `20120314T041738Z`, `2012-03-14T04:17/+5400s`.
///
/// A fraction finer than microseconds is cut; the second 60 is the first of the next minute.
///
/// ```
/// use annals::notation::iso8601;
/// let (span, zone) = iso8601::stamp("2012-03-14 04:17:38.276340+02:00").unwrap();
/// assert_eq!(span.begin.unwrap().to_string(), "2012-03-14T04:17:38.27634");
/// assert_eq!(zone.unwrap().to_string(), "UTC+02:00");
/// assert!(iso8601::stamp("2012-03-14").is_none());
/// ```
pub fn stamp(text: &str) -> Option<(CivilSpan, Option<Zone>)> {
    let Some((from, to)) = text.split_once('/') else {
        return moment(text.trim());
    };
    let (first, zone) = either(from.trim())?;
    let (begin, first_end) = (first.begin?, first.end?);
    let mut span = first.clone();
    span.extent = Extent::Stretch;
    span.edtf.clear();
    if let Some(length) = to
        .trim()
        .strip_prefix('+')
        .and_then(|t| t.strip_suffix('s'))
    {
        // A thousand years at most.
        let length = length
            .parse::<i64>()
            .ok()
            .filter(|l| *l <= 366_000 * 86_400)?;
        let length = length * 1_000_000;
        span.end = Some(begin.plus(length));
        span.core = span.end.map(|end| (first_end, end)).filter(|(a, b)| a < b);
    } else {
        let (last, other) = either(to.trim())?;
        // The second end by the clock of the first.
        let shift = match (zone, other) {
            (Some(a), Some(b)) => seconds_east(a)? - seconds_east(b)?,
            _ => 0,
        } * 1_000_000;
        let by_first = |local: LocalTime| local.plus(shift);
        span.end = last.end.map(by_first);
        // An end with a clock is the moment at which it ended.
        if last.precision.has_clock() {
            span.end = last.begin.map(by_first).map(|end| match end == begin {
                true => begin.plus(1),
                false => end,
            });
        }
        span.core = last
            .begin
            .map(|end| (first_end, by_first(end)))
            .filter(|(a, b)| a < b);
        span.precision = span.precision.max(last.precision);
        if span.end? <= begin {
            return None;
        }
    }
    let last = span.end?.plus(-1).date();
    span.edtf = match begin.date() == last {
        true => last.to_string(),
        false => format!("{}/{last}", begin.date()),
    };
    Some((span, zone))
}

fn seconds_east(zone: Zone) -> Option<i64> {
    match zone {
        Zone::Utc => Some(0),
        Zone::Fixed(seconds) => Some(i64::from(seconds)),
        Zone::Named(_) => None,
    }
}

/// A stamp, or a day.
fn either(text: &str) -> Option<(CivilSpan, Option<Zone>)> {
    if let Some(found) = moment(text) {
        return Some(found);
    }
    let day = date(text).or_else(|| compact_date(text))?;
    let begin = LocalTime::new(day, 0, 0, 0);
    let span = CivilSpan {
        begin: Some(begin),
        end: Some(begin.plus(DAY)),
        edtf: day.to_string(),
        ..CivilSpan::default()
    };
    Some((span, None))
}

fn moment(text: &str) -> Option<(CivilSpan, Option<Zone>)> {
    // The date ends at the first `T` or blank.
    let at = text.find(['T', 't', ' '])?;
    let (day, clock) = (&text[..at], text[at + 1..].trim_start());
    let day = date(day).or_else(|| compact_date(day))?;
    let end = clock
        .find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.' | ','))
        .unwrap_or(clock.len());
    let (clock, suffix) = clock.split_at(end);
    let zone = match suffix.trim() {
        "" => None,
        "Z" | "z" | "UTC" | "GMT" => Some(Zone::Utc),
        offset => Some(match zone::parse_offset(offset)? {
            0 => Zone::Utc,
            seconds => Zone::Fixed(seconds),
        }),
    };
    let (clock, fraction) = match clock.split_once(['.', ',']) {
        Some((clock, fraction)) => (clock, Some(fraction)),
        None => (clock, None),
    };
    let digits = |t: &str| (1..=2).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = match clock.contains(':') {
        true => clock.split(':').collect(),
        false if matches!(clock.len(), 4 | 6) => (0..clock.len())
            .step_by(2)
            .map(|i| &clock[i..i + 2])
            .collect(),
        false => return None,
    };
    if !matches!(parts.len(), 2 | 3) || !parts.iter().all(|p| digits(p)) {
        return None;
    }
    let number = |i: usize| parts.get(i).map_or(Some(0i64), |p| p.parse().ok());
    let (hour, minute, second) = (number(0)?, number(1)?, number(2)?);
    let end_of_day = hour == 24 && minute == 0 && second == 0;
    if (hour > 23 && !end_of_day) || minute > 59 || second > 60 {
        return None;
    }
    let mut micros = hour * HOUR + minute * MINUTE + second * 1_000_000;
    let (width, precision) = match (parts.len(), fraction) {
        (2, None) => (MINUTE, Precision::Minute),
        (2, Some(_)) => return None,
        (_, None | Some("")) => (1_000_000, Precision::Second),
        (_, Some(fraction)) => {
            if !fraction.bytes().all(|b| b.is_ascii_digit()) {
                return None;
            }
            let six = fraction.bytes().chain(std::iter::repeat(b'0')).take(6);
            micros += six.fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'));
            match fraction.len() {
                1 => (100_000, Precision::Millisecond),
                2 => (10_000, Precision::Millisecond),
                3 => (1_000, Precision::Millisecond),
                _ => (1, Precision::Microsecond),
            }
        }
    };
    let begin = LocalTime::new(day, 0, 0, 0).plus(micros);
    let span = CivilSpan {
        begin: Some(begin),
        end: Some(begin.plus(width)),
        precision,
        edtf: begin.date().to_string(),
        ..CivilSpan::default()
    };
    Some((span, zone))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, String, Precision, Option<String>)> {
        let (span, zone) = stamp(text)?;
        let text = |l: LocalTime| l.to_string();
        let (begin, end) = (text(span.begin?), text(span.end?));
        Some((begin, end, span.precision, zone.map(|z| z.to_string())))
    }

    #[test]
    fn stamps_of_programs() {
        let begin = |text: &str| read(text).map(|r| r.0);
        assert_eq!(
            begin("2012-03-14 04:17").as_deref(),
            Some("2012-03-14T04:17:00")
        );
        assert_eq!(
            begin("20120314T041738Z").as_deref(),
            Some("2012-03-14T04:17:38")
        );
        assert_eq!(
            begin("2026-07-02T19:47:57.955519754+02:00").as_deref(),
            Some("2026-07-02T19:47:57.955519")
        );
        assert_eq!(
            begin("2016-12-31T23:59:60Z").as_deref(),
            Some("2017-01-01T00:00:00")
        );
        for wrong in [
            "2012-03-14",
            "2012-13-14 04:17",
            "2012-03-14 25:17",
            "2012-03-14 04:17 Moscow",
            "2012-03-14 4",
            "2012-03-14T04:17.5",
            "0000-00-00T00:00:00+00:00",
        ] {
            assert_eq!(begin(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn intervals_of_stamps_lasted() {
        let (begin, end, ..) = read("2012-03-14T04:00Z/2012-03-14T07:30+02:00").unwrap();
        assert_eq!(
            (begin.as_str(), end.as_str()),
            ("2012-03-14T04:00:00", "2012-03-14T05:30:00")
        );
        let (_, end, ..) = read("20120314T040000/+5400s").unwrap();
        assert_eq!(end, "2012-03-14T05:30:00");
        let (_, end, ..) = read("20120314/20120315").unwrap();
        assert_eq!(end, "2012-03-16T00:00:00");
        assert!(read("2012-03-14T04:00Z/2012-03-13T04:00Z").is_none());
    }
}
