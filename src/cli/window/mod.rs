//! Windows in words: the same grammar as the texts, EDTF, events of the inputs, or days of the
//! calendar. A phrase is read before the inputs are; what it means may depend on them.

mod anchor;
mod length;
mod phrase;
mod resolve;
mod spoken;
mod words;

pub use length::{Length, length};
pub use resolve::{Resolver, shared_zone};
pub use spoken::Spoken;
pub use words::Words;

use super::args::Question;
use crate::error::Result;
use crate::model::instant::HOUR;
use crate::model::{CivilDate, Instant, LocalTime};
use crate::query::{Span, Window};
use phrase::{Phrase, Term, Unit};
use std::collections::BTreeMap;

/// A question about time, read.
#[derive(Debug, PartialEq)]
pub enum Asked<'a> {
    /// All time.
    Always,
    /// A phrase; with the name of the period that stands for it.
    During(Phrase<'a>, Words<'a>, Option<&'a str>),
    /// From and up to.
    Sides(Option<(Term<'a>, Words<'a>)>, Option<(Term<'a>, Words<'a>)>),
    /// A day of every year.
    EachYear(u32, u32),
    /// Near something.
    Around(Term<'a>, Words<'a>, Length),
}

/// Reads the question.
///
/// # Errors
/// Words that are no time and cannot name an event.
pub fn asked<'a>(
    question: &'a Question,
    periods: Option<&'a BTreeMap<String, String>>,
) -> Result<Asked<'a>> {
    if let Some(typed) = &question.during {
        let words = Words::new(typed);
        let named = periods.and_then(|p| {
            let same = |name: &str| name.to_lowercase() == words.text().to_lowercase();
            p.iter().find(|(name, _)| same(name))
        });
        return match named {
            Some((name, span)) => {
                let words = Words::new(span);
                Ok(Asked::During(phrase::phrase(words)?, words, Some(name)))
            }
            None => Ok(Asked::During(phrase::phrase(words)?, words, None)),
        };
    }
    if let Some(typed) = &question.week_of {
        let words = Words::new(typed);
        let week = Phrase::UnitOf(Unit::Week, phrase::term(words)?);
        return Ok(Asked::During(week, words, None));
    }
    if let Some(typed) = &question.on_this_day {
        let (month, day) = day_of_year(Words::new(typed))?;
        return Ok(Asked::EachYear(month, day));
    }
    if let (Some(typed), Some(within)) = (&question.around, &question.within) {
        let words = Words::new(typed);
        return Ok(Asked::Around(
            phrase::term(words)?,
            words,
            length(Words::new(within))?,
        ));
    }
    let side = |typed: &'a Option<String>| -> Result<Option<(Term<'a>, Words<'a>)>> {
        let Some(typed) = typed else { return Ok(None) };
        let words = Words::new(typed);
        Ok(Some((phrase::term(words)?, words)))
    };
    Ok(match (side(&question.since)?, side(&question.until)?) {
        (None, None) => Asked::Always,
        (since, until) => Asked::Sides(since, until),
    })
}

/// A time that stands alone: its bounds on the wall.
///
/// # Errors
/// Words that are no time.
pub fn read(typed: &str) -> Result<Spoken> {
    spoken::needed(Words::new(typed))
}

/// The day of a date that stands alone.
///
/// # Errors
/// Words that are no date.
pub fn read_day(typed: &str) -> Result<Option<CivilDate>> {
    Ok(read(typed)?.begin.map(LocalTime::date))
}

/// An instant of `--at`: an instant or minute, or the end of a day.
///
/// # Errors
/// Words that are no time and no event.
pub fn moment(typed: &str, resolver: &Resolver<'_>) -> Result<(Instant, Instant)> {
    let words = Words::new(typed);
    let at = resolver.anchor(&phrase::term(words)?)?;
    let window = resolver.range(Some(&at), Some(&at), true, words)?;
    let clock = at.clock.is_some();
    let zone = resolver.zone.unwrap_or(crate::model::Zone::Utc);
    let range = window.instants(zone);
    match (
        range.and_then(|r| r.earliest()),
        range.and_then(|r| r.latest()),
    ) {
        (Some(a), Some(b)) if clock => Ok((a, b)),
        // By a day is meant: by its end.
        (_, Some(b)) => Ok((b, b)),
        _ => Err(words.wrong(format!("`{typed}` has no end"), "name an instant or a day")),
    }
}

impl Asked<'_> {
    /// The window, as far as it depends on the events.
    ///
    /// # Errors
    /// What [`Resolver::window`] refuses.
    pub fn window(&self, resolver: &Resolver<'_>) -> Result<Option<Window>> {
        Ok(Some(match self {
            Asked::Always => return Ok(None),
            Asked::During(phrase, words, period) => {
                let mut window = resolver.window(phrase, *words)?;
                if let Some(name) = period {
                    window.name = Some((*name).to_owned());
                }
                window
            }
            Asked::Sides(since, until) => {
                let side = |side: &Option<(Term<'_>, Words<'_>)>| match side {
                    Some((term, _)) => resolver.anchor(term).map(Some),
                    None => Ok(None),
                };
                let (from, to) = (side(since)?, side(until)?);
                let words = until.as_ref().or(since.as_ref()).map(|(_, words)| *words);
                let words = words.unwrap_or(Words::new(""));
                let named = [&from, &to].into_iter().flatten().filter_map(|a| a.event);
                let named: Vec<String> = named.map(|event| resolver.told(event)).collect();
                Window {
                    beside: Some(named.join("; ")).filter(|n| !n.is_empty()),
                    ..resolver.range(from.as_ref(), to.as_ref(), false, words)?
                }
            }
            Asked::EachYear(month, day) => Window {
                words: format!(
                    "{day} {}, of every year",
                    crate::model::calendar::month_name(*month)
                ),
                ..Span::EachYear {
                    month: *month,
                    day: *day,
                }
                .into()
            },
            Asked::Around(term, words, within) => around(resolver, term, *words, *within)?,
        }))
    }

    /// Whether it names an event of the inputs.
    pub fn names_event(&self) -> bool {
        let is_event = |term: &Term<'_>| matches!(term, Term::Event(_));
        let side = |side: &Option<(Term<'_>, Words<'_>)>| {
            side.as_ref().is_some_and(|(term, _)| is_event(term))
        };
        match self {
            Asked::During(phrase, ..) => phrase.terms().into_iter().any(is_event),
            Asked::Sides(since, until) => side(since) || side(until),
            Asked::Around(term, ..) => is_event(term),
            Asked::Always | Asked::EachYear(..) => false,
        }
    }

    /// Refuses what cannot be meant, whatever the events are.
    ///
    /// # Errors
    /// What [`Resolver::window`] refuses.
    pub fn checked(&self, resolver: &Resolver<'_>) -> Result<()> {
        match self.names_event() {
            true => Ok(()),
            false => self.window(resolver).map(|_| ()),
        }
    }

    /// The instants outside which no event can answer, as far as that is known before any event
    /// is. Half-open; `None` is unbounded.
    pub fn reach(&self, resolver: &Resolver<'_>) -> (Option<Instant>, Option<Instant>) {
        let of = |term: &Term<'_>| match term {
            Term::Time(spoken, _) => {
                const FAR: i64 = 40 * HOUR;
                let moved =
                    |at: Option<LocalTime>, by: i64| Instant::from_micros(at?.micros() + by);
                Some((moved(spoken.begin, -FAR), moved(spoken.end, FAR)))
            }
            Term::Event(_) => None,
        };
        match self {
            Asked::Always | Asked::EachYear(..) | Asked::Around(..) => (None, None),
            Asked::During(Phrase::At(term), ..) => of(term).unwrap_or((None, None)),
            Asked::During(phrase, words, _) if !phrase.needs_events() => {
                let window = resolver.window(phrase, *words).ok();
                window.map_or((None, None), |w| w.reach())
            }
            Asked::During(..) => (None, None),
            Asked::Sides(since, until) => {
                let side =
                    |side: &Option<(Term<'_>, Words<'_>)>| side.as_ref().and_then(|(t, _)| of(t));
                (side(since).and_then(|r| r.0), side(until).and_then(|r| r.1))
            }
        }
    }
}

/// Near an event, a time or a day: by civil days if both are given in days, else absolute.
fn around(
    resolver: &Resolver<'_>,
    term: &Term<'_>,
    words: Words<'_>,
    within: Length,
) -> Result<Window> {
    let at = resolver.anchor(term)?;
    let near = |size: String| {
        let name = at
            .event
            .map_or(words.text(), |event| event.event_id.as_str());
        Some(super::text::plain(&format!("within {size} of {name}")))
    };
    if let (Some(days), None, Some(first), Some(last)) =
        (within.days(), at.clock, at.first, at.last)
        && (at.event.is_none() || first == last)
    {
        let size = super::text::count(usize::try_from(days).unwrap_or(0), "day");
        return Ok(Window {
            name: near(size),
            ..Window::days(Some(first.plus_days(-days)), Some(last.plus_days(days)))
        });
    }
    let name = near(crate::model::human_duration(within.micros));
    let center = resolver.instants_of(&at, words)?;
    if at.event.is_none() {
        // A day or an hour that was typed is meant whole.
        let moved = |at: Option<Instant>, by: i64| at.map(|at| at.shifted(by));
        let begin = moved(center.earliest(), -within.micros);
        let end = moved(center.latest(), within.micros);
        return Ok(Window {
            name,
            clock: at.zone,
            ..resolver.instants(begin, end, words)?
        });
    }
    let span = Span::Around {
        center,
        within: within.micros,
    };
    Ok(Window {
        name,
        clock: at.zone,
        beside: at.event.map(|event| resolver.told(event)),
        ..span.into()
    })
}

/// Month and day from `11-04`, `--11-04`, `4 November` or a whole date.
fn day_of_year(words: Words<'_>) -> Result<(u32, u32)> {
    let text = words.text();
    let numbers = text.strip_prefix("--").unwrap_or(text);
    let typed = numbers
        .split_once('-')
        .and_then(|(month, day)| Some((month.parse::<u32>().ok()?, day.parse::<u32>().ok()?)));
    let spoken = || {
        // Any leap year completes a day of the year.
        let whole = format!("{text} 2000");
        let read = spoken::spoken(Words::new(&whole)).ok().flatten();
        let read = read.or_else(|| spoken::spoken(words).ok().flatten())?;
        let (begin, end) = (read.begin?.date(), read.end?.plus(-1).date());
        (begin == end).then_some((begin.month(), begin.day()))
    };
    typed
        .or_else(spoken)
        .filter(|(month, day)| CivilDate::new(2000, *month, *day).is_some())
        .ok_or_else(|| {
            words.wrong(
                format!("`{text}` is no day of the year"),
                "write `11-04` (month and day) or `4 November`",
            )
        })
}
