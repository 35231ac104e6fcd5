//! What cannot be right, and what nobody can vouch for: one file per kind of fault.
//!
//! Faults of single words (no such day, a clock gap, an unknown place) are found where they are
//! read and come as diagnostics of the extraction; the faults here show only between events.

mod clocks;
mod disagreement;
mod file_date;
mod old_style;
mod order;
mod outlier;
mod series;
mod source;
mod span;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::latency::Pair;
use crate::model::{Event, Place};

/// The place of an event, as the gazetteer has it.
pub type PlaceOf<'a> = &'a dyn Fn(&Event) -> Option<Place>;

/// The faults between events, in the order of the kinds.
///
/// ```
/// use annals::check::check;
/// assert!(check(&[], &[], &|_| None).is_empty());
/// ```
pub fn check(events: &[Event], pairs: &[Pair], place_of: PlaceOf<'_>) -> Vec<Diagnostic> {
    let mut out = order::arrival_before_dispatch(events, pairs);
    out.extend(old_style::taken_for_new(events, pairs, place_of));
    out.extend(outlier::delay_outlier(events, pairs));
    out.extend(disagreement::sources_disagree(events));
    out.extend(span::year_out_of_span(events));
    out.extend(file_date::name_differs(events));
    out.extend(series::number_missing(events));
    out.extend(clocks::zone_assumed(events));
    out.extend(clocks::zone_before_1970(events, place_of));
    out.extend(source::no_source(events));
    out
}

/// A fault of an event, at its words.
fn fault(event: &Event, severity: Severity, code: Code, message: String) -> Diagnostic {
    let words = &event.provenance;
    Diagnostic::new(severity, code, &words.source, message).at(words.line, 0)
}

/// The event of an identifier.
fn event<'a>(events: &'a [Event], id: &str) -> Option<&'a Event> {
    events.iter().find(|e| e.event_id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::latency::{Wanted, pairs};
    use crate::model::instant::{DAY, HOUR};
    use crate::model::zone::Fold;
    use crate::model::{CivilDate, CivilSpan, LocalTime, Precision, Stage, Zone, ZoneBasis};

    fn dated(id: &str, message: &str, stage: &str, micros: i64) -> Event {
        let mut event = Event::undated(id, "table");
        event.message_id = message.into();
        event.fact_id = format!("{message}/{stage}");
        event.stage = Some(Stage::new(stage));
        event.citation = Some("doc. 1".into());
        event.provenance.source = "table.csv".into();
        let day = CivilDate::new(1943, 7, 1).unwrap();
        let begin = LocalTime::new(day, 0, 0, 0).plus(micros);
        let span = CivilSpan {
            begin: Some(begin),
            end: Some(begin.plus(60_000_000)),
            precision: Precision::Minute,
            ..CivilSpan::default()
        };
        event.when = span
            .in_zone(Some(Zone::Utc), ZoneBasis::Stated, Fold::Widen)
            .0;
        event
    }

    fn codes(events: &[Event]) -> Vec<&'static str> {
        let delays = pairs(events, &["sent", "received"], &Wanted::default());
        check(events, &delays, &|_| None)
            .iter()
            .map(|d| d.code.name())
            .collect()
    }

    #[test]
    fn an_arrival_before_its_dispatch_is_a_warning() {
        let events = [
            dated("a/sent", "a", "sent", 5 * HOUR),
            dated("a/received", "a", "received", HOUR),
        ];
        assert_eq!(codes(&events), ["arrival-before-dispatch"]);
    }

    #[test]
    fn a_delay_far_out_of_line_with_its_route() {
        let mut events = Vec::new();
        for n in 0..12 {
            let message = format!("m{n}");
            let delay = if n == 7 { 40 * DAY } else { (10 + n) * HOUR };
            events.push(dated(&format!("{message}/sent"), &message, "sent", n * DAY));
            let received = dated(
                &format!("{message}/received"),
                &message,
                "received",
                n * DAY + delay,
            );
            events.push(received);
        }
        assert_eq!(codes(&events), ["delay-outlier"]);
    }

    #[test]
    fn sources_that_disagree_and_events_without_one() {
        let mut other = dated("b/sent", "a", "sent", 9 * HOUR);
        other.document_id = "book".into();
        other.citation = None;
        let events = [dated("a/sent", "a", "sent", HOUR), other];
        assert_eq!(codes(&events), ["sources-disagree", "no-source"]);
    }

    #[test]
    fn a_number_missing_in_a_series() {
        let mut events = Vec::new();
        for n in [1, 2, 3, 5, 6, 9] {
            let mut event = dated(&format!("e{n}"), &format!("Telegram {n}"), "sent", n * HOUR);
            event.label = format!("Telegram {n}: sent");
            events.push(event);
        }
        assert_eq!(codes(&events), ["number-missing", "number-missing"]);
        // A selection has gaps by nature.
        for (event, n) in events.iter_mut().zip([1, 30, 77, 150, 301, 500]) {
            event.label = format!("Telegram {n}: sent");
        }
        assert!(codes(&events).is_empty());
    }

    #[test]
    fn clocks_that_nobody_vouches_for() {
        let mut event = dated("a/sent", "a", "sent", HOUR);
        event.when.zone_basis = ZoneBasis::Default;
        assert_eq!(codes(&[event.clone()]), ["zone-assumed"]);
        event.when.zone_basis = ZoneBasis::Place;
        event.when.zone = "Europe/Moscow".parse().ok();
        let place = |name: &str| crate::model::Place {
            name: name.into(),
            country: "RU".into(),
            region: String::new(),
            latitude: 43.6,
            longitude: 39.7,
            zone: "Europe/Moscow".parse().unwrap(),
            population: 1,
        };
        let found = |name: &str| check(&[event.clone()], &[], &|_| Some(place(name)));
        assert_eq!(found("Sochi")[0].code.name(), "zone-before-1970");
        assert!(found("Moscow").is_empty());
    }

    #[test]
    fn an_old_style_receipt_that_was_taken_for_new() {
        let sent = dated("a/sent", "a", "sent", 12 * DAY);
        let received = dated("a/received", "a", "received", DAY);
        let mut events = [sent, received];
        for event in &mut events {
            let begin = event.when.local_begin.unwrap();
            let days = CivilDate::new(1915, 7, 1).unwrap().days() - begin.date().days();
            let shift = (days + begin.date().day() as i64 - 1) * DAY;
            event.when.local_begin = Some(begin.plus(shift));
        }
        let delays = pairs(&events, &["sent", "received"], &Wanted::default());
        let petrograd = crate::model::Place {
            name: "Saint Petersburg".into(),
            country: "RU".into(),
            region: String::new(),
            latitude: 59.9,
            longitude: 30.3,
            zone: "Europe/Moscow".parse().unwrap(),
            population: 1,
        };
        let found = check(&events, &delays, &|_| Some(petrograd.clone()));
        let names: Vec<&str> = found.iter().map(|d| d.code.name()).collect();
        assert_eq!(names, ["arrival-before-dispatch", "calendar-assumed"]);
    }

    #[test]
    fn a_year_out_of_the_span_of_its_document() {
        let mut events: Vec<Event> = (0..9)
            .map(|n| dated(&format!("e{n}"), &format!("m{n}"), "sent", n * DAY))
            .collect();
        events.push(dated("far", "far", "sent", -90 * 365 * DAY));
        assert_eq!(codes(&events), ["year-out-of-span"]);
    }
}
