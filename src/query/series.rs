//! Numbered series of messages, and the numbers that are missing.

use crate::model::Event;
use std::collections::{BTreeMap, BTreeSet};

/// Columns of a table that hold the number of a message.
const NUMBER_COLUMNS: [&str; 5] = ["number", "no", "nr", "num", "message_number"];

/// Fewest numbers that make a series.
const FEWEST: usize = 3;

/// A series of numbered messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// What its messages share: their name, or sender and year.
    pub name: String,
    /// Its lowest number.
    pub first: u64,
    /// Its highest number.
    pub last: u64,
    /// How many of the numbers between are there.
    pub present: usize,
    /// The numbers that are not, as ranges, both ends included; empty if it has too many gaps to
    /// be one.
    pub missing: Vec<(u64, u64)>,
    /// Whether more than half of its numbers are missing: then it is rather a selection.
    pub sparse: bool,
}

/// The series of some events, by name.
///
/// The number of a message is that of a column `number`, with its sender and year; else the last
/// figures of its name.
///
/// ```
/// use annals::model::Event;
/// use annals::query::series;
/// use annals::model::Stage;
/// let sent = |n| Event {
///     stage: Some(Stage::new("sent")),
///     ..Event::undated("e", &format!("cable-{n}"))
/// };
/// let events: Vec<Event> = [7, 8, 11, 12].map(sent).into();
/// assert_eq!(series(&events)[0].missing, [(9, 10)]);
/// ```
pub fn series(events: &[Event]) -> Vec<Series> {
    let mut all: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
    // What is no stage of a message has no number.
    for event in events.iter().filter(|e| e.stage.is_some()) {
        if let Some((name, number)) = series_of(event) {
            all.entry(name).or_default().insert(number);
        }
    }
    all.into_iter()
        .filter(|(_, numbers)| numbers.len() >= FEWEST)
        .filter_map(|(name, numbers)| {
            let (first, last) = (*numbers.first()?, *numbers.last()?);
            let span = (last - first).saturating_add(1);
            let sparse = span > 2 * numbers.len() as u64;
            let two: Vec<u64> = numbers.iter().copied().collect();
            let missing = two
                .windows(2)
                .filter(|w| !sparse && w[1] - w[0] > 1)
                .map(|w| (w[0] + 1, w[1] - 1));
            Some(Series {
                name,
                first,
                last,
                present: numbers.len(),
                missing: missing.collect(),
                sparse,
            })
        })
        .collect()
}

/// The series of an event's message and its number in it.
pub(super) fn series_of(event: &Event) -> Option<(String, u64)> {
    let column = NUMBER_COLUMNS.iter().find_map(|wanted| {
        let found = event
            .extra
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(wanted));
        found.map(|(_, value)| value)
    });
    if let Some(value) = column {
        let number = value.trim().parse().ok()?;
        let sender = event.sender.as_deref().unwrap_or("unknown sender");
        let year = event.when.local_begin.map(|l| l.date().year());
        let name = match year {
            Some(year) => format!("{sender}, {year}"),
            None => sender.to_owned(),
        };
        return Some((name, number));
    }
    let id = event.message_id.as_str();
    // A row without a message is known by its place in the table alone.
    let own = event.document_id.len();
    if id.starts_with(&event.document_id) && id[own..].starts_with("/row-") {
        return None;
    }
    let stem = id.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = id[stem.len()..].parse().ok()?;
    let name = stem.trim_end_matches(|c: char| !c.is_alphanumeric());
    (!name.is_empty()).then(|| (name.to_owned(), number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(id: &str) -> Event {
        Event {
            stage: Some(crate::model::Stage::new("sent")),
            ..Event::undated("e", id)
        }
    }

    fn numbered(ids: &[&str]) -> Vec<Series> {
        let events: Vec<Event> = ids.iter().map(|id| sent(id)).collect();
        series(&events)
    }

    #[test]
    fn missing_numbers_and_selections() {
        assert!(numbered(&["c-1", "c-3"]).is_empty());
        assert!(numbered(&["1", "3", "5"]).is_empty());
        let found = numbered(&["c-1", "c-2", "c-2", "c-5", "c-6"]);
        assert_eq!(found[0].missing, [(3, 4)]);
        assert_eq!((found[0].present, found[0].sparse), (4, false));
        let found = numbered(&["c-1", "c-400", "c-90000"]);
        assert!(found[0].sparse && found[0].missing.is_empty());
        assert!(numbered(&["c-99999999999999999999999", "c-1", "c-2"]).is_empty());
    }

    #[test]
    fn a_column_of_numbers_counts_by_sender_and_year() {
        let events: Vec<Event> = ["12", "13", "15"]
            .map(|n| {
                let mut event = sent(&format!("m{n}"));
                event.sender = Some("Kabul".into());
                event.extra.insert("No".into(), n.into());
                event
            })
            .into();
        let found = series(&events);
        assert_eq!(
            (found[0].name.as_str(), found[0].missing.as_slice()),
            ("Kabul", &[(14, 14)][..])
        );
    }
}
