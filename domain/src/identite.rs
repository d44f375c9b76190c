//! Who the child is, as far as is known, and where he lives.
//!
//! A birth date is a claim with a source: a later judgment fixes another. A minor whom nobody can
//! name yet has a provisional file, identified later; until then he is in no distinct count. A child not
//! yet born has a prenatal file, which his birth opens again: no information is qualified before it.
//!
//! # Invariants
//!
//! - A file is opened once: by an inscription, by the reporting of an unidentified minor or of a child to
//!   be born.
//! - Of the births claimed, the one of the strongest source counts; of one source, the last ([`rang`]).
//! - Names, description and address are sealed under the child's key. Birth date, sex, commune and
//!   service stay clear: figures need them, and no figure opens a seal.
//!
//! Deliberately absent: the search for duplicates and the merge of files.

mod decide;
mod etat;
mod evenements;
mod minorite;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_minorite;

pub(crate) use decide::contradictions;
pub use decide::decide;
pub(crate) use etat::evolve_later;
pub use etat::{Etat, evolve, rang};
pub use evenements::*;
pub use minorite::{
    Minorite, MinoriteEvaluee, MinoriteRefusee, MisALAbri, MiseALAbriProlongee, RepitAccorde,
};
