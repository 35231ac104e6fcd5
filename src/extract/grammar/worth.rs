//! The rules worth trying where a token of one sort is followed by one of another.

use super::{Grammar, Scope};
use crate::extract::look::{Look, Looker};
use crate::extract::sort::{Set, Sort};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// For each pair of sorts the rules that can begin with it.
#[derive(Debug, Default)]
pub(super) struct Worth {
    /// How many sorts there are.
    sorts: usize,
    /// What each rule can begin with.
    begins: Vec<Begins>,
    /// For each scope and first sort the rules, made when a text first needs them.
    rows: [Vec<OnceLock<Row>>; 2],
}

/// What a rule can begin with.
#[derive(Debug)]
struct Begins {
    look: Look,
    /// It is for prose only.
    prose: bool,
}

/// The rules worth trying at tokens of one sort.
#[derive(Debug, Default)]
struct Row {
    /// For each second sort, and the end of the text after them, the number of its list.
    seconds: Box<[u16]>,
    /// The lists, each in the order of the rules.
    lists: Vec<Box<[u16]>>,
}

impl Worth {
    /// The tables of a grammar.
    pub fn new(grammar: &Grammar, looker: &Looker<'_>, sorts: usize) -> Worth {
        let begins = grammar.rules.iter().map(|rule| Begins {
            look: looker.look(&rule.node).as_ref().clone(),
            prose: rule.text.prose,
        });
        let rows = || std::iter::repeat_with(OnceLock::new).take(sorts).collect();
        Worth {
            sorts,
            begins: begins.collect(),
            rows: [rows(), rows()],
        }
    }

    /// The rules worth trying at a token of one sort before one of another, or before the end.
    #[inline]
    pub fn rules(&self, scope: Scope, first: Sort, second: Option<Sort>) -> &[u16] {
        let row = &self.rows[scope as usize][usize::from(first)];
        let row = row.get_or_init(|| self.row(scope, first));
        let second = second.map_or(row.seconds.len().saturating_sub(1), usize::from);
        match row.seconds.get(second) {
            Some(list) => &row.lists[usize::from(*list)],
            None => &[],
        }
    }

    /// The rules of one first sort, their lists told apart rule by rule.
    fn row(&self, scope: Scope, first: Sort) -> Row {
        let rules = (self.begins.iter().enumerate())
            .filter(|(_, b)| b.look.first.has(first) && (scope == Scope::Prose || !b.prose));
        let (mut seconds, mut lists) = (vec![0u16; self.sorts + 1], vec![Vec::new()]);
        for (rule, begins) in rules {
            let after = match begins.look.one.has(first) {
                true => Set::ANY,
                false => begins.look.second(first),
            };
            let mut longer: BTreeMap<u16, u16> = BTreeMap::new();
            for (sort, list) in seconds.iter_mut().enumerate() {
                let end = sort == self.sorts;
                if after == Set::ANY || (!end && after.has(sort as Sort)) {
                    *list = *longer.entry(*list).or_insert_with(|| {
                        let mut rules: Vec<u16> = lists[usize::from(*list)].clone();
                        rules.push(rule as u16);
                        lists.push(rules);
                        lists.len() as u16 - 1
                    });
                }
            }
        }
        if lists.len() == 1 {
            return Row::default();
        }
        Row {
            seconds: seconds.into(),
            lists: lists.into_iter().map(Vec::into_boxed_slice).collect(),
        }
    }
}
