//! Several sources of one fact: events of one message and stage share a `fact_id`.
//!
//! A source that tells a stage more than once (sent, and sent again) tells as many facts. An event
//! of another source joins the first of them whose bounds meet its own, else the first that this
//! source does not tell yet: there the sources disagree.

use crate::model::Event;
use std::collections::HashMap;

/// Names the fact of every event that has a stage; other events keep theirs.
pub(super) fn assign(events: &mut [Event]) {
    let mut groups: HashMap<(String, String), Vec<usize>> = HashMap::new();
    for (at, event) in events.iter().enumerate() {
        let Some(stage) = &event.stage else { continue };
        // A row without a message is its own, and so is its fact.
        let key = (event.message_id.clone(), stage.name().to_owned());
        groups.entry(key).or_default().push(at);
    }
    for ((message, stage), members) in groups {
        let mut facts: Vec<Vec<usize>> = Vec::new();
        for at in members {
            let place = place_for(events, &facts, at);
            match place {
                Some(place) => facts[place].push(at),
                None => facts.push(vec![at]),
            }
        }
        for (number, fact) in facts.iter().enumerate() {
            let repeat = match number {
                0 => String::new(),
                n => format!(".{}", n + 1),
            };
            for at in fact {
                events[*at].fact_id = format!("{message}/{stage}{repeat}");
            }
        }
    }
}

/// The fact that an event tells, of those there are already.
fn place_for(events: &[Event], facts: &[Vec<usize>], at: usize) -> Option<usize> {
    let event = &events[at];
    let told_by_same = |fact: &Vec<usize>| fact.iter().any(|i| same_source(&events[*i], event));
    let meets = |fact: &Vec<usize>| {
        fact.iter().all(|i| {
            let both = events[*i].when.bounds().zip(event.when.bounds());
            both.is_none_or(|(a, b)| a.meets(b))
        })
    };
    let open = || (0..facts.len()).filter(|i| !told_by_same(&facts[*i]));
    open().find(|i| meets(&facts[*i])).or_else(|| open().next())
}

/// Whether two events stand in one document of one file.
fn same_source(a: &Event, b: &Event) -> bool {
    a.document_id == b.document_id && a.provenance.source == b.provenance.source
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
