//! The words of stages, found among the tokens of a text.

use super::Stages;
use crate::extract::Lexicon;
use crate::extract::reading::Reading;
use crate::extract::token::{Kind, Token, tokens};
use std::collections::HashMap;
use std::ops::Range;

/// Longest first word of a phrase, in bytes.
const LONGEST: usize = 32;
/// How many tokens before a stage word are looked at.
const BACK: usize = 14;
/// Most tokens between one stage word and the next that follows its time.
const LINE: usize = 48;

/// A stage word in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StagePhrase {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Rank of the stage.
    pub stage: usize,
    /// It is a label, which means the stage only right before a time: "D.", "time of receipt".
    pub label: bool,
}

/// The words of all stages.
#[derive(Clone, Debug, Default)]
pub(super) struct Phrases {
    /// By first word.
    by_word: HashMap<Box<str>, Vec<Phrase>>,
}

/// The words of a phrase, its stage, and whether it is a label.
type Phrase = (Vec<Box<str>>, usize, bool);

impl Phrases {
    pub fn add(&mut self, phrase: &str, stage: usize, label: bool) {
        let phrase = phrase.to_lowercase();
        let words: Vec<Box<str>> = tokens(&phrase, Lexicon::english())
            .iter()
            .map(|t| Box::from(plain(t.text(&phrase))))
            .collect();
        let Some(first) = words.first().cloned() else {
            return;
        };
        self.by_word
            .entry(first)
            .or_default()
            .push((words, stage, label));
    }

    /// Longer phrases first.
    pub fn sort(&mut self) {
        for list in self.by_word.values_mut() {
            list.sort_by_key(|(words, ..)| std::cmp::Reverse(words.len()));
        }
    }

    /// The phrases that begin with a word.
    fn beginning(&self, word: &str) -> &[Phrase] {
        let mut lower = [0u8; LONGEST];
        let Some(space) = lower.get_mut(..word.len()) else {
            return &[];
        };
        space.copy_from_slice(word.as_bytes());
        space.make_ascii_lowercase();
        let lower = std::str::from_utf8(space).unwrap_or_default();
        self.by_word.get(lower).map_or(&[], Vec::as_slice)
    }
}

impl Stages {
    /// Whether a word is the first of some phrase.
    pub(in crate::extract) fn begins_phrase(&self, word: &str) -> bool {
        !self.phrases.beginning(word).is_empty()
    }

    /// The stage words of a text that can begin a stage: nothing stands before them on their line
    /// or in their sentence but a bracket, a number, a date or a word for the message itself; or
    /// they follow the time of another stage.
    pub(in crate::extract) fn find(
        &self,
        text: &str,
        tokens: &[Token],
        readings: &[(Reading, Range<usize>)],
    ) -> Vec<StagePhrase> {
        let mut out: Vec<StagePhrase> = Vec::new();
        let mut passed = 0;
        for at in 0..tokens.len() {
            while readings.get(passed).is_some_and(|(_, r)| r.end <= at) {
                passed += 1;
            }
            let before = passed.checked_sub(1).map(|i| readings[i].1.end);
            let in_time = readings.get(passed).is_some_and(|(_, r)| r.contains(&at));
            if in_time || out.last().is_some_and(|p| at < p.tokens.end) {
                continue;
            }
            let Some((length, stage, label)) = self.phrase_at(text, tokens, at) else {
                continue;
            };
            let same_line = out
                .last()
                .is_some_and(|p| at - p.tokens.end < LINE && one_line(tokens, p.tokens.end..at));
            let after_time =
                same_line && before.is_some_and(|end| self.joins(text, tokens, end..at));
            let begins = match label {
                true => tokens[at].breaks() > 0 || at == 0 || self.after_mark(tokens, at, before),
                false => self.may_begin(text, tokens, at),
            };
            if begins || after_time {
                out.push(StagePhrase {
                    tokens: at..at + length,
                    stage,
                    label,
                });
            }
        }
        out
    }

    fn phrase_at(&self, text: &str, tokens: &[Token], at: usize) -> Option<(usize, usize, bool)> {
        let Kind::Word { .. } = tokens[at].kind() else {
            return None;
        };
        let candidates = self.phrases.beginning(tokens[at].text(text));
        let is = |i: usize, word: &str| {
            let found = tokens.get(i).map(|t| plain(t.text(text)));
            found.is_some_and(|f| f.eq_ignore_ascii_case(word))
        };
        candidates.iter().find_map(|(words, stage, label)| {
            let fits = (1..words.len()).all(|i| is(at + i, &words[i]));
            fits.then_some((words.len(), *stage, *label))
        })
    }

    /// Whether only marks and small words stand between the time of one stage and the next one.
    fn joins(&self, text: &str, tokens: &[Token], gap: Range<usize>) -> bool {
        gap.len() <= 3
            && gap.clone().all(|i| match tokens[i].kind() {
                Kind::Mark(_) => true,
                Kind::Word { .. } => {
                    matches!(tokens[i].text(text), "and" | "then" | "was" | "but")
                }
                Kind::Number { .. } => false,
            })
    }

    /// Whether a label stands at the beginning of its entry: behind a bracket, a stroke, or the
    /// time of another.
    fn after_mark(&self, tokens: &[Token], at: usize, time: Option<usize>) -> bool {
        let mark = matches!(
            tokens[at - 1].kind(),
            Kind::Mark('[' | '(' | ';' | '|' | '•' | '*' | '/')
        );
        let marks = |end: usize| (end..at).all(|i| matches!(tokens[i].kind(), Kind::Mark(_)));
        mark || time.is_some_and(|end| at - end <= 2 && marks(end))
    }

    fn may_begin(&self, text: &str, tokens: &[Token], at: usize) -> bool {
        for i in (0..at).rev().take(BACK) {
            // The token after `i` begins a line: the phrase is at its line's beginning.
            if tokens[i + 1].breaks() > 0 {
                return true;
            }
            match tokens[i].kind() {
                Kind::Mark('[' | '(' | ';' | '|' | '•' | '*') => return true,
                Kind::Mark('.') if !tokens[i + 1].glued() && !is_abbreviation(text, tokens, i) => {
                    return true;
                }
                Kind::Mark(_) | Kind::Number { .. } => {}
                Kind::Word { .. } => {
                    let word = tokens[i].text(text).to_lowercase();
                    let dates = Lexicon::english().word(&word).is_some();
                    if !self.subject.contains(&word) && !dates {
                        return false;
                    }
                }
            }
        }
        at < BACK || tokens[at].breaks() > 0
    }

    /// Whether a name stands among some tokens, and not only words that may stand in a gap.
    pub(in crate::extract) fn has_name(
        &self,
        text: &str,
        tokens: &[Token],
        range: Range<usize>,
    ) -> bool {
        tokens[range].iter().any(|t| {
            matches!(t.kind(), Kind::Word { capital: true, .. })
                && !self.gap.contains(&t.text(text).to_lowercase())
        })
    }

    /// Whether a token may stand between a stage word and its clock.
    pub(in crate::extract) fn in_gap(&self, text: &str, tokens: &[Token], at: usize) -> bool {
        match tokens[at].kind() {
            Kind::Mark('.') => is_abbreviation(text, tokens, at),
            Kind::Mark(c) => matches!(
                c,
                ',' | ':' | '(' | ')' | '-' | '–' | '—' | '/' | '\'' | '’' | '['
            ),
            Kind::Number { digits, .. } => digits <= 2,
            Kind::Word { capital, .. } => {
                capital || self.gap.contains(&tokens[at].text(text).to_lowercase())
            }
        }
    }
}

/// A full stop after a single capital or a short capitalised word: "N. J.", "No. 4".
pub(in crate::extract) fn is_abbreviation(text: &str, tokens: &[Token], at: usize) -> bool {
    at.checked_sub(1).is_some_and(|i| {
        let word = tokens[i].text(text);
        matches!(tokens[i].kind(), Kind::Word { capital: true, .. }) && word.chars().count() <= 3
    })
}

fn one_line(tokens: &[Token], range: Range<usize>) -> bool {
    range.end < tokens.len() && (range.start..=range.end).all(|i| tokens[i].breaks() == 0)
}

/// The typewriter's apostrophe for the printer's.
fn plain(token: &str) -> &str {
    match token {
        "’" => "'",
        other => other,
    }
}
