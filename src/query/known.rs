//! What a place or a person knew at a moment: what had been received and could be read by then.

use crate::model::{Answer, Event, Instant};
use std::collections::{BTreeMap, HashSet};

/// The stage after which a message in cipher can be read.
const DECIPHERED: &str = "deciphered";

/// How far a message had come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Received and, where it was in cipher, deciphered.
    Read,
    /// Under way to its reader: arrived, and not deciphered yet.
    Arrived,
    /// Sent, and not arrived.
    Sent,
}

impl State {
    /// The name in the column `knowledge`.
    pub fn name(self) -> &'static str {
        match self {
            State::Read => "read",
            State::Arrived => "arrived",
            State::Sent => "sent",
        }
    }
}

/// A message on its way to those who were asked about.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownMessage {
    /// The message.
    pub message_id: String,
    /// How far it had come.
    pub state: State,
    /// Whether it certainly had, and no further.
    pub certain: bool,
    /// Its first event after the moment, if one is told.
    pub next: Option<Event>,
}

/// What was known, what was under way.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    /// The place or person.
    pub who: String,
    /// The moment, half-open; a moment known exactly begins and ends at once.
    pub moment: Option<(Instant, Instant)>,
    /// The messages that had been sent, in the order of the events.
    pub messages: Vec<KnownMessage>,
    /// Messages that were sent only afterwards.
    pub later: usize,
    /// Messages that went out from there, which are known there anyway.
    pub own: usize,
    /// Messages to there of which no stage has a date.
    pub undated: usize,
}

/// The stages of a message's way: their order, and which happen where it goes.
#[derive(Clone, Copy, Debug)]
pub struct Way<'a> {
    /// All stages, in order.
    pub order: &'a [&'a str],
    /// Those at the end of the recipient.
    pub arrivals: &'a [&'a str],
}

impl Way<'_> {
    /// Whether a stage happens where the message goes; a stage that nobody knows does.
    fn arrives(&self, event: &Event) -> bool {
        event
            .stage
            .as_ref()
            .is_some_and(|s| self.arrivals.contains(&s.name()) || !self.order.contains(&s.name()))
    }
}

/// The events at a place, or the arrivals of messages to a person: by these a clock for them is
/// chosen.
pub fn of_whom<'e>(
    events: &'e [Event],
    who: &str,
    way: Way<'e>,
) -> impl Iterator<Item = &'e Event> {
    let who = who.to_lowercase();
    events.iter().filter(move |e| {
        let to = e
            .recipient
            .as_ref()
            .is_some_and(|r| r.to_lowercase().contains(&who));
        e.place.as_ref().is_some_and(|p| p.to_lowercase() == who) || (to && way.arrives(e))
    })
}

/// What a place or person had received, and could read, by a moment.
///
/// A message goes to a place if one of its later stages is there, to a person or office if its
/// recipient names them. It can be read once deciphered, if its source tells decipherments, else
/// once it has arrived. Moments compare by their bounds: what may have come by then is `perhaps`.
pub fn known(events: &[Event], who: &str, moment: (Instant, Instant), way: Way<'_>) -> Known {
    let mut out = Known {
        who: who.to_owned(),
        moment: Some(moment),
        ..Known::default()
    };
    let ciphers: HashSet<&str> = events
        .iter()
        .filter(|e| e.stage.as_ref().is_some_and(|s| s.name() == DECIPHERED))
        .map(|e| e.document_id.as_str())
        .collect();
    let here = who.to_lowercase();
    let there: HashSet<&String> = events
        .iter()
        .filter(|e| way.arrives(e) && e.place.as_ref().is_some_and(|p| p.to_lowercase() == here))
        .filter_map(|e| e.recipient.as_ref())
        .collect();
    for (message, events) in by_message(events) {
        let (mut to, from) = ends(&events, who, way);
        // A message of which no arrival is told goes where others to its recipient go.
        let placed = |e: &&Event| way.arrives(e) && e.place.is_some();
        if !to && !events.iter().any(placed) {
            to = events
                .iter()
                .any(|e| e.recipient.as_ref().is_some_and(|r| there.contains(r)));
        }
        if !to {
            out.own += usize::from(from);
            continue;
        }
        let arrival: Vec<&Event> = events.iter().copied().filter(|e| way.arrives(e)).collect();
        let named = |e: &&&Event| e.stage.as_ref().is_some_and(|s| s.name() == DECIPHERED);
        let deciphered: Vec<&Event> = arrival.iter().copied().filter(|e| named(&e)).collect();
        let in_cipher = events
            .iter()
            .any(|e| ciphers.contains(e.document_id.as_str()));
        let sent: Vec<&Event> = events.iter().copied().filter(|e| !way.arrives(e)).collect();
        let by = |list: &[&Event]| list.iter().map(|e| reached(e, moment)).max();
        let read = match in_cipher {
            true => by(&deciphered),
            false => by(&arrival),
        };
        let (read, arrived) = (read.unwrap_or(Answer::No), by(&arrival));
        // What has arrived had been sent.
        let was_sent = by(&sent).max(arrived);
        let told = |list: &[&Event]| list.iter().any(|e| e.when.bounds().is_some());
        let (state, certain) = match (read, arrived.unwrap_or(Answer::No), was_sent) {
            (Answer::Yes, ..) => (State::Read, true),
            (Answer::Perhaps, ..) => (State::Read, false),
            // Nobody says when it was deciphered: it may have been read.
            (_, Answer::Yes, _) => (State::Arrived, told(&deciphered) || !in_cipher),
            (_, Answer::Perhaps, _) => (State::Arrived, false),
            (_, _, Some(Answer::Yes)) => (State::Sent, told(&arrival)),
            (_, _, Some(Answer::Perhaps)) => (State::Sent, false),
            _ if told(&events) => {
                out.later += 1;
                continue;
            }
            _ => {
                out.undated += 1;
                continue;
            }
        };
        let mut after: Vec<&Event> = events.clone();
        after.retain(|e| e.when.bounds().is_some() && reached(e, moment) != Answer::Yes);
        after.sort_by_key(|e| (e.when.earliest, e.when.latest));
        out.messages.push(KnownMessage {
            message_id: message.to_owned(),
            state,
            certain,
            next: after.first().map(|e| (*e).clone()),
        });
    }
    out
}

impl Known {
    /// The events of these messages that had happened by then, or may have.
    pub fn events(&self, events: &[Event]) -> Vec<Event> {
        let Some(moment) = self.moment else {
            return Vec::new();
        };
        let names: HashSet<&str> = self
            .messages
            .iter()
            .map(|m| m.message_id.as_str())
            .collect();
        let had = |e: &&Event| {
            names.contains(e.message_id.as_str())
                && e.when.bounds().is_some()
                && reached(e, moment) != Answer::No
        };
        events.iter().filter(had).cloned().collect()
    }

    /// What is known of a message.
    pub fn message(&self, id: &str) -> Option<&KnownMessage> {
        self.messages.iter().find(|m| m.message_id == id)
    }
}

/// Whether an event had happened by a moment.
fn reached(event: &Event, (begin, end): (Instant, Instant)) -> Answer {
    let end = end.max(begin.shifted(1));
    match (event.when.earliest, event.when.latest) {
        (None, None) => Answer::No,
        (_, Some(latest)) if latest <= begin => Answer::Yes,
        (Some(earliest), _) if earliest >= end => Answer::No,
        _ => Answer::Perhaps,
    }
}

/// Whether a message goes to a place or person, and whether it comes from there.
fn ends(events: &[&Event], who: &str, way: Way<'_>) -> (bool, bool) {
    let who = who.to_lowercase();
    let names = |name: &Option<String>| {
        name.as_ref()
            .is_some_and(|n| n.to_lowercase().contains(&who))
    };
    let here = |e: &&&Event| e.place.as_ref().is_some_and(|p| p.to_lowercase() == who);
    let to = events.iter().any(|e| names(&e.recipient))
        || events.iter().filter(here).any(|e| way.arrives(e));
    let from = events.iter().any(|e| names(&e.sender))
        || events
            .iter()
            .filter(here)
            .any(|e| e.stage.is_some() && !way.arrives(e));
    (to, from)
}

/// The events of each message, in the order in which the messages come.
fn by_message(events: &[Event]) -> Vec<(&str, Vec<&Event>)> {
    let mut out: Vec<(&str, Vec<&Event>)> = Vec::new();
    let mut place: BTreeMap<&str, usize> = BTreeMap::new();
    for event in events.iter().filter(|e| e.stage.is_some()) {
        let id = event.message_id.as_str();
        let at = *place.entry(id).or_insert_with(|| {
            out.push((id, Vec::new()));
            out.len() - 1
        });
        out[at].1.push(event);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Stage;

    const WAY: Way<'static> = Way {
        order: &["sent", "arrived", "received", "deciphered"],
        arrivals: &["arrived", "received", "deciphered"],
    };

    fn told(message: &str, stage: &str, place: &str, minute: i64, width: i64) -> Event {
        let mut event = Event::undated(&format!("{message}/{stage}"), message);
        event.stage = Some(Stage::new(stage));
        event.place = Some(place.into());
        event.when.earliest = Instant::from_micros(minute * 60_000_000);
        event.when.latest = Instant::from_micros((minute + width) * 60_000_000);
        event
    }

    fn cable() -> Vec<Event> {
        vec![
            told("c", "sent", "Sochi", 80, 1),
            told("c", "arrived", "Moscow", 165, 1),
            told("c", "deciphered", "Moscow", 195, 1),
        ]
    }

    fn state(events: &[Event], who: &str, minute: i64) -> Option<(State, bool)> {
        let at = Instant::from_micros(minute * 60_000_000).unwrap();
        let found = known(events, who, (at, at.shifted(60_000_000)), WAY);
        found.messages.first().map(|m| (m.state, m.certain))
    }

    #[test]
    fn a_cable_is_known_once_it_is_deciphered() {
        let events = cable();
        assert_eq!(state(&events, "moscow", 79), None);
        assert_eq!(state(&events, "Moscow", 80), Some((State::Sent, false)));
        assert_eq!(state(&events, "Moscow", 100), Some((State::Sent, true)));
        assert_eq!(state(&events, "Moscow", 170), Some((State::Arrived, true)));
        assert_eq!(state(&events, "Moscow", 195), Some((State::Read, false)));
        assert_eq!(state(&events, "Moscow", 196), Some((State::Read, true)));
        assert_eq!(state(&events, "Sochi", 300), None);
    }

    #[test]
    fn a_letter_is_known_once_it_has_arrived() {
        let events = [
            told("l", "sent", "Paris", 0, 10),
            told("l", "received", "Rome", 1000, 1440),
        ];
        assert_eq!(state(&events, "Rome", 500), Some((State::Sent, true)));
        assert_eq!(state(&events, "Rome", 1500), Some((State::Read, false)));
        assert_eq!(state(&events, "Rome", 2440), Some((State::Read, true)));
    }
}
