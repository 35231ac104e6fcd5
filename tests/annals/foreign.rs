//! Formats of other programs: which columns survive, and that nothing is lost in silence.

use super::hard;
use annals::export::{Foreign, Heading};
use annals::extract::Options;
use annals::model::column::{COLUMNS, Column, ColumnKind, Value};
use annals::model::{CivilSpan, Event, Instant, LocalTime, Stage, Zone, ZoneBasis};
use annals::notation::edtf;
use annals::pipeline::{How, load};
use proptest::prelude::*;

const HEADING: Heading<'static> = Heading {
    title: "A chronology",
    url: None,
    licence: None,
};

fn text(events: &[Event], format: Foreign) -> String {
    String::from_utf8(format.write(events, &HEADING).bytes).unwrap()
}

/// An event in which every column says something.
fn full(date: &str) -> Event {
    let mut event = Event::undated("cable-7/sent", "file");
    let (span, stated) = edtf::parse(date).unwrap();
    let span = CivilSpan { ..span };
    let zone = stated.or("Europe/Moscow".parse().ok());
    event.when = span.in_zone(zone, ZoneBasis::Place, Default::default()).0;
    event.message_id = "cable-7".into();
    event.stage = Some(Stage::new("sent"));
    event.label = "The cable was sent".into();
    for (name, value) in [
        ("fact_id", "cable-7/sent"),
        ("place", "Moscow"),
        ("sender", "Anna"),
        ("recipient", "Boris"),
        ("place_ref", "https://example.org/place"),
        ("sender_ref", "https://example.org/anna"),
        ("recipient_ref", "https://example.org/boris"),
        ("citation", "Archive, folder 7"),
        ("pinpoint", "folio 3"),
        ("status", "disputed"),
        ("note", "a note"),
        ("tags", "urgent"),
        ("as_written", "the fourth"),
        ("source", "cable.txt"),
        ("rule", "en/date"),
    ] {
        let column = Column::named(name).unwrap();
        column.set(&mut event, Value::Text(value.into())).unwrap();
    }
    event.provenance.byte_start = 10;
    event.provenance.byte_end = 20;
    event.provenance.line = 3;
    event
}

/// The same event with another value in one column.
fn other(event: &Event, column: &Column) -> Event {
    let mut out = event.clone();
    let another = match column.name {
        "extent" => Value::Text("stretch".into()),
        "open" => Value::Text("end".into()),
        "precision" => Value::Text("half-day".into()),
        "qualifier" => Value::Text("approximate".into()),
        "calendar" => Value::Text("julian".into()),
        "zone" => Value::Text("Asia/Tokyo".into()),
        "zone_basis" => Value::Text("stated".into()),
        "edtf" => Value::Text("1945-11-05".into()),
        "stage" => Value::Text("received".into()),
        _ => match (column.kind, column.get(event)) {
            (ColumnKind::Text, Value::Text(text)) => Value::Text(format!("{text} too")),
            (ColumnKind::Instant, Value::Instant(at)) => {
                // Further away: the bounds stay bounds.
                let day = if column.name == "latest" { 1 } else { -1 };
                Value::Instant(at.shifted(day * 86_400_000_000))
            }
            (ColumnKind::Instant, _) => Value::Instant(Instant::EPOCH),
            (ColumnKind::Local, Value::Local(at)) => {
                Value::Local(LocalTime::from_micros(at.micros() - 86_400_000_000))
            }
            (_, Value::Integer(n)) => Value::Integer(n + 60),
            (kind, value) => panic!("{}: {kind:?} {value:?}", column.name),
        },
    };
    column.set(&mut out, another).unwrap();
    out
}

/// What annals reads of a file that it wrote; `None` for formats that it does not read.
fn back(format: Foreign, bytes: &str) -> Option<Vec<Event>> {
    let name = match format {
        Foreign::Ics => "file.ics",
        Foreign::TimelineJs => "file.json",
        Foreign::Timesketch => "file.jsonl",
        Foreign::Tei | Foreign::Cmif => "file.xml",
        Foreign::Mermaid | Foreign::Markwhen => return None,
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let read = load(&[path], &How::default(), &Options::default(), None);
    Some(read.ok()?.events)
}

/// `read` if the value comes back when annals reads the file, `written` if another value makes
/// another file, `–` if it is lost.
fn fate(format: Foreign, column: &Column) -> &'static str {
    let mut written = false;
    let mut read = true;
    for date in ["1945-11-04T01:20:00Z", "1945-11-04"] {
        let one = full(date);
        let two = other(&one, column);
        let files = [&one, &two].map(|e| text(std::slice::from_ref(e), format));
        // Facts that belong to no message may stand elsewhere in the file.
        let bare = [&one, &two].map(|e| Event {
            stage: None,
            ..e.clone()
        });
        let bare = bare.map(|e| text(&[e], format));
        written |= files[0] != files[1] || bare[0] != bare[1];
        for (event, file) in [&one, &two].iter().zip(&files) {
            let events = back(format, file);
            let same = |found: &Event| column.get(found) == column.get(event);
            read &= events.is_some_and(|list| list.first().is_some_and(same));
        }
    }
    match (read && written, written) {
        (true, _) => "read",
        (_, true) => "written",
        _ => "–",
    }
}

/// The table as it stands in the documentation.
fn table() -> String {
    let mut out = String::from("| column |");
    for format in Foreign::ALL {
        out.push_str(&format!(" {} |", format.name()));
    }
    out.push_str("\n|---|");
    out.push_str(&"---|".repeat(Foreign::ALL.len()));
    out.push('\n');
    for column in &COLUMNS {
        out.push_str(&format!("| `{}` |", column.name));
        for format in Foreign::ALL {
            out.push_str(&format!(" {} |", fate(format, column)));
        }
        out.push('\n');
    }
    out
}

#[test]
fn the_documentation_says_which_columns_survive() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/formats.md");
    let page = std::fs::read_to_string(path).unwrap();
    let (before, rest) = page.split_once("<!-- columns -->\n").unwrap();
    let (kept, after) = rest.split_once("<!-- end -->").unwrap();
    let found = table();
    if std::env::var_os("ANNALS_WRITE_DOCS").is_some() {
        let page = format!("{before}<!-- columns -->\n{found}<!-- end -->{after}");
        std::fs::write(path, page).unwrap();
        return;
    }
    assert_eq!(
        kept, found,
        "ANNALS_WRITE_DOCS=1 cargo test documentation_says writes it"
    );
}

#[test]
fn the_columns_said_to_be_held_are_those_that_are() {
    for format in Foreign::ALL {
        let there = COLUMNS.iter().filter(|c| fate(format, c) != "–");
        let there: Vec<&str> = there.map(|c| c.name).collect();
        let held = format.held().iter().copied().filter(|n| *n != "*");
        let held: Vec<&str> = COLUMNS
            .iter()
            .map(|c| c.name)
            .filter(|n| held.clone().any(|h| h == *n))
            .collect();
        assert_eq!(held, there, "{}", format.name());
    }
}

/// Events of which the file says nothing.
fn left_out(format: Foreign, events: &[Event]) -> usize {
    let told = format.write(events, &HEADING).diagnostics;
    let left = told.iter().filter(|d| d.code.name() == "not-written");
    left.map(|d| {
        d.message
            .split(' ')
            .next()
            .unwrap()
            .parse::<usize>()
            .unwrap()
    })
    .sum()
}

/// Events in a file.
fn in_file(format: Foreign, file: &str) -> usize {
    let lines = |wanted: fn(&str) -> bool| file.lines().filter(|l| wanted(l)).count();
    match format {
        Foreign::Ics => lines(|l| l == "BEGIN:VEVENT"),
        Foreign::TimelineJs => {
            let value: serde_json::Value = serde_json::from_str(file).unwrap();
            value["events"].as_array().unwrap().len()
        }
        Foreign::Timesketch => file.lines().count(),
        Foreign::Mermaid => lines(|l| l.contains(" : ")),
        Foreign::Markwhen => lines(|l| l.starts_with("id: ")),
        Foreign::Tei | Foreign::Cmif => unreachable!("counted by their letters"),
    }
}

#[test]
fn every_event_is_in_the_file_or_told() {
    let events = hard::of_every_date();
    for format in Foreign::ALL {
        if matches!(format, Foreign::Tei | Foreign::Cmif) {
            continue;
        }
        let there = in_file(format, &text(&events, format));
        assert_eq!(
            there + left_out(format, &events),
            events.len(),
            "{}",
            format.name()
        );
    }
    let tei = text(&events, Foreign::Tei);
    let staged = events.iter().filter(|e| e.stage.is_some()).count();
    assert_eq!(
        tei.matches("<date").count(),
        events.len(),
        "each has its words"
    );
    assert!(tei.matches("<correspAction").count() >= staged);
    assert_eq!(tei.matches("<event").count(), 1);
}

proptest! {
    #![proptest_config(crate::cases(64))]
    #[test]
    fn hard_events_give_sound_files(events in hard::events()) {
        for format in Foreign::ALL {
            let file = text(&events, format);
            match format {
                Foreign::Ics => for line in file.split("\r\n") {
                    prop_assert!(line.len() <= 75 && !line.contains(['\n', '\r']), "{line:?}");
                    prop_assert!(!line.chars().any(|c| c.is_control() && c != '\t'));
                },
                Foreign::TimelineJs => {
                    prop_assert!(serde_json::from_str::<serde_json::Value>(&file).is_ok());
                }
                Foreign::Timesketch => for line in file.lines() {
                    let row: serde_json::Value = serde_json::from_str(line).unwrap();
                    let micros = row["timestamp"].as_i64().unwrap();
                    let shown = LocalTime::from_micros(micros - micros.rem_euclid(1_000_000));
                    prop_assert!(row["datetime"].as_str().unwrap().starts_with(&shown.to_string()));
                },
                Foreign::Tei | Foreign::Cmif => {
                    let mut reader = quick_xml::Reader::from_str(&file);
                    loop {
                        match reader.read_event() {
                            Ok(quick_xml::events::Event::Eof) => break,
                            Ok(_) => {}
                            Err(error) => prop_assert!(false, "{error}: {file}"),
                        }
                    }
                }
                Foreign::Mermaid | Foreign::Markwhen => {
                    prop_assert!(!file.chars().any(|c| c.is_control() && c != '\n'));
                }
            }
        }
    }
}

#[test]
fn a_day_is_a_day_and_an_open_end_stays_open() {
    let mut day = full("1945-11-04");
    day.when.zone = Some(Zone::Utc);
    let calendar = text(&[day], Foreign::Ics);
    assert!(calendar.contains("DTSTART;VALUE=DATE:19451104\r\nDTEND;VALUE=DATE:19451105\r\n"));
    let open = text(&[full("1945-11-04/..")], Foreign::Ics);
    assert!(open.contains("SUMMARY:from then on: The cable was sent"));
    assert!(!open.contains("DTEND"));
    assert!(open.contains("X-ANNALS-OPEN:end"));
    let before = text(&[full("-0055-03-15")], Foreign::TimelineJs);
    assert!(before.contains("\"year\":-56"), "{before}");
}
