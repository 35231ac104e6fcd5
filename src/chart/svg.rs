//! The SVG document around what was drawn: size, title, description, font, fades, hatches.

use super::canvas::{Fade, SCALE};
use super::text::clean;
use std::collections::BTreeSet;

/// What a document is made of.
pub struct Parts<'a> {
    pub kind: &'static str,
    pub width: u32,
    pub height: u32,
    pub finding: &'a str,
    pub description: &'a str,
    pub hatches: &'a BTreeSet<usize>,
    pub fades: &'a BTreeSet<(Fade, (u8, u8, u8))>,
    /// The rule that brings the font, if it may be brought.
    pub font: Option<String>,
    pub body: &'a str,
}

/// The whole document. Its ids begin with the kind and a number made from its content, so that
/// several charts can share a page.
pub fn document(parts: &Parts<'_>) -> String {
    let prefix = format!("{}-{:08x}", parts.kind, fingerprint(parts.body));
    let (width, height) = (parts.width, parts.height);
    let scale = SCALE as u32;
    let font = parts.font.as_deref();
    let mut defs = font.map_or(String::new(), |rule| format!("<style>{rule}</style>\n"));
    let mut body = parts.body.to_owned();
    for (fade, rgb) in parts.fades {
        let id = fade_id(*fade, *rgb);
        let own = format!("{prefix}-{id}");
        // With its quotes, which no label can contain unescaped.
        let plain = format!("fill=\"url(#{id})\"");
        body = body.replace(&plain, &format!("fill=\"url(#{own})\""));
        let (from, to) = match fade {
            Fade::Left => (0, 1),
            Fade::Right => (1, 0),
        };
        let color = color(*rgb);
        defs.push_str(&format!(
            "<linearGradient id=\"{own}\">\
             <stop offset=\"0\" stop-color=\"{color}\" stop-opacity=\"{from}\"/>\
             <stop offset=\"1\" stop-color=\"{color}\" stop-opacity=\"{to}\"/>\
             </linearGradient>\n"
        ));
    }
    for number in parts.hatches {
        let id = hatch_id(*number);
        let own = format!("{prefix}-{id}");
        let plain = format!("fill=\"url(#{id})\"");
        body = body.replace(&plain, &format!("fill=\"url(#{own})\""));
        let lines = HATCHES[*number % HATCHES.len()];
        defs.push_str(&format!(
            "<pattern id=\"{own}\" patternUnits=\"userSpaceOnUse\" width=\"60\" height=\"60\">\
             <path d=\"{lines}\" fill=\"none\" stroke=\"#000000\" stroke-width=\"10\"/>\
             </pattern>\n"
        ));
    }
    if !defs.is_empty() {
        defs = format!("<defs>\n{defs}</defs>\n");
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" \
         aria-labelledby=\"{prefix}-t {prefix}-d\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {} {}\">\n\
         <title id=\"{prefix}-t\">{}</title>\n<desc id=\"{prefix}-d\">{}</desc>\n{defs}{body}</svg>\n",
        width * scale,
        height * scale,
        escape(parts.finding),
        escape(parts.description),
    )
}

/// Hatches of six pixels: rising, level, falling, crossed, upright.
pub const HATCHES: [&str; 5] = [
    "M-15 15L15 -15M0 60L60 0M45 75L75 45",
    "M0 30H60",
    "M-15 45L15 75M0 0L60 60M45 -15L75 15",
    "M-15 15L15 -15M0 60L60 0M45 75L75 45M-15 45L15 75M0 0L60 60M45 -15L75 15",
    "M30 0V60",
];

/// The id of a hatch, before the document's own prefix.
pub fn hatch_id(number: usize) -> String {
    format!("hatch-{number}")
}

/// What stands between the root tags of a drawing of one element.
pub fn inside(drawn: &str) -> &str {
    let start = drawn.find(">\n").map_or(0, |i| i + 2);
    let end = drawn.rfind("</svg>").unwrap_or(drawn.len());
    drawn.get(start..end).unwrap_or_default()
}

/// Text that may stand in an element or an attribute.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            other => out.push(other),
        }
    }
    out
}

/// A colour as plotters writes it.
pub fn color((r, g, b): (u8, u8, u8)) -> String {
    format!("#{r:02X}{g:02X}{b:02X}")
}

/// The id of a fade, before the document's own prefix.
pub fn fade_id(fade: Fade, (r, g, b): (u8, u8, u8)) -> String {
    let side = match fade {
        Fade::Left => "left",
        Fade::Right => "right",
    };
    format!("fade-{side}-{r:02X}{g:02X}{b:02X}")
}

/// FNV-1a of 32 bits: the same on every machine and in every version.
fn fingerprint(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_break_out_of_the_picture() {
        assert_eq!(
            escape("<a href='x'>&\u{0}\"</a>"),
            "&lt;a href=&apos;x&apos;&gt;&amp; &quot;&lt;/a&gt;"
        );
    }

    #[test]
    fn the_inside_of_a_drawing_is_what_was_drawn() {
        let drawn = "<svg width=\"1\">\n<line x1=\"0\"/>\n</svg>\n";
        assert_eq!(inside(drawn), "<line x1=\"0\"/>\n");
    }
}
