//! A list of letters in the Correspondence Metadata Interchange Format (CMIF), a strict part of TEI.
//!
//! Source: CMIF 1.0 of the TEI Correspondence SIG. It holds two ends of a letter, sent and received,
//! each with a day at best. Without a clock of its own the program gives no date of publication.

use super::Heading;
use super::loss::{Export, Losses};
use super::tei::{certainty, messages, person, place};
use super::tei_date::attributes;
use super::wall::Wall;
use super::xml::{attribute, element, escaped};
use crate::model::Event;
use sha2::{Digest, Sha256};

pub(super) const HELD: [&str; 13] = [
    "message_id",
    "stage",
    "extent",
    "latest",
    "qualifier",
    "local_begin",
    "zone",
    "place",
    "sender",
    "recipient",
    "place_ref",
    "sender_ref",
    "recipient_ref",
];

/// Stages that stand for an end of the letter, the best first.
const SENT: [&str; 5] = ["sent", "dated", "signed", "written", "departed"];
const RECEIVED: [&str; 3] = ["received", "arrived", "delivered"];

/// Messages as a list of letters.
pub(super) fn write(events: &[Event], heading: &Heading<'_>) -> Export {
    let mut losses = Losses::default();
    for _ in events.iter().filter(|e| e.stage.is_none()) {
        losses.left_out("of no message");
    }
    let edition = identifier(heading, events);
    let mut letters = String::new();
    for message in messages(events) {
        letters.push_str(&letter(&message, &edition, &mut losses));
    }
    let name = escaped(heading.title).0;
    let url = heading.url.unwrap_or("");
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str("<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n  <teiHeader>\n    <fileDesc>\n");
    out.push_str(&format!(
        "      <titleStmt><title>{name}</title><editor>Unknown</editor></titleStmt>\n"
    ));
    out.push_str("      <publicationStmt>\n        <publisher>Unknown</publisher>\n");
    if !url.is_empty() {
        out.push_str(&format!(
            "        {}\n",
            element("idno", " type=\"URL\"", url)
        ));
    }
    if let Some(licence) = heading.licence {
        out.push_str(&format!(
            "        <availability><licence{}>{}</licence></availability>\n",
            attribute("target", Some(licence)),
            escaped(licence).0
        ));
    }
    out.push_str("      </publicationStmt>\n");
    out.push_str(&format!(
        "      <sourceDesc><bibl type=\"online\" xml:id=\"{edition}\">{name}</bibl></sourceDesc>\n"
    ));
    out.push_str(&format!(
        "    </fileDesc>\n    <profileDesc>\n{letters}    </profileDesc>\n  </teiHeader>\n"
    ));
    out.push_str("  <text><body><p/></body></text>\n</TEI>\n");
    Export {
        bytes: out.into_bytes(),
        diagnostics: losses.told("CMIF", &HELD, events),
    }
}

fn letter(message: &[&Event], edition: &str, losses: &mut Losses) -> String {
    let Some(any) = message.first() else {
        return String::new();
    };
    let end = |stages: &[&str]| {
        let of = |stage: &&str| {
            message
                .iter()
                .position(|e| e.stage.as_ref().is_some_and(|s| s.name() == *stage))
        };
        stages.iter().find_map(of)
    };
    let (sent, received) = (end(&SENT), end(&RECEIVED));
    for at in 0..message.len() {
        if Some(at) != sent && Some(at) != received {
            losses.left_out("of stages between the ends of a letter");
        }
    }
    let mut out = format!(
        "      <correspDesc{} source=\"#{edition}\">\n",
        attribute("key", Some(&any.message_id))
    );
    for (kind, at) in [("sent", sent), ("received", received)] {
        let event = at.map(|at| message[at]);
        let names = message.iter().map(|e| person(e, kind));
        let who = names.into_iter().find(|p| !p.is_empty());
        let who = who.unwrap_or_else(|| element("persName", "", "Unknown"));
        let place = event.map(place).unwrap_or_default();
        let date = event.map(|e| date(e, losses)).unwrap_or_default();
        out.push_str(&format!(
            "        <correspAction type=\"{kind}\">{who}{place}{date}</correspAction>\n"
        ));
    }
    out.push_str("      </correspDesc>\n");
    out
}

fn date(event: &Event, losses: &mut Losses) -> String {
    let given = match Wall::of(event) {
        Some(wall) => {
            if wall.clock {
                losses.cut("lose their time of day");
            }
            attributes(event, &wall, false)
        }
        None => String::new(),
    };
    match given.is_empty() {
        true => {
            losses.cut("without a date have none");
            String::new()
        }
        false => format!("<date{given}{}/>", certainty(event)),
    }
}

/// An identifier in the form of a UUID, the same for the same list.
fn identifier(heading: &Heading<'_>, events: &[Event]) -> String {
    let mut hash = Sha256::new();
    hash.update(heading.title);
    for event in events {
        hash.update(&event.message_id);
        hash.update([0]);
    }
    let digest = hash.finalize();
    let hex: String = digest.iter().take(16).map(|b| format!("{b:02x}")).collect();
    // Version 8 and the variant of RFC 9562.
    format!(
        "uuid-{}-{}-8{}-a{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[13..16],
        &hex[17..20],
        &hex[20..32]
    )
}
