//! The measures that the literature has names for, made of the delays of each message.
//!
//! Sources: Laakso, *Across the Oceans* (2007), for transmission, transport and service frequency;
//! the process-mining package bupaR for throughput, processing and idle time.

use super::{Pair, PairedBy, Status};
use std::collections::HashMap;

/// A measure with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// From the first stage of all to the last of all.
    Throughput,
    /// From the first stage at the sender to the first at the recipient, waiting for a departure
    /// included.
    Transmission,
    /// From the last stage at the sender to the first at the recipient: the way itself.
    Transport,
    /// Together, the legs at one end whose closing stage is work on the message: enciphered,
    /// deciphered, printed.
    Processing,
    /// Together, the other legs at one end: the message waits to be sent on or handed over.
    Idle,
}

impl Measure {
    /// All of them.
    pub const ALL: [Measure; 5] = [
        Measure::Throughput,
        Measure::Transmission,
        Measure::Transport,
        Measure::Processing,
        Measure::Idle,
    ];

    /// The name.
    pub fn name(self) -> &'static str {
        match self {
            Measure::Throughput => "throughput",
            Measure::Transmission => "transmission",
            Measure::Transport => "transport",
            Measure::Processing => "processing",
            Measure::Idle => "idle",
        }
    }

    /// What it counts.
    pub fn meaning(self) -> &'static str {
        match self {
            Measure::Throughput => "first stage of all to last of all",
            Measure::Transmission => "first stage at the sender to first at the recipient",
            Measure::Transport => "last stage at the sender to first at the recipient",
            Measure::Processing => "at one end, up to a stage that is work on the message",
            Measure::Idle => "at one end, the rest: waiting",
        }
    }
}

/// What the measures need to know of a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StageKind {
    /// Whether it happens where the message goes to.
    pub at_recipient: bool,
    /// Whether it is work on the message, such as deciphering.
    pub work: bool,
}

/// The measures of every message, from all its delays in the order of [`super::pairs`]. `kind`
/// says what a stage is. A measure that a message does not have (one stage only at an end) is left
/// out; a repeated stage counts once, where it is first.
pub fn measures(pairs: &[Pair], kind: &dyn Fn(&str) -> StageKind) -> Vec<(Measure, Pair)> {
    let mut index: HashMap<&str, usize> = HashMap::new();
    let mut messages: Vec<Vec<&Pair>> = Vec::new();
    for pair in pairs {
        let first = matches!(
            pair.paired_by,
            PairedBy::Message | PairedBy::Order | PairedBy::OneEnd
        );
        if first {
            let at = *index.entry(&pair.message_id).or_insert_with(|| {
                messages.push(Vec::new());
                messages.len() - 1
            });
            messages[at].push(pair);
        }
    }
    let mut out = Vec::new();
    for delays in &messages {
        of_message(delays, kind, &mut out);
    }
    out
}

fn of_message(delays: &[&Pair], kind: &dyn Fn(&str) -> StageKind, out: &mut Vec<(Measure, Pair)>) {
    let all = in_order(delays);
    let told = |stage: &&&str| {
        delays.iter().any(|p| {
            (p.from_stage == **stage && !p.from_event_id.is_empty())
                || (p.to_stage == **stage && !p.to_event_id.is_empty())
        })
    };
    let stages: Vec<&str> = all.iter().filter(told).copied().collect();
    let between = |from: &str, to: &str| {
        let same = |p: &&&Pair| p.from_stage == from && p.to_stage == to;
        delays.iter().find(same).map(|p| (*p).clone())
    };
    let at_recipient = |stage: &&&str| kind(stage).at_recipient;
    let first = stages.first();
    // Where no arrival is told, the delay to the one that others have is censored.
    let arrival = stages.iter().find(at_recipient);
    let arrival = arrival.or_else(|| all.iter().find(at_recipient));
    let departure = stages.iter().rev().find(|s| !at_recipient(s));
    let dispatch = first.filter(|s| !at_recipient(s));
    let last = stages.last().filter(|_| stages.len() > 1);
    for (measure, from, to) in [
        (Measure::Throughput, first, last.or(arrival)),
        (Measure::Transmission, dispatch, arrival),
        (Measure::Transport, departure, arrival),
    ] {
        if let Some(pair) = from.zip(to).and_then(|(from, to)| between(from, to)) {
            out.push((measure, pair));
        }
    }
    for measure in [Measure::Processing, Measure::Idle] {
        let legs = stages.windows(2).filter(|leg| {
            let (from, to) = (kind(leg[0]), kind(leg[1]));
            from.at_recipient == to.at_recipient && to.work == (measure == Measure::Processing)
        });
        let legs: Vec<Pair> = legs.filter_map(|leg| between(leg[0], leg[1])).collect();
        out.extend(sum(&legs).map(|pair| (measure, pair)));
    }
}

/// The stages of a message in order: a stage stands after every stage that it is counted from.
fn in_order<'a>(delays: &[&'a Pair]) -> Vec<&'a str> {
    let mut before: Vec<(&str, usize)> = Vec::new();
    for pair in delays {
        for (stage, after) in [(&pair.from_stage, 0), (&pair.to_stage, 1)] {
            match before.iter_mut().find(|(s, _)| s == stage) {
                Some((_, count)) => *count += after,
                None => before.push((stage, after)),
            }
        }
    }
    before.sort_by_key(|(_, count)| *count);
    before.into_iter().map(|(stage, _)| stage).collect()
}

/// Several legs as one delay: the sums of their bounds. One that is censored or impossible makes
/// the whole so.
fn sum(legs: &[Pair]) -> Option<Pair> {
    let (first, rest) = legs.split_first()?;
    let mut out = first.clone();
    let add = |a: Option<i64>, b: Option<i64>| Some(a?.saturating_add(b?));
    for leg in rest {
        out.to_stage.clone_from(&leg.to_stage);
        out.to_event_id.clone_from(&leg.to_event_id);
        out.shortest = add(out.shortest, leg.shortest);
        out.longest = add(out.longest, leg.longest);
        out.nominal = add(out.nominal, leg.nominal);
        out.status = out.status.max(leg.status);
    }
    if out.status == Status::Censored {
        out.longest = None;
        out.nominal = None;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(from: &str, to: &str, low: i64, high: i64) -> Pair {
        Pair {
            message_id: "m".into(),
            from_event_id: from.into(),
            to_event_id: to.into(),
            from_stage: from.into(),
            to_stage: to.into(),
            shortest: Some(low),
            longest: Some(high),
            status: Status::Bounded,
            ..Pair::default()
        }
    }

    fn kind(stage: &str) -> StageKind {
        StageKind {
            at_recipient: ["arrived", "deciphered", "delivered"].contains(&stage),
            work: stage == "deciphered" || stage == "enciphered",
        }
    }

    #[test]
    fn each_measure_takes_its_part_of_the_way() {
        let stages = [
            ("signed", 0),
            ("sent", 20),
            ("arrived", 90),
            ("deciphered", 120),
            ("delivered", 200),
        ];
        let mut pairs = Vec::new();
        for (at, (from, begin)) in stages.iter().enumerate() {
            for (to, end) in &stages[at + 1..] {
                pairs.push(pair(from, to, end - begin - 1, end - begin + 1));
            }
        }
        let found = measures(&pairs, &kind);
        let got: Vec<_> = found
            .iter()
            .map(|(m, p)| (m.name(), p.shortest.unwrap(), p.longest.unwrap()))
            .collect();
        let expected = [
            ("throughput", 199, 201),
            ("transmission", 89, 91),
            ("transport", 69, 71),
            ("processing", 29, 31),
            ("idle", 98, 102),
        ];
        assert_eq!(got, expected);
    }

    #[test]
    fn a_stage_that_never_came_is_no_end() {
        let mut lost = pair("sent", "arrived", 0, 0);
        lost.to_event_id.clear();
        lost.longest = None;
        lost.status = Status::Censored;
        let found = measures(&[lost], &kind);
        let statuses: Vec<_> = found.iter().map(|(m, p)| (*m, p.status)).collect();
        assert_eq!(
            statuses,
            [
                Measure::Throughput,
                Measure::Transmission,
                Measure::Transport
            ]
            .map(|m| (m, Status::Censored))
        );
    }
}
