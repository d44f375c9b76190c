//! Lives of measures and changes of place (rules ME).
//!
//! ```text
//!  mesure  ─▶ its maximum, its term, its execution, what comes before it     (vies)
//!  accueil ─▶ notices to the judge, brothers and sisters, forbidden places   (lieux)
//! ```
//!
//! A term that passes closes nothing: the échéance stays late until the measure is decided anew or ends.

mod lieux;
mod regles;
#[cfg(test)]
mod tests;
mod vies;

use chrono::NaiveDate;

use super::Echeance;
use crate::codes::{Correspondant, GenreEcrit};
use crate::enfant::Parcours;
use crate::temps::Survenu;

pub(crate) use lieux::accord_de_lieu;
pub(super) use regles::REGLES;

/// The échéances of a parcours under these rules.
pub(super) fn echeances(parcours: &Parcours) -> Vec<Echeance> {
    let mut found = vies::echeances(parcours);
    found.extend(lieux::echeances(parcours));
    found
}

/// When a writing of one of these kinds about an object first left for someone, from a day on.
fn ecrit_a(
    parcours: &Parcours,
    genres: &[GenreEcrit],
    destinataires: &[Correspondant],
    objet: uuid::Uuid,
) -> Option<Survenu> {
    let sent = genres.iter().flat_map(|&genre| parcours.ecrit.emis_pour(genre, objet));
    let to_him = sent.filter(|emis| destinataires.contains(&emis.fait.destinataire));
    to_him.map(|emis| emis.survenu).min_by_key(|survenu| (survenu.le, survenu.a))
}

/// The day as a moment without its hour.
fn jour(le: Option<NaiveDate>) -> Option<Survenu> {
    le.map(Survenu::le)
}
