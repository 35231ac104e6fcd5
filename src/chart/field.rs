//! Columns by which a chart makes lanes and classes.

use super::text::clean;
use crate::error::{Error, Result};
use crate::model::Event;
use std::collections::BTreeSet;

/// A column of the events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    name: String,
}

/// A name, and where its value stands in an event.
type Known = (&'static str, fn(&Event) -> Option<&str>);

/// Columns that every event has, by the names that may be typed.
const KNOWN: [Known; 15] = [
    ("place", |e| e.place.as_deref()),
    ("sender", |e| e.sender.as_deref()),
    ("recipient", |e| e.recipient.as_deref()),
    ("stage", |e| e.stage.as_ref().map(|s| s.name())),
    ("message", |e| Some(&e.message_id)),
    ("message_id", |e| Some(&e.message_id)),
    ("document", |e| Some(&e.document_id)),
    ("document_id", |e| Some(&e.document_id)),
    ("source", |e| Some(&e.provenance.source)),
    ("status", |e| e.status.as_deref()),
    ("tags", |e| e.tags.as_deref()),
    ("citation", |e| e.citation.as_deref()),
    ("zone_basis", |e| Some(e.when.zone_basis.name())),
    ("precision", |e| Some(e.when.precision.name())),
    ("rule", |e| Some(&e.provenance.rule)),
];

impl Field {
    /// The column of a name, if the events have it.
    ///
    /// # Errors
    /// A name that no event has; the hint lists those that they have.
    pub fn named(name: &str, events: &[Event]) -> Result<Field> {
        let of_table = || events.iter().any(|e| e.extra.contains_key(name));
        if KNOWN.iter().any(|(known, _)| *known == name) || of_table() {
            return Ok(Field {
                name: name.to_owned(),
            });
        }
        let known = KNOWN.iter().map(|(known, _)| *known);
        let extra: BTreeSet<&str> = events
            .iter()
            .flat_map(|e| e.extra.keys().map(String::as_str))
            .collect();
        let names: Vec<&str> = known.filter(|n| !n.ends_with("_id")).chain(extra).collect();
        Err(Error::request(
            format!("the events have no column `{name}`"),
            format!("use one of {}", names.join(", ")),
        ))
    }

    /// The column of places.
    pub fn place() -> Field {
        Field {
            name: "place".to_owned(),
        }
    }

    /// The column of stages.
    pub fn stage() -> Field {
        Field {
            name: "stage".to_owned(),
        }
    }

    /// Its name, as a reader would say it.
    pub fn name(&self) -> &str {
        self.name.trim_end_matches("_id")
    }

    /// The value of an event, fit to be drawn; `None` if there is none.
    pub fn of(&self, event: &Event) -> Option<String> {
        let known = KNOWN.iter().find(|(known, _)| *known == self.name);
        let value = match known {
            Some((_, get)) => get(event).map(clean),
            None => event.extra.get(&self.name).map(|v| clean(v)),
        };
        value.filter(|v| !v.is_empty())
    }

    /// What stands where an event has no value.
    pub fn missing(&self) -> String {
        format!("{} not given", self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn a_column_that_no_event_has_is_refused_with_those_that_they_have() {
        let mut events = samples::cable();
        events[0].extra.insert("box".into(), "17".into());
        assert!(Field::named("box", &events).is_ok());
        let error = Field::named("bos", &events).unwrap_err();
        assert!(error.hint().unwrap().contains("place, sender"));
        assert!(error.hint().unwrap().ends_with(", box"));
        assert_eq!(Field::place().of(&events[0]).as_deref(), Some("Sochi"));
    }
}
