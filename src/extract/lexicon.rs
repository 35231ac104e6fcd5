//! The words of a language: each word's classes and values, from `data/lexicon/`.

use super::grammar::Grammar;
use std::collections::BTreeMap;
use std::hash::{BuildHasherDefault, DefaultHasher};
use std::sync::OnceLock;

/// A word that the lexicon knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordId(u16);

/// A class of words, such as `MONTH`; at most 64.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClassId(pub(super) u8);

#[derive(Debug, Default)]
struct Entry {
    /// Classes and the value the word has in each.
    classes: Vec<(ClassId, i32)>,
    /// Only with a capital does the word belong to its classes ("May", "March").
    needs_capital: bool,
}

/// The words and the grammar of one language.
#[derive(Debug)]
pub struct Lexicon {
    /// Two-letter code of the language.
    pub language: String,
    class_names: Vec<String>,
    words: std::collections::HashMap<Box<str>, WordId, BuildHasherDefault<DefaultHasher>>,
    entries: Vec<Entry>,
    longest: usize,
    /// The rules.
    pub grammar: Grammar,
}

/// The file of a language.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    language: String,
    needs_capital: Vec<String>,
    words: BTreeMap<String, BTreeMap<String, i32>>,
    define: BTreeMap<String, String>,
    rule: Vec<super::grammar::RuleText>,
}

impl Lexicon {
    /// English, from `data/lexicon/en.toml`.
    pub fn english() -> &'static Lexicon {
        static ENGLISH: OnceLock<Lexicon> = OnceLock::new();
        ENGLISH.get_or_init(|| {
            // The file is part of the program and a test reads it: it cannot be wrong at run time.
            Lexicon::parse(include_str!("../../data/lexicon/en.toml"))
                .unwrap_or_else(|message| unreachable!("data/lexicon/en.toml: {message}"))
        })
    }

    /// Reads the file of a language.
    ///
    /// # Errors
    /// A message that names the rule or the word that is wrong.
    pub fn parse(text: &str) -> Result<Lexicon, String> {
        let file: File = toml::from_str(text).map_err(|e| e.to_string())?;
        let mut lexicon = Lexicon {
            language: file.language,
            class_names: file.words.keys().cloned().collect(),
            words: Default::default(),
            entries: Vec::new(),
            longest: 0,
            grammar: Grammar::default(),
        };
        if lexicon.class_names.len() > 64 {
            return Err("more than 64 classes of words".into());
        }
        for (class, words) in file.words.values().enumerate() {
            for (word, value) in words {
                let id = lexicon.intern(word);
                let entry = &mut lexicon.entries[usize::from(id.0)];
                entry.classes.push((ClassId(class as u8), *value));
            }
        }
        for word in &file.needs_capital {
            let id = lexicon.intern(word);
            lexicon.entries[usize::from(id.0)].needs_capital = true;
        }
        lexicon.grammar = Grammar::compile(&file.define, file.rule, &mut lexicon)?;
        Ok(lexicon)
    }

    /// The id of a word, which is added if it is new.
    pub(super) fn intern(&mut self, word: &str) -> WordId {
        if let Some(id) = self.words.get(word) {
            return *id;
        }
        let id = WordId(self.entries.len() as u16);
        self.longest = self.longest.max(word.len());
        self.words.insert(word.into(), id);
        self.entries.push(Entry::default());
        id
    }

    pub(super) fn class(&self, name: &str) -> Option<ClassId> {
        let at = self.class_names.iter().position(|c| c == name)?;
        Some(ClassId(at as u8))
    }

    /// The classes to which a word belongs.
    pub(super) fn classes(
        &self,
        word: WordId,
        capital: bool,
    ) -> impl Iterator<Item = ClassId> + use<'_> {
        let entry = &self.entries[usize::from(word.0)];
        let hidden = entry.needs_capital && !capital;
        let classes = if hidden { &[] } else { &entry.classes[..] };
        classes.iter().map(|(class, _)| *class)
    }

    /// The lexicon's word for these letters, whatever their case.
    pub fn word(&self, text: &str) -> Option<WordId> {
        if text.len() > self.longest {
            return None;
        }
        let mut buffer = [0u8; 32];
        if text.is_ascii() {
            let lower = buffer.get_mut(..text.len())?;
            lower.copy_from_slice(text.as_bytes());
            lower.make_ascii_lowercase();
            let lower = std::str::from_utf8(lower).ok()?;
            self.words.get(lower).copied()
        } else {
            self.words.get(text.to_lowercase().as_str()).copied()
        }
    }

    /// The value of a word in a class; `None` if it does not belong to it.
    pub(super) fn value(&self, word: WordId, capital: bool, class: ClassId) -> Option<i32> {
        let entry = &self.entries[usize::from(word.0)];
        if entry.needs_capital && !capital {
            return None;
        }
        let found = entry.classes.iter().find(|(c, _)| *c == class);
        found.map(|(_, value)| *value)
    }
}
