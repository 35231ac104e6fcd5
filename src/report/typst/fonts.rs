//! The faces that a page is set in: those that are bundled, and those that the reader brings.

use crate::error::{Error, Result};
use std::sync::{Arc, OnceLock};
use typst::foundations::Bytes;
use typst::layout::{Abs, Em};
use typst::text::{Font, FontBook, FontInstance, FontStyle, FontVariations, FontWeight};
use typst::utils::LazyHash;

/// The bundled families, text first.
const FAMILIES: [&str; 2] = ["Libertinus Serif", "DejaVu Sans"];

/// Fonts to print with.
#[derive(Clone)]
pub struct Fonts(Arc<Faces>);

struct Faces {
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    families: Vec<String>,
    rulers: OnceLock<Vec<Ruler>>,
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Fonts").field(&self.0.families).finish()
    }
}

impl Fonts {
    /// Libertinus Serif and DejaVu Sans: Latin, Greek, Cyrillic, Arabic, Hebrew.
    pub fn bundled() -> Fonts {
        Fonts::of(bundled(), FAMILIES.map(str::to_owned).to_vec())
    }

    /// The bundled fonts, and those of a file (`.ttf`, `.otf`, `.ttc`), named by what was typed.
    /// They come after the bundled ones: a letter is set in the first font that has it.
    ///
    /// # Errors
    /// A file in which there is no font.
    pub fn with(files: Vec<(String, Vec<u8>)>) -> Result<Fonts> {
        let mut fonts = bundled();
        let mut families = FAMILIES.map(str::to_owned).to_vec();
        for (name, bytes) in files {
            let found: Vec<Font> = Font::iter(Bytes::new(bytes)).collect();
            if found.is_empty() {
                return Err(Error::request(
                    format!("`{name}` is not a font that can be used"),
                    "give a TrueType or OpenType file, .ttf, .otf or .ttc",
                ));
            }
            for font in &found {
                let family = font.info().family.as_str().to_owned();
                if !families.contains(&family) {
                    families.push(family);
                }
            }
            fonts.extend(found);
        }
        Ok(Fonts::of(fonts, families))
    }

    fn of(fonts: Vec<Font>, families: Vec<String>) -> Fonts {
        Fonts(Arc::new(Faces {
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            families,
            rulers: OnceLock::new(),
        }))
    }

    /// Whether some face has a glyph for a character.
    pub fn have(&self, c: char) -> bool {
        let has = |font: &Font| font.info().coverage.contains(u32::from(c));
        self.0.fonts.iter().any(has)
    }

    /// The families, in the order in which they are tried.
    pub(super) fn families(&self) -> &[String] {
        &self.0.families
    }

    pub(super) fn book(&self) -> &LazyHash<FontBook> {
        &self.0.book
    }

    pub(super) fn font(&self, index: usize) -> Option<Font> {
        self.0.fonts.get(index).cloned()
    }

    /// How wide a character is in DejaVu Sans, else in the first font that has it, in ems.
    pub(in crate::report) fn width(&self, c: char, bold: bool) -> f64 {
        let rulers = self.0.rulers.get_or_init(|| {
            let fonts = self.0.fonts.iter().cloned();
            fonts.map(ruler).collect()
        });
        let sans = |r: &&Ruler| r.sans && r.bold == bold;
        let mut tried = rulers.iter().filter(sans).chain(rulers);
        let found = tried.find_map(|ruler| {
            let glyph = ruler.face.ttf().glyph_index(c)?;
            ruler.face.x_advance(glyph.0)
        });
        found.map_or(1.0, Em::get)
    }
}

/// A face to measure with.
struct Ruler {
    face: FontInstance,
    sans: bool,
    bold: bool,
}

fn ruler(font: Font) -> Ruler {
    let info = font.info();
    let (sans, variant) = (info.family.as_str() == FAMILIES[1], info.variant);
    let upright = variant.style == FontStyle::Normal;
    Ruler {
        sans: sans && upright,
        bold: variant.weight >= FontWeight::BOLD,
        face: font.instantiate(variant, Abs::pt(10.0), &FontVariations::default()),
    }
}

fn bundled() -> Vec<Font> {
    let sans = [
        dejavu::sans::regular(),
        dejavu::sans::bold(),
        dejavu::sans::oblique(),
    ];
    typst_assets::fonts()
        .chain(sans)
        .filter_map(|data| Font::new(Bytes::new(data), 0))
        // The mathematical fonts would only be searched in vain.
        .filter(|f| FAMILIES.contains(&f.info().family.as_str()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_a_font_is_refused_and_letters_are_measured() {
        let error = Fonts::with(vec![("x.ttf".into(), b"no font".to_vec())]).unwrap_err();
        assert!(error.hint().is_some());
        let mono = dejavu::sans_mono::regular().to_vec();
        let fonts = Fonts::with(vec![("mono.ttf".into(), mono)]).unwrap();
        assert_eq!(fonts.families()[2], "DejaVu Sans Mono");
        assert!(fonts.have('Ж') && fonts.have('ع') && !fonts.have('中'));
        assert!(fonts.width('W', false) > fonts.width('i', false) * 2.0);
        assert!(fonts.width('W', true) > fonts.width('W', false));
    }
}
