//! What is answered to the CRIP: fiches navettes by the délégation asked, complements by the évaluateurs.
//!
//! Invariant: siblings share a question, told by its day and by whom it asks; its answer is the first told by one.

use std::collections::btree_map::Entry;

use super::segments::{Acte, delais};
use super::{Appel, Comptes, Evaluation, plus_tot};
use crate::cadre::Cadre;
use crate::enfant::EvaluationSuivie;
use crate::nombres::{Coupe, Dit, combien, compte, par_place, part};

impl Comptes {
    /// The fiches navettes of one child.
    pub(super) fn navettes(&mut self, cadre: &Cadre, appels: &[Appel<'_>]) {
        for appel in appels {
            if appel.retiree.is_some() || !cadre.commune_demandee(appel.commune) {
                continue;
            }
            for (envoyee, service, retour) in &appel.navettes {
                if !cadre.dans_la_periode(Some(*envoyee)) {
                    continue;
                }
                let key = (appel.information, *envoyee, (*service).to_owned());
                let known = self.navettes.entry(key).or_default();
                *known = plus_tot(*known, *retour);
            }
        }
    }
}

impl Evaluation {
    /// The complements asked for one child.
    pub(super) fn complete(&mut self, cadre: &Cadre, suivie: &EvaluationSuivie<'_>) {
        for (asked, answered) in &suivie.complements {
            self.completee = true;
            if !cadre.commune_demandee(suivie.commune) {
                continue;
            }
            match self.complements.entry(*asked) {
                Entry::Vacant(place) => {
                    place.insert(*answered);
                }
                Entry::Occupied(mut known) => {
                    let first = plus_tot(*known.get(), *answered);
                    known.insert(first);
                }
            }
        }
    }
}

/// Fiches navettes.
pub(crate) fn a20(cadre: &Cadre, comptes: &Comptes) -> Dit {
    let all = &comptes.navettes;
    let actes: Vec<Acte> = all.iter().map(|((_, sent, _), back)| (*sent, *back)).collect();
    let mut lignes = vec![compte("navettes", "Fiches navettes envoyées", combien(actes.iter()))];
    lignes.extend(delais(cadre, "reponse_", "De l'envoi au retour", &actes));
    let cut = cadre.carte.map(|carte| {
        par_place(&Cadre::places(carte), |place, cle, libelle| {
            let asked = all
                .keys()
                .filter(|(_, _, service)| Cadre::place_du_service(carte, Some(service)) == place);
            compte(cle, libelle, combien(asked))
        })
    });
    let lignes_par_delegation = cut.unwrap_or_default();
    let coupe = Coupe { axe: "delegation", total: "navettes", lignes: lignes_par_delegation };
    Dit { lignes, coupes: vec![coupe] }
}

/// Complements asked of évaluateurs.
pub(crate) fn a21(cadre: &Cadre, comptes: &Comptes) -> Dit {
    let handed_in: Vec<&Evaluation> = comptes
        .evaluations
        .values()
        .filter(|known| cadre.dans_la_periode(known.remise))
        .filter(|known| cadre.commune_demandee(known.commune.as_deref()))
        .collect();
    let asked = comptes.evaluations.values().flat_map(|known| &known.complements);
    let actes: Vec<Acte> = asked
        .map(|(asked, answered)| (*asked, *answered))
        .filter(|(asked, _)| cadre.dans_la_periode(Some(*asked)))
        .collect();
    let completed = handed_in.iter().filter(|known| known.completee);
    let mut lignes = vec![
        part(
            "completees",
            "Évaluations remises dont un complément a été demandé",
            combien(completed),
            combien(handed_in.iter()),
        ),
        compte("demandes", "Compléments demandés", combien(actes.iter())),
    ];
    lignes.extend(delais(cadre, "complement_", "De la demande au complément", &actes));
    Dit::seules(lignes)
}
