//! The notation of patterns, read.

use super::number::NUMBER_CLASSES;
use super::{Node, field_number};
use crate::extract::lexicon::Lexicon;

/// Reads the notation of patterns.
pub(super) struct Parser<'a, 'f> {
    pub rest: &'a str,
    pub names: &'a [&'a str],
    pub fields: &'f mut Vec<String>,
    pub lexicon: &'f mut Lexicon,
}

impl Parser<'_, '_> {
    /// Reads the whole text as one pattern.
    pub fn whole(&mut self) -> Result<Node, String> {
        let node = self.choice()?;
        match self.peek() {
            None => Ok(node),
            Some(c) => Err(format!("`{c}` is out of place")),
        }
    }

    fn peek(&mut self) -> Option<char> {
        self.rest = self.rest.trim_start();
        self.rest.chars().next()
    }

    fn eat(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        if found {
            self.rest = &self.rest[c.len_utf8()..];
        }
        found
    }

    fn choice(&mut self) -> Result<Node, String> {
        let mut nodes = vec![self.sequence()?];
        while self.eat('|') {
            nodes.push(self.sequence()?);
        }
        Ok(match nodes.len() {
            1 => nodes.remove(0),
            _ => Node::Choice(nodes),
        })
    }

    fn sequence(&mut self) -> Result<Node, String> {
        let mut nodes = Vec::new();
        while let Some(c) = self.peek() {
            if matches!(c, '|' | ')' | '>') {
                break;
            }
            let mut node = self.atom()?;
            if self.eat('?') {
                node = Node::Optional(Box::new(node));
            }
            nodes.push(node);
        }
        match nodes.len() {
            0 => Err("something is missing".into()),
            1 => Ok(nodes.remove(0)),
            _ => Ok(Node::Sequence(nodes)),
        }
    }

    fn atom(&mut self) -> Result<Node, String> {
        if self.eat('(') {
            let node = self.choice()?;
            return self.eat(')').then_some(node).ok_or("`)` is missing".into());
        }
        if self.eat('<') {
            let node = Node::Part(Box::new(self.choice()?));
            return self.eat('>').then_some(node).ok_or("`>` is missing".into());
        }
        if self.eat('!') {
            return Ok(Node::Not(Box::new(self.atom()?)));
        }
        if self.eat('&') {
            return Ok(Node::And(Box::new(self.atom()?)));
        }
        if self.eat('~') {
            return Ok(Node::Glue);
        }
        if self.eat('\'') {
            // The literal itself may be an apostrophe.
            let first = self.rest.chars().next().map_or(0, char::len_utf8);
            let end = self.rest[first..].find('\'').map(|i| i + first);
            let end = end.ok_or("`'` is missing")?;
            let literal = &self.rest[..end];
            self.rest = &self.rest[end + 1..];
            return Ok(self.literal(literal));
        }
        let end = self
            .rest
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_')
            .unwrap_or(self.rest.len());
        let name = &self.rest[..end];
        if name.is_empty() {
            return Err(format!("`{}` is not understood", self.rest));
        }
        self.rest = &self.rest[end..];
        if self.rest.starts_with('=') {
            self.rest = &self.rest[1..];
            let end = self
                .rest
                .find(|c: char| !c.is_ascii_uppercase())
                .unwrap_or(self.rest.len());
            let class = &self.rest[..end];
            self.rest = &self.rest[end..];
            return self.class(class, name);
        }
        if name.chars().all(|c| c.is_ascii_uppercase()) {
            return self.class(name, &name.to_lowercase());
        }
        let define = self.names.iter().position(|n| *n == name);
        define
            .map(|at| Node::Define(at as u16))
            .ok_or(format!("`{name}` is not defined"))
    }

    fn literal(&mut self, literal: &str) -> Node {
        let mut chars = literal.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) if !c.is_alphabetic() => Node::Mark(c),
            _ => Node::Word(self.lexicon.intern_literal(&literal.to_lowercase())),
        }
    }

    fn class(&mut self, class: &str, field: &str) -> Result<Node, String> {
        let field = field_number(self.fields, field);
        if let Some((_, number)) = NUMBER_CLASSES.iter().find(|(n, _)| *n == class) {
            return Ok(Node::Number(*number, field));
        }
        match class {
            "WORD" => Ok(Node::AnyWord(false, field)),
            "CAPITAL" => Ok(Node::AnyWord(true, field)),
            _ => match self.lexicon.class(class) {
                Some(id) => Ok(Node::Class(id, field)),
                None => Err(format!("there is no class `{class}`")),
            },
        }
    }
}
