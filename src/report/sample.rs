//! Test data: the cable of 4 November 1945, and a generated year of telegrams.

use super::{Chronology, Figure, Source};
use crate::latency::{Interval, Pair, Status, Summary};
use crate::model::*;
use std::collections::BTreeMap;

const MINUTE: i64 = 60_000_000;

fn event(message: &str, stage: &str, at: i64, zone: Zone, place: &str) -> Event {
    let earliest = Instant::from_micros(at).unwrap();
    let local = zone.local(earliest);
    Event {
        event_id: format!("{message}/{stage}"),
        document_id: message.to_owned(),
        message_id: message.to_owned(),
        fact_id: format!("{message}/{stage}"),
        stage: Some(Stage::new(stage)),
        label: String::new(),
        when: When {
            extent: Extent::Moment,
            earliest: Some(earliest),
            latest: Some(earliest.shifted(MINUTE)),
            open: OpenEnd::None,
            core: None,
            precision: Precision::Minute,
            qualifier: Qualifier::Exact,
            edtf: local.to_string(),
            calendar: Calendar::Gregorian,
            local_begin: Some(local),
            zone: Some(zone),
            offset_seconds: Some(zone.offset_at(earliest).seconds),
            zone_basis: ZoneBasis::Place,
        },
        place: Some(place.to_owned()),
        sender: None,
        recipient: None,
        place_ref: None,
        sender_ref: None,
        recipient_ref: None,
        citation: None,
        pinpoint: None,
        status: None,
        note: None,
        tags: None,
        provenance: Provenance::default(),
        extra: BTreeMap::new(),
    }
}

/// 1945-11-03T22:20Z, in microseconds.
fn sent_at() -> i64 {
    LocalTime::new(CivilDate::new(1945, 11, 3).unwrap(), 22, 20, 0).micros()
}

/// Cable 3523: three events of one message.
pub fn cable() -> Vec<Event> {
    let moscow: Zone = "Europe/Moscow".parse().unwrap();
    let rows = [
        (
            "sent",
            0,
            "Sochi",
            "Cable 3523 sent",
            "sent at 0120 4 November 1945",
            7,
        ),
        (
            "arrived",
            85,
            "Moscow",
            "Cable 3523 arrived at the VKP(b) CC for decipherment",
            "arrived at the VKP CC for decipherment at 0245",
            8,
        ),
        (
            "deciphered",
            115,
            "Moscow",
            "Cable 3523 deciphered",
            "deciphered at 0315 4 November 1945",
            9,
        ),
    ];
    let make = |(stage, minutes, place, label, words, line): (&str, i64, &str, &str, &str, u32)| {
        let mut e = event(
            "cable-3523",
            stage,
            sent_at() + minutes * MINUTE,
            moscow,
            place,
        );
        e.label = label.to_owned();
        e.sender = Some("Stalin".to_owned());
        e.recipient = Some("Molotov, Beria, Malenkov, Mikoyan".to_owned());
        e.citation = Some("RGASPI f. 558 op. 11 d. 98".to_owned());
        e.pinpoint = Some("ll. 40–41".to_owned());
        e.provenance = Provenance {
            as_written: words.to_owned(),
            source: "cable-3523.txt".to_owned(),
            line,
            ..Provenance::default()
        };
        e
    };
    rows.into_iter().map(make).collect()
}

/// Every way in which a date can be less than a minute, and every kind of clock.
pub fn mixed() -> Vec<Event> {
    let london: Zone = "Europe/London".parse().unwrap();
    let mut events = cable();
    let mut add = |name: &str, zone: Option<Zone>, from: [u32; 4], to: [u32; 4], precision| {
        let local = |[month, day, hour, minute]: [u32; 4]| {
            LocalTime::new(CivilDate::new(1945, month, day).unwrap(), hour, minute, 0)
        };
        let clock = zone.unwrap_or(Zone::Utc);
        let range = clock
            .bounds(local(from), local(to), zone::Fold::Widen)
            .unwrap();
        let mut e = event(name, "noted", sent_at(), clock, "London");
        e.label = name.to_owned();
        e.stage = None;
        e.message_id = String::new();
        e.when.precision = precision;
        e.when.local_begin = Some(local(from));
        (e.when.earliest, e.when.latest, e.when.zone) = match zone {
            Some(_) => (range.earliest(), range.latest(), zone),
            None => (
                range.earliest().map(|i| i.shifted(-zone::UNKNOWN_EAST)),
                range.latest().map(|i| i.shifted(zone::UNKNOWN_WEST)),
                None,
            ),
        };
        e.provenance.source = "chronicle.txt".to_owned();
        e.provenance.as_written = name.to_owned();
        events.push(e);
    };
    use Precision::{Day, Hour, Minute, Month, Season, Week, Year};
    let l = Some(london);
    add("an hour", l, [11, 4, 15, 0], [11, 4, 16, 0], Hour);
    add(
        "between two clocks over midnight",
        l,
        [11, 4, 23, 50],
        [11, 5, 0, 10],
        Minute,
    );
    add("about four", l, [11, 4, 16, 0], [11, 4, 16, 1], Minute);
    add(
        "an unknown clock",
        None,
        [11, 4, 9, 30],
        [11, 4, 9, 31],
        Minute,
    );
    add(
        "a clock set back",
        l,
        [10, 7, 2, 30],
        [10, 7, 2, 31],
        Minute,
    );
    add("a day", l, [11, 4, 0, 0], [11, 5, 0, 0], Day);
    add(
        "a day on an unknown clock",
        None,
        [11, 4, 0, 0],
        [11, 5, 0, 0],
        Day,
    );
    add("one of three days", l, [11, 3, 0, 0], [11, 6, 0, 0], Day);
    add("a week", l, [10, 29, 0, 0], [11, 5, 0, 0], Week);
    add("a month", l, [11, 1, 0, 0], [12, 1, 0, 0], Month);
    add("a summer", l, [6, 1, 0, 0], [9, 1, 0, 0], Season);
    add("a year", l, [1, 1, 0, 0], [12, 31, 24, 0], Year);
    add(
        "no later than six",
        l,
        [11, 4, 18, 0],
        [11, 4, 18, 1],
        Minute,
    );
    add("undated", l, [11, 4, 18, 0], [11, 4, 18, 1], Minute);
    for e in &mut events {
        match e.label.as_str() {
            "about four" => e.when.qualifier = Qualifier::Both,
            "no later than six" => (e.when.earliest, e.when.local_begin) = (None, None),
            "a day" => e.when.calendar = Calendar::Julian,
            "one of three days" => {
                e.place = Some("Saint-Germain-en-Laye, the old castle".to_owned());
            }
            "undated" => {
                e.when.local_begin = None;
                (e.when.earliest, e.when.latest) = (None, None);
            }
            _ => {}
        }
    }
    events
}

/// A delay to the minute between two events.
pub fn pair(from: &Event, to: &Event) -> Pair {
    let range = DurationRange::between(from.when.bounds().unwrap(), to.when.bounds().unwrap());
    let nominal = range.shortest.map(|s| s + MINUTE);
    let impossible = range.longest.is_some_and(|l| l < 0);
    Pair {
        message_id: from.message_id.as_str().into(),
        from_event_id: from.event_id.as_str().into(),
        to_event_id: to.event_id.as_str().into(),
        from_stage: from.stage.as_ref().unwrap().name().into(),
        to_stage: to.stage.as_ref().unwrap().name().into(),
        from_place: from.place.as_deref().map(Into::into),
        to_place: to.place.as_deref().map(Into::into),
        sender: from.sender.as_deref().map(Into::into),
        recipient: from.recipient.as_deref().map(Into::into),
        begin_local: None,
        end_local: None,
        route: String::new().into(),
        begin_earliest: from.when.earliest,
        shortest: range.shortest,
        longest: range.longest,
        nominal,
        status: if impossible {
            Status::Impossible
        } else {
            Status::Measured
        },
        ..Pair::default()
    }
}

/// 120 telegrams of 1943 from Chungking to Washington, one of them printed as received before
/// it was sent.
pub fn year() -> Vec<Event> {
    let washington: Zone = "America/New_York".parse().unwrap();
    let start = LocalTime::new(CivilDate::new(1943, 1, 5).unwrap(), 3, 0, 0).micros();
    let mut events = Vec::new();
    for i in 0..120 {
        let at = start + i * 4_311 * MINUTE;
        let took = if i == 57 {
            -45
        } else {
            170 + (i * 7_919) % 1_500
        };
        let message = format!("telegram-{i}");
        let ends = [
            ("sent", at, Zone::Fixed(25_200), "Chungking"),
            ("received", at + took * MINUTE, washington, "Washington"),
        ];
        for (stage, at, zone, place) in ends {
            let mut e = event(&message, stage, at, zone, place);
            e.label = format!("Telegram {} on the military and economic situation", i + 31);
            e.sender = Some("The Ambassador in China (Gauss)".to_owned());
            e.recipient = Some("the Secretary of State".to_owned());
            e.citation = Some(format!("FRUS 1943, China, document {}", i + 1));
            let (hour, minute) = e.when.local_begin.unwrap().hour_minute();
            e.provenance = Provenance {
                as_written: format!("{hour}:{minute:02}"),
                source: "telegrams-1943.csv".to_owned(),
                line: i as u32 + 2,
                ..Provenance::default()
            };
            events.push(e);
        }
    }
    events
}

/// Parts of a whole chronology, to be borrowed from.
pub struct Parts {
    pub events: Vec<Event>,
    pub pairs: Vec<Pair>,
    pub summaries: Vec<Summary>,
    pub figures: Vec<Figure>,
    pub diagnostics: Vec<crate::diagnostic::Diagnostic>,
    pub sources: Vec<Source>,
}

impl Parts {
    pub fn of_cable() -> Parts {
        let events = cable();
        let pairs = vec![
            pair(&events[0], &events[1]),
            pair(&events[1], &events[2]),
            pair(&events[0], &events[2]),
        ];
        Parts {
            pairs,
            summaries: Vec::new(),
            figures: Vec::new(),
            diagnostics: Vec::new(),
            sources: vec![Source {
                name: "cable-3523.txt".to_owned(),
                bytes: 1_204,
                checksum: format!("sha256 {}", "9f86d081884c7d65".repeat(4)),
            }],
            events,
        }
    }

    pub fn of_year() -> Parts {
        use crate::diagnostic::{Code, Diagnostic, Severity};
        let events = year();
        let pairs: Vec<Pair> = events.chunks(2).map(|c| pair(&c[0], &c[1])).collect();
        let hour = 60 * MINUTE;
        let at = |h: i64| {
            Some(Interval {
                low: h * hour + 19 * MINUTE,
                high: Some(h * hour + 21 * MINUTE),
            })
        };
        let month = |m: usize, n: usize| Summary {
            group: vec![(
                "month".into(),
                calendar::CivilDate::from_days(-9862)
                    .plus_months(m as i64)
                    .to_string()[..7]
                    .to_owned(),
            )],
            from_stage: "sent".into(),
            to_stage: "received".into(),
            counts: [n, 0, 0, usize::from(m == 5)],
            min: at(2),
            p10: (n > 4).then(|| at(4)).flatten(),
            median: (n > 4).then(|| at(13)).flatten(),
            p90: (n > 4).then(|| at(25)).flatten(),
            max: at(27),
        };
        let mut summaries = vec![Summary {
            group: vec![
                ("from_place".into(), "Chungking".into()),
                ("to_place".into(), "Washington".into()),
            ],
            ..month(5, 119)
        }];
        summaries.extend((0..12).map(|m| month(m, if m == 11 { 4 } else { 10 })));
        let odd = "received 45 min before it was sent; kept, and left out of the statistics";
        let diagnostics = vec![
            Diagnostic::new(
                Severity::Warning,
                Code::ArrivalBeforeDispatch,
                "telegrams-1943.csv",
                odd.to_owned(),
            )
            .at(59, 12),
            Diagnostic::new(
                Severity::Note,
                Code::ZoneAssumed,
                "telegrams-1943.csv",
                "the clock of `Chungking` is taken to be UTC+07:00".to_owned(),
            )
            .at(2, 1),
        ];
        Parts {
            events,
            pairs,
            summaries,
            figures: vec![Figure {
                svg: figure(),
                caption: "Telegrams sent in each month of 1943, Chungking clock; n = 120. Source: telegrams-1943.csv.".into(),
                alt: "Twelve bars of ten telegrams each.".into(),
                events: Vec::new(),
            }],
            diagnostics,
            sources: vec![Source {
                name: "telegrams-1943.csv".to_owned(),
                bytes: 22_140,
                checksum: format!("sha256 {}", "60303ae22b998861".repeat(4)),
            }],
        }
    }

    pub fn chronology<'a>(&'a self, title: &'a str) -> Chronology<'a> {
        Chronology {
            title,
            author: Some("Test Press"),
            window: Some(
                "the week of 4 November 1945 (ISO week 1945-W44), Moscow clock: 1945-10-28T21:00Z to 1945-11-04T21:00Z",
            ),
            events: &self.events,
            summaries: &self.summaries,
            pairs: &self.pairs,
            figures: &self.figures,
            diagnostics: &self.diagnostics,
            sources: &self.sources,
            edition: None,
            layout: super::Layout::default(),
            corrections: &[],
            version: "0.1.0",
        }
    }
}

fn figure() -> String {
    let bars: String = (0..12)
        .map(|i| {
            let (x, height) = (60 + i * 60, 40 + (i * 37) % 90);
            format!(
                r##"<rect x="{x}" y="{}" width="36" height="{height}" fill="#46627f"/><text x="{x}" y="195" font-family="DejaVu Sans" font-size="13">{}</text>"##,
                175 - height,
                i + 1
            )
        })
        .collect();
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="800" height="210" viewBox="0 0 800 210">{bars}</svg>"#
    )
}
