//! A pair of stages of one message, and the time between them.

use crate::model::instant::{HOUR, MINUTE};
use crate::model::zone::{UNKNOWN_EAST, UNKNOWN_WEST};
use crate::model::{DurationRange, Event, Instant, InstantRange, LocalTime};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound;

/// The time between two stages of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The message.
    pub message_id: String,
    /// The event it is counted from.
    pub from_event_id: String,
    /// The event it is counted to; empty if no end is known.
    pub to_event_id: String,
    /// Stage of the first event.
    pub from_stage: String,
    /// Stage of the second.
    pub to_stage: String,
    /// Place of the first event.
    pub from_place: Option<String>,
    /// Place of the second.
    pub to_place: Option<String>,
    /// Who sent the message.
    pub sender: Option<String>,
    /// To whom.
    pub recipient: Option<String>,
    /// First instant possible of the first event.
    pub begin_earliest: Option<Instant>,
    /// The way of the whole message: `Sochi to Moscow`, from its first place to its last.
    pub route: String,
    /// First wall-clock moment of the first event, for grouping by its hour, day or month.
    pub begin_local: Option<LocalTime>,
    /// First wall-clock moment of the second event.
    pub end_local: Option<LocalTime>,
    /// Lower bound of the delay, microseconds, cut at zero unless the whole range is below it.
    pub shortest: Option<i64>,
    /// Upper bound of the delay, microseconds; `None` if no end is known.
    pub longest: Option<i64>,
    /// The delay as printed, microseconds; `None` unless both ends are to the minute or finer.
    pub nominal: Option<i64>,
    /// What the delay is worth.
    pub status: Status,
    /// How the two events were found to belong together.
    pub paired_by: String,
}

/// What a delay is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Both ends to the minute or finer, on known clocks or one shared clock.
    Measured,
    /// An interval.
    Bounded,
    /// No end is known.
    Censored,
    /// The whole range lies below zero: the print or a clock is wrong.
    Impossible,
}

impl Status {
    /// All of them.
    pub const ALL: [Status; 4] = [
        Status::Measured,
        Status::Bounded,
        Status::Censored,
        Status::Impossible,
    ];

    /// The name in the `status` column.
    pub fn name(self) -> &'static str {
        match self {
            Status::Measured => "measured",
            Status::Bounded => "bounded",
            Status::Censored => "censored",
            Status::Impossible => "impossible",
        }
    }
}

/// Which delays are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Stage to count from; `None` is any.
    pub from: Option<String>,
    /// Stage to count to; `None` is any.
    pub to: Option<String>,
}

/// The delays of every message, by ordered pairs of its stages.
///
/// `order` names the stages in order; a stage it does not name comes after all that it does.
/// Repeated stages of one message pair in time order. A message that lacks a stage which other
/// messages of its table have is `censored` there. Messages keep the order of the events.
pub fn pairs(events: &[Event], order: &[&str], wanted: &Wanted) -> Vec<Pair> {
    let rank = |stage: &str| {
        let known = order.iter().position(|s| *s == stage);
        (known.unwrap_or(order.len()), stage.to_owned())
    };
    let mut messages: Vec<(&str, Vec<&Event>)> = Vec::new();
    let mut index: HashMap<&str, usize> = HashMap::new();
    let mut stages_of: HashMap<&str, BTreeSet<(usize, String)>> = HashMap::new();
    for event in events {
        let Some(stage) = &event.stage else {
            continue;
        };
        let at = *index.entry(&event.message_id).or_insert_with(|| {
            messages.push((&event.message_id, Vec::new()));
            messages.len() - 1
        });
        messages[at].1.push(event);
        if is_of_a_table(event) {
            let stages = stages_of.entry(&event.document_id).or_default();
            stages.insert(rank(stage.name()));
        }
    }
    let fits = |want: &Option<String>, stage: &str| want.as_deref().is_none_or(|w| w == stage);
    let mut out = Vec::new();
    for (_, events) in &messages {
        let mut by_stage: BTreeMap<(usize, String), Vec<&Event>> = BTreeMap::new();
        for event in events {
            if let Some(stage) = &event.stage {
                by_stage.entry(rank(stage.name())).or_default().push(event);
            }
        }
        for list in by_stage.values_mut() {
            list.sort_by_key(|e| (e.when.earliest.is_none(), e.when.earliest));
        }
        let mut possible: BTreeSet<(usize, String)> = by_stage.keys().cloned().collect();
        for event in events {
            let shared = stages_of.get(event.document_id.as_str());
            possible.extend(shared.into_iter().flatten().cloned());
        }
        possible.extend(wanted.to.iter().map(|to| rank(to)));
        let route = route(&by_stage);
        let start = out.len();
        for (from, first) in &by_stage {
            if !fits(&wanted.from, &from.1) {
                continue;
            }
            for to in possible.range((Bound::Excluded(from.clone()), Bound::Unbounded)) {
                if !fits(&wanted.to, &to.1) {
                    continue;
                }
                match by_stage.get(to) {
                    Some(second) => {
                        let both = first.iter().zip(second);
                        out.extend(both.map(|(a, b)| measured(a, b)));
                    }
                    None => out.extend(first.iter().map(|a| censored(a, &to.1))),
                }
            }
        }
        for pair in &mut out[start..] {
            pair.route.clone_from(&route);
        }
    }
    out
}

/// Whether the document of an event is the whole file: then its messages are rows of one table,
/// and an empty cell is an end that nobody knows. Papers of a volume say nothing of each other.
fn is_of_a_table(event: &Event) -> bool {
    let source = event.provenance.source.as_str();
    let bare = source.strip_suffix(".gz").unwrap_or(source);
    let stem = bare.rsplit_once('.').map_or(bare, |(stem, _)| stem);
    [stem, source].contains(&event.document_id.as_str())
}

/// The way of a message, from the first place that its stages name to the last.
fn route(by_stage: &BTreeMap<(usize, String), Vec<&Event>>) -> String {
    let mut places = by_stage
        .values()
        .flatten()
        .filter_map(|event| event.place.as_deref());
    let first = places.next();
    let last = places.next_back();
    match (first, last) {
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (Some(only), None) => format!("{only} to unknown"),
        _ => "unknown places".to_owned(),
    }
}

fn measured(from: &Event, to: &Event) -> Pair {
    let mut pair = censored(from, to.stage.as_ref().map_or("", |s| s.name()));
    pair.to_event_id.clone_from(&to.event_id);
    pair.to_place.clone_from(&to.place);
    pair.end_local = to.when.local_begin;
    let shared = shared_clock(from, to);
    let bounds = |event: &Event| match shared {
        true => on_its_own_clock(event),
        false => event.when.bounds(),
    };
    let (Some(begin), Some(end)) = (bounds(from), bounds(to)) else {
        return pair;
    };
    let mut delay = DurationRange::between(begin, end);
    if shared && !same_day(from, to) {
        // A clock change may lie between: an hour either way.
        delay.shortest = delay.shortest.map(|s| s - HOUR);
        delay.longest = delay.longest.map(|l| l + HOUR);
    }
    let to_the_minute = |e: &Event| {
        let narrow = e.when.bounds().and_then(|b| {
            let width = b.latest()?.micros() - b.earliest()?.micros();
            Some(width <= MINUTE || shared)
        });
        e.when.precision.is_minute_or_finer() && narrow == Some(true)
    };
    let known = |e: &Event| e.when.zone.is_some() || shared;
    let exact = [from, to].iter().all(|e| to_the_minute(e) && known(e));
    if exact && let (Some(a), Some(b)) = (begin.earliest(), end.earliest()) {
        pair.nominal = Some(b.micros() - a.micros());
    }
    pair.longest = delay.longest;
    pair.status = match delay.longest {
        // No delay below zero is possible, and the ends of the range are open.
        Some(longest) if longest <= 0 => {
            pair.shortest = delay.shortest;
            return Pair {
                status: Status::Impossible,
                ..pair
            };
        }
        _ if exact => Status::Measured,
        _ => Status::Bounded,
    };
    pair.shortest = delay.shortest.map(|s| s.max(0)).or(Some(0));
    pair
}

/// A delay of which no end is known.
fn censored(from: &Event, to_stage: &str) -> Pair {
    Pair {
        message_id: from.message_id.clone(),
        from_event_id: from.event_id.clone(),
        to_event_id: String::new(),
        from_stage: from.stage.as_ref().map_or("", |s| s.name()).to_owned(),
        to_stage: to_stage.to_owned(),
        from_place: from.place.clone(),
        to_place: None,
        sender: from.sender.clone(),
        recipient: from.recipient.clone(),
        begin_earliest: from.when.earliest,
        route: String::new(),
        begin_local: from.when.local_begin,
        end_local: None,
        shortest: Some(0),
        longest: None,
        nominal: None,
        status: Status::Censored,
        paired_by: "message".into(),
    }
}

/// Whether two events are told by one unknown clock: the same place, or one envelope without.
fn shared_clock(from: &Event, to: &Event) -> bool {
    let unknown = from.when.zone.is_none() && to.when.zone.is_none();
    let same_envelope = from.place.is_none()
        && to.place.is_none()
        && from.document_id == to.document_id
        && from.provenance.source == to.provenance.source;
    let same_place = from.place.is_some() && from.place == to.place;
    unknown && (same_envelope || same_place)
}

/// The bounds of an event on its unknown clock, without the widening.
fn on_its_own_clock(event: &Event) -> Option<InstantRange> {
    let narrowed = |at: Option<crate::model::Instant>, by: i64| at.map(|a| a.shifted(by));
    InstantRange::new(
        narrowed(event.when.earliest, UNKNOWN_EAST),
        narrowed(event.when.latest, -UNKNOWN_WEST),
    )
}

fn same_day(from: &Event, to: &Event) -> bool {
    let day = |e: &Event| e.when.local_begin.map(|l| l.date());
    day(from).is_some() && day(from) == day(to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::zone::Fold;
    use crate::model::{CivilDate, CivilSpan, LocalTime, Precision, Stage, Zone, ZoneBasis};

    const ORDER: [&str; 3] = ["sent", "arrived", "deciphered"];

    fn event(stage: &str, zone: Option<Zone>, day: u32, hour: u32, minute: u32) -> Event {
        let mut event = Event::undated(&format!("c/{stage}"), "c");
        event.stage = Some(Stage::new(stage));
        let date = CivilDate::new(1945, 11, day).unwrap();
        let begin = LocalTime::new(date, hour, minute, 0);
        let span = CivilSpan {
            begin: Some(begin),
            end: Some(begin.plus(MINUTE)),
            precision: Precision::Minute,
            edtf: date.to_string(),
            ..CivilSpan::default()
        };
        event.when = span.in_zone(zone, ZoneBasis::Place, Fold::Widen).0;
        event
    }

    fn moscow() -> Option<Zone> {
        "Europe/Moscow".parse().ok()
    }

    fn minutes(pair: &Pair) -> (i64, i64, Option<i64>) {
        (
            pair.shortest.unwrap() / MINUTE,
            pair.longest.unwrap() / MINUTE,
            pair.nominal.map(|n| n / MINUTE),
        )
    }

    #[test]
    fn the_cable_of_4_november() {
        let events = [
            event("sent", moscow(), 4, 1, 20),
            event("arrived", moscow(), 4, 2, 45),
            event("deciphered", moscow(), 4, 3, 15),
        ];
        let found = pairs(&events, &ORDER, &Wanted::default());
        let delays: Vec<_> = found.iter().map(minutes).collect();
        assert_eq!(
            delays,
            [
                (84, 86, Some(85)),
                (114, 116, Some(115)),
                (29, 31, Some(30))
            ]
        );
        assert!(found.iter().all(|p| p.status == Status::Measured));
    }

    #[test]
    fn one_unknown_clock_measures_all_the_same() {
        let events = [
            event("sent", None, 4, 1, 20),
            event("arrived", None, 4, 2, 45),
        ];
        let found = pairs(&events, &ORDER, &Wanted::default());
        assert_eq!(minutes(&found[0]), (84, 86, Some(85)));
        assert_eq!(found[0].status, Status::Measured);
        let events = [
            event("sent", None, 4, 1, 20),
            event("arrived", None, 5, 2, 45),
        ];
        let found = pairs(&events, &ORDER, &Wanted::default());
        assert_eq!(minutes(&found[0]), (1464, 1586, Some(1525)));
    }

    #[test]
    fn a_delay_wholly_below_zero_is_impossible_and_kept() {
        let events = [
            event("sent", moscow(), 4, 3, 0),
            event("arrived", moscow(), 4, 1, 0),
        ];
        let found = pairs(&events, &ORDER, &Wanted::default());
        assert_eq!(found[0].status, Status::Impossible);
        assert_eq!(minutes(&found[0]).1, -119);
        let same = [
            event("sent", moscow(), 4, 3, 0),
            event("arrived", moscow(), 4, 3, 0),
        ];
        let found = pairs(&same, &ORDER, &Wanted::default());
        assert_eq!(
            (minutes(&found[0]), found[0].status),
            ((0, 1, Some(0)), Status::Measured)
        );
    }

    #[test]
    fn a_wanted_end_that_is_missing_is_censored() {
        let events = [event("sent", moscow(), 4, 3, 0)];
        let wanted = Wanted {
            to: Some("arrived".into()),
            ..Wanted::default()
        };
        let found = pairs(&events, &ORDER, &wanted);
        assert_eq!(found[0].status, Status::Censored);
        assert_eq!((found[0].shortest, found[0].longest), (Some(0), None));
        assert!(pairs(&events, &ORDER, &Wanted::default()).is_empty());
    }
}
