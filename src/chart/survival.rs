//! Survival: the share of messages still under way, with those that never ended.

use super::canvas::Align;
use super::canvas::{Canvas, Point, Rect, Stroke};
use super::classes::{self, Class};
use super::delays::Delays;
use super::drawing::{Data, Drawing};
use super::frame::Frame;
use super::legend::{Legend, Sample};
use super::measure::Durations;
use super::rulers;
use super::sheet::{Room, Sheet};
use super::style::{self, BODY, INK, MARGIN, QUIET, SMALL};
use super::text;
use super::words;
use super::{ChartOptions, Input};
use crate::error::Result;
use crate::latency::{Curve, Interval, Pair, Survival, survival};

/// Room for `100 %`.
const GUTTER: f64 = 48.0;
/// Height of a row of numbers at risk.
const ROW: f64 = 16.0;

/// The curve of one class.
struct Line<'a> {
    class: Class,
    pairs: Vec<&'a Pair>,
    found: Survival,
}

/// Draws the share of messages that are still under way after each time, a line for each class.
///
/// Kaplan and Meier's curve where all delays are measured, with its 95 % band; else Turnbull's,
/// whose band is where the data leave the curve open. Under the axis stand the numbers at risk.
///
/// # Errors
/// If no delay has both ends, a column does not exist, or the size asked for is too small.
pub fn draw(input: &Input<'_>, options: &ChartOptions) -> Result<Drawing> {
    let delays = Delays::of(input, options, "survival curve")?;
    let lines = lines(&delays, options, input)?;
    let ends = lines
        .iter()
        .flat_map(|l| &l.pairs)
        .flat_map(|p| [p.longest, p.shortest]);
    let scale = Durations::even(ends.flatten().max().unwrap_or(1));
    let finding = finding(&delays, &lines);
    let legend = legend(&lines);
    let silent: usize = lines.iter().map(|l| l.found.silent).sum();
    let censored: usize = lines.iter().map(|l| l.found.censored).sum();
    let known: usize = lines.iter().map(|l| l.found.n).sum::<usize>() - censored;
    let mut foot = format!("n = {}", words::count(known + censored, "delay"));
    let mut add = |n: usize, what: &str| {
        if n > 0 {
            foot.push_str(&format!(", {} {what}", words::number(n)));
        }
    };
    add(censored, "not ended when last heard of");
    add(
        silent,
        "without an end or a last day (--as-of) and left out",
    );
    add(
        delays.impossible,
        "printed as ending before it began and left out",
    );
    add(delays.others, "between other stages");
    foot.push_str(" · ");
    foot.push_str(method(&lines));
    foot.push_str(&format!(" · {}", words::clocks_of(input.events)));
    let frame = Frame::new(options, &finding, "", legend, &foot);
    let room = Room {
        left: GUTTER.max(names_width(&lines, f64::from(options.width))),
        right: 24.0,
        above: 30.0,
        below: rulers::UNDER + 20.0 + ROW * lines.len() as f64,
        least: 140.0,
        wanted: 300.0,
    };
    let mut sheet = Sheet::open("survival", options, frame, room)?;
    let plot = sheet.plot;
    rulers::shares_up(&mut sheet.canvas, plot);
    let to = text::clip(&text::clean(&delays.to_stage), BODY, 160.0);
    rulers::title_up(
        &mut sheet.canvas,
        plot,
        MARGIN,
        &format!("Share not yet {to}"),
    );
    let from = text::clip(&text::clean(&delays.from_stage), BODY, 160.0);
    rulers::durations_along(
        &mut sheet.canvas,
        plot,
        scale,
        &format!("Time since {from}"),
    );
    let mut data = Data::new(&[
        "class",
        "from_us",
        "to_us",
        "share_low",
        "share_high",
        "at_risk",
    ]);
    for line in &lines {
        line.draw(&mut sheet.canvas, plot, scale, &mut data);
    }
    if let [line] = lines.as_slice() {
        line.mark_median(&mut sheet.canvas, plot, scale);
    }
    at_risk(&mut sheet.canvas, plot, scale, &lines);
    let each: Vec<String> = lines.iter().map(Line::words).collect();
    let description = format!(
        "Survival curve. Horizontal: time since {from}. Vertical: share of messages not yet {to}. \
         {finding}. {}. {foot}.",
        each.join("; ")
    );
    sheet.close(&finding, &description, data)
}

fn lines<'a>(
    delays: &'a Delays<'_>,
    options: &ChartOptions,
    input: &Input<'_>,
) -> Result<Vec<Line<'a>>> {
    let all: Vec<&Pair> = delays
        .known
        .iter()
        .chain(&delays.censored)
        .map(|d| &d.pair)
        .collect();
    let (classes, numbers) = match options.color_by.as_deref() {
        None => (vec![Class::new("", 0)], vec![0; all.len()]),
        Some(name) => classes::classes(&delays.all_groups(name, input.events)?),
    };
    let mut sorted: Vec<Vec<&Pair>> = vec![Vec::new(); classes.len()];
    for (pair, number) in all.into_iter().zip(numbers) {
        sorted[number].push(pair);
    }
    let lines = classes.into_iter().zip(sorted);
    Ok(lines
        .map(|(class, pairs)| Line {
            class,
            found: survival(&pairs),
            pairs,
        })
        .collect())
}

fn legend(lines: &[Line<'_>]) -> Legend {
    let mut legend = Legend::default();
    if lines.len() > 1 {
        for line in lines {
            let name = text::clip(&line.class.name, BODY, 240.0);
            legend.add(Sample::Line(line.class.stroke(2.0)), name);
        }
    }
    let measured = lines
        .iter()
        .any(|l| matches!(l.found.curve, Curve::KaplanMeier(_)));
    let bounded = lines
        .iter()
        .any(|l| matches!(l.found.curve, Curve::Turnbull(_)));
    if measured && lines.iter().any(|l| l.found.n > 1) {
        legend.add(
            Sample::Fill(style::BLUE, BAND),
            "95 % confidence, at each time",
        );
    }
    if bounded {
        legend.add(
            Sample::Fill(style::BLUE, STEEP),
            "where the bounds leave the curve open",
        );
    }
    if lines.iter().any(|l| l.found.censored > 0) {
        let stroke = Stroke::new(INK, 1.2);
        legend.add(Sample::Tick(stroke), "last heard of, not ended");
    }
    legend
}

fn method(lines: &[Line<'_>]) -> &'static str {
    let measured = lines
        .iter()
        .any(|l| matches!(l.found.curve, Curve::KaplanMeier(_)));
    let bounded = lines
        .iter()
        .any(|l| matches!(l.found.curve, Curve::Turnbull(_)));
    match (measured, bounded) {
        (true, true) => "Kaplan and Meier's estimate, Turnbull's where delays are ranges",
        (false, true) => "Turnbull's estimate, for delays known as ranges",
        _ => "Kaplan and Meier's estimate",
    }
}

/// Opacity of the confidence band, and of the part that the data leave open.
const BAND: f64 = 0.15;
const STEEP: f64 = 0.3;

impl Line<'_> {
    /// Time, least and greatest share after it.
    fn steps(&self) -> Vec<(i64, f64, f64)> {
        match &self.found.curve {
            Curve::KaplanMeier(curve) => curve
                .steps
                .iter()
                .map(|s| (s.time, s.survival, s.survival))
                .collect(),
            Curve::Turnbull(curve) => {
                let mut times: Vec<i64> = curve
                    .masses
                    .iter()
                    .flat_map(|m| [Some(m.low), m.high])
                    .flatten()
                    .collect();
                times.sort_unstable();
                times.dedup();
                times
                    .into_iter()
                    .map(|t| {
                        let (a, b) = curve.survival_at(t);
                        (t, a.min(b).clamp(0.0, 1.0), a.max(b).clamp(0.0, 1.0))
                    })
                    .collect()
            }
        }
    }

    /// Until when somebody is under way.
    fn last(&self) -> i64 {
        let ends = self
            .pairs
            .iter()
            .map(|p| p.longest.or(p.shortest).unwrap_or(0));
        ends.max().unwrap_or(0)
    }

    fn draw(&self, canvas: &mut Canvas, plot: Rect, scale: Durations, data: &mut Data) {
        let steps = self.steps();
        let x = |t: i64| rulers::along(plot, scale.part(t));
        let y = |share: f64| rulers::up(plot, share);
        let end = x(self.last().max(steps.last().map_or(0, |s| s.0)));
        type Share<'a> = &'a dyn Fn(&(i64, f64, f64)) -> f64;
        let stair = |steps: &[(i64, f64, f64)], of: Share<'_>| -> Vec<Point> {
            let mut path = vec![(x(0), y(1.0))];
            let mut share = 1.0;
            for step in steps {
                path.push((x(step.0), y(share)));
                share = of(step);
                path.push((x(step.0), y(share)));
            }
            path.push((end, y(share)));
            path
        };
        for (i, step) in steps.iter().enumerate() {
            data.push([
                self.class.name.clone(),
                step.0.to_string(),
                steps
                    .get(i + 1)
                    .map_or(String::new(), |next| next.0.to_string()),
                format!("{:.6}", step.1),
                format!("{:.6}", step.2),
                self.at_risk(step.0).to_string(),
            ]);
        }
        let name = self.words();
        canvas.mark(&name, |c| {
            if let Curve::KaplanMeier(curve) = &self.found.curve {
                if curve.steps.len() > 1 {
                    let bounds: Vec<(i64, f64, f64)> = curve
                        .steps
                        .iter()
                        .map(|s| (s.time, s.low, s.high))
                        .collect();
                    let mut area = stair(&bounds, &|s| s.1);
                    area.extend(stair(&bounds, &|s| s.2).into_iter().rev());
                    c.polygon(&area, self.class.color, BAND);
                }
                c.line(&stair(&steps, &|s| s.1), self.class.stroke(1.8));
            } else {
                let mut area = stair(&steps, &|s| s.1);
                area.extend(stair(&steps, &|s| s.2).into_iter().rev());
                c.polygon(&area, self.class.color, STEEP);
                let stroke = self.class.stroke(1.2);
                c.line(&stair(&steps, &|s| s.1), stroke);
                c.line(&stair(&steps, &|s| s.2), stroke);
            }
            for pair in self.pairs.iter().filter(|p| p.longest.is_none()) {
                let Some(at) = pair.shortest.filter(|s| *s > 0) else {
                    continue;
                };
                let before = steps.partition_point(|s| s.0 <= at);
                let share = before.checked_sub(1).map_or(1.0, |i| steps[i].2);
                let (x, y) = (x(at), y(share));
                c.line(&[(x, y - 5.0), (x, y + 5.0)], Stroke::new(INK, 1.2));
            }
        });
    }

    /// Messages not known to have ended at a time.
    fn at_risk(&self, time: i64) -> usize {
        let under_way = |p: &&&Pair| {
            let until = p.nominal.or(p.longest).or(p.shortest.filter(|s| *s > 0));
            until.is_some_and(|t| t >= time)
        };
        self.pairs.iter().filter(under_way).count()
    }

    fn mark_median(&self, canvas: &mut Canvas, plot: Rect, scale: Durations) {
        let Some(median) = self.found.median else {
            return;
        };
        let at = median
            .high
            .map_or(median.low, |high| i64::midpoint(median.low, high));
        let (x, y) = (rulers::along(plot, scale.part(at)), rulers::up(plot, 0.5));
        let label = format!("median {}", range(median));
        canvas.decoration(|c| {
            let path = [(plot.left, y), (x, y), (x, plot.bottom)];
            c.line(&path, Stroke::new(QUIET, 0.9).dashed(3.0, 3.0));
        });
        canvas.dot((x, y), 3.5, INK, 1.0);
        let fits = x + 12.0 + text::width(&label, SMALL) <= plot.right;
        let (at, align) = match fits {
            true => ((x + 9.0, y - 7.0), Align::Left),
            false => ((x - 9.0, y + 16.0), Align::Right),
        };
        canvas.text_on_lines(&label, at, SMALL, align, INK);
    }

    fn words(&self) -> String {
        let median = match (self.found.median, self.found.band) {
            (None, _) => "median not reached".to_owned(),
            (Some(median), None) => format!("median {}", range(median)),
            (Some(median), Some(band)) => {
                format!("median {} (95 % interval {})", range(median), range(band))
            }
        };
        let name = match self.class.name.as_str() {
            "" => String::new(),
            name => format!("{}: ", text::clip(name, BODY, 300.0)),
        };
        format!("{name}n = {}, {median}", self.found.n)
    }
}

/// `1 h 25 min`, `14 h to 16 h`, `at least 3 days`.
fn range(interval: Interval) -> String {
    let low = words::duration(interval.low);
    match interval.high.map(words::duration) {
        None => format!("at least {low}"),
        Some(high) if high == low => low,
        Some(high) => format!("{low} to {high}"),
    }
}

fn names_width(lines: &[Line<'_>], width: f64) -> f64 {
    let widest = lines
        .iter()
        .map(|l| text::width(&l.class.name, SMALL))
        .fold(0.0, f64::max);
    widest.min(width * 0.25) + 34.0
}

/// The numbers at risk under the axis, at its ticks.
fn at_risk(canvas: &mut Canvas, plot: Rect, scale: Durations, lines: &[Line<'_>]) {
    let top = plot.bottom + rulers::UNDER + 12.0;
    canvas.text("Still under way", (MARGIN, top), SMALL, Align::Left, QUIET);
    for (i, line) in lines.iter().enumerate() {
        let y = top + ROW * (i as f64 + 1.0);
        if lines.len() > 1 {
            let name = text::clip(&line.class.name, SMALL, plot.left - MARGIN - 20.0);
            canvas.text(&name, (MARGIN, y), SMALL, Align::Left, INK);
        }
        let mut free_from = f64::NEG_INFINITY;
        for (at, _) in scale.ticks(plot.width(), SMALL, 0.8 * SMALL, true) {
            let label = words::number(line.at_risk(at));
            let x = rulers::along(plot, scale.part(at));
            let half = text::width(&label, SMALL) / 2.0;
            if x - half >= free_from {
                canvas.text(&label, (x, y), SMALL, Align::Center, INK);
                free_from = x + half + 6.0;
            }
        }
    }
}

fn finding(delays: &Delays<'_>, lines: &[Line<'_>]) -> String {
    let n: usize = lines.iter().map(|l| l.found.n).sum();
    let begin = format!("{}, {}", words::count(n, "delay"), delays.stages());
    match lines {
        [only] => match only.found.median {
            Some(median) => format!("{begin}: half had ended after {}", range(median)),
            None => format!("{begin}: fewer than half are known to have ended"),
        },
        _ => {
            let median = |line: &Line<'_>| match line.found.median {
                Some(median) => range(median),
                None => "not reached".to_owned(),
            };
            let name = |line: &Line<'_>| text::clip(&line.class.name, BODY, 160.0);
            let each: Vec<String> = lines
                .iter()
                .take(3)
                .map(|line| format!("{} for {}", median(line), name(line)))
                .collect();
            format!("{begin}: median {}", each.join(", "))
        }
    }
}
