//! The space-time diagram: places as lines, time across, one slanted line per message.
//!
//! Source: Ibry's and Marey's train charts (É.-J. Marey, "La méthode graphique", 1878); here each
//! place carries the ticks of its own clock.

mod delays;
mod draw;
mod facts;
mod place_line;
mod route;

use super::axis::{self, AXIS_HEIGHT, TimeScale};
use super::canvas::{Align, Canvas, Rect, Stroke};
use super::drawing::{Data, Drawing};
use super::frame::{self, Frame};
use super::legend::{Legend, Sample};
use super::mark::{Mark, Meaning};
use super::style::{self, BODY, MARGIN, SMALL};
use super::text;
use super::words;
use super::{ChartOptions, Input, SecondClock};
use crate::error::Result;
use crate::model::{Event, Zone};
use delays::Delays;
use draw::Picture;
use place_line::PlaceLine;
use route::{Leg, Place, Way};
use std::collections::BTreeSet;

/// More messages than these are drawn as an even choice, and the legend says so.
const MOST_DRAWN: usize = 1_500;
/// More events than these go without labels.
const MOST_LABELLED: usize = 40;
/// Least distance of two place lines.
const CLOSEST: f64 = 52.0;

/// Draws places as lines in route order and each message as a line through its events.
///
/// Steep is fast, flat is waiting. A leg is dashed where an end is known more coarsely than to
/// the hour; an arrival before its departure is dotted in vermillion and counted. Each place
/// shows its own clock on its line; the axis below shows UTC, or the zone asked for.
///
/// # Errors
/// If no event has a date, or the size asked for is too small.
pub fn draw(input: &Input<'_>, options: &ChartOptions) -> Result<Drawing> {
    let (events, retold) = facts::once(input.events);
    let events = events.as_slice();
    let (ways, places) = route::ways(events, &options.stage_order);
    let gutter = gutter(&places, f64::from(options.width));
    let scale = TimeScale::of(
        ways.iter()
            .flat_map(|way| &way.stops)
            .map(|(event, _)| *event),
        MARGIN + gutter,
        f64::from(options.width) - MARGIN - 14.0,
        options.zone.unwrap_or(Zone::Utc),
    );
    let Some(scale) = scale else {
        return Err(frame::nothing_dated(events.len(), "space-time diagram"));
    };
    let stops: usize = ways.iter().map(|way| way.stops.len()).sum();
    let story = Story {
        events,
        retold,
        stops,
        delays: Delays::of(&ways),
        ways: &ways,
        places: &places,
        scale: &scale,
    };
    let lines: Vec<PlaceLine> = (0..places.len())
        .map(|i| PlaceLine::plan(i, &places, &ways, &scale, stops <= MOST_LABELLED))
        .collect();
    let unlabelled = lines.iter().map(PlaceLine::without_label).sum();
    let frame = story.frame(options, unlabelled);

    // Each place shows its own clock; above stands only one that was asked for.
    let second = match options.second_clock {
        SecondClock::Of(zone) => Some(zone),
        SecondClock::Auto | SecondClock::Hidden => None,
    };
    let second_height = second.map_or(0.0, |_| axis::SECOND_HEIGHT);
    let above = lines.first().map_or(0.0, PlaceLine::above).max(28.0);
    let below = lines.last().map_or(0.0, PlaceLine::below).max(28.0);
    let gaps = lines.len().saturating_sub(1) as f64;
    let rest = frame.head() + second_height + above + below + AXIS_HEIGHT + frame.tail();
    let least = lines
        .windows(2)
        .map(|pair| pair[0].below() + pair[1].above() + 14.0)
        .fold(CLOSEST, f64::max);
    let wanted = match lines.len() {
        0..=2 => 210.0,
        3 => 140.0,
        4..=6 => 100.0,
        _ => CLOSEST,
    };
    let needed = rest
        + gaps
            * if options.height.is_some() {
                least
            } else {
                least.max(wanted)
            };
    let height = frame::settle_height(options, needed)?;
    let gap = if gaps > 0.0 {
        (f64::from(height) - rest) / gaps
    } else {
        0.0
    };

    let mut canvas = Canvas::new("space-time", options.width, height, options.bw);
    frame.draw_head(&mut canvas);
    let plot = Rect {
        left: scale.left,
        top: frame.head() + second_height,
        right: scale.right,
        bottom: f64::from(height) - frame.tail() - AXIS_HEIGHT,
    };
    let ticks = scale.ticks(scale.zone, SMALL);
    axis::draw_grid(&mut canvas, &scale, &ticks, plot);
    if let Some(zone) = second {
        axis::draw_second(&mut canvas, &scale, plot.top, zone);
        let clock = words::clocks(zone, scale.from, scale.to);
        let clock = clock.first().map_or("", String::as_str);
        let clock = text::clip(clock, BODY, gutter - 12.0);
        let corner = (MARGIN + 6.0, plot.top - 8.0);
        canvas.text(&clock, corner, BODY, Align::Left, style::INK);
    }
    let heights: Vec<f64> = (0..lines.len())
        .map(|i| plot.top + above + i as f64 * gap)
        .collect();
    for (line, y) in lines.iter().zip(&heights) {
        line.draw_line(&mut canvas, &scale, *y, MARGIN, gutter);
    }
    let mut picture = Picture {
        canvas: &mut canvas,
        scale: &scale,
        heights: &heights,
        delays: &story.delays,
        taken: Vec::new(),
        data: Data::new(&[
            "message_id",
            "event_id",
            "line",
            "earliest",
            "latest",
            "drawn_at",
            "label",
        ]),
    };
    picture.draw_ways(&ways, &places, MOST_DRAWN);
    let data = picture.data;
    let mut taken = picture.taken;
    for (line, y) in lines.iter().zip(&heights) {
        line.draw_texts(&mut canvas, &scale, *y, &mut taken);
    }
    axis::draw_axis(&mut canvas, &scale, &ticks, plot.bottom);
    let clock = words::clocks(scale.zone, scale.from, scale.to);
    let clock = clock.first().map_or("", String::as_str);
    let corner = (MARGIN + 6.0, plot.bottom + 16.0);
    let clock = text::clip(clock, BODY, gutter - 12.0);
    canvas.text(&clock, corner, BODY, Align::Left, style::INK);
    frame.draw_tail(&mut canvas, plot.bottom + AXIS_HEIGHT);
    let (finding, description) = (story.finding(), story.description());
    Ok(Drawing {
        svg: canvas.finish(&finding, &description)?,
        finding,
        description,
        data,
    })
}

/// Width of the column of names and clocks.
fn gutter(places: &[Place], width: f64) -> f64 {
    let widest = places
        .iter()
        .map(|place| text::width(&place.name, BODY))
        .fold(110.0, f64::max);
    widest.min(150.0).min(width * 0.25) + 18.0
}

/// What the chart says in words.
struct Story<'a> {
    events: &'a [Event],
    /// Tellings of facts that another source tells too.
    retold: usize,
    stops: usize,
    delays: Delays,
    ways: &'a [Way<'a>],
    places: &'a [Place],
    scale: &'a TimeScale,
}

impl Story<'_> {
    fn finding(&self) -> String {
        let name = |place: Option<&Place>| {
            place.map_or(String::new(), |p| text::clip(&p.name, BODY, 200.0))
        };
        let (first, last) = (name(self.places.first()), name(self.places.last()));
        let route = match self.places.len() {
            0 | 1 => first,
            2 if self.one_way() => format!("{first} to {last}"),
            2 => format!("{first} and {last}"),
            n => format!("{n} places"),
        };
        if let [way] = self.ways {
            let message = text::clip(&text::clean(way.message), BODY, 200.0);
            return match way.delay_in_words() {
                Some(delay) => format!("{message}, {route}: {delay}"),
                None => format!("{message}, {route}"),
            };
        }
        match (self.ways, self.delays.summary()) {
            (ways, Some((_, delay, _))) if self.delays.n() == 1 => format!(
                "{}, {route}: one delay, {}",
                words::count(ways.len(), "message"),
                words::duration(delay)
            ),
            (ways, Some((_, median, longest))) => format!(
                "{}, {route}: median delay {}, longest {}",
                words::count(ways.len(), "message"),
                words::duration(median),
                words::duration(longest)
            ),
            (ways, None) => format!("{}, {route}", words::count(ways.len(), "message")),
        }
    }

    /// Whether every message goes down the lines and none comes back.
    fn one_way(&self) -> bool {
        let mut legs = self.ways.iter().flat_map(|way| way.stops.windows(2));
        legs.all(|pair| pair[0].1 <= pair[1].1)
    }

    /// The scale in words: without it a year of steep lines could be taken for speed.
    fn caption(&self) -> String {
        let span = self.scale.to.saturating_sub(self.scale.from);
        let mut caption = format!("Time to scale, {} across", words::duration(span));
        if let Some((_, median, _)) = self.delays.summary() {
            let part = median as f64 / (span as f64).max(1.0) * 100.0;
            if part < 2.0 && self.delays.n() > 1 {
                caption.push_str(&format!(
                    "; the median delay is {part:.1} % of it, so its line is nearly upright"
                ));
            }
        }
        match self.places.len() {
            0 | 1 => caption.push('.'),
            _ => caption.push_str(". Places at equal distances, in the order of the route."),
        }
        caption
    }

    fn frame(&self, options: &ChartOptions, unlabelled: usize) -> Frame {
        let mut legend = Legend::default();
        for (stroke, words) in self.delays.classes() {
            legend.add(Sample::Line(stroke), words);
        }
        let legs = |kind: Leg| {
            let legs = self.ways.iter().flat_map(|way| way.stops.windows(2));
            legs.filter(|pair| route::leg(pair[0].0, pair[1].0) == kind)
                .count()
        };
        let plain = Stroke::new(style::BLUE, 1.4);
        if legs(Leg::Rough) > 0 {
            legend.add(
                Sample::Line(draw::rough(plain)),
                "an end known only to more than an hour",
            );
        }
        let impossible = self.ways.iter().filter(|way| way.is_impossible()).count();
        if impossible > 0 {
            let words = format!("arrival before departure: {}", words::number(impossible));
            legend.add(Sample::Line(draw::impossible()), words);
        }
        let single = self.ways.iter().filter(|way| way.loose().is_some()).count();
        if single > 0 {
            let words = format!("other end not known: {}", words::number(single));
            legend.add(Sample::Capped(plain), words);
        }
        let marks = self.ways.iter().flat_map(|way| &way.stops);
        let used: BTreeSet<Meaning> = marks
            .filter_map(|(event, _)| Mark::of(event, self.scale))
            .flat_map(|mark| mark.meanings())
            .filter(|meaning| *meaning != Meaning::Dot)
            .collect();
        for meaning in used {
            legend.add(Sample::Mark(meaning), meaning.words());
        }
        Frame::new(
            options,
            &self.finding(),
            &self.caption(),
            legend,
            &self.foot(unlabelled),
        )
    }

    fn foot(&self, unlabelled: usize) -> String {
        let mut foot = format!(
            "n = {} of {}",
            words::count(self.stops, "event"),
            words::count(self.ways.len(), "message")
        );
        if self.ways.len() > MOST_DRAWN {
            let every = self.ways.len().div_ceil(MOST_DRAWN);
            foot.push_str(&format!(", one message in {} drawn", words::number(every)));
        }
        if self.retold > 0 {
            foot.push_str(&format!(
                ", {} that tell one of them again in its bounds",
                words::number(self.retold)
            ));
        }
        if unlabelled > 0 {
            foot.push_str(&format!(", {} without a label", words::number(unlabelled)));
        }
        let undated = self.events.len() - self.stops;
        if undated > 0 {
            foot.push_str(&format!(
                ", {} undated and not drawn",
                words::number(undated)
            ));
        }
        let rough = |way: &&Way<'_>| {
            let ends = [way.stops.first(), way.stops.last()];
            let mut ends = ends.into_iter().flatten();
            way.delay().is_some() && ends.any(|(event, _)| route::is_rough(event))
        };
        let rough = self.ways.iter().filter(rough).count();
        if rough > 0 && self.ways.len() > 1 {
            foot.push_str(&format!(
                ", {} taken from the middle of coarser bounds",
                words::count(rough, "delay")
            ));
        }
        let zones: BTreeSet<String> = self
            .places
            .iter()
            .filter_map(|place| place.zone)
            .map(|zone| zone.to_string())
            .collect();
        let clocks = match zones.len() {
            0 => String::new(),
            1..=4 => format!(
                " · clocks on the lines: {}",
                zones.into_iter().collect::<Vec<_>>().join(", ")
            ),
            n => format!(" · {n} clocks on the lines"),
        };
        let basis = words::basis(self.scale.zone, self.scale.from, self.scale.to);
        format!("{foot} · axis: {basis}{clocks}")
    }

    fn description(&self) -> String {
        let places: Vec<String> = self
            .places
            .iter()
            .map(|place| text::clip(&place.name, BODY, 200.0))
            .collect();
        let delays = match self.delays.summary() {
            Some((shortest, median, longest)) => format!(
                " {}: shortest {}, median {}, longest {}.",
                words::count(self.delays.n(), "delay"),
                words::duration(shortest),
                words::duration(median),
                words::duration(longest)
            ),
            None => " No delay has both ends.".to_owned(),
        };
        format!(
            "Space-time diagram. {} Horizontal: {}. Lines from top to bottom: {}. {}.{delays}",
            self.caption(),
            words::basis(self.scale.zone, self.scale.from, self.scale.to),
            places.join(", "),
            self.foot(0),
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
            samples::inspect(&format!("space-time-{name}"), &svg.svg);
            assert_eq!(
                svg,
                draw(&Input::of(&events), &ChartOptions::default()).unwrap()
            );
        }
    }

    #[test]
    fn the_cable_has_three_labelled_points_and_its_delays() {
        let svg = draw(&Input::of(&samples::cable()), &ChartOptions::default())
            .unwrap()
            .svg;
        for words in [
            "01:20 MSK",
            "02:45 MSK",
            "03:15 MSK",
            "1 h 25 min",
            "30 min",
            "1 h 55 min",
        ] {
            assert!(svg.contains(words), "{words}");
        }
    }

    #[test]
    fn a_year_of_telegrams_counts_what_cannot_be() {
        let options = ChartOptions {
            stage_order: samples::stage_order(),
            ..ChartOptions::default()
        };
        let svg = draw(&Input::of(&samples::telegrams(120)), &options)
            .unwrap()
            .svg;
        assert!(svg.contains("arrival before departure: 2"));
        assert!(svg.contains("other end not known: 3"));
        assert!(svg.contains("quickest quarter"));
    }

    #[test]
    fn sizes_are_kept_or_refused() {
        for (width, height) in [(320, None), (640, Some(600)), (1600, Some(1000))] {
            let options = ChartOptions {
                width,
                height,
                ..ChartOptions::default()
            };
            let svg = draw(&Input::of(&samples::telegrams(60)), &options)
                .unwrap()
                .svg;
            samples::inspect(&format!("space-time-{width}"), &svg);
        }
        let options = ChartOptions {
            height: Some(10),
            ..ChartOptions::default()
        };
        assert!(draw(&Input::of(&samples::cable()), &options).is_err());
        assert!(draw(&Input::of(&[]), &ChartOptions::default()).is_err());
    }
}
