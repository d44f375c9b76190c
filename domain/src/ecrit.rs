//! Writings: what was received, what was sent, to whom, by which way, and whether it arrived.
//!
//! A writing closes the deadlines that ask for one (informing the parents, the judge, the sender): the
//! chapters that owe it ask this one ([`Etat::emis_pour`]).
//!
//! # Invariants
//!
//! - A writing is sent or received once; its acknowledgement follows it.
//! - What it says is a pièce, never a field.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use uuid::Uuid;

use crate::Decideur;
use crate::codes::{Canal, Correspondant, GenreEcrit};
use crate::enfant::Parcours;
use crate::evenement::evenements;
use crate::histoire::{Datee, Effectif};
use crate::ids::{EcritId, EnfantId, PieceId};
use crate::refus::Refus;

/// Every writing of the child's file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Etat {
    /// By identifier.
    pub ecrits: BTreeMap<EcritId, Ecrit>,
}

/// What is known of one writing. Its acknowledgement may be known first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ecrit {
    /// Sent: once in a sound history.
    pub emis: Vec<Datee<Emis>>,
    /// Received: once in a sound history.
    pub recus: Vec<Datee<Recu>>,
    /// Acknowledged, oldest first.
    pub accuses: Vec<Datee<Accuse>>,
}

/// What may be asked of a writing.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// The Département sends one.
    Emettre(Emis),
    /// The Département received one.
    Recevoir(Recu),
    /// Its receiver acknowledged it.
    NoterAccuse(Accuse),
}

evenements! {
    /// Sent by the Département.
    Emis = "ecrit_emis.v1",
    /// Received by the Département.
    Recu = "ecrit_recu.v1",
    /// Acknowledged by its receiver.
    Accuse = "ecrit_accuse.v1",
}

/// Sent by the Département. `survenu` is the day (or the instant, where the law counts hours) it left.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Emis {
    /// Which writing.
    pub ecrit: EcritId,
    /// What it is.
    pub genre: GenreEcrit,
    /// To whom.
    pub destinataire: Correspondant,
    /// What it is about: an information, a mesure, an accueil, a request…
    pub objet: Option<Uuid>,
    /// By which way; absent: not said.
    pub voie: Option<Canal>,
    /// Number of the registered letter or of the message.
    pub numero: Option<String>,
    /// Who signed it for the Département.
    pub decideur: Option<Decideur>,
    /// What is joined.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pieces: Vec<PieceId>,
}

/// Received by the Département. `survenu` is the day it arrived.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recu {
    /// Which writing.
    pub ecrit: EcritId,
    /// What it is.
    pub genre: GenreEcrit,
    /// From whom.
    pub auteur: Correspondant,
    /// What it is about.
    pub objet: Option<Uuid>,
    /// The service that wrote it.
    pub service: Option<String>,
    /// What is joined.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pieces: Vec<PieceId>,
}

/// Acknowledged by its receiver.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Accuse {
    /// Which writing.
    pub ecrit: EcritId,
    /// Number of the acknowledgement.
    pub numero: Option<String>,
}

impl Command {
    /// The event it asks for.
    pub(crate) fn event(self) -> Event {
        match self {
            Self::Emettre(event) => Event::Emis(event),
            Self::Recevoir(event) => Event::Recu(event),
            Self::NoterAccuse(event) => Event::Accuse(event),
        }
    }
}

impl Event {
    /// The writing it is about.
    #[must_use]
    pub fn ecrit(&self) -> EcritId {
        match self {
            Self::Emis(event) => event.ecrit,
            Self::Recu(event) => event.ecrit,
            Self::Accuse(event) => event.ecrit,
        }
    }

    /// The object it is about: the writing.
    #[must_use]
    pub fn objet(&self) -> Option<Uuid> {
        Some(self.ecrit().0)
    }

    pub(crate) fn confie_les_scelles(&mut self, _: EnfantId) {
        match self {
            Self::Emis(_) | Self::Recu(_) | Self::Accuse(_) => {}
        }
    }
}

impl Etat {
    /// The writings of a kind sent about an object, oldest first.
    pub fn emis_pour(&self, genre: GenreEcrit, objet: Uuid) -> impl Iterator<Item = &Datee<Emis>> {
        let mut found: Vec<_> = self
            .ecrits
            .values()
            .flat_map(|ecrit| &ecrit.emis)
            .filter(|emis| emis.fait.genre == genre && emis.fait.objet == Some(objet))
            .collect();
        found.sort_by_key(|emis| emis.survenu);
        found.into_iter()
    }

    /// The writings of a kind received, oldest first.
    pub fn recus_de(&self, genre: GenreEcrit) -> impl Iterator<Item = &Datee<Recu>> {
        let mut found: Vec<_> = self
            .ecrits
            .values()
            .flat_map(|ecrit| &ecrit.recus)
            .filter(|recu| recu.fait.genre == genre)
            .collect();
        found.sort_by_key(|recu| recu.survenu);
        found.into_iter()
    }
}

/// Decides a command, from the parcours on the day of the act.
///
/// # Errors
///
/// When the writing is already recorded the other way round.
pub fn decide(_: &Parcours, command: Command) -> Result<Event, Refus> {
    Ok(command.event())
}

/// Takes one event into account.
pub fn evolve(etat: &mut Etat, effectif: &Effectif, event: &Event) {
    let entry = etat.ecrits.entry(event.ecrit()).or_default();
    match event {
        Event::Emis(fait) => entry.emis.push(effectif.datee(fait)),
        Event::Recu(fait) => entry.recus.push(effectif.datee(fait)),
        Event::Accuse(fait) => entry.accuses.push(effectif.datee(fait)),
    }
}

/// What cannot be true of the writings together.
pub fn contradictions(_: &Parcours, _: &mut Vec<(Uuid, Refus)>) {}
