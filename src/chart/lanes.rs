//! Lanes: who did what in parallel, a lane for each place, sender or stage.

use super::axis::{self, AXIS_HEIGHT, TimeScale};
use super::canvas::{Align, Canvas, Rect, Stroke};
use super::classes::{self, Class};
use super::drawing::{Data, Drawing};
use super::field::Field;
use super::frame::{self, Frame};
use super::legend::{Legend, Sample};
use super::mark::{Mark, Meaning};
use super::sheet::{Room, Sheet};
use super::style::{self, BODY, DOT, INK, MARGIN, QUIET, SMALL};
use super::text;
use super::timeline;
use super::words;
use super::{ChartOptions, Input};
use crate::error::Result;
use crate::model::{Event, Zone};
use std::collections::{BTreeMap, BTreeSet};

/// Lanes beyond this number are one lane of others.
const MOST: usize = 15;
/// Height of a row of marks, and most rows of a lane.
const ROW: f64 = 17.0;
const ROWS: usize = 8;
/// Most rows of a lane whose events all have labels.
const LABELLED: usize = 14;
/// Widest label.
const WIDEST: f64 = 170.0;

/// An event in its lane.
struct Item<'a> {
    event: &'a Event,
    mark: Mark,
    class: usize,
    /// Row, from the top; `None` if there is none free.
    row: Option<usize>,
    /// Left end and words, where there is room for them.
    label: Option<(f64, String)>,
    /// Whether the label stands in its bar.
    inside: bool,
}

struct Lane<'a> {
    name: String,
    items: Vec<Item<'a>>,
    rows: usize,
}

/// Draws events in lanes; colour and shape tell their stage, or another column.
///
/// # Errors
/// If no event has a date, a column does not exist, or the size asked for is too small.
pub fn draw(input: &Input<'_>, options: &ChartOptions) -> Result<Drawing> {
    let named = |name: &Option<String>, default: Field| match name {
        Some(name) => Field::named(name, input.events),
        None => Ok(default),
    };
    let lane_field = named(&options.lane, Field::place())?;
    let class_field = named(&options.color_by, Field::stage())?;
    let dated: Vec<&Event> = input
        .events
        .iter()
        .filter(|e| e.when.bounds().is_some())
        .collect();
    let zone = options
        .zone
        .or_else(|| timeline::shared_zone(&dated))
        .unwrap_or(Zone::Utc);
    let width = f64::from(options.width);
    let name = |e: &Event| lane_field.of(e).unwrap_or_else(|| lane_field.missing());
    let names: BTreeSet<String> = dated.iter().map(|e| name(e)).collect();
    let widest = names
        .iter()
        .map(|n| text::width(n, BODY))
        .fold(70.0, f64::max);
    let gutter = widest.min(160.0).min(width * 0.25) + 16.0;
    let right = width - MARGIN - 14.0;
    let scale = TimeScale::of(dated.iter().copied(), MARGIN + gutter, right, zone);
    let (Some(scale), Some((first, last))) = (scale, timeline::ends(&dated)) else {
        return Err(frame::nothing_dated(input.events.len(), "chart of lanes"));
    };
    let values: Vec<String> = dated
        .iter()
        .map(|e| class_field.of(e).unwrap_or_else(|| class_field.missing()))
        .collect();
    let (classes, numbers) = classes::classes(&values);
    let mut lanes = sort(&dated, &numbers, &lane_field, &scale);
    for lane in &mut lanes {
        lane.place(&scale);
    }
    let items = || lanes.iter().flat_map(|l| &l.items);
    let range = words::from_to(
        zone,
        first,
        last.shifted(-1).max(first),
        scale.shows_clocks(),
    );
    let busiest = lanes
        .iter()
        .max_by_key(|l| (l.items.len(), std::cmp::Reverse(l.name.as_str())));
    let finding = match (lanes.len(), busiest) {
        (2.., Some(lane)) => format!(
            "{} in {} lanes, {range}; most: {}, {}",
            words::count(dated.len(), "event"),
            lanes.len(),
            text::clip(&lane.name, BODY, 220.0),
            words::number(lane.items.len())
        ),
        _ => format!("{}, {range}", words::count(dated.len(), "event")),
    };
    let mut legend = Legend::default();
    // A class of what has none says nothing.
    let telling = classes.len() > 1 || values.iter().any(|v| *v != class_field.missing());
    for class in classes.iter().filter(|_| telling) {
        let name = text::clip(&class.name, BODY, 200.0);
        legend.add(Sample::Symbol(class.shape, class.color), name);
    }
    let used: BTreeSet<Meaning> = items().flat_map(|i| i.mark.meanings()).collect();
    for meaning in used.into_iter().filter(|m| *m != Meaning::Dot) {
        legend.add(Sample::Mark(meaning), meaning.words());
    }
    let mut foot = format!("n = {}", words::count(dated.len(), "event"));
    let hidden = items().filter(|i| i.row.is_none()).count();
    let unlabelled = items()
        .filter(|i| i.row.is_some() && i.label.is_none())
        .count();
    for (n, what) in [
        (unlabelled, "without a label"),
        (hidden, "drawn only as a count"),
        (input.events.len() - dated.len(), "undated and not drawn"),
    ] {
        if n > 0 {
            foot.push_str(&format!(", {} {what}", words::number(n)));
        }
    }
    let basis = words::basis(zone, scale.from, scale.to);
    foot.push_str(&format!(" · {basis}"));
    let frame = Frame::new(
        options,
        &finding,
        &axis::clocks_caption(&scale, options),
        legend,
        &foot,
    );
    let needed: f64 = lanes.iter().map(Lane::height).sum();
    let room = Room {
        left: gutter,
        right: 14.0,
        above: axis::height_above(&scale, options),
        below: AXIS_HEIGHT,
        least: needed,
        wanted: needed,
    };
    let mut sheet = Sheet::open("lanes", options, frame, room)?;
    let plot = sheet.plot;
    let spare = (plot.bottom - plot.top - needed).max(0.0) / lanes.len() as f64;
    bands(&mut sheet.canvas, &lanes, plot, spare);
    axis::draw_around(&mut sheet.canvas, &scale, plot, options);
    let mut data = Data::new(&[
        "event_id",
        "lane",
        "class",
        "earliest",
        "latest",
        "precision",
        "label",
    ]);
    let mut top = plot.top;
    for lane in &lanes {
        lane.draw(
            &mut sheet.canvas,
            &scale,
            &classes,
            top + spare / 2.0,
            gutter,
            &mut data,
        );
        top += lane.height() + spare;
    }
    let sizes: Vec<String> = lanes
        .iter()
        .map(|l| format!("{} ({})", text::clip(&l.name, BODY, 300.0), l.items.len()))
        .collect();
    let description = format!(
        "Events to scale in lanes by {}, colour and shape by {}. Horizontal: {basis}. {finding}. \
         Lanes: {}. {foot}.",
        lane_field.name(),
        class_field.name(),
        sizes.join(", ")
    );
    sheet.close(&finding, &description, data)
}

/// Lanes in the order in which they first appear; the smallest, where there are too many, as one.
fn sort<'a>(
    events: &[&'a Event],
    numbers: &[usize],
    field: &Field,
    scale: &TimeScale,
) -> Vec<Lane<'a>> {
    let mut items: Vec<(String, Item<'a>)> = events
        .iter()
        .zip(numbers)
        .filter_map(|(event, class)| {
            let item = Item {
                event,
                mark: Mark::of(event, scale)?,
                class: *class,
                row: None,
                label: None,
                inside: false,
            };
            Some((field.of(event).unwrap_or_else(|| field.missing()), item))
        })
        .collect();
    items.sort_by(|a, b| a.1.mark.extent().0.total_cmp(&b.1.mark.extent().0));
    let mut sizes: BTreeMap<String, usize> = BTreeMap::new();
    for (name, _) in &items {
        *sizes.entry(name.clone()).or_default() += 1;
    }
    let mut by_size: Vec<(&String, &usize)> = sizes.iter().collect();
    by_size.sort_by_key(|(_, n)| std::cmp::Reverse(**n));
    let kept = if by_size.len() > MOST { MOST - 1 } else { MOST };
    let others: BTreeSet<String> = by_size
        .iter()
        .skip(kept)
        .map(|(n, _)| (*n).clone())
        .collect();
    let lane = |name: String| Lane {
        name,
        items: Vec::new(),
        rows: 1,
    };
    let mut lanes: Vec<Lane<'a>> = Vec::new();
    let mut rest = lane(format!("{} others", others.len()));
    for (name, item) in items {
        if others.contains(&name) {
            rest.items.push(item);
            continue;
        }
        let at = lanes
            .iter()
            .position(|l| l.name == name)
            .unwrap_or_else(|| {
                lanes.push(lane(name));
                lanes.len() - 1
            });
        lanes[at].items.push(item);
    }
    if !rest.items.is_empty() {
        lanes.push(rest);
    }
    lanes
}

impl Lane<'_> {
    /// A row for each event, with its label if the row is free far enough.
    fn place(&mut self, scale: &TimeScale) {
        let mut ends = [f64::NEG_INFINITY; LABELLED];
        let edge = scale.right + 10.0;
        for item in &mut self.items {
            let (from, to) = item.mark.extent();
            let words = text::clip(&words::what(item.event), SMALL, WIDEST);
            let width = text::width(&words, SMALL);
            let right = to + 5.0 + width;
            let left = from - 5.0 - width;
            let free = ends.iter().position(|end| end + 3.0 <= from);
            // Inside a bar that is long enough.
            if let Some(row) = free
                && item.mark.to - item.mark.from >= width + 14.0
                && item.mark.meanings() == [Meaning::Within]
            {
                item.label = Some((item.mark.from + 7.0, words));
                item.inside = true;
                item.row = Some(row);
                ends[row] = to;
                self.rows = self.rows.max(row + 1);
                continue;
            }
            let before = ends.iter().position(|end| end + 6.0 <= left);
            // Behind its mark, or before it near the right edge.
            let (row, end) = match (free, before) {
                (Some(row), _) if right <= edge && !words.is_empty() => {
                    item.label = Some((to + 5.0, words));
                    (row, right + 6.0)
                }
                (Some(_), Some(row)) if left >= scale.left && !words.is_empty() => {
                    item.label = Some((left, words));
                    (row, to)
                }
                (Some(row), _) => (row, to),
                (None, _) => {
                    item.row = None;
                    continue;
                }
            };
            item.row = Some(row);
            ends[row] = end;
            self.rows = self.rows.max(row + 1);
        }
        // Too crowded for labels: once more without, so that more marks find a row.
        if self.items.iter().any(|i| i.row.is_none()) {
            self.rows = 1;
            let mut ends = [f64::NEG_INFINITY; ROWS];
            for item in &mut self.items {
                let (from, to) = item.mark.extent();
                item.label = None;
                item.inside = false;
                item.row = ends.iter().position(|end| end + 1.0 <= from);
                if let Some(row) = item.row {
                    ends[row] = to;
                    self.rows = self.rows.max(row + 1);
                }
            }
        }
    }

    fn hidden(&self) -> usize {
        self.items.iter().filter(|i| i.row.is_none()).count()
    }

    fn height(&self) -> f64 {
        let names = if self.hidden() > 0 { 40.0 } else { 28.0_f64 };
        (self.rows as f64 * ROW + 10.0).max(names)
    }

    fn draw(
        &self,
        canvas: &mut Canvas,
        scale: &TimeScale,
        classes: &[Class],
        top: f64,
        gutter: f64,
        data: &mut Data,
    ) {
        let name = text::clip(&self.name, BODY, gutter - 12.0);
        canvas.text(&name, (MARGIN + 4.0, top + 18.0), BODY, Align::Left, INK);
        if self.hidden() > 0 {
            let more = format!("+{} more", words::number(self.hidden()));
            let more = text::clip(&more, SMALL, gutter - 12.0);
            canvas.text(&more, (MARGIN + 4.0, top + 33.0), SMALL, Align::Left, QUIET);
        }
        for item in &self.items {
            let Some(row) = item.row else { continue };
            let y = top + 5.0 + (row as f64 + 0.5) * ROW;
            let class = &classes[item.class];
            let number = data.push([
                item.event.event_id.clone(),
                self.name.clone(),
                class.name.clone(),
                super::drawing::cell(item.event.when.earliest),
                super::drawing::cell(item.event.when.latest),
                item.event.when.precision.name().to_owned(),
                words::what(item.event),
            ]);
            let name = format!(
                "{}, {}, {}: {}",
                words::when(item.event, scale.zone, words::Detail::Year),
                self.name,
                class.name,
                words::what(item.event)
            );
            canvas.row(&name, number, |c| {
                if item.mark.is_dot() {
                    class.draw(c, (item.mark.from, y), DOT);
                    item.mark.draw_dispute(c, y);
                } else {
                    // A bar with words in it is as high as they are.
                    let size = if item.inside { 1.7 } else { 1.0 };
                    item.mark.styled(class.color, size).draw(c, y);
                }
            });
            if let Some((x, words)) = item.label.as_ref().filter(|_| item.inside) {
                canvas.text(words, (*x, y + 4.0), SMALL, Align::Left, INK);
            } else if let Some((x, words)) = &item.label {
                canvas.text_on_lines(words, (*x, y + 4.0), SMALL, Align::Left, INK);
            }
        }
    }
}

/// Every second lane on a tint, a thin line under each.
fn bands(canvas: &mut Canvas, lanes: &[Lane<'_>], plot: Rect, spare: f64) {
    canvas.decoration(|c| {
        let mut top = plot.top;
        for (i, lane) in lanes.iter().enumerate() {
            let bottom = top + lane.height() + spare;
            let band = Rect {
                left: MARGIN,
                top,
                right: plot.right,
                bottom,
            };
            if i % 2 == 0 {
                c.rect(band, style::BAND, 1.0);
            }
            let line = [(MARGIN, bottom), (plot.right, bottom)];
            c.line(&line, Stroke::new(style::GRID, 0.7));
            top = bottom;
        }
    });
}
