//! `annals latency`: time between the stages of messages.

use super::args::{Common, DataFormat, Latency};
use super::options::{self, Asked};
use super::{Voice, output, text};
use crate::error::{Error, Result};
use crate::export;
use crate::extract::Stages;
use crate::latency::{Interval, Key, Pair, Status, Summary, Wanted, pairs, summaries};
use crate::model::human_duration;

pub fn latency(args: &Latency, common: &Common, voice: &Voice) -> Result<u8> {
    let stages = Stages::bundled();
    let by = keys(&args.by)?;
    let asked = Asked::new(&args.question)?;
    let loaded = options::load(&args.inputs, common)?;
    let events = asked.answer(&loaded)?.events;
    let known = |wanted: &Option<String>| -> Result<Option<String>> {
        let Some(name) = wanted else {
            return Ok(None);
        };
        let stage = stages.named(name).map(|s| s.name().to_owned());
        let stage = stage.unwrap_or_else(|| name.clone());
        let has = events
            .iter()
            .any(|e| e.stage.as_ref().is_some_and(|s| s.name() == stage));
        if !has {
            let names: std::collections::BTreeSet<&str> = events
                .iter()
                .filter_map(|e| e.stage.as_ref().map(|s| s.name()))
                .collect();
            let names: Vec<&str> = names.into_iter().collect();
            return Err(Error::request(
                format!("no event has the stage `{name}`"),
                format!("the inputs have {}", names.join(", ")),
            ));
        }
        Ok(Some(stage))
    };
    let wanted = Wanted {
        from: known(&args.from)?,
        to: known(&args.to)?,
    };
    let order: Vec<&str> = stages.names().collect();
    let delays = pairs(&events, &order, &wanted);
    let format = match (args.format.json, args.format.format) {
        (true, _) => DataFormat::Ndjson,
        (false, format) => format.unwrap_or(DataFormat::Table),
    };
    let refused = |e: csv::Error| Error::request(e.to_string(), "");
    let width = text::width(common);
    let out = match (format, args.pairs) {
        (DataFormat::Table, true) => pairs_text(&delays, width),
        (DataFormat::Table, false) => summary_text(&delays, &by, width),
        (DataFormat::Ndjson, true) => export::pairs_ndjson(&delays),
        (DataFormat::Csv, true) => export::pairs_csv(&delays).map_err(refused)?,
        (DataFormat::Ndjson, false) => export::summaries_ndjson(&summaries(&delays, &by)),
        (DataFormat::Csv, false) => {
            export::summaries_csv(&summaries(&delays, &by)).map_err(refused)?
        }
        (DataFormat::Parquet, _) => {
            return Err(Error::request(
                "delays are not written as Parquet",
                "use `--format ndjson` or `--format csv`",
            ));
        }
    };
    output::print(&out)?;
    Ok(voice.report(&loaded))
}

fn keys(names: &[String]) -> Result<Vec<Key>> {
    if names.is_empty() {
        return Ok(vec![Key::Route]);
    }
    names
        .iter()
        .map(|name| {
            name.parse()
                .map_err(|message: String| Error::request(message, ""))
        })
        .collect()
}

/// The delays of each group, for people.
pub fn summary_text(delays: &[Pair], by: &[Key], width: usize) -> String {
    if delays.is_empty() {
        return "No message has two stages with a date, so there is no delay.\n".to_owned();
    }
    let found = summaries(delays, by);
    let mut out = String::new();
    let mut last: Option<&[(String, String)]> = None;
    for summary in &found {
        if last != Some(&summary.group) {
            if last.is_some() {
                out.push('\n');
            }
            out.push_str(&group_heading(summary, delays, by));
            out.push('\n');
        }
        last = Some(&summary.group);
        if summary.n() == 1 {
            let single = delays.iter().find(|d| {
                summaries(std::slice::from_ref(*d), by)[0].group == summary.group
                    && d.from_stage == summary.from_stage
                    && d.to_stage == summary.to_stage
            });
            if let Some(pair) = single {
                out.push_str(&single_line(pair));
            }
        } else {
            out.push_str(&summary_block(summary));
        }
    }
    out.push('\n');
    out.push_str(&footer(delays, &found, width));
    out
}

fn group_heading(summary: &Summary, delays: &[Pair], by: &[Key]) -> String {
    let names: Vec<&str> = summary.group.iter().map(|(_, v)| v.as_str()).collect();
    let messages: std::collections::BTreeSet<&str> = delays
        .iter()
        .filter(|d| summaries(std::slice::from_ref(*d), by)[0].group == summary.group)
        .map(|d| d.message_id.as_str())
        .collect();
    let mut out = format!(
        "{}: {}",
        names.join(", "),
        text::count(messages.len(), "message")
    );
    if let (1, Some(only)) = (messages.len(), messages.first()) {
        out.push_str(&format!(", {only}"));
    }
    out
}

/// `sent → arrived   1 h 25 min   (84 min to 86 min)`.
fn single_line(pair: &Pair) -> String {
    let stages = format!("{} to {}", pair.from_stage, pair.to_stage);
    let delay = text::delay(pair.shortest, pair.longest, pair.nominal);
    let bounds = match (pair.status, pair.shortest, pair.longest) {
        (Status::Measured, Some(low), Some(high)) => {
            format!("certainly between {} and {}", minutes(low), minutes(high))
        }
        (Status::Censored, ..) => "no end is known".to_owned(),
        (Status::Impossible, ..) => "impossible: it ends before it begins".to_owned(),
        _ => String::new(),
    };
    let line = format!(
        "  {}  {}  {bounds}",
        text::pad(&stages, 24),
        text::pad(&delay, 12)
    );
    format!("{}\n", line.trim_end())
}

fn minutes(micros: i64) -> String {
    match micros < 10 * 3_600_000_000 {
        true => format!("{} min", micros / 60_000_000),
        false => human_duration(micros),
    }
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

fn interval_text(interval: Interval) -> String {
    match interval.high {
        Some(high) if human_duration(high) == human_duration(interval.low) => human_duration(high),
        Some(high) => text::between(interval.low, high),
        None => format!("at least {}", human_duration(interval.low)),
    }
}

/// Totals by status, the impossible ones by name, and how the numbers are to be read.
fn footer(delays: &[Pair], found: &[Summary], width: usize) -> String {
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
            "impossible: {} from {} to {}: {} at least; the print or a clock is wrong\n",
            pair.message_id,
            pair.from_stage,
            pair.to_stage,
            human_duration(pair.longest.unwrap_or(0)),
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
    if found.iter().any(|s| s.median.is_some()) {
        notes.push("Quantiles by type 7, of the delays with two known ends.");
    }
    if found.iter().any(|s| s.median.is_none()) {
        notes.push("No quantiles for fewer than 5 delays.");
    }
    notes.push("Every delay: --pairs");
    for note in notes {
        out.push_str(&text::wrap(note, width, 0));
        out.push('\n');
    }
    out
}

/// A line per delay.
fn pairs_text(delays: &[Pair], width: usize) -> String {
    let mut out = String::new();
    let widest = |of: fn(&Pair) -> String| delays.iter().map(|d| text::columns(&of(d))).max();
    let message = |d: &Pair| d.message_id.clone();
    let stages = |d: &Pair| format!("{} to {}", d.from_stage, d.to_stage);
    let (first, second) = (widest(message).unwrap_or(0), widest(stages).unwrap_or(0));
    for pair in delays {
        let delay = match pair.status {
            Status::Impossible => {
                format!("below zero, {}", human_duration(pair.longest.unwrap_or(0)))
            }
            Status::Censored => "no end known".to_owned(),
            _ => text::delay(pair.shortest, pair.longest, pair.nominal),
        };
        let line = format!(
            "{}  {}  {}  {delay}",
            text::pad(&message(pair), first),
            text::pad(&stages(pair), second),
            text::pad(pair.status.name(), 10),
        );
        out.push_str(&text::cut(&line, width));
        out.push('\n');
    }
    out.push_str(&format!("{}\n", text::count(delays.len(), "delay")));
    out
}
