//! The head of a document: number, correspondents, archive reference, and the page's furniture.
//!
//! Labels and kinds of messages: `data/stages/labels.toml`.

mod lines;

use crate::model::{Document, Markup, Role};
use std::collections::HashSet;
use std::ops::Range;
use std::sync::OnceLock;

/// What the head of a document says about its message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The heading of a marked document, on one line.
    pub title: Option<String>,
    /// `Cable`, `Telegram` …
    pub kind: Option<String>,
    /// Its number, as written.
    pub number: Option<String>,
    /// Who sent it.
    pub sender: Option<String>,
    /// To whom.
    pub recipient: Option<String>,
    /// Archive reference.
    pub citation: Option<String>,
    /// Name of the place of sending.
    pub from_place: Option<String>,
    /// Name of the place, or office, of the addressee.
    pub to_place: Option<String>,
    /// Bytes that belong to the page, not to the document.
    pub furniture: Vec<Range<usize>>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Labels {
    sender: HashSet<String>,
    recipient: HashSet<String>,
    number: HashSet<String>,
    citation: HashSet<String>,
    furniture: HashSet<String>,
    from_place: HashSet<String>,
    to_place: HashSet<String>,
    kinds: HashSet<String>,
    /// Words before the kind of a message: "incoming", "ciphered".
    qualities: HashSet<String>,
    /// Words of urgency behind an addressee.
    precedence: HashSet<String>,
    /// Labels of a date or a clock that belong to the message itself.
    pub date: HashSet<String>,
    titles: HashSet<String>,
    /// Words of a dateline that has no date.
    pub undated: HashSet<String>,
    /// Places that are kept back.
    pub withheld: HashSet<String>,
    /// Beginnings of places that move.
    pub moving: Vec<String>,
    /// Words before a date that make it approximate.
    pub approximate: HashSet<String>,
    travelling: Vec<String>,
}

pub(super) fn labels() -> &'static Labels {
    static LABELS: OnceLock<Labels> = OnceLock::new();
    LABELS.get_or_init(|| {
        // The file is part of the program and a test reads it.
        toml::from_str(include_str!("../../data/stages/labels.toml"))
            .unwrap_or_else(|message| unreachable!("data/stages/labels.toml: {message}"))
    })
}

impl Labels {
    /// Whether a word of a head speaks of the message itself: "telegram", "incoming", "No.".
    pub fn is_of_a_message(&self, word: &str) -> bool {
        [&self.kinds, &self.qualities, &self.number, &self.date]
            .iter()
            .any(|list| list.contains(word))
    }
}

impl Head {
    /// The head of a marked document: names that the markup shows, else the words of the heading
    /// (`Telegram From the Embassy in Jordan to the Department of State`).
    pub fn marked(document: &Document, markup: &Markup) -> Head {
        let named = |role: Role| {
            let parts = markup.of(role).filter(|p| p.enclosure == 0);
            let names: Vec<String> = parts.map(|p| names(&document.words(&p.text))).collect();
            (!names.is_empty()).then(|| names.join(", "))
        };
        let mut head = Head {
            sender: named(Role::Sender),
            recipient: named(Role::Recipient),
            citation: markup.citation.clone(),
            ..Head::default()
        };
        let heading = markup.of(Role::Head).find(|p| p.enclosure == 0);
        let Some(heading) = heading.map(|p| document.words(&p.text)) else {
            return head;
        };
        let heading = heading.trim();
        // Volumes print the document's number before its heading.
        let words = heading
            .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.')
            .trim();
        let lower = words.to_lowercase();
        head.kind = labels()
            .travelling
            .iter()
            .find(|kind| begins_with_word(&lower, kind))
            .map(|kind| capitalised(kind));
        let after_from = words.split_once(" From ").map_or(words, |(_, rest)| rest);
        if let Some((from, to)) = after_from.split_once(" to ") {
            let office = |name: &str| {
                names(
                    name.trim()
                        .trim_start_matches("the ")
                        .trim_start_matches("The "),
                )
            };
            head.sender.get_or_insert_with(|| office(from));
            head.recipient.get_or_insert_with(|| office(to));
        }
        head.title = Some(super::oddity::one_line(words)).filter(|t| !t.is_empty());
        head
    }
}

/// Whether a text begins with some words, whole.
fn begins_with_word(text: &str, words: &str) -> bool {
    let rest = text.strip_prefix(words);
    rest.is_some_and(|r| !r.starts_with(char::is_alphanumeric))
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(chars).collect()
}

/// Names of persons or offices: titles left out, `and` as a comma, capitals only at beginnings.
pub(super) fn names(text: &str) -> String {
    let text = text.trim().trim_end_matches(['.', ',', ';']);
    let mut out: Vec<String> = Vec::new();
    for part in text.replace(" and ", ", ").split(',') {
        let words: Vec<String> = part
            .split_whitespace()
            .filter(|w| {
                !labels()
                    .titles
                    .contains(&w.trim_end_matches('.').to_lowercase())
            })
            .map(|w| {
                let shouting = w.chars().filter(|c| c.is_alphabetic()).count() > 3
                    && !w.chars().any(char::is_lowercase);
                match shouting {
                    true => capitalised(&w.to_lowercase()),
                    false => w.to_owned(),
                }
            })
            .collect();
        if !words.is_empty() {
            out.push(words.join(" "));
        }
    }
    out.join(", ")
}
