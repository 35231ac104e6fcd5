//! TEI P5: the ways of messages (`correspDesc`) and a list of the other events (`listEvent`).
//!
//! Source: TEI P5 Guidelines 2.4.6 and 14.3. A stage that the Guidelines do not name is a `@type` of
//! its own.

use super::Heading;
use super::loss::{Export, Losses};
use super::tei_date::attributes;
use super::wall::{Wall, title};
use super::xml::{attribute, element, escaped};
use crate::model::{Event, Qualifier};
use std::collections::HashMap;

pub(super) const HELD: [&str; 17] = [
    "message_id",
    "stage",
    "label",
    "extent",
    "latest",
    "precision",
    "qualifier",
    "local_begin",
    "zone",
    "offset_seconds",
    "place",
    "sender",
    "recipient",
    "place_ref",
    "sender_ref",
    "recipient_ref",
    "as_written",
];

/// Events as a TEI document.
pub(super) fn write(events: &[Event], heading: &Heading<'_>) -> Export {
    let mut losses = Losses::default();
    let (mut letters, mut others) = (String::new(), String::new());
    for message in messages(events) {
        letters.push_str(&letter(&message, &mut losses));
    }
    for event in events.iter().filter(|e| e.stage.is_none()) {
        others.push_str(&other(event, &mut losses));
    }
    let name = escaped(heading.title).0;
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str("<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n  <teiHeader>\n    <fileDesc>\n");
    out.push_str(&format!(
        "      <titleStmt><title>{name}</title></titleStmt>\n"
    ));
    out.push_str("      <publicationStmt><p>Written by annals.</p></publicationStmt>\n");
    out.push_str("      <sourceDesc><p>Dates as written, and their values.</p></sourceDesc>\n");
    out.push_str("    </fileDesc>\n");
    if !letters.is_empty() {
        out.push_str(&format!("    <profileDesc>\n{letters}    </profileDesc>\n"));
    }
    out.push_str("  </teiHeader>\n");
    if !others.is_empty() {
        out.push_str(&format!(
            "  <standOff>\n    <listEvent>\n{others}    </listEvent>\n  </standOff>\n"
        ));
    }
    out.push_str("  <text><body><p/></body></text>\n</TEI>\n");
    Export {
        bytes: out.into_bytes(),
        diagnostics: losses.told("TEI", &HELD, events),
    }
}

/// The events with a stage, message by message, in the order of their first event.
pub(super) fn messages(events: &[Event]) -> Vec<Vec<&Event>> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut out: Vec<Vec<&Event>> = Vec::new();
    for event in events.iter().filter(|e| e.stage.is_some()) {
        let place = *places.entry(event.message_id.as_str()).or_insert_with(|| {
            out.push(Vec::new());
            out.len() - 1
        });
        out[place].push(event);
    }
    out
}

fn letter(message: &[&Event], losses: &mut Losses) -> String {
    let Some(first) = message.first() else {
        return String::new();
    };
    let key = attribute("key", Some(&first.message_id));
    let mut out = format!("      <correspDesc{key}>\n");
    for event in message {
        let stage = event.stage.as_ref().map_or("", |s| s.name());
        out.push_str(&format!(
            "        <correspAction{}>",
            attribute("type", Some(&token(stage)))
        ));
        out.push_str(&person(event, stage));
        out.push_str(&place(event));
        out.push_str(&date(event, true, losses));
        out.push_str("</correspAction>\n");
    }
    // Names that no event of their own stage carries.
    for stage in ["sent", "received"] {
        let told = message
            .iter()
            .any(|e| e.stage.as_ref().is_some_and(|s| s.name() == stage));
        let named = message
            .iter()
            .map(|e| person(e, stage))
            .find(|p| !p.is_empty());
        if let (false, Some(person)) = (told, named) {
            out.push_str(&format!(
                "        <correspAction type=\"{stage}\">{person}</correspAction>\n"
            ));
        }
    }
    out.push_str("      </correspDesc>\n");
    out
}

/// Who stands at this end of the way.
pub(super) fn person(event: &Event, stage: &str) -> String {
    let (name, reference) = match stage {
        "sent" => (&event.sender, &event.sender_ref),
        "received" => (&event.recipient, &event.recipient_ref),
        _ => return String::new(),
    };
    named("persName", name.as_deref(), reference.as_deref())
}

pub(super) fn place(event: &Event) -> String {
    named(
        "placeName",
        event.place.as_deref(),
        event.place_ref.as_deref(),
    )
}

fn named(tag: &str, name: Option<&str>, reference: Option<&str>) -> String {
    match name.filter(|n| !n.trim().is_empty()) {
        Some(name) => element(tag, &attribute("ref", reference), name),
        None => String::new(),
    }
}

/// The date with its words; without a date the words alone.
fn date(event: &Event, clock: bool, losses: &mut Losses) -> String {
    let words = &event.provenance.as_written;
    let given = match Wall::of(event) {
        Some(wall) => attributes(event, &wall, clock),
        None => String::new(),
    };
    if !escaped(words).1 {
        losses.cut("have control characters, which XML has not");
    }
    if given.is_empty() {
        losses.cut("without a date have their words alone");
        if words.trim().is_empty() {
            return String::new();
        }
    }
    element("date", &(given + &certainty(event)), words)
}

pub(super) fn certainty(event: &Event) -> String {
    match event.when.qualifier {
        Qualifier::Exact => String::new(),
        _ => " cert=\"low\"".into(),
    }
}

fn other(event: &Event, losses: &mut Losses) -> String {
    let given = match Wall::of(event) {
        Some(wall) => attributes(event, &wall, true) + &certainty(event),
        None => {
            losses.cut("without a date have their words alone");
            String::new()
        }
    };
    let mut out = format!(
        "      <event{given}>\n        {}\n",
        element("label", "", &title(event))
    );
    let mut note = String::new();
    note.push_str(&place(event));
    note.push_str(&element("date", "", &event.provenance.as_written));
    out.push_str(&format!("        <desc>{note}</desc>\n      </event>\n"));
    out
}

/// A word without blanks, as `@type` wants it.
fn token(text: &str) -> String {
    let joined = text.split_whitespace().collect::<Vec<_>>().join("-");
    match joined.is_empty() {
        true => "dated".into(),
        false => joined,
    }
}
