//! Two sets of delays beside each other: two periods, two offices, two ways.

use super::summary::summary;
use super::{Interval, Pair, Summary, known};

/// Two sets of delays compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The first set.
    pub first: Summary,
    /// The second.
    pub second: Summary,
    /// Bounds of the second median less the first, microseconds; `None` if one set has too few.
    /// A bound is `None` where a median has none.
    pub difference: Option<(Option<i64>, Option<i64>)>,
    /// Bounds of the share of all pairs, one of each set, in which the second took longer; ties
    /// count half (Mann and Whitney's U over the product of the numbers). One half: no difference.
    /// `None` if a set is empty.
    pub longer: Option<(f64, f64)>,
}

/// Compares two sets of delays, whatever their stages. Those without two known ends are counted
/// and left out of the figures.
pub fn compare(
    names: [&str; 2],
    stages: (&str, &str),
    first: &[&Pair],
    second: &[&Pair],
) -> Comparison {
    let of = |name: &str, pairs| summary(vec![("set".into(), name.into())], stages, pairs);
    let (a, b) = (of(names[0], first), of(names[1], second));
    let difference = a.median.zip(b.median).map(|(a, b)| {
        let low = a.high.map(|high| b.low - high);
        let high = b.high.map(|high| high - a.low);
        (low, high)
    });
    Comparison {
        first: a,
        second: b,
        difference,
        longer: superiority(&known(first), &known(second)),
    }
}

/// Bounds of the share of pairs, one of each list, of which the second is longer; ties count half.
///
/// ```
/// use annals::latency::{Interval, superiority};
/// let exact = |t| Interval { low: t, high: Some(t) };
/// let (low, high) = superiority(&[exact(1), exact(3)], &[exact(2), exact(3)]).unwrap();
/// assert_eq!((low, high), (0.625, 0.625));
/// ```
pub fn superiority(first: &[Interval], second: &[Interval]) -> Option<(f64, f64)> {
    if first.is_empty() || second.is_empty() {
        return None;
    }
    let lows = |list: &[Interval]| list.iter().map(|d| d.low).collect();
    let highs = |list: &[Interval]| list.iter().map(|d| d.high.unwrap_or(i64::MAX)).collect();
    // The least: the first as long and the second as short as they can be.
    let least = share_longer(highs(first), lows(second));
    let most = share_longer(lows(first), highs(second));
    Some((least, most))
}

/// The share of pairs with `b` above `a`, ties half.
fn share_longer(mut a: Vec<i64>, b: Vec<i64>) -> f64 {
    a.sort_unstable();
    let halves: u128 = b
        .iter()
        .map(|value| {
            let below = a.partition_point(|v| v < value) as u128;
            let up_to = a.partition_point(|v| v <= value) as u128;
            below + up_to
        })
        .sum();
    halves as f64 / (2 * a.len() as u128 * b.len() as u128) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_true_share_lies_within_its_bounds(
            first in proptest::collection::vec((0i64..40, 0i64..9, 0i64..9), 1..20),
            second in proptest::collection::vec((0i64..40, 0i64..9, 0i64..9), 1..20),
        ) {
            let known = |list: &[(i64, i64, i64)]| -> Vec<Interval> {
                let one = |(t, a, b): &(i64, i64, i64)| Interval { low: t - a, high: Some(t + b) };
                list.iter().map(one).collect()
            };
            let exact = |list: &[(i64, i64, i64)]| -> Vec<i64> {
                list.iter().map(|(t, ..)| *t).collect()
            };
            let truth = share_longer(exact(&first), exact(&second));
            let (low, high) = superiority(&known(&first), &known(&second)).unwrap();
            prop_assert!(low <= truth && truth <= high);
        }
    }

    /// scipy 1.17.1: `mannwhitneyu([31,45,12,9,60], [44,52,61,70,12,90]).statistic` is 6.5, of the
    /// 30 couples those in which the first is longer.
    #[test]
    fn it_is_the_u_of_mann_and_whitney() {
        let exact = |list: &[i64]| -> Vec<Interval> {
            let one = |t: &i64| Interval {
                low: *t,
                high: Some(*t),
            };
            list.iter().map(one).collect()
        };
        let found = superiority(
            &exact(&[31, 45, 12, 9, 60]),
            &exact(&[44, 52, 61, 70, 12, 90]),
        );
        let (low, high) = found.unwrap();
        assert!(low == high && (low - 23.5 / 30.0).abs() < 1e-12);
    }
}
