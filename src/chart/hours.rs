//! Hour of the day by weekday: office hours and night work.

use super::canvas::{Align, Axis, Canvas, Rect};
use super::drawing::{Data, Drawing};
use super::frame::{self, Frame};
use super::legend::{Legend, Sample};
use super::shades::Shades;
use super::sheet::{Room, Sheet};
use super::style::{self, BODY, INK, QUIET, SMALL};
use super::text;
use super::words;
use super::{ChartOptions, Input};
use crate::error::{Error, Result};
use crate::model::instant::HOUR;
use crate::model::{Event, LocalTime, Zone};

/// Room for the names of weekdays, and for the sums at the right and above.
const GUTTER: f64 = 92.0;
const SUMS: f64 = 92.0;
const ABOVE: f64 = 62.0;

/// Counts by weekday, from Monday, and hour.
type Table = [[usize; 24]; 7];

/// Draws a cell for each hour of each weekday, with sums above and at the right.
///
/// Each event counts by its own clock, or by the zone asked for; events without a time of day,
/// or known to more than an hour, are counted and not drawn.
///
/// # Errors
/// If no event has a time of day, or the size asked for is too small.
pub fn draw(input: &Input<'_>, options: &ChartOptions) -> Result<Drawing> {
    if !input.events.iter().any(|e| e.when.bounds().is_some()) {
        return Err(frame::nothing_dated(input.events.len(), "chart of hours"));
    }
    let mut table: Table = [[0; 24]; 7];
    let mut n = 0;
    for local in input.events.iter().filter_map(|e| clock(e, options.zone)) {
        let (hour, _) = local.hour_minute();
        table[local.date().weekday() as usize % 7][hour.clamp(0, 23) as usize] += 1;
        n += 1;
    }
    if n == 0 {
        return Err(Error::request(
            format!(
                "none of the {} has a time of day",
                words::count(input.events.len(), "event")
            ),
            "draw a `calendar` or a `density` instead",
        ));
    }
    let shades = Shades::of(table.iter().flatten().copied());
    let finding = finding(&table, n);
    let mut legend = Legend::default();
    for (color, words) in shades.legend() {
        legend.add(Sample::Fill(color, 1.0), words);
    }
    let clock = match options.zone {
        None => "each event by the clock of its own place".to_owned(),
        Some(zone) => format!("by the clock of {zone}"),
    };
    let mut foot = format!("n = {}, {clock}", words::count(n, "event"));
    let without = input.events.len() - n;
    if without > 0 {
        foot.push_str(&format!(
            ", {} without a time of day or a zone and not drawn",
            words::number(without)
        ));
    }
    foot.push_str(&format!(
        " · Gregorian · tzdb {}",
        crate::model::zone::DATABASE_VERSION
    ));
    let frame = Frame::new(options, &finding, "", legend, &foot);
    let room = Room {
        left: GUTTER,
        right: SUMS,
        above: ABOVE,
        below: 26.0,
        least: 7.0 * 18.0,
        wanted: 7.0 * 28.0,
    };
    let mut sheet = Sheet::open("hours", options, frame, room)?;
    let data = picture(&mut sheet.canvas, sheet.plot, &table, &shades);
    let description = format!(
        "Table of events by hour of the day, across, and weekday, down, {clock}. {finding}. {foot}."
    );
    sheet.close(&finding, &description, data)
}

/// The wall clock of an event that has one, to the hour at least.
fn clock(event: &Event, zone: Option<Zone>) -> Option<LocalTime> {
    let when = &event.when;
    if !when.precision.has_clock() {
        return None;
    }
    match zone {
        None => when.local_begin,
        Some(zone) => {
            let (from, to) = (when.earliest?, when.latest?);
            (to.micros().saturating_sub(from.micros()) <= HOUR).then(|| zone.local(from))
        }
    }
}

const DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

fn picture(canvas: &mut Canvas, plot: Rect, table: &Table, shades: &Shades) -> Data {
    let (w, h) = (plot.width() / 24.0, (plot.bottom - plot.top) / 7.0);
    let mut data = Data::new(&["weekday", "hour", "events"]);
    let every = [1, 2, 3, 6]
        .into_iter()
        .find(|n| w * f64::from(*n) >= 20.0)
        .unwrap_or(6);
    for hour in (0..24_u32).step_by(every as usize) {
        let x = plot.left + f64::from(hour) * w;
        canvas.tick(Axis::X, &hour.to_string(), |c| {
            let at = (x + w / 2.0, plot.bottom + 15.0);
            c.text(&format!("{hour:02}"), at, SMALL, Align::Center, INK);
        });
    }
    canvas.text(
        "hour",
        (plot.left - 10.0, plot.bottom + 15.0),
        SMALL,
        Align::Right,
        QUIET,
    );
    for (day, counts) in table.iter().enumerate() {
        let top = plot.top + day as f64 * h;
        let at = (plot.left - 10.0, top + h / 2.0 + 4.0);
        canvas.text(DAYS[day], at, BODY, Align::Right, INK);
        for (hour, n) in counts.iter().enumerate() {
            let area = Rect {
                left: plot.left + hour as f64 * w + 0.5,
                top: top + 0.5,
                right: plot.left + (hour + 1) as f64 * w - 0.5,
                bottom: top + h - 0.5,
            };
            let row = data.push([DAYS[day].to_owned(), hour.to_string(), n.to_string()]);
            shades.draw(
                canvas,
                area,
                *n,
                &format!("{} {hour:02}:00", DAYS[day]),
                row,
            );
        }
    }
    sums(canvas, plot, table);
    data
}

/// Bars of the sums by hour above, and by weekday at the right.
fn sums(canvas: &mut Canvas, plot: Rect, table: &Table) {
    let (w, h) = (plot.width() / 24.0, (plot.bottom - plot.top) / 7.0);
    let hours: Vec<usize> = (0..24).map(|i| table.iter().map(|d| d[i]).sum()).collect();
    let most = hours.iter().max().copied().unwrap_or(1).max(1) as f64;
    for (hour, n) in hours.iter().enumerate().filter(|(_, n)| **n > 0) {
        let height = *n as f64 / most * (ABOVE - 26.0);
        let area = Rect {
            left: plot.left + hour as f64 * w + 1.0,
            top: plot.top - 4.0 - height,
            right: plot.left + (hour + 1) as f64 * w - 1.0,
            bottom: plot.top - 4.0,
        };
        let name = format!("{hour:02}:00, all days: {}", words::count(*n, "event"));
        canvas.mark(&name, |c| {
            c.rect(area, style::QUIET, 0.75);
            let label = words::number(*n);
            if text::width(&label, SMALL) <= w - 1.0 {
                let at = (f64::midpoint(area.left, area.right), area.top - 3.0);
                c.text(&label, at, SMALL, Align::Center, INK);
            }
        });
    }
    let days: Vec<usize> = table.iter().map(|d| d.iter().sum()).collect();
    let most = days.iter().max().copied().unwrap_or(1).max(1) as f64;
    for (day, n) in days.iter().enumerate() {
        let top = plot.top + day as f64 * h;
        let label = words::number(*n);
        let room = SUMS - 12.0 - text::width(&label, SMALL);
        let width = *n as f64 / most * room.max(8.0);
        let area = Rect {
            left: plot.right + 4.0,
            top: top + h * 0.2,
            right: plot.right + 4.0 + width,
            bottom: top + h * 0.8,
        };
        canvas.mark(
            &format!("{}: {}", DAYS[day], words::count(*n, "event")),
            |c| {
                if *n > 0 {
                    c.rect(area, style::QUIET, 0.75);
                }
                let at = (area.right + 5.0, top + h / 2.0 + 4.0);
                c.text(&label, at, SMALL, Align::Left, INK);
            },
        );
    }
}

fn finding(table: &Table, n: usize) -> String {
    // The busiest eight hours in a row say more than one cell.
    let hours: Vec<usize> = (0..24).map(|i| table.iter().map(|d| d[i]).sum()).collect();
    let sum = |start: usize| (start..start + 8).map(|i| hours[i % 24]).sum::<usize>();
    let start = (0..24)
        .max_by_key(|i| (sum(*i), std::cmp::Reverse(*i)))
        .unwrap_or(0);
    let share = sum(start) * 100 / n.max(1);
    let weekend: usize = table[5..].iter().flatten().sum();
    if n == 1 {
        let at = table
            .iter()
            .enumerate()
            .find_map(|(d, row)| Some((d, row.iter().position(|c| *c > 0)?)));
        let (day, hour) = at.unwrap_or((0, 0));
        return format!(
            "1 event, {} between {hour:02}:00 and {:02}:00",
            DAYS[day],
            hour + 1
        );
    }
    format!(
        "{}: {share} % between {start:02}:00 and {:02}:00, {} % on Saturday or Sunday",
        words::count(n, "event"),
        (start + 8) % 24,
        weekend * 100 / n.max(1)
    )
}
