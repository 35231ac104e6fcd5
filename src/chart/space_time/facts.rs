//! Each fact once: what several sources tell is one stop of a message's way.

use crate::model::{Event, InstantRange, Precision};
use std::collections::HashMap;

/// The events, of those that tell one fact the narrowest, with the bounds of all; and how many
/// tellings were left out. A fact is never drawn as a wait between its own tellings.
pub fn once(events: &[Event]) -> (Vec<Event>, usize) {
    let mut tellings: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
    for (at, event) in events.iter().enumerate() {
        if event.stage.is_some() && !event.fact_id.is_empty() && event.when.bounds().is_some() {
            let fact = (event.message_id.as_str(), event.fact_id.as_str());
            tellings.entry(fact).or_default().push(at);
        }
    }
    let mut bounds: HashMap<usize, InstantRange> = HashMap::new();
    let mut left_out = vec![false; events.len()];
    for list in tellings.into_values().filter(|list| list.len() > 1) {
        let range = |at: &usize| events[*at].when.bounds();
        let width = |at: &usize| {
            let range = range(at)?;
            Some(range.latest()?.micros() - range.earliest()?.micros())
        };
        let Some(told) = InstantRange::of_tellings(list.iter().filter_map(range)) else {
            continue;
        };
        let Some(shown) = list.iter().min_by_key(|at| width(at).unwrap_or(i64::MAX)) else {
            continue;
        };
        bounds.insert(*shown, told);
        for at in list.iter().filter(|at| *at != shown) {
            left_out[*at] = true;
        }
    }
    let more = left_out.iter().filter(|out| **out).count();
    let kept = events.iter().enumerate().filter(|(at, _)| !left_out[*at]);
    let kept = kept.map(|(at, event)| {
        let mut event = event.clone();
        if let Some(told) = bounds.get(&at) {
            // Where they cannot all be right, no clock of one of them is the fact's.
            if event.when.bounds().is_some_and(|own| !told.within(own)) {
                event.when.precision = event.when.precision.max(Precision::Day);
            }
            (event.when.earliest, event.when.latest) = (told.earliest(), told.latest());
            event.when.core = None;
        }
        event
    });
    (kept.collect(), more)
}

#[cfg(test)]
mod tests {
    use super::super::super::samples;
    use super::*;

    #[test]
    fn two_tellings_are_one_stop_with_the_bounds_of_both() {
        let mut events = samples::cable();
        let mut other = events[1].clone();
        other.event_id = "register/arrived".into();
        let shift = |at: Option<crate::model::Instant>, by: i64| at.map(|at| at.shifted(by));
        other.when.earliest = shift(other.when.earliest, 600_000_000);
        other.when.latest = shift(other.when.latest, 600_000_000);
        other.fact_id.clone_from(&events[1].fact_id);
        let latest = other.when.latest;
        events.push(other);
        let (once, more) = once(&events);
        assert_eq!((once.len(), more), (3, 1));
        let arrived = &once[1].when;
        assert_eq!(
            (arrived.earliest, arrived.latest),
            (events[1].when.earliest, latest)
        );
    }
}
