//! Entries: events in reading order, with numbers, words, delays and source notes.

use super::Chronology;
use super::clock::{Clock, clock};
use super::delays;
use super::shelf::{Shelf, local_bounds, within};
use crate::latency::{Pair, Status};
use crate::model::calendar::{month_name, year_name};
use crate::model::{Calendar, DurationRange, Event, human_duration};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How many characters fit the columns of an entry.
const TIME_COLUMN: usize = 11;
const UTC_COLUMN: usize = 14;
const PLACE_COLUMN: usize = 13;

/// One numbered entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The stable number: `1945-11-04/01`.
    pub number: String,
    /// Its last part: `01`.
    pub ordinal: String,
    /// Time on the place's own clock, with `c.`, `by` and the like.
    pub time: String,
    /// That clock's abbreviation on that day.
    pub zone: String,
    /// The same in UTC, with the date where it differs.
    pub utc: String,
    /// Whether time and UTC are too long for a column each.
    pub wide: bool,
    /// Where.
    pub place: String,
    /// Whether the place is too long for its column and opens the text.
    pub place_inside: bool,
    /// What happened.
    pub text: String,
    /// The stage, where the text does not name it.
    pub stage: String,
    /// `Stalin to Molotov`, at the first entry of a message.
    pub parties: String,
    /// Old Style date, doubts, and numbers of entries that give another time.
    pub remark: String,
    /// `+ 1 h 25 min` since the message's entry before.
    pub delay: String,
    /// That entry's number, where it stands under another heading.
    pub since: String,
    /// The sources, one note for each.
    pub notes: Vec<Note>,
}

/// What a source says, and where.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Note {
    /// `cable-3523.txt, line 7`.
    pub place: String,
    /// The words that carry the date, exactly.
    pub words: String,
    /// Archive reference, folio and the keeper's note.
    pub citation: String,
}

/// An event that is printed, with the other events that tell the same.
pub struct Fact<'a> {
    /// The event whose time is narrowest: it is printed.
    pub face: &'a Event,
    /// All events of this entry, in the order of their sources.
    pub all: Vec<&'a Event>,
    /// The heading it stands under.
    pub shelf: Shelf,
    /// Its number.
    pub number: String,
}

/// The facts in reading order, numbered within their headings.
///
/// Events of one fact from several sources are one entry if their bounds meet.
pub fn facts(events: &[Event]) -> Vec<Fact<'_>> {
    let mut told: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, event) in events.iter().enumerate() {
        if !event.fact_id.is_empty() {
            told.entry(&event.fact_id).or_default().push(i);
        }
    }
    let mut placed: Vec<(usize, Vec<&Event>)> = Vec::new();
    for (i, event) in events.iter().enumerate() {
        let same: Vec<&Event> = match told.get(event.fact_id.as_str()) {
            Some(group) if agree(events, group) => {
                if group.first() != Some(&i) {
                    continue;
                }
                group.iter().filter_map(|i| events.get(*i)).collect()
            }
            _ => vec![event],
        };
        placed.push((i, same));
    }
    let mut facts: Vec<(usize, Fact<'_>)> = placed
        .into_iter()
        .filter_map(|(i, all)| {
            let face = all.iter().min_by_key(|e| width(e)).copied()?;
            let shelf = Shelf::of(&face.when);
            let number = String::new();
            Some((
                i,
                Fact {
                    face,
                    all,
                    shelf,
                    number,
                },
            ))
        })
        .collect();
    facts.sort_by(|(i, a), (j, b)| {
        let key = |f: &Fact<'_>| (f.shelf.rank(), within(&f.face.when));
        let ids = || a.face.event_id.cmp(&b.face.event_id);
        key(a).cmp(&key(b)).then(i.cmp(j)).then_with(ids)
    });
    let mut facts: Vec<Fact<'_>> = facts.into_iter().map(|(_, f)| f).collect();
    let mut count = 0;
    let mut shelf = None;
    for fact in &mut facts {
        count = if shelf == Some(fact.shelf) {
            count + 1
        } else {
            1
        };
        shelf = Some(fact.shelf);
        fact.number = format!("{}/{count:02}", fact.shelf.number());
    }
    facts
}

/// Width of an event's bounds, microseconds; what is unbounded is widest.
fn width(event: &Event) -> i64 {
    match (event.when.earliest, event.when.latest) {
        (Some(a), Some(b)) => b.micros().saturating_sub(a.micros()),
        _ => i64::MAX,
    }
}

/// Whether several sources tell the same within their bounds.
fn agree(events: &[Event], group: &[usize]) -> bool {
    let told: Vec<&Event> = group.iter().filter_map(|i| events.get(*i)).collect();
    let sources: BTreeSet<&str> = told.iter().map(|e| e.document_id.as_str()).collect();
    sources.len() == told.len()
        && told.iter().enumerate().all(|(i, a)| {
            told[..i].iter().all(
                |b| matches!((a.when.bounds(), b.when.bounds()), (Some(x), Some(y)) if x.meets(y)),
            )
        })
}

/// The entries of these facts.
pub fn entries(chronology: &Chronology<'_>, facts: &[Fact<'_>]) -> Vec<Entry> {
    let pairs: BTreeMap<(&str, &str), &Pair> = chronology
        .pairs
        .iter()
        .map(|p| ((p.from_event_id.as_str(), p.to_event_id.as_str()), p))
        .collect();
    let mut rivals: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for fact in facts.iter().filter(|f| !f.face.fact_id.is_empty()) {
        let numbers = rivals.entry(&fact.face.fact_id).or_default();
        numbers.push(&fact.number);
    }
    let before = predecessors(facts);
    let mut named: BTreeSet<&str> = BTreeSet::new();
    let mut printed = Vec::with_capacity(facts.len());
    for (fact, last) in facts.iter().zip(before) {
        let face = fact.face;
        let Clock { time, zone, utc } = clock(&face.when, fact.shelf);
        let first = face.message_id.is_empty() || named.insert(&face.message_id);
        let (text, stage) = words(face);
        let place = face.place.clone().unwrap_or_default();
        let len = |text: &str| text.chars().count();
        let delay = last.map_or(String::new(), |last| delay(last, fact, &pairs));
        let since = match last {
            Some(last) if !delay.is_empty() && last.shelf != fact.shelf => last.number.clone(),
            _ => String::new(),
        };
        printed.push(Entry {
            number: fact.number.clone(),
            ordinal: fact
                .number
                .rsplit('/')
                .next()
                .unwrap_or_default()
                .to_owned(),
            wide: len(&time) + len(&zone) > TIME_COLUMN || len(&utc) > UTC_COLUMN,
            time,
            zone,
            utc,
            place_inside: len(&place) > PLACE_COLUMN,
            place,
            text,
            stage,
            parties: if first { parties(face) } else { String::new() },
            remark: remark(fact, rivals.get(face.fact_id.as_str())),
            delay,
            since,
            notes: fact.all.iter().map(|e| note(e)).collect(),
        });
    }
    printed
}

/// For each fact the one before it of the same message, by the time line and not by the page: a
/// telegram sent eastward of its reader may be entered as received on the day before.
fn predecessors<'a>(facts: &'a [Fact<'a>]) -> Vec<Option<&'a Fact<'a>>> {
    let mut by_message: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, fact) in facts.iter().enumerate() {
        if !fact.face.message_id.is_empty() && fact.face.stage.is_some() {
            by_message.entry(&fact.face.message_id).or_default().push(i);
        }
    }
    let mut before = vec![None; facts.len()];
    for mut stages in by_message.into_values() {
        stages.retain(|i| facts.get(*i).is_some_and(|f| f.shelf != Shelf::Undated));
        stages.sort_by_key(|i| facts.get(*i).map(|f| within(&f.face.when)));
        for two in stages.windows(2) {
            if let [last, this] = two
                && let Some(slot) = before.get_mut(*this)
            {
                *slot = facts.get(*last);
            }
        }
    }
    before
}

/// Whether some message is entered, by the days of its places, out of the order of time.
pub fn crosses_days(facts: &[Fact<'_>]) -> bool {
    let before = predecessors(facts);
    facts
        .iter()
        .zip(before)
        .any(|(fact, last)| last.is_some_and(|last| last.shelf.rank() > fact.shelf.rank()))
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

fn remark(fact: &Fact<'_>, told: Option<&Vec<&str>>) -> String {
    let mut parts = Vec::new();
    if fact.face.when.calendar == Calendar::Julian
        && let (Some(first), Shelf::Day(_)) = (local_bounds(&fact.face.when).0, fact.shelf)
    {
        let (year, month, day) = Calendar::Julian.year_month_day(first.date());
        let year = year_name(year);
        parts.push(format!("{day} {} {year} Old Style", month_name(month)));
    }
    let others: Vec<&str> = told
        .into_iter()
        .flatten()
        .filter(|n| **n != fact.number)
        .copied()
        .collect();
    if !others.is_empty() {
        parts.push(format!("dated otherwise in {}", others.join(", ")));
    }
    if fact
        .all
        .iter()
        .any(|e| e.status.as_deref() == Some("disputed"))
    {
        parts.push("disputed".to_owned());
    }
    parts.join("; ")
}

fn note(event: &Event) -> Note {
    let from = &event.provenance;
    let place = match (from.source.is_empty(), from.line) {
        (true, _) => "no source".to_owned(),
        (false, 0) => from.source.clone(),
        (false, line) => format!("{}, line {line}", from.source),
    };
    let parts = [&event.citation, &event.pinpoint, &event.note];
    let parts = parts.into_iter().flatten().map(|p| p.trim());
    Note {
        place,
        words: from.as_written.trim().to_owned(),
        citation: parts
            .filter(|p| !p.is_empty())
            .collect::<Vec<_>>()
            .join(", "),
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
    use crate::report::sample;

    fn of(events: &[Event]) -> Vec<Entry> {
        let chronology = Chronology {
            events,
            ..Chronology::default()
        };
        entries(&chronology, &facts(events))
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
        let facts = facts(&events);
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
        }
        let entries = of(&events);
        assert_eq!(entries.len(), 4);
        assert_eq!(entries[0].remark, "dated otherwise in 1945-11-04/02");
    }
}
