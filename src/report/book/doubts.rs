//! Gaps and doubts: diagnostics with one voice for many places.

use crate::diagnostic::{Diagnostic, Severity};
use crate::report::names::Names;
use serde::Serialize;
use std::collections::BTreeMap;

/// How many places of one doubt are named before the rest is counted.
const PLACES: usize = 12;

/// A doubt and where it arose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Doubt {
    /// `warning`.
    pub severity: String,
    /// `arrival-before-dispatch`.
    pub code: String,
    /// What is odd.
    pub message: String,
    /// `telegrams.csv:17, 21 and 3 more`.
    pub places: String,
}

/// The gravest first, then by code; one message at many places is one doubt.
pub fn doubts(diagnostics: &[Diagnostic], names: &Names) -> Vec<Doubt> {
    type Key<'a> = (std::cmp::Reverse<Severity>, &'a str, String);
    let mut grouped: BTreeMap<Key<'_>, Vec<String>> = BTreeMap::new();
    for d in diagnostics {
        let key = (
            std::cmp::Reverse(d.severity),
            d.code.name(),
            names.message(&d.message),
        );
        let place = match d.line {
            0 => names.file(&d.source).to_owned(),
            line => format!("{}:{line}", names.file(&d.source)),
        };
        let places = grouped.entry(key).or_default();
        if !place.is_empty() && !places.contains(&place) {
            places.push(place);
        }
    }
    let doubt = |((severity, code, message), places): (Key<'_>, Vec<String>)| {
        let mut named = places
            .iter()
            .take(PLACES)
            .cloned()
            .collect::<Vec<_>>()
            .join(", ");
        if places.len() > PLACES {
            named.push_str(&format!(" and {} more", places.len() - PLACES));
        }
        Doubt {
            severity: severity.0.name().to_owned(),
            code: code.to_owned(),
            message: quoted(&message),
            places: named,
        }
    };
    grouped.into_iter().map(doubt).collect()
}

/// Values in backticks, as a terminal shows them, in the quotation marks of a book.
fn quoted(message: &str) -> String {
    let parts: Vec<&str> = message.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return message.to_owned();
    }
    let mut text = String::with_capacity(message.len() + parts.len());
    for (i, part) in parts.iter().enumerate() {
        match (i, i % 2) {
            (0, _) => {}
            (_, 1) => text.push('‘'),
            _ => text.push('’'),
        }
        text.push_str(part);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    #[test]
    fn one_message_at_many_places_is_one_doubt() {
        let note = |line| {
            let text = "no zone is known".to_owned();
            Diagnostic::new(Severity::Note, Code::ZoneUnknown, "a.csv", text).at(line, 0)
        };
        let many: Vec<Diagnostic> = (1..=20).map(note).collect();
        let found = doubts(&many, &Names::default());
        assert_eq!(found.len(), 1);
        assert_eq!(
            quoted("the clock of `Chungking`"),
            "the clock of ‘Chungking’"
        );
        assert!(found[0].places.ends_with("a.csv:12 and 8 more"));
    }
}
