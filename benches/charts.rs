//! Charts of many events.

use annals::chart::{ChartOptions, Drawing, Input, Kind, draw};
use annals::model::zone::Fold;
use annals::model::{CivilDate, CivilSpan, Event, LocalTime, Precision, Zone, ZoneBasis};
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

/// Events to the minute over a year, in no order, at five places, without chance.
fn events(n: u32) -> Vec<Event> {
    let minute = 60_000_000;
    let first = CivilDate::new(1943, 1, 1).map_or(0, CivilDate::days);
    (0..n)
        .map(|i| {
            let of_year = u64::from(i) * 7_919 % (365 * 24 * 60);
            let midnight = LocalTime::new(CivilDate::from_days(first), 0, 0, 0);
            let begin = midnight.plus(of_year as i64 * minute);
            let span = CivilSpan {
                begin: Some(begin),
                end: Some(begin.plus(minute)),
                precision: Precision::Minute,
                ..CivilSpan::default()
            };
            let mut event = Event::undated(&format!("e{i}"), "bench");
            event.label = format!("Event number {i}");
            event.place = Some(format!("Place {}", i % 5));
            event.when = span
                .in_zone(Some(Zone::Utc), ZoneBasis::Stated, Fold::Widen)
                .0;
            event
        })
        .collect()
}

fn drawn(kind: &str, events: &[Event]) -> Drawing {
    let kind: Kind = kind.parse().expect("the kind exists");
    draw(kind, &Input::of(events), &ChartOptions::default()).expect("events can be drawn")
}

/// A million events as bars of counts: at most a megabyte.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn density_of_a_million(bencher: Bencher) {
    let events = events(1_000_000);
    assert!(drawn("density", &events).svg.len() <= 1_000_000);
    bencher.bench_local(|| drawn("density", black_box(&events)).svg.len());
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn timeline_of_200(bencher: Bencher) {
    let events = events(200);
    bencher.bench_local(|| drawn("timeline", black_box(&events)).svg.len());
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn lanes_of_200(bencher: Bencher) {
    let events = events(200);
    bencher.bench_local(|| drawn("lanes", black_box(&events)).svg.len());
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn a_calendar_of_10_000(bencher: Bencher) {
    let events = events(10_000);
    bencher.bench_local(|| drawn("calendar", black_box(&events)).svg.len());
}
