//! A time as its words give it, read by the grammar of the texts or as EDTF.

use super::words::Words;
use crate::error::Result;
use crate::extract::{MentionOptions, mentions};
use crate::model::{LocalTime, Mention, MentionType, Problem, Zone};
use crate::notation::edtf;

/// What to write instead.
const HINT: &str = "write a date such as `4 November 1945`, `1945-11-04`, `November 1945` or \
                    `1945`, with its year";

/// Words that may stand around a date and say no other time.
const AROUND: [&str; 19] = [
    "the",
    "in",
    "on",
    "of",
    "at",
    "during",
    "year",
    "and",
    "from",
    "to",
    "between",
    "until",
    "till",
    "since",
    "before",
    "after",
    "by",
    "through",
    "throughout",
];

/// A time as words give it, on no time line yet. Half-open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// First wall-clock moment; `None` is unbounded.
    pub begin: Option<LocalTime>,
    /// First wall-clock moment that is too late; `None` is unbounded.
    pub end: Option<LocalTime>,
    /// Whether the words give a clock, so that the time is absolute.
    pub clock: bool,
    /// The clock's zone, if the words name it.
    pub zone: Option<Zone>,
}

/// Reads words as a time; `None` if there is no time in them.
///
/// # Errors
/// Words that begin as a time and are none: no such day, no year, more words than a time has.
pub fn spoken(words: Words<'_>) -> Result<Option<Spoken>> {
    let text = words.text();
    if let Some((span, zone)) = edtf::parse(text) {
        return Ok(Some(Spoken {
            begin: span.begin,
            end: span.end,
            clock: span.precision.has_clock(),
            zone,
        }));
    }
    // With UTC assumed, the bounds on the time line are those on the wall.
    let options = MentionOptions {
        assume_zone: Some(Zone::Utc),
        ..MentionOptions::default()
    };
    let found = mentions(text, None, &options);
    let Some(first) = found.first() else {
        return Ok(None);
    };
    if !matches!(first.kind, MentionType::Date | MentionType::Time) {
        return Ok(None);
    }
    let one_range = |m: &Mention| (m.earliest, m.latest) == (first.earliest, first.latest);
    let other = found[1..].iter().find(|m| !one_range(m));
    let mut at = 0;
    let ends = found.iter().map(|m| (m.byte_start, m.byte_end));
    for (start, end) in ends.chain([(text.len(), text.len())]) {
        let between = text.get(at..start).unwrap_or("");
        for word in between.split_whitespace() {
            let plain = word.trim_matches([',', '.', '-', '–', '—', '/']);
            if !plain.is_empty() && !AROUND.contains(&plain.to_lowercase().as_str()) {
                return Ok(None);
            }
        }
        at = end;
    }
    if let Some(other) = other {
        let backwards = found.len() == 2 && other.latest <= first.earliest;
        if backwards
            && ["from", "between"]
                .iter()
                .any(|w| words.without(w).is_some())
        {
            let message = format!("`{}` comes before `{}`", other.text, first.text);
            let hint = "exchange the beginning and the end";
            return Err(words.refused(other.byte_start..other.byte_end, message, hint));
        }
        let message = format!("`{text}` says more than one time");
        return Err(words.refused(other.byte_start..other.byte_end, message, HINT));
    }
    let range = first.byte_start..first.byte_end;
    let refuse = |why: &str| Err(words.refused(range.clone(), format!("`{text}`: {why}"), HINT));
    if let Some((written, true_day)) = first.weekday_mismatch {
        return refuse(&format!("this day was a {true_day}, no {written}"));
    }
    match &first.problem {
        Some(Problem::NoSuchDay(why) | Problem::NoSuchTime(why)) => return refuse(why),
        Some(Problem::NoYear) => return refuse("the year is missing"),
        Some(Problem::NoDay) => return refuse("the day is missing"),
        None => {}
    }
    if first.earliest.is_none() && first.latest.is_none() {
        return match first.value.starts_with("XXXX") {
            true => refuse("the year is missing"),
            false => Ok(None),
        };
    }
    let clock =
        first.kind == MentionType::Time || found.iter().any(|m| m.kind == MentionType::Time);
    let zone: Option<Zone> = first.zone.as_deref().and_then(|name| name.parse().ok());
    let stated = zone.filter(|z| {
        *z != Zone::Utc || text.contains('Z') || text.contains("UTC") || text.contains("GMT")
    });
    let local =
        |at: Option<crate::model::Instant>| at.map(|at| stated.unwrap_or(Zone::Utc).local(at));
    Ok(Some(Spoken {
        begin: local(first.earliest),
        end: local(first.latest),
        clock,
        zone: stated,
    }))
}

/// The same where a time is needed.
///
/// # Errors
/// As [`spoken`], and words without a time.
pub fn needed(words: Words<'_>) -> Result<Spoken> {
    spoken(words)?.ok_or_else(|| {
        let message = format!("`{}` is no time", words.text());
        words.refused(0..words.text().len(), message, HINT)
    })
}
