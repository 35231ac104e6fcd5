//! The delays of each group, in words.

use super::super::text;
use super::message;
use crate::latency::{
    Interval, Key, Pair, Status, Summary, by_stages, groups, groups_of, split_by_stages, summary,
};
use crate::model::human_duration;
use std::collections::BTreeSet;

/// The delays of each group, for people.
pub fn summary_text(delays: &[Pair], by: &[Key], width: usize) -> String {
    if delays.is_empty() {
        return "No message has two stages with a date, so there is no delay.\n".to_owned();
    }
    let mut out = String::new();
    let mut quantiles = [false; 2];
    for (group, pairs) in groups(delays, by) {
        let names: Vec<&str> = group.iter().map(|(_, value)| value.as_str()).collect();
        let messages: BTreeSet<&str> = pairs.iter().map(|p| p.message_id.as_str()).collect();
        out.push_str(&names.join(", "));
        match (messages.len(), messages.first()) {
            (1, Some(only)) => out.push_str(&message::one_message(only, &pairs, width)),
            (n, _) => {
                out.push_str(&format!(": {n} messages\n"));
                for summary in by_stages(&group, &pairs) {
                    quantiles[usize::from(summary.median.is_some())] = true;
                    out.push_str(&summary_block(&summary));
                }
            }
        }
        out.push('\n');
    }
    let single = !quantiles[1];
    out.push_str(&footer(
        delays,
        [quantiles[0] || single, quantiles[1]],
        width,
    ));
    out
}

fn summary_block(summary: &Summary) -> String {
    let mut out = format!(
        "  {} to {}: {} measured, {} bounded, {} censored, {} impossible\n",
        summary.from_stage,
        summary.to_stage,
        summary.count(Status::Measured),
        summary.count(Status::Bounded),
        summary.count(Status::Censored),
        summary.count(Status::Impossible),
    );
    for (name, interval) in [
        ("min", summary.min),
        ("p10", summary.p10),
        ("median", summary.median),
        ("p90", summary.p90),
        ("max", summary.max),
    ] {
        if let Some(interval) = interval {
            out.push_str(&format!("    {name:<7} {}\n", interval_text(interval)));
        }
    }
    out
}

pub(super) fn interval_text(interval: Interval) -> String {
    match interval.high {
        Some(high) if human_duration(high) == human_duration(interval.low) => human_duration(high),
        Some(high) => text::between(interval.low, high),
        None => format!("at least {}", human_duration(interval.low)),
    }
}

/// Totals by status, the impossible ones by name, and how the numbers are to be read.
pub(super) fn footer(delays: &[Pair], quantiles: [bool; 2], width: usize) -> String {
    let count = |status: Status| delays.iter().filter(|d| d.status == status).count();
    let mut out = format!(
        "{}: {} measured, {} bounded, {} censored, {} impossible.\n",
        text::count(delays.len(), "delay"),
        count(Status::Measured),
        count(Status::Bounded),
        count(Status::Censored),
        count(Status::Impossible),
    );
    for pair in delays.iter().filter(|d| d.status == Status::Impossible) {
        out.push_str(&format!(
            "impossible: {}, {} to {}, {}; the print or a clock is wrong\n",
            pair.message_id,
            pair.from_stage,
            pair.to_stage,
            below_zero(pair),
        ));
    }
    let mut notes: Vec<&str> = Vec::new();
    if count(Status::Measured) > 0 {
        notes.push(
            "A clock printed to the minute is known to the minute, so a delay is known to \
             ±1 minute.",
        );
    }
    if count(Status::Bounded) > 0 {
        notes.push(
            "Where an end is printed to the hour or the day, each figure is given as its least \
             and its greatest possible value.",
        );
    }
    if quantiles[1] {
        notes.push("Quantiles by type 7, of the delays with two known ends.");
    }
    if quantiles[0] {
        notes.push("No quantiles for fewer than 5 delays.");
    }
    notes.push("Every delay: --pairs");
    for note in notes {
        out.push_str(&text::wrap(note, width, 0));
        out.push('\n');
    }
    out
}

/// `−3 h to −1 h`.
fn below_zero(pair: &Pair) -> String {
    text::between(
        pair.shortest.unwrap_or(i64::MIN / 2),
        pair.longest.unwrap_or(0),
    )
}

/// A table: a row for each group, for keys that make many.
pub(super) fn table(delays: &[Pair], by: &[Key], width: usize) -> String {
    if delays.is_empty() {
        return summary_text(delays, by, width);
    }
    let keys: Vec<&str> = by.iter().map(Key::name).collect();
    let keys = keys.join(" and ").replace('_', " ");
    let all: Vec<&Pair> = delays.iter().collect();
    let mut out = String::new();
    let mut quantiles = [false; 2];
    for (stages, pairs) in split_by_stages(&all) {
        out.push_str(&format!("{} to {}, by {keys}\n\n", stages.0, stages.1));
        let mut rows: Vec<[String; 4]> = vec![["", "n", "median", "p90"].map(String::from)];
        let mut heading = String::new();
        for (group, pairs) in groups_of(&pairs, by) {
            let (last, before) = match group.split_last() {
                Some((last, before)) => (last.1.clone(), before),
                None => (String::new(), group.as_slice()),
            };
            let names: Vec<&str> = before.iter().map(|(_, value)| value.as_str()).collect();
            let names = names.join(", ");
            if names != heading {
                heading.clone_from(&names);
                rows.push([names, String::new(), String::new(), String::new()]);
            }
            let found = summary(group.clone(), stages, &pairs);
            quantiles[usize::from(found.median.is_some())] = true;
            let shown = |interval: Option<Interval>| interval.map_or("—".into(), interval_text);
            let indent = if before.is_empty() { "" } else { "  " };
            rows.push([
                format!("{indent}{last}"),
                found.n().to_string(),
                typical(&found),
                shown(found.p90),
            ]);
        }
        out.push_str(&columns(&rows, width));
        out.push('\n');
    }
    out.push_str(&footer(delays, quantiles, width));
    out
}

/// The median; for too few delays, between what they all lie.
pub(super) fn typical(summary: &Summary) -> String {
    match (summary.median, summary.min, summary.max) {
        (Some(median), ..) => interval_text(median),
        (None, Some(min), Some(max)) => {
            let high = max.high;
            let all = Interval { low: min.low, high };
            format!("all {}", interval_text(all))
        }
        _ => "—".to_owned(),
    }
}

/// Rows in columns: the first to the left, the others as wide as they must be. A row whose other
/// cells are empty is a heading and may be longer.
pub(super) fn columns<const N: usize>(rows: &[[String; N]], width: usize) -> String {
    let heading = |row: &[String; N]| row[1..].iter().all(String::is_empty);
    let widest = |column: usize| {
        let cells = rows.iter().filter(|row| !heading(row));
        cells
            .map(|row| text::columns(&row[column]))
            .max()
            .unwrap_or(0)
    };
    let mut widths: [usize; N] = std::array::from_fn(widest);
    let others: usize = widths[1..].iter().map(|w| w + 2).sum();
    widths[0] = widths[0].min(width.saturating_sub(others + 2)).max(8);
    let mut out = String::new();
    for row in rows {
        let mut line = format!("  {}", text::cut(&row[0], width.saturating_sub(2)));
        if !heading(row) {
            line = format!("  {}", text::pad(&text::cut(&row[0], widths[0]), widths[0]));
            for (cell, width) in row[1..].iter().zip(&widths[1..]) {
                // Numbers stand to the right, words to the left.
                let number = cell.chars().all(|c| c.is_ascii_digit());
                let gap = " ".repeat(width - text::columns(cell));
                line.push_str(&match number {
                    true => format!("  {gap}{cell}"),
                    false => format!("  {cell}{gap}"),
                });
            }
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}
