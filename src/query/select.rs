//! Selects the events of a window from the frame, in the order of the contract.

use super::{Filter, Span, Window, local_begin, local_end};
use crate::error::Result;
use crate::frame;
use crate::model::{Event, Zone};
use polars::prelude::*;

/// Which events of uncertain date are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Match {
    /// All that may belong to the window.
    #[default]
    Possible,
    /// Only those that certainly do.
    Certain,
}

/// The events that answer a question.
#[derive(Clone, Debug, Default)]
pub struct Selected {
    /// By earliest, latest, order in the source, identifier; undated ones last.
    pub events: Vec<Event>,
    /// For each, whether it certainly belongs to the window.
    pub certain: Vec<bool>,
    /// Events outside the window.
    pub outside: usize,
    /// Events without any bound, which no window can hold.
    pub undated: usize,
}

/// Selects and sorts the events of a frame.
///
/// Without a window every event is certain, undated ones included.
///
/// # Errors
/// What Polars refuses.
pub fn select(
    frame: &DataFrame,
    window: Option<&Window>,
    filter: &Filter,
    zone: Option<Zone>,
    wanted: Match,
) -> Result<Selected> {
    let with_edges = with_edges(frame, filter, window, zone)?;
    let sorted = with_edges.lazy().filter(col(ADMITTED)).sort(
        ["earliest", "latest", ORDER, "event_id"],
        SortMultipleOptions::default()
            .with_nulls_last(true)
            .with_maintain_order(true),
    );
    let Some(window) = window else {
        let events = frame::to_events(&plain(sorted.collect()?)?)?;
        return Ok(Selected {
            certain: vec![true; events.len()],
            events,
            ..Selected::default()
        });
    };
    let (begin, end) = edges(window);
    let dated = col(FROM).is_not_null().or(col(TO).is_not_null());
    // A missing edge is unbounded: it never excludes, and never makes certain.
    let starts_before_end = match end {
        Some(end) => col(FROM).lt(lit(end)).fill_null(lit(true)),
        None => lit(true),
    };
    let ends_after_begin = match begin {
        Some(begin) => col(TO).gt(lit(begin)).fill_null(lit(true)),
        None => lit(true),
    };
    let starts_inside = match begin {
        Some(begin) => col(FROM).gt_eq(lit(begin)).fill_null(lit(false)),
        None => lit(true),
    };
    let ends_inside = match end {
        Some(end) => col(TO).lt_eq(lit(end)).fill_null(lit(false)),
        None => lit(true),
    };
    // What lasted belongs to the window if a part that it certainly covers does.
    let core = match (begin, end) {
        (Some(begin), Some(end)) => col(CORE_FROM)
            .lt(lit(end))
            .and(col(CORE_TO).gt(lit(begin)))
            .fill_null(lit(false)),
        _ => lit(false),
    };
    let answered = sorted
        .with_column(dated.alias(DATED))
        .with_column(
            col(DATED)
                .and(starts_before_end)
                .and(ends_after_begin)
                .alias(POSSIBLE),
        )
        .with_column(
            col(POSSIBLE)
                .and(starts_inside.and(ends_inside).or(core))
                .alias(CERTAIN),
        )
        .collect()?;
    let count = |name: &str, value: bool| -> Result<usize> {
        let column = answered.column(name)?.bool()?;
        Ok(column
            .iter()
            .filter(|v| v.unwrap_or(false) == value)
            .count())
    };
    let undated = count(DATED, false)?;
    let outside = answered.height() - undated - count(POSSIBLE, true)?;
    let keep = match wanted {
        Match::Possible => POSSIBLE,
        Match::Certain => CERTAIN,
    };
    let kept = answered.lazy().filter(col(keep)).collect()?;
    let certain = kept
        .column(CERTAIN)?
        .bool()?
        .iter()
        .map(|c| c.unwrap_or(false))
        .collect();
    Ok(Selected {
        events: frame::to_events(&plain(kept)?)?,
        certain,
        outside,
        undated,
    })
}

const FROM: &str = "annals.from";
const TO: &str = "annals.to";
const CORE_FROM: &str = "annals.core_from";
const CORE_TO: &str = "annals.core_to";
const ORDER: &str = "annals.order";
const ADMITTED: &str = "annals.admitted";
const DATED: &str = "annals.dated";
const POSSIBLE: &str = "annals.possible";
const CERTAIN: &str = "annals.certain";

/// The frame with the edges by which its events are compared with the window.
fn with_edges(
    frame: &DataFrame,
    filter: &Filter,
    window: Option<&Window>,
    zone: Option<Zone>,
) -> Result<DataFrame> {
    let events = frame::to_events(frame)?;
    let civil = matches!(window.map(|w| w.span), Some(Span::Days(..)));
    let edge = |of: &dyn Fn(&Event) -> Option<i64>| -> Vec<Option<i64>> {
        events.iter().map(of).collect()
    };
    let own = |e: &Event, at: Option<crate::model::Instant>| {
        let (at, zone) = (at?, zone.filter(|_| e.when.precision.has_clock()));
        Some(match zone.or(e.when.zone) {
            Some(zone) if civil => zone.local(at).micros(),
            _ => at.micros(),
        })
    };
    let from = edge(&|e| match civil {
        true => local_begin(e, zone).map(|l| l.micros()),
        false => e.when.earliest.map(|i| i.micros()),
    });
    let to = edge(&|e| match civil {
        true => local_end(e, zone).map(|l| l.micros()),
        false => e.when.latest.map(|i| i.micros()),
    });
    let core_from = edge(&|e| own(e, e.when.core.map(|c| c.0)));
    let core_to = edge(&|e| own(e, e.when.core.map(|c| c.1)));
    let admitted: Vec<bool> = events.iter().map(|e| filter.admits(e)).collect();
    let order: Vec<u64> = (0..events.len() as u64).collect();
    let mut out = frame.clone();
    for (name, values) in [
        (FROM, from),
        (TO, to),
        (CORE_FROM, core_from),
        (CORE_TO, core_to),
    ] {
        out.with_column(Column::new(name.into(), values))?;
    }
    out.with_column(Column::new(ADMITTED.into(), admitted))?;
    out.with_column(Column::new(ORDER.into(), order))?;
    Ok(out)
}

fn edges(window: &Window) -> (Option<i64>, Option<i64>) {
    match window.span {
        Span::Days(first, last) => {
            let edge = |day: crate::model::CivilDate| day.days() * crate::model::instant::DAY;
            (first.map(edge), last.map(edge))
        }
        Span::Instants(range) => (
            range.earliest().map(|i| i.micros()),
            range.latest().map(|i| i.micros()),
        ),
    }
}

/// The frame without the columns that only the question needed.
fn plain(frame: DataFrame) -> Result<DataFrame> {
    let names: Vec<PlSmallStr> = frame
        .get_column_names()
        .into_iter()
        .filter(|n| !n.starts_with("annals."))
        .cloned()
        .collect();
    Ok(frame.select(names)?)
}
