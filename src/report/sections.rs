//! The book in words: every section of a printed chronology as plain data, without a page.

use super::Chronology;
use super::delays::{Delays, delays};
use super::doubts::{Doubt, doubts};
use super::entry::{Entry, Fact, entries, facts};
use super::front::{Clockface, Convention, clockfaces, conventions, period, scope};
use super::index::{Index, indexes};
use super::shelf::Shelf;
use crate::error::{Error, Result};
use crate::model::calendar::{month_name, year_name};
use serde::Serialize;

/// From how many entries the title has a page of its own.
const TITLE_PAGE: usize = 40;
/// From how many entries there is a table of contents.
const CONTENTS: usize = 21;

/// A printed chronology, ready to be laid out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Book {
    /// The title.
    pub title: String,
    /// The title for the properties of the file and for the running head, cut if it is long.
    pub head_title: String,
    /// The author for the properties of the file: none or one.
    pub head_author: Vec<String>,
    /// Who compiled it; empty if nobody is named.
    pub author: String,
    /// `Sunday 4 November 1945`, `5 January to 30 December 1943`.
    pub period: String,
    /// What was asked; empty if nothing was.
    pub window: String,
    /// Whether the title has a page of its own.
    pub title_page: bool,
    /// Depth of the table of contents; 0 for none.
    pub contents: usize,
    /// Scope and method, a paragraph each.
    pub scope: Vec<String>,
    /// How to read the entries.
    pub conventions: Vec<Convention>,
    /// The clocks that occur.
    pub clocks: Vec<Clockface>,
    /// Characters of the longest place that has a column.
    pub place_column: usize,
    /// Headings and entries in reading order.
    pub groups: Vec<Group>,
    /// Tables of delays.
    pub delays: Delays,
    /// Charts: name of the picture, caption, words for those who cannot see it.
    pub figures: Vec<Plate>,
    /// Gaps and doubts.
    pub doubts: Vec<Doubt>,
    /// Indexes to entry numbers.
    pub indexes: Vec<Index>,
    /// The files read.
    pub sources: Vec<SourceLine>,
    /// Program and database versions.
    pub colophon: String,
}

/// Entries under one heading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Headings that open here: depth below the chapter, from 1, and words.
    pub headings: Vec<Heading>,
    /// The date for the running head.
    pub running: String,
    /// The first part of its entries' numbers.
    pub number: String,
    /// Its entries.
    pub entries: Vec<Entry>,
}

/// A heading of a year, a month or a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// Depth below the chapter, from 1.
    pub depth: usize,
    /// Its words.
    pub text: String,
    /// Whether entries follow it at once.
    pub last: bool,
}

/// A chart in its place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Plate {
    /// Name under which the template finds the picture.
    pub file: String,
    /// Its caption.
    pub caption: String,
    /// Its words.
    pub alt: String,
}

/// A file that was read, as it is printed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SourceLine {
    /// Its name.
    pub name: String,
    /// `2,214 bytes`.
    pub size: String,
    /// Its checksum.
    pub checksum: String,
}

/// The book of a chronology.
///
/// # Errors
/// There is no event to print.
pub fn book(chronology: &Chronology<'_>) -> Result<Book> {
    if chronology.events.is_empty() {
        return Err(Error::request(
            "there is no event to print",
            "widen the window, or see with `annals show` what the input holds",
        ));
    }
    let facts = facts(chronology.events);
    let (groups, depth) = groups(chronology, &facts);
    let title = match chronology.title.trim() {
        "" => "Chronology",
        title => title,
    };
    let author = chronology.author.unwrap_or_default().trim();
    Ok(Book {
        title: title.to_owned(),
        head_title: cut(title),
        head_author: (!author.is_empty())
            .then(|| cut(author))
            .into_iter()
            .collect(),
        author: author.to_owned(),
        period: period(&facts),
        window: chronology.window.unwrap_or_default().to_owned(),
        title_page: facts.len() >= TITLE_PAGE,
        contents: if facts.len() >= CONTENTS { depth } else { 0 },
        scope: scope(chronology, &facts),
        conventions: conventions(&facts),
        clocks: clockfaces(&facts),
        place_column: place_column(&groups),
        groups,
        delays: delays(chronology, &facts),
        figures: chronology
            .figures
            .iter()
            .enumerate()
            .map(|(i, f)| Plate {
                file: figure_file(i),
                caption: f.caption.clone(),
                alt: f.alt.clone(),
            })
            .collect(),
        doubts: doubts(chronology.diagnostics),
        indexes: indexes(&facts),
        sources: chronology
            .sources
            .iter()
            .map(|s| SourceLine {
                name: s.name.clone(),
                size: format!("{} bytes", thousands(s.bytes)),
                checksum: s.checksum.clone(),
            })
            .collect(),
        colophon: super::front::colophon(chronology.edition, chronology.version),
    })
}

/// Characters of the longest place that is printed in its column.
fn place_column(groups: &[Group]) -> usize {
    let entries = groups.iter().flat_map(|g| &g.entries);
    let columns = entries.filter(|e| !e.place_inside);
    columns.map(|e| e.place.chars().count()).max().unwrap_or(0)
}

/// At most as much of a title as fits a running head.
fn cut(text: &str) -> String {
    const MOST: usize = 70;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// Name under which the template finds a figure.
pub fn figure_file(index: usize) -> String {
    format!("figure-{index}.svg")
}

/// `12,345`.
pub fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(c);
    }
    text
}

/// The entries under their headings, and how deep a table of contents should go.
///
/// Years and months have headings only where there are several: a chronology of one day
/// begins with that day.
fn groups(chronology: &Chronology<'_>, facts: &[Fact<'_>]) -> (Vec<Group>, usize) {
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
    for (fact, entry) in facts.iter().zip(entries(chronology, facts)) {
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
                running: shelf.running(),
                number: shelf.number(),
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
    use crate::report::sample;

    #[test]
    fn nothing_to_print_is_said_with_a_way_out() {
        let error = book(&Chronology::default()).unwrap_err();
        assert!(error.hint().is_some());
    }

    #[test]
    fn a_single_day_needs_no_year_and_no_month() {
        let events = sample::cable();
        let book = book(&Chronology {
            events: &events,
            ..Chronology::default()
        })
        .unwrap();
        assert_eq!(book.groups.len(), 1);
        assert_eq!(book.groups[0].headings.len(), 1);
        assert_eq!(book.groups[0].headings[0].text, "Sunday 4 November 1945");
        assert!(!book.title_page);
        assert_eq!(book.period, "Sunday 4 November 1945");
    }

    #[test]
    fn a_year_has_months_and_no_heading_depth_is_skipped() {
        let events = sample::year();
        let book = book(&Chronology {
            events: &events,
            ..Chronology::default()
        })
        .unwrap();
        let mut depth = 0;
        for heading in book.groups.iter().flat_map(|g| &g.headings) {
            assert!(heading.depth <= depth + 1);
            depth = heading.depth;
        }
        assert!(book.title_page);
        assert_eq!(thousands(1_234_567), "1,234,567");
    }

    #[test]
    fn numbers_are_unique_and_survive_entries_on_other_days() {
        let mut events = sample::year();
        let number = |events: &[crate::model::Event], id: &str| {
            let found = facts(events).into_iter().find(|f| f.face.event_id == id);
            found.map(|f| f.number)
        };
        let before = number(&events, "telegram-7/sent");
        let mut numbers: Vec<String> = facts(&events).into_iter().map(|f| f.number).collect();
        numbers.sort_unstable();
        let all = numbers.len();
        numbers.dedup();
        assert_eq!(numbers.len(), all);
        events.extend(sample::cable());
        assert_eq!(number(&events, "telegram-7/sent"), before);
    }
}
