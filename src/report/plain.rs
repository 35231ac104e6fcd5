//! What of a document's text can be shown, in any format.

/// What a character is in print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// A letter or mark that can stand as it is.
    Letter,
    /// A blank: spaces, tabs, line ends.
    Blank,
    /// Nothing: it would only steer the direction of writing, and reverse the words of others.
    Nothing,
    /// Nothing by itself, but it shapes the letters beside it.
    Joiner,
    /// A control character or one without a meaning: U+FFFD stands for it.
    Unprintable,
}

/// What a character is in print.
pub fn shown(c: char) -> Shown {
    match c {
        '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' => Shown::Joiner,
        '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}' => Shown::Nothing,
        '\u{a0}' | '\u{202f}' => Shown::Letter,
        c if c.is_whitespace() => Shown::Blank,
        c if c.is_control() || private(c) => Shown::Unprintable,
        _ => Shown::Letter,
    }
}

/// Private use areas and non-characters: PDF/A admits none, and nobody knows what they mean.
fn private(c: char) -> bool {
    let n = u32::from(c);
    matches!(n, 0xe000..=0xf8ff | 0xf0000..) || matches!(n & 0xffff, 0xfffe | 0xffff)
}

/// A text on one line, as it can be shown: blanks are one space, direction marks are gone, U+FFFD
/// stands for what cannot be printed.
pub fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match shown(c) {
            Shown::Nothing => {}
            Shown::Blank if out.ends_with(' ') => {}
            Shown::Blank => out.push(' '),
            Shown::Unprintable => out.push('\u{fffd}'),
            Shown::Letter | Shown::Joiner => out.push(c),
        }
    }
    out
}

/// Common combining marks, which belong to the letter before them.
pub fn combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_and_what_steers_or_cannot_be_shown_does_not() {
        assert_eq!(line("#[*] <script>"), "#[*] <script>");
        assert_eq!(line("a\u{202e}b\r\n\tc\u{0}\u{1b}"), "ab c\u{fffd}\u{fffd}");
        assert_eq!(line("می\u{200c}خواهم"), "می\u{200c}خواهم");
        assert_eq!(line("\u{e000}\u{ffff}"), "\u{fffd}\u{fffd}");
    }
}
