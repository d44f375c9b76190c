//! What this Département no longer owes of a child whose file left for another.
//!
//! From the day the transfer takes effect the other Département answers for the child: what was asked of
//! this one, whichever the rule, has no object any more. When the file comes back, what still has time to
//! run is its own again; what fell due meanwhile was the other's.
//!
//! Deliberately absent: what a judge, a service or anybody else owes, which no transfer moves.

use super::Echeance;
use crate::enfant::Parcours;

/// Why.
const PARTI: &str = "dossier parti : à la charge du Département responsable";

/// The rules that stay owed by the Département that let the child go, each with its reason.
pub const RESTENT: &[(&str, &str)] = &[
    ("AU-08", "la décision défavorable est la sienne : il en donne les motifs et les recours"),
    ("IN-02", "la demande lui est adressée, sur les documents qu'il détient"),
    ("IN-03", "le refus implicite est le sien : il en donne les motifs"),
    ("IN-04", "la demande lui est adressée, sur le traitement dont il répond"),
    ("IP-10", "la saisine est la sienne : il en informe les parents"),
    ("IP-12", "l'expéditeur s'est adressé à lui : il lui répond"),
    ("IP-15", "la transmission du dossier lui revient"),
    ("IP-16", "l'accord précède la transmission, qui lui revient"),
];

/// An échéance, without object from a departure on when another Département takes it over.
pub(super) fn bornee(parcours: &Parcours, echeance: Echeance) -> Echeance {
    let regle = echeance.regle;
    let stays = RESTENT.iter().any(|(id, _)| *id == regle.id);
    if stays || !regle.charge.du_departement() {
        return echeance;
    }
    let departs = parcours.competence.departs();
    let taken_over = departs.into_iter().find(|(_, retour)| {
        retour.is_none_or(|retour| {
            let before = echeance.declenchee.le < retour;
            before && echeance.legale().is_some_and(|limite| limite < retour)
        })
    });
    echeance.sans_objet_depuis(taken_over.map(|(le, _)| le), PARTI)
}
