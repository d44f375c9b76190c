//! Who the child is and where he lived.

use domain::codes::Code as _;
use domain::enfant::Parcours;
use domain::temps::Precision;
use uuid::Uuid;

use super::ligne::{FaitEnfant, FaitResidence};

/// The row of the child, once his file is open.
pub(super) fn enfant(enfant: Uuid, parcours: &Parcours) -> Option<FaitEnfant> {
    let identite = &parcours.identite;
    identite.existe().then(|| FaitEnfant {
        enfant,
        naissance: identite.naissance().map(|naissance| naissance.le),
        precision: identite.naissance().map(|naissance| precision(naissance.precision)),
        sexe: identite.sexe().cle(),
        identifie: identite.identifie(),
        mna_le: identite.mna,
        emancipe_le: identite.emancipe,
        decede_le: identite.decede,
        majorite_le: identite.majorite(),
    })
}

fn precision(precision: Precision) -> &'static str {
    match precision {
        Precision::Instant => "instant",
        Precision::Jour => "jour",
        Precision::Mois => "mois",
        Precision::Annee => "annee",
        Precision::Inconnue => "inconnue",
    }
}

/// One row a stay. Of two residences declared for a same day, the last one told holds.
pub(super) fn residences(enfant: Uuid, parcours: &Parcours) -> Vec<FaitResidence> {
    let declared = &parcours.identite.residences;
    let mut rows: Vec<FaitResidence> = Vec::with_capacity(declared.len());
    for (rang, residence) in declared.iter().enumerate() {
        let next = declared.get(rang + 1).map(|next| next.le());
        if next == Some(residence.le()) {
            continue;
        }
        rows.push(FaitResidence {
            enfant,
            depuis: residence.le(),
            jusqu_a: next,
            commune: residence.fait.commune.clone(),
            service_responsable: residence.fait.service_responsable.clone(),
        });
    }
    rows
}
