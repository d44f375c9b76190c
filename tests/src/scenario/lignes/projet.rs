//! Sentences of the chapter `projet_pour_enfant`.
//!
//! What an edition says is told part after part, for its two acts that have their own functions:
//!
//! ```text
//! établir le PPE P1 pour Léa ; rubrique sante : dort mal ; rubrique famille : visites, réservée à père
//!   ; objectif O1 en sante : un rendez-vous, porté par ase, jusqu'au 2026-09-01 ; référent e.17 : Foyer, délégué
//! ```

use domain::codes::{
    ActeurPpe, Canal, DestinatairePpe, EvolutionStatut, MotifCessec, ResultatObjectif, RubriquePpe,
    Titulaire,
};
use proto::projet::v1 as pro;

use super::{Ligne, Lire, Tete};
use crate::scenario::commandes::{Lecture, sealed};
use crate::scenario::phrase::{code, day};

pub(super) const LIGNES: &[Ligne] = &[
    Ligne {
        mots: "évaluer l'objectif",
        rpc: "projet.ProjetPourEnfantService/EvaluerObjectif",
        charge: "evalue",
        tete: Tete::Objet("projet"),
        champs: &[
            (":", "resultat", Lire::Code(code::<ResultatObjectif>)),
            ("objectif ", "objectif", Lire::Nom),
            ("observation ", "observation", Lire::Scelle),
        ],
    },
    Ligne {
        mots: "remettre le PPE",
        rpc: "projet.ProjetPourEnfantService/Remettre",
        charge: "remis",
        tete: Tete::Objet("projet"),
        champs: &[
            ("édition ", "edition", Lire::Nombre),
            ("à ", "destinataire", Lire::Code(code::<DestinatairePpe>)),
            ("par ", "voie", Lire::Code(code::<Canal>)),
        ],
    },
    Ligne {
        mots: "saisir la commission",
        rpc: "projet.ProjetPourEnfantService/SaisirLaCommission",
        charge: "saisie",
        tete: Tete::Objet("examen"),
        champs: &[(":", "motif", Lire::Code(code::<MotifCessec>))],
    },
    Ligne {
        mots: "noter l'avis de la commission",
        rpc: "projet.ProjetPourEnfantService/NoterAvisDeLaCommission",
        charge: "avis",
        tete: Tete::Objet("examen"),
        champs: &[
            (":", "avis", Lire::Code(code::<EvolutionStatut>)),
            ("précision ", "precision", Lire::Scelle),
        ],
    },
    Ligne {
        mots: "examiner la stabilité",
        rpc: "projet.ProjetPourEnfantService/ExaminerLaStabilite",
        charge: "examinee",
        tete: Tete::Objet("examen"),
        champs: &[
            (":", "conclusion", Lire::Code(code::<EvolutionStatut>)),
            ("précision ", "precision", Lire::Scelle),
            ("", "decideur", Lire::Decideur),
        ],
    },
    Ligne {
        mots: "confier la référence de",
        rpc: "projet.ProjetPourEnfantService/ConfierLaReference",
        charge: "confiee",
        tete: Tete::Objet("mesure"),
        champs: &[
            ("référent ", "reference.personne", Lire::Texte),
            ("service ", "reference.service", Lire::Texte),
            ("institution ", "reference.institution.nom", Lire::Texte),
            ("déléguée", "reference.deleguee", Lire::Vrai),
        ],
    },
];

/// What an edition says: its headings, its objectives, who answers for it.
pub(in crate::scenario) fn contenu(
    lecture: &mut Lecture<'_>,
) -> (Vec<pro::Rubrique>, Vec<pro::Objectif>, Option<pro::Reference>) {
    let (mut rubriques, mut objectifs, mut reference) = (Vec::new(), Vec::new(), None);
    for rank in 1..lecture.phrase.parts.len() {
        let head = lecture.phrase.parts[rank].head.clone();
        if let Some(heading) = head.strip_prefix("rubrique ") {
            rubriques.push(rubrique(lecture, rank, heading));
        } else if let Some(head) = head.strip_prefix("objectif ") {
            objectifs.push(objectif(lecture, rank, head));
        } else if let Some(agent) = head.strip_prefix("référent ") {
            reference = Some(referent(lecture, rank, agent));
        } else {
            panic!("« {head} » is neither a rubrique, nor an objectif, nor a référent");
        }
    }
    (rubriques, objectifs, reference)
}

fn rubrique(lecture: &mut Lecture<'_>, rank: usize, heading: &str) -> pro::Rubrique {
    let part = &mut lecture.phrase.parts[rank];
    pro::Rubrique {
        rubrique: code::<RubriquePpe>(heading),
        concerne: part.take("réservée à ").map(|whom| code::<Titulaire>(&whom)).unwrap_or_default(),
        texte: sealed(part.value.clone()),
    }
}

fn objectif(lecture: &mut Lecture<'_>, rank: usize, head: &str) -> pro::Objectif {
    let (name, heading) = head.split_once(" en ").expect("objectif O1 en sante");
    let objectif = lecture.id(name);
    let part = &mut lecture.phrase.parts[rank];
    pro::Objectif {
        objectif,
        rubrique: code::<RubriquePpe>(heading),
        concerne: part.take("réservé à ").map(|whom| code::<Titulaire>(&whom)).unwrap_or_default(),
        texte: sealed(part.value.clone()),
        acteur: code::<ActeurPpe>(
            &part.take("porté par ").expect("say who carries it: « porté par »"),
        ),
        jusqu_au: part.take("jusqu'au ").map(|said| day(&said).to_string()).unwrap_or_default(),
    }
}

fn referent(lecture: &mut Lecture<'_>, rank: usize, agent: &str) -> pro::Reference {
    let part = &mut lecture.phrase.parts[rank];
    pro::Reference {
        personne: agent.to_owned(),
        service: part.value.clone().unwrap_or_default(),
        institution: None,
        deleguee: part.says("délégué"),
    }
}
