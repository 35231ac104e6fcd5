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

/// The instants at which the offset, or its name, changed last before `instant` and next after it.
pub(super) fn in_force(tz: Tz, instant: Instant) -> (Option<Instant>, Option<Instant>) {
    let now = offset_at(tz, instant);
    let seconds = instant.micros().div_euclid(SECOND);
    let at = |s: i64| Instant::from_micros(s.checked_mul(SECOND)?);
    let differs = |s: &i64| at(*s).is_some_and(|i| offset_at(tz, i) != now);
    // A change that leaves offset and name as they were is none.
    let before = changes(tz, i64::MIN, seconds);
    let began = before
        .iter()
        .rev()
        .find(|s| differs(&(**s - 1)))
        .and_then(|s| at(*s));
    // Beyond the table the rule goes on: look two years ahead of its last change.
    let after = changes(tz, seconds, i64::MAX);
    let ended = after.iter().find(|s| differs(s)).and_then(|s| at(*s));
    (began, ended.or_else(|| next_by_rule(tz, seconds, now)))
}

/// The first instant within 400 days at which a rule for the future changes the offset.
fn next_by_rule(tz: Tz, from: i64, now: Offset) -> Option<Instant> {
    let at = |s: i64| Instant::from_micros(s.checked_mul(SECOND)?);
    let day = (1..400).find(|d| at(from + d * 86_400).is_some_and(|i| offset_at(tz, i) != now))?;
    let (mut low, mut high) = (from + (day - 1) * 86_400, from + day * 86_400);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        match offset_at(tz, at(middle)?) == now {
            true => low = middle,
            false => high = middle,
        }
    }
    at(high)
}
