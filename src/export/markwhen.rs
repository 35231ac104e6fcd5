//! Markwhen. Source: its documentation and grammar.
//!
//! Clocks are UTC, days those of the event's own calendar on the wall. Years before the common era
//! are years alone there: months, days and clocks of them are lost.

use super::loss::{Export, Losses};
use super::wall::{Days, Wall, line, title};
use crate::model::instant::SECOND;
use crate::model::{CivilDate, Event, Instant, OpenEnd, Qualifier};

pub(super) const HELD: [&str; 18] = [
    "event_id",
    "message_id",
    "stage",
    "label",
    "earliest",
    "latest",
    "open",
    "precision",
    "qualifier",
    "edtf",
    "local_begin",
    "zone",
    "place",
    "sender",
    "recipient",
    "citation",
    "source",
    "line",
];

/// Events, a line each with properties below.
pub(super) fn write(events: &[Event], name: &str) -> Export {
    let mut losses = Losses::default();
    let mut out = format!("---\ntitle: {}\ntimezone: UTC\n---\n", quoted(name));
    for event in events {
        let Some(wall) = Wall::of(event) else {
            losses.left_out("without a date");
            continue;
        };
        let Some(range) = range(event, &wall, &mut losses) else {
            losses.left_out("before 99,999 BCE or after 9999");
            continue;
        };
        out.push_str(&entry(event, &range));
    }
    Export {
        bytes: out.into_bytes(),
        diagnostics: losses.told("Markwhen", &HELD, events),
    }
}

fn entry(event: &Event, range: &str) -> String {
    let when = &event.when;
    let circa = match when.qualifier {
        Qualifier::Approximate | Qualifier::Both => "c. ",
        Qualifier::Exact | Qualifier::Uncertain => "",
    };
    let mut out = format!("\n{range}: {circa}{}\n", words(&title(event)));
    let mut property = |key: &str, value: &str| {
        if !value.is_empty() {
            out.push_str(&format!("{key}: {}\n", quoted(value)));
        }
    };
    property("id", &event.event_id);
    property("message", &event.message_id);
    property("stage", event.stage.as_ref().map_or("", |s| s.name()));
    property("edtf", &when.edtf);
    let instant = |at: Option<Instant>| at.map_or(String::new(), |at| at.to_string());
    property("earliest", &instant(when.earliest));
    property("latest", &instant(when.latest));
    if when.open != OpenEnd::None {
        property("open", when.open.name());
    }
    property("precision", when.precision.name());
    property("certainty", when.qualifier.name());
    property(
        "local",
        &when.local_begin.map_or(String::new(), |l| l.to_string()),
    );
    property("zone", &when.zone.map_or(String::new(), |z| z.to_string()));
    property("place", event.place.as_deref().unwrap_or(""));
    property("from", event.sender.as_deref().unwrap_or(""));
    property("to", event.recipient.as_deref().unwrap_or(""));
    property("citation", event.citation.as_deref().unwrap_or(""));
    let source = &event.provenance.source;
    property(
        "source",
        &match event.provenance.line {
            0 => source.clone(),
            n => format!("{source}:{n}"),
        },
    );
    out
}

/// The date or range that begins a line.
fn range(event: &Event, wall: &Wall, losses: &mut Losses) -> Option<String> {
    let when = &event.when;
    if wall.begin.is_none() || wall.end.is_none() {
        losses.cut("without a beginning or an end stand at the end that is known");
    }
    let first = wall.begin.map(|b| b.date()).or_else(|| wall.last_day())?;
    let last = match (wall.begin, wall.end) {
        (Some(_), Some(_)) => wall.last_day()?.max(first),
        _ => first,
    };
    if first.year() < 1 {
        if wall.clock || !matches!(wall.days(), Some(Days::Year(_))) {
            losses.cut("before the common era are cut to years");
        }
        return years(first.year(), last.year());
    }
    if last.year() > 9999 {
        return None;
    }
    if wall.clock {
        let begin = when.earliest.or(when.latest.map(|l| l.shifted(-1)))?;
        let end = when
            .latest
            .filter(|_| when.earliest.is_some())
            .unwrap_or(begin.shifted(SECOND));
        return Some(format!(
            "{} - {}",
            stamp(begin),
            stamp(end.shifted(SECOND - 1))
        ));
    }
    Some(match wall.days() {
        Some(Days::Year(year)) => format!("{year:04}"),
        Some(Days::Month(year, month)) => format!("{year:04}-{month:02}"),
        Some(Days::Several(first, last)) => format!("{} / {}", day(first), day(last)),
        Some(Days::Day(_)) | None => day(first),
    })
}

fn years(first: i32, last: i32) -> Option<String> {
    let shown = |year: i32| match year > 0 {
        true => format!("{year} CE"),
        false => format!("{} BCE", 1 - i64::from(year)),
    };
    let fits = first > -99_999 && last <= 9999;
    fits.then(|| match first == last {
        true => shown(first),
        false => format!("{} - {}", shown(first), shown(last)),
    })
}

fn day(date: CivilDate) -> String {
    date.to_string()
}

/// To the second.
fn stamp(at: Instant) -> String {
    at.shifted(-at.micros().rem_euclid(SECOND)).to_string()
}

/// A title in one line, without marks of tags, links and dates.
fn words(text: &str) -> String {
    line(text)
        .replace('#', "\u{ff03}")
        .replace('[', "(")
        .replace(']', ")")
}

/// A value of YAML, in double quotes.
fn quoted(text: &str) -> String {
    // Its parser takes a `#` for a tag wherever it stands.
    super::ndjson::quoted(&line(text)).replace('#', "\\u0023")
}
