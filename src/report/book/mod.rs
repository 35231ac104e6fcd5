//! The book: every section of a printed chronology in words, order and numbers, without a page or
//! a markup in sight. Each writer lays out the same book.

mod clock;
mod corrections;
mod delays;
mod doubts;
mod entry;
mod fact;
mod front;
mod group;
mod index;
mod shelf;
mod silences;

pub use corrections::{Corrected, Correction};
pub use delays::{Delays, PairRow, Table};
pub use doubts::{Doubt, doubts};
pub use entry::{Entry, Facets, Note, Other};
pub use front::{Clockface, Convention};
pub use group::{Group, Heading};
pub use index::{Index, Line, Reference};
pub use silences::Silence;

use super::names::Names;
use super::{Chronology, GroupBy, Variant};
use crate::error::{Error, Result};
use crate::model::Zone;
use serde::Serialize;

/// A printed chronology, ready to be laid out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Book {
    /// `history`, `court`, `incident`.
    pub variant: &'static str,
    /// Whether its chapters are places.
    pub by_place: bool,
    /// Whether UTC is the first clock.
    pub utc_first: bool,
    /// The title.
    pub title: String,
    /// Who compiled it; empty if nobody is named.
    pub author: String,
    /// `Sunday 4 November 1945`, `5 January to 30 December 1943`.
    pub period: String,
    /// What was asked; empty if nothing was.
    pub window: String,
    /// The edition that it is drawn from; empty if none is named.
    pub edition: String,
    /// Number of entries.
    pub count: usize,
    /// How deep a table of contents should go, in headings; 1 is chapters only.
    pub depth: usize,
    /// Scope and method, a paragraph each.
    pub scope: Vec<String>,
    /// How to read the entries.
    pub conventions: Vec<Convention>,
    /// The clocks that occur.
    pub clocks: Vec<Clockface>,
    /// Headings and entries in reading order.
    pub groups: Vec<Group>,
    /// Tables of delays.
    pub delays: Delays,
    /// Charts.
    pub figures: Figures,
    /// Corrections, with their reasons.
    pub corrections: Vec<Corrected>,
    /// Silences longer than usual.
    pub silences: Vec<Silence>,
    /// Gaps and doubts.
    pub doubts: Vec<Doubt>,
    /// Indexes to entry numbers.
    pub indexes: Vec<Index>,
    /// The files read.
    pub sources: Vec<SourceLine>,
    /// Program and database versions, checksums.
    pub colophon: Vec<String>,
}

/// The charts: their words; the pictures stay with the chronology.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// How many.
    pub count: usize,
    /// The words of each, in order.
    pub plates: Vec<Plate>,
}

/// The words of a chart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Plate {
    /// Its caption.
    pub caption: String,
    /// What a reader who cannot see it should know.
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
    let layout = &chronology.layout;
    let names = Names::of(chronology.sources, layout.full_paths);
    let facts = fact::facts(chronology.events, layout.first_clock());
    let entries = entry::entries(chronology, &facts, &names);
    let (groups, depth) = group::groups(layout, &facts, entries);
    let title = match (chronology.title.trim(), front::days(&facts)) {
        ("", None) => "Chronology".to_owned(),
        ("", Some((a, b))) if a == b => format!("Chronology, {}", a.long()),
        ("", Some((a, b))) => format!("Chronology, {}", front::days_in_words(a, b)),
        (title, _) => title.to_owned(),
    };
    let plates: Vec<Plate> = chronology
        .figures
        .iter()
        .map(|f| Plate {
            caption: f.caption.clone(),
            alt: f.alt.clone(),
        })
        .collect();
    let figures = Figures {
        count: plates.len(),
        plates,
    };
    let sources: Vec<SourceLine> = chronology
        .sources
        .iter()
        .map(|s| SourceLine {
            name: names.file(&s.name).to_owned(),
            size: format!("{} bytes", thousands(s.bytes)),
            checksum: s.checksum.clone(),
        })
        .collect();
    let (doubts, silences) = match layout.evaluates() {
        true => (
            doubts(chronology.diagnostics, &names),
            silences::silences(chronology.events, &facts),
        ),
        false => (Vec::new(), Vec::new()),
    };
    Ok(Book {
        variant: match layout.variant {
            Variant::History => "history",
            Variant::Court => "court",
            Variant::Incident => "incident",
        },
        by_place: layout.grouping() == Some(GroupBy::Place),
        utc_first: layout.first_clock() == Some(Zone::Utc),
        title,
        author: chronology.author.unwrap_or_default().trim().to_owned(),
        period: front::period(&facts),
        window: chronology.window.unwrap_or_default().to_owned(),
        edition: chronology.edition.unwrap_or_default().to_owned(),
        count: facts.len(),
        depth,
        scope: front::scope(chronology, &facts),
        conventions: front::conventions(chronology, &facts),
        clocks: front::clockfaces(&facts),
        groups,
        delays: delays::delays(chronology, &facts, &names),
        corrections: corrections::corrections(chronology, &facts, &names),
        silences,
        doubts,
        indexes: index::indexes(&facts, &names),
        colophon: front::colophon(chronology, &sources, &figures),
        figures,
        sources,
    })
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
        assert_eq!(thousands(1_234_567), "1,234,567");
    }
}
