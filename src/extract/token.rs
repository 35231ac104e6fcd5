//! Text to tokens: words, numbers and marks, each with its bytes. Linear in the text.

use super::lexicon::{Lexicon, WordId};
use super::sort::Sort;

/// A word, a number or a mark.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// First byte after.
    pub end: u32,
    /// What it is.
    pub kind: Kind,
    /// No white space stands before it.
    pub glued: bool,
    /// Line ends in the white space before it, counted to two.
    pub breaks: u8,
    /// Which patterns it can be in.
    pub sort: Sort,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Digits: their value (saturated) and how many there are.
    Number {
        /// The value; `u32::MAX` if it is larger.
        value: u32,
        /// Number of digits, saturated.
        digits: u8,
    },
    /// Letters: the lexicon's word if it has one, and whether the first is a capital.
    Word {
        /// The word of the lexicon.
        word: Option<WordId>,
        /// Whether it begins with a capital.
        capital: bool,
    },
    /// Any other character.
    Mark(char),
}

impl Token {
    /// Whether this token is the mark `c`.
    pub fn is_mark(&self, c: char) -> bool {
        self.kind == Kind::Mark(c)
    }

    /// The bytes of the token.
    pub fn text<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start as usize..self.end as usize]
    }
}

/// Cuts a text into tokens. `at most 4 GiB` is the reader's business: offsets are 32 bits.
pub fn tokens(text: &str, lexicon: &Lexicon) -> Vec<Token> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(text.len() / 5);
    let (mut at, mut glued, mut breaks) = (0, false, 0u8);
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        let kind = match byte {
            b'\n' => {
                breaks = (breaks + 1).min(2);
                glued = false;
                at += 1;
                continue;
            }
            b' ' | b'\t' | b'\r' | 0x0b | 0x0c => {
                glued = false;
                at += 1;
                continue;
            }
            b'0'..=b'9' => {
                let mut value = 0u32;
                while let Some(digit) = bytes.get(at).filter(|b| b.is_ascii_digit()) {
                    value = value
                        .saturating_mul(10)
                        .saturating_add(u32::from(digit - b'0'));
                    at += 1;
                }
                let digits = u8::try_from(at - start).unwrap_or(u8::MAX);
                Kind::Number { value, digits }
            }
            b'a'..=b'z' | b'A'..=b'Z' => {
                let rest = &bytes[at..];
                at += (rest.iter())
                    .position(|b| !LETTER[usize::from(*b)])
                    .unwrap_or(rest.len());
                if bytes.get(at).is_some_and(|b| *b >= 0x80) {
                    at = word_end(text, at);
                }
                Kind::Word {
                    word: lexicon.word(&text[start..at]),
                    capital: byte.is_ascii_uppercase(),
                }
            }
            0..0x80 => {
                at += 1;
                Kind::Mark(byte as char)
            }
            _ => {
                let c = text[at..].chars().next().unwrap_or('\u{FFFD}');
                if c.is_whitespace() {
                    glued = false;
                    at += c.len_utf8();
                    continue;
                }
                if c.is_alphabetic() && !matches!(c, 'º' | 'ª') {
                    at = word_end(text, at);
                    Kind::Word {
                        word: lexicon.word(&text[start..at]),
                        capital: c.is_uppercase(),
                    }
                } else {
                    at += c.len_utf8();
                    Kind::Mark(c)
                }
            }
        };
        out.push(Token {
            start: start as u32,
            end: at as u32,
            kind,
            glued: glued && start > 0,
            breaks,
            sort: lexicon.sort(kind),
        });
        (glued, breaks) = (true, 0);
    }
    out
}

/// Which bytes are ASCII letters.
const LETTER: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = (byte as u8).is_ascii_alphabetic();
        byte += 1;
    }
    table
};

/// Where a word ends.
fn word_end(text: &str, start: usize) -> usize {
    let is_letter = |c: char| c.is_alphabetic() && !matches!(c, 'º' | 'ª');
    let rest = &text[start..];
    rest.find(|c| !is_letter(c))
        .map_or(text.len(), |n| start + n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_keep_bytes_glue_and_line_ends() {
        let lexicon = Lexicon::english();
        let text = "at 0245\n\n4th Nov.\u{a0}№ 7";
        let found: Vec<(&str, bool, u8)> = tokens(text, lexicon)
            .iter()
            .map(|t| (t.text(text), t.glued, t.breaks))
            .collect();
        assert_eq!(
            found,
            [
                ("at", false, 0),
                ("0245", false, 0),
                ("4", false, 2),
                ("th", true, 0),
                ("Nov", false, 0),
                (".", true, 0),
                ("№", false, 0),
                ("7", false, 0),
            ]
        );
    }
}
