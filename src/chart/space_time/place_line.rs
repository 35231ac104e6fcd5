//! The line of a place: its name and clock, the ticks of that clock, labels of its events.

use super::super::axis::TimeScale;
use super::super::canvas::{Align, Canvas, Rect, Stroke};
use super::super::labels::{self, Label, Placement, Space};
use super::super::mark::Mark;
use super::super::style::{BODY, INK, MARGIN, QUIET, RULE, SMALL};
use super::super::text;
use super::super::words;
use super::route::{Place, Way};
use crate::model::{Event, Instant};

/// Distance of layers of labels.
const LAYER: f64 = 40.0;
/// Height of the tick labels.
const TICKS: f64 = 18.0;

/// A line with everything that stands on it.
pub struct PlaceLine {
    name: String,
    clocks: Vec<String>,
    /// Instant, label, and whether a day, month or year begins there.
    ticks: Vec<(Instant, String, bool)>,
    labels: Vec<[String; 2]>,
    anchors: Vec<f64>,
    placement: Placement,
    /// Texts stand above the line: only for the topmost, so that they are off the messages' ways.
    upwards: bool,
}

impl PlaceLine {
    /// Plans the line of a place.
    pub fn plan(
        index: usize,
        places: &[Place],
        ways: &[Way<'_>],
        scale: &TimeScale,
        labelled: bool,
    ) -> PlaceLine {
        let place = &places[index];
        let clocks = place
            .zone
            .map(|zone| words::clocks(zone, scale.from, scale.to));
        let mut clocks = clocks.unwrap_or_else(|| vec!["clock not known".to_owned()]);
        if clocks.len() > 2 {
            clocks = vec![format!("{} different clocks", clocks.len())];
        }
        let mut line = PlaceLine {
            name: place.name.clone(),
            clocks,
            ticks: Vec::new(),
            labels: Vec::new(),
            anchors: Vec::new(),
            placement: Placement::default(),
            upwards: index == 0 && places.len() > 1,
        };
        if let Some(zone) = place.zone {
            let ticks = scale.ticks(zone, SMALL);
            // Where no day begins on the line, its day stands at the left.
            if ticks.major.is_empty() && scale.shows_clocks() {
                line.clocks.push(ticks.sticky);
            }
            let mut first = Some(ticks.first_in_full);
            line.ticks = ticks
                .minor
                .into_iter()
                .map(|t| (t.at, t.label, false))
                .collect();
            for major in ticks.major {
                line.ticks.retain(|(at, _, _)| *at != major.at);
                let label = first.take().unwrap_or(major.label);
                line.ticks.push((major.at, label, true));
            }
        }
        if labelled {
            line.place_labels(index, ways, scale);
        }
        line
    }

    fn place_labels(&mut self, index: usize, ways: &[Way<'_>], scale: &TimeScale) {
        let single = ways.len() == 1;
        let mut found: Vec<(f64, [String; 2])> = ways
            .iter()
            .flat_map(|way| &way.stops)
            .filter(|(_, line)| *line == index)
            .filter_map(|(event, _)| {
                let mark = Mark::of(event, scale)?;
                Some((mark.anchor(), words_of(event, scale, single)))
            })
            .collect();
        found.sort_by(|a, b| a.0.total_cmp(&b.0));
        let wishes: Vec<Label> = found
            .iter()
            .map(|(ideal, [when, what])| Label {
                ideal: *ideal,
                width: text::width(when, SMALL).max(text::width(what, BODY)),
            })
            .collect();
        let space = Space {
            left: scale.left - 20.0,
            right: scale.right + MARGIN,
            layers: 2,
            gap: 12.0,
            reach: 130.0,
        };
        self.placement = labels::place(&wishes, space);
        (self.anchors, self.labels) = found.into_iter().unzip();
    }

    /// Events for whose labels there was no room.
    pub fn without_label(&self) -> usize {
        self.placement.left_out
    }

    /// Height that its texts need above the line.
    pub fn above(&self) -> f64 {
        if self.upwards { self.reach() } else { 20.0 }
    }

    /// Height that its texts need below the line.
    pub fn below(&self) -> f64 {
        if self.upwards { 30.0 } else { self.reach() }
    }

    fn reach(&self) -> f64 {
        TICKS + 12.0 + self.placement.layers as f64 * LAYER
    }

    /// Draws line, ticks, name and clock: what lies under the messages.
    pub fn draw_line(
        &self,
        canvas: &mut Canvas,
        scale: &TimeScale,
        y: f64,
        left: f64,
        gutter: f64,
    ) {
        let room = gutter - 14.0;
        let name = text::clip(&self.name, BODY, room);
        canvas.text(&name, (left + 6.0, y + 1.0), BODY, Align::Left, INK);
        for (i, clock) in self.clocks.iter().enumerate() {
            let at = (left + 6.0, y + 15.0 + i as f64 * 13.0);
            canvas.text(
                &text::clip(clock, SMALL, room),
                at,
                SMALL,
                Align::Left,
                QUIET,
            );
        }
        canvas.line(&[(scale.left, y), (scale.right, y)], Stroke::new(RULE, 1.2));
        canvas.decoration(|c| {
            for (at, _, major) in &self.ticks {
                let x = scale.x(*at);
                let (half, width) = if *major { (6.0, 1.2) } else { (3.0, 0.8) };
                c.line(&[(x, y - half), (x, y + half)], Stroke::new(INK, width));
            }
        });
    }

    /// Draws tick labels and event labels where nothing stands yet.
    pub fn draw_texts(
        &self,
        canvas: &mut Canvas,
        scale: &TimeScale,
        y: f64,
        taken: &mut Vec<Rect>,
    ) {
        let side = if self.upwards { -1.0 } else { 1.0 };
        self.draw_labels(canvas, y, side, taken);
        let baseline = if self.upwards { y - 9.0 } else { y + 17.0 };
        // Days, months and years first: hours yield to them.
        let (major, minor): (Vec<_>, Vec<_>) = self.ticks.iter().partition(|(_, _, major)| *major);
        for (at, label, major) in major.into_iter().chain(minor) {
            let half = text::width(label, SMALL) / 2.0;
            let x = scale.x(*at);
            let area = Rect {
                left: x - half - 3.0,
                top: baseline - SMALL,
                right: x + half + 3.0,
                bottom: baseline + 2.0,
            };
            if area.right > scale.right + MARGIN + 8.0 || !claim(taken, area) {
                continue;
            }
            let color = if *major { INK } else { QUIET };
            canvas.text_on_lines(label, (x, baseline), SMALL, Align::Center, color);
        }
    }

    fn draw_labels(&self, canvas: &mut Canvas, y: f64, side: f64, taken: &mut Vec<Rect>) {
        for placed in &self.placement.placed {
            let x = self.anchors[placed.index];
            let near = y + side * (TICKS + 4.0);
            let mut path = vec![(x, y + side * 5.0), (x, near)];
            let edge = |layer: usize| near + side * (8.0 + layer as f64 * LAYER);
            for (layer, at) in placed.path.iter().enumerate() {
                path.push((*at, edge(layer)));
                if layer < placed.layer {
                    path.push((*at, edge(layer) + side * (LAYER - 8.0)));
                }
            }
            canvas.decoration(|c| c.line(&path, Stroke::new(RULE, 0.8)));
            // A tick label must not stand on a leader.
            let stem = Rect {
                left: x - 1.5,
                top: y.min(near),
                right: x + 1.5,
                bottom: y.max(near),
            };
            taken.push(stem);
            let Some(at) = placed.path.last() else {
                continue;
            };
            let edge = edge(placed.layer);
            let first = if self.upwards {
                edge - 17.0
            } else {
                edge + 12.0
            };
            let [when, what] = &self.labels[placed.index];
            canvas.text_on_lines(when, (*at, first), SMALL, Align::Center, QUIET);
            canvas.text_on_lines(what, (*at, first + 14.0), BODY, Align::Center, INK);
        }
    }
}

/// Two lines: the local clock time, and the stage, or what it was if several messages are drawn.
fn words_of(event: &Event, scale: &TimeScale, single: bool) -> [String; 2] {
    let when = scale.when(event);
    let what = match &event.stage {
        Some(stage) if single => text::clean(stage.name()),
        _ => words::what(event),
    };
    [
        text::clip(&when, SMALL, 170.0),
        text::clip(&what, BODY, 170.0),
    ]
}

/// Takes an area if no other has been taken there.
pub fn claim(taken: &mut Vec<Rect>, area: Rect) -> bool {
    let free = taken.iter().all(|other| {
        area.right <= other.left
            || other.right <= area.left
            || area.bottom <= other.top
            || other.bottom <= area.top
    });
    if free {
        taken.push(area);
    }
    free
}
