//! `annals show`: what happened, when, by which source.

use super::args::{Common, DataFormat, Show};
use super::options::{Asked, Setup};
use super::{Voice, extract, output, text};
use crate::error::Result;
use crate::model::{CivilDate, DurationRange, Event, Precision, Zone};
use crate::query::{Selected, Span, WeekStart, Window, local_begin};
use std::collections::HashMap;

pub fn show(args: &Show, common: &Common, voice: &Voice) -> Result<u8> {
    let setup = Setup::new(&args.inputs, common)?;
    let asked = Asked::new(&args.question, &setup)?;
    let loaded = setup.load(&args.inputs)?;
    let selected = asked.answer(&loaded)?;
    let format = match (args.format.json, args.format.format) {
        (true, _) => DataFormat::Ndjson,
        (false, format) => format.unwrap_or(DataFormat::Table),
    };
    if format == DataFormat::Table {
        let width = text::width(common);
        output::say(&answer(&selected, &asked, width))?;
    } else {
        eprint!("{}", heading(&selected, &asked));
        let bytes = extract::bytes(&selected.events, format)?;
        output::print(&String::from_utf8_lossy(&bytes))?;
    }
    Ok(voice.report(&loaded))
}

/// The whole answer: the window understood, the days, and what is left out.
fn answer(selected: &Selected, asked: &Asked, width: usize) -> String {
    let mut out = heading(selected, asked);
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(&days(selected, asked.zone, width));
    if let Some(window) = &asked.window {
        if !selected.events.is_empty() {
            out.push('\n');
        }
        out.push_str(&left_out(selected));
        if let Some(note) = sunday_note(window, asked) {
            out.push_str(&text::wrap(&note, width, 6));
            out.push('\n');
        }
    } else if selected.events.is_empty() {
        out.push_str("No event answers this.\n");
    }
    out
}

/// The window in words and instants, and how many events are in it, certainly or perhaps.
fn heading(selected: &Selected, asked: &Asked) -> String {
    let Some(window) = &asked.window else {
        return String::new();
    };
    let zone = asked.zone.or_else(|| shared_zone(&selected.events));
    let clock = match (window.span, zone, asked.zone) {
        (Span::Instants(_), ..) => String::new(),
        (_, Some(zone), _) => format!(", {} clock", zone_city(zone)),
        (_, None, _) => ", by each place's own clock".to_owned(),
    };
    let mut out = format!("{}{clock}\n", window.words);
    let instants = zone.and_then(|z| window.instants(z));
    if let Some(range) = instants.filter(|_| !matches!(window.span, Span::Instants(_))) {
        let edge = |at: Option<crate::model::Instant>| at.map_or("..".into(), text::instant);
        out.push_str(&format!(
            "{} to {}. ",
            edge(range.earliest()),
            edge(range.latest())
        ));
    }
    let total = selected.events.len();
    let certain = selected.certain.iter().filter(|c| **c).count();
    let noun = if matches!(window.span, Span::Days(Some(a), Some(b)) if b.days() - a.days() == 7) {
        "week"
    } else {
        "window"
    };
    out.push_str(&match (total, total - certain) {
        (0, _) => format!("No event in this {noun}.\n"),
        (1, 0) => format!("1 event, certainly in this {noun}.\n"),
        (n, 0) => format!("{n} events, all certainly in this {noun}.\n"),
        (n, perhaps) => format!(
            "{}: {certain} certainly in this {noun}, {perhaps} perhaps (marked ?).\n",
            text::count(n, "event")
        ),
    });
    out
}

/// What the answer does not show.
fn left_out(selected: &Selected) -> String {
    let perhaps = selected.certain.iter().any(|c| !c);
    let mut out = match (selected.outside, perhaps) {
        (0, false) => "Nothing else in the inputs; nothing that might belong here.".to_owned(),
        (0, true) => "Nothing else in the inputs.".to_owned(),
        (n, _) => format!("{} outside.", text::count(n, "event")),
    };
    if selected.undated > 0 {
        out.push_str(&format!(
            " {} without a date, which no window can hold.",
            text::count(selected.undated, "event")
        ));
    }
    out.push('\n');
    out
}

/// Where the last day of an ISO week begins another week.
fn sunday_note(window: &Window, asked: &Asked) -> Option<String> {
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

/// The zone that all dated events share.
fn shared_zone(events: &[Event]) -> Option<Zone> {
    let first = events.first()?.when.zone?;
    let all = events.iter().all(|e| e.when.zone == Some(first));
    all.then_some(first)
}

/// `Moscow` for `Europe/Moscow`.
fn zone_city(zone: Zone) -> String {
    let name = zone.to_string();
    name.rsplit('/').next().unwrap_or(&name).replace('_', " ")
}

/// The events under their days, months or years; the messages of a day together.
pub fn days(selected: &Selected, zone: Option<Zone>, width: usize) -> String {
    let shared = zone.or_else(|| shared_zone(&selected.events));
    let mut out = String::new();
    let mut last_heading = String::new();
    let mut previous: HashMap<&str, &Event> = HashMap::new();
    let mut order: Vec<usize> = (0..selected.events.len()).collect();
    order.sort_by_key(|i| shelf(&selected.events[*i], zone));
    let mut at = 0;
    while at < order.len() {
        let first = &selected.events[order[at]];
        let heading = heading_of(first, zone);
        if heading != last_heading {
            if !last_heading.is_empty() {
                out.push('\n');
            }
            let clock = shared
                .filter(|_| first.when.precision <= Precision::Day)
                .zip(first.when.earliest)
                .map_or(String::new(), |(zone, at)| text::zone_label(zone, at));
            let room = width.saturating_sub(text::columns(&heading) + text::columns(&clock));
            let line = format!("{heading}{}{clock}", " ".repeat(room.max(2)));
            out.push_str(line.trim_end());
            out.push('\n');
            last_heading = heading;
        }
        let message = &first.message_id;
        let same = order[at..]
            .iter()
            .take_while(|i| {
                let event = &selected.events[**i];
                event.message_id == *message && heading_of(event, zone) == last_heading
            })
            .count();
        let group: Vec<usize> = order[at..at + same].to_vec();
        entry_group(&mut out, selected, &group, zone, width, &mut previous);
        at += same;
    }
    out
}

/// Where an event stands: dated days first in order, then what is coarser, undated last.
fn shelf(event: &Event, zone: Option<Zone>) -> (bool, Option<i64>, bool, Option<i64>) {
    let begin = local_begin(event, zone);
    let coarse = !event.when.precision.has_clock();
    (
        begin.is_none(),
        begin.map(|b| b.date().days()),
        coarse,
        event.when.earliest.map(|e| e.micros()),
    )
}

fn heading_of(event: &Event, zone: Option<Zone>) -> String {
    let Some(begin) = local_begin(event, zone) else {
        return match event.when.latest {
            Some(_) => "No earliest date".to_owned(),
            None => "Undated".to_owned(),
        };
    };
    let date: CivilDate = begin.date();
    let month = crate::model::calendar::month_name(date.month());
    let year = crate::model::calendar::year_name(date.year());
    match event.when.precision {
        p if p <= Precision::Day => date.long_with_weekday(),
        Precision::Week => format!("Week of {}", date.long()),
        Precision::Month => format!("{month} {year}, day not known"),
        Precision::Season | Precision::Quarter | Precision::Half => {
            format!("{}, from {month} {year}", event.when.edtf)
        }
        Precision::Year => format!("{year}, month not known"),
        _ => format!("{}, from {year}", event.when.edtf),
    }
}

/// The events of one message on one day.
fn entry_group<'a>(
    out: &mut String,
    selected: &'a Selected,
    group: &[usize],
    zone: Option<Zone>,
    width: usize,
    previous: &mut HashMap<&'a str, &'a Event>,
) {
    let events = &selected.events;
    let first = &events[group[0]];
    let title = match (&first.sender, &first.recipient) {
        (Some(from), Some(to)) => format!("{}  {from} to {to}", message_title(&first.message_id)),
        (Some(from), None) => format!("{}  from {from}", message_title(&first.message_id)),
        _ => message_title(&first.message_id),
    };
    let titled = first.stage.is_some();
    if titled {
        out.push_str(&format!("  {}\n", text::cut(&title, width - 2)));
    }
    let rows: Vec<[String; 5]> = group
        .iter()
        .map(|i| row(&events[*i], selected.certain[*i], zone, previous))
        .collect();
    let widest = |column: usize| rows.iter().map(|r| text::columns(&r[column])).max();
    let widths: Vec<usize> = (0..3).map(|c| widest(c).unwrap_or(0)).collect();
    for [clock, utc, place, what, since] in &rows {
        let lead = format!(
            "  {}  {}  {}  ",
            text::pad(clock, widths[0].max(5)),
            text::pad(utc, widths[1]),
            text::pad(place, widths[2])
        );
        let indent = text::columns(&lead);
        let room = width.saturating_sub(indent).max(20);
        let line = match since.is_empty() {
            true => text::wrap(what, room, 0),
            false => {
                let gap = room.saturating_sub(text::columns(what) + text::columns(since));
                format!("{what}{}{since}", " ".repeat(gap.max(2)))
            }
        };
        let line = line.replace('\n', &format!("\n{}", " ".repeat(indent)));
        out.push_str(&format!("{lead}{line}\n"));
    }
    out.push_str(&source_line(group.iter().map(|i| &events[*i]), width));
}

/// `Cable 3523` for `cable-3523`; other identifiers as they are.
pub fn message_title(id: &str) -> String {
    let parts = id.split_once('-');
    let plain = parts.filter(|(word, number)| {
        word.chars().all(|c| c.is_ascii_lowercase())
            && !word.is_empty()
            && number.chars().all(|c| c.is_ascii_digit())
            && !number.is_empty()
    });
    match plain {
        Some((word, number)) => {
            let (first, rest) = word.split_at(1);
            format!("{}{rest} {number}", first.to_uppercase())
        }
        None => id.to_owned(),
    }
}

/// Clock, UTC, place, what happened, time since the message's entry before.
fn row<'a>(
    event: &'a Event,
    certain: bool,
    zone: Option<Zone>,
    previous: &mut HashMap<&'a str, &'a Event>,
) -> [String; 5] {
    let mark = if certain { "" } else { "? " };
    let clock = format!("{mark}{}", text::clock(event, zone));
    let begin = local_begin(event, zone);
    let utc = match (event.when.earliest, begin, event.when.precision.has_clock()) {
        (Some(at), Some(local), true) if event.when.zone.is_some() => {
            format!("[{}]", text::utc(at, local))
        }
        (Some(_), Some(_), true) => "[zone not known]".to_owned(),
        _ => String::new(),
    };
    let place = event.place.clone().unwrap_or_default();
    let what = match (&event.stage, event.label.split_once(": ")) {
        (Some(_), Some((_, what))) => what.to_owned(),
        (Some(stage), None) if event.label.is_empty() => stage.to_string(),
        _ => event.label.clone(),
    };
    let since = match (previous.get(event.message_id.as_str()), &event.stage) {
        (Some(before), Some(_)) => since(before, event),
        _ => String::new(),
    };
    if event.stage.is_some() {
        previous.insert(&event.message_id, event);
    }
    [clock, utc, place, what, since]
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

/// `source: cable-3523.txt, lines 7 to 9; RGASPI, f. 558`.
fn source_line<'a>(events: impl Iterator<Item = &'a Event> + Clone, width: usize) -> String {
    let Some(first) = events.clone().next() else {
        return String::new();
    };
    let lines: Vec<u32> = events.map(|e| e.provenance.line).collect();
    let (low, high) = (lines.iter().min(), lines.iter().max());
    let place = match (low, high) {
        (Some(a), Some(b)) if a != b => format!(", lines {a} to {b}"),
        (Some(a), _) if *a > 0 => format!(", line {a}"),
        _ => String::new(),
    };
    let citation = match &first.citation {
        Some(citation) => format!("; {citation}"),
        None => String::new(),
    };
    let line = format!("source: {}{place}{citation}", first.provenance.source);
    let wrapped = text::wrap(&line, width.saturating_sub(9), 2);
    format!("         {}\n", wrapped.replace('\n', "\n         "))
}
