//! All that a template can see: itself, the style of the house, one file of data and the embedded fonts.
//!
//! # Invariants
//!
//! - Nothing outside this program is read: no file, no network, no system font, no clock.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime};
use typst::syntax::{FileId, Source, VirtualPath};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt as _, World};

/// The look shared by every document.
const STYLE: &str = include_str!("../../modeles/style.typ");

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    // Header cells of lines: the tables name their lines as well as their columns.
    let features = [Feature::A11yExtras].into_iter().collect();
    LazyHash::new(Library::builder().with_features(features).build())
});

static FONTS: LazyLock<(LazyHash<FontBook>, Vec<Font>)> = LazyLock::new(|| {
    let fonts = typst_assets::fonts().flat_map(|file| Font::iter(Bytes::new(file)));
    let fonts: Vec<Font> = fonts.collect();
    (LazyHash::new(FontBook::from_fonts(&fonts)), fonts)
});

/// What one document is set from.
pub(super) struct Monde {
    modele: Source,
    style: Source,
    donnees: (FileId, Bytes),
}

impl Monde {
    /// A template, and the data it reads at that path.
    pub(super) fn new(modele: &str, chemin: &str, donnees: Vec<u8>) -> Self {
        let id = |chemin: &str| FileId::new(None, VirtualPath::new(chemin));
        Self {
            modele: Source::new(id("/modele.typ"), modele.to_owned()),
            style: Source::new(id("/style.typ"), STYLE.to_owned()),
            donnees: (id(chemin), Bytes::new(donnees)),
        }
    }
}

impl World for Monde {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.0
    }

    fn main(&self) -> FileId {
        self.modele.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let known = [&self.modele, &self.style].into_iter().find(|source| source.id() == id);
        known.cloned().ok_or_else(|| unknown(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let (known, donnees) = &self.donnees;
        if *known == id { Ok(donnees.clone()) } else { Err(unknown(id)) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.1.get(index).cloned()
    }

    fn today(&self, _offset: Option<i64>) -> Option<Datetime> {
        None
    }
}

fn unknown(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().as_rootless_path().to_owned())
}
