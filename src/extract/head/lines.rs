//! The head of a plain text, line by line: titles, labels and addresses.

use super::{Head, capitalised, labels, names};
use crate::extract::Gazetteer;
use std::ops::Range;

/// How many lines from the top an address may stand in; a cable's addressees stand below its
/// service notes.
const ADDRESSES: usize = 40;

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
            if head.title(line.text, gazetteer) || head.label(line, next, gazetteer) {
                continue;
            }
            if at < ADDRESSES {
                head.numbered(line.text);
                head.address(line.text, next.map(|n| n.text), gazetteer);
            }
        }
        head
    }

    /// `Cable No. 3523, Stalin to Cdes. Molotov and Beria`, `Ciphered telegram from the Embassy in
    /// Rome to the Ministry`, or a line that names the kind alone.
    fn title(&mut self, line: &str, gazetteer: &Gazetteer) -> bool {
        if line.chars().count() > 160 {
            return false;
        }
        let mut rest = line;
        let (kind, marked) = loop {
            let (first, behind) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
            let word = first.trim_end_matches([',', ':', '.']).to_lowercase();
            rest = behind.trim_start();
            if labels().kinds.contains(&word) && !labels().kinds.contains(&next_word(rest)) {
                break (word, first.ends_with([',', ':']));
            }
            let known = labels().qualities.contains(&word) || labels().kinds.contains(&word);
            if !known || rest.is_empty() {
                return false;
            }
        };
        let rest = rest.trim_start_matches(['(', ',', ':', '-', '–', '—', ' ']);
        if !rest.is_empty() {
            let behind = strip_number_sign(rest);
            let digits = behind.find([',', ':', ';', ' ']).unwrap_or(behind.len());
            let number = &behind[..digits];
            let numbered = number.starts_with(|c: char| c.is_ascii_digit());
            let named = match numbered {
                true => behind[digits..].trim_start_matches([',', ':', ';', ' ']),
                false => rest,
            };
            let named = named.strip_suffix('.').unwrap_or(named);
            let correspondents = self.correspondents(named, numbered || marked, gazetteer);
            if !numbered && !correspondents {
                return false;
            }
            if numbered {
                self.number.get_or_insert(number.to_owned());
            }
        }
        self.kind.get_or_insert(capitalised(&kind));
        true
    }

    /// `Stalin to Molotov`, `from the Consul in Sochi to the Ministry in Moscow`.
    fn correspondents(&mut self, named: &str, bare: bool, gazetteer: &Gazetteer) -> bool {
        let from = ["from ", "From ", "FROM ", "of ", "by "]
            .iter()
            .find_map(|word| named.strip_prefix(word));
        let Some((from, to)) = from.or(bare.then_some(named)).and_then(split_to) else {
            return false;
        };
        let starts = |name: &str| {
            name.trim_start_matches("the ")
                .starts_with(char::is_uppercase)
        };
        if !starts(from) || !starts(to) {
            return false;
        }
        let (sender, from_place) = office_and_place(from);
        let (recipient, to_place) = office_and_place(to);
        self.sender.get_or_insert(names(sender));
        self.recipient.get_or_insert(names(recipient));
        let known = |name: &str| is_place(name, gazetteer);
        keep(
            &mut self.from_place,
            from_place.or(Some(sender).filter(|n| known(n))),
        );
        keep(
            &mut self.to_place,
            to_place.or(Some(recipient).filter(|n| known(n))),
        );
        true
    }

    fn label(&mut self, line: &Line<'_>, next: Option<&Line<'_>>, gazetteer: &Gazetteer) -> bool {
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
            let number = behind.split(',').next().unwrap_or(behind).trim();
            self.number.get_or_insert(number.to_owned());
        } else if labels.from_place.contains(&key) {
            keep(&mut self.from_place, Some(behind));
        } else if labels.to_place.contains(&key) {
            keep(&mut self.to_place, Some(behind));
        } else if labels.sender.contains(&key) {
            let name = without_precedence(behind);
            self.sender.get_or_insert(names(name));
            keep(&mut self.from_place, place_of(name, gazetteer));
        } else if labels.recipient.contains(&key) {
            let name = without_precedence(behind);
            self.recipient.get_or_insert(names(name));
            keep(&mut self.to_place, place_of(name, gazetteer));
        } else {
            return false;
        }
        true
    }

    /// A line that is a number: `No. 4807`, `No. 175 of August 15`.
    fn numbered(&mut self, line: &str) {
        let rest = strip_number_sign(line);
        if rest.len() == line.len() {
            return;
        }
        let digits = rest.find([',', ':', ';', ' ', '.']).unwrap_or(rest.len());
        let number = &rest[..digits];
        if number.starts_with(|c: char| c.is_ascii_digit()) {
            self.number.get_or_insert(number.to_owned());
        }
    }

    /// `from SOCHI`; `FM AMEMBASSY ROME`; `FROM MOSCOW TO FOREIGN OFFICE`; `MOSCOW, VKP(b) CC,`
    /// above `to Cdes. MOLOTOV and BERIA`.
    fn address(&mut self, line: &str, next: Option<&str>, gazetteer: &Gazetteer) {
        if line.chars().count() > 120 || line.split_whitespace().count() > 16 {
            return;
        }
        let name = line.trim_end_matches([',', '.', ':']);
        let from = after_word(name, "from").or_else(|| after_word(name, "fm"));
        if let Some(from) = from {
            let (from, to) = split_to(from).map_or((from, None), |(a, b)| (a, Some(b)));
            if let Some(place) = place_of(from, gazetteer) {
                // A line of its own says more than a name in the title.
                self.from_place = Some(place.to_owned());
                let only_place = is_place(from, gazetteer);
                if !only_place {
                    self.sender.get_or_insert(names(without_precedence(from)));
                }
                if let Some(to) = to {
                    self.addressee(to, gazetteer);
                }
            }
        } else if let Some(to) = after_word(name, "to") {
            self.addressee(to, gazetteer);
        } else if next.is_some_and(|n| after_word(n, "to").is_some())
            && name
                .split(',')
                .all(|part| gazetteer.find(part.trim(), None).is_some())
        {
            self.to_place.get_or_insert(name.to_owned());
        }
    }

    fn addressee(&mut self, to: &str, gazetteer: &Gazetteer) {
        let to = without_precedence(to);
        let to = to
            .strip_prefix("the ")
            .or_else(|| to.strip_prefix("The "))
            .unwrap_or(to);
        if to.starts_with(char::is_uppercase) {
            self.recipient.get_or_insert(names(to));
            keep(&mut self.to_place, place_of(to, gazetteer));
        }
    }
}

/// Sets what is not yet known.
fn keep(slot: &mut Option<String>, value: Option<&str>) {
    if let (None, Some(value)) = (&slot, value.map(str::trim).filter(|v| !v.is_empty())) {
        *slot = Some(value.to_owned());
    }
}

fn next_word(text: &str) -> String {
    let first = text.split_whitespace().next().unwrap_or("");
    first.trim_end_matches([',', ':', '.']).to_lowercase()
}

/// Sender and addressee at the first "to" between them.
fn split_to(text: &str) -> Option<(&str, &str)> {
    let at = text.match_indices(' ').find(|(at, _)| {
        let behind = &text[at + 1..];
        behind.len() > 3 && behind.is_char_boundary(3) && behind[..3].eq_ignore_ascii_case("to ")
    });
    let (at, _) = at?;
    Some((text[..at].trim(), text[at + 4..].trim()))
}

/// `the Embassy in Rome`: the office, and its place.
fn office_and_place(name: &str) -> (&str, Option<&str>) {
    let name = name.trim().trim_start_matches("the ");
    let split = name
        .rsplit_once(" in ")
        .or_else(|| name.rsplit_once(" at "));
    match split {
        Some((office, place)) if place.starts_with(char::is_uppercase) => (office, Some(place)),
        _ => (name, None),
    }
}

/// The place in the name of a correspondent: the part behind the last comma, behind "in", or a
/// name that the gazetteer has.
fn place_of<'a>(name: &'a str, gazetteer: &Gazetteer) -> Option<&'a str> {
    if let Some((_, place)) = name.rsplit_once(',') {
        return Some(place.trim());
    }
    if is_place(name, gazetteer) {
        return Some(name);
    }
    if let (_, Some(place)) = office_and_place(name) {
        return Some(place);
    }
    // "AMEMBASSY ROME": the last words that are a place.
    name.match_indices(' ')
        .map(|(at, _)| name[at + 1..].trim())
        .find(|rest| is_place(rest, gazetteer))
}

/// Whether a name is that of a place: the small places have the names of many people.
fn is_place(name: &str, gazetteer: &Gazetteer) -> bool {
    gazetteer.find(name, None).is_some_and(|f| f.prominent)
}

/// An addressee without the words of urgency and the number behind it.
fn without_precedence(name: &str) -> &str {
    let mut name = name.trim();
    while let Some((rest, last)) = name.rsplit_once(' ') {
        let number = last.chars().all(|c| c.is_ascii_digit());
        if !number && !labels().precedence.contains(&last.to_lowercase()) {
            break;
        }
        name = rest.trim_end_matches([',', ' ']);
    }
    name
}

fn after_word<'a>(line: &'a str, word: &str) -> Option<&'a str> {
    let (first, rest) = line.split_once(char::is_whitespace)?;
    first.eq_ignore_ascii_case(word).then(|| rest.trim())
}

fn strip_number_sign(text: &str) -> &str {
    let text = text.trim_start();
    [
        "No.", "NO.", "no.", "Nº", "N°", "№", "Nr.", "No", "NO", "Number", "#",
    ]
    .iter()
    .find_map(|sign| text.strip_prefix(sign))
    .filter(|rest| !rest.starts_with(char::is_alphabetic))
    .map_or(text, |rest| rest.trim_start_matches([':', '.', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(text: &str) -> Head {
        Head::read(text, Gazetteer::bundled())
    }

    #[test]
    fn a_cable_s_head() {
        let text = "Cable No. 77, Ivanov to Cdes. Petrov, and Orlov\n\nfrom SOCHI\n\n\
                    MOSCOW, VKP(b) CC,\n\nto Cdes. PETROV and ORLOV\n\nSource\n\nARCH, f. 1, l. 2\n\n\
                    Original Uploaded Date\n\n2019-07-15\n";
        let head = head(text);
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
        let head =
            head("Telegram 12\nFrom: GAUSS, Chungking\nTo: Secretary of State, Washington\n");
        assert_eq!(head.sender.as_deref(), Some("Gauss, Chungking"));
        assert_eq!(head.from_place.as_deref(), Some("Chungking"));
        assert_eq!(head.to_place.as_deref(), Some("Washington"));
    }

    #[test]
    fn addresses_of_signals_and_foreign_services() {
        let signal = head("FM AMEMBASSY ROME\nTO SECSTATE WASHDC IMMEDIATE 1234\n");
        assert_eq!(signal.from_place.as_deref(), Some("ROME"));
        assert_eq!(signal.recipient.as_deref(), Some("Secstate Washdc"));
        let cypher = head("FROM MOSCOW TO FOREIGN OFFICE\nNo. 4807\n");
        assert_eq!(cypher.from_place.as_deref(), Some("MOSCOW"));
        assert_eq!(cypher.recipient.as_deref(), Some("Foreign Office"));
        assert_eq!(cypher.number.as_deref(), Some("4807"));
    }

    #[test]
    fn titles_with_qualities_offices_and_places() {
        let found = head("CIPHERED TELEGRAM No. 4117\n");
        assert_eq!(found.kind.as_deref(), Some("Telegram"));
        assert_eq!(found.number.as_deref(), Some("4117"));
        let found = head("Coded telegram from the Consul in Sochi to the Ministry in Moscow\n");
        assert_eq!(found.sender.as_deref(), Some("Consul"));
        assert_eq!(found.from_place.as_deref(), Some("Sochi"));
        assert_eq!(found.to_place.as_deref(), Some("Moscow"));
        let prose = head("Telegram of the third of May has been read here with interest\n");
        assert_eq!(prose.kind, None);
    }
}
