//! The sheet that charts draw on: pixels in, SVG elements out, drawn by plotters.
//!
//! Each element is drawn into a fragment of its own, so that several can be put into a named
//! group, and dashes and fades, which plotters does not have, can be added to exactly one.

use super::classes::Class;
use super::embed;
use super::face;
use super::style::{self, PAPER};
use super::svg;
use crate::error::{Error, Result};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon};
use plotters::prelude::SVGBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBColor, ShapeStyle, TextStyle};
use std::collections::BTreeSet;

/// plotters draws on whole pixels; a tenth of a pixel is fine enough for print.
pub const SCALE: f64 = 10.0;

/// A point in pixels, x to the right, y downwards.
pub type Point = (f64, f64);

/// A rectangle in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Rect {
    pub fn width(self) -> f64 {
        self.right - self.left
    }
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    pub color: RGBColor,
    pub opacity: f64,
    pub width: f64,
    /// Lengths of dash and gap in pixels; `None` is a full line.
    pub dash: Option<(f64, f64)>,
}

impl Stroke {
    /// A full, opaque line.
    pub fn new(color: RGBColor, width: f64) -> Stroke {
        Stroke {
            color,
            opacity: 1.0,
            width,
            dash: None,
        }
    }

    pub fn dashed(self, dash: f64, gap: f64) -> Stroke {
        Stroke {
            dash: Some((dash, gap)),
            ..self
        }
    }

    pub fn opacity(self, opacity: f64) -> Stroke {
        Stroke { opacity, ..self }
    }
}

/// Where a text stands relative to its point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Align {
    Left,
    Center,
    Right,
}

/// The shape of a mark, which tells classes apart where colours cannot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Circle,
    Triangle,
    Square,
    Diamond,
    Plus,
    Cross,
}

/// Which axis a tick belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    X,
    Y,
}

/// On which side a colour fades into the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fade {
    Left,
    Right,
}

/// The sheet.
pub struct Canvas {
    kind: &'static str,
    width: u32,
    height: u32,
    body: String,
    fades: BTreeSet<(Fade, (u8, u8, u8))>,
    hatches: BTreeSet<usize>,
    failure: Option<String>,
    /// The letters of all texts.
    letters: BTreeSet<char>,
    /// Greys in place of colours.
    bw: bool,
}

impl Canvas {
    /// White paper of that size; `bw` for ink that is black only.
    pub fn new(kind: &'static str, width: u32, height: u32, bw: bool) -> Canvas {
        let mut canvas = Canvas {
            kind,
            width,
            height,
            body: String::new(),
            fades: BTreeSet::new(),
            hatches: BTreeSet::new(),
            letters: BTreeSet::new(),
            failure: (!face::is_ready()).then(|| "the font cannot be read".to_owned()),
            bw,
        };
        let paper = Rect {
            left: 0.0,
            top: 0.0,
            right: f64::from(width),
            bottom: f64::from(height),
        };
        canvas.decoration(|c| c.rect(paper, PAPER, 1.0));
        canvas
    }

    /// The colour as it is printed.
    fn ink(&self, color: RGBColor) -> RGBColor {
        if self.bw { style::grey(color) } else { color }
    }

    /// The colour of a line, deep enough to be seen.
    fn edge(&self, color: RGBColor) -> RGBColor {
        self.ink(if self.bw { color } else { style::edge(color) })
    }

    /// A line through points.
    pub fn line(&mut self, points: &[Point], stroke: Stroke) {
        let style = ShapeStyle {
            color: self.edge(stroke.color).mix(stroke.opacity),
            filled: false,
            stroke_width: (stroke.width * SCALE).round().max(1.0) as u32,
        };
        let path: Vec<(i32, i32)> = points.iter().map(|p| grid(*p)).collect();
        let mut fragment = self.fragment(|area| area.draw(&PathElement::new(path, style)));
        if let Some((dash, gap)) = stroke.dash {
            let dashes = format!(
                " stroke-dasharray=\"{} {}\"/>",
                (dash * SCALE).round(),
                (gap * SCALE).round()
            );
            fragment = fragment.replacen("/>", &dashes, 1);
        }
        self.body.push_str(&fragment);
    }

    /// A filled shape.
    pub fn polygon(&mut self, points: &[Point], color: RGBColor, opacity: f64) {
        let path: Vec<(i32, i32)> = points.iter().map(|p| grid(*p)).collect();
        let style = self.ink(color).mix(opacity).filled();
        let fragment = self.fragment(|area| area.draw(&Polygon::new(path, style)));
        self.body.push_str(&fragment);
    }

    /// A filled rectangle.
    pub fn rect(&mut self, rect: Rect, color: RGBColor, opacity: f64) {
        let ((x0, y0), (x1, y1)) = (grid((rect.left, rect.top)), grid((rect.right, rect.bottom)));
        let style = self.ink(color).mix(opacity).filled();
        let shape = plotters::element::Rectangle::new([(x0, y0), (x1, y1)], style);
        let fragment = self.fragment(|area| area.draw(&shape));
        self.body.push_str(&fragment);
    }

    /// A filled area of the class of that number, with an edge; hatched in black and white.
    pub fn area(&mut self, rect: Rect, class: &Class, opacity: f64) {
        let hatch = class.hatch().filter(|_| self.bw);
        match hatch {
            None => self.rect(rect, class.color, opacity),
            Some(number) => {
                self.rect(rect, PAPER, 1.0);
                let before = self.body.len();
                self.rect(rect, PAPER, opacity);
                let fragment = self.body.split_off(before);
                let plain = format!("fill=\"{}\"", svg::color((PAPER.0, PAPER.1, PAPER.2)));
                let hatched = format!("fill=\"url(#{})\"", svg::hatch_id(number));
                self.body.push_str(&fragment.replacen(&plain, &hatched, 1));
                self.hatches.insert(number);
            }
        }
        // A pale area, and a colour that is light itself, end in an edge that is not.
        let light = style::edge(class.color) != class.color;
        if opacity < 0.9 || light || hatch.is_some() {
            let inset = 0.3_f64.min(rect.width() / 4.0);
            let (left, right) = (rect.left + inset, rect.right - inset);
            let (top, bottom) = (rect.top + inset, rect.bottom - inset);
            let edge = [
                (left, top),
                (right, top),
                (right, bottom),
                (left, bottom),
                (left, top),
            ];
            self.line(&edge, Stroke::new(class.color, 0.6));
        }
    }

    /// A filled rectangle that fades into the paper on one side.
    pub fn fading_rect(&mut self, rect: Rect, color: RGBColor, opacity: f64, fade: Fade) {
        let before = self.body.len();
        self.rect(rect, color, opacity);
        let color = self.ink(color);
        let rgb = (color.0, color.1, color.2);
        let fragment = self.body.split_off(before);
        let plain = format!("fill=\"{}\"", svg::color(rgb));
        let faded = format!("fill=\"url(#{})\"", svg::fade_id(fade, rgb));
        self.fades.insert((fade, rgb));
        self.body.push_str(&fragment.replacen(&plain, &faded, 1));
    }

    /// A dot, filled.
    pub fn dot(&mut self, center: Point, radius: f64, color: RGBColor, opacity: f64) {
        let style = self.edge(color).mix(opacity).filled();
        self.circle(center, radius, style);
    }

    /// A dot, hollow: paper inside, so that lines do not run through it.
    pub fn ring(&mut self, center: Point, radius: f64, stroke: Stroke) {
        self.circle(center, radius, PAPER.filled());
        let style = ShapeStyle {
            color: self.edge(stroke.color).mix(stroke.opacity),
            filled: false,
            stroke_width: (stroke.width * SCALE).round() as u32,
        };
        self.circle(center, radius, style);
    }

    /// A small filled shape, about as heavy as a dot of that radius.
    pub fn symbol(&mut self, shape: Shape, at: Point, radius: f64, color: RGBColor) {
        let color = if self.bw { color } else { style::edge(color) };
        let (x, y) = at;
        let r = radius;
        match shape {
            Shape::Circle => self.dot(at, r, color, 1.0),
            Shape::Triangle => {
                let (r, h) = (r * 1.25, r * 1.1);
                self.polygon(&[(x - r, y + h), (x, y - h), (x + r, y + h)], color, 1.0);
            }
            Shape::Square => {
                let r = r * 0.9;
                let corners = [
                    (x - r, y - r),
                    (x + r, y - r),
                    (x + r, y + r),
                    (x - r, y + r),
                ];
                self.polygon(&corners, color, 1.0);
            }
            Shape::Diamond => {
                let r = r * 1.25;
                let corners = [(x - r, y), (x, y - r), (x + r, y), (x, y + r)];
                self.polygon(&corners, color, 1.0);
            }
            Shape::Plus => {
                let stroke = Stroke::new(color, r * 0.5);
                self.line(&[(x - r, y), (x + r, y)], stroke);
                self.line(&[(x, y - r), (x, y + r)], stroke);
            }
            Shape::Cross => {
                let (stroke, r) = (Stroke::new(color, r * 0.5), r * 0.85);
                self.line(&[(x - r, y - r), (x + r, y + r)], stroke);
                self.line(&[(x - r, y + r), (x + r, y - r)], stroke);
            }
        }
    }

    fn circle(&mut self, center: Point, radius: f64, style: ShapeStyle) {
        let radius = (radius * SCALE).round() as i32;
        let fragment = self.fragment(|area| area.draw(&Circle::new(grid(center), radius, style)));
        self.body.push_str(&fragment);
    }

    /// One line of text; `at` is on its baseline.
    pub fn text(&mut self, text: &str, at: Point, size: f64, align: Align, color: RGBColor) {
        if text.is_empty() {
            return;
        }
        self.letters.extend(text.chars());
        let h_pos = match align {
            Align::Left => HPos::Left,
            Align::Center => HPos::Center,
            Align::Right => HPos::Right,
        };
        // The backend divides the size by 1.24 and hangs a "top" text 0.76 em above its baseline.
        let font = FontDesc::new(
            FontFamily::Name(face::family()),
            size * SCALE * 1.24,
            FontStyle::Normal,
        );
        let ink = self.ink(color);
        let style = TextStyle::from(font)
            .color(&ink)
            .pos(Pos::new(h_pos, VPos::Top));
        let corner = grid((at.0, at.1 - 0.76 * size));
        let fragment = self.fragment(|area| area.draw_text(text, &style, corner));
        // The way back through 1.24 need not end where it began.
        let rounded = format!("font-size=\"{}\"", size * SCALE * 1.24 / 1.24);
        let exact = format!("font-size=\"{}\"", size * SCALE);
        let fragment = fragment.replacen(&rounded, &exact, 1);
        // The shift down to the baseline is written out: on text from right to left, readers of SVG
        // do not agree on which letters a shift moves.
        let hung = format!("y=\"{}\" dy=\"0.76em\"", corner.1);
        let standing = format!("y=\"{}\"", grid(at).1);
        let fragment = fragment.replacen(&hung, &standing, 1);
        // The backend puts line breaks around the text, which some readers show as spaces.
        self.body.push_str(&fragment.replace('\n', ""));
        self.body.push('\n');
    }

    /// A text with a halo of paper, for places where lines run.
    pub fn text_on_lines(
        &mut self,
        text: &str,
        at: Point,
        size: f64,
        align: Align,
        color: RGBColor,
    ) {
        let halo = "<g paint-order=\"stroke\" stroke=\"#FFFFFF\" stroke-width=\"35\" \
                    stroke-linejoin=\"round\">\n";
        self.body.push_str(halo);
        self.text(text, at, size, align, color);
        self.body.push_str("</g>\n");
    }

    /// A mark that stands for data: a group with a name that can be read out and pointed at.
    pub fn mark(&mut self, name: &str, draw: impl FnOnce(&mut Canvas)) {
        let name = svg::escape(name);
        self.body.push_str(&format!(
            "<g role=\"graphics-symbol\" aria-label=\"{name}\">\n<title>{name}</title>\n"
        ));
        draw(self);
        self.body.push_str("</g>\n");
    }

    /// A mark that stands for a row of the chart's data, counted from 0.
    pub fn row(&mut self, name: &str, row: usize, draw: impl FnOnce(&mut Canvas)) {
        let name = svg::escape(name);
        self.body.push_str(&format!(
            "<g role=\"graphics-symbol\" aria-label=\"{name}\" data-row=\"{row}\">\n\
             <title>{name}</title>\n"
        ));
        draw(self);
        self.body.push_str("</g>\n");
    }

    /// A tick of an axis with the value that stands there: an instant, or a number.
    pub fn tick(&mut self, axis: Axis, value: &str, draw: impl FnOnce(&mut Canvas)) {
        let axis = match axis {
            Axis::X => "x",
            Axis::Y => "y",
        };
        self.body.push_str(&format!(
            "<g data-axis=\"{axis}\" data-value=\"{value}\">\n"
        ));
        draw(self);
        self.body.push_str("</g>\n");
    }

    /// What carries no data of its own: grid, bands, leaders.
    pub fn decoration(&mut self, draw: impl FnOnce(&mut Canvas)) {
        self.body.push_str("<g aria-hidden=\"true\">\n");
        draw(self);
        self.body.push_str("</g>\n");
    }

    /// The finished picture, with the finding as its title and a description.
    pub fn finish(self, finding: &str, description: &str) -> Result<String> {
        match self.failure {
            Some(message) => Err(Error::Chart {
                kind: self.kind,
                message,
            }),
            None => Ok(svg::document(&svg::Parts {
                kind: self.kind,
                width: self.width,
                height: self.height,
                finding,
                description,
                fades: &self.fades,
                hatches: &self.hatches,
                font: embed::rule(face::current(), &self.letters),
                body: &self.body,
            })),
        }
    }

    fn fragment<E: std::fmt::Display>(
        &mut self,
        draw: impl FnOnce(&DrawingArea<SVGBackend, Shift>) -> std::result::Result<(), E>,
    ) -> String {
        let size = |pixels: u32| pixels.saturating_mul(SCALE as u32);
        let mut drawn = String::new();
        {
            let sheet = (size(self.width), size(self.height));
            let area = SVGBackend::with_string(&mut drawn, sheet).into_drawing_area();
            let outcome = draw(&area)
                .map_err(|e| e.to_string())
                .and_then(|()| area.present().map_err(|e| e.to_string()));
            if let Err(message) = outcome {
                self.failure.get_or_insert(message);
            }
        }
        svg::inside(&drawn).to_owned()
    }
}

/// From pixels to the fine grid that plotters draws on.
fn grid(point: Point) -> (i32, i32) {
    (
        (point.0 * SCALE).round() as i32,
        (point.1 * SCALE).round() as i32,
    )
}
