//! Pages, set by typst: as PDF, and as the source itself with its data.
//!
//! The template is the same for both; no text of a document is ever part of it. For the PDF the
//! data is a file beside it, in the source it is a string of JSON.

mod data;
mod fonts;
mod glyphs;
mod pdf;
mod world;

pub use fonts::Fonts;

use super::book::{Book, doubts};
use super::names::Names;
use super::{Chronology, letters, unset};
use crate::diagnostic::Diagnostic;
use crate::error::Result;
use serde_json::Value;
use std::collections::BTreeSet;
use typst_layout::PagedDocument;
use world::Desk;

/// The layout, in reading order.
const TEMPLATE: &str = concat!(
    include_str!("page.typ"),
    include_str!("front.typ"),
    include_str!("entries.typ"),
    include_str!("court.typ"),
    include_str!("delays.typ"),
    include_str!("back.typ"),
    include_str!("order.typ"),
);

/// A book with its pictures, every letter of which can be printed.
struct Printable {
    data: Value,
    pictures: Vec<String>,
    /// Letters that could not be printed.
    notes: Vec<Diagnostic>,
}

impl Printable {
    fn new(chronology: &Chronology<'_>, mut book: Book, fonts: &Fonts) -> Result<Printable> {
        let has = |c: char| fonts.have(c);
        let mut missing = BTreeSet::new();
        let pictures = chronology.figures.iter();
        let pictures: Vec<String> = pictures
            .map(|f| glyphs::picture(&f.svg, &has, &mut missing))
            .collect();
        let mut data = data::value(&book, fonts)?;
        missing.extend(glyphs::clean(&mut data, &has));
        let notes = letters::notes(chronology, &missing);
        if !notes.is_empty() && chronology.layout.evaluates() {
            // The book says itself which letters it could not print.
            let mut all = chronology.diagnostics.to_vec();
            all.extend(notes.iter().cloned());
            let names = Names::of(chronology.sources, chronology.layout.full_paths);
            book.doubts = doubts(&all, &names);
            data = data::value(&book, fonts)?;
            glyphs::clean(&mut data, &has);
        }
        Ok(Printable {
            data,
            pictures,
            notes,
        })
    }
}

/// The pages as PDF.
pub fn pdf(
    chronology: &Chronology<'_>,
    book: Book,
    fonts: &Fonts,
) -> Result<(Vec<u8>, Vec<Diagnostic>)> {
    let printable = Printable::new(chronology, book, fonts)?;
    let json = serde_json::to_vec(&printable.data).map_err(|e| unset(e.to_string()))?;
    let mut files = vec![("data.json".to_owned(), json)];
    for (i, svg) in printable.pictures.into_iter().enumerate() {
        files.push((format!("figure-{i}.svg"), svg.into_bytes()));
    }
    let main = format!(
        "#let d = json(\"data.json\")\n#let picture(i) = \"figure-\" + str(i) + \".svg\"\n{TEMPLATE}"
    );
    let document = set(main, files, fonts)?;
    let (bytes, note) = pdf::export(&document, chronology)?;
    let mut notes = printable.notes;
    notes.extend(note);
    Ok((bytes, notes))
}

/// The source of the pages, with its data and pictures inside: `typst compile` makes the pages.
pub fn source(
    chronology: &Chronology<'_>,
    book: Book,
    fonts: &Fonts,
) -> Result<(Vec<u8>, Vec<Diagnostic>)> {
    let printable = Printable::new(chronology, book, fonts)?;
    let json = serde_json::to_string_pretty(&printable.data).map_err(|e| unset(e.to_string()))?;
    let mut out = String::from(
        "// A printed chronology: typst compile --font-path DIR FILE.typ. Without the fonts named in\n\
         // the data, typst takes others. The data is JSON in a string, and stays text.\n",
    );
    out.push_str("#let d = json(bytes(");
    literal(&json, &mut out);
    out.push_str("))\n#let pictures = (\n");
    for svg in &printable.pictures {
        literal(svg, &mut out);
        out.push_str(",\n");
    }
    out.push_str(")\n#let picture(i) = bytes(pictures.at(i))\n");
    out.push_str(TEMPLATE);
    Ok((out.into_bytes(), printable.notes))
}

/// A string of typst. Line ends may stand in it; nothing else but quotes and backslashes has a
/// meaning there.
fn literal(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push('\n'),
            c if c.is_control() => out.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}

fn set(main: String, files: Vec<(String, Vec<u8>)>, fonts: &Fonts) -> Result<PagedDocument> {
    let desk = Desk::new(main, files, fonts)?;
    let document = typst::compile::<PagedDocument>(&desk).output;
    // What typst remembers from one document is of no use to the next.
    typst::comemo::evict(0);
    document.map_err(|e| unset(pdf::first(&e)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;
    use crate::report::sample::{self, Parts};
    use crate::report::{Figure, Format, GroupBy, Layout, Variant};

    fn write(chronology: &Chronology<'_>) -> Result<(Vec<u8>, Vec<Diagnostic>)> {
        crate::report::write(chronology, Format::Pdf, &Fonts::bundled())
    }

    #[test]
    fn the_same_chronology_gives_the_same_bytes() {
        let parts = Parts::of_cable();
        let chronology = parts.chronology("Cable 3523");
        let (bytes, notes) = write(&chronology).unwrap();
        assert!(bytes.starts_with(b"%PDF"));
        assert_eq!(notes, []);
        assert_eq!(write(&chronology).unwrap().0, bytes);
    }

    #[test]
    fn whatever_a_document_contains_is_printed_as_text() {
        let mut parts = Parts::of_cable();
        parts.events[0].label =
            "#[*] <script> $x$ \\ @a \u{202e}مرحبا\u{0} 中 \u{e000} Ελλάς".into();
        parts.events[1].label = "x".repeat(10_000);
        parts.events[2].place = Some("A place with a very long name, in a far country".into());
        let (bytes, notes) = write(&parts.chronology("#[*] `raw` <tag>")).unwrap();
        assert!(bytes.starts_with(b"%PDF"));
        let text: Vec<&str> = notes.iter().map(|n| n.message.as_str()).collect();
        assert!(text.iter().any(|t| t.contains("U+4E2D")), "{text:?}");
        assert_eq!(notes.len(), 3, "{text:?}");
    }

    #[test]
    fn one_undated_event_is_printed_and_a_broken_picture_is_an_error() {
        let mut parts = Parts::of_cable();
        parts.events = sample::mixed().split_off(16);
        parts.pairs.clear();
        let (bytes, notes) = write(&parts.chronology("")).unwrap();
        assert!(bytes.starts_with(b"%PDF"));
        assert_eq!(notes, []);
        parts.figures = vec![Figure {
            svg: "<svg".to_owned(),
            ..Figure::default()
        }];
        let error = write(&parts.chronology("")).unwrap_err();
        assert!(matches!(error, Error::Report(_)), "{error}");
    }

    #[test]
    fn every_variant_and_grouping_is_set_to_the_standard() {
        let mut parts = Parts::of_cable();
        parts.events = sample::mixed();
        let layouts = [
            (Variant::Court, None),
            (Variant::Court, Some(GroupBy::Place)),
            (Variant::Incident, Some(GroupBy::Week)),
            (Variant::History, Some(GroupBy::Month)),
        ];
        for (variant, group_by) in layouts {
            let chronology = Chronology {
                layout: Layout {
                    variant,
                    group_by,
                    ..Layout::default()
                },
                ..parts.chronology("Variants")
            };
            let (bytes, notes) = write(&chronology).unwrap();
            assert!(bytes.starts_with(b"%PDF"));
            assert_eq!(notes, [], "{variant:?} {group_by:?}");
        }
    }

    #[test]
    fn the_source_compiles_by_itself_and_holds_hostile_text_as_text() {
        let mut parts = Parts::of_year();
        parts.events.truncate(6);
        parts.pairs.clear();
        parts.events[0].label = "\"#[*] \\u{41} \\\" + panic() <script> \u{202e}\u{0}\r".into();
        let chronology = parts.chronology("\" #panic()");
        let fonts = Fonts::bundled();
        let (bytes, _) = crate::report::write(&chronology, Format::Typst, &fonts).unwrap();
        let main = String::from_utf8(bytes).unwrap();
        let document = set(main.clone(), Vec::new(), &fonts).unwrap();
        let (pdf, note) = pdf::export(&document, &chronology).unwrap();
        assert!(pdf.starts_with(b"%PDF") && note.is_none());
        assert!(!main.contains('\u{202e}') && !main.contains('\u{0}'));
    }

    /// Writes the samples to a folder named by `ANNALS_PAGES`, for eyes.
    #[test]
    #[ignore = "writes files to look at"]
    fn pages_to_look_at() {
        let folder = std::env::var("ANNALS_PAGES").unwrap();
        let mut odd = Parts::of_cable();
        odd.events[0].label = "#[*] <script> $x$ \\ @a \u{202e}مرحبا\u{0} 中 \u{e000} Ελλάς".into();
        odd.events[1].label = "x".repeat(10_000);
        odd.events[2].place = Some("A place with a very long name, in a far country".into());
        let mut mixed = Parts::of_cable();
        mixed.events = sample::mixed();
        let all = [
            ("mixed", mixed, "A chronicle of doubtful hours"),
            (
                "cable",
                Parts::of_cable(),
                "Cable 3523, Sochi to Moscow, 4 November 1945",
            ),
            (
                "year",
                Parts::of_year(),
                "Telegrams from Chungking to Washington, 1943",
            ),
            ("odd", odd, "Odd #[*] <title>"),
        ];
        for (name, parts, title) in all {
            let begun = std::time::Instant::now();
            let (bytes, notes) = write(&parts.chronology(title)).unwrap();
            println!(
                "{name}: {} bytes, {:?}, {notes:?}",
                bytes.len(),
                begun.elapsed()
            );
            std::fs::write(format!("{folder}/{name}.pdf"), bytes).unwrap();
        }
    }
}
