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
fn editors_say_that_words_are_old_style() {
    let shown = |found: &Extracted| {
        let event = &found.events[0];
        (event.when.edtf.clone(), event.when.calendar.to_string())
    };
    let odd = |found: &Extracted| -> Vec<Code> {
        let codes = found.diagnostics.iter().map(|d| d.code);
        codes.collect()
    };
    let said =
        one("Petrograd, <date calendar=\"#julian\" when=\"1917-11-15\">2 November 1917</date>");
    assert_eq!(shown(&said), ("1917-11-15".into(), "julian".into()));
    assert_eq!(odd(&said), []);
    // Nobody says it, but the two are one day only so.
    let fits = one("Petrograd, <date when=\"1917-11-15\">2 November 1917</date>");
    assert_eq!(shown(&fits), ("1917-11-15".into(), "julian".into()));
    assert_eq!(odd(&fits), [Code::CalendarAssumed]);
    // Another day of the editors is taken as it is, and never moved for its place.
    let other = one("Petrograd, <date when=\"1917-11-20\">2 November 1917</date>");
    assert_eq!(shown(&other), ("1917-11-20".into(), "gregorian".into()));
    assert_eq!(odd(&other), [Code::EditorDiffers]);
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

#[test]
fn every_shape_of_dateline_in_the_list() {
    let row = |stage: &str, local: &str| format!("{stage} {local}");
    let cases = [
        (
            "Rome, July 20, 1943—9 a.m.[Received July 21—8:13 a.m.]",
            vec![
                row("sent", "1943-07-20T09:00:00"),
                row("received", "1943-07-21T08:13:00"),
            ],
        ),
        (
            "Rome, June 30, 1943—noon.[Received July 1—noon.]",
            vec![
                row("sent", "1943-06-30T12:00:00"),
                row("received", "1943-07-01T12:00:00"),
            ],
        ),
        (
            "Rome, May 24, 1943—midnight [noon?].[Received June 16 ( 17?)—3:33 a.m.]",
            vec![
                row("sent", "1943-05-24T00:00:00"),
                row("received", "1943-06-16T03:33:00"),
            ],
        ),
        (
            "Rome, May 25, 1943—8:21[?] p.m.[Received 11:13 p. in.]",
            vec![
                row("sent", "1943-05-25T20:21:00"),
                row("received", "1943-05-25T23:13:00"),
            ],
        ),
        (
            "Rome, April 30, 1943.[Received April 30—9:28 a.m.]",
            vec![
                row("sent", "1943-04-30T00:00:00"),
                row("received", "1943-04-30T09:28:00"),
            ],
        ),
        (
            "[Rome,] 20 March 1944.",
            vec![row("dated", "1944-03-20T00:00:00")],
        ),
        (
            "Bern, February 26-27, 1972, 10:20 p.m.-1:40 a.m.",
            vec![row("dated", "1972-02-26T22:20:00")],
        ),
        (
            "Bern, September 3, 1963, 4:35 and 4:45 p.m.",
            vec![row("dated", "1963-09-03T16:35:00")],
        ),
        (
            "Bern, December 13, 1967, 5:20 p.m. (EST)",
            vec![row("dated", "1967-12-13T17:20:00")],
        ),
        (
            "[Rome,] January 26 [27], 1955.",
            vec![row("dated", "1955-01-26T00:00:00")],
        ),
        ("Rome, May 1960.", vec![row("dated", "1960-05-01T00:00:00")]),
        (
            "Sixth Day, Monday, August 28, 1944.",
            vec![row("dated", "1944-08-28T00:00:00")],
        ),
        (
            "December 22, 1972, New York, 3:45-4:15 p.m.",
            vec![row("dated", "1972-12-22T15:45:00")],
        ),
        (
            "Bern, August 8, 1955–1 p.m.",
            vec![row("dated", "1955-08-08T13:00:00")],
        ),
        (
            "Rome, June 20, 1917, 2 p.m. [Received 4th, 8.35 p.m.]",
            vec![
                row("sent", "1917-06-20T14:00:00"),
                row("received", "1917-07-04T20:35:00"),
            ],
        ),
        (
            "Rome, April 11, 1916. [Received Tuckerton, N. J., April 13—10:27 p. m.]",
            vec![
                row("sent", "1916-04-11T00:00:00"),
                row("received", "1916-04-13T22:27:00"),
            ],
        ),
        ("Rome, before March 5, 1917.", vec![row("dated", "-")]),
    ];
    for (text, expected) in cases {
        let found: Vec<String> = one(text)
            .events
            .iter()
            .map(|e| row(e.stage.as_ref().map_or("", |s| s.name()), &local(e)))
            .collect();
        assert_eq!(found, expected, "{text}");
    }
    let night = one("Rome, May 24, 1943—midnight [noon?].");
    assert_eq!(
        night.events[0].when.latest.unwrap().to_string(),
        "1943-05-24T23:00:00Z"
    );
}

#[test]
fn editors_of_a_midnight_mean_one_end_of_the_day() {
    let codes = |when: &str| {
        let line = format!("Rome, <date when=\"{when}\">May 5, 1917—midnight</date>");
        one(&line)
            .diagnostics
            .iter()
            .filter(|d| d.code == Code::EditorDiffers)
            .count()
    };
    assert_eq!(codes("1917-05-05T00:00:00"), 0);
    assert_eq!(codes("1917-05-06T00:00:00"), 0);
    assert_eq!(codes("1917-05-05T12:00:00"), 1);
}

#[test]
fn a_service_note_in_the_text_tells_its_stage() {
    let found = marked(&[
        "<head>Telegram From the Consul in Rome to the Department</head><dateline>Rome, May 5, \
         1917—noon.</dateline><p>Long text.</p><p>Deciphered at 0315 on 6 May.</p>",
    ]);
    assert_eq!(told(&found)[1].0, "deciphered");
    assert_eq!(local(&found.events[1]), "1917-05-06T03:15:00");
}
