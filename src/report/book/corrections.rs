//! Corrections of the project file, with their reasons: nothing is changed in silence.

use super::fact::Fact;
use super::index::{Reference, shortened};
use crate::model::Event;
use crate::report::Chronology;
use crate::report::names::Names;
use serde::Serialize;

/// A correction as its keeper made it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Correction {
    /// The event, by its identifier or the beginning of it.
    pub event: Option<String>,
    /// Words of the events that it corrects.
    pub text: Option<String>,
    /// What it gives: `date 1943-03-07, zone Asia/Shanghai`; `left out`.
    pub change: String,
    /// Why.
    pub reason: String,
}

impl Correction {
    /// Whether it corrected an event: the event bears its reason.
    pub(super) fn corrects(&self, event: &Event) -> bool {
        let named = match (&self.event, &self.text) {
            (Some(id), _) => event.event_id.starts_with(id.as_str()),
            (None, Some(text)) => event.provenance.as_written.contains(text.as_str()),
            (None, None) => false,
        };
        let reason = || format!("override: {}", self.reason);
        named && event.note.as_ref().is_some_and(|n| n.contains(&reason()))
    }
}

/// A correction as it is printed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Corrected {
    /// Whose events it is about: an identifier, or words.
    pub of: String,
    /// What it gives.
    pub change: String,
    /// Why.
    pub reason: String,
    /// The entries it changed.
    pub entries: Vec<Reference>,
}

/// The corrections that changed a printed entry or left one out.
pub fn corrections(
    chronology: &Chronology<'_>,
    facts: &[Fact<'_>],
    names: &Names,
) -> Vec<Corrected> {
    let printed = |correction: &Correction| {
        let mut entries: Vec<Reference> = Vec::new();
        for fact in facts {
            if fact.all.iter().any(|e| correction.corrects(e)) {
                let before = entries.last().map_or("", |e| e.number.as_str());
                entries.push(Reference {
                    text: shortened(before, &fact.number).to_owned(),
                    number: fact.number.clone(),
                });
            }
        }
        let of = match (&correction.event, &correction.text) {
            (Some(id), _) => names.identifier(id).to_owned(),
            (None, text) => format!("“{}”", text.as_deref().unwrap_or_default()),
        };
        Corrected {
            of,
            change: correction.change.clone(),
            reason: correction.reason.clone(),
            entries,
        }
    };
    let all = chronology.corrections.iter().map(printed);
    all.filter(|c| !c.entries.is_empty() || c.change == Correction::LEFT_OUT)
        .collect()
}

impl Correction {
    /// The change of a correction that leaves its events out.
    pub const LEFT_OUT: &'static str = "left out";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::book::fact::facts;
    use crate::report::sample;

    #[test]
    fn a_correction_names_the_entries_that_it_changed() {
        let mut events = sample::cable();
        events[1].note = Some("a copy; override: the clock was fast".into());
        let correction = |event: &str, change: &str, reason: &str| Correction {
            event: Some(event.into()),
            change: change.into(),
            reason: reason.into(),
            ..Correction::default()
        };
        let all = [
            correction("cable-3523/arr", "time 02:45", "the clock was fast"),
            correction("cable-3523/arr", "time 02:45", "another reason"),
            correction("cable-9/sent", Correction::LEFT_OUT, "a forgery"),
        ];
        let chronology = Chronology {
            events: &events,
            corrections: &all,
            ..Chronology::default()
        };
        let printed = corrections(&chronology, &facts(&events, None), &Names::default());
        assert_eq!(printed.len(), 2);
        assert_eq!(printed[0].entries[0].number, "1945-11-04/02");
        assert_eq!(printed[1].reason, "a forgery");
    }
}
