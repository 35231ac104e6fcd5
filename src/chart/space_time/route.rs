//! The ways of messages: which events belong together, in which order, and on which lines.

use super::super::axis::ROUGH;
use super::super::text;
use super::super::words;
use crate::model::{DurationRange, Event, Instant, Zone};
use std::collections::{BTreeMap, BTreeSet};

/// Lines beyond this number are one line of other places.
const MOST_PLACES: usize = 24;

/// A message on its way.
pub struct Way<'a> {
    pub message: &'a str,
    /// Its events with the number of their line, in the order of the way.
    pub stops: Vec<(&'a Event, usize)>,
    /// Names of the stages in the order of a message's way.
    order: &'a [String],
}

/// A place, which is a line of the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub name: String,
    /// The clock that most events there carry.
    pub zone: Option<Zone>,
}

/// What lies between two stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leg {
    /// Both ends are known to the hour.
    Plain,
    /// An end is bounded more coarsely than an hour, or on one side only.
    Rough,
    /// The arrival lies wholly before the departure.
    Impossible,
}

/// The dated events as ways, by when they begin, and the lines in route order.
pub fn ways<'a>(events: &'a [Event], order: &'a [String]) -> (Vec<Way<'a>>, Vec<Place>) {
    let mut messages: BTreeMap<&str, Vec<&Event>> = BTreeMap::new();
    for event in events.iter().filter(|e| e.when.bounds().is_some()) {
        messages.entry(&event.message_id).or_default().push(event);
    }
    let mut ordered: Vec<(&str, Vec<&Event>)> = messages
        .into_iter()
        .map(|(message, events)| (message, in_route_order(events, order)))
        .collect();
    ordered.sort_by_key(|(message, events)| (events.first().map(|e| at(e)), *message));
    let names = lines(&ordered);
    let line_of = |event: &Event| {
        let name = name(event);
        let found = names.iter().position(|n| *n == name);
        // Places without a line of their own share the last.
        found.unwrap_or(names.len().saturating_sub(1))
    };
    let mut clocks: Vec<BTreeMap<String, (usize, Zone)>> = vec![BTreeMap::new(); names.len()];
    let mut ways = Vec::with_capacity(ordered.len());
    for (message, events) in ordered {
        let mut stops = Vec::with_capacity(events.len());
        for event in events {
            let line = line_of(event);
            if let Some(zone) = event.when.zone {
                let entry = clocks[line].entry(zone.to_string()).or_insert((0, zone));
                entry.0 += 1;
            }
            stops.push((event, line));
        }
        ways.push(Way {
            message,
            stops,
            order,
        });
    }
    let places = names
        .into_iter()
        .zip(clocks)
        .map(|(name, clocks)| Place {
            name,
            zone: clocks
                .into_values()
                .max_by_key(|(n, _)| *n)
                .map(|(_, zone)| zone),
        })
        .collect();
    (ways, places)
}

fn name(event: &Event) -> String {
    let name = event.place.as_deref().map(text::clean).unwrap_or_default();
    if name.is_empty() {
        "place not given".to_owned()
    } else {
        name
    }
}

/// The names of the lines, in the order in which the ways first come to them.
fn lines(ways: &[(&str, Vec<&Event>)]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut names = Vec::new();
    for event in ways.iter().flat_map(|(_, events)| events) {
        let name = name(event);
        if seen.insert(name.clone()) {
            names.push(name);
        }
    }
    if names.len() > MOST_PLACES {
        let others = names.len() - MOST_PLACES + 1;
        names.truncate(MOST_PLACES - 1);
        names.push(format!("{others} other places"));
    }
    names
}

/// By time; but events whose stages have an order stand in that order, whatever their times.
fn in_route_order<'a>(mut events: Vec<&'a Event>, order: &[String]) -> Vec<&'a Event> {
    events.sort_by_key(|event| (at(event), event.when.latest));
    let rank = |event: &Event| {
        let stage = event.stage.as_ref()?;
        order.iter().position(|known| known == stage.name())
    };
    let slots: Vec<usize> = (0..events.len())
        .filter(|i| rank(events[*i]).is_some())
        .collect();
    let mut ranked: Vec<&Event> = slots.iter().map(|i| events[*i]).collect();
    ranked.sort_by_key(|event| rank(event));
    for (slot, event) in slots.into_iter().zip(ranked) {
        events[slot] = event;
    }
    events
}

/// A way of which one end only is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loose {
    /// It left; nobody knows whether and when it came.
    Left,
    /// It came; nobody knows when it had left.
    Came,
}

/// The one instant by which an event is ordered and its delays are counted: the written clock
/// time, or the middle of coarser bounds, or the one bound that is known.
pub fn at(event: &Event) -> Option<Instant> {
    match (event.when.earliest, event.when.latest) {
        (Some(from), Some(to)) if event.when.precision.has_clock() && !is_rough(event) => {
            Some(from.min(to))
        }
        (Some(from), Some(to)) => Instant::from_micros(i64::midpoint(from.micros(), to.micros())),
        (from, to) => from.or(to),
    }
}

/// Whether an event is known more coarsely than to the hour.
pub fn is_rough(event: &Event) -> bool {
    match (event.when.earliest, event.when.latest) {
        (Some(from), Some(to)) => to.micros().saturating_sub(from.micros()) > ROUGH,
        _ => true,
    }
}

/// What lies between two events of a way.
pub fn leg(from: &Event, to: &Event) -> Leg {
    match (from.when.earliest, to.when.latest) {
        (Some(begin), Some(end)) if end <= begin => Leg::Impossible,
        _ if is_rough(from) || is_rough(to) => Leg::Rough,
        _ => Leg::Plain,
    }
}

impl Way<'_> {
    /// The worst of its legs.
    pub fn is_impossible(&self) -> bool {
        self.stops
            .windows(2)
            .any(|pair| leg(pair[0].0, pair[1].0) == Leg::Impossible)
    }

    /// Which end is missing, if one is: a fact that is no stage of a way has no other end.
    pub fn loose(&self) -> Option<Loose> {
        let [(event, _)] = self.stops.as_slice() else {
            return None;
        };
        let position = |name: &str| self.order.iter().position(|known| known == name);
        let arrivals = position("arrived")?;
        Some(match position(event.stage.as_ref()?.name())? {
            early if early < arrivals => Loose::Left,
            _ => Loose::Came,
        })
    }

    /// Time from the first to the last event, microseconds: as printed, or between the middles of
    /// coarser bounds. `None` if an end is missing or without bounds, or the print is wrong.
    pub fn delay(&self) -> Option<i64> {
        let (first, last) = (self.stops.first()?.0, self.stops.last()?.0);
        if self.stops.len() < 2 || self.is_impossible() {
            return None;
        }
        let closed = |event: &Event| event.when.earliest.and(event.when.latest);
        closed(first).and(closed(last))?;
        let delay = at(last)?.micros().saturating_sub(at(first)?.micros());
        Some(delay.max(0))
    }

    /// The same in words, with what is not certain about it.
    pub fn delay_in_words(&self) -> Option<String> {
        if self.stops.len() < 2 || self.is_impossible() {
            return None;
        }
        between(self.stops.first()?.0, self.stops.last()?.0)
    }
}

/// How long it took from one event to another, in words: `1 h 25 min`, `up to 9 h`.
pub fn between(from: &Event, to: &Event) -> Option<String> {
    if !is_rough(from) && !is_rough(to) {
        let delay = at(to)?.micros().saturating_sub(at(from)?.micros());
        return Some(words::duration(delay.max(0)));
    }
    let range = DurationRange::between(from.when.bounds()?, to.when.bounds()?);
    // Stages are in order: a delay is not negative.
    let shortest = range.shortest.filter(|delay| *delay > 0);
    match (shortest, range.longest) {
        (Some(short), Some(long)) => Some(format!(
            "{} to {}",
            words::duration(short),
            words::duration(long)
        )),
        (None, Some(long)) => Some(format!("up to {}", words::duration(long.max(0)))),
        (Some(short), None) => Some(format!("at least {}", words::duration(short))),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::samples;
    use super::*;

    #[test]
    fn an_arrival_before_its_departure_is_impossible_not_a_way_back() {
        let mut events = samples::cable();
        let (sent, arrived) = (events[0].when.clone(), events[1].when.clone());
        events[0].when = arrived;
        events[1].when = sent;
        events.truncate(2);
        let order = super::super::super::samples::stage_order();
        let (ways, places) = ways(&events, &order);
        assert_eq!(places[0].name, "Sochi");
        assert!(ways[0].is_impossible());
        assert_eq!(ways[0].delay(), None);
    }

    #[test]
    fn stages_without_an_order_stand_by_time() {
        let events = samples::cable();
        let mut shuffled = vec![events[2].clone(), events[0].clone(), events[1].clone()];
        for event in &mut shuffled {
            event.stage = None;
        }
        let order = super::super::super::samples::stage_order();
        let (ways, _) = ways(&shuffled, &order);
        let order: Vec<&str> = ways[0]
            .stops
            .iter()
            .map(|s| s.0.event_id.as_str())
            .collect();
        assert_eq!(
            order,
            [
                "cable-3523/sent",
                "cable-3523/arrived",
                "cable-3523/deciphered"
            ]
        );
    }
}
