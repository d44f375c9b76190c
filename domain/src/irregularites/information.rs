//! What is irregular in the informations, the évaluations and the decisions.

use chrono::NaiveDate;

use super::Irregularite;
use crate::codes::Canal;
use crate::decision::Decision;
use crate::droit::Charge;
use crate::enfant::Parcours;
use crate::evaluation::Evaluation;
use crate::histoire::Datee;
use crate::ids::{DecisionId, EvaluationId, InformationId};
use crate::information::{Information, Transferee};

/// The findings of a parcours on a day, in the order of the objects.
pub(super) fn irregularites(parcours: &Parcours, _: NaiveDate) -> Vec<Irregularite> {
    let mut found = Vec::new();
    for (&id, information) in &parcours.information.informations {
        found.extend(sans_reception(id, information));
        if let Some(transferee) = &information.transferee {
            found.extend(sans_accuse(id, information, transferee));
            found.extend(voie_ordinaire(id, transferee));
            found.extend(parents_non_informes(id, transferee));
        }
    }
    for (&id, evaluation) in &parcours.evaluation.evaluations {
        found.extend(evaluateur_seul(id, evaluation));
    }
    for (&id, decision) in &parcours.decision.decisions {
        found.extend(refusee_sans_revision(id, decision));
    }
    found
}

/// Others answer, acknowledge or ask about an information that nobody recorded here.
fn sans_reception(information: InformationId, known: &Information) -> Option<Irregularite> {
    if known.recue().is_some() || known.retiree.is_some() {
        return None;
    }
    let days = [
        known.retours.first().map(Datee::le),
        known.signalements.first().map(Datee::le),
        known.navettes_retournees.first().map(Datee::le),
        known.complements.first().map(Datee::le),
        known.demandes_de_suites.first().map(Datee::le),
        known.dangers_graves.first().map(Datee::le),
        known.accuses.first().map(Datee::le),
        known.demenagements.first().map(Datee::le),
    ];
    Some(Irregularite {
        code: "INFORMATION_NON_ENREGISTREE",
        article: "CASF, art. L226-3",
        objet: information.0,
        charge: Charge::Crip,
        depuis: days.into_iter().flatten().min()?,
        phrase: "Des faits citent une information dont la réception n'est pas enregistrée.".into(),
    })
}

fn sans_accuse(
    information: InformationId,
    known: &Information,
    transferee: &Datee<Transferee>,
) -> Option<Irregularite> {
    known.accuses.is_empty().then(|| Irregularite {
        code: "TRANSFERT_SANS_ACCUSE",
        article: "CASF, art. R221-7",
        objet: information.0,
        charge: Charge::Tiers,
        depuis: transferee.le(),
        phrase: format!(
            "Le Département {} n'a pas accusé réception de ce qui lui fut transmis.",
            transferee.fait.vers_departement
        ),
    })
}

/// The law names two ways: the registered letter, and the secure channel.
fn voie_ordinaire(
    information: InformationId,
    transferee: &Datee<Transferee>,
) -> Option<Irregularite> {
    let lawful = match transferee.fait.canal {
        Canal::LettreRecommandee | Canal::MessagerieSecurisee => true,
        Canal::Courrier
        | Canal::Courriel
        | Canal::Telephone
        | Canal::Formulaire
        | Canal::Snated
        | Canal::RemiseEnMain => false,
    };
    (!lawful).then(|| Irregularite {
        code: "TRANSFERT_PAR_VOIE_ORDINAIRE",
        article: "CASF, art. R221-6",
        objet: information.0,
        charge: Charge::Crip,
        depuis: transferee.le(),
        phrase: "La transmission n'a pris ni la lettre recommandée ni la voie sécurisée.".into(),
    })
}

fn parents_non_informes(
    information: InformationId,
    transferee: &Datee<Transferee>,
) -> Option<Irregularite> {
    (transferee.fait.parents_informes == Some(false)).then(|| Irregularite {
        code: "TRANSFERT_SANS_INFORMATION_DES_PARENTS",
        article: "CASF, art. L221-3 et R221-5-1",
        objet: information.0,
        charge: Charge::Crip,
        depuis: transferee.le(),
        phrase: "Les parents n'ont pas été informés avant la transmission.".into(),
    })
}

/// One evaluator is not a team. The number of two is of practice and of the local plan, not read in the
/// article.
fn evaluateur_seul(evaluation: EvaluationId, known: &Evaluation) -> Option<Irregularite> {
    let depuis = known.equipes.last().map(Datee::le).or(known.mandat().map(Datee::le))?;
    let closed = known.premier_rapport().is_some();
    (known.equipe().len() == 1 && !closed).then(|| Irregularite {
        code: "EVALUATEUR_SEUL",
        article: "CASF, art. L226-3 et D226-2-5",
        objet: evaluation.0,
        charge: Charge::Crip,
        depuis,
        phrase: "L'équipe d'évaluation ne compte qu'une personne.".into(),
    })
}

fn refusee_sans_revision(decision: DecisionId, known: &Decision) -> Option<Irregularite> {
    let refus = known.refusee_sans_revision()?;
    Some(Irregularite {
        code: "SUITE_REFUSEE_SANS_REVISION",
        article: "CASF, art. L223-2 et L226-4",
        objet: decision.0,
        charge: Charge::Crip,
        depuis: refus.le(),
        phrase: "La suite décidée fut refusée, et rien n'est décidé à sa place.".into(),
    })
}
