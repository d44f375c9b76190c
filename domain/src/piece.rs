//! Pièces: documents of the file. What they say is encrypted beside the journal; the event says what each is,
//! where its content is, and by which digest it is known again.
//!
//! # Invariants
//!
//! - A pièce of a file is one content: versée once.
//! - `adresse` is the digest of the ciphertext, so it tells nothing of what is inside. `empreinte` is the digest
//!   of the clear content, which would let anybody check a guess: it is sealed under the child's key.
//! - An act may cite a pièce before it is versée, or one that never was: that is an irregularity, not a refusal.
//!
//! Deliberately absent: the content and its key, which the archives hold.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use uuid::Uuid;

use crate::codes::{Correspondant, NaturePiece, RegimePiece};
use crate::enfant::Parcours;
use crate::evenement::evenements;
use crate::histoire::{Datee, Effectif};
use crate::ids::{EnfantId, PieceId};
use crate::refus::Refus;
use crate::sealed::Sealed;

/// The pièces of one file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Etat {
    /// By identifier; once each in a sound history.
    pub pieces: BTreeMap<PieceId, Vec<Datee<Versee>>>,
}

/// What may be asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// A document enters the file.
    Verser(Versee),
}

evenements! {
    /// A document entered the file.
    Versee = "piece_versee.v1",
}

/// A document entered the file.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Versee {
    /// Which pièce; siblings share the identifier and the content.
    pub piece: PieceId,
    /// What it is.
    pub nature: NaturePiece,
    /// Who wrote it.
    pub auteur: Correspondant,
    /// The day written on it.
    pub date: Option<NaiveDate>,
    /// The day it arrived.
    pub recue_le: Option<NaiveDate>,
    /// Under which rules it is kept and communicated.
    pub regime: RegimePiece,
    /// To whom it may be communicated; empty: to nobody without a decision.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub communicable_a: Vec<Correspondant>,
    /// SHA-256 of the ciphertext, in hexadecimal: its address in the archives. Absent: it is kept on paper.
    pub adresse: Option<String>,
    /// Size of the clear content, in bytes.
    pub taille: Option<u32>,
    /// SHA-256 of the clear content, in hexadecimal. Sealed.
    pub empreinte: Option<Sealed<String>>,
}

impl Command {
    /// The event it asks for.
    pub(crate) fn event(self) -> Event {
        match self {
            Self::Verser(event) => Event::Versee(event),
        }
    }
}

impl Event {
    /// The object it is about: the pièce.
    #[must_use]
    pub fn objet(&self) -> Option<Uuid> {
        match self {
            Self::Versee(event) => Some(event.piece.0),
        }
    }

    pub(crate) fn confie_les_scelles(&mut self, enfant: EnfantId) {
        match self {
            Self::Versee(event) => {
                if let Some(empreinte) = &mut event.empreinte {
                    empreinte.confie_a(enfant.0);
                }
            }
        }
    }
}

impl Etat {
    /// The pièces versées by a day, in the order in which they were.
    pub fn versees_au(&self, le: NaiveDate) -> Vec<&Datee<Versee>> {
        let first = self.pieces.values().filter_map(|versees| versees.first());
        let mut found: Vec<&Datee<Versee>> = first.filter(|versee| versee.le() <= le).collect();
        found.sort_by_key(|versee| (versee.survenu, versee.version));
        found
    }

    /// Whether a pièce cited is in the file.
    #[must_use]
    pub fn contient(&self, piece: PieceId) -> bool {
        self.pieces.contains_key(&piece)
    }
}

/// Decides a command, from the parcours on the day of the act.
///
/// # Errors
///
/// None: a pièce versée twice is a contradiction.
pub fn decide(_: &Parcours, command: Command) -> Result<Event, Refus> {
    Ok(command.event())
}

/// Takes one event into account.
pub fn evolve(etat: &mut Etat, effectif: &Effectif, event: &Event) {
    match event {
        Event::Versee(fait) => {
            etat.pieces.entry(fait.piece).or_default().push(effectif.datee(fait));
        }
    }
}

/// What cannot be true of the pièces together.
pub fn contradictions(parcours: &Parcours, found: &mut Vec<(Uuid, Refus)>) {
    let twice = parcours.piece.pieces.iter().filter(|(_, versees)| versees.len() > 1);
    found.extend(twice.map(|(piece, _)| (piece.0, Refus::PieceDejaVersee { piece: *piece })));
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::enfant::Commande;
    use crate::essais::*;

    const P1: PieceId = PieceId(Uuid::from_u128(0x76));

    fn verser(nature: NaturePiece) -> Commande {
        Commande::Piece(Command::Verser(Versee {
            piece: P1,
            nature,
            auteur: Correspondant::JugeDesEnfants,
            date: Some(jour("2026-01-08")),
            recue_le: Some(jour("2026-01-09")),
            regime: RegimePiece::Judiciaire,
            communicable_a: vec![],
            adresse: None,
            taille: None,
            empreinte: None,
        }))
    }

    #[test]
    fn une_piece_se_verse_une_fois() {
        let versee = le("2026-01-10", fait(verser(NaturePiece::DecisionDeJustice)));
        given([lea(), versee.clone()])
            .on("2026-01-10")
            .when(verser(NaturePiece::DecisionDeJustice))
            .then_already_so();
        given([lea(), versee])
            .on("2026-01-12")
            .when(verser(NaturePiece::Rapport))
            .then_refused(expect!["PIECE_DEJA_VERSEE · Cette pièce est déjà versée au dossier."]);
    }
}
