//! From a phrase to a window: civil days, or instants by the clock that the contract chooses.

use super::anchor;
use super::phrase::{Phrase, Term, Unit};
use super::spoken::Spoken;
use super::words::Words;
use crate::error::Result;
use crate::extract::Stages;
use crate::model::instant::{HOUR, MINUTE};
use crate::model::{CivilDate, Event, Instant, InstantRange, LocalTime, Zone};
use crate::query::{Span, WeekStart, Window, local_begin, local_end};

/// What a question may look at to be understood.
pub struct Resolver<'a> {
    /// The events that answers are sought among.
    pub events: &'a [Event],
    /// Which of them pass the filters; empty if all do.
    pub admitted: &'a [bool],
    pub stages: &'a Stages,
    pub week_start: WeekStart,
    /// The zone that was asked for.
    pub zone: Option<Zone>,
}

/// Something in time to which a question refers.
#[derive(Clone, Debug)]
pub struct Anchor<'e> {
    /// The civil days, the last included; `None` is unbounded.
    pub first: Option<CivilDate>,
    pub last: Option<CivilDate>,
    /// The instants, if it has a clock.
    pub clock: Option<InstantRange>,
    /// The zone of that clock, if it is known.
    pub zone: Option<Zone>,
    /// The event, if it is one.
    pub event: Option<&'e Event>,
}

impl<'a> Resolver<'a> {
    /// The window of a phrase, with the zone by which its clock was read.
    ///
    /// # Errors
    /// Words that name no event or several; an event without a date; an end before the beginning.
    pub fn window(&self, phrase: &Phrase<'_>, words: Words<'_>) -> Result<Window> {
        let window = self.of_phrase(phrase, words)?;
        let (mut clock, mut beside) = (None, Vec::new());
        for term in phrase.terms() {
            let at = self.anchor(term)?;
            clock = clock.or(at.zone);
            beside.extend(at.event.map(|event| self.told(event)));
        }
        Ok(Window {
            clock,
            beside: Some(beside.join("; ")).filter(|b| !b.is_empty()),
            ..window
        })
    }

    /// `cable-3523/deciphered: Sunday 4 November 1945, 03:15`.
    pub fn told(&self, event: &Event) -> String {
        let Some(begin) = local_begin(event, self.zone) else {
            return event.event_id.clone();
        };
        let clock = crate::cli::text::clock(event, self.zone);
        let comma = if clock.is_empty() { "" } else { ", " };
        let day = begin.date().long_with_weekday();
        crate::cli::text::plain(&format!("{}: {day}{comma}{clock}", event.event_id))
    }

    fn of_phrase(&self, phrase: &Phrase<'_>, words: Words<'_>) -> Result<Window> {
        match phrase {
            Phrase::At(term) => {
                let at = self.anchor(term)?;
                self.range(Some(&at), Some(&at), true, words)
            }
            Phrase::UnitOf(unit, term) => {
                let (first, last) = self.days_of(&self.anchor(term)?, words)?;
                self.unit_of(*unit, first, last, words)
            }
            Phrase::Beside {
                count,
                unit,
                after,
                term,
            } => {
                let at = self.anchor(term)?;
                self.beside(*count, *unit, *after, &at, words)
            }
            Phrase::Within {
                count,
                unit,
                both,
                term,
            } => {
                let at = self.anchor(term)?;
                if let Some(size) = hours(*unit) {
                    let range = self.instants_of(&at, words)?;
                    let by = size.saturating_mul(*count);
                    let begin = range.earliest().map(|a| match both {
                        true => a.shifted(-by),
                        false => a,
                    });
                    return self.instants(begin, range.latest().map(|b| b.shifted(by)), words);
                }
                let (first, last) = self.days_of(&at, words)?;
                let begin = match both {
                    true => moved(first, -count, *unit),
                    false => first,
                };
                Ok(Window::days(Some(begin), Some(moved(last, *count, *unit))))
            }
            Phrase::From(term, whole) => {
                let at = self.anchor(term)?;
                match (at.clock, whole) {
                    (Some(range), false) => self.instants(range.earliest(), None, words),
                    (Some(range), true) => self.instants(range.latest(), None, words),
                    (None, false) => Ok(Window::days(at.first, None)),
                    (None, true) => Ok(Window::days(at.last.map(|d| d.plus_days(1)), None)),
                }
            }
            Phrase::UpTo(term, whole) => {
                let at = self.anchor(term)?;
                match (at.clock, whole) {
                    (Some(range), false) => self.instants(None, range.earliest(), words),
                    (Some(range), true) => self.instants(None, range.latest(), words),
                    (None, true) => Ok(Window::days(None, at.last)),
                    (None, false) => Ok(Window::days(None, at.first.map(|d| d.plus_days(-1)))),
                }
            }
            Phrase::Between(from, to) => {
                let (from, to) = (self.anchor(from)?, self.anchor(to)?);
                self.range(Some(&from), Some(&to), true, words)
            }
        }
    }

    /// The window from one thing to another; an instant at the end is excluded unless `whole`.
    pub fn range(
        &self,
        from: Option<&Anchor<'_>>,
        to: Option<&Anchor<'_>>,
        whole: bool,
        words: Words<'_>,
    ) -> Result<Window> {
        let has_clock = |a: Option<&Anchor<'_>>| a.is_some_and(|a| a.clock.is_some());
        if !has_clock(from) && !has_clock(to) {
            let first = from.and_then(|a| a.first);
            let last = to.and_then(|a| a.last);
            if let (Some(a), Some(b)) = (first, last)
                && b < a
            {
                let message = format!("the window ends on {b}, before it begins on {a}");
                return Err(words.wrong(message, "exchange the beginning and the end"));
            }
            return Ok(Window::days(first, last));
        }
        let zone = from.and_then(|a| a.zone).or(to.and_then(|a| a.zone));
        let begin = match from {
            Some(from) => self.instants_of(from, words)?.earliest(),
            None => None,
        };
        let end = match to {
            Some(to) => {
                let range = self.instants_of(to, words)?;
                match whole || to.clock.is_none() {
                    true => range.latest(),
                    false => range.earliest(),
                }
            }
            None => None,
        };
        Ok(Window {
            clock: zone,
            ..self.instants(begin, end, words)?
        })
    }

    /// What a term stands for.
    pub fn anchor(&self, term: &Term<'_>) -> Result<Anchor<'a>> {
        match term {
            Term::Time(spoken, words) => self.of_time(spoken, *words),
            Term::Event(words) => self.of_event(*words),
        }
    }

    fn of_time(&self, spoken: &Spoken, words: Words<'_>) -> Result<Anchor<'a>> {
        let zone = spoken.zone.unwrap_or_else(|| self.clock_for(spoken));
        let clock = match spoken.clock {
            false => None,
            true => {
                let (begin, end) = on_the_line(spoken, zone);
                let refuse = || words.wrong("the window ends before it begins", "exchange the two");
                Some(InstantRange::new(begin, end).ok_or_else(refuse)?)
            }
        };
        Ok(Anchor {
            first: spoken.begin.map(LocalTime::date),
            last: spoken.end.map(|e| e.plus(-1).date()),
            clock,
            zone: spoken.clock.then_some(zone),
            event: None,
        })
    }

    fn of_event(&self, words: Words<'_>) -> Result<Anchor<'a>> {
        let event = anchor::event(words, self.events, self.stages)?;
        let Some(bounds) = event.when.bounds() else {
            let message = format!("the event `{}` has no date", event.event_id);
            return Err(words.wrong(message, "name another event, or a date"));
        };
        Ok(Anchor {
            first: local_begin(event, self.zone).map(LocalTime::date),
            last: local_end(event, self.zone).map(|e| e.plus(-1).date()),
            clock: event.when.precision.has_clock().then_some(bounds),
            zone: event.when.zone,
            event: Some(event),
        })
    }

    /// The clock of a time that names none: the one asked for; else the one that all events share
    /// which may lie there by any clock; else UTC.
    pub fn clock_for(&self, spoken: &Spoken) -> Zone {
        if let Some(zone) = self.zone {
            return zone;
        }
        const FAR: i64 = 15 * HOUR;
        let utc = on_the_line(spoken, Zone::Utc);
        let (low, high) = (
            utc.0.map(|a| a.shifted(-FAR)),
            utc.1.map(|b| b.shifted(FAR)),
        );
        let near = |event: &&Event| {
            let apart = |a: Option<Instant>, b: Option<Instant>| matches!((a, b), (Some(a), Some(b)) if a <= b);
            event.when.bounds().is_some()
                && !apart(event.when.latest, low)
                && !apart(high, event.when.earliest)
        };
        let passes = |at: usize| self.admitted.get(at).copied().unwrap_or(true);
        let shown = self.events.iter().enumerate().filter(|(at, _)| passes(*at));
        shared_zone(shown.map(|(_, event)| event).filter(near)).unwrap_or(Zone::Utc)
    }

    /// The single stretch of civil days of an anchor.
    fn days_of(&self, at: &Anchor<'_>, words: Words<'_>) -> Result<(CivilDate, CivilDate)> {
        let (Some(first), Some(last)) = (at.first, at.last) else {
            return Err(words.wrong(
                "the day on which this depends is not known",
                "name an event or a date with both ends",
            ));
        };
        if let Some(event) = at.event
            && first != last
            && event.when.extent == crate::model::Extent::Moment
        {
            let message = format!(
                "`{}` is known only to lie between {} and {}, so the days beside it are not known",
                event.event_id,
                first.long(),
                last.long()
            );
            return Err(words.wrong(message, "name a date instead"));
        }
        Ok((first, last))
    }

    /// The instants of an anchor: of days by the clock that is chosen for them.
    pub fn instants_of(&self, at: &Anchor<'_>, words: Words<'_>) -> Result<InstantRange> {
        if let Some(range) = at.clock {
            return Ok(range);
        }
        if let Some(range) = at.event.and_then(|e| e.when.bounds()) {
            return Ok(range);
        }
        let midnight = |day: CivilDate| LocalTime::new(day, 0, 0, 0);
        let whole = Spoken {
            begin: at.first.map(midnight),
            end: at.last.map(|d| midnight(d.plus_days(1))),
            clock: false,
            zone: None,
        };
        let (begin, end) = on_the_line(&whole, self.clock_for(&whole));
        InstantRange::new(begin, end)
            .ok_or_else(|| words.wrong("the window ends before it begins", "exchange the two"))
    }

    fn unit_of(
        &self,
        unit: Unit,
        first: CivilDate,
        last: CivilDate,
        words: Words<'_>,
    ) -> Result<Window> {
        let begin = |day: CivilDate| match unit {
            Unit::Month => CivilDate::new(day.year(), day.month(), 1),
            Unit::Year => CivilDate::new(day.year(), 1, 1),
            _ => Some(day),
        };
        match unit {
            Unit::Day => Ok(Window::days(Some(first), Some(last))),
            Unit::Week if first == last => Ok(Window::week_of(first, self.week_start)),
            Unit::Month | Unit::Year if begin(first) == begin(last) => {
                let first = begin(first).unwrap_or(first);
                Ok(Window::days(
                    Some(first),
                    Some(moved(first, 1, unit).plus_days(-1)),
                ))
            }
            Unit::Minute | Unit::Hour | Unit::Fortnight => Err(words.wrong(
                "this has no calendar of its own",
                "say `within 6 hours of …`, or name a day, week, month or year",
            )),
            _ => Err(words.wrong(
                format!(
                    "{} to {} do not lie in one {}",
                    first,
                    last,
                    format!("{unit:?}").to_lowercase()
                ),
                "name a day, such as `the week of 4 November 1945`",
            )),
        }
    }

    fn beside(
        &self,
        count: i64,
        unit: Unit,
        after: bool,
        at: &Anchor<'_>,
        words: Words<'_>,
    ) -> Result<Window> {
        if let Some(size) = hours(unit) {
            let range = self.instants_of(at, words)?;
            let by = size.saturating_mul(count);
            return match after {
                true => self.instants(range.latest(), range.latest().map(|b| b.shifted(by)), words),
                false => self.instants(
                    range.earliest().map(|a| a.shifted(-by)),
                    range.earliest(),
                    words,
                ),
            };
        }
        let (first, last) = self.days_of(at, words)?;
        Ok(match after {
            true => {
                let begin = last.plus_days(1);
                Window::days(Some(begin), Some(moved(begin, count, unit).plus_days(-1)))
            }
            false => {
                let end = first.plus_days(-1);
                Window::days(Some(moved(first, -count, unit)), Some(end))
            }
        })
    }

    /// A window of instants, told in the zone by which its clock is read.
    pub fn instants(
        &self,
        begin: Option<Instant>,
        end: Option<Instant>,
        words: Words<'_>,
    ) -> Result<Window> {
        let range = InstantRange::new(begin, end).ok_or_else(|| {
            words.wrong(
                "the window ends before it begins",
                "exchange the beginning and the end",
            )
        })?;
        let shown = |at: Option<Instant>| at.map_or_else(|| "..".to_owned(), |at| at.to_string());
        Ok(Window {
            words: format!("{} to {}", shown(begin), shown(end)),
            ..Span::Instants(range).into()
        })
    }
}

/// The zone that all of some events share.
pub fn shared_zone<'e>(mut events: impl Iterator<Item = &'e Event>) -> Option<Zone> {
    let first = events.next()?.when.zone?;
    events.all(|e| e.when.zone == Some(first)).then_some(first)
}

/// The outer instants of a spoken time by the clock of a zone.
fn on_the_line(spoken: &Spoken, zone: Zone) -> (Option<Instant>, Option<Instant>) {
    let at = |from: LocalTime, to: LocalTime| zone.bounds(from, to, Default::default());
    let begin = spoken.begin.and_then(|b| at(b, b.plus(1))?.earliest());
    let end = spoken.end.and_then(|e| at(e.plus(-1), e)?.latest());
    (begin, end)
}

/// The length of a unit that is absolute.
fn hours(unit: Unit) -> Option<i64> {
    match unit {
        Unit::Minute => Some(MINUTE),
        Unit::Hour => Some(HOUR),
        _ => None,
    }
}

/// The day so many units later.
fn moved(day: CivilDate, count: i64, unit: Unit) -> CivilDate {
    match unit {
        Unit::Week => day.plus_days(count.saturating_mul(7)),
        Unit::Fortnight => day.plus_days(count.saturating_mul(14)),
        Unit::Month => day.plus_months(count),
        Unit::Year => day.plus_months(count.saturating_mul(12)),
        _ => day.plus_days(count),
    }
}
