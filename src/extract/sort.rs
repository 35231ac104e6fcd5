//! Sorts of tokens: tokens that no pattern tells apart have the same sort, one of 256.
//!
//! Words of the same classes are of one sort, as are numbers that the same classes of numbers
//! admit; each mark and each word that a pattern names has its own. If a language has more, the
//! last sort is shared: sets of sorts promise only what cannot match.

use super::grammar::{NUMBER_CLASSES, NumberClass};
use super::lexicon::{ClassId, WordId};
use std::collections::BTreeMap;

/// The sort of a token.
pub type Sort = u8;

/// A word that no pattern knows.
pub(super) const UNKNOWN: Sort = 0;
/// A mark that no pattern names.
const OTHER_MARK: Sort = 1;
/// The sort that is shared when there are too many.
const LAST: usize = 255;

/// A set of sorts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Set([u64; 4]);

impl Set {
    /// No sort.
    pub const NONE: Set = Set([0; 4]);
    /// Every sort.
    pub const ANY: Set = Set([u64::MAX; 4]);

    /// One sort.
    pub fn of(sort: Sort) -> Set {
        let mut out = Set::NONE;
        out.0[usize::from(sort >> 6)] = 1 << (sort & 63);
        out
    }

    /// Whether a sort is in it.
    #[inline]
    pub fn has(&self, sort: Sort) -> bool {
        self.0[usize::from(sort >> 6)] >> (sort & 63) & 1 != 0
    }

    /// Sorts that are in either.
    pub fn or(self, other: Set) -> Set {
        Set(std::array::from_fn(|i| self.0[i] | other.0[i]))
    }

    /// Itself, or nothing.
    pub fn only(self, wanted: bool) -> Set {
        if wanted { self } else { Set::NONE }
    }
}

/// The sorts of a language.
#[derive(Debug, Default)]
pub(super) struct Sorts {
    count: usize,
    /// The sort of each word without and with a capital.
    words: Vec<[Sort; 2]>,
    ascii_marks: Vec<Sort>,
    marks: BTreeMap<char, Sort>,
    /// Numbers by the classes that admit them, one bit for each.
    numbers: Vec<(u16, Sort)>,
    classes: Vec<Set>,
    all_words: Set,
}

/// What tells one word from another: its classes, and its number if a pattern names it.
type Signature = (Vec<ClassId>, Option<WordId>);

/// A word as far as its sort needs it.
pub(super) struct SortedWord {
    /// Its classes.
    pub classes: Vec<ClassId>,
    /// Only with a capital does it belong to them.
    pub needs_capital: bool,
    /// A pattern names it.
    pub literal: bool,
}

impl Sorts {
    /// Sorts the words, marks and numbers of a language with so many classes.
    pub fn new(words: &[SortedWord], classes: usize, marks: &[char]) -> Sorts {
        let mut out = Sorts {
            count: 2,
            ascii_marks: vec![OTHER_MARK; 128],
            classes: vec![Set::NONE; classes],
            ..Sorts::default()
        };
        for &c in marks {
            if !out.marks.contains_key(&c) {
                let sort = out.next();
                out.marks.insert(c, sort);
                if let Some(slot) = out.ascii_marks.get_mut(c as usize) {
                    *slot = sort;
                }
            }
        }
        for (value, digits) in sample_numbers() {
            let mask = mask(value, digits);
            if !out.numbers.iter().any(|(known, _)| *known == mask) {
                let sort = out.next();
                out.numbers.push((mask, sort));
            }
        }
        let mut known: BTreeMap<Signature, Sort> = BTreeMap::new();
        known.insert((Vec::new(), None), UNKNOWN);
        out.all_words = Set::of(UNKNOWN);
        for (number, word) in words.iter().enumerate() {
            let own = word.literal.then_some(WordId::new(number));
            let shown = (word.classes.clone(), own);
            let hidden = match word.needs_capital {
                true => (Vec::new(), own),
                false => shown.clone(),
            };
            let sorts = [hidden, shown].map(|signature| match known.get(&signature) {
                Some(sort) => *sort,
                None => {
                    let sort = out.next();
                    known.insert(signature, sort);
                    sort
                }
            });
            for class in &word.classes {
                let set = &mut out.classes[class.index()];
                *set = set.or(Set::of(sorts[1]));
            }
            out.all_words = out.all_words.or(Set::of(sorts[0])).or(Set::of(sorts[1]));
            out.words.push(sorts);
        }
        out
    }

    fn next(&mut self) -> Sort {
        let sort = self.count.min(LAST);
        self.count += 1;
        sort as Sort
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.count.min(LAST + 1)
    }

    /// The sort of a word.
    #[inline]
    pub fn word(&self, word: WordId, capital: bool) -> Sort {
        self.words[word.index()][usize::from(capital)]
    }

    /// The sort of a mark.
    #[inline]
    pub fn mark(&self, c: char) -> Sort {
        match self.ascii_marks.get(c as usize) {
            Some(sort) => *sort,
            None => self.marks.get(&c).copied().unwrap_or(OTHER_MARK),
        }
    }

    /// The sort of a number.
    pub fn number(&self, value: u32, digits: u8) -> Sort {
        let mask = mask(value, digits);
        let found = self.numbers.iter().find(|(known, _)| *known == mask);
        // Every mask that can occur is in the sample; another would match no class but any.
        found.or(self.numbers.first()).map_or(UNKNOWN, |(_, s)| *s)
    }

    /// The sorts of the words of a class.
    pub fn of_class(&self, class: ClassId) -> Set {
        self.classes[class.index()]
    }

    /// The sorts of the numbers of a class.
    pub fn of_numbers(&self, class: NumberClass) -> Set {
        let bit = NUMBER_CLASSES.iter().position(|(_, c)| *c == class);
        let has = |mask: u16| bit.is_some_and(|b| mask >> b & 1 != 0);
        let sorts = self.numbers.iter().filter(|(mask, _)| has(*mask));
        sorts.fold(Set::NONE, |set, (_, sort)| set.or(Set::of(*sort)))
    }

    /// The sorts of one word.
    pub fn of_word(&self, word: WordId) -> Set {
        Set::of(self.word(word, false)).or(Set::of(self.word(word, true)))
    }

    /// The sorts of all words.
    pub fn words(&self) -> Set {
        self.all_words
    }
}

/// The classes that admit a number, one bit for each.
fn mask(value: u32, digits: u8) -> u16 {
    let bits = NUMBER_CLASSES.iter().enumerate();
    bits.fold(0, |mask, (bit, (_, class))| {
        mask | u16::from(class.admits(value, digits)) << bit
    })
}

/// A number for every way in which the classes can admit one.
fn sample_numbers() -> impl Iterator<Item = (u32, u8)> {
    let short =
        (1..=4u8).flat_map(|digits| (0..10u32.pow(u32::from(digits))).map(move |v| (v, digits)));
    short.chain((5..=7).map(|digits| (10u32.pow(u32::from(digits) - 1), digits)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_has_what_was_put_into_it() {
        let set = Set::of(3).or(Set::of(200));
        let found: Vec<u8> = (0..=255).filter(|s| set.has(*s)).collect();
        assert_eq!(found, [3, 200]);
    }

    #[test]
    fn numbers_of_one_sort_belong_to_the_same_classes() {
        let sorts = Sorts::new(&[], 0, &[]);
        assert_eq!(sorts.number(11, 2), sorts.number(12, 2));
        assert_ne!(sorts.number(12, 2), sorts.number(13, 2));
        assert!(
            sorts
                .of_numbers(NumberClass::Year)
                .has(sorts.number(1945, 4))
        );
        assert!(!sorts.of_numbers(NumberClass::Year).has(sorts.number(45, 2)));
    }
}
