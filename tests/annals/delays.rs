//! Laws of delays: on random messages with known true instants, told as coarsely as sources tell.

use annals::latency::{
    Interval, Key, Pair, Status, Wanted, compare, ecdf, kaplan_meier, known, legs, measures,
    overtaking, pairs, quantile, rolling_median, summaries, survival, turnbull,
};
use annals::model::instant::{DAY, HOUR, MINUTE, SECOND};
use annals::model::zone::Fold;
use annals::model::{
    CivilDate, CivilSpan, Event, Instant, LocalTime, Precision, Stage, Zone, ZoneBasis,
};
use proptest::prelude::*;

const ORDER: [&str; 3] = ["sent", "arrived", "deciphered"];
const ZONES: [&str; 6] = [
    "Europe/London",
    "Europe/Moscow",
    "America/New_York",
    "Asia/Kolkata",
    "Pacific/Apia",
    "America/Sao_Paulo",
];
/// From the finest to the coarsest, each unit a part of the next.
const PRECISIONS: [Precision; 5] = [
    Precision::Second,
    Precision::Minute,
    Precision::Hour,
    Precision::Day,
    Precision::Month,
];

/// How a source tells one end.
#[derive(Clone, Debug)]
struct Telling {
    precision: usize,
    zone: Option<&'static str>,
    /// Whether the reader of the source knows the clock.
    known: bool,
    missing: bool,
}

/// A message: when it was truly sent, how long its legs truly took, how they are told.
#[derive(Clone, Debug)]
struct Message {
    sent: i64,
    legs: [i64; 2],
    tellings: [Telling; 3],
}

fn telling() -> impl Strategy<Value = Telling> {
    let zone = proptest::sample::select(ZONES.to_vec());
    (0usize..5, zone, 0u32..10, 0u32..10).prop_map(|(precision, zone, known, missing)| Telling {
        precision,
        zone: Some(zone),
        known: known > 1,
        missing: missing == 0,
    })
}

fn message() -> impl Strategy<Value = Message> {
    // 1919 to 2009, clock changes included.
    let sent = -1_600_000_000i64..1_250_000_000;
    let leg = || prop_oneof![0..2 * HOUR, 0..3 * DAY, 0..300 * 365 * DAY];
    let tellings = [telling(), telling(), telling()];
    (sent, [leg(), leg()], tellings).prop_map(|(sent, legs, tellings)| Message {
        sent: sent * SECOND,
        legs,
        tellings,
    })
}

impl Message {
    fn true_instants(&self) -> [i64; 3] {
        let arrived = self.sent + self.legs[0];
        [self.sent, arrived, arrived + self.legs[1]]
    }

    /// The events of the message; ends to be told `finer` units finer than the sources do.
    fn events(&self, number: usize, finer: usize) -> Vec<Event> {
        let id = format!("m{number:03}");
        let each = self.true_instants().into_iter().zip(&self.tellings);
        each.enumerate()
            .filter(|(_, (_, telling))| !telling.missing)
            .map(|(stage, (at, telling))| {
                let zone: Zone = telling.zone.unwrap().parse().unwrap();
                let local = zone.local(Instant::from_micros(at).unwrap());
                let precision = PRECISIONS[telling.precision.saturating_sub(finer)];
                let (begin, end) = unit(local, precision);
                let span = CivilSpan {
                    begin: Some(begin),
                    end: Some(end),
                    precision,
                    ..CivilSpan::default()
                };
                let known = telling.known.then_some(zone);
                let mut event = Event::undated(&format!("{id}/{}", ORDER[stage]), &id);
                event.stage = Some(Stage::new(ORDER[stage]));
                // Each end has its own place, so that no two share an unknown clock.
                event.place = Some(format!("office {stage}"));
                event.sender = Some(format!("sender {}", number % 3));
                event.when = span.in_zone(known, ZoneBasis::Place, Fold::Widen).0;
                event
            })
            .collect()
    }
}

/// The unit of a clock that holds a moment of it.
fn unit(local: LocalTime, precision: Precision) -> (LocalTime, LocalTime) {
    let cut = |width: i64| {
        let begin = LocalTime::from_micros(local.micros().div_euclid(width) * width);
        (begin, begin.plus(width))
    };
    match precision {
        Precision::Second => cut(SECOND),
        Precision::Minute => cut(MINUTE),
        Precision::Hour => cut(HOUR),
        Precision::Day => cut(DAY),
        _ => {
            let date = local.date();
            let first = CivilDate::new(date.year(), date.month(), 1).unwrap();
            let midnight = |d| LocalTime::new(d, 0, 0, 0);
            (midnight(first), midnight(first.plus_months(1)))
        }
    }
}

fn events_of(messages: &[Message], finer: usize) -> Vec<Event> {
    let each = messages.iter().enumerate();
    each.flat_map(|(number, message)| message.events(number, finer))
        .collect()
}

fn true_delay(messages: &[Message], pair: &Pair) -> i64 {
    let message = &messages[pair.message_id[1..].parse::<usize>().unwrap()];
    let at = |stage: &str| {
        let rank = ORDER.iter().position(|s| *s == stage).unwrap();
        message.true_instants()[rank]
    };
    at(&pair.to_stage) - at(&pair.from_stage)
}

fn from_to(from: &str, to: &str) -> Wanted {
    Wanted {
        from: Some(from.into()),
        to: Some(to.into()),
        ..Wanted::default()
    }
}

proptest! {
    #![proptest_config(crate::cases(200))]

    /// Every true delay lies within its range, and none is called impossible.
    #[test]
    fn every_true_delay_lies_within_its_range(
        messages in proptest::collection::vec(message(), 1..12),
    ) {
        let events = events_of(&messages, 0);
        for pair in pairs(&events, &ORDER, &Wanted::default()) {
            let truth = true_delay(&messages, &pair);
            prop_assert!(pair.status != Status::Impossible, "{:?}", pair);
            prop_assert!(pair.shortest.unwrap() <= truth, "{} {:?}", truth, pair);
            prop_assert!(pair.longest.is_none_or(|l| truth <= l), "{} {:?}", truth, pair);
        }
    }

    /// Every true quantile of the delays with two known ends lies within its bounds.
    #[test]
    fn every_true_quantile_lies_within_its_bounds(
        messages in proptest::collection::vec(message(), 1..40),
    ) {
        let events = events_of(&messages, 0);
        let delays = pairs(&events, &ORDER, &from_to("sent", "deciphered"));
        let both = |p: &&Pair| matches!(p.status, Status::Measured | Status::Bounded);
        let mut truth: Vec<i64> = delays.iter().filter(both)
            .map(|p| true_delay(&messages, p)).collect();
        truth.sort_unstable();
        for summary in summaries(&delays, &[]) {
            prop_assert_eq!(summary.n(), delays.len());
            for (p, found) in [
                (0, summary.min), (10, summary.p10), (50, summary.median),
                (90, summary.p90), (100, summary.max),
            ] {
                let Some(found) = found else { continue };
                let expected = quantile(&truth, p).unwrap();
                prop_assert!(found.low <= expected, "{}", p);
                prop_assert!(found.high.is_none_or(|h| expected <= h), "{}", p);
            }
        }
    }

    /// The finer the sources, the closer the bounds, down to the truth.
    #[test]
    fn bounds_shrink_to_the_truth(messages in proptest::collection::vec(message(), 1..12)) {
        let mut known = messages.clone();
        for telling in known.iter_mut().flat_map(|m| &mut m.tellings) {
            // A unit of a clock that was set back is no part of the next; UTC never is.
            *telling = Telling { zone: Some("Etc/UTC"), known: true, missing: false, ..telling.clone() };
        }
        let mut before: Option<Vec<Pair>> = None;
        for finer in 0..5 {
            let delays = pairs(&events_of(&known, finer), &ORDER, &Wanted::default());
            for (coarse, fine) in before.iter().flatten().zip(&delays) {
                prop_assert!(coarse.shortest.unwrap() <= fine.shortest.unwrap());
                prop_assert!(fine.longest.unwrap() <= coarse.longest.unwrap());
            }
            before = Some(delays);
        }
        for pair in before.unwrap() {
            let truth = true_delay(&known, &pair);
            prop_assert_eq!(pair.status, Status::Measured);
            prop_assert!((pair.nominal.unwrap() - truth).abs() < SECOND);
            prop_assert!(pair.longest.unwrap() - pair.shortest.unwrap() <= 2 * SECOND);
        }
    }

    /// Two ends on one unknown clock: its own time decides, whatever zone it was.
    #[test]
    fn a_shared_unknown_clock_keeps_the_truth(
        sent in -12_000_000i64..-8_000_000,
        took in 0i64..3 * DAY,
        zone in proptest::sample::select(ZONES.to_vec()),
    ) {
        // 1969: between April and October; no zone of the list is set within a day's hours then.
        let at = Instant::from_micros(sent * SECOND).unwrap();
        let zone: Zone = zone.parse().unwrap();
        let event = |stage: &str, at: Instant| {
            let (begin, end) = unit(zone.local(at), Precision::Minute);
            let span = CivilSpan {
                begin: Some(begin), end: Some(end), precision: Precision::Minute,
                ..CivilSpan::default()
            };
            let mut event = Event::undated(&format!("m/{stage}"), "m");
            event.stage = Some(Stage::new(stage));
            event.when = span.in_zone(None, ZoneBasis::Unknown, Fold::Widen).0;
            event
        };
        let events = [event("sent", at), event("arrived", at.shifted(took))];
        let found = pairs(&events, &ORDER, &Wanted::default());
        prop_assert!(found[0].shortest.unwrap() <= took && took <= found[0].longest.unwrap());
        prop_assert!(found[0].longest.unwrap() - found[0].shortest.unwrap() <= 2 * HOUR + 2 * MINUTE);
    }

    /// Sources of one fact: the delay still holds the truth, and is counted once.
    #[test]
    fn several_sources_of_a_fact_are_one_end(
        one in message(), second in telling(),
    ) {
        let mut events = one.events(0, 0);
        let mut again = one.clone();
        again.tellings = [second.clone(), second.clone(), second];
        for mut event in again.events(0, 0) {
            event.fact_id.clone_from(&event.event_id);
            event.event_id = format!("other/{}", event.event_id);
            event.document_id = "other".into();
            event.message_id = "other".into();
            events.push(event);
        }
        let found = pairs(&events, &ORDER, &Wanted::default());
        prop_assert!(found.len() <= 3);
        for pair in &found {
            let truth = true_delay(std::slice::from_ref(&one), &Pair {
                message_id: "m000".into(), ..pair.clone()
            });
            prop_assert!(pair.shortest.unwrap() <= truth);
            prop_assert!(pair.longest.is_none_or(|l| truth <= l));
        }
    }

    /// Nothing is dropped: each sending and each receipt of a message is in some delay.
    #[test]
    fn copies_and_retransmissions_are_all_told(
        sendings in proptest::collection::vec(0i64..50, 1..6),
        receipts in proptest::collection::vec(0i64..50, 1..6),
    ) {
        let event = |stage: &str, number: usize, hour: i64| {
            let begin = LocalTime::new(CivilDate::new(1943, 7, 1).unwrap(), 0, 0, 0).plus(hour * HOUR);
            let span = CivilSpan {
                begin: Some(begin), end: Some(begin.plus(MINUTE)), precision: Precision::Minute,
                ..CivilSpan::default()
            };
            let mut event = Event::undated(&format!("m/{stage}.{number}"), "m");
            event.stage = Some(Stage::new(stage));
            event.when = span.in_zone(Some(Zone::Utc), ZoneBasis::Stated, Fold::Widen).0;
            event
        };
        let mut events: Vec<Event> = Vec::new();
        for (stage, hours) in [("sent", &sendings), ("arrived", &receipts)] {
            let each = hours.iter().enumerate();
            events.extend(each.map(|(number, hour)| event(stage, number, *hour)));
        }
        let found = pairs(&events, &ORDER, &Wanted::default());
        for event in &events {
            let times = found.iter().filter(|p| {
                p.from_event_id == event.event_id || p.to_event_id == event.event_id
            }).count();
            prop_assert!(times >= 1, "{}", event.event_id);
            let is_end = event.event_id.starts_with("m/arrived");
            prop_assert!(!is_end || times == 1, "an end belongs to one beginning");
        }
    }
}

fn delay(status: Status, shortest: i64, longest: Option<i64>) -> Pair {
    Pair {
        message_id: format!("{shortest}").into(),
        from_stage: "sent".into(),
        to_stage: "arrived".into(),
        route: "Bern to London".into(),
        shortest: Some(shortest),
        longest,
        nominal: (status == Status::Measured).then_some(shortest),
        status,
        ..Pair::default()
    }
}

/// Every statistic on sets that leave it little to say: plain answers, and every share a number.
#[test]
fn poor_sets_have_plain_answers() {
    let centuries = 300 * 365 * DAY;
    let sets: [Vec<Pair>; 7] = [
        vec![],
        vec![delay(Status::Measured, 5, Some(6))],
        vec![delay(Status::Censored, 0, None); 9],
        vec![delay(Status::Censored, 7, None); 9],
        vec![delay(Status::Impossible, -9, Some(-3)); 9],
        vec![delay(Status::Bounded, centuries, Some(centuries + DAY)); 9],
        vec![delay(Status::Bounded, 0, None); 9],
    ];
    for set in &sets {
        let list: Vec<&Pair> = set.iter().collect();
        let summary = summaries(set, &[Key::Route, Key::Month]);
        assert_eq!(summary.len(), usize::from(!set.is_empty()));
        let found = survival(&list);
        let bounds = known(&list);
        for step in ecdf(&bounds) {
            assert!(step.low.is_finite() && step.high.is_finite());
        }
        for mass in turnbull(&bounds).masses {
            assert!(mass.share.is_finite());
        }
        let observed: Vec<(i64, bool)> = bounds.iter().map(|b| (b.low, b.high.is_some())).collect();
        for step in kaplan_meier(&observed).steps {
            assert!(
                [step.survival, step.low, step.high]
                    .iter()
                    .all(|v| v.is_finite())
            );
        }
        for other in &sets {
            let other: Vec<&Pair> = other.iter().collect();
            let both = compare(["a", "b"], ("sent", "arrived"), &list, &other);
            assert!(
                both.longer
                    .is_none_or(|(a, b)| a.is_finite() && b.is_finite())
            );
        }
        for leg in legs(&list, &["sent".to_owned(), "arrived".to_owned()]) {
            assert!(
                leg.share
                    .is_none_or(|(a, b)| a.is_finite() && b.is_finite())
            );
        }
        assert!(rolling_median(&list, 3).len() <= set.len());
        assert_eq!(overtaking(&list).least, 0);
        let kind = |_: &str| annals::latency::StageKind {
            at_recipient: false,
            work: false,
        };
        assert!(measures(set, &kind).len() <= 2 * set.len());
        assert!(
            found
                .median
                .is_none_or(|m| m.high.is_none_or(|h| m.low <= h))
        );
    }
    let long = summaries(&sets[5], &[]);
    let exact = Interval {
        low: centuries,
        high: Some(centuries + DAY),
    };
    assert_eq!(long[0].median, Some(exact));
}
