//! A mesure: one legal measure on one child, from its order or contract to its end.
//!
//! ```text
//!  ordonnée / contractée ─▶ reçue ─▶ attribuée ─▶ (en attente) ─▶ effective ─▶ levée, terminée
//!            │                                                        │
//!            ├── term reached, nothing decided: échue                 ├── renouvelée: a new measure
//!            └── ended before anyone carried it out: never executed   └── child kept after: sans titre
//! ```
//!
//! # Invariants
//!
//! - What siblings share is the decision; a mesure is never shared. A chain links its renewals.
//! - *En vigueur* on a day: effect ≤ day ≤ term, and not ended before or on that day by mainlevée,
//!   another end, renewal, majority, emancipation or death; executed or not (rule of the DREES).
//! - A judge's order is an observation: an order beyond the maximum is recorded and is an
//!   irregularity. A contract is an act of the Département: beyond the maximum it is refused.
//! - What is agreed is for a minor; who is of age agrees for himself, to an accompaniment that ends at 21.
//! - A consent is of one holder, for one measure of one child, dated and revocable; one opposed holder
//!   forbids the contract, one informed in writing who says nothing does not.
//! - What was recommended, ordered and carried out stay three facts, each gap with its coded ground.
//! - Expiry is not an event: it follows from the term and the day one looks.
//!
//! Deliberately absent: hearings, appeals, the dispositif in fields (chapter `justice`); the notices to the
//! judge, which are writings.

mod accord;
mod decide;
mod etat;
mod evenements;
mod execution;
#[cfg(test)]
mod pieges;
mod regles;
#[cfg(test)]
mod tests;

pub(crate) use accord::{Voix, encore_mineur};
pub(crate) use decide::sans_accord;
pub use decide::{contradictions, decide};
pub(crate) use etat::infirmer;
pub use etat::{Decidee, Etat, Fin, Mesure, evolve};
pub use evenements::*;
pub use execution::{SansTitre, jamais_executee, sans_titre};
pub use regles::{
    Famille, famille, fonde_un_accueil, maximum, remplace_l_aide_a_domicile, survit_a_la_majorite,
};
