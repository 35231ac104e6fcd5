//! The links that rest on the words: text, clock, date, stage, message, and what made no event.

use super::{Known, Link};
use crate::model::{Event, Precision};

/// Most dates without an event that are listed.
const ALSO: usize = 12;

pub(super) fn sentence(event: &Event) -> String {
    let mut out = event.label.replacen(": ", " ", 1);
    if let Some(place) = &event.place {
        out.push_str(&format!(", {place}"));
    }
    if let Some(begin) = event.when.local_begin {
        let (hour, minute) = begin.hour_minute();
        let clock = match event.when.precision {
            p if p <= Precision::Minute => format!(", {hour:02}:{minute:02}"),
            Precision::Hour => format!(", {hour:02} h"),
            _ => String::new(),
        };
        let day = match event.when.precision <= Precision::Day {
            true => begin.date().long(),
            false => event.when.edtf.clone(),
        };
        out.push_str(&format!("{clock}, {day}"));
    }
    out
}

pub(super) fn text(event: &Event, known: &Known<'_>) -> Link {
    let words = &event.provenance;
    let column = match known.column {
        0 => String::new(),
        column => format!(":{column}"),
    };
    let mut link = Link::new(
        "text",
        format!(
            "{}:{}{column}, bytes {} to {}",
            words.source, words.line, words.byte_start, words.byte_end
        ),
        "",
    );
    for (number, line) in &known.lines {
        link = link.with(format!("{number} | {line}"));
    }
    if known.lines.is_empty() {
        link = link.with(format!("`{}`", words.as_written));
    }
    link
}

pub(super) fn clock(event: &Event, known: &Known<'_>) -> Option<Link> {
    let begin = event.when.local_begin?;
    if !event.when.precision.has_clock() {
        return None;
    }
    let (hour, minute) = begin.hour_minute();
    let read = format!(
        "{hour:02}:{minute:02}, to the {}",
        event.when.precision.name()
    );
    let line = match &known.clock_words {
        Some(words) => format!("{words} = {read}"),
        None => read,
    };
    Some(Link::new(
        "clock",
        line,
        format!("rule {}", event.provenance.rule),
    ))
}

pub(super) fn date(event: &Event, known: &Known<'_>) -> Option<Link> {
    let begin = event.when.local_begin;
    let day = match (begin, event.when.precision <= Precision::Day) {
        (Some(begin), true) => begin.date().long(),
        _ if event.when.edtf.is_empty() => return Some(Link::new("date", "none", "")),
        _ => event.when.edtf.clone(),
    };
    let ground = match event.when.precision.has_clock() {
        true => String::new(),
        false => format!("rule {}", event.provenance.rule),
    };
    let mut line = day;
    let own = event.provenance.line;
    if let Some((_, at)) = known.date_words.as_ref().filter(|(_, at)| *at != own) {
        line.push_str(&format!(", from line {at} of the same envelope"));
    }
    let mut link = Link::new("date", line, ground);
    let mut more = String::new();
    if let Some((_, true)) = begin.zip(Some(!known.same_day.is_empty())) {
        let lines = &known.same_day;
        let plural = if lines.len() == 1 { "line" } else { "lines" };
        let verb = if lines.len() == 1 { "gives" } else { "give" };
        more.push_str(&format!("{plural} {} {verb} the same day. ", list(lines)));
    }
    if let Some(begin) = begin.filter(|_| event.when.precision <= Precision::Day) {
        let printed = match known.weekday_printed {
            true => "as printed",
            false => "none printed",
        };
        more.push_str(&format!("A {}; {printed}", begin.date().weekday()));
    }
    if !more.is_empty() {
        link = link.with(more);
    }
    Some(odd(link, known, |code| {
        matches!(
            code,
            "weekday-mismatch" | "year-assumed" | "editor-differs" | "scanning-error"
        )
    }))
}

pub(super) fn stage(event: &Event, known: &Known<'_>) -> Option<Link> {
    let stage = event.stage.as_ref()?;
    let line = match &known.stage_words {
        Some(words) => format!("\"{words}\" = {stage}"),
        None => stage.to_string(),
    };
    Some(Link::new("stage", line, "data/stages"))
}

pub(super) fn message(event: &Event, known: &Known<'_>) -> Link {
    let mut line = event.message_id.clone();
    if let Some((number, words)) = &known.message_line {
        line.push_str(&format!(", line {number} \"{words}\""));
    }
    let link = Link::new("message", line, "");
    match (&event.sender, &event.recipient) {
        (Some(from), Some(to)) => link.with(format!("{from} to {to}")),
        (Some(from), None) => link.with(format!("from {from}")),
        (None, Some(to)) => link.with(format!("to {to}")),
        (None, None) => link,
    }
}

pub(super) fn also(known: &Known<'_>) -> Option<Link> {
    let mut lines: Vec<String> = known
        .also
        .iter()
        .take(ALSO)
        .map(|(line, words, what)| format!("line {line}, {words}: {what}"))
        .collect();
    if known.also.len() > ALSO {
        lines.push(format!(
            "and {} more; `annals mentions` lists them",
            known.also.len() - ALSO
        ));
    }
    (!lines.is_empty()).then_some(Link {
        name: "also seen",
        lines,
        ground: String::new(),
    })
}

/// A link with the diagnostics that belong to it.
pub(super) fn odd(mut link: Link, known: &Known<'_>, belongs: impl Fn(&str) -> bool) -> Link {
    for found in known.odd.iter().filter(|d| belongs(d.code.name())) {
        link = link.with(format!(
            "{}[{}]: {}",
            found.severity.name(),
            found.code.name(),
            found.message
        ));
    }
    link
}

/// `3, 23 and 57`; of many the first few.
fn list(numbers: &[u32]) -> String {
    let shown: Vec<String> = numbers.iter().take(6).map(u32::to_string).collect();
    match (shown.split_last(), numbers.len() > 6) {
        (Some(_), true) => format!("{} …", shown.join(", ")),
        (Some((last, [])), _) => last.clone(),
        (Some((last, rest)), _) => format!("{} and {last}", rest.join(", ")),
        (None, _) => String::new(),
    }
}
