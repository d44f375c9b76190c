//! Periodic documents and reviews (rules DO).

use super::Echeance;
use crate::droit::{Charge, Duree, LOI, Regle};
use crate::enfant::Parcours;

/// The rows.
pub(super) const REGLES: &[Regle] = &[Regle {
    id: "DO-01",
    article: "CASF, art. L223-1-1 et D223-12",
    duree: Duree::Mois(3),
    verification: "S",
    declencheur: "effet de la mesure",
    condition: "tout mineur",
    cloture: "établissement du projet pour l'enfant",
    charge: Charge::Ase,
    explication: "Le projet pour l'enfant est établi dans les trois mois du début de la mesure.",
    ..LOI
}];

/// The échéances of a parcours under these rules.
pub(super) fn echeances(_: &Parcours) -> Vec<Echeance> {
    Vec::new()
}
