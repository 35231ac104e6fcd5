//! One end of a delay: an event, or several tellings of one fact.

use super::message::Messages;
use crate::model::{Event, InstantRange};
use smallvec::{SmallVec, smallvec};

/// One end of a delay.
#[derive(Clone, Debug)]
pub(super) struct End<'a> {
    /// The event that tells it; of several, the one with the narrowest bounds.
    pub event: &'a Event,
    /// When: where the tellings meet, what all of them allow; else all that any of them allows.
    pub range: Option<InstantRange>,
    /// How many events tell it.
    pub tellings: usize,
    /// The first place that a telling names.
    pub place: Option<&'a str>,
    /// The first sender that a telling names.
    pub sender: Option<&'a str>,
    /// The first recipient that a telling names.
    pub recipient: Option<&'a str>,
}

impl<'a> End<'a> {
    /// The end that one event tells.
    pub fn new(event: &'a Event) -> End<'a> {
        End {
            event,
            range: event.when.bounds(),
            tellings: 1,
            place: event.place.as_deref(),
            sender: event.sender.as_deref(),
            recipient: event.recipient.as_deref(),
        }
    }

    /// The end that several events of one fact tell.
    pub fn told(events: &[&'a Event]) -> Option<End<'a>> {
        let mut end = End::new(events.first()?);
        end.tellings = events.len();
        for event in &events[1..] {
            end.place = end.place.or(event.place.as_deref());
            end.sender = end.sender.or(event.sender.as_deref());
            end.recipient = end.recipient.or(event.recipient.as_deref());
        }
        let dated = || events.iter().filter_map(|e| Some((*e, e.when.bounds()?)));
        let width = |r: InstantRange| Some(r.latest()?.micros() - r.earliest()?.micros());
        // An unbounded telling is the widest of all; the first of equals wins.
        if let Some((event, _)) = dated().min_by_key(|(_, r)| width(*r).unwrap_or(i64::MAX)) {
            end.event = event;
        }
        end.range = InstantRange::of_tellings(dated().map(|(_, range)| range));
        Some(end)
    }
}

/// The rank of a stage and its ends: nearly always one.
pub(super) type Stage<'a> = (usize, SmallVec<[End<'a>; 1]>);

/// The ends of a message by the rank of their stage, each stage's in time order, undated last.
pub(super) fn ends<'a>(
    events: &'a [Event],
    messages: &Messages<'_>,
    list: &[u32],
) -> SmallVec<[Stage<'a>; 2]> {
    let mut out: SmallVec<[Stage<'a>; 2]> = SmallVec::new();
    let mut sorted: SmallVec<[(usize, &Event); 8]> = list
        .iter()
        .map(|at| (messages.rank(*at), &events[*at as usize]))
        .collect();
    sorted.sort_by_key(|(rank, _)| *rank);
    let mut rest = sorted.as_slice();
    while let Some((rank, first)) = rest.first().copied() {
        let count = rest.iter().take_while(|(r, _)| *r == rank).count();
        let (same, after) = rest.split_at(count);
        rest = after;
        let mut ends: SmallVec<[End<'a>; 1]> = match same {
            [_] => smallvec![End::new(first)],
            _ => facts(same).iter().filter_map(|f| End::told(f)).collect(),
        };
        ends.sort_by_key(|e| {
            let earliest = e.range.and_then(InstantRange::earliest);
            (e.range.is_none(), earliest)
        });
        out.push((rank, ends));
    }
    out
}

/// Events of one stage by the fact that they tell, in the order of the first of each.
fn facts<'a>(same: &[(usize, &'a Event)]) -> Vec<Vec<&'a Event>> {
    let mut index = std::collections::HashMap::new();
    let mut out: Vec<Vec<&'a Event>> = Vec::new();
    for (_, event) in same {
        let fact = match event.fact_id.as_str() {
            "" => event.event_id.as_str(),
            fact => fact,
        };
        let at = *index.entry(fact).or_insert(out.len());
        match out.get_mut(at) {
            Some(list) => list.push(event),
            None => out.push(vec![event]),
        }
    }
    out
}
