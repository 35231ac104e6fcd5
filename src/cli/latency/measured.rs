//! The measures with names, and messages beside each other.

use super::super::text;
use super::summary::{columns, interval_text, typical};
use crate::error::{Error, Result};
use crate::export::{self, Row};
use crate::extract::{End, Stages};
use crate::latency::{
    Interval, Key, Measure, Pair, StageKind, Summary, backlog, fullest, groups, groups_of,
    intervals_between_sendings, measures, overtaking, quantile, summary, summary_of, under_way,
};
use crate::model::{Instant, Zone};
use std::collections::BTreeSet;

const WORK: &str = include_str!("../../../data/stages/work.toml");

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Work {
    work: BTreeSet<String>,
}

/// The measures of every message, by group.
pub(super) fn summaries(
    delays: &[Pair],
    by: &[Key],
    stages: &Stages,
) -> Result<Vec<(Measure, Summary)>> {
    let work: Work = toml::from_str(WORK)
        .map_err(|e| Error::request(format!("data/stages/work.toml: {e}"), ""))?;
    let kind = |stage: &str| StageKind {
        at_recipient: stages.end_of(stage) == End::Recipient,
        work: work.work.contains(stage),
    };
    let found = measures(delays, &kind);
    let mut out = Vec::new();
    for measure in Measure::ALL {
        let of = found.iter().filter(|(m, _)| *m == measure);
        let list: Vec<&Pair> = of.map(|(_, pair)| pair).collect();
        for (group, pairs) in groups_of(&list, by) {
            // Messages of a group may begin and end with other stages.
            let stages: BTreeSet<(&str, &str)> = pairs
                .iter()
                .map(|p| (p.from_stage.as_str(), p.to_stage.as_str()))
                .collect();
            let shown = match stages.first() {
                Some(only) if stages.len() == 1 => *only,
                _ => ("", ""),
            };
            out.push((measure, summary(group, shown, &pairs)));
        }
    }
    Ok(out)
}

/// The measures of each group as rows: the delays, then the messages beside each other.
pub(super) fn measure_rows(
    delays: &[Pair],
    by: &[Key],
    stages: &Stages,
    as_of: Option<Instant>,
) -> Result<Vec<Row>> {
    let mut out: Vec<Row> = (summaries(delays, by, stages)?.iter())
        .map(|(measure, summary)| export::measure_row(measure.name(), summary, None))
        .collect();
    for (group, pairs) in groups(delays, by) {
        let pairs = whole(&pairs);
        let of = |lengths: &[Interval]| {
            let counts = [0, lengths.len(), 0, 0];
            summary_of(group.clone(), ("", ""), counts, lengths)
        };
        let between = of(&intervals_between_sendings(&pairs));
        out.push(export::measure_row("service_frequency", &between, None));
        let none = of(&[]);
        let mut push = |name: &str, least: u64, most: u64, at: Option<Instant>| {
            let counted = Some((least, most, at));
            out.push(export::measure_row(name, &none, counted));
        };
        let steps = backlog(&pairs);
        if let Some(step) = fullest(&steps) {
            push(
                "backlog",
                step.least as u64,
                step.most as u64,
                Some(step.at),
            );
        }
        if let Some(at) = as_of {
            let (least, most) = under_way(&steps, at);
            push("backlog_as_of", least as u64, most as u64, Some(at));
        }
        let found = overtaking(&pairs);
        push("overtaking", found.least, found.most, None);
    }
    Ok(out)
}

/// The measures of each group in words.
pub(super) fn measures_text(
    delays: &[Pair],
    by: &[Key],
    stages: &Stages,
    as_of: Option<Instant>,
    width: usize,
) -> Result<String> {
    let found = summaries(delays, by, stages)?;
    let mut out = String::new();
    for (group, pairs) in groups(delays, by) {
        let names: Vec<&str> = group.iter().map(|(_, value)| value.as_str()).collect();
        let messages: BTreeSet<&str> = pairs.iter().map(|p| p.message_id.as_str()).collect();
        out.push_str(&format!(
            "{}: {}\n\n",
            names.join(", "),
            text::count(messages.len(), "message")
        ));
        let shown = |i: Option<Interval>| i.map_or("—".to_owned(), interval_text);
        let mut rows = vec![["", "n", "median", "p90"].map(String::from)];
        for (measure, summary) in found.iter().filter(|(_, s)| s.group == group) {
            rows.push([
                measure.name().to_owned(),
                summary.n().to_string(),
                typical(summary),
                shown(summary.p90),
            ]);
        }
        out.push_str(&columns(&rows, width));
        out.push_str(&beside(&whole(&pairs), as_of, width));
        out.push('\n');
    }
    for measure in Measure::ALL {
        if found.iter().any(|(m, _)| *m == measure) {
            let line = format!("{}: {}.", measure.name(), measure.meaning());
            out.push_str(&text::wrap(&line, width, 0));
            out.push('\n');
        }
    }
    out.push_str(&text::wrap(
        "No quantiles for fewer than 5 delays. Sendings, messages under way and overtaking are \
         counted from the first stage to the last of each message.",
        width,
        0,
    ));
    out.push('\n');
    Ok(out)
}

/// The longest delay in stages of each message: the first is counted from, the last to.
pub(super) fn whole<'a>(pairs: &[&'a Pair]) -> Vec<&'a Pair> {
    // Pairs come from the first stage on and to the last: of the first beginning the last end.
    let mut out: Vec<&Pair> = Vec::new();
    for pair in pairs {
        match out.last_mut() {
            Some(last) if last.message_id == pair.message_id => {
                let told = !pair.to_event_id.is_empty();
                if told && last.from_stage == pair.from_stage && last.to_stage != pair.to_stage {
                    *last = pair;
                }
            }
            _ => out.push(pair),
        }
    }
    out
}

/// Service frequency, messages under way and overtaking.
fn beside(pairs: &[&Pair], as_of: Option<Instant>, width: usize) -> String {
    let mut lines = Vec::new();
    let between = intervals_between_sendings(pairs);
    if between.len() >= crate::latency::FEWEST {
        let median = |of: fn(&Interval) -> i64| {
            let mut list: Vec<i64> = between.iter().map(of).collect();
            list.sort_unstable();
            quantile(&list, 50).unwrap_or(0)
        };
        let found = Interval {
            low: median(|i| i.low),
            high: Some(median(|i| i.high.unwrap_or(i64::MAX))),
        };
        lines.push(format!(
            "service frequency: half of the sendings follow within {}",
            interval_text(found)
        ));
    }
    let steps = backlog(pairs);
    if let Some(step) = fullest(&steps) {
        let day = Zone::Utc.local(step.at).date().long();
        lines.push(format!(
            "under way at once: {} at the fullest, on {day} (UTC)",
            from_to(step.least as u64, step.most as u64)
        ));
    }
    if let Some(at) = as_of {
        let (least, most) = under_way(&steps, at);
        lines.push(format!(
            "under way as of {at}: {}",
            from_to(least as u64, most as u64)
        ));
    }
    let found = overtaking(pairs);
    if found.n > 1 {
        lines.push(format!(
            "overtaking: {} of messages received in another order than sent; {} certainly \
             overtaken",
            match (found.least, found.most) {
                (1, 1) => "1 couple".to_owned(),
                (least, most) => format!("{} couples", from_to(least, most)),
            },
            text::count(found.overtaken, "message"),
        ));
    }
    let mut out = String::new();
    for line in lines {
        out.push_str(&format!(
            "  {}\n",
            text::wrap(&line, width.saturating_sub(2), 4)
        ));
    }
    out
}

fn from_to(least: u64, most: u64) -> String {
    match least == most {
        true => least.to_string(),
        false => format!("{least} to {most}"),
    }
}
