//! `annals mentions`: every time expression in the texts, with its value.

use super::args::{Common, MentionFormat, Mentions};
use super::options::Setup;
use super::{DIAGNOSED, DONE, Voice, output, text};
use crate::diagnostic::Diagnostic;
use crate::error::{Error, Result};
use crate::export::{MENTIONS_HEADER, mentions_csv, mentions_ndjson};
use crate::extract::{MentionOptions, mention_diagnostics, mentions_in};
use crate::model::{CivilDate, Document, Mention};
use crate::notation::timex;
use rayon::prelude::*;
use std::io::{self, IsTerminal, Write};
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
    let work = Work {
        options: &options,
        reference: setup.options().reference_date,
        format,
        width: text::width(common),
    };
    let mut odd = Vec::new();
    match &args.output {
        Some(folder) if format == MentionFormat::Timeml && is_folder(args) => {
            std::fs::create_dir_all(folder).map_err(|e| Error::write(folder, e))?;
            for document in &documents {
                let name = document.id.replace(['/', '\\'], "_");
                let path = folder.join(format!("{name}.tml"));
                output::write_with(&path, |out| work.one(document, out, &mut odd))?;
            }
        }
        Some(path) => output::write_with(path, |out| work.all(&documents, out, &mut odd))?,
        None => output::print_with(|out| work.all(&documents, out, &mut odd))?,
    }
    voice.diagnostics(&odd);
    Ok(match odd.is_empty() || !common.strict {
        true => DONE,
        false => DIAGNOSED,
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

/// How the documents are read and shown.
struct Work<'a> {
    options: &'a MentionOptions,
    reference: Option<CivilDate>,
    format: MentionFormat,
    width: usize,
}

impl Work<'_> {
    /// Writes all documents in their order, as many at once as there are threads.
    fn all(
        &self,
        documents: &[Document],
        out: &mut dyn Write,
        odd: &mut Vec<Diagnostic>,
    ) -> io::Result<()> {
        out.write_all(match self.format {
            MentionFormat::Json => b"[\n",
            MentionFormat::Csv => MENTIONS_HEADER.as_bytes(),
            _ => b"",
        })?;
        let mut between: &[u8] = b"";
        for some in documents.chunks(rayon::current_num_threads()) {
            if let ([document], true) = (some, self.format != MentionFormat::Json) {
                self.one(document, out, odd)?;
                continue;
            }
            let parts: Vec<(Vec<u8>, Vec<Diagnostic>)> = (some.par_iter())
                .map(|document| {
                    let (mut out, mut odd) = (Vec::new(), Vec::new());
                    self.one(document, &mut out, &mut odd)?;
                    Ok((out, odd))
                })
                .collect::<io::Result<_>>()?;
            for (part, diagnostics) in parts {
                odd.extend(diagnostics);
                if self.format == MentionFormat::Json && !part.is_empty() {
                    out.write_all(between)?;
                    between = b",\n";
                }
                out.write_all(&part)?;
            }
        }
        out.write_all(match self.format {
            MentionFormat::Json => b"\n]\n",
            _ => b"",
        })
    }

    /// Writes one document as its expressions are read.
    fn one(
        &self,
        document: &Document,
        out: &mut dyn Write,
        odd: &mut Vec<Diagnostic>,
    ) -> io::Result<()> {
        let written = document.written.or(self.reference);
        let found = mentions_in(&document.text, written, self.options)
            .inspect(|mention| odd.extend(mention_diagnostics(document, mention)));
        match self.format {
            MentionFormat::Ndjson => mentions_ndjson(document, found, out),
            MentionFormat::Json => {
                // The rows of an array; the brackets go around all documents.
                let mut lines = Vec::new();
                mentions_ndjson(document, found, &mut lines)?;
                lines.pop();
                for (at, row) in lines.split(|b| *b == b'\n').enumerate() {
                    out.write_all(if at == 0 { b"" } else { b",\n" })?;
                    out.write_all(row)?;
                }
                Ok(())
            }
            MentionFormat::Csv => mentions_csv(document, found, out),
            MentionFormat::Table => {
                let mut found = found;
                found.try_for_each(|one| writeln!(out, "{}", line(document, &one, self.width)))
            }
            MentionFormat::Timeml => {
                let written = document.written.map(|d| d.to_string()).unwrap_or_default();
                let found: Vec<Mention> = found.collect();
                let marked = timex::document(&document.id, &written, &document.text, &found);
                out.write_all(marked.as_bytes())
            }
        }
    }
}

/// An expression in a line: where it stands, its value, its words.
fn line(document: &Document, mention: &Mention, width: usize) -> String {
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
    output::harmless(text::cut(&shown, width).trim_end()).into_owned()
}
