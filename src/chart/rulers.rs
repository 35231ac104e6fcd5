//! Axes of numbers: counts, shares and durations, upright and lying.

use super::canvas::{Align, Axis, Canvas, Rect, Stroke};
use super::measure::{self, Durations};
use super::style::{GRID, INK, QUIET, SMALL};
use super::text;
use super::words;

/// Height of an axis of durations under a plot, with its title.
pub const UNDER: f64 = 40.0;

/// The height at which a part from 0 to 1 of an upright axis lies.
pub fn up(plot: Rect, part: f64) -> f64 {
    plot.bottom - part * (plot.bottom - plot.top)
}

/// The x at which a part from 0 to 1 of a lying axis lies.
pub fn along(plot: Rect, part: f64) -> f64 {
    plot.left + part * plot.width()
}

/// One tick of an upright axis: a thin line through the plot, and its label at the left.
fn tick_up(canvas: &mut Canvas, plot: Rect, y: f64, value: &str, label: &str) {
    canvas.decoration(|c| {
        let line = [(plot.left, y), (plot.right, y)];
        c.line(&line, Stroke::new(GRID, 0.7));
    });
    canvas.tick(Axis::Y, value, |c| {
        c.line(
            &[(plot.left - 4.0, y), (plot.left, y)],
            Stroke::new(INK, 0.8),
        );
        c.text(label, (plot.left - 7.0, y + 4.0), SMALL, Align::Right, INK);
    });
}

/// What an upright axis shows, above its end.
pub fn title_up(canvas: &mut Canvas, plot: Rect, left: f64, title: &str) {
    let title = text::clip(title, SMALL, plot.right - left);
    canvas.text(&title, (left, plot.top - 13.0), SMALL, Align::Left, QUIET);
}

/// An upright axis of counts up to `greatest`; the part of its height that one event takes.
pub fn counts_up(canvas: &mut Canvas, plot: Rect, greatest: usize) -> f64 {
    let most = ((plot.bottom - plot.top) / 30.0).max(1.0) as usize;
    for n in measure::counts(greatest, most) {
        let y = up(plot, n as f64 / greatest.max(1) as f64);
        tick_up(canvas, plot, y, &n.to_string(), &words::number(n));
    }
    1.0 / greatest.max(1) as f64
}

/// An upright axis of shares from 0 to 100 %.
pub fn shares_up(canvas: &mut Canvas, plot: Rect) {
    let step = if plot.bottom - plot.top >= 240.0 {
        10
    } else {
        25
    };
    for percent in (0..=100).step_by(step) {
        let y = up(plot, f64::from(percent) / 100.0);
        tick_up(
            canvas,
            plot,
            y,
            &percent.to_string(),
            &format!("{percent} %"),
        );
    }
}

/// An upright axis of durations.
pub fn durations_up(canvas: &mut Canvas, plot: Rect, scale: Durations) {
    for (at, label) in scale.ticks(plot.bottom - plot.top, SMALL, 22.0, false) {
        tick_up(
            canvas,
            plot,
            up(plot, scale.part(at)),
            &at.to_string(),
            &label,
        );
    }
}

/// Width that the labels of an upright axis of durations need.
pub fn durations_width(scale: Durations, height: f64) -> f64 {
    let ticks = scale.ticks(height, SMALL, 22.0, false);
    let widest = ticks.iter().map(|(_, label)| text::width(label, SMALL));
    widest.fold(20.0, f64::max) + 10.0
}

/// A lying axis of durations under the plot, with its title.
pub fn durations_along(canvas: &mut Canvas, plot: Rect, scale: Durations, title: &str) {
    let y = plot.bottom;
    for (at, label) in scale.ticks(plot.width(), SMALL, 0.8 * SMALL, true) {
        let x = along(plot, scale.part(at));
        canvas.decoration(|c| {
            c.line(&[(x, plot.top), (x, y)], Stroke::new(GRID, 0.7));
        });
        canvas.tick(Axis::X, &at.to_string(), |c| {
            c.line(&[(x, y), (x, y + 4.0)], Stroke::new(INK, 0.8));
            c.text(&label, (x, y + 16.0), SMALL, Align::Center, INK);
        });
    }
    canvas.line(&[(plot.left, y), (plot.right, y)], Stroke::new(INK, 1.0));
    let title = text::clip(title, SMALL, plot.width());
    canvas.text(&title, (plot.left, y + 33.0), SMALL, Align::Left, QUIET);
}
