//! Sentences of the chapter `departement`: they name no child.

use domain::codes::{Canal, PorteDEntree, QualiteDecideur, Transip};

use super::{Ligne, Lire, Tete};
use crate::scenario::phrase::code;

pub(super) const LIGNES: &[Ligne] = &[
    Ligne {
        mots: "fixer le réglage",
        rpc: "departement.DepartementService/FixerReglage",
        charge: "reglage",
        tete: Tete::Texte("cle"),
        champs: &[(":", "jours", Lire::Nombre), ("source ", "source", Lire::Texte)],
    },
    Ligne {
        mots: "donner délégation à",
        rpc: "departement.DepartementService/DonnerDelegation",
        charge: "delegation",
        tete: Tete::Texte("agent"),
        champs: &[
            (":", "qualite", Lire::Code(code::<QualiteDecideur>)),
            ("arrêté ", "reference", Lire::Texte),
            ("jusqu'au ", "jusqu_au", Lire::Jour),
        ],
    },
    Ligne {
        mots: "mettre d'astreinte",
        rpc: "departement.DepartementService/FixerAstreinte",
        charge: "astreinte",
        tete: Tete::Texte("agent"),
        champs: &[("jusqu'au ", "jusqu_au", Lire::Jour)],
    },
    Ligne {
        mots: "noter le conseil",
        rpc: "departement.DepartementService/NoterConseil",
        charge: "conseil",
        tete: Tete::Objet("conseil"),
        champs: &[
            (":", "demandeur", Lire::Code(code::<Transip>)),
            ("par la ", "porte_d_entree", Lire::Code(code::<PorteDEntree>)),
            ("canal ", "canal", Lire::Code(code::<Canal>)),
            ("organisation ", "organisation.nom", Lire::Texte),
        ],
    },
    Ligne {
        mots: "publier le chiffre",
        rpc: "departement.DepartementService/PublierChiffre",
        charge: "chiffre",
        tete: Tete::Texte("cle"),
        champs: &[
            (":", "libelle", Lire::Texte),
            ("vaut ", "valeur", Lire::Texte),
            ("unité ", "unite", Lire::Texte),
            ("du ", "du", Lire::Jour),
            ("au ", "au", Lire::Jour),
            ("par ", "auteur", Lire::Texte),
            ("source ", "source", Lire::Texte),
            ("édition ", "edition", Lire::Texte),
            ("face à ", "indicateur", Lire::Texte),
        ],
    },
];
