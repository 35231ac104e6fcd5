//! Plain text.

use super::{Input, shown};
use crate::model::Document;

/// A text as a document.
pub(super) fn document(input: &Input, text: String) -> Document {
    Document {
        id: input.id.clone(),
        source: input.source.clone(),
        path: shown(&input.path),
        text,
        ..Document::default()
    }
}
