//! Windows in words: the same grammar as the texts, EDTF, or a week of something.

use super::args::Question;
use crate::error::{Error, Result};
use crate::extract::{Context, Lexicon, complete, scan};
use crate::model::zone::Fold;
use crate::model::{CivilSpan, InstantRange, Precision, Zone, ZoneBasis};
use crate::notation::edtf;
use crate::query::{Span, WeekStart, Window};
use std::collections::BTreeMap;

const HINT: &str = "write a date such as `4 November 1945`, `1945-11-04`, `November 1945` or \
                    `1945`, with its year";

/// The window of a question; `None` if it asks for all time.
///
/// `periods` are the project's names for spans of time, in EDTF.
pub fn asked(
    question: &Question,
    start: WeekStart,
    zone: Option<Zone>,
    periods: Option<&BTreeMap<String, String>>,
) -> Result<Option<Window>> {
    if let Some(words) = &question.during {
        let period = periods.and_then(|p| p.get(words.trim()));
        let mut window = during(period.unwrap_or(words), start, zone)?;
        if period.is_some() {
            window.words = format!("{}: {}", words.trim(), window.words);
        }
        return Ok(Some(window));
    }
    if let Some(words) = &question.week_of {
        return Ok(Some(week_of(words, start)?));
    }
    let side = |words: &Option<String>| words.as_deref().map(dated).transpose();
    let (since, until) = (side(&question.since)?, side(&question.until)?);
    if since.is_none() && until.is_none() {
        return Ok(None);
    }
    let has_clock = |s: &Option<Dated>| s.as_ref().is_some_and(|s| s.span.precision.has_clock());
    let window = if has_clock(&since) || has_clock(&until) {
        instants(since, until, zone)?
    } else {
        let first = since.and_then(|s| s.span.begin).map(|b| b.date());
        let last = until
            .and_then(|s| s.span.end)
            .map(|e| e.date().plus_days(-1));
        if let (Some(a), Some(b)) = (first, last)
            && b < a
        {
            return Err(Error::request(
                format!("the window ends on {b}, before it begins on {a}"),
                "exchange `--since` and `--until`",
            ));
        }
        Window::days(first, last)
    };
    Ok(Some(window))
}

/// A date in words, ISO or EDTF, whole enough to stand alone.
struct Dated {
    span: CivilSpan,
    zone: Option<Zone>,
}

/// The span of a date in words, ISO or EDTF.
pub fn read(words: &str) -> Result<CivilSpan> {
    Ok(dated(words)?.span)
}

fn dated(words: &str) -> Result<Dated> {
    let words = words.trim();
    if let Some((span, zone)) = edtf::parse(words) {
        return Ok(Dated { span, zone });
    }
    let found = scan(words, Lexicon::english());
    let refuse = |why: String, at: usize| {
        let mark = format!("{}^", " ".repeat(words[..at].chars().count()));
        Error::request(format!("{why}\n  {words}\n  {mark}"), HINT)
    };
    let (reading, more) = match found.readings.as_slice() {
        [] => return Err(refuse(format!("`{words}` is no time"), 0)),
        [(reading, _)] => (reading, None),
        [(reading, _), (next, _), ..] => (reading, Some(next)),
    };
    if let Some(more) = more {
        return Err(refuse(
            format!("`{words}` says more than one time"),
            more.bytes.start,
        ));
    }
    let rest = format!(
        "{}{}",
        &words[..reading.bytes.start],
        &words[reading.bytes.end..]
    );
    if rest
        .split_whitespace()
        .any(|w| !matches!(w, "the" | "in" | "on" | "of" | "year"))
    {
        let at = match words[..reading.bytes.start].trim().is_empty() {
            true => reading.bytes.end,
            false => 0,
        };
        return Err(refuse(format!("`{words}` is not understood"), at));
    }
    let done = complete(reading, Context::default()).map_err(|problem| {
        use crate::extract::Problem;
        let why = match problem {
            Problem::NoSuchDay(why) | Problem::NoSuchTime(why) => why,
            Problem::NoYear => "the year is missing".to_owned(),
            Problem::NoDay => "the day is missing".to_owned(),
        };
        refuse(format!("`{words}`: {why}"), reading.bytes.start)
    })?;
    let zone = match &reading.begin.zone {
        Some(crate::extract::ZoneWords::Offset(seconds, _)) => Some(Zone::Fixed(*seconds)),
        _ => None,
    };
    Ok(Dated {
        span: done.span,
        zone,
    })
}

fn during(words: &str, start: WeekStart, zone: Option<Zone>) -> Result<Window> {
    let lower = words.trim().to_lowercase();
    for lead in ["the week of ", "week of "] {
        if lower.starts_with(lead) {
            return week_of(&words.trim()[lead.len()..], start);
        }
    }
    let found = dated(words)?;
    if found.span.precision.has_clock() {
        return instants(Some(copy(&found)), Some(found), zone);
    }
    let last = found.span.end.map(|e| e.date().plus_days(-1));
    Ok(Window::days(found.span.begin.map(|b| b.date()), last))
}

fn copy(dated: &Dated) -> Dated {
    Dated {
        span: dated.span.clone(),
        zone: dated.zone,
    }
}

fn week_of(words: &str, start: WeekStart) -> Result<Window> {
    let span = dated(words)?.span;
    match span.begin {
        Some(begin) if span.precision <= Precision::Day => Ok(Window::week_of(begin.date(), start)),
        _ => Err(Error::request(
            format!("`{words}` is no day, so it has no week"),
            "name a day, such as `--week-of 1945-11-04`",
        )),
    }
}

/// A window between instants: an instant at the end is excluded, a day or month included whole.
fn instants(since: Option<Dated>, until: Option<Dated>, zone: Option<Zone>) -> Result<Window> {
    let same =
        since.is_some() && since.as_ref().map(|s| &s.span) == until.as_ref().map(|s| &s.span);
    let in_zone = |dated: &Dated| {
        let zone = dated.zone.or(zone).unwrap_or(Zone::Utc);
        dated
            .span
            .in_zone(Some(zone), ZoneBasis::Stated, Fold::Widen)
            .0
    };
    let begin = since.as_ref().and_then(|s| in_zone(s).earliest);
    let end = until.as_ref().and_then(|u| {
        let when = in_zone(u);
        match u.span.precision.has_clock() && !same {
            true => when.earliest,
            false => when.latest,
        }
    });
    let range = InstantRange::new(begin, end).ok_or_else(|| {
        Error::request(
            "the window ends before it begins",
            "exchange `--since` and `--until`",
        )
    })?;
    let shown = |at: Option<crate::model::Instant>| match at {
        Some(at) => at.to_string(),
        None => "..".to_owned(),
    };
    Ok(Window {
        words: format!("{} to {}", shown(begin), shown(end)),
        span: Span::Instants(range),
    })
}
