//! The head of a document: number, correspondents, archive reference, and the page's furniture.
//!
//! Labels and kinds of messages: `data/stages/labels.toml`.

use super::Gazetteer;
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
    kinds: HashSet<String>,
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

/// A line of the text that is not empty: its bytes, blanks at both ends left out.
struct Line<'a> {
    text: &'a str,
    bytes: Range<usize>,
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut start = 0;
    let mut out = Vec::new();
    for line in text.split('\n') {
        let trimmed = line.trim();
        if !trimmed.is_empty() {
            let begin = start + (line.len() - line.trim_start().len());
            out.push(Line {
                text: trimmed,
                bytes: begin..begin + trimmed.len(),
            });
        }
        start += line.len() + 1;
    }
    out
}

impl Head {
    /// Reads the head, wherever its parts stand in the text.
    pub fn read(text: &str, gazetteer: &Gazetteer) -> Head {
        let lines = lines(text);
        let mut head = Head::default();
        for (at, line) in lines.iter().enumerate() {
            let next = lines.get(at + 1);
            if head.title(line.text) || head.label(line, next) {
                continue;
            }
            head.address(line.text, next.map(|n| n.text), gazetteer);
        }
        head
    }

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

    /// `Cable No. 3523, Stalin to Cdes. Molotov and Beria`, or a line that names the kind alone.
    fn title(&mut self, line: &str) -> bool {
        let (first, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let kind = first.trim_end_matches([',', ':']).to_lowercase();
        if !labels().kinds.contains(&kind) || line.chars().count() > 160 {
            return false;
        }
        if !rest.is_empty() {
            let rest = strip_number_sign(rest);
            let digits = rest.find([',', ':', ' ']).unwrap_or(rest.len());
            let number = &rest[..digits];
            if !number.starts_with(|c: char| c.is_ascii_digit()) {
                return false;
            }
            let named = rest[digits..].trim_start_matches([',', ':', ' ']);
            self.number.get_or_insert(number.to_owned());
            if let Some((from, to)) = named.split_once(" to ") {
                self.sender.get_or_insert(names(from));
                self.recipient.get_or_insert(names(to));
            }
        }
        self.kind.get_or_insert(capitalised(&kind));
        true
    }

    fn label(&mut self, line: &Line<'_>, next: Option<&Line<'_>>) -> bool {
        let (label, value) = match line.text.split_once(':') {
            Some((label, value)) if label.chars().count() <= 40 => (label, value.trim()),
            _ => (line.text, ""),
        };
        let alone = !line.text.contains(':');
        let key = label.trim().trim_end_matches('.').to_lowercase();
        let behind = match (value.is_empty(), next) {
            (true, Some(next)) => next.text,
            _ => value,
        };
        let labels = labels();
        if labels.furniture.contains(&key) {
            let end = match (value.is_empty(), next) {
                (true, Some(next)) => next.bytes.end,
                _ => line.bytes.end,
            };
            self.furniture.push(line.bytes.start..end);
        } else if labels.citation.contains(&key) {
            self.citation.get_or_insert(behind.to_owned());
        } else if alone {
            return false;
        } else if labels.number.contains(&key) {
            self.number.get_or_insert(behind.to_owned());
        } else if labels.sender.contains(&key) {
            self.sender.get_or_insert(names(behind));
            let place = behind.rsplit_once(',').map(|(_, place)| place.trim());
            self.from_place = self.from_place.take().or(place.map(str::to_owned));
        } else if labels.recipient.contains(&key) {
            self.recipient.get_or_insert(names(behind));
            let place = behind.rsplit_once(',').map(|(_, place)| place.trim());
            self.to_place = self.to_place.take().or(place.map(str::to_owned));
        } else {
            return false;
        }
        true
    }

    /// `from SOCHI`; `MOSCOW, VKP(b) CC,` above `to Cdes. MOLOTOV and BERIA`.
    fn address(&mut self, line: &str, next: Option<&str>, gazetteer: &Gazetteer) {
        if line.chars().count() > 120 {
            return;
        }
        let name = line.trim_end_matches([',', '.', ':']);
        if let Some(from) = after_word(name, "from") {
            // A word of running text: the small places have the names of many people.
            if gazetteer.find(from, None).is_some_and(|f| f.prominent) {
                self.from_place.get_or_insert(from.to_owned());
            }
        } else if let Some(to) = after_word(name, "to") {
            if to.starts_with(char::is_uppercase) {
                self.recipient.get_or_insert(names(to));
            }
        } else if next.is_some_and(|n| after_word(n, "to").is_some())
            && name
                .split(',')
                .all(|part| gazetteer.find(part.trim(), None).is_some())
        {
            self.to_place.get_or_insert(name.to_owned());
        }
    }
}

/// Whether a text begins with some words, whole.
fn begins_with_word(text: &str, words: &str) -> bool {
    let rest = text.strip_prefix(words);
    rest.is_some_and(|r| !r.starts_with(char::is_alphanumeric))
}

fn after_word<'a>(line: &'a str, word: &str) -> Option<&'a str> {
    let (first, rest) = line.split_once(char::is_whitespace)?;
    first.eq_ignore_ascii_case(word).then(|| rest.trim())
}

fn strip_number_sign(text: &str) -> &str {
    let text = text.trim_start();
    ["No.", "no.", "Nº", "N°", "№", "No", "Number", "#"]
        .iter()
        .find_map(|sign| text.strip_prefix(sign))
        .map_or(text, |rest| rest.trim_start_matches([':', '.', ' ']))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cable_s_head() {
        let text = "Cable No. 77, Ivanov to Cdes. Petrov, and Orlov\n\nfrom SOCHI\n\n\
                    MOSCOW, VKP(b) CC,\n\nto Cdes. PETROV and ORLOV\n\nSource\n\nARCH, f. 1, l. 2\n\n\
                    Original Uploaded Date\n\n2019-07-15\n";
        let head = Head::read(text, Gazetteer::bundled());
        assert_eq!(head.kind.as_deref(), Some("Cable"));
        assert_eq!(head.number.as_deref(), Some("77"));
        assert_eq!(head.sender.as_deref(), Some("Ivanov"));
        assert_eq!(head.recipient.as_deref(), Some("Petrov, Orlov"));
        assert_eq!(head.from_place.as_deref(), Some("SOCHI"));
        assert_eq!(head.to_place.as_deref(), Some("MOSCOW, VKP(b) CC"));
        assert_eq!(head.citation.as_deref(), Some("ARCH, f. 1, l. 2"));
        let page = &text[head.furniture[0].clone()];
        assert!(page.ends_with("2019-07-15"), "{page}");
    }

    #[test]
    fn labelled_correspondents() {
        let head = Head::read(
            "Telegram 12\nFrom: GAUSS, Chungking\nTo: Secretary of State, Washington\n",
            Gazetteer::bundled(),
        );
        assert_eq!(head.sender.as_deref(), Some("Gauss, Chungking"));
        assert_eq!(head.from_place.as_deref(), Some("Chungking"));
        assert_eq!(head.to_place.as_deref(), Some("Washington"));
    }
}
