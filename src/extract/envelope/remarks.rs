//! What is odd about an envelope, as diagnostics with their places.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::extract::complete::{Completed, Problem};
use crate::extract::oddity;
use crate::extract::position::Positions;
use crate::model::{Calendar, CivilDate, Document};
use std::ops::Range;

/// The end of the message on a weekday that fits the Julian calendar.
pub(super) const OLD_STYLE_FITS: &str = "; taken for Old Style, the weekday fits";

/// Gathers diagnostics on one document.
pub(super) struct Remarks<'a> {
    document: &'a Document,
    positions: Positions<'a>,
    pub list: Vec<Diagnostic>,
}

impl<'a> Remarks<'a> {
    pub fn new(document: &'a Document) -> Remarks<'a> {
        Remarks {
            document,
            positions: Positions::new(document),
            list: Vec::new(),
        }
    }

    pub fn at(&self, byte: usize) -> oddity::At<'a> {
        self.positions.at(byte)
    }

    pub fn add(&mut self, byte: usize, severity: Severity, code: Code, message: String) {
        let found = self.at(byte).diagnostic(severity, code, message);
        self.list.push(found);
    }

    /// A reading that gives no date.
    pub fn problem(&mut self, bytes: &Range<usize>, problem: &Problem) {
        let (code, message) = oddity::problem(problem, &self.document.words(bytes));
        self.add(bytes.start, Severity::Warning, code, message);
    }

    /// What is odd about a reading that gives one.
    pub fn completed(&mut self, bytes: &Range<usize>, done: &Completed) {
        if let Some((written, real)) = done.weekday_mismatch {
            let julian = done.span.begin.and_then(|b| {
                let date = b.date();
                Calendar::Julian.date(date.year(), date.month(), date.day())
            });
            let style = match julian.map(CivilDate::weekday) == Some(written) {
                true => OLD_STYLE_FITS,
                false => "",
            };
            let message = format!("the text says {written}, but that date was a {real}{style}");
            self.add(
                bytes.start,
                Severity::Warning,
                Code::WeekdayMismatch,
                message,
            );
        }
    }

    /// A year that is not in the words of a dateline.
    pub fn year_assumed(&mut self, bytes: &Range<usize>, year: i32) {
        let message = format!(
            "`{}` has no year; took {year} from the documents around it",
            oddity::one_line(&self.document.words(bytes))
        );
        self.add(bytes.start, Severity::Note, Code::YearAssumed, message);
    }

    /// A century that nothing says.
    pub fn century_assumed(&mut self, bytes: &Range<usize>, year: i32) {
        let message = format!(
            "`{}` has two figures of its year and no date nearby gives the century; took {year}",
            oddity::one_line(&self.document.words(bytes))
        );
        let found = self
            .at(bytes.start)
            .diagnostic(Severity::Note, Code::YearAssumed, message)
            .hint("pass `--reference-date` with a day of the right century");
        self.list.push(found);
    }

    /// Words of the document on one line.
    pub fn words(&self, bytes: &Range<usize>) -> String {
        oddity::one_line(&self.document.words(bytes))
    }

    /// A name that no gazetteer has.
    pub fn unknown_place(&mut self, byte: usize, name: &str) {
        let message = format!("the place `{name}` is in no table, so its clock is not known");
        let found = self
            .at(byte)
            .diagnostic(Severity::Warning, Code::PlaceUnknown, message)
            .hint("pass `--assume-zone ZONE` to name the clock");
        self.list.push(found);
    }

    /// Words that a scanner read wrongly.
    pub fn misread(&mut self, bytes: &Range<usize>) {
        let words = self.document.words(bytes);
        if let Some((wrong, right)) = oddity::scanning_error(&words) {
            let message = format!(
                "`{}` has `{wrong}`, a scanning error for `{right}`; read so",
                oddity::one_line(&words)
            );
            self.add(bytes.start, Severity::Note, Code::ScanningError, message);
        }
    }
}
