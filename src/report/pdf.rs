//! From the book to the bytes of a PDF.

use super::Chronology;
use super::glyphs;
use super::sections::{book, figure_file};
use super::world::{Desk, FONTS};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::error::{Error, Result};
use crate::model::zone::DATABASE_VERSION;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// The standards in the order of preference, with what is said when only that one is met.
const STANDARDS: [(&[PdfStandard], &str); 3] = [
    (&[PdfStandard::A_2a, PdfStandard::Ua_1], ""),
    (&[PdfStandard::Ua_1], "PDF/UA-1 but not PDF/A-2a"),
    (&[], "a tagged PDF but neither PDF/A-2a nor PDF/UA-1"),
];

/// Sets and writes a chronology.
pub fn write(chronology: &Chronology<'_>) -> Result<(Vec<u8>, Vec<Diagnostic>)> {
    let mut book = book(chronology)?;
    let mut notes = Vec::new();
    let mut data = value(&book)?;
    let missing = glyphs::clean(&mut data, &|c| FONTS.have(c));
    if !missing.is_empty() {
        // The book says itself which letters it could not print.
        notes = glyphs::notes(chronology, &missing);
        let mut all = chronology.diagnostics.to_vec();
        all.extend(notes.iter().cloned());
        book.doubts = super::doubts::doubts(&all);
        data = value(&book)?;
        glyphs::clean(&mut data, &|c| FONTS.have(c));
    }
    let json = serde_json::to_vec(&data).map_err(|e| Error::Report(e.to_string()))?;
    let mut files = vec![("data.json".to_owned(), json)];
    for (i, figure) in chronology.figures.iter().enumerate() {
        files.push((figure_file(i), figure.svg.clone().into_bytes()));
    }
    let desk = Desk::new(files)?;
    let document = typst::compile::<PagedDocument>(&desk).output;
    // What typst remembers from one document is of no use to the next.
    typst::comemo::evict(0);
    let document = document.map_err(|e| Error::Report(first(&e)))?;
    let (bytes, note) = export(&document, chronology)?;
    notes.extend(note);
    Ok((bytes, notes))
}

fn value(book: &super::sections::Book) -> Result<serde_json::Value> {
    serde_json::to_value(book).map_err(|e| Error::Report(e.to_string()))
}

/// The PDF in the strictest standard that this text allows, and a note if it is not the first.
fn export(
    document: &PagedDocument,
    chronology: &Chronology<'_>,
) -> Result<(Vec<u8>, Option<Diagnostic>)> {
    let mut reason = String::new();
    for (standards, met) in STANDARDS {
        let standards =
            PdfStandards::new(standards).map_err(|e| Error::Report(e.message().to_string()))?;
        let options = PdfOptions {
            ident: Smart::Auto,
            creator: Smart::Custom(Some(format!("annals {}", chronology.version))),
            timestamp: fixed_date(),
            standards,
            ..PdfOptions::default()
        };
        match typst_pdf::pdf(document, &options) {
            Ok(bytes) => {
                let note = (!met.is_empty()).then(|| {
                    let message = format!("the document is {met}: {reason}");
                    let title = chronology.title;
                    Diagnostic::new(Severity::Note, Code::OutOfRange, title, message)
                });
                return Ok((bytes, note));
            }
            Err(errors) if reason.is_empty() => reason = first(&errors),
            Err(_) => {}
        }
    }
    Err(Error::Report(reason))
}

/// PDF/A asks for a date, and no document may depend on the day on which it is made: the first
/// day of the year of the time zone database, on which every offset in it depends.
fn fixed_date() -> Option<Timestamp> {
    let year = DATABASE_VERSION.get(..4).and_then(|y| y.parse().ok());
    let day = Datetime::from_ymd_hms(year.unwrap_or(1970), 1, 1, 0, 0, 0)?;
    Some(Timestamp::new_utc(day))
}

/// The first thing that typst has to say.
fn first(errors: &[SourceDiagnostic]) -> String {
    errors
        .first()
        .map_or_else(|| "no reason given".to_owned(), |e| e.message.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{self, Parts};

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
        parts.figures = vec![crate::report::Figure {
            svg: "<svg".to_owned(),
            ..crate::report::Figure::default()
        }];
        let error = write(&parts.chronology("")).unwrap_err();
        assert!(matches!(error, Error::Report(_)), "{error}");
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
