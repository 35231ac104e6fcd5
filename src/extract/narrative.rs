//! The years of dates that name none, in a text that tells of the past: found for all of them at
//! once, from the dates with a year before and after them.
//!
//! A telling moves forward; it looks back less often and less far. Every way of giving years to
//! the dates is a path from date to date, each step of which costs the days it covers, more if it
//! goes back; the cheapest path wins (a beam search, linear in the text). A date with a year that
//! the text leaves again at once is an aside: the path may pass it by.

use super::feast;
use super::point::season_month;
use super::reading::Fields;
use super::said::{Step, Unit};
use crate::model::CivilDate;
use std::ops::Range;

/// What a day forward and a day back cost, in tenths, on the way to a date without a year.
const TO_FREE: (i64, i64) = (10, 13);
/// The same on the way to a date with its year, which is written where the telling jumps.
const TO_WRITTEN: (i64, i64) = (3, 6);
/// What a date in another year than the heading above says costs, in tenths of days.
const OFF_HEADING: i64 = 2_000;
/// What it costs to pass an aside by.
const PASS_BY: i64 = 300;
/// What it costs to follow an aside.
const FOLLOW: i64 = 300;
/// What it costs to go on, after a look back, from where the telling was.
const LOOK_BACK: i64 = 300;
/// How far an aside lies from the telling, in days.
const FAR: i64 = 270;
/// How many paths are kept.
const BEAM: usize = 8;
/// How far the words from which a year is known are looked for, in dates.
const REACH: usize = 60;

/// A date as the search sees it, in the order of the text.
pub(super) struct Node {
    /// Where its words stand.
    pub bytes: Range<usize>,
    /// The years of the heading above it.
    pub heading: Option<(i32, i32)>,
    /// What it says.
    pub said: Says,
}

/// What a date says of its year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Says {
    /// Its year and more: first and last day, as counts.
    Written(i64, i64),
    /// Its year alone, or a range of years.
    Years(i32, i32),
    /// A month, and perhaps a day, without a year.
    Free(u32, u32),
    /// So many years from the one that is told.
    YearsOn(i32),
}

impl Says {
    /// What the fields of a date say; `None` if they say nothing of a year, or are counted from
    /// another date.
    pub fn of(fields: &Fields, before_christ: bool) -> Option<Says> {
        let said = &fields.said;
        if said.decade.is_some() || said.century.is_some() || said.short_decade.is_some() {
            return None;
        }
        let feast = said.feast.map(feast::month);
        let month = fields.month.or(feast).or(fields.season.map(season_month));
        if let Some(year) = fields.year {
            let backward = before_christ && !said.era && (1..1000).contains(&year);
            let year = if backward { 1 - year } else { year };
            let Some(month) = month else {
                let quarter = said.quarter.map(|q| (q.clamp(1, 4) - 1) * 3 + 1);
                let week = said
                    .week_of_year
                    .map(|w| (w.clamp(1, 52) - 1) * 12 / 52 + 1);
                let half = said.half.map(|h| (h.clamp(1, 2) - 1) * 6 + 1);
                return Some(match quarter.or(half).or(week) {
                    Some(first) => {
                        let day = days(year, first, 1)?;
                        Says::Written(day, day + 90)
                    }
                    None => Says::Years(year, year),
                });
            };
            return Some(match fields.day.and_then(|day| days(year, month, day)) {
                Some(day) => Says::Written(day, day),
                None => {
                    let first = days(year, month, 1)?;
                    Says::Written(first, first + 30)
                }
            });
        }
        if fields.short_year.is_some() {
            return None;
        }
        if said.same_year == Some(0) && month.is_none() {
            return None;
        }
        match (month, said.step, said.same_year) {
            (Some(month), None, None) => Some(Says::Free(month, fields.day.unwrap_or(15))),
            (None, Some(Step::Told(n)), None)
                if said.unit == Some(Unit::Year) && fields.weekday.is_none() =>
            {
                Some(Says::YearsOn(n))
            }
            _ => None,
        }
    }
}

/// The year of a date that names none, and the words from which it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Carried {
    /// Where the date stands.
    pub byte: usize,
    /// Its year.
    pub year: i32,
    /// The words of a date with that year, or of the last one with any.
    pub from: Option<Range<usize>>,
}

/// A path up to a date.
#[derive(Clone, Copy, Debug)]
struct Path {
    /// The first and last day that the telling may be at.
    at: (i64, i64),
    cost: i64,
    /// The choice that led here: index into the trail.
    last: u32,
}

/// A year chosen for a date, and the choice before it.
struct Choice {
    node: u32,
    year: i32,
    before: u32,
}

const NONE: u32 = u32::MAX;

/// Gives each date without a year its year, within the years that the text is about.
pub(super) fn carry(nodes: &[Node], window: Option<(i32, i32)>) -> Vec<Carried> {
    let inside = |year: i32| window.is_none_or(|(a, b)| (a..=b).contains(&year));
    // A year alone outside the window says nothing of the telling; it may be no year at all.
    let counts = |said: Says, span: (i64, i64)| {
        matches!(said, Says::Written(..)) || inside(year_of(span.0)) || inside(year_of(span.1))
    };
    let fixed: Vec<Option<(i64, i64)>> = nodes
        .iter()
        .map(|node| span(node.said).filter(|s| counts(node.said, *s)))
        .collect();
    let next = next_fixed(&fixed);
    let mut trail: Vec<Choice> = Vec::new();
    let mut paths: Vec<Path> = Vec::new();
    let mut last_fixed: Option<(i64, i64)> = None;
    for (at, node) in nodes.iter().enumerate() {
        match (node.said, fixed[at]) {
            (Says::Written(..) | Says::Years(..), Some(span)) => {
                let ahead = next.get(at + 1).copied().flatten().and_then(|i| fixed[i]);
                let aside = is_aside(last_fixed, span, ahead);
                paths = through(&paths, span, aside, matches!(node.said, Says::Years(..)));
                if !aside {
                    last_fixed = Some(span);
                }
            }
            (Says::Free(month, day), _) => {
                let ahead = next.get(at).copied().flatten().and_then(|i| fixed[i]);
                paths = choose(&paths, &mut trail, at, node, (month, day), ahead, &inside);
            }
            (Says::YearsOn(n), _) => {
                for path in &mut paths {
                    let year = year_of(path.at.1).saturating_add(n);
                    if n > 0
                        && let Some(span) = span(Says::Years(year, year))
                    {
                        path.at = span;
                    }
                }
            }
            _ => {}
        }
    }
    let best = paths.iter().min_by_key(|p| p.cost);
    let mut out = Vec::new();
    let mut choice = best.map_or(NONE, |p| p.last);
    while let Some(chosen) = trail.get(choice as usize) {
        let at = chosen.node as usize;
        out.push(Carried {
            byte: nodes[at].bytes.start,
            year: chosen.year,
            from: known_from(nodes, &fixed, at, chosen.year),
        });
        choice = chosen.before;
    }
    out.reverse();
    out
}

/// The paths after a date with a year.
fn through(paths: &[Path], span: (i64, i64), aside: bool, year_alone: bool) -> Vec<Path> {
    if paths.is_empty() {
        return vec![Path {
            at: span,
            cost: 0,
            last: NONE,
        }];
    }
    let mut out = Vec::with_capacity(paths.len() * 2);
    for path in paths {
        // A year in which the telling already is leaves it where it is.
        if year_alone && path.at.0 >= span.0 && path.at.1 <= span.1 {
            out.push(*path);
            continue;
        }
        if aside {
            out.push(Path {
                cost: path.cost + PASS_BY,
                ..*path
            });
        }
        let step = match aside {
            true => FOLLOW,
            false => cost(path.at, span, TO_WRITTEN),
        };
        out.push(Path {
            at: span,
            cost: path.cost + step,
            ..*path
        });
    }
    cheapest(out)
}

/// The paths after a date without a year: one for each year that it may have.
fn choose(
    paths: &[Path],
    trail: &mut Vec<Choice>,
    at: usize,
    node: &Node,
    (month, day): (u32, u32),
    ahead: Option<(i64, i64)>,
    inside: &impl Fn(i32) -> bool,
) -> Vec<Path> {
    let start = [Path {
        at: ahead.unwrap_or((0, 0)),
        cost: 0,
        last: NONE,
    }];
    let from = match (paths.is_empty(), ahead) {
        (false, _) => paths,
        // Before the first year of the text: from the one to come.
        (true, Some(_)) => &start,
        (true, None) => return Vec::new(),
    };
    let mut out = Vec::with_capacity(from.len() * 4);
    for path in from {
        let told = year_of(path.at.1);
        let coming = ahead.map(|a| year_of(a.0));
        let mut years = [
            Some(told),
            Some(told + 1),
            Some(told - 1),
            node.heading.map(|h| h.0),
            node.heading.map(|h| h.1),
            coming,
            coming.map(|y| y - 1),
        ];
        for i in 1..years.len() {
            if years[..i].contains(&years[i]) {
                years[i] = None;
            }
        }
        let near = |y: &i32| inside(*y) || *y == told || Some(*y) == coming;
        for year in years.into_iter().flatten().filter(near) {
            let first = days(year, month, day).or_else(|| days(year, month, 1));
            let Some(first) = first else { continue };
            let off = match node.heading {
                Some((first, last)) if !(first..=last).contains(&year) => OFF_HEADING,
                _ => 0,
            };
            let step = path.cost + cost(path.at, (first, first), TO_FREE) + off;
            let last = trail.len() as u32;
            out.push(Path {
                at: (first, first),
                cost: step,
                last,
            });
            if first < path.at.0 {
                let cost = step + LOOK_BACK;
                out.push(Path {
                    cost,
                    last,
                    ..*path
                });
            }
            trail.push(Choice {
                node: at as u32,
                year,
                before: path.last,
            });
        }
    }
    cheapest(out)
}

/// What a step costs at so much a day.
fn cost(from: (i64, i64), to: (i64, i64), (forward, backward): (i64, i64)) -> i64 {
    if to.1 < from.0 {
        (from.0 - to.1) * backward
    } else if to.0 > from.1 {
        (to.0 - from.1) * forward
    } else {
        0
    }
}

/// The cheapest of the paths, one for each place; the earlier wins among equals.
fn cheapest(mut paths: Vec<Path>) -> Vec<Path> {
    paths.sort_by_key(|p| (p.cost, p.at));
    let mut out: Vec<Path> = Vec::with_capacity(BEAM);
    for path in paths {
        if out.len() == BEAM {
            break;
        }
        if !out.iter().any(|p| p.at == path.at) {
            out.push(path);
        }
    }
    out
}

/// Whether the text goes far away with a date and comes back with the next.
fn is_aside(before: Option<(i64, i64)>, at: (i64, i64), next: Option<(i64, i64)>) -> bool {
    let (Some(before), Some(next)) = (before, next) else {
        return false;
    };
    let apart = |a: (i64, i64), b: (i64, i64)| (b.0 - a.1).max(a.0 - b.1).max(0);
    let out = apart(before, at);
    out > FAR && apart(at, next) > 0 && apart(before, next) * 2 < out
}

/// For each date the index of the first with a year at or after it.
fn next_fixed(fixed: &[Option<(i64, i64)>]) -> Vec<Option<usize>> {
    let mut next = None;
    let mut out = vec![None; fixed.len() + 1];
    for (at, span) in fixed.iter().enumerate().rev() {
        next = span.map(|_| at).or(next);
        out[at] = next;
    }
    out
}

/// The words of the nearest date that has the year: before, else after, else the last with any.
fn known_from(
    nodes: &[Node],
    fixed: &[Option<(i64, i64)>],
    at: usize,
    year: i32,
) -> Option<Range<usize>> {
    let has = |i: &usize| {
        fixed[*i].is_some_and(|(first, last)| (year_of(first)..=year_of(last)).contains(&year))
    };
    let before = || (at.saturating_sub(REACH)..at).rev();
    let after = at + 1..(at + REACH).min(nodes.len());
    let found = before()
        .find(has)
        .or_else(|| after.clone().find(has))
        .or_else(|| before().find(|i| fixed[*i].is_some()))
        .or_else(|| after.clone().find(|i| fixed[*i].is_some()));
    found.map(|i| nodes[i].bytes.clone())
}

/// First and last day of a date with a year.
fn span(said: Says) -> Option<(i64, i64)> {
    match said {
        Says::Written(first, last) => Some((first, last)),
        Says::Years(first, last) => Some((days(first, 1, 1)?, days(last, 12, 31)?)),
        Says::Free(..) | Says::YearsOn(_) => None,
    }
}

fn days(year: i32, month: u32, day: u32) -> Option<i64> {
    CivilDate::new(year, month, day).map(CivilDate::days)
}

/// The year of a day that is a count.
fn year_of(days: i64) -> i32 {
    CivilDate::from_days(days).year()
}
