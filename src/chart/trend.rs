//! Delays over time: each where it began, with the rolling median.

use super::axis::{self, AXIS_HEIGHT, TimeScale};
use super::canvas::{Canvas, Point, Rect, Stroke};
use super::classes::{self, Class};
use super::delays::{Delay, Delays};
use super::drawing::{Data, Drawing, cell};
use super::frame::Frame;
use super::legend::{Legend, Sample};
use super::measure::Durations;
use super::rulers;
use super::sheet::{Room, Sheet};
use super::style::{self, BODY, MARGIN};
use super::text;
use super::timeline;
use super::words;
use super::{ChartOptions, Input};
use crate::error::Result;
use crate::latency::{Pair, Rolling, quantile, rolling_median};
use crate::model::{Event, Zone};

/// Fewest delays for which a rolling median says anything.
const FEWEST: usize = 10;
/// Range of a delay, as pixels, from which on it is drawn as a line.
const VISIBLE: f64 = 6.0;

/// More delays than these are drawn as an even choice.
const MOST: usize = 4_000;

/// Draws each delay over the moment at which it began; the line is the median of so many
/// neighbours by count, not by time.
///
/// # Errors
/// If no delay has both ends, a column does not exist, or the size asked for is too small.
pub fn draw(input: &Input<'_>, options: &ChartOptions) -> Result<Drawing> {
    let mut delays = Delays::of(input, options, "trend of delays")?;
    delays
        .known
        .sort_by_key(|d| (d.began(), d.from.event_id.clone()));
    let by = options.color_by.as_deref();
    let (classes, numbers) = match by {
        Some(_) => classes::classes(&delays.groups(by, input.events)?),
        None => (vec![Class::new("", 0)], vec![0; delays.known.len()]),
    };
    let values = delays
        .known
        .iter()
        .flat_map(|d| [d.middle(), d.high.unwrap_or(d.low)]);
    let durations = Durations::of(values.filter(|v| *v > 0));
    let begun: Vec<&Event> = delays
        .known
        .iter()
        .chain(&delays.censored)
        .map(|d| d.from)
        .collect();
    let zone = options
        .zone
        .or_else(|| timeline::shared_zone(&begun))
        .unwrap_or(Zone::Utc);
    let gutter = rulers::durations_width(durations, 300.0).max(60.0);
    let right = f64::from(options.width) - MARGIN - 14.0;
    let scale = TimeScale::of(begun.iter().copied(), MARGIN + gutter, right, zone);
    let Some(scale) = scale else {
        return Err(super::frame::nothing_dated(
            input.events.len(),
            "trend of delays",
        ));
    };
    let median = rolling(&delays.known);
    let finding = finding(&delays, &median, &scale);
    let mut legend = Legend::default();
    if classes.len() > 1 || by.is_some() {
        for class in &classes {
            let name = text::clip(&class.name, BODY, 240.0);
            legend.add(Sample::Symbol(class.shape, class.color), name);
        }
    }
    if !median.is_empty() {
        let words = format!(
            "median of {} neighbours by order",
            window(delays.known.len())
        );
        legend.add(Sample::Line(median_stroke()), words);
    }
    let caption = axis::clocks_caption(&scale, options);
    // What the legend needs depends on the picture: ranges that can be seen, missing ends.
    let wide = |d: &Delay<'_>| {
        let parts = durations.part(d.high.unwrap_or(d.low)) - durations.part(d.low);
        parts * 300.0 > VISIBLE
    };
    if delays.known.iter().any(wide) {
        let stroke = Stroke::new(style::BLUE, 1.0).opacity(0.6);
        legend.add(
            Sample::Line(stroke),
            "upright line: between the bounds of the delay",
        );
    }
    if !delays.censored.is_empty() {
        legend.add(
            Sample::Capped(Stroke::new(style::QUIET, 1.2)),
            "at the top: no end known",
        );
    }
    let basis = words::basis(zone, scale.from, scale.to);
    let every = delays.known.len().div_ceil(MOST).max(1);
    let drawn = match every {
        1 => String::new(),
        _ => format!(", one in {every} drawn, the median of all"),
    };
    let counts = delays.counts(true);
    let foot = format!("{counts}{drawn} · {} · {basis}", durations.words());
    let frame = Frame::new(options, &finding, &caption, legend, &foot);
    let room = Room {
        left: gutter,
        right: 14.0,
        above: axis::height_above(&scale, options) + 32.0,
        below: AXIS_HEIGHT,
        least: 120.0,
        wanted: 320.0,
    };
    let mut sheet = Sheet::open("trend", options, frame, room)?;
    let plot = sheet.plot;
    rulers::durations_up(&mut sheet.canvas, plot, durations);
    let top = plot.top - axis::height_above(&scale, options) - 4.0;
    let title = format!("Delay from {}, by when it began", delays.stages());
    rulers::title_up(&mut sheet.canvas, Rect { top, ..plot }, MARGIN, &title);
    axis::draw_around(&mut sheet.canvas, &scale, plot, options);
    let mut data = data();
    for (delay, number) in delays.known.iter().zip(numbers).step_by(every) {
        let row = push(&mut data, delay, &classes[number].name);
        point(
            &mut sheet.canvas,
            delay,
            &classes[number],
            &scale,
            durations,
            plot,
            row,
        );
    }
    for delay in &delays.censored {
        let row = push(&mut data, delay, "");
        if let Some(at) = delay.began() {
            let (x, y) = (scale.x(at), plot.top);
            let name = format!("{}: no end known", delay.pair.message_id);
            sheet.canvas.row(&name, row, |c| {
                let stroke = Stroke::new(style::QUIET, 1.2);
                c.line(&[(x, y + 12.0), (x, y + 3.0)], stroke);
                c.ring((x, y), 3.0, stroke);
            });
        }
    }
    if !median.is_empty() {
        median_line(&mut sheet.canvas, &median, &scale, |delay| {
            rulers::up(plot, durations.part(delay))
        });
    }
    let description = format!(
        "Scatter of delays from {} over time. Horizontal: when each began, {basis}. Vertical: \
         length of the delay, {}. {finding}. {}.",
        delays.stages(),
        durations.words(),
        counts + &drawn
    );
    sheet.close(&finding, &description, data)
}

fn median_stroke() -> Stroke {
    Stroke::new(style::VERMILLION, 2.2)
}

fn data() -> Data {
    Data::new(&[
        "message_id",
        "class",
        "began",
        "delay_us",
        "lower_us",
        "upper_us",
    ])
}

fn push(data: &mut Data, delay: &Delay<'_>, class: &str) -> usize {
    data.push([
        delay.pair.message_id.to_string(),
        class.to_owned(),
        cell(delay.began()),
        cell(delay.high.map(|_| delay.middle())),
        delay.low.to_string(),
        cell(delay.high),
    ])
}

fn point(
    canvas: &mut Canvas,
    delay: &Delay<'_>,
    class: &Class,
    scale: &TimeScale,
    durations: Durations,
    plot: Rect,
    row: usize,
) {
    let Some(at) = delay.began() else {
        return;
    };
    let x = scale.x(at);
    let y = |micros: i64| rulers::up(plot, durations.part(micros));
    let name = format!(
        "{}, {}: {}",
        delay.pair.message_id,
        words::when(delay.from, scale.zone, words::Detail::Year),
        delay.words()
    );
    canvas.row(&name, row, |c| {
        let (low, high) = (y(delay.low), y(delay.high.unwrap_or(delay.low)));
        if low - high > VISIBLE {
            let stroke = Stroke::new(class.color, 1.0).opacity(0.6);
            c.line(&[(x, low), (x, high)], stroke);
            for end in [low, high] {
                c.line(&[(x - 2.5, end), (x + 2.5, end)], stroke);
            }
        }
        class.draw(c, (x, y(delay.middle())), 3.0);
    });
}

/// How many neighbours a median is taken of: odd, more where there are more delays.
fn window(n: usize) -> usize {
    (n / 8).clamp(5, 51) | 1
}

/// The rolling median of the delays, if there are enough of them.
fn rolling(delays: &[Delay<'_>]) -> Vec<Rolling> {
    if delays.len() < FEWEST {
        return Vec::new();
    }
    let pairs: Vec<&Pair> = delays.iter().map(|d| &d.pair).collect();
    rolling_median(&pairs, window(delays.len()))
}

/// The middle of what a median may be.
fn middle(rolling: &Rolling) -> i64 {
    let low = rolling.median.low;
    i64::midpoint(low, rolling.median.high.unwrap_or(low))
}

/// The line of the rolling median, in the band of what it may be.
fn median_line(canvas: &mut Canvas, median: &[Rolling], scale: &TimeScale, y: impl Fn(i64) -> f64) {
    let path = |of: &dyn Fn(&Rolling) -> i64| -> Vec<Point> {
        median.iter().map(|r| (scale.x(r.at), y(of(r)))).collect()
    };
    canvas.mark("rolling median", |c| {
        let mut band = path(&|r| r.median.low);
        band.extend(
            path(&|r| r.median.high.unwrap_or(r.median.low))
                .into_iter()
                .rev(),
        );
        c.polygon(&band, style::VERMILLION, 0.2);
        let line = path(&middle);
        c.line(&line, Stroke::new(style::PAPER, 3.6).opacity(0.7));
        c.line(&line, median_stroke());
    });
}

fn finding(delays: &Delays<'_>, median: &[Rolling], scale: &TimeScale) -> String {
    let n = words::count(delays.known.len(), "delay");
    let stages = delays.stages();
    if let [only] = delays.known.as_slice() {
        return format!("One delay, {stages}: {}", only.words());
    }
    let low = median.iter().min_by_key(|r| middle(r));
    let high = median
        .iter()
        .max_by_key(|r| (middle(r), std::cmp::Reverse(r.at)));
    match (low, high) {
        (Some(low), Some(high)) => {
            let ends = (words::duration(middle(low)), words::duration(middle(high)));
            let when = words::date(scale.zone.local(high.at).date());
            match ends.0 == ends.1 {
                true => format!("{n}, {stages}: the rolling median stayed at {}", ends.0),
                false => format!(
                    "{n}, {stages}: the rolling median ran from {} to {}, highest about {}",
                    ends.0, ends.1, when
                ),
            }
        }
        _ => {
            let mut all: Vec<i64> = delays.known.iter().map(Delay::middle).collect();
            all.sort_unstable();
            let q = |p| words::duration(quantile(&all, p).unwrap_or(0));
            format!("{n}, {stages}: {} to {}", q(0), q(100))
        }
    }
}
