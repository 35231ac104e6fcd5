//! What share of messages took no longer than a time, at least and at most.

use super::Interval;

/// The share of delays up to a time, from this time to the next step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EcdfStep {
    /// Time since the beginning, microseconds.
    pub time: i64,
    /// Share that certainly took no longer, 0 to 1: those whose upper bound is not above it.
    pub low: f64,
    /// Share that may have taken no longer: those whose lower bound is not above it.
    pub high: f64,
}

/// The bounds of the empirical distribution function of delays known to lie between bounds; the
/// true one lies between them everywhere. One without an upper bound never certainly counts.
///
/// ```
/// use annals::latency::{Interval, ecdf};
/// let steps = ecdf(&[Interval { low: 1, high: Some(4) }, Interval { low: 2, high: None }]);
/// let shares: Vec<_> = steps.iter().map(|s| (s.time, s.low, s.high)).collect();
/// assert_eq!(shares, [(1, 0.0, 0.5), (2, 0.0, 1.0), (4, 0.5, 1.0)]);
/// ```
pub fn ecdf(delays: &[Interval]) -> Vec<EcdfStep> {
    let mut lows: Vec<i64> = delays.iter().map(|d| d.low).collect();
    let mut highs: Vec<i64> = delays.iter().filter_map(|d| d.high).collect();
    lows.sort_unstable();
    highs.sort_unstable();
    let n = delays.len() as f64;
    let mut out = Vec::new();
    let (mut begun, mut ended) = (0, 0);
    while begun < lows.len() || ended < highs.len() {
        let next = lows.get(begun).into_iter().chain(highs.get(ended)).min();
        let Some(time) = next.copied() else {
            break;
        };
        begun += lows[begun..].iter().take_while(|t| **t == time).count();
        ended += highs[ended..].iter().take_while(|t| **t == time).count();
        out.push(EcdfStep {
            time,
            low: ended as f64 / n,
            high: begun as f64 / n,
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_true_share_lies_between(
            delays in proptest::collection::vec((0i64..60, 0i64..20, 0i64..20), 1..40),
        ) {
            let known: Vec<Interval> = delays
                .iter()
                .map(|(t, below, above)| Interval { low: t - below, high: Some(t + above) })
                .collect();
            for step in ecdf(&known) {
                let up_to = delays.iter().filter(|(t, ..)| *t <= step.time).count();
                let share = up_to as f64 / delays.len() as f64;
                prop_assert!(step.low <= share && share <= step.high);
            }
        }
    }
}
