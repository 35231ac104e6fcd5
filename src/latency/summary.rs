//! The delays of a group of messages.

use super::{Key, Pair, Status, groups, quantile};
use rayon::prelude::*;
use std::collections::HashMap;

/// A statistic of uncertain delays: its least and its greatest possible value, microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// The least value it can have.
    pub low: i64,
    /// The greatest; `None` is unbounded.
    pub high: Option<i64>,
}

/// The delays between two stages in one group of messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Column and value of each key of the group.
    pub group: Vec<(String, String)>,
    /// Stage the delay is counted from.
    pub from_stage: String,
    /// Stage the delay is counted to.
    pub to_stage: String,
    /// Pairs by status, in the order of [`Status::ALL`].
    pub counts: [usize; 4],
    /// Least delay.
    pub min: Option<Interval>,
    /// First decile; like the others by type 7, only for five delays or more.
    pub p10: Option<Interval>,
    /// Median.
    pub median: Option<Interval>,
    /// Ninth decile.
    pub p90: Option<Interval>,
    /// Greatest delay.
    pub max: Option<Interval>,
}

impl Summary {
    /// Number of pairs of any status.
    pub fn n(&self) -> usize {
        self.counts.iter().sum()
    }

    /// Number of pairs of one status.
    pub fn count(&self, status: Status) -> usize {
        self.counts[status as usize]
    }
}

/// Fewest delays for which quantiles are given.
pub const FEWEST: usize = 5;

/// Sums up delays: a summary for each group and pair of stages, groups in the order of their
/// keys, stages in the order of the pairs.
///
/// The statistics are of the delays with two known ends (`measured` and `bounded`). The k-th
/// smallest true delay lies between the k-th smallest lower and the k-th smallest upper bound,
/// so a statistic of the lower bounds and the same one of the upper bounds enclose it.
pub fn summaries(pairs: &[Pair], by: &[Key]) -> Vec<Summary> {
    let groups = groups(pairs, by);
    let each = groups.par_iter();
    each.flat_map_iter(|(group, pairs)| by_stages(group, pairs))
        .collect()
}

/// The summaries of one group: one for each pair of stages, in the order in which they come.
pub fn by_stages(group: &[(String, String)], pairs: &[&Pair]) -> Vec<Summary> {
    let split = split_by_stages(pairs);
    let each = split.into_iter();
    each.map(|(stages, pairs)| summary(group.to_vec(), stages, &pairs))
        .collect()
}

/// The delays between each two stages, in the order in which they come.
pub fn split_by_stages<'a>(pairs: &[&'a Pair]) -> Vec<((&'a str, &'a str), Vec<&'a Pair>)> {
    let mut index: HashMap<(&str, &str), usize> = HashMap::new();
    let mut out: Vec<((&str, &str), Vec<&Pair>)> = Vec::new();
    let mut last: Option<((&str, &str), usize)> = None;
    for pair in pairs {
        let of = (pair.from_stage.as_str(), pair.to_stage.as_str());
        let at = match last {
            Some((same, at)) if same == of => at,
            _ => *index.entry(of).or_insert_with(|| {
                out.push((of, Vec::new()));
                out.len() - 1
            }),
        };
        last = Some((of, at));
        out[at].1.push(pair);
    }
    out
}

/// What is known of the delays with two known ends, `measured` and `bounded`.
pub fn known(pairs: &[&Pair]) -> Vec<Interval> {
    let both = |p: &&&Pair| matches!(p.status, Status::Measured | Status::Bounded);
    let interval = |p: &&Pair| Interval {
        low: p.shortest.unwrap_or(0),
        high: p.longest,
    };
    pairs.iter().filter(both).map(interval).collect()
}

/// The sum of some delays, whatever their stages.
pub fn summary(group: Vec<(String, String)>, stages: (&str, &str), pairs: &[&Pair]) -> Summary {
    let mut counts = [0; 4];
    pairs.iter().for_each(|p| counts[p.status as usize] += 1);
    summary_of(group, stages, counts, &known(pairs))
}

/// The sum of some lengths of time; `counts` says of what they were made, by status.
pub fn summary_of(
    group: Vec<(String, String)>,
    stages: (&str, &str),
    counts: [usize; 4],
    delays: &[Interval],
) -> Summary {
    let mut lows: Vec<i64> = delays.iter().map(|d| d.low).collect();
    let mut highs: Vec<i64> = delays.iter().map(|d| d.high.unwrap_or(i64::MAX)).collect();
    rayon::join(|| lows.par_sort_unstable(), || highs.par_sort_unstable());
    let at = |p: u32| bounds_of_quantile(&lows, &highs, p);
    let enough = |p: u32| at(p).filter(|_| lows.len() >= FEWEST);
    Summary {
        group,
        from_stage: stages.0.to_owned(),
        to_stage: stages.1.to_owned(),
        counts,
        min: at(0),
        p10: enough(10),
        median: enough(50),
        p90: enough(90),
        max: at(100),
    }
}

/// The `p`/100 quantile by type 7 of values known to lie between bounds: those of the lower and
/// of the upper bounds. Both sorted; an upper bound of `i64::MAX` is none.
pub fn bounds_of_quantile(lows: &[i64], highs: &[i64], p: u32) -> Option<Interval> {
    let last = highs.len().checked_sub(1)? as u128;
    // Between two order statistics the greater decides whether there is an upper bound.
    let above = (last * u128::from(p.min(100))).div_ceil(100) as usize;
    let high = match highs[above] {
        i64::MAX => None,
        _ => quantile(highs, p),
    };
    let low = quantile(lows, p)?;
    Some(Interval { low, high })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pair(shortest: i64, longest: i64) -> Pair {
        Pair {
            from_stage: "sent".into(),
            to_stage: "received".into(),
            route: "unknown places".into(),
            shortest: Some(shortest),
            longest: Some(longest),
            status: Status::Bounded,
            ..Pair::default()
        }
    }

    proptest! {
        /// Whatever the true delays are within their ranges, every true statistic lies within
        /// its interval.
        #[test]
        fn statistics_enclose_the_truth(
            truth in proptest::collection::vec((0i64..10_000, 0i64..500, 0i64..500), 5..50),
        ) {
            let pairs: Vec<Pair> = truth
                .iter()
                .map(|(t, below, above)| pair((t - below).max(0), t + above))
                .collect();
            let mut delays: Vec<i64> = truth.iter().map(|(t, _, _)| *t).collect();
            delays.sort_unstable();
            let found = &summaries(&pairs, &[])[0];
            for (p, interval) in [
                (0, found.min),
                (10, found.p10),
                (50, found.median),
                (90, found.p90),
                (100, found.max),
            ] {
                let (true_value, interval) = (quantile(&delays, p).unwrap(), interval.unwrap());
                prop_assert!(interval.low <= true_value, "{p}");
                prop_assert!(interval.high.is_none_or(|h| true_value <= h), "{p}");
            }
        }
    }

    #[test]
    fn no_quantiles_for_fewer_than_five() {
        let found = &summaries(&[pair(1, 2), pair(3, 4)], &[Key::Route])[0];
        assert_eq!(found.median, None);
        assert_eq!(
            found.min,
            Some(Interval {
                low: 1,
                high: Some(2)
            })
        );
        assert_eq!(found.group[0].1, "unknown places");
    }
}
