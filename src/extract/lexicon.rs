//! The words of a language: each word's classes and values, from `data/lexicon/`.

use super::bounds::{BoundText, Bounds};
use super::grammar::Grammar;
use super::sort::{Sort, SortedWord, Sorts, UNKNOWN};
use super::token::Kind;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The files of English, in the order in which their rules are tried.
const ENGLISH: [&str; 8] = [
    include_str!("../../data/lexicon/en.toml"),
    include_str!("../../data/lexicon/en/words.toml"),
    include_str!("../../data/lexicon/en/bounds.toml"),
    include_str!("../../data/lexicon/en/calendar.toml"),
    include_str!("../../data/lexicon/en/feasts.toml"),
    include_str!("../../data/lexicon/en/clock.toml"),
    include_str!("../../data/lexicon/en/relative.toml"),
    include_str!("../../data/lexicon/en/duration.toml"),
];

/// A place of the table of words that holds none.
const EMPTY: u16 = u16::MAX;

/// A word that the lexicon knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordId(u16);

impl WordId {
    pub(super) fn new(number: usize) -> WordId {
        WordId(number as u16)
    }

    pub(super) fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// A class of words, such as `MONTH`; at most 250.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClassId(u8);

impl ClassId {
    pub(super) fn index(self) -> usize {
        usize::from(self.0)
    }
}

#[derive(Debug, Default)]
struct Entry {
    /// Classes and the value the word has in each.
    classes: Vec<(ClassId, i32)>,
    /// Only with a capital does the word belong to its classes ("May", "March").
    needs_capital: bool,
    /// Some pattern names it.
    literal: bool,
}

/// The words and the grammar of one language.
#[derive(Debug)]
pub struct Lexicon {
    /// Two-letter code of the language.
    pub language: String,
    class_names: Vec<String>,
    /// The sorts of its tokens.
    pub(super) sorts: Sorts,
    words: BTreeMap<Box<str>, WordId>,
    entries: Vec<Entry>,
    /// The words by their hash, open addressing; a power of two.
    table: Vec<(u32, u16)>,
    shapes: Shapes,
    /// The letters of each word, for the last comparison.
    spelled: Vec<Box<str>>,
    /// The rules.
    pub grammar: Grammar,
    /// The words of bounds and ranges.
    pub bounds: Bounds,
    /// What says that there is no date, in small letters and without marks: `undated`, `n d`.
    pub undated: Vec<String>,
}

/// A file of a language.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    language: Option<String>,
    /// Its rules are for prose only, not for datelines and cells.
    #[serde(default)]
    prose: bool,
    #[serde(default)]
    needs_capital: Vec<String>,
    #[serde(default)]
    words: BTreeMap<String, BTreeMap<String, i32>>,
    #[serde(default)]
    define: BTreeMap<String, String>,
    #[serde(default)]
    rule: Vec<super::grammar::RuleText>,
    #[serde(default)]
    bound: Vec<BoundText>,
    #[serde(default)]
    to: Vec<String>,
    #[serde(default)]
    and: Vec<String>,
    #[serde(default)]
    or: Vec<String>,
    /// Words behind these that say nothing: "und dem".
    #[serde(default)]
    articles: Vec<String>,
    /// What says that there is no date, in small letters and without marks.
    #[serde(default)]
    undated: Vec<String>,
}

impl Lexicon {
    /// English, from `data/lexicon/en.toml` and the folder `en` beside it.
    pub fn english() -> &'static Lexicon {
        static LEXICON: OnceLock<Lexicon> = OnceLock::new();
        LEXICON.get_or_init(|| {
            // The files are part of the program and a test reads them: they cannot be wrong at
            // run time.
            Lexicon::parse(&ENGLISH)
                .unwrap_or_else(|message| unreachable!("data/lexicon/en: {message}"))
        })
    }

    /// English with the forms that only cells and headings have: `1945 May 4`.
    pub fn english_of_cells() -> &'static Lexicon {
        static LEXICON: OnceLock<Lexicon> = OnceLock::new();
        LEXICON.get_or_init(|| {
            let cells = include_str!("../../data/lexicon/en-cells.toml");
            // First, so that of equal matches theirs wins: `1945 May 4` has no clock.
            let texts: Vec<&str> = [cells].into_iter().chain(ENGLISH).collect();
            Lexicon::parse(&texts)
                .unwrap_or_else(|message| unreachable!("data/lexicon/en-cells.toml: {message}"))
        })
    }

    /// German, from `data/lexicon/de.toml`: dates of headers and cells, not of prose.
    pub fn german() -> &'static Lexicon {
        static LEXICON: OnceLock<Lexicon> = OnceLock::new();
        LEXICON.get_or_init(|| {
            let file = include_str!("../../data/lexicon/de.toml");
            Lexicon::parse(&[file])
                .unwrap_or_else(|message| unreachable!("data/lexicon/de.toml: {message}"))
        })
    }

    /// Reads the files of a language.
    ///
    /// # Errors
    /// A message that names the rule or the word that is wrong.
    pub fn parse(texts: &[&str]) -> Result<Lexicon, String> {
        let mut words: BTreeMap<String, BTreeMap<String, i32>> = BTreeMap::new();
        let (mut define, mut rules, mut capitals) = (BTreeMap::new(), Vec::new(), Vec::new());
        let mut language = String::new();
        let (mut bounds, mut to, mut and, mut or) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (mut undated, mut articles) = (Vec::new(), Vec::new());
        for text in texts {
            let file: File = toml::from_str(text).map_err(|e| e.to_string())?;
            language = file.language.unwrap_or(language);
            capitals.extend(file.needs_capital);
            for (class, list) in file.words {
                words.entry(class).or_default().extend(list);
            }
            for (name, text) in file.define {
                if define.insert(name.clone(), text).is_some() {
                    return Err(format!("`{name}` is defined twice"));
                }
            }
            bounds.extend(file.bound);
            to.extend(file.to);
            and.extend(file.and);
            or.extend(file.or);
            articles.extend(file.articles);
            undated.extend(file.undated);
            let prose = file.prose;
            rules.extend(file.rule.into_iter().map(|mut rule| {
                rule.prose = prose;
                rule
            }));
        }
        let mut lexicon = Lexicon {
            language,
            class_names: words.keys().cloned().collect(),
            sorts: Sorts::default(),
            words: BTreeMap::new(),
            entries: Vec::new(),
            table: Vec::new(),
            shapes: Shapes::default(),
            spelled: Vec::new(),
            grammar: Grammar::default(),
            bounds: Bounds::default(),
            undated,
        };
        if lexicon.class_names.len() > 250 {
            return Err("more than 250 classes of words".into());
        }
        for (class, list) in words.values().enumerate() {
            for (word, value) in list {
                let id = lexicon.intern(word);
                let entry = &mut lexicon.entries[usize::from(id.0)];
                entry.classes.push((ClassId(class as u8), *value));
            }
        }
        for word in &capitals {
            let id = lexicon.intern(word);
            lexicon.entries[usize::from(id.0)].needs_capital = true;
        }
        lexicon.grammar = Grammar::compile(&define, rules, &mut lexicon)?;
        lexicon.bounds = Bounds::compile(&bounds, [&to, &and, &or, &articles], &mut lexicon);
        lexicon.index();
        Ok(lexicon)
    }

    /// The table of words by their hash, and the rules of each word.
    fn index(&mut self) {
        let size = (self.words.len() * 4).next_power_of_two();
        self.table = vec![(0, EMPTY); size];
        self.spelled = vec![Box::default(); self.entries.len()];
        for (word, id) in &self.words {
            let hash = hash(word);
            let mut at = hash as usize & (size - 1);
            while self.table[at].1 != EMPTY {
                at = (at + 1) & (size - 1);
            }
            self.table[at] = (hash, id.0);
            self.spelled[usize::from(id.0)] = word.clone();
            self.shapes.add(word.as_bytes());
        }
        let words: Vec<SortedWord> = self
            .entries
            .iter()
            .map(|entry| SortedWord {
                classes: entry.classes.iter().map(|(class, _)| *class).collect(),
                needs_capital: entry.needs_capital,
                literal: entry.literal,
            })
            .collect();
        let mut grammar = std::mem::take(&mut self.grammar);
        self.sorts = Sorts::new(&words, self.class_names.len(), &grammar.marks());
        grammar.index(self);
        self.grammar = grammar;
    }

    /// The sort of a token.
    #[inline]
    pub(super) fn sort(&self, kind: Kind) -> Sort {
        match kind {
            Kind::Word { word: None, .. } => UNKNOWN,
            Kind::Word {
                word: Some(word),
                capital,
            } => self.sorts.word(word, capital),
            Kind::Number { value, digits } => self.sorts.number(value, digits),
            Kind::Mark(c) => self.sorts.mark(c),
        }
    }

    /// The id of a word, which is added if it is new.
    pub(super) fn intern(&mut self, word: &str) -> WordId {
        if let Some(id) = self.words.get(word) {
            return *id;
        }
        let id = WordId(self.entries.len() as u16);
        self.words.insert(word.into(), id);
        self.entries.push(Entry::default());
        id
    }

    /// The id of a word that a pattern names.
    pub(super) fn intern_literal(&mut self, word: &str) -> WordId {
        let id = self.intern(word);
        self.entries[usize::from(id.0)].literal = true;
        id
    }

    pub(super) fn class(&self, name: &str) -> Option<ClassId> {
        let at = self.class_names.iter().position(|c| c == name)?;
        Some(ClassId(at as u8))
    }

    /// The lexicon's word for these letters, whatever their case.
    #[inline]
    pub fn word(&self, text: &str) -> Option<WordId> {
        match self.shapes.may_have(text.as_bytes()) {
            true => self.look_up(text),
            false => None,
        }
    }

    // By itself, so that the test before it costs no call.
    #[inline(never)]
    fn look_up(&self, text: &str) -> Option<WordId> {
        let hash = hash(text);
        let mask = self.table.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let (found, id) = self.table[at];
            if id == EMPTY {
                return None;
            }
            if found == hash && same_letters(&self.spelled[usize::from(id)], text) {
                return Some(WordId(id));
            }
            at = (at + 1) & mask;
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

/// First and last letters of words by their length: most words of a text have no such shape.
#[derive(Debug, Default)]
struct Shapes {
    /// For each length and first letter one bit for each last letter.
    bits: Vec<u32>,
}

impl Shapes {
    /// Takes in a word of the lexicon.
    fn add(&mut self, word: &[u8]) {
        if let Some((at, last)) = Shapes::place(word) {
            if self.bits.len() <= at {
                self.bits.resize(at + 1, 0);
            }
            self.bits[at] |= 1 << last;
        }
    }

    /// Whether the lexicon may have a word; of a word that begins or ends in no ASCII letter
    /// nothing is known.
    #[inline]
    fn may_have(&self, word: &[u8]) -> bool {
        match Shapes::place(word) {
            Some((at, last)) => self.bits.get(at).is_some_and(|b| b >> last & 1 != 0),
            None => true,
        }
    }

    #[inline]
    fn place(word: &[u8]) -> Option<(usize, u8)> {
        let letter = |b: &u8| b.is_ascii_alphabetic().then(|| (b | 0x20) - b'a');
        let (first, last) = (letter(word.first()?)?, letter(word.last()?)?);
        Some((word.len() * 32 + usize::from(first), last))
    }
}

/// FNV-1a over the bytes of a word, ASCII letters in lower case.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte | 0x20)).wrapping_mul(0x0100_0193)
    })
}

/// Whether a word of the lexicon, in lower case, has these letters.
fn same_letters(lower: &str, text: &str) -> bool {
    lower.eq_ignore_ascii_case(text) || (!text.is_ascii() && lower == text.to_lowercase())
}
