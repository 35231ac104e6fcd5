//! The corrections of the project file, applied to events; each leaves its reason in the note.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::error::{Error, Result};
use crate::extract::{self, Options};
use crate::model::{CivilSpan, Event, Stage, Zone, ZoneBasis};
use crate::project::{Override, Project};
use crate::query::{local_begin, local_end};

/// Applies every correction; one that no event answers to is a diagnostic.
///
/// # Errors
/// A correction that cannot be read: no such zone, place or date.
pub(super) fn apply(
    project: &Project,
    events: &mut Vec<Event>,
    options: &Options,
) -> Result<Vec<Diagnostic>> {
    let mut out = Vec::new();
    for (at, correction) in project.overrides.iter().enumerate() {
        let mut matched = answering(correction, events);
        if matched.len() > 1 && correction.event.is_some() {
            // A beginning that several events have names none of them.
            matched.clear();
        }
        if matched.is_empty() {
            let wanted = correction.event.as_ref().or(correction.text.as_ref());
            let message = format!(
                "override {} answers to no event, or to several: `{}`",
                at + 1,
                wanted.map_or("", |w| w)
            );
            out.push(
                Diagnostic::new(
                    Severity::Warning,
                    Code::OverrideUnused,
                    &project.path.display().to_string(),
                    message,
                )
                .hint("`annals extract --format csv` lists the identifiers"),
            );
        }
        for index in matched.into_iter().rev() {
            if correction.drop {
                events.remove(index);
            } else {
                correct(correction, &mut events[index], options, project)?;
            }
        }
    }
    Ok(out)
}

/// The events that a correction names: by their identifier, by a beginning of it, by their words.
fn answering(correction: &Override, events: &[Event]) -> Vec<usize> {
    let find = |fits: &dyn Fn(&Event) -> bool| -> Vec<usize> {
        (0..events.len()).filter(|i| fits(&events[*i])).collect()
    };
    match (&correction.event, &correction.text) {
        (Some(id), _) => {
            let whole = find(&|e| e.event_id == *id);
            match whole.is_empty() {
                true => find(&|e| e.event_id.starts_with(id.as_str())),
                false => whole,
            }
        }
        (None, Some(words)) => find(&|e| e.provenance.as_written.contains(words.as_str())),
        (None, None) => Vec::new(),
    }
}

fn correct(
    correction: &Override,
    event: &mut Event,
    options: &Options,
    project: &Project,
) -> Result<()> {
    let wrong = |what: &str, value: &str, hint: &str| Error::Format {
        path: project.path.clone(),
        message: format!("an override gives the {what} `{value}`, which cannot be read"),
        hint: hint.to_owned(),
    };
    let mut span = CivilSpan {
        extent: event.when.extent,
        begin: local_begin(event, None),
        end: local_end(event, None),
        core: None,
        open: event.when.open,
        precision: event.when.precision,
        qualifier: event.when.qualifier,
        calendar: event.when.calendar,
        edtf: event.when.edtf.clone(),
    };
    let mut stated = None;
    if correction.date.is_some() || correction.time.is_some() {
        let old = span.begin.map(|b| b.date().to_string());
        let date = correction.date.clone().or(old).unwrap_or_default();
        let words = match &correction.time {
            Some(time) => format!("{date} {time}"),
            None => date,
        };
        let hint = "write it as `1945-11-04` and `01:20`, or in words";
        let read = extract::read_date(&words).ok_or_else(|| wrong("date", &words, hint))?;
        (span, stated) = read;
    }
    let day = span.begin.map(|b| b.date());
    let (mut zone, mut basis) = (event.when.zone, event.when.zone_basis);
    if let Some(name) = &correction.place {
        let hint = "use a name of the gazetteer, or add it under [places]";
        let gazetteer = options.gazetteer();
        let year = day.map(|d| d.year());
        let found = gazetteer
            .find(name, year)
            .ok_or_else(|| wrong("place", name, hint))?;
        (zone, basis) = (Some(gazetteer.zone_on(&found, day).zone), ZoneBasis::Place);
        event.place = Some(found.name);
    }
    if let Some(name) = &correction.zone {
        let hint = "zone names look like `Europe/London` or `UTC+03:00`";
        let found: Zone = name.parse().map_err(|_| wrong("zone", name, hint))?;
        (zone, basis) = (Some(found), ZoneBasis::Stated);
    }
    if let Some(found) = stated {
        (zone, basis) = (Some(found), ZoneBasis::Stated);
    }
    event.when = span.in_zone(zone, basis, options.fold).0;
    if let Some(name) = &correction.stage {
        event.stage = Some(Stage::new(name.clone()));
    }
    let reason = format!("override: {}", correction.reason);
    event.note = Some(match event.note.take() {
        Some(note) => format!("{note}; {reason}"),
        None => reason,
    });
    Ok(())
}
