//! Lives of measures and changes of place (rules ME).

use super::Echeance;
use chrono::NaiveDate;

use crate::droit::{Charge, Duree, Genre, LOI, Regle};
use crate::enfant::Parcours;

const REFORME_2022: Option<NaiveDate> = NaiveDate::from_ymd_opt(2022, 2, 9);

/// The rows.
pub(super) const REGLES: &[Regle] = &[
    Regle {
        id: "ME-01",
        article: "C. civ., art. 375",
        genre: Genre::Max,
        duree: Duree::Mois(24),
        verification: "V26",
        declencheur: "effet de la mesure",
        condition: "mesure d'assistance éducative",
        cloture: "renouvellement ou fin de la mesure",
        charge: Charge::Juge,
        explication: "Une mesure d'assistance éducative ne dépasse pas deux ans.",
        ..LOI
    },
    Regle {
        id: "ME-03",
        article: "C. civ., art. 375-2",
        genre: Genre::Max,
        duree: Duree::Mois(12),
        du: REFORME_2022,
        verification: "V26",
        declencheur: "effet de la mesure",
        condition: "AEMO renforcée ou intensifiée",
        cloture: "renouvellement ou fin de la mesure",
        charge: Charge::Juge,
        explication: "Une AEMO renforcée ou intensifiée ne dépasse pas un an.",
        ..LOI
    },
    Regle {
        id: "ME-06",
        article: "CPC, art. 1183",
        genre: Genre::Max,
        duree: Duree::Mois(6),
        verification: "S",
        declencheur: "notification de la mesure",
        condition: "MJIE",
        cloture: "renouvellement ou fin de la mesure",
        charge: Charge::Service,
        explication: "Une MJIE ne dépasse pas six mois.",
        ..LOI
    },
    Regle {
        id: "ME-08",
        article: "CASF, art. L223-5",
        genre: Genre::Max,
        duree: Duree::Mois(12),
        verification: "V",
        declencheur: "effet de la mesure",
        condition: "mesure administrative",
        cloture: "renouvellement ou fin de la mesure",
        charge: Charge::Ase,
        explication: "Une mesure administrative ne dépasse pas un an, renouvelable.",
        ..LOI
    },
];

/// The échéances of a parcours under these rules.
pub(super) fn echeances(_: &Parcours) -> Vec<Echeance> {
    Vec::new()
}
