//! Sentences of the chapter `information`, beyond those of [`super::super::commandes`].

use domain::codes::{Canal, Danger, MiseEnCause, MotifDetachement, OrganismeSocial, Transip};

use super::{Ligne, Lire, Tete};
use crate::scenario::phrase::code;

const INFORMATION: Tete = Tete::Objet("information");

pub(super) const LIGNES: &[Ligne] = &[
    Ligne {
        mots: "envoyer une navette sur",
        rpc: "information.InformationService/EnvoyerNavette",
        charge: "navette",
        tete: INFORMATION,
        champs: &[(":", "service", Lire::Texte), ("attendue le ", "attendu_le", Lire::Jour)],
    },
    Ligne {
        mots: "noter le retour de la navette sur",
        rpc: "information.InformationService/NoterRetourNavette",
        charge: "retour",
        tete: INFORMATION,
        champs: &[
            (":", "service", Lire::Texte),
            ("famille connue", "famille_connue", Lire::Vrai),
            ("réponse ", "reponse", Lire::Scelle),
        ],
    },
    Ligne {
        mots: "noter un complément à",
        rpc: "information.InformationService/NoterComplement",
        charge: "completee",
        tete: INFORMATION,
        champs: &[
            (":", "complement", Lire::Scelle),
            ("par ", "transmetteur", Lire::Code(code::<Transip>)),
            ("canal ", "canal", Lire::Code(code::<Canal>)),
        ],
    },
    Ligne {
        mots: "détacher",
        rpc: "information.InformationService/Detacher",
        charge: "detachee",
        tete: INFORMATION,
        champs: &[
            (":", "motif", Lire::Code(code::<MotifDetachement>)),
            ("de ", "principale", Lire::Nom),
        ],
    },
    Ligne {
        mots: "noter la mise en cause dans",
        rpc: "information.InformationService/NoterMiseEnCause",
        charge: "mise",
        tete: INFORMATION,
        champs: &[(":", "mis_en_cause", Lire::Codes(code::<MiseEnCause>))],
    },
    Ligne {
        mots: "noter la demande de suites sur",
        rpc: "information.InformationService/NoterDemandeDeSuites",
        charge: "demande",
        tete: INFORMATION,
        champs: &[("canal ", "canal", Lire::Code(code::<Canal>))],
    },
    Ligne {
        mots: "noter l'accusé du transfert de",
        rpc: "information.InformationService/NoterAccuseTransfert",
        charge: "accuse",
        tete: INFORMATION,
        champs: &[("numéro ", "numero", Lire::Texte)],
    },
    Ligne {
        mots: "noter le départ de la famille sur",
        rpc: "information.InformationService/NoterDemenagement",
        charge: "demenagement",
        tete: INFORMATION,
        champs: &[("vers le Département ", "vers_departement", Lire::Texte)],
    },
    Ligne {
        mots: "demander l'adresse sur",
        rpc: "information.InformationService/DemanderAdresse",
        charge: "demande",
        tete: INFORMATION,
        champs: &[
            (":", "organisme", Lire::Code(code::<OrganismeSocial>)),
            ("reçue le ", "recue_le", Lire::Jour),
        ],
    },
    Ligne {
        mots: "noter la réponse sur l'adresse de",
        rpc: "information.InformationService/NoterReponseAdresse",
        charge: "reponse",
        tete: INFORMATION,
        champs: &[
            (":", "organisme", Lire::Code(code::<OrganismeSocial>)),
            ("connue", "connue", Lire::Vrai),
            ("adresse ", "adresse", Lire::Scelle),
        ],
    },
    Ligne {
        mots: "constater un danger grave et immédiat sur",
        rpc: "information.InformationService/ConstaterDangerGrave",
        charge: "danger",
        tete: INFORMATION,
        champs: &[
            ("évaluation ", "evaluation", Lire::Nom),
            ("dangers ", "dangers", Lire::Codes(code::<Danger>)),
        ],
    },
];
