//! The font of a chart: the bundled one, or one that the reader brings.
//!
//! plotters keeps fonts by name for the life of the program, so a font that is brought stays too.

use super::style::FONT;
use crate::error::{Error, Result};
use plotters::style::{FontStyle, register_font};
use resvg::usvg::fontdb;
use std::cell::Cell;
use std::path::Path;
use std::sync::OnceLock;

/// A font: its family, its bytes, and the measures needed to lay out with it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Font {
    family: &'static str,
    bytes: &'static [u8],
    /// Units of the design in an em.
    em: f64,
    /// Ascent and descent together, in units: the measuring call scales by them.
    height: f64,
}

thread_local! {
    /// The font of the chart that is being drawn on this thread.
    static CURRENT: Cell<Option<Font>> = const { Cell::new(None) };
}

impl Font {
    /// DejaVu Sans: 2048 units in an em, ascent 1901, descent 483.
    pub fn bundled() -> Font {
        Font {
            family: FONT,
            bytes: dejavu::sans::regular(),
            em: 2048.0,
            height: 2384.0,
        }
    }

    /// A font from the bytes of a TrueType or OpenType file.
    ///
    /// # Errors
    /// If the bytes are no font that can be drawn with.
    pub fn from_bytes(path: &Path, bytes: Vec<u8>) -> Result<Font> {
        let refuse = |why: &str| {
            Error::request(
                format!("`{}` is not a font that can be used: {why}", path.display()),
                "give a TrueType or OpenType file, .ttf or .otf",
            )
        };
        let mut known = fontdb::Database::new();
        known.load_font_data(bytes.clone());
        let family = known
            .faces()
            .next()
            .and_then(|face| face.families.first())
            .map(|(name, _)| name.clone())
            .ok_or_else(|| refuse("no face in it can be read"))?;
        let measures = measures(&bytes).ok_or_else(|| refuse("its measures are missing"))?;
        if family == FONT {
            return Ok(Font::bundled());
        }
        let font = Font {
            family: Box::leak(family.into_boxed_str()),
            bytes: Box::leak(bytes.into_boxed_slice()),
            em: measures.0,
            height: measures.1,
        };
        register_font(font.family, FontStyle::Normal, font.bytes)
            .map_err(|_| refuse("its outlines cannot be read"))?;
        Ok(font)
    }

    /// The family name.
    pub fn family(&self) -> &'static str {
        self.family
    }

    /// The bytes of the file.
    pub(super) fn bytes(&self) -> &'static [u8] {
        self.bytes
    }
}

/// Units per em, and ascent plus descent, from the tables `head` and `hhea`.
fn measures(bytes: &[u8]) -> Option<(f64, f64)> {
    let u16_at = |at: usize| Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
    let u32_at = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let table = |name: &[u8]| {
        let entries = (0..usize::from(u16_at(4)?)).map(|i| 12 + 16 * i);
        let mut found = entries.filter(|at| bytes.get(*at..*at + 4) == Some(name));
        u32_at(found.next()? + 8).and_then(|at| usize::try_from(at).ok())
    };
    let em = f64::from(u16_at(table(b"head")? + 18)?);
    let hhea = table(b"hhea")?;
    let signed = |at| Some(f64::from(i16::from_be_bytes(u16_at(at)?.to_be_bytes())));
    let height = signed(hhea + 4)? - signed(hhea + 6)?;
    (em > 0.0 && height > 0.0).then_some((em, height))
}

/// Draws with a font; all measuring inside `draw` is done with it.
pub fn with<T>(font: Option<Font>, draw: impl FnOnce() -> T) -> T {
    let before = CURRENT.with(|current| current.replace(font));
    let drawn = draw();
    CURRENT.with(|current| current.set(before));
    drawn
}

/// The font of the chart that is being drawn.
pub fn current() -> Font {
    CURRENT.with(Cell::get).unwrap_or_else(Font::bundled)
}

/// The family in use.
pub fn family() -> &'static str {
    current().family
}

/// The size at which one unit of the design is one pixel of the measuring call.
pub fn design_size() -> f64 {
    current().height
}

/// Units of the design in an em.
pub fn units_per_em() -> f64 {
    current().em
}

/// Registers the bundled font once; `false` if it could not be read.
pub fn is_ready() -> bool {
    static READY: OnceLock<bool> = OnceLock::new();
    *READY.get_or_init(|| register_font(FONT, FontStyle::Normal, dejavu::sans::regular()).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_measures_are_read_from_the_file() {
        assert_eq!(measures(dejavu::sans::regular()), Some((2048.0, 2384.0)));
        assert_eq!(measures(b"no font"), None);
    }

    #[test]
    fn another_font_measures_otherwise_and_only_inside() {
        let mono = dejavu::sans_mono::regular().to_vec();
        let font = Font::from_bytes(Path::new("mono.ttf"), mono).unwrap();
        let plain = super::super::text::width("iii", 10.0);
        let inside = with(Some(font), || super::super::text::width("iii", 10.0));
        assert!(inside > plain * 1.5, "{inside} {plain}");
        assert_eq!(super::super::text::width("iii", 10.0), plain);
        assert!(Font::from_bytes(Path::new("x.ttf"), b"x".to_vec()).is_err());
    }
}
