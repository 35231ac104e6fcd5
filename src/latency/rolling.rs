//! The median of the last few delays, in the order of sending.

use super::summary::bounds_of_quantile;
use super::{Interval, Pair, Status};
use crate::model::{Instant, LocalTime};

/// The median of a run of neighbouring delays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rolling {
    /// The message in the middle of the run (of an even number the later one).
    pub message_id: String,
    /// Its sending, first instant possible.
    pub at: Instant,
    /// Its sending, first wall-clock moment.
    pub local: Option<LocalTime>,
    /// Delays in the run.
    pub n: usize,
    /// Bounds of their median, by type 7.
    pub median: Interval,
}

/// The rolling median of delays in the order in which they begin, over runs of `width` of them
/// (not of a time, so that each rests on as many). Delays without two known ends or a date of
/// sending are passed over; fewer than `width` give none.
///
/// ```
/// use annals::latency::rolling_median;
/// assert!(rolling_median(&[], 5).is_empty());
/// ```
pub fn rolling_median(pairs: &[&Pair], width: usize) -> Vec<Rolling> {
    let both = |p: &Pair| matches!(p.status, Status::Measured | Status::Bounded);
    let mut sorted: Vec<(Instant, i64, i64, &Pair)> = pairs
        .iter()
        .filter(|p| both(p))
        .filter_map(|p| {
            let (low, high) = (p.shortest.unwrap_or(0), p.longest.unwrap_or(i64::MAX));
            Some((p.begin_earliest?, low, high, *p))
        })
        .collect();
    sorted.sort_by_key(|(at, ..)| *at);
    if width == 0 || sorted.len() < width {
        return Vec::new();
    }
    let (mut lows, mut highs) = (Sorted::default(), Sorted::default());
    let mut out = Vec::with_capacity(sorted.len() - width + 1);
    for (last, (_, low, high, _)) in sorted.iter().enumerate() {
        lows.insert(*low);
        highs.insert(*high);
        let Some(first) = (last + 1).checked_sub(width) else {
            continue;
        };
        let (at, _, _, pair) = sorted[first + width / 2];
        if let Some(median) = bounds_of_quantile(&lows.0, &highs.0, 50) {
            out.push(Rolling {
                message_id: pair.message_id.to_string(),
                at,
                local: pair.begin_local,
                n: width,
                median,
            });
        }
        lows.remove(sorted[first].1);
        highs.remove(sorted[first].2);
    }
    out
}

/// The values of a run in order.
#[derive(Default)]
struct Sorted(Vec<i64>);

impl Sorted {
    fn insert(&mut self, value: i64) {
        let at = self.0.partition_point(|v| *v < value);
        self.0.insert(at, value);
    }

    fn remove(&mut self, value: i64) {
        let at = self.0.partition_point(|v| *v < value);
        self.0.remove(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::latency::quantile;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_is_the_median_of_its_run(
            delays in proptest::collection::vec(0i64..1000, 0..40),
            width in 1usize..8,
        ) {
            let pairs: Vec<Pair> = delays
                .iter()
                .enumerate()
                .map(|(at, delay)| Pair {
                    message_id: at.to_string().into(),
                    begin_earliest: Instant::from_micros(at as i64),
                    shortest: Some(*delay),
                    longest: Some(*delay + 1),
                    status: Status::Bounded,
                    ..Pair::default()
                })
                .collect();
            let list: Vec<&Pair> = pairs.iter().collect();
            let found = rolling_median(&list, width);
            prop_assert_eq!(found.len(), (delays.len() + 1).saturating_sub(width));
            for (rolling, run) in found.iter().zip(delays.windows(width)) {
                let mut run = run.to_vec();
                run.sort_unstable();
                prop_assert_eq!(Some(rolling.median.low), quantile(&run, 50));
            }
        }
    }
}
