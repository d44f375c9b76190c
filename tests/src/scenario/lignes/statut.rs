//! Sentences of the chapter `statut`.

use domain::codes::{
    CasPupille, Correspondant, DecisionAutorite, DemandeurDelegation, FinPupille, FondementAse,
    ObjetConseil, ReceveurConsentement, RelationsParentales, StatutJuridique, Titulaire,
    TitulaireAutorite,
};

use super::{Ligne, Lire, Tete};
use crate::scenario::phrase::code;

const RECUEIL: Tete = Tete::Objet("recueil");
const REQUETE: Tete = Tete::Objet("requete");

pub(super) const LIGNES: &[Ligne] = &[
    Ligne {
        mots: "constater le statut de",
        rpc: "statut.StatutService/Constater",
        charge: "constat",
        tete: Tete::Enfants,
        champs: &[
            (":", "statut", Lire::Code(code::<StatutJuridique>)),
            ("fondement ", "fondement", Lire::Texte),
            ("au titre ", "fondement_ase", Lire::Code(code::<FondementAse>)),
            ("effet ", "effet_le", Lire::Jour),
        ],
    },
    Ligne {
        mots: "constater l'autorité parentale sur",
        rpc: "statut.StatutService/ConstaterAutorite",
        charge: "autorite",
        tete: Tete::Enfants,
        champs: &[
            (":", "titulaire", Lire::Code(code::<TitulaireAutorite>)),
            ("par ", "decision", Lire::Code(code::<DecisionAutorite>)),
            ("en partie", "partielle", Lire::Vrai),
            ("effet ", "effet_le", Lire::Jour),
            ("juridiction ", "juridiction", Lire::Texte),
            ("requête ", "requete", Lire::Nom),
        ],
    },
    Ligne {
        mots: "dresser le PV de recueil",
        rpc: "statut.StatutService/DresserPv",
        charge: "pv",
        tete: RECUEIL,
        champs: &[
            (":", "cas", Lire::Code(code::<CasPupille>)),
            ("remis par ", "remis_par", Lire::Codes(code::<Titulaire>)),
            ("parents informés", "informes", Lire::Vrai),
            ("", "decideur", Lire::Decideur),
        ],
    },
    Ligne {
        mots: "reprendre l'enfant du recueil",
        rpc: "statut.StatutService/Reprendre",
        charge: "reprise",
        tete: RECUEIL,
        champs: &[(":", "par", Lire::Code(code::<Titulaire>))],
    },
    Ligne {
        mots: "admettre comme pupille",
        rpc: "statut.StatutService/AdmettrePupille",
        charge: "admission",
        tete: RECUEIL,
        champs: &[
            (":", "cas", Lire::Code(code::<CasPupille>)),
            ("effet ", "effet_le", Lire::Jour),
            ("", "decideur", Lire::Decideur),
        ],
    },
    Ligne {
        mots: "notifier l'admission",
        rpc: "statut.StatutService/NotifierAdmission",
        charge: "notification",
        tete: RECUEIL,
        champs: &[(":", "destinataire", Lire::Code(code::<Correspondant>))],
    },
    Ligne {
        mots: "former un recours contre l'admission",
        rpc: "statut.StatutService/FormerRecours",
        charge: "recours",
        tete: RECUEIL,
        champs: &[(":", "par", Lire::Code(code::<Correspondant>))],
    },
    Ligne {
        mots: "juger le recours contre l'admission",
        rpc: "statut.StatutService/JugerRecours",
        charge: "jugement",
        tete: RECUEIL,
        champs: &[("admission annulée", "admission_annulee", Lire::Vrai)],
    },
    Ligne {
        mots: "tenir le conseil de famille",
        rpc: "statut.StatutService/TenirConseil",
        charge: "conseil",
        tete: RECUEIL,
        champs: &[(":", "objets", Lire::Codes(code::<ObjetConseil>))],
    },
    Ligne {
        mots: "finir le statut de pupille",
        rpc: "statut.StatutService/FinirPupille",
        charge: "fin",
        tete: RECUEIL,
        champs: &[(":", "fin", Lire::Code(code::<FinPupille>))],
    },
    Ligne {
        mots: "consentir à l'adoption de",
        rpc: "statut.StatutService/ConsentirAdoption",
        charge: "consentement",
        tete: Tete::Enfants,
        champs: &[
            (":", "par", Lire::Code(code::<Titulaire>)),
            ("devant ", "devant", Lire::Code(code::<ReceveurConsentement>)),
        ],
    },
    Ligne {
        mots: "rétracter le consentement à l'adoption de",
        rpc: "statut.StatutService/RetracterConsentement",
        charge: "retractation",
        tete: Tete::Enfants,
        champs: &[(":", "par", Lire::Code(code::<Titulaire>))],
    },
    Ligne {
        mots: "observer les relations de",
        rpc: "statut.StatutService/ObserverRelations",
        charge: "relations",
        tete: Tete::Enfants,
        champs: &[
            (":", "relations", Lire::Code(code::<RelationsParentales>)),
            ("avec ", "parent", Lire::Code(code::<Titulaire>)),
            ("depuis le ", "depuis", Lire::Jour),
        ],
    },
    Ligne {
        mots: "proposer un soutien aux parents de",
        rpc: "statut.StatutService/ProposerSoutien",
        charge: "soutien",
        tete: Tete::Enfants,
        champs: &[(":", "parents", Lire::Codes(code::<Titulaire>))],
    },
    Ligne {
        mots: "demander le délaissement",
        rpc: "statut.StatutService/DemanderDelaissement",
        charge: "demande",
        tete: REQUETE,
        champs: &[
            (":", "parents", Lire::Codes(code::<Titulaire>)),
            ("", "decideur", Lire::Decideur),
        ],
    },
    Ligne {
        mots: "juger le délaissement",
        rpc: "statut.StatutService/JugerDelaissement",
        charge: "jugement",
        tete: REQUETE,
        champs: &[("déclaré", "declare", Lire::Vrai)],
    },
    Ligne {
        mots: "demander la délégation",
        rpc: "statut.StatutService/DemanderDelegation",
        charge: "demande",
        tete: REQUETE,
        champs: &[(":", "demandeur", Lire::Code(code::<DemandeurDelegation>))],
    },
    Ligne {
        mots: "noter l'avis du juge sur la délégation",
        rpc: "statut.StatutService/NoterAvisJuge",
        charge: "avis",
        tete: REQUETE,
        champs: &[("favorable", "favorable", Lire::Vrai)],
    },
];
