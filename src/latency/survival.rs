//! How long until a message is through, with what is not known: the estimate that fits the data.

use super::kaplan_meier::{KaplanMeier, kaplan_meier};
use super::turnbull::{Turnbull, turnbull};
use super::{Interval, Pair, Status};

/// The curve of the share that is still under way.
#[derive(Clone, Debug, PartialEq)]
pub enum Curve {
    /// Kaplan and Meier's, where every known delay is measured.
    KaplanMeier(KaplanMeier),
    /// Turnbull's, where some are known by bounds only.
    Turnbull(Turnbull),
}

/// The median of a curve and its band.
#[derive(Clone, Debug, PartialEq)]
pub struct Survival {
    /// The curve.
    pub curve: Curve,
    /// Delays it rests on: all but the impossible ones and those of which nothing is known.
    pub n: usize,
    /// Of them, those that had not ended when they were last heard of.
    pub censored: usize,
    /// Delays that say nothing, left out: an end is missing, and nobody knows since when.
    pub silent: usize,
    /// The median lies between these bounds; `None`: the curve does not come down to one half.
    pub median: Option<Interval>,
    /// The 95 % confidence interval of the median; `None`: too few for one.
    pub band: Option<Interval>,
}

/// The curve that fits some delays. Impossible ones are left out.
///
/// If all known delays are measured, Kaplan and Meier's of the delays as printed; its median has
/// the band of the log(−log) method. Else Turnbull's of the bounds; the median has the confidence
/// interval of order statistics (the sign test's, exact and free of any distribution), taken from
/// the lower bounds below and from the upper bounds above, so that it holds whatever the true
/// delays are within their bounds.
///
/// A missing end is censored at the lower bound of its delay ([`super::Wanted::as_of`]); at zero
/// it says nothing and is left out.
pub fn survival(pairs: &[&Pair]) -> Survival {
    let possible = || pairs.iter().filter(|p| p.status != Status::Impossible);
    let says = |p: &&&Pair| p.longest.is_some() || p.shortest.is_some_and(|s| s > 0);
    let telling: Vec<&Pair> = possible().filter(says).copied().collect();
    let ended = |p: &Pair| p.longest.is_some();
    let measured = telling.iter().all(|p| p.nominal.is_some() || !ended(p));
    let bounds = |p: &&Pair| Interval {
        low: p.shortest.unwrap_or(0),
        high: p.longest,
    };
    let n = telling.len();
    let (curve, median, band) = match measured {
        true => {
            let time = |p: &Pair| p.nominal.or(p.shortest).unwrap_or(0).max(0);
            let observed: Vec<(i64, bool)> = telling.iter().map(|p| (time(p), ended(p))).collect();
            let curve = kaplan_meier(&observed);
            let found = curve.crossing(0.5);
            let exact = |at: i64| Interval {
                low: at,
                high: Some(at),
            };
            let band = found.low.filter(|_| n > 1).map(|low| Interval {
                low,
                high: found.high,
            });
            (Curve::KaplanMeier(curve), found.at.map(exact), band)
        }
        false => {
            let delays: Vec<Interval> = telling.iter().map(bounds).collect();
            let curve = turnbull(&delays);
            let median = curve.crossing(0.5);
            (Curve::Turnbull(curve), median, median_interval(&delays))
        }
    };
    Survival {
        curve,
        n,
        censored: telling.iter().filter(|p| !ended(p)).count(),
        silent: possible().count() - n,
        median,
        band,
    }
}

/// The 95 % confidence interval of the median by order statistics: from the k-th least lower
/// bound to the k-th greatest upper bound. `None` for fewer than six delays.
///
/// ```
/// use annals::latency::{Interval, median_interval};
/// let delays: Vec<Interval> = (1..=20).map(|t| Interval { low: t, high: Some(t) }).collect();
/// assert_eq!(median_interval(&delays), Some(Interval { low: 6, high: Some(15) }));
/// ```
pub fn median_interval(delays: &[Interval]) -> Option<Interval> {
    let n = delays.len();
    let rank = sign_test_rank(n)?;
    let mut lows: Vec<i64> = delays.iter().map(|d| d.low).collect();
    let mut highs: Vec<i64> = delays.iter().map(|d| d.high.unwrap_or(i64::MAX)).collect();
    lows.sort_unstable();
    highs.sort_unstable();
    let high = highs[n - rank];
    Some(Interval {
        low: lows[rank - 1],
        high: (high != i64::MAX).then_some(high),
    })
}

/// The greatest k for which fewer than k of n fair coins fall on one side with a probability of
/// at most 2.5 %; `None` if there is none.
fn sign_test_rank(n: usize) -> Option<usize> {
    let half = std::f64::consts::LN_2 * n as f64;
    let (mut log, mut sum) = (-half, 0.0);
    for k in 0..n {
        sum += f64::exp(log);
        if sum > 0.025 {
            return Some(k).filter(|k| *k > 0);
        }
        log += ((n - k) as f64 / (k + 1) as f64).ln();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(status: Status, shortest: i64, longest: Option<i64>, nominal: Option<i64>) -> Pair {
        Pair {
            status,
            shortest: Some(shortest),
            longest,
            nominal,
            ..Pair::default()
        }
    }

    /// scipy 1.17.1: `binom.ppf(0.025, n, 0.5)`, the greatest k with P(X < k) ≤ 2.5 %.
    #[test]
    fn ranks_are_those_of_the_sign_test() {
        let expected = [
            (5, None),
            (6, Some(1)),
            (9, Some(2)),
            (20, Some(6)),
            (100, Some(40)),
        ];
        for (n, rank) in expected {
            assert_eq!(sign_test_rank(n), rank, "{n}");
        }
        assert_eq!(sign_test_rank(0), None);
    }

    #[test]
    fn nothing_known_gives_no_median_and_no_number_that_is_none() {
        for pairs in [
            vec![],
            vec![pair(Status::Censored, 0, None, None); 7],
            vec![pair(Status::Impossible, -9, Some(-3), None); 7],
        ] {
            let list: Vec<&Pair> = pairs.iter().collect();
            let found = survival(&list);
            assert_eq!((found.n, found.median, found.band), (0, None, None));
        }
        let one = pair(Status::Measured, 4, Some(6), Some(5));
        let found = survival(&[&one]);
        assert_eq!(found.median.map(|m| m.low), Some(5));
        assert_eq!(found.band, None);
    }

    #[test]
    fn a_median_that_is_not_reached() {
        let mut pairs = vec![pair(Status::Measured, 4, Some(6), Some(5)); 3];
        pairs.extend(vec![pair(Status::Censored, 9, None, None); 7]);
        let list: Vec<&Pair> = pairs.iter().collect();
        let found = survival(&list);
        assert_eq!((found.n, found.censored, found.median), (10, 7, None));
        pairs[0] = pair(Status::Bounded, 4, Some(6), None);
        let list: Vec<&Pair> = pairs.iter().collect();
        let found = survival(&list);
        assert!(matches!(found.curve, Curve::Turnbull(_)));
        let unbounded = found.median.is_none_or(|m| m.high.is_none());
        assert!(unbounded && found.band.is_some_and(|b| b.high.is_none()));
    }
}
