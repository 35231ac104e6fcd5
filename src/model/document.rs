//! What a file holds once its bytes are read: a text, or a table.

use super::{CivilDate, Markup};
use std::borrow::Cow;
use std::ops::Range;

/// A text with a name, as its file gives it. Offsets of events are bytes of `text`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The document's own identifier, or the file name without ending. Never a path.
    pub id: String,
    /// The file's name, with as many folders as make it unique: the `source` column.
    pub source: String,
    /// The file as typed or found, for messages.
    pub path: String,
    /// The text, exactly as in the file; of a marked file, without its tags.
    pub text: String,
    /// The day the document was made, where its file says so: weak evidence, which anchors news
    /// and letters and never fills a year in narrative.
    pub written: Option<CivilDate>,
    /// What the markup says; `None` for plain text.
    pub markup: Option<Box<Markup>>,
}

impl Document {
    /// The bytes of the file that hold some bytes of the text.
    pub fn in_file(&self, text: &Range<usize>) -> Range<usize> {
        match &self.markup {
            Some(markup) => markup.in_file(text),
            None => text.clone(),
        }
    }

    /// Some bytes of the text as a reader sees them: of a marked file, blanks collapsed.
    pub fn words(&self, text: &Range<usize>) -> Cow<'_, str> {
        let words = self.text.get(text.clone()).unwrap_or("");
        match self.markup {
            Some(_) => Cow::Owned(words.split_whitespace().collect::<Vec<_>>().join(" ")),
            None => Cow::Borrowed(words),
        }
    }

    /// The line of the file, from 1, in which a byte of the text stands.
    pub fn line_of(&self, byte: usize) -> u32 {
        if let Some(markup) = &self.markup {
            return markup.file.line_of(markup.in_file(&(byte..byte + 1)).start);
        }
        let upto = &self.text.as_bytes()[..byte.min(self.text.len())];
        memchr::memchr_iter(b'\n', upto).count() as u32 + 1
    }

    /// The column, from 1, in characters, at which a byte of the text stands.
    pub fn column_of(&self, byte: usize) -> usize {
        if let Some(markup) = &self.markup {
            return markup
                .file
                .column_of(markup.in_file(&(byte..byte + 1)).start);
        }
        let upto = self.text.get(..byte).unwrap_or(&self.text);
        let start = upto.rfind('\n').map_or(0, |i| i + 1);
        upto[start..].chars().count() + 1
    }
}

/// A table of dated rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Identifier of the table as a document.
    pub id: String,
    /// The file's name, with as many folders as make it unique: the `source` column.
    pub source: String,
    /// The file as typed or found, for messages.
    pub path: String,
    /// The headers as written.
    pub headers: Vec<String>,
    /// The rows in the order of the file.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line of the file, from 1, on which the row begins.
    pub line: u32,
    /// One cell per header; short rows are filled with empty cells.
    pub cells: Vec<Cell>,
}

/// A cell of a row: its text, and the bytes of the file where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The text, quotes taken off.
    pub text: String,
    /// First byte of the cell in the file, quotes left out; 0 where the format has no bytes to show.
    pub byte_start: u64,
    /// First byte after it.
    pub byte_end: u64,
}
