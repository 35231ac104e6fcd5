//! What a file holds once its bytes are read: a text, or a table.

/// A text with a name, as its file gives it. Offsets of events are bytes of `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The document's own identifier, or the file name without ending. Never a path.
    pub id: String,
    /// The file's name, with as many folders as make it unique: the `source` column.
    pub source: String,
    /// The file as typed or found, for messages.
    pub path: String,
    /// The text, exactly as in the file.
    pub text: String,
}

impl Document {
    /// The line, from 1, in which a byte stands.
    pub fn line_of(&self, byte: usize) -> u32 {
        let upto = &self.text.as_bytes()[..byte.min(self.text.len())];
        upto.iter().filter(|b| **b == b'\n').count() as u32 + 1
    }

    /// The column, from 1, in characters, at which a byte stands.
    pub fn column_of(&self, byte: usize) -> usize {
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
