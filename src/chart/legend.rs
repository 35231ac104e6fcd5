//! The legend: samples and words for the marks used, and only for those.

use super::canvas::{Align, Canvas, Rect, Shape, Stroke};
use super::classes::Class;
use super::mark::Meaning;
use super::style::{DOT, INK, SMALL};
use super::text;
use plotters::style::RGBColor;

/// What stands before the words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sample {
    /// A mark of an event.
    Mark(Meaning),
    /// A line.
    Line(Stroke),
    /// A line that ends in an open cap.
    Capped(Stroke),
    /// A filled area.
    Fill(RGBColor, f64),
    /// An area of a class.
    Area(usize, f64),
    /// A mark of a class.
    Symbol(Shape, RGBColor),
    /// A short upright line.
    Tick(Stroke),
}

/// Samples with words, flowing in rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Legend {
    entries: Vec<(Sample, String)>,
}

const SAMPLE: f64 = 24.0;
const ROW: f64 = 18.0;

impl Legend {
    /// Adds an entry at the end.
    pub fn add(&mut self, sample: Sample, words: impl Into<String>) {
        self.entries.push((sample, words.into()));
    }

    /// Height of the legend at a width, 0 if there is nothing to explain.
    pub fn height(&self, width: f64) -> f64 {
        let rows = self.flow(width).last().map_or(0, |(row, _, _)| row + 1);
        rows as f64 * ROW + if rows > 0 { 8.0 } else { 0.0 }
    }

    /// Draws it, its top left corner at a point.
    pub fn draw(&self, canvas: &mut Canvas, left: f64, top: f64, width: f64) {
        for ((sample, _), (row, x, words)) in self.entries.iter().zip(self.flow(width)) {
            let (x, y) = (left + x, top + row as f64 * ROW + ROW / 2.0);
            match sample {
                Sample::Mark(meaning) => meaning.sample(x + 2.0, SAMPLE - 4.0).draw(canvas, y),
                Sample::Line(stroke) => canvas.line(&[(x, y), (x + SAMPLE, y)], *stroke),
                Sample::Fill(color, opacity) => {
                    let area = Rect {
                        left: x,
                        top: y - 5.0,
                        right: x + SAMPLE,
                        bottom: y + 5.0,
                    };
                    canvas.rect(area, *color, *opacity);
                }
                Sample::Area(class, opacity) => {
                    let area = Rect {
                        left: x,
                        top: y - 6.0,
                        right: x + SAMPLE,
                        bottom: y + 6.0,
                    };
                    canvas.area(area, &Class::new("", *class), *opacity);
                }
                Sample::Symbol(shape, color) => {
                    canvas.symbol(*shape, (x + SAMPLE / 2.0, y), DOT, *color);
                }
                Sample::Tick(stroke) => {
                    let x = x + SAMPLE / 2.0;
                    canvas.line(&[(x, y - 5.0), (x, y + 5.0)], *stroke);
                }
                Sample::Capped(stroke) => {
                    canvas.line(&[(x, y), (x + SAMPLE - 5.0, y)], *stroke);
                    canvas.ring((x + SAMPLE - 3.0, y), 2.5, *stroke);
                }
            }
            let at = (x + SAMPLE + 6.0, y + 4.0);
            canvas.text(&words, at, SMALL, Align::Left, INK);
        }
    }

    /// Row, x and words (cut if wider than everything) of each entry.
    fn flow(&self, width: f64) -> Vec<(usize, f64, String)> {
        let (mut row, mut x) = (0, 0.0);
        let mut out = Vec::with_capacity(self.entries.len());
        for (_, words) in &self.entries {
            let words = text::clip(words, SMALL, width - SAMPLE - 6.0);
            let needed = SAMPLE + 6.0 + text::width(&words, SMALL);
            if x > 0.0 && x + needed > width {
                (row, x) = (row + 1, 0.0);
            }
            out.push((row, x, words));
            x += needed + 22.0;
        }
        out
    }
}
