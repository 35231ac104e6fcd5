//! What typst may see: one source, its files and the fonts. No disk, no network, no packages, no
//! clock.

use super::fonts::Fonts;
use crate::error::Result;
use crate::report::unset;
use std::collections::BTreeMap;
use std::path::PathBuf;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

/// The sources of one document.
pub struct Desk {
    library: LazyHash<Library>,
    fonts: Fonts,
    main: Source,
    files: BTreeMap<String, Bytes>,
}

impl Desk {
    /// A desk with this source, these files and fonts.
    pub fn new(main: String, files: Vec<(String, Vec<u8>)>, fonts: &Fonts) -> Result<Desk> {
        let path = VirtualPath::new("main.typ").map_err(|e| unset(e.to_string()))?;
        let id = RootedPath::new(VirtualRoot::Project, path).intern();
        let files = files
            .into_iter()
            .map(|(name, data)| (name, Bytes::new(data)));
        Ok(Desk {
            library: LazyHash::new(Library::default()),
            fonts: fonts.clone(),
            main: Source::new(id, main),
            files: files.collect(),
        })
    }
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
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
        self.fonts.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
