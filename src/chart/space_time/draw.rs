//! The messages of a space-time diagram, drawn leg by leg.

use super::super::axis::{self, TimeScale};
use super::super::canvas::{Align, Canvas, Rect, Stroke};
use super::super::drawing::{Data, cell};
use super::super::mark::Mark;
use super::super::style::{BLUE, INK, SMALL, VERMILLION};
use super::super::text;
use super::super::words;
use super::delays::Delays;
use super::place_line::claim;
use super::route::{self, Leg, Loose, Place, Way};
use crate::model::Event;

/// Length of the loose end of a message whose other end is not known.
const LOOSE: f64 = 13.0;
/// More ways than these are drawn with small dots.
const MANY: usize = 30;

/// The picture while messages are drawn on it.
pub struct Picture<'a> {
    pub canvas: &'a mut Canvas,
    pub scale: &'a TimeScale,
    /// Height of each place's line.
    pub heights: &'a [f64],
    pub delays: &'a Delays,
    /// Where texts stand.
    pub taken: Vec<Rect>,
    /// What was drawn: a row for each event.
    pub data: Data,
}

/// A leg of which an end is known only roughly.
pub fn rough(stroke: Stroke) -> Stroke {
    stroke.dashed(6.0, 4.0)
}

/// A leg that cannot be.
pub fn impossible() -> Stroke {
    Stroke::new(VERMILLION, 2.0).dashed(2.0, 2.5)
}

impl Picture<'_> {
    /// Draws the ways, at most about `most` of them, what cannot be on top.
    pub fn draw_ways(&mut self, ways: &[Way<'_>], places: &[Place], most: usize) {
        let every = ways.len().div_ceil(most.max(1)).max(1);
        let mut order: Vec<&Way<'_>> = ways.iter().step_by(every).collect();
        order.sort_by_key(|way| (way.is_impossible(), way.delay()));
        let size = if ways.len() > MANY { 0.5 } else { 1.0 };
        for way in order {
            let name = self.name(way, places);
            let stroke = self.delays.stroke(way.delay());
            let row = self.data.rows.len();
            for (event, line) in &way.stops {
                self.data.push([
                    way.message.to_owned(),
                    event.event_id.clone(),
                    places[*line].name.clone(),
                    cell(event.when.earliest),
                    cell(event.when.latest),
                    cell(route::at(event)),
                    words::what(event),
                ]);
            }
            self.canvas.row(&name, row, |canvas| {
                let pen = Pen {
                    scale: self.scale,
                    heights: self.heights,
                    stroke,
                };
                pen.draw(canvas, way, size);
            });
        }
        if let [way] = ways {
            self.label_legs(way);
        }
    }

    /// What a reader without eyes hears: the message, its events, its delay.
    fn name(&self, way: &Way<'_>, places: &[Place]) -> String {
        let stops: Vec<String> = way
            .stops
            .iter()
            .map(|(event, line)| {
                let stage = event.stage.as_ref().map_or("", |stage| stage.name());
                let when = words::when(event, self.scale.zone, words::Detail::Year);
                let place = text::clip(&places[*line].name, SMALL, 200.0);
                format!("{stage} {place} {when}")
            })
            .collect();
        let delay = match way.delay_in_words() {
            Some(delay) => format!("; {delay}"),
            None if way.is_impossible() => "; arrival before departure".to_owned(),
            None => String::new(),
        };
        format!("{}: {}{delay}", way.message, stops.join(", "))
    }

    /// How long each leg took, written on it: for a single message only.
    fn label_legs(&mut self, way: &Way<'_>) {
        for pair in way.stops.windows(2) {
            let ((from, line), (to, next)) = (pair[0], pair[1]);
            let (Some(a), Some(b)) = (route::at(from), route::at(to)) else {
                continue;
            };
            if route::leg(from, to) == Leg::Impossible {
                continue;
            }
            let Some(words) = route::between(from, to) else {
                continue;
            };
            let width = text::width(&words, SMALL);
            let x = f64::midpoint(self.scale.x(a), self.scale.x(b));
            let y = f64::midpoint(self.heights[line], self.heights[next]);
            // Beside a slanted line, on its outer side; above a flat one, if it fits.
            let (left, baseline) = if line == next {
                (x - width / 2.0, y - 8.0)
            } else {
                (x + 14.0, y - 4.0)
            };
            let area = Rect {
                left,
                top: baseline - SMALL,
                right: left + width,
                bottom: baseline + 3.0,
            };
            let fits = line != next || (self.scale.x(b) - self.scale.x(a)) >= width;
            if fits && area.right <= self.scale.right && claim(&mut self.taken, area) {
                let at = (left, baseline);
                self.canvas
                    .text_on_lines(&words, at, SMALL, Align::Left, INK);
            }
        }
    }
}

/// Draws one way.
struct Pen<'a> {
    scale: &'a TimeScale,
    heights: &'a [f64],
    stroke: Stroke,
}

impl Pen<'_> {
    fn draw(&self, canvas: &mut Canvas, way: &Way<'_>, size: f64) {
        if let (Some(loose), [(event, line)]) = (way.loose(), way.stops.as_slice()) {
            self.loose_end(canvas, event, *line, loose);
        }
        for pair in way.stops.windows(2) {
            self.leg(canvas, pair[0], pair[1]);
        }
        for (event, line) in &way.stops {
            if let Some(mark) = Mark::of(event, self.scale) {
                let color = if way.is_impossible() {
                    VERMILLION
                } else {
                    BLUE
                };
                mark.styled(color, size).draw(canvas, self.heights[*line]);
            }
        }
    }

    fn leg(&self, canvas: &mut Canvas, from: (&Event, usize), to: (&Event, usize)) {
        let (Some(a), Some(b)) = (Mark::of(from.0, self.scale), Mark::of(to.0, self.scale)) else {
            return;
        };
        let (ya, yb) = (self.heights[from.1], self.heights[to.1]);
        let leg = route::leg(from.0, to.0);
        let stroke = match leg {
            Leg::Plain => self.stroke,
            Leg::Rough => rough(self.stroke),
            Leg::Impossible => impossible(),
        };
        let wide = |mark: &Mark| axis::is_wide(mark.to - mark.from);
        if leg == Leg::Rough && ya != yb && (wide(&a) || wide(&b)) {
            // Every way that the bounds allow lies in this area.
            let area = [(a.from, ya), (a.to, ya), (b.to, yb), (b.from, yb)];
            canvas.polygon(&area, self.stroke.color, 0.08);
        }
        // Places that share the line of the others are not one place.
        let flat = ya == yb && from.0.place == to.0.place;
        let stroke = Stroke {
            width: if flat {
                stroke.width + 1.4
            } else {
                stroke.width
            },
            ..stroke
        };
        canvas.line(&[(a.anchor(), ya), (b.anchor(), yb)], stroke);
    }

    /// An open end: a short line into the plot that ends in a ring.
    fn loose_end(&self, canvas: &mut Canvas, event: &Event, line: usize, loose: Loose) {
        let Some(mark) = Mark::of(event, self.scale) else {
            return;
        };
        let (x, y) = (mark.anchor(), self.heights[line]);
        let across = match loose {
            Loose::Left => LOOSE,
            Loose::Came => -LOOSE,
        };
        let last = line + 1 == self.heights.len() && self.heights.len() > 1;
        let down = if last { -LOOSE } else { LOOSE };
        // Within the plot, also at its edges.
        let end_x = (x + across).clamp(self.scale.left, self.scale.right);
        let stroke = self.stroke.opacity(1.0);
        canvas.line(&[(x, y), (end_x, y + down)], stroke);
        canvas.ring((end_x, y + down), 2.5, Stroke::new(stroke.color, 1.2));
    }
}
