//! Stays in the foyer de l'enfance or the pouponnière (D11).

use domain::codes::{Code as _, LieuAccueil};

use super::passages::{Jours, Vu};
use crate::cadre::Cadre;
use crate::nombres::{Dit, combien, compte};
use crate::repartition::durees;

/// What is kept while children are read.
#[derive(Debug, Default)]
pub(super) struct Comptes {
    entrees: i64,
    premiers: i64,
    finis: Vec<i64>,
    en_cours: Vec<i64>,
}

impl Comptes {
    pub(super) fn voit(&mut self, vu: &Vu<'_>) {
        if !vu.suivi() || !vu.cadre.service_demande(vu.service_du_dernier()) {
            return;
        }
        let kinds = [LieuAccueil::FoyerDeLEnfance, LieuAccueil::Pouponniere].map(|kind| kind.cle());
        let principal = || vu.sejours.iter().filter(|sejour| sejour.principal);
        for sejour in principal().filter(|sejour| kinds.contains(&sejour.lieu)) {
            let Some(jours) = Jours::entre(sejour.depuis, sejour.jusqu_a) else { continue };
            if vu.cadre.dans_la_periode(Some(jours.entree)) {
                self.entrees += 1;
                let first = principal().all(|known| jours.entree <= known.depuis);
                self.premiers += i64::from(first);
            }
            self.finis.extend(jours.finis(vu.cadre));
            self.en_cours.extend(jours.en_cours(vu.cadre));
        }
    }
}

/// Entries, exits, presents, durations.
pub(crate) fn d11(_: &Cadre, comptes: &super::Comptes) -> Dit {
    let Comptes { entrees, premiers, finis, en_cours } = &comptes.foyer;
    let mut lignes = vec![
        compte("entrees", "Entrées", *entrees),
        compte("premiers_accueils", "dont premiers accueils de l'enfant", *premiers),
        compte("sorties", "Sorties", combien(finis.iter())),
        compte("presents", "Présents le dernier jour", combien(en_cours.iter())),
    ];
    lignes.extend(durees("sortis", "Sortis", finis));
    lignes.extend(durees("presents", "Présents", en_cours));
    Dit::seules(lignes)
}
