//! The time between two ends, as a range.

use super::end::End;
use super::{Pair, Status};
use crate::model::column::{COLUMNS, Value};
use crate::model::instant::{HOUR, MINUTE};
use crate::model::zone::{UNKNOWN_EAST, UNKNOWN_WEST};
use crate::model::{DurationRange, Event, Instant, InstantRange};
use compact_str::{CompactString, ToCompactString};

/// The delay between two ends of which one may be unknown; stages, route and columns are left to
/// the caller. `as_of` is the instant up to which an end would be known.
pub(super) fn pair(from: Option<&End<'_>>, to: Option<&End<'_>>, as_of: Option<Instant>) -> Pair {
    let mut pair = Pair {
        shortest: Some(0),
        ..Pair::default()
    };
    if let Some(end) = to {
        pair.to_event_id = end.event.event_id.as_str().into();
        pair.to_place = end.place.map(CompactString::from);
        pair.end_local = end.event.when.local_begin;
        pair.end_earliest = end.range.and_then(InstantRange::earliest);
        pair.end_latest = end.range.and_then(InstantRange::latest);
    }
    if let Some(begin) = from {
        pair.from_event_id = begin.event.event_id.as_str().into();
        pair.from_place = begin.place.map(CompactString::from);
        pair.begin_local = begin.event.when.local_begin;
        pair.begin_earliest = begin.range.and_then(InstantRange::earliest);
        pair.begin_latest = begin.range.and_then(InstantRange::latest);
    }
    let named =
        |of: fn(&End<'_>) -> Option<CompactString>| from.and_then(of).or_else(|| to.and_then(of));
    pair.sender = named(|end| end.sender.map(CompactString::from));
    pair.recipient = named(|end| end.recipient.map(CompactString::from));
    match (from, to) {
        (Some(begin), Some(end)) => between(&mut pair, begin, end),
        // What has not ended by a day took at least until then.
        (Some(_), None) => {
            let waited = as_of.zip(pair.begin_latest);
            let waited = waited.map_or(0, |(now, begin)| now.micros() - begin.micros());
            pair.shortest = Some(waited.max(0));
        }
        _ => {}
    }
    pair
}

/// Fills in the delay between two known ends; it stays censored if one has no date at all.
fn between(pair: &mut Pair, from: &End<'_>, to: &End<'_>) {
    let shared = shared_clock(from, to);
    let bounds = |end: &End<'_>| match shared {
        true => on_its_own_clock(end.event),
        false => end.range,
    };
    let (Some(begin), Some(end)) = (bounds(from), bounds(to)) else {
        return;
    };
    let mut delay = DurationRange::between(begin, end);
    if shared && !same_day(from.event, to.event) {
        // A clock change may lie between: an hour either way. Within one day the clock is taken
        // to have run on; the few nights of a change are not looked for.
        delay.shortest = delay.shortest.map(|s| s.saturating_sub(HOUR));
        delay.longest = delay.longest.map(|l| l.saturating_add(HOUR));
    }
    let to_the_minute = |end: &End<'_>, bounds: InstantRange| {
        let width = bounds.latest().zip(bounds.earliest());
        let narrow = width.is_some_and(|(l, e)| l.micros() - e.micros() <= MINUTE);
        end.event.when.precision.is_minute_or_finer() && narrow
    };
    let known = |end: &End<'_>| end.event.when.zone.is_some() || shared;
    let exact = to_the_minute(from, begin) && to_the_minute(to, end) && known(from) && known(to);
    if exact && let (Some(a), Some(b)) = (begin.earliest(), end.earliest()) {
        pair.nominal = Some(b.micros() - a.micros());
    }
    pair.longest = delay.longest;
    // The ends of a range are open: one that ends at zero allows no delay at all.
    if delay.longest.is_some_and(|longest| longest <= 0) {
        pair.shortest = delay.shortest;
        pair.status = Status::Impossible;
        return;
    }
    pair.shortest = Some(delay.shortest.unwrap_or(0).max(0));
    pair.status = match exact {
        true => Status::Measured,
        false => Status::Bounded,
    };
}

/// Whether two ends are told by one unknown clock: the same place, or one envelope without.
fn shared_clock(from: &End<'_>, to: &End<'_>) -> bool {
    if from.tellings > 1 || to.tellings > 1 {
        return false;
    }
    let (from, to) = (from.event, to.event);
    let unknown = from.when.zone.is_none() && to.when.zone.is_none();
    let same_envelope = from.place.is_none()
        && to.place.is_none()
        && from.document_id == to.document_id
        && from.provenance.source == to.provenance.source;
    let same_place = from.place.is_some() && from.place == to.place;
    unknown && (same_envelope || same_place)
}

/// The bounds of an event on its unknown clock, without the widening.
fn on_its_own_clock(event: &Event) -> Option<InstantRange> {
    let narrowed = |at: Option<Instant>, by: i64| at.map(|a| a.shifted(by));
    InstantRange::new(
        narrowed(event.when.earliest, UNKNOWN_EAST),
        narrowed(event.when.latest, -UNKNOWN_WEST),
    )
}

fn same_day(from: &Event, to: &Event) -> bool {
    let day = |e: &Event| e.when.local_begin.map(|l| l.date());
    day(from).is_some() && day(from) == day(to)
}

/// The value of a column of an event, its own or one that a table brought along.
pub(super) fn column(event: &Event, name: &str) -> Option<CompactString> {
    let own = COLUMNS.iter().find(|c| c.name == name);
    match own.map(|c| c.get(event)) {
        Some(Value::Null) => None,
        Some(Value::Text(text)) => Some(text.into()).filter(|t: &CompactString| !t.is_empty()),
        Some(Value::Instant(at)) => Some(at.to_compact_string()),
        Some(Value::Local(at)) => Some(at.to_compact_string()),
        Some(Value::Integer(number)) => Some(number.to_compact_string()),
        None => event
            .extra
            .get(name)
            .filter(|t| !t.is_empty())
            .map(CompactString::from),
    }
}
