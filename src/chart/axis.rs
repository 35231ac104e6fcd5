//! A time axis: instants to pixels, and the picture of its ticks in two levels.

use super::canvas::{Align, Axis, Canvas, Rect, Stroke};
use super::style;
use super::text;
use super::ticks::{self, Room, Ticks};
use super::words::{self, Detail};
use super::{ChartOptions, SecondClock};
use crate::model::instant::{DAY, HOUR, MINUTE};
use crate::model::{Event, Extent, Instant, Zone};
use plotters::coord::ranged1d::{DefaultFormatting, KeyPointHint, Ranged};
use std::ops::Range;

/// The last microsecond that an instant can hold.
pub const LIMIT: i64 = 262_000 * 366 * DAY;

/// A part of the time line, mapped evenly to pixels, with the clock that makes its ticks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeScale {
    pub from: i64,
    pub to: i64,
    pub left: f64,
    pub right: f64,
    pub zone: Zone,
}

impl TimeScale {
    /// A scale that shows all of these events with some air on both sides; `None` if none is
    /// dated.
    ///
    /// A minute alone is shown within an hour or two, not as wide as the sheet: the best known
    /// clock time stays a dot, and the best known day takes up a twentieth at most.
    pub fn of<'a>(
        events: impl Iterator<Item = &'a Event> + Clone,
        left: f64,
        right: f64,
        zone: Zone,
    ) -> Option<TimeScale> {
        let bounds = events
            .clone()
            .flat_map(|e| [e.when.earliest, e.when.latest]);
        let micros = bounds.flatten().map(Instant::micros);
        let (first, last) = (micros.clone().min()?, micros.max()?);
        let dot = ((right - left) / (2.0 * style::DOT)).clamp(20.0, 120.0);
        let needs = events.filter_map(|e| match (e.when.extent, e.when.bounds()?) {
            (Extent::Moment, range) => {
                let width = range.latest()?.micros() as f64 - range.earliest()?.micros() as f64;
                let clock = e.when.precision.has_clock();
                Some(width * if clock { dot } else { 20.0 })
            }
            (Extent::Stretch, _) => None,
        });
        let least = needs.min_by(f64::total_cmp).unwrap_or(0.0);
        let span = last as f64 - first as f64;
        let air = if least == 0.0 && span < 1_000.0 {
            30.0 * MINUTE as f64
        } else {
            ((least - span) / 2.0).max(span * 0.04).max(10_000.0)
        };
        Some(TimeScale::between(
            first as f64 - air,
            last as f64 + air,
            left,
            right,
            zone,
        ))
    }

    fn between(from: f64, to: f64, left: f64, right: f64, zone: Zone) -> TimeScale {
        let bound = |micros: f64| (micros.clamp(-(LIMIT as f64), LIMIT as f64)) as i64;
        TimeScale {
            from: bound(from).max(-LIMIT),
            to: bound(to).min(LIMIT),
            left,
            right: right.max(left + 1.0),
            zone,
        }
    }

    /// The pixel of an instant.
    pub fn x(&self, at: Instant) -> f64 {
        self.left + self.part(at.micros()) * (self.right - self.left)
    }

    /// How far along the scale an instant lies, 0 at its left end and 1 at its right.
    fn part(&self, micros: i64) -> f64 {
        let (from, to) = (self.from as f64, self.to as f64);
        (micros as f64 - from) / (to - from).max(1.0)
    }

    /// Whether the whole axis is shorter than three days, so that clocks matter.
    pub fn shows_clocks(&self) -> bool {
        self.to as f64 - (self.from as f64) < 3.0 * DAY as f64
    }

    /// When an event was, as short as the axis allows: it names the day, or the year, by itself.
    pub fn when(&self, event: &Event) -> String {
        let detail = if self.shows_clocks() {
            Detail::Clock
        } else if self.shows_one_year() {
            Detail::Day
        } else {
            Detail::Year
        };
        words::when(event, self.zone, detail)
    }

    /// Whether the axis, but for its air, lies in one civil year.
    fn shows_one_year(&self) -> bool {
        let air = (self.to as f64 - self.from as f64) * 0.035;
        let year = |micros: f64| {
            Instant::from_micros(micros as i64).map(|i| self.zone.local(i).date().year())
        };
        year(self.from as f64 + air) == year(self.to as f64 - air)
    }

    /// The ticks that fit, in the clock of a zone.
    pub fn ticks(&self, zone: Zone, size: f64) -> Ticks {
        let room = Room {
            from: self.from,
            to: self.to,
            pixels: self.right - self.left,
            size,
        };
        ticks::choose(room, zone)
    }

    /// The instants at which the axis' own clock is changed, with what was before and after.
    ///
    /// None on an axis longer than three years, where they would be a fringe.
    pub fn clock_changes(&self) -> Vec<(Instant, String)> {
        let span = self.to as f64 - self.from as f64;
        if span > 1_100.0 * DAY as f64 || !matches!(self.zone, Zone::Named(_)) {
            return Vec::new();
        }
        const SAMPLES: u32 = 400;
        let sample = |i: u32| self.from as f64 + span * f64::from(i) / f64::from(SAMPLES);
        let offset = |at: i64| Instant::from_micros(at).map(|i| self.zone.offset_at(i));
        let mut found = Vec::new();
        for i in 0..SAMPLES {
            let (mut low, mut high) = (sample(i) as i64, sample(i + 1) as i64);
            let (old, new) = (offset(low), offset(high));
            if old.map(|o| o.seconds) == new.map(|o| o.seconds) {
                continue;
            }
            while high - low > 1 {
                let middle = low + (high - low) / 2;
                if offset(middle).map(|o| o.seconds) == old.map(|o| o.seconds) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            if let (Some(before), Some(at), Some(old), Some(new)) = (
                Instant::from_micros(low),
                Instant::from_micros(high),
                old,
                new,
            ) {
                let names = (
                    words::abbreviation(self.zone, before),
                    words::abbreviation(self.zone, at),
                );
                let by = shift(i64::from(new.seconds) - i64::from(old.seconds));
                found.push((at, format!("{} → {} ({by})", names.0, names.1)));
            }
        }
        found
    }
}

/// `+1 h`, `−30 min`.
fn shift(seconds: i64) -> String {
    let sign = if seconds < 0 { '−' } else { '+' };
    let size = seconds.unsigned_abs();
    match (size % 3600, size % 60) {
        (0, _) => format!("{sign}{} h", size / 3600),
        (_, 0) => format!("{sign}{} min", size / 60),
        _ => format!("{sign}{size} s"),
    }
}

impl Ranged for TimeScale {
    type FormatOption = DefaultFormatting;
    type ValueType = i64;

    fn map(&self, value: &i64, limit: (i32, i32)) -> i32 {
        limit.0 + (self.part(*value) * f64::from(limit.1 - limit.0)).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<i64> {
        let mut points: Vec<i64> = self
            .ticks(self.zone, style::SMALL)
            .minor
            .iter()
            .map(|tick| tick.at.micros())
            .collect();
        points.truncate(hint.max_num_points());
        points
    }

    fn range(&self) -> Range<i64> {
        self.from..self.to
    }
}

/// Height of the two rows of labels under an axis.
pub const AXIS_HEIGHT: f64 = 42.0;

/// Thin lines at the ticks through the whole plot, stronger where a day, month or year begins.
pub fn draw_grid(canvas: &mut Canvas, scale: &TimeScale, ticks: &Ticks, plot: Rect) {
    canvas.decoration(|c| {
        for tick in &ticks.minor {
            let x = scale.x(tick.at);
            c.line(
                &[(x, plot.top), (x, plot.bottom)],
                Stroke::new(style::GRID, 0.7),
            );
        }
        for tick in &ticks.major {
            let x = scale.x(tick.at);
            let stroke = Stroke::new(style::RULE, 0.7);
            c.line(&[(x, plot.top), (x, plot.bottom)], stroke);
        }
    });
}

/// The axis line under the plot: time or day, and below it the date, month or year, which stays
/// in sight at the left edge.
pub fn draw_axis(canvas: &mut Canvas, scale: &TimeScale, ticks: &Ticks, y: f64) {
    let size = style::SMALL;
    canvas.line(
        &[(scale.left, y), (scale.right, y)],
        Stroke::new(style::INK, 1.0),
    );
    let row = y + 33.0;
    for tick in &ticks.major {
        let x = scale.x(tick.at);
        canvas.line(&[(x, y), (x, row)], Stroke::new(style::INK, 0.8));
    }
    for tick in &ticks.minor {
        let x = scale.x(tick.at);
        canvas.tick(Axis::X, &tick.at.to_string(), |c| {
            c.line(&[(x, y), (x, y + 4.0)], Stroke::new(style::INK, 0.8));
            // The line of a day that begins here goes behind its label.
            c.text_on_lines(&tick.label, (x, y + 16.0), size, Align::Center, style::INK);
        });
    }
    draw_major_names(canvas, scale, ticks, row);
}

/// The names of days, months or years in a row of their own.
fn draw_major_names(canvas: &mut Canvas, scale: &TimeScale, ticks: &Ticks, row: f64) {
    let size = style::SMALL;
    let edge = scale.left + 4.0;
    let first = ticks.major.first().map(|tick| scale.x(tick.at));
    let room = first.map_or(scale.right, |x| x - 0.8 * size);
    let sticky = edge + text::width(&ticks.sticky, size) <= room;
    if sticky {
        canvas.text(&ticks.sticky, (edge, row), size, Align::Left, style::INK);
    }
    let mut free_to = scale.right + style::MARGIN;
    for (i, tick) in ticks.major.iter().enumerate().rev() {
        let x = scale.x(tick.at);
        let at = x + 4.0;
        let fits = |label: &&String| at + text::width(label, size) <= free_to;
        // The year must stand somewhere.
        let full = (i == 0 && !sticky).then_some(&ticks.first_in_full);
        if let Some(label) = full.into_iter().chain([&tick.label]).find(fits) {
            canvas.text(label, (at, row), size, Align::Left, style::INK);
        }
        free_to = x - 0.8 * size;
    }
}

/// Height of the axis of a second clock, above the plot.
pub const SECOND_HEIGHT: f64 = 40.0;

/// The second clock of a scale, if it has one.
pub fn second_clock(scale: &TimeScale, options: &ChartOptions) -> Option<Zone> {
    match options.second_clock {
        SecondClock::Hidden => None,
        SecondClock::Of(zone) => Some(zone),
        SecondClock::Auto => {
            let middle = Instant::from_micros(i64::midpoint(scale.from, scale.to))?;
            let differs = scale.zone.offset_at(middle).seconds != 0;
            (scale.shows_clocks() && differs).then_some(Zone::Utc)
        }
    }
}

/// What is above the plot: a second clock and the names of clock changes, pixels.
pub fn height_above(scale: &TimeScale, options: &ChartOptions) -> f64 {
    let changes = if scale.clock_changes().is_empty() {
        0.0
    } else {
        CHANGES
    };
    let second = second_clock(scale, options).map_or(0.0, |_| SECOND_HEIGHT);
    changes + second
}

/// Room for the names of clock changes.
const CHANGES: f64 = 16.0;

/// Which clock is where, in words; empty where there is but one.
pub fn clocks_caption(scale: &TimeScale, options: &ChartOptions) -> String {
    let name = |zone: Zone| {
        let clocks = words::clocks(zone, scale.from, scale.to);
        match (zone, clocks.len()) {
            (Zone::Named(_), 1..=2) => format!("{zone} ({})", clocks.join(", ")),
            _ => zone.to_string(),
        }
    };
    second_clock(scale, options).map_or(String::new(), |second| {
        format!(
            "Clock below: {}; above: {}.",
            name(scale.zone),
            name(second)
        )
    })
}

/// Everything about time around a plot: grid, axis below, second clock and changes above.
pub fn draw_around(canvas: &mut Canvas, scale: &TimeScale, plot: Rect, options: &ChartOptions) {
    let ticks = scale.ticks(scale.zone, style::SMALL);
    draw_grid(canvas, scale, &ticks, plot);
    let has_changes = draw_clock_changes(canvas, scale, plot);
    draw_axis(canvas, scale, &ticks, plot.bottom);
    if let Some(zone) = second_clock(scale, options) {
        draw_second(
            canvas,
            scale,
            plot.top - if has_changes { CHANGES } else { 0.0 },
            zone,
        );
    }
}

/// The axis of a second clock, its line at a height.
pub fn draw_second(canvas: &mut Canvas, scale: &TimeScale, y: f64, zone: Zone) {
    let ticks = scale.ticks(zone, style::SMALL);
    let line = Stroke::new(style::INK, 1.0);
    canvas.line(&[(scale.left, y), (scale.right, y)], line);
    for tick in &ticks.major {
        let x = scale.x(tick.at);
        canvas.line(&[(x, y), (x, y - 33.0)], Stroke::new(style::INK, 0.8));
    }
    for tick in &ticks.minor {
        let x = scale.x(tick.at);
        canvas.tick(Axis::X, &tick.at.to_string(), |c| {
            c.line(&[(x, y), (x, y - 4.0)], Stroke::new(style::INK, 0.8));
            let at = (x, y - 8.0);
            c.text_on_lines(&tick.label, at, style::SMALL, Align::Center, style::INK);
        });
    }
    draw_major_names(canvas, scale, &ticks, y - 24.0);
}

/// Marks at the top of the plot where the clock of the axis was changed; returns whether any.
pub fn draw_clock_changes(canvas: &mut Canvas, scale: &TimeScale, plot: Rect) -> bool {
    let changes = scale.clock_changes();
    let size = style::SMALL;
    let mut free_from = f64::NEG_INFINITY;
    for (at, name) in &changes {
        let x = scale.x(*at);
        canvas.mark(&format!("clock change {name}"), |c| {
            let stroke = Stroke::new(style::QUIET, 1.0).dashed(1.5, 3.0);
            c.line(&[(x, plot.top), (x, plot.bottom)], stroke);
            let width = text::width(name, size);
            let left = (x - width / 2.0).clamp(plot.left, plot.right - width);
            if left > free_from {
                c.text(
                    name,
                    (left, plot.top - 4.0),
                    size,
                    Align::Left,
                    style::QUIET,
                );
                free_from = left + width + size;
            }
        });
    }
    !changes.is_empty()
}

/// Whether so many pixels can be told from a line.
pub fn is_wide(pixels: f64) -> bool {
    pixels > 3.0
}

/// An hour, as the charts' border between known and roughly known.
pub const ROUGH: i64 = HOUR;

#[cfg(test)]
mod tests {
    use super::super::mark::{Mark, Meaning};
    use super::super::samples;
    use super::*;

    fn scale(first: i64, last: i64, zone: &str) -> TimeScale {
        let air = (last as f64 - first as f64) * 0.04;
        let zone = zone.parse().unwrap();
        TimeScale::between(first as f64 - air, last as f64 + air, 100.0, 900.0, zone)
    }

    #[test]
    fn the_scale_maps_evenly_and_agrees_with_plotters() {
        let scale = scale(0, 10 * HOUR, "UTC");
        let at = Instant::from_micros(5 * HOUR).unwrap();
        assert!((scale.x(at) - 500.0).abs() < 0.01);
        assert_eq!(scale.map(&(5 * HOUR), (1_000, 9_000)), 5_000);
        assert_eq!(scale.key_points(100_usize).len(), 11);
    }

    #[test]
    fn one_minute_is_not_as_wide_as_the_sheet() {
        let cable = samples::cable();
        let scale = TimeScale::of(cable[..1].iter(), 0.0, 800.0, Zone::Utc).unwrap();
        assert_eq!(scale.to - scale.from, 100 * MINUTE);
        let mark = Mark::of(&cable[0], &scale).unwrap();
        assert_eq!(mark.meanings(), [Meaning::Dot]);
        assert_eq!(TimeScale::of([].iter(), 0.0, 800.0, Zone::Utc), None);
    }

    #[test]
    fn the_ends_of_time_have_a_scale() {
        let scale = scale(-LIMIT, LIMIT, "Europe/London");
        assert!(scale.from < scale.to);
        assert!(scale.ticks(scale.zone, 11.0).minor.len() > 1);
    }

    #[test]
    fn clock_changes_are_found_to_the_microsecond() {
        // 2024 in London: 31 March 01:00Z and 27 October 01:00Z.
        let year = scale(
            1_704_067_200_000_000,
            1_735_689_600_000_000,
            "Europe/London",
        );
        let changes = year.clock_changes();
        let found: Vec<String> = changes.iter().map(|(at, n)| format!("{at} {n}")).collect();
        assert_eq!(
            found,
            [
                "2024-03-31T01:00:00Z GMT → BST (+1 h)",
                "2024-10-27T01:00:00Z BST → GMT (−1 h)"
            ]
        );
    }
}
