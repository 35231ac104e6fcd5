//! `annals extract`: documents and tables to events.

use super::args::{Common, DataFormat, Extract, FormatArgs};
use super::options::Setup;
use super::{Voice, output, text};
use crate::error::{Error, Result};
use crate::export;
use crate::frame;
use crate::model::Event;
use std::io::IsTerminal;
use std::path::Path;

pub fn extract(args: &Extract, common: &Common, voice: &Voice) -> Result<u8> {
    if let Some(path) = &args.output {
        output::refuse_input(path, &args.inputs)?;
    }
    let format = chosen(&args.format, args.output.as_deref())?;
    let setup = Setup::new(&args.inputs, common)?;
    let loaded = setup.load(&args.inputs)?;
    match &args.output {
        Some(path) => output::write_file(path, &bytes(&loaded.events, format)?)?,
        None if format == DataFormat::Parquet => {
            return Err(Error::request(
                "a Parquet file cannot be printed",
                "name a file with `-o events.parquet`",
            ));
        }
        None if format == DataFormat::Table => {
            output::say(&table(&loaded.events, text::width(common)))?;
        }
        None => {
            let bytes = bytes(&loaded.events, format)?;
            output::print(&String::from_utf8_lossy(&bytes))?;
        }
    }
    Ok(voice.report(&loaded))
}

/// The format: as asked, by the ending of the file, else a table on a terminal and NDJSON in a
/// pipe.
fn chosen(args: &FormatArgs, output: Option<&Path>) -> Result<DataFormat> {
    if args.json {
        return Ok(DataFormat::Ndjson);
    }
    if let Some(format) = args.format {
        return Ok(format);
    }
    let Some(path) = output else {
        let terminal = std::io::stdout().is_terminal();
        return Ok(if terminal {
            DataFormat::Table
        } else {
            DataFormat::Ndjson
        });
    };
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or("");
    match ending {
        "ndjson" | "jsonl" => Ok(DataFormat::Ndjson),
        "csv" => Ok(DataFormat::Csv),
        "parquet" => Ok(DataFormat::Parquet),
        _ => Err(Error::request(
            format!(
                "`{}` has no ending of a format that can be written",
                path.display()
            ),
            "use .ndjson, .csv or .parquet, or name the format with `--format`",
        )),
    }
}

/// Events in a data format.
pub fn bytes(events: &[Event], format: DataFormat) -> Result<Vec<u8>> {
    let refused = |e: csv::Error| Error::request(e.to_string(), "");
    Ok(match format {
        DataFormat::Ndjson => export::events_ndjson(events).into_bytes(),
        DataFormat::Csv => export::events_csv(events).map_err(refused)?.into_bytes(),
        DataFormat::Table => table(events, 80).into_bytes(),
        DataFormat::Parquet => {
            let mut frame = frame::from_events(events)?;
            let mut out = Vec::new();
            frame::write_parquet(&mut frame, &mut out)?;
            out
        }
    })
}

/// A table for people: a line per event.
fn table(events: &[Event], width: usize) -> String {
    let mut out = String::new();
    for event in events {
        let at = match event.when.earliest {
            Some(at) => text::instant(at),
            None => "undated".into(),
        };
        let stage = event.stage.as_ref().map_or("", |s| s.name());
        let place = event.place.as_deref().unwrap_or("");
        let line = format!(
            "{}  {}  {}  {}  {}",
            text::pad(&at, 18),
            text::pad(event.when.precision.name(), 7),
            text::pad(&text::cut(place, 14), 14),
            text::pad(stage, 11),
            event.event_id
        );
        out.push_str(text::cut(&line, width).trim_end());
        out.push('\n');
    }
    out.push_str(&format!("{}\n", text::count(events.len(), "event")));
    out
}
