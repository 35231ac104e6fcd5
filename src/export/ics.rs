//! A calendar (iCalendar, RFC 5545 and 7986). Lines are written here: the crate `icalendar` folds
//! in quadratic time and gives what has no stamp the present one.
//!
//! Clocks are UTC. An event without a clock is a whole-day entry over the days that it may fill.
//! What the format cannot say of bounds stands in properties of our own (`X-ANNALS-…`).

use super::loss::{Export, Losses};
use super::wall::{Wall, line, title};
use crate::model::instant::SECOND;
use crate::model::{CivilDate, Event, Extent, Instant, OpenEnd, Qualifier};

/// The columns that can be found again in the file.
pub(super) const HELD: [&str; 26] = [
    "event_id",
    "message_id",
    "stage",
    "label",
    "extent",
    "earliest",
    "latest",
    "open",
    "core_begin",
    "core_end",
    "precision",
    "qualifier",
    "edtf",
    "calendar",
    "local_begin",
    "zone",
    "zone_basis",
    "place",
    "sender",
    "recipient",
    "citation",
    "note",
    "tags",
    "as_written",
    "source",
    "line",
];

/// Longest line, in octets, without its break.
const OCTETS: usize = 75;

/// Events as a calendar.
pub(super) fn write(events: &[Event], name: &str) -> Export {
    let mut out = Calendar::default();
    let mut losses = Losses::default();
    out.line("BEGIN:VCALENDAR");
    out.line("VERSION:2.0");
    out.line("PRODID:-//annals//chronology//EN");
    out.line("CALSCALE:GREGORIAN");
    out.text("NAME", name);
    out.text("X-WR-CALNAME", name);
    for event in events {
        entry(event, &mut out, &mut losses);
    }
    out.line("END:VCALENDAR");
    Export {
        bytes: out.0.into_bytes(),
        diagnostics: losses.told("a calendar", &HELD, events),
    }
}

fn entry(event: &Event, out: &mut Calendar, losses: &mut Losses) {
    let when = &event.when;
    let Some(wall) = Wall::of(event) else {
        return losses.left_out("without a date");
    };
    let Some((begin, end)) = times(event, &wall) else {
        return losses.left_out("before the year 1 or after 9999");
    };
    if wall.clock && finer_than_seconds(when.earliest, when.latest) {
        losses.cut("are cut to the second");
    }
    out.line("BEGIN:VEVENT");
    out.text("UID", &event.event_id);
    // The present has no part in it: the same events give the same file.
    out.line("DTSTAMP:19700101T000000Z");
    let kind = if wall.clock { "" } else { ";VALUE=DATE" };
    out.line(&format!("DTSTART{kind}:{begin}"));
    if let Some(end) = end {
        out.line(&format!("DTEND{kind}:{end}"));
    }
    let lead = match (when.extent, wall.begin, wall.end) {
        (_, Some(_), Some(_)) => "",
        (Extent::Moment, Some(_), None) => "not before: ",
        (Extent::Moment, None, _) => "not after: ",
        (Extent::Stretch, Some(_), None) => "from then on: ",
        (Extent::Stretch, None, _) => "until then: ",
    };
    if !lead.is_empty() {
        losses.cut("without a beginning or an end stand at the end that is known");
    }
    let circa = match when.qualifier {
        Qualifier::Approximate | Qualifier::Both => "c. ",
        Qualifier::Exact | Qualifier::Uncertain => "",
    };
    out.text("SUMMARY", &format!("{lead}{circa}{}", title(event)));
    out.text("DESCRIPTION", &description(event));
    out.optional("LOCATION", event.place.as_deref());
    let stage = event.stage.as_ref().map(|s| s.name());
    let categories: Vec<String> = stage
        .into_iter()
        .chain(event.tags.as_deref())
        .map(escaped)
        .collect();
    if !categories.is_empty() {
        out.line(&format!("CATEGORIES:{}", categories.join(",")));
    }
    out.line(match when.qualifier {
        Qualifier::Exact => "STATUS:CONFIRMED",
        _ => "STATUS:TENTATIVE",
    });
    out.line("TRANSP:TRANSPARENT");
    // With a clock the date alone would say less than the times do.
    let edtf = if wall.clock {
        "X-ANNALS-EDTF"
    } else {
        "X-EDTF"
    };
    out.text(edtf, &when.edtf);
    out.optional(
        "X-LOCAL-TIME",
        when.local_begin.map(|l| l.to_string()).as_deref(),
    );
    out.optional("X-TZID", when.zone.map(|z| z.to_string()).as_deref());
    out.text("X-ANNALS-MESSAGE", &event.message_id);
    out.text("X-ANNALS-EXTENT", when.extent.name());
    out.text("X-ANNALS-PRECISION", when.precision.name());
    out.text("X-CERTAINTY", when.qualifier.name());
    out.text("X-ANNALS-CALENDAR", &when.calendar.to_string());
    out.text("X-ANNALS-ZONE-BASIS", when.zone_basis.name());
    let instant = |at: Option<Instant>| at.map(|at| at.to_string());
    out.optional("X-ANNALS-EARLIEST", instant(when.earliest).as_deref());
    out.optional("X-ANNALS-LATEST", instant(when.latest).as_deref());
    let core = when.core.unzip();
    out.optional("X-ANNALS-CORE-BEGIN", instant(core.0).as_deref());
    out.optional("X-ANNALS-CORE-END", instant(core.1).as_deref());
    if when.open != OpenEnd::None {
        out.text("X-ANNALS-OPEN", when.open.name());
    }
    out.text("X-SOURCE", &place_in_source(event));
    out.line("END:VEVENT");
}

/// Beginning and end as the format writes them; `None` outside the years 1 to 9999.
fn times(event: &Event, wall: &Wall) -> Option<(String, Option<String>)> {
    let when = &event.when;
    if wall.clock {
        let begin = when.earliest.or(when.latest.map(|l| l.shifted(-1)))?;
        let end = when.latest.filter(|_| when.earliest.is_some());
        let end = match end {
            // A fraction of a second is rounded up: the entry is never shorter than the event.
            Some(end) => Some(stamp(end.shifted(SECOND - 1))?),
            None => None,
        };
        return Some((stamp(begin)?, end));
    }
    let (begin, end) = match (wall.begin, wall.end) {
        (Some(begin), Some(_)) => (begin.date(), wall.day_after()),
        (Some(begin), None) => (begin.date(), None),
        _ => (wall.last_day()?, None),
    };
    let end = match end {
        Some(end) => Some(day(end.max(begin.plus_days(1)))?),
        None => None,
    };
    Some((day(begin)?, end))
}

fn finer_than_seconds(earliest: Option<Instant>, latest: Option<Instant>) -> bool {
    let ends = earliest.into_iter().chain(latest);
    ends.into_iter()
        .any(|at| at.micros().rem_euclid(SECOND) != 0)
}

fn day(date: CivilDate) -> Option<String> {
    let year = date.year();
    (1..=9999)
        .contains(&year)
        .then(|| format!("{year:04}{:02}{:02}", date.month(), date.day()))
}

fn stamp(at: Instant) -> Option<String> {
    let local = at.at_offset(0);
    let (hour, minute) = local.hour_minute();
    let second = local.micros_of_day() / SECOND % 60;
    Some(format!(
        "{}T{hour:02}{minute:02}{second:02}Z",
        day(local.date())?
    ))
}

/// Words, correspondents, reference and note, a line each.
fn description(event: &Event) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut add = |name: &str, value: Option<&str>| {
        if let Some(value) = value.filter(|v| !v.trim().is_empty()) {
            lines.push(format!("{name}: {}", line(value)));
        }
    };
    add("Written", Some(&event.provenance.as_written));
    add("From", event.sender.as_deref());
    add("To", event.recipient.as_deref());
    add("Reference", event.citation.as_deref());
    add("Note", event.note.as_deref());
    lines.join("\n")
}

fn place_in_source(event: &Event) -> String {
    let source = &event.provenance.source;
    match event.provenance.line {
        0 => source.clone(),
        n => format!("{source}:{n}"),
    }
}

/// `\`, `;`, `,` and line breaks of a text; other control characters are not allowed.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' | '\r' => out.push_str("\\n"),
            '\t' => out.push('\t'),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[derive(Default)]
struct Calendar(String);

impl Calendar {
    fn text(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            self.line(&format!("{name}:{}", escaped(text)));
        }
    }

    fn optional(&mut self, name: &str, text: Option<&str>) {
        self.text(name, text.unwrap_or(""));
    }

    /// Folds after 75 octets, between characters.
    fn line(&mut self, line: &str) {
        let (mut rest, mut room) = (line, OCTETS);
        while rest.len() > room {
            let (first, more) = rest.split_at(rest.floor_char_boundary(room));
            self.0.push_str(first);
            self.0.push_str("\r\n ");
            // The blank that begins a line counts.
            (rest, room) = (more, OCTETS - 1);
        }
        self.0.push_str(rest);
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_by_octets_and_between_characters() {
        let mut out = Calendar::default();
        let text = "Łódź, 東京 — ".repeat(40);
        out.text("SUMMARY", &text);
        for line in out.0.split("\r\n") {
            assert!(line.len() <= OCTETS, "{line}");
        }
        let unfolded = out.0.replace("\r\n ", "");
        assert_eq!(unfolded, format!("SUMMARY:{}\r\n", escaped(&text)));
    }

    #[test]
    fn marks_of_the_format_are_escaped() {
        assert_eq!(escaped("a;b,c\\d\r\ne\x07"), "a\\;b\\,c\\\\d\\ne\u{fffd}");
    }
}
