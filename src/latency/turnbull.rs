//! Turnbull's estimator: the distribution of delays of which only bounds are known.
//!
//! Sources: Turnbull, "The empirical distribution function with arbitrarily grouped, censored and
//! truncated data", 1976 (self-consistency); Groeneboom and Wellner 1992 (iterative convex
//! minorant); Wellner and Zhan 1997 (the two in turn, which converges always and fast). The test
//! numbers are those of `lifelines`. Bounds count as closed, as there.

use super::Interval;

/// A part of the estimate: the share of messages whose delay lies between two bounds. Where
/// between them, the data do not say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mass {
    /// Lower bound, microseconds.
    pub low: i64,
    /// Upper bound, microseconds; `None` is none.
    pub high: Option<i64>,
    /// Share of the messages, 0 to 1.
    pub share: f64,
}

/// The estimate.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Turnbull {
    /// The innermost intervals that hold any share, in order; they do not overlap.
    pub masses: Vec<Mass>,
    /// Rounds that it took.
    pub rounds: usize,
    /// How far the solution is from the condition that only the best one fulfils (the greatest
    /// relative excess of a likelihood derivative); 1e-12 or less unless the rounds ran out.
    pub gap: f64,
}

/// When to stop.
const TOLERANCE: f64 = 1e-12;
const MOST_ROUNDS: usize = 20_000;

/// Turnbull's estimate for delays known to lie between bounds. An upper bound of `None` is a delay
/// that had not ended by `low`.
///
/// ```
/// use annals::latency::{Interval, turnbull};
/// let between = |low, high| Interval { low, high: Some(high) };
/// let found = turnbull(&[between(0, 2), between(1, 3), between(5, 6)]);
/// assert_eq!((found.masses[0].low, found.masses[0].high), (1, Some(2)));
/// assert!((found.masses[0].share - 2.0 / 3.0).abs() < 1e-9);
/// ```
pub fn turnbull(delays: &[Interval]) -> Turnbull {
    let inner = innermost(delays);
    if inner.is_empty() {
        return Turnbull::default();
    }
    let cells = cells(delays, &inner);
    let total: f64 = cells.iter().map(|c| c.weight).sum();
    let mut masses = vec![1.0 / inner.len() as f64; inner.len()];
    let (mut rounds, mut gap) = (0, f64::INFINITY);
    while rounds < MOST_ROUNDS {
        rounds += 1;
        let slopes = slopes(&masses, &cells, total);
        let excess = |(mass, slope): (&f64, &f64)| (slope - 1.0).max(mass * (slope - 1.0).abs());
        gap = masses.iter().zip(&slopes).map(excess).fold(0.0, f64::max);
        if gap <= TOLERANCE {
            break;
        }
        // One step of self-consistency, then one of the convex minorant.
        for (mass, slope) in masses.iter_mut().zip(&slopes) {
            *mass *= slope;
        }
        normalise(&mut masses);
        convex_minorant(&mut masses, &cells);
    }
    let found = inner.into_iter().zip(masses);
    let masses = found
        .filter(|(_, share)| *share > 1e-14)
        .map(|((low, high), share)| Mass {
            low,
            high: (high != i64::MAX).then_some(high),
            share,
        })
        .collect();
    Turnbull {
        masses,
        rounds,
        gap,
    }
}

impl Turnbull {
    /// Bounds of the share still under way after a time.
    pub fn survival_at(&self, time: i64) -> (f64, f64) {
        let sum = |of: &dyn Fn(&Mass) -> bool| {
            let inside = self.masses.iter().filter(|m| of(m));
            (1.0 - inside.map(|m| m.share).sum::<f64>()).clamp(0.0, 1.0)
        };
        let low = sum(&|m| m.low <= time);
        let high = sum(&|m| m.high.is_some_and(|high| high <= time));
        (low, high)
    }

    /// Where the curve comes down to a level, such as one half for the median: between these
    /// bounds. `None` if it never does; an upper bound of `None` if it may not.
    pub fn crossing(&self, level: f64) -> Option<Interval> {
        let mut left = 1.0;
        for (at, mass) in self.masses.iter().enumerate() {
            left -= mass.share;
            // What rounding leaves is no share.
            if left <= level + 1e-9 {
                // Just at the level: anywhere up to where the curve falls again.
                let next = self.masses.get(at + 1);
                let flat = (left - level).abs() <= 1e-9;
                let high = match next.filter(|_| flat) {
                    Some(next) => mass.high.max(Some(next.low)),
                    None => mass.high,
                };
                let low = mass.low;
                return Some(Interval { low, high });
            }
        }
        None
    }
}

/// The innermost intervals: from a lower bound to an upper bound with no other bound between.
fn innermost(delays: &[Interval]) -> Vec<(i64, i64)> {
    let mut bounds: Vec<(i64, bool)> = Vec::with_capacity(delays.len() * 2);
    for delay in delays {
        bounds.push((delay.low, false));
        bounds.push((upper(delay), true));
    }
    bounds.sort_unstable();
    let both = bounds.windows(2);
    both.filter(|w| !w[0].1 && w[1].1)
        .map(|w| (w[0].0, w[1].0))
        .collect()
}

fn upper(delay: &Interval) -> i64 {
    delay.high.unwrap_or(i64::MAX).max(delay.low)
}

/// Delays that cover the same innermost intervals, from the first to the last.
struct Cell {
    first: usize,
    last: usize,
    weight: f64,
}

fn cells(delays: &[Interval], inner: &[(i64, i64)]) -> Vec<Cell> {
    let mut covered: Vec<(usize, usize)> = delays
        .iter()
        .map(|delay| {
            let first = inner.partition_point(|(low, _)| *low < delay.low);
            let after = inner.partition_point(|(_, high)| *high <= upper(delay));
            (first, after - 1)
        })
        .collect();
    covered.sort_unstable();
    let mut cells: Vec<Cell> = Vec::new();
    for (first, last) in covered {
        match cells.last_mut() {
            Some(cell) if (cell.first, cell.last) == (first, last) => cell.weight += 1.0,
            _ => cells.push(Cell {
                first,
                last,
                weight: 1.0,
            }),
        }
    }
    cells
}

/// The share of each innermost interval and all before it; one more than there are intervals.
fn cumulated(masses: &[f64]) -> Vec<f64> {
    let mut sum = 0.0;
    let mut out = vec![0.0];
    out.extend(masses.iter().map(|mass| {
        sum += mass;
        sum
    }));
    out
}

/// The derivative of the log-likelihood by each mass, over the number of delays; at the best
/// solution one where there is any mass, at most one elsewhere.
fn slopes(masses: &[f64], cells: &[Cell], total: f64) -> Vec<f64> {
    let sums = cumulated(masses);
    let mut steps = vec![0.0; masses.len() + 1];
    for cell in cells {
        let inside = sums[cell.last + 1] - sums[cell.first];
        let part = cell.weight / inside.max(f64::MIN_POSITIVE) / total;
        steps[cell.first] += part;
        steps[cell.last + 1] -= part;
    }
    let mut sum = 0.0;
    steps[..masses.len()]
        .iter()
        .map(|step| {
            sum += step;
            sum
        })
        .collect()
}

fn normalise(masses: &mut [f64]) {
    let sum: f64 = masses.iter().sum();
    masses.iter_mut().for_each(|mass| *mass /= sum);
}

fn log_likelihood(sums: &[f64], cells: &[Cell]) -> f64 {
    let of = |cell: &Cell| {
        let inside = sums[cell.last + 1] - sums[cell.first];
        match inside > 0.0 {
            true => cell.weight * inside.ln(),
            false => f64::NEG_INFINITY,
        }
    };
    cells.iter().map(of).sum()
}

/// A step towards the greatest of the likelihood's quadratic approximation with a diagonal second
/// derivative, among all distribution functions; halved until the likelihood grows.
fn convex_minorant(masses: &mut [f64], cells: &[Cell]) {
    let sums = cumulated(masses);
    let m = masses.len();
    let (mut slope, mut curve) = (vec![0.0; m + 1], vec![0.0; m + 1]);
    for cell in cells {
        let inside = sums[cell.last + 1] - sums[cell.first];
        if inside <= 0.0 {
            return;
        }
        let (one, two) = (cell.weight / inside, cell.weight / (inside * inside));
        slope[cell.last + 1] += one;
        curve[cell.last + 1] += two;
        slope[cell.first] -= one;
        curve[cell.first] += two;
    }
    // The first and the last are fixed at zero and one.
    let inner: Vec<(f64, f64)> = (1..m)
        .map(|at| {
            let weight = curve[at].max(1e-12);
            (sums[at] + slope[at] / weight, weight)
        })
        .collect();
    let mut aim = vec![0.0];
    aim.extend(isotonic(&inner).into_iter().map(|v| v.clamp(0.0, 1.0)));
    aim.push(1.0);
    let before = log_likelihood(&sums, cells);
    let mut part = 1.0;
    for _ in 0..30 {
        let tried: Vec<f64> = sums
            .iter()
            .zip(&aim)
            .map(|(from, to)| from + part * (to - from))
            .collect();
        if log_likelihood(&tried, cells) > before {
            for (at, mass) in masses.iter_mut().enumerate() {
                *mass = (tried[at + 1] - tried[at]).max(0.0);
            }
            normalise(masses);
            return;
        }
        part /= 2.0;
    }
}

/// The nondecreasing values nearest to some in weighted squares: pool adjacent violators.
fn isotonic(values: &[(f64, f64)]) -> Vec<f64> {
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    for (value, weight) in values {
        let mut pool = (*value, *weight, 1);
        while let Some(last) = pools.last().copied().filter(|last| last.0 >= pool.0) {
            let weight = last.1 + pool.1;
            pool = (
                (last.0 * last.1 + pool.0 * pool.1) / weight,
                weight,
                last.2 + pool.2,
            );
            pools.pop();
        }
        pools.push(pool);
    }
    let mut out = Vec::with_capacity(values.len());
    for (value, _, count) in pools {
        out.extend(std::iter::repeat_n(value, count));
    }
    out
}
