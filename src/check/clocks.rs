//! Clocks that nobody vouches for: assumed, or of a place that the database knows since 1970 only.

use super::{PlaceOf, fault};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::explain::before_1970;
use crate::model::{Event, ZoneBasis};
use std::collections::BTreeMap;

/// One finding for each document whose clocks are told by the zone that was assumed.
pub(super) fn zone_assumed(events: &[Event]) -> Vec<Diagnostic> {
    let mut documents: BTreeMap<(&str, String), (usize, &Event)> = BTreeMap::new();
    let assumed =
        |e: &&Event| e.when.zone_basis == ZoneBasis::Default && e.when.precision.has_clock();
    for event in events.iter().filter(assumed) {
        let zone = event.when.zone.map_or(String::new(), |z| z.to_string());
        let of = (event.document_id.as_str(), zone);
        documents.entry(of).or_insert((0, event)).0 += 1;
    }
    let found = documents.into_iter().map(|((document, zone), (n, first))| {
        let clocks = if n == 1 {
            "1 clock"
        } else {
            &format!("{n} clocks")
        };
        let message = format!("{clocks} of {document} read by the zone that was assumed, `{zone}`");
        fault(first, Severity::Note, Code::ZoneAssumed, message)
            .hint("name the place or the zone in the text, in a column, or under [places]")
    });
    found.collect()
}

/// One finding for each place whose clock before 1970 is that of another city.
pub(super) fn zone_before_1970(events: &[Event], place_of: PlaceOf<'_>) -> Vec<Diagnostic> {
    let mut places: BTreeMap<(String, String), (usize, &Event, String)> = BTreeMap::new();
    let by_place =
        |e: &&Event| e.when.zone_basis == ZoneBasis::Place && e.when.precision.has_clock();
    for event in events.iter().filter(by_place) {
        let Some(place) = place_of(event) else {
            continue;
        };
        if let Some(message) = before_1970(event, &place) {
            let zone = event.when.zone.map_or(String::new(), |z| z.to_string());
            let found = places
                .entry((place.name, zone))
                .or_insert((0, event, message));
            found.0 += 1;
        }
    }
    let found = places.into_values().map(|(n, first, message)| {
        let events = if n == 1 {
            "1 event"
        } else {
            &format!("{n} events")
        };
        let message = format!("{message}; {events} before");
        fault(first, Severity::Note, Code::ZoneBefore1970, message)
            .hint("a sourced clock of the place can stand in data/zones/overrides.csv")
    });
    found.collect()
}
