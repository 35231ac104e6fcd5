//! PNG and PDF made from the one SVG, with the font of the chart and no other.

use super::drawing::Drawing;
use super::face::Font;
use crate::error::{Error, Result};
use crate::model::zone::DATABASE_VERSION;
use krilla::geom::Size;
use krilla::metadata::{DateTime, Metadata};
use krilla::page::PageSettings;
use krilla::tagging::{ContentTag, Node, Tag, TagGroup, TagTree};
use krilla::{Document, SerializeSettings};
use krilla_svg::{SurfaceExt, SvgSettings};
use resvg::usvg::{self, Tree, fontdb};
use resvg::{render, tiny_skia};
use std::sync::Arc;

/// Pixels of a PNG for each pixel of the chart: 288 to the inch, as fine as office printing.
pub const SHARPNESS: f32 = 3.0;
/// A picture of more pixels than this is refused.
const MOST_PIXELS: u64 = 400_000_000;

/// The picture as PNG.
pub fn png(drawing: &Drawing, font: Option<Font>) -> Result<Vec<u8>> {
    let tree = tree(&drawing.svg, font)?;
    let size = tree.size();
    let (width, height) = (
        (size.width() * SHARPNESS).ceil() as u32,
        (size.height() * SHARPNESS).ceil() as u32,
    );
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(Error::request(
            format!("a PNG of {width} by {height} pixels is too large to be drawn"),
            "draw it smaller with `--width` and `--height`, or as .svg or .pdf",
        ));
    }
    let mut pixels = tiny_skia::Pixmap::new(width, height)
        .ok_or_else(|| fail("there is not enough memory for the pixels"))?;
    let scale = tiny_skia::Transform::from_scale(SHARPNESS, SHARPNESS);
    render(&tree, scale, &mut pixels.as_mut());
    pixels.encode_png().map_err(|e| fail(&e.to_string()))
}

/// The picture as a tagged PDF of one page, the description as its alternative text.
pub fn pdf(drawing: &Drawing, font: Option<Font>) -> Result<Vec<u8>> {
    /// Points in a pixel of 1/96 inch.
    const POINTS: f32 = 0.75;
    let tree = tree(&drawing.svg, font)?;
    let (width, height) = (tree.size().width() * POINTS, tree.size().height() * POINTS);
    let page = PageSettings::from_wh(width, height).ok_or_else(|| fail("the page has no size"))?;
    let size = Size::from_wh(width, height).ok_or_else(|| fail("the page has no size"))?;
    let mut document = Document::new_with(SerializeSettings {
        enable_tagging: true,
        ..SerializeSettings::default()
    });
    let mut sheet = document.start_page_with(page);
    let mut surface = sheet.surface();
    let content = surface.start_tagged(ContentTag::Other);
    surface
        .draw_svg(&tree, size, SvgSettings::default())
        .ok_or_else(|| fail("the picture cannot be set on a page"))?;
    surface.end_tagged();
    surface.finish();
    sheet.finish();
    let mut figure = TagGroup::new(Tag::Figure(Some(drawing.description.clone())));
    figure.push(Node::Leaf(content));
    let mut tags = TagTree::new();
    tags.push(Node::Group(figure));
    document.set_tag_tree(tags);
    document.set_metadata(
        Metadata::new()
            .title(drawing.finding.clone())
            .description(drawing.description.clone())
            .language("en".to_owned())
            .creator(format!("annals {}", env!("CARGO_PKG_VERSION")))
            .creation_date(fixed_date()),
    );
    document.finish().map_err(|e| fail(&format!("{e:?}")))
}

/// No document may depend on the day on which it is made: the year of the time zone database.
fn fixed_date() -> DateTime {
    let year = DATABASE_VERSION.get(..4).and_then(|y| y.parse().ok());
    DateTime::new(year.unwrap_or(1970)).month(1).day(1)
}

/// The letters of a text for which neither the font nor the bundled one has a shape.
pub fn missing_letters(text: &str, font: Option<Font>) -> Vec<char> {
    let mut letters: Vec<char> = text
        .chars()
        .filter(|c| !c.is_ascii() && !c.is_whitespace() && !is_invisible(*c))
        .collect();
    letters.sort_unstable();
    letters.dedup();
    if letters.is_empty() {
        return letters;
    }
    let family = font.unwrap_or_else(Font::bundled).family();
    let mut svg =
        String::from("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">");
    for c in &letters {
        let number = u32::from(*c);
        svg.push_str(&format!(
            "<text font-family=\"{family}\">&#{number};</text>"
        ));
    }
    svg.push_str("</svg>");
    let Ok(tree) = tree(&svg, font) else {
        return Vec::new();
    };
    let mut missing = Vec::new();
    for node in tree.root().children() {
        let usvg::Node::Text(text) = node else {
            continue;
        };
        for glyph in text.layouted().iter().flat_map(|s| &s.positioned_glyphs) {
            if glyph.id.0 == 0 {
                missing.extend(glyph.text.chars());
            }
        }
    }
    missing
}

/// Marks that have no shape of their own: joiners, directions, selectors.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

fn tree(svg: &str, font: Option<Font>) -> Result<Tree> {
    let mut fonts = fontdb::Database::new();
    for font in font.into_iter().chain([Font::bundled()]) {
        fonts.load_font_source(fontdb::Source::Binary(Arc::new(font.bytes())));
    }
    let options = usvg::Options {
        fontdb: Arc::new(fonts),
        font_family: font.unwrap_or_else(Font::bundled).family().to_owned(),
        ..usvg::Options::default()
    };
    Tree::from_str(svg, &options).map_err(|e| fail(&e.to_string()))
}

fn fail(message: &str) -> Error {
    Error::Chart {
        kind: "PNG or PDF",
        message: message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ChartOptions, samples, timeline};
    use super::*;

    #[test]
    fn the_same_picture_gives_the_same_bytes_in_every_format() {
        let options = ChartOptions::default();
        let drawing = timeline::draw(&samples::input(&samples::cable()), &options).unwrap();
        let (png_bytes, pdf_bytes) = (png(&drawing, None).unwrap(), pdf(&drawing, None).unwrap());
        assert!(png_bytes.starts_with(b"\x89PNG"));
        assert!(pdf_bytes.starts_with(b"%PDF"));
        assert_eq!(png(&drawing, None).unwrap(), png_bytes);
        assert_eq!(pdf(&drawing, None).unwrap(), pdf_bytes);
    }

    #[test]
    fn letters_that_no_font_has_are_found() {
        assert!(missing_letters("Чунцин Θεσσαλονίκη القاهرة “—”", None).is_empty());
        assert_eq!(missing_letters("重慶, 1943", None), ['慶', '重']);
    }
}
