//! EDTF's date with a clock: level 0, and negative years.

use crate::model::instant::DAY;
use crate::model::{CivilDate, CivilSpan, LocalTime, Precision, Zone};

/// `1985-04-12T23:20:30`, with a fraction, `Z`, `+04`, `+04:30` or `+0430`; `T24:00:00` is the end
/// of the day. `None` if there is no such date, clock or offset (−12:00 to +14:00).
pub(super) fn date_time(text: &str) -> Option<(CivilSpan, Option<Zone>)> {
    let (date, clock) = text.split_once('T')?;
    let date = day(date)?;
    let bytes = clock.as_bytes();
    let two = |at: usize| {
        let pair = bytes.get(at..at + 2)?;
        let digits = pair.iter().all(u8::is_ascii_digit);
        digits.then(|| i64::from(pair[0] - b'0') * 10 + i64::from(pair[1] - b'0'))
    };
    let (hour, minute, second) = (two(0)?, two(3)?, two(6)?);
    if bytes[2] != b':' || bytes[5] != b':' || minute > 59 || second > 59 {
        return None;
    }
    let rest = clock.get(8..)?;
    let (fraction, width, precision, rest) = fraction(rest)?;
    let end_of_day = hour == 24 && minute + second + fraction == 0;
    if hour > 23 && !end_of_day {
        return None;
    }
    let clock = (hour * 3600 + minute * 60 + second) * 1_000_000 + fraction;
    let begin = LocalTime::new(date, 0, 0, 0).plus(clock.min(DAY));
    let span = CivilSpan {
        begin: Some(begin),
        end: Some(begin.plus(width)),
        precision,
        edtf: begin.date().to_string(),
        ..CivilSpan::default()
    };
    Some((span, zone(rest)?))
}

fn day(text: &str) -> Option<CivilDate> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let bytes = digits.as_bytes();
    let shape = bytes.len() == 10
        && bytes.iter().enumerate().all(|(i, b)| match i {
            4 | 7 => *b == b'-',
            _ => b.is_ascii_digit(),
        });
    if !shape {
        return None;
    }
    let year: i32 = digits[..4].parse().ok()?;
    if sign < 0 && year == 0 {
        return None;
    }
    CivilDate::new(
        sign * year,
        digits[5..7].parse().ok()?,
        digits[8..].parse().ok()?,
    )
}

/// Microseconds of a fraction, the width of its last figure, and what stands behind it.
fn fraction(text: &str) -> Option<(i64, i64, Precision, &str)> {
    let Some(digits) = text.strip_prefix('.') else {
        return Some((0, 1_000_000, Precision::Second, text));
    };
    let end = digits
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(digits.len());
    if end == 0 {
        return None;
    }
    let micros = digits[..end]
        .bytes()
        .chain(std::iter::repeat(b'0'))
        .take(6)
        .fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'));
    let (width, precision) = match end {
        1 => (100_000, Precision::Millisecond),
        2 => (10_000, Precision::Millisecond),
        3 => (1_000, Precision::Millisecond),
        _ => (1, Precision::Microsecond),
    };
    Some((micros, width, precision, &digits[end..]))
}

/// The zone; the outer `None` if it is none that a clock on Earth has had.
fn zone(text: &str) -> Option<Option<Zone>> {
    match text {
        "" => return Some(None),
        "Z" => return Some(Some(Zone::Utc)),
        _ => {}
    }
    let sign = match text.as_bytes()[0] {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits = text.get(1..)?;
    let (hours, minutes) = match digits.len() {
        2 => (digits, "00"),
        4 => digits.split_at(2),
        5 => digits.split_once(':')?,
        _ => return None,
    };
    let plain = |t: &str| t.len() == 2 && t.bytes().all(|b| b.is_ascii_digit());
    if !plain(hours) || !plain(minutes) {
        return None;
    }
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let total = hours * 60 + minutes;
    let known = match sign {
        1 => total <= 14 * 60,
        // ISO 8601 forbids −00:00.
        _ => (1..=12 * 60).contains(&total),
    };
    (known && minutes < 60).then_some(Some(Zone::Fixed(sign * total * 60)))
}
