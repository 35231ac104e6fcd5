//! Silences: times without an entry that are longer than is usual.

use super::fact::Fact;
use crate::model::{Event, human_duration};
use crate::query::{Longest, Per, gaps};
use serde::Serialize;
use std::collections::BTreeMap;

/// The most silences that are printed, the longest.
const MOST: usize = 20;

/// A time without an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Silence {
    /// How long: `22 days`, or its bounds.
    pub length: String,
    /// The number of the last entry before it.
    pub after: String,
    /// The number of the first that follows.
    pub before: String,
}

/// The longest silences that are longer than is usual, in the order of time.
pub fn silences(events: &[Event], facts: &[Fact<'_>]) -> Vec<Silence> {
    let numbers: BTreeMap<&str, &str> = facts
        .iter()
        .flat_map(|f| {
            f.all
                .iter()
                .map(|e| (e.event_id.as_str(), f.number.as_str()))
        })
        .collect();
    let mut found = gaps(events, Per::All, Longest::Usual);
    let mut longest: Vec<_> = found
        .iter_mut()
        .flat_map(|lane| lane.gaps.drain(..))
        .collect();
    longest.retain(|gap| gap.certain);
    longest.sort_by_key(|gap| std::cmp::Reverse(gap.shortest));
    longest.truncate(MOST);
    longest.sort_by_key(|gap| gap.after.when.latest);
    let number = |event: &Event| {
        numbers
            .get(event.event_id.as_str())
            .map(|n| (*n).to_owned())
    };
    let line = |gap: crate::query::Gap| {
        let (a, b) = (human_duration(gap.shortest), human_duration(gap.longest));
        Some(Silence {
            length: if a == b { a } else { format!("{a} to {b}") },
            after: number(&gap.after)?,
            before: number(&gap.before)?,
        })
    };
    longest.into_iter().filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::book::fact::facts;
    use crate::report::sample;

    #[test]
    fn a_silence_stands_between_two_numbers() {
        let mut events = sample::year();
        events.retain(|e| e.stage.as_ref().is_some_and(|s| s.name() == "sent"));
        events.drain(40..60);
        let found = silences(&events, &facts(&events, None));
        assert_eq!(found.len(), 1);
        assert!(found[0].after < found[0].before);
        assert!(silences(&sample::cable(), &[]).is_empty());
    }
}
