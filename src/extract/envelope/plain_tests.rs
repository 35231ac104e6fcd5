//! Cables, signals and letters as plain texts, in our own wording.

use crate::diagnostic::Code;
use crate::extract::{Extracted, Options, document};
use crate::model::Document;
use proptest::prelude::*;

fn read(text: &str) -> Extracted {
    let document_ = Document {
        id: "m".into(),
        text: text.to_owned(),
        ..Document::default()
    };
    document(&document_, &Options::default())
}

/// Each event as `stage local place`, or its EDTF where it has no first moment.
fn told(text: &str) -> Vec<String> {
    let events = read(text).events;
    events
        .iter()
        .map(|e| {
            let local = e.when.local_begin.map(|l| l.to_string());
            format!(
                "{} {} {}",
                e.stage.as_ref().map_or("-", |s| s.name()),
                local.unwrap_or_else(|| e.when.edtf.clone()),
                e.place.as_deref().unwrap_or("-")
            )
        })
        .collect()
}

#[test]
fn times_after_before_and_below_their_stage_words() {
    for (text, expected) in [
        (
            "Signal\n4 November 1945\n\nSent: 0120\nReceived: 0245\nDecoded: 0315",
            vec![
                "sent 1945-11-04T01:20:00 -",
                "received 1945-11-04T02:45:00 -",
                "deciphered 1945-11-04T03:15:00 -",
            ],
        ),
        (
            "From: Berlin\nTo: Moscow\n16.1.1951 20:15 sent\n16.1.1951 22:10 received\n22:14 decoded",
            vec![
                "sent 1951-01-16T20:15:00 Berlin",
                "received 1951-01-16T22:10:00 Moscow",
                "deciphered 1951-01-16T22:14:00 Moscow",
            ],
        ),
        (
            "Telegram\nTime of dispatch: 1.20 a.m.\nDate of dispatch: 4 November 1945\nTime of receipt: 2.45 a.m.\nPlace of receipt: Moscow",
            vec![
                "sent 1945-11-04T01:20:00 -",
                "received 1945-11-04T02:45:00 Moscow",
            ],
        ),
        (
            "Telegram 8\nReceived\n4 November 1945, 0315\nDelivered to the Chairman\n0400",
            vec![
                "received 1945-11-04T03:15:00 -",
                "delivered 1945-11-04T04:00:00 -",
            ],
        ),
        (
            "Telegram, Berlin to Rome.\nSent May 3, 10:20 p.m., 1938; received May 4, 1:10 a.m.",
            vec![
                "sent 1938-05-03T22:20:00 Berlin",
                "received 1938-05-04T01:10:00 Rome",
            ],
        ),
        (
            "Cable 5. Sent from Paris 0120 on 4 Nov. 1945. Received at Moscow 0345.",
            vec![
                "sent 1945-11-04T01:20:00 Paris",
                "received 1945-11-04T03:45:00 Moscow",
            ],
        ),
    ] {
        assert_eq!(told(text), expected, "{text}");
    }
}

#[test]
fn services_each_have_their_form() {
    for (text, expected) in [
        (
            "Cypher\n\nFROM MOSCOW TO FOREIGN OFFICE\n\nNo. 4807\n4th November, 1945.\n\
             D. 1.20 a.m. 4th November, 1945.\nR. 2.45 a.m. 4th November, 1945.\n",
            vec![
                "sent 1945-11-04T01:20:00 Moscow",
                "received 1945-11-04T02:45:00 London",
            ],
        ),
        (
            "O 040120Z NOV 73\nFM AMEMBASSY MOSCOW\nTO SECSTATE WASHDC IMMEDIATE 1234\n\nText.",
            vec!["sent 1973-11-04T01:20:00 Moscow"],
        ),
        (
            "INCOMING TELEGRAM\nFROM: Moscow\nTO: Secretary of State, Washington\nNO: 3771, \
             November 4, 3 p.m.\nRec'd 8:35 p.m., November 4, 1945\n",
            vec![
                "sent 1945-11-04T15:00:00 Moscow",
                "received 1945-11-04T20:35:00 Washington",
            ],
        ),
        (
            "TOO 040120Z NOV 45\nTOR 040245Z NOV 45\nFROM LONDON\n",
            vec![
                "filed 1945-11-04T01:20:00 London",
                "received 1945-11-04T02:45:00 -",
            ],
        ),
        (
            "TELEGRAM\n\nHanded in at Vienna at 4.15 p.m. on 28 July 1914.\nDelivered in Belgrade \
             at 5.50 p.m.\n",
            vec![
                "filed 1914-07-28T16:15:00 Vienna",
                "delivered 1914-07-28T17:50:00 Belgrade",
            ],
        ),
        (
            "Signal No. 88 of 4 Nov 45, received 0315, distributed 0400.",
            vec![
                "sent 1945-11-04T00:00:00 -",
                "received 1945-11-04T03:15:00 -",
                "delivered 1945-11-04T04:00:00 -",
            ],
        ),
        (
            "Cable 9\nDate: 4 November 1945\nTime: 03.20\n\nText.",
            vec!["sent 1945-11-04T03:20:00 -"],
        ),
        (
            "London, March 3, 1938, 9½ p.m.\n[Received March 3, 12 m.]\n\nTo the Secretary of \
             State, Washington.\n",
            vec![
                "sent 1938-03-03T21:30:00 London",
                "received 1938-03-03T12:00:00 Washington",
            ],
        ),
    ] {
        assert_eq!(told(text), expected, "{text}");
    }
}

#[test]
fn bounds_offsets_and_early_years() {
    for (text, expected) in [
        (
            "Letter\n\nReceived before 15 March 1944.",
            vec!["received [..1944-03-14] -"],
        ),
        (
            "Letter\n\nReceived not later than 15 March 1944.",
            vec!["received [..1944-03-15] -"],
        ),
        (
            "Letter\n\nsent after 15 March 1944",
            vec!["sent 1944-03-16T00:00:00 -"],
        ),
        (
            "sent on 15 March 44 B.C.",
            vec!["sent -0043-03-15T00:00:00 -"],
        ),
        (
            "dispatched 3 May 843 at 9 a.m.",
            vec!["sent 0843-05-03T09:00:00 -"],
        ),
        (
            "Message 7\nsent at 2530 30 September 1945",
            vec!["sent 1945-09-30T00:00:00 -"],
        ),
        (
            "Message 7 of 3 May 1941\nreceived 1832",
            vec![
                "sent 1941-05-03T00:00:00 -",
                "received 1941-05-03T18:32:00 -",
            ],
        ),
    ] {
        assert_eq!(told(text), expected, "{text}");
    }
    let odd = read("Message 7\nsent at 2530 30 September 1945").diagnostics;
    assert!(odd.iter().any(|d| d.code == Code::NoSuchTime));
    let text =
        "sent from Sochi at 0120 UTC+3 on 4 November 1945, received in London at 0345 +03:00";
    let offsets: Vec<Option<i32>> = read(text)
        .events
        .iter()
        .map(|e| e.when.offset_seconds)
        .collect();
    assert_eq!(offsets, [Some(10_800), Some(10_800)]);
}

#[test]
fn other_papers_and_prose_are_no_stages() {
    let body = "Telegram 12\nFrom: Consul, Rome\nSent at 0900 7 October 1950\n\nYour telegram of 5 \
                October was received on 6 October. I received your letter on 4 October at noon.";
    assert_eq!(told(body), ["sent 1950-10-07T09:00:00 Rome"]);
    let letter = "LETTER\n\nVienna, 3 May 1899\n\nI had your letter. It was sent on 29 April, as \
                  the stamp shows.";
    assert_eq!(told(letter), ["sent 1899-05-03T00:00:00 Vienna"]);
}

#[test]
fn a_day_does_not_compete_with_the_clock_of_the_sending() {
    let text = "Cable No. 55, Ivanov to Petrov\nMoscow, 3 November 1945\n\nsent at 0120\n";
    assert_eq!(
        told(text),
        [
            "dated 1945-11-03T00:00:00 Moscow",
            "sent 1945-11-03T01:20:00 Moscow"
        ]
    );
}

#[test]
fn a_message_has_its_kind_and_places_of_the_other_end() {
    let found = read("Cable 3\nreceived from Sochi at 0245 on 4 November 1945; sent at 0120");
    assert_eq!(
        found.events[0].extra.get("kind").map(String::as_str),
        Some("cable")
    );
    assert_eq!(found.events[0].place, None);
    assert_eq!(found.events[1].place.as_deref(), Some("Sochi"));
}

proptest! {
    /// Whatever a head is made of, the events point into it and nothing panics.
    #[test]
    fn any_head_gives_events_within_it(words in prop::collection::vec(
        prop::sample::select(vec![
            "sent", "received", "at", "from", "to", "D.", "R.", "TOR", "time of receipt", ":",
            "0120", "2530", "1945", "4 November", "4 Nov 45", "040120Z", "NOV", "\n", "\n\n", ";",
            "[", "]", "Moscow", "Xyz", "before", "44", "B.C.", "½", "12 m.", "5 o'clock", "No. 7",
            "Telegram", "from the", "Rome,", ".", "/", "+03:00", "UTC", "é", "printed", "Date:",
        ]), 0..40,
    )) {
        let text = words.join(" ");
        for event in read(&text).events {
            let words = &event.provenance;
            let bytes = words.byte_start as usize..words.byte_end as usize;
            prop_assert_eq!(text.get(bytes), Some(words.as_written.as_str()));
        }
    }
}
