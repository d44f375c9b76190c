//! Sentences of the chapter `ecrit`.

use domain::codes::{
    Canal, CategorieIncident, Correspondant, GenreEcrit, IssueReexamen, MotifDiffere,
    PersonneMenacee,
};

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
            ("période du ", "rapport.du", Lire::Jour),
            ("au ", "rapport.au", Lire::Jour),
            (
                "après évaluation pluridisciplinaire",
                "rapport.evaluation_pluridisciplinaire",
                Lire::Vrai,
            ),
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
            ("période du ", "rapport.du", Lire::Jour),
            ("au ", "rapport.au", Lire::Jour),
            (
                "après évaluation pluridisciplinaire",
                "rapport.evaluation_pluridisciplinaire",
                Lire::Vrai,
            ),
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
    Ligne {
        mots: "valider l'écrit",
        rpc: "ecrit.EcritService/Valider",
        charge: "valide",
        tete: Tete::Objet("ecrit"),
        champs: &[("", "decideur", Lire::Decideur)],
    },
    Ligne {
        mots: "porter à la connaissance l'écrit",
        rpc: "ecrit.EcritService/NoterCommunication",
        charge: "communique",
        tete: Tete::Objet("ecrit"),
        champs: &[
            ("à ", "a", Lire::Code(code::<Correspondant>)),
            ("par ", "voie", Lire::Code(code::<Canal>)),
        ],
    },
    Ligne {
        mots: "différer l'information de",
        rpc: "ecrit.EcritService/Differer",
        charge: "differee",
        tete: Tete::Enfants,
        champs: &[
            (":", "genre", Lire::Code(code::<GenreEcrit>)),
            ("objet ", "objet", Lire::Nom),
            ("motif ", "motif", Lire::Code(code::<MotifDiffere>)),
            ("précision ", "precision", Lire::Scelle),
            ("à réexaminer le ", "reexaminer_le", Lire::Jour),
            ("", "decideur", Lire::Decideur),
        ],
    },
    Ligne {
        mots: "réexaminer l'information différée de",
        rpc: "ecrit.EcritService/Reexaminer",
        charge: "reexaminee",
        tete: Tete::Enfants,
        champs: &[
            (":", "genre", Lire::Code(code::<GenreEcrit>)),
            ("objet ", "objet", Lire::Nom),
            ("issue ", "issue", Lire::Code(code::<IssueReexamen>)),
            ("à réexaminer le ", "reexaminer_le", Lire::Jour),
            ("", "decideur", Lire::Decideur),
        ],
    },
    Ligne {
        mots: "signaler l'incident",
        rpc: "ecrit.EcritService/SignalerIncident",
        charge: "incident",
        tete: Tete::Objet("incident"),
        champs: &[
            (":", "categorie", Lire::Code(code::<CategorieIncident>)),
            ("menaces ", "menaces", Lire::Codes(code::<PersonneMenacee>)),
            ("pendant ", "accueil", Lire::Nom),
            ("organisation ", "organisation.nom", Lire::Texte),
            ("récit ", "recit", Lire::Scelle),
        ],
    },
];
