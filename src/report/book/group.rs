//! Groups: the entries under their headings, by day, week, month or place.

use super::entry::Entry;
use super::fact::Fact;
use super::shelf::Shelf;
use crate::model::CivilDate;
use crate::model::calendar::{month_name, year_name};
use crate::query::WeekStart;
use crate::report::{GroupBy, Layout};
use serde::Serialize;

/// Entries under one heading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Headings that open here, the last directly over the entries; none in a table without
    /// chapters.
    pub headings: Vec<Heading>,
    /// The first part of its entries' numbers, where all have the same.
    pub number: String,
    /// Its entries.
    pub entries: Vec<Entry>,
}

/// A heading of a year, a month, a day, a place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// Depth below the chapter, from 1.
    pub depth: usize,
    /// Its words.
    pub text: String,
    /// Whether entries follow it at once.
    pub last: bool,
}

/// The entries under their headings, and how deep a table of contents should go.
pub fn groups(layout: &Layout, facts: &[Fact<'_>], entries: Vec<Entry>) -> (Vec<Group>, usize) {
    match layout.grouping() {
        Some(GroupBy::Day) => by_day(facts, entries, layout),
        Some(GroupBy::Week) => {
            let start = layout.week_start;
            let key = |f: &Fact<'_>| match f.shelf {
                Shelf::Day(day) => week(day, start),
                other => other.heading(),
            };
            (runs(facts, entries, key), 2)
        }
        Some(GroupBy::Month) => {
            let key = |f: &Fact<'_>| match f.shelf.month() {
                Some((year, month)) => format!("{} {}", month_name(month), year_name(year)),
                None => f.shelf.heading(),
            };
            (runs(facts, entries, key), 2)
        }
        Some(GroupBy::Place) => (by_place(facts, entries), 2),
        None => {
            let group = Group {
                entries,
                ..Group::default()
            };
            (vec![group], 0)
        }
    }
}

/// A heading of its own for each key, in the order in which they come.
fn runs(facts: &[Fact<'_>], entries: Vec<Entry>, key: impl Fn(&Fact<'_>) -> String) -> Vec<Group> {
    let mut groups: Vec<(String, Vec<Entry>)> = Vec::new();
    for (fact, entry) in facts.iter().zip(entries) {
        let key = key(fact);
        match groups.last_mut() {
            Some((last, group)) if *last == key => group.push(entry),
            _ => groups.push((key, vec![entry])),
        }
    }
    groups
        .into_iter()
        .map(|(key, all)| single(key, all))
        .collect()
}

/// A group under one heading.
fn single(text: String, entries: Vec<Entry>) -> Group {
    Group {
        headings: vec![Heading {
            depth: 1,
            text,
            last: true,
        }],
        number: String::new(),
        entries,
    }
}

/// A chapter for each place, in alphabetical order; what has no place comes last.
fn by_place(facts: &[Fact<'_>], entries: Vec<Entry>) -> Vec<Group> {
    type Key = (bool, String, String);
    let mut places: std::collections::BTreeMap<Key, Vec<Entry>> = Default::default();
    for (fact, entry) in facts.iter().zip(entries) {
        let place = fact.face.place.as_deref().unwrap_or_default().trim();
        let key = (place.is_empty(), place.to_lowercase(), place.to_owned());
        places.entry(key).or_default().push(entry);
    }
    let name = |(none, _, place): Key| match none {
        true => "No place".to_owned(),
        false => place,
    };
    places
        .into_iter()
        .map(|(key, all)| single(name(key), all))
        .collect()
}

/// `Week 44 of 1945: 29 October to 4 November 1945`; with weeks from Sunday, which ISO does not
/// number, `4 to 10 November 1945`.
fn week(day: CivilDate, start: WeekStart) -> String {
    let (year, number) = day.iso_week();
    let monday = day.plus_days(-day.days().saturating_add(3).rem_euclid(7));
    let (first, name) = match start {
        WeekStart::Monday => (monday, format!("Week {number} of {}: ", year_name(year))),
        WeekStart::Sunday => {
            let sunday = monday.plus_days(-1);
            let first = if sunday.plus_days(7) <= day {
                sunday.plus_days(7)
            } else {
                sunday
            };
            (first, String::new())
        }
    };
    format!(
        "{name}{}",
        super::front::days_in_words(first, first.plus_days(6))
    )
}

/// Years and months have headings only where there are several: a chronology of one day begins
/// with that day.
fn by_day(facts: &[Fact<'_>], entries: Vec<Entry>, layout: &Layout) -> (Vec<Group>, usize) {
    let several = |mut keys: Vec<String>| {
        keys.sort_unstable();
        keys.dedup();
        keys.len() > 1
    };
    let keys = |of: &dyn Fn(Shelf) -> Option<String>| {
        several(facts.iter().filter_map(|f| of(f.shelf)).collect())
    };
    let years = keys(&|s| s.year().map(|y| y.to_string()));
    let months = keys(&|s| s.month().map(|(y, m)| format!("{y} {m}")));
    let month_depth = 1 + usize::from(years);
    let day_depth = month_depth + usize::from(months);
    let mut groups: Vec<Group> = Vec::new();
    let (mut open, mut year, mut month) = (None, None, None);
    for (fact, entry) in facts.iter().zip(entries) {
        let shelf = fact.shelf;
        if open != Some(shelf) {
            let mut headings = Vec::new();
            let mut heading = |depth, text| {
                headings.push(Heading {
                    depth,
                    text,
                    last: false,
                });
            };
            if years && let Some(y) = shelf.year().filter(|y| year != Some(*y)) {
                heading(1, year_name(y));
            }
            if months && let Some((y, m)) = shelf.month().filter(|m| month != Some(*m)) {
                heading(month_depth, format!("{} {}", month_name(m), year_name(y)));
            }
            let depth = match shelf {
                Shelf::Day(_) | Shelf::Month(..) => day_depth,
                Shelf::Year(_) => month_depth,
                Shelf::Years(..) | Shelf::Undated => 1,
            };
            heading(depth, shelf.heading());
            if let Some(last) = headings.last_mut() {
                last.last = true;
            }
            (open, year, month) = (Some(shelf), shelf.year(), shelf.month());
            groups.push(Group {
                headings,
                number: shelf.number(layout.first_clock()),
                entries: Vec::new(),
            });
        }
        if let Some(group) = groups.last_mut() {
            group.entries.push(entry);
        }
    }
    // Days are listed only where they are the only headings there are.
    (groups, 1 + if months { month_depth } else { day_depth })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_begin_on_monday_or_sunday() {
        let day = |d| CivilDate::new(1945, 11, d).unwrap();
        let words = "Week 44 of 1945: 29 October to 4 November 1945";
        assert_eq!(week(day(4), WeekStart::Monday), words);
        assert_eq!(
            week(day(5), WeekStart::Monday),
            "Week 45 of 1945: 5 to 11 November 1945"
        );
        let sunday = "4 to 10 November 1945";
        assert_eq!(week(day(4), WeekStart::Sunday), sunday);
        assert_eq!(week(day(10), WeekStart::Sunday), sunday);
        assert_ne!(week(day(3), WeekStart::Sunday), sunday);
    }
}
