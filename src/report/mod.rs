//! The printed chronology: events and delays to a document that one can cite.
//!
//! [`Chronology`] is what is known; [`sections`] puts it into words, order and numbers, without
//! a page in sight; the typst template lays the words out and `pdf` writes the file.

mod clock;
mod delays;
mod doubts;
mod entry;
mod front;
mod glyphs;
mod index;
mod pdf;
pub mod sections;
mod shelf;
mod world;

use crate::diagnostic::Diagnostic;
use crate::error::Result;
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
}

/// A file that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Its name, as it is printed.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// Its checksum with the name of the method: `sha256 9f86d0…`.
    pub checksum: String,
}

/// The chronology as a PDF: tagged, PDF/A-2a and PDF/UA-1 where the text allows it.
///
/// The same chronology gives the same bytes, on every machine and on any day. The diagnostics
/// name letters that no font has, which are printed as U+FFFD, and a standard that was missed.
///
/// # Errors
/// A chronology without events; a figure that is no SVG.
pub fn pdf(chronology: &Chronology<'_>) -> Result<(Vec<u8>, Vec<Diagnostic>)> {
    pdf::write(chronology)
}

#[cfg(test)]
mod sample;
