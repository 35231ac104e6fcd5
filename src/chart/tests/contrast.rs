//! Contrast by WCAG 2.1: text 4.5 to 1 (1.4.3), marks 3 to 1 (1.4.11).

use super::super::samples;
use super::super::*;
use super::drawn;

type Rgb = (f64, f64, f64);

const WHITE: Rgb = (255.0, 255.0, 255.0);

/// Relative luminance of sRGB, as WCAG defines it.
fn luminance((r, g, b): Rgb) -> f64 {
    let linear = |c: f64| match c / 255.0 {
        c if c <= 0.04045 => c / 12.92,
        c => ((c + 0.055) / 1.055).powf(2.4),
    };
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn over(color: Rgb, opacity: f64, below: Rgb) -> Rgb {
    let mix = |c: f64, b: f64| c * opacity + b * (1.0 - opacity);
    (
        mix(color.0, below.0),
        mix(color.1, below.1),
        mix(color.2, below.2),
    )
}

fn rgb(hex: &str) -> Option<Rgb> {
    let part = |at: usize| u8::from_str_radix(hex.strip_prefix('#')?.get(at..at + 2)?, 16).ok();
    Some((part(0)?.into(), part(2)?.into(), part(4)?.into()))
}

/// What is too faint: of each text and each mark, the greatest contrast that it has.
fn faint(svg: &str) -> Vec<String> {
    use quick_xml::events::Event as Xml;
    let mut reader = quick_xml::Reader::from_str(svg);
    let mut wrong = Vec::new();
    // Areas drawn so far, the latest last: left, top, right, bottom, colour.
    let mut areas: Vec<(f64, f64, f64, f64, Rgb)> = Vec::new();
    // Groups that are open: name if it is a mark, and the best contrast in it.
    let mut groups: Vec<(Option<String>, f64)> = Vec::new();
    loop {
        let event = reader.read_event().unwrap();
        let (Xml::Start(tag) | Xml::Empty(tag)) = &event else {
            match event {
                Xml::Eof => return wrong,
                Xml::End(tag) if tag.name().as_ref() == b"g" => {
                    let (name, best) = groups.pop().unwrap();
                    if let Some(name) = name.filter(|_| best < 3.0) {
                        wrong.push(format!("{best:.2} {name}"));
                    }
                    if let Some(outer) = groups.last_mut() {
                        outer.1 = outer.1.max(best);
                    }
                }
                _ => {}
            }
            continue;
        };
        let text = |key: &str| {
            let found = tag.try_get_attribute(key).unwrap();
            found.map(|a| a.unescape_value().unwrap().into_owned())
        };
        let number = |key: &str| text(key).and_then(|n| n.parse::<f64>().ok());
        let opacity = number("opacity").unwrap_or(1.0);
        let name = tag.name();
        if name.as_ref() == b"g" {
            let mark = text("role").filter(|role| role == "graphics-symbol");
            groups.push((mark.and(text("aria-label")), 0.0));
            continue;
        }
        let paint = ["fill", "stroke"]
            .into_iter()
            .filter_map(|key| rgb(&text(key)?))
            .next();
        let Some(color) = paint else { continue };
        let drawn = over(color, opacity, WHITE);
        if let (b"rect", Some((x, y))) = (name.as_ref(), number("x").zip(number("y"))) {
            let (w, h) = (number("width").unwrap(), number("height").unwrap());
            areas.push((x, y, x + w, y + h, drawn));
        }
        // A cell of an empty hour is no mark: its absence is what it says.
        let empty = groups
            .last()
            .is_some_and(|g| g.0.as_ref().is_some_and(|n| n.ends_with(": 0 events")));
        let size = contrast(drawn, WHITE);
        if let Some(group) = groups.last_mut() {
            group.1 = group.1.max(if empty { 21.0 } else { size });
        }
        if let (b"text", Some((x, y))) = (name.as_ref(), number("x").zip(number("y"))) {
            let y = y - number("font-size").unwrap() * 0.3;
            let below = areas
                .iter()
                .rev()
                .find(|a| a.0 <= x && x <= a.2 && a.1 <= y && y <= a.3);
            let below = below.map_or(WHITE, |a| a.4);
            let size = contrast(drawn, below);
            if size < 4.5 {
                wrong.push(format!("{size:.2} text at {x} {y}"));
            }
        }
    }
}

#[test]
fn luminance_is_that_of_the_recommendation() {
    assert!((contrast((0.0, 0.0, 0.0), WHITE) - 21.0).abs() < 1e-9);
    // The grey that is known to be just enough for text.
    assert!((contrast((118.0, 118.0, 118.0), WHITE) - 4.54).abs() < 0.01);
    let pale = "<svg><g role=\"graphics-symbol\" aria-label=\"m\">\
                <circle cx=\"1\" cy=\"1\" r=\"1\" fill=\"#E69F00\"/></g></svg>";
    assert_eq!(faint(pale), ["2.25 m"]);
}

#[test]
fn texts_and_marks_of_every_kind_can_be_seen() {
    let mut wrong = Vec::new();
    for kind in Kind::ALL {
        for bw in [false, true] {
            for (name, events) in samples::hostile() {
                // Thousands of marks are no other colours than hundreds.
                if events.len() > 500 {
                    continue;
                }
                let options = ChartOptions {
                    bw,
                    ..samples::options()
                };
                let Ok(drawing) = draw(kind, &Input::of(&events), &options) else {
                    continue;
                };
                let found = faint(&drawing.svg);
                let title = format!("{} {name} {bw}", kind.name);
                wrong.extend(
                    found
                        .first()
                        .map(|f| format!("{title}: {} faint, {f}", found.len())),
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let classes = ChartOptions {
        color_by: Some("place".to_owned()),
        ..samples::options()
    };
    for kind in ["lanes", "density"] {
        let (_, places) = samples::hostile()
            .into_iter()
            .find(|s| s.0 == "places")
            .unwrap();
        assert_eq!(
            faint(&drawn(kind, &places, &classes).svg),
            [""; 0],
            "{kind}"
        );
    }
}
