//! Decisions, and their revision.

use domain::codes::{
    GenreSuite, MotifRevision, MotifSansObjet, Motifsig, NatureMesure, Orientation,
};
use proto::decision::v1 as dec;
use proto::reprise::v1::Commande;

use super::information::children_of_part;
use super::{Lecture, sealed};
use crate::scenario::phrase::{code, list};

/// « aide administrative (AED) + transmission au parquet (refus …) ».
fn suites(said: &str) -> Vec<dec::Suite> {
    said.split(" + ").map(suite).collect()
}

pub(super) fn suite(said: &str) -> dec::Suite {
    let (genre, detail) = match said.strip_suffix(')').and_then(|said| said.split_once(" (")) {
        Some((genre, detail)) => (genre, detail),
        None => (said, ""),
    };
    let mut suite = dec::Suite { suite: code::<GenreSuite>(genre), ..dec::Suite::default() };
    match suite.suite.as_str() {
        "sans_suite_avec_orientation" => suite.orientation = code::<Orientation>(detail),
        "aide_administrative" | "modification_mesure" => {
            suite.nature = code::<NatureMesure>(detail)
        }
        "transmission_parquet" => suite.motif_signalement = code::<Motifsig>(detail),
        "sans_objet" => suite.motif_sans_objet = code::<MotifSansObjet>(detail),
        _ => assert!(detail.is_empty(), "« {genre} » takes no detail"),
    }
    suite
}

pub(super) fn decider(lecture: &mut Lecture<'_>) -> Commande {
    let head = lecture.head();
    let about = head.split_once(" pour ").map_or(head.as_str(), |(about, _)| about);
    let (name, evaluation) = match about.split_once(" après ") {
        Some((name, evaluation)) => (name, Some(evaluation)),
        None => (about, None),
    };
    let (name, informations) = match name.split_once(" sur ") {
        Some((name, informations)) => (name, list(informations)),
        None => (name, Vec::new()),
    };
    let decideur = lecture.decideur();
    let motivation = lecture.phrase.take("motivation ");
    let mut decisions = Vec::new();
    for rank in 0..lecture.phrase.parts.len() {
        for child in children_of_part(lecture, rank, evaluation.unwrap_or(name)) {
            lecture.noms.about(name, std::slice::from_ref(&child));
            let prise = dec::Prise {
                decision: lecture.id(name),
                evaluation: evaluation.map(|name| lecture.id(name)).unwrap_or_default(),
                informations: lecture.ids(&informations),
                suites: suites(lecture.phrase.parts[rank].value()),
                motivation: sealed(motivation.clone()),
                decideur: decideur.clone(),
            };
            let enfant = lecture.id(&child);
            decisions.push(dec::DecisionEnfant { enfant, prise: Some(prise) });
        }
    }
    dec::DeciderRequest { entete: lecture.entete(vec![]), decisions }.into()
}

pub(super) fn reviser_decision(lecture: &mut Lecture<'_>) -> Commande {
    let (decision, enfants) = lecture.object();
    let revisee = dec::Revisee {
        decision,
        suites: suites(&lecture.value()),
        motif: lecture.code_or("motif ", MotifRevision::FaitsNouveaux),
        decideur: lecture.decideur(),
    };
    let one = |enfant| dec::RevisionEnfant { enfant, revisee: Some(revisee.clone()) };
    let revisions = enfants.into_iter().map(one).collect();
    dec::ReviserRequest { entete: lecture.entete(vec![]), revisions }.into()
}
