//! From words to a tree: the part of SQL's predicates whose meaning is the same everywhere.

use super::token::{Kind, Token, tokens};
use super::tree::{Call, Compare, Node, Operand, Value};
use crate::error::{Error, Result};
use std::ops::Range;

/// Nested brackets and NOTs beyond this are refused, so that no question exhausts the stack.
const DEEPEST: usize = 64;

/// Reads a predicate.
pub(super) fn parse(text: &str) -> Result<Node> {
    let mut parser = Parser {
        text,
        tokens: tokens(text)?,
        at: 0,
        depth: 0,
    };
    let node = parser.any()?;
    match parser.peek() {
        Kind::End => Ok(node),
        _ => Err(parser.refused_here(
            "the predicate should end here",
            "join two conditions with AND or OR",
        )),
    }
}

/// More conditions in a row, or values in a list, are refused.
const MOST: usize = 10_000;

/// Conditions joined two by two, so that the tree of many is not deep.
fn balanced(mut list: Vec<Node>, join: fn(Box<Node>, Box<Node>) -> Node) -> Node {
    if list.len() > 1 {
        let second = list.split_off(list.len() / 2);
        return join(
            Box::new(balanced(list, join)),
            Box::new(balanced(second, join)),
        );
    }
    // A list has one condition at least; an empty one would hold for nothing.
    list.pop().unwrap_or(Node::Constant(false))
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> &Kind {
        &self.tokens[self.at].kind
    }

    fn here(&self) -> Range<usize> {
        self.tokens[self.at].bytes.clone()
    }

    fn step(&mut self) {
        self.at = (self.at + 1).min(self.tokens.len() - 1);
    }

    fn is_word(&self, word: &str) -> bool {
        matches!(self.peek(), Kind::Word(w) if w.eq_ignore_ascii_case(word))
    }

    fn word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        if found {
            self.step();
        }
        found
    }

    fn sign(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Kind::Sign(s) if *s == sign);
        if found {
            self.step();
        }
        found
    }

    fn refused(&self, bytes: Range<usize>, message: impl Into<String>, hint: &str) -> Error {
        Error::in_question(message, self.text, bytes, hint)
    }

    fn refused_here(&self, message: impl Into<String>, hint: &str) -> Error {
        self.refused(self.here(), message, hint)
    }

    fn expect(&mut self, sign: &str) -> Result<()> {
        match self.sign(sign) {
            true => Ok(()),
            false => Err(self.refused_here(format!("`{sign}` is missing here"), "")),
        }
    }

    fn any(&mut self) -> Result<Node> {
        let mut out = vec![self.all()?];
        while self.word("or") {
            out.push(self.all()?);
            self.not_too_many(out.len())?;
        }
        Ok(balanced(out, Node::Or))
    }

    fn all(&mut self) -> Result<Node> {
        let mut out = vec![self.one()?];
        while self.word("and") {
            out.push(self.one()?);
            self.not_too_many(out.len())?;
        }
        Ok(balanced(out, Node::And))
    }

    fn not_too_many(&self, conditions: usize) -> Result<()> {
        match conditions > MOST {
            true => Err(self.refused_here(
                format!("there are more than {MOST} conditions or values here"),
                "filter the answer with another program",
            )),
            false => Ok(()),
        }
    }

    fn one(&mut self) -> Result<Node> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(
                self.refused_here("the predicate is nested too deeply", "use fewer brackets")
            );
        }
        let node = if self.word("not") {
            Node::Not(Box::new(self.one()?))
        } else if self.sign("(") {
            let inner = self.any()?;
            self.expect(")")?;
            inner
        } else {
            self.condition()?
        };
        self.depth -= 1;
        Ok(node)
    }

    fn condition(&mut self) -> Result<Node> {
        if let Kind::Word(word) = self.peek()
            && ["true", "false"].contains(&word.to_lowercase().as_str())
        {
            let value = word.eq_ignore_ascii_case("true");
            self.step();
            return Ok(Node::Constant(value));
        }
        let left = self.operand()?;
        if self.word("is") {
            let not = self.word("not");
            if self.word("distinct") {
                if !self.word("from") {
                    return Err(
                        self.refused_here("`FROM` is missing here", "write `IS DISTINCT FROM`")
                    );
                }
                return Ok(Node::Distinct(left, self.operand()?, !not));
            }
            if !self.word("null") {
                return Err(
                    self.refused_here("`NULL` is missing here", "write `IS NULL` or `IS NOT NULL`")
                );
            }
            return Ok(Node::IsNull(left, !not));
        }
        let not = self.word("not");
        let node = if self.word("between") {
            let low = self.operand()?;
            if !self.word("and") {
                return Err(
                    self.refused_here("`AND` is missing here", "write `BETWEEN low AND high`")
                );
            }
            let high = self.operand()?;
            Node::And(
                Box::new(Node::Compare(left.clone(), Compare::AtLeast, low)),
                Box::new(Node::Compare(left, Compare::AtMost, high)),
            )
        } else if self.word("in") {
            self.listed(left)?
        } else if self.is_word("like") || self.is_word("ilike") {
            let case = self.word("like");
            if !case {
                self.step();
            }
            let at = self.here();
            let Kind::Text(pattern) = self.peek().clone() else {
                return Err(self.refused(at, "a pattern in single quotes is missing here", ""));
            };
            self.step();
            if self.is_word("escape") {
                return Err(self.refused_here(
                    "ESCAPE is not offered",
                    "use `--text` with a regular expression",
                ));
            }
            Node::Like(left, pattern, case)
        } else if not {
            return Err(self.refused_here("BETWEEN, IN or LIKE is missing after NOT", ""));
        } else {
            self.compared(left)?
        };
        Ok(match not {
            true => Node::Not(Box::new(node)),
            false => node,
        })
    }

    fn listed(&mut self, left: Operand) -> Result<Node> {
        self.expect("(")?;
        if self.is_word("select") {
            return Err(self.refused_here(
                "a query inside a predicate is not offered",
                "list the values",
            ));
        }
        let mut out = Vec::new();
        loop {
            let one = self.operand()?;
            out.push(Node::Compare(left.clone(), Compare::Equal, one));
            self.not_too_many(out.len())?;
            if !self.sign(",") {
                break;
            }
        }
        self.expect(")")?;
        Ok(balanced(out, Node::Or))
    }

    fn compared(&mut self, left: Operand) -> Result<Node> {
        let compare = match self.peek() {
            Kind::Sign("=" | "==") => Compare::Equal,
            Kind::Sign("<>" | "!=") => Compare::NotEqual,
            Kind::Sign("<") => Compare::Less,
            Kind::Sign("<=") => Compare::AtMost,
            Kind::Sign(">") => Compare::More,
            Kind::Sign(">=") => Compare::AtLeast,
            Kind::Sign(sign @ ("+" | "-" | "*" | "/" | "||" | "::")) => {
                let message = format!("`{sign}` is not offered: engines differ in its results");
                return Err(self.refused_here(message, "compare a column with a value"));
            }
            _ => {
                let hint = "compare with =, <>, <, <=, >, >=, BETWEEN, IN, LIKE or IS NULL";
                return Err(self.refused_here("a comparison is missing here", hint));
            }
        };
        self.step();
        let right = self.operand()?;
        if let Kind::Sign(sign @ ("+" | "-" | "*" | "/" | "||" | "::")) = self.peek() {
            let message = format!("`{sign}` is not offered: engines differ in its results");
            return Err(self.refused_here(message, "compare a column with a value"));
        }
        Ok(Node::Compare(left, compare, right))
    }

    fn operand(&mut self) -> Result<Operand> {
        let bytes = self.here();
        let negative = self.sign("-");
        let of = |value: Value| Operand {
            value,
            bytes: bytes.clone(),
        };
        match self.peek().clone() {
            Kind::Number(digits) => {
                let whole = bytes.start..self.here().end;
                self.step();
                let sign = if negative { "-" } else { "" };
                let number = format!("{sign}{digits}").parse().map_err(|_| {
                    let message = format!("`{digits}` is no whole number that can be stored");
                    self.refused(whole, message, "the columns hold whole numbers")
                })?;
                Ok(of(Value::Number(number)))
            }
            _ if negative => Err(self.refused_here("a number is missing after `-`", "")),
            Kind::Text(text) => {
                self.step();
                Ok(of(Value::Text(text)))
            }
            Kind::Name(name) => {
                self.step();
                Ok(of(Value::Column(name)))
            }
            Kind::Word(word) => self.named(&word, bytes),
            Kind::Sign(_) | Kind::End => {
                Err(self.refused_here("a column or a value is missing here", ""))
            }
        }
    }

    /// A column, NULL, a typed literal, or a function.
    fn named(&mut self, word: &str, bytes: Range<usize>) -> Result<Operand> {
        self.step();
        let lower = word.to_lowercase();
        let of = |value: Value| Operand {
            value,
            bytes: bytes.clone(),
        };
        if lower == "null" {
            return Ok(of(Value::Null));
        }
        if let (Kind::Text(text), "timestamp" | "timestamptz" | "date") =
            (self.peek().clone(), lower.as_str())
        {
            let whole = bytes.start..self.here().end;
            self.step();
            return Ok(Operand {
                value: Value::Text(text),
                bytes: whole,
            });
        }
        if !self.sign("(") {
            let reserved = [
                "select", "case", "cast", "exists", "and", "or", "like", "in", "between",
                "interval",
            ];
            if reserved.contains(&lower.as_str()) {
                let message = format!("`{word}` is not offered here");
                return Err(self.refused(
                    bytes,
                    message,
                    "compare columns with values; join with AND, OR, NOT",
                ));
            }
            return Ok(of(Value::Column(word.to_owned())));
        }
        let call = match lower.as_str() {
            "lower" => Call::Lower,
            "upper" => Call::Upper,
            "length" | "char_length" => Call::Length,
            "year" => Call::Year,
            "month" => Call::Month,
            "day" => Call::Day,
            "hour" => Call::Hour,
            "minute" => Call::Minute,
            _ => {
                let message =
                    format!("the function `{word}` is not offered: engines differ in its results");
                let hint = "there are lower, upper, length, and year, month, day, hour, minute of local_begin";
                return Err(self.refused(bytes, message, hint));
            }
        };
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.refused_here("the predicate is nested too deeply", ""));
        }
        let inner = self.operand()?;
        self.depth -= 1;
        let end = self.here().end;
        self.expect(")")?;
        Ok(Operand {
            value: Value::Call(call, Box::new(inner)),
            bytes: bytes.start..end,
        })
    }
}
