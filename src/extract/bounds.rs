//! Words that make a bound or a range of a date: by, since, not later than, between … and.

use super::lexicon::{Lexicon, WordId};
use super::token::{Kind, Token};

/// What the words before a date make of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// "not later than", "by": it happened on it or before.
    NotAfter,
    /// "before": it happened on an earlier day.
    Before,
    /// "until": it lasted up to it.
    Until,
    /// "since", "from": it has lasted since.
    Since,
    /// "after": it happened on a later day.
    After,
    /// "not earlier than": it happened on it or after.
    NotBefore,
    /// "throughout": it lasted from its beginning to its end.
    Throughout,
    /// "circa".
    Circa,
    /// "between": a range follows.
    Between,
}

/// Words of a bound, as the file of the language has them.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoundText {
    /// The words, in order.
    pub words: Vec<String>,
    /// What they mean.
    pub bound: Bound,
}

/// Words that join two dates into a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joint {
    /// "to", "until", a dash: a stretch.
    To,
    /// "and": one moment between, after "between"; else a list.
    And,
    /// "or": one moment, on the one or on the other.
    Or,
}

/// The compiled words.
#[derive(Debug, Default)]
pub struct Bounds {
    before: Vec<(Vec<WordId>, Bound)>,
    /// Whether a word is the last of some words of a bound.
    last: Vec<bool>,
    to: Vec<WordId>,
    and: Vec<WordId>,
    or: Vec<WordId>,
    /// Words behind these that say nothing.
    articles: Vec<WordId>,
}

impl Bounds {
    pub(super) fn compile(
        bounds: &[BoundText],
        [to, and, or, articles]: [&[String]; 4],
        lexicon: &mut Lexicon,
    ) -> Bounds {
        let mut words = |list: &[String]| list.iter().map(|w| lexicon.intern(w)).collect();
        let before: Vec<(Vec<WordId>, Bound)> =
            bounds.iter().map(|b| (words(&b.words), b.bound)).collect();
        let mut last = Vec::new();
        for word in before.iter().filter_map(|(words, _)| words.last()) {
            let size = last.len().max(word.index() + 1);
            last.resize(size, false);
            last[word.index()] = true;
        }
        Bounds {
            last,
            before,
            to: words(to),
            and: words(and),
            or: words(or),
            articles: words(articles),
        }
    }

    /// The bound that the words before token `at` say; the longest words win.
    pub fn before(&self, tokens: &[Token], at: usize) -> Option<Bound> {
        self.words_before(tokens, at).map(|(_, bound)| bound)
    }

    /// The same, with the token at which its words begin.
    pub fn words_before(&self, tokens: &[Token], at: usize) -> Option<(usize, Bound)> {
        // "c. 1943": the full stop of an abbreviation, and a bracket, stand between.
        let mut end = at;
        let is_hyphen = |at: usize| {
            tokens[at].is_mark('-')
                && tokens[at].glued()
                && tokens.get(at + 1).is_some_and(Token::glued)
        };
        while end > 0
            && (matches!(tokens[end - 1].kind(), Kind::Mark('.' | '[' | '(')) || is_hyphen(end - 1))
            && at - end < 2
        {
            end -= 1;
        }
        let word = tokens.get(end.checked_sub(1)?)?.word()?;
        if !self.last.get(word.index()).is_some_and(|last| *last) {
            return None;
        }
        let fits = |words: &[WordId]| {
            words.len() <= end
                && words
                    .iter()
                    .zip(&tokens[end - words.len()..end])
                    .all(|(w, t)| matches!(t.kind(), Kind::Word { word: Some(x), .. } if x == *w))
        };
        self.before
            .iter()
            .filter(|(words, _)| fits(words))
            .max_by_key(|(words, _)| words.len())
            .map(|(words, bound)| (end - words.len(), *bound))
    }

    /// Whether a word makes a bound or a choice by itself, so that a date beside it is not all that
    /// was said.
    pub fn has(&self, word: WordId) -> bool {
        let one = |(words, _): &(Vec<WordId>, Bound)| words.as_slice() == [word];
        self.before.iter().any(one) || self.or.contains(&word)
    }

    /// What joins two dates between which these tokens stand.
    pub fn joint(&self, between: &[Token]) -> Option<Joint> {
        // "und dem", "u.", "bis zum": an article or the stop of an abbreviation behind it.
        let (first, rest) = between.split_first()?;
        let is_light = |token: &Token| {
            let article = |word| self.articles.contains(&word);
            token.is_mark('.') || token.word().is_some_and(article)
        };
        let is_word = matches!(first.kind(), Kind::Word { .. });
        if !(rest.is_empty() || (is_word && rest.len() < 3 && rest.iter().all(is_light))) {
            return None;
        }
        match first.kind() {
            Kind::Mark('–' | '—' | '-' | '/') => Some(Joint::To),
            Kind::Mark('&') => Some(Joint::And),
            Kind::Word {
                word: Some(word), ..
            } if self.to.contains(&word) => Some(Joint::To),
            Kind::Word {
                word: Some(word), ..
            } if self.and.contains(&word) => Some(Joint::And),
            Kind::Word {
                word: Some(word), ..
            } if self.or.contains(&word) => Some(Joint::Or),
            _ => None,
        }
    }
}
