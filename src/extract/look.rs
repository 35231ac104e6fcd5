//! What a pattern can begin with, as sets of tokens in 128 bits: most attempts end before they
//! begin.
//!
//! A set is a promise in one direction only: a token that is in it may still not match.

use super::grammar::{Node, NumberClass};
use super::lexicon::{ClassId, Lexicon};
use super::token::{Kind, Token};

/// A set of tokens.
pub(super) type Set = u128;

/// Every token.
pub(super) const ANY: Set = u128::MAX;
/// A word that the lexicon does not know.
pub(super) const UNKNOWN: Set = 1;
/// First bit of the numbers, by their digits.
const NUMBERS: u32 = 1;
/// First bit of the marks.
const MARKS: u32 = 6;
/// First bit of the words.
const WORDS: u32 = 16;

/// The set that holds a token.
pub(super) fn set_of(token: &Token, lexicon: &Lexicon) -> Set {
    match token.kind {
        Kind::Number { digits, .. } => number(digits),
        Kind::Mark(c) => mark(c),
        Kind::Word { word: None, .. } => UNKNOWN,
        Kind::Word {
            word: Some(word),
            capital,
        } => lexicon.set(word, capital),
    }
}

fn number(digits: u8) -> Set {
    1 << (NUMBERS + u32::from(digits.clamp(1, 5)) - 1)
}

fn mark(c: char) -> Set {
    let at = match c {
        '.' => 0,
        ',' => 1,
        '/' => 2,
        '-' => 3,
        ':' => 4,
        '(' | ')' => 5,
        '[' | ']' => 6,
        '–' | '—' => 7,
        '’' | '\'' => 8,
        _ => 9,
    };
    1 << (MARKS + at)
}

/// The set of a word: one bit, shared with others.
pub(super) fn word(number: u16, group: Option<ClassId>) -> Set {
    let at = match group {
        Some(class) => u32::from(class.0),
        None => u32::from(number).wrapping_mul(7),
    };
    1 << (WORDS + at % (128 - WORDS))
}

/// The digits that a class of numbers admits.
fn class(class: NumberClass) -> Set {
    (1..=6)
        .filter(|d| class.admits_digits(*d))
        .map(number)
        .fold(0, |a, b| a | b)
}

/// What a pattern can begin with.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Look {
    /// Its first token, if it matches any.
    pub first: Set,
    /// It can match nothing.
    pub empty: bool,
    /// Its second token, if the first is the one asked for.
    pub second: Set,
    /// It can match that one token only.
    pub one: bool,
}

/// Looks into a pattern; `given` is the set of the first token.
pub(super) fn look(
    node: &Node,
    defines: &[(String, Node)],
    lexicon: &Lexicon,
    given: Set,
    depth: usize,
) -> Look {
    let leaf = |first: Set| Look {
        first,
        empty: false,
        second: 0,
        one: first & given != 0,
    };
    if depth > 60 {
        return Look {
            first: ANY,
            empty: true,
            second: ANY,
            one: true,
        };
    }
    let inner = |node: &Node| look(node, defines, lexicon, given, depth + 1);
    match node {
        Node::Class(id, _) => leaf(lexicon.set_of_class(*id)),
        Node::Number(numbers, _) => leaf(class(*numbers)),
        Node::AnyWord(..) => leaf(UNKNOWN | !((1 << WORDS) - 1)),
        Node::Word(id) => leaf(lexicon.set(*id, false) | lexicon.set(*id, true)),
        Node::Mark(c) => leaf(mark(*c)),
        Node::Not(_) | Node::And(_) | Node::Glue => Look {
            empty: true,
            ..Look::default()
        },
        Node::Part(node) | Node::When(_, node) => inner(node),
        Node::Define(define) => inner(&defines[usize::from(*define)].1),
        Node::Optional(node) => Look {
            empty: true,
            ..inner(node)
        },
        Node::Choice(nodes) => nodes.iter().map(inner).fold(Look::default(), |a, b| Look {
            first: a.first | b.first,
            empty: a.empty | b.empty,
            second: a.second | b.second,
            one: a.one | b.one,
        }),
        Node::Sequence(nodes) => {
            let start = Look {
                empty: true,
                ..Look::default()
            };
            nodes.iter().map(inner).fold(start, |a, b| Look {
                first: a.first | if a.empty { b.first } else { 0 },
                empty: a.empty && b.empty,
                second: a.second
                    | if a.one { b.first } else { 0 }
                    | if a.empty { b.second } else { 0 },
                one: (a.one && b.empty) || (a.empty && b.one),
            })
        }
    }
}

/// Puts the sets of their first tokens before the alternatives of a pattern.
pub(super) fn guard(node: Node, defines: &[(String, Node)], lexicon: &Lexicon) -> Node {
    let inner = |node: Node| {
        let seen = look(&node, defines, lexicon, 0, 0);
        let node = guard(node, defines, lexicon);
        match (seen.empty, &node) {
            (true, _) | (_, Node::Mark(_) | Node::Word(_)) => node,
            (false, _) => Node::When(seen.first, Box::new(node)),
        }
    };
    match node {
        Node::Choice(nodes) => Node::Choice(nodes.into_iter().map(inner).collect()),
        Node::Optional(node) => Node::Optional(Box::new(inner(*node))),
        Node::Sequence(nodes) => Node::Sequence(
            nodes
                .into_iter()
                .map(|n| guard(n, defines, lexicon))
                .collect(),
        ),
        Node::Not(node) => Node::Not(Box::new(guard(*node, defines, lexicon))),
        Node::And(node) => Node::And(Box::new(guard(*node, defines, lexicon))),
        Node::Part(node) => Node::Part(Box::new(guard(*node, defines, lexicon))),
        other => other,
    }
}
