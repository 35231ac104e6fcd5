//! The density of events: how many in each civil hour, day, week, month or year.

use super::axis::{self, AXIS_HEIGHT, TimeScale};
use super::bins::{Bins, Place};
use super::canvas::{Canvas, Rect, Stroke};
use super::classes::{self, Class};
use super::drawing::{Data, Drawing};
use super::field::Field;
use super::frame::{self, Frame};
use super::legend::{Legend, Sample};
use super::rulers;
use super::sheet::{Room, Sheet};
use super::style::{self, BODY, MARGIN};
use super::text;
use super::timeline;
use super::words;
use super::{ChartOptions, Input};
use crate::error::Result;
use crate::model::{Event, Instant, Zone};

/// Least width of a bar.
const BAR: f64 = 6.0;
/// So many bars fill the plot; fewer stand in the middle of it.
const FEW: usize = 7;
/// Room for the labels of the counts.
const GUTTER: f64 = 54.0;
/// Opacity of what may belong to the neighbour.
const PALE: f64 = 0.4;

/// Counts of one class: certain, and across an edge.
struct Layer {
    class: Class,
    certain: Vec<usize>,
    across: Vec<usize>,
}

/// Draws bars of counts over civil units of time.
///
/// # Errors
/// If no event has a date, a column does not exist, or the size asked for is too small.
pub fn draw(input: &Input<'_>, options: &ChartOptions) -> Result<Drawing> {
    let field = match &options.color_by {
        Some(name) => Some(Field::named(name, input.events)?),
        None => None,
    };
    let dated: Vec<&Event> = input
        .events
        .iter()
        .filter(|e| e.when.bounds().is_some())
        .collect();
    let zone = options.zone.or_else(|| timeline::shared_zone(&dated));
    let zone = zone.unwrap_or(Zone::Utc);
    let width = f64::from(options.width);
    let (left, right) = (MARGIN + GUTTER, width - MARGIN - 14.0);
    let bins = Bins::of(&dated, ((right - left) / BAR) as usize, zone);
    let (Some(mut bins), Some(ends)) = (bins, timeline::ends(&dated)) else {
        return Err(frame::nothing_dated(input.events.len(), "density chart"));
    };
    let layers = layers(&dated, field.as_ref(), &mut bins);
    let totals: Vec<usize> = (0..bins.len())
        .map(|i| layers.iter().map(|l| l.certain[i] + l.across[i]).sum())
        .collect();
    let (from, to) = (
        bins.edges.first().map_or(0, |e| e.micros()),
        bins.edges.last().map_or(1, |e| e.micros()),
    );
    // One bar alone would fill the plot, and its height would say nothing: air around a few.
    let missing = FEW.saturating_sub(bins.len()).div_ceil(2) as i64;
    let each = to.saturating_sub(from) / bins.len().max(1) as i64;
    let air = each.saturating_mul(missing);
    let scale = TimeScale {
        from: from.saturating_sub(air).max(-axis::LIMIT),
        to: to.saturating_add(air).min(axis::LIMIT),
        left,
        right,
        zone,
    };
    let story = Story {
        events: input.events.len(),
        dated: dated.len(),
        ends,
        bins: &bins,
        totals: &totals,
        scale: &scale,
    };
    let mut legend = Legend::default();
    if field.is_some() {
        for (number, layer) in layers.iter().enumerate() {
            legend.add(
                Sample::Area(number, 1.0),
                text::clip(&layer.class.name, BODY, 240.0),
            );
        }
    }
    if layers.iter().any(|l| l.across.iter().any(|n| *n > 0)) {
        let words = format!("may belong to the {} before or after", bins.unit());
        legend.add(Sample::Area(0, PALE), words);
    }
    let caption = axis::clocks_caption(&scale, options);
    let frame = Frame::new(options, &story.finding(), &caption, legend, &story.foot());
    let room = Room {
        left: GUTTER,
        right: 14.0,
        above: axis::height_above(&scale, options) + 30.0,
        below: AXIS_HEIGHT,
        least: 90.0,
        wanted: 260.0,
    };
    let mut sheet = Sheet::open("density", options, frame, room)?;
    let greatest = totals.iter().copied().max().unwrap_or(1).max(1);
    let plot = sheet.plot;
    rulers::counts_up(&mut sheet.canvas, plot, greatest);
    let each = bins.each();
    // Above a second clock there is a row free for the title.
    let top = plot.top - axis::height_above(&scale, options);
    rulers::title_up(
        &mut sheet.canvas,
        Rect { top, ..plot },
        MARGIN,
        &format!("Events in {each}"),
    );
    axis::draw_around(&mut sheet.canvas, &scale, plot, options);
    let data = bars(&mut sheet.canvas, &scale, plot, &bins, &layers, greatest);
    sheet.canvas.line(
        &[(plot.left, plot.bottom), (plot.right, plot.bottom)],
        Stroke::new(style::INK, 1.0),
    );
    sheet.close(&story.finding(), &story.description(), data)
}

/// The counts of each class.
fn layers(events: &[&Event], field: Option<&Field>, bins: &mut Bins) -> Vec<Layer> {
    let (classes, numbers) = match field {
        Some(field) => {
            let values: Vec<String> = events
                .iter()
                .map(|e| field.of(e).unwrap_or_else(|| field.missing()))
                .collect();
            classes::classes(&values)
        }
        None => (vec![Class::new("", 0)], Vec::new()),
    };
    let mut layers: Vec<Layer> = classes
        .into_iter()
        .map(|class| Layer {
            class,
            certain: vec![0; bins.len()],
            across: vec![0; bins.len()],
        })
        .collect();
    for (i, event) in events.iter().enumerate() {
        let layer = &mut layers[numbers.get(i).copied().unwrap_or(0)];
        match bins.place(event) {
            Some(Place::In(bin)) => layer.certain[bin] += 1,
            Some(Place::Across(bin)) => layer.across[bin] += 1,
            _ => bins.coarse += 1,
        }
    }
    layers
}

/// A bar for each bin that is not empty, classes on top of each other.
fn bars(
    canvas: &mut Canvas,
    scale: &TimeScale,
    plot: Rect,
    bins: &Bins,
    layers: &[Layer],
    greatest: usize,
) -> Data {
    let mut data = Data::new(&["begin", "end", "class", "certain", "across_an_edge"]);
    for bin in 0..bins.len() {
        let (left, right) = (scale.x(bins.edges[bin]), scale.x(bins.edges[bin + 1]));
        let gap = ((right - left) * 0.12).min(1.0);
        let mut below = 0;
        for layer in layers {
            let (certain, across) = (layer.certain[bin], layer.across[bin]);
            if certain + across == 0 {
                continue;
            }
            let row = data.push([
                bins.edges[bin].to_string(),
                bins.edges[bin + 1].to_string(),
                layer.class.name.clone(),
                certain.to_string(),
                across.to_string(),
            ]);
            let mut name = format!(
                "{}: {}",
                bins.name(bin),
                words::count(certain + across, "event")
            );
            if !layer.class.name.is_empty() {
                name.push_str(&format!(", {}", layer.class.name));
            }
            let y = |n: usize| rulers::up(plot, n as f64 / greatest as f64);
            let area = |from: usize, to: usize| Rect {
                left: left + gap,
                top: y(to),
                right: right - gap,
                bottom: y(from),
            };
            canvas.row(&name, row, |c| {
                if certain > 0 {
                    c.area(area(below, below + certain), &layer.class, 1.0);
                }
                if across > 0 {
                    let top = below + certain;
                    c.area(area(top, top + across), &layer.class, PALE);
                }
            });
            below += certain + across;
        }
    }
    data
}

/// What the chart says in words.
struct Story<'a> {
    events: usize,
    dated: usize,
    /// First and last bound of all events.
    ends: (Instant, Instant),
    bins: &'a Bins,
    totals: &'a [usize],
    scale: &'a TimeScale,
}

impl Story<'_> {
    fn finding(&self) -> String {
        let counted = self.dated - self.bins.coarse;
        let busiest =
            (0..self.totals.len()).max_by_key(|i| (self.totals[*i], std::cmp::Reverse(*i)));
        let Some(busiest) = busiest.filter(|_| counted > 0) else {
            return format!(
                "{} too roughly dated to be counted",
                words::count(self.dated, "event")
            );
        };
        let most = self.totals[busiest];
        let ties = self.totals.iter().filter(|n| **n == most).count();
        let begin = words::count(counted, "event");
        if self.totals.len() == 1 {
            return format!("{begin}, {}", self.bins.name(busiest));
        }
        if ties > 1 {
            let (a, b) = self.ends;
            let clocks = self.scale.shows_clocks();
            let range = words::from_to(self.scale.zone, a, b.shifted(-1).max(a), clocks);
            return format!("{begin}, {range}, at most {} in a bar", words::number(most));
        }
        format!(
            "{begin}, most in {}: {}",
            self.bins.name(busiest),
            words::number(most)
        )
    }

    fn foot(&self) -> String {
        let mut foot = format!(
            "n = {}",
            words::count(self.dated - self.bins.coarse, "event")
        );
        if self.bins.coarse > 0 {
            foot.push_str(&format!(
                ", {} known too roughly for bars of {} and not drawn",
                words::number(self.bins.coarse),
                self.bins.each()
            ));
        }
        let undated = self.events - self.dated;
        if undated > 0 {
            foot.push_str(&format!(
                ", {} undated and not drawn",
                words::number(undated)
            ));
        }
        let basis = words::basis(self.scale.zone, self.scale.from, self.scale.to);
        let empty = self.totals.iter().filter(|n| **n == 0).count();
        format!(
            "{foot} · each bar is {}, {} of {} empty · {basis}",
            self.bins.each(),
            words::number(empty),
            words::number(self.totals.len())
        )
    }

    fn description(&self) -> String {
        let empty = self.totals.iter().filter(|n| **n == 0).count();
        let most = self.totals.iter().max().copied().unwrap_or(0);
        format!(
            "Bar chart of the number of events in {}. {}. {} bars, {} of them empty, the \
             highest {}. {}.",
            self.bins.each(),
            self.finding(),
            self.totals.len(),
            empty,
            most,
            self.foot()
        )
    }
}
