//! Indexes to entry numbers, not to pages: they survive reflow.

use super::entry::Fact;
use serde::Serialize;
use std::collections::BTreeMap;

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
    /// The numbers of its entries, in reading order.
    pub entries: Vec<String>,
}

/// Persons, places and documents; an index without names is left out.
pub fn indexes(facts: &[Fact<'_>]) -> Vec<Index> {
    let mut persons = Names::default();
    let mut places = Names::default();
    let mut documents = Names::default();
    for fact in facts {
        for event in &fact.all {
            for name in [&event.sender, &event.recipient].into_iter().flatten() {
                for person in people(name) {
                    persons.add(person, &fact.number);
                }
            }
            places.add(event.place.as_deref().unwrap_or_default(), &fact.number);
            documents.add(&event.message_id, &fact.number);
        }
    }
    let all = [
        ("Persons", persons),
        ("Places", places),
        ("Documents", documents),
    ];
    let index = |(title, names): (&str, Names)| Index {
        title: title.to_owned(),
        lines: names.0.into_values().collect(),
    };
    let mut made: Vec<Index> = all.into_iter().map(index).collect();
    made.retain(|i| !i.lines.is_empty());
    made
}

/// Names by what they sort as: letters first, capitals and small letters alike.
#[derive(Default)]
struct Names(BTreeMap<(String, String), Line>);

impl Names {
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
        if line.entries.last().map(String::as_str) != Some(number) {
            line.entries.push(number.to_owned());
        }
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
fn people(names: &str) -> Vec<&str> {
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
    use crate::report::{entry, sample};

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
        let made = indexes(&entry::facts(&cable));
        let places = made.iter().find(|i| i.title == "Places").unwrap();
        assert_eq!(places.lines[0].name, "Moscow");
        assert_eq!(places.lines[0].entries, ["1945-11-04/02", "1945-11-04/03"]);
        assert!(sortable("d2") < sortable("d10"));
    }
}
