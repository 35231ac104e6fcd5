//! What is written in a native format and read again is the same, bit for bit.

use super::hard;
use annals::export::{events_csv, events_json, events_ndjson, events_xlsx};
use annals::extract::Options;
use annals::frame::{from_events, write_arrow, write_parquet};
use annals::model::Event;
use annals::pipeline::{How, load};
use proptest::prelude::*;

/// A file of each native format, as the program writes it.
fn files(events: &[Event]) -> Vec<(&'static str, Vec<u8>)> {
    let (mut parquet, mut arrow) = (Vec::new(), Vec::new());
    write_parquet(&mut from_events(events).unwrap(), &mut parquet).unwrap();
    write_arrow(&mut from_events(events).unwrap(), &mut arrow).unwrap();
    vec![
        ("events.ndjson", events_ndjson(events).into_bytes()),
        ("events.json", events_json(events).into_bytes()),
        ("events.csv", events_csv(events).unwrap().bytes),
        ("events.xlsx", events_xlsx(events).unwrap().bytes),
        ("events.parquet", parquet),
        ("events.arrow", arrow),
    ]
}

/// The events of a file, as every command reads them.
fn read(name: &str, bytes: &[u8]) -> Vec<Event> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let loaded = load(&[path], &How::default(), &Options::default(), None).unwrap();
    assert!(!loaded.is_incomplete(), "{name}: {:?}", loaded.diagnostics);
    loaded.events
}

proptest! {
    #![proptest_config(crate::cases(96))]
    #[test]
    fn every_native_format_gives_back_what_it_took(events in hard::events()) {
        for (name, bytes) in files(&events) {
            // A table without rows has no events to give back.
            if events.is_empty() && name != "events.csv" {
                continue;
            }
            let back = read(name, &bytes);
            prop_assert_eq!(&back, &events, "{}", name);
            let again = files(&back).into_iter().find(|(n, _)| *n == name).unwrap().1;
            prop_assert!(again == bytes, "{name}: other bytes");
        }
    }
}

#[test]
fn every_date_comes_back() {
    let events = hard::of_every_date();
    for (name, bytes) in files(&events) {
        assert_eq!(read(name, &bytes), events, "{name}");
    }
}

#[test]
fn what_a_text_file_and_a_workbook_cannot_hold_is_told() {
    let mut event = Event::undated("a/sent", "a");
    event.label = "a\0b".into();
    let made = events_csv(std::slice::from_ref(&event)).unwrap();
    assert_eq!(made.diagnostics[0].code.name(), "not-held");
    assert_eq!(read("t.csv", &made.bytes)[0].label, "a\u{fffd}b");
    event.label = "é".repeat(40_000);
    let made = events_xlsx(std::slice::from_ref(&event)).unwrap();
    assert_eq!(made.diagnostics.len(), 1, "{:?}", made.diagnostics);
    assert_eq!(read("t.xlsx", &made.bytes)[0].label.chars().count(), 32_767);
}
