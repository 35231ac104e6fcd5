//! Front matter: period, scope and method, conventions, clocks, and the colophon at the end.

use super::clock::{abbreviation, offsets};
use super::fact::{Fact, crosses_days};
use super::shelf::{Shelf, local_bounds};
use super::{Figures, SourceLine, thousands};
use crate::model::calendar::year_name;
use crate::model::zone::{DATABASE_VERSION, OffsetName};
use crate::model::{Calendar, CivilDate, LocalTime, Qualifier, Zone};
use crate::report::{Chronology, GroupBy, Variant};
use serde::Serialize;
use sha2::{Digest, Sha256};
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

/// The first and the last day covered.
pub fn days(facts: &[Fact<'_>]) -> Option<(CivilDate, CivilDate)> {
    let ends = facts.iter().filter(|f| f.shelf != Shelf::Undated).map(|f| {
        let (a, b) = local_bounds(&f.face.when, None);
        (a.or(b), b.or(a))
    });
    let days: Vec<(CivilDate, CivilDate)> = ends
        .filter_map(|(a, b)| Some((LocalTime::date(a?), LocalTime::date(b?))))
        .collect();
    let first = days.iter().map(|(a, _)| *a).min()?;
    Some((first, days.iter().map(|(_, b)| *b).max()?))
}

/// The days covered: `Sunday 4 November 1945`, `5 January to 30 December 1943`.
pub fn period(facts: &[Fact<'_>]) -> String {
    match days(facts) {
        Some((a, b)) if a == b => a.long_with_weekday(),
        Some((a, b)) => days_in_words(a, b),
        None => "Undated".to_owned(),
    }
}

/// Two days; month and year once if they are the same.
pub fn days_in_words(a: CivilDate, b: CivilDate) -> String {
    let (from, to) = (a.long(), b.long());
    let year = format!(" {}", year_name(a.year()));
    match from.strip_suffix(&year) {
        Some(_) if (a.year(), a.month()) == (b.year(), b.month()) => format!("{} to {to}", a.day()),
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
    let quoted = match chronology.layout.variant {
        Variant::Court => "beside it",
        Variant::History | Variant::Incident => "in its note",
    };
    vec![
        format!("{what}: {}.", sure.join(", ")),
        format!(
            "Each entry is one event, at the time that its source gives. The words that carry the \
             date are quoted {quoted}, with the file and the line where they stand. Events that \
             several sources tell within one another’s bounds are one entry with all its sources; \
             where the sources do not agree, each has its own entry, in which the time that the \
             other gives stands beside its own."
        ),
    ]
}

/// The rules of reading, those that this chronology needs.
pub fn conventions(chronology: &Chronology<'_>, facts: &[Fact<'_>]) -> Vec<Convention> {
    let layout = &chronology.layout;
    let any = |test: &dyn Fn(&Fact<'_>) -> bool| facts.iter().any(test);
    let mut rules = Vec::new();
    let mut rule = |about: &str, text: String| {
        rules.push(Convention {
            about: about.to_owned(),
            rule: text,
        });
    };
    let clocks = match layout.first_clock() {
        None => {
            "Times and days are those of the clock of the place named, with the abbreviation in \
             use there on that day; Coordinated Universal Time (UTC, Z) follows in brackets, with \
             its date where that differs."
                .to_owned()
        }
        Some(Zone::Utc) => {
            "Times and days are those of Coordinated Universal Time (UTC); the clock of the place \
             named follows in brackets, with the abbreviation in use there on that day, and with \
             its date where that differs."
                .to_owned()
        }
        Some(zone) => format!(
            "Times and days are those of the clock of {zone}, with the abbreviation in use there \
             on that day; Coordinated Universal Time (UTC, Z) follows in brackets, with its date \
             where that differs."
        ),
    };
    rule(
        "Times",
        format!(
            "{clocks} Offsets are those of the IANA time zone database {DATABASE_VERSION}, with \
             its history before 1970."
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
    let mut bounds =
        "A time is known to the unit in which it is printed: 01:20 is the minute from \
                      01:20 to 01:21, 14 h the hour from 14:00 to 15:00. 14:00–14:20 is one moment \
                      between the two, 14:00 to 14:20 something that lasted; “by” is not later \
                      than, “from” not earlier than."
            .to_owned();
    if layout.evaluates() && !chronology.pairs.is_empty() {
        bounds.push_str(
            " A delay between two such times is printed as the clocks give it; the tables add its \
             lower and upper bound.",
        );
    }
    rule("Bounds", bounds);
    if any(&|f| f.face.when.qualifier != Qualifier::Exact) {
        rule(
            "Marks",
            "c. (circa): the source gives the time as approximate. ?: the source is in doubt."
                .to_owned(),
        );
    }
    if layout.variant == Variant::Court {
        rule(
            "Disputed",
            "yes: a party disputes the event, or sources give times that cannot all be right. no: \
             it is marked as undisputed. —: nothing is said."
                .to_owned(),
        );
    }
    rule("Order and numbers", order(chronology, facts));
    rules
}

/// In which order the entries stand, and what their numbers mean.
fn order(chronology: &Chronology<'_>, facts: &[Fact<'_>]) -> String {
    let layout = &chronology.layout;
    let (day, mark) = match layout.first_clock() {
        None => ("the day of their own clock".to_owned(), ""),
        Some(Zone::Utc) => ("the day of UTC".to_owned(), "Z"),
        Some(zone) => (format!("the day of the clock of {zone}"), ""),
    };
    let mut order = match layout.grouping() {
        Some(GroupBy::Place) => format!(
            "Places stand in alphabetical order; under each, entries \
                                         stand in the order of UTC within {day}. "
        ),
        _ => format!("Entries stand in the order of UTC within {day}. "),
    };
    if layout.grouping() == Some(GroupBy::Day) || layout.grouping().is_none() {
        order.push_str(
            "A dash in place of the time means that the source names the day only: such entries \
             follow those with a clock. ",
        );
    } else {
        order.push_str("Those of which only the day is known follow the others of that day. ");
    }
    order.push_str(
        "What is known only to a month or a year follows the rest of that month or year, and \
         undated entries come last. ",
    );
    if crosses_days(facts) {
        order.push_str(
            "As each day is that of the place, a message from the east may be entered as received \
             on the day before it was sent. ",
        );
    }
    order.push_str(&format!(
        "An entry is cited by its date and its number on that date, as in 1945-11-04{mark}/01; \
         that number does not depend on entries of other days."
    ));
    order
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
        let Some(zone) = fact.face.when.zone else {
            continue;
        };
        for offset in offsets(&fact.face.when, zone) {
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

/// What made this document, and what it was made from.
///
/// The checksum is that of the list of the files' checksums, as `sha256sum` prints it.
pub fn colophon(
    chronology: &Chronology<'_>,
    sources: &[SourceLine],
    figures: &Figures,
) -> Vec<String> {
    let edition = chronology.edition;
    let edition = edition.map_or(String::new(), |e| format!("Edition: {e}. "));
    let version = match chronology.version {
        "" => String::new(),
        version => format!(" {version}"),
    };
    let mut paragraphs = vec![format!(
        "{edition}Compiled from the sources named above by annals{version}, with the IANA time zone \
         database {DATABASE_VERSION} and its history before 1970. No clock and no network was \
         consulted: the same sources and the same options give the same document, byte for byte."
    )];
    let sums: Vec<(&str, &str)> = sources
        .iter()
        .filter_map(|s| Some((s.checksum.strip_prefix("sha256 ")?, s.name.as_str())))
        .collect();
    if !sums.is_empty() && sums.len() == sources.len() {
        let list: String = sums
            .iter()
            .map(|(sum, name)| format!("{sum}  {name}\n"))
            .collect();
        let files = count(sources.len(), "input", "inputs");
        let digest: String = Sha256::digest(list.as_bytes())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        paragraphs.push(format!(
            "The checksum of each file stands with the sources; that of the list of the {files} \
             (a line for each: the checksum, two spaces, the name) is sha256 {digest}."
        ));
    }
    if figures.count > 0 {
        paragraphs.push(
            "Pictures are drawn from the same events as the entries; their numbers are written by \
             annals chart with the option --data."
                .to_owned(),
        );
    }
    paragraphs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::book::fact;
    use crate::report::sample;

    #[test]
    fn the_colophon_names_the_edition_and_the_sum_of_the_sums() {
        let chronology = Chronology {
            edition: Some("The Cables, https://example.org, CC BY 4.0"),
            version: "1.0",
            ..Chronology::default()
        };
        let sources = [SourceLine {
            name: "a.txt".into(),
            size: "1 byte".into(),
            checksum: format!("sha256 {}", "0".repeat(64)),
        }];
        let words = colophon(&chronology, &sources, &Figures::default());
        assert!(
            words[0].starts_with("Edition: The Cables, https://example.org, CC BY 4.0. Compiled")
        );
        // printf '%064d  a.txt\n' 0 | sha256sum
        assert!(
            words[1].ends_with("817d0524bc94fe7035d1cbf5451da4e8fe8617b3f0b877921f1db230648a351f."),
            "{}",
            words[1]
        );
        assert_eq!(
            colophon(&Chronology::default(), &[], &Figures::default()).len(),
            1
        );
    }

    #[test]
    fn each_clock_is_listed_once_with_its_places() {
        let cable = sample::cable();
        let faces = clockfaces(&fact::facts(&cable, None));
        assert_eq!(faces.len(), 1);
        assert_eq!(faces[0].abbreviation, "MSK");
        assert_eq!(faces[0].offset, "UTC+03:00");
        assert_eq!(faces[0].places, "Moscow, Sochi");
        assert_eq!(faces[0].used, "4 November 1945");
    }
}
