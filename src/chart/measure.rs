//! Scales of durations and counts, with ticks that people would choose.

use super::text;
use super::words;
use crate::model::instant::{DAY, HOUR, MINUTE, SECOND};

/// An axis of durations, microseconds, even or by powers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Durations {
    from: f64,
    to: f64,
    log: bool,
}

/// Ticks of a scale by powers: steps of two to seven times, as people count.
const MARKS: [i64; 23] = [
    1,
    1_000,
    SECOND,
    10 * SECOND,
    MINUTE,
    10 * MINUTE,
    HOUR,
    6 * HOUR,
    DAY,
    3 * DAY,
    7 * DAY,
    14 * DAY,
    30 * DAY,
    91 * DAY,
    365 * DAY,
    3 * 365 * DAY,
    10 * 365 * DAY,
    30 * 365 * DAY,
    100 * 365 * DAY,
    300 * 365 * DAY,
    1_000 * 365 * DAY,
    10_000 * 365 * DAY,
    100_000 * 365 * DAY,
];

/// Steps of an even scale.
const STEPS: [i64; 37] = [
    1,
    10,
    100,
    1_000,
    10_000,
    100_000,
    SECOND,
    5 * SECOND,
    10 * SECOND,
    30 * SECOND,
    MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    7 * DAY,
    14 * DAY,
    30 * DAY,
    60 * DAY,
    180 * DAY,
    365 * DAY,
    2 * 365 * DAY,
    5 * 365 * DAY,
    10 * 365 * DAY,
    20 * 365 * DAY,
    50 * 365 * DAY,
    100 * 365 * DAY,
    200 * 365 * DAY,
    500 * 365 * DAY,
    1_000 * 365 * DAY,
    10_000 * 365 * DAY,
    50_000 * 365 * DAY,
];

impl Durations {
    /// A scale for these durations: by powers where the greatest is more than a hundred times
    /// the least, else even from 0.
    pub fn of(values: impl Iterator<Item = i64> + Clone) -> Durations {
        let greatest = values.clone().max().unwrap_or(HOUR).max(1);
        let least = values.filter(|v| *v > 0).min().unwrap_or(greatest);
        if greatest / least.max(1) > 100 {
            // Short ranges of bounds begin near 0; more than six powers below is not shown.
            let floor = (greatest / 1_000_000).max(1);
            return Durations {
                from: least.max(floor) as f64 / 1.3,
                to: greatest as f64 * 1.3,
                log: true,
            };
        }
        Durations {
            from: 0.0,
            to: greatest as f64 * 1.04,
            log: false,
        }
    }

    /// An even scale from 0, whatever the range.
    pub fn even(greatest: i64) -> Durations {
        Durations {
            from: 0.0,
            to: greatest.max(1) as f64 * 1.04,
            log: false,
        }
    }

    /// How the scale counts, in words.
    pub fn words(self) -> &'static str {
        if self.log {
            "logarithmic scale"
        } else {
            "even scale"
        }
    }

    /// How far along the scale a duration lies, from 0 to 1; what is off the scale, at its end.
    pub fn part(self, micros: i64) -> f64 {
        let value = micros as f64;
        let part = if self.log {
            (value.max(self.from) / self.from).ln() / (self.to / self.from).ln()
        } else {
            (value - self.from) / (self.to - self.from)
        };
        part.clamp(0.0, 1.0)
    }

    /// Ticks that fit on so many pixels: `gap` is the least distance of two, beyond the widths of
    /// their labels if these stand side by side.
    pub fn ticks(self, pixels: f64, size: f64, gap: f64, side_by_side: bool) -> Vec<(i64, String)> {
        let room = |label: &str| match side_by_side {
            true => text::width(label, size),
            false => 0.0,
        };
        let fits = |ticks: &[(i64, String)]| {
            ticks.windows(2).all(|pair| {
                let distance = (self.part(pair[1].0) - self.part(pair[0].0)) * pixels;
                distance >= gap + f64::midpoint(room(&pair[0].1), room(&pair[1].1))
            })
        };
        if self.log {
            let inside = MARKS
                .iter()
                .copied()
                .filter(|m| (self.from..=self.to).contains(&(*m as f64)));
            let all: Vec<(i64, String)> = inside.map(|m| (m, label(m))).collect();
            // Leave out what stands too near to the one before.
            let mut kept: Vec<(i64, String)> = Vec::new();
            for tick in all {
                let mut trial = kept.clone();
                trial.push(tick);
                if fits(&trial) {
                    kept = trial;
                }
            }
            return kept;
        }
        for step in STEPS {
            if (self.to / step as f64) * gap > pixels {
                continue;
            }
            let count = (self.to / step as f64).floor() as i64;
            let ticks: Vec<(i64, String)> = (0..=count)
                .map(|i| i * step)
                .map(|at| (at, even_label(at, step)))
                .collect();
            if fits(&ticks) {
                return ticks;
            }
        }
        vec![(0, "0".to_owned())]
    }
}

/// A duration of one unit: `6 h`, `3 days`, `1 week`, `10 years`.
fn label(micros: i64) -> String {
    const YEAR: i64 = 365 * DAY;
    let plural = |n: i64, unit: &str| {
        format!(
            "{} {unit}{}",
            words::number(n.max(0) as usize),
            if n == 1 { "" } else { "s" }
        )
    };
    match micros {
        m if m >= YEAR => plural(m / YEAR, "year"),
        m if m == 91 * DAY => "3 months".to_owned(),
        m if m == 30 * DAY => "1 month".to_owned(),
        m if m == 14 * DAY => "2 weeks".to_owned(),
        m if m == 7 * DAY => "1 week".to_owned(),
        m if m >= DAY => plural(m / DAY, "day"),
        m if m >= HOUR => format!("{} h", m / HOUR),
        m if m >= MINUTE => format!("{} min", m / MINUTE),
        m if m >= SECOND => format!("{} s", m / SECOND),
        m if m >= 1_000 => format!("{} ms", m / 1_000),
        m => format!("{m} µs"),
    }
}

/// A tick of an even scale, in the unit of its step.
fn even_label(at: i64, step: i64) -> String {
    const YEAR: i64 = 365 * DAY;
    if at == 0 {
        return "0".to_owned();
    }
    let plural = |n: i64, unit: &str| {
        format!(
            "{} {unit}{}",
            words::number(n.max(0) as usize),
            if n == 1 { "" } else { "s" }
        )
    };
    match step {
        s if s >= YEAR => plural(at / YEAR, "year"),
        s if s >= DAY => plural(at / DAY, "day"),
        // Hours up to two days, then days: 24 h, 48 h, 3 days.
        s if s >= HOUR && at >= 3 * DAY && at % DAY == 0 => plural(at / DAY, "day"),
        s if s >= HOUR => format!("{} h", at / HOUR),
        s if s >= MINUTE && at >= 2 * HOUR && at % HOUR == 0 => format!("{} h", at / HOUR),
        s if s >= MINUTE && at >= 2 * HOUR => format!("{} h {} min", at / HOUR, at % HOUR / MINUTE),
        s if s >= MINUTE => format!("{} min", at / MINUTE),
        s if s >= SECOND && at >= 2 * MINUTE && at % MINUTE == 0 => format!("{} min", at / MINUTE),
        s if s >= SECOND => format!("{} s", at / SECOND),
        s if s >= 1_000 => format!("{} ms", at / 1_000),
        _ => format!("{at} µs"),
    }
}

/// Ticks of counts from 0, whole numbers, at most `most` of them.
pub fn counts(greatest: usize, most: usize) -> Vec<usize> {
    let units = (0..18).flat_map(|i| [1, 2, 5].map(|factor| factor * 10usize.pow(i)));
    let step = units.into_iter().find(|step| greatest / step < most.max(1));
    let step = step.unwrap_or(greatest.max(1));
    (0..=greatest / step).map(|i| i * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ticks_are_durations_that_people_count_in() {
        let names = |scale: Durations| -> Vec<String> {
            let ticks = scale.ticks(800.0, 11.0, 12.0, true);
            ticks.into_iter().map(|(_, label)| label).collect()
        };
        let wide = Durations::of([MINUTE, 20 * DAY].into_iter());
        assert!(wide.log);
        assert_eq!(
            names(wide),
            ["1 min", "10 min", "1 h", "6 h", "1 day", "3 days", "1 week"]
        );
        let narrow = Durations::of([20 * HOUR, 60 * HOUR].into_iter());
        assert_eq!(names(narrow)[..3], ["0", "6 h", "12 h"]);
    }

    #[test]
    fn counts_are_whole() {
        assert_eq!(counts(3, 5), [0, 1, 2, 3]);
        assert_eq!(counts(97, 6), [0, 20, 40, 60, 80]);
        assert_eq!(counts(0, 5), [0]);
    }

    proptest! {
        #[test]
        fn a_scale_keeps_order_and_its_ticks_apart(
            a in 0i64..250_000 * 365 * DAY, b in 0i64..250_000 * 365 * DAY,
        ) {
            let scale = Durations::of([a, b].into_iter());
            let (low, high) = (a.min(b), a.max(b));
            prop_assert!(scale.part(low) <= scale.part(high));
            let ticks = scale.ticks(500.0, 11.0, 10.0, true);
            prop_assert!(ticks.len() < 60);
            for pair in ticks.windows(2) {
                prop_assert!(scale.part(pair[0].0) < scale.part(pair[1].0));
            }
        }
    }
}
