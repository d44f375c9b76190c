//! The law and the practice of French child protection, as pure functions.
//!
//! One stream per child, one aggregate ([`enfant::Enfant`]), written chapter by chapter. A chapter is
//! a file, always in the same order: doc, state, commands, events, decide, evolve, rules.
//!
//! # Invariants
//!
//! - Nothing here does IO, reads a clock or draws an identifier: they arrive in a command or in a
//!   [`enfant::Contexte`].
//! - `decide` refuses what cannot be true, and acts of the Département the law forbids. What others
//!   did is recorded: what is irregular in it is a finding ([`irregularites`]), not a refusal.
//! - Numbers of the law stand in [`droit`], closed vocabularies in [`codes`], as dated data.
//!
//! Deliberately absent: who may act or read, storage, the wire, figures.

pub mod calendrier;
pub mod codes;
pub mod droit;
pub mod ids;
pub mod refus;
pub mod sealed;
pub mod temps;

pub mod enfant;
pub mod evenement;
pub mod flux;
pub mod histoire;

pub mod identite;

pub mod information;

pub mod evaluation;

pub mod decision;

pub mod mesure;

pub mod accueil;

pub mod projet_pour_enfant;

pub mod statut;

pub mod ecrit;

pub mod entourage;

pub mod personne;

pub mod piece;

pub mod justice;

pub mod autonomie;

pub mod sante;

pub mod situation;

pub mod fratrie;

pub mod competence;

pub mod dossier;

pub mod departement;

pub mod doublon;

pub mod consequences;
pub mod echeances;
pub mod extrait;
pub mod irregularites;

#[cfg(test)]
mod essais;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use codes::QualiteDecideur;

/// Who decided, apart from who typed.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decideur {
    /// Professional identifier, never a name.
    pub agent: String,
    /// In which quality.
    pub qualite: QualiteDecideur,
    /// Reference of the delegation in force that day.
    pub delegation: Option<String>,
    /// When it was signed.
    pub signe_le: Option<NaiveDate>,
    /// Signed electronically, not on paper.
    pub electronique: bool,
}

/// An organisation, in clear: figures by establishment need it.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Name of the organisation, never of a person.
    pub nom: Option<String>,
    /// School identifier.
    pub uai: Option<String>,
    /// Health and social establishment identifier.
    pub finess: Option<String>,
    /// Company identifier.
    pub siret: Option<String>,
    /// INSEE.
    pub commune: Option<String>,
}
