//! A date as attributes of TEI (`att.datable.w3c`).
//!
//! `@when` is one known unit, `@notBefore` and `@notAfter` our ignorance of one moment, `@from` and
//! `@to` a length of time; always Gregorian. Before the common era the Guidelines count without a
//! year zero: -0001 is 1 BCE.

use super::wall::{Days, Wall};
use crate::model::instant::{MINUTE, SECOND};
use crate::model::zone::OffsetName;
use crate::model::{CivilDate, Event, Extent, LocalTime, Precision};

/// The attributes, a blank before each; empty if no bound can be said.
pub(super) fn attributes(event: &Event, wall: &Wall, clock: bool) -> String {
    let when = &event.when;
    let attribute = |name: &str, value: String| format!(" {name}=\"{value}\"");
    let lasted = when.extent == Extent::Stretch;
    let (first, last) = match lasted {
        true => ("from", "to"),
        false => ("notBefore", "notAfter"),
    };
    if wall.clock && clock {
        let unit = match when.precision {
            Precision::Minute => MINUTE,
            _ => SECOND,
        };
        if let (Some(begin), Some(end)) = (wall.begin, wall.end)
            && !lasted
            && end.micros() - begin.micros() <= unit
        {
            return attribute("when", date_time(event, begin));
        }
        let mut out = String::new();
        if let Some(begin) = wall.begin {
            out.push_str(&attribute(first, date_time(event, begin)));
        }
        if let Some(end) = wall.end {
            // The last second that is possible; the end of what lasted is its own.
            let back = if lasted { 0 } else { SECOND };
            out.push_str(&attribute(last, date_time(event, end.plus(-back))));
        }
        return out;
    }
    if let (Some(days), false) = (wall.days(), lasted) {
        match days {
            Days::Year(y) => return attribute("when", year(y)),
            Days::Month(y, m) => return attribute("when", format!("{}-{m:02}", year(y))),
            Days::Day(d) => return attribute("when", day(d)),
            Days::Several(..) => {}
        }
    }
    let unit = |date: CivilDate| match when.precision {
        Precision::Year if lasted => year(date.year()),
        Precision::Month if lasted => format!("{}-{:02}", year(date.year()), date.month()),
        _ => day(date),
    };
    let begin = wall.begin.map(|b| attribute(first, unit(b.date())));
    let end = wall.last_day().map(|d| attribute(last, unit(d)));
    begin.unwrap_or_default() + &end.unwrap_or_default()
}

fn year(astronomical: i32) -> String {
    match astronomical {
        y if y > 0 => format!("{y:04}"),
        y => format!("-{:04}", 1 - i64::from(y)),
    }
}

fn day(date: CivilDate) -> String {
    format!(
        "{}-{:02}-{:02}",
        year(date.year()),
        date.month(),
        date.day()
    )
}

/// With the offset of the event's clock; without one if nobody knows it. XML knows offsets to the
/// minute; a finer one, of local mean time, is said in UTC.
fn date_time(event: &Event, local: LocalTime) -> String {
    let offset = event
        .when
        .offset_seconds
        .filter(|_| event.when.zone.is_some());
    let (shown, suffix) = match offset {
        None => (local, String::new()),
        Some(0) => (local, "Z".into()),
        Some(seconds) if seconds % 60 == 0 && seconds.abs() <= 14 * 3600 => {
            (local, OffsetName(seconds).to_string())
        }
        Some(seconds) => (local.plus(-i64::from(seconds) * SECOND), "Z".into()),
    };
    let (hour, minute) = shown.hour_minute();
    let second = shown.micros_of_day() / SECOND % 60;
    format!(
        "{}T{hour:02}:{minute:02}:{second:02}{suffix}",
        day(shown.date())
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Zone, ZoneBasis};
    use crate::notation::edtf;

    fn of(date: &str, zone: Option<Zone>) -> String {
        let mut event = Event::undated("d/sent", "d");
        let (span, _) = edtf::parse(date).unwrap();
        event.when = span.in_zone(zone, ZoneBasis::Stated, Default::default()).0;
        attributes(&event, &Wall::of(&event).unwrap(), true)
    }

    #[test]
    fn within_is_not_throughout() {
        let utc = Some(Zone::Utc);
        assert_eq!(of("1945", utc), " when=\"1945\"");
        assert_eq!(of("-0055-03-15", utc), " when=\"-0056-03-15\"");
        assert_eq!(
            of("[1890-01-31..1890-02-02]", utc),
            " notBefore=\"1890-01-31\" notAfter=\"1890-02-02\""
        );
        assert_eq!(
            of("1914-07/1918-11", utc),
            " from=\"1914-07\" to=\"1918-11\""
        );
        assert_eq!(of("1914/..", utc), " from=\"1914\"");
        assert_eq!(of("1945-11", None), " when=\"1945-11\"");
    }

    #[test]
    fn a_clock_has_its_offset_or_none() {
        let date = "1945-11-04T01:20:00";
        assert_eq!(
            of(date, Some(Zone::Fixed(3 * 3600))),
            " when=\"1945-11-04T01:20:00+03:00\""
        );
        assert_eq!(of(date, None), " when=\"1945-11-04T01:20:00\"");
        assert_eq!(
            of(date, Some(Zone::Fixed(9079))),
            " when=\"1945-11-03T22:48:41Z\""
        );
    }
}
