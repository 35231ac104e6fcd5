//! Filters on what an event is, not when.

use super::Predicate;
use crate::error::Result;
use crate::model::Event;
use polars::prelude::*;
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
    /// A predicate of SQL over the columns.
    pub predicate: Option<Predicate>,
    /// Columns of the inputs that a predicate may name though no event has a value there.
    pub columns: Vec<String>,
}

impl Filter {
    /// For each event, whether it passes.
    ///
    /// # Errors
    /// A predicate that cannot be worked out on these events.
    pub fn mask(&self, events: &[Event]) -> Result<Vec<bool>> {
        let mut out: Vec<bool> = events.iter().map(|e| self.admits(e)).collect();
        if let Some(predicate) = &self.predicate {
            for (passes, holds) in out.iter_mut().zip(predicate.mask(events, &self.columns)?) {
                *passes &= holds;
            }
        }
        Ok(out)
    }

    /// Whether an event passes all but the predicate.
    fn admits(&self, event: &Event) -> bool {
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

    /// The same as an expression over a frame that has these columns beside the event's own.
    ///
    /// # Errors
    /// A predicate over a column that is not there.
    pub fn expr(&self, brought: &[&str]) -> Result<Expr> {
        let mut out = lit(true);
        let lower = |name: &str| col(name).str().to_lowercase();
        for (list, column) in [
            (&self.stages, "stage"),
            (&self.documents, "document_id"),
            (&self.messages, "message_id"),
        ] {
            out = all(out, list, &|wanted| col(column).eq(lit(wanted)));
        }
        out = all(out, &self.places, &|wanted| {
            lower("place").eq(lit(wanted.to_lowercase()))
        });
        out = all(out, &self.actors, &|wanted| {
            let has = |column| {
                let wanted = lit(wanted.to_lowercase());
                lower(column)
                    .str()
                    .contains_literal(wanted)
                    .fill_null(lit(false))
            };
            has("sender").or(has("recipient"))
        });
        if let Some(pattern) = &self.text {
            let has = |column: &str| {
                let pattern = lit(pattern.as_str());
                col(column)
                    .str()
                    .contains(pattern, true)
                    .fill_null(lit(false))
            };
            out = out.and(has("label").or(has("as_written")));
        }
        match &self.predicate {
            Some(predicate) => Ok(out.and(predicate.expr(brought)?)),
            None => Ok(out),
        }
    }

    /// Whether it admits everything.
    pub fn is_empty(&self) -> bool {
        self.stages.is_empty()
            && self.places.is_empty()
            && self.actors.is_empty()
            && self.documents.is_empty()
            && self.messages.is_empty()
            && self.text.is_none()
            && self.predicate.is_none()
    }
}

/// One of a list, if there is a list.
fn all(before: Expr, list: &[String], fits: &dyn Fn(&str) -> Expr) -> Expr {
    let one = list.iter().map(|wanted| fits(wanted)).reduce(Expr::or);
    match one {
        Some(one) => before.and(one.fill_null(lit(false))),
        None => before,
    }
}
