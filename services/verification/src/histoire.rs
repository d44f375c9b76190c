//! What is held to have happened to one child, read from what was recorded: the second path's own reading.
//!
//! ```text
//!  an annulment counts     unless a later annulment that counts aims at it
//!  an event happened       unless an annulment that counts aims at it
//!  it happened             as the last rectification of it that counts says, which may itself be rectified
//! ```
//!
//! # Invariants
//!
//! - The order is that of the facts: the day, its hour when known (an unknown hour first), then the place in
//!   the journal of what was first recorded.
//! - Who the child is comes from his own stream; what happened to him, from all those merged into it.
//!
//! Deliberately absent: any reading of the domain's own. Only the shapes of events are shared.

use chrono::NaiveDate;
use domain::dossier::{self, Rectifie};
use domain::evenement::Evenement;
use domain::histoire::{Cible, Enregistre};
use domain::identite;
use domain::temps::Survenu;
use uuid::Uuid;

/// A fact held to be true.
#[derive(Clone, Debug, PartialEq)]
pub struct Fait {
    /// The recorded event it comes from.
    pub cible: Cible,
    /// The place of that event in the journal.
    pub position: u64,
    /// The rectification that gave it this form.
    pub rectifie_par: Option<Cible>,
    /// When it was true.
    pub survenu: Survenu,
    /// What happened.
    pub evenement: Evenement,
}

impl Fait {
    /// The day it was true.
    #[must_use]
    pub fn le(&self) -> NaiveDate {
        self.survenu.le
    }
}

/// One correction: what it is, what it aims at, what it says instead (nothing: it never happened).
struct Correction<'a> {
    propre: Cible,
    position: u64,
    visee: Cible,
    forme: Option<&'a Rectifie>,
}

/// What is held to have happened to a child, from his recorded events and those of the files merged into his.
#[must_use]
pub fn qui_vaut(enfant: Uuid, enregistres: &[Enregistre]) -> Vec<Fait> {
    let corrections = corrections(enregistres);
    let mut faits: Vec<Fait> = enregistres
        .iter()
        .filter(|recorded| !matches!(recorded.acte.evenement, Evenement::Dossier(_)))
        .filter(|recorded| !annule(&corrections, recorded.cible, recorded.position))
        .map(|recorded| dit(&corrections, recorded))
        .filter(|fait| fait.cible.flux.0 == enfant || !dit_qui_il_est(&fait.evenement))
        .collect();
    faits.sort_by_key(|fait| (fait.survenu.le, fait.survenu.a, fait.position, fait.cible));
    faits
}

fn corrections(enregistres: &[Enregistre]) -> Vec<Correction<'_>> {
    let mut found: Vec<Correction<'_>> = enregistres.iter().filter_map(correction).collect();
    found.sort_by_key(|correction| (correction.position, correction.propre));
    found
}

fn correction(recorded: &Enregistre) -> Option<Correction<'_>> {
    let Evenement::Dossier(event) = &recorded.acte.evenement else { return None };
    let (visee, forme) = match event {
        dossier::Event::Annule(annule) => (annule.cible, None),
        dossier::Event::Rectifie(rectifie) => (rectifie.cible, Some(rectifie)),
        dossier::Event::Efface(_) | dossier::Event::Reuni(_) | dossier::Event::Disjoint(_) => {
            return None;
        }
    };
    Some(Correction { propre: recorded.cible, position: recorded.position, visee, forme })
}

/// Whether what was recorded there is said, by an annulment that counts, never to have happened.
fn annule(corrections: &[Correction<'_>], cible: Cible, position: u64) -> bool {
    corrections.iter().any(|later| {
        later.forme.is_none()
            && later.visee == cible
            && position < later.position
            && !annule(corrections, later.propre, later.position)
    })
}

/// The form the last rectification that counts gives to what was recorded there.
fn rectification<'a>(
    corrections: &'a [Correction<'a>],
    cible: Cible,
    position: u64,
) -> Option<(Cible, &'a Rectifie)> {
    let counts = |later: &&Correction<'_>| {
        later.forme.is_some()
            && later.visee == cible
            && position < later.position
            && !annule(corrections, later.propre, later.position)
    };
    let last = corrections.iter().rfind(counts)?;
    let again = rectification(corrections, last.propre, last.position);
    again.or(last.forme.map(|forme| (last.propre, forme)))
}

fn dit(corrections: &[Correction<'_>], recorded: &Enregistre) -> Fait {
    let Enregistre { cible, position, enregistre_a: _, auteur: _, acte } = recorded;
    let rectified = rectification(corrections, *cible, *position);
    let (survenu, evenement) = match rectified {
        Some((_, forme)) => (forme.survenu, (*forme.remplacement).clone()),
        None => (acte.survenu, acte.evenement.clone()),
    };
    let rectifie_par = rectified.map(|(par, _)| par);
    Fait { cible: *cible, position: *position, rectifie_par, survenu, evenement }
}

/// Whether an event names the child, and tells nothing that happened to him.
fn dit_qui_il_est(evenement: &Evenement) -> bool {
    let Evenement::Identite(event) = evenement else { return false };
    match event {
        identite::Event::Inscrit(_)
        | identite::Event::NonIdentifieSignale(_)
        | identite::Event::Identifie(_)
        | identite::Event::NaissanceFixee(_) => true,
        identite::Event::ResidenceDeclaree(_)
        | identite::Event::MnaReconnu(_)
        | identite::Event::Emancipe(_)
        | identite::Event::Decede(_)
        | identite::Event::ANaitreSignale(_)
        | identite::Event::Ne(_)
        | identite::Event::PrenatalClos(_)
        | identite::Event::MisALAbri(_)
        | identite::Event::MiseALAbriProlongee(_)
        | identite::Event::RepitAccorde(_)
        | identite::Event::MinoriteEvaluee(_)
        | identite::Event::MinoriteRefusee(_) => false,
    }
}

/// With which files this one is one, as its own stream says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reunion {
    /// The file it was merged into: it counts for nothing alone.
    pub principal: Option<Uuid>,
    /// The files merged into it.
    pub absorbes: Vec<Uuid>,
}

/// Which merges hold, from the recorded events of one stream, in their order.
#[must_use]
pub fn reunion(enfant: Uuid, enregistres: &[Enregistre]) -> Reunion {
    let mut held: Vec<(Uuid, Uuid)> = Vec::new();
    for recorded in enregistres {
        let Evenement::Dossier(event) = &recorded.acte.evenement else { continue };
        match event {
            dossier::Event::Reuni(reuni) => held.push((reuni.avec.0, reuni.principal.0)),
            dossier::Event::Disjoint(disjoint) => held.retain(|(avec, _)| *avec != disjoint.avec.0),
            dossier::Event::Annule(_) | dossier::Event::Rectifie(_) | dossier::Event::Efface(_) => {
            }
        }
    }
    let principal =
        held.iter().map(|(_, principal)| *principal).find(|principal| *principal != enfant);
    let own = held.iter().filter(|(_, principal)| *principal == enfant);
    let mut absorbes: Vec<Uuid> = own.map(|(avec, _)| *avec).collect();
    absorbes.sort_unstable();
    absorbes.dedup();
    Reunion { principal, absorbes }
}
