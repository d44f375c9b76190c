//! Sentences of the chapter `sante`.

use domain::codes::{ActeSante, BesoinSante, EtatVaccinal, RoleSante};

use super::{Ligne, Lire, Tete};
use crate::scenario::phrase::code;

pub(super) const LIGNES: &[Ligne] = &[
    Ligne {
        mots: "noter l'acte de santé de",
        rpc: "sante.SanteService/NoterActe",
        charge: "acte",
        tete: Tete::Enfants,
        champs: &[
            (":", "acte", Lire::Code(code::<ActeSante>)),
            ("besoins ", "besoins", Lire::Codes(code::<BesoinSante>)),
            ("vaccination ", "vaccination", Lire::Code(code::<EtatVaccinal>)),
            ("par ", "realise_par", Lire::Code(code::<RoleSante>)),
            ("prochain le ", "prochain_le", Lire::Jour),
            ("observation ", "observation", Lire::Scelle),
        ],
    },
    Ligne {
        mots: "désigner pour la santé de",
        rpc: "sante.SanteService/DesignerReferent",
        charge: "referent",
        tete: Tete::Enfants,
        champs: &[
            (":", "role", Lire::Code(code::<RoleSante>)),
            ("service ", "service", Lire::Texte),
        ],
    },
];
