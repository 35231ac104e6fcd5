//! Words of a question, with their place in it.

use crate::error::Error;
use std::ops::Range;

/// A part of what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words<'a> {
    whole: &'a str,
    from: usize,
    to: usize,
}

impl<'a> Words<'a> {
    /// All that was typed.
    pub fn new(whole: &'a str) -> Words<'a> {
        Words {
            whole,
            from: 0,
            to: whole.len(),
        }
        .trimmed()
    }

    /// The words.
    pub fn text(self) -> &'a str {
        &self.whole[self.from..self.to]
    }

    /// A part of them, without blanks around it.
    pub fn part(self, range: Range<usize>) -> Words<'a> {
        Words {
            from: self.from + range.start,
            to: self.from + range.end,
            ..self
        }
        .trimmed()
    }

    /// What follows some first bytes.
    pub fn after(self, bytes: usize) -> Words<'a> {
        self.part(bytes..self.to - self.from)
    }

    /// The same with another word at the beginning taken off, whatever its case; `None` if it
    /// begins otherwise.
    pub fn without(self, word: &str) -> Option<Words<'a>> {
        let head = self.text().get(..word.len())?;
        let rest = self.text().get(word.len()..)?;
        let ends = rest.is_empty() || rest.starts_with(char::is_whitespace);
        (head.eq_ignore_ascii_case(word) && ends).then(|| self.after(word.len()))
    }

    /// The first word, and what follows it.
    pub fn first(self) -> (&'a str, Words<'a>) {
        let text = self.text();
        let end = text.find(char::is_whitespace).unwrap_or(text.len());
        (&text[..end], self.after(end))
    }

    /// An error about a part of these words, which shows the question and marks the part.
    pub fn refused(
        self,
        bytes: Range<usize>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Error {
        let range = self.from + bytes.start..self.from + bytes.end;
        Error::in_question(message, self.whole, range, hint)
    }

    /// An error about all of these words.
    pub fn wrong(self, message: impl Into<String>, hint: impl Into<String>) -> Error {
        self.refused(0..self.to - self.from, message, hint)
    }

    fn trimmed(self) -> Words<'a> {
        let text = self.text();
        let from = self.from + (text.len() - text.trim_start().len());
        Words {
            from,
            to: from + text.trim().len(),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_keep_their_place() {
        let words = Words::new("  the week of  4 November ");
        let rest = words.without("the").and_then(|w| w.without("week"));
        let day = rest.and_then(|w| w.without("OF")).unwrap();
        assert_eq!(day.text(), "4 November");
        let error = day.wrong("no year", "");
        assert!(
            error.to_string().ends_with("\n                 ^^^^^^^^^^"),
            "{error}"
        );
        assert_eq!(words.without("them"), None);
    }
}
