//! Events for the tests: the cable, a year of telegrams, and what nobody expects.

use crate::model::instant::{DAY, HOUR, MINUTE};
use crate::model::*;

/// An event between two instants, microseconds.
pub fn event(id: &str, place: &str, zone: Option<Zone>, from: i64, to: i64) -> Event {
    let (message, stage) = id.split_once('/').unwrap_or((id, ""));
    let earliest = Instant::from_micros(from);
    Event {
        event_id: id.to_owned(),
        document_id: message.to_owned(),
        message_id: message.to_owned(),
        fact_id: id.to_owned(),
        stage: (!stage.is_empty()).then(|| Stage::new(stage)),
        label: format!("{message} {stage}"),
        when: When {
            extent: Extent::Moment,
            earliest,
            latest: Instant::from_micros(to),
            open: OpenEnd::None,
            core: None,
            precision: match to.saturating_sub(from) {
                size if size <= MINUTE => Precision::Minute,
                size if size <= HOUR => Precision::Hour,
                size if size <= 25 * HOUR => Precision::Day,
                size if size <= 31 * DAY => Precision::Month,
                _ => Precision::Year,
            },
            qualifier: Qualifier::Exact,
            edtf: String::new(),
            calendar: Calendar::Gregorian,
            local_begin: earliest.zip(zone).map(|(i, z)| z.local(i)),
            zone,
            offset_seconds: None,
            zone_basis: zone.map_or(ZoneBasis::Unknown, |_| ZoneBasis::Place),
        },
        place: (!place.is_empty()).then(|| place.to_owned()),
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
        extra: Default::default(),
    }
}

/// Midnight UTC of a day.
pub fn day(year: i32, month: u32, day: u32) -> i64 {
    CivilDate::new(year, month, day).unwrap().days() * DAY
}

/// Sochi 01:20, Moscow 02:45, deciphered 03:15, on 4 November 1945 by Moscow time.
pub fn cable() -> Vec<Event> {
    let moscow: Option<Zone> = "Europe/Moscow".parse().ok();
    let night = day(1945, 11, 3);
    [
        ("cable-3523/sent", "Sochi", 22 * 60 + 20),
        ("cable-3523/arrived", "Moscow", 23 * 60 + 45),
        ("cable-3523/deciphered", "Moscow", 24 * 60 + 15),
    ]
    .map(|(id, place, minute)| {
        let at = night + minute * MINUTE;
        event(id, place, moscow, at, at + MINUTE)
    })
    .into()
}

/// `n` telegrams of 1943 from Chungking to Washington; some known to the day only.
pub fn telegrams(n: i64) -> Vec<Event> {
    let chungking = Some(Zone::Fixed(25_200));
    let washington: Option<Zone> = "America/New_York".parse().ok();
    let mut seed: u64 = 1943;
    let mut next = |below: u64| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((seed >> 33) % below) as i64
    };
    let mut events = Vec::new();
    for i in 0..n {
        let sent = day(1943, 1, 3) + i * 360 * DAY / n.max(1) + next(24 * 60) * MINUTE;
        let delay = match next(10) {
            0 => 4 * DAY + next(16 * 1440) * MINUTE,
            1..=3 => 24 * HOUR + next(2880) * MINUTE,
            _ => 5 * HOUR + next(1200) * MINUTE,
        };
        let id = format!("telegram {}", 100 + i);
        let span = if next(9) == 0 { DAY } else { MINUTE };
        let begin = if span == DAY {
            (sent + 7 * HOUR).div_euclid(DAY) * DAY - 7 * HOUR
        } else {
            sent
        };
        events.push(event(
            &format!("{id}/sent"),
            "Chungking",
            chungking,
            begin,
            begin + span,
        ));
        if i % 40 != 17 {
            let wrong = if i % 60 == 31 { -2 * delay } else { delay };
            events.push(event(
                &format!("{id}/received"),
                "Washington",
                washington,
                sent + wrong,
                sent + wrong + MINUTE,
            ));
        }
    }
    events
}

/// Inputs that break pictures: one instant, long names, other scripts, all of history, open ends.
pub fn hostile() -> Vec<(&'static str, Vec<Event>)> {
    let utc = Some(Zone::Utc);
    let london: Option<Zone> = "Europe/London".parse().ok();
    let at = day(1945, 11, 4);
    let mut names: Vec<Event> = (0..12)
        .map(|i| {
            event(
                &format!("m{i}/sent"),
                "",
                utc,
                at + i * HOUR,
                at + i * HOUR + MINUTE,
            )
        })
        .collect();
    for (i, e) in names.iter_mut().enumerate() {
        let name = [
            "Чунцин ",
            "القاهرة ",
            "Θεσσαλονίκη ",
            "W",
            "& <b>\"'\u{0}\u{1b} ",
        ][i % 5];
        e.place = Some(name.repeat(200 / name.chars().count().max(1) + 1));
        e.label = name.repeat(60);
    }
    let routes = (0..30)
        .flat_map(|i: i64| {
            let place = |i: i64| {
                let name = ["Чунцин ", "القاهرة ", "Θεσσαλονίκη ", "W", "& <b>\"'\u{0} "];
                name[i.rem_euclid(5) as usize].repeat(40)
            };
            let begin = at + i * 5 * HOUR;
            let end = begin + (i + 1) * HOUR;
            let id = format!("{} {i}", place(i + 3));
            [
                event(&format!("{id}/sent"), &place(i), utc, begin, begin + MINUTE),
                event(
                    &format!("{id}/received"),
                    &place(i / 5),
                    utc,
                    end,
                    end + HOUR,
                ),
            ]
        })
        .collect();
    let ages = vec![
        event("caesar/died", "Rome", utc, day(-43, 3, 15), day(-43, 3, 16)),
        event(
            "norman/landed",
            "Pevensey",
            utc,
            day(1066, 1, 1),
            day(1067, 1, 1),
        ),
        event(
            "y2k/came",
            "London",
            london,
            day(2000, 1, 1),
            day(2000, 1, 1) + MINUTE,
        ),
    ];
    let mut open = cable();
    open[0].when.earliest = None;
    open[1].when.latest = None;
    open[2].when.qualifier = Qualifier::Both;
    open.push(event("undated/sent", "Sochi", utc, at, at + MINUTE));
    if let Some(last) = open.last_mut() {
        last.when.earliest = None;
        last.when.latest = None;
    }
    let mut doubtful = cable();
    doubtful[0].when.zone = None;
    doubtful[0].when.zone_basis = ZoneBasis::Unknown;
    doubtful[0].when.earliest = Instant::from_micros(at - 14 * HOUR);
    doubtful[0].when.latest = Instant::from_micros(at + 12 * HOUR);
    doubtful[1].when.zone_basis = ZoneBasis::Default;
    doubtful[2].status = Some("disputed".into());
    let mut stretch = event("conference/met", "Moscow", utc, at, at + 5 * DAY);
    stretch.when.extent = Extent::Stretch;
    stretch.when.core = Instant::from_micros(at + DAY).zip(Instant::from_micros(at + 4 * DAY));
    let mut lasting = cable();
    lasting.push(stretch);
    lasting.push(event("day/seen", "Sochi", utc, at + DAY, at + 2 * DAY));
    let once = (0..1000)
        .map(|i| event(&format!("m{i}/sent"), "Moscow", utc, at, at + MINUTE))
        .collect();
    let twice = (0..1000)
        .flat_map(|i| {
            [
                event(&format!("m{i}/sent"), "Sochi", utc, at, at + MINUTE),
                event(&format!("m{i}/received"), "Moscow", utc, at, at + MINUTE),
            ]
        })
        .collect();
    let places = (0..60)
        .map(|i| {
            event(
                &format!("m/{i}"),
                &format!("Place {i}"),
                london,
                at + i * DAY,
                at + i * DAY + MINUTE,
            )
        })
        .collect();
    let short_day = day(2024, 3, 31);
    let change = [0, 2, 23]
        .map(|h| {
            event(
                &format!("d/{h}"),
                "London",
                london,
                short_day + h * HOUR,
                short_day + h * HOUR + MINUTE,
            )
        })
        .into();
    let limit: i64 = 262_000 * 366 * DAY;
    let ends = vec![
        event("first/sent", "A", utc, -limit, -limit + DAY),
        event("last/sent", "B", utc, limit - DAY, limit),
    ];
    vec![
        ("names", names),
        ("routes", routes),
        ("ages", ages),
        ("open", open),
        ("doubtful", doubtful),
        ("lasting", lasting),
        ("once", once),
        ("twice", twice),
        ("places", places),
        ("change", change),
        ("ends", ends),
        ("one", cable()[..1].to_vec()),
        ("year", telegrams(120)),
        ("cable", cable()),
    ]
}

/// Fails unless the picture is XML, names itself, and keeps all its texts inside and apart.
pub fn inspect(name: &str, svg: &str) {
    use super::{style::SMALL, text};
    use quick_xml::events::Event as Xml;
    let mut reader = quick_xml::Reader::from_str(svg);
    let (mut texts, mut view) = (Vec::new(), (0.0, 0.0));
    let mut points: Vec<(f64, f64)> = Vec::new();
    let mut open: Option<(f64, f64, f64, String)> = None;
    let mut raw = String::new();
    loop {
        match reader.read_event().unwrap() {
            Xml::Eof => break,
            Xml::Start(tag) => {
                let attribute = |key: &str| -> String {
                    let found = tag.try_get_attribute(key).unwrap();
                    found.map_or(String::new(), |a| a.unescape_value().unwrap().into_owned())
                };
                let number = |key: &str| attribute(key).parse::<f64>().unwrap();
                match tag.name().as_ref() {
                    b"svg" => {
                        assert_eq!(attribute("role"), "img");
                        let parts: Vec<f64> = attribute("viewBox")
                            .split(' ')
                            .map(|n| n.parse().unwrap())
                            .collect();
                        view = (parts[2], parts[3]);
                    }
                    b"text" => {
                        assert_eq!(attribute("font-family"), "DejaVu Sans");
                        let size = number("font-size");
                        assert!(size >= SMALL * 10.0 - 0.01, "{name}: text of {size}");
                        raw.clear();
                        open = Some((number("x"), number("y"), size, attribute("text-anchor")));
                    }
                    _ => {}
                }
            }
            Xml::Empty(tag) => {
                let of = |key: &str| {
                    let found = tag.try_get_attribute(key).unwrap();
                    found.map(|a| a.unescape_value().unwrap().into_owned())
                };
                let number = |key: &str| of(key).map(|n| n.parse::<f64>().unwrap());
                let (x, y) = (number("x").or(number("cx")), number("y").or(number("cy")));
                if let Some((x, y)) = x.zip(y) {
                    let r = number("r").unwrap_or(0.0);
                    let (w, h) = (number("width").unwrap_or(r), number("height").unwrap_or(r));
                    points.extend([(x - r, y - r), (x + w, y + h)]);
                }
                for pair in of("points").unwrap_or_default().split_whitespace() {
                    let (x, y) = pair.split_once(',').unwrap();
                    points.push((x.parse().unwrap(), y.parse().unwrap()));
                }
            }
            Xml::Text(content) => raw.push_str(&content.decode().unwrap()),
            Xml::GeneralRef(entity) => {
                raw.push_str(&format!("&{};", entity.decode().unwrap()));
            }
            Xml::End(tag) => {
                if let (b"text", Some((x, y, size, anchor))) = (tag.name().as_ref(), open.take()) {
                    let words = quick_xml::escape::unescape(&raw).unwrap().into_owned();
                    texts.push((x, y, size, anchor, words));
                }
            }
            _ => {}
        }
    }
    let boxes: Vec<(f64, f64, f64, f64, &str)> = texts
        .iter()
        .map(|(x, y, size, anchor, words)| {
            let width = text::width(words, *size);
            let left = match anchor.as_str() {
                "middle" => x - width / 2.0,
                "end" => x - width,
                _ => *x,
            };
            (
                left,
                y - 0.76 * size,
                left + width,
                y + 0.24 * size,
                words.as_str(),
            )
        })
        .collect();
    for b in &boxes {
        let inside = b.0 >= -1.0 && b.1 >= -1.0 && b.2 <= view.0 + 1.0 && b.3 <= view.1 + 1.0;
        assert!(inside, "{name}: outside the page: {b:?} in {view:?}");
    }
    for (x, y) in points {
        let inside = (-1.0..=view.0 + 1.0).contains(&x) && (-1.0..=view.1 + 1.0).contains(&y);
        assert!(
            inside,
            "{name}: a mark outside the page: {x} {y} in {view:?}"
        );
    }
    for (i, a) in boxes.iter().enumerate() {
        for b in &boxes[i + 1..] {
            let apart =
                a.2 <= b.0 + 1.0 || b.2 <= a.0 + 1.0 || a.3 <= b.1 + 1.0 || b.3 <= a.1 + 1.0;
            assert!(apart, "{name}: texts overlap: {a:?} {b:?}");
        }
    }
    if let Ok(folder) = std::env::var("ANNALS_CHART_DUMP") {
        std::fs::write(format!("{folder}/{name}.svg"), svg).unwrap();
    }
}

/// All of the events as an input.
pub fn input(events: &[Event]) -> super::Input<'_> {
    super::Input::of(events)
}

/// Options with the stages in their order.
pub fn options() -> super::ChartOptions {
    super::ChartOptions {
        stage_order: stage_order(),
        ..super::ChartOptions::default()
    }
}

/// Stages in the order of a message's way.
pub fn stage_order() -> Vec<String> {
    [
        "written",
        "dated",
        "sent",
        "forwarded",
        "arrived",
        "received",
        "deciphered",
        "delivered",
    ]
    .map(str::to_owned)
    .to_vec()
}
