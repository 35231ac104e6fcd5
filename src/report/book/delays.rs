//! Delay tables: by group with bounds, by message for a short chronology, and the impossible ones.

use super::fact::Fact;
use crate::latency::{Interval, Pair, Status, Summary};
use crate::model::human_duration;
use crate::report::Chronology;
use crate::report::names::Names;
use serde::Serialize;
use std::collections::BTreeMap;

/// The most pairs that are printed one by one.
const SINGLE_PAIRS: usize = 30;

/// The chapter on delays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Delays {
    /// One table for each pair of stages.
    pub tables: Vec<Table>,
    /// Every pair, if there are few.
    pub pairs: Vec<PairRow>,
    /// The pairs whose whole range lies below zero.
    pub impossible: Vec<PairRow>,
}

/// Delays between two stages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Table {
    /// `From sent to received, by route`.
    pub caption: String,
    /// Heads of the group's columns, joined.
    pub head: String,
    /// Whether any group has quantiles.
    pub quantiles: bool,
    /// A row for each group.
    pub rows: Vec<Row>,
}

/// The delays of one group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Row {
    /// `Chungking to Washington`.
    pub group: String,
    /// Number of pairs.
    pub n: usize,
    /// Measured, bounded, censored, impossible.
    pub counts: [usize; 4],
    /// Least, first decile, median, ninth decile, greatest: lower and upper bound each.
    pub stats: Vec<[String; 2]>,
}

impl Table {
    /// What stands above the cells of its rows.
    pub fn heads(&self) -> [&str; 11] {
        [
            &self.head,
            "n",
            "measured",
            "bounded",
            "censored",
            "impossible",
            "least",
            "p10",
            "median",
            "p90",
            "greatest",
        ]
    }
}

impl Row {
    /// Group, counts and figures in words, the bounds of a figure as `8 h to 9 h`.
    pub fn cells(&self) -> Vec<String> {
        let mut cells = vec![self.group.clone(), self.n.to_string()];
        cells.extend(self.counts.iter().map(usize::to_string));
        cells.extend(self.stats.iter().map(|[low, high]| match high.is_empty() {
            true => low.clone(),
            false => format!("{low} to {high}"),
        }));
        cells
    }
}

/// One delay.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PairRow {
    /// The message.
    pub message: String,
    /// `sent`, with its place.
    pub from: String,
    /// `received`, with its place.
    pub to: String,
    /// The delay as printed.
    pub delay: String,
    /// `1 h 24 min to 1 h 26 min`.
    pub between: String,
    /// `measured`, `bounded` …
    pub status: String,
    /// The numbers of its two entries.
    pub entries: String,
}

/// A delay in words: as printed where both ends are to the minute, else its bounds.
pub fn pair_in_words(pair: &Pair) -> String {
    match pair.nominal {
        Some(nominal) => human_duration(nominal),
        None => range_in_words(pair.shortest, pair.longest).unwrap_or_else(|| "unknown".into()),
    }
}

/// `1 h 24 min to 1 h 26 min`; `None` if neither bound is known.
pub fn range_in_words(shortest: Option<i64>, longest: Option<i64>) -> Option<String> {
    match (shortest, longest) {
        (Some(a), Some(b)) => {
            let (a, b) = (human_duration(a), human_duration(b));
            Some(if a == b { a } else { format!("{a} to {b}") })
        }
        (Some(a), None) => Some(format!("at least {}", human_duration(a))),
        (None, Some(b)) => Some(format!("at most {}", human_duration(b))),
        (None, None) => None,
    }
}

/// The chapter, with the numbers of the entries it speaks of.
pub fn delays(chronology: &Chronology<'_>, facts: &[Fact<'_>], names: &Names) -> Delays {
    if !chronology.layout.evaluates() {
        return Delays::default();
    }
    let numbers: BTreeMap<&str, &str> = facts
        .iter()
        .flat_map(|f| {
            f.all
                .iter()
                .map(|e| (e.event_id.as_str(), f.number.as_str()))
        })
        .collect();
    let row = |p: &Pair| pair_row(p, &numbers, names);
    let few = chronology.pairs.len() <= SINGLE_PAIRS;
    let impossible = |p: &&Pair| p.status == Status::Impossible;
    Delays {
        tables: tables(chronology.summaries),
        pairs: match few {
            true => chronology.pairs.iter().map(row).collect(),
            false => Vec::new(),
        },
        impossible: chronology
            .pairs
            .iter()
            .filter(impossible)
            .map(row)
            .collect(),
    }
}

fn tables(summaries: &[Summary]) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    for summary in summaries {
        let head: Vec<&str> = summary.group.iter().map(|(k, _)| k.as_str()).collect();
        let head = match head.as_slice() {
            ["from_place", "to_place"] => "route".to_owned(),
            [] => "messages".to_owned(),
            keys => keys.join(", ").replace('_', " "),
        };
        let caption = match summary.group.is_empty() {
            true => format!("From {} to {}", summary.from_stage, summary.to_stage),
            false => format!(
                "From {} to {}, by {head}",
                summary.from_stage, summary.to_stage
            ),
        };
        let row = row(summary);
        match tables
            .iter_mut()
            .find(|t| t.caption == caption && t.head == head)
        {
            Some(table) => {
                table.quantiles |= summary.median.is_some();
                table.rows.push(row);
            }
            None => tables.push(Table {
                caption,
                head,
                quantiles: summary.median.is_some(),
                rows: vec![row],
            }),
        }
    }
    tables
}

fn row(summary: &Summary) -> Row {
    let values: Vec<&str> = summary.group.iter().map(|(_, v)| v.as_str()).collect();
    let route = summary
        .group
        .first()
        .is_some_and(|(k, _)| k == "from_place");
    let group = match (values.as_slice(), route) {
        ([from, to], true) => format!("{from} to {to}"),
        ([], _) => "all".to_owned(),
        (values, _) => values.join(", "),
    };
    let s = summary;
    Row {
        group,
        n: s.n(),
        counts: s.counts,
        stats: [s.min, s.p10, s.median, s.p90, s.max].map(bounds).to_vec(),
    }
}

/// Lower and upper bound of a statistic; the second is empty where it says the same.
fn bounds(interval: Option<Interval>) -> [String; 2] {
    let Some(interval) = interval else {
        return ["—".to_owned(), String::new()];
    };
    let low = human_duration(interval.low);
    match interval.high.map(human_duration) {
        Some(high) if high == low => [low, String::new()],
        Some(high) => [low, high],
        None => [low, "unbounded".to_owned()],
    }
}

fn pair_row(pair: &Pair, numbers: &BTreeMap<&str, &str>, names: &Names) -> PairRow {
    let end = |stage: &str, place: Option<&str>| match place {
        Some(place) => format!("{stage}, {place}"),
        None => stage.to_owned(),
    };
    let ids = [pair.from_event_id.as_str(), pair.to_event_id.as_str()];
    let entries: Vec<&str> = ids
        .iter()
        .filter_map(|id| numbers.get(id).copied())
        .collect();
    PairRow {
        message: names.identifier(&pair.message_id).to_owned(),
        from: end(&pair.from_stage, pair.from_place.as_deref()),
        to: end(&pair.to_stage, pair.to_place.as_deref()),
        delay: match pair.nominal {
            Some(nominal) => human_duration(nominal),
            None => "—".to_owned(),
        },
        between: range_in_words(pair.shortest, pair.longest).unwrap_or_else(|| "—".into()),
        status: pair.status.name().to_owned(),
        entries: entries.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_table_for_each_pair_of_stages() {
        let hour = 3_600_000_000;
        let interval = |low: i64| {
            Some(Interval {
                low,
                high: Some(low + hour),
            })
        };
        let summary = |from: &str, median| Summary {
            group: vec![
                ("from_place".into(), from.into()),
                ("to_place".into(), "Washington".into()),
            ],
            from_stage: "sent".into(),
            to_stage: "received".into(),
            counts: [4, 1, 0, 0],
            min: interval(hour),
            p10: median,
            median,
            p90: median,
            max: interval(2 * hour),
        };
        let made = tables(&[
            summary("Chungking", interval(hour)),
            summary("Kunming", None),
        ]);
        assert_eq!(made.len(), 1);
        assert_eq!(made[0].head, "route");
        assert_eq!(made[0].rows[0].group, "Chungking to Washington");
        assert_eq!(made[0].rows[0].stats[2], ["1 h", "2 h"]);
        assert_eq!(made[0].rows[1].stats[2], ["—", ""]);
        assert!(made[0].quantiles);
    }
}
