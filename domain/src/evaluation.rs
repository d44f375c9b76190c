//! The évaluation of a household's minors: mandated, conducted, reported (CASF D226-2-4 to D226-2-7).
//!
//! An évaluation is a shared identifier with facts per child; one or more informations feed it.
//!
//! # Invariants
//!
//! - A mandate is an act of the Département: it needs a qualified information of the child.
//! - A report that comes back is an observation: recorded whatever box is empty before it.
//! - The *first* remise stops the clock; a complement does not start it again.
//! - The team draws one common conclusion; who does not agree is heard beside it, and changes nothing of it.
//! - What is found of one child is his own; the common report, and what siblings share, is the évaluation's.
//!
//! Deliberately absent: any score drawn from the levels of a report; letters to the parents, and an
//! information withheld from them, which are writings ([`crate::ecrit`]).

mod decide;
mod etat;
mod evenements;
#[cfg(test)]
mod tests;

pub use decide::{contradictions, decide};
pub use etat::{Etat, Evaluation, evolve};
pub use evenements::*;
