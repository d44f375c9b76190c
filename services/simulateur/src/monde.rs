//! The simulated Département while it is made: everything that will be true, before anything is
//! written.
//!
//! # Invariants
//!
//! - The order of the steps of [`Monde::simuler`] is fixed: it fixes the draws.
//!
//! Deliberately absent: commands. The model is finished before the first one is written, so that the
//! truth and the commands cannot differ by what was left out.

use crate::hasard::Hasard;
use crate::information::{Evaluation, Information};
use crate::mesure::Parcours;
use crate::noms::Mots;
use crate::plan::Plan;
use crate::population::{Enfant, Famille};

/// The model.
pub(crate) struct Monde {
    pub(crate) hasard: Hasard,
    pub(crate) mots: Mots,
    pub(crate) plan: Plan,
    pub(crate) familles: Vec<Famille>,
    pub(crate) enfants: Vec<Enfant>,
    pub(crate) informations: Vec<Information>,
    pub(crate) evaluations: Vec<Evaluation>,
    pub(crate) parcours: Vec<Parcours>,
}

impl Monde {
    /// Six years of a Département.
    pub(crate) fn simuler(plan: &Plan, graine: u64) -> Self {
        let mut monde = Self {
            hasard: Hasard::new(graine),
            mots: Mots::lire(),
            plan: plan.clone(),
            familles: Vec::new(),
            enfants: Vec::new(),
            informations: Vec::new(),
            evaluations: Vec::new(),
            parcours: Vec::new(),
        };
        monde.reprendre();
        monde.informer();
        monde.mesurer();
        monde.accueillir();
        monde.projeter();
        monde.decider();
        monde.demenager();
        monde
    }
}
