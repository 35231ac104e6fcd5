//! Text to tokens: words, numbers and marks, each with its bytes. Linear in the text.

use super::lexicon::{Lexicon, WordId};
use super::sort::Sort;
use std::ops::Range;

/// A word, a number or a mark, in twelve bytes: a text has millions.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    start: u32,
    /// The value of a number, the word of the lexicon, or the mark.
    what: u32,
    length: u16,
    sort: Sort,
    flags: u8,
}

/// The flags of a token: what it is in two bits, then whether it is glued, its line ends in two
/// bits, and whether it begins with a capital.
mod flag {
    pub const UNKNOWN: u8 = 0;
    pub const WORD: u8 = 1;
    pub const NUMBER: u8 = 2;
    pub const MARK: u8 = 3;
    pub const GLUED: u8 = 4;
    pub const BREAKS: u8 = 3;
    pub const CAPITAL: u8 = 32;
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
    fn new(bytes: Range<usize>, kind: Kind, glued: bool, breaks: u8, sort: Sort) -> Token {
        let (what, is) = match kind {
            Kind::Word { word: None, .. } => (0, flag::UNKNOWN),
            Kind::Word {
                word: Some(word), ..
            } => (word.index() as u32, flag::WORD),
            Kind::Number { value, .. } => (value, flag::NUMBER),
            Kind::Mark(c) => (c as u32, flag::MARK),
        };
        let capital = matches!(kind, Kind::Word { capital: true, .. });
        let flags = is
            | if glued { flag::GLUED } else { 0 }
            | breaks << flag::BREAKS
            | if capital { flag::CAPITAL } else { 0 };
        Token {
            start: bytes.start as u32,
            what,
            length: bytes.len() as u16,
            sort,
            flags,
        }
    }

    /// What it is.
    #[inline]
    pub fn kind(&self) -> Kind {
        match (self.flags & 3, self.number()) {
            (_, Some((value, digits))) => Kind::Number { value, digits },
            (flag::MARK, _) => Kind::Mark(char::from_u32(self.what).unwrap_or('\u{FFFD}')),
            _ => Kind::Word {
                word: self.word(),
                capital: self.capital(),
            },
        }
    }

    /// First byte.
    #[inline]
    pub fn start(&self) -> usize {
        self.start as usize
    }

    /// First byte after.
    #[inline]
    pub fn end(&self) -> usize {
        self.start as usize + usize::from(self.length)
    }

    /// No white space stands before it.
    #[inline]
    pub fn glued(&self) -> bool {
        self.flags & flag::GLUED != 0
    }

    /// Line ends in the white space before it, counted to two.
    #[inline]
    pub fn breaks(&self) -> u8 {
        self.flags >> flag::BREAKS & 3
    }

    /// Which patterns it can be in.
    #[inline]
    pub fn sort(&self) -> Sort {
        self.sort
    }

    /// Whether it is made of letters.
    #[inline]
    pub fn is_word(&self) -> bool {
        self.flags & 3 <= flag::WORD
    }

    /// Whether it is a word that begins with a capital.
    #[inline]
    pub fn capital(&self) -> bool {
        self.flags & flag::CAPITAL != 0
    }

    /// The value of a number, `u32::MAX` if it is larger, and how many digits it has, saturated.
    #[inline]
    pub fn number(&self) -> Option<(u32, u8)> {
        let digits = u8::try_from(self.length).unwrap_or(u8::MAX);
        (self.flags & 3 == flag::NUMBER).then_some((self.what, digits))
    }

    /// The word of the lexicon that it is.
    #[inline]
    pub fn word(&self) -> Option<WordId> {
        (self.flags & 3 == flag::WORD).then(|| WordId::new(self.what as usize))
    }

    /// Whether this token is the mark `c`.
    #[inline]
    pub fn is_mark(&self, c: char) -> bool {
        self.flags & 3 == flag::MARK && self.what == c as u32
    }

    /// The bytes of the token.
    pub fn text<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start()..self.end()]
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
        glued &= start > 0;
        if at - start > LONGEST {
            let long = start..at;
            cut(text, long, glued, breaks, lexicon, &mut out);
        } else {
            let sort = lexicon.sort(kind);
            out.push(Token::new(start..at, kind, glued, breaks, sort));
        }
        (glued, breaks) = (true, 0);
    }
    out
}

/// The longest token, in bytes.
const LONGEST: usize = u16::MAX as usize;

/// Digits or letters without end say nothing: tokens of no value, for as long as they last.
#[cold]
fn cut(
    text: &str,
    long: Range<usize>,
    glued: bool,
    breaks: u8,
    lexicon: &Lexicon,
    out: &mut Vec<Token>,
) {
    let number = text.as_bytes()[long.start].is_ascii_digit();
    let (mut at, mut glued, mut breaks) = (long.start, glued, breaks);
    while at < long.end {
        let mut end = (at + LONGEST).min(long.end);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let kind = match number {
            true => Kind::Number {
                value: u32::MAX,
                digits: u8::MAX,
            },
            false => Kind::Word {
                word: None,
                capital: false,
            },
        };
        out.push(Token::new(at..end, kind, glued, breaks, lexicon.sort(kind)));
        (at, glued, breaks) = (end, true, 0);
    }
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
    fn what_has_no_end_is_cut_and_says_nothing() {
        let lexicon = Lexicon::english();
        let text = format!("{} {}", "1945".repeat(30_000), "é".repeat(40_000));
        let found = tokens(&text, lexicon);
        assert_eq!(found.len(), 4);
        let covered: usize = found.iter().map(|t| t.text(&text).len()).sum();
        assert_eq!(covered, text.len() - 1);
        let no_value = |t: &Token| match t.kind() {
            Kind::Number { value, .. } => value == u32::MAX,
            kind => matches!(kind, Kind::Word { word: None, .. }),
        };
        assert!(found.iter().all(no_value));
    }

    #[test]
    fn tokens_keep_bytes_glue_and_line_ends() {
        let lexicon = Lexicon::english();
        let text = "at 0245\n\n4th Nov.\u{a0}№ 7";
        let found: Vec<(&str, bool, u8)> = tokens(text, lexicon)
            .iter()
            .map(|t| (t.text(text), t.glued(), t.breaks()))
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
