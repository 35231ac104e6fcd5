//! `annals run`: coverage, chronology, delays, and the files that go with them.

use super::args::{Common, Run};
use super::options::Setup;
use super::print::{self, Wishes};
use super::{Voice, latency, output, show, text};
use crate::chart::{self, ChartOptions, Drawing, Input};
use crate::error::{Error, Result};
use crate::export;
use crate::extract::{Covered, Stages};
use crate::frame;
use crate::latency::{Key, Pair, Wanted, pairs};
use crate::model::Event;
use crate::pipeline::Loaded;
use crate::query::{Question, Selected, select};
use crate::report::Format;
use std::path::Path;

/// Entries that `run` prints; the rest is counted, and `show` prints it.
const MOST_PRINTED: usize = 24;

pub fn run(args: &Run, common: &Common, voice: &Voice) -> Result<u8> {
    if let Some(folder) = &args.output {
        output::refuse_input(folder, &args.inputs)?;
    }
    let setup = Setup::new(&args.inputs, common)?;
    let mut loaded = setup.load(&args.inputs)?;
    let width = text::width(common);
    let selected = select(&loaded.events, &Question::default())?;
    let delays = all_pairs(&selected.events, setup.stages());
    let mut out = coverage(&loaded);
    out.push('\n');
    let printed = Selected {
        events: selected.events.iter().take(MOST_PRINTED).cloned().collect(),
        certain: selected
            .certain
            .iter()
            .take(MOST_PRINTED)
            .copied()
            .collect(),
        ..Selected::default()
    };
    out.push_str(&show::days(&printed, None, width));
    let more = selected.events.len().saturating_sub(MOST_PRINTED);
    if more > 0 {
        out.push_str(&format!(
            "… and {}: annals show {}\n",
            text::count(more, "later event"),
            typed(&args.inputs)
        ));
    }
    out.push('\n');
    out.push_str(&latency::summary_text(&delays, &[Key::Route], width));
    if let Some(folder) = &args.output {
        let title = args.title.as_deref();
        let written = write(
            folder,
            &selected.events,
            &delays,
            &mut loaded,
            title,
            &setup,
        )?;
        out.push_str(&format!(
            "\nWritten to {}: {}\n",
            folder.display(),
            written.join(", ")
        ));
    }
    output::say(&out)?;
    Ok(voice.report(&loaded))
}

fn typed(inputs: &[std::path::PathBuf]) -> String {
    let names: Vec<String> = inputs.iter().map(|i| i.display().to_string()).collect();
    names.join(" ")
}

/// The delays between all ordered pairs of stages.
pub fn all_pairs(events: &[Event], stages: &Stages) -> Vec<Pair> {
    let order: Vec<&str> = stages.names().collect();
    let wanted = Wanted {
        orders: stages.orders().clone(),
        ..Wanted::default()
    };
    pairs(events, &order, &wanted)
}

/// Options of a chart, with the order of the stages.
pub fn chart_options(stages: &Stages) -> ChartOptions {
    ChartOptions {
        stage_order: stages.names().map(str::to_owned).collect(),
        ..ChartOptions::default()
    }
}

/// `122 documents: 121 with every stage, 1 partly, 0 with no date: …`
fn coverage(loaded: &Loaded) -> String {
    let count = |wanted: Covered| loaded.coverage.iter().filter(|c| **c == wanted).count();
    let (whole, partly, none) = (
        count(Covered::Whole),
        count(Covered::Partly),
        count(Covered::Undated),
    );
    let mut out = format!(
        "{} and rows in {}: {whole} with every stage, {partly} partly, {none} with no date\n",
        text::count(loaded.coverage.len(), "document"),
        text::count(loaded.files.len(), "file"),
    );
    let undated = loaded.events.iter().filter(|e| e.when.bounds().is_none());
    out.push_str(&format!(
        "{}, {} without a date\n",
        text::count(loaded.events.len(), "event"),
        undated.count()
    ));
    out
}

/// Writes what belongs to a run; the names of the files.
fn write(
    folder: &Path,
    events: &[Event],
    delays: &[Pair],
    loaded: &mut Loaded,
    title: Option<&str>,
    setup: &Setup,
) -> Result<Vec<&'static str>> {
    if events.is_empty() {
        return Err(Error::request(
            "there are no events, so there is nothing to write",
            "see the messages above for what could not be read",
        ));
    }
    std::fs::create_dir_all(folder).map_err(|e| Error::write(folder, e))?;
    let mut written = Vec::new();
    let mut put = |name: &'static str, bytes: &[u8]| -> Result<()> {
        output::write_file(&folder.join(name), bytes)?;
        written.push(name);
        Ok(())
    };
    let wishes = Wishes {
        title,
        ..Wishes::new(Format::Pdf)
    };
    let pdf = print::print(events, loaded, &wishes, setup)?;
    put("chronology.pdf", &pdf)?;
    let charts = chart_options(setup.stages());
    if events.iter().any(|e| e.when.bounds().is_some()) {
        let timeline = picture("timeline", events, &charts)?;
        put("timeline.svg", timeline.svg.as_bytes())?;
        let delays = picture("space-time", events, &charts)?;
        put("delays.svg", delays.svg.as_bytes())?;
    }
    let mut bytes = Vec::new();
    frame::write_parquet(&mut frame::from_events(events)?, &mut bytes)?;
    put("events.parquet", &bytes)?;
    let refused = |e: csv::Error| Error::request(e.to_string(), "");
    put(
        "pairs.csv",
        export::pairs_csv(delays).map_err(refused)?.as_bytes(),
    )?;
    Ok(written)
}

fn picture(kind: &str, events: &[Event], options: &ChartOptions) -> Result<Drawing> {
    chart::draw(kind.parse()?, &Input::of(events), options)
}
