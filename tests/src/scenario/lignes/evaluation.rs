//! Sentences of the chapter `evaluation`, beyond those of [`super::super::commandes`].

use domain::codes::{
    Canal, Conclusion, Danger, FacteurFamilial, GenreSuite, MembreCommission, Mobilisation,
    MotifReaffectation, MotifSansAvis, NiveauDomaine, PresenceDanger, ProfessionEvaluateur,
    SigneAlerte, Tentative, Titulaire, VuSeul,
};
use serde_json::{Value, json};

use super::{Ligne, Lire, Tete};
use crate::scenario::phrase::code;

const EVALUATION: Tete = Tete::Objet("evaluation");
const NIVEAU: Lire = Lire::Code(code::<NiveauDomaine>);

pub(super) const LIGNES: &[Ligne] = &[
    Ligne {
        mots: "désigner l'équipe de",
        rpc: "evaluation.EvaluationService/DesignerEquipe",
        charge: "equipe",
        tete: Tete::ParEnfant { objet: "evaluation", liste: "equipes" },
        champs: &[
            ("évaluation ", "evaluation", Lire::Nom),
            ("membre ", "membres", Lire::Tous(membre)),
            ("service ", "service", Lire::Texte),
            ("motif ", "motif", Lire::Code(code::<MotifReaffectation>)),
            ("", "decideur", Lire::Decideur),
        ],
    },
    Ligne {
        mots: "informer les parents de",
        rpc: "evaluation.EvaluationService/InformerParents",
        charge: "parents",
        tete: EVALUATION,
        champs: &[
            (":", "titulaires", Lire::Codes(code::<Titulaire>)),
            ("par ", "voie", Lire::Code(code::<Canal>)),
        ],
    },
    Ligne {
        mots: "noter une tentative de",
        rpc: "evaluation.EvaluationService/NoterTentative",
        charge: "tentative",
        tete: EVALUATION,
        champs: &[(":", "genre", Lire::Code(code::<Tentative>)), ("note ", "note", Lire::Scelle)],
    },
    Ligne {
        mots: "reprendre l'évaluation",
        rpc: "evaluation.EvaluationService/Reprendre",
        charge: "reprise",
        tete: EVALUATION,
        champs: &[],
    },
    Ligne {
        mots: "recevoir le complément de",
        rpc: "evaluation.EvaluationService/RecevoirComplement",
        charge: "complement",
        tete: EVALUATION,
        champs: &[
            (":", "conclusion", Lire::Code(code::<Conclusion>)),
            ("synthèse ", "synthese", Lire::Scelle),
        ],
    },
    Ligne {
        mots: "noter le désaccord dans",
        rpc: "evaluation.EvaluationService/NoterDesaccord",
        charge: "desaccord",
        tete: EVALUATION,
        champs: &[
            (":", "conclusion", Lire::Code(code::<Conclusion>)),
            ("agent ", "agent", Lire::Texte),
            ("proposition ", "propositions", Lire::Codes(code::<GenreSuite>)),
            ("argument ", "argument", Lire::Scelle),
        ],
    },
    Ligne {
        mots: "apprécier dans",
        rpc: "evaluation.EvaluationService/Apprecier",
        charge: "appreciation",
        tete: Tete::ParEnfant { objet: "evaluation", liste: "appreciations" },
        champs: &[
            ("développement et santé ", "developpement_sante", NIVEAU),
            ("scolarité ", "scolarite", NIVEAU),
            ("relations sociales ", "relations_sociales", NIVEAU),
            ("contexte de vie ", "contexte_de_vie", NIVEAU),
            ("réponses parentales ", "reponses_parentales", NIVEAU),
            ("signes ", "signes_alerte", Lire::Codes(code::<SigneAlerte>)),
            ("facteurs ", "facteurs", Lire::Codes(code::<FacteurFamilial>)),
            ("constat ", "danger", Lire::Code(code::<PresenceDanger>)),
            ("dangers ", "dangers", Lire::Codes(code::<Danger>)),
            ("immédiat", "immediat", Lire::Vrai),
            ("parents ", "mobilisation", Lire::Code(code::<Mobilisation>)),
            ("vu seul ", "vu_seul", Lire::Code(code::<VuSeul>)),
            ("sans son avis ", "sans_avis_enfant", Lire::Code(code::<MotifSansAvis>)),
            ("analyse ", "analyse", Lire::Scelle),
        ],
    },
    Ligne {
        mots: "tenir la commission sur",
        rpc: "evaluation.EvaluationService/TenirCommission",
        charge: "commission",
        tete: Tete::ParEnfant { objet: "evaluation", liste: "commissions" },
        champs: &[
            ("avis ", "avis", Lire::Tous(avis)),
            ("compte rendu ", "compte_rendu", Lire::Scelle),
        ],
    },
    Ligne {
        mots: "partager le rapport de",
        rpc: "evaluation.EvaluationService/PartagerRapport",
        charge: "partage",
        tete: EVALUATION,
        champs: &[(":", "avec", Lire::Codes(code::<Titulaire>))],
    },
];

/// « agent-0009 (éducateur) ».
fn membre(said: &str) -> Value {
    let (agent, profession) =
        said.trim_end_matches(')').split_once(" (").unwrap_or((said, "autre"));
    json!({ "agent": agent, "profession": code::<ProfessionEvaluateur>(profession) })
}

/// « PMI : aide administrative ».
fn avis(said: &str) -> Value {
    let (membre, suite) = said.split_once(" : ").expect("avis qui : suite");
    json!({ "membre": code::<MembreCommission>(membre), "suite": code::<GenreSuite>(suite) })
}
