//! Children of whom one hears again: several informations in twelve months, a new one after a classement.
//!
//! # Invariants
//!
//! - Only children somebody can name; each counts once, and is counted as soon as he is read.
//! - What an information is (principal, attached) is what it is for him.
//! - Twelve months run from quantième to quantième, the last day included.

use chrono::NaiveDate;
use domain::temps::plus_mois;

use super::Appel;
use crate::cadre::Cadre;
use crate::enfant::Enfant;
use crate::natures::rang;
use crate::nombres::{Dit, compte, part};

const DOUZE_MOIS: u32 = 12;

/// Children classed at a level, and what followed.
#[derive(Clone, Copy, Debug, Default)]
struct Niveau {
    classes: i64,
    nouvelles: i64,
    placements: i64,
    recents: i64,
}

/// What is kept while children are read.
#[derive(Debug, Default)]
pub(super) struct Comptes {
    mineurs: i64,
    repetees: i64,
    completees: i64,
    niveaux: [Niveau; 2],
}

impl Comptes {
    pub(super) fn voir(&mut self, cadre: &Cadre, enfant: &Enfant, appels: &[Appel<'_>]) {
        if enfant.ouvert && enfant.nomme {
            self.repete(cadre, enfant, appels);
            let first = [niveau_1(cadre, appels), niveau_2(cadre, enfant)];
            for (niveau, (le, commune)) in
                self.niveaux.iter_mut().zip(first).filter_map(|(to, first)| Some((to, first?)))
            {
                if cadre.commune_demandee(commune) {
                    niveau.voit(cadre, enfant, appels, le);
                }
            }
        }
    }

    fn repete(&mut self, cadre: &Cadre, enfant: &Enfant, appels: &[Appel<'_>]) {
        let named: Vec<(&Appel<'_>, NaiveDate)> = appels
            .iter()
            .filter(|appel| appel.retiree.is_none() && appel.doublon.is_none())
            .filter_map(|appel| Some((appel, appel.arrivee?)))
            .filter(|(_, arrivee)| enfant.mineur(*arrivee))
            .collect();
        let principal = |(appel, _): &&(&Appel<'_>, NaiveDate)| appel.rattachee.is_none();
        let of_the_period =
            |(_, arrivee): &&(&Appel<'_>, NaiveDate)| cadre.dans_la_periode(Some(*arrivee));
        let here: Vec<_> = named
            .iter()
            .filter(|(appel, _)| cadre.commune_demandee(appel.commune))
            .filter(principal)
            .filter(of_the_period)
            .collect();
        let again = |(last, arrivee): &&&(&Appel<'_>, NaiveDate)| {
            named.iter().filter(principal).any(|(other, before)| {
                other.information != last.information
                    && before <= arrivee
                    && *arrivee <= plus_mois(*before, DOUZE_MOIS)
            })
        };
        let completed = named.iter().filter(of_the_period).any(|named| !principal(&named));
        self.mineurs += i64::from(!here.is_empty());
        self.repetees += i64::from(here.iter().any(|one| again(&one)));
        self.completees += i64::from(!here.is_empty() && completed);
    }
}

fn principale(appel: &Appel<'_>) -> bool {
    appel.retiree.is_none() && appel.doublon.is_none() && appel.rattachee.is_none()
}

/// The first classement of the period at first analysis, and where the child lived when it arrived.
fn niveau_1<'a>(cadre: &Cadre, appels: &[Appel<'a>]) -> Option<(NaiveDate, Option<&'a str>)> {
    let classed = appels.iter().filter(|appel| principale(appel) && appel.qualifiee.is_none());
    let classed = classed.filter_map(|appel| Some((appel.non_qualifiee?, appel.commune)));
    premier(classed.filter(|(le, _)| cadre.dans_la_periode(Some(*le))))
}

/// The first decision sans suite of the period after an évaluation, and where the child lived.
fn niveau_2<'a>(cadre: &Cadre, enfant: &'a Enfant) -> Option<(NaiveDate, Option<&'a str>)> {
    let taken = enfant.decisions_apres_evaluation().into_iter();
    let closed = taken.filter(|(le, _, closed)| *closed && cadre.dans_la_periode(Some(*le)));
    premier(closed.map(|(le, commune, _)| (le, commune)))
}

/// The first by its day; of one day, the first commune told in the order of codes.
fn premier<'a>(
    all: impl Iterator<Item = (NaiveDate, Option<&'a str>)>,
) -> Option<(NaiveDate, Option<&'a str>)> {
    all.min_by_key(|(le, commune)| (*le, commune.is_none(), *commune))
}

impl Niveau {
    fn voit(&mut self, cadre: &Cadre, enfant: &Enfant, appels: &[Appel<'_>], le: NaiveDate) {
        let until = plus_mois(le, DOUZE_MOIS);
        let arrived = appels.iter().filter(|appel| principale(appel));
        let arrived = arrived.filter_map(|appel| appel.arrivee);
        let again = arrived.filter(|arrivee| le < *arrivee && *arrivee <= until).min();
        let placed = again.is_some_and(|again| {
            enfant.mesures_suivies().iter().any(|mesure| {
                let within = again <= mesure.effet && mesure.effet <= plus_mois(again, DOUZE_MOIS);
                within && rang(mesure.nature).is_some()
            })
        });
        self.classes += 1;
        self.nouvelles += i64::from(again.is_some());
        self.placements += i64::from(placed);
        self.recents += i64::from(cadre.observation < until);
    }
}

/// Several informations in twelve months.
pub(crate) fn a16(_: &Cadre, comptes: &super::Comptes) -> Dit {
    let Comptes { mineurs, repetees, completees, niveaux: _ } = &comptes.repetees;
    Dit::seules(vec![
        part("repetees", "Mineurs nommés à nouveau dans les douze mois", *repetees, *mineurs),
        part(
            "completees",
            "Mineurs dont une information est complétée par une autre",
            *completees,
            *mineurs,
        ),
    ])
}

/// A new information after a classement.
pub(crate) fn a19(_: &Cadre, comptes: &super::Comptes) -> Dit {
    let lignes = (1..).zip(&comptes.repetees.niveaux).flat_map(|(rang, niveau)| {
        let Niveau { classes, nouvelles, placements, recents } = *niveau;
        let apres = format!("Après un classement de niveau {rang}");
        [
            part(
                &format!("niveau_{rang}_nouvelle"),
                &format!("{apres} : nouvelle information dans les douze mois"),
                nouvelles,
                classes,
            ),
            part(
                &format!("niveau_{rang}_placement"),
                &format!(
                    "{apres} et une nouvelle information : placement dans les douze mois de celle-ci"
                ),
                placements,
                nouvelles,
            ),
            compte(
                &format!("niveau_{rang}_recul_incomplet"),
                &format!(
                    "Classement de niveau {rang} depuis moins de douze mois au jour d'observation"
                ),
                recents,
            ),
        ]
    });
    Dit::seules(lignes.collect())
}
