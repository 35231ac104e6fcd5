//! A picture read back from its SVG: marks, ticks, texts, and rulers laid through two ticks.

/// What was drawn of a row of the data.
#[derive(Debug, Default)]
pub struct Mark {
    pub row: usize,
    /// Centres of dots.
    pub dots: Vec<(f64, f64)>,
    /// Left, top, right, bottom of rectangles.
    pub rects: Vec<(f64, f64, f64, f64)>,
    /// Corners of its lines.
    pub strokes: Vec<Vec<(f64, f64)>>,
}

#[derive(Debug, Default)]
pub struct Picture {
    pub marks: Vec<Mark>,
    /// Axis, value, and the place of the tick.
    pub ticks: Vec<(String, String, (f64, f64))>,
    /// Corners of all lines.
    pub lines: Vec<Vec<(f64, f64)>>,
    /// Where texts stand, and what they say.
    pub texts: Vec<((f64, f64), String)>,
}

/// Reads a picture back, in pixels.
pub fn read(svg: &str) -> Picture {
    use quick_xml::events::Event as Xml;
    let mut reader = quick_xml::Reader::from_str(svg);
    let mut picture = Picture::default();
    let mut groups: Vec<(bool, Option<(String, String)>)> = Vec::new();
    let mut text_at = None;
    loop {
        let event = reader.read_event().unwrap();
        let (Xml::Start(tag) | Xml::Empty(tag)) = &event else {
            match event {
                Xml::Eof => return picture,
                Xml::Text(content) => {
                    if let Some(at) = text_at {
                        let words = content.decode().unwrap().into_owned();
                        picture.texts.push((at, words));
                    }
                }
                Xml::End(tag) if tag.name().as_ref() == b"text" => text_at = None,
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
            b"text" => text_at = Some((number("x"), number("y"))),
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
                if groups.iter().any(|g| g.0) {
                    picture
                        .marks
                        .last_mut()
                        .unwrap()
                        .strokes
                        .push(points.clone());
                }
                picture.lines.push(points);
            }
            _ => {}
        }
    }
}

pub fn micros(iso: &str) -> f64 {
    let text = iso.trim_end_matches('Z');
    let at = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").unwrap();
    at.and_utc().timestamp_micros() as f64
}

/// Maps a value to a pixel through two ticks, evenly or by powers: knows nothing of the program.
pub struct Ruler {
    a: (f64, f64),
    b: (f64, f64),
    log: bool,
}

impl Ruler {
    pub fn at(&self, value: f64) -> f64 {
        let f = |v: f64| if self.log { v.ln() } else { v };
        let part = (f(value) - f(self.a.0)) / (f(self.b.0) - f(self.a.0));
        self.a.1 + part * (self.b.1 - self.a.1)
    }
}

impl Picture {
    pub fn ruler(&self, axis: &str, log: bool) -> Ruler {
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
