//! TimeML: a text with its time expressions marked by inline `<TIMEX3>`.

use crate::model::Mention;
use std::fmt::Write;

/// Writes a text with each mention as a `TIMEX3` element.
///
/// The text is escaped as XML. Mentions are in the order of the text; one that overlaps an
/// earlier one is left out.
///
/// ```
/// use annals::extract::{MentionOptions, mentions};
/// use annals::notation::timex::timeml;
/// let text = "Signed on 4 May 1943 & sealed.";
/// let found = mentions(text, None, &MentionOptions::default());
/// assert_eq!(
///     timeml(text, &found),
///     "Signed on <TIMEX3 tid=\"t1\" type=\"DATE\" value=\"1943-05-04\">4 May 1943</TIMEX3> &amp; sealed."
/// );
/// ```
pub fn timeml(text: &str, mentions: &[Mention]) -> String {
    let mut out = String::with_capacity(text.len() + mentions.len() * 64);
    let mut at = 0;
    for (number, mention) in mentions.iter().enumerate() {
        let before = text.get(at..mention.byte_start);
        let words = text.get(mention.byte_start..mention.byte_end);
        let (Some(before), Some(words)) = (before, words) else {
            continue;
        };
        escape(before, &mut out);
        // Writing to a string cannot fail.
        let _ = write!(
            out,
            "<TIMEX3 tid=\"t{}\" type=\"{}\" value=\"",
            number + 1,
            mention.kind.name()
        );
        escape(&mention.value, &mut out);
        out.push('"');
        if let Some(modifier) = mention.modifier {
            let _ = write!(out, " mod=\"{modifier}\"");
        }
        out.push('>');
        escape(words, &mut out);
        out.push_str("</TIMEX3>");
        at = mention.byte_end;
    }
    escape(text.get(at..).unwrap_or_default(), &mut out);
    out
}

/// Writes a whole TimeML document, as TempEval-3 has it: its name, the day it was made, and its
/// text with inline `<TIMEX3>`.
///
/// ```
/// use annals::notation::timex::document;
/// let out = document("diary", "1945-11-04", "Rain.", &[]);
/// assert!(out.contains("<DOCID>diary</DOCID>"));
/// assert!(out.ends_with("<TEXT>Rain.</TEXT>\n</TimeML>\n"));
/// ```
pub fn document(id: &str, written: &str, text: &str, mentions: &[Mention]) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TimeML>\n<DOCID>");
    escape(id, &mut out);
    out.push_str("</DOCID>\n");
    if !written.is_empty() {
        out.push_str("<DCT><TIMEX3 tid=\"t0\" type=\"DATE\" value=\"");
        escape(written, &mut out);
        out.push_str("\" functionInDocument=\"CREATION_TIME\">");
        escape(written, &mut out);
        out.push_str("</TIMEX3></DCT>\n");
    }
    out.push_str("<TEXT>");
    out.push_str(&timeml(text, mentions));
    out.push_str("</TEXT>\n</TimeML>\n");
    out
}

/// Text as XML; characters that XML does not know become the replacement character.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' | ' '.. => out.push(c),
            _ => out.push('\u{FFFD}'),
        }
    }
}
