//! A year far from all others of its document.

use super::fault;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::latency::quantile;
use crate::model::Event;
use std::collections::BTreeMap;

/// Years from the middle of the document beyond which a date is doubtful.
const FAR: i64 = 60;
/// Fewest events of a document that make a span.
const FEWEST: usize = 6;

pub(super) fn year_out_of_span(events: &[Event]) -> Vec<Diagnostic> {
    let mut documents: BTreeMap<&str, Vec<(&Event, i64)>> = BTreeMap::new();
    for event in events.iter().filter(|e| e.stage.is_some()) {
        if let Some(begin) = event.when.local_begin {
            let list = documents.entry(&event.document_id).or_default();
            list.push((event, i64::from(begin.date().year())));
        }
    }
    let mut out = Vec::new();
    for list in documents.values().filter(|l| l.len() >= FEWEST) {
        let mut years: Vec<i64> = list.iter().map(|(_, year)| *year).collect();
        years.sort_unstable();
        let middle = quantile(&years, 50).unwrap_or(0);
        let near = years.iter().filter(|y| (*y - middle).abs() <= FAR).count();
        // A document that spans centuries has no year that is far.
        if near * 10 < years.len() * 9 {
            continue;
        }
        for (event, year) in list.iter().filter(|(_, y)| (y - middle).abs() > FAR) {
            let message = format!(
                "`{}` is of {year}, the rest of {} of the years around {middle}",
                event.provenance.as_written, event.document_id
            );
            out.push(fault(
                event,
                Severity::Warning,
                Code::YearOutOfSpan,
                message,
            ));
        }
    }
    out
}
