//! Entries: facts in words, with their time, delay, rival sources and notes.

use super::clock::{Clock, Home, clock};
use super::delays;
use super::fact::{Fact, predecessors};
use super::index::people;
use super::shelf::{Shelf, local_bounds};
use crate::latency::{Pair, Status};
use crate::model::calendar::{month_name, year_name};
use crate::model::{Calendar, DurationRange, Event, human_duration};
use crate::report::names::Names;
use crate::report::{Chronology, GroupBy};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// One numbered entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The stable number: `1945-11-04/01`.
    pub number: String,
    /// What the heading leaves of it: `01` under a day, else all of it.
    pub ordinal: String,
    /// Its day, month or year: `4 November 1945`; `undated`.
    pub date: String,
    /// Time on the first clock, with `c.`, `by` and the like.
    pub time: String,
    /// That clock's abbreviation on that day.
    pub zone: String,
    /// The same on the second clock, with the date where it differs.
    pub second: String,
    /// Where; empty if the heading says so.
    pub place: String,
    /// What happened.
    pub text: String,
    /// The stage, where the text does not name it.
    pub stage: String,
    /// `Stalin to Molotov`, at the first entry of a message.
    pub parties: String,
    /// Old Style date, status, correction, tags.
    pub remark: String,
    /// What other sources give, if they cannot all be right.
    pub others: Vec<Other>,
    /// `yes`, `no`, or a dash if nothing is said.
    pub disputed: String,
    /// `+ 1 h 25 min` since the message's entry before.
    pub delay: String,
    /// That entry's number, where it stands under another heading.
    pub since: String,
    /// The sources, one note for each.
    pub notes: Vec<Note>,
    /// What it is found by; not printed.
    #[serde(skip)]
    pub facets: Facets,
}

/// The time that other sources give for the same fact.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Other {
    /// `4 Nov 09:05 MSK [06:05Z]`.
    pub when: String,
    /// `register.csv, line 7`.
    pub source: String,
    /// The number of its own entry.
    pub number: String,
}

/// What a source says, and where.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Note {
    /// `cable-3523.txt, line 7`.
    pub place: String,
    /// The words that carry the date, exactly.
    pub words: String,
    /// Archive reference and folio.
    pub citation: String,
    /// The keeper's note.
    pub remark: String,
}

/// What an entry is found by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// First millisecond since 1970 that is possible.
    pub from: Option<i64>,
    /// First that is too late.
    pub to: Option<i64>,
    /// Its places.
    pub places: Vec<String>,
    /// Sender and recipients.
    pub persons: Vec<String>,
    /// Its stage.
    pub stage: String,
    /// Its events.
    pub events: Vec<String>,
}

/// The entries of these facts.
pub fn entries(chronology: &Chronology<'_>, facts: &[Fact<'_>], names: &Names) -> Vec<Entry> {
    let pairs: BTreeMap<(&str, &str), &Pair> = chronology
        .pairs
        .iter()
        .map(|p| ((p.from_event_id.as_str(), p.to_event_id.as_str()), p))
        .collect();
    let mut rivals: BTreeMap<&str, Vec<&Fact<'_>>> = BTreeMap::new();
    for fact in facts.iter().filter(|f| !f.face.fact_id.is_empty()) {
        rivals.entry(&fact.face.fact_id).or_default().push(fact);
    }
    let home = homes(chronology, facts);
    let before = predecessors(facts);
    let mut named: BTreeSet<&str> = BTreeSet::new();
    let mut printed = Vec::with_capacity(facts.len());
    let layout = &chronology.layout;
    let first_clock = layout.first_clock();
    let by_day = layout.grouping().is_none_or(|by| by == GroupBy::Day);
    for (fact, last) in facts.iter().zip(before) {
        let face = fact.face;
        let Clock { time, zone, second } = clock(&face.when, home(fact.shelf), first_clock);
        let first = face.message_id.is_empty() || named.insert(&face.message_id);
        let (text, stage) = words(face);
        let delay = match layout.evaluates() {
            true => last.map_or(String::new(), |last| delay(last, fact, &pairs)),
            false => String::new(),
        };
        let since = match last {
            Some(last) if !delay.is_empty() && (last.shelf != fact.shelf || !by_day) => {
                last.number.clone()
            }
            _ => String::new(),
        };
        let told = rivals.get(face.fact_id.as_str());
        let others = others(fact, told, chronology, names);
        printed.push(Entry {
            number: fact.number.clone(),
            ordinal: match layout.grouping() == Some(GroupBy::Day) {
                true => last_part(&fact.number).to_owned(),
                false => fact.number.clone(),
            },
            date: fact.shelf.running(),
            time,
            zone,
            second,
            place: match layout.grouping() {
                Some(GroupBy::Place) => String::new(),
                _ => face.place.clone().unwrap_or_default(),
            },
            text,
            stage,
            parties: if first { parties(face) } else { String::new() },
            remark: remark(fact, chronology),
            disputed: disputed(fact, &others),
            others,
            delay,
            since,
            notes: fact
                .all
                .iter()
                .map(|e| note(e, names, layout.evaluates()))
                .collect(),
            facets: facets(fact),
        });
    }
    printed
}

/// What the heading over each shelf says, so that times need not.
fn homes(chronology: &Chronology<'_>, facts: &[Fact<'_>]) -> impl Fn(Shelf) -> Home + use<> {
    let by = chronology.layout.grouping();
    let mut years: Vec<i32> = facts.iter().filter_map(|f| f.shelf.year()).collect();
    years.sort_unstable();
    years.dedup();
    let only = match years.as_slice() {
        [year] => Some(*year),
        _ => None,
    };
    move |shelf| match by {
        Some(GroupBy::Day) | None => Home::of(shelf),
        Some(GroupBy::Month) => Home {
            day: None,
            year: shelf.year(),
        },
        Some(GroupBy::Week | GroupBy::Place) => Home {
            day: None,
            year: only,
        },
    }
}

fn last_part(number: &str) -> &str {
    number.rsplit('/').next().unwrap_or_default()
}

/// The times that other sources give for this fact: they stand side by side.
fn others(
    fact: &Fact<'_>,
    told: Option<&Vec<&Fact<'_>>>,
    chronology: &Chronology<'_>,
    names: &Names,
) -> Vec<Other> {
    let rivals = told.into_iter().flatten();
    let rivals = rivals.filter(|f| f.number != fact.number);
    let other = |rival: &&Fact<'_>| {
        let home = Home {
            day: None,
            year: fact.shelf.year(),
        };
        let Clock { time, zone, second } =
            clock(&rival.face.when, home, chronology.layout.first_clock());
        let mut when = time;
        if !zone.is_empty() {
            when.push_str(&format!(" {zone}"));
        }
        if !second.is_empty() {
            when.push_str(&format!(" [{second}]"));
        }
        let sources: BTreeSet<String> = rival.all.iter().map(|e| place(e, names)).collect();
        Other {
            when,
            source: sources.into_iter().collect::<Vec<_>>().join("; "),
            number: rival.number.clone(),
        }
    };
    rivals.map(other).collect()
}

fn disputed(fact: &Fact<'_>, others: &[Other]) -> String {
    let said = |status: &str| fact.all.iter().any(|e| e.status.as_deref() == Some(status));
    match (said("disputed") || !others.is_empty(), said("undisputed")) {
        (true, _) => "yes",
        (false, true) => "no",
        (false, false) => "—",
    }
    .to_owned()
}

fn facets(fact: &Fact<'_>) -> Facets {
    let face = fact.face;
    let mut places: Vec<String> = Vec::new();
    let mut persons: Vec<String> = Vec::new();
    let add = |list: &mut Vec<String>, name: &str| {
        let name = name.trim();
        if !name.is_empty() && !list.iter().any(|n| n == name) {
            list.push(name.to_owned());
        }
    };
    for event in &fact.all {
        add(&mut places, event.place.as_deref().unwrap_or_default());
        for name in [&event.sender, &event.recipient].into_iter().flatten() {
            people(name).into_iter().for_each(|p| add(&mut persons, p));
        }
    }
    let millis = |at: crate::model::Instant| at.micros().div_euclid(1_000);
    Facets {
        from: face.when.earliest.map(millis),
        to: face.when.latest.map(millis),
        places,
        persons,
        stage: face
            .stage
            .as_ref()
            .map_or_else(String::new, |s| s.name().to_owned()),
        events: fact.all.iter().map(|e| e.event_id.clone()).collect(),
    }
}

/// What happened, and the stage if those words do not name it.
fn words(event: &Event) -> (String, String) {
    let stage = event.stage.as_ref().map_or("", |s| s.name());
    let text = [
        event.label.as_str(),
        stage,
        event.provenance.as_written.as_str(),
    ]
    .into_iter()
    .map(str::trim)
    .find(|t| !t.is_empty())
    .unwrap_or("no words");
    let named = text.to_lowercase().contains(&stage.to_lowercase());
    let stage = if named { "" } else { stage };
    (text.to_owned(), stage.to_owned())
}

fn parties(event: &Event) -> String {
    let name = |n: &Option<String>| n.clone().filter(|n| !n.trim().is_empty());
    match (name(&event.sender), name(&event.recipient)) {
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (Some(from), None) => format!("from {from}"),
        (None, Some(to)) => format!("to {to}"),
        (None, None) => String::new(),
    }
}

fn remark(fact: &Fact<'_>, chronology: &Chronology<'_>) -> String {
    let mut parts = Vec::new();
    if fact.face.when.calendar == Calendar::Julian
        && let (Some(first), Shelf::Day(_)) = (local_bounds(&fact.face.when, None).0, fact.shelf)
    {
        let (year, month, day) = Calendar::Julian.year_month_day(first.date());
        let year = year_name(year);
        parts.push(format!("{day} {} {year} Old Style", month_name(month)));
    }
    let any = |test: &dyn Fn(&Event) -> bool| fact.all.iter().any(|e| test(e));
    if any(&|e| e.status.as_deref() == Some("disputed")) {
        parts.push("disputed".to_owned());
    }
    if any(&|e| chronology.corrections.iter().any(|c| c.corrects(e))) {
        parts.push("corrected".to_owned());
    }
    if chronology.layout.evaluates() {
        let tags: BTreeSet<&str> = fact.all.iter().filter_map(|e| e.tags.as_deref()).collect();
        let tags = tags.into_iter().map(str::trim).filter(|t| !t.is_empty());
        parts.extend(tags.map(|t| format!("tags: {t}")));
    }
    parts.join("; ")
}

/// `cable-3523.txt, line 7`.
fn place(event: &Event, names: &Names) -> String {
    let from = &event.provenance;
    let name = names.file(&from.source);
    match (name.is_empty(), from.line) {
        (true, _) => "no source".to_owned(),
        (false, 0) => name.to_owned(),
        (false, line) => format!("{name}, line {line}"),
    }
}

/// The note of one source; what its keeper wrote is for those who may see it.
fn note(event: &Event, names: &Names, keeper: bool) -> Note {
    let parts = [&event.citation, &event.pinpoint];
    let parts = parts.into_iter().flatten().map(|p| p.trim());
    let remark = event.note.as_deref().map_or("", str::trim);
    Note {
        place: place(event, names),
        words: event.provenance.as_written.trim().to_owned(),
        citation: parts
            .filter(|p| !p.is_empty())
            .collect::<Vec<_>>()
            .join(", "),
        remark: if keeper { remark } else { "" }.to_owned(),
    }
}

/// Time since the message's entry before: by its pair, else by the bounds of the two.
fn delay(last: &Fact<'_>, this: &Fact<'_>, pairs: &BTreeMap<(&str, &str), &Pair>) -> String {
    if this.face.stage.is_none() {
        return String::new();
    }
    let find = |from: &Fact<'_>, to: &Fact<'_>| {
        let ids = |f: &Fact<'_>| f.all.iter().map(|e| e.event_id.clone()).collect::<Vec<_>>();
        let (from, to) = (ids(from), ids(to));
        from.iter()
            .flat_map(|a| to.iter().map(move |b| (a.as_str(), b.as_str())))
            .find_map(|key| pairs.get(&key).copied())
    };
    if let Some(pair) = find(last, this) {
        return match pair.status {
            Status::Impossible => "delay impossible".to_owned(),
            Status::Censored => String::new(),
            _ => format!("+ {}", delays::pair_in_words(pair)),
        };
    }
    // The answer is printed before the question: the pair runs the other way, and below zero.
    if find(this, last).is_some_and(|p| p.status == Status::Impossible) {
        return "delay impossible".to_owned();
    }
    let (a, b) = (&last.face.when, &this.face.when);
    let (Some(_), Some(_), Some(x), Some(y)) = (a.zone, b.zone, a.bounds(), b.bounds()) else {
        return String::new();
    };
    match (x.earliest(), y.earliest()) {
        (Some(from), Some(to))
            if a.precision.is_minute_or_finer() && b.precision.is_minute_or_finer() =>
        {
            let size = to.micros().saturating_sub(from.micros());
            if size < 0 {
                String::new()
            } else {
                format!("+ {}", human_duration(size))
            }
        }
        _ => {
            let range = DurationRange::between(x, y);
            delays::range_in_words(range.shortest.map(|s| s.max(0)), range.longest)
                .map_or(String::new(), |words| format!("+ {words}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Precision;
    use crate::report::book::fact::{crosses_days, facts};
    use crate::report::sample;

    fn of(events: &[Event]) -> Vec<Entry> {
        let chronology = Chronology {
            events,
            ..Chronology::default()
        };
        entries(&chronology, &facts(events, None), &Names::default())
    }

    #[test]
    fn the_cable_has_three_numbers_two_delays_and_one_pair_of_names() {
        let entries = of(&sample::cable());
        let numbers: Vec<&str> = entries.iter().map(|e| e.number.as_str()).collect();
        assert_eq!(numbers, ["1945-11-04/01", "1945-11-04/02", "1945-11-04/03"]);
        let delays: Vec<&str> = entries.iter().map(|e| e.delay.as_str()).collect();
        assert_eq!(delays, ["", "+ 1 h 25 min", "+ 30 min"]);
        assert_eq!(
            entries[0].parties,
            "Stalin to Molotov, Beria, Malenkov, Mikoyan"
        );
        assert_eq!(entries[1].parties, "");
        assert_eq!(entries[0].notes[0].place, "cable-3523.txt, line 7");
    }

    #[test]
    fn day_entries_stand_after_those_with_a_clock_and_undated_ones_last() {
        let mut events = sample::cable();
        let mut day = events[0].clone();
        day.event_id = "day".into();
        day.message_id = "day".into();
        day.when.precision = Precision::Day;
        let mut undated = day.clone();
        undated.event_id = "undated".into();
        undated.when.earliest = None;
        undated.when.latest = None;
        undated.when.local_begin = None;
        events.insert(0, undated);
        events.insert(0, day);
        let numbers: Vec<String> = of(&events).into_iter().map(|e| e.number).collect();
        assert_eq!(numbers[3..], ["1945-11-04/04", "undated/01"]);
    }

    #[test]
    fn a_telegram_received_the_day_before_it_was_sent_has_its_delay() {
        let events = sample::year();
        let facts = facts(&events, None);
        assert!(crosses_days(&facts));
        let entries = of(&events);
        let received = entries
            .iter()
            .position(|e| e.number == "1943-06-27/01")
            .unwrap();
        assert_eq!(facts[received].face.event_id, "telegram-58/received");
        assert_eq!(entries[received].delay, "+ 7 h 52 min");
        assert_eq!(entries[received].since, "1943-06-28/01");
    }

    #[test]
    fn sources_that_agree_are_one_entry_and_others_point_at_each_other() {
        let mut events = sample::cable();
        let mut twin = events[0].clone();
        twin.event_id = "journal/sent".into();
        twin.document_id = "journal".into();
        events[0].fact_id = "sent".into();
        twin.fact_id = "sent".into();
        events.push(twin.clone());
        let entries = of(&events);
        assert_eq!((entries.len(), entries[0].notes.len()), (3, 2));
        if let Some(last) = events.last_mut() {
            last.when.earliest = last.when.latest;
            last.when.latest = last.when.latest.map(|l| l.shifted(60_000_000));
            last.when.local_begin = last.when.local_begin.map(|l| l.plus(60_000_000));
        }
        let entries = of(&events);
        assert_eq!(entries.len(), 4);
        let other = &entries[0].others[0];
        assert_eq!(other.when, "4 Nov 01:21 MSK [3 Nov 22:21Z]");
        assert_eq!(other.number, "1945-11-04/02");
        assert_eq!(entries[1].others[0].when, "4 Nov 01:20 MSK [3 Nov 22:20Z]");
        assert_eq!(entries[0].disputed, "yes");
        assert_eq!(entries[2].disputed, "—");
    }
}
