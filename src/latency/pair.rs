//! A pair of stages of one message, and the time between them.

use super::delay;
use super::end::{End, Stage, ends};
use super::matching::{Match, matched};
use super::message::{Messages, StageIndex};
use crate::model::{Event, Instant, LocalTime};
use compact_str::{CompactString, format_compact};
use rayon::prelude::*;
use smallvec::SmallVec;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The time between two stages of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pair {
    /// The message.
    pub message_id: CompactString,
    /// The event it is counted from; empty if no beginning is known.
    pub from_event_id: CompactString,
    /// The event it is counted to; empty if no end is known.
    pub to_event_id: CompactString,
    /// Stage of the first event.
    pub from_stage: CompactString,
    /// Stage of the second.
    pub to_stage: CompactString,
    /// Place of the first event.
    pub from_place: Option<CompactString>,
    /// Place of the second.
    pub to_place: Option<CompactString>,
    /// Who sent the message.
    pub sender: Option<CompactString>,
    /// To whom.
    pub recipient: Option<CompactString>,
    /// First instant possible of the first event.
    pub begin_earliest: Option<Instant>,
    /// First instant that is too late for the first event.
    pub begin_latest: Option<Instant>,
    /// First instant possible of the second event.
    pub end_earliest: Option<Instant>,
    /// First instant that is too late for the second event.
    pub end_latest: Option<Instant>,
    /// The way of the whole message: `Sochi to Moscow`, from its first place to its last.
    pub route: CompactString,
    /// First wall-clock moment of the first event, for grouping by its hour, day or month.
    pub begin_local: Option<LocalTime>,
    /// First wall-clock moment of the second event.
    pub end_local: Option<LocalTime>,
    /// Lower bound of the delay, microseconds, cut at zero unless the whole range is below it.
    pub shortest: Option<i64>,
    /// Upper bound of the delay, microseconds; `None` if there is none.
    pub longest: Option<i64>,
    /// The delay as printed, microseconds; `None` unless both ends are to the minute or finer.
    pub nominal: Option<i64>,
    /// What the delay is worth.
    pub status: Status,
    /// How the two events were found to belong together.
    pub paired_by: PairedBy,
    /// The columns that [`Wanted::columns`] names, in that order: the value of the first event
    /// that has one, beginning with those of the delay.
    pub columns: Vec<Option<CompactString>>,
}

/// What a delay is worth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Both ends to the minute or finer, on known clocks or one shared clock.
    Measured,
    /// An interval.
    Bounded,
    /// One of the two ends is not known.
    #[default]
    Censored,
    /// The whole range lies below zero: the print or a clock is wrong.
    Impossible,
}

impl Status {
    /// All of them.
    pub const ALL: [Status; 4] = [
        Status::Measured,
        Status::Bounded,
        Status::Censored,
        Status::Impossible,
    ];

    /// The name in the `status` column.
    pub fn name(self) -> &'static str {
        match self {
            Status::Measured => "measured",
            Status::Bounded => "bounded",
            Status::Censored => "censored",
            Status::Impossible => "impossible",
        }
    }
}

/// How two events were found to belong together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PairedBy {
    /// They are the stages of one message.
    #[default]
    Message,
    /// A stage is repeated, as often at both ends: they pair in time order.
    Order,
    /// More ends than beginnings: a copy, counted from the last beginning before it.
    Copy,
    /// More beginnings than ends: sent again, and no receipt of its own is known.
    Retransmission,
    /// Only this end is known; other messages of the table, or the request, have the other.
    OneEnd,
    /// The second message answers the first.
    Reply,
    /// The second message passes the first on.
    Forward,
    /// The second message is a copy of the first.
    CopyOf,
}

impl PairedBy {
    /// The name in the `paired_by` column.
    pub fn name(self) -> &'static str {
        match self {
            PairedBy::Message => "message",
            PairedBy::Order => "order",
            PairedBy::Copy => "copy",
            PairedBy::Retransmission => "retransmission",
            PairedBy::OneEnd => "one-end",
            PairedBy::Reply => "reply",
            PairedBy::Forward => "forward",
            PairedBy::CopyOf => "copy-of",
        }
    }
}

/// Which delays are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Stage to count from; `None` is any.
    pub from: Option<String>,
    /// Stage to count to; `None` is any.
    pub to: Option<String>,
    /// Orders of the stages of kinds of messages (`letter`) that have their own, by the kind in
    /// lower case; the column `kind` of an event names it.
    pub orders: BTreeMap<String, Vec<String>>,
    /// A chain of stages: the legs between neighbours and the whole, nothing else. Empty: none.
    pub chain: Vec<String>,
    /// The day up to which the sources would tell an end: what has none by then took longer.
    pub as_of: Option<Instant>,
    /// Columns to keep beside each delay, to group by.
    pub columns: Vec<String>,
}

impl Wanted {
    /// Whether a delay between two stages is asked for.
    fn fits(&self, from: &str, to: &str) -> bool {
        let is = |want: &Option<String>, stage: &str| want.as_deref().is_none_or(|w| w == stage);
        let at = |stage: &str| self.chain.iter().position(|s| s == stage);
        let of_chain = match (at(from), at(to)) {
            _ if self.chain.is_empty() => true,
            (Some(a), Some(b)) => b == a + 1 || (a == 0 && b + 1 == self.chain.len()),
            _ => false,
        };
        of_chain && is(&self.from, from) && is(&self.to, to)
    }

    /// The order of the stages that the kind of a message has of its own.
    fn order_of(&self, event: &Event) -> Option<&[String]> {
        let kind = event.extra.get("kind")?.to_lowercase();
        self.orders.get(&kind).map(Vec::as_slice)
    }

    fn stages(&self) -> impl Iterator<Item = &str> {
        let ends = self.from.iter().chain(&self.to);
        ends.chain(&self.chain).map(String::as_str)
    }
}

/// The delays of every message, by ordered pairs of its stages.
///
/// `order` names the stages in order, unless the kind of a message has its own; a stage it does
/// not name comes after all that it does.
/// Events of one `fact_id` are one end, told by several sources. Repeated stages of one message
/// pair in time order. A message of a table that lacks a stage which other messages of the table
/// have is `censored` there, and so is one that lacks a stage that `wanted` names; a missing
/// beginning is told where `wanted` names it, and for a message of which only one stage is known.
/// Messages keep the order of the events.
pub fn pairs(events: &[Event], order: &[&str], wanted: &Wanted) -> Vec<Pair> {
    let stages = StageIndex::new(events, order, wanted.stages());
    let messages = Messages::new(events, &stages);
    let asked: BTreeSet<usize> = wanted.stages().filter_map(|s| stages.rank(s)).collect();
    // Messages are independent; a run of them is worked off at a time, and the runs keep order.
    // A few runs at once, while those before are put together: their lists are used again, so
    // that memory is not asked for twice.
    let work = |lists: &mut [Vec<Pair>], runs: &[Range<usize>]| {
        lists.par_iter_mut().zip(runs).for_each(|(list, run)| {
            for message in run.clone() {
                let events_of = messages.events(message);
                of_message(events, &messages, events_of, &stages, &asked, wanted, list);
            }
        });
    };
    let mut out: Vec<Pair> = Vec::new();
    let mut done: Vec<Vec<Pair>> = vec![Vec::new(); RUNS];
    let mut next = done.clone();
    for runs in messages.runs(1 << 11).chunks(RUNS) {
        let gather = || done.iter_mut().for_each(|list| out.append(list));
        rayon::join(gather, || work(&mut next, runs));
        std::mem::swap(&mut done, &mut next);
    }
    done.iter_mut().for_each(|list| out.append(list));
    out
}

/// Runs of messages that are worked off at once.
const RUNS: usize = 64;

fn of_message(
    events: &[Event],
    messages: &Messages<'_>,
    list: &[u32],
    stages: &StageIndex,
    asked: &BTreeSet<usize>,
    wanted: &Wanted,
    out: &mut Vec<Pair>,
) {
    let mut by_stage = ends(events, messages, list);
    let own = list
        .first()
        .and_then(|at| wanted.order_of(&events[*at as usize]));
    let place = |rank: usize| {
        let of = |order: &[String]| {
            let known = order.iter().position(|s| *s == stages.name(rank));
            known.unwrap_or(order.len())
        };
        (own.map_or(0, of), rank)
    };
    by_stage.sort_by_key(|(rank, _)| place(*rank));
    let mut possible: SmallVec<[usize; 16]> = by_stage.iter().map(|(rank, _)| *rank).collect();
    let mut document = None;
    for event in list.iter().map(|at| &events[*at as usize]) {
        if document != Some(&event.document_id) {
            document = Some(&event.document_id);
            possible.extend(messages.stages_of_table(event));
        }
    }
    possible.extend(asked.iter().copied());
    possible.sort_unstable_by_key(|rank| place(*rank));
    possible.dedup();
    let route = route(&by_stage);
    let message_id = list
        .first()
        .map_or("", |at| &events[*at as usize].message_id);
    let known = |rank: usize| by_stage.iter().find(|(r, _)| *r == rank).map(|(_, e)| e);
    for (at, from) in possible.iter().enumerate() {
        for to in &possible[at + 1..] {
            let names = (stages.name(*from), stages.name(*to));
            if !wanted.fits(names.0, names.1) {
                continue;
            }
            let mut add = |from: Option<&End<'_>>, to: Option<&End<'_>>, paired_by| {
                let mut pair = delay::pair(from, to, wanted.as_of);
                pair.message_id = message_id.into();
                pair.from_stage = names.0.into();
                pair.to_stage = names.1.into();
                pair.route.clone_from(&route);
                pair.paired_by = paired_by;
                pair.columns = columns(&wanted.columns, [from, to], events, list);
                out.push(pair);
            };
            match (known(*from), known(*to)) {
                (Some(begins), Some(finishes)) => {
                    for Match { from, to, by } in matched(begins, finishes) {
                        add(begins.get(from), to.and_then(|to| finishes.get(to)), by);
                    }
                }
                (Some(begins), None) => {
                    begins
                        .iter()
                        .for_each(|b| add(Some(b), None, PairedBy::OneEnd));
                }
                // A missing beginning is told where it is asked for, or all that is missing.
                (None, Some(finishes))
                    if asked.contains(from)
                        || (by_stage.len() == 1 && possible.first() == Some(from)) =>
                {
                    finishes
                        .iter()
                        .for_each(|f| add(None, Some(f), PairedBy::OneEnd));
                }
                (None, _) => {}
            }
        }
    }
}

/// The values of some columns: of the events of the delay, else of any event of the message.
pub(super) fn columns(
    names: &[String],
    ends: [Option<&End<'_>>; 2],
    events: &[Event],
    list: &[u32],
) -> Vec<Option<CompactString>> {
    let own = || ends.into_iter().flatten().map(|end| end.event);
    let all = || list.iter().map(|at| &events[*at as usize]);
    let of = |name: &String| {
        let mut both = own().chain(all());
        both.find_map(|event| delay::column(event, name))
    };
    names.iter().map(of).collect()
}

/// The way of a message, from the first place that its stages name to the last.
pub(super) fn route(by_stage: &[Stage<'_>]) -> CompactString {
    let ends = by_stage.iter().flat_map(|(_, ends)| ends);
    let mut places = ends.filter_map(|end| end.place);
    let first = places.next();
    let last = places.next_back();
    match (first, last) {
        (Some(from), Some(to)) => format_compact!("{from} to {to}"),
        (Some(only), None) => format_compact!("{only} to unknown"),
        _ => CompactString::const_new("unknown places"),
    }
}
