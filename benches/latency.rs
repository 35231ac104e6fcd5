//! Delays of many events: pairing and grouped quantiles, from 10⁴ to 10⁷ events.
//!
//! `cargo bench --bench latency`. The largest needs about 12 GB of memory; a name chooses:
//! `cargo bench --bench latency -- 5000000`.

use annals::latency::{Key, Wanted, groups, pairs, summaries, survival};
use annals::model::instant::{DAY, HOUR, MINUTE};
use annals::model::{Event, Instant, LocalTime, Precision, Stage, Zone, ZoneBasis};
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

const ORDER: [&str; 2] = ["sent", "received"];
const SIZES: [usize; 5] = [10_000, 100_000, 1_000_000, 5_000_000, 10_000_000];

/// Messages of two stages between twenty offices over sixty years, sorted by time as the frame
/// gives them, so that the two events of a message stand apart.
fn events(count: usize) -> Vec<Event> {
    let mut state = 1945u64;
    let mut random = move || {
        // Knuth's linear congruential generator: the same events in every run.
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as i64
    };
    let mut ends = Vec::with_capacity(count);
    for number in 0..count / 2 {
        let at = random() % (60 * 365 * DAY / MINUTE) * MINUTE;
        let delay = (random() % 4000) * MINUTE;
        let office = random() % 20;
        ends.push((at, number, 0, office));
        ends.push((at + delay, number, 1, office / 2 + 20));
    }
    ends.sort_unstable();
    ends.into_iter().map(event).collect()
}

fn event((at, number, stage, place): (i64, usize, usize, i64)) -> Event {
    let message = format!("m{number:07}");
    let mut event = Event::undated(&format!("{message}/{}", ORDER[stage]), "table");
    let (width, precision) = match number % 3 {
        0 => (HOUR, Precision::Hour),
        _ => (MINUTE, Precision::Minute),
    };
    event.message_id = message;
    event.stage = Some(Stage::new(ORDER[stage]));
    event.place = Some(format!("office {place}"));
    event.when.earliest = Instant::from_micros(at);
    event.when.latest = Instant::from_micros(at + width);
    event.when.local_begin = Some(LocalTime::from_micros(at));
    event.when.precision = precision;
    event.when.zone = Some(Zone::Utc);
    event.when.zone_basis = ZoneBasis::Stated;
    event
}

#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn pairs_and_grouped_quantiles(bencher: Bencher, count: usize) {
    let events = events(count);
    bencher.bench_local(|| {
        let delays = pairs(black_box(&events), &ORDER, &Wanted::default());
        let found = summaries(&delays, &[Key::Route, Key::Year]).len();
        // Giving the memory back is no part of the work.
        (found, delays)
    });
}

#[divan::bench(args = [10_000, 100_000, 1_000_000], sample_count = 3, sample_size = 1)]
fn survival_of_one_group(bencher: Bencher, count: usize) {
    let delays = pairs(&events(count), &ORDER, &Wanted::default());
    let all = groups(&delays, &[]);
    bencher.bench_local(|| survival(black_box(&all[0].1)).n);
}
