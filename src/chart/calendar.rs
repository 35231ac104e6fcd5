//! The calendar: a square for each day, weeks across, weekdays down, a block for each year.

use super::canvas::{Align, Canvas, Rect, Stroke};
use super::drawing::{Data, Drawing};
use super::frame::{self, Frame};
use super::legend::{Legend, Sample};
use super::shades::Shades;
use super::sheet::{Room, Sheet};
use super::style::{self, INK, QUIET, SMALL};
use super::words;
use super::{ChartOptions, Input};
use crate::error::{Error, Result};
use crate::model::{CivilDate, Event, Zone};
use std::collections::BTreeMap;

/// More years than these do not fit on a page that can be read.
const MOST_YEARS: usize = 30;
/// Columns of a block: a year touches 53 or 54 weeks.
const WEEKS: f64 = 54.0;
/// Width of the names of weekdays.
const GUTTER: f64 = 58.0;
/// Height of the names of months above a block, and of the space below it.
const MONTHS: f64 = 20.0;
const BELOW: f64 = 16.0;

/// Draws each day of the years in which something happened.
///
/// Each event counts on the day that its own clock showed, or on that of the zone asked for. A
/// day without an event is an outline; months before the first and after the last are left out.
///
/// # Errors
/// If no event is known to the day, there are too many years, or the size is too small.
pub fn draw(input: &Input<'_>, options: &ChartOptions) -> Result<Drawing> {
    if !input.events.iter().any(|e| e.when.bounds().is_some()) {
        return Err(frame::nothing_dated(input.events.len(), "calendar"));
    }
    let mut days: BTreeMap<CivilDate, usize> = BTreeMap::new();
    for date in input.events.iter().filter_map(|e| day(e, options.zone)) {
        *days.entry(date).or_default() += 1;
    }
    let n: usize = days.values().sum();
    let (Some(first), Some(last)) = (
        days.keys().next().copied(),
        days.keys().next_back().copied(),
    ) else {
        return Err(Error::request(
            format!(
                "none of the {} is known to the day",
                words::count(input.events.len(), "event")
            ),
            "draw a `density`, whose bars may be months or years",
        ));
    };
    let mut years: Vec<i32> = days.keys().map(|d| d.year()).collect();
    years.dedup();
    if years.len() > MOST_YEARS {
        return Err(Error::request(
            format!(
                "the events lie in {} years, and a calendar shows {MOST_YEARS}",
                years.len()
            ),
            "choose a part with `--during`, or draw a `density`",
        ));
    }
    // Whole months, so that a day stands among its neighbours.
    let begin = CivilDate::new(first.year(), first.month(), 1).unwrap_or(first);
    let end = (28..=31)
        .rev()
        .find_map(|day| CivilDate::new(last.year(), last.month(), day))
        .unwrap_or(last);
    let shades = Shades::of(days.values().copied());
    let finding = finding(&days, n, first, last);
    let mut legend = Legend::default();
    for (color, words) in shades.legend() {
        legend.add(Sample::Fill(color, 1.0), words);
    }
    let clock = match options.zone {
        None => "each event on the day of its own clock".to_owned(),
        Some(zone) => format!("days of {zone}"),
    };
    let mut foot = format!(
        "n = {}, {clock}, weeks from Monday",
        words::count(n, "event")
    );
    let without = input.events.len() - n;
    if without > 0 {
        foot.push_str(&format!(
            ", {} not known to the day and not drawn",
            words::number(without)
        ));
    }
    let span = i64::from(last.year()) - i64::from(first.year()) + 1;
    let empty = span - years.len() as i64;
    if empty > 0 {
        let empty = words::count(empty.unsigned_abs() as usize, "year");
        foot.push_str(&format!(", {empty} without an event left out"));
    }
    foot.push_str(&format!(
        " · Gregorian · tzdb {}",
        crate::model::zone::DATABASE_VERSION
    ));
    let frame = Frame::new(options, &finding, "", legend, &foot);
    // A short calendar has larger squares, up to a size.
    let single = years.len() == 1;
    let weeks = if single { weeks(begin, end) } else { WEEKS };
    let free = f64::from(options.width) - 2.0 * style::MARGIN - GUTTER;
    let cell = (free / weeks).min(30.0);
    let block = MONTHS + 7.0 * cell.max(5.0) + BELOW;
    let room = Room {
        left: GUTTER,
        right: 0.0,
        above: 0.0,
        below: 0.0,
        least: block * years.len() as f64,
        wanted: block * years.len() as f64,
    };
    let mut sheet = Sheet::open("calendar", options, frame, room)?;
    let mut data = Data::new(&["date", "events"]);
    let plot = sheet.plot;
    for (i, year) in years.iter().enumerate() {
        let top = plot.top + i as f64 * block + MONTHS;
        let edge = |month, day| CivilDate::new(*year, month, day).unwrap_or(first);
        let block = Block {
            year: *year,
            // A single year begins with the month of its first event.
            from: edge(1, 1).max(begin),
            to: edge(12, 31).min(end),
            origin: if single { begin } else { edge(1, 1) },
            left: plot.left,
            top,
            cell,
        };
        block.draw(&mut sheet.canvas, &days, &shades, &mut data);
    }
    let description = format!(
        "Calendar of the number of events on each day, weeks across, weekdays down. {finding}. {foot}."
    );
    sheet.close(&finding, &description, data)
}

/// The civil day of an event that is known to the day.
fn day(event: &Event, zone: Option<Zone>) -> Option<CivilDate> {
    let when = &event.when;
    if when.precision > crate::model::Precision::Day {
        return None;
    }
    match zone {
        Some(zone) if when.precision.has_clock() => Some(zone.local(when.earliest?).date()),
        _ => Some(when.local_begin?.date()),
    }
}

/// Weeks, from Monday, that two days and all between them touch.
fn weeks(first: CivilDate, last: CivilDate) -> f64 {
    (column(last, first) + 1) as f64
}

/// The week of a day, counted from that of another.
fn column(date: CivilDate, origin: CivilDate) -> i64 {
    let monday = origin.plus_days(-(origin.weekday() as i64));
    (date.days() - monday.days()).div_euclid(7)
}

/// A year, or a part of one.
struct Block {
    year: i32,
    from: CivilDate,
    to: CivilDate,
    origin: CivilDate,
    left: f64,
    top: f64,
    cell: f64,
}

impl Block {
    fn draw(
        &self,
        canvas: &mut Canvas,
        days: &BTreeMap<CivilDate, usize>,
        shades: &Shades,
        data: &mut Data,
    ) {
        let year = words::year(self.year);
        canvas.text(
            &year,
            (style::MARGIN, self.top - 6.0),
            SMALL,
            Align::Left,
            INK,
        );
        for (i, name) in ["Mon", "", "Wed", "", "Fri", "", "Sun"].iter().enumerate() {
            // Names stand on every second row, so small squares leave them apart.
            let every = if self.cell >= 7.0 { 1 } else { 2 };
            if i % (2 * every) == 0 {
                let y = self.top + (i as f64 + 0.5) * self.cell + 4.0;
                canvas.text(name, (self.left - 6.0, y), SMALL, Align::Right, QUIET);
            }
        }
        let mut date = self.from;
        // A year far from ours may be longer than the column of weekdays.
        let mut free_from = style::MARGIN + super::text::width(&year, SMALL) + 6.0;
        while date <= self.to {
            let x = self.left + column(date, self.origin) as f64 * self.cell;
            let y = self.top + date.weekday() as i64 as f64 * self.cell;
            if date.day() == 1 || date == self.from {
                // The month stands over the week in which it begins.
                let name = words::month(date.month());
                if x >= free_from {
                    canvas.text(name, (x, self.top - 6.0), SMALL, Align::Left, INK);
                    free_from = x + super::text::width(name, SMALL) + 6.0;
                }
            }
            let gap = (self.cell * 0.06).min(1.0);
            let area = Rect {
                left: x + gap,
                top: y + gap,
                right: x + self.cell - gap,
                bottom: y + self.cell - gap,
            };
            let n = days.get(&date).copied().unwrap_or(0);
            let row = data.push([date.to_string(), n.to_string()]);
            shades.draw(canvas, area, n, &words::date(date), row);
            if date.day() == 1 && date != self.from {
                self.month_edge(canvas, date);
            }
            let next = date.plus_days(1);
            if next <= date {
                break;
            }
            date = next;
        }
    }

    /// The line between two months: down the side of the first day, and along the week before.
    fn month_edge(&self, canvas: &mut Canvas, first: CivilDate) {
        let x = self.left + column(first, self.origin) as f64 * self.cell;
        let y = self.top + first.weekday() as i64 as f64 * self.cell;
        let bottom = self.top + 7.0 * self.cell;
        let mut path = vec![(x, bottom), (x, y)];
        if y > self.top {
            path.extend([(x + self.cell, y), (x + self.cell, self.top)]);
        }
        canvas.decoration(|c| c.line(&path, Stroke::new(style::INK, 0.8)));
    }
}

fn finding(
    days: &BTreeMap<CivilDate, usize>,
    n: usize,
    first: CivilDate,
    last: CivilDate,
) -> String {
    let busiest = days
        .iter()
        .max_by_key(|(date, n)| (**n, std::cmp::Reverse(**date)));
    let events = words::count(n, "event");
    match busiest {
        _ if first == last => format!("{events} on {}", words::date(first)),
        Some((_, 1)) | None => format!(
            "{events} on as many days, {} to {}",
            words::date(first),
            words::date(last)
        ),
        Some((date, most)) => format!(
            "{events} on {}, most on {}: {}",
            words::count(days.len(), "day"),
            words::date(*date),
            words::number(*most)
        ),
    }
}
