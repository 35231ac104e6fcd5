//! The matrix of routes: the median delay from each place to each.

use super::canvas::{Align, Canvas, Rect, Stroke};
use super::delays::{Delay, Delays};
use super::drawing::{Data, Drawing};
use super::frame::Frame;
use super::legend::{Legend, Sample};
use super::sheet::{Room, Sheet};
use super::style::{self, BODY, INK, QUIET, SMALL};
use super::text;
use super::words;
use super::{ChartOptions, Input};
use crate::error::Result;
use crate::latency::quantile;
use std::collections::BTreeMap;

/// More places than these on a side are left out, those with the fewest delays first.
const MOST: usize = 16;
/// Fewer delays than these are too few for a shade.
const FEWEST: usize = 5;
/// Least width and height of a cell.
const CELL: (f64, f64) = (58.0, 40.0);

/// Draws a cell for each pair of places: the median delay and n; dark is slow, grey is fewer
/// than five.
///
/// # Errors
/// If no delay has both ends, or the size asked for is too small.
pub fn draw(input: &Input<'_>, options: &ChartOptions) -> Result<Drawing> {
    let delays = Delays::of(input, options, "matrix of routes")?;
    let grid = Grid::of(&delays);
    let finding = grid.finding(&delays);
    let mut legend = Legend::default();
    if grid.shades().next().is_some() {
        for (step, words) in grid.classes() {
            legend.add(Sample::Fill(style::STEPS[step], 1.0), words);
        }
    }
    if grid.cells.values().any(|c| c.len() < FEWEST) {
        legend.add(
            Sample::Fill(style::GRID, 1.0),
            format!("fewer than {FEWEST} delays"),
        );
    }
    let mut foot = delays.counts(false);
    if grid.left_out > 0 {
        foot.push_str(&format!(
            ", {} between other places not drawn",
            words::number(grid.left_out)
        ));
    }
    foot.push_str(&format!(
        " · median by type 7 · {}",
        words::clocks_of(input.events)
    ));
    let frame = Frame::new(options, &finding, "", legend, &foot);
    let width = f64::from(options.width);
    let widest = grid
        .from
        .iter()
        .map(|n| text::width(n, BODY))
        .fold(60.0, f64::max);
    let gutter = widest.min(180.0).min(width * 0.3) + 16.0;
    let (columns, rows) = (grid.to.len() as f64, grid.from.len() as f64);
    let free = width - 2.0 * style::MARGIN - gutter;
    let cell = (free / columns).min(150.0);
    if cell < CELL.0 {
        let needed = (columns * CELL.0 + gutter + 2.0 * style::MARGIN).ceil();
        return Err(crate::error::Error::request(
            format!(
                "{columns} columns do not fit into a width of {} pixels",
                options.width
            ),
            format!("choose `--width {needed}` or more, or filter with `--place`"),
        ));
    }
    let room = Room {
        left: gutter,
        right: free - cell * columns,
        above: 44.0,
        below: 6.0,
        least: rows * CELL.1,
        wanted: rows * 52.0,
    };
    let mut sheet = Sheet::open("matrix", options, frame, room)?;
    let data = grid.draw(&mut sheet.canvas, sheet.plot, gutter);
    let each: Vec<String> = grid
        .cells
        .iter()
        .map(|((a, b), cell)| grid.words(*a, *b, cell))
        .collect();
    let description = format!(
        "Matrix of the median delay from {}, places of the beginning down, of the end across. {}. {foot}.",
        delays.stages(),
        each.join("; ")
    );
    sheet.close(&finding, &description, data)
}

/// Sorted delays by the numbers of their places.
struct Grid {
    from: Vec<String>,
    to: Vec<String>,
    cells: BTreeMap<(usize, usize), Vec<i64>>,
    left_out: usize,
    /// Borders of the shades, microseconds, ascending.
    borders: Vec<i64>,
}

impl Grid {
    fn of(delays: &Delays<'_>) -> Grid {
        let name = |place: Option<&str>| match place.map(text::clean) {
            Some(name) if !name.is_empty() => name,
            _ => "place not given".to_owned(),
        };
        let from = |d: &Delay<'_>| name(d.pair.from_place.as_deref());
        let to = |d: &Delay<'_>| name(d.pair.to_place.as_deref());
        let (mut froms, mut tos) = (side(delays, &from), side(delays, &to));
        // One order for both sides: a way and the way back mirror each other.
        let mut order: BTreeMap<String, usize> = BTreeMap::new();
        for delay in &delays.known {
            for name in [from(delay), to(delay)] {
                let next = order.len();
                order.entry(name).or_insert(next);
            }
        }
        froms.sort_by_key(|name| order.get(name));
        tos.sort_by_key(|name| order.get(name));
        let mut cells: BTreeMap<(usize, usize), Vec<i64>> = BTreeMap::new();
        let mut left_out = 0;
        for delay in &delays.known {
            let a = froms.iter().position(|n| *n == from(delay));
            let b = tos.iter().position(|n| *n == to(delay));
            match a.zip(b) {
                Some(at) => cells.entry(at).or_default().push(delay.middle()),
                None => left_out += 1,
            }
        }
        for cell in cells.values_mut() {
            cell.sort_unstable();
        }
        let mut grid = Grid {
            from: froms,
            to: tos,
            cells,
            left_out,
            borders: Vec::new(),
        };
        let mut medians: Vec<i64> = grid.shades().collect();
        medians.sort_unstable();
        medians.dedup();
        let classes = medians.len().min(style::STEPS.len());
        grid.borders = (1..classes)
            .filter_map(|i| quantile(&medians, (i * 100 / classes) as u32))
            .collect();
        grid
    }

    /// The medians that carry a shade.
    fn shades(&self) -> impl Iterator<Item = i64> {
        let enough = self.cells.values().filter(|c| c.len() >= FEWEST);
        enough.filter_map(|c| quantile(c, 50))
    }

    fn step(&self, median: i64) -> usize {
        let class = self.borders.partition_point(|b| *b < median);
        // Few classes are spread over the shades.
        match self.borders.len() {
            0 => 1,
            n => class * (style::STEPS.len() - 1) / n,
        }
    }

    /// Shade and words of each class.
    fn classes(&self) -> Vec<(usize, String)> {
        let Some(first) = self.borders.first() else {
            return Vec::new();
        };
        let mut out = vec![(
            self.step(*first),
            format!("median up to {}", words::duration(*first)),
        )];
        for (i, border) in self.borders.iter().enumerate() {
            let words = match self.borders.get(i + 1) {
                Some(next) => format!("to {}", words::duration(*next)),
                None => format!("more than {}", words::duration(*border)),
            };
            out.push((self.step(border + 1), words));
        }
        out
    }

    fn draw(&self, canvas: &mut Canvas, plot: Rect, gutter: f64) -> Data {
        let (w, h) = (
            plot.width() / self.to.len() as f64,
            (plot.bottom - plot.top) / self.from.len() as f64,
        );
        canvas.text(
            "from",
            (plot.left - 10.0, plot.top - 8.0),
            SMALL,
            Align::Right,
            QUIET,
        );
        canvas.text(
            "to",
            (plot.left + 2.0, plot.top - 26.0),
            SMALL,
            Align::Left,
            QUIET,
        );
        for (i, name) in self.to.iter().enumerate() {
            let x = plot.left + (i as f64 + 0.5) * w;
            let name = text::clip(name, BODY, w - 8.0);
            canvas.text(&name, (x, plot.top - 8.0), BODY, Align::Center, INK);
        }
        for (i, name) in self.from.iter().enumerate() {
            let y = plot.top + (i as f64 + 0.5) * h + 4.0;
            let name = text::clip(name, BODY, gutter - 14.0);
            canvas.text(&name, (plot.left - 10.0, y), BODY, Align::Right, INK);
        }
        let mut data = Data::new(&["from_place", "to_place", "n", "median_us"]);
        for row in 0..self.from.len() {
            for column in 0..self.to.len() {
                let area = Rect {
                    left: plot.left + column as f64 * w + 1.0,
                    top: plot.top + row as f64 * h + 1.0,
                    right: plot.left + (column + 1) as f64 * w - 1.0,
                    bottom: plot.top + (row + 1) as f64 * h - 1.0,
                };
                let Some(cell) = self.cells.get(&(row, column)) else {
                    canvas.decoration(|c| outline(c, area));
                    continue;
                };
                let median = quantile(cell, 50).unwrap_or(0);
                let number = data.push([
                    self.from[row].clone(),
                    self.to[column].clone(),
                    cell.len().to_string(),
                    median.to_string(),
                ]);
                let (fill, ink) = if cell.len() < FEWEST {
                    (style::GRID, INK)
                } else {
                    let step = self.step(median);
                    (style::STEPS[step], style::ink_on(step))
                };
                canvas.row(&self.words(row, column, cell), number, |c| {
                    c.rect(area, fill, 1.0);
                    let x = f64::midpoint(area.left, area.right);
                    let y = f64::midpoint(area.top, area.bottom);
                    let words = text::clip(&words::duration(median), SMALL, w - 6.0);
                    c.text(&words, (x, y - 1.0), SMALL, Align::Center, ink);
                    let n = format!("n = {}", words::number(cell.len()));
                    c.text(&n, (x, y + 13.0), SMALL, Align::Center, ink);
                });
            }
        }
        data
    }

    fn words(&self, row: usize, column: usize, cell: &[i64]) -> String {
        format!(
            "{} to {}: median {}, n = {}",
            self.from[row],
            self.to[column],
            words::duration(quantile(cell, 50).unwrap_or(0)),
            cell.len()
        )
    }

    fn finding(&self, delays: &Delays<'_>) -> String {
        let n = words::count(delays.known.len(), "delay");
        let median = |at: &(usize, usize)| quantile(self.cells.get(at)?, 50);
        let enough = |c: &&(usize, usize)| self.cells.get(c).is_some_and(|c| c.len() >= FEWEST);
        let slowest = self.cells.keys().filter(enough).max_by_key(|at| median(at));
        let clip = |name: &str| text::clip(name, BODY, 220.0);
        match (slowest, self.cells.len()) {
            (Some(at), 2..) => format!(
                "{n}, {}: slowest from {} to {}, median {}",
                delays.stages(),
                clip(&self.from[at.0]),
                clip(&self.to[at.1]),
                words::duration(median(at).unwrap_or(0))
            ),
            (_, 1) => {
                let median = self.cells.values().next().and_then(|c| quantile(c, 50));
                format!(
                    "{n}, {}, {} to {}: median {}",
                    delays.stages(),
                    clip(&self.from[0]),
                    clip(&self.to[0]),
                    words::duration(median.unwrap_or(0))
                )
            }
            (_, cells) => format!("{n}, {}, between {cells} pairs of places", delays.stages()),
        }
    }
}

/// The places of one side; the commonest where there are too many.
fn side(delays: &Delays<'_>, name: &dyn Fn(&Delay<'_>) -> String) -> Vec<String> {
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (i, delay) in delays.known.iter().enumerate() {
        counts.entry(name(delay)).or_insert((0, i)).0 += 1;
    }
    let mut all: Vec<(String, (usize, usize))> = counts.into_iter().collect();
    all.sort_by_key(|(_, (n, first))| (std::cmp::Reverse(*n), *first));
    all.truncate(MOST);
    all.into_iter().map(|(name, _)| name).collect()
}

fn outline(canvas: &mut Canvas, r: Rect) {
    let corners = [
        (r.left, r.top),
        (r.right, r.top),
        (r.right, r.bottom),
        (r.left, r.bottom),
        (r.left, r.top),
    ];
    canvas.line(&corners, Stroke::new(style::GRID, 0.7));
}
