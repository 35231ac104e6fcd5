//! Several sources of one fact: one entry where they agree, side by side where they do not.

use crate::model::{Event, InstantRange};
use std::collections::HashMap;

/// How the events of an answer tell facts.
pub struct Facts {
    /// For each event, the events that it stands for, itself among them; empty if another does.
    told_by: Vec<Vec<usize>>,
    disagree: Vec<bool>,
}

impl Facts {
    /// Looks through the events of an answer.
    pub fn of(events: &[Event]) -> Facts {
        let mut out = Facts {
            told_by: (0..events.len()).map(|i| vec![i]).collect(),
            disagree: vec![false; events.len()],
        };
        let mut facts: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, event) in events.iter().enumerate() {
            if event.stage.is_some() && !event.fact_id.is_empty() {
                facts.entry(&event.fact_id).or_default().push(at);
            }
        }
        for members in facts.into_values().filter(|m| m.len() > 1) {
            match meeting(events, &members) {
                true => {
                    // The finest telling stands for the fact.
                    let face = members
                        .iter()
                        .copied()
                        .min_by_key(|i| (width(&events[*i]), *i));
                    for at in &members {
                        out.told_by[*at].clear();
                    }
                    if let Some(face) = face {
                        out.told_by[face] = members;
                    }
                }
                false => {
                    for at in members {
                        out.disagree[at] = true;
                    }
                }
            }
        }
        out
    }

    /// Whether an event has an entry of its own.
    pub fn is_shown(&self, at: usize) -> bool {
        !self.told_by[at].is_empty()
    }

    /// Whether another source tells the fact otherwise.
    pub fn disagrees(&self, at: usize) -> bool {
        self.disagree[at]
    }

    /// The events that an entry stands for.
    pub fn told_by(&self, at: usize) -> impl Iterator<Item = usize> {
        self.told_by[at].iter().copied()
    }

    /// The number of entries.
    pub fn shown(&self) -> usize {
        self.told_by.iter().filter(|t| !t.is_empty()).count()
    }
}

/// Whether all the bounds have an instant in common; what has none agrees with all.
fn meeting(events: &[Event], members: &[usize]) -> bool {
    let bounds: Vec<InstantRange> = members
        .iter()
        .filter_map(|i| events[*i].when.bounds())
        .collect();
    let earliest = bounds.iter().filter_map(|b| b.earliest()).max();
    let latest = bounds.iter().filter_map(|b| b.latest()).min();
    bounds.is_empty() || InstantRange::new(earliest, latest).is_some()
}

fn width(event: &Event) -> i64 {
    match (event.when.earliest, event.when.latest) {
        (Some(a), Some(b)) => b.micros() - a.micros(),
        _ => i64::MAX,
    }
}
