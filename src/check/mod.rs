//! What cannot be right, and what nobody can vouch for: one file per kind of fault.
//!
//! Faults of single words (no such day, a clock gap, an unknown place) are found where they are
//! read and come as diagnostics of the extraction; the faults here show only between events.

mod disagreement;
mod order;
mod outlier;
mod source;
mod span;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::latency::Pair;
use crate::model::Event;

/// The faults between events, in the order of the kinds.
///
/// ```
/// use annals::check::check;
/// assert!(check(&[], &[]).is_empty());
/// ```
pub fn check(events: &[Event], pairs: &[Pair]) -> Vec<Diagnostic> {
    let mut out = order::arrival_before_dispatch(events, pairs);
    out.extend(outlier::delay_outlier(events, pairs));
    out.extend(disagreement::sources_disagree(events));
    out.extend(span::year_out_of_span(events));
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
        check(events, &delays)
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
    fn a_year_out_of_the_span_of_its_document() {
        let mut events: Vec<Event> = (0..9)
            .map(|n| dated(&format!("e{n}"), &format!("m{n}"), "sent", n * DAY))
            .collect();
        events.push(dated("far", "far", "sent", -90 * 365 * DAY));
        assert_eq!(codes(&events), ["year-out-of-span"]);
    }
}
