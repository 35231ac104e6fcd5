//! `annals extract`: documents and tables to events.

use super::args::{Common, DataFormat, Extract, PartitionArg};
use super::options::Setup;
use super::{DONE, Voice, data, output, text};
use crate::error::Result;
use crate::export;
use crate::frame::{Partitions, Unit};
use std::io::IsTerminal;
use std::path::Path;

pub fn extract(args: &Extract, common: &Common, voice: &Voice) -> Result<u8> {
    if let Some(path) = &args.output {
        output::refuse_input(path, &args.inputs)?;
    }
    if let (Some(unit), Some(folder)) = (args.partition, &args.output) {
        return partitioned(args, unit, folder, common, voice);
    }
    let format = data::chosen(&args.format, args.output.as_deref())?;
    let setup = Setup::new(&args.inputs, common)?;
    let stream = args.output.is_none()
        && args.inputs == [Path::new("-")]
        && !std::io::stdout().is_terminal();
    if stream && format == DataFormat::Ndjson {
        return filter(args, &setup, voice);
    }
    let loaded = setup.load(&args.inputs)?;
    if format == DataFormat::Table && args.output.is_none() {
        output::say(&data::table(&loaded.events, text::width(common)))?;
        return Ok(voice.report(&loaded));
    }
    let made = data::bytes(&loaded.events, format, &data::heading(&setup))?;
    match &args.output {
        Some(path) => output::write_file(path, &made.bytes)?,
        None => output::print(&String::from_utf8_lossy(&made.bytes))?,
    }
    let status = voice.report(&loaded);
    Ok(voice.also(
        status,
        data::named(made.diagnostics, args.output.as_deref()),
    ))
}

/// Lines of documents in, events out: nothing is kept from one line to the next.
fn filter(args: &Extract, setup: &Setup, voice: &Voice) -> Result<u8> {
    let mut status = DONE;
    setup.each(&args.inputs, &mut |piece| {
        status = status.max(voice.report(&piece));
        let lines = export::events_ndjson(&piece.events);
        output::print_while_read(|to| to.write_all(lines.as_bytes()))
    })?;
    Ok(status)
}

/// A folder of Parquet files, written as the events come.
fn partitioned(
    args: &Extract,
    unit: PartitionArg,
    folder: &Path,
    common: &Common,
    voice: &Voice,
) -> Result<u8> {
    let unit = match unit {
        PartitionArg::Century => Unit::Century,
        PartitionArg::Decade => Unit::Decade,
    };
    let setup = Setup::new(&args.inputs, common)?;
    let mut status = DONE;
    let tally = output::write_folder(folder, |hidden| {
        let mut out = Partitions::new(hidden, unit);
        setup.each(&args.inputs, &mut |piece| {
            status = status.max(voice.report(&piece));
            out.push(piece.events).map(|()| true)
        })?;
        out.finish()
    })?;
    if !voice.quiet {
        eprintln!(
            "{} in {}, {}: {}",
            text::count(tally.events, "event"),
            text::count(tally.partitions, "partition"),
            text::count(tally.files, "file"),
            folder.display()
        );
    }
    Ok(status)
}
