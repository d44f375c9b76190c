//! Unaccompanied minors (rules MN).

use super::Echeance;
use crate::droit::Regle;
use crate::enfant::Parcours;

/// The rows.
pub(super) const REGLES: &[Regle] = &[];

/// The échéances of a parcours under these rules.
pub(super) fn echeances(_: &Parcours) -> Vec<Echeance> {
    Vec::new()
}
