//! `annals explain`: why this instant.

use super::args::{Common, Explain};
use super::asked::Asked;
use super::options::Setup;
use super::{DONE, INCOMPLETE, Voice, output, text};
use crate::error::{Error, Result};
use crate::explain::{Chain, Known, Link, PlaceKnown, explain as reasons};
use crate::extract::Trace;
use crate::model::calendar::reform;
use crate::model::{Document, Event, ZoneBasis};
use crate::pipeline::Loaded;
use std::collections::HashMap;

/// Columns of the names of the links.
const NAMES: usize = 14;

pub fn explain(args: &Explain, common: &Common, voice: &Voice) -> Result<u8> {
    let setup = Setup::new(&args.inputs, common)?;
    let asked = Asked::new(&args.question, &setup)?;
    let loaded = setup.load(&args.inputs)?;
    let mut selected = asked.answer(&loaded)?.selected.events;
    if let Some(id) = &args.event {
        selected = named(id, &loaded.events)?;
    }
    let documents = setup.documents(&args.inputs)?;
    let chains = chains(&selected, &loaded, &documents, &setup);
    let width = text::width(common);
    let out = match (args.json, chains.is_empty()) {
        (true, _) => chains.iter().map(|(_, chain)| json(chain)).collect(),
        (false, true) => "No event answers this.\n".to_owned(),
        (false, false) => print(&chains, width),
    };
    output::print(&out)?;
    for error in &loaded.errors {
        voice.error(error);
    }
    Ok(if loaded.is_incomplete() {
        INCOMPLETE
    } else {
        DONE
    })
}

/// The event of an identifier, or of a beginning of it that no other has.
fn named(id: &str, events: &[Event]) -> Result<Vec<Event>> {
    let whole: Vec<&Event> = events.iter().filter(|e| e.event_id == id).collect();
    let found = match whole.is_empty() {
        true => events
            .iter()
            .filter(|e| e.event_id.starts_with(id))
            .collect(),
        false => whole,
    };
    match found.as_slice() {
        [one] => Ok(vec![(*one).clone()]),
        [] => Err(Error::request(
            format!("no event has the identifier `{id}`"),
            "`annals extract --format csv` lists the identifiers",
        )),
        [first, second, ..] => Err(Error::request(
            format!(
                "{} events begin with `{id}`, such as `{}` and `{}`",
                found.len(),
                first.event_id,
                second.event_id
            ),
            "write more of the identifier",
        )),
    }
}

/// The chain of each event, with the name of its document.
fn chains(
    events: &[Event],
    loaded: &Loaded,
    documents: &[Document],
    setup: &Setup,
) -> Vec<(String, Chain)> {
    let mut traces: HashMap<(&str, &str), Trace<'_>> = HashMap::new();
    let mut out = Vec::with_capacity(events.len());
    for event in events {
        let words = &event.provenance;
        let document = documents
            .iter()
            .find(|d| d.id == event.document_id && d.source == words.source);
        let (mut known, named) = match document {
            Some(document) => {
                let trace = traces
                    .entry((&document.source, &document.id))
                    .or_insert_with(|| Trace::new(document, setup.options()));
                of_document(event, document, trace, loaded)
            }
            None => (Known::default(), None),
        };
        known.odd = loaded
            .diagnostics
            .iter()
            .filter(|d| d.line == words.line && same_file(&d.source, &words.source))
            .collect();
        known.corrected = event.note.as_deref().and_then(|note| {
            let at = note.find("override: ")?;
            Some(note[at + "override: ".len()..].to_owned())
        });
        known.place = place(event, setup, named);
        out.push((event.document_id.clone(), reasons(event, &known)));
    }
    out
}

/// Diagnostics name the file as typed, events its short name.
fn same_file(path: &str, source: &str) -> bool {
    path == source || path.ends_with(&format!("/{source}"))
}

/// What the document says of an event, and the words for an office that stand for its place.
fn of_document<'a>(
    event: &Event,
    document: &Document,
    trace: &Trace<'_>,
    loaded: &Loaded,
) -> (Known<'a>, Option<(String, String)>) {
    let words = &event.provenance;
    let bytes = words.byte_start as usize..words.byte_end as usize;
    let mut known = Known::default();
    if document.markup.is_none() {
        let upto = document.text.get(..bytes.start).unwrap_or("");
        let start = upto.rfind('\n').map_or(0, |at| at + 1);
        known.column = document.column_of(bytes.start);
        let rest = document.text.get(start..).unwrap_or("");
        let mut at = start;
        for (number, line) in (words.line..).zip(rest.split('\n')) {
            if at >= bytes.end {
                break;
            }
            at += line.len() + 1;
            let line = line.trim();
            if !line.is_empty() {
                known.lines.push((number, text::cut(line, 100)));
            }
        }
    }
    let inside: Vec<_> = trace.dates_in(&bytes).collect();
    let clock = inside.iter().find(|d| d.clock && !d.date);
    known.clock_words = clock.map(|d| d.words.clone());
    if let Some(date) = inside.iter().find(|d| d.date) {
        known.date_words = Some((date.words.clone(), date.line));
        known.weekday_printed = date.weekday;
    }
    let day = event.when.local_begin.map(|b| b.date());
    let others = trace.dates.iter().filter(|d| {
        d.date && d.day.is_some() && d.day == day && !inside.iter().any(|i| i.bytes == d.bytes)
    });
    known.same_day = others.map(|d| d.line).collect();
    known.same_day.dedup();
    if let Some(stage) = &event.stage
        && let Some(found) = trace.stage_before(bytes.start, stage)
        && document.markup.is_none()
        && bytes.start - found.end < 200
    {
        known.stage_words = document.text.get(found).map(str::to_owned);
    }
    let number = event.label.split(": ").next().and_then(|title| {
        let (kind, number) = title.rsplit_once(' ')?;
        let digits = number.chars().next()?.is_ascii_digit();
        (digits && !kind.is_empty()).then_some(number)
    });
    if let Some(number) = number {
        let mut lines = (1u32..).zip(document.text.split('\n'));
        let has = |line: &str| line.contains(number);
        known.message_line = lines
            .find(|(_, line)| document.markup.is_none() && has(line))
            .map(|(at, line)| (at, text::cut(line.trim(), 50)));
    }
    let named = event.place.as_deref().and_then(|name| {
        let year = day.map(|d| d.year());
        let (words, located) = trace.place_words(name, bytes.start, year)?;
        Some((words, located.office?))
    });
    let same = |e: &&Event| e.document_id == event.document_id;
    let taken: Vec<_> = loaded
        .events
        .iter()
        .filter(same)
        .map(|e| e.provenance.byte_start as usize..e.provenance.byte_end as usize)
        .collect();
    known.also = trace.without_event(&taken);
    (known, named)
}

/// What the gazetteer says of the place of an event, and of its clock on the day.
fn place<'a>(
    event: &Event,
    setup: &'a Setup,
    named: Option<(String, String)>,
) -> Option<PlaceKnown<'a>> {
    let name = event.place.as_deref()?;
    let day = event.when.local_begin.map(|b| b.date());
    let gazetteer = setup.options().gazetteer();
    let mut found = gazetteer.find(name, day.map(|d| d.year()))?;
    // The document may have chosen another place of the name: it is the one with the zone used.
    let fits =
        |l: &crate::extract::Located| Some(gazetteer.zone_on(l, day).zone) == event.when.zone;
    if event.when.zone_basis == ZoneBasis::Place && !fits(&found) {
        let rival = found.rivals.iter().position(fits);
        if let Some(at) = rival {
            let mut chosen = found.rivals.swap_remove(at);
            std::mem::swap(&mut chosen.rivals, &mut found.rivals);
            chosen.rivals.insert(0, found);
            found = chosen;
        }
    }
    let clock = gazetteer.zone_on(&found, day);
    let describe = |l: &crate::extract::Located| {
        format!("{} in {}, {}", l.name, l.place.country, l.place.zone)
    };
    Some(PlaceKnown {
        named,
        rivals: found.rivals.iter().take(3).map(describe).collect(),
        overridden: clock
            .overridden
            .map(|o| (o.source.as_str(), o.note.as_str())),
        local_mean: clock.local_mean,
        reform: reform(&found.place),
        place: found.place,
    })
}

/// The first event of each document in full, of the others what differs.
fn print(chains: &[(String, Chain)], width: usize) -> String {
    let mut out = String::new();
    let mut before: Option<&(String, Chain)> = None;
    for one in chains {
        let (document, chain) = one;
        let first = before.filter(|(d, _)| d == document);
        if !out.is_empty() {
            out.push('\n');
        }
        match first {
            Some((_, whole)) => {
                let stage = chain.event_id.rsplit('/').next().unwrap_or("");
                out.push_str(&format!(
                    "  For `{stage}` ({}) only these differ:\n",
                    chain.words
                ));
                for link in chain.differing(whole) {
                    out.push_str(&shown(link, width));
                }
            }
            None => {
                out.push_str(&headed(chain, width));
                before = Some(one);
            }
        }
    }
    out
}

fn headed(chain: &Chain, width: usize) -> String {
    let room = width.saturating_sub(text::columns(&chain.event_id) + text::columns(&chain.instant));
    let mut out = format!(
        "{}{}{}\n",
        chain.event_id,
        " ".repeat(room.max(2)),
        chain.instant
    );
    out.push_str(&format!("{}\n\n", text::wrap(&chain.sentence, width, 0)));
    for link in &chain.links {
        out.push_str(&shown(link, width));
    }
    out
}

/// The name of a link, its lines, and its ground at the right.
fn shown(link: &Link, width: usize) -> String {
    let mut out = String::new();
    for (at, line) in link.lines.iter().enumerate() {
        let name = if at == 0 { link.name } else { "" };
        let ground = if at == 0 { link.ground.as_str() } else { "" };
        let lead = format!("  {}", text::pad(name, NAMES - 2));
        let room = width.saturating_sub(NAMES).max(20);
        let gap = room.saturating_sub(text::columns(line) + text::columns(ground));
        let wrapped = |line: &str| {
            text::wrap(line, room, 2).replace('\n', &format!("\n{}", " ".repeat(NAMES)))
        };
        match (ground.is_empty(), gap >= 2) {
            (true, _) => out.push_str(&format!("{lead}{}\n", wrapped(line))),
            (false, true) => out.push_str(&format!("{lead}{line}{}{ground}\n", " ".repeat(gap))),
            (false, false) => {
                let indent = " ".repeat(width.saturating_sub(text::columns(ground)).max(NAMES));
                out.push_str(&format!("{lead}{}\n{indent}{ground}\n", wrapped(line)));
            }
        }
    }
    out
}

fn json(chain: &Chain) -> String {
    let links: Vec<serde_json::Value> = chain
        .links
        .iter()
        .map(|l| serde_json::json!({"link": l.name, "says": l.lines, "ground": l.ground}))
        .collect();
    let line = serde_json::json!({
        "event_id": chain.event_id,
        "instant": chain.instant,
        "sentence": chain.sentence,
        "links": links,
    });
    format!("{line}\n")
}
