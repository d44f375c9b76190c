//! Sentences of the chapter `competence`.

use domain::codes::Canal;

use super::{Ligne, Lire, Tete};
use crate::scenario::phrase::code;

const TRANSFERT: Tete = Tete::Objet("transfert");

pub(super) const LIGNES: &[Ligne] = &[
    Ligne {
        mots: "fixer les Départements de",
        rpc: "competence.CompetenceService/Fixer",
        charge: "competence",
        tete: Tete::Enfants,
        champs: &[
            ("responsable ", "responsable", Lire::Texte),
            ("résidence ", "residence", Lire::Texte),
            ("accueil ", "departement_accueil", Lire::Texte),
            ("payeur ", "payeur", Lire::Texte),
        ],
    },
    Ligne {
        mots: "transmettre le dossier",
        rpc: "competence.CompetenceService/Transmettre",
        charge: "transmission",
        tete: TRANSFERT,
        champs: &[
            (":", "vers_departement", Lire::Texte),
            ("par ", "voie", Lire::Code(code::<Canal>)),
            ("numéro ", "numero", Lire::Texte),
            ("", "decideur", Lire::Decideur),
        ],
    },
    Ligne {
        mots: "noter l'acceptation du transfert",
        rpc: "competence.CompetenceService/NoterAcceptation",
        charge: "acceptation",
        tete: TRANSFERT,
        champs: &[
            (":", "vers_departement", Lire::Texte),
            ("effet ", "effet_le", Lire::Jour),
            ("numéro ", "numero", Lire::Texte),
        ],
    },
    Ligne {
        mots: "recevoir le dossier",
        rpc: "competence.CompetenceService/Recevoir",
        charge: "reception",
        tete: TRANSFERT,
        champs: &[
            (":", "vers_departement", Lire::Texte),
            ("venu de ", "de_departement", Lire::Texte),
            ("effet ", "effet_le", Lire::Jour),
            ("résumé ", "resume", Lire::Scelle),
            ("pièces ", "pieces", Lire::Noms),
        ],
    },
];
