//! Family J: what passes with the judge (reports, terms, notices), and what a file says or does not.
//!
//! Invariant: a child's own facts settle all of it; he is counted as soon as he is read, and only gaps are kept, to be
//! ranked.

mod avis;
mod rapports;

use chrono::NaiveDate;

use crate::cadre::Cadre;
use crate::enfant::{Enfant, MesureSuivie};
use crate::natures::suivie;
use crate::nombres::{Dit, combien, compte, jours, rang};

pub(crate) use avis::j3;
pub(crate) use rapports::j1;

/// What the family keeps while children are read.
#[derive(Debug, Default)]
pub(crate) struct Comptes {
    rapports: rapports::Comptes,
    termes: Termes,
    avis: avis::Comptes,
}

/// What is kept of terms.
#[derive(Debug, Default)]
struct Termes {
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
        self.rapports.voir(cadre, enfant, &mesures);
        self.termes.voir(cadre, enfant, &mesures);
        self.avis.voir(cadre, enfant);
    }
}

impl Termes {
    fn voir(&mut self, cadre: &Cadre, enfant: &Enfant, mesures: &[MesureSuivie<'_>]) {
        let responsable = enfant.delegation(cadre.au);
        for mesure in mesures.iter().filter(|mesure| suivie(mesure.nature)) {
            let Some(terme) = mesure.terme.filter(|terme| mesure.effet <= *terme) else { continue };
            let asked = cadre.service_demande(responsable.or(mesure.service));
            let before = mesure.finie_sans_suite().is_some_and(|fin| fin < terme);
            if asked && cadre.dans_la_periode(Some(terme)) && !before {
                self.echoit(cadre, enfant, mesure, terme);
            }
        }
    }

    /// What follows a measure whose term is of the period.
    fn echoit(
        &mut self,
        cadre: &Cadre,
        enfant: &Enfant,
        mesure: &MesureSuivie<'_>,
        terme: NaiveDate,
    ) {
        let suite = enfant.suite_prononcee(mesure);
        let ended = mesure.finie_sans_suite().is_some_and(|fin| fin <= cadre.observation);
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
    let Termes { renouvelees, terminees, sans_decision, ecarts } = &comptes.termes;
    let reprises = combien(ecarts.iter());
    let all = renouvelees + reprises + terminees + sans_decision;
    Dit::seules(vec![
        compte("termes", "Termes de la période", all),
        compte("renouvelees", "Renouvelées avant le terme", *renouvelees),
        compte("reprises", "Reprises après le terme", reprises),
        jours("ecart_median", "Écart médian avant la reprise", rang(ecarts, 1, 2)),
        jours("ecart_maximum", "Écart le plus long avant la reprise", rang(ecarts, 1, 1)),
        compte("terminees", "Terminées", *terminees),
        compte("sans_decision", "Sans décision au jour d'observation", *sans_decision),
    ])
}
