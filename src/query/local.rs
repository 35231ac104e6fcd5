//! The civil dates of an event, by the clock that tells it.

use crate::model::zone::{Resolution, UNKNOWN_EAST, UNKNOWN_WEST};
use crate::model::{Event, Instant, LocalTime, Zone};

/// The first wall-clock moment of an event: in `zone` if one is wanted and the event has a clock,
/// else on its own wall.
pub fn local_begin(event: &Event, zone: Option<Zone>) -> Option<LocalTime> {
    let when = &event.when;
    match wanted(event, zone) {
        Some(zone) => when.earliest.map(|at| zone.local(at)),
        None => when.local_begin.or_else(|| own(event, when.earliest?)),
    }
}

/// The first wall-clock moment after an event.
pub fn local_end(event: &Event, zone: Option<Zone>) -> Option<LocalTime> {
    let latest = event.when.latest?;
    match wanted(event, zone) {
        Some(zone) => Some(zone.local(latest.shifted(-1)).plus(1)),
        None => own(event, latest),
    }
}

fn wanted(event: &Event, zone: Option<Zone>) -> Option<Zone> {
    zone.filter(|_| event.when.precision.has_clock())
}

/// The wall clock just before an instant, moved back over it: right at a clock change too.
fn own(event: &Event, at: Instant) -> Option<LocalTime> {
    match event.when.zone {
        Some(zone) => Some(never_shown(event, zone, at).unwrap_or_else(|| {
            let before = zone.local(at.shifted(-1));
            before.plus(1)
        })),
        // The bounds of an unknown zone were widened by these.
        None if event.when.latest == Some(at) => {
            Some(LocalTime::from_micros(at.shifted(-UNKNOWN_WEST).micros()))
        }
        None => Some(LocalTime::from_micros(at.shifted(UNKNOWN_EAST).micros())),
    }
}

/// The end of a time that was written, but that no clock showed: the clock was set forward over it,
/// or a date was left out. Its upper bound is its reading by the offset before the change.
fn never_shown(event: &Event, zone: Zone, latest: Instant) -> Option<LocalTime> {
    let earliest = event.when.earliest?;
    let (before, after) = (zone.offset_at(earliest), zone.offset_at(latest.shifted(-1)));
    if !event.when.precision.has_clock() || before.seconds == after.seconds {
        return None;
    }
    let Resolution::Gap { change, .. } = zone.resolve(event.when.local_begin?) else {
        return None;
    };
    let end = latest.at_offset(zone.offset_at(change.shifted(-1)).seconds);
    let same =
        |found: Resolution| matches!(found, Resolution::Gap { change: c, .. } if c == change);
    same(zone.resolve(end.plus(-1))).then_some(end)
}
