//! Questions to many events: an Allen join, and a window over a million events in memory. The week
//! out of ten million events in a file, against DuckDB, is `benches/week.py`.

use annals::model::zone::Fold;
use annals::model::{
    CivilDate, CivilSpan, Ends, Event, LocalTime, Precision, Relation, Zone, ZoneBasis,
};
use annals::query::{Question, WeekStart, Window, join, select};
use divan::{Bencher, black_box};

const HOUR: i64 = 3_600_000_000;

fn main() {
    divan::main();
}

/// Numbers without order, the same each time.
fn numbers(seed: u64) -> impl Iterator<Item = i64> {
    let mut state = seed;
    std::iter::repeat_with(move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as i64
    })
}

/// A million events over fifty years: two thirds moments of an hour, one third stretches of days
/// with ends that are not known to the hour.
fn million() -> Vec<Ends> {
    let mut random = numbers(7);
    let mut next = || random.next().unwrap_or(0);
    (0..1_000_000)
        .map(|n| {
            let from = next() % (50 * 365 * 24) * HOUR;
            if n % 3 < 2 {
                return Ends::moment(from, from + HOUR);
            }
            let to = from + (24 + next() % 480) * HOUR;
            Ends::stretch((from, from + 24 * HOUR), (to, to + 24 * HOUR))
        })
        .collect()
}

/// A hundred periods of months, every second with ends known to the week only.
fn periods() -> Vec<Ends> {
    (0..100)
        .map(|n| {
            let from = n * 182 * 24 * HOUR;
            let to = from + 365 * 24 * HOUR;
            let doubt = if n % 2 == 0 { 0 } else { 168 * HOUR };
            Ends::stretch((from, from + doubt), (to, to + doubt))
        })
        .collect()
}

#[divan::bench(args = ["during", "overlaps", "before"], sample_count = 5)]
fn join_a_million_with_a_hundred_periods(bencher: Bencher, relation: &str) {
    let (events, periods) = (million(), periods());
    let relation = Relation::from_name(relation).unwrap_or(Relation::During);
    bencher.bench(|| join(black_box(&events), relation, &periods).len());
}

#[divan::bench(sample_count = 5)]
fn a_week_of_a_million_events(bencher: Bencher) {
    let zone: Zone = "Europe/Moscow".parse().unwrap_or(Zone::Utc);
    let mut random = numbers(11);
    let events: Vec<Event> = (0..1_000_000)
        .map(|n| {
            let minute = random.next().unwrap_or(0) % (50 * 365 * 1440);
            let begin = LocalTime::from_micros(-minute * 60_000_000);
            let span = CivilSpan {
                begin: Some(begin),
                end: Some(begin.plus(60_000_000)),
                precision: Precision::Minute,
                ..CivilSpan::default()
            };
            let mut event = Event::undated(&format!("e{n}"), "d");
            event.when = span.in_zone(Some(zone), ZoneBasis::Place, Fold::Widen).0;
            event
        })
        .collect();
    let day = CivilDate::from_days(-8_824);
    let window = Window::week_of(day, WeekStart::Monday);
    let question = Question {
        window: Some(&window),
        ..Question::default()
    };
    bencher.bench(|| select(black_box(&events), &question).map(|s| s.events.len()));
}
