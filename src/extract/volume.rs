//! A volume: its documents in order, so that one without a year takes it from its neighbours, and
//! one whose year breaks the order is told.

use super::envelope::first_date;
use super::{Extracted, Options, document_near};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{CivilDate, Document, Event, Precision};

/// How far apart the neighbours of a paper may be for it to be out of order, in days.
const CLOSE: i64 = 120;
/// How far outside its neighbours a paper may be printed, in days: enclosures and replies are.
const LOOSE: i64 = 60;
/// How near a paper comes to its neighbours with another year, in days.
const FITS: i64 = 3;

/// Reads the documents of a volume, in order. A dateline without a year has that of the
/// documents around it; a printed year that only another one brings into the order of the volume
/// is read as printed, and told.
pub fn volume(documents: &[Document], options: &Options) -> Extracted {
    let mut out = Extracted::default();
    let mut before: Option<CivilDate> = None;
    // Only documents before the first date need to look ahead, and all of them see that date.
    let mut ahead: Option<Option<CivilDate>> = None;
    let mut dated: Vec<Dated> = Vec::new();
    for one in documents {
        let near = before
            .or_else(|| *ahead.get_or_insert_with(|| documents.iter().find_map(first_date)))
            .or(options.reference_date);
        let more = document_near(one, options, near);
        let first = more.events.iter().find(|e| e.stage.is_some());
        let date = first.and_then(|e| e.when.local_begin).map(|l| l.date());
        before = date.or(before);
        if let (Some(event), Some(date)) = (first, date)
            && event.when.precision <= Precision::Day
        {
            dated.push(Dated {
                date,
                event: out.events.len() + index_of(&more.events, event),
            });
        }
        out.events.extend(more.events);
        out.diagnostics.extend(more.diagnostics);
        out.coverage.extend(more.coverage);
    }
    let found = out_of_order(&dated, &out.events);
    out.diagnostics.extend(found);
    out
}

/// The first date of a document, and the number of its event.
struct Dated {
    date: CivilDate,
    event: usize,
}

fn index_of(events: &[Event], event: &Event) -> usize {
    events
        .iter()
        .position(|e| std::ptr::eq(e, event))
        .unwrap_or(0)
}

/// Papers between two neighbours that are in order and near each other, and that would be too
/// with a year more or less.
fn out_of_order(dated: &[Dated], events: &[Event]) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for three in dated.windows(3) {
        let [before, own, after] = three else {
            continue;
        };
        let (first, last) = (before.date.days(), after.date.days());
        let day = own.date.days();
        let close = (0..=CLOSE).contains(&(last - first));
        if !close || (first - LOOSE..=last + LOOSE).contains(&day) {
            continue;
        }
        let fits = [-1, 1].into_iter().find_map(|years| {
            let other = own.date.plus_months(12 * years);
            let within = (first - FITS..=last + FITS).contains(&other.days());
            within.then_some(other)
        });
        let Some(other) = fits else {
            continue;
        };
        let words = &events[own.event].provenance;
        let message = format!(
            "`{}` stands between papers of {} and {}; in {} it would be in order",
            super::oddity::one_line(&words.as_written),
            before.date,
            after.date,
            other.year(),
        );
        out.push(
            Diagnostic::new(Severity::Warning, Code::OutOfOrder, &words.source, message)
                .at(words.line, 0)
                .hint("it was read as printed; compare with the source"),
        );
    }
    out
}
