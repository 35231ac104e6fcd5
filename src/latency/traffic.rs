//! Messages beside each other: how often one leaves, how many are under way, which overtake.

use super::{Interval, Pair, Status};
use crate::model::Instant;

/// The number of messages under way from one moment to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backlog {
    /// From this instant on.
    pub at: Instant,
    /// Messages certainly under way.
    pub least: usize,
    /// Messages that may be.
    pub most: usize,
}

/// The moment at which most messages are certainly under way, and of several such the one at which
/// most may be; the first of equals.
pub fn fullest(steps: &[Backlog]) -> Option<&Backlog> {
    let rank = |step: &&Backlog| (step.least, step.most, std::cmp::Reverse(step.at));
    steps.iter().max_by_key(rank)
}

/// How many messages are under way at each moment: begun and not ended.
///
/// Certainly under way from the last instant of its beginning to the first of its end; possibly
/// from the first of its beginning to the last of its end. One whose end nobody knows may be under
/// way for ever after and is certainly so only at the moment of its beginning, so it adds to `most`
/// alone. Impossible delays are left out.
pub fn backlog(pairs: &[&Pair]) -> Vec<Backlog> {
    let mut changes: Vec<(Instant, i64, i64)> = Vec::new();
    for pair in pairs.iter().filter(|p| p.status != Status::Impossible) {
        let Some(begin) = pair.begin_earliest else {
            continue;
        };
        changes.push((begin, 0, 1));
        changes.extend(pair.end_latest.map(|at| (at, 0, -1)));
        if let (Some(from), Some(to)) = (pair.begin_latest, pair.end_earliest)
            && from < to
        {
            changes.push((from, 1, 0));
            changes.push((to, -1, 0));
        }
    }
    changes.sort_unstable();
    let (mut least, mut most) = (0i64, 0i64);
    let mut out: Vec<Backlog> = Vec::new();
    for (at, certain, possible) in changes {
        least += certain;
        most += possible;
        let step = Backlog {
            at,
            least: usize::try_from(least).unwrap_or(0),
            most: usize::try_from(most).unwrap_or(0),
        };
        match out.last_mut() {
            Some(last) if last.at == at => *last = step,
            _ => out.push(step),
        }
    }
    out
}

/// The number under way at one moment: at least and at most.
pub fn under_way(steps: &[Backlog], at: Instant) -> (usize, usize) {
    let after = steps.partition_point(|step| step.at <= at);
    let last = after.checked_sub(1).map(|before| steps[before]);
    last.map_or((0, 0), |step| (step.least, step.most))
}

/// The times between one sending and the next, in order; bounds in microseconds.
///
/// The k-th sending lies between the k-th least of the lower and of the upper bounds, whichever
/// message it is. Sendings without two bounds are passed over.
pub fn intervals_between_sendings(pairs: &[&Pair]) -> Vec<Interval> {
    let both = |p: &&Pair| Some((p.begin_earliest?.micros(), p.begin_latest?.micros()));
    let (mut lows, mut highs): (Vec<i64>, Vec<i64>) = pairs.iter().filter_map(both).unzip();
    lows.sort_unstable();
    highs.sort_unstable();
    let next = |at: usize| Interval {
        low: (lows[at + 1] - highs[at]).max(0),
        high: Some(highs[at + 1] - lows[at]),
    };
    (0..lows.len().saturating_sub(1)).map(next).collect()
}

/// How often messages overtook each other: sent later, received earlier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overtaking {
    /// Messages with two dated ends.
    pub n: usize,
    /// Couples of messages of which one certainly overtook the other.
    pub least: u64,
    /// Couples of which one may have overtaken the other.
    pub most: u64,
    /// Messages that another certainly overtook.
    pub overtaken: usize,
}

/// Counts the couples of messages of which the one that was sent later was received earlier, in
/// n log n. Impossible delays are left out.
pub fn overtaking(pairs: &[&Pair]) -> Overtaking {
    let known = |p: &&&Pair| matches!(p.status, Status::Measured | Status::Bounded);
    let ways: Vec<[i64; 4]> = pairs
        .iter()
        .filter(known)
        .filter_map(|p| {
            let ends = [
                p.begin_earliest?,
                p.begin_latest?,
                p.end_earliest?,
                p.end_latest?,
            ];
            Some(ends.map(Instant::micros))
        })
        .collect();
    let n = ways.len() as u64;
    // Certainly sent before: its latest beginning is not after the other's earliest.
    let (overtakes, overtaken) = dominated(&ways, |way| -way[3], |way| -way[2]);
    let (in_order, _) = dominated(&ways, |way| way[2], |way| way[3]);
    Overtaking {
        n: ways.len(),
        least: overtakes,
        // What is not certainly in order may be out of it.
        most: (n * n.saturating_sub(1) / 2).saturating_sub(in_order),
        overtaken,
    }
}

/// Counts couples (i, j) with i certainly begun before j and `first(i)` not above `second(j)`,
/// where `first` and `second` are bounds of the ends such that this orders them; and the number
/// of distinct i.
fn dominated(
    ways: &[[i64; 4]],
    second: impl Fn(&[i64; 4]) -> i64,
    first: impl Fn(&[i64; 4]) -> i64,
) -> (u64, usize) {
    let mut heights: Vec<i64> = ways.iter().map(&first).collect();
    heights.sort_unstable();
    heights.dedup();
    let mut counts = vec![0u64; heights.len() + 1];
    let mut before: Vec<&[i64; 4]> = ways.iter().collect();
    before.sort_unstable_by_key(|way| way[1]);
    let mut after: Vec<&[i64; 4]> = ways.iter().collect();
    after.sort_unstable_by_key(|way| way[0]);
    let mut begun = before.iter().peekable();
    let mut couples = 0;
    for way in &after {
        while let Some(earlier) = begun.next_if(|earlier| earlier[1] <= way[0]) {
            let mut at = heights.partition_point(|h| *h < first(earlier)) + 1;
            while at < counts.len() {
                counts[at] += 1;
                at += at & at.wrapping_neg();
            }
        }
        let mut at = heights.partition_point(|h| *h <= second(way));
        while at > 0 {
            couples += counts[at];
            at -= at & at.wrapping_neg();
        }
    }
    // An i has a j if the greatest `second` among those certainly begun after it reaches it.
    let mut greatest = vec![i64::MIN; after.len() + 1];
    for (at, way) in after.iter().enumerate().rev() {
        greatest[at] = greatest[at + 1].max(second(way));
    }
    let has = |way: &&[i64; 4]| {
        let from = after.partition_point(|later| later[0] < way[1]);
        from < after.len() && greatest[from] >= first(way)
    };
    (couples, ways.iter().filter(has).count())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pair(bounds: [i64; 4]) -> Pair {
        let [a, b, c, d] = bounds.map(Instant::from_micros);
        Pair {
            begin_earliest: a,
            begin_latest: b,
            end_earliest: c,
            end_latest: d,
            status: Status::Bounded,
            ..Pair::default()
        }
    }

    fn ways() -> impl Strategy<Value = Vec<[i64; 4]>> {
        let one = (0i64..60, 1i64..9, 0i64..40, 1i64..9)
            .prop_map(|(a, w, d, v)| [a, a + w, a + w + d, a + w + d + v]);
        proptest::collection::vec(one, 0..25)
    }

    proptest! {
        #[test]
        fn overtaking_is_what_a_plain_loop_counts(ways in ways()) {
            let pairs: Vec<Pair> = ways.iter().map(|w| pair(*w)).collect();
            let list: Vec<&Pair> = pairs.iter().collect();
            let found = overtaking(&list);
            let (mut least, mut in_order, mut overtaken) = (0, 0, 0);
            for i in &ways {
                let later = || ways.iter().filter(|j| i[1] <= j[0]);
                let count = later().filter(|j| j[3] <= i[2]).count() as u64;
                least += count;
                overtaken += usize::from(count > 0);
                in_order += later().filter(|j| i[3] <= j[2]).count() as u64;
            }
            let all = (ways.len() * ways.len().saturating_sub(1) / 2) as u64;
            prop_assert_eq!((found.least, found.overtaken), (least, overtaken));
            prop_assert_eq!(found.most, all - in_order);
        }

        #[test]
        fn the_backlog_is_what_a_plain_loop_counts(ways in ways(), at in 0i64..140) {
            let pairs: Vec<Pair> = ways.iter().map(|w| pair(*w)).collect();
            let list: Vec<&Pair> = pairs.iter().collect();
            let now = Instant::from_micros(at).unwrap();
            let least = ways.iter().filter(|w| w[1] <= at && at < w[2]).count();
            let most = ways.iter().filter(|w| w[0] <= at && at < w[3]).count();
            prop_assert_eq!(under_way(&backlog(&list), now), (least, most));
        }

        #[test]
        fn true_intervals_lie_within_their_bounds(
            sendings in proptest::collection::vec((0i64..500, 0i64..20, 1i64..20), 0..20),
        ) {
            let pairs: Vec<Pair> = sendings
                .iter()
                .map(|(t, below, above)| pair([t - below, t + above, 900, 901]))
                .collect();
            let list: Vec<&Pair> = pairs.iter().collect();
            let mut truth: Vec<i64> = sendings.iter().map(|(t, ..)| *t).collect();
            truth.sort_unstable();
            let found = intervals_between_sendings(&list);
            for (interval, two) in found.iter().zip(truth.windows(2)) {
                let true_interval = two[1] - two[0];
                prop_assert!(interval.low <= true_interval);
                prop_assert!(interval.high.is_some_and(|h| true_interval <= h));
            }
        }
    }

    #[test]
    fn one_that_never_ends_may_be_under_way_for_ever() {
        let mut lost = pair([0, 10, 0, 0]);
        lost.end_earliest = None;
        lost.end_latest = None;
        lost.status = Status::Censored;
        let steps = backlog(&[&lost]);
        let later = Instant::from_micros(1 << 40).unwrap();
        assert_eq!(under_way(&steps, later), (0, 1));
    }
}
