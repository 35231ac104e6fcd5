//! What every chart has around its plot: heading above, legend and foot lines below.

use super::ChartOptions;
use super::canvas::{Align, Canvas};
use super::legend::Legend;
use super::style::{BODY, INK, MARGIN, QUIET, SMALL, TITLE};
use super::text;
use crate::error::{Error, Result};

/// Heading, caption, legend and foot.
pub struct Frame {
    title: Vec<String>,
    caption: Vec<String>,
    pub legend: Legend,
    foot: Vec<String>,
    width: f64,
}

/// The narrowest and widest chart, pixels.
const NARROWEST: u32 = 320;
const WIDEST: u32 = 20_000;

impl Frame {
    /// A frame for the texts; the finding is the heading unless the reader gave one.
    pub fn new(
        options: &ChartOptions,
        finding: &str,
        caption: &str,
        legend: Legend,
        foot: &str,
    ) -> Frame {
        let width = f64::from(options.width) - 2.0 * MARGIN;
        let (title, caption) = match &options.title {
            Some(title) => (text::clean(title), format!("{finding}. {caption}")),
            None => (finding.to_owned(), caption.to_owned()),
        };
        let mut title = text::wrap_evenly(&text::glue(&title), TITLE, width);
        title.truncate(3);
        let foot = match &options.note {
            Some(note) => format!("{note} · {foot}"),
            None => foot.to_owned(),
        };
        Frame {
            title,
            caption: text::wrap(&text::clean(&caption), BODY, width),
            legend,
            foot: text::wrap(&text::clean(&foot), SMALL, width),
            width,
        }
    }

    /// Height above the plot.
    pub fn head(&self) -> f64 {
        MARGIN + self.title.len() as f64 * 22.0 + self.caption.len() as f64 * 17.0 + 10.0
    }

    /// Height below the axis.
    pub fn tail(&self) -> f64 {
        self.legend.height(self.width) + self.foot.len() as f64 * 15.0 + 10.0 + MARGIN / 2.0
    }

    /// Draws heading and caption at the top.
    pub fn draw_head(&self, canvas: &mut Canvas) {
        let mut y = MARGIN - 6.0;
        for line in &self.title {
            y += 22.0;
            canvas.text(line, (MARGIN, y), TITLE, Align::Left, INK);
        }
        for line in &self.caption {
            y += 17.0;
            canvas.text(line, (MARGIN, y), BODY, Align::Left, QUIET);
        }
    }

    /// Draws legend and foot, from a height downwards.
    pub fn draw_tail(&self, canvas: &mut Canvas, top: f64) {
        self.legend.draw(canvas, MARGIN, top + 6.0, self.width);
        let mut y = top + 8.0 + self.legend.height(self.width);
        for line in &self.foot {
            y += 15.0;
            canvas.text(line, (MARGIN, y - 3.0), SMALL, Align::Left, QUIET);
        }
    }
}

/// Refuses a width on which nothing can be read.
pub fn check_width(options: &ChartOptions) -> Result<()> {
    if (NARROWEST..=WIDEST).contains(&options.width) {
        return Ok(());
    }
    Err(Error::request(
        format!("a chart cannot be {} pixels wide", options.width),
        format!("choose a width from {NARROWEST} to {WIDEST}"),
    ))
}

/// The height of a chart: what it needs, or what was asked for if that is enough.
pub fn settle_height(options: &ChartOptions, needed: f64) -> Result<u32> {
    let needed = needed.ceil().clamp(1.0, f64::from(WIDEST)) as u32;
    match options.height {
        None => Ok(needed),
        Some(asked) if asked >= needed && asked <= WIDEST => Ok(asked),
        Some(asked) => Err(Error::request(
            format!("these events do not fit into a height of {asked} pixels"),
            format!("choose a height from {needed} to {WIDEST}, or leave it out"),
        )),
    }
}

/// Nothing to draw: an error that says why.
pub fn nothing_dated(n: usize, chart: &str) -> Error {
    if n == 0 {
        Error::request(
            format!("there are no events to draw as a {chart}"),
            "check the inputs, or widen the window and the filters",
        )
    } else {
        Error::request(
            format!("none of the {n} events has a date, so no {chart} can be drawn"),
            "`annals check` lists why dates could not be read",
        )
    }
}
