//! Ranges and statuses of delays, pair by pair.

use super::*;
use crate::model::Event;
use crate::model::instant::MINUTE;
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

#[test]
fn a_kind_of_message_has_its_own_order() {
    let mut events = [
        event("delivered", moscow(), 4, 2, 0),
        event("received", moscow(), 4, 3, 0),
    ];
    let order = ["received", "delivered"];
    let letters = ["delivered", "received"].map(str::to_owned).to_vec();
    let wanted = Wanted {
        orders: std::collections::BTreeMap::from([("letter".to_owned(), letters)]),
        ..Wanted::default()
    };
    let found = pairs(&events, &order, &wanted);
    assert_eq!(found[0].status, Status::Impossible);
    for event in &mut events {
        event.extra.insert("kind".into(), "Letter".into());
    }
    let found = pairs(&events, &order, &wanted);
    assert_eq!(found[0].from_stage, "delivered");
    assert_eq!(minutes(&found[0]), (59, 61, Some(60)));
}
