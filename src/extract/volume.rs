//! A volume: its documents in order, so that one without a year takes it from its neighbours.

use super::envelope::first_date;
use super::{Extracted, Options, document_near};
use crate::model::{CivilDate, Document};

/// Reads the documents of a volume, in order. A dateline without a year has that of the
/// documents around it.
pub fn volume(documents: &[Document], options: &Options) -> Extracted {
    let mut out = Extracted::default();
    let mut before: Option<CivilDate> = None;
    // Only documents before the first date need to look ahead, and all of them see that date.
    let mut ahead: Option<Option<CivilDate>> = None;
    for one in documents {
        let near = before
            .or_else(|| *ahead.get_or_insert_with(|| documents.iter().find_map(first_date)))
            .or(options.reference_date);
        let more = document_near(one, options, near);
        let dated = more.events.iter().find(|e| e.stage.is_some());
        let date = dated.and_then(|e| e.when.local_begin).map(|l| l.date());
        before = date.or(before);
        out.events.extend(more.events);
        out.diagnostics.extend(more.diagnostics);
        out.coverage.extend(more.coverage);
    }
    out
}
