//! Sentences of the chapter `identite` about children to be born and assessments of minority.

use domain::codes::{ConclusionMinorite, ElementMinorite, MotifPrenatalClos, Sexe};

use super::{Ligne, Lire, Tete};
use crate::scenario::phrase::code;

const MINORITE: Tete = Tete::Objet("minorite");

pub(super) const LIGNES: &[Ligne] = &[
    Ligne {
        mots: "signaler l'enfant à naître",
        rpc: "identite.IdentiteService/SignalerANaitre",
        charge: "signalement",
        tete: Tete::Enfants,
        champs: &[
            (":", "description", Lire::Scelle),
            ("terme ", "terme_prevu_le", Lire::Jour),
            ("mère ", "mere", Lire::Nom),
        ],
    },
    Ligne {
        mots: "constater la naissance de",
        rpc: "identite.IdentiteService/ConstaterNaissance",
        charge: "ne",
        tete: Tete::Enfants,
        champs: &[
            (":", "sexe", Lire::Code(code::<Sexe>)),
            ("nom ", "etat_civil.clair.nom", Lire::Texte),
            ("prénom ", "etat_civil.clair.prenoms", Lire::Texte),
        ],
    },
    Ligne {
        mots: "clore l'alerte prénatale de",
        rpc: "identite.IdentiteService/ClorePrenatal",
        charge: "clos",
        tete: Tete::Enfants,
        champs: &[(":", "motif", Lire::Code(code::<MotifPrenatalClos>))],
    },
    Ligne {
        mots: "mettre à l'abri",
        rpc: "identite.IdentiteService/MettreALAbri",
        charge: "mise_a_l_abri",
        tete: MINORITE,
        champs: &[],
    },
    Ligne {
        mots: "prolonger la mise à l'abri",
        rpc: "identite.IdentiteService/ProlongerMiseALAbri",
        charge: "prolongation",
        tete: MINORITE,
        champs: &[("", "decideur", Lire::Decideur)],
    },
    Ligne {
        mots: "accorder un temps de répit",
        rpc: "identite.IdentiteService/AccorderRepit",
        charge: "repit",
        tete: MINORITE,
        champs: &[
            ("jusqu'au ", "jusqu_au", Lire::Jour),
            ("besoins de santé repérés", "besoins_de_sante_reperes", Lire::Vrai),
        ],
    },
    Ligne {
        mots: "évaluer la minorité",
        rpc: "identite.IdentiteService/EvaluerMinorite",
        charge: "evaluation",
        tete: MINORITE,
        champs: &[
            (":", "conclusion", Lire::Code(code::<ConclusionMinorite>)),
            ("éléments ", "elements", Lire::Codes(code::<ElementMinorite>)),
        ],
    },
    Ligne {
        mots: "refuser la prise en charge",
        rpc: "identite.IdentiteService/RefuserMinorite",
        charge: "refus",
        tete: MINORITE,
        champs: &[
            ("recours indiqués", "voies_de_recours", Lire::Vrai),
            ("", "decideur", Lire::Decideur),
        ],
    },
];
