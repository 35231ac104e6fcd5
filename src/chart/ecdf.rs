//! The distribution of delays: what share had come by when.

use super::canvas::{Align, Canvas, Point, Rect, Stroke};
use super::classes::{self, Class};
use super::delays::{Delay, Delays};
use super::drawing::{Data, Drawing, cell};
use super::frame::Frame;
use super::legend::{Legend, Sample};
use super::measure::Durations;
use super::rulers;
use super::sheet::{Room, Sheet};
use super::style::{self, BODY, MARGIN, SMALL};
use super::text;
use super::words;
use super::{ChartOptions, Input};
use crate::error::Result;
use crate::latency::{EcdfStep, Interval, ecdf, quantile};

/// Room for `100 %`.
const GUTTER: f64 = 48.0;

/// The curve of one class: greatest and least share at each duration, from the bounds.
struct Curve {
    class: Class,
    /// The lengths that are drawn, sorted.
    middles: Vec<i64>,
    /// What each may be, in the same order.
    ranges: Vec<Interval>,
}

/// Draws the share of delays that are at most so long, one line for each class.
///
/// The line counts each delay by its printed length, or by the middle of its range; the band is
/// between the shares for the upper and for the lower bounds, so the true line lies in it.
///
/// # Errors
/// If no delay has both ends, a column does not exist, or the size asked for is too small.
pub fn draw(input: &Input<'_>, options: &ChartOptions) -> Result<Drawing> {
    let delays = Delays::of(input, options, "distribution of delays")?;
    let curves = curves(&delays, options, input)?;
    let values = delays
        .known
        .iter()
        .flat_map(|d| [d.low, d.middle(), d.high.unwrap_or(d.low)]);
    let scale = Durations::of(values.filter(|v| *v > 0));
    let finding = finding(&delays, &curves);
    let mut legend = Legend::default();
    if curves.len() > 1 {
        for curve in &curves {
            let words = format!(
                "{}, n = {}",
                text::clip(&curve.class.name, BODY, 220.0),
                words::number(curve.middles.len())
            );
            legend.add(Sample::Line(curve.class.stroke(2.0)), words);
        }
    }
    if curves.iter().any(Curve::has_band) {
        legend.add(
            Sample::Fill(style::BLUE, BAND),
            "where the line may run, by the bounds of each delay",
        );
    }
    let foot = format!(
        "{} · quantiles by type 7 · {}",
        delays.counts(false),
        scale.words()
    );
    let foot = format!("{foot} · {}", words::clocks_of(input.events));
    let frame = Frame::new(options, &finding, "", legend, &foot);
    let room = Room {
        left: GUTTER,
        right: 24.0,
        above: 30.0,
        below: rulers::UNDER,
        least: 140.0,
        wanted: 320.0,
    };
    let mut sheet = Sheet::open("ecdf", options, frame, room)?;
    let plot = sheet.plot;
    rulers::shares_up(&mut sheet.canvas, plot);
    rulers::title_up(
        &mut sheet.canvas,
        plot,
        MARGIN,
        "Share of delays of at most this length",
    );
    let title = format!("From {}", delays.stages());
    rulers::durations_along(&mut sheet.canvas, plot, scale, &title);
    for curve in &curves {
        curve.draw(&mut sheet.canvas, plot, scale);
    }
    let data = data(&curves);
    if let [curve] = curves.as_slice() {
        curve.mark_quantiles(&mut sheet.canvas, plot, scale);
    }
    let description = description(&delays, &curves, &finding, &foot);
    sheet.close(&finding, &description, data)
}

/// Opacity of the band.
const BAND: f64 = 0.22;

fn curves(delays: &Delays<'_>, options: &ChartOptions, input: &Input<'_>) -> Result<Vec<Curve>> {
    let by = options.color_by.as_deref();
    let names = delays.groups(by, input.events)?;
    let (classes, numbers) = classes::classes(&names);
    let mut curves: Vec<Curve> = classes
        .into_iter()
        .map(|class| Curve {
            class,
            middles: Vec::new(),
            ranges: Vec::new(),
        })
        .collect();
    let mut sorted: Vec<(&Delay<'_>, usize)> = delays.known.iter().zip(numbers).collect();
    sorted.sort_by_key(|(delay, _)| delay.middle());
    for (delay, number) in sorted {
        let curve = &mut curves[number];
        curve.middles.push(delay.middle());
        curve.ranges.push(Interval {
            low: delay.low,
            high: delay.high,
        });
    }
    Ok(curves)
}

impl Curve {
    fn has_band(&self) -> bool {
        // A minute either way is not to be seen.
        let wide = |r: &Interval| r.high.is_some_and(|high| high - r.low > 150_000_000);
        self.ranges.iter().any(wide)
    }

    /// The steps of sorted values, from the left edge of the plot to the right.
    fn steps(sorted: &[i64], plot: Rect, scale: Durations) -> Vec<Point> {
        let n = sorted.len() as f64;
        let mut path = vec![(plot.left, plot.bottom)];
        for (i, value) in sorted.iter().enumerate() {
            let x = rulers::along(plot, scale.part(*value));
            path.push((x, rulers::up(plot, i as f64 / n)));
            path.push((x, rulers::up(plot, (i + 1) as f64 / n)));
        }
        path.push((plot.right, plot.top));
        path
    }

    /// The steps of a bound of the share.
    fn bound(&self, of: &dyn Fn(&EcdfStep) -> f64, plot: Rect, scale: Durations) -> Vec<Point> {
        let mut path = vec![(plot.left, plot.bottom)];
        let mut share = 0.0;
        for step in ecdf(&self.ranges) {
            let x = rulers::along(plot, scale.part(step.time));
            path.push((x, rulers::up(plot, share)));
            share = of(&step);
            path.push((x, rulers::up(plot, share)));
        }
        path.push((plot.right, plot.top));
        path
    }

    fn draw(&self, canvas: &mut Canvas, plot: Rect, scale: Durations) {
        let name = format!(
            "{}: {}",
            self.class.name,
            words::count(self.middles.len(), "delay")
        );
        canvas.mark(&name, |c| {
            let mut area = self.bound(&|step| step.high, plot, scale);
            area.extend(self.bound(&|step| step.low, plot, scale).into_iter().rev());
            c.polygon(&area, self.class.color, BAND);
            c.line(
                &Curve::steps(&self.middles, plot, scale),
                self.class.stroke(1.8),
            );
        });
    }

    /// The median and the ninth decile, marked on the line and named.
    fn mark_quantiles(&self, canvas: &mut Canvas, plot: Rect, scale: Durations) {
        if self.middles.len() < 5 {
            return;
        }
        for (percent, name) in [(50, "half"), (90, "nine in ten")] {
            let Some(at) = quantile(&self.middles, percent) else {
                continue;
            };
            let (x, y) = (
                rulers::along(plot, scale.part(at)),
                rulers::up(plot, f64::from(percent) / 100.0),
            );
            let label = format!("{name} within {}", words::duration(at));
            let width = text::width(&label, SMALL);
            canvas.decoration(|c| {
                let path = [(plot.left, y), (x, y), (x, plot.bottom)];
                c.line(&path, Stroke::new(style::QUIET, 0.9).dashed(3.0, 3.0));
            });
            canvas.dot((x, y), 3.5, style::INK, 1.0);
            // Below and right of the point the curve has passed; else left of it.
            let (at, align) = if x + 10.0 + width <= plot.right {
                ((x + 8.0, y + 15.0), Align::Left)
            } else {
                ((x - 8.0, y - 6.0), Align::Right)
            };
            canvas.text_on_lines(&label, at, SMALL, align, style::INK);
        }
    }
}

fn data(curves: &[Curve]) -> Data {
    let mut data = Data::new(&["class", "share", "delay_us", "lower_us", "upper_us"]);
    for curve in curves {
        let n = curve.middles.len();
        for i in 0..n {
            data.push([
                curve.class.name.clone(),
                format!("{:.6}", (i + 1) as f64 / n as f64),
                curve.middles[i].to_string(),
                curve.ranges[i].low.to_string(),
                cell(curve.ranges[i].high),
            ]);
        }
    }
    data
}

fn finding(delays: &Delays<'_>, curves: &[Curve]) -> String {
    let stages = delays.stages();
    let mut all: Vec<i64> = delays.known.iter().map(Delay::middle).collect();
    all.sort_unstable();
    if let [only] = all.as_slice() {
        return format!("One delay, {stages}: {}", words::duration(*only));
    }
    let n = words::count(all.len(), "delay");
    let among = match curves.len() {
        1 => match curves[0].class.name.as_str() {
            "unknown places" | "" => String::new(),
            name => format!(", {}", text::clip(name, BODY, 300.0)),
        },
        n => format!(", {n} classes"),
    };
    if all.len() < 5 {
        let (first, last) = (all.first().copied(), all.last().copied());
        return format!(
            "{n}, {stages}{among}: {} to {}",
            words::duration(first.unwrap_or(0)),
            words::duration(last.unwrap_or(0))
        );
    }
    let q = |p| words::duration(quantile(&all, p).unwrap_or(0));
    format!(
        "{n}, {stages}{among}: half within {}, nine in ten within {}",
        q(50),
        q(90)
    )
}

fn description(delays: &Delays<'_>, curves: &[Curve], finding: &str, foot: &str) -> String {
    let each: Vec<String> = curves
        .iter()
        .map(|curve| {
            let q = |p| words::duration(quantile(&curve.middles, p).unwrap_or(0));
            format!(
                "{}: n = {}, shortest {}, median {}, longest {}",
                text::clip(&curve.class.name, BODY, 300.0),
                curve.middles.len(),
                q(0),
                q(50),
                q(100)
            )
        })
        .collect();
    format!(
        "Cumulative distribution of delays from {}. Horizontal: length of the delay. Vertical: \
         share of delays of at most this length. {finding}. {}. {foot}.",
        delays.stages(),
        each.join("; ")
    )
}
