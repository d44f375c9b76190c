//! The search of identities: a blind index that follows the journal, and candidates ranked on opened names.
//!
//! ```text
//!  journal ──seals opened──▶ traits ──HMAC──▶ tokens            (what is written: nobody reads a name there)
//!  question ─▶ traits ──HMAC──▶ rows in common ─▶ the 60 best ──seals opened──▶ compared ─▶ candidates
//! ```
//!
//! # Invariants
//!
//! - No name, date or number is written outside the journal's seals: a token is a keyed hash.
//! - Whoever is erased is found no more from the moment of the erasure: his rows go in its transaction, and
//!   none is written for a subject whose key was destroyed.
//! - Every row can be dropped and built again to the same rows, with the same key.
//! - The sender of an information is not in it: he is found by nobody.
//! - It ranks; it never attaches, merges or decides.
//!
//! Deliberately absent: who may search, and receipts, which are the door's. See docs/decisions/015.

pub mod texte;

mod surnoms;

pub mod ressemblance;

pub mod traits;

mod jetons;

mod fiche;

mod index;

mod trouver;

mod doublons;

pub use doublons::{DoublonsDemandes, Paire};
pub use fiche::Fiche;
pub use index::Recherche;
pub use jetons::ClefDeRecherche;
pub use trouver::{Candidat, Cherche, Criteres, Trouve};
