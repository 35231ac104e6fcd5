//! The annotated timeline: events to scale, a lane for each place, labels with leaders.

pub mod lanes;

use super::axis::{self, AXIS_HEIGHT, TimeScale};
use super::canvas::{Align, Canvas, Rect, Stroke};
use super::drawing::Drawing;
use super::field::Field;
use super::frame::{self, Frame};
use super::legend::{Legend, Sample};
use super::mark::Meaning;
use super::style::{self, BODY, MARGIN, SMALL};
use super::text;
use super::words;
use super::{ChartOptions, Input};
use crate::error::Result;
use crate::model::zone::{UNKNOWN_EAST, UNKNOWN_WEST};
use crate::model::{Event, Instant, Zone};
use lanes::{Budget, Lane, Plan};
use std::collections::BTreeSet;

/// Draws events to scale on one time axis, each in the lane of its place.
///
/// A moment known to the clock is a dot; a day or a longer range is a bar from its first to its
/// last possible instant. Labels that do not fit are left out and counted.
///
/// # Errors
/// If no event has a date, or the size asked for is too small.
pub fn draw(input: &Input<'_>, options: &ChartOptions) -> Result<Drawing> {
    let events = input.events;
    let field = match &options.lane {
        Some(name) => Field::named(name, events)?,
        None => Field::place(),
    };
    let dated: Vec<&Event> = events
        .iter()
        .filter(|e| e.when.bounds().is_some())
        .collect();
    let zone = options.zone.or_else(|| shared_zone(&dated));
    let zone = zone.unwrap_or(Zone::Utc);
    let (names, gutter) = lanes::names(&dated, &field, f64::from(options.width));
    let right = f64::from(options.width) - MARGIN - 14.0;
    let scale = TimeScale::of(dated.iter().copied(), MARGIN + gutter, right, zone);
    let (Some(scale), Some((first, last))) = (scale, ends(&dated)) else {
        return Err(frame::nothing_dated(events.len(), "timeline"));
    };
    let lanes = lanes::sort(&dated, &field, names, &scale);
    let story = Story {
        events: events.len(),
        dated: dated.len(),
        first,
        last,
    };

    // As many labels as the height allows: first generously, then with fewer layers and rows.
    let budgets = Budget::ladder(lanes.len(), options.height.is_some());
    let mut needed = f64::INFINITY;
    let mut chosen = None;
    for budget in budgets {
        let plans: Vec<Plan> = lanes.iter().map(|lane| lane.plan(&scale, budget)).collect();
        let frame = story.frame(options, &lanes, &plans, &scale);
        let above = axis::height_above(&scale, options);
        let lanes_height: f64 = plans.iter().map(Plan::height).sum();
        needed = frame.head() + above + lanes_height + AXIS_HEIGHT + frame.tail();
        let fits = options
            .height
            .is_none_or(|asked| needed <= f64::from(asked));
        chosen = Some((plans, frame, above));
        if fits {
            break;
        }
    }
    let height = frame::settle_height(options, needed)?;
    let Some((plans, frame, above)) = chosen else {
        return Err(frame::nothing_dated(0, "timeline"));
    };
    let spare = (f64::from(height) - needed).max(0.0) / plans.len().max(1) as f64;

    let mut canvas = Canvas::new("timeline", options.width, height, options.bw);
    frame.draw_head(&mut canvas);
    let plot = Rect {
        left: scale.left,
        top: frame.head() + above,
        right: scale.right,
        bottom: f64::from(height) - frame.tail() - AXIS_HEIGHT,
    };
    draw_bands(&mut canvas, &plans, plot, spare);
    axis::draw_around(&mut canvas, &scale, plot, options);
    let mut data = lanes::data();
    let mut top = plot.top;
    for (lane, plan) in lanes.iter().zip(&plans) {
        let bottom = top + plan.height() + spare;
        draw_name(&mut canvas, lane, plan, top, bottom, gutter);
        plan.draw(&mut canvas, lane, &scale, bottom, &mut data);
        top = bottom;
    }
    frame.draw_tail(&mut canvas, plot.bottom + AXIS_HEIGHT);
    let (finding, description) = (
        story.finding(&scale),
        story.description(&lanes, &plans, &scale),
    );
    Ok(Drawing {
        svg: canvas.finish(&finding, &description)?,
        finding,
        description,
        data,
    })
}

/// First and last bound of all events. Where the zone is unknown the bounds are widened by what it
/// could be; a heading says the dates that were written.
pub fn ends(events: &[&Event]) -> Option<(Instant, Instant)> {
    let written = |event: &Event, at: Option<Instant>, by: i64| match event.when.zone {
        Some(_) => at,
        None => at.map(|at| at.shifted(by)),
    };
    let bounds = || {
        events.iter().flat_map(|e| {
            [
                written(e, e.when.earliest, UNKNOWN_EAST),
                written(e, e.when.latest, -UNKNOWN_WEST),
            ]
        })
    };
    Some((bounds().flatten().min()?, bounds().flatten().max()?))
}

/// The zone of all events that have one, if it is the same.
pub fn shared_zone(events: &[&Event]) -> Option<Zone> {
    let mut zones = events.iter().filter_map(|e| e.when.zone);
    let first = zones.next()?;
    zones.all(|zone| zone == first).then_some(first)
}

/// Every second lane on a tint.
fn draw_bands(canvas: &mut Canvas, plans: &[Plan], plot: Rect, spare: f64) {
    canvas.decoration(|c| {
        let mut top = plot.top;
        for (i, plan) in plans.iter().enumerate() {
            let bottom = top + plan.height() + spare;
            if i % 2 == 0 {
                let band = Rect {
                    left: MARGIN,
                    top,
                    right: plot.right,
                    bottom,
                };
                c.rect(band, style::BAND, 1.0);
            }
            top = bottom;
        }
    });
}

/// The name of a lane at its left, and what of it has no label.
pub fn draw_name(
    canvas: &mut Canvas,
    lane: &Lane,
    plan: &Plan,
    top: f64,
    bottom: f64,
    gutter: f64,
) {
    let room = gutter - 14.0;
    if room < 30.0 {
        return;
    }
    let x = MARGIN + 6.0;
    let mut lines: Vec<(String, f64)> = Vec::new();
    lines.push((text::clip(&lane.name, BODY, room), BODY));
    if plan.without_label() > 0 {
        let more = format!("+{} more", words::number(plan.without_label()));
        lines.push((text::clip(&more, SMALL, room), SMALL));
    }
    let mut y = bottom - (lines.len() as f64 - 1.0) * 15.0 - 9.0;
    y = y.max(top + BODY + 1.0);
    for (line, size) in lines {
        let color = if size == BODY {
            style::INK
        } else {
            style::QUIET
        };
        canvas.text(&line, (x, y), size, Align::Left, color);
        y += 15.0;
    }
    canvas.decoration(|c| {
        c.line(
            &[(MARGIN, bottom), (MARGIN + gutter, bottom)],
            Stroke::new(style::GRID, 0.7),
        );
    });
}

/// What the chart says in words.
struct Story {
    events: usize,
    dated: usize,
    first: Instant,
    last: Instant,
}

impl Story {
    fn finding(&self, scale: &TimeScale) -> String {
        // The last bound is half-open: the last instant that belongs to it is just before.
        let last = self.last.shifted(-1).max(self.first);
        let range = words::from_to(scale.zone, self.first, last, scale.shows_clocks());
        format!("{}, {range}", words::count(self.dated, "event"))
    }

    fn frame(
        &self,
        options: &ChartOptions,
        lanes: &[Lane],
        plans: &[Plan],
        scale: &TimeScale,
    ) -> Frame {
        let mut legend = Legend::default();
        let used: BTreeSet<Meaning> = plans.iter().flat_map(Plan::meanings).collect();
        // Dots alone explain themselves.
        if used.iter().any(|meaning| *meaning != Meaning::Dot) {
            for meaning in used {
                legend.add(Sample::Mark(meaning), meaning.words());
            }
        }
        if lanes.iter().any(|lane| !lane.alternatives().is_empty()) {
            let line = Sample::Line(lanes::alternative());
            legend.add(line, "one fact, at different times by different sources");
        }
        let mut foot = format!("n = {}", words::number(self.dated));
        let unlabelled: usize = plans.iter().map(Plan::without_label).sum();
        let hidden: usize = plans.iter().map(Plan::hidden).sum();
        if unlabelled > 0 {
            foot.push_str(&format!(", {} without a label", words::number(unlabelled)));
        }
        if hidden > 0 {
            foot.push_str(&format!(
                ", {} drawn only as a count",
                words::number(hidden)
            ));
        }
        let undated = self.events - self.dated;
        if undated > 0 {
            foot.push_str(&format!(
                ", {} undated and not drawn",
                words::number(undated)
            ));
        }
        let basis = words::basis(scale.zone, scale.from, scale.to);
        Frame::new(
            options,
            &self.finding(scale),
            &axis::clocks_caption(scale, options),
            legend,
            &format!("{foot} · {basis}"),
        )
    }

    fn description(&self, lanes: &[Lane], plans: &[Plan], scale: &TimeScale) -> String {
        let uncertain: usize = plans.iter().map(|plan| plan.uncertain).sum();
        let places: Vec<String> = lanes
            .iter()
            .map(|lane| format!("{} ({})", text::clip(&lane.name, BODY, 300.0), lane.len()))
            .collect();
        let undated = match self.events - self.dated {
            0 => String::new(),
            n => format!(" {} undated and not drawn.", words::count(n, "event")),
        };
        format!(
            "Timeline to scale of {}. Horizontal: {}. Lanes: {}. {} with uncertain time.{undated}",
            self.finding(scale),
            words::basis(scale.zone, scale.from, scale.to),
            places.join(", "),
            words::count(uncertain, "event"),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn every_picture_is_whole() {
        for (name, events) in samples::hostile() {
            let svg = draw(&Input::of(&events), &ChartOptions::default()).unwrap();
            samples::inspect(&format!("timeline-{name}"), &svg.svg);
            assert_eq!(
                svg,
                draw(&Input::of(&events), &ChartOptions::default()).unwrap()
            );
        }
    }

    #[test]
    fn the_cable_is_labelled_in_full() {
        let svg = draw(&Input::of(&samples::cable()), &ChartOptions::default())
            .unwrap()
            .svg;
        for words in [
            "01:20 MSK",
            "02:45 MSK",
            "03:15 MSK",
            "Sochi",
            "Moscow",
            "n = 3",
        ] {
            assert!(svg.contains(words), "{words}");
        }
        assert!(!svg.contains("more<"));
    }

    #[test]
    fn a_dot_stands_on_the_tick_of_its_clock_time() {
        let svg = draw(&Input::of(&samples::cable()), &ChartOptions::default())
            .unwrap()
            .svg;
        let x_before = |needle: &str, key: &str| -> Option<f64> {
            let element = &svg[..svg.find(needle)?];
            let value = &element[element.rfind(key)? + key.len()..];
            value[..value.find('"')?].parse().ok()
        };
        let tick = x_before(">02:45<", " x=\"").unwrap();
        let dot = &svg[svg.find("02:45 MSK, Moscow").unwrap()..];
        let dot = &dot[dot.find("cx=\"").unwrap() + 4..];
        let dot: f64 = dot[..dot.find('"').unwrap()].parse().unwrap();
        assert!((tick - dot).abs() <= 2.0, "{tick} {dot}");
    }

    #[test]
    fn nothing_to_draw_is_an_error_with_a_way_out() {
        let error = draw(&Input::of(&[]), &ChartOptions::default()).unwrap_err();
        assert!(error.hint().is_some());
        let mut undated = samples::cable();
        for event in &mut undated {
            event.when.earliest = None;
            event.when.latest = None;
        }
        assert!(draw(&Input::of(&undated), &ChartOptions::default()).is_err());
    }

    #[test]
    fn a_heading_says_the_dates_that_were_written() {
        let at = samples::day(-43, 3, 15);
        let day = 24 * crate::model::instant::HOUR;
        let (east, west) = (UNKNOWN_EAST, UNKNOWN_WEST);
        let killed = samples::event("caesar/killed", "Rome", None, at - east, at + day + west);
        let drawing = draw(&Input::of(&[killed]), &ChartOptions::default()).unwrap();
        assert_eq!(drawing.finding, "1 event, 15 Mar 44 BCE");
    }

    #[test]
    fn a_size_on_which_nothing_fits_is_refused() {
        for (width, height) in [
            (10, None),
            (u32::MAX, None),
            (960, Some(40)),
            (960, Some(0)),
        ] {
            let options = ChartOptions {
                width,
                height,
                ..ChartOptions::default()
            };
            assert!(
                super::super::draw(
                    "timeline".parse().unwrap(),
                    &Input::of(&samples::cable()),
                    &options
                )
                .is_err()
            );
        }
        for (width, height) in [(320, None), (640, Some(500)), (2000, Some(1200))] {
            let options = ChartOptions {
                width,
                height,
                ..ChartOptions::default()
            };
            let svg = draw(&Input::of(&samples::telegrams(120)), &options)
                .unwrap()
                .svg;
            samples::inspect(&format!("timeline-{width}"), &svg);
        }
    }
}
