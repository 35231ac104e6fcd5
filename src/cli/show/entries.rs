//! The entries of an answer: events under their days, the messages of a day together, several
//! sources of one fact as one entry.

use super::super::text;
use super::facts::Facts;
use crate::model::{DurationRange, Event, Extent, OpenEnd, Precision, Zone};
use crate::query::{Selected, Window, local_begin, local_end};
use std::collections::HashMap;

/// What stands under one heading.
pub struct Block {
    /// The day, month or year.
    pub heading: String,
    /// What the shared clock is called on that day: `MSK = UTC+3`.
    pub clock: String,
    pub groups: Vec<Group>,
}

/// The events of one message under one heading.
pub struct Group {
    /// The message and its correspondents; `None` for facts that belong to none.
    pub title: Option<String>,
    pub rows: Vec<Row>,
    /// File, lines and archive reference of each source.
    pub sources: Vec<String>,
}

/// One event.
pub struct Row {
    pub clock: String,
    pub utc: String,
    pub place: String,
    pub what: String,
    /// Time since the message's entry before.
    pub since: String,
}

/// The entries, in the order of their days.
pub fn blocks(selected: &Selected, zone: Option<Zone>) -> Vec<Block> {
    let events = &selected.events;
    let shared = zone.or_else(|| super::super::window::shared_zone(events.iter()));
    let facts = Facts::of(events);
    let mut order: Vec<usize> = (0..events.len()).filter(|i| facts.is_shown(*i)).collect();
    order.sort_by_key(|i| shelf(&events[*i], zone));
    let mut out: Vec<Block> = Vec::new();
    let mut previous: HashMap<&str, &Event> = HashMap::new();
    let mut at = 0;
    while at < order.len() {
        let first = &events[order[at]];
        let heading = heading_of(first, zone);
        if out.last().is_none_or(|block| block.heading != heading) {
            let clock = shared
                .filter(|_| first.when.precision <= Precision::Day)
                .zip(first.when.earliest)
                .map_or(String::new(), |(zone, at)| text::zone_label(zone, at));
            out.push(Block {
                heading: heading.clone(),
                clock,
                groups: Vec::new(),
            });
        }
        let same = |i: &&usize| {
            let event = &events[**i];
            event.message_id == first.message_id && heading_of(event, zone) == heading
        };
        let group: Vec<usize> = order[at..].iter().take_while(same).copied().collect();
        at += group.len();
        let rows = group.iter().map(|i| {
            let row = row(&events[*i], selected.certain[*i], zone, &mut previous);
            match facts.disagrees(*i) {
                true => Row {
                    what: format!("{} (sources disagree)", row.what),
                    ..row
                },
                false => row,
            }
        });
        let rows: Vec<Row> = rows.collect();
        let told: Vec<&Event> = group
            .iter()
            .flat_map(|i| facts.told_by(*i))
            .map(|i| &events[i])
            .collect();
        if let Some(block) = out.last_mut() {
            block.groups.push(Group {
                title: title(first, &told),
                rows,
                sources: sources(&told),
            });
        }
    }
    out
}

/// Where an event stands: by its day, what has a clock first, undated events last.
fn shelf(event: &Event, zone: Option<Zone>) -> (bool, Option<i64>, bool, Option<i64>) {
    let begin = local_begin(event, zone);
    let coarse = !event.when.precision.has_clock();
    (
        begin.is_none(),
        begin.map(|b| b.date().days()),
        coarse,
        event
            .when
            .earliest
            .or(event.when.latest)
            .map(|e| e.micros()),
    )
}

/// The day, month or year under which an event stands; of what lasted, its days.
fn heading_of(event: &Event, zone: Option<Zone>) -> String {
    let begin = local_begin(event, zone).map(|b| b.date());
    let last = local_end(event, zone).map(|e| e.plus(-1).date());
    let lasted = event.when.extent == Extent::Stretch;
    let (first, last) = match (begin, last) {
        (Some(first), Some(last)) => (first, last),
        (Some(first), None) => {
            let day = first.long_with_weekday();
            return match (lasted, event.when.open) {
                (true, OpenEnd::End | OpenEnd::Both) => format!("From {day} on, with no end"),
                (true, _) => format!("From {day} on, end not known"),
                (false, _) => format!("Not before {day}"),
            };
        }
        (None, Some(last)) => {
            let day = last.long_with_weekday();
            return match (lasted, event.when.open) {
                (true, OpenEnd::Begin | OpenEnd::Both) => format!("Up to {day}, with no beginning"),
                (true, _) => format!("Up to {day}, beginning not known"),
                (false, _) => format!("Not after {day}"),
            };
        }
        (None, None) => return "Undated".to_owned(),
    };
    if lasted && first != last {
        return Window::days(Some(first), Some(last)).words;
    }
    let month = crate::model::calendar::month_name(first.month());
    let year = crate::model::calendar::year_name(first.year());
    match event.when.precision {
        p if p <= Precision::Day && (first == last || p.has_clock()) => first.long_with_weekday(),
        p if p <= Precision::Day => format!("Between {} and {}", first.long(), last.long()),
        Precision::Week => format!("Week of {}", first.long()),
        Precision::Month if first.month() == last.month() => {
            format!("{month} {year}, day not known")
        }
        Precision::Season | Precision::Quarter | Precision::Half => {
            match part_of_year(&event.when.edtf) {
                Some(part) => format!("{part} {year}, from {month}"),
                None => format!("Between {} and {}", first.long(), last.long()),
            }
        }
        Precision::Year if first.year() == last.year() => format!("{year}, month not known"),
        _ => format!("Between {} and {}", first.long(), last.long()),
    }
}

/// A season, quarter or half in words, by EDTF's number; `None` of anything else. A winter that
/// lies in two years is told by its days.
fn part_of_year(edtf: &str) -> Option<&'static str> {
    let (_, number) = edtf.trim_end_matches(['?', '~', '%']).rsplit_once('-')?;
    Some(match number {
        "21" => "Spring",
        "22" => "Summer",
        "23" => "Autumn",
        "33" => "First quarter of",
        "34" => "Second quarter of",
        "35" => "Third quarter of",
        "36" => "Last quarter of",
        "40" => "First half of",
        "41" => "Second half of",
        _ => return None,
    })
}

/// The message and its correspondents, by whichever source names them.
fn title(event: &Event, told: &[&Event]) -> Option<String> {
    event.stage.as_ref()?;
    let message = super::message_title(&event.message_id);
    let from = told.iter().find_map(|e| e.sender.as_ref());
    let to = told.iter().find_map(|e| e.recipient.as_ref());
    let title = match (from, to) {
        (Some(from), Some(to)) => format!("{message}  {from} to {to}"),
        (Some(from), None) => format!("{message}  from {from}"),
        (None, Some(to)) => format!("{message}  to {to}"),
        (None, None) => message,
    };
    Some(text::plain(&title))
}

fn row<'a>(
    event: &'a Event,
    certain: bool,
    zone: Option<Zone>,
    previous: &mut HashMap<&'a str, &'a Event>,
) -> Row {
    let mark = if certain { "" } else { "? " };
    let begin = local_begin(event, zone);
    let utc = match (event.when.earliest, begin, event.when.precision.has_clock()) {
        (Some(at), Some(local), true) if event.when.zone.is_some() => {
            format!("[{}]", text::utc(at, local))
        }
        (Some(_), Some(_), true) => "[zone not known]".to_owned(),
        _ => String::new(),
    };
    let what = match (&event.stage, event.label.split_once(": ")) {
        (Some(_), Some((_, what))) => what.to_owned(),
        (Some(stage), None) if event.label.is_empty() => stage.to_string(),
        _ => event.label.clone(),
    };
    let since = match (previous.get(event.message_id.as_str()), &event.stage) {
        (Some(before), Some(_)) if before.fact_id != event.fact_id => since(before, event),
        _ => String::new(),
    };
    if event.stage.is_some() {
        previous.insert(&event.message_id, event);
    }
    Row {
        clock: format!("{mark}{}{}", text::clock(event, zone), text::doubt(event)),
        utc,
        place: text::plain(event.place.as_deref().unwrap_or("")),
        what: text::plain(&what),
        since,
    }
}

/// `+ 1 h 25 min`: the time since the message's entry before.
fn since(before: &Event, event: &Event) -> String {
    let (Some(a), Some(b)) = (before.when.bounds(), event.when.bounds()) else {
        return String::new();
    };
    let exact = [before, event]
        .iter()
        .all(|e| e.when.precision.is_minute_or_finer() && e.when.zone.is_some());
    let delay = DurationRange::between(a, b);
    let nominal = match (exact, a.earliest(), b.earliest()) {
        (true, Some(a), Some(b)) => Some(b.micros() - a.micros()),
        _ => None,
    };
    match (nominal, delay.longest) {
        (Some(n), _) if n < 0 => "before it was sent".into(),
        (None, Some(longest)) if longest <= 0 => "before it was sent".into(),
        _ => {
            let shortest = delay.shortest.map(|s| s.max(0));
            format!("+ {}", text::delay(shortest, delay.longest, nominal))
        }
    }
}

/// `cable-3523.txt, lines 7 to 9; RGASPI, f. 558` for each file and reference.
fn sources(events: &[&Event]) -> Vec<String> {
    let mut found: Vec<(&str, Option<&str>, u32, u32)> = Vec::new();
    for event in events {
        let (source, citation) = (event.provenance.source.as_str(), event.citation.as_deref());
        let line = event.provenance.line;
        match found.iter_mut().find(|f| (f.0, f.1) == (source, citation)) {
            Some((_, _, low, high)) => (*low, *high) = ((*low).min(line), (*high).max(line)),
            None => found.push((source, citation, line, line)),
        }
    }
    let shown = found.into_iter().map(|(source, citation, low, high)| {
        let lines = match (low, high) {
            (0, 0) => String::new(),
            (a, b) if a == b => format!(", line {a}"),
            (a, b) => format!(", lines {a} to {b}"),
        };
        let citation = citation.map_or(String::new(), |c| format!("; {c}"));
        text::plain(&format!("{source}{lines}{citation}"))
    });
    shown.collect()
}
