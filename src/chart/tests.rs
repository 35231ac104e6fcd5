//! Every kind of chart, drawn of everything, and measured.

use super::samples;
use super::*;
use crate::model::instant::{DAY, HOUR, MINUTE};
use crate::model::{Precision, ZoneBasis};
use chrono::{Datelike, NaiveDate, TimeZone, Timelike};

/// What was drawn of a row of the data.
#[derive(Debug, Default)]
struct Mark {
    row: usize,
    /// Centres of dots.
    dots: Vec<(f64, f64)>,
    /// Left, top, right, bottom of rectangles.
    rects: Vec<(f64, f64, f64, f64)>,
}

#[derive(Debug, Default)]
struct Picture {
    marks: Vec<Mark>,
    /// Axis, value, and the place of the tick.
    ticks: Vec<(String, String, (f64, f64))>,
    /// Corners of all lines.
    lines: Vec<Vec<(f64, f64)>>,
}

/// Reads a picture back, in pixels.
fn read(svg: &str) -> Picture {
    use quick_xml::events::Event as Xml;
    let mut reader = quick_xml::Reader::from_str(svg);
    let mut picture = Picture::default();
    let mut groups: Vec<(bool, Option<(String, String)>)> = Vec::new();
    loop {
        let event = reader.read_event().unwrap();
        let (Xml::Start(tag) | Xml::Empty(tag)) = &event else {
            match event {
                Xml::Eof => return picture,
                Xml::End(tag) if tag.name().as_ref() == b"g" => {
                    groups.pop();
                }
                _ => {}
            }
            continue;
        };
        let text = |key: &str| {
            let found = tag.try_get_attribute(key).unwrap();
            found.map(|a| a.unescape_value().unwrap().into_owned())
        };
        let number = |key: &str| text(key).unwrap().parse::<f64>().unwrap() / 10.0;
        match tag.name().as_ref() {
            b"g" => {
                let row = text("data-row").map(|row| row.parse().unwrap());
                if let Some(row) = row {
                    picture.marks.push(Mark {
                        row,
                        ..Mark::default()
                    });
                }
                groups.push((row.is_some(), text("data-axis").zip(text("data-value"))));
            }
            b"circle" if groups.iter().any(|g| g.0) => {
                let mark = picture.marks.last_mut().unwrap();
                mark.dots.push((number("cx"), number("cy")));
            }
            b"rect" if groups.iter().any(|g| g.0) => {
                let (x, y) = (number("x"), number("y"));
                let mark = picture.marks.last_mut().unwrap();
                mark.rects
                    .push((x, y, x + number("width"), y + number("height")));
            }
            b"polyline" => {
                let points: Vec<(f64, f64)> = text("points")
                    .unwrap()
                    .split_whitespace()
                    .map(|p| p.split_once(',').unwrap())
                    .map(|(x, y)| {
                        (
                            x.parse::<f64>().unwrap() / 10.0,
                            y.parse::<f64>().unwrap() / 10.0,
                        )
                    })
                    .collect();
                if let Some((_, Some((axis, value)))) = groups.last_mut().map(|g| (g.0, g.1.take()))
                {
                    picture.ticks.push((axis, value, points[0]));
                }
                picture.lines.push(points);
            }
            _ => {}
        }
    }
}

fn micros(iso: &str) -> f64 {
    let text = iso.trim_end_matches('Z');
    let at = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").unwrap();
    at.and_utc().timestamp_micros() as f64
}

/// Maps a value to a pixel through two ticks, evenly or by powers: knows nothing of the program.
struct Ruler {
    a: (f64, f64),
    b: (f64, f64),
    log: bool,
}

impl Ruler {
    fn at(&self, value: f64) -> f64 {
        let f = |v: f64| if self.log { v.ln() } else { v };
        let part = (f(value) - f(self.a.0)) / (f(self.b.0) - f(self.a.0));
        self.a.1 + part * (self.b.1 - self.a.1)
    }
}

impl Picture {
    fn ruler(&self, axis: &str, log: bool) -> Ruler {
        // The lowest axis of time: an overview has two.
        let of = |(a, value, at): &(String, String, (f64, f64))| {
            (a == axis).then(|| {
                let value = if value.contains('T') {
                    micros(value)
                } else {
                    value.parse().unwrap()
                };
                (value, *at)
            })
        };
        let ticks: Vec<(f64, (f64, f64))> = self.ticks.iter().filter_map(of).collect();
        let lowest = ticks.iter().map(|t| t.1.1).fold(f64::MIN, f64::max);
        let side = |t: &(f64, (f64, f64))| if axis == "x" { t.1.0 } else { t.1.1 };
        let ticks: Vec<(f64, f64)> = ticks
            .iter()
            .filter(|t| axis == "y" || t.1.1 == lowest)
            .map(|t| (t.0, side(t)))
            .filter(|t| !log || t.0 > 0.0)
            .collect();
        let ruler = Ruler {
            a: ticks[0],
            b: ticks[ticks.len() - 1],
            log,
        };
        for (value, at) in &ticks {
            assert!(
                (ruler.at(*value) - at).abs() <= 0.5,
                "a tick of {axis} is off: {value}"
            );
        }
        ruler
    }
}

fn drawn(kind: &str, events: &[Event], options: &ChartOptions) -> Drawing {
    draw(kind.parse().unwrap(), &Input::of(events), options).unwrap()
}

fn column(drawing: &Drawing, row: usize, name: &str) -> String {
    let at = drawing
        .data
        .columns
        .iter()
        .position(|c| *c == name)
        .unwrap();
    drawing.data.rows[row][at].clone()
}

fn close(a: f64, b: f64, what: &str) {
    assert!(
        (a - b).abs() <= 0.5,
        "{what}: drawn at {a}, should be at {b}"
    );
}

#[test]
fn every_kind_draws_everything_whole_or_says_why_not() {
    let mut wrong = Vec::new();
    for kind in Kind::ALL {
        for (name, events) in samples::hostile() {
            for (width, bw) in [(960, false), (640, true)] {
                if width == 640 && events.len() > 500 {
                    continue;
                }
                let options = ChartOptions {
                    width,
                    bw,
                    ..samples::options()
                };
                let title = format!("{}-{name}-{width}", kind.name);
                match draw(kind, &Input::of(&events), &options) {
                    Ok(drawing) => {
                        let whole = || samples::inspect(&title, &drawing.svg);
                        wrong.extend(std::panic::catch_unwind(whole).err().map(|_| title.clone()));
                        assert!(!drawing.data.rows.is_empty(), "{title}");
                    }
                    Err(error) => {
                        assert!(error.hint().is_some(), "{title}: {error}");
                        assert!(!["cable", "year"].contains(&name), "{title}: {error}");
                    }
                }
            }
        }
        let error = draw(kind, &Input::of(&[]), &samples::options()).unwrap_err();
        assert!(error.hint().is_some());
        let events = samples::telegrams(30);
        let twice = [0, 1].map(|_| draw(kind, &Input::of(&events), &samples::options()).unwrap());
        assert_eq!(twice[0], twice[1]);
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn events_stand_where_two_ticks_say_they_do() {
    let mut events = samples::telegrams(40);
    events.extend(samples::cable());
    for days in [2, 4] {
        let at = samples::day(1943, 3, days * 3);
        events.push(samples::event(
            "d/seen",
            "Chungking",
            None,
            at,
            at + days as i64 * DAY,
        ));
    }
    for kind in ["timeline", "lanes", "overview"] {
        let drawing = drawn(kind, &events[..80], &samples::options());
        let picture = read(&drawing.svg);
        let x = picture.ruler("x", false);
        assert!(picture.marks.len() > 10, "{kind}");
        for mark in &picture.marks {
            let at = |name| x.at(micros(&column(&drawing, mark.row, name)));
            match (mark.dots.first(), mark.rects.first()) {
                (Some(dot), _) => close(dot.0, at("earliest"), kind),
                (None, Some(rect)) => {
                    close(rect.0, at("earliest"), kind);
                    let end = at("latest").max(at("earliest") + 2.0);
                    close(rect.2, end, kind);
                }
                // Triangles and squares of a class.
                (None, None) => {}
            }
        }
    }
}

#[test]
fn bars_stand_on_the_edges_of_their_units_and_are_as_high_as_their_counts() {
    let drawing = drawn("density", &samples::telegrams(120), &samples::options());
    let picture = read(&drawing.svg);
    let (x, y) = (picture.ruler("x", false), picture.ruler("y", false));
    for mark in &picture.marks {
        let edge = |name| x.at(micros(&column(&drawing, mark.row, name)));
        let n: f64 = ["certain", "across_an_edge"]
            .iter()
            .map(|c| column(&drawing, mark.row, c).parse::<f64>().unwrap())
            .sum();
        let top = mark.rects.iter().map(|r| r.1).fold(f64::MAX, f64::min);
        let gap = ((edge("end") - edge("begin")) * 0.12).min(1.0);
        close(mark.rects[0].0 - gap, edge("begin"), "begin");
        close(mark.rects[0].2 + gap, edge("end"), "end");
        close(top, y.at(n), "height");
    }
    let n: usize = drawing
        .data
        .rows
        .iter()
        .map(|r| r[3].parse::<usize>().unwrap())
        .sum();
    let across: usize = drawing
        .data
        .rows
        .iter()
        .map(|r| r[4].parse::<usize>().unwrap())
        .sum();
    assert_eq!(n + across, samples::telegrams(120).len());
}

#[test]
fn delays_stand_where_two_ticks_say_they_do() {
    let events = samples::telegrams(120);
    for (kind, axis) in [("trend", "y"), ("routes", "x")] {
        let drawing = drawn(kind, &events, &samples::options());
        let log = drawing.svg.contains("logarithmic scale");
        let picture = read(&drawing.svg);
        let ruler = picture.ruler(axis, log);
        for mark in picture.marks.iter().filter(|m| !m.dots.is_empty()) {
            let delay = column(&drawing, mark.row, "delay_us");
            let Ok(delay) = delay.parse::<f64>() else {
                continue;
            };
            let dot = mark.dots[0];
            close(
                if axis == "x" { dot.0 } else { dot.1 },
                ruler.at(delay.max(1.0)),
                kind,
            );
        }
        if kind == "trend" {
            let x = picture.ruler("x", false);
            for mark in picture.marks.iter().filter(|m| !m.dots.is_empty()) {
                let began = column(&drawing, mark.row, "began");
                close(mark.dots[0].0, x.at(micros(&began)), kind);
            }
        }
    }
    let drawing = drawn("stages", &samples::cable(), &samples::options());
    let picture = read(&drawing.svg);
    let x = picture.ruler("x", false);
    assert_eq!(picture.marks.len(), 2);
    for mark in &picture.marks {
        let at = |name| x.at(column(&drawing, mark.row, name).parse().unwrap());
        close(mark.rects[0].0, at("drawn_from_us"), "stages");
        close(mark.rects[0].2, at("drawn_to_us"), "stages");
    }
}

#[test]
fn curves_pass_through_their_numbers() {
    let events = samples::telegrams(120);
    let drawing = drawn("ecdf", &events, &samples::options());
    let picture = read(&drawing.svg);
    let log = drawing.svg.contains("logarithmic scale");
    let (x, y) = (picture.ruler("x", log), picture.ruler("y", false));
    let passes = |at: (f64, f64)| {
        let near = |p: &(f64, f64)| (p.0 - at.0).abs() <= 0.5 && (p.1 - at.1).abs() <= 0.5;
        picture.lines.iter().flatten().any(near)
    };
    let n = drawing.data.rows.len();
    for row in 0..n {
        let number = |name| column(&drawing, row, name).parse::<f64>().unwrap();
        let share = (row + 1) as f64 / n as f64;
        assert!((number("share") - share).abs() < 1e-5);
        assert!(
            passes((x.at(number("delay_us")), y.at(share * 100.0))),
            "{row}"
        );
    }
    let drawing = drawn("survival", &events, &samples::options());
    let picture = read(&drawing.svg);
    let (x, y) = (picture.ruler("x", false), picture.ruler("y", false));
    for row in 0..drawing.data.rows.len() {
        let number = |name| column(&drawing, row, name).parse::<f64>().unwrap();
        let at = (x.at(number("from_us")), y.at(number("share_high") * 100.0));
        let near = |p: &(f64, f64)| (p.0 - at.0).abs() <= 0.5 && (p.1 - at.1).abs() <= 0.5;
        assert!(picture.lines.iter().flatten().any(near), "{row} {at:?}");
    }
}

#[test]
fn the_days_of_a_calendar_stand_in_their_week_and_weekday() {
    let drawing = drawn("calendar", &samples::telegrams(30), &samples::options());
    let picture = read(&drawing.svg);
    let date =
        |row: usize| NaiveDate::parse_from_str(&column(&drawing, row, "date"), "%Y-%m-%d").unwrap();
    let monday = |d: NaiveDate| {
        i64::from(d.num_days_from_ce()) - i64::from(d.weekday().num_days_from_monday())
    };
    let place = |mark: &Mark| {
        let cell = mark.rects.first();
        cell.map(|r| ((r.0 + r.2) / 2.0, (r.1 + r.3) / 2.0))
    };
    let full: Vec<(NaiveDate, (f64, f64))> = picture
        .marks
        .iter()
        .filter_map(|m| Some((date(m.row), place(m)?)))
        .collect();
    let (first, last) = (full[0], full[full.len() - 1]);
    let weeks = |d: NaiveDate| ((monday(d) - monday(first.0)) / 7) as f64;
    let cell = (last.1.0 - first.1.0) / weeks(last.0);
    for (date, at) in &full {
        close(at.0, first.1.0 + weeks(*date) * cell, "week");
        let down = f64::from(date.weekday().num_days_from_monday())
            - f64::from(first.0.weekday().num_days_from_monday());
        close(at.1, first.1.1 + down * cell, "weekday");
    }
}

#[test]
fn ticks_fall_on_civil_boundaries_of_the_zone_that_is_named() {
    let london = chrono_tz::Europe::London;
    for (month, day) in [(3, 31), (10, 27)] {
        let at = samples::day(2024, month, day);
        let events: Vec<Event> = [-2, 9, 26]
            .iter()
            .map(|h| {
                let at = at + h * HOUR;
                samples::event(
                    "m/sent",
                    "London",
                    "Europe/London".parse().ok(),
                    at,
                    at + MINUTE,
                )
            })
            .collect();
        for kind in ["timeline", "lanes", "density", "gaps", "overview"] {
            let options = ChartOptions {
                second_clock: SecondClock::Hidden,
                ..samples::options()
            };
            let drawing = drawn(kind, &events, &options);
            assert!(drawing.svg.contains("Europe/London"), "{kind}");
            let picture = read(&drawing.svg);
            let ticks = picture.ticks.iter().filter(|t| t.0 == "x");
            let mut n = 0;
            for (_, value, _) in ticks {
                let local = london.timestamp_micros(micros(value) as i64).unwrap();
                assert_eq!((local.minute(), local.second()), (0, 0), "{kind} {value}");
                n += 1;
            }
            assert!(n >= 3, "{kind}");
            let change = if month == 3 {
                "GMT → BST (+1 h)"
            } else {
                "BST → GMT (−1 h)"
            };
            assert!(drawing.svg.contains(change), "{kind}");
        }
    }
}

#[test]
fn the_second_clock_is_named_and_its_ticks_lie_on_the_same_scale() {
    let drawing = drawn("timeline", &samples::cable(), &samples::options());
    assert!(
        drawing
            .svg
            .contains("Clock below: Europe/Moscow (MSK UTC+03:00); above: UTC.")
    );
    let picture = read(&drawing.svg);
    let x = picture.ruler("x", false);
    for (_, value, at) in picture.ticks.iter().filter(|t| t.0 == "x") {
        close(at.0, x.at(micros(value)), value);
    }
    let asked = ChartOptions {
        second_clock: SecondClock::Of("Asia/Tokyo".parse().unwrap()),
        ..samples::options()
    };
    let drawing = drawn("timeline", &samples::telegrams(20), &asked);
    assert!(drawing.svg.contains("above: Asia/Tokyo (JST UTC+09:00)."));
}

#[test]
fn uncertain_and_black_and_white_pictures_carry_no_colour() {
    let mut events = samples::cable();
    events[1].when.zone_basis = ZoneBasis::Default;
    events[2].when.precision = Precision::Day;
    for kind in Kind::ALL {
        let options = ChartOptions {
            bw: true,
            ..samples::options()
        };
        let drawing = draw(kind, &Input::of(&events), &options).unwrap();
        for part in drawing.svg.split('#').skip(1) {
            let Some(hex) = part
                .get(..6)
                .filter(|h| h.chars().all(|c| c.is_ascii_hexdigit()))
            else {
                continue;
            };
            assert!(
                hex[..2] == hex[2..4] && hex[2..4] == hex[4..],
                "{} #{hex}",
                kind.name
            );
        }
    }
}

#[test]
fn options_without_a_meaning_are_refused() {
    let events = samples::cable();
    for kind in Kind::ALL {
        for (lane, color_by) in [(Some("no such"), None), (None, Some("no such"))] {
            let options = ChartOptions {
                lane: lane.map(str::to_owned),
                color_by: color_by.map(str::to_owned),
                ..samples::options()
            };
            let error = draw(kind, &Input::of(&events), &options).unwrap_err();
            assert!(error.hint().is_some_and(|h| !h.is_empty()), "{}", kind.name);
        }
    }
}

/// Writes pictures of the samples as PNG into the folder `ANNALS_CHART_DUMP`, for eyes: those whose
/// name, such as `lanes-names`, contains one of the words in `ANNALS_CHART_ONLY`.
#[test]
#[ignore = "writes files to look at"]
fn pictures_to_look_at() {
    let folder = std::env::var("ANNALS_CHART_DUMP").unwrap();
    let only = std::env::var("ANNALS_CHART_ONLY").unwrap_or_default();
    for kind in Kind::ALL {
        for (name, events) in samples::hostile() {
            let title = format!("{}-{name}", kind.name);
            if !only.is_empty() && !only.split(' ').any(|word| title.contains(word)) {
                continue;
            }
            let options = ChartOptions {
                width: 720,
                ..samples::options()
            };
            match draw(kind, &Input::of(&events), &options) {
                Ok(drawing) => {
                    let path = format!("{folder}/{title}.png");
                    std::fs::write(path, png(&drawing, &options).unwrap()).unwrap();
                }
                Err(error) => println!("{title}: {error}"),
            }
        }
    }
}
