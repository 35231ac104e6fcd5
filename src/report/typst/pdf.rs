//! From a set document to the bytes of a PDF.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::error::Result;
use crate::model::zone::DATABASE_VERSION;
use crate::report::{Chronology, unset};
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

/// The PDF in the strictest standard that this text allows, and a note if it is not the first.
pub fn export(
    document: &PagedDocument,
    chronology: &Chronology<'_>,
) -> Result<(Vec<u8>, Option<Diagnostic>)> {
    let mut reason = String::new();
    for (standards, met) in STANDARDS {
        let standards = PdfStandards::new(standards).map_err(|e| unset(e.message().to_string()))?;
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
                    Diagnostic::new(Severity::Note, Code::StandardMissed, title, message)
                });
                return Ok((bytes, note));
            }
            Err(errors) if reason.is_empty() => reason = first(&errors),
            Err(_) => {}
        }
    }
    Err(unset(reason))
}

/// PDF/A asks for a date, and no document may depend on the day on which it is made: the first
/// day of the year of the time zone database, on which every offset in it depends.
fn fixed_date() -> Option<Timestamp> {
    let year = DATABASE_VERSION.get(..4).and_then(|y| y.parse().ok());
    let day = Datetime::from_ymd_hms(year.unwrap_or(1970), 1, 1, 0, 0, 0)?;
    Some(Timestamp::new_utc(day))
}

/// The first thing that typst has to say.
pub fn first(errors: &[SourceDiagnostic]) -> String {
    errors
        .first()
        .map_or_else(|| "no reason given".to_owned(), |e| e.message.to_string())
}
