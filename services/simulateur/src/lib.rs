//! A synthetic Département, seeded, 2018–2023: it aims at published figures and speaks only commands.
//!
//! [`Cibles::lire`] reads what to aim at and says whether it is feasible; [`simuler`] gives the
//! commands that a Département with these figures would have typed, in the order of their instants,
//! and the [`Verite`] it made them from; [`tableau`] is what was published, row by row; [`compter`]
//! counts the same rows from the truth alone.
//!
//! # Invariants
//!
//! - The same targets and the same seed give the same bytes: every identifier is drawn from the seed.
//! - What is published is met exactly, by quotas and calibration, for any seed.
//! - Names, addresses and narratives are invented, and travel only in fields that are sealed.
//!
//! Deliberately absent: any knowledge of the engine. Only its contract is used.

mod calendrier;
mod hasard;
mod territoire;

mod cibles;
mod plan;

mod noms;
mod partage;
mod population;
mod pratiques;

mod information;
mod suite;

mod mesure;
mod terme;

mod accueil;
mod projet;

mod monde;

mod corrections;
mod ecriture;
mod journal;

mod compte;
mod json_lines;
mod tableau;
mod verite;

use proto::reprise::v1::Commande;

pub use cibles::{Cibles, Incoherence, Taux};
pub use compte::{Compte, compter};
pub use json_lines::ecrire_json_lines;
pub use tableau::{LigneCible, Statut, Valeur, tableau};
pub use verite::{
    AccueilVrai, EvaluationVraie, InformationVraie, LigneEnfant, MesureVraie, Verite,
    VeriteIllisible,
};

use hasard::Hasard;
use monde::Monde;

/// The published figures of Charente-Maritime: what the demonstration aims at.
pub const CHARENTE_MARITIME: &str = include_str!("../donnees/charente_maritime.json");

/// The surnames a simulated Département uses, one a line: what a search for leaks looks for.
pub const NOMS: &str = include_str!("../donnees/noms.txt");

/// The first names, one a line.
pub const PRENOMS: &str = include_str!("../donnees/prenoms.txt");

/// The streets, one a line.
pub const RUES: &str = include_str!("../donnees/rues.txt");

/// The narratives, one a line, with `{prenom}` and `{nom}` to be replaced.
pub const PHRASES: &str = include_str!("../donnees/phrases.txt");

/// Six simulated years.
#[derive(Clone, Debug)]
pub struct Simulation {
    /// What was typed, in the order of the instants.
    pub commandes: Vec<Commande>,
    /// What was true.
    pub verite: Verite,
}

/// Simulates a Département that has these figures.
#[must_use]
pub fn simuler(cibles: &Cibles, graine: u64) -> Simulation {
    let mut monde = Monde::simuler(&cibles.plan, graine);
    let hasard = std::mem::replace(&mut monde.hasard, Hasard::new(0));
    let verite = Verite::de(&monde);
    let commandes = ecriture::ecrire(&monde, hasard);
    Simulation { commandes, verite }
}
