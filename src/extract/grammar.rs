//! The grammar: patterns over tokens, compiled from the language's file.
//!
//! A pattern is a parsing expression (PEG): `MONTH` a class, `'of'` a word or a mark, `date`
//! another definition, `( a | b )` the first that fits, `?` optional, `!x` and `&x` look ahead
//! without moving, `~` no white space here, `year=NUM` a capture under another name, `< … >`
//! one end of a range or one item of a list. Words are compared without case. White space may
//! hold one line end, never a blank line.

mod neighbours;
mod number;
mod pattern;
mod scratch;
mod worth;

pub(super) use number::{NUMBER_CLASSES, NumberClass};

use super::lexicon::{ClassId, Lexicon, WordId};
use super::look::{Looker, guard};
use super::sort::Set;
use super::token::Token;
use neighbours::Neighbours;
use pattern::Parser;
pub(super) use scratch::Scratch;
use std::collections::BTreeMap;
use std::sync::Arc;
use worth::Worth;

/// A rule as the file has it.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleText {
    /// `en/day-month-year`.
    pub name: String,
    /// `date`, `time`, `duration`, `set` or `reference`.
    pub kind: String,
    /// What it matches.
    pub pattern: String,
    /// Words or marks that must stand before it, if any are given.
    #[serde(default)]
    pub after: Vec<String>,
    /// Words or marks that must not stand before it.
    #[serde(default)]
    pub not_after: Vec<String>,
    /// Words or marks that must not stand after it.
    #[serde(default)]
    pub not_before: Vec<String>,
    /// The TIMEX3 value of every match: `PRESENT_REF`.
    #[serde(default)]
    pub value: Option<String>,
    /// Captures that every match has beside those of its words.
    #[serde(default)]
    pub give: BTreeMap<String, i64>,
    /// Only for prose, not for datelines and cells: said by the file.
    #[serde(skip)]
    pub prose: bool,
    /// Texts and the EDTF (with clock) that each gives; the tests run them.
    pub examples: Vec<(String, String)>,
}

/// Which rules are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Dates and clocks of datelines, headers and cells.
    Dateline,
    /// Everything that prose says of time.
    Prose,
}

/// A compiled rule.
#[derive(Debug)]
pub struct Rule {
    /// Its name, shared by what it reads.
    pub name: Arc<str>,
    /// The file's text of it.
    pub text: RuleText,
    /// Captures that every match has.
    pub given: Vec<Capture>,
    node: Node,
    after: Neighbours,
    not_after: Neighbours,
    not_before: Neighbours,
}

/// The rules of a language.
#[derive(Debug, Default)]
pub struct Grammar {
    rules: Vec<Rule>,
    defines: Vec<(String, Node)>,
    fields: Vec<String>,
    /// The rules worth trying.
    worth: Worth,
}

/// A captured value: the field, its value, and its token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capture {
    /// Index into [`Grammar::field`]; [`BEGIN`] and [`END`] bracket a part.
    pub field: u16,
    /// The value: a number, or the word's value in its class.
    pub value: i64,
    /// Index of the token.
    pub token: u32,
    /// Digits of a number, 0 for a word.
    pub digits: u8,
}

/// Capture that opens one end of a range.
pub const BEGIN: u16 = u16::MAX;
/// Capture that closes it.
pub const END: u16 = u16::MAX - 1;

/// A pattern.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Class(ClassId, u16),
    Number(NumberClass, u16),
    AnyWord(bool, u16),
    Word(WordId),
    Mark(char),
    Sequence(Vec<Node>),
    Choice(Vec<Node>),
    Optional(Box<Node>),
    Not(Box<Node>),
    And(Box<Node>),
    Part(Box<Node>),
    Glue,
    Define(u16),
    /// Only if the token is in the set.
    When(Set, Box<Node>),
}

/// A match of a rule at a token.
#[derive(Clone, Debug)]
pub struct Match {
    /// Index of the rule.
    pub rule: usize,
    /// First token.
    pub start: usize,
    /// First token after.
    pub end: usize,
    /// What was captured, in order.
    pub captures: Vec<Capture>,
}

impl Grammar {
    /// Compiles definitions and rules.
    ///
    /// # Errors
    /// A message that names the definition or rule that is wrong.
    pub(super) fn compile(
        defines: &BTreeMap<String, String>,
        rules: Vec<RuleText>,
        lexicon: &mut Lexicon,
    ) -> Result<Grammar, String> {
        let names: Vec<&str> = defines.keys().map(String::as_str).collect();
        let mut fields = Vec::new();
        let compile = |name: &str, text: &str, fields: &mut Vec<String>, lexicon: &mut Lexicon| {
            let mut parser = Parser {
                rest: text,
                names: &names,
                fields,
                lexicon,
            };
            parser
                .whole()
                .map_err(|message| format!("{name}: {message} in `{text}`"))
        };
        let mut grammar = Grammar::default();
        for (name, text) in defines {
            let node = compile(name, text, &mut fields, lexicon)?;
            grammar.defines.push((name.clone(), node));
        }
        for text in rules {
            let node = compile(&text.name, &text.pattern, &mut fields, lexicon)?;
            let given = text.give.iter().map(|(name, value)| Capture {
                field: field_number(&mut fields, name),
                value: *value,
                token: u32::MAX,
                digits: 0,
            });
            grammar.rules.push(Rule {
                name: text.name.as_str().into(),
                given: given.collect(),
                after: Neighbours::new(&text.after, lexicon),
                not_after: Neighbours::new(&text.not_after, lexicon),
                not_before: Neighbours::new(&text.not_before, lexicon),
                node,
                text,
            });
        }
        grammar.fields = fields;
        Ok(grammar)
    }

    /// The rules.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The text of the rule with this number.
    pub fn rule_named(&self, number: usize) -> &RuleText {
        &self.rules[number].text
    }

    /// The name of a captured field.
    pub fn field(&self, field: u16) -> &str {
        self.fields.get(usize::from(field)).map_or("", |f| f)
    }

    /// Finds for each first token the rules that can begin with it.
    pub(super) fn index(&mut self, lexicon: &Lexicon) {
        let bare = self.defines.clone();
        let looker = Looker::new(&bare, lexicon);
        for (_, node) in &mut self.defines {
            *node = guard(node.clone(), &looker);
        }
        for rule in &mut self.rules {
            rule.node = guard(rule.node.clone(), &looker);
        }
        self.worth = Worth::new(self, &looker, lexicon.sorts.count());
    }

    /// The marks that patterns name.
    pub(super) fn marks(&self) -> Vec<char> {
        fn walk(node: &Node, out: &mut Vec<char>) {
            match node {
                Node::Mark(c) => out.push(*c),
                Node::Sequence(nodes) | Node::Choice(nodes) => {
                    nodes.iter().for_each(|n| walk(n, out));
                }
                Node::Optional(node)
                | Node::Not(node)
                | Node::And(node)
                | Node::Part(node)
                | Node::When(_, node) => walk(node, out),
                Node::Class(..)
                | Node::Number(..)
                | Node::AnyWord(..)
                | Node::Word(_)
                | Node::Glue
                | Node::Define(_) => {}
            }
        }
        let mut out = Vec::new();
        let defines = self.defines.iter().map(|(_, node)| node);
        for node in defines.chain(self.rules.iter().map(|r| &r.node)) {
            walk(node, &mut out);
        }
        out
    }

    /// The longest match that begins at a token; of equals the earlier rule.
    #[inline]
    pub(super) fn longest(
        &self,
        lexicon: &Lexicon,
        tokens: &[Token],
        at: usize,
        scope: Scope,
        scratch: &mut Scratch,
    ) -> Option<Match> {
        let next = tokens.get(at + 1).map(|t| t.sort());
        let worth = self.worth.rules(scope, tokens[at].sort(), next);
        match worth {
            [] => None,
            rules => self.longest_of(rules, lexicon, tokens, at, scratch),
        }
    }

    #[inline(never)]
    fn longest_of(
        &self,
        rules: &[u16],
        lexicon: &Lexicon,
        tokens: &[Token],
        at: usize,
        scratch: &mut Scratch,
    ) -> Option<Match> {
        let mut best: Option<Match> = None;
        scratch.begin(self.defines.len());
        for &number in rules {
            let rule = &self.rules[usize::from(number)];
            if !rule.fits_after(tokens, at) {
                continue;
            }
            scratch.captures.clear();
            let mut run = Run {
                grammar: self,
                lexicon,
                tokens,
                start: at,
                scratch,
                steps: 0,
            };
            let Some(end) = run.node(&rule.node, at) else {
                continue;
            };
            let better = best.as_ref().is_none_or(|b| end > b.end);
            if end > at && better && rule.fits_before(tokens, end) {
                best = Some(Match {
                    rule: usize::from(number),
                    start: at,
                    end,
                    captures: scratch.captures.clone(),
                });
            }
        }
        best
    }
}

impl Rule {
    fn fits_after(&self, tokens: &[Token], at: usize) -> bool {
        if self.after.is_empty() && self.not_after.is_empty() {
            return true;
        }
        let Some(before) = at.checked_sub(1).map(|i| &tokens[i]) else {
            return self.after.is_empty();
        };
        let glued = tokens[at].glued();
        if !self.after.is_empty() && !self.after.have(before, glued) {
            return false;
        }
        if self.not_after.have(before, glued) {
            return false;
        }
        // "No. 1234": the word that the full stop shortens.
        let shortened = at.checked_sub(2).map(|i| &tokens[i]);
        let is_short =
            |word: &Token| before.is_mark('.') && before.glued() && word.end() - word.start() <= 3;
        !shortened.is_some_and(|word| is_short(word) && self.not_after.have(word, false))
    }

    fn fits_before(&self, tokens: &[Token], end: usize) -> bool {
        let next = tokens.get(end);
        !next.is_some_and(|next| self.not_before.have(next, next.glued()))
    }
}

/// One attempt to match.
struct Run<'a> {
    grammar: &'a Grammar,
    lexicon: &'a Lexicon,
    tokens: &'a [Token],
    start: usize,
    scratch: &'a mut Scratch,
    steps: u32,
}

/// No rule needs more steps; hostile text cannot make one pattern cost more.
const STEPS: u32 = 4_000;

impl Run<'_> {
    fn node(&mut self, node: &Node, at: usize) -> Option<usize> {
        self.steps += 1;
        if self.steps > STEPS {
            return None;
        }
        match node {
            Node::Sequence(nodes) => {
                let mark = self.scratch.captures.len();
                let mut at = at;
                for node in nodes {
                    match self.node(node, at) {
                        Some(next) => at = next,
                        None => {
                            self.scratch.captures.truncate(mark);
                            return None;
                        }
                    }
                }
                Some(at)
            }
            Node::Choice(nodes) => nodes.iter().find_map(|n| self.node(n, at)),
            Node::Optional(node) => Some(self.node(node, at).unwrap_or(at)),
            Node::Not(node) => {
                let mark = self.scratch.captures.len();
                let found = self.node(node, at);
                self.scratch.captures.truncate(mark);
                found.is_none().then_some(at)
            }
            Node::And(node) => {
                let mark = self.scratch.captures.len();
                let found = self.node(node, at);
                self.scratch.captures.truncate(mark);
                found.map(|_| at)
            }
            Node::Part(node) => {
                let mark = self.scratch.captures.len();
                self.capture(BEGIN, 0, at, 0);
                let Some(end) = self.node(node, at) else {
                    self.scratch.captures.truncate(mark);
                    return None;
                };
                self.capture(END, 0, end, 0);
                Some(end)
            }
            Node::Define(define) => self.define(usize::from(*define), at),
            Node::When(set, node) => {
                let token = self.tokens.get(at)?;
                if !set.has(token.sort()) {
                    return None;
                }
                self.node(node, at)
            }
            Node::Glue => self.tokens.get(at).filter(|t| t.glued()).map(|_| at),
            _ => self.token(node, at),
        }
    }

    /// A definition that several rules try at the same token is matched once.
    fn define(&mut self, define: usize, at: usize) -> Option<usize> {
        if let Some(known) = self.scratch.known(define, at) {
            return known;
        }
        let mark = self.scratch.captures.len();
        let end = self.node(&self.grammar.defines[define].1, at);
        if self.steps <= STEPS {
            self.scratch.keep(define, at, end, mark);
        }
        end
    }

    fn token(&mut self, node: &Node, at: usize) -> Option<usize> {
        let token = self.tokens.get(at)?;
        if at > self.start && token.breaks() > 1 {
            return None;
        }
        let captured = match node {
            Node::Class(class, field) => {
                let value = self.lexicon.value(token.word()?, token.capital(), *class)?;
                Some((*field, i64::from(value), 0))
            }
            Node::Number(class, field) => {
                let (value, digits) = token.number()?;
                class
                    .admits(value, digits)
                    .then_some(Some((*field, i64::from(value), digits)))?
            }
            Node::AnyWord(needs, field) if token.capital() || (!needs && token.is_word()) => {
                Some((*field, 0, 0))
            }
            Node::Word(word) if token.word() == Some(*word) => None,
            Node::Mark(c) if token.is_mark(*c) => None,
            _ => return None,
        };
        if let Some((field, value, digits)) = captured {
            self.capture(field, value, at, digits);
        }
        Some(at + 1)
    }

    fn capture(&mut self, field: u16, value: i64, token: usize, digits: u8) {
        self.scratch.captures.push(Capture {
            field,
            value,
            token: token as u32,
            digits,
        });
    }
}

/// The number of a field, which is added if it is new.
fn field_number(fields: &mut Vec<String>, name: &str) -> u16 {
    let at = fields.iter().position(|f| f == name);
    at.unwrap_or_else(|| {
        fields.push(name.to_owned());
        fields.len() - 1
    }) as u16
}
