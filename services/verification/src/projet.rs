//! Family F: the projet pour l'enfant of minors who are accompanied.
//!
//! Invariant: a child counts once, and is counted as soon as he is read.

use chrono::NaiveDate;
use domain::temps::{moins_mois, plus_mois};

use crate::cadre::Cadre;
use crate::enfant::{Enfant, MesureSuivie};
use crate::natures::{AED, AEMO, rang};
use crate::nombres::{Dit, part};

/// Months an edition stays up to date; of a child under three, fewer.
const A_JOUR_MOIS: u32 = 12;
const A_JOUR_AVANT_TROIS_ANS_MOIS: u32 = 6;

/// What the family keeps while children are read.
#[derive(Debug, Default)]
pub(crate) struct Comptes {
    accompagnes: i64,
    etablis: i64,
    a_jour: i64,
    commences: i64,
    a_temps: i64,
}

impl Comptes {
    /// Takes a child into account.
    pub(crate) fn voir(&mut self, cadre: &Cadre, enfant: &Enfant) {
        if !enfant.ouvert {
            return;
        }
        let mut mesures = enfant.mesures_suivies();
        mesures.retain(|mesure| {
            let home = AED.contains(&mesure.nature) || AEMO.contains(&mesure.nature);
            home || rang(mesure.nature).is_some()
        });
        let etabli = enfant.projets_etablis().min();
        let since = |mesure: &MesureSuivie<'_>| {
            mesure.en_vigueur(cadre.au) && mesure.projet_du.is_some_and(|du| du <= cadre.au)
        };
        let running: Vec<_> = mesures.iter().filter(|mesure| since(mesure)).collect();
        if enfant.mineur(cadre.au) && demande(cadre, enfant, &running) {
            self.accompagnes += 1;
            self.etablis += i64::from(etabli.is_some_and(|etabli| etabli <= cadre.au));
            self.a_jour += i64::from(a_jour(enfant, cadre.au));
        }
        let began = |mesure: &MesureSuivie<'_>| {
            mesure.premiere
                && cadre.dans_la_periode(Some(mesure.effet))
                && enfant.mineur(mesure.effet)
        };
        let begun: Vec<_> = mesures.iter().filter(|mesure| began(mesure)).collect();
        if demande(cadre, enfant, &begun) {
            let du = begun.iter().filter_map(|mesure| mesure.projet_du).min();
            let in_time = etabli.zip(du).is_some_and(|(etabli, du)| etabli <= du);
            self.commences += 1;
            self.a_temps += i64::from(in_time);
        }
    }
}

/// Some measure is there, and the child is of the territory: by his délégation of the last day, else by the first,
/// in the order of their names, of those his measures tell.
fn demande(cadre: &Cadre, enfant: &Enfant, mesures: &[&MesureSuivie<'_>]) -> bool {
    let told = mesures.iter().filter_map(|mesure| mesure.service).min();
    !mesures.is_empty() && cadre.service_demande(enfant.delegation(cadre.au).or(told))
}

/// The last edition is recent enough, and no report of évaluation came after it.
fn a_jour(enfant: &Enfant, le: NaiveDate) -> bool {
    let Some(edite) = enfant.editions().filter(|edite| *edite <= le).max() else { return false };
    let small = enfant.naissance().is_some_and(|naissance| le < plus_mois(naissance, 36));
    let months = if small { A_JOUR_AVANT_TROIS_ANS_MOIS } else { A_JOUR_MOIS };
    let reports = enfant.evaluations_suivies();
    let mut reports = reports.iter().flat_map(|evaluation| evaluation.rapports);
    moins_mois(le, months) <= edite && !reports.any(|remis| edite < *remis && *remis <= le)
}

/// Projects established, up to date, in time.
pub(crate) fn f1(_: &Cadre, comptes: &Comptes) -> Dit {
    let Comptes { accompagnes, etablis, a_jour, commences, a_temps } = comptes;
    Dit::seules(vec![
        part("f1a", "Mineurs accompagnés avec un projet établi", *etablis, *accompagnes),
        part("f1b", "Mineurs accompagnés avec un projet à jour", *a_jour, *accompagnes),
        part("f1c", "Projets établis dans les trois mois", *a_temps, *commences),
    ])
}
