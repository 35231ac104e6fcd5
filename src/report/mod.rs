//! The printed chronology: events and delays to a document that one can cite.
//!
//! [`Chronology`] is what is known; [`book`] puts it into words, order and numbers, without a page
//! or a markup in sight; a writer for each format lays that one book out: `typst` (PDF, and the
//! source itself), `html`, `markdown`, `poster` (SVG). Whatever a document contains stays text in
//! all of them: `plain` says what of it can be shown.

pub mod book;
mod html;
mod layout;
mod letters;
mod markdown;
mod names;
mod plain;
mod poster;
mod typst;

pub use book::Correction;
pub use layout::{GroupBy, Layout, Variant};
pub use typst::Fonts;

use crate::diagnostic::Diagnostic;
use crate::error::{Error, Result};
use crate::latency::{Pair, Summary};
use crate::model::Event;

/// All that a printed chronology is made of, as plain data.
#[derive(Clone, Debug, Default)]
pub struct Chronology<'a> {
    /// The title.
    pub title: &'a str,
    /// Who compiled it.
    pub author: Option<&'a str>,
    /// What was asked, in words and instants: `the week of 4 November 1945, …`.
    pub window: Option<&'a str>,
    /// Order and columns.
    pub layout: Layout,
    /// The events to print, in the order of their sources.
    pub events: &'a [Event],
    /// Delays by group.
    pub summaries: &'a [Summary],
    /// Delays by message.
    pub pairs: &'a [Pair],
    /// Charts; the first is the overview.
    pub figures: &'a [Figure],
    /// What is odd in the data.
    pub diagnostics: &'a [Diagnostic],
    /// Corrections of the data.
    pub corrections: &'a [Correction],
    /// The files read.
    pub sources: &'a [Source],
    /// The edition that the project file names: title, address, licence.
    pub edition: Option<&'a str>,
    /// The program's version.
    pub version: &'a str,
}

/// A chart with its words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    /// The chart as an SVG document.
    pub svg: String,
    /// What it shows, which zone, how many.
    pub caption: String,
    /// What a reader who cannot see it should know.
    pub alt: String,
    /// The events that its marks stand for, by the number of the mark; empty if a mark stands for
    /// no single event.
    pub events: Vec<String>,
}

/// A file that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Its name, with the folders below what was typed.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// Its checksum with the name of the method: `sha256 9f86d0…`.
    pub checksum: String,
}

/// A format that a chronology is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Pages: tagged, PDF/A-2a and PDF/UA-1 where the text allows it.
    Pdf,
    /// One file for a browser, readable without script.
    Html,
    /// One poster.
    Svg,
    /// CommonMark with footnotes.
    Markdown,
    /// The source of the pages with its data and pictures, which compiles by itself.
    Typst,
}

impl Format {
    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Pdf => "pdf",
            Format::Html => "html",
            Format::Svg => "svg",
            Format::Markdown => "md",
            Format::Typst => "typ",
        }
    }

    /// All of them.
    pub const ALL: [Format; 5] = [
        Format::Pdf,
        Format::Html,
        Format::Svg,
        Format::Markdown,
        Format::Typst,
    ];

    /// The format of an ending.
    pub fn of_ending(ending: &str) -> Option<Format> {
        let ending = if ending == "htm" { "html" } else { ending };
        Format::ALL.into_iter().find(|f| f.ending() == ending)
    }
}

/// The chronology in a format.
///
/// The same chronology gives the same bytes, on every machine and on any day. The diagnostics
/// name letters that cannot be printed, for which U+FFFD stands, and a standard that was missed.
///
/// ```
/// use annals::model::Event;
/// use annals::report::{Chronology, Fonts, Format, write};
/// let events = [Event::undated("register/1", "register")];
/// let chronology = Chronology {
///     title: "Found in a drawer",
///     events: &events,
///     ..Chronology::default()
/// };
/// let (bytes, odd) = write(&chronology, Format::Markdown, &Fonts::bundled()).unwrap();
/// assert!(bytes.starts_with(b"# Found in a drawer"));
/// assert!(odd.is_empty());
/// ```
///
/// # Errors
/// A chronology without events; a figure that is no SVG.
pub fn write(
    chronology: &Chronology<'_>,
    format: Format,
    fonts: &Fonts,
) -> Result<(Vec<u8>, Vec<Diagnostic>)> {
    let book = book::book(chronology)?;
    let bytes = match format {
        Format::Pdf => return typst::pdf(chronology, book, fonts),
        Format::Typst => return typst::source(chronology, book, fonts),
        Format::Html => html::write(chronology, &book),
        Format::Markdown => markdown::write(&book),
        Format::Svg => poster::write(chronology, &book, fonts),
    };
    let missing = letters::unprintable(chronology);
    Ok((bytes.into_bytes(), letters::notes(chronology, &missing)))
}

/// Width and height of a picture, in pixels.
pub fn picture_size(svg: &str) -> Option<(f64, f64)> {
    let root = &svg[svg.find("<svg")?..];
    let tag = &root[..root.find('>')?];
    let attribute = |name: &str| {
        let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
        let value: f64 = rest.split('"').next()?.parse().ok()?;
        (value > 0.0).then_some(value)
    };
    Some((attribute("width")?, attribute("height")?))
}

/// The report could not be set, with what the typesetter says.
fn unset(reason: impl Into<String>) -> Error {
    Error::Report(reason.into())
}

#[cfg(test)]
mod sample;
