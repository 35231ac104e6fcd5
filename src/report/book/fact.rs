//! Facts: events in reading order, numbered within the day, several sources of one told as one.

use super::shelf::{Shelf, within};
use crate::model::{Event, Zone};
use std::collections::{BTreeMap, BTreeSet};

/// An event that is printed, with the other events that tell the same.
pub struct Fact<'a> {
    /// The event whose time is narrowest: it is printed.
    pub face: &'a Event,
    /// All events of this entry, in the order of their sources.
    pub all: Vec<&'a Event>,
    /// The heading it stands under.
    pub shelf: Shelf,
    /// Its number.
    pub number: String,
}

/// The facts in reading order, numbered within their headings.
///
/// Events of one fact from several sources are one entry if their bounds meet. The number of an
/// entry depends on the entries of its own day only; `clock` says whose days count, without it each
/// place's own.
pub fn facts(events: &[Event], clock: Option<Zone>) -> Vec<Fact<'_>> {
    let mut told: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, event) in events.iter().enumerate() {
        if !event.fact_id.is_empty() {
            told.entry(&event.fact_id).or_default().push(i);
        }
    }
    let mut placed: Vec<(usize, Vec<&Event>)> = Vec::new();
    for (i, event) in events.iter().enumerate() {
        let same: Vec<&Event> = match told.get(event.fact_id.as_str()) {
            Some(group) if agree(events, group) => {
                if group.first() != Some(&i) {
                    continue;
                }
                group.iter().filter_map(|i| events.get(*i)).collect()
            }
            _ => vec![event],
        };
        placed.push((i, same));
    }
    let mut facts: Vec<(usize, Fact<'_>)> = placed
        .into_iter()
        .filter_map(|(i, all)| {
            let face = all.iter().min_by_key(|e| width(e)).copied()?;
            let shelf = Shelf::of(&face.when, clock);
            let number = String::new();
            Some((
                i,
                Fact {
                    face,
                    all,
                    shelf,
                    number,
                },
            ))
        })
        .collect();
    facts.sort_by(|(i, a), (j, b)| {
        let key = |f: &Fact<'_>| (f.shelf.rank(), within(&f.face.when));
        let ids = || a.face.event_id.cmp(&b.face.event_id);
        key(a).cmp(&key(b)).then(i.cmp(j)).then_with(ids)
    });
    let mut facts: Vec<Fact<'_>> = facts.into_iter().map(|(_, f)| f).collect();
    let mut count = 0;
    let mut shelf = None;
    for fact in &mut facts {
        count = if shelf == Some(fact.shelf) {
            count + 1
        } else {
            1
        };
        shelf = Some(fact.shelf);
        fact.number = format!("{}/{count:02}", fact.shelf.number(clock));
    }
    facts
}

/// Width of an event's bounds, microseconds; what is unbounded is widest.
fn width(event: &Event) -> i64 {
    match (event.when.earliest, event.when.latest) {
        (Some(a), Some(b)) => b.micros().saturating_sub(a.micros()),
        _ => i64::MAX,
    }
}

/// Whether several sources tell the same within their bounds.
fn agree(events: &[Event], group: &[usize]) -> bool {
    let told: Vec<&Event> = group.iter().filter_map(|i| events.get(*i)).collect();
    let sources: BTreeSet<&str> = told.iter().map(|e| e.document_id.as_str()).collect();
    sources.len() == told.len()
        && told.iter().enumerate().all(|(i, a)| {
            told[..i].iter().all(
                |b| matches!((a.when.bounds(), b.when.bounds()), (Some(x), Some(y)) if x.meets(y)),
            )
        })
}

/// For each fact the one before it of the same message, by the time line and not by the page: a
/// telegram sent eastward of its reader may be entered as received on the day before.
pub fn predecessors<'a>(facts: &'a [Fact<'a>]) -> Vec<Option<&'a Fact<'a>>> {
    let mut by_message: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, fact) in facts.iter().enumerate() {
        if !fact.face.message_id.is_empty() && fact.face.stage.is_some() {
            by_message.entry(&fact.face.message_id).or_default().push(i);
        }
    }
    let mut before = vec![None; facts.len()];
    for mut stages in by_message.into_values() {
        stages.retain(|i| facts.get(*i).is_some_and(|f| f.shelf != Shelf::Undated));
        stages.sort_by_key(|i| facts.get(*i).map(|f| within(&f.face.when)));
        for two in stages.windows(2) {
            if let [last, this] = two
                && let Some(slot) = before.get_mut(*this)
            {
                *slot = facts.get(*last);
            }
        }
    }
    before
}

/// Whether some message is entered, by the days of its places, out of the order of time.
pub fn crosses_days(facts: &[Fact<'_>]) -> bool {
    let before = predecessors(facts);
    facts
        .iter()
        .zip(before)
        .any(|(fact, last)| last.is_some_and(|last| last.shelf.rank() > fact.shelf.rank()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CivilDate, LocalTime, Precision};
    use crate::report::sample;
    use proptest::prelude::*;

    /// An event of a day of 1943, at an hour or to the day.
    fn on(day: i64, hour: Option<i64>, name: usize) -> Event {
        let mut event = sample::year().swap_remove(0);
        event.event_id = format!("{day}-{name}");
        event.fact_id = event.event_id.clone();
        let first = CivilDate::new(1943, 1, 1).unwrap();
        let date = first.plus_days(day);
        let begin = LocalTime::new(date, 0, 0, 0).plus(hour.unwrap_or(0) * 3_600_000_000);
        let zone = event.when.zone.unwrap();
        let length = if hour.is_some() {
            60_000_000
        } else {
            86_400_000_000
        };
        let range = zone.bounds(begin, begin.plus(length), crate::model::zone::Fold::Widen);
        event.when.local_begin = Some(begin);
        event.when.earliest = range.and_then(|r| r.earliest());
        event.when.latest = range.and_then(|r| r.latest());
        event.when.precision = if hour.is_some() {
            Precision::Minute
        } else {
            Precision::Day
        };
        event
    }

    fn days() -> impl Strategy<Value = Vec<(i64, Option<i64>)>> {
        let hour = prop_oneof![Just(None), (0..24i64).prop_map(Some)];
        proptest::collection::vec((0..12i64, hour), 1..20)
    }

    proptest! {
        /// The law of stable numbers: whatever is told of other days, an entry keeps its number.
        #[test]
        fn entries_of_other_days_leave_a_number_as_it_is(
            old in days(), new in days(), new_first in any::<bool>(), in_utc in any::<bool>(),
        ) {
            let clock = in_utc.then_some(Zone::Utc);
            let old: Vec<Event> =
                old.iter().enumerate().map(|(i, (day, hour))| on(*day * 3, *hour, i)).collect();
            let new: Vec<Event> = new
                .iter()
                .enumerate()
                .map(|(i, (day, hour))| on(*day * 3 + 1, *hour, i))
                // In UTC the evening of one day may be the next.
                .filter(|e| {
                    let shelf = Shelf::of(&e.when, clock);
                    old.iter().all(|o| Shelf::of(&o.when, clock) != shelf)
                })
                .collect();
            let number = |events: &[Event]| -> BTreeMap<String, String> {
                facts(events, clock).into_iter().map(|f| (f.face.event_id.clone(), f.number)).collect()
            };
            let before = number(&old);
            let mut both = old.clone();
            match new_first {
                true => { both.splice(0..0, new.clone()); }
                false => both.extend(new.clone()),
            }
            let after = number(&both);
            prop_assert_eq!(after.len(), old.len() + new.len());
            let distinct: BTreeSet<&String> = after.values().collect();
            prop_assert_eq!(distinct.len(), after.len());
            for (id, number) in before {
                prop_assert_eq!(after.get(&id), Some(&number));
            }
        }
    }

    #[test]
    fn a_telegram_received_the_day_before_it_was_sent() {
        let events = sample::year();
        assert!(crosses_days(&facts(&events, None)));
        assert!(!crosses_days(&facts(&events, Some(Zone::Utc))));
    }
}
