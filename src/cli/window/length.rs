//! A length of time as people type it: `6h`, `90 min`, `3 days`, `PT6H`.

use super::words::Words;
use crate::error::Result;
use crate::model::instant::{DAY, HOUR, MINUTE, SECOND};

const HINT: &str =
    "write `90 min`, `6h`, `3d`, `2 weeks` or `PT6H`; months differ in length, give days";

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// In microseconds.
    pub micros: i64,
    /// Whether it was given in days or weeks, so that civil days are meant.
    pub civil: bool,
}

impl Length {
    /// In whole days, if it was given so.
    pub fn days(self) -> Option<i64> {
        self.civil.then_some(self.micros / DAY)
    }
}

/// Reads a length of time.
///
/// # Errors
/// Words that are none.
pub fn length(words: Words<'_>) -> Result<Length> {
    let text = words.text();
    let refuse = || words.wrong(format!("`{text}` is no length of time"), HINT);
    let iso = text.strip_prefix('P').map(|rest| rest.replace('T', ""));
    let lower = iso.unwrap_or_else(|| text.to_owned()).to_lowercase();
    let mut rest = lower.as_str().trim();
    let mut out = Length {
        micros: 0,
        civil: true,
    };
    if rest.is_empty() {
        return Err(refuse());
    }
    while !rest.is_empty() {
        let digits = rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len());
        let number: i64 = rest[..digits].parse().map_err(|_| refuse())?;
        rest = rest[digits..].trim_start();
        let letters = rest
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(rest.len());
        let unit = match &rest[..letters] {
            "s" | "sec" | "second" | "seconds" => SECOND,
            // `P6M` is six months, `PT6M` six minutes.
            "m" if text.starts_with('P') && !text.contains('T') => return Err(refuse()),
            "m" | "min" | "mins" | "minute" | "minutes" => MINUTE,
            "h" | "hour" | "hours" => HOUR,
            "d" | "day" | "days" => DAY,
            "w" | "week" | "weeks" => 7 * DAY,
            "fortnight" | "fortnights" => 14 * DAY,
            _ => return Err(refuse()),
        };
        out.civil &= unit >= DAY;
        let more = number
            .checked_mul(unit)
            .and_then(|m| out.micros.checked_add(m));
        // A hundred thousand years are enough, and leave room to add.
        out.micros = more.filter(|m| *m <= 36_525_000 * DAY).ok_or_else(refuse)?;
        rest = rest[letters..].trim_start();
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(i64, bool)> {
        let length = length(Words::new(text)).ok()?;
        Some((length.micros, length.civil))
    }

    #[test]
    fn lengths_as_people_type_them() {
        assert_eq!(read("6h"), Some((6 * HOUR, false)));
        assert_eq!(read("1 h 30 min"), Some((90 * MINUTE, false)));
        assert_eq!(read("3d"), Some((3 * DAY, true)));
        assert_eq!(read("2 weeks"), Some((14 * DAY, true)));
        assert_eq!(read("PT6H"), Some((6 * HOUR, false)));
        assert_eq!(read("P1DT6H"), Some((30 * HOUR, false)));
        for wrong in [
            "",
            "six",
            "6",
            "h",
            "3 months",
            "P6M",
            "-3d",
            "99999999999999999999d",
            "9999999999d",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
