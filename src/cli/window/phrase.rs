//! What a question about time says: the shape of its phrase, before any event is looked at.

use super::spoken::{Spoken, spoken};
use super::words::Words;
use crate::error::Result;

/// A unit in which a phrase counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Minute,
    Hour,
    Day,
    Week,
    Fortnight,
    Month,
    Year,
}

/// A time, or the words for an event of the inputs.
#[derive(Clone, Debug, PartialEq)]
pub enum Term<'a> {
    Time(Spoken, Words<'a>),
    Event(Words<'a>),
}

/// The shape of a phrase.
#[derive(Clone, Debug, PartialEq)]
pub enum Phrase<'a> {
    /// A time, or the time of an event.
    At(Term<'a>),
    /// The day, week, month or year in which something lies.
    UnitOf(Unit, Term<'a>),
    /// So many units after or before something, itself not included.
    Beside {
        count: i64,
        unit: Unit,
        after: bool,
        term: Term<'a>,
    },
    /// No further than so many units after (and before) something, itself included.
    Within {
        count: i64,
        unit: Unit,
        both: bool,
        term: Term<'a>,
    },
    /// From something on; from its end on if the flag is set.
    From(Term<'a>, bool),
    /// Up to something; up to its end if the flag is set.
    UpTo(Term<'a>, bool),
    /// From one thing to another.
    Between(Term<'a>, Term<'a>),
}

impl<'a> Phrase<'a> {
    /// What it names.
    pub fn terms(&self) -> Vec<&Term<'a>> {
        match self {
            Phrase::At(term)
            | Phrase::UnitOf(_, term)
            | Phrase::From(term, _)
            | Phrase::UpTo(term, _)
            | Phrase::Beside { term, .. }
            | Phrase::Within { term, .. } => vec![term],
            Phrase::Between(from, to) => vec![from, to],
        }
    }

    /// Whether it names an event, or a clock whose zone depends on the events.
    pub fn needs_events(&self) -> bool {
        let needs = |term: &Term<'_>| match term {
            Term::Time(spoken, _) => spoken.clock && spoken.zone.is_none(),
            Term::Event(_) => true,
        };
        match self {
            Phrase::At(term)
            | Phrase::UnitOf(_, term)
            | Phrase::From(term, _)
            | Phrase::UpTo(term, _) => needs(term),
            // Hours beside a day depend on the clock of the day.
            Phrase::Beside { unit, term, .. } | Phrase::Within { unit, term, .. } => {
                needs(term) || matches!(unit, Unit::Minute | Unit::Hour)
            }
            Phrase::Between(from, to) => needs(from) || needs(to),
        }
    }
}

/// Reads a phrase.
///
/// # Errors
/// Words that begin as a time and are none.
pub fn phrase<'a>(words: Words<'a>) -> Result<Phrase<'a>> {
    if let Some(found) = counted(words)? {
        return Ok(found);
    }
    // The grammar of the texts knows "since May 1943" and "from 3 to 5 May".
    if let Some(time) = spoken(words)? {
        return Ok(Phrase::At(Term::Time(time, words)));
    }
    for (lead, up_to, whole) in [
        ("since", false, false),
        ("from", false, false),
        ("after", false, true),
        ("until", true, true),
        ("till", true, true),
        ("by", true, true),
        ("before", true, false),
    ] {
        let Some(rest) = words.without(lead) else {
            continue;
        };
        if let Some(both) = split(rest, " to ").filter(|_| lead == "from") {
            return between(both);
        }
        let term = term(rest)?;
        return Ok(match up_to {
            true => Phrase::UpTo(term, whole),
            false => Phrase::From(term, whole),
        });
    }
    if let Some(both) = words
        .without("between")
        .and_then(|rest| split(rest, " and "))
    {
        return between(both);
    }
    Ok(Phrase::At(Term::Event(
        words.without("during").unwrap_or(words),
    )))
}

/// A time, else the words for an event.
///
/// # Errors
/// Words that begin as a time and are none.
pub fn term<'a>(words: Words<'a>) -> Result<Term<'a>> {
    Ok(match spoken(words)? {
        Some(time) => Term::Time(time, words),
        None => Term::Event(words),
    })
}

fn between<'a>((from, to): (Words<'a>, Words<'a>)) -> Result<Phrase<'a>> {
    Ok(Phrase::Between(term(from)?, term(to)?))
}

fn split<'a>(words: Words<'a>, by: &str) -> Option<(Words<'a>, Words<'a>)> {
    let lower = words.text().to_ascii_lowercase();
    let at = lower.find(by)?;
    Some((words.part(0..at), words.after(at + by.len())))
}

/// "the week of …", "the three days before …", "within six hours of …".
fn counted<'a>(words: Words<'a>) -> Result<Option<Phrase<'a>>> {
    let mut rest = words;
    let mut within = false;
    for lead in ["in", "on", "during", "within", "the"] {
        if let Some(more) = rest.without(lead) {
            within |= lead == "within";
            rest = more;
        }
    }
    let (first, more) = rest.first();
    let count = number(first);
    if count.is_some() {
        rest = more;
    }
    let (word, rest) = rest.first();
    let Some(unit) = unit(word) else {
        return Ok(None);
    };
    let counted = count.unwrap_or(1);
    for (lead, after) in [
        ("after", true),
        ("following", true),
        ("before", false),
        ("preceding", false),
    ] {
        if let Some(what) = rest.without(lead) {
            let term = term(what)?;
            return Ok(Some(match within && after {
                true => Phrase::Within {
                    count: counted,
                    unit,
                    both: false,
                    term,
                },
                false => Phrase::Beside {
                    count: counted,
                    unit,
                    after,
                    term,
                },
            }));
        }
    }
    let of = rest
        .without("of")
        .or_else(|| rest.without("that"))
        .or_else(|| rest.without("when"));
    match (of, within, count) {
        (Some(what), true, _) => Ok(Some(Phrase::Within {
            count: counted,
            unit,
            both: true,
            term: term(what)?,
        })),
        (Some(what), false, None) => Ok(Some(Phrase::UnitOf(unit, term(what)?))),
        // "the day the cable was sent"
        (None, false, None) if rest.without("the").is_some() => {
            Ok(Some(Phrase::UnitOf(unit, term(rest)?)))
        }
        _ => Ok(None),
    }
}

fn number(word: &str) -> Option<i64> {
    const WORDS: [&str; 12] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    let lower = word.to_lowercase();
    let named = WORDS
        .iter()
        .position(|w| *w == lower)
        .map(|at| at as i64 + 1);
    let typed = || lower.parse().ok().filter(|n| (1..=1_000_000).contains(n));
    match lower.as_str() {
        "a" | "an" => Some(1),
        _ => named.or_else(typed),
    }
}

fn unit(word: &str) -> Option<Unit> {
    Some(match word.to_lowercase().as_str() {
        "minute" | "minutes" | "min" => Unit::Minute,
        "hour" | "hours" | "h" => Unit::Hour,
        "day" | "days" => Unit::Day,
        "week" | "weeks" => Unit::Week,
        "fortnight" | "fortnights" => Unit::Fortnight,
        "month" | "months" => Unit::Month,
        "year" | "years" => Unit::Year,
        _ => return None,
    })
}
