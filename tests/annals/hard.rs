//! Events that are hard to write: clocks that nobody knows, years before the common era, open ends,
//! sets, long names, control characters.

use annals::model::zone::Fold;
use annals::model::{Calendar, CivilSpan, Event, Stage, Zone, ZoneBasis};
use annals::notation::edtf;
use proptest::prelude::*;

/// Dates of every kind. The last two lie outside the range that can be stored.
const DATES: [&str; 32] = [
    "1945-11-04",
    "1945-11-04T01:20:00",
    "1945-11-04T01:20:00.25",
    "1945-11",
    "1945",
    "194X",
    "19XX",
    "1945-11-04?",
    "1945-11~",
    "1945%",
    "0000",
    "-0001-12-31",
    "-0055-03-15",
    "-0489",
    "-2000/-1900",
    "1914-07-28/1918-11-11",
    "1914-07/1918-11",
    "1945-11-04/..",
    "../1945-11-04",
    "1945/",
    "/1945",
    "[..1945-11-04]",
    "[1945-11-04..]",
    "[1667,1668,1670..1672]",
    "{1667,1668}",
    "2001-21",
    "1945-33",
    "1985-XX-15",
    "0001-01-01",
    "9999-12-31",
    "Y170000",
    "Y170000002",
];

const ZONES: [&str; 7] = [
    "UTC",
    "Europe/Moscow",
    "America/New_York",
    "Pacific/Apia",
    "UTC+02:31:19",
    "UTC-12:00",
    "UTC+14:00",
];

/// A text with what formats trip over; never blank as a whole.
pub(super) fn text() -> impl Strategy<Value = String> {
    let hard = proptest::sample::select(vec![
        "\"",
        "'",
        ",",
        ";",
        ":",
        ": ",
        "#",
        "\\",
        "\n",
        "\r\n",
        "\r",
        "\t",
        "\u{1}",
        "\u{7}",
        "\u{b}",
        "\u{1b}[31m",
        "\u{7f}",
        "\u{85}",
        "\u{9f}",
        "\u{a0}",
        "\u{feff}",
        "\u{2028}",
        "\u{fffe}",
        "\u{fffd}",
        "\u{202e}",
        "<b>",
        "&amp;",
        "]]>",
        "-->",
        "{",
        "}",
        "%%",
        "=1+1",
        "_x0041_",
        "_x",
        "Łódź",
        "東京",
        "🕰️",
        "e\u{301}",
        "null",
        "END:VEVENT",
        "  ",
        "---",
        "/",
        "|",
        "`",
        "$",
        "\u{10ffff}",
    ]);
    let piece = prop_oneof![
        3 => hard.prop_map(str::to_owned),
        2 => "[a-z ]{1,8}",
        1 => proptest::char::range(' ', '\u{2fff}').prop_map(String::from),
    ];
    let long = Just("Николай Иванович Hernández-Ōkubo ".repeat(6) + "the 200th");
    prop_oneof![
        9 => proptest::collection::vec(piece, 1..8).prop_map(|parts| parts.concat()),
        1 => long,
    ]
    .prop_filter("blank", |text| !text.trim().is_empty())
}

fn zone() -> impl Strategy<Value = Option<Zone>> {
    let known = proptest::sample::select(ZONES.to_vec()).prop_map(|z| z.parse().ok());
    prop_oneof![3 => known, 1 => Just(None)]
}

type Optional = Vec<Option<String>>;

/// An event of a number, alone in its message.
fn event(
    number: usize,
    (date, zone, basis): (&str, Option<Zone>, ZoneBasis),
    stage: Option<String>,
    (id, label, written): (String, String, String),
    optional: Optional,
    own: Option<String>,
    julian: bool,
) -> Event {
    let mut event = Event::undated(&format!("d{number}/{id}"), &format!("d{number}"));
    if let Some((span, stated)) = edtf::parse(date) {
        let calendar = if julian {
            Calendar::Julian
        } else {
            Calendar::Gregorian
        };
        let span = CivilSpan { calendar, ..span };
        event.when = span.in_zone(stated.or(zone), basis, Fold::Widen).0;
    }
    event.message_id = format!("m{number}");
    event.stage = stage.map(Stage::new);
    if let Some(stage) = &event.stage {
        // As the facts are named when files are read.
        event.fact_id = format!("m{number}/{}", stage.name());
    }
    event.label = label;
    event.provenance.as_written = written.clone();
    event.provenance.source = format!("{written}.txt");
    event.provenance.byte_start = number as u64 * 7;
    event.provenance.byte_end = u64::from(u32::MAX) + number as u64;
    event.provenance.line = number as u32;
    event.provenance.rule = "en/clock-date".into();
    let mut given = optional.into_iter();
    let mut next = || given.next().flatten();
    event.place = next();
    event.sender = next();
    event.recipient = next();
    event.place_ref = next();
    event.sender_ref = next();
    event.recipient_ref = next();
    event.citation = next();
    event.pinpoint = next();
    event.status = next();
    event.note = next();
    event.tags = next();
    event
        .extra
        .extend(own.map(|text| ("Übrige Spalte".to_owned(), text)));
    event
}

/// Some events that differ in their identifiers and messages.
pub(super) fn events() -> impl Strategy<Value = Vec<Event>> {
    let basis = proptest::sample::select(ZoneBasis::ALL.to_vec());
    let when = (proptest::sample::select(DATES.to_vec()), zone(), basis);
    let stage = proptest::option::of(prop_oneof![Just("sent".to_owned()), text()]);
    let optional = proptest::collection::vec(proptest::option::of(text()), 11);
    let one = (
        when,
        stage,
        (text(), text(), text()),
        optional,
        proptest::option::of(text()),
        any::<bool>(),
    );
    proptest::collection::vec(one, 0..6).prop_map(|list| {
        list.into_iter()
            .enumerate()
            .map(|(n, (when, stage, texts, optional, own, julian))| {
                event(n, when, stage, texts, optional, own, julian)
            })
            .collect()
    })
}

/// One event of each date, with and without a known clock.
pub(super) fn of_every_date() -> Vec<Event> {
    let zones = [Some(Zone::Utc), None, "Europe/Moscow".parse().ok()];
    let mut out = Vec::new();
    for (at, date) in DATES.iter().enumerate() {
        for (of, zone) in zones.iter().enumerate() {
            let texts = [
                "Łódź: a \"hard\" <one>; #7",
                "label: x, y;\nz #tag %%",
                "w\u{7}",
            ];
            out.push(event(
                at * zones.len() + of,
                (date, *zone, ZoneBasis::Place),
                Some(["sent", "received", "forwarded on"][of].to_owned()),
                texts.map(str::to_owned).into(),
                vec![Some("place: A & B\u{1}".into()); 11],
                None,
                at % 2 == 0,
            ));
        }
    }
    out.push(Event::undated("undated", "undated"));
    out
}
