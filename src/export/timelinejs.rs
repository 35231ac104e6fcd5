//! TimelineJS 3, as JSON. Source: its documentation of the JSON format.
//!
//! Its dates have a year and what is finer where it is known, no zone, and no year zero: -1 is
//! 1 BCE. The bounds, the doubt and the zone stand in the date that it displays.

use super::loss::{Export, Losses};
use super::wall::{Days, Wall, line, shown, title};
use crate::model::instant::{MINUTE, SECOND};
use crate::model::{CivilDate, Event, LocalTime, Precision};
use serde_json::{Map, Value, json};

pub(super) const HELD: [&str; 15] = [
    "event_id",
    "stage",
    "label",
    "latest",
    "precision",
    "qualifier",
    "edtf",
    "local_begin",
    "zone",
    "place",
    "sender",
    "recipient",
    "citation",
    "note",
    "as_written",
];

/// First and last year that a JavaScript date reaches; beyond, the scale is cosmological.
const HUMAN: std::ops::RangeInclusive<i32> = -271_820..=275_759;

/// Events as slides.
pub(super) fn write(events: &[Event], name: &str) -> Export {
    let mut losses = Losses::default();
    let mut slides = Vec::new();
    let mut cosmological = false;
    for event in events {
        match slide(event, &mut losses, &mut cosmological) {
            Some(slide) => slides.push(slide.to_string()),
            None => losses.left_out("without a date"),
        }
    }
    let title = json!({"text": {"headline": html(name)}});
    let scale = if cosmological {
        "cosmological"
    } else {
        "human"
    };
    let text = format!(
        "{{\"title\":{title},\"scale\":\"{scale}\",\"events\":[\n{}\n]}}\n",
        slides.join(",\n")
    );
    Export {
        bytes: text.into_bytes(),
        diagnostics: losses.told("TimelineJS", &HELD, events),
    }
}

fn slide(event: &Event, losses: &mut Losses, cosmological: &mut bool) -> Option<Value> {
    let wall = Wall::of(event)?;
    let mut out = Map::new();
    let (start, end) = dates(event, &wall)?;
    let years = [Some(&start), end.as_ref()].into_iter().flatten();
    *cosmological |= years
        .filter_map(|d| d.get("year")?.as_i64())
        .any(|y| !HUMAN.contains(&(y as i32)));
    if wall.begin.is_none() || wall.end.is_none() {
        losses.cut("without a beginning or an end stand at the end that is known");
    }
    out.insert("start_date".into(), start);
    if let Some(end) = end {
        out.insert("end_date".into(), end);
    }
    out.insert("display_date".into(), html(&shown(event)).into());
    let mut text = Map::new();
    text.insert("headline".into(), html(&title(event)).into());
    let below = below(event);
    if !below.is_empty() {
        text.insert("text".into(), below.into());
    }
    out.insert("text".into(), text.into());
    if let Some(stage) = &event.stage {
        out.insert("group".into(), html(stage.name()).into());
    }
    out.insert("unique_id".into(), event.event_id.clone().into());
    Some(out.into())
}

/// Start and end. An end that the start's unit covers is left out.
fn dates(event: &Event, wall: &Wall) -> Option<(Value, Option<Value>)> {
    if wall.clock {
        let begin = wall.begin.or_else(|| Some(wall.end?.plus(-1)))?;
        let precision = event.when.precision;
        let unit = match precision {
            Precision::Minute => MINUTE,
            p if p < Precision::Minute => 0,
            _ => SECOND,
        };
        let end = wall
            .end
            .filter(|end| wall.begin.is_some() && end.micros() - begin.micros() > unit);
        return Some((clock(begin, precision), end.map(|e| clock(e, precision))));
    }
    Some(match wall.days() {
        Some(Days::Year(year)) => (json!({"year": year_of(year)}), None),
        Some(Days::Month(year, month)) => (json!({"year": year_of(year), "month": month}), None),
        Some(Days::Day(day)) => (date(day), None),
        Some(Days::Several(first, last)) => (date(first), Some(date(last))),
        None => {
            let known = wall
                .begin
                .map(LocalTime::date)
                .or_else(|| wall.last_day())?;
            (date(known), None)
        }
    })
}

fn date(day: CivilDate) -> Value {
    json!({"year": year_of(day.year()), "month": day.month(), "day": day.day()})
}

fn clock(at: LocalTime, precision: Precision) -> Value {
    let (hour, minute) = at.hour_minute();
    let mut out = date(at.date());
    if let Some(parts) = out.as_object_mut() {
        parts.insert("hour".into(), hour.into());
        parts.insert("minute".into(), minute.into());
        if precision < Precision::Minute {
            let of_second = at.micros_of_day() % SECOND;
            parts.insert("second".into(), (at.micros_of_day() / SECOND % 60).into());
            if of_second > 0 {
                parts.insert("millisecond".into(), (of_second / 1000).into());
            }
        }
    }
    out
}

/// There is no year zero.
fn year_of(astronomical: i32) -> i32 {
    match astronomical {
        year if year > 0 => year,
        year => year - 1,
    }
}

/// What stands below the headline, the reference last.
fn below(event: &Event) -> String {
    let mut parts = Vec::new();
    let mut add = |name: &str, value: Option<&str>| {
        if let Some(value) = value.filter(|v| !v.trim().is_empty()) {
            parts.push(format!("<p>{name}{}</p>", html(value)));
        }
    };
    add("Place: ", event.place.as_deref());
    add("From: ", event.sender.as_deref());
    add("To: ", event.recipient.as_deref());
    add("Written: ", Some(&event.provenance.as_written));
    add("", event.note.as_deref());
    add("", event.citation.as_deref());
    parts.concat()
}

fn html(text: &str) -> String {
    line(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
