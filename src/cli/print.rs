//! The printed chronology of some events: its pictures, doubts and corrections, and its bytes.

use super::check;
use super::options::Setup;
use super::run::{all_pairs, chart_options};
use crate::chart::{self, ChartOptions, Drawing, Input, Kind};
use crate::error::{Error, Result};
use crate::latency::{Key, Pair, summaries};
use crate::model::Event;
use crate::pipeline::Loaded;
use crate::project::Override;
use crate::report::{self, Chronology, Correction, Figure, Fonts, Format, Layout, Source, Variant};
use std::path::PathBuf;

/// Up to how many events a timeline shows each with its label.
const LABELLED: usize = 60;
/// Up to how many messages have a line each.
const LINES: usize = 80;
/// Width of a picture in pixels of 1/96 inch: that of the text on a page, so that its letters are
/// printed in their own size.
const PORTRAIT: u32 = 627;
const LANDSCAPE: u32 = 960;
/// Height to width of a picture that a page still shows at nearly its own size.
const TALLEST: f64 = 1.6;
const SHORTEST: f64 = 0.6;

/// Which charts are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charts {
    None,
    /// An overview, and the delays.
    Some,
    /// Every kind that these events give.
    All,
}

/// What the reader wishes.
pub struct Wishes<'a> {
    pub format: Format,
    pub layout: Layout,
    pub charts: Charts,
    pub title: Option<&'a str>,
    pub author: Option<&'a str>,
    pub window: Option<String>,
    pub fonts: &'a [PathBuf],
}

impl Wishes<'_> {
    /// Those of someone who wishes nothing.
    pub fn new(format: Format) -> Wishes<'static> {
        Wishes {
            format,
            layout: Layout::default(),
            charts: Charts::Some,
            title: None,
            author: None,
            window: None,
            fonts: &[],
        }
    }
}

/// The printed chronology of some events; what could not be printed joins the diagnostics.
pub fn print(
    events: &[Event],
    loaded: &mut Loaded,
    wishes: &Wishes<'_>,
    setup: &Setup,
) -> Result<Vec<u8>> {
    let fonts = fonts(wishes.fonts)?;
    let delays = all_pairs(events, setup.stages());
    let summaries = summaries(&delays, &[Key::Route]);
    let figures = figures(events, &delays, wishes, setup);
    let sources: Vec<Source> = loaded.files.iter().map(source).collect();
    let mut diagnostics = loaded.diagnostics.clone();
    diagnostics.extend(check::between(events, &delays, setup));
    diagnostics.retain(|d| !setup.ignored().iter().any(|code| code == d.code.name()));
    let overrides = setup.project().map_or(&[][..], |p| &p.overrides);
    let corrections: Vec<Correction> = overrides.iter().map(correction).collect();
    let title = wishes.title.or(setup.title()).unwrap_or_default();
    let edition = setup.edition();
    let chronology = Chronology {
        title,
        author: wishes.author,
        window: wishes.window.as_deref(),
        layout: wishes.layout,
        events,
        summaries: &summaries,
        pairs: &delays,
        figures: &figures,
        diagnostics: &diagnostics,
        corrections: &corrections,
        sources: &sources,
        edition: edition.as_deref(),
        version: env!("CARGO_PKG_VERSION"),
    };
    let (bytes, more) = report::write(&chronology, wishes.format, &fonts)?;
    loaded.diagnostics.extend(more);
    Ok(bytes)
}

fn source(file: &crate::pipeline::SourceFile) -> Source {
    Source {
        name: file.name.clone(),
        bytes: file.bytes,
        checksum: match file.sha256.is_empty() {
            true => String::new(),
            false => format!("sha256 {}", file.sha256),
        },
    }
}

fn fonts(paths: &[PathBuf]) -> Result<Fonts> {
    if paths.is_empty() {
        return Ok(Fonts::bundled());
    }
    let read = |path: &PathBuf| {
        let bytes = std::fs::read(path).map_err(|e| Error::read(path, e))?;
        Ok((path.display().to_string(), bytes))
    };
    Fonts::with(paths.iter().map(read).collect::<Result<_>>()?)
}

/// A correction, as it is told.
fn correction(given: &Override) -> Correction {
    let parts = [
        ("date", &given.date),
        ("time", &given.time),
        ("zone", &given.zone),
        ("place", &given.place),
        ("stage", &given.stage),
    ];
    let parts: Vec<String> = parts
        .iter()
        .filter_map(|(name, value)| Some(format!("{name} {}", value.as_ref()?)))
        .collect();
    Correction {
        event: given.event.clone(),
        text: given.text.clone(),
        change: match given.drop {
            true => Correction::LEFT_OUT.to_owned(),
            false => parts.join(", "),
        },
        reason: given.reason.clone(),
    }
}

/// The pictures. A kind for which these events have nothing to show is left out.
fn figures(events: &[Event], delays: &[Pair], wishes: &Wishes<'_>, setup: &Setup) -> Vec<Figure> {
    let landscape = wishes.layout.variant == Variant::Court;
    let on_paper = matches!(wishes.format, Format::Pdf | Format::Typst | Format::Svg);
    let options = ChartOptions {
        width: if on_paper && !(landscape && wishes.format != Format::Svg) {
            PORTRAIT
        } else {
            LANDSCAPE
        },
        zone: wishes.layout.clock,
        ..chart_options(setup.stages())
    };
    let draw = |name: &&str| {
        let kind: Kind = name.parse().ok()?;
        let drawing = chart::draw(kind, &Input::of(events), &options).ok()?;
        Some(figure(name, drawing))
    };
    let dated = events.iter().filter(|e| e.when.bounds().is_some()).count();
    let first: &[&str] = match dated <= LABELLED {
        true => &["timeline", "density"],
        false => &["overview", "density"],
    };
    // A picture too tall for the page would be printed small.
    let tall = |svg: &str| {
        let (w, h) = report::picture_size(svg).unwrap_or((1.0, 1.0));
        on_paper && h > w * if landscape { SHORTEST } else { TALLEST }
    };
    let overview = || {
        let drawn: Vec<(&str, Figure)> =
            first.iter().filter_map(|n| Some((*n, draw(n)?))).collect();
        let fits = drawn.iter().position(|(_, figure)| !tall(&figure.svg));
        drawn.into_iter().nth(fits.unwrap_or(0))
    };
    let messages: std::collections::BTreeSet<&str> =
        delays.iter().map(|d| d.message_id.as_str()).collect();
    let of_delays: &[&str] = match (messages.len(), wishes.charts) {
        (0, _) => &[],
        (1..=LINES, _) => &["space-time"],
        _ => &["ecdf", "trend"],
    };
    if dated == 0 {
        return Vec::new();
    }
    match wishes.charts {
        Charts::None => Vec::new(),
        Charts::Some => {
            let overview = overview().map(|(_, figure)| figure);
            overview
                .into_iter()
                .chain(of_delays.iter().filter_map(draw))
                .collect()
        }
        Charts::All => {
            let overview = overview();
            let used = overview.as_ref().map(|(name, _)| *name);
            let rest = Kind::ALL
                .iter()
                .map(|k| k.name)
                .filter(|n| Some(*n) != used);
            let rest: Vec<&str> = rest.collect();
            let overview = overview.into_iter().map(|(_, figure)| figure);
            overview.chain(rest.iter().filter_map(draw)).collect()
        }
    }
}

/// A figure whose alternative text is the chart's own description.
fn figure(kind: &str, drawing: Drawing) -> Figure {
    let column = drawing.data.columns.iter().position(|c| *c == "event_id");
    let rows = drawing.data.rows.iter();
    let events = match column {
        Some(at) => rows
            .map(|row| row.get(at).cloned().unwrap_or_default())
            .collect(),
        None => Vec::new(),
    };
    Figure {
        caption: format!("{} {}", explained(kind), ended(&drawing.finding)),
        alt: drawing.description,
        svg: drawing.svg,
        events,
    }
}

/// How to read a chart.
fn explained(kind: &str) -> &'static str {
    match kind {
        "timeline" => "The events to scale, by place.",
        "lanes" => "Who did what in parallel: a lane for each.",
        "overview" => "All of it small, the busiest part large.",
        "density" => "When it was busy.",
        "calendar" => "A square for each day, weeks across.",
        "hours" => "Hour of the day by weekday.",
        "gaps" => "The silences.",
        "space-time" => {
            "Places as lines, each with its own clock; one slanted line for each message."
        }
        "stages" => "A bar for each message, a part for each stage.",
        "ecdf" => "What share came within which time.",
        "survival" => "The share still under way, with bounds.",
        "trend" => "Each delay over time, with the rolling median.",
        "routes" => "A strip of delays for each route, with quartiles.",
        "matrix" => "The median delay from each place to each.",
        _ => "",
    }
}

fn ended(sentence: &str) -> String {
    match sentence.ends_with(['.', '!', '?']) {
        true => sentence.to_owned(),
        false => format!("{sentence}."),
    }
}
