//! What a pattern can begin with, as sets of sorts of tokens: most attempts end before they begin.
//!
//! A set is a promise in one direction only: a token that is in it may still not match.

use super::grammar::Node;
use super::lexicon::Lexicon;
use super::sort::Set;
use std::cell::RefCell;

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

/// Looks into patterns for one first token; remembers what it saw in definitions.
pub(super) struct Looker<'a> {
    defines: &'a [(String, Node)],
    lexicon: &'a Lexicon,
    /// The set of the first token.
    given: Set,
    seen: RefCell<Vec<Option<Look>>>,
}

/// How deep definitions may stand in each other.
const DEEPEST: usize = 60;

impl<'a> Looker<'a> {
    /// A looker for patterns that begin with a token of `given`.
    pub fn new(defines: &'a [(String, Node)], lexicon: &'a Lexicon, given: Set) -> Looker<'a> {
        Looker {
            defines,
            lexicon,
            given,
            seen: RefCell::new(vec![None; defines.len()]),
        }
    }

    /// Looks into a pattern.
    pub fn look(&self, node: &Node) -> Look {
        self.within(node, 0)
    }

    fn within(&self, node: &Node, depth: usize) -> Look {
        if depth > DEEPEST {
            return Look {
                first: Set::ANY,
                empty: true,
                second: Set::ANY,
                one: true,
            };
        }
        let leaf = |first: Set| Look {
            first,
            empty: false,
            second: Set::NONE,
            one: first.meets(self.given),
        };
        let inner = |node: &Node| self.within(node, depth + 1);
        let sorts = &self.lexicon.sorts;
        match node {
            Node::Class(id, _) => leaf(sorts.of_class(*id)),
            Node::Number(numbers, _) => leaf(sorts.of_numbers(*numbers)),
            Node::AnyWord(..) => leaf(sorts.words()),
            Node::Word(id) => leaf(sorts.of_word(*id)),
            Node::Mark(c) => leaf(Set::of(sorts.mark(*c))),
            Node::Not(_) | Node::And(_) | Node::Glue => Look {
                empty: true,
                ..Look::default()
            },
            Node::Part(node) | Node::When(_, node) => inner(node),
            Node::Define(define) => self.define(usize::from(*define), depth),
            Node::Optional(node) => Look {
                empty: true,
                ..inner(node)
            },
            Node::Choice(nodes) => nodes.iter().map(inner).fold(Look::default(), |a, b| Look {
                first: a.first.or(b.first),
                empty: a.empty | b.empty,
                second: a.second.or(b.second),
                one: a.one | b.one,
            }),
            Node::Sequence(nodes) => {
                let start = Look {
                    empty: true,
                    ..Look::default()
                };
                nodes.iter().map(inner).fold(start, |a, b| Look {
                    first: a.first.or(b.first.only(a.empty)),
                    empty: a.empty && b.empty,
                    second: (a.second)
                        .or(b.first.only(a.one))
                        .or(b.second.only(a.empty)),
                    one: (a.one && b.empty) || (a.empty && b.one),
                })
            }
        }
    }

    fn define(&self, define: usize, depth: usize) -> Look {
        if let Some(seen) = self.seen.borrow()[define] {
            return seen;
        }
        let seen = self.within(&self.defines[define].1, depth + 1);
        self.seen.borrow_mut()[define] = Some(seen);
        seen
    }
}

/// Puts the sets of their first tokens before the alternatives of a pattern.
pub(super) fn guard(node: Node, looker: &Looker<'_>) -> Node {
    let inner = |node: Node| {
        let seen = looker.look(&node);
        let node = guard(node, looker);
        match (seen.empty, &node) {
            (true, _) | (_, Node::Mark(_) | Node::Word(_)) => node,
            (false, _) => Node::When(seen.first, Box::new(node)),
        }
    };
    let all = |nodes: Vec<Node>| nodes.into_iter().map(|n| guard(n, looker)).collect();
    match node {
        Node::Choice(nodes) => Node::Choice(nodes.into_iter().map(inner).collect()),
        Node::Optional(node) => Node::Optional(Box::new(inner(*node))),
        Node::Sequence(nodes) => Node::Sequence(all(nodes)),
        Node::Not(node) => Node::Not(Box::new(guard(*node, looker))),
        Node::And(node) => Node::And(Box::new(guard(*node, looker))),
        Node::Part(node) => Node::Part(Box::new(guard(*node, looker))),
        other => other,
    }
}
