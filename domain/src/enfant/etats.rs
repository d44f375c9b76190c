//! Where the objects of a parcours stand, when that is told by several chapters at once.
//!
//! Deliberately absent: the state of what one chapter tells alone; that is the chapter's.

use super::Parcours;
use crate::codes::EtatInformation;
use crate::decision::Decision;
use crate::ids::{EvaluationId, InformationId};

impl Parcours {
    /// Where an information stands for this child: what closes it first, then what was done about it, in
    /// the order of the queue.
    #[must_use]
    pub fn etat_d_information(&self, id: InformationId) -> Option<EtatInformation> {
        let information = self.information.informations.get(&id)?;
        let evaluations = || {
            let known = self.evaluation.evaluations.iter();
            known.filter(|(_, evaluation)| evaluation.informations().contains(&id))
        };
        Some(if information.retiree.is_some() {
            EtatInformation::Retiree
        } else if information.doublon.is_some() {
            EtatInformation::Doublon
        } else if information.rattachee.is_some() {
            EtatInformation::Rattachee
        } else if information.transferee.is_some() {
            EtatInformation::Transferee
        } else if evaluations().any(|(id, _)| self.decidee_apres(*id)) || self.decidee(id) {
            EtatInformation::Decidee
        } else if evaluations().any(|(_, evaluation)| evaluation.premier_rapport().is_some()) {
            EtatInformation::ADecider
        } else if evaluations().next().is_some() {
            EtatInformation::EnEvaluation
        } else if information.non_qualifiee().is_some() {
            EtatInformation::NonQualifiee
        } else if information.signalements_du_departement().next().is_some() {
            EtatInformation::SignaleeSansEvaluation
        } else if information.qualifiee().is_some() {
            EtatInformation::AMandater
        } else {
            EtatInformation::ATraiter
        })
    }

    /// Whether a decision answers an information.
    fn decidee(&self, information: InformationId) -> bool {
        let mut taken = self.decision.decisions.values().filter_map(Decision::prise);
        taken.any(|prise| prise.fait.informations.contains(&information))
    }

    /// Whether a decision follows an évaluation.
    #[must_use]
    pub fn decidee_apres(&self, evaluation: EvaluationId) -> bool {
        let mut taken = self.decision.decisions.values().filter_map(Decision::prise);
        taken.any(|prise| prise.fait.evaluation == Some(evaluation))
    }
}
