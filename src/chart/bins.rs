//! Events counted in civil hours, days, weeks, months or years.

use super::ticks::{self, Step};
use crate::model::instant::{HOUR, MINUTE};
use crate::model::{Event, Instant, Zone};

/// Counts in civil units of one zone: days of 23, 24 and 25 hours each are one bin.
#[derive(Clone, Debug, PartialEq)]
pub struct Bins {
    pub step: Step,
    /// Where bins begin, and where the last ends.
    pub edges: Vec<Instant>,
    /// Events that lie in more bins than two, which are not counted.
    pub coarse: usize,
    zone: Zone,
}

/// Where an event belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Certainly in this bin.
    In(usize),
    /// In this bin by the middle of its bounds, which reach over an edge.
    Across(usize),
    /// Known too roughly.
    Coarse,
}

/// Units from the finest to the coarsest.
const STEPS: [Step; 22] = [
    Step::Clock(MINUTE),
    Step::Clock(5 * MINUTE),
    Step::Clock(15 * MINUTE),
    Step::Clock(HOUR),
    Step::Clock(6 * HOUR),
    Step::Days(1),
    Step::Week,
    Step::Months(1),
    Step::Months(3),
    Step::Years(1),
    Step::Years(5),
    Step::Years(10),
    Step::Years(25),
    Step::Years(50),
    Step::Years(100),
    Step::Years(250),
    Step::Years(500),
    Step::Years(1_000),
    Step::Years(2_500),
    Step::Years(5_000),
    Step::Years(10_000),
    Step::Years(50_000),
];

impl Bins {
    /// The finest unit of which at most `most` cover the events, and to which most are known.
    pub fn of(events: &[&Event], most: usize, zone: Zone) -> Option<Bins> {
        let bounds = || {
            events
                .iter()
                .flat_map(|e| [e.when.earliest, e.when.latest])
                .flatten()
        };
        let (first, last) = (bounds().min()?.micros(), bounds().max()?.micros());
        let mut widths: Vec<i64> = events.iter().filter_map(|e| width(e)).collect();
        widths.sort_unstable();
        // Four in five are known to the unit.
        let usual = widths.get(widths.len() * 4 / 5).copied().unwrap_or(0);
        let span = last as f64 - first as f64;
        let step = STEPS.into_iter().find(|step| {
            // A day may have 25 hours.
            span / step.length() <= most as f64 && usual as f64 <= step.length() * 1.05
        });
        Some(Bins::with(
            step.unwrap_or(Step::Years(50_000)),
            first,
            last,
            zone,
        ))
    }

    /// Bins of a unit over a range.
    pub fn with(step: Step, first: i64, last: i64, zone: Zone) -> Bins {
        let edges = ticks::edges(step, first, last, zone);
        Bins {
            step,
            edges,
            coarse: 0,
            zone,
        }
    }

    /// Number of bins.
    pub fn len(&self) -> usize {
        self.edges.len().saturating_sub(1)
    }

    /// The bin that holds an instant.
    pub fn at(&self, micros: i64) -> usize {
        let after = self.edges.partition_point(|edge| edge.micros() <= micros);
        after.saturating_sub(1).min(self.len().saturating_sub(1))
    }

    /// Where an event belongs; `None` if it is undated.
    pub fn place(&self, event: &Event) -> Option<Place> {
        let range = event.when.bounds()?;
        let (Some(from), Some(to)) = (range.earliest(), range.latest()) else {
            return Some(Place::Coarse);
        };
        let (a, b) = (self.at(from.micros()), self.at(to.micros() - 1));
        Some(match b.saturating_sub(a) {
            0 => Place::In(a),
            1 => Place::Across(self.at(i64::midpoint(from.micros(), to.micros()))),
            _ => Place::Coarse,
        })
    }

    /// What one bin is: `hour`, `week from Monday`, `25 years`.
    pub fn unit(&self) -> String {
        match self.step {
            Step::Clock(m) if m == HOUR => "hour".to_owned(),
            Step::Clock(m) if m > HOUR => format!("{} hours", m / HOUR),
            Step::Clock(m) if m == MINUTE => "minute".to_owned(),
            Step::Clock(m) => format!("{} minutes", m / MINUTE),
            Step::Days(1) => "day".to_owned(),
            Step::Days(n) => format!("{n} days"),
            Step::Week => "week".to_owned(),
            Step::Months(1) => "month".to_owned(),
            Step::Months(3) => "quarter".to_owned(),
            Step::Months(n) => format!("{n} months"),
            Step::Years(1) => "year".to_owned(),
            Step::Years(n) => format!("{} years", super::words::number(n.unsigned_abs() as usize)),
        }
    }

    /// One bin with its article or number: `an hour`, `a week`, `25 years`.
    pub fn each(&self) -> String {
        let unit = self.unit();
        match unit.as_bytes().first() {
            Some(c) if c.is_ascii_digit() => unit,
            Some(b'h') => format!("an {unit}"),
            _ => format!("a {unit}"),
        }
    }

    /// The name of a bin: `4 Nov 1945 01:00 to 02:00 MSK`, `Nov 1945`, `week from 1 Nov 1943`.
    pub fn name(&self, bin: usize) -> String {
        use super::words;
        let (Some(from), Some(to)) = (self.edges.get(bin), self.edges.get(bin + 1)) else {
            return String::new();
        };
        let date = self.zone.local(*from).date();
        let last = self.zone.local(to.shifted(-1)).date();
        match self.step {
            Step::Clock(_) => words::from_to(self.zone, *from, *to, true),
            Step::Days(1) => words::date(date),
            Step::Week => format!("week from {}", words::date(date)),
            Step::Months(1) => format!(
                "{} {}",
                words::month(date.month()),
                words::year(date.year())
            ),
            Step::Years(1) => words::year(date.year()),
            Step::Years(_) => format!(
                "{} to {}",
                words::year(date.year()),
                words::year(last.year())
            ),
            _ => format!("{} to {}", words::date(date), words::date(last)),
        }
    }
}

/// How far apart the bounds of an event are.
fn width(event: &Event) -> Option<i64> {
    let range = event.when.bounds()?;
    Some(
        range
            .latest()?
            .micros()
            .saturating_sub(range.earliest()?.micros()),
    )
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use crate::model::instant::DAY;

    fn minute(at: i64) -> Event {
        samples::event("m/sent", "London", Some(Zone::Utc), at, at + MINUTE)
    }

    #[test]
    fn days_of_23_and_25_hours_are_one_bin_each() {
        let london: Zone = "Europe/London".parse().unwrap();
        for (month, day, hours) in [(3, 31, 23), (10, 27, 25)] {
            let at = samples::day(2024, month, day) + 12 * HOUR;
            let bins = Bins::with(Step::Days(1), at - DAY, at + DAY, london);
            let lengths: Vec<i64> = bins
                .edges
                .windows(2)
                .map(|p| (p[1].micros() - p[0].micros()) / HOUR)
                .collect();
            assert_eq!(lengths, [24, hours, 24], "{month}");
        }
    }

    #[test]
    fn an_event_is_in_a_bin_or_across_an_edge_or_too_coarse() {
        let at = samples::day(1943, 9, 1);
        let mut across = minute(at + DAY);
        across.when.earliest = Instant::from_micros(at + DAY - HOUR);
        let mut coarse = minute(at);
        coarse.when.latest = Instant::from_micros(at + 9 * DAY);
        let bins = Bins::with(Step::Days(1), at, at + 9 * DAY, Zone::Utc);
        assert_eq!(bins.place(&minute(at + 25 * HOUR)), Some(Place::In(1)));
        assert_eq!(bins.place(&across), Some(Place::Across(0)));
        assert_eq!(bins.place(&coarse), Some(Place::Coarse));
        assert_eq!(bins.len(), 9);
    }

    #[test]
    fn a_year_is_cut_in_weeks_and_history_in_quarter_centuries() {
        let telegrams = samples::telegrams(120);
        let events: Vec<&Event> = telegrams.iter().collect();
        assert_eq!(Bins::of(&events, 130, Zone::Utc).unwrap().unit(), "week");
        let ages = [
            minute(samples::day(-43, 3, 15)),
            minute(samples::day(2000, 1, 1)),
        ];
        let ages: Vec<&Event> = ages.iter().collect();
        assert_eq!(Bins::of(&ages, 130, Zone::Utc).unwrap().unit(), "25 years");
    }
}
