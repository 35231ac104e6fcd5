//! An Old Style date that was taken for New: an arrival before its dispatch that is none if one
//! end, in a land that still used the Julian calendar, is read in it.

use super::{PlaceOf, event, fault};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::latency::{Pair, Status};
use crate::model::calendar::reform;
use crate::model::instant::DAY;
use crate::model::{Calendar, Event};

pub(super) fn taken_for_new(
    events: &[Event],
    pairs: &[Pair],
    place_of: PlaceOf<'_>,
) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for pair in pairs.iter().filter(|p| p.status == Status::Impossible) {
        let Some(to) = event(events, &pair.to_event_id) else {
            continue;
        };
        let (Some(longest), Some(shift)) = (pair.longest, old_style_days(to, place_of)) else {
            continue;
        };
        // The receipt is that many days later on the one time line.
        if longest + shift * DAY >= 0 {
            let message = format!(
                "`{}` at {} may be Old Style: read so it is {shift} days later and {} is no longer \
                 {} before it is {}",
                to.provenance.as_written,
                to.place.as_deref().unwrap_or(""),
                pair.message_id,
                pair.to_stage,
                pair.from_stage
            );
            let found = fault(to, Severity::Warning, Code::CalendarAssumed, message);
            out.push(found.hint("write `O.S.` behind it, or fill a column `calendar`"));
        }
    }
    out
}

/// By how many days a Gregorian date would be later if it were Old Style; `None` where the place
/// did not use the Julian calendar then.
fn old_style_days(event: &Event, place_of: PlaceOf<'_>) -> Option<i64> {
    let date = event.when.local_begin?.date();
    if event.when.calendar != Calendar::Gregorian {
        return None;
    }
    let (year, month, day) = (date.year(), date.month(), date.day());
    let found = reform(&place_of(event)?)?;
    let moved = Calendar::Julian.date(year, month, day)?;
    found
        .is_before(year, month, day)
        .then_some(moved.days() - date.days())
}
