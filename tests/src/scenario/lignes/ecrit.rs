//! Sentences of the chapter `ecrit`.

use domain::codes::{Canal, Correspondant, GenreEcrit};

use super::{Ligne, Lire, Tete};
use crate::scenario::phrase::code;

pub(super) const LIGNES: &[Ligne] = &[
    Ligne {
        mots: "émettre l'écrit",
        rpc: "ecrit.EcritService/Emettre",
        charge: "emis",
        tete: Tete::Objet("ecrit"),
        champs: &[
            (":", "genre", Lire::Code(code::<GenreEcrit>)),
            ("à ", "destinataire", Lire::Code(code::<Correspondant>)),
            ("objet ", "objet", Lire::Nom),
            ("par ", "voie", Lire::Code(code::<Canal>)),
            ("numéro ", "numero", Lire::Texte),
            ("", "decideur", Lire::Decideur),
            ("pièces ", "pieces", Lire::Noms),
        ],
    },
    Ligne {
        mots: "recevoir l'écrit",
        rpc: "ecrit.EcritService/Recevoir",
        charge: "recu",
        tete: Tete::Objet("ecrit"),
        champs: &[
            (":", "genre", Lire::Code(code::<GenreEcrit>)),
            ("de ", "auteur", Lire::Code(code::<Correspondant>)),
            ("objet ", "objet", Lire::Nom),
            ("service ", "service", Lire::Texte),
            ("pièces ", "pieces", Lire::Noms),
        ],
    },
    Ligne {
        mots: "noter l'accusé de",
        rpc: "ecrit.EcritService/NoterAccuse",
        charge: "accuse",
        tete: Tete::Objet("ecrit"),
        champs: &[("numéro ", "numero", Lire::Texte)],
    },
];
