//! The rules worth trying where a token of one sort is followed by one of another.

use super::Grammar;
use crate::extract::lexicon::Lexicon;
use crate::extract::look::Looker;
use crate::extract::sort::{Set, Sort};
use std::collections::BTreeMap;

/// For each pair of sorts the rules that can begin with it.
#[derive(Debug, Default)]
pub(super) struct Worth {
    /// How many second sorts there are: one more than there are sorts, for the end of the text.
    wide: usize,
    /// The number of the list for first sort × `wide` + second sort.
    lists: Vec<u16>,
    /// The lists, each in the order of the rules; the first is empty.
    rules: Vec<Box<[u16]>>,
}

/// A rule that can begin with a token, and what its second token may be.
struct Begins {
    rule: u16,
    second: Set,
    /// It can match that one token only.
    one: bool,
}

impl Worth {
    /// The tables of datelines and of prose; `first` has what each rule can begin with.
    pub fn both(grammar: &Grammar, lexicon: &Lexicon, first: &[Set]) -> [Worth; 2] {
        let sorts = lexicon.sorts.count();
        let (mut dateline, mut prose) = (Table::new(sorts), Table::new(sorts));
        for sort in 0..sorts {
            let looker = Looker::new(&grammar.defines, lexicon, Set::of(sort as Sort));
            let mut begin: Vec<Begins> = (grammar.rules.iter().zip(first).enumerate())
                .filter(|(_, (_, first))| first.has(sort as Sort))
                .map(|(number, (rule, _))| {
                    let seen = looker.look(&rule.node);
                    Begins {
                        rule: number as u16,
                        second: seen.second,
                        one: seen.one,
                    }
                })
                .collect();
            prose.add(&begin, sorts);
            begin.retain(|b| !grammar.rules[usize::from(b.rule)].text.prose);
            dateline.add(&begin, sorts);
        }
        [dateline.worth, prose.worth]
    }

    /// The rules worth trying at a token of one sort before one of another, or before the end.
    #[inline]
    pub fn rules(&self, first: Sort, second: Option<Sort>) -> &[u16] {
        let second = second.map_or(self.wide - 1, usize::from);
        let list = self.lists[usize::from(first) * self.wide + second];
        &self.rules[usize::from(list)]
    }
}

/// A table that is being made.
struct Table {
    worth: Worth,
    known: BTreeMap<Box<[u16]>, u16>,
}

impl Table {
    fn new(sorts: usize) -> Table {
        Table {
            worth: Worth {
                wide: sorts + 1,
                lists: Vec::with_capacity(sorts * (sorts + 1)),
                rules: vec![Box::default()],
            },
            known: BTreeMap::from([(Box::default(), 0)]),
        }
    }

    /// Adds the lists of the next first sort.
    fn add(&mut self, begin: &[Begins], sorts: usize) {
        if begin.is_empty() {
            self.worth
                .lists
                .resize(self.worth.lists.len() + sorts + 1, 0);
            return;
        }
        let mut list: Vec<u16> = Vec::with_capacity(begin.len());
        for second in 0..=sorts {
            list.clear();
            let fits = |b: &&Begins| b.one || second < sorts && b.second.has(second as Sort);
            list.extend(begin.iter().filter(fits).map(|b| b.rule));
            let known = self.known.get(list.as_slice()).copied();
            let at = known.unwrap_or_else(|| {
                let next = self.worth.rules.len() as u16;
                let list: Box<[u16]> = list.as_slice().into();
                self.worth.rules.push(list.clone());
                self.known.insert(list, next);
                next
            });
            self.worth.lists.push(at);
        }
    }
}
