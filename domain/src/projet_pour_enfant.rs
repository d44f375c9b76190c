//! The projet pour l'enfant (PPE, CASF L223-1-1): established, revised, signed.
//!
//! # Invariants
//!
//! - Established once; editions follow each other without a hole.
//! - The Département establishes it. A parent's refusal to sign is recorded, and does not remove it.
//! - Its objectives are sealed under the child's key.
//!
//! Deliberately absent: headings, views by recipient, the evaluation of objectives.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use uuid::Uuid;

use crate::Decideur;
use crate::codes::Signataire;
use crate::enfant::Parcours;
use crate::evenement::evenements;
use crate::histoire::{Datee, Effectif};
use crate::ids::{EnfantId, ProjetId};
use crate::refus::Refus;
use crate::sealed::Sealed;

/// Every PPE of the child.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Etat {
    /// By identifier.
    pub projets: BTreeMap<ProjetId, Projet>,
}

/// What is known of one PPE.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Projet {
    /// Establishments: one in a sound history.
    pub etablis: Vec<Datee<Etabli>>,
    /// Revisions, oldest first.
    pub revisions: Vec<Datee<Revise>>,
    /// Signatures.
    pub signatures: Vec<Datee<Signe>>,
    /// Refusals to sign.
    pub refus: Vec<Datee<SignatureRefusee>>,
}

/// What may be asked of a PPE.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Establishes it.
    Etablir(Etabli),
    /// Gives it a new edition.
    Reviser(Revise),
    /// Someone signs an edition.
    Signer(Signe),
    /// Someone refuses to.
    NoterRefusDeSigner(SignatureRefusee),
}

evenements! {
    /// Established by the Département.
    Etabli = "projet_etabli.v1",
    /// A new edition.
    Revise = "projet_revise.v1",
    /// An edition was signed.
    Signe = "projet_signe.v1",
    /// A signature was refused.
    SignatureRefusee = "projet_signature_refusee.v1",
}

/// Established: edition 1.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Etabli {
    /// Which PPE.
    pub projet: ProjetId,
    /// Sealed.
    pub objectifs: Option<Sealed<String>>,
    /// Who established it.
    pub decideur: Option<Decideur>,
}

/// A new edition.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Revise {
    /// Which PPE.
    pub projet: ProjetId,
    /// 2 for the first revision.
    pub edition: u32,
    /// Sealed.
    pub objectifs: Option<Sealed<String>>,
    /// Who decided.
    pub decideur: Option<Decideur>,
}

/// An edition was signed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Signe {
    /// Which PPE.
    pub projet: ProjetId,
    /// Which edition.
    pub edition: u32,
    /// By whom.
    pub signataire: Signataire,
}

/// A signature was refused.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SignatureRefusee {
    /// Which PPE.
    pub projet: ProjetId,
    /// Which edition.
    pub edition: u32,
    /// By whom.
    pub signataire: Signataire,
    /// Sealed.
    pub motif: Option<Sealed<String>>,
}

impl Event {
    /// The PPE it is about.
    #[must_use]
    pub fn projet(&self) -> ProjetId {
        match self {
            Self::Etabli(event) => event.projet,
            Self::Revise(event) => event.projet,
            Self::Signe(event) => event.projet,
            Self::SignatureRefusee(event) => event.projet,
        }
    }

    pub(crate) fn confie_les_scelles(&mut self, enfant: EnfantId) {
        let texte = match self {
            Self::Etabli(etabli) => &mut etabli.objectifs,
            Self::Revise(revise) => &mut revise.objectifs,
            Self::SignatureRefusee(refusee) => &mut refusee.motif,
            Self::Signe(_) => return,
        };
        if let Some(texte) = texte {
            texte.confie_a(enfant.0);
        }
    }
}

impl Projet {
    /// The establishment, when it is known.
    #[must_use]
    pub fn etabli(&self) -> Option<&Datee<Etabli>> {
        self.etablis.first()
    }

    /// The number of the last edition; 0 before any.
    #[must_use]
    pub fn edition(&self) -> u32 {
        let revised = self.revisions.iter().map(|revise| revise.fait.edition).max();
        revised.unwrap_or(u32::from(!self.etablis.is_empty()))
    }
}

/// Decides a command about a PPE, from the parcours on the day of the act.
///
/// # Errors
///
/// Already established, unknown, or an edition out of order.
pub fn decide(parcours: &Parcours, command: Command) -> Result<Event, Refus> {
    match command {
        Command::Etablir(etabli) => etablir(parcours, etabli),
        Command::Reviser(revise) => reviser(parcours, revise),
        Command::Signer(signe) => {
            edition_exists(parcours, signe.projet, signe.edition)?;
            Ok(Event::Signe(signe))
        }
        Command::NoterRefusDeSigner(refusee) => {
            edition_exists(parcours, refusee.projet, refusee.edition)?;
            Ok(Event::SignatureRefusee(refusee))
        }
    }
}

fn etablir(parcours: &Parcours, etabli: Etabli) -> Result<Event, Refus> {
    let known = parcours.projet.projets.get(&etabli.projet);
    if known.is_some_and(|known| !known.etablis.is_empty()) {
        return Err(Refus::ProjetDejaEtabli { projet: etabli.projet });
    }
    if etabli.decideur.is_none() {
        return Err(Refus::DecideurManquant);
    }
    Ok(Event::Etabli(etabli))
}

fn reviser(parcours: &Parcours, revise: Revise) -> Result<Event, Refus> {
    let derniere = edition_exists(parcours, revise.projet, 1)?;
    if revise.edition != derniere + 1 {
        return Err(Refus::EditionHorsSuite { attendue: derniere + 1 });
    }
    if revise.decideur.is_none() {
        return Err(Refus::DecideurManquant);
    }
    Ok(Event::Revise(revise))
}

fn edition_exists(parcours: &Parcours, projet: ProjetId, edition: u32) -> Result<u32, Refus> {
    let known = parcours.projet.projets.get(&projet);
    let derniere = known.map_or(0, Projet::edition);
    if (1..=derniere).contains(&edition) {
        Ok(derniere)
    } else {
        Err(Refus::EditionInconnue { projet, edition })
    }
}

/// Takes one event into account.
pub fn evolve(etat: &mut Etat, effectif: &Effectif, event: &Event) {
    let entry = etat.projets.entry(event.projet()).or_default();
    match event {
        Event::Etabli(etabli) => entry.etablis.push(effectif.datee(etabli)),
        Event::Revise(revise) => entry.revisions.push(effectif.datee(revise)),
        Event::Signe(signe) => entry.signatures.push(effectif.datee(signe)),
        Event::SignatureRefusee(refusee) => entry.refus.push(effectif.datee(refusee)),
    }
}

/// What cannot be true of the PPE together.
pub fn contradictions(etat: &Etat, found: &mut Vec<(Uuid, Refus)>) {
    for (&projet, known) in &etat.projets {
        if known.etablis.len() > 1 {
            found.push((projet.0, Refus::ProjetDejaEtabli { projet }));
        }
        let first_signature = known.signatures.iter().map(Datee::le).min();
        if let (Some(signe), Some(etabli)) = (first_signature, known.etabli().map(Datee::le))
            && signe < etabli
        {
            found.push((projet.0, Refus::SignatureAvantProjet { projet, etabli }));
        }
    }
}
