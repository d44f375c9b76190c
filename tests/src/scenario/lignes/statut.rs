//! Sentences of the chapter `statut`.

use domain::codes::StatutJuridique;

use super::{Ligne, Lire, Tete};
use crate::scenario::phrase::code;

pub(super) const LIGNES: &[Ligne] = &[Ligne {
    mots: "constater le statut de",
    rpc: "statut.StatutService/Constater",
    charge: "constat",
    tete: Tete::Enfants,
    champs: &[
        (":", "statut", Lire::Code(code::<StatutJuridique>)),
        ("fondement ", "fondement", Lire::Texte),
    ],
}];
