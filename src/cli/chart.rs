//! `annals chart`: a picture of the events that answer a question.

use super::args::{Chart, Common};
use super::asked::Asked;
use super::options::Setup;
use super::{DONE, Voice, output};
use crate::chart::{self, ChartOptions, KINDS};
use crate::error::{Error, Result};
use crate::model::Event;

pub fn chart(args: &Chart, common: &Common, voice: &Voice) -> Result<u8> {
    if args.list {
        let lines: String = KINDS
            .iter()
            .map(|(name, when)| format!("{name:<12}{when}\n"))
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
    if path.extension().is_none_or(|e| e != "svg") {
        return Err(Error::request(
            format!("`{}` cannot be drawn", path.display()),
            "charts are drawn as .svg",
        ));
    }
    // An unknown kind is refused before the inputs are read.
    let kind = drawer(kind)?;
    output::refuse_input(path, &args.inputs)?;
    let setup = Setup::new(&args.inputs, common)?;
    let asked = Asked::new(&args.question, &setup)?;
    let loaded = setup.load(&args.inputs)?;
    let mut chart_options = ChartOptions {
        title: args.title.clone(),
        height: args.height,
        zone: asked.zone,
        ..super::run::chart_options(setup.stages())
    };
    if let Some(width) = common.width {
        chart_options.width = u32::try_from(width).unwrap_or(u32::MAX);
    }
    let svg = match kind {
        Kind::Events(draw) => draw(&asked.answer(&loaded)?.selected.events, &chart_options)?,
        Kind::Messages(draw) => draw(&asked.messages(&loaded)?.events, &chart_options)?,
    };
    output::write_file(path, svg.as_bytes())?;
    Ok(voice.report(&loaded))
}

type Draw = fn(&[Event], &ChartOptions) -> Result<String>;

/// What a kind of chart draws: the events that answer, or the whole messages they belong to.
enum Kind {
    Events(Draw),
    Messages(Draw),
}

fn drawer(kind: &str) -> Result<Kind> {
    match kind {
        "timeline" => Ok(Kind::Events(chart::timeline)),
        "space-time" => Ok(Kind::Messages(chart::space_time)),
        _ => {
            let names: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
            Err(Error::request(
                format!("there is no chart `{kind}`"),
                format!(
                    "use one of {}; `annals chart --list` says when",
                    names.join(", ")
                ),
            ))
        }
    }
}
