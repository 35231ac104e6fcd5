//! Delays across messages: from a question to its answer, from a message to who passed it on.

use super::delay;
use super::end::{End, ends};
use super::message::{Messages, StageIndex};
use super::pair::{columns, route};
use super::{Pair, PairedBy, Wanted};
use crate::model::Event;
use std::collections::HashMap;

/// How one message refers to another. The reference is a column of a table or a header of a
/// message that holds the other's `message_id`; nothing is guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// The second answers the first.
    Reply,
    /// The second passes the first on.
    Forward,
    /// The second is a copy of the first.
    Copy,
}

impl Link {
    /// All of them, by name.
    pub const NAMES: [(&'static str, Link); 3] = [
        ("reply", Link::Reply),
        ("forward", Link::Forward),
        ("copy", Link::Copy),
    ];

    /// The columns that hold the reference; the first that is filled counts.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Link::Reply => &["in_reply_to", "reply_to", "answers", "answer_to"],
            Link::Forward => &["forward_of", "forwards", "forwarded_from"],
            Link::Copy => &["copy_of", "copies"],
        }
    }

    fn paired_by(self) -> PairedBy {
        match self {
            Link::Reply => PairedBy::Reply,
            Link::Forward => PairedBy::Forward,
            Link::Copy => PairedBy::CopyOf,
        }
    }
}

/// The delays between messages of which the second refers to the first.
///
/// Without wanted stages there are two for each reference: from the last stage of the first
/// message to the first stage of the second (how long an answer was in the making), and from the
/// very first to the very last (the round trip). `message_id` is that of the first message. A
/// message that no other refers to has none.
pub fn linked(events: &[Event], order: &[&str], wanted: &Wanted, link: Link) -> Vec<Pair> {
    let asked = wanted.from.iter().chain(&wanted.to);
    let stages = StageIndex::new(events, order, asked.map(String::as_str));
    let messages = Messages::new(events, &stages);
    let count = messages.runs(1).len();
    let mut by_name: HashMap<&str, usize> = HashMap::new();
    for message in 0..count {
        for at in messages.events(message) {
            let id = events[*at as usize].message_id.as_str();
            by_name.entry(id).or_insert(message);
        }
    }
    let mut out = Vec::new();
    for second in 0..count {
        let list = messages.events(second);
        let Some(reference) = reference(events, list, link) else {
            continue;
        };
        let first = by_name.get(reference.as_str()).copied();
        let Some(first) = first.filter(|first| *first != second) else {
            continue;
        };
        let both = [messages.events(first), list];
        let [question, answer] = both.map(|list| flat(events, &messages, list));
        let stage = |rank: &usize| stages.name(*rank).into();
        let ways: Vec<(&Staged<'_>, &Staged<'_>)> = match (&wanted.from, &wanted.to) {
            (None, None) => {
                let short = question.last().zip(answer.first());
                let long = question.first().zip(answer.last());
                let same = question.len() == 1 && answer.len() == 1;
                short.into_iter().chain(long.filter(|_| !same)).collect()
            }
            (from, to) => {
                let fits = |want: &Option<String>, (rank, _): &Staged<'_>| {
                    want.as_deref().is_none_or(|w| w == stages.name(*rank))
                };
                let from = question.iter().rev().find(|end| fits(from, end));
                from.zip(answer.iter().find(|end| fits(to, end)))
                    .into_iter()
                    .collect()
            }
        };
        for ((from_rank, from), (to_rank, to)) in ways {
            let mut pair = delay::pair(Some(from), Some(to), wanted.as_of);
            let of_first = &events[both[0][0] as usize];
            pair.message_id = of_first.message_id.as_str().into();
            pair.from_stage = stage(from_rank);
            pair.to_stage = stage(to_rank);
            pair.route = route(&ends(events, &messages, both[0]));
            pair.paired_by = link.paired_by();
            pair.columns = columns(&wanted.columns, [Some(from), Some(to)], events, both[0]);
            out.push(pair);
        }
    }
    out
}

type Staged<'a> = (usize, End<'a>);

/// The ends of a message in order.
fn flat<'a>(events: &'a [Event], messages: &Messages<'_>, list: &[u32]) -> Vec<Staged<'a>> {
    let by_stage = ends(events, messages, list);
    let each = by_stage.into_iter();
    each.flat_map(|(rank, ends)| ends.into_iter().map(move |end| (rank, end)))
        .collect()
}

fn reference(events: &[Event], list: &[u32], link: Link) -> Option<String> {
    let each = list.iter().map(|at| &events[*at as usize]);
    each.flat_map(|event| link.columns().iter().map(move |name| (event, *name)))
        .find_map(|(event, name)| event.extra.get(name).filter(|v| !v.trim().is_empty()))
        .map(|value| value.trim().to_owned())
}
