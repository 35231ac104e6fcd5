//! Every kind of chart, drawn of everything, and measured.

mod contrast;
mod picture;
mod positions;

use super::samples;
use super::*;
use crate::model::instant::{HOUR, MINUTE};
use crate::model::{Precision, ZoneBasis};
use chrono::{TimeZone, Timelike};
use picture::{micros, read};
use positions::close;

fn drawn(kind: &str, events: &[Event], options: &ChartOptions) -> Drawing {
    draw(kind.parse().unwrap(), &Input::of(events), options).unwrap()
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

#[test]
fn under_every_chart_stand_n_clock_calendar_and_version() {
    let version = format!(
        "· Gregorian · tzdb {}",
        crate::model::zone::DATABASE_VERSION
    );
    for kind in Kind::ALL {
        let drawing = draw(kind, &Input::of(&samples::cable()), &samples::options()).unwrap();
        assert!(drawing.svg.contains(">n = "), "{}", kind.name);
        assert!(drawing.svg.contains(&version), "{}", kind.name);
        assert!(
            drawing
                .svg
                .contains("@font-face{font-family:\"DejaVu Sans\"")
        );
        for word in ["<script", "href", "http://", "https://"] {
            let rest = drawing.svg.replacen("http://www.w3.org/2000/svg", "", 1);
            assert!(!rest.contains(word), "{} {word}", kind.name);
        }
    }
}

#[test]
fn thousands_of_delays_are_drawn_as_an_even_choice_that_is_said() {
    let events = samples::telegrams(5_000);
    for (kind, words) in [
        ("trend", "one in 2 drawn"),
        ("routes", "an even choice drawn"),
    ] {
        let drawing = drawn(kind, &events, &samples::options());
        let rows = drawing.data.rows.len();
        assert!((500..3_000).contains(&rows), "{kind} {rows}");
        assert!(drawing.description.contains(words), "{kind}");
    }
}

#[test]
fn old_style_is_said_and_two_times_of_one_fact_are_joined() {
    let mut events = samples::cable();
    events[1].when.calendar = crate::model::Calendar::Julian;
    events[2].fact_id = events[1].fact_id.clone();
    for kind in Kind::ALL {
        let drawing = draw(kind, &Input::of(&events), &samples::options()).unwrap();
        assert!(
            drawing.svg.contains("1 date written in Old Style"),
            "{}",
            kind.name
        );
    }
    let drawing = drawn("timeline", &events, &samples::options());
    assert!(
        drawing
            .svg
            .contains("one fact, at different times by different sources")
    );
    assert!(drawing.svg.contains("stroke-dasharray=\"12 24\""));
}

#[test]
fn every_area_of_a_class_has_a_hatch_of_its_own_in_black_and_white() {
    let options = ChartOptions {
        bw: true,
        color_by: Some("stage".to_owned()),
        ..samples::options()
    };
    let drawing = drawn("density", &samples::telegrams(60), &options);
    let used = drawing.svg.matches("fill=\"url(#density-").count();
    assert!(used > 5, "{used}");
    assert_eq!(drawing.svg.matches("<pattern ").count(), 1);
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
