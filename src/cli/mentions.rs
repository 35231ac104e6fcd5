//! `annals mentions`: every time expression in the texts, with its value.

use super::args::{Common, MentionFormat, Mentions};
use super::options::Setup;
use super::{DONE, output, text};
use crate::error::{Error, Result};
use crate::extract::{MentionOptions, mentions as find};
use crate::model::{Document, Mention};
use rayon::prelude::*;
use std::io::IsTerminal;
use std::path::PathBuf;

pub fn mentions(args: &Mentions, common: &Common) -> Result<u8> {
    let inputs: Vec<PathBuf> = match &args.corpus {
        Some(corpus) => vec![corpus.clone()],
        None => args.inputs.clone(),
    };
    let setup = Setup::new(&inputs, common)?;
    let options = MentionOptions {
        assume_zone: setup.options().assume_zone,
        ..MentionOptions::default()
    };
    let format = match (args.json, args.format, &args.output) {
        (true, ..) => MentionFormat::Ndjson,
        (_, Some(format), _) => format,
        (_, None, Some(_)) => MentionFormat::Ndjson,
        (_, None, None) if std::io::stdout().is_terminal() => MentionFormat::Table,
        (_, None, None) => MentionFormat::Ndjson,
    };
    let documents = setup.documents(&inputs)?;
    let reference = setup.options().reference_date;
    let width = text::width(common);
    let parts: Vec<String> = documents
        .par_iter()
        .map(|document| {
            let written = document.written.or(reference);
            let found = find(&document.text, written, &options);
            match format {
                MentionFormat::Ndjson => ndjson(document, &found),
                MentionFormat::Table => table(document, &found, width),
            }
        })
        .collect::<Result<_>>()?;
    let out = parts.concat();
    match &args.output {
        Some(path) => output::write_file(path, out.as_bytes())?,
        None => output::print(&out)?,
    }
    Ok(DONE)
}

fn ndjson(document: &Document, found: &[Mention]) -> Result<String> {
    let mut out = Vec::new();
    for mention in found {
        let mut row = mention.row(&document.id);
        if document.markup.is_some() {
            // Bytes are those of the file, tags and all.
            let bytes = document.in_file(&(mention.byte_start..mention.byte_end));
            (row.byte_start, row.byte_end) = (bytes.start, bytes.end);
        }
        serde_json::to_writer(&mut out, &row).map_err(|e| Error::request(e.to_string(), ""))?;
        out.push(b'\n');
    }
    // JSON is written as UTF-8.
    Ok(String::from_utf8_lossy(&out).into_owned())
}

/// A line per expression: where it stands, its value, its words.
fn table(document: &Document, found: &[Mention], width: usize) -> Result<String> {
    let mut out = String::new();
    for mention in found {
        let line = document.line_of(mention.byte_start);
        let place = format!("{}:{line}", document.source);
        let shown = format!(
            "{}  {}  {}  {}",
            text::pad(&place, 20),
            text::pad(mention.kind.name(), 8),
            text::pad(&mention.value, 18),
            mention
                .text
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
        );
        out.push_str(text::cut(&shown, width).trim_end());
        out.push('\n');
    }
    Ok(out)
}
