//! Where the informations, the évaluations and the decisions of a child stand.
//!
//! Invariant: states are the domain's; what is written here is only which fact goes in which field.

use chrono::NaiveDate;
use domain::codes::{Code, GenreSuite};
use domain::decision::Decision;
use domain::enfant::Parcours;
use domain::evaluation::Evaluation;
use domain::histoire::Datee;
use domain::ids::{DecisionId, EvaluationId, InformationId};
use domain::information::Information;
use proto::dossier::v1 as fil;
use proto::wire::Wire as _;

use super::etats::{day, of_object};

/// Every information that names the child.
pub(super) fn informations(parcours: &Parcours) -> Vec<fil::EtatInformation> {
    let known = &parcours.information.informations;
    known.iter().map(|(&id, information)| information_state(parcours, id, information)).collect()
}

fn information_state(
    parcours: &Parcours,
    id: InformationId,
    information: &Information,
) -> fil::EtatInformation {
    fil::EtatInformation {
        information: id.0.to_string(),
        recue_le: day(information.arrivee()),
        etat: parcours.etat_d_information(id).map(Code::cle).unwrap_or_default().to_owned(),
        echeance_evaluation: day(parcours.echeance_d_evaluation(information)),
        signalee: information.signalements_du_departement().next().is_some(),
        version: of_object(parcours, id.0),
        principale: completed(information).map(|id| id.0.to_string()).unwrap_or_default(),
        protegee: information.protegee(),
        navettes_sans_retour: information
            .navettes_sans_retour()
            .map(|navette| navette.fait.service.clone())
            .collect(),
        transfert_accuse_le: day(information.accuses.first().map(Datee::le)),
        retours_parquet: information
            .retours
            .iter()
            .map(|retour| retour.fait.suite.cle().to_owned())
            .collect(),
    }
}

fn completed(information: &Information) -> Option<InformationId> {
    let attached = information.rattachee.as_ref().map(|rattachee| rattachee.fait.principale);
    attached.or(information.doublon.as_ref().map(|doublon| doublon.fait.original))
}

fn decision_after(parcours: &Parcours, evaluation: EvaluationId) -> Option<&Decision> {
    let follows = |decision: &&Decision| {
        decision.prise().is_some_and(|prise| prise.fait.evaluation == Some(evaluation))
    };
    parcours.decision.decisions.values().find(follows)
}

/// Every évaluation he is in.
pub(super) fn evaluations(parcours: &Parcours) -> Vec<fil::EtatEvaluation> {
    let known = &parcours.evaluation.evaluations;
    known.iter().map(|(&id, evaluation)| evaluation_state(parcours, id, evaluation)).collect()
}

fn evaluation_state(
    parcours: &Parcours,
    id: EvaluationId,
    evaluation: &Evaluation,
) -> fil::EtatEvaluation {
    let decision = decision_after(parcours, id);
    let suites = decision.map(Decision::suites).unwrap_or_default();
    fil::EtatEvaluation {
        evaluation: id.0.to_string(),
        mandatee_le: day(evaluation.mandat().map(Datee::le)),
        etat: evaluation.etat(decision.is_some()).cle().to_owned(),
        premier_rapport_le: day(evaluation.premier_rapport().map(Datee::le)),
        suites: suites.iter().map(|suite| suite.to_wire()).collect(),
        version: of_object(parcours, id.0),
        equipe: evaluation.equipe().iter().map(|membre| membre.to_wire()).collect(),
        parents_informes_le: day(evaluation.parents_informes.first().map(Datee::le)),
        conclusion: evaluation
            .conclusion()
            .map(|conclusion| conclusion.cle().to_owned())
            .unwrap_or_default(),
        desaccords: evaluation
            .desaccords
            .iter()
            .map(|desaccord| desaccord.fait.agent.clone())
            .collect(),
        commission_le: day(evaluation.commissions.last().map(Datee::le)),
        rapport_partage_le: day(evaluation.partages.first().map(Datee::le)),
        tentatives: u32::try_from(evaluation.tentatives.len()).unwrap_or(u32::MAX),
    }
}

/// Every decision, with what became of its suites.
pub(super) fn decisions(parcours: &Parcours) -> Vec<fil::EtatDecision> {
    let known = &parcours.decision.decisions;
    known.iter().map(|(&id, decision)| decision_state(parcours, id, decision)).collect()
}

fn decision_state(parcours: &Parcours, id: DecisionId, decision: &Decision) -> fil::EtatDecision {
    let of = |came: fn(&Decision, GenreSuite) -> Option<NaiveDate>| {
        let every = GenreSuite::TOUS.iter().copied();
        every
            .filter(|suite| came(decision, *suite).is_some())
            .map(|suite| suite.cle().to_owned())
            .collect()
    };
    fil::EtatDecision {
        decision: id.0.to_string(),
        prise_le: day(decision.prise().map(Datee::le)),
        suites: decision.suites().iter().map(|suite| suite.to_wire()).collect(),
        realisees: of(Decision::realisee),
        refusees: of(Decision::refusee),
        notifiee_le: day(decision.notifications.first().map(Datee::le)),
        version: of_object(parcours, id.0),
    }
}
