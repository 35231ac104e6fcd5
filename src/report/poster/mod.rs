//! The book as one poster: the charts above, the entries in columns below, as SVG.
//!
//! Lines are broken with the advances of DejaVu Sans and say how long they are, so that a viewer
//! that has not that font keeps them within their column.

mod flow;
mod lines;

use super::book::Book;
use super::typst::Fonts;
use super::{Chronology, Figure, picture_size, plain};
use flow::{Column, flow};
use lines::{Block, Line, Style, blocks, wrapped};

/// Width of a column, its distance from the next and the margin, in pixels of 1/96 inch.
const COLUMN: f64 = 420.0;
const GUTTER: f64 = 36.0;
const MARGIN: f64 = 72.0;
/// Fewest columns: the charts need so much room.
const FEWEST: usize = 3;
/// Width to height, as of the sheets of ISO 216, lying.
const SHEET: f64 = std::f64::consts::SQRT_2;
/// Least room for a chart in a row of them, and how much one is enlarged at most.
const CHART: f64 = 600.0;
const LARGEST: f64 = 2.2;

/// The poster.
pub fn write(chronology: &Chronology<'_>, book: &Book, fonts: &Fonts) -> String {
    let width = |text: &str, style: Style| -> f64 {
        let ems: f64 = text.chars().map(|c| fonts.width(c, style.bold())).sum();
        ems * style.size()
    };
    let blocks = blocks(book, COLUMN, &width);
    let poster = Poster::fitted(chronology, book, &blocks, &width);
    poster.svg(book, &width)
}

/// How wide a text is in a style.
type Width<'a> = &'a dyn Fn(&str, Style) -> f64;

/// What stands where.
struct Poster<'a> {
    width: f64,
    height: f64,
    left: f64,
    head: Vec<Line>,
    charts: Vec<(&'a Figure, Place)>,
    columns_top: f64,
    columns: Vec<Column>,
}

/// Place and scale of a chart.
#[derive(Clone, Copy)]
struct Place {
    x: f64,
    y: f64,
    scale: f64,
}

impl<'a> Poster<'a> {
    /// The poster with so many columns that it is a lying sheet.
    fn fitted(
        chronology: &Chronology<'a>,
        book: &Book,
        blocks: &[Block],
        width: Width<'_>,
    ) -> Poster<'a> {
        let mut count = FEWEST;
        loop {
            let poster = Poster::with(count, chronology, book, blocks, width);
            // Every line may be in a column of its own, and no more.
            let lines: usize = blocks.iter().map(|b| b.lines.len()).sum();
            if poster.width >= SHEET * poster.height || count > lines {
                return poster.on_sheet();
            }
            // From far away by leaps, for a poster of ten thousand entries.
            let ratio = (SHEET * poster.height / poster.width).sqrt();
            count = (count + 1).max((count as f64 * (ratio - 0.02)) as usize);
        }
    }

    fn with(
        count: usize,
        chronology: &Chronology<'a>,
        book: &Book,
        blocks: &[Block],
        width: Width<'_>,
    ) -> Poster<'a> {
        let content = count as f64 * (COLUMN + GUTTER) - GUTTER;
        let head = head(book, content, width);
        let mut y = MARGIN + lines::height(&head) + 24.0;
        let mut charts = Vec::new();
        let fitting = ((content + GUTTER) / (CHART + GUTTER)) as usize;
        let beside = fitting.min(chronology.figures.len()).max(1);
        for row in chronology.figures.chunks(beside) {
            let room = (content - GUTTER * (beside - 1) as f64) / beside as f64;
            let mut tallest = 0.0_f64;
            for (i, figure) in row.iter().enumerate() {
                let Some((w, h)) = picture_size(&figure.svg) else {
                    continue;
                };
                let scale = (room / w).min(LARGEST);
                tallest = tallest.max(h * scale);
                let x = i as f64 * (room + GUTTER);
                charts.push((figure, Place { x, y, scale }));
            }
            y += tallest + 24.0;
        }
        let (columns, deepest) = flow(blocks, count);
        Poster {
            width: content + 2.0 * MARGIN,
            height: y + deepest + MARGIN,
            left: MARGIN,
            head,
            charts,
            columns_top: y,
            columns,
        }
    }

    /// The same on a whole sheet, what is on it in the middle.
    fn on_sheet(mut self) -> Poster<'a> {
        let width = self.width.max(SHEET * self.height);
        self.left += (width - self.width) / 2.0;
        self.height = self.height.max(width / SHEET);
        self.width = width;
        self
    }

    fn svg(&self, book: &Book, width: Width<'_>) -> String {
        let (w, h) = (self.width.ceil(), self.height.ceil());
        let millimetres = |pixels: f64| (pixels * 25.4 / 96.0).round();
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"group\" aria-labelledby=\"poster-t\" \
             width=\"{}mm\" height=\"{}mm\" viewBox=\"0 0 {w} {h}\" \
             font-family=\"'DejaVu Sans', Verdana, sans-serif\">\n<title id=\"poster-t\">{}: {}</title>\n\
             <rect width=\"{w}\" height=\"{h}\" fill=\"#FFFFFF\"/>\n",
            millimetres(w),
            millimetres(h),
            escaped(&book.title),
            escaped(&book.period),
        );
        set(&mut out, &self.head, self.left, MARGIN, width);
        for (figure, place) in &self.charts {
            out.push_str(&format!(
                "<g transform=\"translate({:.2} {:.2}) scale({:.4})\">{}</g>\n",
                self.left + place.x,
                place.y,
                place.scale,
                inner(&figure.svg),
            ));
        }
        for (i, column) in self.columns.iter().enumerate() {
            let x = self.left + i as f64 * (COLUMN + GUTTER);
            set(&mut out, &column.lines, x, self.columns_top, width);
        }
        out.push_str("</svg>\n");
        out
    }
}

fn head(book: &Book, room: f64, width: Width<'_>) -> Vec<Line> {
    let mut out = wrapped(&book.title, Style::Title, room, width);
    out.extend(wrapped(&book.period, Style::Subtitle, room, width));
    for words in [&book.author, &book.edition, &book.window] {
        out.extend(wrapped(words, Style::Text, room, width));
    }
    let scope = book.scope.first().map_or("", String::as_str);
    out.extend(wrapped(scope, Style::Text, room, width));
    out
}

/// Writes lines one below the other.
fn set(out: &mut String, lines: &[Line], x: f64, top: f64, width: Width<'_>) {
    let mut y = top;
    for (i, line) in lines.iter().enumerate() {
        // At the top all begin at one height.
        y += if i == 0 {
            line.style.size() * 1.35
        } else {
            line.style.lead()
        };
        if line.text.is_empty() {
            continue;
        }
        let weight = if line.style.bold() {
            " font-weight=\"bold\""
        } else {
            ""
        };
        out.push_str(&format!(
            "<text x=\"{x:.2}\" y=\"{:.2}\" font-size=\"{}\" fill=\"{}\"{weight} textLength=\"{:.2}\" \
             lengthAdjust=\"spacingAndGlyphs\">{}</text>\n",
            y - 0.25 * line.style.size(),
            line.style.size(),
            line.style.ink(),
            width(&line.text, line.style),
            escaped(&line.text),
        ));
    }
}

/// A picture without what stands before its root.
fn inner(svg: &str) -> &str {
    svg.find("<svg").map_or("", |at| svg[at..].trim_end())
}

fn escaped(text: &str) -> String {
    let line = plain::line(text);
    line.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::book::book;
    use crate::report::sample::Parts;
    use quick_xml::events::Event as Xml;

    fn poster(parts: &Parts, title: &str) -> String {
        let chronology = parts.chronology(title);
        let book = book(&chronology).unwrap();
        write(&chronology, &book, &Fonts::bundled())
    }

    /// The texts of a poster that is XML, with their right ends.
    fn texts(svg: &str) -> Vec<(String, f64)> {
        let mut reader = quick_xml::Reader::from_str(svg);
        let (mut out, mut end, mut inside, mut depth) = (Vec::new(), 0.0, String::new(), 0);
        loop {
            match reader.read_event().unwrap() {
                Xml::Start(tag) if tag.name().as_ref() == b"text" && depth == 1 => {
                    let get = |name: &str| -> f64 {
                        let value = tag.try_get_attribute(name).unwrap().unwrap();
                        String::from_utf8_lossy(&value.value).parse().unwrap()
                    };
                    end = get("x") + get("textLength");
                    depth += 1;
                }
                Xml::Start(_) => depth += 1,
                Xml::Text(words) => inside.push_str(&words.decode().unwrap()),
                Xml::GeneralRef(name) => inside.push_str(match name.as_ref() as &[u8] {
                    b"lt" => "<",
                    b"gt" => ">",
                    b"amp" => "&",
                    _ => "\"",
                }),
                Xml::End(tag) => {
                    depth -= 1;
                    if tag.name().as_ref() == b"text" && depth == 1 {
                        out.push((std::mem::take(&mut inside).trim().to_owned(), end));
                    }
                    inside.clear();
                }
                Xml::Eof => return out,
                _ => {}
            }
        }
    }

    #[test]
    fn a_poster_is_a_sheet_and_every_line_is_on_it() {
        for parts in [Parts::of_cable(), Parts::of_year()] {
            let svg = poster(&parts, "Telegrams");
            let view = svg.split("viewBox=\"0 0 ").nth(1).unwrap();
            let view: Vec<f64> = view
                .split('"')
                .next()
                .unwrap()
                .split(' ')
                .map(|n| n.parse().unwrap())
                .collect();
            assert!((view[0] / view[1] - SHEET).abs() < 0.01, "{view:?}");
            let texts = texts(&svg);
            assert!(texts.len() > 3);
            for (text, end) in &texts {
                assert!(
                    *end <= view[0] - MARGIN + 0.5,
                    "{text}: {end} of {}",
                    view[0]
                );
            }
            let entry = if parts.events.len() == 3 {
                "1945-11-04/03"
            } else {
                "1943-06-28/01"
            };
            assert!(texts.iter().any(|(t, _)| t.starts_with(entry)), "{entry}");
        }
    }

    #[test]
    fn hostile_text_stays_text_and_in_its_column() {
        let mut parts = Parts::of_cable();
        parts.events[0].label = "</text><script>alert(1)</script> #[*] & \u{202e}\u{0} 中".into();
        parts.events[1].label = "x".repeat(10_000);
        let svg = poster(&parts, "<b>&");
        assert!(!svg.contains("<script") && !svg.contains(['\u{202e}', '\u{0}']));
        let texts = texts(&svg);
        assert!(
            texts.iter().any(|(t, _)| t.contains("</text><script>")),
            "{texts:?}"
        );
        let letters: usize = texts
            .iter()
            .filter(|(t, _)| t.contains("xxxx"))
            .map(|(t, _)| t.len())
            .sum();
        assert!(letters >= 10_000, "{letters}");
    }
}
