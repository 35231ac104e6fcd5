//! The Kaplan–Meier estimator of the share that is still under way.
//!
//! Source: Kaplan and Meier, "Nonparametric estimation from incomplete observations", 1958. The
//! band is Greenwood's variance on the scale of log(−log S) ("exponential Greenwood"; Kalbfleisch
//! and Prentice 1980), pointwise 95 %; the bounds of the median are where the band crosses one
//! half (Brookmeyer and Crowley 1982). The test numbers are those of `lifelines`.

/// The 97.5 % point of the normal distribution.
pub const Z_95: f64 = 1.959_963_984_540_054;

/// The curve after one moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// Time since the beginning, microseconds.
    pub time: i64,
    /// Messages under way just before it.
    pub at_risk: usize,
    /// Messages that end at it.
    pub ended: usize,
    /// Messages that are lost from sight at it; they still count as at risk for its ends.
    pub censored: usize,
    /// Share still under way after it, 0 to 1.
    pub survival: f64,
    /// Lower bound of the 95 % band.
    pub low: f64,
    /// Upper bound of the 95 % band. Where the curve is at zero the method gives no band; the last
    /// upper bound before it is kept.
    pub high: f64,
}

/// The curve.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KaplanMeier {
    /// A step for each time at which a message ends or is lost from sight, in order.
    pub steps: Vec<Step>,
}

/// A quantile of a curve with its band: microseconds; `None` is not reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Crossing {
    /// Where the curve first is at or below the level.
    pub at: Option<i64>,
    /// Where the lower bound of the band is.
    pub low: Option<i64>,
    /// Where the upper bound of the band is.
    pub high: Option<i64>,
}

/// The Kaplan–Meier curve of delays: the time of each, and whether it ended then (or was lost
/// from sight).
///
/// ```
/// use annals::latency::kaplan_meier;
/// let curve = kaplan_meier(&[(3, true), (5, false), (8, true)]);
/// let left: Vec<f64> = curve.steps.iter().map(|s| s.survival).collect();
/// assert!((left[0] - 2.0 / 3.0).abs() < 1e-12 && left[2] == 0.0);
/// assert_eq!(curve.crossing(0.5).at, Some(8));
/// ```
pub fn kaplan_meier(observed: &[(i64, bool)]) -> KaplanMeier {
    let mut sorted = observed.to_vec();
    sorted.sort_unstable_by_key(|(time, _)| *time);
    let mut steps = Vec::new();
    let (mut survival, mut variance, mut last_high) = (1.0f64, 0.0f64, 1.0f64);
    let mut rest = sorted.as_slice();
    while let Some((time, _)) = rest.first().copied() {
        let at_risk = rest.len();
        let count = rest.iter().take_while(|(t, _)| *t == time).count();
        let ended = rest[..count].iter().filter(|(_, ended)| *ended).count();
        rest = &rest[count..];
        let (n, d) = (at_risk as f64, ended as f64);
        // The last one ends: exactly zero, not what rounding leaves.
        survival = if ended == at_risk {
            0.0
        } else {
            survival * (1.0 - d / n)
        };
        if ended < at_risk {
            variance += d / (n * (n - d));
        }
        let (low, high) = band(survival, variance, last_high);
        last_high = high;
        steps.push(Step {
            time,
            at_risk,
            ended,
            censored: count - ended,
            survival,
            low,
            high,
        });
    }
    KaplanMeier { steps }
}

/// The band at one step.
fn band(survival: f64, variance: f64, last_high: f64) -> (f64, f64) {
    if survival <= 0.0 {
        return (0.0, last_high);
    }
    if survival >= 1.0 {
        return (1.0, 1.0);
    }
    let log = survival.ln();
    let width = Z_95 * variance.sqrt() / log;
    let at = |shift: f64| (-((-log).ln() + shift).exp()).exp();
    (at(-width), at(width))
}

impl KaplanMeier {
    /// The share still under way after a time.
    pub fn survival_at(&self, time: i64) -> f64 {
        let after = self.steps.partition_point(|s| s.time <= time);
        after
            .checked_sub(1)
            .map_or(1.0, |at| self.steps[at].survival)
    }

    /// Where the curve and its band come down to a level, such as one half for the median.
    pub fn crossing(&self, level: f64) -> Crossing {
        let first = |of: fn(&Step) -> f64| {
            let step = self.steps.iter().find(|step| of(step) <= level);
            step.map(|step| step.time)
        };
        Crossing {
            at: first(|s| s.survival),
            low: first(|s| s.low),
            high: first(|s| s.high),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn without_censoring_it_is_the_share_that_is_longer(
            times in proptest::collection::vec(0i64..50, 1..40),
        ) {
            let observed: Vec<(i64, bool)> = times.iter().map(|t| (*t, true)).collect();
            for step in kaplan_meier(&observed).steps {
                let longer = times.iter().filter(|t| **t > step.time).count();
                let share = longer as f64 / times.len() as f64;
                prop_assert!((step.survival - share).abs() < 1e-12);
            }
        }

        #[test]
        fn it_falls_within_its_band_and_is_always_a_number(
            observed in proptest::collection::vec((0i64..50, any::<bool>()), 0..40),
        ) {
            let mut before = 1.0;
            for step in kaplan_meier(&observed).steps {
                prop_assert!(step.survival <= before);
                prop_assert!(0.0 <= step.low && step.low <= step.survival);
                prop_assert!(step.survival <= step.high && step.high <= 1.0);
                before = step.survival;
            }
        }
    }
}
