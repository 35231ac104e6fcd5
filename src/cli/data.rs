//! Events in a data format: which one, and its bytes.

use super::args::{DataFormat, FormatArgs};
use super::options::Setup;
use super::text;
use crate::diagnostic::Diagnostic;
use crate::error::{Error, Result};
use crate::export::{self, Export, Foreign, Heading};
use crate::frame;
use crate::model::Event;
use std::io::IsTerminal;
use std::path::Path;

/// Endings of file names, the longer first, and their formats.
const ENDINGS: [(&str, DataFormat); 20] = [
    (".timelinejs.json", DataFormat::Timelinejs),
    (".timesketch.jsonl", DataFormat::Timesketch),
    (".cmif.xml", DataFormat::Cmif),
    (".tei.xml", DataFormat::Tei),
    (".ndjson", DataFormat::Ndjson),
    (".jsonl", DataFormat::Ndjson),
    (".json", DataFormat::Json),
    (".csv", DataFormat::Csv),
    (".xlsx", DataFormat::Xlsx),
    (".parquet", DataFormat::Parquet),
    (".arrow", DataFormat::Arrow),
    (".ipc", DataFormat::Arrow),
    (".feather", DataFormat::Arrow),
    (".ics", DataFormat::Ics),
    (".mmd", DataFormat::Mermaid),
    (".mermaid", DataFormat::Mermaid),
    (".mw", DataFormat::Markwhen),
    (".markwhen", DataFormat::Markwhen),
    (".tei", DataFormat::Tei),
    (".cmif", DataFormat::Cmif),
];

impl DataFormat {
    /// The format as one of another program, which cannot hold an event whole.
    pub fn foreign(self) -> Option<Foreign> {
        Some(match self {
            DataFormat::Ics => Foreign::Ics,
            DataFormat::Timelinejs => Foreign::TimelineJs,
            DataFormat::Timesketch => Foreign::Timesketch,
            DataFormat::Mermaid => Foreign::Mermaid,
            DataFormat::Markwhen => Foreign::Markwhen,
            DataFormat::Tei => Foreign::Tei,
            DataFormat::Cmif => Foreign::Cmif,
            DataFormat::Table
            | DataFormat::Ndjson
            | DataFormat::Json
            | DataFormat::Csv
            | DataFormat::Xlsx
            | DataFormat::Parquet
            | DataFormat::Arrow => return None,
        })
    }
}

/// The format of a file by its ending.
pub fn by_ending(path: &Path) -> Option<DataFormat> {
    let name = path.file_name()?.to_string_lossy().to_lowercase();
    let known = ENDINGS.iter().find(|(ending, _)| name.ends_with(ending));
    known.map(|(_, format)| *format)
}

/// The format: as asked, by the ending of the file, else a table on a terminal and NDJSON in a
/// pipe.
pub fn chosen(args: &FormatArgs, output: Option<&Path>) -> Result<DataFormat> {
    if args.json {
        return Ok(DataFormat::Ndjson);
    }
    if let Some(format) = args.format {
        return printable(format, output, "events");
    }
    let Some(path) = output else {
        let terminal = std::io::stdout().is_terminal();
        return Ok(if terminal {
            DataFormat::Table
        } else {
            DataFormat::Ndjson
        });
    };
    by_ending(path).ok_or_else(|| {
        Error::request(
            format!(
                "`{}` has no ending of a format that can be written",
                path.display()
            ),
            "use .ndjson, .json, .csv, .xlsx, .parquet, .arrow, .ics, .mmd, .mw, .tei.xml or \
             .cmif.xml, or name the format with `--format`",
        )
    })
}

/// Refuses to print what is no text.
pub fn printable(format: DataFormat, output: Option<&Path>, what: &str) -> Result<DataFormat> {
    let (name, ending) = match format {
        DataFormat::Parquet => ("a Parquet file", "parquet"),
        DataFormat::Arrow => ("an Arrow file", "arrow"),
        DataFormat::Xlsx => ("a workbook", "xlsx"),
        _ => return Ok(format),
    };
    match output {
        Some(_) => Ok(format),
        None => Err(Error::request(
            format!("{name} cannot be printed"),
            format!("name a file with `-o {what}.{ending}`"),
        )),
    }
}

/// What a file says of itself.
pub fn heading(setup: &Setup) -> Heading<'_> {
    let edition = setup.project().and_then(|p| p.edition.as_ref());
    Heading {
        title: setup.title().unwrap_or("Chronology"),
        url: edition.and_then(|e| e.url.as_deref()),
        licence: edition.and_then(|e| e.licence.as_deref()),
    }
}

/// Diagnostics about a file that was written, with its name.
pub fn named(mut found: Vec<Diagnostic>, output: Option<&Path>) -> Vec<Diagnostic> {
    let name = output.map_or("standard output".into(), |p| p.display().to_string());
    for one in &mut found {
        one.source.clone_from(&name);
    }
    found
}

/// Events in a data format, and what it does not hold.
pub fn bytes(events: &[Event], format: DataFormat, heading: &Heading<'_>) -> Result<Export> {
    if let Some(foreign) = format.foreign() {
        return Ok(foreign.write(events, heading));
    }
    let mut out = Vec::new();
    match format {
        DataFormat::Csv => return export::events_csv(events),
        DataFormat::Xlsx => return export::events_xlsx(events),
        DataFormat::Json => out = export::events_json(events).into_bytes(),
        DataFormat::Table => out = table(events, 80).into_bytes(),
        DataFormat::Parquet => frame::write_parquet(&mut frame::from_events(events)?, &mut out)?,
        DataFormat::Arrow => frame::write_arrow(&mut frame::from_events(events)?, &mut out)?,
        _ => out = export::events_ndjson(events).into_bytes(),
    }
    Ok(Export {
        bytes: out,
        diagnostics: Vec::new(),
    })
}

/// A table for people: a line per event.
pub fn table(events: &[Event], width: usize) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longer_ending_decides() {
        let of = |name: &str| by_ending(Path::new(name));
        assert_eq!(of("a/events.json"), Some(DataFormat::Json));
        assert_eq!(of("a/events.timelinejs.json"), Some(DataFormat::Timelinejs));
        assert_eq!(of("EVENTS.CMIF.XML"), Some(DataFormat::Cmif));
        assert_eq!(of("events.xml"), None);
    }
}
