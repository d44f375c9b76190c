//! Sentences of the chapter `autonomie`.

use domain::codes::GenreEntretien;

use super::{Ligne, Lire, Tete};
use crate::scenario::phrase::code;

pub(super) const LIGNES: &[Ligne] = &[Ligne {
    mots: "tenir l'entretien de",
    rpc: "autonomie.AutonomieService/TenirEntretien",
    charge: "entretien",
    tete: Tete::Enfants,
    champs: &[(":", "genre", Lire::Code(code::<GenreEntretien>))],
}];
