//! Sentences of the chapter `justice`.

use domain::codes::{
    ActeNonUsuel, AllocationsFamiliales, AuditionEnfant, AuteurSaisine, Autorite, DemandeAuJuge,
    FormeVisite, FrequenceVisite, GenreDecisionJudiciaire, MotifRenvoi, MotifSaisine,
    ObjetAudience, ObjetDemande, PartieAudience, PresenceTiers, QualiteMagistrat, SensArret,
    Titulaire,
};
use serde_json::{Value, json};

use super::{Ligne, Lire, Tete};
use crate::scenario::phrase::code;

const PARTIE: Lire = Lire::Code(code::<PartieAudience>);

pub(super) const LIGNES: &[Ligne] = &[
    Ligne {
        mots: "ouvrir le dossier judiciaire",
        rpc: "justice.JusticeService/OuvrirDossier",
        charge: "ouvert",
        tete: Tete::Objet("dossier"),
        champs: &[
            (":", "juridiction", Lire::Texte),
            ("cabinet ", "cabinet", Lire::Texte),
            ("magistrat ", "magistrat", Lire::Code(code::<QualiteMagistrat>)),
            ("AE ", "numero_ae", Lire::Texte),
            ("parquet ", "numero_parquet", Lire::Texte),
            ("Département ", "departement", Lire::Texte),
        ],
    },
    Ligne {
        mots: "changer de cabinet le dossier judiciaire",
        rpc: "justice.JusticeService/ChangerDeCabinet",
        charge: "change",
        tete: Tete::Objet("dossier"),
        champs: &[
            (":", "cabinet", Lire::Texte),
            ("AE ", "numero_ae", Lire::Texte),
            ("parquet ", "numero_parquet", Lire::Texte),
        ],
    },
    Ligne {
        mots: "dessaisir le juge du dossier",
        rpc: "justice.JusticeService/Dessaisir",
        charge: "dessaisi",
        tete: Tete::Objet("dossier"),
        champs: &[
            (":", "vers_juridiction", Lire::Texte),
            ("Département ", "vers_departement", Lire::Texte),
            ("nouveau dossier ", "nouveau_dossier", Lire::Nom),
            ("Départements informés", "departements_informes", Lire::Vrai),
        ],
    },
    Ligne {
        mots: "saisir la justice pour",
        rpc: "justice.JusticeService/Saisir",
        charge: "saisie",
        tete: Tete::Enfants,
        champs: &[
            (":", "autorite", Lire::Code(code::<Autorite>)),
            ("par ", "auteur", Lire::Code(code::<AuteurSaisine>)),
            ("mesure ", "mesure", Lire::Nom),
            ("motif ", "motif", Lire::Code(code::<MotifSaisine>)),
            ("", "decideur", Lire::Decideur),
        ],
    },
    Ligne {
        mots: "noter la saisine pour",
        rpc: "justice.JusticeService/Saisir",
        charge: "saisie",
        tete: Tete::Enfants,
        champs: &[
            (":", "autorite", Lire::Code(code::<Autorite>)),
            ("par ", "auteur", Lire::Code(code::<AuteurSaisine>)),
            ("dossier ", "dossier", Lire::Nom),
            ("mesure ", "mesure", Lire::Nom),
            ("décision ", "decision", Lire::Nom),
        ],
    },
    Ligne {
        mots: "rendre la décision",
        rpc: "justice.JusticeService/Rendre",
        charge: "rendue",
        tete: Tete::ParEnfant { objet: "decision", liste: "dispositifs" },
        champs: &[
            (":", "genre", Lire::Code(code::<GenreDecisionJudiciaire>)),
            ("par ", "autorite", Lire::Code(code::<Autorite>)),
            ("dossier ", "dossier", Lire::Nom),
            ("audience ", "audience", Lire::Nom),
            ("précédente ", "precedente", Lire::Nom),
            ("juge du lieu", "juge_du_lieu", Lire::Vrai),
            ("effet ", "effet_le", Lire::Jour),
            ("terme ", "terme_le", Lire::Jour),
            ("notifiée le ", "notifiee_le", Lire::Jour),
            ("reçue le ", "recue_le", Lire::Jour),
            ("mesures ", "mesures", Lire::Noms),
            ("visite : ", "droits_de_visite", Lire::Tous(visite)),
            ("rapport pour le ", "rapports_le", Lire::Tous(day)),
            ("rapport tous les mois ", "rapport_tous_les_mois", Lire::Nombre),
            ("allocations ", "allocations", Lire::Code(code::<AllocationsFamiliales>)),
            ("autorise ", "actes_autorises", Lire::Codes(code::<ActeNonUsuel>)),
            ("lieu secret", "lieu_secret", Lire::Vrai),
            ("interdiction de sortie", "interdiction_sortie", Lire::Vrai),
            ("interdite jusqu'au ", "interdiction_sortie_jusqu_au", Lire::Jour),
            ("placement en psychiatrie", "hospitalisation_psychiatrique", Lire::Vrai),
            ("avis médical du ", "avis_medical_le", Lire::Jour),
            ("rejette ", "demandes_rejetees", Lire::Codes(code::<DemandeAuJuge>)),
            ("précisions ", "precisions", Lire::Scelle),
        ],
    },
    Ligne {
        mots: "notifier la décision judiciaire",
        rpc: "justice.JusticeService/Notifier",
        charge: "notifiee",
        tete: Tete::Objet("decision"),
        champs: &[(":", "partie", PARTIE)],
    },
    Ligne {
        mots: "fixer l'audience",
        rpc: "justice.JusticeService/FixerAudience",
        charge: "fixee",
        tete: Tete::Objet("audience"),
        champs: &[
            (":", "prevue", Lire::Moment),
            ("dossier ", "dossier", Lire::Nom),
            ("cabinet ", "cabinet", Lire::Texte),
            ("objet ", "objet", Lire::Code(code::<ObjetAudience>)),
            ("décision ", "decision", Lire::Nom),
        ],
    },
    Ligne {
        mots: "recevoir la convocation à",
        rpc: "justice.JusticeService/RecevoirConvocation",
        charge: "convocation",
        tete: Tete::Objet("audience"),
        champs: &[(":", "partie", PARTIE)],
    },
    Ligne {
        mots: "renvoyer l'audience",
        rpc: "justice.JusticeService/RenvoyerAudience",
        charge: "renvoi",
        tete: Tete::Objet("audience"),
        champs: &[(":", "motif", Lire::Code(code::<MotifRenvoi>)), ("au ", "prevue", Lire::Moment)],
    },
    Ligne {
        mots: "tenir l'audience",
        rpc: "justice.JusticeService/TenirAudience",
        charge: "tenue",
        tete: Tete::Objet("audience"),
        champs: &[
            ("présents ", "presents", Lire::Codes(code::<PartieAudience>)),
            ("représenté par ", "representant", Lire::Texte),
            ("délibéré au ", "delibere_le", Lire::Jour),
        ],
    },
    Ligne {
        mots: "consulter le dossier avant",
        rpc: "justice.JusticeService/ConsulterDossier",
        charge: "consulte",
        tete: Tete::Objet("audience"),
        champs: &[(":", "partie", PARTIE)],
    },
    Ligne {
        mots: "entendre à",
        rpc: "justice.JusticeService/EntendreEnfant",
        charge: "entendu",
        tete: Tete::ParEnfant { objet: "audience", liste: "auditions" },
        champs: &[("audition ", "audition", Lire::Code(code::<AuditionEnfant>))],
    },
    Ligne {
        mots: "demander un avocat dans",
        rpc: "justice.JusticeService/DemanderAvocat",
        charge: "demande",
        tete: Tete::Objet("dossier"),
        champs: &[(":", "partie", PARTIE)],
    },
    Ligne {
        mots: "désigner un avocat dans",
        rpc: "justice.JusticeService/DesignerAvocat",
        charge: "designe",
        tete: Tete::Objet("dossier"),
        champs: &[(":", "partie", PARTIE)],
    },
    Ligne {
        mots: "désigner un administrateur ad hoc dans",
        rpc: "justice.JusticeService/DesignerAdministrateur",
        charge: "designe",
        tete: Tete::Objet("dossier"),
        champs: &[],
    },
    Ligne {
        mots: "communiquer au parquet le dossier",
        rpc: "justice.JusticeService/CommuniquerAuParquet",
        charge: "communique",
        tete: Tete::Objet("dossier"),
        champs: &[],
    },
    Ligne {
        mots: "retourner du parquet le dossier",
        rpc: "justice.JusticeService/RetournerParParquet",
        charge: "retour",
        tete: Tete::Objet("dossier"),
        champs: &[],
    },
    Ligne {
        mots: "recevoir la demande de justice",
        rpc: "justice.JusticeService/RecevoirDemande",
        charge: "recue",
        tete: Tete::Objet("demande"),
        champs: &[
            (":", "objet", Lire::Code(code::<ObjetDemande>)),
            ("de ", "autorite", Lire::Code(code::<Autorite>)),
            ("pour le ", "pour_le", Lire::Jour),
            ("dossier ", "dossier", Lire::Nom),
            ("texte ", "texte", Lire::Scelle),
        ],
    },
    Ligne {
        mots: "répondre à la demande de justice",
        rpc: "justice.JusticeService/RepondreDemande",
        charge: "reponse",
        tete: Tete::Objet("demande"),
        champs: &[("écrit ", "ecrit", Lire::Nom)],
    },
    Ligne {
        mots: "faire appel de",
        rpc: "justice.JusticeService/FormerAppel",
        charge: "appel",
        tete: Tete::Objet("decision"),
        champs: &[
            (":", "partie", PARTIE),
            ("exécution provisoire", "execution_provisoire", Lire::Vrai),
            ("numéro ", "numero", Lire::Texte),
            ("", "decideur", Lire::Decideur),
        ],
    },
    Ligne {
        mots: "noter l'appel de",
        rpc: "justice.JusticeService/FormerAppel",
        charge: "appel",
        tete: Tete::Objet("decision"),
        champs: &[
            (":", "partie", PARTIE),
            ("exécution provisoire", "execution_provisoire", Lire::Vrai),
            ("numéro ", "numero", Lire::Texte),
        ],
    },
    Ligne {
        mots: "rendre l'arrêt sur",
        rpc: "justice.JusticeService/RendreArret",
        charge: "rendu",
        tete: Tete::ParEnfant { objet: "decision", liste: "arrets" },
        champs: &[
            (":", "sens", Lire::Code(code::<SensArret>)),
            ("arrêt ", "arret", Lire::Nom),
            ("effet ", "effet_le", Lire::Jour),
            ("met fin à ", "mesures_finies", Lire::Noms),
        ],
    },
    Ligne {
        mots: "lever l'interdiction de sortie de",
        rpc: "justice.JusticeService/LeverInterdiction",
        charge: "levee",
        tete: Tete::Objet("decision"),
        champs: &[],
    },
    Ligne {
        mots: "terminer l'hospitalisation de",
        rpc: "justice.JusticeService/TerminerHospitalisation",
        charge: "terminee",
        tete: Tete::Objet("decision"),
        champs: &[],
    },
];

/// « mère / visite en présence d'un tiers / chaque mois / présence permanente du tiers ».
fn visite(words: &str) -> Value {
    let mut said = words.split(" / ");
    let mut next = || said.next().unwrap_or_default();
    let (titulaire, forme, frequence, tiers) = (next(), next(), next(), next());
    let maybe = |words: &str, code: fn(&str) -> String| match words {
        "" => String::new(),
        words => code(words),
    };
    json!({
        "titulaire": code::<Titulaire>(titulaire),
        "forme": code::<FormeVisite>(forme),
        "frequence": maybe(frequence, code::<FrequenceVisite>),
        "tiers": maybe(tiers, code::<PresenceTiers>),
    })
}

fn day(words: &str) -> Value {
    json!(crate::scenario::phrase::day(words).to_string())
}
