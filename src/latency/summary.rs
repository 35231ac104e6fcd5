//! The delays of a group of messages.

use super::{Key, Pair, Status, quantile};
use std::collections::BTreeMap;

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

/// A group: column and value of each of its keys, and its delays in order.
pub type Group<'a> = (Vec<(String, String)>, Vec<&'a Pair>);

/// Delays by their keys, in the order of the keys' values.
pub fn groups<'a>(pairs: &'a [Pair], by: &[Key]) -> Vec<Group<'a>> {
    let mut groups: BTreeMap<Vec<(i64, String)>, Vec<&Pair>> = BTreeMap::new();
    for pair in pairs {
        let values = by.iter().map(|key| key.value(pair)).collect();
        groups.entry(values).or_default().push(pair);
    }
    groups
        .into_iter()
        .map(|(values, pairs)| {
            let names = by.iter().map(|key| key.name().to_owned());
            let group = names.zip(values.into_iter().map(|(_, shown)| shown));
            (group.collect(), pairs)
        })
        .collect()
}

/// Sums up delays: a summary for each group and pair of stages, groups in the order of their
/// keys, stages in the order of the pairs.
///
/// The statistics are of the delays with two known ends (`measured` and `bounded`). The k-th
/// smallest true delay lies between the k-th smallest lower and the k-th smallest upper bound,
/// so a statistic of the lower bounds and the same one of the upper bounds enclose it.
pub fn summaries(pairs: &[Pair], by: &[Key]) -> Vec<Summary> {
    let mut out = Vec::new();
    for (group, pairs) in groups(pairs, by) {
        out.extend(by_stages(&group, &pairs));
    }
    out
}

/// The summaries of one group: one for each pair of stages, in the order in which they come.
pub fn by_stages(group: &[(String, String)], pairs: &[&Pair]) -> Vec<Summary> {
    let mut stages: Vec<(&str, &str)> = Vec::new();
    let mut split: Vec<Vec<&Pair>> = Vec::new();
    for pair in pairs {
        let of = (pair.from_stage.as_str(), pair.to_stage.as_str());
        let at = stages.iter().position(|s| *s == of).unwrap_or_else(|| {
            stages.push(of);
            split.push(Vec::new());
            stages.len() - 1
        });
        split[at].push(pair);
    }
    let both = stages.into_iter().zip(split);
    both.map(|(stages, pairs)| summary(group.to_vec(), stages, &pairs))
        .collect()
}

fn summary(group: Vec<(String, String)>, stages: (&str, &str), pairs: &[&Pair]) -> Summary {
    let mut counts = [0; 4];
    let (mut lows, mut highs) = (Vec::new(), Vec::new());
    for pair in pairs {
        counts[pair.status as usize] += 1;
        if matches!(pair.status, Status::Measured | Status::Bounded) {
            lows.push(pair.shortest.unwrap_or(0));
            highs.push(pair.longest.unwrap_or(i64::MAX));
        }
    }
    lows.sort_unstable();
    highs.sort_unstable();
    let at = |p: u32| {
        let high = quantile(&highs, p)?;
        Some(Interval {
            low: quantile(&lows, p)?,
            high: (high != i64::MAX).then_some(high),
        })
    };
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pair(shortest: i64, longest: i64) -> Pair {
        Pair {
            message_id: "m".into(),
            from_event_id: "a".into(),
            to_event_id: "b".into(),
            from_stage: "sent".into(),
            to_stage: "received".into(),
            from_place: None,
            to_place: None,
            sender: None,
            recipient: None,
            route: "unknown places".into(),
            begin_earliest: None,
            begin_local: None,
            end_local: None,
            shortest: Some(shortest),
            longest: Some(longest),
            nominal: None,
            status: Status::Bounded,
            paired_by: "message".into(),
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
