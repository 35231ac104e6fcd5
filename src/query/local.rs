//! The civil dates of an event, by the clock that tells it.

use crate::model::instant::DAY;
use crate::model::zone::{Resolution, UNKNOWN_EAST, UNKNOWN_WEST};
use crate::model::{CivilSpan, Event, Instant, LocalTime, Zone};
use crate::notation::edtf;

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
        Some(zone) => {
            let of_words = || date_left_out(event, zone)?.end;
            let end = never_shown(event, zone, at).or_else(of_words);
            Some(end.unwrap_or_else(|| zone.local(at.shifted(-1)).plus(1)))
        }
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
    if before.seconds == after.seconds {
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

/// The written dates of an event that touches a date which the clock of its zone left out (Samoa had
/// no 30 December 2011). As instants "28-29 December" and "28-30 December" are the same there; only
/// the words tell them apart.
pub(super) fn date_left_out(event: &Event, zone: Zone) -> Option<CivilSpan> {
    let when = &event.when;
    if when.precision.has_clock() {
        return None;
    }
    let leaps = |at: Instant| zone.local(at).micros() - zone.local(at.shifted(-1)).micros() > DAY;
    let core = when.core.map(|(a, b)| [a, b]).into_iter().flatten();
    let touched = when.latest.into_iter().chain(core).any(leaps);
    touched
        .then(|| edtf::parse(&when.edtf))?
        .map(|(written, _)| written)
}
