//! Drafts to events: each end in its own place, by the clock of that place.

use super::draft::{Draft, Whereabouts};
use super::remarks::Remarks;
use crate::extract::head::Head;
use crate::extract::locate::{Spot, clock, place_named};
use crate::extract::stage::End;
use crate::extract::{Extracted, Gazetteer, Options, number_repeats, oddity};
use crate::model::{Document, Event, Provenance, Zone};

/// Places and clocks for the drafts, then the events.
pub(super) fn events(
    document: &Document,
    head: &Head,
    drafts: Vec<Draft>,
    options: &Options,
    gazetteer: &Gazetteer,
    mut remarks: Remarks<'_>,
) -> Extracted {
    let places = places(head, &drafts, gazetteer);
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
    let kind = head
        .kind
        .as_ref()
        .map(|k| ("kind".to_owned(), k.to_lowercase()));
    let mut out = Extracted::default();
    for (draft, place) in drafts.into_iter().zip(places) {
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

/// What stands before the stage in an event's label.
fn title(document: &Document, head: &Head) -> String {
    match (&head.title, &head.kind, &head.number) {
        (Some(title), ..) => format!("{title}: "),
        (None, Some(kind), Some(number)) => format!("{kind} {number}: "),
        _ if document.markup.is_some() => format!("{}: ", document.id),
        _ => String::new(),
    }
}
