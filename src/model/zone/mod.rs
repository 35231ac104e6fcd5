//! Time zones: names by `chrono_tz`, offsets by a database with the full history.
//!
//! `chrono_tz` has no `backzone`: it gives Stockholm the clock of Berlin before 1970. Offsets
//! therefore come from `tzdb`, built with it; [`chrono_tz::Tz`] stays the public name.

mod database;
mod hull;
mod resolution;

pub use database::{DATABASE_VERSION, Offset};
pub use resolution::{Fold, Resolution, UNKNOWN_EAST, UNKNOWN_WEST};

use super::{Instant, LocalTime};
use chrono_tz::Tz;
use std::fmt;
use std::str::FromStr;

/// The clock of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Zone {
    /// Coordinated Universal Time.
    Utc,
    /// A fixed offset, seconds east of UTC.
    Fixed(i32),
    /// A zone of the IANA database, with its history.
    Named(Tz),
}

impl Zone {
    /// The offset in force at an instant.
    ///
    /// ```
    /// use annals::model::{Instant, Zone};
    /// let stockholm: Zone = "Europe/Stockholm".parse().unwrap();
    /// let june_1945 = Instant::from_micros(-774_000_000_000_000).unwrap();
    /// assert_eq!(stockholm.offset_at(june_1945).seconds, 3600);
    /// ```
    pub fn offset_at(self, instant: Instant) -> Offset {
        match self {
            Zone::Utc => Offset::fixed(0, "UTC"),
            Zone::Fixed(seconds) => Offset::fixed(seconds, ""),
            Zone::Named(tz) => database::offset_at(tz, instant),
        }
    }

    /// When the offset of an instant came into force and when it ended: the instants of the
    /// changes before and after it, half-open. `None` is no such change.
    ///
    /// ```
    /// use annals::model::{Instant, Zone};
    /// let moscow: Zone = "Europe/Moscow".parse().unwrap();
    /// let november_1945 = Instant::from_micros(-762_000_000_000_000).unwrap();
    /// let (from, to) = moscow.in_force(november_1945);
    /// assert_eq!(from.unwrap().to_string(), "1930-06-20T22:00:00Z");
    /// assert_eq!(to.unwrap().to_string(), "1981-03-31T21:00:00Z");
    /// ```
    pub fn in_force(self, instant: Instant) -> (Option<Instant>, Option<Instant>) {
        match self {
            Zone::Utc | Zone::Fixed(_) => (None, None),
            Zone::Named(tz) => database::in_force(tz, instant),
        }
    }

    /// What the clock of this zone shows at an instant.
    pub fn local(self, instant: Instant) -> LocalTime {
        instant.at_offset(self.offset_at(instant).seconds)
    }

    /// Which instant, or instants, a wall clock means.
    pub fn resolve(self, local: LocalTime) -> Resolution {
        match self {
            Zone::Utc => Resolution::fixed(local, 0),
            Zone::Fixed(seconds) => Resolution::fixed(local, seconds),
            Zone::Named(tz) => Resolution::in_database(tz, local),
        }
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Zone::Utc => f.write_str("UTC"),
            Zone::Fixed(seconds) => write!(f, "UTC{}", OffsetName(*seconds)),
            Zone::Named(tz) => f.write_str(tz.name()),
        }
    }
}

/// Why a string is no zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a zone in the IANA database")]
pub struct UnknownZone(pub String);

impl UnknownZone {
    /// What to write instead.
    pub fn hint(&self) -> &'static str {
        "zone names are case-sensitive and look like `Europe/London`, `UTC` or `UTC+03:00`"
    }
}

impl FromStr for Zone {
    type Err = UnknownZone;

    /// An IANA name, `UTC`, `Z`, or a fixed offset such as `UTC+03:00`, `+0300` or `-05`.
    fn from_str(text: &str) -> Result<Zone, UnknownZone> {
        if matches!(text, "UTC" | "Z" | "Etc/UTC") {
            return Ok(Zone::Utc);
        }
        if let Some(seconds) = parse_offset(
            text.strip_prefix("UTC")
                .or(text.strip_prefix("GMT"))
                .unwrap_or(text),
        ) {
            return Ok(Zone::Fixed(seconds));
        }
        match Tz::from_str(text) {
            Ok(tz) if database::knows(tz) => Ok(Zone::Named(tz)),
            _ => Err(UnknownZone(text.to_owned())),
        }
    }
}

/// Seconds east of UTC from `+03:00`, `+0300`, `-05`, `+02:31:19`; at most 18 hours.
pub fn parse_offset(text: &str) -> Option<i32> {
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' | '−' => -1,
        _ => return None,
    };
    let mut body: String = text.chars().skip(1).filter(|c| *c != ':').collect();
    if body.len() == 1 {
        body.insert(0, '0');
    }
    if !body.bytes().all(|b| b.is_ascii_digit()) || !matches!(body.len(), 2 | 4 | 6) {
        return None;
    }
    let field = |i: usize| {
        body.get(i..i + 2)
            .map_or(Some(0), |s| s.parse::<i32>().ok())
    };
    let (hours, minutes, seconds) = (field(0)?, field(2)?, field(4)?);
    (hours <= 18 && minutes < 60 && seconds < 60)
        .then_some(sign * (hours * 3600 + minutes * 60 + seconds))
}

/// An offset as text: `+03:00`, `+02:31:19`.
#[derive(Clone, Copy, Debug)]
pub struct OffsetName(pub i32);

impl fmt::Display for OffsetName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.0.unsigned_abs();
        let sign = if self.0 < 0 { '-' } else { '+' };
        write!(f, "{sign}{:02}:{:02}", size / 3600, size / 60 % 60)?;
        if !size.is_multiple_of(60) {
            write!(f, ":{:02}", size % 60)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for name in [
            "Europe/London",
            "UTC",
            "UTC+03:00",
            "UTC-05:00",
            "UTC+02:31:19",
        ] {
            assert_eq!(name.parse::<Zone>().unwrap().to_string(), name);
        }
        assert!("Europe/Lundon".parse::<Zone>().is_err());
        assert!("UTC+99:00".parse::<Zone>().is_err());
    }
}
