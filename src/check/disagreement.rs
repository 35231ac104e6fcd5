//! Sources that tell one fact at times which cannot both be right.

use super::fault;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Event;
use std::collections::BTreeMap;

pub(super) fn sources_disagree(events: &[Event]) -> Vec<Diagnostic> {
    let mut facts: BTreeMap<&str, Vec<&Event>> = BTreeMap::new();
    for event in events.iter().filter(|e| e.when.bounds().is_some()) {
        facts.entry(&event.fact_id).or_default().push(event);
    }
    let mut out = Vec::new();
    for tellings in facts.values() {
        let Some((first, others)) = tellings.split_first() else {
            continue;
        };
        for other in others {
            let meet = first
                .when
                .bounds()
                .zip(other.when.bounds())
                .is_none_or(|(a, b)| a.meets(b));
            if !meet {
                let message = format!(
                    "{} says `{}` of {}, but {} line {} says `{}`",
                    other.provenance.source,
                    other.provenance.as_written,
                    other.fact_id,
                    first.provenance.source,
                    first.provenance.line,
                    first.provenance.as_written,
                );
                out.push(fault(
                    other,
                    Severity::Warning,
                    Code::SourcesDisagree,
                    message,
                ));
            }
        }
    }
    out
}
