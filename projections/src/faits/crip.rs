//! What the CRIP does beside the clock: the hour of its first signalement, its fiches navettes, the complements it asks.
//!
//! An answer is the first that is not before its question: of a navette by the service asked, of a complement by a
//! complement handed in or a report remade. One answer may serve two questions; it is never invented.

use chrono::{DateTime, NaiveDate, Utc};
use domain::enfant::Parcours;
use domain::evaluation::Evaluation;
use domain::histoire::Datee;
use domain::information::{Information, Signalee};
use uuid::Uuid;

use super::ligne::{FaitComplement, FaitNavette};

/// The signalements of the first day on which the Département made one.
fn first_signalements(information: &Information) -> impl Iterator<Item = &Datee<Signalee>> {
    let first = information.signalements_du_departement().map(Datee::le).min();
    information.signalements_du_departement().filter(move |signalee| Some(signalee.le()) == first)
}

/// The first instant told of the first signalement: oral, written, or of the act itself.
pub(super) fn premier_signalement_a(information: &Information) -> Option<DateTime<Utc>> {
    let told = first_signalements(information).flat_map(|signalee| {
        [signalee.fait.oral_a, signalee.fait.ecrit_a, signalee.survenu.a].into_iter().flatten()
    });
    told.min()
}

/// Whether the first signalement did not wait for the évaluation.
pub(super) fn signalee_en_urgence(information: &Information) -> bool {
    first_signalements(information).any(|signalee| signalee.fait.urgence)
}

/// The earliest of some days that is not before another.
fn since(days: impl Iterator<Item = NaiveDate>, le: NaiveDate) -> Option<NaiveDate> {
    days.filter(|day| le <= *day).min()
}

/// One row a fiche navette, in the order of facts.
pub(super) fn navettes(enfant: Uuid, parcours: &Parcours) -> Vec<FaitNavette> {
    let mut rows = Vec::new();
    for (id, information) in &parcours.information.informations {
        for (rang, envoyee) in (1..).zip(&information.navettes) {
            let retours = information.navettes_retournees.iter();
            let ours = retours.filter(|retour| retour.fait.service == envoyee.fait.service);
            rows.push(FaitNavette {
                enfant,
                information: id.0,
                rang,
                envoyee_le: envoyee.le(),
                retournee_le: since(ours.map(Datee::le), envoyee.le()),
                service: envoyee.fait.service.clone(),
            });
        }
    }
    rows
}

/// One row a complement asked, in the order of facts.
pub(super) fn complements(enfant: Uuid, parcours: &Parcours) -> Vec<FaitComplement> {
    let mut rows = Vec::new();
    for (id, evaluation) in &parcours.evaluation.evaluations {
        for (rang, demande) in (1..).zip(&evaluation.complements) {
            rows.push(FaitComplement {
                enfant,
                evaluation: id.0,
                rang,
                demande_le: demande.le(),
                recu_le: answered(evaluation, demande.le()),
            });
        }
    }
    rows
}

/// A report of the very day of the question is the one that did not suffice.
fn answered(evaluation: &Evaluation, le: NaiveDate) -> Option<NaiveDate> {
    let received = since(evaluation.complements_recus.iter().map(Datee::le), le);
    let reported = evaluation.rapports.iter().map(Datee::le).filter(|day| le < *day).min();
    received.into_iter().chain(reported).min()
}
