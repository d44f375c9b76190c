//! Informations and IP: from reception to the return to the sender (rules IP).

use super::Echeance;
use crate::droit::{Charge, Duree, LOI, Regle};
use crate::enfant::Parcours;

/// The rows.
pub(super) const REGLES: &[Regle] = &[Regle {
    id: "IP-04",
    article: "CASF, art. D226-2-4 II",
    duree: Duree::Mois(3),
    verification: "V",
    declencheur: "arrivée de l'information au Département",
    condition: "information qualifiée, principale",
    cloture: "remise du rapport d'évaluation",
    charge: Charge::Evaluateur,
    explication: "L'évaluation est rendue dans les trois mois de la réception de l'information.",
    ..LOI
}];

/// The échéances of a parcours under these rules.
pub(super) fn echeances(_: &Parcours) -> Vec<Echeance> {
    Vec::new()
}
