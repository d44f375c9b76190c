//! A mesure: one legal measure on one child, from its order or contract to its end.
//!
//! ```text
//!  ordonnée / contractée ─▶ reçue ─▶ attribuée ─▶ (en attente) ─▶ effective ─▶ levée, terminée
//!            │                                                        │
//!            └── term reached, nothing decided: échue                 └── renouvelée: a new measure
//! ```
//!
//! # Invariants
//!
//! - What siblings share is the decision; a mesure is never shared. A chain links its renewals.
//! - *En vigueur* on a day: effect ≤ day ≤ term, and not ended before or on that day by mainlevée,
//!   another end, renewal, majority, emancipation or death; executed or not (rule of the DREES).
//! - A judge's order is an observation: an order beyond the maximum is recorded and is an
//!   irregularity. A contract is an act of the Département: beyond the maximum it is refused.
//! - Expiry is not an event: it follows from the term and the day one looks.
//!
//! Deliberately absent: hearings, appeals, the dispositif in fields.

mod decide;
mod etat;
mod evenements;
mod regles;
#[cfg(test)]
mod tests;

pub use decide::{contradictions, decide};
pub use etat::{Decidee, Etat, Fin, Mesure, evolve};
pub use evenements::*;
pub use regles::{Famille, famille, maximum, survit_a_la_majorite};
