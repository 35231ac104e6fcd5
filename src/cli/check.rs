//! `annals check`: what cannot be right, and what nobody can vouch for.

use super::args::{Check, Common};
use super::options::Setup;
use super::{DONE, FOUND, INCOMPLETE, Voice, output, run, text};
use crate::check;
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::Result;
use crate::latency::Pair;
use crate::model::Event;
use std::collections::BTreeMap;

pub fn check(args: &Check, common: &Common, voice: &Voice) -> Result<u8> {
    let setup = Setup::new(&args.inputs, common)?;
    let loaded = setup.load(&args.inputs)?;
    let pairs = run::all_pairs(&loaded.events, setup.stages());
    let mut found: Vec<&Diagnostic> = loaded.diagnostics.iter().collect();
    let between = between(&loaded.events, &pairs, &setup);
    found.extend(&between);
    let ignored = args.ignore.iter().chain(setup.ignored());
    found.retain(|d| !ignored.clone().any(|code| code == d.code.name()));
    found.sort_by_key(|d| std::cmp::Reverse(d.severity));
    let out = match args.json {
        true => found.iter().map(|d| json(d)).collect(),
        false => output::harmless(&findings(&found, loaded.events.len())).into_owned(),
    };
    output::say(&out)?;
    for error in &loaded.errors {
        voice.error(error);
    }
    let serious = found.iter().any(|d| d.severity >= Severity::Warning);
    Ok(match (loaded.is_incomplete(), serious) {
        (true, _) => INCOMPLETE,
        (false, true) => FOUND,
        (false, false) => DONE,
    })
}

/// What cannot be right between events.
pub fn between(events: &[Event], pairs: &[Pair], setup: &Setup) -> Vec<Diagnostic> {
    let gazetteer = setup.options().gazetteer();
    let place_of = |event: &Event| {
        let year = event.when.local_begin.map(|b| b.date().year());
        Some(gazetteer.find(event.place.as_deref()?, year)?.place)
    };
    check::check(events, pairs, &place_of)
}

/// The findings, gravest first, and how many of each code.
fn findings(found: &[&Diagnostic], events: usize) -> String {
    let mut out = String::new();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in found {
        out.push_str(&format!("{finding}\n"));
        *counts.entry(finding.code.name()).or_default() += 1;
    }
    let of = |severity: Severity| found.iter().filter(|d| d.severity == severity).count();
    if !found.is_empty() {
        out.push('\n');
    }
    out.push_str(&format!(
        "{}: {}, {}, {}\n",
        text::count(events, "event"),
        text::count(of(Severity::Error), "error"),
        text::count(of(Severity::Warning), "warning"),
        text::count(of(Severity::Note), "note"),
    ));
    for (code, n) in counts {
        out.push_str(&format!("  {code:<24}{n}\n"));
    }
    out
}

fn json(found: &Diagnostic) -> String {
    let line = serde_json::json!({
        "severity": found.severity.name(),
        "code": found.code.name(),
        "source": found.source,
        "line": found.line,
        "column": found.column,
        "message": found.message,
        "hint": found.hint,
    });
    format!("{line}\n")
}
