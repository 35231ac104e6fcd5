//! Indexes to entry numbers, not to pages: they survive reflow.

use super::fact::Fact;
use crate::report::names::Names;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// One index.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Index {
    /// `Persons`.
    pub title: String,
    /// Names in alphabetical order, each with its entries.
    pub lines: Vec<Line>,
}

/// One name of an index.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The name.
    pub name: String,
    /// Its entries, in reading order.
    pub entries: Vec<Reference>,
}

/// An entry as an index names it: what the one before it says already is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Reference {
    /// `1943-01-05/01`, after an entry of that year `01-08/01`, after one of that day `02`.
    pub text: String,
    /// The whole number.
    pub number: String,
}

/// Persons, places and documents; an index without names is left out.
///
/// A person stands at the first entry of a message, where its parties are printed.
pub fn indexes(facts: &[Fact<'_>], printed: &Names) -> Vec<Index> {
    let mut persons = NameList::default();
    let mut places = NameList::default();
    let mut documents = NameList::default();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for fact in facts {
        let message = fact.face.message_id.as_str();
        let first = message.is_empty() || seen.insert(message);
        for event in &fact.all {
            let parties = if first { 2 } else { 0 };
            for name in [&event.sender, &event.recipient]
                .into_iter()
                .take(parties)
                .flatten()
            {
                for person in people(name) {
                    persons.add(person, &fact.number);
                }
            }
            places.add(event.place.as_deref().unwrap_or_default(), &fact.number);
            documents.add(printed.identifier(&event.message_id), &fact.number);
        }
    }
    let all = [
        ("Persons", persons),
        ("Places", places),
        ("Documents", documents),
    ];
    let index = |(title, names): (&str, NameList)| Index {
        title: title.to_owned(),
        lines: names.0.into_values().collect(),
    };
    let mut made: Vec<Index> = all.into_iter().map(index).collect();
    made.retain(|i| !i.lines.is_empty());
    made
}

/// Names by what they sort as: letters first, capitals and small letters alike.
#[derive(Default)]
struct NameList(BTreeMap<(String, String), Line>);

impl NameList {
    fn add(&mut self, name: &str, number: &str) {
        let name = name.trim();
        if name.is_empty() {
            return;
        }
        let key = (sortable(name), name.to_owned());
        let line = self.0.entry(key).or_insert_with(|| Line {
            name: name.to_owned(),
            entries: Vec::new(),
        });
        let before = line.entries.last().map_or("", |e| e.number.as_str());
        if before != number {
            line.entries.push(Reference {
                text: shortened(before, number).to_owned(),
                number: number.to_owned(),
            });
        }
    }
}

/// What a number adds to the one before it: `02` on the same day, `01-08/01` in the same year.
pub fn shortened<'a>(before: &str, number: &'a str) -> &'a str {
    let of_day = |n: &str| n.matches('-').count() == 2 && !n.starts_with(['-', '+', 'u']);
    let day = |n: &'a str| n.split_once('/');
    let ((Some((this, ordinal)), true), true) = ((day(number), of_day(number)), of_day(before))
    else {
        return number;
    };
    let earlier = before.split_once('/').map_or("", |(d, _)| d);
    if earlier == this {
        ordinal
    } else if earlier.get(..5) == this.get(..5) {
        number.get(5..).unwrap_or(number)
    } else {
        number
    }
}

/// A sort key in which `d2` comes before `d10`.
fn sortable(name: &str) -> String {
    let mut key = String::new();
    let mut digits = String::new();
    for c in name.chars().chain([' ']) {
        if c.is_ascii_digit() {
            digits.push(c);
        } else {
            if !digits.is_empty() {
                key.push_str(&format!("{digits:0>12}"));
                digits.clear();
            }
            key.extend(c.to_lowercase());
        }
    }
    key
}

/// The people of a list: `Molotov, Beria, Malenkov, Mikoyan`; `Smith, John` is one.
pub fn people(names: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for part in names.split(';') {
        let list: Vec<&str> = part.split(',').collect();
        if list.len() < 3 {
            found.push(part.trim());
        } else {
            let bare = |n: &'_ str| n.trim().len() - n.trim().trim_start_matches("and ").len();
            found.extend(list.into_iter().map(|n| &n.trim()[bare(n)..]));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::book::fact;
    use crate::report::sample;

    #[test]
    fn lists_of_names_are_taken_apart_and_inverted_names_are_not() {
        assert_eq!(
            people("Molotov, Beria, and Mikoyan"),
            ["Molotov", "Beria", "Mikoyan"]
        );
        assert_eq!(people("Smith, John; Ann Lee"), ["Smith, John", "Ann Lee"]);
    }

    #[test]
    fn names_point_at_entry_numbers() {
        let cable = sample::cable();
        let made = indexes(&fact::facts(&cable, None), &Names::default());
        let places = made.iter().find(|i| i.title == "Places").unwrap();
        assert_eq!(places.lines[0].name, "Moscow");
        let entries = &places.lines[0].entries;
        assert_eq!(
            (entries[0].text.as_str(), entries[1].text.as_str()),
            ("1945-11-04/02", "03")
        );
        assert_eq!(entries[1].number, "1945-11-04/03");
        assert_eq!(shortened("1943-01-05/01", "1943-01-08/01"), "01-08/01");
        assert_eq!(shortened("1943-12-05/01", "1944-01-08/01"), "1944-01-08/01");
        assert_eq!(shortened("1943-12-05/01", "1943-12/01"), "1943-12/01");
        assert!(sortable("d2") < sortable("d10"));
    }
}
