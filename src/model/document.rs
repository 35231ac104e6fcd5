//! What a file holds once its bytes are read: a text, or a table.

use super::{CivilDate, LineIndex, Markup, Origin};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

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
    /// Where its bytes stand in the file, if that is not UTF-8.
    pub origin: Option<Arc<Origin>>,
    /// The line of the file on which the text begins, counted from 0.
    pub line: u32,
    /// Where its lines end, found when first needed.
    pub lines: LineIndex,
}

impl Document {
    /// The bytes of the file that hold some bytes of the text.
    pub fn in_file(&self, text: &Range<usize>) -> Range<usize> {
        let bytes = match &self.markup {
            Some(markup) => markup.in_file(text),
            None => text.clone(),
        };
        match &self.origin {
            Some(origin) => {
                let at = |byte: usize| origin.in_file(byte as u64) as usize;
                at(bytes.start)..at(bytes.end)
            }
            None => bytes,
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
        self.lines.line_of(&self.text, byte) + self.line
    }

    /// The column, from 1, in characters, at which a byte of the text stands.
    pub fn column_of(&self, byte: usize) -> usize {
        if let Some(markup) = &self.markup {
            return markup
                .file
                .column_of(markup.in_file(&(byte..byte + 1)).start);
        }
        self.lines.column_of(&self.text, byte)
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

impl Table {
    /// Gives the first column of a name another one.
    pub fn rename(&mut self, from: &str, to: &str) {
        if let Some(header) = self.headers.iter_mut().find(|h| *h == from) {
            to.clone_into(header);
        }
    }

    /// Adds a column, and gives its place.
    pub fn add(&mut self, header: &str, cell: impl Fn(&Row) -> Cell) -> usize {
        let width = self.headers.len();
        for row in &mut self.rows {
            let new = cell(row);
            row.cells.resize(width, Cell::default());
            row.cells.push(new);
        }
        self.headers.push(header.to_owned());
        width
    }

    /// Keeps the rows whose cell of a column is wanted; all of them if there is no such column.
    pub fn retain_rows(&mut self, header: &str, wanted: impl Fn(&str) -> bool) {
        let Some(at) = self.headers.iter().position(|h| h == header) else {
            return;
        };
        self.rows
            .retain(|row| row.cells.get(at).is_none_or(|c| wanted(c.text.trim())));
    }
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line of the file, from 1, on which the row begins.
    pub line: u32,
    /// Cells in the order of the headers; those that a short row lacks are empty.
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
