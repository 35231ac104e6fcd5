//! Pictures of events: drawn once, as SVG, to scale, with what is uncertain shown as uncertain.
//!
//! A chart is laid out in pixels by its own file, drawn through one canvas, and finished with a
//! title and a description made from its data. The same input gives the same bytes.

mod axis;
mod canvas;
mod frame;
mod labels;
mod legend;
mod mark;
mod rows;
mod space_time;
mod style;
mod svg;
mod text;
mod ticks;
mod timeline;
mod words;

pub use space_time::space_time;
pub use timeline::timeline;

use crate::model::Zone;

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
    /// Names of the stages in the order of a message's way; events of other stages go by time.
    pub stage_order: Vec<String>,
}

impl Default for ChartOptions {
    fn default() -> ChartOptions {
        ChartOptions {
            title: None,
            width: 960,
            height: None,
            zone: None,
            stage_order: Vec::new(),
        }
    }
}

/// The kinds of chart: name, and when to use it.
pub const KINDS: [(&str, &str); 2] = [
    (
        "timeline",
        "what happened when: events to scale, a lane for each place",
    ),
    (
        "space-time",
        "where messages waited: places as lines, one slanted line per message",
    ),
];

#[cfg(test)]
mod samples;
