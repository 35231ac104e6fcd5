//! The marks of events: what is uncertain looks uncertain, the same in every chart.

use super::axis::TimeScale;
use super::canvas::{Canvas, Fade, Rect, Stroke};
use super::style::{BAR, BLUE, DOT, INK};
use crate::model::{Event, Extent, Qualifier, ZoneBasis};
use plotters::style::RGBColor;

/// How an event is marked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// Pixels of the bounds; an open side ends where its arrow does.
    pub from: f64,
    pub to: f64,
    shape: Shape,
    /// The zone is assumed or unknown.
    hollow: bool,
    circa: bool,
    disputed: bool,
    /// Colour, and size as a part of the full size, for charts with many marks.
    color: RGBColor,
    size: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Shape {
    /// A moment whose bounds are narrower than its dot.
    Dot,
    /// A moment somewhere within the bar.
    Within,
    /// It lasted; the core is certain.
    Lasted { core: Option<(f64, f64)> },
    /// Only an upper bound: before.
    Before,
    /// Only a lower bound: after.
    After,
}

/// What the legend explains, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meaning {
    Dot,
    Within,
    Lasted,
    Open,
    Circa,
    Hollow,
    Disputed,
}

impl Meaning {
    /// What a mark means, in a few words.
    pub fn words(self) -> &'static str {
        match self {
            Meaning::Dot => "time of day known",
            Meaning::Within => "some time within the bar",
            Meaning::Lasted => "lasted; faint where not certain",
            Meaning::Open => "no bound known on the side of the arrow",
            Meaning::Circa => "circa",
            Meaning::Hollow => "time zone assumed or unknown",
            Meaning::Disputed => "disputed",
        }
    }

    /// A sample of the mark for the legend, in a box of that width.
    pub fn sample(self, left: f64, width: f64) -> Mark {
        let middle = left + width / 2.0;
        let dot = Mark {
            from: middle,
            to: middle,
            shape: Shape::Dot,
            hollow: false,
            circa: false,
            disputed: false,
            color: BLUE,
            size: 1.0,
        };
        let bar = Mark {
            from: left,
            to: left + width,
            ..dot
        };
        match self {
            Meaning::Dot => dot,
            Meaning::Within => Mark {
                shape: Shape::Within,
                ..bar
            },
            Meaning::Lasted => Mark {
                shape: Shape::Lasted {
                    core: Some((left + width * 0.3, left + width * 0.7)),
                },
                ..bar
            },
            Meaning::Open => Mark {
                shape: Shape::After,
                ..bar
            },
            Meaning::Circa => Mark { circa: true, ..dot },
            Meaning::Hollow => Mark {
                hollow: true,
                ..dot
            },
            Meaning::Disputed => Mark {
                disputed: true,
                ..dot
            },
        }
    }
}

/// Length of the bar of a mark with an open side, and of the fade of "circa".
const OPEN: f64 = 44.0;
const CIRCA: f64 = 14.0;

impl Mark {
    /// The mark of an event; `None` if it is undated.
    pub fn of(event: &Event, scale: &TimeScale) -> Option<Mark> {
        let when = &event.when;
        let bounds = when.bounds()?;
        let (from, to) = (
            bounds.earliest().map(|i| scale.x(i)),
            bounds.latest().map(|i| scale.x(i)),
        );
        let (shape, from, to) = match (from, to) {
            (None, None) => return None,
            (Some(from), None) => (Shape::After, from, (from + OPEN).min(scale.right)),
            (None, Some(to)) => (Shape::Before, (to - OPEN).max(scale.left), to),
            (Some(from), Some(to)) => {
                let shape = match when.extent {
                    Extent::Stretch => Shape::Lasted {
                        core: when.core.map(|(a, b)| (scale.x(a), scale.x(b))),
                    },
                    // Never a dot at noon: a day is a bar, however short the day is drawn.
                    Extent::Moment if when.precision.has_clock() && to - from <= 2.0 * DOT => {
                        Shape::Dot
                    }
                    Extent::Moment => Shape::Within,
                };
                (shape, from, to)
            }
        };
        Some(Mark {
            from,
            to: if shape == Shape::Dot { from } else { to },
            shape,
            hollow: matches!(when.zone_basis, ZoneBasis::Unknown | ZoneBasis::Default),
            circa: matches!(when.qualifier, Qualifier::Approximate | Qualifier::Both),
            disputed: event.status.as_deref() == Some("disputed"),
            color: BLUE,
            size: 1.0,
        })
    }

    /// What it needs a legend for.
    pub fn meanings(&self) -> Vec<Meaning> {
        let shape = match self.shape {
            Shape::Dot => Meaning::Dot,
            Shape::Within => Meaning::Within,
            Shape::Lasted { .. } => Meaning::Lasted,
            Shape::Before | Shape::After => Meaning::Open,
        };
        let doubts = [
            (self.circa, Meaning::Circa),
            (self.hollow, Meaning::Hollow),
            (self.disputed, Meaning::Disputed),
        ];
        let doubts = doubts.into_iter().filter(|(on, _)| *on).map(|(_, m)| m);
        std::iter::once(shape).chain(doubts).collect()
    }

    /// Where a leader points to.
    pub fn anchor(&self) -> f64 {
        match self.shape {
            Shape::Before => self.to,
            Shape::After | Shape::Dot => self.from,
            Shape::Within | Shape::Lasted { .. } => f64::midpoint(self.from, self.to),
        }
    }

    /// From where to where it covers paper.
    pub fn extent(&self) -> (f64, f64) {
        let air = match (self.circa, self.shape) {
            (true, _) => CIRCA,
            (false, Shape::Dot) => DOT,
            (false, _) => 1.0,
        };
        let air = if self.disputed {
            air.max(DOT + 3.0)
        } else {
            air
        };
        (self.from - air, self.to.max(self.from + 2.0) + air)
    }

    /// The same mark in another colour and size.
    pub fn styled(self, color: RGBColor, size: f64) -> Mark {
        Mark {
            color,
            size,
            ..self
        }
    }

    fn dot(&self) -> f64 {
        DOT * self.size
    }

    fn bar(&self) -> f64 {
        BAR * self.size
    }

    /// Draws it, centred on a height.
    pub fn draw(&self, canvas: &mut Canvas, y: f64) {
        let bar = |left: f64, right: f64| Rect {
            left,
            top: y - self.bar() / 2.0,
            right: right.max(left + 2.0),
            bottom: y + self.bar() / 2.0,
        };
        if self.circa {
            let (left, right) = (
                bar(self.from - CIRCA, self.from),
                bar(self.to, self.to + CIRCA),
            );
            canvas.fading_rect(left, self.color, 0.6, Fade::Left);
            canvas.fading_rect(right, self.color, 0.6, Fade::Right);
        }
        match self.shape {
            Shape::Dot if self.hollow => {
                canvas.ring(
                    (self.from, y),
                    self.dot() * 0.85,
                    Stroke::new(self.color, 1.4 * self.size),
                );
            }
            Shape::Dot => canvas.dot((self.from, y), self.dot(), self.color, 1.0),
            Shape::Within => {
                if !self.hollow {
                    canvas.rect(bar(self.from, self.to), self.color, 0.4);
                }
                self.brackets(canvas, bar(self.from, self.to));
            }
            Shape::Lasted { core } => self.lasted(canvas, core, bar),
            Shape::Before => {
                canvas.fading_rect(bar(self.from, self.to), self.color, 0.6, Fade::Left);
                canvas.line(
                    &[
                        (self.to, y - self.bar() / 2.0),
                        (self.to, y + self.bar() / 2.0),
                    ],
                    Stroke::new(self.color, 1.4),
                );
                arrow(canvas, self.from, y, -1.0, self.color);
            }
            Shape::After => {
                canvas.fading_rect(bar(self.from, self.to), self.color, 0.6, Fade::Right);
                canvas.line(
                    &[
                        (self.from, y - self.bar() / 2.0),
                        (self.from, y + self.bar() / 2.0),
                    ],
                    Stroke::new(self.color, 1.4),
                );
                arrow(canvas, self.to, y, 1.0, self.color);
            }
        }
        self.draw_dispute(canvas, y);
    }

    /// The diamond around what is disputed; nothing around anything else.
    pub fn draw_dispute(&self, canvas: &mut Canvas, y: f64) {
        if self.disputed {
            let (x, r) = (self.anchor(), self.dot() + 3.0);
            let diamond = [(x - r, y), (x, y - r), (x + r, y), (x, y + r), (x - r, y)];
            canvas.line(&diamond, Stroke::new(INK, 1.0));
        }
    }

    /// Whether it is one moment without a doubt about its time: it may have the shape of a class.
    pub fn is_dot(&self) -> bool {
        matches!(self.shape, Shape::Dot) && !self.circa && !self.hollow
    }

    fn lasted(
        &self,
        canvas: &mut Canvas,
        core: Option<(f64, f64)>,
        bar: impl Fn(f64, f64) -> Rect,
    ) {
        let Some((begin, end)) = core else {
            canvas.rect(bar(self.from, self.to), self.color, 0.4);
            return self.outline(canvas, bar(self.from, self.to));
        };
        if begin - self.from > 0.5 {
            canvas.fading_rect(bar(self.from, begin), self.color, 0.8, Fade::Left);
        }
        if self.to - end > 0.5 {
            canvas.fading_rect(bar(end, self.to), self.color, 0.8, Fade::Right);
        }
        canvas.rect(
            bar(begin, end),
            self.color,
            if self.hollow { 0.3 } else { 0.9 },
        );
        // A dashed outline survives the photocopier, which eats fades.
        self.outline(canvas, bar(self.from, self.to));
    }

    fn outline(&self, canvas: &mut Canvas, r: Rect) {
        let corners = [
            (r.left, r.top),
            (r.right, r.top),
            (r.right, r.bottom),
            (r.left, r.bottom),
            (r.left, r.top),
        ];
        canvas.line(&corners, Stroke::new(self.color, 0.8).dashed(2.0, 2.0));
    }

    /// `[ ]` around a range; thin rules above and below where it is too narrow for brackets.
    fn brackets(&self, canvas: &mut Canvas, r: Rect) {
        let foot = (r.width() / 2.0).min(3.0);
        let stroke = Stroke::new(self.color, 1.2);
        let side = |x: f64, inward: f64| {
            [
                (x + inward, r.top),
                (x, r.top),
                (x, r.bottom),
                (x + inward, r.bottom),
            ]
        };
        canvas.line(&side(r.left, foot), stroke);
        canvas.line(&side(r.right, -foot), stroke);
        if self.hollow {
            let y = f64::midpoint(r.top, r.bottom);
            canvas.line(&[(r.left, y), (r.right, y)], stroke.dashed(2.0, 2.0));
        }
    }
}

/// An arrowhead that points along the time line.
fn arrow(canvas: &mut Canvas, x: f64, y: f64, direction: f64, color: RGBColor) {
    let back = x - 6.0 * direction;
    let head = [(back, y - 4.0), (x, y), (back, y + 4.0)];
    canvas.line(&head, Stroke::new(color, 1.4));
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use crate::model::Zone;
    use crate::model::instant::{DAY, MINUTE};

    fn scale(from: i64, to: i64) -> TimeScale {
        TimeScale {
            from,
            to,
            left: 0.0,
            right: 800.0,
            zone: Zone::Utc,
        }
    }

    #[test]
    fn a_day_is_never_a_dot() {
        let at = samples::day(1945, 11, 4);
        let event = samples::event("m/seen", "Moscow", Some(Zone::Utc), at, at + DAY);
        for days in [1, 30, 365, 36_500] {
            let mark = Mark::of(&event, &scale(at, at + days * DAY)).unwrap();
            assert_eq!(mark.meanings(), [Meaning::Within]);
        }
    }

    #[test]
    fn a_minute_is_a_dot_where_its_clock_time_stands() {
        let at = samples::day(1945, 11, 4);
        let event = samples::event("m/seen", "Moscow", Some(Zone::Utc), at, at + MINUTE);
        let scale = scale(at - DAY, at + DAY);
        let mark = Mark::of(&event, &scale).unwrap();
        assert_eq!(mark.meanings(), [Meaning::Dot]);
        assert!((mark.anchor() - 400.0).abs() < 1e-6);
    }
}
