//! Two files of one child become one, and part again when it was a mistake.
//!
//! ```text
//!  fusionner:  principal ◀─Reuni─▶ absorbé      nothing moves: one history over two streams
//!  disjoindre: principal: its events that were the other's are annulled, Disjoint
//!              absorbé:   Disjoint, and these events, with their dates
//! ```
//!
//! # Invariants
//!
//! - Never automatic: somebody compared, and says what.
//! - Before the merge, as recorded then, there are two children; after it, one.
//! - Merging then unmerging with nothing given back leaves both histories as they were.
//! - A correction made on the principal to an event of the absorbed file goes back with it.
//!
//! Deliberately absent: chains. A file that absorbed others is not absorbed before they part from it.

use serde_json::Value;
use uuid::Uuid;

use super::a_plusieurs::{refused, still_open};
use super::{Contexte, Enfant, Ensemble, Parcours, dates};
use crate::dossier::{self, Annule, Disjoint, Event, Reuni};
use crate::evenement::{Acte, Evenement};
use crate::histoire::{Cible, Effectif, Enregistre, annules};
use crate::ids::EnfantId;
use crate::refus::{Refus, RefusFratrie};

/// Merges two files of one child: an event on each, saying the same.
///
/// # Errors
///
/// One file is unknown, erased, or merged already otherwise; or the two histories cannot be those of one
/// child, and what contradicts is said.
pub fn fusionner(
    principal: &Enfant,
    absorbe: &Enfant,
    motif: &str,
    contexte: &Contexte,
) -> Result<Ensemble, RefusFratrie> {
    let connu_le = dates(contexte).map_err(|refus| refused(principal, refus))?;
    if absorbe.reuni_a() == Some(principal.id()) {
        return Ok(nothing(principal, absorbe));
    }
    mergeable(principal).map_err(|refus| refused(principal, refus))?;
    mergeable(absorbe).map_err(|refus| refused(absorbe, refus))?;
    if principal.id() == absorbe.id() {
        return Err(refused(absorbe, Refus::MemeDossier));
    }
    if !absorbe.absorbes().is_empty() {
        return Err(refused(absorbe, Refus::DossierReuni));
    }
    let says = |avec: EnfantId| {
        let reuni = Reuni { avec, principal: principal.id(), motif: motif.to_owned() };
        let evenement = Evenement::Dossier(Event::Reuni(reuni));
        Acte { survenu: contexte.survenu, connu_le, evenement }
    };
    let here = says(absorbe.id());
    possible_together(principal, absorbe, &here).map_err(|refus| refused(absorbe, refus))?;
    let actes = vec![(principal.id(), vec![here]), (absorbe.id(), vec![says(principal.id())])];
    Ok(Ensemble { actes, ..Ensemble::default() })
}

fn nothing(principal: &Enfant, absorbe: &Enfant) -> Ensemble {
    let actes = vec![(principal.id(), vec![]), (absorbe.id(), vec![])];
    Ensemble { actes, ..Ensemble::default() }
}

fn mergeable(enfant: &Enfant) -> Result<(), Refus> {
    still_open(enfant)?;
    if enfant.parcours().identite.existe() { Ok(()) } else { Err(Refus::EnfantInconnu) }
}

/// What two histories say together contradicts nothing that either did not.
fn possible_together(principal: &Enfant, absorbe: &Enfant, reuni: &Acte) -> Result<(), Refus> {
    let mut together = principal.clone();
    absorbe.recorded.iter().for_each(|event| together.push(event.clone()));
    together.push_acte(reuni.clone());
    let known = [principal.parcours().contradictions(), absorbe.parcours().contradictions()];
    let known = known.concat();
    let found = together.parcours().contradictions();
    match found.into_iter().find(|contradiction| !known.contains(contradiction)) {
        Some((_, refus)) => Err(refus),
        None => Ok(()),
    }
}

/// Parts two files that were merged. `rendus`: the events recorded on the principal since the merge that are
/// the other child's. Seals must be open, and the principal must hold the absorbed stream.
///
/// # Errors
///
/// The files are not merged; an event given back is not a fact recorded since; or one of the two histories
/// would become impossible.
pub fn disjoindre(
    principal: &Enfant,
    absorbe: &Enfant,
    rendus: &[u32],
    motif: &str,
    contexte: &Contexte,
) -> Result<Ensemble, RefusFratrie> {
    let connu_le = dates(contexte).map_err(|refus| refused(principal, refus))?;
    let since = dossier::reuni_par(principal.recorded(), absorbe.id())
        .filter(|_| absorbe.reuni_a() == Some(principal.id()))
        .ok_or_else(|| refused(principal, Refus::DossiersNonReunis))?;
    let given = given_back(principal, since, rendus).map_err(|refus| refused(principal, refus))?;
    let acte = |evenement| Acte { survenu: contexte.survenu, connu_le, evenement };
    let says = |avec: EnfantId| {
        let (motif, rendus) = (motif.to_owned(), rendus.to_vec());
        let disjoint = Disjoint { avec, principal: principal.id(), motif, rendus };
        acte(Evenement::Dossier(Event::Disjoint(disjoint)))
    };
    let annul = |effectif: &Effectif| {
        let annule = Annule { cible: effectif.cible, motif: motif.to_owned() };
        acte(Evenement::Dossier(Event::Annule(annule)))
    };
    let mut here: Vec<Acte> = given.iter().map(annul).collect();
    here.push(says(absorbe.id()));
    let mut there = vec![says(principal.id())];
    there.extend(corrections(principal, absorbe.id()));
    there.extend(given.into_iter().map(|effectif| moved(effectif, principal.id(), absorbe.id())));
    sound_alone(principal, &here)?;
    sound_alone(absorbe, &there)?;
    let actes = vec![(principal.id(), here), (absorbe.id(), there)];
    let mut ensemble = Ensemble { actes, ..Ensemble::default() };
    ensemble.partager(&[principal, absorbe], contexte);
    Ok(ensemble)
}

/// The facts that are the other child's, in the form their corrections gave them.
fn given_back(principal: &Enfant, since: u32, rendus: &[u32]) -> Result<Vec<Effectif>, Refus> {
    let histoire = principal.histoire();
    let mut given = Vec::with_capacity(rendus.len());
    for &version in rendus {
        let cible = Cible { flux: principal.id(), version };
        let fact = histoire.iter().find(|effectif| effectif.cible == cible && since < version);
        let movable = |fact: &&Effectif| !matches!(fact.evenement, Evenement::Fratrie(_));
        let fact = fact.filter(movable).ok_or(Refus::PasDepuisLaReunion { version })?;
        given.push(fact.clone());
    }
    Ok(given)
}

/// The corrections that stand, made on the principal, of what the absorbed stream recorded.
fn corrections(principal: &Enfant, absorbe: EnfantId) -> Vec<Acte> {
    let annulled = annules(principal.recorded());
    let of_the_other = |enregistre: &&Enregistre| {
        let cible = enregistre.acte.evenement.correction().and_then(Event::cible);
        cible.is_some_and(|cible| cible.flux == absorbe) && !annulled.contains(&enregistre.cible)
    };
    principal.recorded().iter().filter(of_the_other).map(|event| event.acte.clone()).collect()
}

/// The same fact in the other file: what was sealed for the one is sealed for the other.
fn moved(effectif: Effectif, de: EnfantId, vers: EnfantId) -> Acte {
    let Effectif { survenu, connu_le, evenement, .. } = effectif;
    let mut stored = evenement.to_stored();
    entrust(&mut stored.data, de.0, vers.0);
    // A subject for another: the shape is the one it was read from.
    let evenement = Evenement::from_stored(stored).unwrap_or(evenement);
    Acte { survenu, connu_le, evenement }
}

fn entrust(value: &mut Value, de: Uuid, vers: Uuid) {
    match value {
        Value::Object(members) => {
            if members.contains_key("clair")
                && members.get("sujet") == Some(&Value::from(de.to_string()))
            {
                members.insert("sujet".into(), Value::from(vers.to_string()));
            }
            members.values_mut().for_each(|inside| entrust(inside, de, vers));
        }
        Value::Array(items) => items.iter_mut().for_each(|inside| entrust(inside, de, vers)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// What one file says alone, once they part, contradicts nothing it did not contradict before.
fn sound_alone(enfant: &Enfant, actes: &[Acte]) -> Result<(), RefusFratrie> {
    let mut alone = enfant.clone();
    actes.iter().for_each(|acte| alone.push_acte(acte.clone()));
    let known = enfant.parcours().contradictions();
    let found = Parcours::fold(&alone.histoire()).contradictions();
    match found.into_iter().find(|contradiction| !known.contains(contradiction)) {
        Some((_, refus)) => Err(refused(enfant, refus)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
