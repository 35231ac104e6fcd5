//! A fact of a table that names no source.

use super::fault;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Event;

/// A fact without an archive reference, told among others that have one.
pub(super) fn no_source(events: &[Event]) -> Vec<Diagnostic> {
    let cited = |e: &&Event| e.citation.is_some();
    if !events.iter().any(|e| cited(&e)) {
        return Vec::new();
    }
    let bare = events.iter().filter(|e| !cited(e));
    bare.map(|event| {
        let message = format!(
            "{} has no archive reference, as others have",
            event.event_id
        );
        fault(event, Severity::Note, Code::NoSource, message).hint("fill the column `citation`")
    })
    .collect()
}
