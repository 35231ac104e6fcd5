//! Text for people: widths, clocks, delays.

use super::args::Common;
use crate::model::{
    CivilDate, Event, Instant, LocalTime, Precision, Qualifier, Zone, human_duration,
};
use std::io::IsTerminal;

/// Columns of the text: as asked, those of the terminal, or 80 in a pipe.
pub fn width(common: &Common) -> usize {
    let terminal = || {
        let stdout = std::io::stdout();
        let size = stdout.is_terminal().then(terminal_size::terminal_size);
        size.flatten().map(|(width, _)| usize::from(width.0))
    };
    common.width.or_else(terminal).unwrap_or(80).max(40)
}

/// Columns that a text takes, one for each character.
pub fn columns(text: &str) -> usize {
    text.chars().count()
}

/// A text padded to a number of columns.
pub fn pad(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(columns(text));
    format!("{text}{}", " ".repeat(missing))
}

/// A text cut to a number of columns, with an ellipsis.
pub fn cut(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// Words broken into lines of at most `width` columns, later ones indented.
pub fn wrap(text: &str, width: usize, indent: usize) -> String {
    let mut out = String::new();
    let mut at = 0;
    for word in text.split_whitespace() {
        let long = columns(word);
        if at > 0 && at + 1 + long > width {
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            at = indent;
        } else if at > 0 {
            out.push(' ');
            at += 1;
        }
        out.push_str(word);
        at += long;
    }
    out
}

/// `3 events`, `1 event`.
pub fn count(n: usize, one: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{n} {one}{plural}")
}

/// The local clock of an event as far as it is known: `01:20`, `11 h`, nothing for a day.
pub fn clock(event: &Event, zone: Option<Zone>) -> String {
    let Some(local) = crate::query::local_begin(event, zone) else {
        return String::new();
    };
    let (hour, minute) = local.hour_minute();
    let clock = match event.when.precision {
        Precision::HalfDay => if hour < 12 { "a.m." } else { "p.m." }.to_owned(),
        Precision::Hour => format!("{hour:02} h"),
        p if p < Precision::Minute => {
            let second = local.micros_of_day() / 1_000_000 % 60;
            format!("{hour:02}:{minute:02}:{second:02}")
        }
        Precision::Minute => format!("{hour:02}:{minute:02}"),
        _ => return String::new(),
    };
    match event.when.qualifier {
        Qualifier::Exact => clock,
        Qualifier::Uncertain => format!("{clock}?"),
        Qualifier::Approximate => format!("c. {clock}"),
        Qualifier::Both => format!("c. {clock}?"),
    }
}

/// What stands in place of a clock beside a date that is doubted; nothing beside any other.
pub fn doubt(event: &Event) -> &'static str {
    match event.when.qualifier {
        _ if event.when.precision.has_clock() => "",
        Qualifier::Exact => "",
        Qualifier::Uncertain => "doubtful",
        Qualifier::Approximate => "circa",
        Qualifier::Both => "circa, doubtful",
    }
}

/// The instant in UTC: `3 Nov 22:20Z`; the date left out if the local day is the same.
pub fn utc(at: Instant, local: LocalTime) -> String {
    let utc = Zone::Utc.local(at);
    let (hour, minute) = utc.hour_minute();
    let same = utc.date() == local.date();
    match same {
        true => format!("{hour:02}:{minute:02}Z"),
        false => format!("{} {hour:02}:{minute:02}Z", short_day(utc.date())),
    }
}

/// `3 Nov`.
pub fn short_day(date: CivilDate) -> String {
    let month: String = crate::model::calendar::month_name(date.month())
        .chars()
        .take(3)
        .collect();
    format!("{} {month}", date.day())
}

/// An instant to the minute: `1945-10-28T21:00Z`.
pub fn instant(at: Instant) -> String {
    let text = at.to_string();
    match text.strip_suffix(":00Z") {
        Some(minute) => format!("{minute}Z"),
        None => text,
    }
}

/// What a zone's clock is called on a day: `MSK = UTC+3`.
pub fn zone_label(zone: Zone, at: Instant) -> String {
    let offset = zone.offset_at(at);
    let size = offset.seconds.unsigned_abs();
    let sign = if offset.seconds < 0 { "−" } else { "+" };
    let mut utc = format!("UTC{sign}{}", size / 3600);
    if !size.is_multiple_of(3600) {
        utc.push_str(&format!(":{:02}", size / 60 % 60));
    }
    if offset.seconds == 0 {
        utc = "UTC".into();
    }
    let name = offset.abbreviation;
    let lettered = name.starts_with(|c: char| c.is_ascii_alphabetic());
    match lettered && name != utc {
        true => format!("{name} = {utc}"),
        false => utc,
    }
}

/// A delay as a range: `1 h 25 min` if to the minute, else `12 h to 13 h`.
pub fn delay(shortest: Option<i64>, longest: Option<i64>, nominal: Option<i64>) -> String {
    match (nominal, shortest, longest) {
        (Some(nominal), ..) => human_duration(nominal),
        (None, Some(0), Some(longest)) => format!("up to {}", human_duration(longest)),
        (None, Some(low), Some(high)) => between(low, high),
        (None, Some(low), None) if low > 0 => format!("over {}", human_duration(low)),
        _ => "not known".into(),
    }
}

/// `84 and 86 min`, `12 h and 13 h`, as short as the units allow.
pub fn between(low: i64, high: i64) -> String {
    format!("{} to {}", human_duration(low), human_duration(high))
}

/// A text on one line, without what a terminal would act upon.
pub fn plain(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// Lines broken to a width, each by itself.
pub fn wrapped(lines: &str, width: usize) -> String {
    lines
        .lines()
        .map(|line| wrap(line, width, 0) + "\n")
        .collect()
}

/// `01:20`, or with seconds where there are any.
pub fn hours(local: LocalTime) -> String {
    let (hour, minute) = local.hour_minute();
    match local.micros_of_day() / 1_000_000 % 60 {
        0 => format!("{hour:02}:{minute:02}"),
        second => format!("{hour:02}:{minute:02}:{second:02}"),
    }
}

/// `Moscow` for `Europe/Moscow`.
pub fn zone_city(zone: Zone) -> String {
    let name = zone.to_string();
    name.rsplit('/').next().unwrap_or(&name).replace('_', " ")
}
