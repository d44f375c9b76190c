//! What a correction changes: told before it is made, and again once it is.
//!
//! A correction names one event; what hangs on it moves: échéances, the state of objects, what is
//! irregular, the decisions that stood on it. All of it is derived, so it is enough to derive it twice.
//!
//! # Invariants
//!
//! - Pure: the same before and after the correction is recorded, on the same day.
//! - No personal data: rules, dates, codes and versions.
//!
//! Deliberately absent: figures already produced. They stand as of their position, and do not move.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::codes::{Code as _, EtatInformation, GenreConsequence};
use crate::dossier;
use crate::echeances::{self, Echeance, echeances};
use crate::enfant::{Enfant, Parcours};
use crate::evenement::Acte;
use crate::extrait::irregularites_d_extraits;
use crate::histoire::{Cible, Enregistre};
use crate::ids::{EnfantId, EvaluationId, InformationId};
use crate::irregularites::{Irregularite, irregularites};
use crate::temps::Survenu;

/// One thing that a correction changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consequence {
    /// In whose file.
    pub enfant: EnfantId,
    /// What kind of change.
    pub genre: GenreConsequence,
    /// Of which object; nil: the child himself.
    pub objet: Uuid,
    /// One French sentence.
    pub phrase: String,
}

/// What these acts change in a file, as of a day; nothing when none of them is a correction.
#[must_use]
pub fn consequences(avant: &Enfant, actes: &[Acte], au: NaiveDate) -> Vec<Consequence> {
    let corrected: Vec<Cible> = actes
        .iter()
        .filter_map(|acte| acte.evenement.correction().and_then(dossier::Event::cible))
        .collect();
    if corrected.is_empty() {
        return Vec::new();
    }
    let mut apres = avant.clone();
    actes.iter().for_each(|acte| apres.push_acte(acte.clone()));
    let (before, after) = (avant.parcours(), apres.parcours());
    let mut found = named(avant, actes);
    found.extend(moved_echeances(&before, &after, au));
    found.extend(moved_states(&before, &after, au));
    let (before_of_files, after_of_files) = (extraits(avant, au), extraits(&apres, au));
    let before_all = [irregularites(&before, au), before_of_files].concat();
    let after_all = [irregularites(&after, au), after_of_files].concat();
    found.extend(moved_irregularites(&before_all, &after_all));
    found.extend(decisions(avant, &before, &corrected));
    let told = |(genre, objet, phrase)| Consequence { enfant: avant.id(), genre, objet, phrase };
    found.into_iter().map(told).collect()
}

type Dite = (GenreConsequence, Uuid, String);

/// The events corrected, by their number.
fn named(avant: &Enfant, actes: &[Acte]) -> Vec<Dite> {
    let mut found = Vec::new();
    for acte in actes {
        let Some(correction) = acte.evenement.correction() else { continue };
        let Some(cible) = correction.cible() else { continue };
        let how =
            if matches!(correction, dossier::Event::Annule(_)) { "annulé" } else { "rectifié" };
        let objet = objet_de(avant, cible).unwrap_or_default();
        let phrase = format!("Événement n° {} {how}.", cible.version);
        found.push((GenreConsequence::Corrige, objet, phrase));
    }
    found
}

fn objet_de(enfant: &Enfant, cible: Cible) -> Option<Uuid> {
    let mut all = enfant.recorded().iter().chain(enfant.reunis());
    all.find(|recorded| recorded.cible == cible)?.acte.evenement.objet()
}

/// Échéances by rule, object and rank among those of the same rule on the same object.
fn by_key(parcours: &Parcours) -> BTreeMap<(&'static str, Uuid, usize), Echeance> {
    let mut ranks: BTreeMap<(&'static str, Uuid), usize> = BTreeMap::new();
    let mut found = BTreeMap::new();
    for echeance in echeances(parcours) {
        let rank = ranks.entry((echeance.regle.id, echeance.objet)).or_default();
        found.insert((echeance.regle.id, echeance.objet, *rank), echeance);
        *rank += 1;
    }
    found
}

fn moved_echeances(before: &Parcours, after: &Parcours, au: NaiveDate) -> Vec<Dite> {
    let (before, after) = (by_key(before), by_key(after));
    let gone = before.iter().filter(|(key, _)| !after.contains_key(*key)).map(|(key, echeance)| {
        let phrase = format!("{} : {} n'est plus due.", key.0, limite(echeance));
        (GenreConsequence::EcheanceDisparue, key.1, phrase)
    });
    let now = after.iter().filter_map(|(key, echeance)| match before.get(key) {
        None => {
            let phrase = format!("{} : {} devient due.", key.0, limite(echeance));
            Some((GenreConsequence::EcheanceApparue, key.1, phrase))
        }
        Some(known) => {
            moved_echeance(key.0, known, echeance, au).map(|(genre, phrase)| (genre, key.1, phrase))
        }
    });
    gone.chain(now).collect()
}

fn moved_echeance(
    id: &str,
    before: &Echeance,
    after: &Echeance,
    au: NaiveDate,
) -> Option<(GenreConsequence, String)> {
    let au = Survenu::le(au);
    if before.legale() != after.legale() {
        let phrase = format!("{id} : {} devient {}.", limite(before), limite(after));
        return Some((GenreConsequence::EcheanceDeplacee, phrase));
    }
    let (was, is) = (before.etat(au), after.etat(au));
    let phrase = || format!("{id} : {}, {} devient {}.", limite(before), dit(was), dit(is));
    (was != is).then(|| (GenreConsequence::EcheanceChangee, phrase()))
}

fn limite(echeance: &Echeance) -> String {
    match echeance.legale() {
        Some(le) => format!("échéance du {}", le.format("%d/%m/%Y")),
        None => "échéance sans date".into(),
    }
}

fn dit(etat: echeances::Etat) -> &'static str {
    match etat {
        echeances::Etat::AVenir => "à venir",
        echeances::Etat::Ouverte => "ouverte",
        echeances::Etat::Depassee => "dépassée",
        echeances::Etat::Tenue => "tenue",
        echeances::Etat::TenueEnRetard => "tenue en retard",
        echeances::Etat::SansObjet => "sans objet",
    }
}

/// The state of every object that has one, in French.
fn states(parcours: &Parcours, au: NaiveDate) -> BTreeMap<Uuid, String> {
    let informations = parcours.information.informations.keys().filter_map(|&id| {
        parcours
            .etat_d_information(id)
            .map(|etat: EtatInformation| (id.0, etat.libelle().to_owned()))
    });
    let evaluations = parcours.evaluation.evaluations.iter().map(|(&id, evaluation)| {
        let decided = parcours.decidee_apres(id);
        (id.0, evaluation.etat(decided).libelle().to_owned())
    });
    let mesures = parcours.mesure.mesures.keys().filter_map(|&id| {
        parcours.etat_de_mesure(id, au).map(|etat| (id.0, etat.libelle().to_owned()))
    });
    let accueils = parcours.accueil.accueils.iter().map(|(id, accueil)| {
        let open = if accueil.ouvert(au) { "en cours" } else { "terminé" };
        (id.0, open.to_owned())
    });
    let projets = parcours
        .projet
        .projets
        .iter()
        .map(|(id, projet)| (id.0, format!("édition {}", projet.edition())));
    informations.chain(evaluations).chain(mesures).chain(accueils).chain(projets).collect()
}

fn moved_states(before: &Parcours, after: &Parcours, au: NaiveDate) -> Vec<Dite> {
    let (before, after) = (states(before, au), states(after, au));
    let mut found = Vec::new();
    for (&objet, was) in &before {
        match after.get(&objet) {
            Some(is) if is == was => {}
            Some(is) => {
                let phrase = format!("État : {was} devient {is}.");
                found.push((GenreConsequence::EtatChange, objet, phrase));
            }
            None => {
                let phrase = format!("État : {was} ; plus rien n'en est dit.");
                found.push((GenreConsequence::EtatChange, objet, phrase));
            }
        }
    }
    for (&objet, is) in after.iter().filter(|(objet, _)| !before.contains_key(objet)) {
        found.push((GenreConsequence::EtatChange, objet, format!("État : {is}, à nouveau.")));
    }
    found
}

/// What the file owes for extracts handed over, which its history alone does not tell.
fn extraits(enfant: &Enfant, au: NaiveDate) -> Vec<Irregularite> {
    let recorded: Vec<Enregistre> =
        enfant.recorded().iter().chain(enfant.reunis()).cloned().collect();
    irregularites_d_extraits(&recorded, au)
}

fn moved_irregularites(before: &[Irregularite], after: &[Irregularite]) -> Vec<Dite> {
    let known = |one: &Irregularite, others: &[Irregularite]| {
        others.iter().any(|other| other.code == one.code && other.objet == one.objet)
    };
    let told = |genre, one: &Irregularite| {
        (genre, one.objet, format!("{} ({}).", one.phrase, one.article))
    };
    let lifted = before.iter().filter(|one| !known(one, after));
    let found = after.iter().filter(|one| !known(one, before));
    lifted
        .map(|one| told(GenreConsequence::IrregulariteLevee, one))
        .chain(found.map(|one| told(GenreConsequence::IrregulariteApparue, one)))
        .collect()
}

/// The decisions that cite the object of what is corrected.
fn decisions(enfant: &Enfant, parcours: &Parcours, corrected: &[Cible]) -> Vec<Dite> {
    let mut found = Vec::new();
    for objet in corrected.iter().filter_map(|&cible| objet_de(enfant, cible)) {
        for (decision, known) in &parcours.decision.decisions {
            let Some(prise) = known.prise() else { continue };
            let cites = prise.fait.evaluation == Some(EvaluationId(objet))
                || prise.fait.informations.contains(&InformationId(objet));
            if cites {
                let phrase =
                    format!("Une décision du {} s'y fonde.", prise.le().format("%d/%m/%Y"));
                found.push((GenreConsequence::DecisionFondee, decision.0, phrase));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests;
