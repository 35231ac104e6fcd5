//! Windows, relations and match modes against an oracle: plain loops over every minute and civil
//! date, by the offset of each instant alone. No frame, and none of the code that answers.

use annals::model::instant::{DAY, HOUR, MINUTE};
use annals::model::zone::Fold;
use annals::model::{
    Answer, CivilDate, CivilSpan, Ends, Event, Extent, Instant, InstantRange, LocalTime, OpenEnd,
    Precision, Relation, Zone, ZoneBasis,
};
use annals::query::{Match, Question, Selected, Span, WeekStart, Window, select};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Zones, and days near which their clocks were changed or a date was left out.
const PLACES: [(&str, (i32, u32, u32)); 8] = [
    ("Europe/London", (1945, 10, 7)),
    ("Europe/Moscow", (1945, 11, 4)),
    ("America/St_Johns", (2006, 10, 29)),
    ("America/Sao_Paulo", (2018, 11, 4)),
    ("Pacific/Apia", (2011, 12, 30)),
    ("Africa/Monrovia", (1972, 1, 7)),
    ("America/New_York", (2024, 11, 3)),
    ("UTC", (2000, 2, 29)),
];

/// An event, and what its words say: first and last moment on its own wall.
#[derive(Clone, Debug)]
struct Told {
    event: Event,
    begin: Option<LocalTime>,
    end: Option<LocalTime>,
    core: Option<(LocalTime, LocalTime)>,
}

fn place() -> impl Strategy<Value = (Zone, i64)> {
    (0..PLACES.len(), -4i64..4).prop_map(|(at, shift)| {
        let (name, (year, month, day)) = PLACES[at];
        let day = CivilDate::new(year, month, day).unwrap().days() + shift;
        (name.parse().unwrap(), day)
    })
}

fn told() -> impl Strategy<Value = Told> {
    let zone = prop_oneof![
        6 => (0..PLACES.len()).prop_map(|at| Some(PLACES[at].0.parse::<Zone>().unwrap())),
        2 => (-12i32..=14).prop_map(|h| Some(Zone::Fixed(h * 3600 + 1800))),
        1 => Just(None),
    ];
    let kinds = prop_oneof![
        4 => Just(Precision::Minute),
        2 => Just(Precision::Hour),
        2 => Just(Precision::Day),
        1 => Just(Precision::Month),
        1 => Just(Precision::Year),
    ];
    let lasts = prop_oneof![3 => Just(0i64), 1 => 1i64..12];
    let open = prop_oneof![8 => Just(0u8), 1 => Just(1u8), 1 => Just(2u8)];
    (place(), zone, 0i64..1440, kinds, lasts, open).prop_map(
        |((_, day), zone, minute, precision, lasts, open)| {
            tell(day, zone, minute, precision, lasts, open)
        },
    )
}

fn tell(
    day: i64,
    zone: Option<Zone>,
    minute: i64,
    precision: Precision,
    lasts: i64,
    open: u8,
) -> Told {
    let at = LocalTime::from_micros(day * DAY + minute * MINUTE);
    let midnight = |d: CivilDate| LocalTime::new(d, 0, 0, 0);
    let unit = |at: LocalTime| match precision {
        Precision::Minute => (at, at.plus(MINUTE)),
        Precision::Hour => {
            let hour = LocalTime::from_micros(at.micros().div_euclid(HOUR) * HOUR);
            (hour, hour.plus(HOUR))
        }
        Precision::Day => (midnight(at.date()), midnight(at.date().plus_days(1))),
        Precision::Month => {
            let first = CivilDate::new(at.date().year(), at.date().month(), 1).unwrap();
            (midnight(first), midnight(first.plus_months(1)))
        }
        _ => {
            let first = CivilDate::new(at.date().year(), 1, 1).unwrap();
            (midnight(first), midnight(first.plus_months(12)))
        }
    };
    let (first, last) = (unit(at), unit(at.plus(lasts * DAY)));
    let lasted = lasts > 0;
    let (mut begin, mut end) = (Some(first.0), Some(last.1));
    match (open, lasted) {
        (1, _) => begin = None,
        (2, _) => end = None,
        _ => {}
    }
    let whole = begin.is_some() && end.is_some();
    let mut core = (lasted && whole && first.1 < last.0).then_some((first.1, last.0));
    let mut span = CivilSpan {
        extent: if lasted {
            Extent::Stretch
        } else {
            Extent::Moment
        },
        begin,
        end,
        core,
        open: match (open, lasted) {
            (1, true) => OpenEnd::Begin,
            (2, true) => OpenEnd::End,
            _ => OpenEnd::None,
        },
        precision,
        ..CivilSpan::default()
    };
    span.edtf = annals::notation::edtf::write(&span);
    let mut event = Event::undated("", "d");
    event.when = span.in_zone(zone, ZoneBasis::Place, Fold::Widen).0;
    // Of a clock time after which no clock was, only a moment between two ends keeps its
    // words: what else it ends is cut by the clock.
    if let (Some(zone), Some(latest)) = (zone, event.when.latest)
        && precision.has_clock()
        && (lasted || begin.is_none())
    {
        let wall = |at: Instant| zone.local(at.shifted(-1)).plus(1);
        end = Some(wall(latest));
        let core_on_wall = event.when.core.map(|(a, b)| (zone.local(a), wall(b)));
        core = core_on_wall.or(core);
    }
    Told {
        event,
        begin,
        end,
        core,
    }
}

fn many() -> impl Strategy<Value = Vec<Told>> {
    proptest::collection::vec(
        prop_oneof![12 => told().prop_map(Some), 1 => Just(None)],
        1..24,
    )
    .prop_map(|list| {
        let mut out = Vec::new();
        for (number, told) in list.into_iter().enumerate() {
            let mut told = told.unwrap_or_else(|| Told {
                event: Event::undated("", "d"),
                begin: None,
                end: None,
                core: None,
            });
            told.event.event_id = format!("e{number:03}");
            out.push(told);
        }
        out
    })
}

/// The civil days on which something may be, and those on which a part certainly is; `None` if
/// one end has no bound.
struct Days {
    first: Option<i64>,
    last: Option<i64>,
    certain: BTreeSet<i64>,
}

/// Every date that a zone showed in a range, minute by minute.
fn dates(zone: Zone, from: Instant, to: Instant) -> BTreeSet<i64> {
    let mut out = BTreeSet::new();
    let mut at = from;
    while at < to {
        out.insert(zone.local(at).date().days());
        // Far from both ends every hour shows all dates there are.
        let near = at.micros() - from.micros() < DAY || to.micros() - at.micros() < DAY + HOUR;
        at = at.shifted(if near { MINUTE } else { HOUR });
    }
    out.insert(zone.local(to.shifted(-1)).date().days());
    out
}

fn days_of(told: &Told, zone: Option<Zone>) -> Days {
    let when = &told.event.when;
    let own = |at: LocalTime| at.date().days();
    let in_zone = zone.filter(|_| when.precision.has_clock());
    if let (Some(zone), Some(a), Some(b)) = (in_zone, when.earliest, when.latest) {
        let all = dates(zone, a, b);
        // What lasted over a date that the clock left out lasted from before it until after.
        let core = when.core.map(|(a, b)| dates(zone, a, b));
        let core = core.and_then(|dates| Some(*dates.first()?..=*dates.last()?));
        return Days {
            first: all.first().copied(),
            last: all.last().copied(),
            certain: core.into_iter().flatten().collect(),
        };
    }
    if let Some(zone) = in_zone {
        return Days {
            first: when.earliest.map(|a| own(zone.local(a))),
            last: when.latest.map(|b| own(zone.local(b.shifted(-1)))),
            certain: BTreeSet::new(),
        };
    }
    let mut certain = BTreeSet::new();
    if let (Some((a, b)), Some(_)) = (told.core, when.core) {
        certain.extend(own(a)..=own(b.plus(-1)));
    }
    Days {
        first: told.begin.map(own),
        last: told.end.map(|e| own(e.plus(-1))),
        certain,
    }
}

/// No, perhaps or yes: day by day.
fn by_days(days: &Days, far: i64, inside: impl Fn(i64) -> bool) -> Option<Answer> {
    if days.first.is_none() && days.last.is_none() {
        return None;
    }
    // An end without a bound reaches `far`, over every window of the test.
    let first = days.first.unwrap_or_else(|| days.last.unwrap_or(0) - far);
    let last = days.last.unwrap_or(first + far);
    let hits = (first..=last).filter(|d| inside(*d)).count() as i64;
    let bounded = days.first.is_some() && days.last.is_some();
    Some(match hits {
        _ if days.certain.iter().any(|d| inside(*d)) => Answer::Yes,
        0 => Answer::No,
        n if bounded && n == last - first + 1 => Answer::Yes,
        _ => Answer::Perhaps,
    })
}

/// What `select` answers for each event, in the order of their names.
fn answered(
    told: &[Told],
    window: &Window,
    relation: Option<Relation>,
    zone: Option<Zone>,
) -> Vec<(String, Option<Answer>)> {
    let events: Vec<Event> = told.iter().map(|t| t.event.clone()).collect();
    let ask = |matching: Match| -> Selected {
        let question = Question {
            window: Some(window),
            relation,
            filter: None,
            zone,
            matching,
        };
        select(&events, &question).unwrap()
    };
    let (possible, certain) = (ask(Match::Possible), ask(Match::Certain));
    let sure: Vec<&Event> = possible
        .events
        .iter()
        .zip(&possible.certain)
        .filter(|(_, c)| **c)
        .map(|(e, _)| e)
        .collect();
    assert_eq!(sure, certain.events.iter().collect::<Vec<_>>());
    assert_eq!(possible.events.len() - sure.len(), certain.perhaps);
    for found in [&possible, &certain] {
        let counted = found.events.len() + found.outside + found.perhaps + found.undated.len();
        assert_eq!(counted, events.len());
    }
    let order = possible.events.iter().map(|e| {
        let when = &e.when;
        (
            when.earliest.is_none(),
            when.earliest,
            when.latest.is_none(),
            when.latest,
        )
    });
    assert!(order.is_sorted());
    events
        .iter()
        .map(|event| {
            let at = possible
                .events
                .iter()
                .position(|e| e.event_id == event.event_id);
            let answer = match at {
                Some(at) if possible.certain[at] => Some(Answer::Yes),
                Some(_) => Some(Answer::Perhaps),
                None if possible
                    .undated
                    .iter()
                    .any(|e| e.event_id == event.event_id) =>
                {
                    None
                }
                None => Some(Answer::No),
            };
            (event.event_id.clone(), answer)
        })
        .collect()
}

/// All answers as expected, or the events whose are not.
fn agree(
    told: &[Told],
    found: Vec<(String, Option<Answer>)>,
    expected: Vec<(String, Option<Answer>)>,
) -> Result<(), TestCaseError> {
    prop_assert_eq!(found.len(), expected.len());
    for (told, (found, expected)) in told.iter().zip(found.iter().zip(&expected)) {
        prop_assert_eq!(found, expected, "{:?}", told);
    }
    Ok(())
}

fn zone_asked() -> impl Strategy<Value = Option<Zone>> {
    proptest::option::of((0..PLACES.len()).prop_map(|at| PLACES[at].0.parse().unwrap()))
}

proptest! {
    #![proptest_config(crate::cases(250))]

    /// Windows of days and weeks, by own clocks or by a zone's.
    #[test]
    fn days_and_weeks_hold_what_every_date_says(
        told in many(),
        (_, day) in place(),
        length in 1i64..12,
        kind in 0u8..5,
        zone in zone_asked(),
    ) {
        let date = CivilDate::from_days(day);
        let window = match kind {
            0 => Window::week_of(date, WeekStart::Monday),
            1 => Window::week_of(date, WeekStart::Sunday),
            2 => Window::days(Some(date), None),
            3 => Window::days(None, Some(date)),
            _ => Window::days(Some(date), Some(date.plus_days(length - 1))),
        };
        // The days of a week from the definition: back to the first, then seven.
        let starts = |monday: bool| (0..7).map(|n| day - n).find(|d| {
            // 1 January 1970 was a Thursday: Mondays have the remainder 4 by seven, Sundays 3.
            d.rem_euclid(7) == if monday { 4 } else { 3 }
        });
        let inside = |d: i64| match kind {
            0 | 1 => (starts(kind == 0).unwrap()..starts(kind == 0).unwrap() + 7).contains(&d),
            2 => d >= day,
            3 => d <= day,
            _ => (day..day + length).contains(&d),
        };
        let expected: Vec<(String, Option<Answer>)> = told
            .iter()
            .map(|t| {
                let days = days_of(t, zone);
                // An open side of the window takes in an open end of the event.
                let answer = match (kind, days.first, days.last) {
                    (2, Some(first), None) if first >= day => Some(Answer::Yes),
                    (3, None, Some(last)) if last <= day => Some(Answer::Yes),
                    _ => by_days(&days, 40_000, inside),
                };
                (t.event.event_id.clone(), answer)
            })
            .collect();
        agree(&told, answered(&told, &window, None, zone), expected)?;
    }

    /// A day of every year, the leap day too.
    #[test]
    fn a_day_of_every_year_is_any_such_date(
        told in many(),
        (_, day) in place(),
        leap in any::<bool>(),
        zone in zone_asked(),
    ) {
        let date = CivilDate::from_days(day);
        let (month, day) = if leap { (2, 29) } else { (date.month(), date.day()) };
        let window: Window = Span::EachYear { month, day }.into();
        let inside = |d: i64| {
            let date = CivilDate::from_days(d);
            (date.month(), date.day()) == (month, day)
        };
        let expected: Vec<(String, Option<Answer>)> = told
            .iter()
            .map(|t| (t.event.event_id.clone(), by_days(&days_of(t, zone), 3_000, inside)))
            .collect();
        agree(&told, answered(&told, &window, None, zone), expected)?;
    }

    /// Windows of instants, and nearness to a moment that is not known exactly.
    #[test]
    fn instants_and_nearness_by_whole_numbers(
        told in many(),
        (_, day) in place(),
        minute in 0i64..1440,
        length in 1i64..3000,
        within in 0i64..3000,
    ) {
        let at = |m: i64| Instant::from_micros(day * DAY + m * MINUTE).unwrap();
        let range = InstantRange::new(Some(at(minute)), Some(at(minute + length))).unwrap();
        let (low, high) = (i128::from(at(minute).micros()), i128::from(at(minute + length).micros()));
        let bounds = |t: &Told| {
            let of = |at: Option<Instant>| at.map(|a| i128::from(a.micros()));
            (of(t.event.when.earliest), of(t.event.when.latest))
        };
        let far = i128::from(i64::MAX);
        let window: Window = Span::Instants(range).into();
        let expected: Vec<(String, Option<Answer>)> = told.iter().map(|t| {
            let (from, to) = bounds(t);
            let core = t.event.when.core.is_some_and(|(a, b)| {
                i128::from(a.micros()) < high && i128::from(b.micros()) > low
            });
            let answer = match (from, to) {
                (None, None) => None,
                _ if core => Some(Answer::Yes),
                (from, to) => {
                    let (first, last) = (from.unwrap_or(-far), to.map_or(far, |t| t - 1));
                    Some(if last < low || first >= high {
                        Answer::No
                    } else if first >= low && last < high {
                        Answer::Yes
                    } else {
                        Answer::Perhaps
                    })
                }
            };
            (t.event.event_id.clone(), answer)
        }).collect();
        agree(&told, answered(&told, &window, None, None), expected)?;

        let distance = i128::from(within) * i128::from(MINUTE);
        let window: Window = Span::Around { center: range, within: within * MINUTE }.into();
        let expected: Vec<(String, Option<Answer>)> = told.iter().map(|t| {
            let (from, to) = bounds(t);
            if from.is_none() && to.is_none() {
                return (t.event.event_id.clone(), None);
            }
            let (first, last) = (from.unwrap_or(-far), to.map_or(far, |t| t - 1));
            // The nearest and the furthest pair of moments, one from each range.
            let nearest = (first - (high - 1)).max(low - last).max(0);
            let mut furthest = (last - low).max(high - 1 - first);
            if let Some((a, b)) = t.event.when.core {
                // Of what lasted, the nearest part counts, wherever the moment is.
                let (a, b) = (i128::from(a.micros()), i128::from(b.micros()) - 1);
                furthest = furthest.min((a - low).max(high - 1 - b).max(0));
            }
            let answer = match (nearest <= distance, furthest <= distance) {
                (false, _) => Answer::No,
                (true, true) => Answer::Yes,
                (true, false) => Answer::Perhaps,
            };
            (t.event.event_id.clone(), Some(answer))
        }).collect();
        agree(&told, answered(&told, &window, None, None), expected)?;
    }

    /// Allen's relations to a window of days: the ends are those of the dates found by looking at
    /// every minute; the relations on known ranges are tried out in their own tests.
    #[test]
    fn relations_to_days_by_the_ends_of_every_date(
        told in many(),
        (_, day) in place(),
        length in 1i64..12,
        which in 0usize..13,
    ) {
        let relation = Relation::ALL[which];
        let first = CivilDate::from_days(day);
        let window = Window::days(Some(first), Some(first.plus_days(length - 1)));
        let outer = Ends::exactly(day * DAY, (day + length) * DAY);
        let expected: Vec<(String, Option<Answer>)> = told.iter().map(|t| {
            let micros = |at: Option<LocalTime>| at.map(LocalTime::micros);
            let (from, to) = (micros(t.begin), micros(t.end));
            if from.is_none() && to.is_none() {
                return (t.event.event_id.clone(), None);
            }
            let moment = t.event.when.extent == Extent::Moment;
            let core = t.core.filter(|_| t.event.when.core.is_some());
            let core = core.map(|(a, b)| (a.micros(), b.micros()));
            let open = (t.event.when.open == OpenEnd::Begin, t.event.when.open == OpenEnd::End);
            let ends = Ends::of(moment, (from, to), core, open);
            (t.event.event_id.clone(), Some(relation.between(&ends, &outer)))
        }).collect();
        let found = answered(&told, &window, Some(relation), None);
        // An event with a clock in an hour that was shown twice has the wall's own hours.
        agree(&told, found, expected)?;
    }
}

/// The civil ends of an event are those of its words, at every change of a clock.
#[test]
fn the_ends_of_an_event_are_those_of_its_words() {
    let precisions = [
        Precision::Minute,
        Precision::Hour,
        Precision::Day,
        Precision::Month,
        Precision::Year,
    ];
    let minutes = || {
        [0, 1, 15, 30, 44, 59]
            .into_iter()
            .chain((60..1440).step_by(165))
    };
    for (name, (year, month, day)) in PLACES {
        let first = CivilDate::new(year, month, day).unwrap().days();
        let zones = [Some(name.parse().unwrap()), Some(Zone::Fixed(45_000)), None];
        let every = (first - 4..first + 4)
            .flat_map(|day| zones.into_iter().map(move |zone| (day, zone)))
            .flat_map(|at| precisions.into_iter().map(move |precision| (at, precision)))
            .flat_map(|of| minutes().map(move |minute| (of, minute)))
            .flat_map(|of| [0, 1, 3].map(move |lasts| (of, lasts)))
            .flat_map(|of| [0, 1, 2].map(move |open| (of, open)));
        for (((((day, zone), precision), minute), lasts), open) in every {
            let told = tell(day, zone, minute, precision, lasts, open);
            let begin = annals::query::local_begin(&told.event, None);
            let end = annals::query::local_end(&told.event, None);
            assert_eq!((begin, end), (told.begin, told.end), "{told:?}");
        }
    }
}

/// The two weeks of 4 November 1945, as the README says.
#[test]
fn both_weeks_of_4_november_1945() {
    let day = CivilDate::new(1945, 11, 4).unwrap();
    let days = |start| match Window::week_of(day, start).span {
        Span::Days(Some(a), Some(b)) => (a.to_string(), b.plus_days(-1).to_string()),
        _ => unreachable!(),
    };
    assert_eq!(
        days(WeekStart::Monday),
        ("1945-10-29".into(), "1945-11-04".into())
    );
    assert_eq!(
        days(WeekStart::Sunday),
        ("1945-11-04".into(), "1945-11-10".into())
    );
}
