//! Mail: every hop of a message is a stage, with its delay.

use crate::readers::{begin, events_of};
use annals::extract::Stages;
use annals::latency::{Wanted, pairs};

/// A message with hops at known seconds after it was written; clocks in several zones.
pub fn message(number: u64, hops: &[u64]) -> String {
    const ZONES: [(&str, i64); 5] = [
        ("+0000", 0),
        ("+0200", 7200),
        ("-0500", -18000),
        ("GMT", 0),
        ("+0530", 19800),
    ];
    let written = 1_026_727_020 + number * 7919;
    let stamp = |seconds: u64, zone: usize| {
        let (name, east) = ZONES[zone % ZONES.len()];
        let at = annals::model::LocalTime::from_micros((seconds as i64 + east) * 1_000_000);
        let day = at.date();
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ];
        let (hour, minute) = at.hour_minute();
        let second = at.micros_of_day() / 1_000_000 % 60;
        format!(
            "{} {} {} {hour:02}:{minute:02}:{second:02} {name}",
            day.day(),
            months[day.month() as usize - 1],
            day.year()
        )
    };
    let mut trace: Vec<String> = Vec::new();
    let mut at = written;
    for (hop, delay) in hops.iter().enumerate() {
        at += delay;
        // The newest hop stands first, and long ones are folded.
        trace.insert(
            0,
            format!(
                "Received: from host{hop}.example (host{hop}.example [192.0.2.{hop}])\n\
                 \tby host{}.example with ESMTP id {hop}; {}\n",
                hop + 1,
                stamp(at, hop + number as usize)
            ),
        );
    }
    format!(
        "From a@example.org Thu Jan  1 00:00:00 1998\n{}Date: {}\nFrom: A <a@example.org>\n\
         To: b@example.org\nSubject: number {number}\nMessage-ID: <{number}@example.org>\n\n\
         body\n\n",
        trace.concat(),
        stamp(written, number as usize + 1)
    )
}

#[test]
fn every_hop_of_a_mailbox_has_its_delay() {
    let hops = |number: u64| -> Vec<u64> {
        (0..1 + number % 6)
            .map(|hop| (number * 31 + hop * 17) % 5000)
            .collect()
    };
    let count = 60;
    let box_: String = (0..count).map(|n| message(n, &hops(n))).collect();
    let events = events_of("archive.mbox", box_);
    let order: Vec<&str> = Stages::bundled().names().collect();
    let found = pairs(&events, &order, &Wanted::default());
    let mut expected = 0;
    for number in 0..count {
        let delays = hops(number);
        let id = format!("{number}@example.org");
        let of = |from: &str, to: &str| {
            let pair = found
                .iter()
                .find(|p| p.message_id == id && p.from_stage == from && p.to_stage == to);
            pair.and_then(|p| p.nominal).map(|n| n as u64 / 1_000_000)
        };
        let stage = |hop: usize| match hop + 1 == delays.len() {
            true => "received".to_owned(),
            false => format!("hop-{}", hop + 1),
        };
        let mut before = "sent".to_owned();
        for (hop, delay) in delays.iter().enumerate() {
            assert_eq!(of(&before, &stage(hop)), Some(*delay), "{id} {before}");
            before = stage(hop);
        }
        assert_eq!(of("sent", "received"), Some(delays.iter().sum()), "{id}");
        expected += delays.len() * (delays.len() + 1) / 2;
    }
    assert_eq!(found.len(), expected);
}

/// The trace of RFC 5322, appendix A.4.
#[test]
fn the_example_of_the_standard() {
    let mail = "Received: from x.y.test\n   by example.net\n   via TCP\n   with ESMTP\n   id \
                ABC12345\n   for <mary@example.net>;  21 Nov 1997 10:05:43 -0600\nReceived: from \
                node.example by x.y.test; 21 Nov 1997 10:01:22 -0600\nFrom: John Doe \
                <jdoe@node.example>\nTo: Mary Smith <mary@example.net>\nSubject: Saying \
                Hello\nDate: Fri, 21 Nov 1997 09:55:06 -0600\nMessage-ID: \
                <1234@local.node.example>\n\nThis is a message just to say hello.\n";
    let events = events_of("hello.eml", mail.replace('\n', "\r\n"));
    let rows: Vec<(&str, String, Option<&str>)> = events
        .iter()
        .map(|e| (e.event_id.as_str(), begin(e), e.place.as_deref()))
        .collect();
    assert_eq!(
        rows,
        [
            (
                "1234@local.node.example/sent",
                "1997-11-21T09:55:06".into(),
                None
            ),
            (
                "1234@local.node.example/hop-1",
                "1997-11-21T10:01:22".into(),
                Some("x.y.test")
            ),
            (
                "1234@local.node.example/received",
                "1997-11-21T10:05:43".into(),
                Some("example.net")
            ),
        ]
    );
    assert_eq!(
        events[2].provenance.as_written,
        "21 Nov 1997 10:05:43 -0600"
    );
    assert_eq!(events[2].sender.as_deref(), Some("John Doe"));
}

// ---- tables --------------------------------------------------------------------------------
