//! Drafts to events: each end in its own place, by the clock of that place.

use super::draft::{Draft, Whereabouts};
use super::remarks::{OLD_STYLE_FITS, Remarks};
use crate::diagnostic::Code;
use crate::extract::head::Head;
use crate::extract::locate::{Spot, clock, place_named};
use crate::extract::old_style::{in_calendar, in_style, inferred, style_behind};
use crate::extract::stage::End;
use crate::extract::{Extracted, Gazetteer, Options, number_repeats, oddity};
use crate::model::{Calendar, Document, Event, Precision, Provenance, Zone};
use std::sync::OnceLock;

/// Places and clocks for the drafts, then the events.
pub(super) fn events(
    document: &Document,
    head: &Head,
    drafts: Vec<Draft>,
    options: &Options,
    gazetteer: &Gazetteer,
    mut remarks: Remarks<'_>,
) -> Extracted {
    let places = settled(places(head, &drafts, gazetteer), head, gazetteer);
    // A stage without a place of its own keeps the clock of the envelope if there is but one.
    let known: Vec<(End, Zone)> = drafts
        .iter()
        .zip(&places)
        .filter_map(|(draft, place)| Some((draft.end, place.spot()?.zone)))
        .collect();
    // The clock of one end says nothing of the clock at the other.
    let shared = |end: End| {
        let mut zones: Vec<Zone> = known
            .iter()
            .filter(|(e, _)| *e == end)
            .map(|(_, zone)| *zone)
            .collect();
        zones.dedup();
        match zones.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    };
    let title = title(document, head);
    let mission = is_of_mission(head, &places);
    let kind = head
        .kind
        .as_ref()
        .map(|k| ("kind".to_owned(), k.to_lowercase()));
    let mut out = Extracted::default();
    for (mut draft, mut place) in drafts.into_iter().zip(places) {
        if let Some(spot) = place.spot().filter(|s| s.located.is_undecided()) {
            let at = remarks.at(draft.bytes.start);
            oddity::undecided(&mut remarks.list, at, spot);
            place = Whereabouts::Named(spot.name.clone());
        }
        let behind = document.text.get(draft.bytes.end..).unwrap_or("");
        let style = style_behind(behind).filter(|_| draft.span.precision <= Precision::Day);
        if let Some((style, length)) = style {
            draft.span = in_style(draft.span, style);
            draft.bytes.end += length;
        }
        let reform = match style {
            None => inferred(&draft.span, &draft.rule, place.spot(), mission),
            Some(_) => None,
        };
        if let Some((reform, spot)) = reform.zip(place.spot()) {
            draft.span = in_calendar(draft.span, Calendar::Julian);
            if let Some(begin) = draft.span.begin {
                let at = remarks.at(draft.bytes.start);
                let written = document.words(&draft.bytes);
                // The weekday that did not fit bears out the Old Style.
                remarks.list.retain(|d| {
                    d.line != at.line
                        || d.code != Code::WeekdayMismatch
                        || !d.message.ends_with(OLD_STYLE_FITS)
                });
                oddity::old_style(&mut remarks.list, at, &written, spot, reform, begin.date());
            }
        }
        let day = draft.span.begin.or(draft.span.end).map(|b| b.date());
        let elsewhere = matches!(place, Whereabouts::Named(_));
        let (zone, basis) = clock(
            draft.zone.as_ref(),
            place.spot(),
            shared(draft.end).filter(|_| !elsewhere),
            options.assume_zone,
            day,
            gazetteer,
        );
        let at = remarks.at(draft.bytes.start);
        let (when, odd) = draft.span.in_zone(zone, basis, options.fold);
        let written = document.words(&draft.bytes).into_owned();
        oddity::clock(&mut remarks.list, at, &written, odd, &when);
        if let Some(place) = place.spot().filter(|p| p.others > 0) {
            oddity::ambiguous(&mut remarks.list, at, place);
        }
        let id = &document.id;
        let message_id = match draft.enclosure {
            0 => id.clone(),
            number => format!("{id}#{number}"),
        };
        let bytes = document.in_file(&draft.bytes);
        out.events.push(Event {
            event_id: format!("{id}/{}", draft.stage),
            document_id: id.clone(),
            fact_id: format!("{message_id}/{}", draft.stage),
            message_id,
            label: match draft.enclosure {
                0 => format!("{title}{}", draft.label),
                number => format!("{title}enclosure {number} {}", draft.label),
            },
            stage: Some(draft.stage),
            when,
            place: match place {
                Whereabouts::Known(spot) => Some(spot.name),
                Whereabouts::Named(name) => Some(name),
                Whereabouts::Unsaid => None,
            },
            sender: head.sender.clone().filter(|_| draft.enclosure == 0),
            recipient: head.recipient.clone().filter(|_| draft.enclosure == 0),
            citation: head.citation.clone(),
            note: draft.note,
            extra: kind
                .clone()
                .filter(|_| draft.enclosure == 0)
                .into_iter()
                .collect(),
            provenance: Provenance {
                as_written: written,
                source: document.source.clone(),
                byte_start: bytes.start as u64,
                byte_end: bytes.end as u64,
                line: at.line,
                rule: draft.rule,
            },
            ..Event::undated("", "")
        });
    }
    number_repeats(&mut out.events);
    out.diagnostics = remarks.list;
    out
}

/// Where each draft happened: its own place, else that of its end of the way.
fn places(head: &Head, drafts: &[Draft], gazetteer: &Gazetteer) -> Vec<Whereabouts> {
    let mut at_sender: Option<Spot> = None;
    let mut at_recipient: Option<Spot> = None;
    drafts
        .iter()
        .map(|draft| {
            let day = draft.span.begin.map(|b| b.date());
            let head_place = |name: &Option<String>| {
                name.as_deref().and_then(|n| place_named(n, day, gazetteer))
            };
            let (known, head) = match draft.end {
                End::Sender => (&mut at_sender, head_place(&head.from_place)),
                End::Recipient => (&mut at_recipient, head_place(&head.to_place)),
            };
            if draft.enclosure > 0 || matches!(draft.place, Whereabouts::Named(_)) {
                return draft.place.clone();
            }
            let place = draft.place.spot().cloned().or_else(|| known.clone());
            let place = place.or(head);
            known.clone_from(&place);
            place.map_or(Whereabouts::Unsaid, Whereabouts::Known)
        })
        .collect()
}

const MISSIONS: &str = include_str!("../../../data/places/missions.csv");

/// Words in a title or of a correspondent that make a paper one of a foreign mission.
fn missions() -> &'static [String] {
    static WORDS: OnceLock<Vec<String>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let rows = csv::Reader::from_reader(MISSIONS.as_bytes()).into_deserialize();
        let rows = rows.flatten().map(|(words, _): (String, String)| words);
        rows.collect()
    })
}

/// Whether a paper is one of a foreign mission, or went abroad: it is dated New Style.
fn is_of_mission(head: &Head, places: &[Whereabouts]) -> bool {
    let named = [&head.title, &head.sender, &head.recipient];
    let words = named.into_iter().flatten().map(|n| n.to_lowercase());
    let mut words = words.filter(|w| missions().iter().any(|m| w.contains(m.as_str())));
    let spots = places.iter().filter_map(Whereabouts::spot);
    let mut countries: Vec<&str> = spots.map(|s| s.located.place.country.as_str()).collect();
    countries.sort_unstable();
    countries.dedup();
    countries.len() > 1 || words.next().is_some()
}

/// Places of one name settled by the countries of the document's other places and of its
/// correspondents.
fn settled(places: Vec<Whereabouts>, head: &Head, gazetteer: &Gazetteer) -> Vec<Whereabouts> {
    let mut countries: Vec<String> = Vec::new();
    let doubtful = places
        .iter()
        .filter_map(Whereabouts::spot)
        .any(|s| s.others > 0);
    if !doubtful {
        return places;
    }
    let certain = places.iter().filter_map(Whereabouts::spot);
    countries.extend(
        certain
            .filter(|s| s.others == 0)
            .map(|s| s.located.place.country.clone()),
    );
    let correspondents = [
        &head.from_place,
        &head.to_place,
        &head.sender,
        &head.recipient,
    ];
    let named = correspondents.into_iter().flatten();
    let named = named.filter_map(|name| gazetteer.find(name, None));
    countries.extend(
        named
            .filter(|l| l.rivals.is_empty() && l.prominent)
            .map(|l| l.place.country),
    );
    places
        .into_iter()
        .map(|place| match place {
            Whereabouts::Known(spot) => Whereabouts::Known(spot.settled(&countries, gazetteer)),
            other => other,
        })
        .collect()
}

/// What stands before the stage in an event's label.
fn title(document: &Document, head: &Head) -> String {
    match (&head.title, &head.kind, &head.number) {
        (Some(title), ..) => format!("{title}: "),
        (None, Some(kind), Some(number)) => format!("{kind} {number}: "),
        _ if document.markup.is_some() => format!("{}: ", document.id),
        _ => String::new(),
    }
}
