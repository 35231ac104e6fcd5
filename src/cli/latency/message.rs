//! The delays of one message, and its way to scale.

use super::super::text;
use crate::latency::{Pair, Status};
use crate::model::{LocalTime, human_duration};

/// `: 1 message, cable 3523, Sunday 4 November 1945`, its delays and its way to scale.
pub(super) fn one_message(message: &str, pairs: &[&Pair], width: usize) -> String {
    let day = pairs.iter().filter_map(|p| p.begin_local).min();
    let day = day.map_or(String::new(), |d| {
        format!(", {}", d.date().long_with_weekday())
    });
    let title = super::super::show::message_title(message);
    let mut out = format!(": 1 message, {}{day}\n\n", lower_first(&title));
    let stages: Vec<&str> = chain(pairs);
    let position = |stage: &str| stages.iter().position(|s| *s == stage).unwrap_or(0);
    let steps = |p: &Pair| position(&p.to_stage).abs_diff(position(&p.from_stage));
    let mut rows: Vec<&Pair> = pairs.to_vec();
    // The legs in order, then what spans several of them.
    rows.sort_by_key(|p| (steps(p), position(&p.from_stage)));
    let whole = rows
        .last()
        .and_then(|p| p.nominal)
        .filter(|n| *n > 0 && rows.len() > 1);
    let mut table = vec![["from", "to", "delay", "certainly between", "share"].map(String::from)];
    for pair in &rows {
        let bounds = match (pair.status, pair.shortest, pair.longest) {
            (Status::Measured, Some(low), Some(high)) => span_in_words(low, high),
            (Status::Censored, ..) if pair.from_event_id.is_empty() => {
                "no beginning is known".to_owned()
            }
            (Status::Censored, ..) => "no end is known".to_owned(),
            (Status::Impossible, ..) => "impossible: below zero".to_owned(),
            _ => String::new(),
        };
        let share = whole.zip(pair.nominal).map(|(whole, n)| {
            let percent = (i128::from(n) * 100 + i128::from(whole) / 2) / i128::from(whole);
            format!("{percent} %")
        });
        table.push([
            pair.from_stage.to_string(),
            pair.to_stage.to_string(),
            text::delay(pair.shortest, pair.longest, pair.nominal),
            bounds,
            share.unwrap_or_default(),
        ]);
    }
    let widest = |column: usize| table.iter().map(|r| text::columns(&r[column])).max();
    let widths: Vec<usize> = (0..5).map(|c| widest(c).unwrap_or(0)).collect();
    for row in &table {
        let lead = |c: usize| " ".repeat(widths[c] - text::columns(&row[c]));
        let line = format!(
            "  {}  {}  {}{}  {}{}  {}{}",
            text::pad(&row[0], widths[0]),
            text::pad(&row[1], widths[1]),
            lead(2),
            row[2],
            lead(3),
            row[3],
            lead(4),
            row[4]
        );
        out.push_str(line.trim_end());
        out.push('\n');
    }
    let legs: Vec<&&Pair> = rows.iter().filter(|p| steps(p) == 1).collect();
    if whole.is_some() && legs.len() > 1 && legs.iter().all(|p| p.nominal.is_some()) {
        out.push_str(&format!("\n{}\n", way_to_scale(&legs, width)));
    }
    out
}

/// The stages of a message in order.
fn chain<'a>(pairs: &[&'a Pair]) -> Vec<&'a str> {
    let mut out: Vec<&str> = Vec::new();
    for pair in pairs {
        for stage in [pair.from_stage.as_str(), pair.to_stage.as_str()] {
            if !out.contains(&stage) {
                out.push(stage);
            }
        }
    }
    // A stage stands after every stage that it is counted from.
    let before = |stage: &str| pairs.iter().filter(|p| p.to_stage == stage).count();
    out.sort_by_key(|stage| before(stage));
    out
}

/// `01:20 sent ===== 02:45 arrived ==== 03:15 deciphered`, the lines as long as the delays.
fn way_to_scale(legs: &[&&Pair], width: usize) -> String {
    let clock = |local: Option<LocalTime>| {
        let (hour, minute) = local.map_or((0, 0), LocalTime::hour_minute);
        format!("{hour:02}:{minute:02}")
    };
    let mut labels: Vec<String> = legs
        .iter()
        .map(|p| format!("{} {}", clock(p.begin_local), p.from_stage))
        .collect();
    if let Some(last) = legs.last() {
        let end = last.end_local;
        labels.push(format!("{} {}", clock(end), last.to_stage));
    }
    let delays: Vec<i64> = legs.iter().map(|p| p.nominal.unwrap_or(0).max(0)).collect();
    let total: i64 = delays.iter().sum::<i64>().max(1);
    let taken: usize = labels.iter().map(|l| text::columns(l) + 2).sum::<usize>();
    let room = width.saturating_sub(taken + 2) as i128;
    let mut out = format!("  {}", labels[0]);
    for (label, delay) in labels[1..].iter().zip(&delays) {
        let long = room * i128::from(*delay) / i128::from(total);
        let line = "=".repeat(usize::try_from(long).unwrap_or(0).max(1));
        out.push_str(&format!(" {line} {label}"));
    }
    out
}

/// `84 and 86 min`.
fn span_in_words(low: i64, high: i64) -> String {
    const MINUTE: i64 = 60_000_000;
    match high < 24 * 60 * MINUTE && low % MINUTE == 0 && high % MINUTE == 0 {
        true => format!("{:>3} and {:>3} min", low / MINUTE, high / MINUTE),
        false => format!("{} and {}", human_duration(low), human_duration(high)),
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_lowercase());
    first.into_iter().flatten().chain(chars).collect()
}
