//! Lines and columns of a document.

use super::oddity::At;
use crate::model::Document;

/// The places of a document's words in its file.
#[derive(Debug)]
pub(super) struct Positions<'a> {
    document: &'a Document,
}

impl<'a> Positions<'a> {
    pub fn new(document: &'a Document) -> Positions<'a> {
        Positions { document }
    }

    /// Where in the file a byte of the text stands.
    pub fn at(&self, byte: usize) -> At<'a> {
        At {
            path: &self.document.path,
            line: self.document.line_of(byte),
            column: self.document.column_of(byte),
        }
    }
}
