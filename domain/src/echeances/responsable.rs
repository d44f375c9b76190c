//! Who is in charge of what an échéance is about: the people, the service, the judge's chamber.
//!
//! Whose duty it is by law is the rule's [`crate::droit::Charge`]; this is who, in this file, answers
//! for it, so that each finds his own list.

use chrono::NaiveDate;
use uuid::Uuid;

use super::Echeance;
use crate::enfant::Parcours;
use crate::evaluation::Evaluation;
use crate::ids::{AccueilId, EvaluationId, InformationId, MesureId};
use crate::justice::Dossier;

/// Who answers for an échéance in this file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Responsable {
    /// Professional identifiers, never names.
    pub agents: Vec<String>,
    /// The service in charge of the object; none: the délégation of the residence.
    pub service: Option<String>,
    /// Court and chamber of the judicial file.
    pub cabinet: Option<String>,
}

/// Who answers for an échéance.
#[must_use]
pub fn responsable(parcours: &Parcours, echeance: &Echeance) -> Responsable {
    let objet = echeance.objet;
    let evaluation = evaluation(parcours, objet);
    let mandat = evaluation.and_then(|evaluation| evaluation.mandats.last());
    Responsable {
        agents: mandat.map(|mandat| mandat.fait.equipe.clone()).unwrap_or_default(),
        service: mandat
            .map(|mandat| mandat.fait.service.clone())
            .or_else(|| service(parcours, objet)),
        cabinet: cabinet(parcours, echeance.declenchee.le),
    }
}

/// The évaluation it is about, or the one that this information feeds.
fn evaluation(parcours: &Parcours, objet: Uuid) -> Option<&Evaluation> {
    let evaluations = &parcours.evaluation.evaluations;
    let feeds = |evaluation: &&Evaluation| {
        let informations = evaluation.mandats.iter().flat_map(|mandat| &mandat.fait.informations);
        informations.into_iter().any(|information| *information == InformationId(objet))
    };
    evaluations.get(&EvaluationId(objet)).or_else(|| evaluations.values().find(feeds))
}

/// The operator of the measure, or of the last that the accueil executes.
fn service(parcours: &Parcours, objet: Uuid) -> Option<String> {
    let accueil = parcours.accueil.accueils.get(&AccueilId(objet));
    let titres = accueil.map(|accueil| parcours.titres(accueil)).unwrap_or_default();
    let executed = titres.iter().rev().map(|titre| titre.mesure);
    executed.chain([MesureId(objet)]).find_map(|mesure| operateur(parcours, mesure))
}

fn operateur(parcours: &Parcours, mesure: MesureId) -> Option<String> {
    let known = parcours.mesure.mesures.get(&mesure)?;
    let operateur = known.attributions.last().map(|attribuee| attribuee.fait.service.clone());
    operateur.or_else(|| known.decidee()?.fait.termes.service_responsable.clone())
}

/// The judicial file a judge held that day: court, and chamber when it is said.
fn cabinet(parcours: &Parcours, le: NaiveDate) -> Option<String> {
    let held = |dossier: &&Dossier| {
        let gone = dossier.dessaisis.iter().any(|dessaisi| dessaisi.le() <= le);
        !gone && dossier.ouvert().is_some_and(|ouvert| ouvert.le() <= le)
    };
    let dossier = parcours
        .justice
        .dossiers
        .values()
        .filter(held)
        .max_by_key(|dossier| dossier.ouvert().map(|ouvert| ouvert.survenu))?;
    let juridiction = &dossier.ouvert()?.fait.juridiction;
    Some(match dossier.cabinet() {
        Some(cabinet) => format!("{juridiction}, {cabinet}"),
        None => juridiction.clone(),
    })
}
