//! Sentences of the chapter `autonomie`.

use domain::codes::{
    AvisCommission, BesoinAutonomie, Diplome, GenreEntretien, MotifSortieAse, SensAccompagnement,
    SituationApres, SujetEntretien,
};

use super::{Ligne, Lire, Tete};
use crate::scenario::phrase::code;

const ACCOMPAGNEMENT: Tete = Tete::Objet("accompagnement");

pub(super) const LIGNES: &[Ligne] = &[
    Ligne {
        mots: "tenir l'entretien de",
        rpc: "autonomie.AutonomieService/TenirEntretien",
        charge: "entretien",
        tete: Tete::Enfants,
        champs: &[
            (":", "genre", Lire::Code(code::<GenreEntretien>)),
            ("sujets ", "sujets", Lire::Codes(code::<SujetEntretien>)),
        ],
    },
    Ligne {
        mots: "noter l'entretien décliné par",
        rpc: "autonomie.AutonomieService/DeclinerEntretien",
        charge: "entretien",
        tete: Tete::Enfants,
        champs: &[(":", "genre", Lire::Code(code::<GenreEntretien>))],
    },
    Ligne {
        mots: "établir le projet d'autonomie de",
        rpc: "autonomie.AutonomieService/EtablirProjet",
        charge: "projet",
        tete: Tete::Enfants,
        champs: &[
            ("couvre ", "couverts", Lire::Codes(code::<BesoinAutonomie>)),
            ("ne couvre pas ", "non_couverts", Lire::Codes(code::<BesoinAutonomie>)),
            ("précisions ", "precisions", Lire::Scelle),
        ],
    },
    Ligne {
        mots: "proposer l'accompagnement",
        rpc: "autonomie.AutonomieService/Proposer",
        charge: "proposition",
        tete: ACCOMPAGNEMENT,
        champs: &[("", "decideur", Lire::Decideur)],
    },
    Ligne {
        mots: "noter la réponse à l'accompagnement",
        rpc: "autonomie.AutonomieService/Repondre",
        charge: "reponse",
        tete: ACCOMPAGNEMENT,
        champs: &[("acceptée", "accepte", Lire::Vrai)],
    },
    Ligne {
        mots: "décider de l'accompagnement",
        rpc: "autonomie.AutonomieService/Decider",
        charge: "decision",
        tete: ACCOMPAGNEMENT,
        champs: &[
            (":", "sens", Lire::Code(code::<SensAccompagnement>)),
            ("motivée", "motivee", Lire::Vrai),
            ("recours indiqués", "voies_de_recours", Lire::Vrai),
            ("mesure ", "mesure", Lire::Nom),
            ("", "decideur", Lire::Decideur),
        ],
    },
    Ligne {
        mots: "engager l'année scolaire de",
        rpc: "autonomie.AutonomieService/EngagerAnnee",
        charge: "annee",
        tete: Tete::Enfants,
        champs: &[("jusqu'au ", "jusqu_au", Lire::Jour)],
    },
    Ligne {
        mots: "passer en commission d'autonomie",
        rpc: "autonomie.AutonomieService/PasserEnCommission",
        charge: "commission",
        tete: Tete::Enfants,
        champs: &[(":", "avis", Lire::Code(code::<AvisCommission>))],
    },
    Ligne {
        mots: "noter la sortie de l'ASE de",
        rpc: "autonomie.AutonomieService/Sortir",
        charge: "sortie",
        tete: Tete::Enfants,
        champs: &[
            (":", "motif", Lire::Code(code::<MotifSortieAse>)),
            ("situation ", "situation_apres", Lire::Code(code::<SituationApres>)),
            ("diplôme ", "diplome", Lire::Code(code::<Diplome>)),
        ],
    },
    Ligne {
        mots: "noter le retour à l'ASE de",
        rpc: "autonomie.AutonomieService/Revenir",
        charge: "retour",
        tete: Tete::Enfants,
        champs: &[("accompagnement ", "accompagnement", Lire::Nom)],
    },
];
