//! Lanes by place: rows for marks that would cover each other, labels above them.

use super::super::axis::TimeScale;
use super::super::canvas::{Align, Canvas, Stroke};
use super::super::drawing::{Data, cell};
use super::super::field::Field;
use super::super::labels::{self, Label, Placement, Space};
use super::super::mark::{Mark, Meaning};
use super::super::rows;
use super::super::style::{BODY, DOT, INK, MARGIN, QUIET, RULE, SMALL};
use super::super::text;
use super::super::words;
use crate::model::Event;
use std::collections::{BTreeMap, BTreeSet};

/// Lanes beyond this number are one lane of other places.
const MOST_LANES: usize = 12;
/// Distance of rows of marks.
const ROW: f64 = 11.0;
/// Distance of layers of labels: two lines and room for leaders to bend.
const LAYER: f64 = 40.0;
/// Widest label.
const WIDEST: f64 = 190.0;
/// Marks that found no row are counted in columns of this width.
const COLUMN: f64 = 46.0;
/// More labels than these cannot fit on any lane: an even choice is tried.
const CANDIDATES: usize = 400;

/// The events of a place, by where their marks begin.
pub struct Lane<'a> {
    pub name: String,
    /// Whether it gathers several places, which its labels must then name.
    mixed: bool,
    marks: Vec<(Mark, &'a Event)>,
}

/// How much height a lane may take.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    layers: usize,
    rows: usize,
}

impl Budget {
    /// Budgets to try, generous first; one only if the height is free.
    pub fn ladder(lanes: usize, height_is_fixed: bool) -> Vec<Budget> {
        let layers = match lanes {
            0..=2 => 4,
            3..=5 => 3,
            6..=9 => 2,
            _ => 1,
        };
        let mut ladder = vec![Budget { layers, rows: 6 }];
        if height_is_fixed {
            ladder.extend((0..layers).rev().map(|layers| Budget { layers, rows: 6 }));
            ladder.extend((1..6).rev().map(|rows| Budget { layers: 0, rows }));
        }
        ladder
    }
}

/// The table of what is drawn.
pub fn data() -> Data {
    Data::new(&[
        "event_id",
        "lane",
        "earliest",
        "latest",
        "precision",
        "label",
    ])
}

/// The lane of each event, and the width of the column of names.
pub fn names(events: &[&Event], field: &Field, width: f64) -> (Vec<Option<String>>, f64) {
    let names: Vec<Option<String>> = events.iter().map(|e| field.of(e)).collect();
    let missing = field.missing();
    if names.iter().all(Option::is_none) {
        return (names, 0.0);
    }
    let widest = names
        .iter()
        .flatten()
        .map(|name| name.as_str())
        .chain([missing.as_str()])
        .collect::<BTreeSet<&str>>()
        .into_iter()
        .map(|name| text::width(name, BODY))
        .fold(80.0, f64::max);
    (names, widest.min(150.0).min(width * 0.25) + 18.0)
}

/// The lanes in the order in which their places first appear in time.
pub fn sort<'a>(
    events: &[&'a Event],
    field: &Field,
    names: Vec<Option<String>>,
    scale: &TimeScale,
) -> Vec<Lane<'a>> {
    let mut marked: Vec<(Mark, &'a Event, String)> = events
        .iter()
        .zip(names)
        .filter_map(|(event, name)| {
            let name = name.unwrap_or_else(|| field.missing());
            Some((Mark::of(event, scale)?, *event, name))
        })
        .collect();
    // A stable sort: equal starts keep the order of the source.
    marked.sort_by(|a, b| a.0.extent().0.total_cmp(&b.0.extent().0));
    // Size of each place, and where it first appears.
    let mut sizes: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (i, (_, _, name)) in marked.iter().enumerate() {
        sizes.entry(name).or_insert((0, i)).0 += 1;
    }
    let mut by_size: Vec<(&str, (usize, usize))> = sizes.into_iter().collect();
    by_size.sort_by_key(|(_, (size, first))| (std::cmp::Reverse(*size), *first));
    let others = by_size.split_off(by_size.len().min(MOST_LANES));
    let others: BTreeSet<String> = others.into_iter().map(|(n, _)| n.to_owned()).collect();
    let mut lanes: Vec<Lane<'a>> = Vec::new();
    let mut rest = Lane {
        name: match field.name() {
            "place" => format!("{} other places", others.len()),
            _ => format!("{} others", others.len()),
        },
        mixed: true,
        marks: Vec::new(),
    };
    let mut position: BTreeMap<String, usize> = BTreeMap::new();
    for (mark, event, name) in marked {
        if others.contains(&name) {
            rest.marks.push((mark, event));
            continue;
        }
        let at = *position.entry(name.clone()).or_insert_with(|| {
            lanes.push(Lane {
                name,
                mixed: false,
                marks: Vec::new(),
            });
            lanes.len() - 1
        });
        lanes[at].marks.push((mark, event));
    }
    if !rest.marks.is_empty() {
        lanes.push(rest);
    }
    lanes
}

impl Lane<'_> {
    /// Number of events.
    pub fn len(&self) -> usize {
        self.marks.len()
    }

    /// Pairs of marks, by number, that stand for one fact of which the sources give times that
    /// cannot both be right.
    pub fn alternatives(&self) -> Vec<(usize, usize)> {
        let mut last: BTreeMap<&str, usize> = BTreeMap::new();
        let mut found = Vec::new();
        for (i, (_, event)) in self.marks.iter().enumerate() {
            if let Some(before) = last.insert(&event.fact_id, i) {
                let ends = (self.marks[before].1.when.latest, event.when.earliest);
                if matches!(ends, (Some(end), Some(begin)) if end <= begin) {
                    found.push((before, i));
                }
            }
        }
        found
    }

    /// Rows and labels within a budget.
    pub fn plan(&self, scale: &TimeScale, budget: Budget) -> Plan {
        let extents: Vec<(f64, f64)> = self.marks.iter().map(|(m, _)| m.extent()).collect();
        let rows = rows::pack(&extents, 1.0, budget.rows);
        let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
        for ((mark, _), row) in self.marks.iter().zip(&rows) {
            if row.is_none() {
                let x = mark.anchor().clamp(scale.left, scale.right);
                *counts.entry((x / COLUMN).floor() as i64).or_default() += 1;
            }
        }
        let drawn: Vec<usize> = (0..rows.len()).filter(|i| rows[*i].is_some()).collect();
        let stride = drawn.len().div_ceil(CANDIDATES).max(1);
        let mut candidates: Vec<(usize, [String; 2])> = drawn
            .into_iter()
            .step_by(stride)
            .map(|i| (i, self.words(i, scale)))
            .collect();
        // Leaders must not cross: labels stand in the order of where their leaders begin.
        candidates.sort_by(|a, b| {
            let anchor = |i: usize| self.marks[i].0.anchor();
            anchor(a.0).total_cmp(&anchor(b.0))
        });
        let wishes: Vec<Label> = candidates
            .iter()
            .map(|(i, [when, what])| Label {
                ideal: self.marks[*i].0.anchor(),
                width: text::width(when, SMALL).max(text::width(what, BODY)),
            })
            .collect();
        let space = Space {
            left: scale.left,
            right: scale.right + MARGIN,
            layers: budget.layers,
            gap: 10.0,
            // A few labels may stand aside; of many, only those close to their marks are clear.
            reach: if self.len() <= 12 { 110.0 } else { 60.0 },
        };
        let placement = labels::place(&wishes, space);
        let uncertain = self
            .marks
            .iter()
            .filter(|(mark, _)| mark.meanings() != [Meaning::Dot])
            .count();
        Plan {
            rows,
            counts,
            candidates,
            placement,
            uncertain,
            meanings: self.marks.iter().flat_map(|(m, _)| m.meanings()).collect(),
        }
    }

    /// The two lines of a label.
    fn words(&self, index: usize, scale: &TimeScale) -> [String; 2] {
        let event = self.marks[index].1;
        let when = scale.when(event);
        let clip = |words: &str, size| text::clip(words, size, WIDEST);
        let what = match event.place.as_deref() {
            Some(place) if self.mixed => format!("{}: {}", text::clean(place), words::what(event)),
            _ => words::what(event),
        };
        [clip(&when, SMALL), clip(&what, BODY)]
    }
}

/// The line between two times of one fact.
pub fn alternative() -> Stroke {
    Stroke::new(INK, 0.9).dashed(1.2, 2.4)
}

/// Where everything in a lane stands.
pub struct Plan {
    rows: Vec<Option<usize>>,
    /// Marks without a row, by column.
    counts: BTreeMap<i64, usize>,
    candidates: Vec<(usize, [String; 2])>,
    placement: Placement,
    /// Events that are more than a dot.
    pub uncertain: usize,
    meanings: BTreeSet<Meaning>,
}

impl Plan {
    /// Height of the lane.
    pub fn height(&self) -> f64 {
        let labels = self.placement.layers as f64 * LAYER;
        let counts = if self.counts.is_empty() {
            0.0
        } else {
            SMALL + 3.0
        };
        (labels + counts + self.row_count() * ROW + 20.0).max(36.0)
    }

    /// Events whose label did not fit.
    pub fn without_label(&self) -> usize {
        self.rows.len() - self.placement.placed.len()
    }

    /// Events that are drawn only as a part of a number.
    pub fn hidden(&self) -> usize {
        self.counts.values().sum()
    }

    /// What the legend must explain.
    pub fn meanings(&self) -> Vec<Meaning> {
        self.meanings.iter().copied().collect()
    }

    fn row_count(&self) -> f64 {
        self.rows
            .iter()
            .flatten()
            .max()
            .map_or(1.0, |row| *row as f64 + 1.0)
    }

    /// Draws the lane upwards from its lower edge: marks, counts, labels.
    pub fn draw(
        &self,
        canvas: &mut Canvas,
        lane: &Lane<'_>,
        scale: &TimeScale,
        bottom: f64,
        data: &mut Data,
    ) {
        let row_y = |row: usize| bottom - 12.0 - row as f64 * ROW;
        let marks_top = row_y(0) - (self.row_count() - 1.0) * ROW - DOT - 2.0;
        let counts_top = marks_top
            - if self.counts.is_empty() {
                0.0
            } else {
                SMALL + 3.0
            };
        canvas.decoration(|c| {
            for placed in &self.placement.placed {
                let index = self.candidates[placed.index].0;
                let (x, row) = (lane.marks[index].0.anchor(), self.rows[index].unwrap_or(0));
                let mut path = vec![(x, row_y(row)), (x, counts_top)];
                for (layer, at) in placed.path.iter().enumerate() {
                    let floor = counts_top - 8.0 - layer as f64 * LAYER;
                    path.push((*at, floor));
                    if layer < placed.layer {
                        path.push((*at, floor - LAYER + 8.0));
                    }
                }
                c.line(&path, Stroke::new(RULE, 0.8));
            }
        });
        canvas.decoration(|c| {
            for (a, b) in lane.alternatives() {
                if let (Some(i), Some(j)) = (self.rows[a], self.rows[b]) {
                    let end = |at: usize, row| (lane.marks[at].0.anchor(), row_y(row));
                    c.line(&[end(a, i), end(b, j)], alternative());
                }
            }
        });
        for ((mark, event), row) in lane.marks.iter().zip(&self.rows) {
            let Some(row) = row else { continue };
            let name = format!(
                "{}, {}: {}",
                words::when(event, scale.zone, words::Detail::Year),
                lane.name,
                words::what(event)
            );
            let number = data.push([
                event.event_id.clone(),
                lane.name.clone(),
                cell(event.when.earliest),
                cell(event.when.latest),
                event.when.precision.name().to_owned(),
                words::what(event),
            ]);
            canvas.row(&name, number, |c| mark.draw(c, row_y(*row)));
        }
        for (column, n) in &self.counts {
            let x = (*column as f64 + 0.5) * COLUMN;
            let count = format!("+{}", words::number(*n));
            let half = text::width(&count, SMALL) / 2.0;
            let x = x.clamp(scale.left + half, scale.right + MARGIN - half);
            canvas.text_on_lines(&count, (x, marks_top - 2.0), SMALL, Align::Center, INK);
        }
        for placed in &self.placement.placed {
            let Some(at) = placed.path.last() else {
                continue;
            };
            let floor = counts_top - 8.0 - placed.layer as f64 * LAYER;
            let [when, what] = &self.candidates[placed.index].1;
            canvas.text_on_lines(when, (*at, floor - 17.0), SMALL, Align::Center, QUIET);
            canvas.text_on_lines(what, (*at, floor - 3.5), BODY, Align::Center, INK);
        }
    }
}
