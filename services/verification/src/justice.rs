//! Family J: what passes with the judge, and what follows a term.
//!
//! Invariant: a measure is one child's, and is counted as soon as he is read; only gaps are kept, to be ranked.

use chrono::NaiveDate;

use crate::cadre::Cadre;
use crate::enfant::{Enfant, MesureSuivie};
use crate::natures::suivie;
use crate::nombres::{Dit, combien, compte, jours, rang};

/// What the family keeps while children are read.
#[derive(Debug, Default)]
pub(crate) struct Comptes {
    renouvelees: i64,
    terminees: i64,
    sans_decision: i64,
    /// Days without a measure, of those taken up again.
    ecarts: Vec<i64>,
}

impl Comptes {
    /// Takes a child into account.
    pub(crate) fn voir(&mut self, cadre: &Cadre, enfant: &Enfant) {
        let mesures = enfant.mesures_suivies();
        let responsable = enfant.delegation(cadre.au);
        for mesure in mesures.iter().filter(|mesure| suivie(mesure.nature)) {
            let Some(terme) = mesure.terme.filter(|terme| mesure.effet <= *terme) else { continue };
            let asked = cadre.service_demande(responsable.or(mesure.service));
            // What a renewal ended first, nothing else ended.
            let other = mesure.fin_hors_renouvellement.filter(|fin| mesure.fin == Some(*fin));
            let before = other.is_some_and(|fin| fin < terme);
            if asked && cadre.dans_la_periode(Some(terme)) && !before {
                self.terme(cadre, &mesures, mesure, terme);
            }
        }
    }

    /// What follows a measure whose term is of the period.
    fn terme(
        &mut self,
        cadre: &Cadre,
        mesures: &[MesureSuivie<'_>],
        mesure: &MesureSuivie<'_>,
        terme: NaiveDate,
    ) {
        let follows = |other: &&MesureSuivie<'_>| {
            other.precedente == Some(mesure.mesure)
                || (other.chaine == mesure.chaine && mesure.effet < other.effet)
        };
        let suite = mesures.iter().filter(follows).map(|suite| suite.prononcee).min();
        let ended = mesure.fin_hors_renouvellement.is_some_and(|fin| fin <= cadre.observation);
        match suite {
            Some(suite) if suite <= terme => self.renouvelees += 1,
            Some(suite) if suite <= cadre.observation => {
                self.ecarts.push((suite - terme).num_days());
            }
            Some(_) | None if ended => self.terminees += 1,
            Some(_) | None => self.sans_decision += 1,
        }
    }
}

/// Terms, and what follows them.
pub(crate) fn j2(_: &Cadre, comptes: &Comptes) -> Dit {
    let Comptes { renouvelees, terminees, sans_decision, ecarts } = comptes;
    let reprises = combien(ecarts.iter());
    Dit::seules(vec![
        compte(
            "termes",
            "Termes de la période",
            renouvelees + reprises + terminees + sans_decision,
        ),
        compte("renouvelees", "Renouvelées avant le terme", *renouvelees),
        compte("reprises", "Reprises après le terme", reprises),
        jours("ecart_median", "Écart médian avant la reprise", rang(ecarts, 1, 2)),
        jours("ecart_maximum", "Écart le plus long avant la reprise", rang(ecarts, 1, 1)),
        compte("terminees", "Terminées", *terminees),
        compte("sans_decision", "Sans décision au jour d'observation", *sans_decision),
    ])
}
