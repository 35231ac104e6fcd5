//! Stages of a message's way: their words, their order, and the end at which each happens.

mod phrase;

pub(super) use phrase::{StagePhrase, is_abbreviation};

use crate::model::Stage;
use phrase::Phrases;
use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;

/// The stages of a message's way, in order, with their words.
#[derive(Clone, Debug)]
pub struct Stages {
    list: Vec<Definition>,
    /// Stages in the order of one kind of message, by the kind in lower case.
    orders: BTreeMap<String, Vec<String>>,
    phrases: Phrases,
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
    #[serde(default)]
    labels: Vec<String>,
    /// It may happen at either end: where the stage told before it happened.
    #[serde(default)]
    relay: bool,
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
            labels: Vec::new(),
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
    #[serde(default)]
    order: Vec<Order>,
    gap: Words,
    subject: Words,
}

/// The order of some stages in messages of some kinds.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    kinds: Vec<String>,
    stages: Vec<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    words: HashSet<String>,
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
    /// What the TOML reader says, or an order of a stage that the file does not define.
    pub fn parse(text: &str) -> Result<Stages, String> {
        let file: File = toml::from_str(text).map_err(|e| e.to_string())?;
        let known = |name: &String| file.stage.iter().any(|s| s.name == *name);
        let named = file.order.iter().flat_map(|o| &o.stages);
        if let Some(unknown) = named.clone().find(|name| !known(name)) {
            return Err(format!("an order names `{unknown}`, which is no stage"));
        }
        let mut stages = Stages {
            list: file
                .stage
                .into_iter()
                .flat_map(Definition::spread)
                .collect(),
            orders: BTreeMap::new(),
            phrases: Phrases::default(),
            gap: file.gap.words,
            subject: file.subject.words,
        };
        stages.index();
        for order in file.order {
            for kind in &order.kinds {
                stages.order(Some(kind), &order.stages);
            }
        }
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
                labels: Vec::new(),
                relay: false,
                numbered: 0,
            });
            for order in self.orders.values_mut() {
                order.push(stage.to_owned());
            }
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
                other.labels.retain(|w| *w != phrase);
            }
            self.list[rank].words.push(phrase);
        }
        self.index();
    }

    /// Puts some stages into an order, for one kind of message (`cable`) or for all; the places
    /// they hold among the others stay the same.
    pub fn order(&mut self, kind: Option<&str>, names: &[String]) {
        for name in names {
            if !self.list.iter().any(|s| s.name == *name) {
                self.add(name, &[]);
            }
        }
        let own: Vec<String> = self
            .names_for(kind)
            .into_iter()
            .map(str::to_owned)
            .collect();
        let ordered = in_order(&own, names);
        if let Some(kind) = kind {
            self.orders.insert(kind.to_lowercase(), ordered);
            return;
        }
        for order in self.orders.values_mut() {
            *order = in_order(order, names);
        }
        let place = |s: &Definition| ordered.iter().position(|name| *name == s.name);
        self.list.sort_by_key(place);
        self.index();
    }

    /// Finds the phrases again after the list has changed.
    fn index(&mut self) {
        self.phrases = Phrases::default();
        for (rank, stage) in self.list.iter().enumerate() {
            for word in &stage.words {
                self.phrases.add(word, rank, false);
            }
            for label in &stage.labels {
                self.phrases.add(label, rank, true);
            }
        }
        self.phrases.sort();
    }

    /// The place of a stage in the general order; stages that no file names come last.
    pub fn rank(&self, name: &str) -> usize {
        let found = self.list.iter().position(|s| s.name == name);
        found.unwrap_or(self.list.len())
    }

    /// The names, in the order of messages whose kind has no order of its own.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|s| s.name.as_str())
    }

    /// The names in the order of one kind of message.
    ///
    /// ```
    /// use annals::extract::Stages;
    /// let letters = Stages::bundled().names_for(Some("letter"));
    /// let rank = |name: &str| letters.iter().position(|n| *n == name);
    /// assert!(rank("delivered") < rank("received"));
    /// ```
    pub fn names_for(&self, kind: Option<&str>) -> Vec<&str> {
        match kind.and_then(|k| self.orders.get(&k.to_lowercase())) {
            Some(own) => own.iter().map(String::as_str).collect(),
            None => self.names().collect(),
        }
    }

    /// The orders of the kinds of messages that have their own, by the kind in lower case.
    pub fn orders(&self) -> &BTreeMap<String, Vec<String>> {
        &self.orders
    }

    /// The stage that a name or one of its words means: `dispatched` is `sent`.
    pub fn named(&self, word: &str) -> Option<Stage> {
        let by_name = self.list.iter().find(|s| s.name == word);
        let by_word = || self.list.iter().find(|s| s.words.iter().any(|w| w == word));
        by_name.or_else(by_word).map(|s| Stage::new(s.name.clone()))
    }

    /// The stage of a rank, and the end where it happens; `before` is the end of the stage that is
    /// told before it.
    pub(super) fn stage(&self, rank: usize, before: Option<End>) -> (Stage, End) {
        let definition = &self.list[rank];
        let at = before.filter(|_| definition.relay).unwrap_or(definition.at);
        (Stage::new(definition.name.clone()), at)
    }

    /// The end where a stage happens; unknown stages happen where the message goes.
    pub fn end_of(&self, name: &str) -> End {
        let found = self.list.iter().find(|s| s.name == name);
        found.map_or(End::Recipient, |s| s.at)
    }
}

/// A list with some of its names in another order, in the places that they hold together.
fn in_order(list: &[String], names: &[String]) -> Vec<String> {
    let rank = |name: &String| names.iter().position(|n| n == name);
    let mut wanted: Vec<&String> = list.iter().filter(|n| rank(n).is_some()).collect();
    wanted.sort_by_key(|n| rank(n));
    let mut wanted = wanted.into_iter();
    list.iter()
        .map(|name| match rank(name) {
            Some(_) => wanted.next().unwrap_or(name),
            None => name,
        })
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_message_has_its_order() {
        let mut stages = Stages::bundled().clone();
        let own = ["printed", "deciphered", "read"].map(str::to_owned);
        stages.order(Some("Signal"), &own);
        let rank =
            |kind: Option<&str>, name: &str| stages.names_for(kind).iter().position(|n| *n == name);
        assert!(rank(Some("signal"), "printed") < rank(Some("signal"), "deciphered"));
        assert!(rank(Some("cable"), "deciphered") < rank(Some("cable"), "printed"));
        assert!(rank(None, "received") < rank(None, "delivered"));
        assert!(rank(Some("letter"), "delivered") < rank(Some("letter"), "received"));
        let every = |kind: &str| {
            let mut names = stages.names_for(Some(kind));
            names.sort_unstable();
            names
        };
        let mut all: Vec<&str> = stages.names().collect();
        all.sort_unstable();
        for kind in stages.orders().keys() {
            assert_eq!(every(kind), all, "{kind}");
        }
    }

    #[test]
    fn an_order_of_a_stage_that_is_none_is_refused() {
        let text = include_str!("../../data/stages/stages.toml");
        let wrong = format!("{text}\n[[order]]\nkinds = [\"x\"]\nstages = [\"sennt\"]\n");
        assert!(Stages::parse(&wrong).unwrap_err().contains("sennt"));
    }
}
