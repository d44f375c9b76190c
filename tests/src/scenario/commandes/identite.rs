//! Identity: who the child is, where he lives.

use domain::codes::SourceNaissance;
use proto::commun::v1::{EnteteCommande, Precision};
use proto::identite::v1 as ide;
use proto::reprise::v1::Commande;

use super::{Lecture, sealed};
use crate::scenario::phrase::{day, list};

fn etat_civil(prenoms: &str) -> Option<ide::EtatCivilScelle> {
    let civil = ide::EtatCivil {
        nom: "Duroc".into(),
        prenoms: prenoms.into(),
        nom_naissance_mere: String::new(),
    };
    Some(ide::EtatCivilScelle { etat: Some(ide::etat_civil_scelle::Etat::Clair(civil)) })
}

fn naissance(le: &str, source: &str) -> Option<ide::Naissance> {
    Some(ide::Naissance {
        le: day(le).to_string(),
        precision: Precision::Jour.into(),
        source: source.into(),
    })
}

pub(super) fn inscrire(lecture: &mut Lecture<'_>) -> Commande {
    let mut inscriptions = Vec::new();
    for rank in 0..lecture.phrase.parts.len() {
        let prenom = lecture.phrase.parts[rank].head.clone();
        let part = &mut lecture.phrase.parts[rank];
        let (born, sexe) = match (part.take("née le "), part.take("né le ")) {
            (Some(le), _) => (naissance(&le, "etat_civil"), "feminin"),
            (None, Some(le)) => (naissance(&le, "etat_civil"), "masculin"),
            (None, None) => (None, "ne_sait_pas"),
        };
        let inscrit =
            ide::Inscrit { etat_civil: etat_civil(&prenom), naissance: born, sexe: sexe.into() };
        inscriptions.push(ide::Inscription {
            enfant: lecture.id(&prenom),
            inscrit: Some(inscrit),
            vue: None,
        });
    }
    ide::InscrireRequest { entete: lecture.entete(vec![]), inscriptions }.into()
}

pub(super) fn signaler_non_identifie(lecture: &mut Lecture<'_>) -> Commande {
    let name = lecture.head();
    let enfant = lecture.id(&name);
    let signalement = ide::NonIdentifieSignale {
        description: sealed(lecture.phrase.take("description ").or(Some("un enfant".into()))),
        age_apparent_ans: lecture
            .phrase
            .take("âge apparent ")
            .map(|years| years.parse().expect("an age is a number")),
        sexe: "ne_sait_pas".into(),
    };
    let entete = lecture.entete(vec![enfant]);
    ide::SignalerNonIdentifieRequest { entete, signalement: Some(signalement) }.into()
}

pub(super) fn identifier(lecture: &mut Lecture<'_>) -> Commande {
    let (name, prenom) = (lecture.head(), lecture.value());
    let enfant = lecture.id(&name);
    let (le, sexe) = match (lecture.phrase.take("née le "), lecture.phrase.take("né le ")) {
        (Some(le), _) => (Some(le), "feminin"),
        (None, le) => (le, "masculin"),
    };
    let identifie = ide::Identifie {
        etat_civil: etat_civil(&prenom),
        naissance: le.and_then(|le| naissance(&le, "etat_civil")),
        sexe: sexe.into(),
    };
    let entete = lecture.entete(vec![enfant]);
    ide::IdentifierRequest { entete, identifie: Some(identifie) }.into()
}

pub(super) fn fixer_naissance(lecture: &mut Lecture<'_>) -> Commande {
    let head = lecture.head();
    let (name, le) = head.split_once(" au ").expect("fixer la naissance de X au AAAA-MM-JJ");
    let enfant = lecture.id(name);
    let source = lecture.code_or("source ", SourceNaissance::DecisionJudiciaire);
    let fixee = ide::NaissanceFixee { naissance: naissance(le, &source) };
    let entete = lecture.entete(vec![enfant]);
    ide::FixerNaissanceRequest { entete, fixee: Some(fixee) }.into()
}

pub(super) fn declarer_residence(lecture: &mut Lecture<'_>) -> Commande {
    let (names, commune) = (list(&lecture.head()), lecture.value());
    let enfants = lecture.ids(&names);
    let residence = ide::ResidenceDeclaree {
        commune,
        adresse: None,
        service_responsable: lecture.phrase.take("service ").unwrap_or_default(),
    };
    let entete = lecture.entete(enfants);
    ide::DeclarerResidenceRequest { entete, residence: Some(residence) }.into()
}

pub(super) fn children(lecture: &mut Lecture<'_>) -> Option<EnteteCommande> {
    let names = list(&lecture.head());
    let enfants = lecture.ids(&names);
    lecture.entete(enfants)
}

pub(super) fn reconnaitre_mna(lecture: &mut Lecture<'_>) -> Commande {
    ide::ReconnaitreMnaRequest { entete: children(lecture) }.into()
}

pub(super) fn declarer_emancipation(lecture: &mut Lecture<'_>) -> Commande {
    ide::DeclarerEmancipationRequest { entete: children(lecture) }.into()
}

pub(super) fn declarer_deces(lecture: &mut Lecture<'_>) -> Commande {
    ide::DeclarerDecesRequest { entete: children(lecture) }.into()
}
