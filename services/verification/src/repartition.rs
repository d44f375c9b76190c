//! Who is counted, and where: by age on the last day, by sex, by territory; and how long.
//!
//! Invariant: every line of a list is told, those at 0 with them, so that a breakdown adds up to what it cuts.

use std::collections::BTreeMap;

use domain::codes::{Code as _, Sexe};
use domain::temps::age;
use projections::tranches::ages;

use crate::cadre::{Cadre, Place};
use crate::enfant::Enfant;
use crate::nombres::{Coupe, Ligne, combien, compte, jours, moyenne, par_place, part, rang};

const NON_RENSEIGNE: (&str, &str) = ("non_renseigne", "Non renseigné");
const PLUS_DE_20_ANS: (&str, &str) = ("plus_de_20", "majeurs de 21 ans et plus");

/// Children, or measures of children.
#[derive(Debug, Default)]
pub(crate) struct Groupe {
    pub(crate) total: i64,
    par_age_et_sexe: BTreeMap<(&'static str, &'static str), i64>,
    par_place: BTreeMap<Place, i64>,
}

impl Groupe {
    /// Counts one more, of that child, under that service.
    pub(crate) fn ajoute(&mut self, cadre: &Cadre, enfant: &Enfant, service: Option<&str>) {
        self.total += 1;
        let sexe = if enfant.ouvert { enfant.sexe() } else { Sexe::NeSaitPas };
        *self.par_age_et_sexe.entry((bande(cadre, enfant), sexe.cle())).or_default() += 1;
        if let Some(carte) = cadre.carte {
            *self.par_place.entry(Cadre::place_du_service(carte, service)).or_default() += 1;
        }
    }

    fn de(&self, kept: impl Fn(&str, &str) -> bool) -> i64 {
        let cells = self.par_age_et_sexe.iter();
        cells.filter(|((age, sexe), _)| kept(age, sexe)).map(|(_, n)| n).sum()
    }

    /// Lines by age.
    pub(crate) fn ages(&self) -> Vec<Ligne> {
        let line =
            |(cle, libelle): (&str, &str)| compte(cle, libelle, self.de(|age, _| age == cle));
        bandes().into_iter().map(line).collect()
    }

    /// Lines by sex.
    pub(crate) fn sexes(&self) -> Vec<Ligne> {
        let line = |known: &Sexe| {
            compte(known.cle(), known.libelle(), self.de(|_, sexe| sexe == known.cle()))
        };
        Sexe::TOUS.iter().map(line).collect()
    }

    /// Lines by age and sex together.
    pub(crate) fn ages_et_sexes(&self) -> Vec<Ligne> {
        let mut lignes = Vec::new();
        for (cle, libelle) in bandes() {
            for sexe in Sexe::TOUS {
                let n = self.de(|known, of| known == cle && of == sexe.cle());
                let libelle = format!("{libelle}, {}", sexe.libelle());
                lignes.push(compte(&format!("{cle}.{}", sexe.cle()), &libelle, n));
            }
        }
        lignes
    }

    /// Lines by territory; none without a map.
    pub(crate) fn territoires(&self, cadre: &Cadre) -> Vec<Ligne> {
        let Some(carte) = cadre.carte else { return Vec::new() };
        par_place(&Cadre::places(carte), |place, cle, libelle| {
            compte(cle, libelle, self.par_place.get(&place).copied().unwrap_or_default())
        })
    }

    /// By age, by sex, by territory.
    pub(crate) fn coupes(&self, cadre: &Cadre, total: &'static str) -> Vec<Coupe> {
        vec![
            Coupe { axe: "age", total, lignes: self.ages() },
            Coupe { axe: "sexe", total, lignes: self.sexes() },
            Coupe { axe: "territoire", total, lignes: self.territoires(cadre) },
        ]
    }
}

/// The bands of ages, then what is in none.
fn bandes() -> Vec<(&'static str, &'static str)> {
    let known = ages().tranches.iter().map(|band| (&*band.cle, &*band.libelle));
    known.chain([PLUS_DE_20_ANS, NON_RENSEIGNE]).collect()
}

/// Whole years on the last day; none: his birth is not known, nor that of a child whose file was never opened.
pub(crate) fn age_revolu(cadre: &Cadre, enfant: &Enfant) -> Option<i64> {
    let naissance = enfant.naissance().filter(|_| enfant.ouvert)?;
    Some(i64::from(age(naissance, cadre.au)))
}

fn bande(cadre: &Cadre, enfant: &Enfant) -> &'static str {
    let Some(years) = age_revolu(cadre, enfant) else { return NON_RENSEIGNE.0 };
    let known = ages().tranches.iter();
    let band = known.rev().find(|band| band.de <= years);
    match band {
        None => NON_RENSEIGNE.0,
        Some(band) if band.a.is_some_and(|last| last < years) => PLUS_DE_20_ANS.0,
        Some(band) => &band.cle,
    }
}

/// So many of so many, as a whole and in each territory.
#[derive(Debug, Default)]
pub(crate) struct Taux {
    pub(crate) num: i64,
    pub(crate) den: i64,
    par_place: BTreeMap<Place, (i64, i64)>,
}

impl Taux {
    /// Counts one more below the line, and above it when it is one of those.
    pub(crate) fn ajoute(&mut self, cadre: &Cadre, service: Option<&str>, counted: bool) {
        self.num += i64::from(counted);
        self.den += 1;
        if let Some(carte) = cadre.carte {
            let line = self.par_place.entry(Cadre::place_du_service(carte, service)).or_default();
            line.0 += i64::from(counted);
            line.1 += 1;
        }
    }

    /// By territory; no breakdown without a map.
    pub(crate) fn coupes(&self, cadre: &Cadre, total: &'static str) -> Vec<Coupe> {
        let Some(carte) = cadre.carte else { return Vec::new() };
        let lignes = par_place(&Cadre::places(carte), |place, cle, libelle| {
            let (num, den) = self.par_place.get(&place).copied().unwrap_or_default();
            part(cle, libelle, num, den)
        });
        vec![Coupe { axe: "territoire", total, lignes }]
    }
}

/// Mean, median and ninth decile of a number of days, under three keys that begin alike.
pub(crate) fn durees(cle: &str, libelle: &str, days: &[i64]) -> [Ligne; 3] {
    let (sum, n) = (days.iter().sum(), combien(days.iter()));
    let mean = moyenne(&format!("{cle}_moyenne"), &format!("{libelle} : durée moyenne"), sum, n);
    let half = rang(days, 1, 2);
    let most = rang(days, 9, 10);
    [
        mean,
        jours(&format!("{cle}_mediane"), &format!("{libelle} : durée médiane"), half),
        jours(&format!("{cle}_p90"), &format!("{libelle} : 9 sur 10 en au plus"), most),
    ]
}
