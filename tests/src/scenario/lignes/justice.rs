//! Sentences of the chapter `justice`.

use super::{Ligne, Lire, Tete};

pub(super) const LIGNES: &[Ligne] = &[Ligne {
    mots: "ouvrir le dossier judiciaire",
    rpc: "justice.JusticeService/OuvrirDossier",
    charge: "ouvert",
    tete: Tete::Objet("dossier"),
    champs: &[
        (":", "juridiction", Lire::Texte),
        ("cabinet ", "cabinet", Lire::Texte),
        ("AE ", "numero_ae", Lire::Texte),
        ("parquet ", "numero_parquet", Lire::Texte),
    ],
}];
