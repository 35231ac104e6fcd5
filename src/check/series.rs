//! A number missing in a series of messages.
//!
//! The numbers of the papers of one kind from one sender in one year. A series is dense: more
//! than half of the numbers between its first and its last are there; else it is a selection.

use super::fault;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Event;
use std::collections::BTreeMap;

/// Fewest numbers that make a series.
const FEWEST: usize = 5;

/// Kind, sender, year.
type Series<'a> = (&'a str, &'a str, i32);

pub(super) fn number_missing(events: &[Event]) -> Vec<Diagnostic> {
    let mut series: BTreeMap<Series<'_>, BTreeMap<u64, &Event>> = BTreeMap::new();
    for event in events.iter().filter(|e| e.stage.is_some()) {
        let Some((kind, number)) = numbered(event) else {
            continue;
        };
        let Some(begin) = event.when.local_begin else {
            continue;
        };
        let sender = event.sender.as_deref().unwrap_or("");
        let of = (kind, sender, begin.date().year());
        series.entry(of).or_default().entry(number).or_insert(event);
    }
    let mut out = Vec::new();
    for ((kind, sender, year), numbers) in series {
        let ends = numbers.keys().next().zip(numbers.keys().next_back());
        let Some((first, last)) = ends.filter(|_| numbers.len() >= FEWEST) else {
            continue;
        };
        let all = last - first + 1;
        if (numbers.len() as u64) * 2 <= all {
            continue;
        }
        let mut before: Option<u64> = None;
        for (number, event) in &numbers {
            let expected = before.map_or(*number, |b| b + 1);
            if expected < *number {
                let missing = match number - expected {
                    1 => format!("number {expected} is"),
                    _ => format!("numbers {expected} to {} are", number - 1),
                };
                let from = match sender {
                    "" => String::new(),
                    sender => format!(" from {sender}"),
                };
                let kind = kind.trim();
                let message = format!(
                    "{missing} missing before {number} in the series of {year} ({kind}{from}, \
                     {} of {all} numbers from {first} to {last})",
                    numbers.len()
                );
                out.push(fault(event, Severity::Note, Code::NumberMissing, message));
            }
            before = Some(*number);
        }
    }
    out
}

/// What kind of paper an event is of, and its number: `Cable 3523: sent`; a message `T-17` of a
/// table. The number of a document in a volume is none.
fn numbered(event: &Event) -> Option<(&str, u64)> {
    let own = event.message_id != event.document_id;
    let title = event.label.split_once(": ").map(|(title, _)| title);
    let name = match title {
        Some(title) if title != event.document_id => title,
        _ if own => &event.message_id,
        _ => return None,
    };
    let name = name.split('/').next()?;
    let digits = name.len() - name.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (kind, number) = name.split_at(name.len() - digits);
    // Rows without a name of their message are numbered by us.
    let ours = kind == "row-" || kind.ends_with("#");
    number
        .parse()
        .ok()
        .filter(|_| digits <= 9 && !ours)
        .map(|n| (kind, n))
}
