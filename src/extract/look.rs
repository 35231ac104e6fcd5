//! What a pattern can begin with, as sets of sorts of tokens: most attempts end before they begin.
//!
//! A set is a promise in one direction only: a token that is in it may still not match.

use super::grammar::Node;
use super::lexicon::Lexicon;
use super::sort::{Set, Sort};
use std::cell::RefCell;
use std::rc::Rc;

/// What a pattern can begin with.
#[derive(Clone, Debug, Default)]
pub(super) struct Look {
    /// Its first token, if it matches any.
    pub first: Set,
    /// It can match nothing.
    pub empty: bool,
    /// The first tokens that it can match alone.
    pub one: Set,
    /// Its first and second tokens: one of the left set is followed by one of the right.
    pub pairs: Vec<(Set, Set)>,
}

impl Look {
    fn nothing() -> Look {
        Look {
            empty: true,
            ..Look::default()
        }
    }

    /// Adds pairs; sets that meet the same others stand together.
    fn pair(&mut self, left: Set, right: Set) {
        if left == Set::NONE || right == Set::NONE {
            return;
        }
        if let Some(known) = self.pairs.iter_mut().find(|p| p.0 == left) {
            known.1 = known.1.or(right);
        } else if let Some(known) = self.pairs.iter_mut().find(|p| p.1 == right) {
            known.0 = known.0.or(left);
        } else {
            self.pairs.push((left, right));
        }
    }

    fn pair_all(&mut self, pairs: &[(Set, Set)]) {
        for (left, right) in pairs {
            self.pair(*left, *right);
        }
    }

    /// What may come second after a first token.
    pub fn second(&self, first: Sort) -> Set {
        let after = self.pairs.iter().filter(|(left, _)| left.has(first));
        after.fold(Set::NONE, |set, (_, right)| set.or(*right))
    }
}

/// Looks into patterns; remembers what it saw in definitions.
pub(super) struct Looker<'a> {
    defines: &'a [(String, Node)],
    lexicon: &'a Lexicon,
    seen: RefCell<Vec<Option<Rc<Look>>>>,
}

/// How deep definitions may stand in each other.
const DEEPEST: usize = 60;

impl<'a> Looker<'a> {
    /// A looker for patterns of these definitions.
    pub fn new(defines: &'a [(String, Node)], lexicon: &'a Lexicon) -> Looker<'a> {
        Looker {
            defines,
            lexicon,
            seen: RefCell::new(vec![None; defines.len()]),
        }
    }

    /// Looks into a pattern.
    pub fn look(&self, node: &Node) -> Rc<Look> {
        self.within(node, 0)
    }

    fn within(&self, node: &Node, depth: usize) -> Rc<Look> {
        if depth > DEEPEST {
            return Rc::new(Look {
                first: Set::ANY,
                empty: true,
                one: Set::ANY,
                pairs: vec![(Set::ANY, Set::ANY)],
            });
        }
        let leaf = |first: Set| {
            Rc::new(Look {
                first,
                one: first,
                ..Look::default()
            })
        };
        let inner = |node: &Node| self.within(node, depth + 1);
        let sorts = &self.lexicon.sorts;
        match node {
            Node::Class(id, _) => leaf(sorts.of_class(*id)),
            Node::Number(numbers, _) => leaf(sorts.of_numbers(*numbers)),
            Node::AnyWord(..) => leaf(sorts.words()),
            Node::Word(id) => leaf(sorts.of_word(*id)),
            Node::Mark(c) => leaf(Set::of(sorts.mark(*c))),
            Node::Not(_) | Node::And(_) | Node::Glue => Rc::new(Look::nothing()),
            Node::Part(node) | Node::When(_, node) => inner(node),
            Node::Define(define) => self.define(usize::from(*define), depth),
            Node::Optional(node) => {
                let mut look = Rc::unwrap_or_clone(inner(node));
                look.empty = true;
                Rc::new(look)
            }
            Node::Choice(nodes) => {
                let mut all = Look::default();
                for look in nodes.iter().map(inner) {
                    all.first = all.first.or(look.first);
                    all.empty |= look.empty;
                    all.one = all.one.or(look.one);
                    all.pair_all(&look.pairs);
                }
                Rc::new(all)
            }
            Node::Sequence(nodes) => {
                let mut all = Look::nothing();
                for look in nodes.iter().map(inner) {
                    all.pair(all.one, look.first);
                    if all.empty {
                        all.pair_all(&look.pairs);
                    }
                    let alone = look.one.only(all.empty);
                    all.one = all.one.only(look.empty).or(alone);
                    all.first = all.first.or(look.first.only(all.empty));
                    all.empty &= look.empty;
                }
                Rc::new(all)
            }
        }
    }

    fn define(&self, define: usize, depth: usize) -> Rc<Look> {
        if let Some(seen) = &self.seen.borrow()[define] {
            return Rc::clone(seen);
        }
        let seen = self.within(&self.defines[define].1, depth + 1);
        self.seen.borrow_mut()[define] = Some(Rc::clone(&seen));
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
