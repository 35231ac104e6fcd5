//! Silences: times in which nothing is told, longer than a given or the usual time.

use super::series::series_of;
use crate::model::{Event, Instant};
use std::collections::BTreeMap;

/// Whose silences are sought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Per {
    /// All events together.
    #[default]
    All,
    /// The messages of each sender.
    Sender,
    /// The messages to each recipient.
    Recipient,
    /// The messages from one place to another.
    Route,
    /// The events at each place.
    Place,
    /// The numbered messages of one name.
    Series,
}

/// How long a silence must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Longest {
    /// Longer than so many microseconds.
    Than(i64),
    /// Longer than is usual in its lane: Tukey's outer fence of the times between its events, more
    /// than three times the distance of the quartiles above the third.
    Usual,
}

/// Fewest times between events that make a usual one.
const FEWEST: usize = 10;

/// The silences of one sender, route …
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// The sender, the route …; empty for all events together.
    pub name: String,
    /// Its dated events.
    pub events: usize,
    /// What counts as longer, microseconds; `None` if it has too few events for a usual time.
    pub limit: Option<i64>,
    /// Its silences, earliest first.
    pub gaps: Vec<Gap>,
}

/// A silence between two events.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// The last event before it.
    pub after: Event,
    /// The first event that follows.
    pub before: Event,
    /// How long it lasted at least, microseconds, not below zero.
    pub shortest: i64,
    /// How long it lasted at most, microseconds.
    pub longest: i64,
    /// Whether it certainly was longer than the limit, and silent.
    pub certain: bool,
    /// Events known too coarsely, which may lie in it.
    pub coarse: usize,
}

/// The silences of some events. Messages count by their first event, except for all and places.
///
/// ```
/// use annals::query::{Longest, Per, gaps};
/// assert!(gaps(&[], Per::All, Longest::Than(1)).is_empty());
/// ```
pub fn gaps(events: &[Event], per: Per, longest: Longest) -> Vec<Lane> {
    let mut lanes: BTreeMap<String, Vec<&Event>> = BTreeMap::new();
    match per {
        Per::All => {
            lanes.insert(String::new(), events.iter().collect());
        }
        Per::Place => {
            for event in events {
                if let Some(place) = &event.place {
                    lanes.entry(place.clone()).or_default().push(event);
                }
            }
        }
        Per::Sender | Per::Recipient | Per::Route | Per::Series => {
            for message in messages(events) {
                if let Some(name) = lane_of(&message, per) {
                    lanes.entry(name).or_default().extend(message.first());
                }
            }
        }
    }
    let lanes = lanes
        .into_iter()
        .map(|(name, events)| lane(name, &events, longest));
    lanes.filter(|lane| lane.events > 0).collect()
}

/// The dated events of each message, earliest first.
fn messages(events: &[Event]) -> Vec<Vec<&Event>> {
    let mut out: BTreeMap<&str, Vec<&Event>> = BTreeMap::new();
    for event in events
        .iter()
        .filter(|e| e.when.earliest.is_some() && e.stage.is_some())
    {
        out.entry(&event.message_id).or_default().push(event);
    }
    for message in out.values_mut() {
        message.sort_by_key(|e| (e.when.earliest, e.when.latest));
    }
    out.into_values().collect()
}

fn lane_of(message: &[&Event], per: Per) -> Option<String> {
    match per {
        Per::Sender => message.iter().find_map(|e| e.sender.clone()),
        Per::Recipient => message.iter().find_map(|e| e.recipient.clone()),
        Per::Series => Some(series_of(message.first()?)?.0),
        _ => {
            let mut places = message.iter().filter_map(|e| e.place.as_deref());
            let (first, last) = (places.next()?, places.next_back()?);
            Some(format!("{first} to {last}"))
        }
    }
}

fn lane(name: String, events: &[&Event], longest: Longest) -> Lane {
    let mut dated: Vec<(i64, i64, &Event)> = events
        .iter()
        .filter_map(|e| {
            let micros = |at: Option<Instant>| at.map(Instant::micros);
            Some((micros(e.when.earliest)?, micros(e.when.latest)?, *e))
        })
        .collect();
    dated.sort_by_key(|(earliest, latest, event)| (*earliest, *latest, &event.event_id));
    let limit = match longest {
        Longest::Than(limit) => Some(limit),
        Longest::Usual => usual(&dated),
    };
    Lane {
        name,
        events: dated.len(),
        gaps: limit.map_or_else(Vec::new, |limit| silences(&dated, limit)),
        limit,
    }
}

/// Tukey's outer fence of the times between the beginnings.
fn usual(dated: &[(i64, i64, &Event)]) -> Option<i64> {
    let mut between: Vec<i64> = dated.windows(2).map(|two| two[1].0 - two[0].0).collect();
    between.retain(|time| *time > 0);
    between.sort_unstable();
    if between.len() < FEWEST {
        return None;
    }
    // The nearest value, type 1: the times are compared, not averaged.
    let quartile = |k: usize| between[(between.len() * k).div_ceil(4) - 1];
    let (first, third) = (quartile(1), quartile(3));
    Some(third.saturating_add((third - first).saturating_mul(3)))
}

/// An event that is known no finer than the limit bounds no silence; it may only lie in one.
fn silences(dated: &[(i64, i64, &Event)], limit: i64) -> Vec<Gap> {
    let (fine, coarse): (Vec<_>, Vec<_>) = dated.iter().partition(|(a, b, e)| {
        let known = e.when.core.map_or(0, |(a, b)| b.micros() - a.micros());
        b - a - known <= limit
    });
    // When the next one happens at the latest, seen from each place in the list.
    let mut following: Vec<i64> = fine.iter().map(|(_, b, e)| first_sign(*b, e)).collect();
    for at in (1..following.len()).rev() {
        following[at - 1] = following[at - 1].min(following[at]);
    }
    // Of the coarse ones, those that end before a silence or begin after it are outside.
    let mut coarse_begins: Vec<i64> = coarse.iter().map(|(a, ..)| *a).collect();
    let mut coarse_ends: Vec<i64> = coarse.iter().map(|(_, b, _)| *b).collect();
    coarse_begins.sort_unstable();
    coarse_ends.sort_unstable();
    let mut out = Vec::new();
    let Some(first) = fine.first() else {
        return out;
    };
    let (mut ended, mut last_sign, mut after) = (first.1, last_sign(first.0, first.2), first.2);
    for (at, (earliest, latest, event)) in fine.iter().enumerate().skip(1) {
        let shortest = (earliest - ended).max(0);
        let longest = following[at] - last_sign;
        if shortest >= limit || earliest - last_sign > limit {
            let before = coarse_ends.partition_point(|b| *b <= ended);
            let begun = coarse_begins.partition_point(|a| a < earliest);
            let coarse = begun.saturating_sub(before);
            out.push(Gap {
                after: after.clone(),
                before: (*event).clone(),
                shortest,
                longest,
                certain: shortest >= limit && coarse == 0,
                coarse,
            });
        }
        last_sign = last_sign.max(self::last_sign(*earliest, event));
        if *latest >= ended {
            (ended, after) = (*latest, event);
        }
    }
    out
}

/// When something has certainly begun: of a stretch, where its core begins.
fn first_sign(latest: i64, event: &Event) -> i64 {
    event.when.core.map_or(latest, |(begin, _)| begin.micros())
}

/// Until when something certainly went on: of a stretch, where its core ends.
fn last_sign(earliest: i64, event: &Event) -> i64 {
    event.when.core.map_or(earliest, |(_, end)| end.micros())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::instant::{DAY, HOUR, MINUTE};
    use proptest::prelude::*;

    fn told(id: usize, from: i64, width: i64) -> Event {
        let mut event = Event::undated(&format!("m{id}/sent"), &format!("m{id}"));
        event.stage = Some(crate::model::Stage::new("sent"));
        event.when.earliest = Instant::from_micros(from);
        event.when.latest = Instant::from_micros(from + width);
        event.sender = Some(if id.is_multiple_of(2) { "Even" } else { "Odd" }.into());
        event
    }

    #[test]
    fn silences_are_certain_or_perhaps() {
        let events = [
            told(1, 0, MINUTE),
            told(2, HOUR, MINUTE),
            told(3, 5 * DAY, MINUTE),
            told(4, 9 * DAY, DAY),
        ];
        let found = gaps(&events, Per::All, Longest::Than(3 * DAY));
        let got: Vec<(bool, i64)> = found[0]
            .gaps
            .iter()
            .map(|g| (g.certain, g.shortest / DAY))
            .collect();
        assert_eq!(got, [(true, 4), (true, 3)]);
        let mut with_coarse = events.to_vec();
        with_coarse.push(told(5, 0, 30 * DAY));
        let found = gaps(&with_coarse, Per::All, Longest::Than(3 * DAY));
        assert_eq!(found[0].gaps.len(), 2);
        assert!(found[0].gaps.iter().all(|g| !g.certain && g.coarse == 1));
    }

    #[test]
    fn each_sender_has_a_lane_and_few_events_have_no_usual_time() {
        let events: Vec<Event> = (0..9).map(|n| told(n, n as i64 * DAY, MINUTE)).collect();
        let found = gaps(&events, Per::Sender, Longest::Usual);
        let names: Vec<(&str, usize)> = found.iter().map(|l| (l.name.as_str(), l.events)).collect();
        assert_eq!(names, [("Even", 5), ("Odd", 4)]);
        assert!(found.iter().all(|l| l.limit.is_none() && l.gaps.is_empty()));
    }

    #[test]
    fn an_unusual_silence_among_many_usual_times() {
        let at = |n: i64| n * HOUR * (20 + n % 5) + if n > 14 { 40 * DAY } else { 0 };
        let events: Vec<Event> = (0..30).map(|n| told(n as usize, at(n), MINUTE)).collect();
        let found = gaps(&events, Per::All, Longest::Usual);
        assert!(found[0].gaps.iter().any(|g| g.after.event_id == "m14/sent"));
    }

    proptest! {
        /// In a certain silence no event can lie, and it is longer than the limit.
        #[test]
        fn a_certain_silence_is_silent(
            list in proptest::collection::vec((0i64..400, 1i64..60), 2..30),
            limit in 1i64..40,
        ) {
            let events: Vec<Event> =
                list.iter().enumerate().map(|(n, (from, width))| told(n, *from, *width)).collect();
            let lanes = gaps(&events, Per::All, Longest::Than(limit));
            // Every stretch of integers that no event can touch.
            let free = |t: i64| list.iter().all(|(from, width)| t < *from || t >= from + width);
            let mut expected = Vec::new();
            let (mut start, first) = (None, list.iter().map(|l| l.0).min().unwrap());
            for t in first..460 {
                match (free(t), start) {
                    (true, None) => start = Some(t),
                    (false, Some(begin)) => {
                        let bounded = |l: &&(i64, i64)| l.1 <= limit;
                        let before = list.iter().filter(bounded).any(|l| l.0 + l.1 == begin);
                        let after = list.iter().filter(bounded).any(|l| l.0 == t);
                        if t - begin >= limit && before && after {
                            expected.push((begin, t));
                        }
                        start = None;
                    }
                    _ => {}
                }
            }
            let certain: Vec<(i64, i64)> = lanes[0]
                .gaps
                .iter()
                .filter(|g| g.certain)
                .map(|g| {
                    let end = g.before.when.earliest.unwrap().micros();
                    (end - g.shortest, end)
                })
                .collect();
            for gap in &certain {
                prop_assert!((gap.0..gap.1).all(free), "{:?} in {:?}", gap, certain);
                prop_assert!(gap.1 - gap.0 >= limit);
            }
            for gap in &expected {
                prop_assert!(certain.contains(gap), "{:?} not in {:?}", gap, certain);
            }
        }
    }
}
