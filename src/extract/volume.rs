//! A volume: its documents in order, so that one without a year takes it from its neighbours.

use super::envelope::first_date;
use super::{Extracted, Options, document_near};
use crate::model::{CivilDate, Document};

/// Reads the documents of a volume, in order. A dateline without a year has that of the
/// documents around it.
pub fn volume(documents: &[Document], options: &Options) -> Extracted {
    let dates: Vec<Option<CivilDate>> = documents.iter().map(first_date).collect();
    let mut following = vec![None; documents.len()];
    let mut next = None;
    for (at, date) in dates.iter().enumerate().rev() {
        following[at] = next;
        next = date.or(next);
    }
    let mut out = Extracted::default();
    let mut before = None;
    for (at, one) in documents.iter().enumerate() {
        let near = before.or(following[at]).or(options.reference_date);
        let more = document_near(one, options, near);
        before = dates[at].or(before);
        out.events.extend(more.events);
        out.diagnostics.extend(more.diagnostics);
        out.coverage.extend(more.coverage);
    }
    out
}
