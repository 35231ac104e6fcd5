//! Stage words: which words say that a message was sent, arrived, or was deciphered.

use super::token::{Kind, Token};
use crate::model::Stage;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::OnceLock;

/// The stages of a message's way, in order, with their words.
#[derive(Clone, Debug)]
pub struct Stages {
    list: Vec<Definition>,
    /// By first word: the words of the phrase and its stage.
    phrases: HashMap<String, Vec<(Vec<String>, usize)>>,
    gap: HashSet<String>,
    subject: HashSet<String>,
}

/// At which end of its way a message is in a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum End {
    /// Where it comes from.
    Sender,
    /// Where it goes to.
    Recipient,
}

#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Definition {
    name: String,
    at: End,
    words: Vec<String>,
    /// It stands for this many stages: `hop-1`, `hop-2` …
    #[serde(default)]
    numbered: u32,
}

impl Definition {
    /// The stages that a definition stands for.
    fn spread(self) -> Vec<Definition> {
        if self.numbered == 0 {
            return vec![self];
        }
        let one = |number: u32| Definition {
            name: format!("{}-{number}", self.name),
            words: Vec::new(),
            numbered: 0,
            ..self.clone()
        };
        (1..=self.numbered).map(one).collect()
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    stage: Vec<Definition>,
    gap: Words,
    subject: Words,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    words: HashSet<String>,
}

/// A stage word in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StagePhrase {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Rank of the stage.
    pub stage: usize,
}

impl Stages {
    /// The stages of `data/stages/stages.toml`.
    pub fn bundled() -> &'static Stages {
        static BUNDLED: OnceLock<Stages> = OnceLock::new();
        BUNDLED.get_or_init(|| {
            // The file is part of the program and tests read it whole.
            Stages::parse(include_str!("../../data/stages/stages.toml"))
                .unwrap_or_else(|message| unreachable!("data/stages/stages.toml: {message}"))
        })
    }

    /// Reads a file of stages.
    ///
    /// # Errors
    /// What the TOML reader says.
    pub fn parse(text: &str) -> Result<Stages, String> {
        let file: File = toml::from_str(text).map_err(|e| e.to_string())?;
        let mut stages = Stages {
            list: file
                .stage
                .into_iter()
                .flat_map(Definition::spread)
                .collect(),
            phrases: HashMap::new(),
            gap: file.gap.words,
            subject: file.subject.words,
        };
        stages.index();
        Ok(stages)
    }

    /// Adds words for a stage. A new stage comes last; it happens at the end of the stage that had
    /// its words before, else where the message goes.
    pub fn add(&mut self, stage: &str, words: &[String]) {
        let known = self.list.iter().position(|s| s.name == stage);
        let before = self.list.iter().find(|s| {
            let has = |word: &str| s.words.iter().any(|w| w == word);
            has(stage) || words.iter().any(|w| has(w))
        });
        let at = before.map_or(End::Recipient, |s| s.at);
        let rank = known.unwrap_or_else(|| {
            self.list.push(Definition {
                name: stage.to_owned(),
                at,
                words: Vec::new(),
                numbered: 0,
            });
            self.list.len() - 1
        });
        for phrase in words {
            // "telephoned at": what stands before the clock is no part of the word.
            let phrase = phrase.trim().to_lowercase();
            let phrase = phrase.trim_end_matches(" at").to_owned();
            let phrase = phrase.split_whitespace().collect::<Vec<_>>().join(" ");
            if phrase.is_empty() {
                continue;
            }
            // A word that meant another stage means this one now.
            for other in &mut self.list {
                other.words.retain(|w| *w != phrase);
            }
            self.list[rank].words.push(phrase);
        }
        self.index();
    }

    /// Puts some stages into an order; the places they hold among the others stay the same.
    pub fn order(&mut self, names: &[String]) {
        for name in names {
            if !self.list.iter().any(|s| s.name == *name) {
                self.add(name, &[]);
            }
        }
        let rank = |name: &str| names.iter().position(|n| n == name);
        let slots: Vec<usize> = (0..self.list.len())
            .filter(|i| rank(&self.list[*i].name).is_some())
            .collect();
        let mut wanted: Vec<Definition> = slots.iter().map(|i| self.list[*i].clone()).collect();
        wanted.sort_by_key(|s| rank(&s.name));
        for (slot, stage) in slots.into_iter().zip(wanted) {
            self.list[slot] = stage;
        }
        self.index();
    }

    /// Finds the phrases again after the list has changed.
    fn index(&mut self) {
        self.phrases.clear();
        for (rank, stage) in self.list.iter().enumerate() {
            for phrase in &stage.words {
                let words: Vec<String> = phrase.split(' ').map(str::to_owned).collect();
                let first = words[0].clone();
                self.phrases.entry(first).or_default().push((words, rank));
            }
        }
        for list in self.phrases.values_mut() {
            list.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
    }

    /// The place of a stage in the order; stages that no file names come last.
    pub fn rank(&self, name: &str) -> usize {
        let found = self.list.iter().position(|s| s.name == name);
        found.unwrap_or(self.list.len())
    }

    /// The names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|s| s.name.as_str())
    }

    /// The stage that a name or one of its words means: `dispatched` is `sent`.
    pub fn named(&self, word: &str) -> Option<Stage> {
        let by_name = self.list.iter().find(|s| s.name == word);
        let by_word = || self.list.iter().find(|s| s.words.iter().any(|w| w == word));
        by_name.or_else(by_word).map(|s| Stage::new(s.name.clone()))
    }

    /// The stage of a rank, and the end where it happens.
    pub(super) fn stage(&self, rank: usize) -> (Stage, End) {
        let definition = &self.list[rank];
        (Stage::new(definition.name.clone()), definition.at)
    }

    /// The end where a stage happens; unknown stages happen where the message goes.
    pub fn end_of(&self, name: &str) -> End {
        let found = self.list.iter().find(|s| s.name == name);
        found.map_or(End::Recipient, |s| s.at)
    }

    /// The stage words of a text that can begin a stage: nothing stands before them on their
    /// line or in their sentence but a bracket, a number or a word for the message itself.
    pub(super) fn find(&self, text: &str, tokens: &[Token]) -> Vec<StagePhrase> {
        let mut out: Vec<StagePhrase> = Vec::new();
        for at in 0..tokens.len() {
            let Some((length, stage)) = self.phrase_at(text, tokens, at) else {
                continue;
            };
            let inside = out.last().is_some_and(|p| at < p.tokens.end);
            if !inside && self.may_begin(text, tokens, at) {
                out.push(StagePhrase {
                    tokens: at..at + length,
                    stage,
                });
            }
        }
        out
    }

    fn phrase_at(&self, text: &str, tokens: &[Token], at: usize) -> Option<(usize, usize)> {
        let Kind::Word { .. } = tokens[at].kind else {
            return None;
        };
        let word = |i: usize| tokens.get(i).map(|t| t.text(text).to_lowercase());
        let candidates = self.phrases.get(&word(at)?)?;
        candidates.iter().find_map(|(words, stage)| {
            let fits = (1..words.len()).all(|i| word(at + i).as_ref() == Some(&words[i]));
            fits.then_some((words.len(), *stage))
        })
    }

    fn may_begin(&self, text: &str, tokens: &[Token], at: usize) -> bool {
        for i in (0..at).rev().take(14) {
            // The token after `i` begins a line: the phrase is at its line's beginning.
            if tokens[i + 1].breaks > 0 {
                return true;
            }
            match tokens[i].kind {
                Kind::Mark('[' | '(' | ';' | '|' | '•' | '*') => return true,
                Kind::Mark('.') if !tokens[i + 1].glued && !is_abbreviation(text, tokens, i) => {
                    return true;
                }
                Kind::Mark(_) | Kind::Number { .. } => {}
                Kind::Word { .. } => {
                    let word = tokens[i].text(text).to_lowercase();
                    let dates = super::Lexicon::english().word(&word).is_some();
                    if !self.subject.contains(&word) && !dates {
                        return false;
                    }
                }
            }
        }
        at < 14 || tokens[at].breaks > 0
    }

    /// Whether a name stands among some tokens, and not only words that may stand in a gap.
    pub(super) fn has_name(&self, text: &str, tokens: &[Token], range: Range<usize>) -> bool {
        tokens[range].iter().any(|t| {
            matches!(t.kind, Kind::Word { capital: true, .. })
                && !self.gap.contains(&t.text(text).to_lowercase())
        })
    }

    /// Whether a token may stand between a stage word and its clock.
    pub(super) fn in_gap(&self, text: &str, tokens: &[Token], at: usize) -> bool {
        match tokens[at].kind {
            Kind::Mark('.') => is_abbreviation(text, tokens, at),
            Kind::Mark(c) => matches!(
                c,
                ',' | ':' | '(' | ')' | '-' | '–' | '—' | '/' | '\'' | '’'
            ),
            Kind::Number { digits, .. } => digits <= 2,
            Kind::Word { capital, .. } => {
                capital || self.gap.contains(&tokens[at].text(text).to_lowercase())
            }
        }
    }
}

/// A full stop after a single capital or a short capitalised word: "N. J.", "No. 4".
fn is_abbreviation(text: &str, tokens: &[Token], at: usize) -> bool {
    at.checked_sub(1).is_some_and(|i| {
        let word = tokens[i].text(text);
        matches!(tokens[i].kind, Kind::Word { capital: true, .. }) && word.chars().count() <= 3
    })
}
