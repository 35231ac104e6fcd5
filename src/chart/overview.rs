//! The overview: a long span small above, its focus large below.

use super::axis::{self, AXIS_HEIGHT, TimeScale};
use super::bins::{Bins, Place};
use super::canvas::{Align, Canvas, Rect, Stroke};
use super::drawing::Drawing;
use super::field::Field;
use super::frame::{self, Frame};
use super::legend::{Legend, Sample};
use super::mark::Meaning;
use super::sheet::{Room, Sheet};
use super::style::{self, BODY, MARGIN, QUIET, SMALL};
use super::text;
use super::timeline::lanes::{Budget, Lane, Plan};
use super::timeline::{self, lanes};
use super::words;
use super::{ChartOptions, Input};
use crate::error::{Error, Result};
use crate::model::{Event, Instant, InstantRange, Zone};
use std::collections::BTreeSet;

/// Heights of the strip of the whole: its title, its bars, and the way down to the focus.
const TITLE: f64 = 18.0;
const STRIP: f64 = 54.0;
const WAY: f64 = 34.0;

/// Draws all events as bars of counts above, and those of the focus as a timeline below.
///
/// The focus is the window asked for, else the shortest time that holds half of the events.
///
/// # Errors
/// If no event has two bounds, none lies in the focus, or the size asked for is too small.
pub fn draw(input: &Input<'_>, options: &ChartOptions) -> Result<Drawing> {
    let dated: Vec<&Event> = input
        .events
        .iter()
        .filter(|e| e.when.earliest.is_some() && e.when.latest.is_some())
        .collect();
    let Some((first, last)) = timeline::ends(&dated) else {
        return Err(frame::nothing_dated(input.events.len(), "overview"));
    };
    let focus = options.focus.or_else(|| busiest(&dated));
    let is_in = |e: &&Event| focus.is_none_or(|f| e.when.bounds().is_some_and(|b| b.within(f)));
    let inside: Vec<&Event> = dated.iter().copied().filter(is_in).collect();
    if inside.is_empty() {
        return Err(Error::request(
            format!(
                "none of the {} lies wholly in the window",
                words::count(dated.len(), "event")
            ),
            "choose a longer window, or leave it out: then the busiest time is shown",
        ));
    }
    let zone = options
        .zone
        .or_else(|| timeline::shared_zone(&dated))
        .unwrap_or(Zone::Utc);
    let width = f64::from(options.width);
    let right = width - MARGIN - 14.0;
    let place = Field::place();
    let (names, gutter) = lanes::names(&inside, &place, width);
    let whole = TimeScale::of(dated.iter().copied(), MARGIN, right, zone);
    let near = TimeScale::of(inside.iter().copied(), MARGIN + gutter, right, zone);
    let (Some(whole), Some(near)) = (whole, near) else {
        return Err(frame::nothing_dated(input.events.len(), "overview"));
    };
    let sorted = lanes::sort(&inside, &place, names, &near);
    let bins = Bins::of(&dated, (whole.right - whole.left) as usize / 4, zone);
    let Some(bins) = bins else {
        return Err(frame::nothing_dated(input.events.len(), "overview"));
    };
    let range = |a: Instant, b: Instant, scale: &TimeScale| {
        words::from_to(zone, a, b.shifted(-1).max(a), scale.shows_clocks())
    };
    let ends = timeline::ends(&inside).unwrap_or((first, last));
    let part = if inside.len() == dated.len() {
        "all in the focus".to_owned()
    } else {
        let range = range(ends.0, ends.1, &near);
        format!("{} of them {range}", words::number(inside.len()))
    };
    let finding = format!(
        "{}, {}; {part}",
        words::count(dated.len(), "event"),
        range(first, last, &whole)
    );
    let caption = axis::clocks_caption(&near, options);
    let mut outcome = None;
    for budget in Budget::ladder(sorted.len(), true) {
        let plans: Vec<Plan> = sorted.iter().map(|lane| lane.plan(&near, budget)).collect();
        let foot = foot(input, &dated, &inside, &plans, &near);
        let frame = Frame::new(options, &finding, &caption, legend(&plans), &foot);
        let needed: f64 = plans.iter().map(Plan::height).sum();
        let room = Room {
            left: gutter,
            right: 14.0,
            above: TITLE + STRIP + AXIS_HEIGHT + WAY + axis::height_above(&near, options),
            below: AXIS_HEIGHT,
            least: needed,
            wanted: needed,
        };
        let sheet = Sheet::open("overview", options, frame, room);
        let fits = sheet.is_ok();
        outcome = Some((sheet, plans, foot));
        if fits {
            break;
        }
    }
    let Some((sheet, plans, foot)) = outcome else {
        return Err(frame::nothing_dated(input.events.len(), "overview"));
    };
    let mut sheet = sheet?;
    let plot = sheet.plot;
    let strip_top = plot.top - axis::height_above(&near, options) - WAY - AXIS_HEIGHT - STRIP;
    let strip = Rect {
        left: whole.left,
        top: strip_top,
        right: whole.right,
        bottom: strip_top + STRIP,
    };
    context(&mut sheet.canvas, &whole, strip, &bins, &dated);
    window(
        &mut sheet.canvas,
        &whole,
        strip,
        &near,
        plot.top - axis::height_above(&near, options),
    );
    axis::draw_around(&mut sheet.canvas, &near, plot, options);
    let needed: f64 = plans.iter().map(Plan::height).sum();
    let spare = (plot.bottom - plot.top - needed).max(0.0) / plans.len().max(1) as f64;
    let mut data = lanes::data();
    let mut top = plot.top;
    for (lane, plan) in sorted.iter().zip(&plans) {
        let bottom = top + plan.height() + spare;
        timeline::draw_name(&mut sheet.canvas, lane, plan, top, bottom, gutter);
        plan.draw(&mut sheet.canvas, lane, &near, bottom, &mut data);
        top = bottom;
    }
    let places: Vec<String> = sorted
        .iter()
        .map(|lane: &Lane<'_>| format!("{} ({})", text::clip(&lane.name, BODY, 300.0), lane.len()))
        .collect();
    let description = format!(
        "Overview above: bars of the number of events in {}; the framed part is the focus, \
         drawn below as a timeline. {finding}. Lanes of the focus: {}. {foot}.",
        bins.each(),
        places.join(", ")
    );
    sheet.close(&finding, &description, data)
}

/// The shortest time that holds at least half of the events, by their middles.
fn busiest(events: &[&Event]) -> Option<InstantRange> {
    let mut spans: Vec<(i64, i64)> = events
        .iter()
        .filter_map(|e| Some((e.when.earliest?.micros(), e.when.latest?.micros())))
        .collect();
    spans.sort_unstable();
    let half = spans.len().div_ceil(2);
    let best = spans
        .windows(half.max(1))
        .map(|part| {
            let end = part.iter().map(|(_, to)| *to).max().unwrap_or(0);
            (part[0].0, end)
        })
        .min_by_key(|(from, to)| (to.saturating_sub(*from), *from));
    let (from, to) = best?;
    InstantRange::new(Instant::from_micros(from), Instant::from_micros(to))
}

fn legend(plans: &[Plan]) -> Legend {
    let mut legend = Legend::default();
    let used: BTreeSet<Meaning> = plans.iter().flat_map(Plan::meanings).collect();
    if used.iter().any(|meaning| *meaning != Meaning::Dot) {
        for meaning in used {
            legend.add(Sample::Mark(meaning), meaning.words());
        }
    }
    legend
}

fn foot(
    input: &Input<'_>,
    dated: &[&Event],
    inside: &[&Event],
    plans: &[Plan],
    near: &TimeScale,
) -> String {
    let mut foot = format!(
        "n = {}, {} in the focus",
        words::count(dated.len(), "event"),
        words::number(inside.len())
    );
    for (n, what) in [
        (
            plans.iter().map(Plan::without_label).sum::<usize>(),
            "of them without a label",
        ),
        (
            plans.iter().map(Plan::hidden).sum(),
            "of them drawn only as a count",
        ),
        (
            input.events.len() - dated.len(),
            "without two bounds and not drawn",
        ),
    ] {
        if n > 0 {
            foot.push_str(&format!(", {} {what}", words::number(n)));
        }
    }
    format!("{foot} · {}", words::basis(near.zone, near.from, near.to))
}

/// Bars of counts over the whole span, with their own axis.
fn context(canvas: &mut Canvas, scale: &TimeScale, strip: Rect, bins: &Bins, events: &[&Event]) {
    let mut counts = vec![0_usize; bins.len()];
    for event in events {
        let middle = match bins.place(event) {
            Some(Place::In(bin) | Place::Across(bin)) => Some(bin),
            Some(Place::Coarse) => event
                .when
                .earliest
                .zip(event.when.latest)
                .map(|(a, b)| bins.at(i64::midpoint(a.micros(), b.micros()))),
            None => None,
        };
        if let Some(bin) = middle {
            counts[bin] += 1;
        }
    }
    let most = counts.iter().copied().max().unwrap_or(1).max(1);
    let title = format!(
        "All: events in {}, at most {}",
        bins.each(),
        words::number(most)
    );
    let title = text::clip(&title, SMALL, strip.width());
    canvas.text(
        &title,
        (strip.left, strip.top - 7.0),
        SMALL,
        Align::Left,
        QUIET,
    );
    for (bin, n) in counts.iter().enumerate().filter(|(_, n)| **n > 0) {
        let (left, right) = (scale.x(bins.edges[bin]), scale.x(bins.edges[bin + 1]));
        let left = left.max(strip.left);
        let area = Rect {
            left,
            top: strip.bottom - *n as f64 / most as f64 * (STRIP - 2.0),
            right: (right - 0.4).clamp(left + 0.6, strip.right.max(left + 0.6)),
            bottom: strip.bottom,
        };
        let name = format!("{}: {}", bins.name(bin), words::count(*n, "event"));
        canvas.mark(&name, |c| c.rect(area, style::BLUE, 0.75));
    }
    let ticks = scale.ticks(scale.zone, SMALL);
    axis::draw_axis(canvas, scale, &ticks, strip.bottom);
}

/// The frame of the focus in the whole, and its widening down to the plot.
fn window(canvas: &mut Canvas, whole: &TimeScale, strip: Rect, near: &TimeScale, top: f64) {
    let x = |micros: i64| {
        let at = Instant::from_micros(micros);
        at.map_or(strip.left, |at| whole.x(at))
            .clamp(strip.left, strip.right)
    };
    let (from, to) = (x(near.from), x(near.to));
    let (from, to) = (from.min(strip.right - 2.0), to.max(from + 2.0));
    canvas.decoration(|c| {
        let below = strip.bottom + AXIS_HEIGHT;
        let area = Rect {
            left: from,
            top: strip.top - 2.0,
            right: to,
            bottom: strip.bottom,
        };
        c.rect(area, style::VERMILLION, 0.14);
        let frame = [
            (from, strip.bottom),
            (from, strip.top - 2.0),
            (to, strip.top - 2.0),
            (to, strip.bottom),
        ];
        c.line(&frame, Stroke::new(style::VERMILLION, 1.4));
        let widening = [
            (from, below + 2.0),
            (to, below + 2.0),
            (near.right, top),
            (near.left, top),
        ];
        c.polygon(&widening, style::VERMILLION, 0.10);
        for (a, b) in [(from, near.left), (to, near.right)] {
            c.line(
                &[(a, below + 2.0), (b, top)],
                Stroke::new(style::VERMILLION, 0.9),
            );
        }
    });
}
