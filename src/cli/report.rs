//! `annals report`: the printed chronology.

use super::args::{ChartsArg, Common, GroupByArg, Report, VariantArg};
use super::asked::Asked;
use super::options::Setup;
use super::print::{self, Charts, Wishes};
use super::{Voice, output};
use crate::error::{Error, Result};
use crate::report::{Format, GroupBy, Layout, Variant};
use std::path::Path;

pub fn report(args: &Report, common: &Common, voice: &Voice) -> Result<u8> {
    let format = format(&args.output)?;
    output::refuse_input(&args.output, &args.inputs)?;
    let setup = Setup::new(&args.inputs, common)?;
    let asked = Asked::new(&args.question, &setup)?;
    let mut loaded = setup.load(&args.inputs)?;
    let answer = asked.answer(&loaded)?;
    if answer.selected.events.is_empty() {
        // What could not be read may be why nothing is there.
        voice.unread(&loaded);
    }
    let variant = match args.variant {
        VariantArg::History => Variant::History,
        VariantArg::Court => Variant::Court,
        VariantArg::Incident => Variant::Incident,
    };
    let wishes = Wishes {
        layout: Layout {
            variant,
            group_by: args.group_by.map(|by| match by {
                GroupByArg::Day => GroupBy::Day,
                GroupByArg::Week => GroupBy::Week,
                GroupByArg::Month => GroupBy::Month,
                GroupByArg::Place => GroupBy::Place,
            }),
            clock: asked.zone,
            week_start: asked.week_start,
            full_paths: args.full_paths,
        },
        charts: match (args.charts, variant) {
            (Some(ChartsArg::None), _) | (None, Variant::Court) => Charts::None,
            (Some(ChartsArg::Some), _) | (None, _) => Charts::Some,
            (Some(ChartsArg::All), _) => Charts::All,
        },
        title: args.title.as_deref(),
        author: args.author.as_deref(),
        window: answer.window.as_ref().map(|w| w.title()),
        fonts: &args.font_path,
        ..Wishes::new(format)
    };
    let bytes = print::print(&answer.selected.events, &mut loaded, &wishes, &setup)?;
    output::write_file(&args.output, &bytes)?;
    Ok(voice.report(&loaded))
}

/// The format of a file, by its ending.
fn format(path: &Path) -> Result<Format> {
    let ending = path.extension().and_then(|e| e.to_str());
    let found = ending.and_then(|e| Format::of_ending(&e.to_ascii_lowercase()));
    found.ok_or_else(|| {
        Error::request(
            format!("`{}` cannot be written", path.display()),
            "the chronology is printed as .pdf, .html, .svg (a poster), .md or .typ",
        )
    })
}
