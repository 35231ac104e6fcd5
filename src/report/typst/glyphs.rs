//! Letters that can be printed: a font must have them, and a line must be able to end.

use crate::report::plain::{Shown, combining, shown};
use serde_json::Value;
use std::collections::BTreeSet;

/// How many characters may stand together without a place to break the line.
const UNBROKEN: usize = 40;

/// And how many further ones, once the line is broken within a word.
const FURTHER: usize = 8;

/// Fields that must stay in one piece: checksums are compared, the head is no text of the page.
const WHOLE: [&str; 4] = ["checksum", "head_title", "head_author", "fonts"];

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
            let whole = WHOLE.contains(&name.as_str());
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
        let c = match shown(c) {
            Shown::Nothing | Shown::Joiner => continue,
            Shown::Blank => ' ',
            Shown::Letter if has(c) => c,
            Shown::Letter | Shown::Unprintable => {
                missing.insert(c);
                '\u{fffd}'
            }
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
                run = unbroken.saturating_sub(FURTHER) + 1;
            }
        }
        out.push(c);
    }
    out
}

/// A picture in which U+FFFD stands for the letters that no font has.
pub fn picture(svg: &str, has: &dyn Fn(char) -> bool, missing: &mut BTreeSet<char>) -> String {
    let printable = |c: char| match (c.is_ascii() || has(c), shown(c)) {
        (true, _) => Some(c),
        (false, Shown::Nothing | Shown::Joiner) => None,
        (false, _) => {
            missing.insert(c);
            Some('\u{fffd}')
        }
    };
    svg.chars().filter_map(printable).collect()
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

    #[test]
    fn a_picture_loses_the_letters_that_no_font_has() {
        let mut missing = BTreeSet::new();
        let svg = picture(
            "<text>\u{2066}é中</text>",
            &|c| !matches!(c, '中' | '\u{2066}'),
            &mut missing,
        );
        assert_eq!(svg, "<text>é\u{fffd}</text>");
        assert_eq!(missing.into_iter().collect::<Vec<_>>(), ['中']);
    }
}
