//! `annals extract`: documents and tables to events.

use super::args::{Common, DataFormat, Extract};
use super::options::Setup;
use super::{Voice, data, output, text};
use crate::error::Result;

pub fn extract(args: &Extract, common: &Common, voice: &Voice) -> Result<u8> {
    if let Some(path) = &args.output {
        output::refuse_input(path, &args.inputs)?;
    }
    let format = data::chosen(&args.format, args.output.as_deref())?;
    let setup = Setup::new(&args.inputs, common)?;
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
