//! Front matter: period, scope and method, conventions, clocks, and the colophon at the end.

use super::Chronology;
use super::clock::{abbreviation, offsets};
use super::entry::{Fact, crosses_days};
use super::sections::thousands;
use super::shelf::{Shelf, local_bounds};
use crate::model::calendar::year_name;
use crate::model::zone::{DATABASE_VERSION, OffsetName};
use crate::model::{Calendar, CivilDate, LocalTime, Qualifier, Zone};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// One rule of reading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Convention {
    /// What it is about.
    pub about: String,
    /// The rule.
    pub rule: String,
}

/// A clock that occurs: its abbreviation, offset, zone, places and dates.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Clockface {
    /// `MSK`.
    pub abbreviation: String,
    /// `UTC+03:00`.
    pub offset: String,
    /// `Europe/Moscow`; a dash for a fixed offset.
    pub zone: String,
    /// `Moscow, Sochi`.
    pub places: String,
    /// First and last day on which an entry uses it.
    pub used: String,
}

/// The days covered: `Sunday 4 November 1945`, `5 January to 30 December 1943`.
pub fn period(facts: &[Fact<'_>]) -> String {
    let ends = facts.iter().filter(|f| f.shelf != Shelf::Undated).map(|f| {
        let (a, b) = local_bounds(&f.face.when);
        (a.or(b), b.or(a))
    });
    let days: Vec<(CivilDate, CivilDate)> = ends
        .filter_map(|(a, b)| Some((LocalTime::date(a?), LocalTime::date(b?))))
        .collect();
    let first = days.iter().map(|(a, _)| *a).min();
    let last = days.iter().map(|(_, b)| *b).max();
    match (first, last) {
        (Some(a), Some(b)) if a == b => a.long_with_weekday(),
        (Some(a), Some(b)) => days_in_words(a, b),
        _ => "Undated".to_owned(),
    }
}

/// Two days, the year once if it is the same.
fn days_in_words(a: CivilDate, b: CivilDate) -> String {
    let (from, to) = (a.long(), b.long());
    let year = format!(" {}", year_name(a.year()));
    match from.strip_suffix(&year) {
        Some(from) if a.year() == b.year() => format!("{from} to {to}"),
        _ => format!("{from} to {to}"),
    }
}

/// `1 entry`, `240 entries`.
fn count(n: usize, one: &str, many: &str) -> String {
    let word = if n == 1 { one } else { many };
    format!("{} {word}", thousands(n as u64))
}

/// Scope and method, a paragraph each.
pub fn scope(chronology: &Chronology<'_>, facts: &[Fact<'_>]) -> Vec<String> {
    let names = |of: fn(&crate::model::Event) -> &str| {
        let all: BTreeSet<&str> = chronology.events.iter().map(of).collect();
        all.into_iter().filter(|n| !n.is_empty()).count()
    };
    let messages = names(|e| e.message_id.as_str());
    let files = names(|e| e.provenance.source.as_str());
    let mut what = count(facts.len(), "entry", "entries");
    if messages > 0 {
        what.push_str(&format!(", {}", count(messages, "message", "messages")));
    }
    if files > 0 {
        what.push_str(&format!(
            ", {}",
            count(files, "source file", "source files")
        ));
    }
    let clocked = facts.iter().filter(|f| f.face.when.precision.has_clock());
    let clocked = clocked.filter(|f| f.shelf != Shelf::Undated).count();
    let undated = facts.iter().filter(|f| f.shelf == Shelf::Undated).count();
    let dated = facts.len() - clocked - undated;
    let mut sure = vec![match clocked == facts.len() {
        true => "all dated to the clock".to_owned(),
        false => format!("{} dated to the clock", thousands(clocked as u64)),
    }];
    if dated > 0 {
        sure.push(format!(
            "{} to a day or a longer unit",
            thousands(dated as u64)
        ));
    }
    if undated > 0 {
        sure.push(format!("{} undated", thousands(undated as u64)));
    }
    vec![
        format!("{what}: {}.", sure.join(", ")),
        "Each entry is one event, at the time that its source gives. The words that carry the \
         date are quoted in its note, with the file and the line where they stand. Events that \
         several sources tell within one another’s bounds are one entry with all its sources; \
         where the sources do not agree, each has its own entry and names the other."
            .to_owned(),
    ]
}

/// The rules of reading, those that this chronology needs.
pub fn conventions(facts: &[Fact<'_>]) -> Vec<Convention> {
    let any = |test: &dyn Fn(&Fact<'_>) -> bool| facts.iter().any(test);
    let mut rules = Vec::new();
    let mut rule = |about: &str, text: String| {
        rules.push(Convention {
            about: about.to_owned(),
            rule: text,
        });
    };
    rule(
        "Times",
        format!(
            "Times and days are those of the clock of the place named, with the abbreviation in \
             use there on that day; Coordinated Universal Time (UTC, Z) follows in brackets, with \
             its date where that differs. Offsets are those of the IANA time zone database \
             {DATABASE_VERSION}, with its history before 1970."
        ),
    );
    if any(&|f| f.face.when.zone.is_none() && f.face.when.precision.has_clock()) {
        rule(
            "Unknown clocks",
            "Where nobody can say which clock a source used, the written time is printed as it \
             is and marked “zone unknown”; in delays it may lie up to 14 hours earlier or 12 \
             hours later in UTC."
                .to_owned(),
        );
    }
    let julian = any(&|f| f.face.when.calendar == Calendar::Julian);
    rule(
        "Calendars",
        match julian {
            true => "Headings are in the Gregorian calendar (New Style). Dates written in the \
                     Julian calendar are followed by their Old Style form."
                .to_owned(),
            false => "All dates are written, and printed, in the Gregorian calendar.".to_owned(),
        },
    );
    rule(
        "Bounds",
        "A time is known to the unit in which it is printed: 01:20 is the minute from 01:20 to \
         01:21, 14 h the hour from 14:00 to 15:00. 14:00–14:20 is one moment between the two, 14:00 to 14:20 something that lasted; \
         “by” is not later than, “from” not earlier than. A delay between two such times is \
         printed as the clocks give it; the tables add its lower and upper bound."
            .to_owned(),
    );
    if any(&|f| f.face.when.qualifier != Qualifier::Exact) {
        rule(
            "Marks",
            "c. (circa): the source gives the time as approximate. ?: the source is in doubt."
                .to_owned(),
        );
    }
    let mut order =
        "Entries stand in the order of UTC within the day of their own clock. A dash in \
                     place of the time means that the source names the day only: such entries \
                     follow those with a clock. What is known only to a month or a year follows \
                     the rest of that month or year, and undated entries come last. "
            .to_owned();
    if crosses_days(facts) {
        order.push_str(
            "As each day is that of the place, a message from the east may be entered as received \
             on the day before it was sent. ",
        );
    }
    order.push_str(
        "An entry is cited by its date and its number on that date, as in 1945-11-04/01; that \
         number does not depend on entries of other days.",
    );
    rule("Order and numbers", order);
    rules
}

/// The clocks that occur, in the order of their first use.
pub fn clockfaces(facts: &[Fact<'_>]) -> Vec<Clockface> {
    type Key = (String, i32, String);
    struct Use<'a> {
        places: BTreeSet<&'a str>,
        first: Option<CivilDate>,
        last: Option<CivilDate>,
    }
    let mut order: Vec<Key> = Vec::new();
    let mut uses: BTreeMap<Key, Use<'_>> = BTreeMap::new();
    for fact in facts.iter().filter(|f| f.face.when.precision.has_clock()) {
        for (zone, offset) in offsets(&fact.face.when) {
            let name = match zone {
                Zone::Named(_) => zone.to_string(),
                Zone::Utc | Zone::Fixed(_) => "—".to_owned(),
            };
            let key = (abbreviation(offset), offset.seconds, name);
            let used = uses.entry(key.clone()).or_insert_with(|| {
                order.push(key);
                Use {
                    places: BTreeSet::new(),
                    first: None,
                    last: None,
                }
            });
            used.places.extend(fact.face.place.as_deref());
            if let Shelf::Day(day) = fact.shelf {
                used.first = Some(used.first.map_or(day, |d| d.min(day)));
                used.last = Some(used.last.map_or(day, |d| d.max(day)));
            }
        }
    }
    let face = |key: &Key| {
        let used = uses.get(key)?;
        Some(Clockface {
            abbreviation: key.0.clone(),
            offset: match key.1 {
                0 => "UTC".to_owned(),
                seconds => format!("UTC{}", OffsetName(seconds)).replace('-', "−"),
            },
            zone: key.2.clone(),
            places: used.places.iter().copied().collect::<Vec<_>>().join(", "),
            used: match (used.first, used.last) {
                (Some(a), Some(b)) if a == b => a.long(),
                (Some(a), Some(b)) => days_in_words(a, b),
                _ => String::new(),
            },
        })
    };
    order.iter().filter_map(face).collect()
}

/// The edition it is drawn from, and what made this document.
pub fn colophon(edition: Option<&str>, version: &str) -> String {
    let edition = edition.map_or(String::new(), |e| format!("Edition: {e}. "));
    let version = match version {
        "" => String::new(),
        version => format!(" {version}"),
    };
    format!(
        "{edition}Compiled from the sources named above by annals{version}, with the IANA time zone \
         database {DATABASE_VERSION} and its history before 1970; set with typst in Libertinus \
         Serif and DejaVu Sans. No clock and no network was consulted: the same sources and the \
         same options give the same document, byte for byte."
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{entry, sample};

    #[test]
    fn the_colophon_names_the_edition_of_the_project() {
        let with = colophon(Some("The Cables, https://example.org, CC BY 4.0"), "1.0");
        assert!(with.starts_with("Edition: The Cables, https://example.org, CC BY 4.0. Compiled"));
        assert!(colophon(None, "").starts_with("Compiled"));
    }

    #[test]
    fn each_clock_is_listed_once_with_its_places() {
        let cable = sample::cable();
        let faces = clockfaces(&entry::facts(&cable));
        assert_eq!(faces.len(), 1);
        assert_eq!(faces[0].abbreviation, "MSK");
        assert_eq!(faces[0].offset, "UTC+03:00");
        assert_eq!(faces[0].places, "Moscow, Sochi");
        assert_eq!(faces[0].used, "4 November 1945");
    }
}
