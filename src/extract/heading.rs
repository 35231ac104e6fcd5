//! Headings: short lines of their own that end in no sentence.

use super::token::Token;
use std::ops::Range;

/// Most tokens that a heading has.
const LONGEST: usize = 14;

/// The headings of a text, found while it is read from its beginning.
#[derive(Debug, Default)]
pub(super) struct Headings {
    /// The next token to be looked at.
    at: usize,
    /// The last heading.
    last: Range<usize>,
}

impl Headings {
    /// The years that the heading above token `to` says, given those of the one before it: a new
    /// heading says none until a date is found in it.
    pub(super) fn above(
        &mut self,
        tokens: &[Token],
        to: usize,
        said: Option<(i32, i32)>,
    ) -> Option<(i32, i32)> {
        let mut said = said;
        while self.at <= to {
            let first = self.at;
            self.at += 1;
            if first > 0 && tokens[first].breaks() == 0 {
                continue;
            }
            let line = &tokens[first..(first + LONGEST + 1).min(tokens.len())];
            let ends = line.iter().skip(1).position(|t| t.breaks() > 1);
            let Some(length) = ends.map(|e| e + 1) else {
                continue;
            };
            let whole = line[..length].iter().skip(1).all(|t| t.breaks() == 0);
            let sentence = line[length - 1].is_mark('.');
            if whole && !sentence && tokens[first].breaks() > 1 {
                self.last = first..first + length;
                said = None;
            }
        }
        said
    }

    /// Whether an expression stands in the last heading.
    pub(super) fn holds(&self, tokens: &Range<usize>) -> bool {
        self.last.contains(&tokens.start)
    }
}
