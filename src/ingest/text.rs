//! Plain text.

use super::{Input, shown};
use crate::error::{Error, Result};
use crate::model::Document;
use std::path::Path;

/// The text of some bytes, a byte-order mark kept so that offsets stay those of the file.
///
/// # Errors
/// Bytes that are no UTF-8 text, with the place of the first wrong one.
pub(super) fn decode(bytes: Vec<u8>, path: &Path) -> Result<String> {
    if bytes.len() >= u32::MAX as usize {
        return Err(Error::Format {
            path: path.to_owned(),
            message: "it is larger than 4 GiB".into(),
            hint: "split it into documents".into(),
        });
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..valid]
            .iter()
            .filter(|b| **b == b'\n')
            .count();
        Error::Format {
            path: path.to_owned(),
            message: format!("it is no UTF-8 text (line {}, byte {valid})", line + 1),
            hint: "convert it first, for example with `iconv -f WINDOWS-1252 -t UTF-8`".into(),
        }
    })?;
    if let Some(at) = text.find('\0') {
        return Err(Error::Format {
            path: path.to_owned(),
            message: format!("it is no text (a NUL at byte {at})"),
            hint: "annals reads texts, tables and its own Parquet files".into(),
        });
    }
    Ok(text)
}

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
