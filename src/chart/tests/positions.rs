//! Every mark stands where a computation that knows nothing of the program puts it.

use super::super::samples;
use super::super::*;
use super::drawn;
use super::picture::{Mark, micros, read};
use crate::model::instant::{DAY, HOUR, MINUTE};
use chrono::{Datelike, NaiveDate, Timelike};

fn column(drawing: &Drawing, row: usize, name: &str) -> String {
    let at = drawing
        .data
        .columns
        .iter()
        .position(|c| *c == name)
        .unwrap();
    drawing.data.rows[row][at].clone()
}

pub fn close(a: f64, b: f64, what: &str) {
    assert!(
        (a - b).abs() <= 0.5,
        "{what}: drawn at {a}, should be at {b}"
    );
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
fn silences_and_events_stand_where_two_ticks_say_they_do() {
    let mut events = samples::telegrams(60);
    // A spring without a telegram.
    let spring = samples::day(1943, 3, 10)..samples::day(1943, 5, 20);
    events.retain(|e| !spring.contains(&e.when.earliest.unwrap().micros()));
    let at = samples::day(1943, 7, 1);
    events.push(samples::event(
        "w/seen",
        "Chungking",
        Some(Zone::Utc),
        at,
        at + 12 * DAY,
    ));
    let drawing = drawn("gaps", &events, &samples::options());
    let picture = read(&drawing.svg);
    let x = picture.ruler("x", false);
    let (mut silences, mut bars, mut ticks) = (0, 0, 0);
    for mark in &picture.marks {
        let edge = |name| x.at(micros(&column(&drawing, mark.row, name)));
        let silence = column(&drawing, mark.row, "kind") == "silence";
        match mark.rects.first() {
            Some(area) => {
                close(area.0, edge("from"), "begin");
                close(area.2, edge("to"), "end");
                *(if silence { &mut silences } else { &mut bars }) += 1;
            }
            None => {
                assert!(!silence);
                close(mark.strokes[0][0].0, edge("from"), "event");
                ticks += 1;
            }
        }
        if silence {
            // Of the input and nothing else: no event may lie within.
            let (from, to) = (
                column(&drawing, mark.row, "from"),
                column(&drawing, mark.row, "to"),
            );
            let (from, to) = (micros(&from) as i64, micros(&to) as i64);
            let inside = |e: &Event| {
                let (a, b) = (e.when.earliest.unwrap(), e.when.latest.unwrap());
                a.micros() < to && b.micros() > from
            };
            assert!(!events.iter().any(inside));
        }
    }
    assert!(
        silences > 0 && bars > 0 && ticks > 20,
        "{silences} {bars} {ticks}"
    );
}

#[test]
fn cells_of_hours_stand_at_their_hour_and_weekday_with_their_counts() {
    let events = samples::telegrams(120);
    let drawing = drawn("hours", &events, &samples::options());
    let picture = read(&drawing.svg);
    let days = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ];
    let mut expected = std::collections::BTreeMap::new();
    for event in events.iter().filter(|e| e.when.precision.has_clock()) {
        let at = event.when.earliest.unwrap().micros();
        // The sample's two clocks, written out: Chungking at +7, Washington in war time.
        let hours = if event.place.as_deref() == Some("Chungking") {
            7
        } else {
            -4
        };
        let local = chrono::DateTime::from_timestamp_micros(at + hours * HOUR).unwrap();
        let key = (
            local.weekday().num_days_from_monday() as usize,
            local.hour(),
        );
        *expected.entry(key).or_insert(0) += 1;
    }
    let place = |mark: &Mark| {
        let r = mark.rects.first()?;
        Some(((r.0 + r.2) / 2.0, (r.1 + r.3) / 2.0))
    };
    let key = |row: usize| {
        let day = column(&drawing, row, "weekday");
        let day = days.iter().position(|d| *d == day).unwrap();
        (day, column(&drawing, row, "hour").parse::<u32>().unwrap())
    };
    let full: Vec<((usize, u32), (f64, f64))> = picture
        .marks
        .iter()
        .filter_map(|m| Some((key(m.row), place(m)?)))
        .collect();
    assert_eq!(full.len(), expected.len());
    for (row, cells) in drawing.data.rows.iter().enumerate() {
        let n: usize = cells[2].parse().unwrap();
        assert_eq!(
            n,
            expected.get(&key(row)).copied().unwrap_or(0),
            "{cells:?}"
        );
    }
    // Two corners make the ruler for all other cells.
    let left = full.iter().min_by_key(|f| f.0.1).unwrap();
    let right = full.iter().max_by_key(|f| f.0.1).unwrap();
    let top = full.iter().min_by_key(|f| f.0.0).unwrap();
    let bottom = full.iter().max_by_key(|f| f.0.0).unwrap();
    let wide = (right.1.0 - left.1.0) / f64::from(right.0.1 - left.0.1);
    let high = (bottom.1.1 - top.1.1) / (bottom.0.0 - top.0.0) as f64;
    for ((day, hour), at) in &full {
        close(at.0, left.1.0 + wide * f64::from(hour - left.0.1), "hour");
        close(at.1, top.1.1 + high * (day - top.0.0) as f64, "weekday");
    }
}

/// Telegrams between four offices, `n` on each way, `i + 1` hours long on the way of number `i`.
fn offices(n: i64) -> Vec<Event> {
    let places = ["Moscow", "London", "Paris", "Rome"];
    let utc = Some(Zone::Utc);
    let mut events = Vec::new();
    for (i, (a, b)) in (0..4)
        .flat_map(|a| (0..4).map(move |b| (a, b)))
        .filter(|(a, b)| a != b)
        .enumerate()
    {
        for k in 0..n {
            let sent = samples::day(1945, 3, 1) + i as i64 * DAY + k * 3 * HOUR;
            let end = sent + (i as i64 + 1) * HOUR + (k - n / 2) * MINUTE;
            let id = format!("{a}{b}{k}");
            for (stage, place, at) in [("sent", places[a], sent), ("received", places[b], end)] {
                let id = format!("{id}/{stage}");
                events.push(samples::event(&id, place, utc, at, at + MINUTE));
            }
        }
    }
    events
}

#[test]
fn cells_of_a_matrix_stand_at_their_places_with_their_medians() {
    let drawing = drawn("matrix", &offices(7), &samples::options());
    let picture = read(&drawing.svg);
    assert_eq!(picture.marks.len(), 12);
    let mut columns = std::collections::BTreeMap::new();
    let mut lines = std::collections::BTreeMap::new();
    for mark in &picture.marks {
        let r = mark.rects[0];
        let (from, to) = (
            column(&drawing, mark.row, "from_place"),
            column(&drawing, mark.row, "to_place"),
        );
        let (x, y) = ((r.0 + r.2) / 2.0, (r.1 + r.3) / 2.0);
        close(x, *columns.entry(to.clone()).or_insert(x), "column");
        close(y, *lines.entry(from.clone()).or_insert(y), "row");
        // The name of the column stands above its cells, that of the row on their height.
        let named = |words: &str, near: &dyn Fn((f64, f64)) -> bool| {
            picture
                .texts
                .iter()
                .any(|(at, text)| text == words && near(*at))
        };
        assert!(named(&to, &|at| (at.0 - x).abs() <= 0.5 && at.1 < r.1 + 400.0));
        assert!(named(&from, &|at| (at.1 - y).abs() <= 5.0 && at.0 < r.0));
        let places = ["Moscow", "London", "Paris", "Rome"];
        let number = |name: &str| places.iter().position(|p| *p == name).unwrap() as i64;
        let (a, b) = (number(&from), number(&to));
        let way = a * 3 + b - i64::from(b > a);
        assert_eq!(column(&drawing, mark.row, "n"), "7");
        assert_eq!(
            column(&drawing, mark.row, "median_us"),
            ((way + 1) * HOUR).to_string()
        );
    }
}

#[test]
fn ways_begin_and_end_on_their_lines_where_two_ticks_say() {
    let events = offices(3);
    let drawing = drawn("space-time", &events, &samples::options());
    let picture = read(&drawing.svg);
    let x = picture.ruler("x", false);
    assert_eq!(picture.marks.len(), 36);
    let height = |name: &str| {
        let found = picture
            .texts
            .iter()
            .find(|(at, text)| text == name && at.0 < 100.0);
        found.unwrap().0.1 - 1.0
    };
    for mark in &picture.marks {
        assert_eq!(mark.dots.len(), 2);
        for (i, dot) in mark.dots.iter().enumerate() {
            close(
                dot.0,
                x.at(micros(&column(&drawing, mark.row + i, "earliest"))),
                "x",
            );
            close(dot.1, height(&column(&drawing, mark.row + i, "line")), "y");
        }
        let leg = &mark.strokes[0];
        close(leg[0].0, mark.dots[0].0, "leg");
        close(leg[leg.len() - 1].1, mark.dots[1].1, "leg");
    }
    let asked = ChartOptions {
        second_clock: SecondClock::Of("Asia/Tokyo".parse().unwrap()),
        ..samples::options()
    };
    let drawing = drawn("space-time", &events, &asked);
    samples::inspect("space-time-second", &drawing.svg);
    assert!(drawing.svg.contains(">JST UTC+09:00<"));
}
