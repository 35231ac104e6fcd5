//! When an event was, on its own wall, for formats that know nothing of bounds.

use crate::model::instant::DAY;
use crate::model::{CivilDate, Event, LocalTime, Qualifier};
use crate::query::{local_begin, local_end};

/// The wall-clock span of an event, half-open; one end at least is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wall {
    pub begin: Option<LocalTime>,
    pub end: Option<LocalTime>,
    /// Whether the words give a clock: the precision is finer than a day.
    pub clock: bool,
}

/// A span of whole days, by the largest unit that it fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Days {
    Year(i32),
    Month(i32, u32),
    Day(CivilDate),
    /// First and last day.
    Several(CivilDate, CivilDate),
}

impl Wall {
    /// `None` if the event is undated, or open at both ends.
    pub(super) fn of(event: &Event) -> Option<Wall> {
        event.when.bounds()?;
        let wall = Wall {
            begin: event.when.earliest.and_then(|_| local_begin(event, None)),
            end: local_end(event, None),
            clock: event.when.precision.has_clock(),
        };
        (wall.begin.is_some() || wall.end.is_some()).then_some(wall)
    }

    /// First and last day, if both ends are known.
    pub(super) fn days(&self) -> Option<Days> {
        let first = self.begin?.date();
        let last = self.last_day()?.max(first);
        let month = |d: CivilDate| (d.year(), d.month());
        let begins_month = first.day() == 1;
        let ends_month = last.plus_days(1).day() == 1;
        Some(if first == last {
            Days::Day(first)
        } else if begins_month && ends_month && month(first) == month(last) {
            Days::Month(first.year(), first.month())
        } else if begins_month
            && ends_month
            && first.year() == last.year()
            && (first.month(), last.month()) == (1, 12)
        {
            Days::Year(first.year())
        } else {
            Days::Several(first, last)
        })
    }

    /// The last day, if the end is known.
    pub(super) fn last_day(&self) -> Option<CivilDate> {
        Some(self.end?.plus(-1).date())
    }

    /// The first day after, if the end is known.
    pub(super) fn day_after(&self) -> Option<CivilDate> {
        let end = self.end?;
        Some(match end.micros().rem_euclid(DAY) {
            0 => end.date(),
            _ => end.date().plus_days(1),
        })
    }
}

/// The date for a person: `c. 1945-11-04 01:20 Europe/Moscow`, `1914-07?`.
pub(super) fn shown(event: &Event) -> String {
    let when = &event.when;
    let mut out = String::new();
    if matches!(when.qualifier, Qualifier::Approximate | Qualifier::Both) {
        out.push_str("c. ");
    }
    let bare = |c: char| !matches!(c, '~' | '?' | '%');
    match when.local_begin.filter(|_| when.precision.has_clock()) {
        Some(local) => {
            let (hour, minute) = local.hour_minute();
            out.push_str(&format!("{} {hour:02}:{minute:02}", local.date()));
            match when.zone {
                Some(zone) => out.push_str(&format!(" {zone}")),
                None => out.push_str(" (zone unknown)"),
            }
        }
        None => out.extend(when.edtf.chars().filter(|c| bare(*c))),
    }
    if matches!(when.qualifier, Qualifier::Uncertain | Qualifier::Both) {
        out.push('?');
    }
    out
}

/// One line: control characters and line breaks as blanks, runs of blanks as one.
pub(super) fn line(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What an event is called where a title is wanted.
pub(super) fn title(event: &Event) -> String {
    let label = line(&event.label);
    match (label.is_empty(), &event.stage) {
        (false, _) => label,
        (true, Some(stage)) => line(&format!("{} {}", event.message_id, stage.name())),
        (true, None) => line(&event.event_id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CivilSpan, Zone, ZoneBasis};
    use crate::notation::edtf;

    pub(crate) fn event(date: &str) -> Event {
        let mut event = Event::undated("d/sent", "d");
        let (span, zone) = edtf::parse(date).unwrap();
        let span = CivilSpan { ..span };
        event.when = span
            .in_zone(
                zone.or(Some(Zone::Utc)),
                ZoneBasis::Stated,
                Default::default(),
            )
            .0;
        event
    }

    #[test]
    fn whole_units_are_known_as_such() {
        let days = |date: &str| Wall::of(&event(date)).unwrap().days();
        assert_eq!(days("1945"), Some(Days::Year(1945)));
        assert_eq!(days("1945-11"), Some(Days::Month(1945, 11)));
        let fourth = CivilDate::new(1945, 11, 4).unwrap();
        assert_eq!(days("1945-11-04"), Some(Days::Day(fourth)));
        let december = Wall::of(&event("1945-12-01/1945-12-31")).unwrap().days();
        assert_eq!(december, Some(Days::Month(1945, 12)));
        assert_eq!(Wall::of(&event("1945/..")).unwrap().days(), None);
        assert_eq!(Wall::of(&Event::undated("a", "a")), None);
    }

    #[test]
    fn a_date_is_shown_with_its_doubt() {
        assert_eq!(shown(&event("1945-11~")), "c. 1945-11");
        assert_eq!(shown(&event("1945-11-04?")), "1945-11-04?");
    }
}
