//! What is asked of the delays.

use super::super::args::Latency;
use super::super::window;
use crate::error::{Error, Result};
use crate::extract::Stages;
use crate::latency::{Key, Link, Wanted};
use crate::model::column::COLUMNS;
use crate::model::zone::UNKNOWN_EAST;
use crate::model::{Event, Instant};
use std::collections::BTreeSet;

/// A request, understood.
pub(super) struct Request {
    pub wanted: Wanted,
    pub by: Vec<Key>,
    pub link: Option<Link>,
}

impl Request {
    /// # Errors
    /// A stage, a key or a link that the inputs do not have; a time that is none.
    pub fn new(args: &Latency, events: &[Event], stages: &Stages) -> Result<Request> {
        let stage = |name: &String| known_stage(name, events, stages);
        let chain = args.stages.iter().map(stage).collect::<Result<Vec<_>>>()?;
        let from = args.from.as_ref().map(stage).transpose()?;
        let to = args.to.as_ref().map(stage).transpose()?;
        let link = args.across.as_deref().map(link).transpose()?;
        if link.is_none() {
            let ends: Vec<&String> = from.iter().chain(&to).collect();
            in_order(&ends, stages)?;
        }
        in_order(&chain.iter().collect::<Vec<_>>(), stages)?;
        let mut columns = Vec::new();
        let by = keys(&args.by, events, &mut columns)?;
        let wanted = Wanted {
            from,
            to,
            chain,
            as_of: args.as_of.as_deref().map(as_of).transpose()?,
            columns,
            orders: stages.orders().clone(),
        };
        Ok(Request { wanted, by, link })
    }
}

fn known_stage(name: &String, events: &[Event], stages: &Stages) -> Result<String> {
    let stage = stages.named(name).map(|s| s.name().to_owned());
    let stage = stage.unwrap_or_else(|| name.clone());
    let mut names: BTreeSet<&str> = BTreeSet::new();
    names.extend(events.iter().filter_map(|e| Some(e.stage.as_ref()?.name())));
    if names.contains(stage.as_str()) {
        return Ok(stage);
    }
    let names: Vec<&str> = names.into_iter().collect();
    Err(Error::request(
        format!("no event has the stage `{name}`"),
        match names.is_empty() {
            true => "the inputs have no stages at all".to_owned(),
            false => format!("the inputs have {}", names.join(", ")),
        },
    ))
}

/// Refuses stages against their order: between them no delay could be but an impossible one.
fn in_order(asked: &[&String], stages: &Stages) -> Result<()> {
    for two in asked.windows(2) {
        let key = |name: &String| (stages.rank(name), name.clone());
        let of_kind = |order: &Vec<String>| {
            let at = |name: &String| order.iter().position(|s| s == name);
            at(two[0]).zip(at(two[1])).is_some_and(|(a, b)| a < b)
        };
        if key(two[0]) >= key(two[1]) && !stages.orders().values().any(of_kind) {
            return Err(Error::request(
                format!("`{}` does not come before `{}`", two[0], two[1]),
                "name them in the order of the stages, or set another under [stage_order] in \
                 annals.toml",
            ));
        }
    }
    Ok(())
}

fn link(name: &str) -> Result<Link> {
    let found = Link::NAMES.iter().find(|(known, _)| *known == name);
    found.map(|(_, link)| *link).ok_or_else(|| {
        let names: Vec<&str> = Link::NAMES.iter().map(|(n, _)| *n).collect();
        Error::request(
            format!("`{name}` is no link between messages"),
            format!("use one of {}", names.join(", ")),
        )
    })
}

fn keys(names: &[String], events: &[Event], columns: &mut Vec<String>) -> Result<Vec<Key>> {
    if names.is_empty() {
        return Ok(vec![Key::Route]);
    }
    let key = |name: &String| -> Result<Key> {
        let name = name.trim();
        if let Ok(key) = name.parse() {
            return Ok(key);
        }
        let own = COLUMNS.iter().any(|c| c.name == name);
        if own || events.iter().any(|e| e.extra.contains_key(name)) {
            columns.push(name.to_owned());
            return Ok(Key::Column(name.to_owned(), columns.len() - 1));
        }
        let known: Vec<&str> = Key::NAMES.iter().map(|(n, _)| *n).collect();
        Err(Error::request(
            format!("`{name}` is no key, and no column of the inputs"),
            format!("use {}, or a column", known.join(", ")),
        ))
    };
    names.iter().map(key).collect()
}

/// The earliest instant that a time in words can mean, wherever its clock is.
pub fn as_of(words: &str) -> Result<Instant> {
    let begin = window::read_span(words)?.0;
    let instant = begin.and_then(|b| Instant::from_micros(b.micros().saturating_sub(UNKNOWN_EAST)));
    instant.ok_or_else(|| {
        Error::request(
            format!("`{words}` has no beginning"),
            "name a day, such as 1945-11-04",
        )
    })
}
