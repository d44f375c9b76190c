//! Sentences of the chapter `sante`.

use domain::codes::ActeSante;

use super::{Ligne, Lire, Tete};
use crate::scenario::phrase::code;

pub(super) const LIGNES: &[Ligne] = &[Ligne {
    mots: "noter l'acte de santé de",
    rpc: "sante.SanteService/NoterActe",
    charge: "acte",
    tete: Tete::Enfants,
    champs: &[(":", "acte", Lire::Code(code::<ActeSante>))],
}];
