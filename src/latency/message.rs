//! Events gathered into messages.

use crate::model::Event;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
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
        let of_run = |run: &'a [Event]| {
            let mut seen: HashSet<&str> = HashSet::new();
            let mut last = "";
            for stage in run.iter().filter_map(|e| e.stage.as_ref()) {
                if stage.name() != last {
                    last = stage.name();
                    seen.insert(last);
                }
            }
            seen
        };
        let runs: Vec<HashSet<&str>> = events.par_chunks(RUN).map(of_run).collect();
        let mut seen: HashSet<&str> = asked.collect();
        runs.into_iter().for_each(|run| seen.extend(run));
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

/// Events that are looked at together.
const RUN: usize = 1 << 14;

/// What one run of events says.
#[derive(Default)]
struct Looked<'a> {
    /// The message of each event, and its number; events without a stage belong to none.
    messages: Vec<(Hashed, u32)>,
    ranks: Vec<u32>,
    tables: HashMap<&'a str, BTreeSet<usize>>,
    /// Facts that do not bear the name of their own message.
    shared: HashSet<&'a str>,
}

impl<'a> Messages<'a> {
    /// Gathers events by their message, in the order of the messages' first events. Messages of
    /// which one event each tells the same fact are one message.
    pub fn new(events: &'a [Event], stages: &StageIndex) -> Messages<'a> {
        let runs: Vec<Looked<'a>> = events
            .par_chunks(RUN)
            .enumerate()
            .map(|(run, events)| look(run * RUN, events, stages))
            .collect();
        let mut all = Looked::default();
        for run in runs {
            all.messages.extend(run.messages);
            all.ranks.extend(run.ranks);
            all.shared.extend(run.shared);
            for (table, ranks) in run.tables {
                all.tables.entry(table).or_default().extend(ranks);
            }
        }
        let mut groups = by_message(all.messages);
        if !all.shared.is_empty() {
            groups.join_by_fact(events, &all.shared);
        }
        let (starts, list) = groups.in_order(events.len());
        Messages {
            starts,
            events: list,
            ranks: all.ranks,
            tables: all.tables,
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
    let bare = source.strip_suffix(".gz").unwrap_or(source);
    let stem = bare.rsplit_once('.').map_or(bare, |(stem, _)| stem);
    [stem, source].contains(&event.document_id.as_str())
}

/// The hash of a message's name, in place of the name: 96 bits, so that among ten million messages
/// two of one hash are less likely than one in 10¹⁵.
type Hashed = (u64, u32);

fn hashed(name: &str) -> Hashed {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    let first = hasher.finish();
    hasher.write_u8(1);
    (first, hasher.finish() as u32)
}

fn look<'a>(start: usize, events: &'a [Event], stages: &StageIndex) -> Looked<'a> {
    let mut out = Looked::default();
    // Few stages take turns: a short list is quicker than a look-up.
    let mut ranks: Vec<(&str, usize)> = Vec::new();
    let mut last_table: Option<(&str, usize)> = None;
    for (at, event) in events.iter().enumerate() {
        let Some(stage) = &event.stage else {
            out.ranks.push(0);
            continue;
        };
        let name = stage.name();
        let known = ranks.iter().find(|(known, _)| *known == name);
        let rank = match known {
            Some((_, rank)) => *rank,
            None => {
                let rank = stages.rank(name).unwrap_or(0);
                if ranks.len() < 16 {
                    ranks.push((name, rank));
                }
                rank
            }
        };
        out.ranks.push(rank as u32);
        out.messages
            .push((hashed(&event.message_id), (start + at) as u32));
        let document = event.document_id.as_str();
        if last_table != Some((document, rank)) && is_of_a_table(event) {
            out.tables.entry(document).or_default().insert(rank);
            last_table = Some((document, rank));
        }
        if !has_own_fact(event) {
            out.shared.insert(&event.fact_id);
        }
    }
    out
}

/// Events by message: messages as ranges of one list of event numbers.
struct Groups {
    members: Vec<u32>,
    messages: Vec<Range<u32>>,
}

/// Events by message. Sorting by name, or rather by its hash, brings those of a message together.
fn by_message(mut messages: Vec<(Hashed, u32)>) -> Groups {
    messages.par_sort_unstable();
    let mut ranges: Vec<Range<u32>> = Vec::with_capacity(messages.len() / 2);
    let mut begin = 0;
    for run in messages.chunk_by(|a, b| a.0 == b.0) {
        ranges.push(begin..begin + run.len() as u32);
        begin += run.len() as u32;
    }
    Groups {
        members: messages.par_iter().map(|(_, at)| *at).collect(),
        messages: ranges,
    }
}

impl Groups {
    fn members(&self, message: &Range<u32>) -> &[u32] {
        &self.members[message.start as usize..message.end as usize]
    }

    /// Messages in the order of their first events: where each begins, and the events.
    fn in_order(self, events: usize) -> (Vec<u32>, Vec<u32>) {
        // An event is the first of one message at most: no need to sort.
        let mut begins = vec![u32::MAX; events];
        for (message, range) in self.messages.iter().enumerate() {
            let first = self.members[range.start as usize];
            begins[first as usize] = message as u32;
        }
        let mut starts = Vec::with_capacity(self.messages.len() + 1);
        let mut list = Vec::with_capacity(self.members.len());
        starts.push(0);
        for message in begins.into_iter().filter(|m| *m != u32::MAX) {
            list.extend_from_slice(self.members(&self.messages[message as usize]));
            starts.push(list.len() as u32);
        }
        (starts, list)
    }

    /// Messages that share a fact become one.
    fn join_by_fact(&mut self, events: &[Event], shared: &HashSet<&str>) {
        let mut first: HashMap<&str, u32> = HashMap::new();
        let mut parent: Vec<u32> = (0..self.messages.len() as u32).collect();
        for (message, range) in self.messages.iter().enumerate() {
            for at in self.members(range) {
                let fact = events[*at as usize].fact_id.as_str();
                if shared.contains(fact) {
                    let with = *first.entry(fact).or_insert(message as u32);
                    let (a, b) = (root(&mut parent, with), root(&mut parent, message as u32));
                    parent[a.max(b) as usize] = a.min(b);
                }
            }
        }
        let mut joined: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (message, range) in self.messages.iter().enumerate() {
            let root = root(&mut parent, message as u32);
            joined.entry(root).or_default().extend(self.members(range));
        }
        let (mut members, mut messages) = (Vec::with_capacity(self.members.len()), Vec::new());
        for mut list in joined.into_values() {
            list.sort_unstable();
            let begin = members.len() as u32;
            members.append(&mut list);
            messages.push(begin..members.len() as u32);
        }
        *self = Groups { members, messages };
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
