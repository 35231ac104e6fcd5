//! Events gathered into messages.

use crate::model::Event;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

/// The stages of some events in order, by rank.
pub(super) struct StageIndex {
    names: Vec<String>,
    ranks: HashMap<String, usize>,
}

impl StageIndex {
    /// The stages of the events and the asked ones: first those of `order`, then the others by
    /// name.
    pub fn new<'a>(
        events: &'a [Event],
        order: &[&str],
        asked: impl Iterator<Item = &'a str>,
    ) -> StageIndex {
        let mut seen: HashSet<&str> = asked.collect();
        let mut last = "";
        for stage in events.iter().filter_map(|e| e.stage.as_ref()) {
            if stage.name() != last {
                last = stage.name();
                seen.insert(last);
            }
        }
        let mut names: Vec<String> = seen.into_iter().map(str::to_owned).collect();
        let rank = |name: &String| order.iter().position(|s| s == name).unwrap_or(order.len());
        names.sort_by(|a, b| (rank(a), a).cmp(&(rank(b), b)));
        let ranks = names.iter().cloned().zip(0..).collect();
        StageIndex { names, ranks }
    }

    /// The place of a stage in the order.
    pub fn rank(&self, name: &str) -> Option<usize> {
        self.ranks.get(name).copied()
    }

    /// The stage of a rank.
    pub fn name(&self, rank: usize) -> &str {
        self.names.get(rank).map_or("", String::as_str)
    }
}

/// Events gathered by message: one list of event numbers, cut at the messages.
pub(super) struct Messages<'a> {
    starts: Vec<u32>,
    events: Vec<u32>,
    ranks: Vec<u32>,
    tables: HashMap<&'a str, BTreeSet<usize>>,
}

/// An event without a stage belongs to no message.
const NONE: u32 = u32::MAX;

impl<'a> Messages<'a> {
    /// Gathers events by their message, in the order of the messages' first events. Messages of
    /// which one event each tells the same fact are one message.
    pub fn new(events: &'a [Event], stages: &StageIndex) -> Messages<'a> {
        let mut index: HashMap<&str, u32> = HashMap::new();
        let mut tables: HashMap<&str, BTreeSet<usize>> = HashMap::new();
        let mut message_of = vec![NONE; events.len()];
        let mut ranks = vec![0u32; events.len()];
        let mut last: Option<(&str, u32)> = None;
        let mut last_stage = ("", 0);
        let mut last_table: Option<(&str, usize)> = None;
        for (at, event) in events.iter().enumerate() {
            let Some(stage) = &event.stage else {
                continue;
            };
            if stage.name() != last_stage.0 {
                last_stage = (stage.name(), stages.rank(stage.name()).unwrap_or(0));
            }
            let rank = last_stage.1;
            ranks[at] = rank as u32;
            let id = event.message_id.as_str();
            let message = match last {
                Some((same, message)) if same == id => message,
                _ => {
                    let next = index.len() as u32;
                    *index.entry(id).or_insert(next)
                }
            };
            last = Some((id, message));
            message_of[at] = message;
            let document = event.document_id.as_str();
            if last_table != Some((document, rank)) && is_of_a_table(event) {
                tables.entry(document).or_default().insert(rank);
                last_table = Some((document, rank));
            }
        }
        join_by_fact(events, &mut message_of);
        let (starts, list) = gather(&message_of, index.len());
        Messages {
            starts,
            events: list,
            ranks,
            tables,
        }
    }

    /// Messages in runs of at most `length`.
    pub fn runs(&self, length: usize) -> Vec<Range<usize>> {
        let count = self.starts.len() - 1;
        let begins = (0..count).step_by(length);
        begins.map(|a| a..(a + length).min(count)).collect()
    }

    /// The numbers of a message's events, in order.
    pub fn events(&self, message: usize) -> &[u32] {
        &self.events[self.starts[message] as usize..self.starts[message + 1] as usize]
    }

    /// The rank of an event's stage.
    pub fn rank(&self, event: u32) -> usize {
        self.ranks[event as usize] as usize
    }

    /// The stages that the table of an event has.
    pub fn stages_of_table(&self, event: &Event) -> impl Iterator<Item = usize> {
        let table = self.tables.get(event.document_id.as_str());
        table.into_iter().flatten().copied()
    }
}

/// Whether the document of an event is the whole file: then its messages are rows of one table,
/// and an empty cell is an end that nobody knows. Papers of a volume say nothing of each other.
fn is_of_a_table(event: &Event) -> bool {
    let source = event.provenance.source.as_str();
    let stem = source.rsplit_once('.').map_or(source, |(stem, _)| stem);
    [stem, source].contains(&event.document_id.as_str())
}

/// Gives messages that share a fact the number of the first of them.
fn join_by_fact(events: &[Event], message_of: &mut [u32]) {
    let staged = || (0..events.len()).filter(|at| message_of[*at] != NONE);
    // A fact that bears the name of its own message or event is shared only if another bears it.
    let shared: HashSet<&str> = staged()
        .map(|at| &events[at])
        .filter(|e| !has_own_fact(e))
        .map(|e| e.fact_id.as_str())
        .collect();
    if shared.is_empty() {
        return;
    }
    let mut first: HashMap<&str, u32> = HashMap::new();
    let most = message_of.iter().filter(|m| **m != NONE).max();
    let mut parent: Vec<u32> = (0..most.map_or(0, |m| m + 1)).collect();
    for at in staged() {
        let fact = events[at].fact_id.as_str();
        if shared.contains(fact) {
            let with = *first.entry(fact).or_insert(message_of[at]);
            let (a, b) = (root(&mut parent, with), root(&mut parent, message_of[at]));
            parent[a.max(b) as usize] = a.min(b);
        }
    }
    for message in message_of.iter_mut().filter(|m| **m != NONE) {
        *message = root(&mut parent, *message);
    }
}

fn root(parent: &mut [u32], mut of: u32) -> u32 {
    while parent[of as usize] != of {
        // Halve the way, so that the next search is shorter.
        parent[of as usize] = parent[parent[of as usize] as usize];
        of = parent[of as usize];
    }
    of
}

fn has_own_fact(event: &Event) -> bool {
    let stage = event.stage.as_ref().map_or("", |s| s.name());
    let own = || {
        let rest = event.fact_id.strip_prefix(event.message_id.as_str())?;
        let repeat = rest.strip_prefix('/')?.strip_prefix(stage)?;
        Some(repeat.is_empty() || repeat.starts_with('.'))
    };
    event.fact_id.is_empty() || event.fact_id == event.event_id || own() == Some(true)
}

/// Event numbers by message, and where each message begins; a counting sort.
fn gather(message_of: &[u32], count: usize) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0u32; count + 1];
    for message in message_of.iter().filter(|m| **m != NONE) {
        starts[*message as usize + 1] += 1;
    }
    for at in 0..count {
        starts[at + 1] += starts[at];
    }
    let mut next = starts.clone();
    let mut list = vec![0u32; starts[count] as usize];
    for (at, message) in message_of.iter().enumerate() {
        if *message != NONE {
            let slot = &mut next[*message as usize];
            list[*slot as usize] = at as u32;
            *slot += 1;
        }
    }
    (starts, list)
}
