//! The words of a predicate, each with its place.

use crate::error::{Error, Result};
use std::ops::Range;

/// A word of a predicate.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub kind: Kind,
    pub bytes: Range<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// A bare word: a key word or a column.
    Word(String),
    /// A column in double quotes.
    Name(String),
    /// A text in single quotes.
    Text(String),
    /// A number, as written.
    Number(String),
    /// An operator, a bracket or a comma.
    Sign(&'static str),
    /// After the last word.
    End,
}

const SIGNS: [&str; 17] = [
    "<>", "!=", "<=", ">=", "==", "||", "::", "=", "<", ">", "(", ")", ",", "+", "-", "*", "/",
];

/// Cuts a predicate into words.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let start = at;
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let kind = if first == '\'' || first == '"' {
            let (inner, end) = quoted(text, at, first)?;
            at = end;
            match first {
                '\'' => Kind::Text(inner),
                _ => Kind::Name(inner),
            }
        } else if first.is_ascii_digit() {
            let number = |c: char| c.is_ascii_digit() || c == '.';
            at += length(&text[at..], number);
            Kind::Number(text[start..at].to_owned())
        } else if first.is_alphabetic() || first == '_' {
            at += length(&text[at..], |c| c.is_alphanumeric() || c == '_');
            Kind::Word(text[start..at].to_owned())
        } else if let Some(sign) = SIGNS.iter().find(|s| text[at..].starts_with(**s)) {
            at += sign.len();
            Kind::Sign(sign)
        } else {
            return Err(Error::in_question(
                format!("`{first}` has no meaning here"),
                text,
                at..at + first.len_utf8(),
                "write a predicate such as `place = 'Moscow' AND line > 3`",
            ));
        };
        out.push(Token {
            kind,
            bytes: start..at,
        });
    }
    out.push(Token {
        kind: Kind::End,
        bytes: text.len()..text.len(),
    });
    Ok(out)
}

fn length(text: &str, fits: impl Fn(char) -> bool) -> usize {
    text.find(|c| !fits(c)).unwrap_or(text.len())
}

/// What stands between quotes; a doubled quote stands for itself.
fn quoted(text: &str, start: usize, quote: char) -> Result<(String, usize)> {
    let mut inner = String::new();
    let mut chars = text[start + 1..].char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c != quote {
            inner.push(c);
        } else if chars.peek().is_some_and(|(_, next)| *next == quote) {
            chars.next();
            inner.push(quote);
        } else {
            return Ok((inner, start + 1 + at + 1));
        }
    }
    Err(Error::in_question(
        format!("the quote {quote} is never closed"),
        text,
        start..start + 1,
        "texts stand in single quotes; write a quote in a text twice: 'the King''s letter'",
    ))
}
