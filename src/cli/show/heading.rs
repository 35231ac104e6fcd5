//! The window understood, and what the answer leaves out.

use super::super::asked::{Answer, Asked};
use super::super::{text, window};
use super::facts::Facts;
use crate::model::{Instant, InstantRange, Relation, Zone};
use crate::query::{Selected, Span, WeekStart, Window};

/// The window in words and instants, and how many events are in it, certainly or perhaps.
pub fn heading(answer: &Answer, asked: &Asked<'_>) -> String {
    let Some(window) = &answer.window else {
        return String::new();
    };
    let selected = &answer.selected;
    let zone = asked
        .zone
        .or_else(|| window::shared_zone(selected.events.iter()));
    let mut out = understood(window, zone);
    out.push_str(&counted(selected, window, asked));
    out.push('\n');
    if let Some(event) = &window.beside {
        out.push_str(&format!("the event: {event}\n"));
    }
    out
}

/// The first lines: words, clock, instants.
fn understood(window: &Window, zone: Option<Zone>) -> String {
    let between = |range: InstantRange| match (range.earliest(), range.latest()) {
        (Some(a), Some(b)) => format!("{} to {}. ", text::instant(a), text::instant(b)),
        (Some(a), None) => format!("From {} on. ", text::instant(a)),
        (None, Some(b)) => format!("Before {}. ", text::instant(b)),
        (None, None) => String::new(),
    };
    match window.span {
        Span::Days(..) => {
            let clock = match zone {
                Some(zone) => format!("{} clock", text::zone_city(zone)),
                None => "by each place's own clock".to_owned(),
            };
            let instants = zone
                .and_then(|z| window.instants(z))
                .map_or(String::new(), between);
            format!("{}, {clock}\n{instants}", window.title())
        }
        Span::EachYear { .. } => match zone {
            Some(zone) => format!("{}, {} clock\n", window.title(), text::zone_city(zone)),
            None => format!("{}, by each place's own clock\n", window.title()),
        },
        Span::Instants(range) => {
            let zone = zone.or(window.clock).unwrap_or(Zone::Utc);
            let told = in_words(range, zone);
            let period = window
                .name
                .as_ref()
                .map_or(String::new(), |n| format!("{n}: "));
            let clock = text::zone_city(zone);
            format!("{period}{told}, {clock} clock\n{}", between(range))
        }
        Span::Around { center, .. } => {
            let instants = window.instants(Zone::Utc).map_or(String::new(), between);
            let width = center.earliest().zip(center.latest());
            let exact = width.is_some_and(|(a, b)| b.micros() - a.micros() <= 60_000_000);
            let doubt = match exact {
                true => "",
                false => ", which is not known to the minute",
            };
            format!("{}{doubt}\n{instants}", window.title())
        }
    }
}

/// `Sunday 4 November 1945 01:30 to 03:00`, by the clock of a zone; the same day is not said twice.
fn in_words(range: InstantRange, zone: Zone) -> String {
    let told = |at: Instant| {
        let local = zone.local(at);
        (local.date().long_with_weekday(), text::hours(local))
    };
    match (range.earliest().map(told), range.latest().map(told)) {
        (Some((day, from)), Some((same, to))) if day == same => format!("{day} {from} to {to}"),
        (Some((day, from)), Some((last, to))) => format!("{day} {from} to {last} {to}"),
        (Some((day, from)), None) => format!("from {day} {from} on"),
        (None, Some((day, to))) => format!("before {day} {to}"),
        (None, None) => "all time".to_owned(),
    }
}

fn counted(selected: &Selected, window: &Window, asked: &Asked<'_>) -> String {
    let facts = Facts::of(&selected.events);
    let shown = |certain: bool| {
        let all = selected.certain.iter().enumerate();
        all.filter(|(i, c)| facts.is_shown(*i) && **c == certain)
            .count()
    };
    let (certain, perhaps) = (shown(true), shown(false));
    let so = match asked.relation {
        Some(relation) => format!(" {}", related(relation)),
        None => format!(" {}", inside(window)),
    };
    let mut out = match (certain, perhaps) {
        (0, 0) => format!("No event{so}."),
        (1, 0) => format!("1 event, certainly{so}."),
        (n, 0) => format!("{n} events, all certainly{so}."),
        (0, 1) => format!("1 event, perhaps{so} (marked ?)."),
        (0, n) => format!("{n} events, all perhaps{so} (marked ?)."),
        (n, m) => format!(
            "{}: {n} certainly{so}, {m} perhaps (marked ?).",
            text::count(n + m, "event")
        ),
    };
    let records = selected.events.len();
    if records > certain + perhaps {
        out.push_str(&format!(" Told by {records} records."));
    }
    out
}

/// Where events are that belong to the window: `in this week`.
fn inside(window: &Window) -> &'static str {
    match window.span {
        Span::Days(Some(a), Some(b)) if b.days() - a.days() == 7 => "in this week",
        Span::Days(Some(a), Some(b)) if b.days() - a.days() == 1 => "on this day",
        Span::EachYear { .. } => "on this day",
        Span::Around { .. } => "so near",
        _ => "in this window",
    }
}

/// Where events are that lie so to the window: `before it`.
fn related(relation: Relation) -> &'static str {
    match relation {
        Relation::Before => "before it",
        Relation::Meets => "meeting it",
        Relation::Overlaps => "overlapping it",
        Relation::Starts => "starting it",
        Relation::During => "during it",
        Relation::Finishes => "finishing it",
        Relation::Equals => "equal to it",
        Relation::FinishedBy => "finished by it",
        Relation::Contains => "containing it",
        Relation::StartedBy => "started by it",
        Relation::OverlappedBy => "overlapped by it",
        Relation::MetBy => "met by it",
        Relation::After => "after it",
    }
}

/// What the answer does not show.
pub fn left_out(answer: &Answer, asked: &Asked<'_>) -> String {
    let Some(window) = &answer.window else {
        return match answer.selected.events.is_empty() {
            true => "No event answers this.".to_owned(),
            false => String::new(),
        };
    };
    let selected = &answer.selected;
    let perhaps = selected.certain.iter().any(|c| !c);
    let place = match asked.relation {
        Some(relation) => related(relation),
        None => inside(window),
    };
    let mut out = match selected.events.is_empty() {
        true => format!("Nothing {place}"),
        false => format!("Nothing else {place}"),
    };
    match (selected.perhaps, perhaps) {
        (0, false) if asked.relation.is_none() => {
            out.push_str("; nothing that might belong to it.");
        }
        (0, false) => out.push_str("; nothing that might be."),
        (0, true) => out.push('.'),
        (n, _) => out.push_str(&format!("; {n} perhaps: --match possible.")),
    }
    if selected.outside > 0 {
        let other = match asked.relation {
            Some(_) => "otherwise",
            None => "outside",
        };
        out.push_str(&format!(
            " {} {other}.",
            text::count(selected.outside, "event")
        ));
    }
    match selected.undated.as_slice() {
        [] => {}
        undated => {
            let mut names: Vec<&str> = undated
                .iter()
                .take(3)
                .map(|e| e.event_id.as_str())
                .collect();
            if undated.len() > 3 {
                names.push("…");
            }
            out.push_str(&format!(
                " {} without a date might belong anywhere: {}.",
                text::count(undated.len(), "event"),
                names.join(", ")
            ));
        }
    }
    out.trim_start().to_owned()
}

/// Where the last day of an ISO week begins another week.
pub fn sunday_note(window: &Window, asked: &Asked<'_>) -> Option<String> {
    let Span::Days(Some(first), Some(end)) = window.span else {
        return None;
    };
    let is_week = end.days() - first.days() == 7 && window.words.contains("ISO week");
    if !is_week || asked.week_start == WeekStart::Sunday {
        return None;
    }
    let last = end.plus_days(-1);
    let other = Window::week_of(last, WeekStart::Sunday);
    Some(format!(
        "note: {} is the last day of this week. Its Sunday week ({}): --week-start sunday",
        last.long_with_weekday(),
        other.words
    ))
}
