//! A table of texts: named columns, the first of which names the lines.
//!
//! # Invariants
//!
//! - A line has as many cells as there are columns.
//!
//! Deliberately absent: bars and fractions, which are those of [`super::tableau`].

use serde::Serialize;

/// A table of texts.
#[derive(Debug, Serialize)]
pub(crate) struct Grille {
    /// What it shows; empty: the heading above says it.
    pub(crate) titre: String,
    pub(crate) colonnes: Vec<Colonne>,
    pub(crate) lignes: Vec<Vec<String>>,
}

/// A column.
#[derive(Debug, Serialize)]
pub(crate) struct Colonne {
    pub(crate) titre: &'static str,
    /// Its share of the width.
    pub(crate) part: u8,
    /// Numbers are set on the right.
    pub(crate) nombre: bool,
}

impl Grille {
    /// A table of these columns.
    pub(crate) fn de<const N: usize>(
        titre: String,
        colonnes: [Colonne; N],
        lignes: Vec<[String; N]>,
    ) -> Self {
        Self {
            titre,
            colonnes: colonnes.into(),
            lignes: lignes.into_iter().map(Vec::from).collect(),
        }
    }
}

/// A column of texts.
pub(crate) const fn textes(titre: &'static str, part: u8) -> Colonne {
    Colonne { titre, part, nombre: false }
}

/// A column of numbers.
pub(crate) const fn nombres(titre: &'static str, part: u8) -> Colonne {
    Colonne { titre, part, nombre: true }
}
