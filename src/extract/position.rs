//! Lines and columns of a document, found without reading it again from its beginning.

use super::oddity::At;
use crate::model::Document;

/// The lines of a document's file.
#[derive(Debug)]
pub(super) struct Positions<'a> {
    document: &'a Document,
    /// The line ends of a plain text; a marked file has its own.
    line_ends: Vec<u32>,
}

impl<'a> Positions<'a> {
    pub fn new(document: &'a Document) -> Positions<'a> {
        let line_ends = match document.markup {
            Some(_) => Vec::new(),
            None => memchr::memchr_iter(b'\n', document.text.as_bytes())
                .map(|at| at as u32)
                .collect(),
        };
        Positions {
            document,
            line_ends,
        }
    }

    /// Where in the file a byte of the text stands.
    pub fn at(&self, byte: usize) -> At<'a> {
        let path = &self.document.path;
        if let Some(markup) = &self.document.markup {
            let byte = markup.in_file(&(byte..byte + 1)).start;
            return At {
                path,
                line: markup.file.line_of(byte),
                column: markup.file.column_of(byte),
            };
        }
        let line = self.line_ends.partition_point(|end| (*end as usize) < byte);
        let start = match line.checked_sub(1) {
            Some(before) => self.line_ends[before] as usize + 1,
            None => 0,
        };
        let before = self.document.text.get(start..byte).unwrap_or("");
        At {
            path,
            line: line as u32 + 1,
            column: before.chars().count() + 1,
        }
    }
}
