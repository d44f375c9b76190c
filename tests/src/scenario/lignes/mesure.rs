//! Sentences of the chapters `mesure` and `accueil` told by rows: how a measure is decided, waited for and
//! carried out, and how a place changes.

use domain::codes::{
    AuteurContact, BeneficiaireDroit, Canal, EcartMesure, FormeVisite, FrequenceVisite,
    GenreSolution, IssueVisite, ModeContact, MotifChangementLieu, MotifEcart,
    MotifRefusOrientation, MotifSeparation, NatureMesure, ObjetModification, PositionTitulaire,
    Preconisateur, PresenceTiers, Titulaire,
};

use super::{Ligne, Lire, Tete};
use crate::scenario::phrase::code;

pub(super) const LIGNES: &[Ligne] = &[
    Ligne {
        mots: "préconiser",
        rpc: "mesure.MesureService/Preconiser",
        charge: "preconisee",
        tete: Tete::Objet("mesure"),
        champs: &[
            (":", "nature", Lire::Code(code::<NatureMesure>)),
            ("par ", "par", Lire::Code(code::<Preconisateur>)),
            ("dite ", "libelle_local", Lire::Texte),
            ("après ", "evaluation", Lire::Nom),
        ],
    },
    Ligne {
        mots: "constater l'écart de",
        rpc: "mesure.MesureService/ConstaterEcart",
        charge: "ecart",
        tete: Tete::Objet("mesure"),
        champs: &[
            (":", "ecart", Lire::Code(code::<EcartMesure>)),
            ("motif ", "motif", Lire::Code(code::<MotifEcart>)),
            ("exécutée ", "executee", Lire::Code(code::<NatureMesure>)),
        ],
    },
    Ligne {
        mots: "noter le refus d'orientation de",
        rpc: "mesure.MesureService/NoterRefusOrientation",
        charge: "refus",
        tete: Tete::Objet("mesure"),
        champs: &[
            (":", "service", Lire::Texte),
            ("motif ", "motif", Lire::Code(code::<MotifRefusOrientation>)),
        ],
    },
    Ligne {
        mots: "noter un contact pendant l'attente de",
        rpc: "mesure.MesureService/NoterContactEnAttente",
        charge: "contact",
        tete: Tete::Objet("mesure"),
        champs: &[
            (":", "mode", Lire::Code(code::<ModeContact>)),
            ("par ", "par", Lire::Code(code::<AuteurContact>)),
            ("enfant vu", "enfant_vu", Lire::Vrai),
        ],
    },
    Ligne {
        mots: "noter la solution provisoire de",
        rpc: "mesure.MesureService/NoterSolutionProvisoire",
        charge: "solution",
        tete: Tete::Objet("mesure"),
        champs: &[
            (":", "genre", Lire::Code(code::<GenreSolution>)),
            ("accueil ", "accueil", Lire::Nom),
        ],
    },
    Ligne {
        mots: "noter la réponse du titulaire sur",
        rpc: "mesure.MesureService/NoterAccord",
        charge: "accord",
        tete: Tete::Objet("mesure"),
        champs: &[
            (":", "titulaire", Lire::Code(code::<Titulaire>)),
            ("position ", "position", Lire::Code(code::<PositionTitulaire>)),
            ("par ", "voie", Lire::Code(code::<Canal>)),
        ],
    },
    Ligne {
        mots: "modifier la mesure",
        rpc: "mesure.MesureService/Modifier",
        charge: "modifiee",
        tete: Tete::Objet("mesure"),
        champs: &[
            (":", "objet", Lire::Code(code::<ObjetModification>)),
            ("jusqu'au ", "terme_le", Lire::Jour),
            ("décision ", "decision", Lire::Nom),
        ],
    },
    Ligne {
        mots: "fixer l'effet de",
        rpc: "mesure.MesureService/FixerEffet",
        charge: "effet",
        tete: Tete::Objet("mesure"),
        champs: &[(":", "effet_le", Lire::Jour), ("après ", "apres", Lire::Nom)],
    },
    Ligne {
        mots: "constater les préalables de",
        rpc: "mesure.MesureService/ConstaterPrealables",
        charge: "prealables",
        tete: Tete::Objet("mesure"),
        champs: &[
            ("famille évaluée le ", "option_familiale_le", Lire::Jour),
            ("enfant entendu le ", "enfant_entendu_le", Lire::Jour),
            ("enfant sans discernement", "sans_discernement", Lire::Vrai),
        ],
    },
    Ligne {
        mots: "fixer le droit de visite de",
        rpc: "mesure.MesureService/FixerDroitDeVisite",
        charge: "droit",
        tete: Tete::Objet("mesure"),
        champs: &[
            (":", "beneficiaire", Lire::Code(code::<BeneficiaireDroit>)),
            ("forme ", "forme", Lire::Code(code::<FormeVisite>)),
            ("fréquence ", "frequence", Lire::Code(code::<FrequenceVisite>)),
            ("tiers ", "tiers", Lire::Code(code::<PresenceTiers>)),
            ("jusqu'au ", "jusqu_au", Lire::Jour),
            ("décision ", "decision", Lire::Nom),
        ],
    },
    Ligne {
        mots: "noter une visite de",
        rpc: "mesure.MesureService/NoterVisite",
        charge: "visite",
        tete: Tete::Objet("mesure"),
        champs: &[
            (":", "beneficiaire", Lire::Code(code::<BeneficiaireDroit>)),
            ("issue ", "issue", Lire::Code(code::<IssueVisite>)),
        ],
    },
    Ligne {
        mots: "restituer le pupille de",
        rpc: "mesure.MesureService/Restituer",
        charge: "restitue",
        tete: Tete::Objet("mesure"),
        champs: &[],
    },
    Ligne {
        mots: "décider de changer le lieu de",
        rpc: "accueil.AccueilService/DeciderChangement",
        charge: "changement",
        tete: Tete::Objet("accueil"),
        champs: &[
            (":", "motif", Lire::Code(code::<MotifChangementLieu>)),
            ("prévu le ", "prevu_le", Lire::Jour),
            ("en urgence", "urgence", Lire::Vrai),
        ],
    },
    Ligne {
        mots: "séparer la fratrie en",
        rpc: "accueil.AccueilService/SeparerFratrie",
        charge: "separation",
        tete: Tete::Objet("accueil"),
        champs: &[(":", "motif", Lire::Code(code::<MotifSeparation>))],
    },
    Ligne {
        mots: "réunir la fratrie en",
        rpc: "accueil.AccueilService/ReunirFratrie",
        charge: "reunion",
        tete: Tete::Objet("accueil"),
        champs: &[],
    },
    Ligne {
        mots: "renouveler le séjour en",
        rpc: "accueil.AccueilService/RenouvelerSejour",
        charge: "renouvele",
        tete: Tete::Objet("accueil"),
        champs: &[],
    },
];
