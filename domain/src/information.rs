//! The information entrante, from its arrival at the Département to its qualification as an IP.
//!
//! ```text
//!  reçue ──▶ qualifiée ──▶ (évaluation, décision: other chapters)
//!    │ ├───▶ non qualifiée (niveau 1)
//!    │ ├───▶ rattachée to an open principal information
//!    │ ├───▶ doublon of the same message
//!    │ ├───▶ transférée to another Département
//!    │ └───▶ retirée: entered on the wrong child
//!    └─────▶ signalée au parquet, beside any of these
//! ```
//!
//! # Invariants
//!
//! - The clock of CASF D226-2-4 starts at the arrival at the Département, whatever came later.
//! - A rattachée keeps its own arrival and its sender's rights; it never restarts a clock. A détachée is
//!   principal again, from its own arrival.
//! - Received once per child; one qualification per child, qualified or not.
//! - A fiche navette without an answer holds nothing back.
//! - What others do (an answer, an acknowledgement, a request) is recorded even before the reception it
//!   answers; an act of the Département is not.
//! - The narrative is sealed under the information's own key, the sender under his own.
//!
//! Deliberately absent: letters to senders and parents, which are writings ([`crate::ecrit`]) about the
//! information; who may open a protected file, which is the door's.

mod decide;
mod etat;
mod evenements;
#[cfg(test)]
mod tests;

pub use decide::{contradictions, decide};
pub(crate) use etat::professionnel;
pub use etat::{Etat, Information, Qualification, evolve};
pub use evenements::*;
