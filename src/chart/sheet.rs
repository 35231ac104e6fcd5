//! The page of a chart: heading, plot, axis, legend, foot, in the room that they need.

use super::ChartOptions;
use super::canvas::{Canvas, Rect};
use super::drawing::{Data, Drawing};
use super::frame::{self, Frame};
use super::style::MARGIN;
use crate::error::Result;

/// A page that is being drawn on.
pub struct Sheet {
    pub canvas: Canvas,
    /// Where the data go.
    pub plot: Rect,
    frame: Frame,
    below: f64,
}

/// What is around the plot, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Room {
    /// Between the left margin and the plot.
    pub left: f64,
    /// Between the plot and the right margin.
    pub right: f64,
    /// Between heading and plot.
    pub above: f64,
    /// Axis under the plot.
    pub below: f64,
    /// Least height of the plot.
    pub least: f64,
    /// Its height if none was asked for.
    pub wanted: f64,
}

impl Sheet {
    /// A page with its heading.
    ///
    /// # Errors
    /// If the plot does not fit into the size asked for.
    pub fn open(
        kind: &'static str,
        options: &ChartOptions,
        frame: Frame,
        room: Room,
    ) -> Result<Sheet> {
        let around = frame.head() + room.above + room.below + frame.tail();
        let plot_height = match options.height {
            Some(_) => room.least,
            None => room.wanted.max(room.least),
        };
        let height = frame::settle_height(options, around + plot_height)?;
        let mut canvas = Canvas::new(kind, options.width, height, options.bw);
        frame.draw_head(&mut canvas);
        let plot = Rect {
            left: MARGIN + room.left,
            top: frame.head() + room.above,
            right: f64::from(options.width) - MARGIN - room.right,
            bottom: f64::from(height) - frame.tail() - room.below,
        };
        Ok(Sheet {
            canvas,
            plot,
            frame,
            below: room.below,
        })
    }

    /// Legend and foot, and the finished chart.
    ///
    /// # Errors
    /// If an element could not be drawn.
    pub fn close(mut self, finding: &str, description: &str, data: Data) -> Result<Drawing> {
        self.frame
            .draw_tail(&mut self.canvas, self.plot.bottom + self.below);
        let svg = self.canvas.finish(finding, description)?;
        Ok(Drawing {
            svg,
            finding: finding.to_owned(),
            description: description.to_owned(),
            data,
        })
    }
}
