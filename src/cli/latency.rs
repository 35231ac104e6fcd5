//! `annals latency`: time between the stages of messages.

use super::args::{Common, DataFormat, Latency};
use super::options::{Asked, Setup};
use super::{Voice, output, text};
use crate::error::{Error, Result};
use crate::export;
use crate::latency::{
    Interval, Key, Pair, Status, Summary, Wanted, by_stages, groups, pairs, summaries,
};
use crate::model::{LocalTime, human_duration};
use std::collections::BTreeSet;

pub fn latency(args: &Latency, common: &Common, voice: &Voice) -> Result<u8> {
    let by = keys(&args.by)?;
    let setup = Setup::new(&args.inputs, common)?;
    let asked = Asked::new(&args.question, &setup)?;
    let loaded = setup.load(&args.inputs)?;
    let messages = asked.messages(&loaded)?;
    let events = &messages.events;
    let stages = setup.stages();
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
    let mut delays = pairs(events, &order, &wanted);
    delays.retain(|pair| messages.inside.contains(&pair.from_event_id));
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
    match format {
        DataFormat::Table => output::say(&out)?,
        _ => output::print(&out)?,
    }
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
    let mut out = String::new();
    let mut quantiles = [false; 2];
    for (group, pairs) in groups(delays, by) {
        let names: Vec<&str> = group.iter().map(|(_, value)| value.as_str()).collect();
        let messages: BTreeSet<&str> = pairs.iter().map(|p| p.message_id.as_str()).collect();
        out.push_str(&names.join(", "));
        match (messages.len(), messages.first()) {
            (1, Some(only)) => out.push_str(&one_message(only, &pairs, width)),
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

/// `: 1 message, cable 3523, Sunday 4 November 1945`, its delays and its way to scale.
fn one_message(message: &str, pairs: &[&Pair], width: usize) -> String {
    let day = pairs.iter().filter_map(|p| p.begin_local).min();
    let day = day.map_or(String::new(), |d| {
        format!(", {}", d.date().long_with_weekday())
    });
    let title = super::show::message_title(message);
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
            (Status::Censored, ..) => "no end is known".to_owned(),
            (Status::Impossible, ..) => "impossible: below zero".to_owned(),
            _ => String::new(),
        };
        let share = whole.zip(pair.nominal).map(|(whole, n)| {
            let percent = (i128::from(n) * 100 + i128::from(whole) / 2) / i128::from(whole);
            format!("{percent} %")
        });
        table.push([
            pair.from_stage.clone(),
            pair.to_stage.clone(),
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
fn footer(delays: &[Pair], quantiles: [bool; 2], width: usize) -> String {
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
