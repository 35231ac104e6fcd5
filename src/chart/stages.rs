//! Stages: a bar for each message, a part for each stage, on one scale of elapsed time.

use super::canvas::{Align, Canvas, Rect, Stroke};
use super::classes::Class;
use super::delays::Delays;
use super::drawing::{Data, Drawing};
use super::frame::Frame;
use super::legend::{Legend, Sample};
use super::measure::Durations;
use super::rulers;
use super::sheet::{Room, Sheet};
use super::style::{self, BODY, INK, MARGIN, QUIET, SMALL};
use super::text;
use super::words;
use super::{ChartOptions, Input};
use crate::error::{Error, Result};
use crate::latency::{Pair, Status, Wanted, pairs};
use crate::model::Event;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// More bars than these are drawn as an even choice.
const MOST: usize = 240;
/// So many bars have names.
const NAMED: usize = 60;

/// The way of a message, cut at its stages.
struct Bar<'a> {
    message: &'a str,
    when: String,
    /// From stage, to stage, and the range of the time between, microseconds.
    parts: Vec<(String, String, i64, i64)>,
}

/// Draws the elapsed time of each message, cut where it passed a stage; bars in the order in
/// which the messages began.
///
/// # Errors
/// If no message has two dated stages, or the size asked for is too small.
pub fn draw(input: &Input<'_>, options: &ChartOptions) -> Result<Drawing> {
    // The same words for what is missing as in the other charts of delays.
    let chosen = Delays::of(input, options, "chart of stages")?;
    let order: Vec<&str> = options.stage_order.iter().map(String::as_str).collect();
    let all = pairs(input.events, &order, &Wanted::default());
    let inside = |p: &Pair| {
        input
            .inside
            .is_none_or(|ids| ids.contains(p.from_event_id.as_str()))
    };
    let all: Vec<Pair> = all.into_iter().filter(inside).collect();
    let (bars, impossible) = bars(&all, input, &order);
    if bars.is_empty() {
        return Err(Error::request(
            format!(
                "no message has a delay with both ends: {}",
                chosen.counts(false)
            ),
            "`annals latency` shows what is known of the delays",
        ));
    }
    let every = bars.len().div_ceil(MOST).max(1);
    let drawn: Vec<&Bar<'_>> = bars.iter().step_by(every).collect();
    let mut kinds: Vec<(String, String)> = Vec::new();
    for part in drawn.iter().flat_map(|b| &b.parts) {
        let kind = (part.0.clone(), part.1.clone());
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    let rank = |stage: &String| order.iter().position(|s| s == stage).unwrap_or(order.len());
    kinds.sort_by_key(|(from, to)| (rank(from), rank(to), from.clone(), to.clone()));
    let longest = drawn
        .iter()
        .map(|b| b.parts.iter().fold(0_i64, |sum, p| sum.saturating_add(p.3)))
        .max();
    // Where nothing took any time, a minute to see it by.
    let scale = Durations::even(longest.filter(|l| *l > 1).unwrap_or(60_000_000));
    let finding = finding(&bars, &kinds);
    let mut legend = Legend::default();
    for (i, (from, to)) in kinds.iter().enumerate() {
        let words = text::clip(&format!("{from} to {to}"), BODY, 240.0);
        legend.add(Sample::Area(i, FILL[i % 2]), words);
    }
    let visible =
        |p: &(String, String, i64, i64)| (scale.part(p.3) - scale.part(p.2)) * 700.0 > 4.0;
    if drawn.iter().flat_map(|b| &b.parts).any(visible) {
        let stroke = Stroke::new(INK, 1.0);
        legend.add(
            Sample::Line(stroke),
            "line: the end of the part lies somewhere on it",
        );
    }
    let mut foot = format!("n = {}", words::count(bars.len(), "message"));
    if every > 1 {
        foot.push_str(&format!(", one in {every} drawn"));
    }
    if impossible > 0 {
        foot.push_str(&format!(
            ", {} with an end before its beginning and not drawn",
            words::number(impossible)
        ));
    }
    let open = open_ended(&all, &bars);
    if open > 0 {
        foot.push_str(&format!(
            ", {} without a known end and not drawn",
            words::number(open)
        ));
    }
    foot.push_str(&format!(
        " · elapsed time from the first stage, even scale; bars in the order of beginning · {}",
        words::clocks_of(input.events)
    ));
    let frame = Frame::new(options, &finding, "", legend, &foot);
    let named = drawn.len() <= NAMED;
    let gutter = if named {
        gutter(&drawn, f64::from(options.width))
    } else {
        14.0
    };
    let (row, wanted) = match drawn.len() {
        0..=8 => (15.0, 30.0),
        9..=NAMED => (15.0, 17.0),
        _ => (3.0, (900.0 / drawn.len() as f64).clamp(3.0, 9.0)),
    };
    let room = Room {
        left: gutter,
        right: 90.0_f64.min(f64::from(options.width) * 0.14),
        above: 8.0,
        below: rulers::UNDER,
        least: row * drawn.len() as f64,
        wanted: wanted * drawn.len() as f64,
    };
    let mut sheet = Sheet::open("stages", options, frame, room)?;
    let plot = sheet.plot;
    rulers::durations_along(
        &mut sheet.canvas,
        plot,
        scale,
        "Elapsed since the first stage",
    );
    let height = (plot.bottom - plot.top) / drawn.len() as f64;
    let mut data = Data::new(&[
        "message_id",
        "from_stage",
        "to_stage",
        "lower_us",
        "upper_us",
        "drawn_from_us",
        "drawn_to_us",
    ]);
    for (i, bar) in drawn.iter().enumerate() {
        let y = plot.top + (i as f64 + 0.5) * height;
        bar.draw(&mut sheet.canvas, plot, scale, y, height, &kinds, &mut data);
        if named {
            let name = text::clip(&text::clean(bar.message), SMALL, gutter - 14.0);
            let at = (plot.left - 8.0, y + 4.0);
            sheet.canvas.text(&name, at, SMALL, Align::Right, INK);
        }
    }
    let description = format!(
        "Bars of elapsed time, one for each message, cut at its stages. {finding}. Parts: {}. {foot}.",
        kinds
            .iter()
            .map(|(a, b)| format!("{a} to {b}"))
            .collect::<Vec<_>>()
            .join(", ")
    );
    sheet.close(&finding, &description, data)
}

/// Neighbouring parts differ also in strength.
const FILL: [f64; 2] = [0.85, 0.55];

/// The bars in order of beginning, and how many messages have an impossible part.
fn bars<'a>(all: &'a [Pair], input: &Input<'_>, order: &[&str]) -> (Vec<Bar<'a>>, usize) {
    let events: HashMap<&str, &Event> = input
        .events
        .iter()
        .map(|e| (e.event_id.as_str(), e))
        .collect();
    let rank = |stage: &str| {
        order
            .iter()
            .position(|s| *s == stage)
            .unwrap_or(order.len())
    };
    let mut messages: Vec<(&str, Vec<&Pair>)> = Vec::new();
    let mut index: HashMap<&str, usize> = HashMap::new();
    for pair in all {
        let at = *index.entry(&pair.message_id).or_insert_with(|| {
            messages.push((&pair.message_id, Vec::new()));
            messages.len() - 1
        });
        messages[at].1.push(pair);
    }
    let mut impossible = BTreeSet::new();
    let mut bars = Vec::new();
    for (message, pairs) in messages {
        let known: Vec<&&Pair> = pairs.iter().filter(|p| p.longest.is_some()).collect();
        if known.iter().any(|p| p.status == Status::Impossible) {
            impossible.insert(message);
            continue;
        }
        // From each stage to the next that has a date.
        let mut next: BTreeMap<(usize, &str), &Pair> = BTreeMap::new();
        for pair in known {
            let slot = next
                .entry((rank(&pair.from_stage), &pair.from_stage))
                .or_insert(pair);
            if rank(&pair.to_stage) < rank(&slot.to_stage) {
                *slot = pair;
            }
        }
        let parts: Vec<(String, String, i64, i64)> = next
            .values()
            .map(|p| {
                let (low, high) = (p.shortest.unwrap_or(0).max(0), p.longest.unwrap_or(0));
                let (low, high) = p.nominal.map_or((low, high), |n| (n.max(0), n.max(0)));
                (p.from_stage.to_string(), p.to_stage.to_string(), low, high)
            })
            .collect();
        let first = next
            .values()
            .next()
            .and_then(|p| events.get(p.from_event_id.as_str()));
        if let (false, Some(event)) = (parts.is_empty(), first) {
            let zone = event.when.zone.unwrap_or(crate::model::Zone::Utc);
            bars.push((
                event.when.earliest,
                Bar {
                    message,
                    when: words::when(event, zone, words::Detail::Year),
                    parts,
                },
            ));
        }
    }
    bars.sort_by_key(|(at, bar)| (*at, bar.message));
    (
        bars.into_iter().map(|(_, bar)| bar).collect(),
        impossible.len(),
    )
}

/// Messages that are not among the bars because no end is known.
fn open_ended(all: &[Pair], bars: &[Bar<'_>]) -> usize {
    let drawn: BTreeSet<&str> = bars.iter().map(|b| b.message).collect();
    let open: BTreeSet<&str> = all
        .iter()
        .filter(|p| p.status == Status::Censored && !drawn.contains(p.message_id.as_str()))
        .map(|p| p.message_id.as_str())
        .collect();
    open.len()
}

fn gutter(bars: &[&Bar<'_>], width: f64) -> f64 {
    let widest = bars
        .iter()
        .map(|b| text::width(&text::clean(b.message), SMALL))
        .fold(40.0, f64::max);
    widest.min(170.0).min(width * 0.28) + 16.0
}

impl Bar<'_> {
    #[allow(clippy::too_many_arguments)]
    fn draw(
        &self,
        canvas: &mut Canvas,
        plot: Rect,
        scale: Durations,
        y: f64,
        height: f64,
        kinds: &[(String, String)],
        data: &mut Data,
    ) {
        let half = (height * 0.36).min(9.0);
        let (mut at, mut most) = (0_i64, 0_i64);
        for (i, (from, to, low, high)) in self.parts.iter().enumerate() {
            // The lines of neighbouring parts do not cover each other.
            let line = y + half * 0.3 * if i % 2 == 0 { 1.0 } else { -1.0 };
            let middle = i64::midpoint(*low, *high);
            let kind = kinds
                .iter()
                .position(|k| k.0 == *from && k.1 == *to)
                .unwrap_or(0);
            let row = data.push([
                self.message.to_owned(),
                from.clone(),
                to.clone(),
                low.to_string(),
                high.to_string(),
                at.to_string(),
                at.saturating_add(middle).to_string(),
            ]);
            let length = if low == high {
                words::duration(*low)
            } else {
                format!("{} to {}", words::duration(*low), words::duration(*high))
            };
            let name = format!("{}, {}: {from} to {to} {length}", self.message, self.when);
            let x = |micros: i64| rulers::along(plot, scale.part(micros));
            canvas.row(&name, row, |c| {
                let area = Rect {
                    left: x(at),
                    top: y - half,
                    right: x(at.saturating_add(middle)).max(x(at) + 1.5),
                    bottom: y + half,
                };
                c.area(area, &Class::new("", kind), FILL[kind % 2]);
                let (a, b) = (x(at.saturating_add(*low)), x(at.saturating_add(*high)));
                if b - a > 4.0 {
                    let stroke = Stroke::new(INK, 1.0);
                    c.line(&[(a, line), (b, line)], stroke);
                    let cap = half.min(3.0);
                    c.line(&[(a, line - cap), (a, line + cap)], stroke);
                    c.line(&[(b, line - cap), (b, line + cap)], stroke);
                } else {
                    // An edge that tells two parts apart without colours.
                    c.line(
                        &[(area.right, y - half), (area.right, y + half)],
                        Stroke::new(style::PAPER, 0.8),
                    );
                }
            });
            most = at.saturating_add(*high);
            at = at.saturating_add(middle);
        }
        if height >= SMALL + 2.0 {
            let total = words::duration(at);
            let x = rulers::along(plot, scale.part(most)) + 6.0;
            let room = canvas_right(plot) - x;
            if text::width(&total, SMALL) <= room {
                canvas.text_on_lines(&total, (x, y + 4.0), SMALL, Align::Left, QUIET);
            }
        }
    }
}

/// To where a length may be written behind its bar.
fn canvas_right(plot: Rect) -> f64 {
    plot.right + 90.0 - MARGIN
}

fn finding(bars: &[Bar<'_>], kinds: &[(String, String)]) -> String {
    let middle = |p: &(String, String, i64, i64)| i64::midpoint(p.2, p.3);
    let total = |b: &Bar<'_>| b.parts.iter().map(middle).fold(0_i64, i64::saturating_add);
    let longest = bars
        .iter()
        .max_by_key(|b| (total(b), std::cmp::Reverse(b.message)));
    let Some(longest) = longest else {
        return "No message".to_owned();
    };
    let name = |m: &str| text::clip(&text::clean(m), BODY, 220.0);
    // Each message adds up to its own whole; medians of parts would not.
    let sum: f64 = bars.iter().map(|b| total(b) as f64).sum();
    let share = |kind: &(String, String)| {
        let parts = bars.iter().flat_map(|b| &b.parts);
        let of: f64 = parts
            .filter(|p| p.0 == kind.0 && p.1 == kind.1)
            .map(|p| middle(p) as f64)
            .sum();
        of / sum.max(1.0)
    };
    let slowest = kinds
        .iter()
        .filter(|_| kinds.len() > 1)
        .max_by(|a, b| share(a).total_cmp(&share(b)));
    let slow = slowest.map_or(String::new(), |kind| {
        let percent = (share(kind) * 100.0).round();
        format!(
            "; {percent} % of the time went from {} to {}",
            kind.0, kind.1
        )
    });
    match bars {
        [only] => format!(
            "{}: {}{slow}",
            name(only.message),
            words::duration(total(only))
        ),
        _ => format!(
            "{}, the longest {} ({}){slow}",
            words::count(bars.len(), "message"),
            words::duration(total(longest)),
            name(longest.message)
        ),
    }
}
