//! Silences: the longest times without an event.

use super::axis::{self, AXIS_HEIGHT, TimeScale};
use super::canvas::{Align, Canvas, Rect, Stroke};
use super::drawing::{Data, Drawing};
use super::field::Field;
use super::frame::{self, Frame};
use super::legend::{Legend, Sample};
use super::sheet::{Room, Sheet};
use super::style::{self, BODY, INK, MARGIN, QUIET, SMALL};
use super::text;
use super::timeline;
use super::words;
use super::{ChartOptions, Input};
use crate::error::Result;
use crate::latency::quantile;
use crate::model::{Event, Instant, Zone};
use std::collections::BTreeMap;

/// Rows beyond this number, those with the fewest events, are left out and counted.
const MOST: usize = 20;
/// Silences drawn in a row, the longest.
const DRAWN: usize = 12;
/// Least height of a row.
const ROW: f64 = 52.0;

/// The events of a row, and the times between them that certainly had none.
struct Row {
    name: String,
    /// Bounds of each event, sorted.
    events: Vec<(i64, i64)>,
    /// From, to; sorted by length, the longest first.
    gaps: Vec<(i64, i64)>,
    /// The usual time between events.
    usual: i64,
}

/// Draws each event as a tick on a line, and the longest silences as bars with their lengths.
///
/// A silence runs from the last moment at which one event may have been to the first at which
/// the next may have been, so it is certain. Drawn are those of at least three times the median.
///
/// # Errors
/// If no event has two bounds, a column does not exist, or the size asked for is too small.
pub fn draw(input: &Input<'_>, options: &ChartOptions) -> Result<Drawing> {
    let field = match &options.lane {
        Some(name) => Some(Field::named(name, input.events)?),
        None => None,
    };
    let dated: Vec<&Event> = input
        .events
        .iter()
        .filter(|e| e.when.earliest.is_some() && e.when.latest.is_some())
        .collect();
    let zone = options
        .zone
        .or_else(|| timeline::shared_zone(&dated))
        .unwrap_or(Zone::Utc);
    let (rows, left_out) = rows(&dated, field.as_ref());
    let names = rows
        .iter()
        .map(|r| text::width(&r.name, BODY))
        .fold(0.0, f64::max);
    let gutter = match field {
        Some(_) => {
            names
                .clamp(120.0, 160.0)
                .min(f64::from(options.width) * 0.25)
                + 16.0
        }
        None => 0.0,
    };
    let right = f64::from(options.width) - MARGIN - 14.0;
    let Some(scale) = TimeScale::of(dated.iter().copied(), MARGIN + gutter, right, zone) else {
        return Err(frame::nothing_dated(
            input.events.len(),
            "chart of silences",
        ));
    };
    let finding = finding(&rows, dated.len(), &scale);
    let drawn = |row: &Row| row.drawn().count();
    let mut legend = Legend::default();
    legend.add(Sample::Tick(Stroke::new(style::BLUE, 1.2)), "an event");
    let x = |micros: i64| Instant::from_micros(micros).map_or(0.0, |at| scale.x(at));
    let mut bounds = rows.iter().flat_map(|r| &r.events);
    if bounds.any(|(from, to)| is_bar(x(*from), x(*to))) {
        legend.add(
            Sample::Fill(style::BLUE, 0.4),
            "an event, some time within the bar",
        );
    }
    if rows.iter().any(|r| drawn(r) > 0) {
        legend.add(
            Sample::Fill(style::VERMILLION, SHADE),
            "certainly no event, three times the usual interval or longer",
        );
    }
    let basis = words::basis(zone, scale.from, scale.to);
    let mut foot = format!("n = {}", words::count(dated.len(), "event"));
    if let [only] = rows.as_slice()
        && only.usual > 0
    {
        foot.push_str(&format!(
            ", usual interval (median) {}",
            words::duration(only.usual)
        ));
    }
    let without = input.events.len() - dated.len();
    if without > 0 {
        foot.push_str(&format!(
            ", {} without two bounds and not drawn",
            words::number(without)
        ));
    }
    if left_out > 0 {
        foot.push_str(&format!(
            ", {} with the fewest events left out",
            words::count(left_out, "row")
        ));
    }
    let more: usize = rows.iter().map(|r| r.long().count() - drawn(r)).sum();
    if more > 0 {
        foot.push_str(&format!(
            ", {} shorter silences not drawn",
            words::number(more)
        ));
    }
    let foot = format!("{foot} · {basis}");
    let caption = axis::clocks_caption(&scale, options);
    let frame = Frame::new(options, &finding, &caption, legend, &foot);
    let wanted = if rows.len() == 1 { 86.0 } else { 56.0 };
    let room = Room {
        left: gutter,
        right: 14.0,
        above: axis::height_above(&scale, options) + 4.0,
        below: AXIS_HEIGHT,
        least: ROW * rows.len() as f64,
        wanted: wanted * rows.len() as f64,
    };
    let mut sheet = Sheet::open("gaps", options, frame, room)?;
    let plot = sheet.plot;
    axis::draw_around(&mut sheet.canvas, &scale, plot, options);
    let height = (plot.bottom - plot.top) / rows.len() as f64;
    let mut data = Data::new(&["row", "kind", "from", "to", "length_us"]);
    for (i, row) in rows.iter().enumerate() {
        let top = plot.top + i as f64 * height;
        row.draw(&mut sheet.canvas, &scale, top, height, &mut data);
        if gutter > 0.0 {
            let name = text::clip(&row.name, BODY, gutter - 10.0);
            let y = top + height / 2.0;
            sheet
                .canvas
                .text(&name, (MARGIN, y), BODY, Align::Left, INK);
            let usual = match row.usual {
                0 => words::count(row.events.len(), "event"),
                usual => format!("usual {}", words::duration(usual)),
            };
            let usual = text::clip(&usual, SMALL, gutter - 10.0);
            sheet
                .canvas
                .text(&usual, (MARGIN, y + 14.0), SMALL, Align::Left, QUIET);
        }
    }
    let longest: Vec<String> = rows
        .iter()
        .flat_map(|r| r.drawn().take(3).map(|gap| described(r, *gap, &scale)))
        .collect();
    let description = format!(
        "Strip of events with the silences between them. Horizontal: {basis}. {finding}. {} {foot}.",
        match longest.is_empty() {
            true => "No interval is three times the usual one.".to_owned(),
            false => format!("Longest: {}.", longest.join("; ")),
        }
    );
    sheet.close(&finding, &description, data)
}

/// Whether bounds are drawn as a bar: a minute is a tick even where it is some pixels wide.
fn is_bar(left: f64, right: f64) -> bool {
    right - left > 2.0 * style::DOT
}

/// Opacity of a silence.
const SHADE: f64 = 0.3;

fn rows(events: &[&Event], field: Option<&Field>) -> (Vec<Row>, usize) {
    let mut by_name: BTreeMap<String, Vec<(i64, i64)>> = BTreeMap::new();
    for event in events {
        let (Some(from), Some(to)) = (event.when.earliest, event.when.latest) else {
            continue;
        };
        let name = field.map_or(String::new(), |f| {
            f.of(event).unwrap_or_else(|| f.missing())
        });
        by_name
            .entry(name)
            .or_default()
            .push((from.micros(), to.micros()));
    }
    let mut rows: Vec<Row> = by_name
        .into_iter()
        .map(|(name, mut events)| {
            events.sort_unstable();
            let mut gaps: Vec<(i64, i64)> = Vec::new();
            let mut until = i64::MIN;
            for (from, to) in &events {
                if until != i64::MIN && *from > until {
                    gaps.push((until, *from));
                }
                until = until.max(*to);
            }
            // The usual time between beginnings, the simultaneous included.
            let mut between: Vec<i64> = events
                .windows(2)
                .map(|p| length((p[0].0, p[1].0)))
                .collect();
            between.sort_unstable();
            gaps.sort_by_key(|gap| (std::cmp::Reverse(length(*gap)), gap.0));
            Row {
                name,
                usual: quantile(&between, 50).unwrap_or(0),
                events,
                gaps,
            }
        })
        .collect();
    rows.sort_by_key(|r| std::cmp::Reverse(r.events.len()));
    let left_out = rows.len().saturating_sub(MOST);
    rows.truncate(MOST);
    rows.sort_by_key(|r| (r.events.first().copied(), r.name.clone()));
    (rows, left_out)
}

impl Row {
    /// The silences of at least three times the usual interval, the longest first.
    fn long(&self) -> impl Iterator<Item = &(i64, i64)> {
        let least = self.usual.saturating_mul(3);
        let few = self.events.len() <= 3;
        self.gaps
            .iter()
            .filter(move |gap| few || length(**gap) >= least)
    }

    /// Those of them that are drawn.
    fn drawn(&self) -> impl Iterator<Item = &(i64, i64)> {
        self.long().take(DRAWN)
    }

    fn draw(&self, canvas: &mut Canvas, scale: &TimeScale, top: f64, height: f64, data: &mut Data) {
        let line = top + height * 0.5 + 14.0;
        let x = |micros: i64| Instant::from_micros(micros).map_or(scale.left, |at| scale.x(at));
        canvas.decoration(|c| {
            c.line(
                &[(scale.left, line), (scale.right, line)],
                Stroke::new(style::RULE, 0.8),
            );
        });
        // Labels stand above their silences, in one of two rows.
        let mut named: [Vec<(f64, f64)>; 2] = [Vec::new(), Vec::new()];
        for gap in self.drawn() {
            let row = self.push(data, "silence", *gap);
            let area = Rect {
                left: x(gap.0),
                top: line - 8.0,
                right: x(gap.1),
                bottom: line + 8.0,
            };
            canvas.row(&described(self, *gap, scale), row, |c| {
                c.rect(area, style::VERMILLION, SHADE);
                c.line(
                    &[(area.left, area.top), (area.right, area.top)],
                    Stroke::new(style::VERMILLION, 1.2),
                );
            });
            let label = words::duration(length(*gap));
            let half = text::width(&label, SMALL) / 2.0;
            let middle = f64::midpoint(area.left, area.right);
            let middle = middle.clamp(
                scale.left + half,
                (scale.right - half).max(scale.left + half),
            );
            let free = |taken: &Vec<(f64, f64)>| {
                let apart =
                    |(a, b): &(f64, f64)| middle + half + 6.0 <= *a || *b + 6.0 <= middle - half;
                taken.iter().all(apart)
            };
            if let Some(level) = named.iter().position(free) {
                named[level].push((middle - half, middle + half));
                let at = (middle, line - 12.0 - 13.0 * level as f64);
                canvas.text_on_lines(&label, at, SMALL, Align::Center, INK);
            }
        }
        // Ticks that fall on the same tenth of a pixel are one line with a count.
        let mut at: BTreeMap<(i64, i64), (usize, (i64, i64))> = BTreeMap::new();
        for event in &self.events {
            let key = ((x(event.0) * 10.0) as i64, (x(event.1) * 10.0) as i64);
            at.entry(key).or_insert((0, *event)).0 += 1;
        }
        for ((from, to), (n, event)) in at {
            let row = self.push(data, "event", event);
            let (left, right) = (from as f64 / 10.0, to as f64 / 10.0);
            let when = Instant::from_micros(event.0);
            let when = when.map_or(String::new(), |at| words::date(scale.zone.local(at).date()));
            canvas.row(&format!("{when}: {}", words::count(n, "event")), row, |c| {
                if is_bar(left, right) {
                    let area = Rect {
                        left,
                        top: line - 5.0,
                        right,
                        bottom: line + 5.0,
                    };
                    c.rect(area, style::BLUE, 0.4);
                    for x in [left, right] {
                        let side = [(x, line - 5.0), (x, line + 5.0)];
                        c.line(&side, Stroke::new(style::BLUE, 1.2));
                    }
                    return;
                }
                c.line(
                    &[(left, line - 8.0), (left, line + 8.0)],
                    Stroke::new(style::BLUE, 1.2),
                );
            });
        }
    }

    fn push(&self, data: &mut Data, kind: &str, (from, to): (i64, i64)) -> usize {
        let at = |micros| super::drawing::cell(Instant::from_micros(micros));
        data.push([
            self.name.clone(),
            kind.to_owned(),
            at(from),
            at(to),
            length((from, to)).to_string(),
        ])
    }
}

/// How long a time is, microseconds; all of time is longer than a number holds.
fn length((from, to): (i64, i64)) -> i64 {
    to.saturating_sub(from)
}

/// `12 days, 3 Aug 1943 to 15 Aug 1943`.
fn described(row: &Row, gap: (i64, i64), scale: &TimeScale) -> String {
    let range = match (Instant::from_micros(gap.0), Instant::from_micros(gap.1)) {
        (Some(a), Some(b)) => words::from_to(scale.zone, a, b, scale.shows_clocks()),
        _ => String::new(),
    };
    let name = match row.name.as_str() {
        "" => String::new(),
        name => format!("{}, ", text::clip(name, BODY, 200.0)),
    };
    format!("silence of {}, {name}{range}", words::duration(length(gap)))
}

fn finding(rows: &[Row], n: usize, scale: &TimeScale) -> String {
    let longest = rows
        .iter()
        .filter_map(|row| Some((row, *row.gaps.first()?)))
        .max_by_key(|(row, gap)| (length(*gap), std::cmp::Reverse(row.name.as_str())));
    match longest {
        Some((row, gap)) => {
            let silence = described(row, gap, scale).replacen("silence of ", "", 1);
            format!(
                "{}, the longest silence {silence}",
                words::count(n, "event")
            )
        }
        None => format!(
            "{} without a silence between them",
            words::count(n, "event")
        ),
    }
}
