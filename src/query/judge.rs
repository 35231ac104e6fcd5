//! Whether an event belongs to a window: no, perhaps, or yes.

use super::edges::Edges;
use super::{Span, Window};
use crate::model::instant::DAY;
use crate::model::{Answer, CivilDate, Ends, Event, Instant, InstantRange, Relation, Zone};

/// Whether an event belongs to a window; `None` if nothing is known of its time.
///
/// What lasted belongs to a window if a part of it does.
///
/// ```
/// use annals::model::{Answer, Event};
/// use annals::query::{judge, Window};
/// assert_eq!(judge(&Event::undated("a", "a"), &Window::days(None, None), None, None), None);
/// ```
pub fn judge(
    event: &Event,
    window: &Window,
    relation: Option<Relation>,
    zone: Option<Zone>,
) -> Option<Answer> {
    let (edges, bounds) = match window.span {
        Span::Days(first, last) => {
            let edge = |day: CivilDate| day.days() * DAY;
            (Edges::civil(event, zone), (first.map(edge), last.map(edge)))
        }
        Span::Instants(range) => (Edges::absolute(event), micros(range)),
        Span::EachYear { month, day } => {
            let edges = Edges::civil(event, zone);
            return (!edges.is_undated()).then(|| each_year(&edges, month, day));
        }
        Span::Around { center, within } => {
            let edges = Edges::absolute(event);
            return (!edges.is_undated()).then(|| around(&edges, center, within));
        }
    };
    if edges.is_undated() {
        return None;
    }
    Some(match relation {
        None => inside(&edges, bounds),
        Some(relation) => {
            let (low, high) = (bounds.0.unwrap_or(i64::MIN), bounds.1.unwrap_or(i64::MAX));
            relation.between(&edges.ends(event), &Ends::exactly(low, high))
        }
    })
}

fn micros(range: InstantRange) -> (Option<i64>, Option<i64>) {
    let of = |at: Option<Instant>| at.map(Instant::micros);
    (of(range.earliest()), of(range.latest()))
}

/// Two half-open ranges. A missing edge is unbounded: it never excludes, and never makes certain.
fn inside(edges: &Edges, (begin, end): (Option<i64>, Option<i64>)) -> Answer {
    let apart = |first: Option<i64>, second: Option<i64>| match (first, second) {
        (Some(first), Some(second)) => first <= second,
        _ => false,
    };
    if apart(end, edges.from) || apart(edges.to, begin) {
        return Answer::No;
    }
    let begins_inside = begin.is_none_or(|begin| edges.from.is_some_and(|from| from >= begin));
    let ends_inside = end.is_none_or(|end| edges.to.is_some_and(|to| to <= end));
    let core = edges.core.is_some_and(|(from, to)| {
        end.is_none_or(|end| from < end) && begin.is_none_or(|begin| to > begin)
    });
    match core || (begins_inside && ends_inside) {
        true => Answer::Yes,
        false => Answer::Perhaps,
    }
}

/// A day of every year.
fn each_year(edges: &Edges, month: u32, day: u32) -> Answer {
    let days = |from: i64, to: i64| (from.div_euclid(DAY), (to - 1).div_euclid(DAY));
    if let Some((from, to)) = edges.core {
        let (first, last) = days(from, to);
        if comes_between(first, last, month, day) {
            return Answer::Yes;
        }
    }
    let (Some(from), Some(to)) = (edges.from, edges.to) else {
        return Answer::Perhaps;
    };
    let (first, last) = days(from, to);
    match (comes_between(first, last, month, day), first == last) {
        (false, _) => Answer::No,
        (true, true) => Answer::Yes,
        (true, false) => Answer::Perhaps,
    }
}

/// Whether a day of the year comes between two civil days, both included.
fn comes_between(first: i64, last: i64, month: u32, day: u32) -> bool {
    let year = |days: i64| CivilDate::from_days(days).year();
    // Between two leap days lie at most eight years.
    let years = year(first)..=year(last).min(year(first).saturating_add(8));
    years
        .filter_map(|year| CivilDate::new(year, month, day))
        .any(|date| (first..=last).contains(&date.days()))
}

/// No further than `within` from a moment that lies somewhere in `center`.
fn around(edges: &Edges, center: InstantRange, within: i64) -> Answer {
    let (begin, end) = micros(center);
    let further = |a: Option<i64>, b: Option<i64>| match (a, b) {
        // Both ranges are half-open, so the distance is always more than this difference.
        (Some(a), Some(b)) => a.saturating_sub(b) >= within,
        _ => false,
    };
    if further(edges.from, end) || further(begin, edges.to) {
        return Answer::No;
    }
    let spread = |a: Option<i64>, b: Option<i64>| Some(a?.saturating_sub(b?));
    // The greatest distance is less than the outer difference.
    let sure = |a, b| spread(a, b).is_some_and(|most| most <= within.saturating_add(1));
    // What lasted is near if the part that it certainly covers is.
    let core = edges.core.is_some_and(|(from, to)| {
        let near = |a, b| spread(a, b).is_some_and(|most| most <= within);
        near(Some(from), begin) && near(end, Some(to))
    });
    match core || (sure(edges.to, begin) && sure(end, edges.from)) {
        true => Answer::Yes,
        false => Answer::Perhaps,
    }
}
