//! What typst may see: one template, one data file, the figures and the fonts. No disk, no
//! network, no packages, no clock.

use crate::error::{Error, Result};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

/// The layout. It reads `data.json`; no text of a document is ever part of it.
const TEMPLATE: &str = include_str!("template.typ");

/// The faces that are bundled, read once.
pub static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::bundled);

/// The bundled fonts and typst's book of them.
pub struct Fonts {
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

impl Fonts {
    fn bundled() -> Fonts {
        let sans = [
            dejavu::sans::regular(),
            dejavu::sans::bold(),
            dejavu::sans::oblique(),
        ];
        let fonts: Vec<Font> = typst_assets::fonts()
            .chain(sans)
            .filter_map(|data| Font::new(Bytes::new(data), 0))
            // The mathematical fonts would only be searched in vain.
            .filter(|f| matches!(f.info().family.as_str(), "Libertinus Serif" | "DejaVu Sans"))
            .collect();
        Fonts {
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
        }
    }

    /// Whether some upright regular face has a glyph for a character.
    pub fn have(&self, c: char) -> bool {
        self.fonts
            .iter()
            .any(|f| f.info().coverage.contains(u32::from(c)))
    }
}

/// The sources of one document.
pub struct Desk {
    library: LazyHash<Library>,
    main: Source,
    files: BTreeMap<String, Bytes>,
}

impl Desk {
    /// A desk with the template and these files.
    pub fn new(files: Vec<(String, Vec<u8>)>) -> Result<Desk> {
        let path = VirtualPath::new("main.typ").map_err(|e| Error::Report(e.to_string()))?;
        let id = RootedPath::new(VirtualRoot::Project, path).intern();
        let files = files
            .into_iter()
            .map(|(name, data)| (name, Bytes::new(data)));
        Ok(Desk {
            library: LazyHash::new(Library::default()),
            main: Source::new(id, TEMPLATE.to_owned()),
            files: files.collect(),
        })
    }
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            Ok(self.main.clone())
        } else {
            Err(FileError::NotSource)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let name = id.get().vpath().get_without_slash();
        let found = self.files.get(name).cloned();
        found.ok_or_else(|| FileError::NotFound(PathBuf::from(name)))
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
