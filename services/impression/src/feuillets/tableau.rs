//! A table: values as text, with a bar beside those that compare.
//!
//! # Invariants
//!
//! - Bars are drawn when two values at least of one kind make more than half of the lines, none of them below zero
//!   and one above.

use serde::Serialize;

use super::mots::imprime;
use crate::nombres::{Fraction, Genre, Mesure};
use crate::rapport::Valeur;

/// A table.
#[derive(Debug, Serialize)]
pub(crate) struct Tableau {
    /// « Par territoire ».
    pub(crate) titre: String,
    /// The value of the longest bar, as printed; nothing when there are no bars.
    pub(crate) echelle: Option<String>,
    /// Some lines have a fraction.
    pub(crate) fractions: bool,
    /// In the report's order.
    pub(crate) lignes: Vec<Ligne>,
}

/// A line.
#[derive(Debug, Serialize)]
pub(crate) struct Ligne {
    pub(crate) libelle: String,
    /// A part of a line above: « dont … ».
    pub(crate) dont: bool,
    pub(crate) valeur: String,
    /// « 1 557 / 3 355 »; empty when the value is not made of two numbers.
    pub(crate) fraction: String,
    /// Thousandths of the longest bar.
    pub(crate) barre: Option<i128>,
}

impl Tableau {
    /// The table of these values.
    pub(crate) fn de(titre: &str, valeurs: &[Valeur]) -> Self {
        let echelle = echelle(valeurs);
        let ligne = |valeur: &Valeur| Ligne {
            libelle: imprime(&valeur.libelle),
            dont: valeur.libelle.starts_with("dont "),
            valeur: valeur.mesure.affichee(),
            fraction: valeur.mesure.fraction().map_or_else(String::new, Fraction::affichee),
            barre: echelle.and_then(|(genre, longueur, _)| barre(valeur.mesure, genre, longueur)),
        };
        Self {
            titre: imprime(titre),
            echelle: echelle.map(|(_, _, plus_grande)| plus_grande.affichee()),
            fractions: valeurs.iter().any(|valeur| valeur.mesure.fraction().is_some()),
            lignes: valeurs.iter().map(ligne).collect(),
        }
    }

    /// The same without bars: its values are drawn elsewhere.
    pub(crate) fn sans_barres(mut self) -> Self {
        self.echelle = None;
        self.lignes.iter_mut().for_each(|ligne| ligne.barre = None);
        self
    }

    /// An empty table is not printed.
    pub(crate) fn a_des_lignes(&self) -> bool {
        !self.lignes.is_empty()
    }
}

/// What the bars of a table compare, the magnitude of the longest, and its value.
fn echelle(valeurs: &[Valeur]) -> Option<(Genre, Fraction, Mesure)> {
    let genres = || valeurs.iter().filter_map(|valeur| valeur.mesure.genre());
    let nombre = |genre| genres().filter(|autre| *autre == genre).count();
    let genre = genres().find(|genre| 2 * nombre(*genre) > valeurs.len() && nombre(*genre) > 1)?;
    let comparees = valeurs.iter().map(|valeur| valeur.mesure);
    let comparees = comparees.filter(|mesure| mesure.genre() == Some(genre));
    let comparees: Vec<(Fraction, Mesure)> =
        comparees.filter_map(|mesure| mesure.grandeur().map(|of| (of, mesure))).collect();
    if comparees.iter().any(|(grandeur, _)| grandeur.num < 0) {
        return None;
    }
    let plus_grande = comparees.into_iter().reduce(|a, b| if b.0 > a.0 { b } else { a });
    let (longueur, mesure) = plus_grande.filter(|(grandeur, _)| grandeur.num > 0)?;
    Some((genre, longueur, mesure))
}

fn barre(mesure: Mesure, genre: Genre, longueur: Fraction) -> Option<i128> {
    let comparee = mesure.genre() == Some(genre);
    mesure.grandeur().filter(|_| comparee).map(|grandeur| grandeur.milliemes_de(longueur))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tableau(mesures: &[Mesure]) -> Tableau {
        let valeur = |mesure: &Mesure| Valeur {
            cle: "cle".to_owned(),
            libelle: "Libellé".to_owned(),
            mesure: *mesure,
        };
        Tableau::de("Ensemble", &mesures.iter().map(valeur).collect::<Vec<_>>())
    }

    fn barres(mesures: &[Mesure]) -> Vec<Option<i128>> {
        tableau(mesures).lignes.iter().map(|ligne| ligne.barre).collect()
    }

    #[test]
    fn les_barres_partent_de_zero_et_se_mesurent_a_la_plus_grande() {
        let compte = Mesure::Compte;
        assert_eq!(
            barres(&[compte(400), compte(0), compte(100)]),
            [Some(1000), Some(0), Some(250)]
        );
        let part = |num, den| Mesure::Part(Fraction { num, den });
        assert_eq!(barres(&[part(1, 4), part(1, 2)]), [Some(500), Some(1000)]);
        assert_eq!(tableau(&[part(1, 4), part(1, 2)]).echelle.unwrap(), "50,0\u{202f}%");
    }

    #[test]
    fn une_valeur_absente_ou_masquee_n_a_pas_de_barre() {
        let mesures = [
            Mesure::Compte(4),
            Mesure::Masquee,
            Mesure::Compte(2),
            Mesure::Absente,
            Mesure::Compte(1),
        ];
        assert_eq!(barres(&mesures), [Some(1000), None, Some(500), None, Some(250)]);
    }

    #[test]
    fn ce_qui_ne_se_compare_pas_n_a_pas_de_barre() {
        let (compte, part) = (Mesure::Compte(4), Mesure::Part(Fraction { num: 1, den: 2 }));
        let recul = Mesure::Part(Fraction { num: -1, den: 2 });
        for mesures in
            [vec![compte], vec![compte, part], vec![part, recul], vec![Mesure::Compte(0); 3]]
        {
            assert!(tableau(&mesures).echelle.is_none(), "{mesures:?}");
        }
        let mesures = [compte, compte, part];
        assert_eq!(barres(&mesures), [Some(1000), Some(1000), None]);
    }
}
