//! A sheet: a heading that stays in sight, and lines of cells.
//!
//! # Invariants
//!
//! - The name of a sheet is one a workbook accepts, and no other sheet has it.
//! - A number of tenths is below 2^53: its double is the nearest to it, and shows it exactly.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

/// What a workbook refuses in the name of a sheet.
const INTERDITS: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];
/// The longest name it accepts.
const NOM_MAX: usize = 31;
/// A4.
const PAPIER: u8 = 9;

/// What a cell holds.
#[derive(Clone, Debug)]
pub(super) enum Cellule {
    Vide,
    Texte(String),
    /// A value that is not there, or hidden: set where numbers are.
    Signe(String),
    Entier(i64),
    /// So many tenths.
    Dixiemes(i128),
    /// So many tenths of a percent.
    Pourcentage(i128),
}

impl From<&str> for Cellule {
    fn from(texte: &str) -> Self {
        Self::Texte(texte.to_owned())
    }
}

/// A sheet being filled.
pub(super) struct Feuille {
    nom: String,
    colonnes: Vec<(String, u8)>,
    lignes: Vec<Vec<Cellule>>,
}

impl Feuille {
    pub(super) fn new(nom: String) -> Self {
        Self { nom, colonnes: Vec::new(), lignes: Vec::new() }
    }

    /// Headings and widths, in characters.
    pub(super) fn colonnes(&mut self, colonnes: &[(&str, u8)]) {
        let owned = colonnes.iter().map(|(titre, largeur)| ((*titre).to_owned(), *largeur));
        self.colonnes = owned.collect();
    }

    pub(super) fn ligne<const N: usize>(&mut self, cellules: [Cellule; N]) {
        self.lignes.push(cellules.into());
    }

    pub(super) fn a_des_lignes(&self) -> bool {
        !self.lignes.is_empty()
    }

    /// The sheet, written.
    pub(super) fn ecrite(&self) -> Result<Worksheet, XlsxError> {
        let mut feuille = Worksheet::new();
        feuille.set_name(&self.nom)?;
        feuille.set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)?;
        feuille.set_landscape().set_paper_size(PAPIER).set_print_fit_to_pages(1, 0);
        feuille.set_footer("&L&A&RPage &P sur &N");
        for (colonne, (titre, largeur)) in (0_u16..).zip(&self.colonnes) {
            feuille.set_column_width(colonne, *largeur)?;
            feuille.write_string_with_format(0, colonne, titre, &entete())?;
        }
        for (rang, ligne) in (1_u32..).zip(&self.lignes) {
            for (colonne, cellule) in (0_u16..).zip(ligne) {
                ecrire(&mut feuille, (rang, colonne), cellule)?;
            }
        }
        Ok(feuille)
    }
}

fn entete() -> Format {
    let format = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    format.set_background_color(Color::RGB(0xE3_EAED)).set_border_bottom(FormatBorder::Thin)
}

fn texte() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top)
}

fn nombre(forme: &str) -> Format {
    Format::new().set_num_format(forme).set_align(FormatAlign::Top)
}

fn ecrire(
    feuille: &mut Worksheet,
    (ligne, colonne): (u32, u16),
    cellule: &Cellule,
) -> Result<(), XlsxError> {
    match cellule {
        Cellule::Vide => {}
        Cellule::Texte(dit) => {
            feuille.write_string_with_format(ligne, colonne, dit, &texte())?;
        }
        Cellule::Signe(signe) => {
            let format = texte().set_align(FormatAlign::Right);
            feuille.write_string_with_format(ligne, colonne, signe, &format)?;
        }
        Cellule::Entier(n) => {
            let format = nombre("#,##0");
            feuille.write_number_with_format(ligne, colonne, double(i128::from(*n), 1), &format)?;
        }
        Cellule::Dixiemes(n) => {
            feuille.write_number_with_format(ligne, colonne, double(*n, 10), &nombre("#,##0.0"))?;
        }
        Cellule::Pourcentage(n) => {
            let format = nombre("#,##0.0\u{202f}%");
            feuille.write_number_with_format(ligne, colonne, double(*n, 1000), &format)?;
        }
    }
    Ok(())
}

/// The nearest double to `entier / diviseur`: a cell knows no other number.
fn double(entier: i128, diviseur: u16) -> f64 {
    entier as f64 / f64::from(diviseur)
}

/// A name for a sheet: without what a workbook refuses, short enough, and not taken.
pub(super) fn nom_de_feuille(titre: &str, pris: &[String]) -> String {
    let lettre = |lettre: char| {
        if INTERDITS.contains(&lettre) || lettre.is_control() { ' ' } else { lettre }
    };
    let propre: String = titre.chars().map(lettre).collect();
    let propre = propre.split_whitespace().collect::<Vec<_>>().join(" ");
    let propre = propre.trim_matches('\'');
    let base = if propre.is_empty() { "Section" } else { propre };
    let suffixes = (2..).map(|rang| format!(" ({rang})"));
    let suffixes = std::iter::once(String::new()).chain(suffixes);
    let mut noms = suffixes.map(|suffixe| {
        let place = NOM_MAX - suffixe.len();
        let court: String = base.chars().take(place).collect();
        format!("{}{suffixe}", court.trim_end_matches(['\'', ' ']))
    });
    let libre = |nom: &String| pris.iter().all(|autre| autre.to_lowercase() != nom.to_lowercase());
    noms.find(libre).expect("there are more suffixes than sheets")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn le_nom_d_une_feuille_est_accepte_et_unique() {
        let nom =
            |titre: &str| nom_de_feuille(titre, &["Lisez-moi".to_owned(), "Accueil".to_owned()]);
        assert_eq!(nom("Décisions / mesures [2022]"), "Décisions mesures 2022");
        assert_eq!(nom("accueil"), "accueil (2)");
        assert_eq!(nom("?*"), "Section");
        assert_eq!(nom(&"é".repeat(40)).chars().count(), NOM_MAX);
        let long = "Projet pour l’enfant et santé des mineurs confiés";
        let premier = nom_de_feuille(long, &[]);
        let second = nom_de_feuille(long, std::slice::from_ref(&premier));
        assert!(second.ends_with(" (2)") && second.chars().count() <= NOM_MAX && premier != second);
    }

    #[test]
    fn un_dixieme_est_le_double_le_plus_proche() {
        assert_eq!(double(464, 1000), 0.464);
        assert_eq!(double(9_007_199_254_740_991, 1), 9_007_199_254_740_991.0);
    }
}
