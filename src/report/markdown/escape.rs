//! Text that Markdown takes for text.

use crate::report::plain;

/// A text on one line, in which nothing has a meaning to Markdown, also where a line begins.
pub fn text(text: &str) -> String {
    let out = inline(text);
    // What would begin a list or a rule begins none.
    match out.trim_start().starts_with(['-', '+', '=']) {
        true => format!("\\{}", out.trim_start()),
        false => numbered(&out),
    }
}

/// The same within a line.
pub fn inline(text: &str) -> String {
    let line = plain::line(text);
    let mut out = String::with_capacity(line.len() + 8);
    let mut rest = line.as_str();
    while let Some(c) = rest.chars().next() {
        // Bare addresses would become links.
        let begins_address = |what: &str| {
            let head = rest.get(..what.len());
            head.is_some_and(|h| h.eq_ignore_ascii_case(what))
        };
        if matches!(
            c,
            '\\' | '`'
                | '*'
                | '_'
                | '['
                | ']'
                | '<'
                | '>'
                | '#'
                | '|'
                | '~'
                | '&'
                | '$'
                | '^'
                | '@'
        ) {
            out.push('\\');
            out.push(c);
            rest = &rest[1..];
        } else if begins_address("://") {
            out.push_str("\\://");
            rest = &rest[3..];
        } else if begins_address("www.") {
            out.push_str(&rest[..3]);
            out.push_str("\\.");
            rest = &rest[4..];
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

/// `1. x` would begin a list.
fn numbered(text: &str) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match text.get(digits..digits + 1) {
        Some(mark @ ("." | ")")) if digits > 0 => {
            format!("{}\\{mark}{}", &text[..digits], &text[digits + 1..])
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn marks_are_escaped_and_addresses_broken() {
        assert_eq!(text("*a* `b` <c>"), "\\*a\\* \\`b\\` \\<c\\>");
        assert_eq!(
            text("see http://x.org and www.x.org"),
            "see http\\://x.org and www\\.x.org"
        );
        assert_eq!(text("- a"), "\\- a");
        assert_eq!(text("12. a"), "12\\. a");
        assert_eq!(text("01:20"), "01:20");
    }

    proptest! {
        /// Without its backslashes the text is what was shown, whatever it was.
        #[test]
        fn nothing_is_lost(given in ".{0,60}") {
            let escaped = text(&given);
            let mut back = String::new();
            let mut chars = escaped.chars();
            while let Some(c) = chars.next() {
                back.push(if c == '\\' { chars.next().unwrap() } else { c });
            }
            let shown = plain::line(&given);
            prop_assert_eq!(back.trim_start(), shown.trim_start());
        }
    }
}
