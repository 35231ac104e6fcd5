//! `annals mentions`: every time expression in the texts, with its value.

use super::args::{Common, MentionFormat, Mentions};
use super::options::Setup;
use super::{DIAGNOSED, DONE, Voice, output, text};
use crate::diagnostic::Diagnostic;
use crate::error::{Error, Result};
use crate::export::{MENTIONS_HEADER, mentions_csv, mentions_ndjson};
use crate::extract::{MentionOptions, mention_diagnostics, mentions as find};
use crate::model::{Document, Mention};
use crate::notation::timex;
use rayon::prelude::*;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

pub fn mentions(args: &Mentions, common: &Common, voice: &Voice) -> Result<u8> {
    let inputs: Vec<PathBuf> = match &args.corpus {
        Some(corpus) => vec![corpus.clone()],
        None => args.inputs.clone(),
    };
    if let Some(path) = &args.output {
        output::refuse_input(path, &inputs)?;
    }
    let format = chosen(args)?;
    let setup = Setup::new(&inputs, common)?;
    let options = MentionOptions {
        assume_zone: setup.options().assume_zone,
        ..MentionOptions::default()
    };
    let documents = setup.documents(&inputs)?;
    if format == MentionFormat::Timeml && documents.len() > 1 && !is_folder(args) {
        return Err(Error::request(
            format!(
                "TimeML has one document a file, and these are {}",
                documents.len()
            ),
            "name a folder that ends in a slash: `-o timeml/`",
        ));
    }
    let reference = setup.options().reference_date;
    let width = text::width(common);
    let parts: Vec<(Vec<u8>, Vec<Diagnostic>)> = documents
        .par_iter()
        .map(|document| {
            let written = document.written.or(reference);
            let found = find(&document.text, written, &options);
            let shown = shown(document, &found, format, width)?;
            Ok((shown, mention_diagnostics(document, &found)))
        })
        .collect::<Result<_>>()?;
    match &args.output {
        Some(folder) if format == MentionFormat::Timeml && is_folder(args) => {
            std::fs::create_dir_all(folder).map_err(|e| Error::write(folder, e))?;
            for (document, (shown, _)) in documents.iter().zip(&parts) {
                let name = document.id.replace(['/', '\\'], "_");
                output::write_file(&folder.join(format!("{name}.tml")), shown)?;
            }
        }
        Some(path) => {
            output::write_parts(path, &framed(&parts, format))?;
        }
        None => output::print_parts(&framed(&parts, format))?,
    }
    let mut odd = false;
    for (_, diagnostics) in &parts {
        odd |= !diagnostics.is_empty();
        voice.diagnostics(diagnostics);
    }
    Ok(if odd && common.strict {
        DIAGNOSED
    } else {
        DONE
    })
}

/// The format: as asked, by the ending of the file, else a table on a terminal and NDJSON in a
/// pipe.
fn chosen(args: &Mentions) -> Result<MentionFormat> {
    if args.json {
        return Ok(MentionFormat::Ndjson);
    }
    if let Some(format) = args.format {
        return Ok(format);
    }
    let Some(path) = &args.output else {
        return Ok(match std::io::stdout().is_terminal() {
            true => MentionFormat::Table,
            false => MentionFormat::Ndjson,
        });
    };
    match path.extension().and_then(|e| e.to_str()).unwrap_or("") {
        "ndjson" | "jsonl" => Ok(MentionFormat::Ndjson),
        "json" => Ok(MentionFormat::Json),
        "csv" => Ok(MentionFormat::Csv),
        "tml" | "timeml" | "xml" => Ok(MentionFormat::Timeml),
        "txt" => Ok(MentionFormat::Table),
        _ => Err(Error::request(
            format!(
                "`{}` has no ending of a format that can be written",
                path.display()
            ),
            "use .ndjson, .json, .csv, .tml or .txt, or name the format with `--format`",
        )),
    }
}

/// Whether the output is a folder.
fn is_folder(args: &Mentions) -> bool {
    let is = |path: &Path| path.is_dir() || path.as_os_str().to_string_lossy().ends_with('/');
    args.output.as_deref().is_some_and(is)
}

/// One document in a format.
fn shown(
    document: &Document,
    found: &[Mention],
    format: MentionFormat,
    width: usize,
) -> Result<Vec<u8>> {
    let refused = |e: serde_json::Error| Error::request(e.to_string(), "");
    Ok(match format {
        MentionFormat::Ndjson => mentions_ndjson(document, found).map_err(refused)?,
        MentionFormat::Json => {
            // The rows of an array; the brackets go around all documents.
            let mut lines = mentions_ndjson(document, found).map_err(refused)?;
            lines.pop();
            let rows: Vec<&[u8]> = lines.split(|b| *b == b'\n').collect();
            rows.join(&b",\n"[..])
        }
        MentionFormat::Csv => {
            mentions_csv(document, found).map_err(|e| Error::request(e.to_string(), ""))?
        }
        MentionFormat::Table => table(document, found, width).into_bytes(),
        MentionFormat::Timeml => {
            let written = document.written.map(|d| d.to_string()).unwrap_or_default();
            timex::document(&document.id, &written, &document.text, found).into_bytes()
        }
    })
}

/// The documents with what stands before, between and after them.
fn framed(parts: &[(Vec<u8>, Vec<Diagnostic>)], format: MentionFormat) -> Vec<&[u8]> {
    let mut out: Vec<&[u8]> = Vec::with_capacity(parts.len() * 2 + 2);
    let shown = parts.iter().map(|(shown, _)| shown.as_slice());
    match format {
        MentionFormat::Json => {
            out.push(b"[\n");
            for (at, part) in shown.filter(|p| !p.is_empty()).enumerate() {
                if at > 0 {
                    out.push(b",\n");
                }
                out.push(part);
            }
            out.push(b"\n]\n");
        }
        MentionFormat::Csv => {
            out.push(MENTIONS_HEADER.as_bytes());
            out.extend(shown);
        }
        _ => out.extend(shown),
    }
    out
}

/// A line per expression: where it stands, its value, its words.
fn table(document: &Document, found: &[Mention], width: usize) -> String {
    let mut out = String::new();
    for mention in found {
        let line = document.line_of(mention.byte_start);
        let place = format!("{}:{line}", document.source);
        let words = mention.text.split_whitespace().collect::<Vec<_>>();
        let shown = format!(
            "{}  {}  {}  {}",
            text::pad(&place, 20),
            text::pad(mention.kind.name(), 8),
            text::pad(&mention.value, 18),
            words.join(" "),
        );
        out.push_str(text::cut(&shown, width).trim_end());
        out.push('\n');
    }
    out
}
