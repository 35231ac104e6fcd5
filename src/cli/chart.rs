//! `annals chart`: a picture of the events that answer a question.

use super::args::{Chart, Common};
use super::options::{Asked, Setup, zone};
use super::{DONE, Voice, output};
use crate::chart::{self, ChartOptions, Drawing, Font, Input, Kind, SecondClock, Wants};
use crate::error::{Error, Result};
use crate::model::{CivilDate, InstantRange, LocalTime, Zone};
use crate::query::{Span, Window};
use std::path::Path;

pub fn chart(args: &Chart, common: &Common, voice: &Voice) -> Result<u8> {
    if args.list {
        let lines: String = Kind::ALL
            .iter()
            .map(|kind| format!("{:<12}{}\n", kind.name, kind.when))
            .collect();
        output::print(&lines)?;
        return Ok(DONE);
    }
    let (Some(kind), Some(path)) = (&args.kind, &args.output) else {
        return Err(Error::request(
            "the kind of chart or the file to draw is missing",
            "for example `annals chart timeline INPUT -o timeline.svg`",
        ));
    };
    // An unknown kind or ending is refused before the inputs are read.
    let kind: Kind = kind.parse()?;
    let format = Format::of(path)?;
    output::refuse_input(path, &args.inputs)?;
    if let Some(data) = &args.data {
        output::refuse_input(data, &args.inputs)?;
        if data.extension().is_none_or(|e| e != "csv") {
            return Err(Error::request(
                format!("`{}` cannot be written", data.display()),
                "the numbers of a chart are written as .csv",
            ));
        }
    }
    let setup = Setup::new(&args.inputs, common)?;
    let asked = Asked::new(&args.question, &setup)?;
    let options = options(args, common, &setup, &asked)?;
    let loaded = setup.load(&args.inputs)?;
    let drawing = match kind.wants {
        Wants::Events => {
            let events = asked.answer(&loaded)?.events;
            chart::draw(kind, &Input::of(&events), &options)?
        }
        Wants::Messages => {
            let messages = asked.messages(&loaded)?;
            let input = Input {
                events: &messages.events,
                inside: Some(&messages.inside),
            };
            chart::draw(kind, &input, &options)?
        }
        Wants::Everything => {
            let focus = asked.window.as_ref().and_then(|w| focus(w, asked.zone));
            let everything = Asked {
                window: None,
                ..asked
            };
            let events = everything.answer(&loaded)?.events;
            let options = ChartOptions {
                focus,
                ..options.clone()
            };
            chart::draw(kind, &Input::of(&events), &options)?
        }
    };
    refuse_missing_letters(&drawing, &options, format)?;
    let bytes = match format {
        Format::Svg => drawing.svg.clone().into_bytes(),
        Format::Png => chart::png(&drawing, &options)?,
        Format::Pdf => chart::pdf(&drawing, &options)?,
    };
    output::write_file(path, &bytes)?;
    if let Some(data) = &args.data {
        output::write_file(data, drawing.data.csv()?.as_bytes())?;
    }
    Ok(voice.report(&loaded))
}

/// The format of a picture, by the ending of its file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Svg,
    Png,
    Pdf,
}

impl Format {
    fn of(path: &Path) -> Result<Format> {
        match path.extension().and_then(|e| e.to_str()) {
            Some("svg") => Ok(Format::Svg),
            Some("png") => Ok(Format::Png),
            Some("pdf") => Ok(Format::Pdf),
            _ => Err(Error::request(
                format!("`{}` cannot be drawn", path.display()),
                "charts are drawn as .svg, .png or .pdf",
            )),
        }
    }
}

/// What the options of the command line mean for the chart.
fn options(args: &Chart, common: &Common, setup: &Setup, asked: &Asked) -> Result<ChartOptions> {
    let stage = |name: &Option<String>| {
        let name = name.as_ref()?;
        let known = setup.stages().named(name).map(|s| s.name().to_owned());
        Some(known.unwrap_or_else(|| name.clone()))
    };
    let font = match &args.font_path {
        None => None,
        Some(path) => {
            let bytes = std::fs::read(path).map_err(|e| Error::read(path, e))?;
            Some(Font::from_bytes(path, bytes)?)
        }
    };
    let mut options = ChartOptions {
        title: args.title.clone(),
        height: args.height,
        zone: asked.zone,
        second_clock: match args.second_clock.as_deref() {
            None => SecondClock::Auto,
            Some("none") => SecondClock::Hidden,
            name => zone(name)?.map_or(SecondClock::Auto, SecondClock::Of),
        },
        lane: args.lane.clone(),
        color_by: args.color_by.clone(),
        bw: args.bw,
        font,
        from_stage: stage(&args.from),
        to_stage: stage(&args.to),
        as_of: args
            .as_of
            .as_deref()
            .map(super::latency::as_of)
            .transpose()?,
        ..super::run::chart_options(setup.stages())
    };
    if let Some(width) = common.width {
        options.width = u32::try_from(width).unwrap_or(u32::MAX);
    }
    Ok(options)
}

/// A picture with boxes in place of letters is not printed.
fn refuse_missing_letters(drawing: &Drawing, options: &ChartOptions, format: Format) -> Result<()> {
    // A viewer of SVG takes letters that the bundled font has not from another.
    if format == Format::Svg && options.font.is_none() {
        return Ok(());
    }
    let missing = chart::missing_letters(drawing, options);
    let Some(first) = missing.first() else {
        return Ok(());
    };
    let more = match missing.len() {
        1 => String::new(),
        n => format!(" and {} more", n - 1),
    };
    Err(Error::request(
        format!(
            "no font has the letter `{first}` (U+{:04X}){more}",
            u32::from(*first)
        ),
        match options.font {
            None => {
                "name a font that has it with `--font-path FILE`, or draw an .svg, which a \
                     viewer sets in the fonts that it has"
            }
            Some(_) => "name a font that has it with `--font-path FILE`",
        },
    ))
}

/// The instants of a window; its days are cut in the zone asked for, else in UTC.
fn focus(window: &Window, zone: Option<Zone>) -> Option<InstantRange> {
    let zone = zone.unwrap_or(Zone::Utc);
    let begins = |day: CivilDate| zone.resolve(LocalTime::new(day, 0, 0, 0)).earliest();
    match window.span {
        Span::Instants(range) => Some(range),
        Span::Days(first, last) => InstantRange::new(
            first.and_then(begins),
            last.map(|day| day.plus_days(1)).and_then(begins),
        ),
    }
}
