//! Breakdowns and durations of what is read in lives.
//!
//! # Invariants
//!
//! - A breakdown has all its lines, those at 0 with them, and sums to what it cuts.
//! - A median and a P90 are values of the series, at the nearest rank; an empty series has none.

use chrono::NaiveDate;
use domain::codes::{Code as _, Sexe};
use domain::temps::age;

use super::Vie;
use crate::indicateurs::{Cadre, Mesure, Valeur, Ventilation, absente, compte, moyenne};
use crate::tranches::ages;

/// Key and label of what nobody told.
const NON_RENSEIGNE: (&str, &str) = ("non_renseigne", "Non renseigné");

/// What is counted: a child or one of his measures, under the délégation that answers for it.
#[derive(Clone, Copy)]
pub(in crate::indicateurs) struct Unite<'a> {
    pub vie: &'a Vie,
    pub service: Option<&'a str>,
}

/// How many.
pub(in crate::indicateurs) fn combien<T>(units: impl IntoIterator<Item = T>) -> i64 {
    units.into_iter().fold(0, |sum, _| sum + 1)
}

/// Lines of a closed list: how many units have each of its keys.
pub(in crate::indicateurs) fn par_cle<'a>(
    liste: impl IntoIterator<Item = (String, String)>,
    cles: impl Iterator<Item = &'a str>,
) -> Vec<Valeur> {
    let mut lines: Vec<(String, String, i64)> =
        liste.into_iter().map(|(cle, libelle)| (cle, libelle, 0)).collect();
    for cle in cles {
        let line = lines.iter_mut().find(|(known, ..)| known == cle);
        line.expect("every key of the list has its line").2 += 1;
    }
    lines.into_iter().map(|(cle, libelle, n)| compte(&cle, &libelle, n)).collect()
}

/// Key and label of those beyond the last band.
const PLUS_DE_20_ANS: (&str, &str) = ("plus_de_20", "majeurs de 21 ans et plus");

/// The bands, then what is in none.
fn bandes() -> Vec<(String, String)> {
    let bands = ages().tranches.iter().map(|band| (band.cle.clone(), band.libelle.clone()));
    bands.chain([told(PLUS_DE_20_ANS), told(NON_RENSEIGNE)]).collect()
}

/// The line of a child: one to be born long after the day has no age.
fn bande(vie: &Vie, au: NaiveDate) -> &'static str {
    let Some(years) = vie.naissance.map(|naissance| i64::from(age(naissance, au))) else {
        return NON_RENSEIGNE.0;
    };
    match ages().de(years) {
        Some(rang) => &ages().tranches[rang].cle,
        None if years < 0 => NON_RENSEIGNE.0,
        None => PLUS_DE_20_ANS.0,
    }
}

fn told((cle, libelle): (&str, &str)) -> (String, String) {
    (cle.to_owned(), libelle.to_owned())
}

/// By age on a day.
pub(in crate::indicateurs) fn par_age(units: &[Unite<'_>], au: NaiveDate) -> Vec<Valeur> {
    par_cle(bandes(), units.iter().map(|unit| bande(unit.vie, au)))
}

/// By sex.
pub(in crate::indicateurs) fn par_sexe(units: &[Unite<'_>]) -> Vec<Valeur> {
    let liste = Sexe::TOUS.iter().map(|sexe| told((sexe.cle(), sexe.libelle())));
    par_cle(liste, units.iter().map(|unit| unit.vie.sexe.cle()))
}

/// By age on a day and sex together.
pub(in crate::indicateurs) fn par_age_et_sexe(units: &[Unite<'_>], au: NaiveDate) -> Vec<Valeur> {
    let join = |band: &str, sexe: Sexe| format!("{band}.{}", sexe.cle());
    let cells = bandes().into_iter().flat_map(|(cle, libelle)| {
        let cell = move |sexe: &Sexe| (join(&cle, *sexe), format!("{libelle}, {}", sexe.libelle()));
        Sexe::TOUS.iter().map(cell)
    });
    let keys: Vec<String> =
        units.iter().map(|unit| join(bande(unit.vie, au), unit.vie.sexe)).collect();
    par_cle(cells, keys.iter().map(String::as_str))
}

impl Cadre<'_> {
    /// By territory of the délégation in charge; no line without a map.
    pub(in crate::indicateurs) fn par_service(&self, units: &[Unite<'_>]) -> Vec<Valeur> {
        let Some(carte) = self.carte else { return Vec::new() };
        let rows = units.iter().map(|unit| (carte.du_service(unit.service), 1)).collect();
        self.par_territoire(rows, |sum: &mut i64, n| *sum += n, compte)
    }

    /// By age, by sex and by territory.
    pub(in crate::indicateurs) fn coupes(
        &self,
        de: &'static str,
        units: &[Unite<'_>],
    ) -> Vec<Ventilation> {
        vec![
            Ventilation { axe: "age", de, lignes: par_age(units, self.au) },
            Ventilation { axe: "sexe", de, lignes: par_sexe(units) },
            Ventilation { axe: "territoire", de, lignes: self.par_service(units) },
        ]
    }
}

/// Mean, median and P90 of a series of days, under three keys that begin alike.
pub(in crate::indicateurs) fn durees(cle: &str, libelle: &str, mut days: Vec<i64>) -> [Valeur; 3] {
    days.sort_unstable();
    let n = i64::try_from(days.len()).expect("fewer units than 2^63");
    [
        moyenne(
            &format!("{cle}_moyenne"),
            &format!("{libelle} : durée moyenne"),
            days.iter().sum(),
            n,
        ),
        jours(&format!("{cle}_mediane"), &format!("{libelle} : durée médiane"), rang(&days, 5)),
        jours(&format!("{cle}_p90"), &format!("{libelle} : 9 sur 10 en au plus"), rang(&days, 9)),
    ]
}

/// The value at the nearest rank for so many tenths of a sorted series.
pub(crate) fn rang(sorted: &[i64], dixiemes: usize) -> Option<i64> {
    let rang = (sorted.len() * dixiemes).div_ceil(10);
    sorted.get(rang.checked_sub(1)?).copied()
}

/// A number of days, when there is one.
pub(in crate::indicateurs) fn jours(cle: &str, libelle: &str, days: Option<i64>) -> Valeur {
    let Some(days) = days else { return absente(cle, libelle) };
    Valeur { cle: cle.to_owned(), libelle: libelle.to_owned(), mesure: Mesure::Jours(days) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn une_mediane_et_un_p90_sont_des_valeurs_de_la_serie() {
        let ten: Vec<i64> = (1..=10).collect();
        assert_eq!((rang(&ten, 5), rang(&ten, 9)), (Some(5), Some(9)));
        assert_eq!((rang(&[7], 5), rang(&[7], 9)), (Some(7), Some(7)));
        assert_eq!((rang(&[1, 2, 3], 5), rang(&[1, 2, 3], 9)), (Some(2), Some(3)));
        assert_eq!(rang(&[], 5), None);
    }
}
