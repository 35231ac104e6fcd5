//! Calendars (iCalendar, RFC 5545). Container: crate `icalendar`.
//!
//! Of an event that repeats the first time alone is read, and that is told.

use super::{Content, Input, shown, table};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::error::{Error, Result};
use crate::model::{Cell, Row};
use icalendar::parser::{Component, read_calendar, unfold};
use std::collections::HashMap;

const HEADERS: [&str; 12] = [
    "message",
    "date",
    "as_written",
    "zone",
    "label",
    "place",
    "note",
    "tags",
    "status_ics",
    "url",
    "qualifier",
    "from",
];
/// Deepest nesting of components; a calendar needs three.
const DEPTH: usize = 16;

/// Reads the events of a calendar.
///
/// # Errors
/// A text that is no calendar.
pub(super) fn read(input: &Input, text: &str) -> Result<(Content, Vec<Diagnostic>)> {
    let wrong = |message: String| Error::Format {
        path: input.path.clone(),
        message,
        hint: "a calendar begins with `BEGIN:VCALENDAR`".into(),
    };
    let body = text.trim_start_matches('\u{feff}');
    let starts = starts(body).map_err(wrong)?;
    let unfolded = unfold(body);
    let calendar = read_calendar(&unfolded).map_err(|message| {
        let first = message.lines().next().unwrap_or("").to_owned();
        wrong(format!("it is no calendar ({first})"))
    })?;
    let mut components: Vec<&Component<'_>> = Vec::new();
    for component in &calendar.components {
        match component.name.as_str() {
            // Several calendars in one file.
            "VCALENDAR" => components.extend(&component.components),
            _ => components.push(component),
        }
    }
    let zones: HashMap<String, String> = components
        .iter()
        .filter(|c| c.name == "VTIMEZONE")
        .filter_map(|c| Some((value(c, "TZID")?, value(c, "X-LIC-LOCATION")?)))
        .collect();
    let mut out = table(input);
    out.headers = HEADERS.map(str::to_owned).to_vec();
    let mut diagnostics = Vec::new();
    let events = components
        .into_iter()
        .filter(|c| matches!(c.name.as_str(), "VEVENT" | "VTODO" | "VJOURNAL"));
    for (number, component) in events.enumerate() {
        let (line, byte) = starts.get(number).copied().unwrap_or((0, 0));
        if value(component, "RRULE")
            .or(value(component, "RDATE"))
            .is_some()
        {
            let message = "the event repeats; its first time alone was read".to_owned();
            diagnostics.push(
                Diagnostic::new(
                    Severity::Note,
                    Code::RuleIgnored,
                    &shown(&input.path),
                    message,
                )
                .at(line, 0)
                .hint("have the calendar program write out every time"),
            );
        }
        out.rows.push(row(component, line, byte, &zones));
    }
    Ok((Content::Table(out), diagnostics))
}

/// Line and byte of every event.
///
/// # Errors
/// Components nested so deeply that no calendar is meant.
fn starts(text: &str) -> std::result::Result<Vec<(u32, usize)>, String> {
    let (mut out, mut depth, mut at) = (Vec::new(), 0usize, 0);
    for (number, line) in text.split('\n').enumerate() {
        let upper = line
            .trim_end()
            .get(..12.min(line.trim_end().len()))
            .unwrap_or("");
        let upper = upper.to_ascii_uppercase();
        if upper.starts_with("BEGIN:") {
            depth += 1;
        } else if upper.starts_with("END:") {
            depth = depth.saturating_sub(1);
        }
        if depth > DEPTH {
            return Err(format!(
                "line {}: more than {DEPTH} components are nested",
                number + 1
            ));
        }
        if ["BEGIN:VEVENT", "BEGIN:VTODO", "BEGIN:VJOURN"].contains(&upper.as_str()) {
            out.push((number as u32 + 1, at));
        }
        at += line.len() + 1;
    }
    Ok(out)
}

fn value(component: &Component<'_>, name: &str) -> Option<String> {
    let found = component.find_prop(name)?;
    let text = found.val.clone().unescape_text().as_str().trim().to_owned();
    (!text.is_empty()).then_some(text)
}

fn parameter(component: &Component<'_>, name: &str, parameter: &str) -> Option<String> {
    let found = component.find_prop(name)?;
    let given = found.params.iter().find(|p| p.key == parameter)?;
    Some(given.val.as_ref()?.as_str().trim_matches('"').to_owned())
}

fn row(component: &Component<'_>, line: u32, byte: usize, zones: &HashMap<String, String>) -> Row {
    let of = |name: &str| value(component, name).unwrap_or_default();
    let start = of("DTSTART");
    let begin_name = if start.is_empty() { "DUE" } else { "DTSTART" };
    let begin = of(begin_name);
    let zone = parameter(component, begin_name, "TZID").unwrap_or_default();
    // A name that is in no database may be explained by the calendar itself.
    let zone = zones
        .get(&zone)
        .unwrap_or(&zone)
        .trim_start_matches('/')
        .to_owned();
    let end = of("DTEND");
    let edtf = of("X-EDTF");
    let date = match (edtf.is_empty(), end.is_empty()) {
        (false, _) => edtf,
        (true, false) => span(&begin, &end),
        (true, true) => match value(component, "DURATION").and_then(|d| seconds(&d)) {
            Some(length) if length > 0 => format!("{begin}/+{length}s"),
            _ => begin.clone(),
        },
    };
    let status = of("STATUS");
    let qualifier = if status.eq_ignore_ascii_case("TENTATIVE") {
        "uncertain"
    } else {
        ""
    };
    let organizer = parameter(component, "ORGANIZER", "CN").unwrap_or_else(|| of("ORGANIZER"));
    let written = match end.is_empty() {
        true => begin,
        false => format!("{begin} / {end}"),
    };
    let cells = [
        of("UID"),
        date,
        written,
        zone,
        of("SUMMARY"),
        of("LOCATION"),
        of("DESCRIPTION"),
        of("CATEGORIES"),
        status,
        of("URL"),
        qualifier.to_owned(),
        organizer,
    ];
    Row {
        line,
        cells: cells
            .map(|text| Cell {
                text,
                byte_start: byte as u64,
                byte_end: byte as u64,
            })
            .to_vec(),
    }
}

/// Begin and end; an end that is a day is the first day after.
fn span(begin: &str, end: &str) -> String {
    if begin.contains('T') || end.contains('T') || end.len() != 8 {
        return if begin == end {
            begin.to_owned()
        } else {
            format!("{begin}/{end}")
        };
    }
    let last = crate::notation::iso8601::compact_date(end).map(|d| d.plus_days(-1));
    match last {
        Some(last) if crate::notation::iso8601::compact_date(begin) == Some(last) => {
            begin.to_owned()
        }
        Some(last) => format!("{begin}/{last}"),
        None => format!("{begin}/{end}"),
    }
}

/// Seconds of a duration: `P1W`, `P1DT2H30M`.
fn seconds(text: &str) -> Option<i64> {
    let body = text.trim_start_matches('+').strip_prefix('P')?;
    let (mut total, mut number) = (0i64, 0i64);
    for c in body.chars() {
        let unit = match c {
            '0'..='9' => {
                number = number
                    .checked_mul(10)?
                    .checked_add(i64::from(c as u8 - b'0'))?;
                continue;
            }
            'T' => continue,
            'W' => 604_800,
            'D' => 86_400,
            'H' => 3600,
            'M' => 60,
            'S' => 1,
            _ => return None,
        };
        total = total.checked_add(number.checked_mul(unit)?)?;
        number = 0;
    }
    Some(total)
}
