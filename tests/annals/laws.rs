//! Laws of calendars, zones, frames and windows, on random values; a plain loop as oracle.

use annals::frame::{from_events, to_events};
use annals::model::instant::{DAY, HOUR, MINUTE};
use annals::model::zone::{Fold, Resolution};
use annals::model::{
    Calendar, CivilDate, CivilSpan, Event, Instant, LocalTime, Precision, Zone, ZoneBasis,
};
use proptest::prelude::*;

const ZONES: [&str; 9] = [
    "Europe/London",
    "Europe/Moscow",
    "America/New_York",
    "Asia/Tokyo",
    "Asia/Kolkata",
    "America/Sao_Paulo",
    "Africa/Monrovia",
    "Pacific/Apia",
    "Europe/Amsterdam",
];

fn zone() -> impl Strategy<Value = Zone> {
    prop_oneof![
        proptest::sample::select(ZONES.to_vec()).prop_map(|name| name.parse().unwrap()),
        (-12i32..=14).prop_map(|hours| Zone::Fixed(hours * 3600)),
    ]
}

/// 1850 to 2100.
fn micros() -> impl Strategy<Value = i64> {
    -3_786_912_000i64..4_102_444_800
}

proptest! {
    #[test]
    fn a_day_round_trips_through_each_calendar(days in -90_000_000i64..90_000_000) {
        let date = CivilDate::from_days(days);
        for calendar in [Calendar::Gregorian, Calendar::Julian] {
            let (year, month, day) = calendar.year_month_day(date);
            prop_assert_eq!(calendar.date(year, month, day), Some(date));
        }
        let next = date.plus_days(1);
        prop_assert_eq!(next.weekday() as i64, (date.weekday() as i64 + 1) % 7);
        prop_assert_eq!(CivilDate::new(date.year(), date.month(), date.day()), Some(date));
    }

    #[test]
    fn an_instant_round_trips_through_its_wall_clock(zone in zone(), seconds in micros()) {
        let instant = Instant::from_micros(seconds * 1_000_000).unwrap();
        let local = zone.local(instant);
        match zone.resolve(local) {
            Resolution::Unique(found) => prop_assert_eq!(found, instant),
            Resolution::Fold { earlier, later } => {
                prop_assert!(earlier < later);
                prop_assert!(instant == earlier || instant == later);
            }
            other => prop_assert!(false, "a clock that was shown is {:?}", other),
        }
    }

    #[test]
    fn bounds_are_never_empty_and_hold_every_reading(
        zone in zone(),
        seconds in micros(),
        width in 1i64..3 * DAY,
    ) {
        let begin = LocalTime::from_micros(seconds * 1_000_000);
        let range = zone.bounds(begin, begin.plus(width), Fold::Widen).unwrap();
        let (earliest, latest) = (range.earliest().unwrap(), range.latest().unwrap());
        prop_assert!(earliest < latest);
        // No clock was ever set by more than a day and an hour.
        prop_assert!(latest.micros() - earliest.micros() <= width + 25 * HOUR);
        for part in [begin, begin.plus(width / 2), begin.plus(width - 1)] {
            if let Resolution::Unique(at) = zone.resolve(part) {
                prop_assert!(earliest <= at && at < latest);
            }
        }
    }
}

fn event(number: usize, zone: Option<Zone>, minutes: i64, precision: Precision) -> Event {
    let mut event = Event::undated(&format!("e{number:04}"), "d");
    let at = LocalTime::from_micros(minutes * MINUTE);
    let day = LocalTime::new(at.date(), 0, 0, 0);
    let (begin, end) = match precision {
        Precision::Minute => (at, at.plus(MINUTE)),
        Precision::Day => (day, day.plus(DAY)),
        _ => {
            let first = CivilDate::new(at.date().year(), at.date().month(), 1).unwrap();
            let midnight = |d| LocalTime::new(d, 0, 0, 0);
            (midnight(first), midnight(first.plus_months(1)))
        }
    };
    let span = CivilSpan {
        begin: Some(begin),
        end: Some(end),
        precision,
        edtf: begin.date().to_string(),
        ..CivilSpan::default()
    };
    event.when = span.in_zone(zone, ZoneBasis::Place, Fold::Widen).0;
    event
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let precision = prop_oneof![
        Just(Precision::Minute),
        Just(Precision::Day),
        Just(Precision::Month),
    ];
    // Two months around the clock changes of October 1945.
    let minutes = -12_720_000i64..-12_640_000;
    let one = (proptest::option::weighted(0.9, zone()), minutes, precision);
    proptest::collection::vec(one, 0..40).prop_map(|list| {
        list.into_iter()
            .enumerate()
            .map(|(number, (zone, minutes, precision))| event(number, zone, minutes, precision))
            .collect()
    })
}

proptest! {
    #[test]
    fn the_frame_gives_back_its_events(events in events()) {
        let frame = from_events(&events).unwrap();
        prop_assert_eq!(to_events(&frame).unwrap(), events);
    }
}
