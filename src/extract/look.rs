//! What a pattern can begin with, as sets of sorts of tokens: most attempts end before they begin.
//!
//! A set is a promise in one direction only: a token that is in it may still not match.

use super::grammar::Node;
use super::lexicon::Lexicon;
use super::sort::Set;

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
        second: Set::NONE,
        one: first.meets(given),
    };
    if depth > 60 {
        return Look {
            first: Set::ANY,
            empty: true,
            second: Set::ANY,
            one: true,
        };
    }
    let inner = |node: &Node| look(node, defines, lexicon, given, depth + 1);
    match node {
        Node::Class(id, _) => leaf(lexicon.sorts.of_class(*id)),
        Node::Number(numbers, _) => leaf(lexicon.sorts.of_numbers(*numbers)),
        Node::AnyWord(..) => leaf(lexicon.sorts.words()),
        Node::Word(id) => leaf(lexicon.sorts.of_word(*id)),
        Node::Mark(c) => leaf(Set::of(lexicon.sorts.mark(*c))),
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

/// Puts the sets of their first tokens before the alternatives of a pattern.
pub(super) fn guard(node: Node, defines: &[(String, Node)], lexicon: &Lexicon) -> Node {
    let inner = |node: Node| {
        let seen = look(&node, defines, lexicon, Set::NONE, 0);
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
