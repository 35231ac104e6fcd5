//! Pictures of events: drawn once, as SVG, to scale, with what is uncertain shown as uncertain.
//!
//! A chart is laid out in pixels by its own file, drawn through one canvas, and finished with a
//! title and a description made from its data; PNG and PDF are made from that one SVG. The same
//! input gives the same bytes.

mod axis;
mod bins;
mod calendar;
mod canvas;
mod classes;
mod delays;
mod density;
mod drawing;
mod ecdf;
mod embed;
mod face;
mod field;
mod frame;
mod gaps;
mod hours;
mod kind;
mod labels;
mod lanes;
mod legend;
mod mark;
mod matrix;
mod measure;
mod overview;
mod raster;
mod routes;
mod rows;
mod rulers;
mod shades;
mod sheet;
mod space_time;
mod stages;
mod style;
mod survival;
mod svg;
mod text;
mod ticks;
mod timeline;
mod trend;
mod words;

pub use drawing::{Data, Drawing};
pub use face::Font;
pub use kind::{Kind, Wants};

use crate::error::Result;
use crate::model::{Event, Instant, InstantRange, Zone};
use std::collections::HashSet;

/// What the reader may choose about a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartOptions {
    /// The heading; without one the chart says what it found.
    pub title: Option<String>,
    /// Width in pixels of 1/96 inch; text is 8 point and more at this size.
    pub width: u32,
    /// Height in pixels; without one, as much as the marks and their labels need.
    pub height: Option<u32>,
    /// The clock of the axis; without one, the zone that all events share, else UTC.
    pub zone: Option<Zone>,
    /// The clock above the plot.
    pub second_clock: SecondClock,
    /// The column that makes the lanes or rows, where the kind has them.
    pub lane: Option<String>,
    /// The column that makes the colours, where the kind has them.
    pub color_by: Option<String>,
    /// Black ink only; shapes, dashes, shades and hatches tell classes apart.
    pub bw: bool,
    /// The font; without one the bundled DejaVu Sans.
    pub font: Option<Font>,
    /// Stage from which delays are counted; without one, the first of the commonest pair.
    pub from_stage: Option<String>,
    /// Stage to which delays are counted.
    pub to_stage: Option<String>,
    /// The day up to which the sources would tell an end: a delay without one took longer.
    pub as_of: Option<Instant>,
    /// The part of time that `overview` shows large; without one, the busiest.
    pub focus: Option<InstantRange>,
    /// A line under the chart, before what is said there in any case.
    pub note: Option<String>,
    /// Names of the stages in the order of a message's way; events of other stages go by time.
    pub stage_order: Vec<String>,
}

/// The clock above the plot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SecondClock {
    /// UTC, where the axis below shows hours of another clock.
    #[default]
    Auto,
    /// None.
    Hidden,
    /// This one.
    Of(Zone),
}

impl Default for ChartOptions {
    fn default() -> ChartOptions {
        ChartOptions {
            title: None,
            width: 960,
            height: None,
            zone: None,
            second_clock: SecondClock::Auto,
            lane: None,
            color_by: None,
            bw: false,
            font: None,
            from_stage: None,
            to_stage: None,
            as_of: None,
            focus: None,
            note: None,
            stage_order: Vec::new(),
        }
    }
}

/// What a chart is drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// Events in the order of the contract: the answer to a question, or whole messages.
    pub events: &'a [Event],
    /// Identifiers of the events at which a delay may begin; `None` is all.
    pub inside: Option<&'a HashSet<String>>,
}

impl<'a> Input<'a> {
    /// All of these events.
    pub fn of(events: &'a [Event]) -> Input<'a> {
        Input {
            events,
            inside: None,
        }
    }
}

/// Draws a chart of a kind.
///
/// ```
/// use annals::chart::{ChartOptions, Input, Kind, draw};
/// let kind: Kind = "timeline".parse().unwrap();
/// // No events: an error that says so, and what to do.
/// let error = draw(kind, &Input::of(&[]), &ChartOptions::default()).unwrap_err();
/// assert!(error.hint().is_some());
/// ```
///
/// # Errors
/// If nothing can be drawn of these events, a column does not exist or has no use in this kind,
/// or the size asked for is too small.
pub fn draw(kind: Kind, input: &Input<'_>, options: &ChartOptions) -> Result<Drawing> {
    kind.check(options)?;
    frame::check_width(options)?;
    let note = [options.note.clone(), words::old_style(input.events)];
    let note: Vec<String> = note.into_iter().flatten().collect();
    let options = ChartOptions {
        note: (!note.is_empty()).then(|| note.join(" · ")),
        ..options.clone()
    };
    face::with(options.font, || kind.draw(input, &options))
}

/// The picture as PNG, three pixels for each of the chart's.
///
/// # Errors
/// If there are more pixels than can be drawn.
pub fn png(drawing: &Drawing, options: &ChartOptions) -> Result<Vec<u8>> {
    raster::png(drawing, options.font)
}

/// The picture as a tagged PDF of one page, its fonts embedded.
///
/// # Errors
/// If it cannot be set on a page.
pub fn pdf(drawing: &Drawing, options: &ChartOptions) -> Result<Vec<u8>> {
    raster::pdf(drawing, options.font)
}

/// The letters of a picture for which there is no shape in its font nor in the bundled one.
pub fn missing_letters(drawing: &Drawing, options: &ChartOptions) -> Vec<char> {
    raster::missing_letters(&drawing.svg, options.font)
}

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
