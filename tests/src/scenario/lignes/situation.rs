//! Sentences of the chapter `situation`.

use domain::codes::Connaissance;

use super::{Ligne, Lire, Tete};
use crate::scenario::phrase::code;

pub(super) const LIGNES: &[Ligne] = &[Ligne {
    mots: "observer la situation de",
    rpc: "situation.SituationService/Observer",
    charge: "observation",
    tete: Tete::Enfants,
    champs: &[
        (":", "rubrique", Lire::Texte),
        ("connaissance ", "connaissance", Lire::Code(code::<Connaissance>)),
        ("valeur ", "valeur", Lire::Texte),
    ],
}];
