//! Routes compared: a strip of delays for each, with quartiles where there are enough.

use super::canvas::{Align, Canvas, Rect, Stroke};
use super::delays::{Delay, Delays};
use super::drawing::{Data, Drawing};
use super::frame::Frame;
use super::legend::{Legend, Sample};
use super::measure::Durations;
use super::rulers;
use super::sheet::{Room, Sheet};
use super::style::{self, BODY, INK, QUIET, SMALL};
use super::text;
use super::words;
use super::{ChartOptions, Input};
use crate::error::Result;
use crate::latency::quantile;
use std::collections::BTreeMap;

/// More rows than these: those with the fewest delays are left out and counted.
const MOST: usize = 24;
/// From so many delays on there are a median and quartiles, and then a box.
const QUARTILES: usize = 10;
const BOX: usize = 31;
/// Least height of a row.
const ROW: f64 = 34.0;

struct Strip<'a> {
    name: String,
    delays: Vec<&'a Delay<'a>>,
    /// Sorted.
    middles: Vec<i64>,
}

/// More delays than these in a row are drawn as an even choice.
const MOST_DRAWN: usize = 1_000;

/// Draws a row of delays for each route, or each value of a column, the shortest median first.
///
/// # Errors
/// If no delay has both ends, a column does not exist, or the size asked for is too small.
pub fn draw(input: &Input<'_>, options: &ChartOptions) -> Result<Drawing> {
    let delays = Delays::of(input, options, "chart of routes")?;
    let names = delays.groups(options.lane.as_deref(), input.events)?;
    let (strips, left_out) = strips(&delays, names);
    let values = delays
        .known
        .iter()
        .flat_map(|d| [d.middle(), d.high.unwrap_or(d.low)]);
    let scale = Durations::of(values.filter(|v| *v > 0));
    let finding = finding(&strips, &delays);
    let mut legend = Legend::default();
    legend.add(
        Sample::Symbol(super::canvas::Shape::Circle, style::BLUE),
        "a delay",
    );
    let wide =
        |d: &Delay<'_>| (scale.part(d.high.unwrap_or(d.low)) - scale.part(d.low)) * 700.0 > 9.0;
    if delays.known.iter().any(wide) {
        let stroke = Stroke::new(style::BLUE, 1.0).opacity(0.5);
        legend.add(
            Sample::Line(stroke),
            "line: between the bounds of the delay",
        );
    }
    if strips.iter().any(|s| s.middles.len() >= BOX) {
        legend.add(Sample::Fill(style::BAND_DARK, 1.0), "box: the middle half");
    }
    if strips.iter().any(|s| s.middles.len() >= QUARTILES) {
        legend.add(Sample::Line(Stroke::new(style::VERMILLION, 2.4)), "median");
    }
    let mut foot = delays.counts(false);
    if strips.iter().any(|s| s.delays.len() > MOST_DRAWN) {
        foot.push_str(&format!(
            ", of more than {} in a row an even choice drawn",
            words::number(MOST_DRAWN)
        ));
    }
    if left_out > 0 {
        foot.push_str(&format!(
            ", {} with the fewest delays left out",
            words::count(left_out, "row")
        ));
    }
    foot.push_str(&format!(
        " · quantiles by type 7 · {} · {}",
        scale.words(),
        words::clocks_of(input.events)
    ));
    let frame = Frame::new(options, &finding, "", legend, &foot);
    let width = f64::from(options.width);
    let widest = strips
        .iter()
        .map(|s| text::width(&s.name, BODY))
        .fold(60.0, f64::max);
    let gutter = widest.min(230.0).min(width * 0.32) + 14.0;
    let row = match strips.len() {
        0..=4 => 56.0,
        5..=12 => 44.0,
        _ => ROW,
    };
    let room = Room {
        left: gutter,
        right: 24.0,
        above: 6.0,
        below: rulers::UNDER,
        least: ROW * strips.len() as f64,
        wanted: row * strips.len() as f64,
    };
    let mut sheet = Sheet::open("routes", options, frame, room)?;
    let plot = sheet.plot;
    let height = (plot.bottom - plot.top) / strips.len() as f64;
    let title = format!("From {}", delays.stages());
    rulers::durations_along(&mut sheet.canvas, plot, scale, &title);
    let mut data = Data::new(&["row", "message_id", "delay_us", "lower_us", "upper_us"]);
    for (i, strip) in strips.iter().enumerate() {
        let top = plot.top + i as f64 * height;
        let y = top + height / 2.0;
        strip.draw(&mut sheet.canvas, plot, scale, y, height, &mut data);
        let name = text::clip(&strip.name, BODY, gutter - 14.0);
        let at = (plot.left - 10.0, y - 1.0);
        sheet.canvas.text(&name, at, BODY, Align::Right, INK);
        let n = format!("n = {}", words::number(strip.middles.len()));
        let at = (plot.left - 10.0, y + 13.0);
        sheet.canvas.text(&n, at, SMALL, Align::Right, QUIET);
    }
    let each: Vec<String> = strips.iter().map(Strip::words).collect();
    let description = format!(
        "Strips of delays from {}, a row for each route. Horizontal: length of the delay. {}. {foot}.",
        delays.stages(),
        each.join("; ")
    );
    sheet.close(&finding, &description, data)
}

/// The rows, shortest median first, and how many do not fit.
fn strips<'a>(delays: &'a Delays<'a>, names: Vec<String>) -> (Vec<Strip<'a>>, usize) {
    let mut by_name: BTreeMap<String, Vec<&Delay<'a>>> = BTreeMap::new();
    for (delay, name) in delays.known.iter().zip(names) {
        by_name.entry(name).or_default().push(delay);
    }
    let mut strips: Vec<Strip<'a>> = by_name
        .into_iter()
        .map(|(name, delays)| {
            let mut middles: Vec<i64> = delays.iter().map(|d| d.middle()).collect();
            middles.sort_unstable();
            Strip {
                name,
                delays,
                middles,
            }
        })
        .collect();
    strips.sort_by_key(|s| std::cmp::Reverse(s.middles.len()));
    let left_out = strips.len().saturating_sub(MOST);
    strips.truncate(MOST);
    strips.sort_by_key(|s| (quantile(&s.middles, 50), s.name.clone()));
    (strips, left_out)
}

impl Strip<'_> {
    fn draw(
        &self,
        canvas: &mut Canvas,
        plot: Rect,
        scale: Durations,
        y: f64,
        height: f64,
        data: &mut Data,
    ) {
        let x = |micros: i64| rulers::along(plot, scale.part(micros));
        let half = height * 0.36;
        let at = |p| quantile(&self.middles, p).map(x);
        if self.middles.len() >= BOX
            && let (Some(low), Some(high)) = (at(25), at(75))
        {
            canvas.decoration(|c| {
                let area = Rect {
                    left: low,
                    top: y - half,
                    right: high.max(low + 1.0),
                    bottom: y + half,
                };
                c.rect(area, style::BAND_DARK, 1.0);
            });
        }
        // Neighbours that would cover each other stand above and below the line in turn.
        let mut taken: BTreeMap<i64, usize> = BTreeMap::new();
        let mut order: Vec<&&Delay<'_>> = self.delays.iter().collect();
        order.sort_by_key(|d| (d.middle(), d.pair.message_id.clone()));
        let every = self.delays.len().div_ceil(MOST_DRAWN).max(1);
        for delay in order.into_iter().step_by(every) {
            let column = (x(delay.middle()) / 6.0).round() as i64;
            let nth = taken.entry(column).or_default();
            let step = (*nth).div_ceil(2) as f64 * if nth.is_multiple_of(2) { 1.0 } else { -1.0 };
            *nth += 1;
            let off = (step * 5.0).clamp(-half, half);
            let row = data.push([
                self.name.clone(),
                delay.pair.message_id.to_string(),
                delay.middle().to_string(),
                delay.low.to_string(),
                delay.high.map_or(String::new(), |h| h.to_string()),
            ]);
            let name = format!(
                "{}, {}: {}",
                self.name,
                delay.pair.message_id,
                delay.words()
            );
            canvas.row(&name, row, |c| {
                let (low, high) = (x(delay.low), x(delay.high.unwrap_or(delay.low)));
                if high - low > 9.0 {
                    let stroke = Stroke::new(style::BLUE, 1.0).opacity(0.5);
                    c.line(&[(low, y + off), (high, y + off)], stroke);
                }
                c.dot((x(delay.middle()), y + off), 2.6, style::BLUE, 0.75);
            });
        }
        if self.middles.len() >= QUARTILES
            && let Some(median) = at(50)
        {
            canvas.decoration(|c| {
                let line = [(median, y - half - 2.0), (median, y + half + 2.0)];
                c.line(&line, Stroke::new(style::VERMILLION, 2.4));
                if self.middles.len() < BOX
                    && let (Some(low), Some(high)) = (at(25), at(75))
                {
                    let stroke = Stroke::new(INK, 1.0);
                    for edge in [low, high] {
                        c.line(&[(edge, y - half * 0.6), (edge, y + half * 0.6)], stroke);
                    }
                }
            });
        }
    }

    fn words(&self) -> String {
        let q = |p| words::duration(quantile(&self.middles, p).unwrap_or(0));
        format!(
            "{}: n = {}, shortest {}, median {}, longest {}",
            text::clip(&self.name, BODY, 300.0),
            self.middles.len(),
            q(0),
            q(50),
            q(100)
        )
    }
}

fn finding(strips: &[Strip<'_>], delays: &Delays<'_>) -> String {
    let median = |s: &Strip<'_>| words::duration(quantile(&s.middles, 50).unwrap_or(0));
    let name = |s: &Strip<'_>| text::clip(&s.name, BODY, 260.0);
    let stages = delays.stages();
    let n = words::count(delays.known.len(), "delay");
    match strips {
        [only] => format!("{n}, {stages}, {}: median {}", name(only), median(only)),
        [first, .., last] => format!(
            "{n}, {stages}: the median is {} for {} and {} for {}",
            median(first),
            name(first),
            median(last),
            name(last)
        ),
        [] => n,
    }
}
