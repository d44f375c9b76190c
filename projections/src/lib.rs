//! What is computed from the journal: facts, indicators, reports, the queue.
//!
//! In reading order: the codec between bytes and events, the facts of one child as a pure function of
//! his history, the runner that keeps their rows, the reference data, the registry of indicators, the
//! report, the comparison, the journeys and the forecast beside it, and the queue of the CRIP.
//!
//! # Invariants
//!
//! - A fact depends on one history alone: never on today, a setting, another stream or a seal.
//! - Every row can be dropped and rebuilt to the same row.
//! - A figure is exact integers, at a position: the same bytes for ever.
//!
//! Deliberately absent: who may read, and the rendering of anything for a person.

pub mod codec;

pub mod faits;

mod emplacement;

pub mod registre_des_numeros;

pub mod runner;

pub use runner::{Etat, Quarantaine, Runner};

pub mod territoires;
pub mod tranches;

pub mod constats;

pub mod rapprochement;
mod registre_des_chiffres;

pub mod registre;

mod indicateurs;

mod lecteurs;
mod publication;

pub mod rapport;

pub mod comparaison;
pub mod trajectoires;

pub mod ecarts;

pub mod prevision;

pub mod echeancier;
pub mod file;

pub mod recherche;
