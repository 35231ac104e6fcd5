//! The delays that a chart of delays draws: one pair of stages, with what is not certain.

use super::field::Field;
use super::text;
use super::words;
use super::{ChartOptions, Input};
use crate::error::{Error, Result};
use crate::latency::{Pair, Status, Wanted, pairs};
use crate::model::{Event, Instant};
use std::collections::{BTreeMap, HashMap};

/// A delay with two known ends, or one that began.
#[derive(Clone, Debug)]
pub struct Delay<'a> {
    pub pair: Pair,
    /// The event it is counted from.
    pub from: &'a Event,
    /// Least and greatest length, microseconds; the greatest is `None` if no end is known.
    pub low: i64,
    pub high: Option<i64>,
}

/// The delays of one pair of stages.
#[derive(Clone, Debug)]
pub struct Delays<'a> {
    pub from_stage: String,
    pub to_stage: String,
    /// With a known end, in the order of the events.
    pub known: Vec<Delay<'a>>,
    /// Without.
    pub censored: Vec<Delay<'a>>,
    /// Wholly below zero: not drawn, but counted.
    pub impossible: usize,
    /// Of other pairs of stages.
    pub others: usize,
}

impl<'a> Delays<'a> {
    /// The delays between the stages asked for, or else of the commonest pair of stages; among
    /// equals the one that goes from the first stage to the last.
    ///
    /// # Errors
    /// If no message has two dated stages, or a stage that was asked for does not exist.
    pub fn of(input: &Input<'a>, options: &ChartOptions, chart: &str) -> Result<Delays<'a>> {
        if input.events.is_empty() {
            return Err(super::frame::nothing_dated(0, chart));
        }
        let has = |stage: &String| {
            let mut stages = input.events.iter().filter_map(|e| e.stage.as_ref());
            stages.any(|s| s.name() == stage)
        };
        for stage in [&options.from_stage, &options.to_stage]
            .into_iter()
            .flatten()
        {
            if !has(stage) {
                let names: std::collections::BTreeSet<&str> = input
                    .events
                    .iter()
                    .filter_map(|e| e.stage.as_ref().map(|s| s.name()))
                    .collect();
                let names: Vec<&str> = names.into_iter().collect();
                return Err(Error::request(
                    format!("no event has the stage `{stage}`"),
                    format!("the inputs have {}", names.join(", ")),
                ));
            }
        }
        let order: Vec<&str> = options.stage_order.iter().map(String::as_str).collect();
        let wanted = Wanted {
            from: options.from_stage.clone(),
            to: options.to_stage.clone(),
            as_of: options.as_of,
            ..Wanted::default()
        };
        let mut all = pairs(input.events, &order, &wanted);
        all.retain(|p| {
            input
                .inside
                .is_none_or(|ids| ids.contains(p.from_event_id.as_str()))
        });
        let Some((from_stage, to_stage)) = commonest(&all, &order) else {
            return Err(Error::request(
                format!("no message has two dated stages, so no {chart} can be drawn"),
                "`annals latency` shows which stages the messages have",
            ));
        };
        let events: HashMap<&str, &Event> = input
            .events
            .iter()
            .map(|e| (e.event_id.as_str(), e))
            .collect();
        let mut delays = Delays {
            from_stage,
            to_stage,
            known: Vec::new(),
            censored: Vec::new(),
            impossible: 0,
            others: 0,
        };
        for pair in all {
            if pair.from_stage != delays.from_stage || pair.to_stage != delays.to_stage {
                delays.others += 1;
                continue;
            }
            let Some(from) = events.get(pair.from_event_id.as_str()) else {
                continue;
            };
            let delay = Delay {
                low: pair.shortest.unwrap_or(0).max(0),
                high: pair.longest,
                from,
                pair,
            };
            match (delay.pair.status, delay.high) {
                (Status::Impossible, _) => delays.impossible += 1,
                (_, Some(_)) => delays.known.push(delay),
                (_, None) => delays.censored.push(delay),
            }
        }
        if delays.known.is_empty() {
            let (from, to) = (&delays.from_stage, &delays.to_stage);
            let why = match (delays.impossible, delays.censored.is_empty()) {
                (1.., true) => {
                    format!("every delay from `{from}` to `{to}` is impossible, below zero")
                }
                _ => format!("no delay from `{from}` to `{to}` has both ends and is possible"),
            };
            return Err(Error::request(
                format!("{why}, so no {chart} can be drawn"),
                "`annals latency --pairs` shows what is known of each",
            ));
        }
        Ok(delays)
    }

    /// `sent to received`.
    pub fn stages(&self) -> String {
        let name = |s: &str| text::clip(&text::clean(s), super::style::BODY, 160.0);
        format!("{} to {}", name(&self.from_stage), name(&self.to_stage))
    }

    /// What the foot says of the delays: n, how many of them are ranges, what is not drawn.
    pub fn counts(&self, censored_drawn: bool) -> String {
        let measured = |d: &&Delay<'_>| d.pair.status == Status::Measured;
        let bounded = self.known.len() - self.known.iter().filter(measured).count();
        let mut out = format!("n = {}", words::count(self.known.len(), "delay"));
        let mut add = |n: usize, what: &str| {
            if n > 0 {
                out.push_str(&format!(", {} {what}", words::number(n)));
            }
        };
        add(bounded, "known as a range");
        let censored = match censored_drawn {
            true => "without a known end",
            false => "without a known end and not drawn",
        };
        add(self.censored.len(), censored);
        add(
            self.impossible,
            "printed as ending before it began and not drawn",
        );
        add(self.others, "between other stages and not drawn");
        out
    }

    /// The classes of the known delays by a column, or by route: a name for each.
    ///
    /// # Errors
    /// A column that does not exist.
    pub fn groups(&self, by: Option<&str>, events: &[Event]) -> Result<Vec<String>> {
        let mut names = self.all_groups(by.unwrap_or("route"), events)?;
        names.truncate(self.known.len());
        Ok(names)
    }

    /// The same for the known delays and, after them, those without a known end.
    ///
    /// # Errors
    /// A column that does not exist.
    pub fn all_groups(&self, by: &str, events: &[Event]) -> Result<Vec<String>> {
        let all = self.known.iter().chain(&self.censored);
        if by == "route" {
            return Ok(all.map(|d| text::clean(&d.pair.route)).collect());
        }
        let field = Field::named(by, events)?;
        Ok(all
            .map(|d| field.of(d.from).unwrap_or_else(|| field.missing()))
            .collect())
    }
}

impl Delay<'_> {
    /// The one number where one is needed: as printed, or the middle of the range.
    pub fn middle(&self) -> i64 {
        self.pair
            .nominal
            .map(|n| n.max(0))
            .unwrap_or_else(|| i64::midpoint(self.low, self.high.unwrap_or(self.low)))
    }

    /// The instant at which it began: the middle of what is known of it.
    pub fn began(&self) -> Option<Instant> {
        let when = &self.from.when;
        match (when.earliest, when.latest) {
            (Some(a), Some(b)) if when.precision.is_minute_or_finer() => Some(a.min(b)),
            (Some(a), Some(b)) => Instant::from_micros(i64::midpoint(a.micros(), b.micros())),
            (a, b) => a.or(b),
        }
    }

    /// `1 h 25 min`, or `4 h to 6 h`.
    pub fn words(&self) -> String {
        match (self.pair.nominal, self.high) {
            (Some(n), _) => words::duration(n.max(0)),
            (None, Some(high)) if self.low == 0 => format!("up to {}", words::duration(high)),
            (None, Some(high)) => {
                format!("{} to {}", words::duration(self.low), words::duration(high))
            }
            (None, None) => "no known end".to_owned(),
        }
    }
}

/// The pair of stages that most delays have.
fn commonest(all: &[Pair], order: &[&str]) -> Option<(String, String)> {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for pair in all {
        let stages = (pair.from_stage.as_str(), pair.to_stage.as_str());
        // A delay without an end says nothing of how common the pair is.
        *counts.entry(stages).or_default() += usize::from(pair.status != Status::Censored);
    }
    let rank = |stage: &str| {
        order
            .iter()
            .position(|s| *s == stage)
            .unwrap_or(order.len())
    };
    let best = counts
        .into_iter()
        .max_by_key(|((from, to), n)| (*n, std::cmp::Reverse(rank(from)), rank(to)))?;
    Some((best.0.0.to_owned(), best.0.1.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn a_cable_is_counted_from_its_first_stage_to_its_last() {
        let events = samples::cable();
        let options = samples::options();
        let delays = Delays::of(&Input::of(&events), &options, "chart").unwrap();
        assert_eq!(delays.stages(), "sent to deciphered");
        assert_eq!(
            delays.known[0].middle(),
            115 * crate::model::instant::MINUTE
        );
        assert_eq!(delays.others, 2);
        assert_eq!(
            delays.counts(false),
            "n = 1 delay, 2 between other stages and not drawn"
        );
    }

    #[test]
    fn what_cannot_be_is_counted_and_not_drawn() {
        let events = samples::telegrams(120);
        let delays = Delays::of(&Input::of(&events), &samples::options(), "chart").unwrap();
        // Three of the 120 were never received.
        assert_eq!((delays.impossible, delays.known.len()), (2, 115));
        let asked = ChartOptions {
            to_stage: Some("read".into()),
            ..samples::options()
        };
        assert!(Delays::of(&Input::of(&events), &asked, "chart").is_err());
    }
}
