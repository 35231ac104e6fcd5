//! Delays in four ordered classes, told apart by colour and by thickness.

use super::super::canvas::Stroke;
use super::super::style::{BLACK, BLUE, GREEN, PURPLE};
use super::super::words;
use super::route::Way;

/// Fewer delays than this are not divided into classes.
const FEWEST: usize = 12;

/// The delays of all ways, sorted.
pub struct Delays {
    sorted: Vec<i64>,
    ways: usize,
}

impl Delays {
    pub fn of(ways: &[Way<'_>]) -> Delays {
        let mut sorted: Vec<i64> = ways.iter().filter_map(Way::delay).collect();
        sorted.sort_unstable();
        Delays {
            sorted,
            ways: ways.len(),
        }
    }

    /// Number of delays.
    pub fn n(&self) -> usize {
        self.sorted.len()
    }

    /// Least, median (type 7) and greatest delay.
    pub fn summary(&self) -> Option<(i64, i64, i64)> {
        let (first, last) = (self.sorted.first()?, self.sorted.last()?);
        let half = (self.sorted.len() - 1) / 2;
        let other = self.sorted.len() / 2;
        let median = i64::midpoint(self.sorted[half], self.sorted[other]);
        Some((*first, median, *last))
    }

    /// How a way of that delay is drawn.
    pub fn stroke(&self, delay: Option<i64>) -> Stroke {
        let class = delay.and_then(|delay| self.class(delay));
        let faint = match self.ways {
            0..=30 => 1.0,
            31..=300 => 0.85,
            _ => 0.3,
        };
        match class {
            Some(0) => Stroke::new(GREEN, 1.0).opacity(faint),
            Some(1) => Stroke::new(BLUE, 1.3).opacity(faint),
            Some(2) => Stroke::new(PURPLE, 1.7).opacity(faint),
            Some(_) => Stroke::new(BLACK, 2.2).opacity(faint),
            None => Stroke::new(BLUE, if self.ways > 30 { 1.0 } else { 1.8 }).opacity(faint),
        }
    }

    /// A legend: a stroke and its words for each class; empty if there are no classes.
    pub fn classes(&self) -> Vec<(Stroke, String)> {
        const NAMES: [&str; 4] = [
            "quickest quarter",
            "second quarter",
            "third quarter",
            "slowest quarter",
        ];
        let mut out = Vec::new();
        for (class, name) in NAMES.into_iter().enumerate() {
            let mut inside = self
                .sorted
                .iter()
                .filter(|d| self.class(**d) == Some(class));
            if let Some(first) = inside.next() {
                let last = inside.next_back().unwrap_or(first);
                let range = format!("{} to {}", words::duration(*first), words::duration(*last));
                out.push((
                    self.stroke(Some(*first)).opacity(1.0),
                    format!("{name}: {range}"),
                ));
            }
        }
        out
    }

    /// The quarter in which a delay lies: equal delays always lie in the same.
    fn class(&self, delay: i64) -> Option<usize> {
        let n = self.sorted.len();
        (n >= FEWEST).then(|| self.sorted.partition_point(|d| *d < delay) * 4 / n)
    }
}
