//! Words and marks that must, or must not, stand beside a match.

use crate::extract::lexicon::{Lexicon, WordId};
use crate::extract::token::{Kind, Token};

/// Tokens beside a match.
#[derive(Debug, Default)]
pub(super) struct Neighbours {
    /// One bit for each word of the lexicon.
    words: Vec<u64>,
    marks: Vec<char>,
    /// Marks without white space between.
    glued: Vec<char>,
    /// Any number.
    number: bool,
}

impl Neighbours {
    /// Reads a list of the file: words, marks, `~-` for a mark without white space, `#` a number.
    pub fn new(list: &[String], lexicon: &mut Lexicon) -> Neighbours {
        let mut out = Neighbours::default();
        for text in list {
            let mut chars = text.chars();
            match (chars.next(), chars.next()) {
                (Some('#'), None) => out.number = true,
                (Some('~'), Some(c)) => out.glued.push(c),
                (Some(c), None) if !c.is_alphabetic() => out.marks.push(c),
                _ => out.add(lexicon.intern(&text.to_lowercase())),
            }
        }
        out
    }

    fn add(&mut self, word: WordId) {
        let (at, bit) = (word.index() / 64, word.index() % 64);
        if self.words.len() <= at {
            self.words.resize(at + 1, 0);
        }
        self.words[at] |= 1 << bit;
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.marks.is_empty() && self.glued.is_empty() && !self.number
    }

    /// Whether a token is one of them; `glued`, if no white space stands between it and the match.
    pub fn have(&self, token: &Token, glued: bool) -> bool {
        match token.kind() {
            Kind::Number { .. } => self.number,
            Kind::Mark(c) => self.marks.contains(&c) || glued && self.glued.contains(&c),
            Kind::Word { word, .. } => word.is_some_and(|word| {
                let bits = self.words.get(word.index() / 64);
                bits.is_some_and(|bits| bits >> (word.index() % 64) & 1 != 0)
            }),
        }
    }
}
