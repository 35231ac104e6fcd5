//! Which of several beginnings belongs to which of several ends.

use super::PairedBy;
use super::end::End;
use crate::model::InstantRange;

/// A beginning and its end, by their places in the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Match {
    pub from: usize,
    pub to: Option<usize>,
    pub by: PairedBy,
}

/// Pairs the beginnings of a message with its ends, both in time order.
///
/// As many of both: the first with the first, and so on. More ends than beginnings are copies:
/// each belongs to the last beginning that can be before it. More beginnings than ends are
/// re-transmissions: each end belongs to the first beginning that has none yet, and what is left
/// has no end of its own.
pub(super) fn matched(begins: &[End<'_>], ends: &[End<'_>]) -> Vec<Match> {
    let (m, n) = (begins.len(), ends.len());
    if m >= n {
        let by = match (m, n) {
            (1, 1) => PairedBy::Message,
            _ => PairedBy::Order,
        };
        let own = |at: usize| Match {
            from: at,
            to: (at < n).then_some(at),
            by: if at < n { by } else { PairedBy::Retransmission },
        };
        return (0..m).map(own).collect();
    }
    let mut out: Vec<Match> = Vec::with_capacity(n);
    let mut from = 0;
    for (to, end) in ends.iter().enumerate() {
        while from + 1 < m && can_follow(&begins[from + 1], end) {
            from += 1;
        }
        let first = out.last().is_none_or(|last| last.from != from);
        let by = match first {
            true if m > 1 => PairedBy::Order,
            true => PairedBy::Message,
            false => PairedBy::Copy,
        };
        let to = Some(to);
        out.push(Match { from, to, by });
    }
    for from in 0..m {
        if out.iter().all(|found| found.from != from) {
            let by = PairedBy::Retransmission;
            out.push(Match { from, to: None, by });
        }
    }
    out.sort_by_key(|found| (found.from, found.to));
    out
}

/// Whether an end can come after a beginning.
fn can_follow(begin: &End<'_>, end: &End<'_>) -> bool {
    let begin = begin.range.and_then(InstantRange::earliest);
    let end = end.range.and_then(InstantRange::latest);
    match (begin, end) {
        (Some(begin), Some(end)) => begin < end,
        _ => false,
    }
}
