//! What the markup of a document adds to its text: roles of its parts, the editors' dates, and
//! where each character stands in the file.

use super::{Calendar, LineIndex};
use std::ops::Range;
use std::sync::Arc;

/// The markup of a document that is cut from a marked file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markup {
    /// The parts, in the order of the text.
    pub parts: Vec<Part>,
    /// Title of the volume or file that holds the document.
    pub title: Arc<str>,
    /// Identifier of the volume or file.
    pub volume: Arc<str>,
    /// Archive reference.
    pub citation: Option<String>,
    /// The bounds that the editors give for the whole document.
    pub bounds: Option<(String, String)>,
    /// Runs of the text and their bytes in the file, in order.
    pub runs: Vec<Run>,
    /// The file.
    pub file: Arc<MarkedFile>,
    /// The tags mark no part: the words are read as those of a plain text.
    pub running: bool,
}

/// A part of a text with a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What the part is.
    pub role: Role,
    /// Its bytes in the text.
    pub text: Range<usize>,
    /// The editors' date, kept apart from the words.
    pub editor: Option<EditorDate>,
    /// 0 is the document itself; its enclosures count from 1.
    pub enclosure: u32,
}

/// What a part of a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Place and date of writing, and notes of receipt.
    Dateline,
    /// The words of a date within a dateline.
    Date,
    /// The name of a place within a dateline.
    Place,
    /// The heading.
    Head,
    /// The name of the sender.
    Sender,
    /// The name of the addressee.
    Recipient,
    /// Opening or closing lines outside the dateline.
    Rim,
}

/// The date that editors give in attributes (`@when`, `@from` …), as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EditorDate {
    /// The date itself.
    pub when: Option<String>,
    /// It lasted from …
    pub from: Option<String>,
    /// … to.
    pub to: Option<String>,
    /// A moment not before …
    pub not_before: Option<String>,
    /// … and not after.
    pub not_after: Option<String>,
    /// The calendar of the words; the attributes are Gregorian whatever it is.
    pub calendar: Option<Calendar>,
}

/// A run of text that stands in the file byte for byte, or a resolved reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// First byte in the text.
    pub text: u32,
    /// First byte in the file.
    pub file: u32,
    /// Bytes in the file; those of the text differ in a resolved reference alone.
    pub length: u32,
}

/// A file and the beginnings of its lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MarkedFile {
    text: String,
    lines: LineIndex,
}

impl MarkedFile {
    /// A file with this text.
    pub fn new(text: String) -> MarkedFile {
        let lines = LineIndex::default();
        MarkedFile { text, lines }
    }

    /// The text of the file.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The line, from 1, in which a byte stands.
    pub fn line_of(&self, byte: usize) -> u32 {
        self.lines.line_of(&self.text, byte)
    }

    /// The column, from 1, in characters, at which a byte stands.
    pub fn column_of(&self, byte: usize) -> usize {
        self.lines.column_of(&self.text, byte)
    }
}

impl Markup {
    /// The bytes of the file that hold some bytes of the text, from its first to its last.
    pub fn in_file(&self, text: &Range<usize>) -> Range<usize> {
        let run = |byte: usize| {
            let after = self.runs.partition_point(|r| r.text as usize <= byte);
            after.checked_sub(1).map(|i| self.runs[i])
        };
        let Some(first) = run(text.start) else {
            return 0..0;
        };
        let (from, length) = (first.file as usize, first.length as usize);
        let start = from + (text.start - first.text as usize).min(length);
        if text.end <= text.start {
            return start..start;
        }
        let last = run(text.end - 1).unwrap_or(first);
        let (from, length) = (last.file as usize, last.length as usize);
        let is_reference = self.file.text.as_bytes().get(from) == Some(&b'&');
        let end = match is_reference {
            true => from + length,
            false => from + (text.end - last.text as usize).min(length),
        };
        start..end
    }

    /// The parts of a role, in order.
    pub fn of(&self, role: Role) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(move |p| p.role == role)
    }
}

impl EditorDate {
    /// Whether no attribute was given.
    pub fn is_empty(&self) -> bool {
        let dates = [
            &self.when,
            &self.from,
            &self.to,
            &self.not_before,
            &self.not_after,
        ];
        dates.into_iter().all(Option::is_none)
    }
}
