//! The delays of an indicator as points on one scale of days: mean, median, the ninth out of ten.
//!
//! # Invariants
//!
//! - The scale starts at zero and has five graduations at most, a round number of days apart.
//! - The alternative text says every point.
//! - Beyond so many points there is no chart: nobody would read it, and it would not fit beside its table.

use serde::Serialize;

use super::mots::imprime;
use crate::nombres::{Fraction, Genre, INSECABLE, entier};
use crate::rapport::Valeur;

/// How many days graduations may be apart; beyond, the scale has only its end.
const PAS: [i64; 14] = [1, 2, 5, 10, 15, 30, 60, 90, 180, 365, 730, 1825, 3650, 18250];
/// How many graduations fit after zero.
const GRADUATIONS: i64 = 5;

/// How many points a chart shows at most.
const POINTS_MAX: usize = 12;

/// Points on a scale of days.
#[derive(Debug, Serialize)]
pub(crate) struct Delais {
    /// « Délais, en jours : … ».
    pub(crate) titre: String,
    /// What it shows, for who does not see it.
    pub(crate) alt: String,
    /// Thousandths of the scale, and the number of days.
    pub(crate) graduations: Vec<(i128, String)>,
    /// In the report's order.
    pub(crate) points: Vec<Point>,
}

/// A delay.
#[derive(Debug, Serialize)]
pub(crate) struct Point {
    pub(crate) libelle: String,
    pub(crate) valeur: String,
    /// Thousandths of the scale.
    pub(crate) place: i128,
}

impl Delais {
    /// The delays among these values; none when fewer than two can be compared, or too many.
    pub(crate) fn de(indicateur: &str, valeurs: &[Valeur]) -> Option<Self> {
        let delais = valeurs.iter().filter(|valeur| valeur.mesure.genre() == Some(Genre::Jours));
        let delais: Vec<(&Valeur, Fraction)> =
            delais.filter_map(|valeur| Some((valeur, valeur.mesure.grandeur()?))).collect();
        let positifs = delais.iter().all(|(_, grandeur)| grandeur.num >= 0);
        let plus_long = delais.iter().map(|(_, delai)| i64::try_from(delai.plafond()).ok());
        let plus_long = plus_long.collect::<Option<Vec<i64>>>()?.into_iter().max()?;
        if !(2..=POINTS_MAX).contains(&delais.len()) || !positifs || plus_long == 0 {
            return None;
        }
        let (pas, nombre) = graduations(plus_long);
        let bout = Fraction { num: pas * nombre, den: 1 };
        let graduation = |rang: i64| {
            let jours = Fraction { num: pas * rang, den: 1 };
            (jours.milliemes_de(bout), entier(jours.num))
        };
        let points: Vec<Point> = delais
            .into_iter()
            .map(|(valeur, grandeur)| Point {
                libelle: imprime(&valeur.libelle),
                valeur: valeur.mesure.affichee(),
                place: grandeur.milliemes_de(bout),
            })
            .collect();
        Some(Self {
            titre: format!("{}, en jours", imprime(indicateur)),
            alt: alt(&points, bout.num),
            graduations: (0..=nombre).map(graduation).collect(),
            points,
        })
    }
}

/// How many days apart graduations are, and how many follow zero, to hold so many days.
fn graduations(jours: i64) -> (i64, i64) {
    let tient = |pas: &i64| jours <= pas * GRADUATIONS;
    let pas = PAS.into_iter().find(tient).unwrap_or(jours);
    (pas, (jours + pas - 1) / pas)
}

fn alt(points: &[Point], bout: i64) -> String {
    let dits: Vec<String> = points
        .iter()
        .map(|point| format!("{}{INSECABLE}: {}", point.libelle, point.valeur))
        .collect();
    format!("Points sur une échelle de 0 à {} jours. {}.", entier(bout), dits.join(" ; "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nombres::Mesure;

    fn delais(mesures: &[Mesure]) -> Option<Delais> {
        let valeur = |(rang, mesure): (usize, &Mesure)| Valeur {
            cle: format!("v{rang}"),
            libelle: format!("Délai {rang}"),
            mesure: *mesure,
        };
        Delais::de("Rapports", &mesures.iter().enumerate().map(valeur).collect::<Vec<_>>())
    }

    #[test]
    fn l_echelle_part_de_zero_et_tient_le_plus_long() {
        assert_eq!(graduations(1), (1, 1));
        assert_eq!(graduations(132), (30, 5));
        assert_eq!(graduations(151), (60, 3));
        assert_eq!(graduations(1_000_000), (1_000_000, 1));
    }

    #[test]
    fn chaque_delai_a_son_point_et_le_texte_les_dit() {
        let moyenne = Mesure::Moyenne(Fraction { num: 1201, den: 10 });
        let delais =
            delais(&[Mesure::Compte(7), Mesure::Jours(75), moyenne, Mesure::Absente]).unwrap();
        let places: Vec<i128> = delais.points.iter().map(|point| point.place).collect();
        assert_eq!(places, [500, 801]);
        assert_eq!(
            delais.alt,
            "Points sur une échelle de 0 à 150 jours. Délai 1\u{a0}: 75\u{a0}jours ; Délai 2\u{a0}: 120,1\u{a0}jours."
        );
    }

    #[test]
    fn un_delai_seul_ne_fait_pas_de_graphique() {
        assert!(delais(&[Mesure::Jours(75), Mesure::Compte(2)]).is_none());
        assert!(delais(&[Mesure::Jours(0), Mesure::Jours(0)]).is_none());
    }

    #[test]
    fn trop_de_delais_ne_font_pas_de_graphique() {
        assert!(delais(&[Mesure::Jours(75); POINTS_MAX]).is_some());
        assert!(delais(&[Mesure::Jours(75); POINTS_MAX + 1]).is_none());
    }
}
