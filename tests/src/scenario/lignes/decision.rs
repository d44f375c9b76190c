//! Sentences of the chapter `decision`, beyond those of [`super::super::commandes`].

use domain::codes::{Canal, Correspondant, GenreSuite, Titulaire};

use super::{Ligne, Lire, Tete};
use crate::scenario::phrase::code;

const DECISION: Tete = Tete::Objet("decision");

pub(super) const LIGNES: &[Ligne] = &[
    Ligne {
        mots: "constater la réalisation de",
        rpc: "decision.DecisionService/ConstaterRealisation",
        charge: "realisation",
        tete: DECISION,
        champs: &[(":", "suite", Lire::Code(code::<GenreSuite>)), ("mesure ", "mesure", Lire::Nom)],
    },
    Ligne {
        mots: "constater le refus de",
        rpc: "decision.DecisionService/ConstaterRefus",
        charge: "refus",
        tete: DECISION,
        champs: &[
            (":", "suite", Lire::Code(code::<GenreSuite>)),
            ("par ", "par", Lire::Codes(code::<Titulaire>)),
        ],
    },
    Ligne {
        mots: "notifier les suites de",
        rpc: "decision.DecisionService/Notifier",
        charge: "notification",
        tete: DECISION,
        champs: &[
            (":", "destinataires", Lire::Codes(code::<Correspondant>)),
            ("par ", "voie", Lire::Code(code::<Canal>)),
        ],
    },
];
