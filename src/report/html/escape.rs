//! Text that HTML takes for text.

use crate::report::plain;

/// A text on one line, for the contents of an element or a quoted attribute.
pub fn text(text: &str) -> String {
    let line = plain::line(text);
    let mut out = String::with_capacity(line.len() + 8);
    for c in line.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// A text of a document, set apart: whatever direction it is written in, it does not turn the words
/// around it.
pub fn foreign(words: &str) -> String {
    match words.is_ascii() {
        true => text(words),
        false => format!("<bdi>{}</bdi>", text(words)),
    }
}

/// Base64, for the hash of a script.
pub fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let at = |i: usize| u32::from(three.get(i).copied().unwrap_or(0));
        let group = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            let digit = (group >> (18 - 6 * place)) as usize & 63;
            let c = if place <= three.len() {
                DIGITS[digit]
            } else {
                b'='
            };
            out.push(char::from(c));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn base64_of_rfc_4648() {
        let given = ["", "f", "fo", "foo", "foob", "fooba", "foobar"];
        let wanted = [
            "", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy",
        ];
        for (given, wanted) in given.iter().zip(wanted) {
            assert_eq!(base64(given.as_bytes()), wanted);
        }
    }

    proptest! {
        /// No text can open an element, close an attribute or begin an entity of its own.
        #[test]
        fn text_has_no_markup(given in ".{0,80}") {
            let safe = text(&given);
            prop_assert!(!safe.contains(['<', '>', '"', '\'']));
            let back = safe
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
            prop_assert_eq!(back, plain::line(&given));
        }
    }
}
