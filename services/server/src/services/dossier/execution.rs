//! How a measure is carried out, as `Lire` says it: gaps, waits, consents, visits, days without a ground.
//!
//! Invariant: what is derived is the domain's; what is written here is only which fact goes in which field.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::accueil::Accueil;
use domain::codes::{BeneficiaireDroit, Code as _};
use domain::enfant::Parcours;
use domain::histoire::Datee;
use domain::ids::MesureId;
use domain::mesure::{Mesure, SansTitre, jamais_executee, sans_titre};
use proto::dossier::v1 as fil;

use super::etats::day;

/// What follows its terms, added to the state of a measure.
pub(super) fn mesure(
    parcours: &Parcours,
    id: MesureId,
    mesure: &Mesure,
    au: NaiveDate,
    mut etat: fil::EtatMesure,
) -> fil::EtatMesure {
    let kept = sans_titre(parcours, id).filter(|kept| kept.depuis <= au);
    let issue = jamais_executee(parcours, id, au);
    etat.preconisee = key(mesure.preconisations.last(), |fait| fait.nature.cle());
    etat.ecarts = mesure.ecarts.iter().map(ecart).collect();
    etat.sans_titre_depuis = day(kept.map(|kept| kept.depuis));
    etat.sans_titre_jours = kept.map_or(0, |kept: SansTitre| kept.jours(au));
    etat.jamais_executee = issue.map(|issue| issue.cle().to_owned()).unwrap_or_default();
    etat.positions = positions(mesure);
    etat.dernier_contact_le = day(mesure.contacts.last().map(Datee::le));
    let seen = mesure.contacts.iter().rfind(|contact| contact.fait.enfant_vu);
    etat.enfant_vu_le = day(seen.map(Datee::le));
    etat.solution_provisoire = key(mesure.solutions.last(), |fait| fait.genre.cle());
    etat.refus_orientation = u32::try_from(mesure.refus.len()).unwrap_or(u32::MAX);
    etat.visites = visites(mesure, au);
    let by = mesure.fins.iter().find_map(|fin| fin.fait.remplacee_par);
    etat.remplacee_par = by.map(|by| by.0.to_string()).unwrap_or_default();
    etat
}

/// What lasts on that day, added to the state of an episode.
pub(super) fn accueil(
    accueil: &Accueil,
    au: NaiveDate,
    mut etat: fil::EtatAccueil,
) -> fil::EtatAccueil {
    let absence = accueil.absence_au(au);
    etat.absence = key(absence, |fait| fait.genre.cle());
    etat.absent_depuis = day(absence.map(Datee::le));
    etat.fratrie_separee = key(accueil.separation_au(au), |fait| fait.motif.cle());
    let planned = accueil.changements.last().and_then(|decide| decide.fait.prevu_le);
    etat.changement_prevu_le = day(planned.filter(|_| accueil.ouvert(au)));
    etat
}

/// The key of a code of the fact, when there is one.
fn key<T>(fait: Option<&Datee<T>>, cle: impl Fn(&T) -> &'static str) -> String {
    fait.map(|fait| cle(&fait.fait).to_owned()).unwrap_or_default()
}

fn ecart(ecart: &Datee<domain::mesure::EcartConstate>) -> fil::EcartMesure {
    fil::EcartMesure {
        ecart: ecart.fait.ecart.cle().to_owned(),
        motif: ecart.fait.motif.cle().to_owned(),
        constate_le: ecart.le().to_string(),
    }
}

fn positions(mesure: &Mesure) -> Vec<fil::PositionDeTitulaire> {
    let told = mesure.positions().into_iter();
    told.map(|(titulaire, (position, le))| fil::PositionDeTitulaire {
        titulaire: titulaire.cle().to_owned(),
        position: position.cle().to_owned(),
        le: le.to_string(),
    })
    .collect()
}

/// Of each person who has a right of visit or whose visits were noted.
fn visites(mesure: &Mesure, au: NaiveDate) -> Vec<fil::VisitesDe> {
    let mut issues: BTreeMap<BeneficiaireDroit, BTreeMap<&str, u32>> = BTreeMap::new();
    for droit in &mesure.droits {
        issues.entry(droit.fait.beneficiaire).or_default();
    }
    for visite in &mesure.visites {
        let of_him = issues.entry(visite.fait.beneficiaire).or_default();
        *of_him.entry(visite.fait.issue.cle()).or_default() += 1;
    }
    let told = issues.into_iter();
    told.map(|(de, issues)| fil::VisitesDe {
        beneficiaire: de.cle().to_owned(),
        forme: key(mesure.droit_de_visite(de, au), |fait| fait.forme.cle()),
        issues: issues.into_iter().map(|(issue, count)| (issue.to_owned(), count)).collect(),
    })
    .collect()
}
