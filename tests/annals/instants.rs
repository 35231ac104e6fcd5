//! The right instant for any place and year: a table with sources, and Python's `zoneinfo` as an
//! independent oracle.

use annals::extract::Gazetteer;
use annals::model::zone::Resolution;
use annals::model::{Calendar, CivilDate, Instant, LocalTime, Zone};
use std::process::Command;

/// Year, month, day, hour and minute of `1945-11-04T01:20`.
fn local(text: &str) -> [i32; 5] {
    let (negative, body) = match text.strip_prefix('-') {
        Some(body) => (true, body),
        None => (false, text),
    };
    let mut parts = body.split(['-', 'T', ':']).map(|p| p.parse().unwrap());
    let mut out = [0; 5];
    out.fill_with(|| parts.next().unwrap());
    if negative {
        out[0] = -out[0];
    }
    out
}

fn instants(resolution: Resolution) -> Vec<Instant> {
    match resolution {
        Resolution::Unique(one) => vec![one],
        Resolution::Fold { earlier, later } => vec![earlier, later],
        Resolution::Gap { before, after, .. } => vec![before, after],
        Resolution::OutOfRange => Vec::new(),
    }
}

#[test]
fn every_instant_of_the_table() {
    let table = include_str!("instants/table.csv");
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let (mut wrong, mut count) = (Vec::new(), 0);
    let gazetteer = Gazetteer::bundled();
    for record in reader.records() {
        let record = record.unwrap();
        let [place, calendar, written, expected, source] = [0, 1, 2, 3, 4].map(|i| &record[i]);
        assert!(!source.is_empty(), "{record:?}");
        let calendar = match calendar {
            "" => Calendar::Gregorian,
            name => Calendar::from_name(name).unwrap(),
        };
        let [year, month, day, hour, minute] = local(written);
        let day: CivilDate = calendar.date(year, month as u32, day as u32).unwrap();
        let located = gazetteer
            .find(place, Some(year))
            .unwrap_or_else(|| panic!("{place}"));
        let zone = gazetteer.zone_on(&located, Some(day)).zone;
        let at = LocalTime::new(day, hour as u32, minute as u32, 0);
        let found: Vec<String> = instants(zone.resolve(at))
            .iter()
            .map(Instant::to_string)
            .collect();
        if found.join(" ") != expected {
            wrong.push(format!(
                "{place} {written}: {} by {zone}, not {expected}",
                found.join(" ")
            ));
        }
        count += 1;
    }
    assert!(count >= 150);
    assert!(
        wrong.is_empty(),
        "{} of {count}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// Where our database (2026b) and Debian's (2026f) differ, by zone and local seconds, and why.
const NAMED: [(&str, i64, i64, &str); 4] = [
    (
        "Africa/Casablanca",
        1_789_858_800,
        4_134_067_200,
        "Morocco ends its summer time on 2026-09-20: release 2026c",
    ),
    (
        "America/Havana",
        1_793_491_200,
        1_825_632_000,
        "Cuba keeps summer time through 2027-11-07: release 2026f",
    ),
    (
        "America/Bogota",
        704_764_800,
        704_937_600,
        "the day of the change of 1992, corrected after release 2026b",
    ),
    (
        "Europe/Dublin",
        -1_397_433_600,
        -1_396_137_600,
        "the end of summer time in 1925, moved from 4 October after release 2026b",
    ),
];

fn disagreements(lines: &str) -> (usize, Vec<String>) {
    let (mut wrong, mut count) = (Vec::new(), 0);
    for line in lines.lines() {
        let mut fields = line.split(',');
        let name = fields.next().unwrap();
        let mut number = || fields.next().unwrap().parse::<i64>().unwrap();
        let (local, first, second) = (number(), number(), number());
        let zone: Zone = name.parse().unwrap();
        let at = LocalTime::new(CivilDate::from_days(0), 0, 0, 0).plus(local * 1_000_000);
        let mut expected = vec![local - first, local - second];
        expected.sort_unstable();
        expected.dedup();
        let found: Vec<i64> = instants(zone.resolve(at))
            .iter()
            .map(|i| i.micros() / 1_000_000)
            .collect();
        let named = |(zone, from, to, _): &(&str, i64, i64, &str)| {
            *zone == name && (*from..*to).contains(&local)
        };
        if found != expected && !NAMED.iter().any(named) {
            wrong.push(format!("{name} {at}: {found:?}, not {expected:?}"));
        }
        count += 1;
    }
    (count, wrong)
}

#[test]
fn three_thousand_local_times_by_zoneinfo() {
    let (count, wrong) = disagreements(include_str!("instants/zoneinfo.csv"));
    assert_eq!(count, 3_000);
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
#[ignore = "needs Python and Debian's tzdata: PYTHONTZPATH=/usr/share/zoneinfo"]
fn zoneinfo_agrees() {
    let script = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/annals/instants/oracle.py"
    );
    let run = Command::new("python3")
        .args([script, "100000"])
        .output()
        .unwrap();
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    let (count, wrong) = disagreements(&String::from_utf8_lossy(&run.stdout));
    assert_eq!(count, 100_000);
    assert!(
        wrong.is_empty(),
        "{}:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(40)].join("\n")
    );
}
