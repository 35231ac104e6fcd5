//! The grammar: patterns over tokens, compiled from the language's file.
//!
//! A pattern is a parsing expression (PEG): `MONTH` a class, `'of'` a word or a mark, `date`
//! another definition, `( a | b )` the first that fits, `?` optional, `!x` and `&x` look ahead
//! without moving, `~` no white space here, `year=NUM` a capture under another name, `< … >`
//! one end of a range or one item of a list. Words are compared without case. White space may
//! hold one line end, never a blank line.

mod number;
mod pattern;

pub(super) use number::NumberClass;

use super::lexicon::{ClassId, Lexicon, WordId};
use super::look::{ANY, Set, guard, look, set_of};
use super::token::{Kind, Token};
use pattern::Parser;
use std::collections::BTreeMap;

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
    /// The file's text of it.
    pub text: RuleText,
    /// Captures that every match has.
    pub given: Vec<Capture>,
    node: Node,
    after: Vec<Neighbour>,
    not_after: Vec<Neighbour>,
    not_before: Vec<Neighbour>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Neighbour {
    Word(WordId),
    Mark(char),
    /// The mark without white space between.
    Glued(char),
    /// Any number.
    Number,
}

/// The rules of a language.
#[derive(Debug, Default)]
pub struct Grammar {
    rules: Vec<Rule>,
    defines: Vec<(String, Node)>,
    fields: Vec<String>,
    /// The rules that can begin with a number of one, two … five and more digits.
    by_digits: [Candidates; 5],
    /// The rules that can begin with a mark.
    by_mark: BTreeMap<char, Candidates>,
}

/// The rules worth trying at a token.
#[derive(Clone, Debug, Default)]
pub(super) struct Candidates {
    /// What the second token of any of them may be.
    second: Set,
    /// The rules, each with the set of its second token, in their order.
    rules: Vec<(u16, Set)>,
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
            let neighbours = |list: &[String], lexicon: &mut Lexicon| {
                list.iter()
                    .map(|n| Neighbour::parse(n, lexicon))
                    .collect::<Vec<_>>()
            };
            let given = text.give.iter().map(|(name, value)| Capture {
                field: field_number(&mut fields, name),
                value: *value,
                token: u32::MAX,
                digits: 0,
            });
            grammar.rules.push(Rule {
                given: given.collect(),
                after: neighbours(&text.after, lexicon),
                not_after: neighbours(&text.not_after, lexicon),
                not_before: neighbours(&text.not_before, lexicon),
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
        for (_, node) in &mut self.defines {
            *node = guard(node.clone(), &bare, lexicon);
        }
        for rule in &mut self.rules {
            rule.node = guard(rule.node.clone(), &bare, lexicon);
        }
        for digits in 1..=5u8 {
            let kind = Kind::Number { value: 0, digits };
            self.by_digits[usize::from(digits) - 1] =
                self.candidates_for(kind, lexicon, Scope::Prose);
        }
        let mut marks = Vec::new();
        for rule in &self.rules {
            self.first_marks(&rule.node, &mut marks, 0);
        }
        for c in marks {
            let found = self.candidates_for(Kind::Mark(c), lexicon, Scope::Prose);
            self.by_mark.insert(c, found);
        }
    }

    /// The rules that can begin with a token of this kind.
    pub(super) fn candidates_for(&self, kind: Kind, lexicon: &Lexicon, scope: Scope) -> Candidates {
        let token = Token {
            start: 0,
            end: 0,
            kind,
            glued: false,
            breaks: 0,
        };
        let given = set_of(&token, lexicon);
        let mut out = Candidates::default();
        for (number, rule) in self.rules.iter().enumerate() {
            if scope == Scope::Dateline && rule.text.prose {
                continue;
            }
            let seen = look(&rule.node, &self.defines, lexicon, given, 0);
            if seen.first & given == 0 {
                continue;
            }
            let second = if seen.one { ANY } else { seen.second };
            out.second |= second;
            out.rules.push((number as u16, second));
        }
        out
    }

    /// The marks with which a pattern can begin.
    fn first_marks(&self, node: &Node, out: &mut Vec<char>, depth: usize) -> bool {
        if depth > 60 {
            return true;
        }
        match node {
            Node::Mark(c) => out.push(*c),
            Node::Sequence(nodes) => {
                return nodes.iter().all(|n| self.first_marks(n, out, depth + 1));
            }
            Node::Choice(nodes) => {
                let empties = nodes.iter().map(|n| self.first_marks(n, out, depth + 1));
                return empties.fold(false, |a, b| a | b);
            }
            Node::Optional(node) => {
                self.first_marks(node, out, depth + 1);
                return true;
            }
            Node::Not(_) | Node::And(_) | Node::Glue => return true,
            Node::Part(node) | Node::When(_, node) => {
                return self.first_marks(node, out, depth + 1);
            }
            Node::Define(define) => {
                let node = &self.defines[usize::from(*define)].1;
                return self.first_marks(node, out, depth + 1);
            }
            Node::Class(..) | Node::Number(..) | Node::AnyWord(..) | Node::Word(_) => {}
        }
        false
    }

    /// The rules worth trying at a token.
    fn candidates<'a>(
        &'a self,
        lexicon: &'a Lexicon,
        token: &Token,
        scope: Scope,
    ) -> Option<&'a Candidates> {
        match token.kind {
            Kind::Number { digits, .. } => self.by_digits.get(usize::from(digits.clamp(1, 5)) - 1),
            Kind::Mark(c) => self.by_mark.get(&c),
            Kind::Word { word: None, .. } => None,
            Kind::Word {
                word: Some(word),
                capital,
            } => Some(lexicon.rules(word, capital, scope)),
        }
    }

    /// The longest match that begins at a token; of equals the earlier rule.
    pub fn longest(
        &self,
        lexicon: &Lexicon,
        tokens: &[Token],
        at: usize,
        scope: Scope,
    ) -> Option<Match> {
        let candidates = self.candidates(lexicon, &tokens[at], scope)?;
        if candidates.rules.is_empty() {
            return None;
        }
        let next = tokens.get(at + 1).map_or(0, |t| set_of(t, lexicon));
        if candidates.second != ANY && candidates.second & next == 0 {
            return None;
        }
        let mut best: Option<Match> = None;
        let mut captures = Vec::new();
        for &(number, second) in &candidates.rules {
            if second != ANY && second & next == 0 {
                continue;
            }
            let rule = &self.rules[usize::from(number)];
            if scope == Scope::Dateline && rule.text.prose || !rule.fits_after(tokens, at) {
                continue;
            }
            captures.clear();
            let mut run = Run {
                grammar: self,
                lexicon,
                tokens,
                start: at,
                captures: &mut captures,
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
                    captures: captures.clone(),
                });
            }
        }
        best
    }
}

impl Rule {
    fn fits_after(&self, tokens: &[Token], at: usize) -> bool {
        let before = at.checked_sub(1).map(|i| &tokens[i]);
        let is = |n: &Neighbour| before.is_some_and(|t| n.is(t, tokens[at].glued));
        // "No. 1234": the word that the full stop shortens.
        let shortened = at
            .checked_sub(2)
            .map(|i| (&tokens[i], &tokens[i + 1]))
            .filter(|(word, stop)| stop.is_mark('.') && stop.glued && word.end - word.start <= 3);
        let is_short = |n: &Neighbour| shortened.is_some_and(|(word, _)| n.is(word, false));
        (self.after.is_empty() || self.after.iter().any(is))
            && !self.not_after.iter().any(|n| is(n) || is_short(n))
    }

    fn fits_before(&self, tokens: &[Token], end: usize) -> bool {
        let Some(next) = tokens.get(end) else {
            return true;
        };
        !self.not_before.iter().any(|n| n.is(next, next.glued))
    }
}

impl Neighbour {
    fn parse(text: &str, lexicon: &mut Lexicon) -> Neighbour {
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some('#'), None) => Neighbour::Number,
            (Some('~'), Some(c)) => Neighbour::Glued(c),
            (Some(c), None) if !c.is_alphabetic() => Neighbour::Mark(c),
            _ => Neighbour::Word(lexicon.intern(&text.to_lowercase())),
        }
    }

    fn is(self, token: &Token, glued: bool) -> bool {
        match (self, token.kind) {
            (Neighbour::Number, Kind::Number { .. }) => true,
            (Neighbour::Mark(a), Kind::Mark(b)) => a == b,
            (Neighbour::Glued(a), Kind::Mark(b)) => a == b && glued,
            (Neighbour::Word(a), Kind::Word { word: Some(b), .. }) => a == b,
            _ => false,
        }
    }
}

/// One attempt to match.
struct Run<'a> {
    grammar: &'a Grammar,
    lexicon: &'a Lexicon,
    tokens: &'a [Token],
    start: usize,
    captures: &'a mut Vec<Capture>,
    steps: u32,
}

impl Run<'_> {
    fn node(&mut self, node: &Node, at: usize) -> Option<usize> {
        // No rule needs more; hostile text cannot make one pattern cost more than this.
        self.steps += 1;
        if self.steps > 4_000 {
            return None;
        }
        match node {
            Node::Sequence(nodes) => {
                let mark = self.captures.len();
                let mut at = at;
                for node in nodes {
                    match self.node(node, at) {
                        Some(next) => at = next,
                        None => {
                            self.captures.truncate(mark);
                            return None;
                        }
                    }
                }
                Some(at)
            }
            Node::Choice(nodes) => nodes.iter().find_map(|n| self.node(n, at)),
            Node::Optional(node) => Some(self.node(node, at).unwrap_or(at)),
            Node::Not(node) => {
                let mark = self.captures.len();
                let found = self.node(node, at);
                self.captures.truncate(mark);
                found.is_none().then_some(at)
            }
            Node::And(node) => {
                let mark = self.captures.len();
                let found = self.node(node, at);
                self.captures.truncate(mark);
                found.map(|_| at)
            }
            Node::Part(node) => {
                let mark = self.captures.len();
                self.capture(BEGIN, 0, at, 0);
                let Some(end) = self.node(node, at) else {
                    self.captures.truncate(mark);
                    return None;
                };
                self.capture(END, 0, end, 0);
                Some(end)
            }
            Node::Define(define) => self.node(&self.grammar.defines[usize::from(*define)].1, at),
            Node::When(set, node) => {
                let token = self.tokens.get(at)?;
                if set & set_of(token, self.lexicon) == 0 {
                    return None;
                }
                self.node(node, at)
            }
            Node::Glue => self.tokens.get(at).filter(|t| t.glued).map(|_| at),
            _ => self.token(node, at),
        }
    }

    fn token(&mut self, node: &Node, at: usize) -> Option<usize> {
        let token = self.tokens.get(at)?;
        if at > self.start && token.breaks > 1 {
            return None;
        }
        let captured = match (node, token.kind) {
            (Node::Class(class, field), Kind::Word { word, capital }) => {
                let value = self.lexicon.value(word?, capital, *class)?;
                Some((*field, i64::from(value), 0))
            }
            (Node::Number(class, field), Kind::Number { value, digits }) => class
                .admits(value, digits)
                .then_some(Some((*field, i64::from(value), digits)))?,
            (Node::AnyWord(needs, field), Kind::Word { capital, .. }) if capital || !needs => {
                Some((*field, 0, 0))
            }
            (Node::Word(a), Kind::Word { word: Some(b), .. }) if *a == b => None,
            (Node::Mark(a), Kind::Mark(b)) if *a == b => None,
            _ => return None,
        };
        if let Some((field, value, digits)) = captured {
            self.capture(field, value, at, digits);
        }
        Some(at + 1)
    }

    fn capture(&mut self, field: u16, value: i64, token: usize, digits: u8) {
        self.captures.push(Capture {
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
