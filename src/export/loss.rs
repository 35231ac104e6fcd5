//! What a format cannot hold, counted and told.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Event;
use crate::model::column::COLUMNS;
use std::collections::BTreeMap;

/// A file for another program, and what it does not hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Export {
    /// The file.
    pub bytes: Vec<u8>,
    /// What was left out or cut; the source is empty, and to be named by who knows the file.
    pub diagnostics: Vec<Diagnostic>,
}

/// Losses, counted by their reason.
#[derive(Default)]
pub(super) struct Losses {
    left_out: BTreeMap<&'static str, usize>,
    cut: BTreeMap<&'static str, usize>,
}

impl Losses {
    /// An event that is not in the file, and why: "without a date".
    pub(super) fn left_out(&mut self, why: &'static str) {
        *self.left_out.entry(why).or_default() += 1;
    }

    /// An event that is there, but not whole, and what happened to it.
    pub(super) fn cut(&mut self, how: &'static str) {
        *self.cut.entry(how).or_default() += 1;
    }

    /// The losses as diagnostics, and the columns with values that the format has no place for.
    pub(super) fn told(self, format: &str, held: &[&str], events: &[Event]) -> Vec<Diagnostic> {
        const WHOLE: &str = "write .ndjson or .parquet beside it, which hold everything";
        let mut out = Vec::new();
        let mut tell = |severity, code, message: String| {
            out.push(Diagnostic::new(severity, code, "", message).hint(WHOLE));
        };
        for (why, n) in self.left_out {
            let message = format!("{} {why}, which {format} cannot hold", events_of(n));
            tell(Severity::Warning, Code::NotWritten, message);
        }
        for (how, n) in self.cut {
            let message = format!("{} {how}", events_of(n));
            tell(Severity::Note, Code::NotHeld, message);
        }
        let missing = missing(held, events);
        if !missing.is_empty() {
            let names: Vec<String> = missing.iter().map(|n| format!("`{n}`")).collect();
            let message = format!("{format} has no place for {}", names.join(", "));
            tell(Severity::Note, Code::NotHeld, message);
        }
        out
    }
}

fn events_of(n: usize) -> String {
    match n {
        1 => "1 event".into(),
        n => format!("{n} events"),
    }
}

/// The columns in which some event says something, and that are not held.
fn missing(held: &[&str], events: &[Event]) -> Vec<String> {
    let blank = Event::undated("", "");
    let says = |name: &str, column: &crate::model::column::Column| {
        !held.contains(&name) && events.iter().any(|e| column.get(e) != column.get(&blank))
    };
    let own = COLUMNS.iter().filter(|c| says(c.name, c));
    let mut out: Vec<String> = own.map(|c| c.name.to_owned()).collect();
    if !held.contains(&"*") {
        let brought: std::collections::BTreeSet<&String> =
            events.iter().flat_map(|e| e.extra.keys()).collect();
        out.extend(brought.into_iter().cloned());
    }
    out
}
