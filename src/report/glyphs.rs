//! Letters that can be printed: what a document contains stays text, whatever it contains.

use super::Chronology;
use crate::diagnostic::{Code, Diagnostic, Severity};
use serde_json::Value;
use std::collections::BTreeSet;

/// How many characters may stand together without a place to break the line.
const UNBROKEN: usize = 40;

/// Makes every string of the data printable, and returns the characters that could not be.
///
/// `has` says whether a font has a glyph. Line ends and tabs become spaces; marks that only
/// steer the writing direction are dropped, as they would reverse the words of others; control
/// characters, private ones and those without a glyph become U+FFFD.
pub fn clean(data: &mut Value, has: &dyn Fn(char) -> bool) -> BTreeSet<char> {
    let mut missing = BTreeSet::new();
    walk(data, has, UNBROKEN, &mut missing);
    missing
}

fn walk(
    data: &mut Value,
    has: &dyn Fn(char) -> bool,
    unbroken: usize,
    missing: &mut BTreeSet<char>,
) {
    match data {
        Value::String(text) => *text = printable(text, has, unbroken, missing),
        Value::Array(items) => items
            .iter_mut()
            .for_each(|v| walk(v, has, unbroken, missing)),
        Value::Object(fields) => fields.iter_mut().for_each(|(name, v)| {
            // A checksum must stay in one piece, to be copied and compared.
            let whole = matches!(name.as_str(), "checksum" | "head_title" | "head_author");
            walk(v, has, if whole { usize::MAX } else { unbroken }, missing);
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn printable(
    text: &str,
    has: &dyn Fn(char) -> bool,
    unbroken: usize,
    missing: &mut BTreeSet<char>,
) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = 0;
    for c in text.chars() {
        let c = match c {
            _ if invisible(c) => continue,
            c if c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}' => ' ',
            c if c.is_control() || private(c) || !has(c) => {
                missing.insert(c);
                '\u{fffd}'
            }
            c => c,
        };
        if c == ' ' {
            run = 0;
            if out.ends_with(' ') {
                continue;
            }
        } else {
            run += 1;
            // A place to break: without it a line of ten thousand letters would leave the page.
            if run > unbroken && !combining(c) {
                out.push('\u{200b}');
                run = 1;
            }
        }
        out.push(c);
    }
    out
}

/// Marks without a shape of their own: directions, joins, byte order marks, variation selectors.
fn invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Private use areas and non-characters: PDF/A admits none.
fn private(c: char) -> bool {
    let n = u32::from(c);
    matches!(n, 0xe000..=0xf8ff | 0xf0000..) || matches!(n & 0xffff, 0xfffe | 0xffff)
}

/// Common combining marks, which belong to the letter before them.
fn combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}')
}

/// A note for each character that is printed as U+FFFD, at the first event that has it.
pub fn notes(chronology: &Chronology<'_>, missing: &BTreeSet<char>) -> Vec<Diagnostic> {
    let note = |c: &char| {
        let code = u32::from(*c);
        let message = match c.is_control() {
            true => format!("the control character U+{code:04X} is printed as U+FFFD"),
            false => format!("no font has U+{code:04X} `{c}`, which is printed as U+FFFD"),
        };
        let holder = chronology.events.iter().find(|e| {
            let names = [
                &e.place,
                &e.sender,
                &e.recipient,
                &e.citation,
                &e.pinpoint,
                &e.note,
            ];
            let texts = [&e.label, &e.provenance.as_written, &e.message_id];
            let all = names.into_iter().flatten().chain(texts);
            all.into_iter().any(|t| t.contains(*c))
        });
        let (source, line) = holder.map_or((chronology.title, 0), |e| {
            (e.provenance.source.as_str(), e.provenance.line)
        });
        Diagnostic::new(Severity::Note, Code::OutOfRange, source, message).at(line, 0)
    };
    missing.iter().map(note).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(text: &str) -> (String, usize) {
        let mut missing = BTreeSet::new();
        let out = printable(text, &|c| c != '中', UNBROKEN, &mut missing);
        (out, missing.len())
    }

    #[test]
    fn markup_stays_and_what_cannot_be_printed_is_counted() {
        assert_eq!(cleaned("#[*] <script>"), ("#[*] <script>".into(), 0));
        assert_eq!(cleaned("a\u{202e}b\r\n\tc"), ("ab c".into(), 0));
        assert_eq!(
            cleaned("a\u{0}中\u{e000}"),
            ("a\u{fffd}\u{fffd}\u{fffd}".into(), 3)
        );
    }

    #[test]
    fn a_long_run_can_be_broken() {
        let (out, _) = cleaned(&"x".repeat(10_000));
        assert!(out.split('\u{200b}').all(|part| part.len() <= UNBROKEN));
    }
}
