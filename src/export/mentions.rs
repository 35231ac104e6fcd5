//! Time expressions as NDJSON, JSON and CSV.

use crate::model::{Document, Mention, MentionRow};
use std::io::{self, Write};

/// The row of a mention; its bytes are those of the file, tags and all.
fn row<'a>(document: &'a Document, mention: &'a Mention) -> MentionRow<'a> {
    let mut row = mention.row(&document.id);
    if document.markup.is_some() {
        let bytes = document.in_file(&(mention.byte_start..mention.byte_end));
        (row.byte_start, row.byte_end) = (bytes.start, bytes.end);
    }
    row
}

/// Writes mentions as a JSON object per line, as they come.
///
/// # Errors
/// What the writer refuses.
pub fn mentions_ndjson(
    document: &Document,
    found: impl Iterator<Item = Mention>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut line = Vec::new();
    for mention in found {
        line.clear();
        serde_json::to_writer(&mut line, &row(document, &mention))?;
        line.push(b'\n');
        out.write_all(&line)?;
    }
    Ok(())
}

/// Writes mentions as rows of CSV, after RFC 4180, without the header.
///
/// # Errors
/// What the writer refuses.
pub fn mentions_csv(
    document: &Document,
    found: impl Iterator<Item = Mention>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new()
        .has_headers(false)
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    for mention in found {
        writer.serialize(row(document, &mention))?;
    }
    writer.flush()
}

/// The header of [`mentions_csv`].
pub const MENTIONS_HEADER: &str = "doc,start,end,byte_start,byte_end,text,type,value,mod,edtf,\
                                   zone,calendar,earliest,latest,rule,evidence\r\n";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{MentionOptions, mentions};

    #[test]
    fn the_header_names_the_keys_of_the_rows_in_their_order() {
        let document = Document {
            id: "d".into(),
            text: "On 4 May 1945, \"at last\".".into(),
            ..Document::default()
        };
        let found = mentions(&document.text, None, &MentionOptions::default());
        let (mut json, mut csv) = (Vec::new(), Vec::new());
        mentions_ndjson(&document, found.iter().cloned(), &mut json).unwrap();
        let keys: Vec<String> = String::from_utf8(json)
            .unwrap()
            .split("\",\"")
            .flat_map(|part| part.split(",\""))
            .filter_map(|part| part.split_once("\":"))
            .map(|(key, _)| key.trim_start_matches(['{', '"']).to_owned())
            .collect();
        assert_eq!(keys.join(","), MENTIONS_HEADER.trim_end());
        mentions_csv(&document, found.into_iter(), &mut csv).unwrap();
        let csv = String::from_utf8(csv).unwrap();
        assert!(csv.starts_with("d,3,13,3,13,4 May 1945,DATE,1945-05-04,,1945-05-04,"));
    }
}
