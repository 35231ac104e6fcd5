//! Messages whose stages stand in a header, apart from their texts: letters of TEI, mail.

use super::{Extracted, Facts, Options, document_near, table};
use crate::model::{CivilDate, Document, Precision, Table};
use std::collections::HashMap;

/// Reads the stages of some messages, then what their texts add: their own datelines, and the
/// dates of the prose if those are asked for.
pub fn letters(documents: &[Document], stages: &Table, options: &Options) -> Extracted {
    let mut out = table(stages, options);
    let mut told: HashMap<String, Option<CivilDate>> = HashMap::new();
    for event in &out.events {
        let day = event.when.local_begin.map(|l| l.date());
        told.entry(event.document_id.clone()).or_insert(day);
    }
    // A message with a header needs no envelope to be guessed from its text.
    let of_header = Options {
        facts: match options.facts {
            Facts::Auto => Facts::Envelope,
            other => other,
        },
        ..options.clone()
    };
    for document in documents {
        let known = told.get(&document.id);
        let options = if known.is_some() { &of_header } else { options };
        if known.is_some() && document.markup.is_none() && options.facts == Facts::Envelope {
            continue;
        }
        let near = known.copied().flatten().or(options.reference_date);
        let mut more = document_near(document, options, near);
        if known.is_some() {
            // A year alone, beside the header's day, tells nothing new.
            more.events.retain(|e| e.when.precision <= Precision::Day);
        }
        out.events.extend(more.events);
        out.diagnostics.extend(more.diagnostics);
        if known.is_none() {
            out.coverage.extend(more.coverage);
        }
    }
    out
}
