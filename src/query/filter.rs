//! Filters on what an event is, not when.

use crate::model::Event;
use regex::Regex;

/// What an event must be; an empty list admits all.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Any of these stages.
    pub stages: Vec<String>,
    /// Any of these places, whatever their case.
    pub places: Vec<String>,
    /// Sender or recipient contains any of these, whatever their case.
    pub actors: Vec<String>,
    /// Any of these documents.
    pub documents: Vec<String>,
    /// Any of these messages.
    pub messages: Vec<String>,
    /// The label or the words match.
    pub text: Option<Regex>,
}

impl Filter {
    /// Whether an event passes.
    pub fn admits(&self, event: &Event) -> bool {
        let any = |list: &[String], fits: &dyn Fn(&str) -> bool| {
            list.is_empty() || list.iter().any(|wanted| fits(wanted))
        };
        let stage = event.stage.as_ref().map(|s| s.name());
        let is_place = |wanted: &str| {
            let place = event.place.as_deref().unwrap_or("");
            place.to_lowercase() == wanted.to_lowercase()
        };
        let names = |wanted: &str| {
            let wanted = wanted.to_lowercase();
            [&event.sender, &event.recipient]
                .into_iter()
                .flatten()
                .any(|name| name.to_lowercase().contains(&wanted))
        };
        any(&self.stages, &|s| stage == Some(s))
            && any(&self.places, &is_place)
            && any(&self.actors, &names)
            && any(&self.documents, &|d| event.document_id == d)
            && any(&self.messages, &|m| event.message_id == m)
            && self.text.as_ref().is_none_or(|pattern| {
                pattern.is_match(&event.label) || pattern.is_match(&event.provenance.as_written)
            })
    }

    /// Whether it admits everything.
    pub fn is_empty(&self) -> bool {
        self.stages.is_empty()
            && self.places.is_empty()
            && self.actors.is_empty()
            && self.documents.is_empty()
            && self.messages.is_empty()
            && self.text.is_none()
    }
}
