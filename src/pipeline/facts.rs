//! Several sources of one fact: events of one message and stage share a `fact_id`.
//!
//! A source that tells a stage more than once (sent, and sent again) tells as many facts. An event
//! of another source joins the first of them whose bounds meet its own, else the first that this
//! source does not tell yet: there the sources disagree.

use crate::model::Event;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Beyond so many tellings of one stage of one message, the first of one source is the first of
/// another, whatever their bounds: the time stays linear.
const MOST_COMPARED: usize = 64;

/// Names the fact of every event that has a stage; other events keep theirs.
pub(super) fn assign(events: &mut [Event]) {
    // Most groups have one member: it needs no list of its own.
    let mut groups: HashMap<(&str, &str), (usize, Vec<usize>)> =
        HashMap::with_capacity(events.len());
    for (at, event) in events.iter().enumerate() {
        if let Some(stage) = &event.stage {
            let key = (event.message_id.as_str(), stage.name());
            match groups.entry(key) {
                Entry::Vacant(free) => {
                    free.insert((at, Vec::new()));
                }
                Entry::Occupied(group) => group.into_mut().1.push(at),
            }
        }
    }
    let mut named: Vec<(usize, String)> = Vec::new();
    for ((message, stage), (first, mut more)) in groups {
        let is_named = |fact: &str| {
            let own = fact.strip_prefix(message).and_then(|f| f.strip_prefix('/'));
            own == Some(stage)
        };
        if more.is_empty() && is_named(&events[first].fact_id) {
            continue;
        }
        more.insert(0, first);
        for (at, number) in numbered(events, &more) {
            let repeat = match number {
                0 => String::new(),
                n => format!(".{}", n + 1),
            };
            let name = format!("{message}/{stage}{repeat}");
            if events[at].fact_id != name {
                named.push((at, name));
            }
        }
    }
    for (at, name) in named {
        events[at].fact_id = name;
    }
}

/// Which fact each telling of one stage of one message tells.
fn numbered(events: &[Event], members: &[usize]) -> Vec<(usize, usize)> {
    let mut sources: Vec<(&str, &str)> = Vec::new();
    let mut by_source: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
    for at in members {
        let event = &events[*at];
        let source = (event.document_id.as_str(), event.provenance.source.as_str());
        let list = by_source.entry(source).or_insert_with(|| {
            sources.push(source);
            Vec::new()
        });
        list.push(*at);
    }
    let compared = sources.len() > 1 && members.len() <= MOST_COMPARED;
    let mut facts: Vec<Vec<usize>> = Vec::new();
    let mut out = Vec::with_capacity(members.len());
    for source in sources {
        let mut told = vec![false; facts.len()];
        for (order, at) in by_source.remove(&source).into_iter().flatten().enumerate() {
            let place = match compared {
                true => place_for(events, &facts, &told, at),
                false => Some(order).filter(|o| *o < facts.len()),
            };
            let place = place.unwrap_or_else(|| {
                facts.push(Vec::new());
                told.push(true);
                facts.len() - 1
            });
            told[place] = true;
            if compared {
                facts[place].push(at);
            }
            out.push((at, place));
        }
    }
    out
}

/// The fact that an event tells, of those that its source does not tell yet.
fn place_for(events: &[Event], facts: &[Vec<usize>], told: &[bool], at: usize) -> Option<usize> {
    let bounds = events[at].when.bounds();
    let meets = |fact: &Vec<usize>| {
        fact.iter().all(|i| {
            let both = events[*i].when.bounds().zip(bounds);
            both.is_none_or(|(a, b)| a.meets(b))
        })
    };
    let open = || (0..facts.len()).filter(|i| !told[*i]);
    open().find(|i| meets(&facts[*i])).or_else(|| open().next())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Instant, Stage};

    fn told(source: &str, message: &str, stage: &str, from: i64, to: i64) -> Event {
        let mut event = Event::undated(&format!("{source}/{message}/{stage}"), source);
        event.message_id = message.into();
        event.stage = Some(Stage::new(stage));
        event.provenance.source = source.into();
        event.when.earliest = Instant::from_micros(from);
        event.when.latest = Instant::from_micros(to);
        event
    }

    fn facts(mut events: Vec<Event>) -> Vec<String> {
        assign(&mut events);
        events.into_iter().map(|e| e.fact_id).collect()
    }

    #[test]
    fn text_and_table_tell_one_fact() {
        let events = vec![
            told("cable.txt", "c", "sent", 10, 20),
            told("cable.txt", "c", "received", 30, 40),
            told("register.csv", "c", "sent", 0, 100),
            told("register.csv", "d", "sent", 0, 100),
        ];
        assert_eq!(facts(events), ["c/sent", "c/received", "c/sent", "d/sent"]);
    }

    #[test]
    fn many_tellings_take_linear_time() {
        let one = |n: usize| told(["a", "b"][n % 2], "c", "sent", n as i64, n as i64 + 1);
        let events: Vec<Event> = (0..40_000).map(one).collect();
        let names = facts(events);
        assert_eq!(names[39_999], "c/sent.20000");
        assert_eq!(names[39_998], "c/sent.20000");
    }

    #[test]
    fn sources_that_disagree_still_tell_one_fact() {
        let events = vec![
            told("a", "c", "sent", 10, 20),
            told("b", "c", "sent", 50, 60),
        ];
        assert_eq!(facts(events), ["c/sent", "c/sent"]);
    }

    #[test]
    fn a_repeated_stage_is_another_fact_and_bounds_say_which_is_meant() {
        let events = vec![
            told("a", "c", "sent", 10, 20),
            told("a", "c", "sent", 50, 60),
            told("b", "c", "sent", 55, 56),
        ];
        assert_eq!(facts(events), ["c/sent", "c/sent.2", "c/sent.2"]);
    }
}
