//! Lookups in the time-zone database.

use crate::model::Instant;
use crate::model::instant::SECOND;
use chrono_tz::Tz;

/// Version of the time-zone data that answers, history before 1970 (`backzone`) included.
pub const DATABASE_VERSION: &str = tzdb::VERSION;

/// An offset from UTC as a zone had it at some instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offset {
    /// Seconds east of UTC.
    pub seconds: i32,
    /// The database's abbreviation, such as `MSK`; empty for a fixed offset.
    pub abbreviation: &'static str,
}

impl Offset {
    pub(super) fn fixed(seconds: i32, abbreviation: &'static str) -> Offset {
        Offset {
            seconds,
            abbreviation,
        }
    }
}

fn zone(tz: Tz) -> Option<tz::TimeZoneRef<'static>> {
    tzdb::tz_by_name(tz.name())
}

/// Whether the database has data for this name.
pub(super) fn knows(tz: Tz) -> bool {
    zone(tz).is_some()
}

/// The offset in force at an instant.
pub(super) fn offset_at(tz: Tz, instant: Instant) -> Offset {
    let seconds = instant.micros().div_euclid(SECOND);
    let found = zone(tz).and_then(|z| {
        // A rule for the far future cannot be evaluated beyond some years: take its last answer.
        const FAR: i64 = 60_000 * 366 * 86_400;
        let kind = z.find_local_time_type(seconds.clamp(-FAR, FAR)).ok()?;
        // The reference is copied out of static data; its designation lives as long.
        let index = z.local_time_types().iter().position(|t| t == kind);
        let kind: &'static tz::LocalTimeType = index.map_or(kind, |i| &z.local_time_types()[i]);
        Some(Offset::fixed(
            kind.ut_offset(),
            kind.time_zone_designation(),
        ))
    });
    // `Zone::from_str` admits known names only.
    found.unwrap_or(Offset::fixed(0, "UTC"))
}

/// Instants, in seconds, at which the offset may change within `(from, to]`.
pub(super) fn changes(tz: Tz, from: i64, to: i64) -> Vec<i64> {
    let Some(z) = zone(tz) else {
        return Vec::new();
    };
    let all = z.transitions();
    let first = all.partition_point(|t| t.unix_leap_time() <= from);
    all[first..]
        .iter()
        .map(tz::timezone::Transition::unix_leap_time)
        .take_while(|t| *t <= to)
        .collect()
}
