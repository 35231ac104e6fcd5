//! Envelopes in our own wording.

use crate::diagnostic::Code;
use crate::extract::{Extracted, Facts, Options, document, volume};
use crate::ingest::tei;
use crate::model::{Document, Event};

const CABLE: &str = "\
Cable No. 77/s, Ivanov to Cdes. Petrov and Orlov

CABLE

from SOCHI

sent at 0120 4 November 1945

arrived at the VKP CC for decipherment at 0245

4 November 1945

MOSCOW, VKP(b) CC,

to Cdes. PETROV and ORLOV

First. The draft that I received is not clear on point two.

deciphered at 0315 4 November 1945. Four copies printed.

Source

ARCHIVE, f. 1, op. 2, l. 3

Original Uploaded Date

2019-07-15
";

fn envelope(text: &str) -> Extracted {
    let document_ = Document {
        id: "cable-77".into(),
        text: text.to_owned(),
        ..Document::default()
    };
    document(&document_, &Options::default())
}

fn marked(datelines: &[&str]) -> Extracted {
    let documents: Vec<String> = datelines
        .iter()
        .enumerate()
        .map(|(n, d)| format!("<div type=\"document\" xml:id=\"d{n}\">{d}<p>Text.</p></div>"))
        .collect();
    let file = format!(
        "<TEI><teiHeader><title>Foreign Relations, our own</title></teiHeader>\n<text>{}</text></TEI>",
        documents.join("\n")
    );
    let read = tei::read(file, "vol", "vol.xml", "vol.xml");
    assert_eq!(read.broken, None);
    let options = Options {
        facts: Facts::Envelope,
        ..Options::default()
    };
    volume(&read.documents, &options)
}

fn one(dateline: &str) -> Extracted {
    marked(&[&format!("<opener><dateline>{dateline}</dateline></opener>")])
}

fn local(event: &Event) -> String {
    event.when.local_begin.map_or("-".into(), |l| l.to_string())
}

fn told(found: &Extracted) -> Vec<(String, String, String)> {
    found
        .events
        .iter()
        .map(|e| {
            let place = e.place.clone().unwrap_or_default();
            let stage = e.stage.as_ref().map_or("", |s| s.name());
            (stage.to_owned(), local(e), place)
        })
        .collect()
}

fn row(stage: &str, local: &str, place: &str) -> (String, String, String) {
    (stage.into(), local.into(), place.into())
}

#[test]
fn a_cable_gives_its_three_instants() {
    let found = envelope(CABLE);
    let instants: Vec<(String, String)> = found
        .events
        .iter()
        .map(|e| (e.event_id.clone(), e.when.earliest.unwrap().to_string()))
        .collect();
    let expected = [
        ("cable-77/sent", "1945-11-03T22:20:00Z"),
        ("cable-77/arrived", "1945-11-03T23:45:00Z"),
        ("cable-77/deciphered", "1945-11-04T00:15:00Z"),
    ];
    let expected = expected.map(|(id, at)| (id.to_owned(), at.to_owned()));
    assert_eq!(instants, expected);
    let arrived = &found.events[1];
    assert_eq!(arrived.place.as_deref(), Some("Moscow"));
    assert_eq!(arrived.provenance.as_written, "0245\n\n4 November 1945");
    let bytes = arrived.provenance.byte_start as usize..arrived.provenance.byte_end as usize;
    assert_eq!(&CABLE[bytes], "0245\n\n4 November 1945");
    assert_eq!(
        arrived.citation.as_deref(),
        Some("ARCHIVE, f. 1, op. 2, l. 3")
    );
    assert_eq!(arrived.recipient.as_deref(), Some("Petrov, Orlov"));
}

#[test]
fn a_receipt_inherits_day_and_year_and_is_told_by_the_department_s_clock() {
    let found = one("Chungking, December 29, 1943—3 p.m. [Received January 11—4 p.m.]");
    assert_eq!(
        told(&found),
        [
            row("sent", "1943-12-29T15:00:00", "Chungking"),
            row("received", "1944-01-11T16:00:00", "Washington"),
        ]
    );
    let found = one("Rome, February 6, 1917—1 p. m. [Received 6 p. m.]");
    assert_eq!(local(&found.events[1]), "1917-02-06T18:00:00");
}

#[test]
fn the_words_of_an_event_stand_in_the_file() {
    let file = "<TEI><text><div type=\"document\" xml:id=\"d1\"><dateline>Rome, \
                <hi>May 5,\n   1919</hi>&#8212;noon.</dateline></div></text></TEI>";
    let read = tei::read(file.to_owned(), "vol", "vol.xml", "vol.xml");
    let event = &volume(&read.documents, &Options::default()).events[0];
    assert_eq!(event.provenance.as_written, "May 5, 1919—noon");
    let bytes = event.provenance.byte_start as usize..event.provenance.byte_end as usize;
    assert_eq!(&file[bytes], "May 5,\n   1919</hi>&#8212;noon");
}

#[test]
fn styles_nights_and_years_further_on() {
    let cases = [
        ("Petrograd, May 2/15, 1917—6 p. m.", "1917-05-15T18:00:00"),
        (
            "St. Petersburg, September 9 (21), 1861.",
            "1861-09-21T00:00:00",
        ),
        ("Geneva, July 16/17, 1955—midnight.", "1955-07-17T00:00:00"),
        ("Berlin, October 25[, 1915.]", "1915-10-25T00:00:00"),
        ("London, August 27?, 1956.", "1956-08-27T00:00:00"),
        (
            "New York, December 22, 1972, 3:45-4:15 p.m.",
            "1972-12-22T15:45:00",
        ),
        ("Saigon, October 16, 1961, l p.m.", "1961-10-16T13:00:00"),
        ("Bonn, May 3, 1955, 4:70 p.m.", "1955-05-03T00:00:00"),
        ("Washington, 1961.", "1961-01-01T00:00:00"),
    ];
    for (text, expected) in cases {
        assert_eq!(local(&one(text).events[0]), expected, "{text}");
    }
    let codes =
        |text: &str| -> Vec<Code> { one(text).diagnostics.iter().map(|d| d.code).collect() };
    assert!(codes("Bonn, May 3, 1955, 4:70 p.m.").contains(&Code::NoSuchTime));
    assert!(codes("Warsaw, May 3, 1968, 1579Z.").contains(&Code::NoSuchTime));
    assert!(codes("Saigon, October 16, 1961, l p.m.").contains(&Code::ScanningError));
}

#[test]
fn what_is_undated_was_written_before_its_receipt() {
    let found = one("The Hague, undated. [Received December 10, 1917, 4.20 a.m.]");
    let sent = &found.events[0];
    assert_eq!(sent.when.earliest, None);
    assert_eq!(sent.when.edtf, "[..1917-12-10]");
    assert!(sent.when.latest.is_some());
}

#[test]
fn a_year_comes_from_the_neighbours() {
    let found = marked(&[
        "<dateline>Rome, December 30, 1917.</dateline>",
        "<dateline>Hong Kong, January 8—5 p. m.</dateline>",
    ]);
    assert_eq!(local(&found.events[1]), "1918-01-08T17:00:00");
    assert!(
        found
            .diagnostics
            .iter()
            .any(|d| d.code == Code::YearAssumed)
    );
}

#[test]
fn editors_give_the_day_and_a_difference_is_told() {
    let found = one("Rome, <date when=\"1917-05-06T16:00:00\">May 5, 1917—4 p.m.</date>");
    assert_eq!(local(&found.events[0]), "1917-05-06T16:00:00");
    let odd: Vec<Code> = found.diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(odd, [Code::EditorDiffers]);
    let found = one("Rome, <date when=\"1917-05-05\">May 5, 1917—4 p.m.</date>");
    assert!(found.diagnostics.is_empty());
    let found = one("Rome, <date when=\"1917-05-05\">the day after the feast</date>");
    assert_eq!(local(&found.events[0]), "1917-05-05T00:00:00");
}

#[test]
fn every_place_of_a_receipt_is_known() {
    use crate::extract::Gazetteer;
    for place in super::receipt_place::places() {
        assert!(Gazetteer::bundled().find(place, None).is_some(), "{place}");
    }
}

#[test]
fn a_year_that_breaks_the_order_of_its_volume_is_told_and_kept() {
    let found = marked(&[
        "<dateline>Rome, October 25, 1915.</dateline>",
        "<dateline>Rome, October 27, 1916—6 p. m.</dateline>",
        "<dateline>Rome, October 30, 1915.</dateline>",
        "<dateline>Rome, November 2, 1915.</dateline>",
    ]);
    assert_eq!(local(&found.events[1]), "1916-10-27T18:00:00");
    let odd: Vec<Code> = found.diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(odd, [Code::OutOfOrder]);
    assert!(found.diagnostics[0].message.contains("in 1915"));
}
