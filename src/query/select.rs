//! Selects the events that answer a question, in the order of the contract.

use super::{Filter, Window, judge};
use crate::error::Result;
use crate::model::{Answer, Event, Relation, Zone};
use rayon::prelude::*;

/// Which events of uncertain date are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Match {
    /// All that may belong to the window.
    #[default]
    Possible,
    /// Only those that certainly do.
    Certain,
}

/// What is asked of some events.
#[derive(Clone, Copy, Debug, Default)]
pub struct Question<'a> {
    /// The time; `None` is all time.
    pub window: Option<&'a Window>,
    /// How an event must lie to the window; `None`: some part of it inside.
    pub relation: Option<Relation>,
    /// What an event must be; `None` admits all.
    pub filter: Option<&'a Filter>,
    /// Cut the days by the clock of this zone.
    pub zone: Option<Zone>,
    /// Which events of uncertain date are wanted.
    pub matching: Match,
}

/// The events that answer a question.
#[derive(Clone, Debug, Default)]
pub struct Selected {
    /// By earliest, latest, order in the source, identifier; undated ones last.
    pub events: Vec<Event>,
    /// For each, whether it certainly belongs to the window.
    pub certain: Vec<bool>,
    /// Events that pass the filter, but lie outside the window.
    pub outside: usize,
    /// Events that might belong to the window and were not wanted.
    pub perhaps: usize,
    /// Events without any bound, which no window can hold.
    pub undated: Vec<Event>,
}

/// Selects and sorts the events that answer a question.
///
/// Without a window every event is certain, undated ones included.
///
/// # Errors
/// A predicate that cannot be worked out on these events.
///
/// ```
/// use annals::model::Event;
/// use annals::query::{Question, select};
/// let events = [Event::undated("a/sent", "a")];
/// let all = select(&events, &Question::default()).unwrap();
/// assert_eq!(all.events, events);
/// ```
pub fn select(events: &[Event], question: &Question<'_>) -> Result<Selected> {
    let admitted: Vec<bool> = match question.filter {
        Some(filter) => filter.mask(events)?,
        None => vec![true; events.len()],
    };
    let verdicts: Vec<Option<Answer>> = events
        .par_iter()
        .zip(&admitted)
        .map(|(event, admitted)| match (question.window, admitted) {
            (Some(window), true) => judge(event, window, question.relation, question.zone),
            _ => Some(Answer::Yes),
        })
        .collect();
    let mut out = Selected::default();
    let mut kept: Vec<(usize, bool)> = Vec::new();
    for (at, verdict) in verdicts.into_iter().enumerate() {
        match (verdict, question.matching) {
            _ if !admitted[at] => {}
            (None, _) => out.undated.push(events[at].clone()),
            (Some(Answer::No), _) => out.outside += 1,
            (Some(Answer::Perhaps), Match::Certain) => out.perhaps += 1,
            (Some(answer), _) => kept.push((at, answer == Answer::Yes)),
        }
    }
    kept.sort_by(|(a, _), (b, _)| {
        let key = |at: usize| {
            let event = &events[at];
            let (earliest, latest) = (event.when.earliest, event.when.latest);
            let order = (earliest.is_none(), earliest, latest.is_none(), latest);
            (order, at, &event.event_id)
        };
        key(*a).cmp(&key(*b))
    });
    out.certain = kept.iter().map(|(_, certain)| *certain).collect();
    out.events = kept.iter().map(|(at, _)| events[*at].clone()).collect();
    Ok(out)
}
