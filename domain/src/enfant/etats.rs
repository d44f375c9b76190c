//! Where the objects of a parcours stand, when that is told by several chapters at once.
//!
//! Deliberately absent: the state of what one chapter tells alone; that is the chapter's.

use chrono::NaiveDate;

use super::Parcours;
use crate::codes::EtatInformation;
use crate::decision::Decision;
use crate::droit;
use crate::ids::{EvaluationId, InformationId};
use crate::information::Information;
use crate::temps::Survenu;

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

    /// From when the delays of an information run: its arrival; for a child reported before his birth, that
    /// birth, or the day it is expected while it is not known. Before it he is not a minor, and no text
    /// read makes an IP of what is told of him (flag M).
    #[must_use]
    pub fn depart_des_delais(&self, information: &Information) -> Option<Survenu> {
        let recue = information.recue()?.survenu;
        if !self.identite.a_naitre_au(recue.le) {
            return Some(recue);
        }
        let born = self.identite.naissance().map(|naissance| naissance.le);
        let expected = self.identite.a_naitre.iter().rev();
        let expected = expected.filter_map(|signale| signale.fait.terme_prevu_le).next();
        let later = born.or(expected).filter(|le| recue.le < *le);
        Some(later.map_or(recue, Survenu::le))
    }

    /// The day the évaluation of an information is due, once it is qualified.
    #[must_use]
    pub fn echeance_d_evaluation(&self, information: &Information) -> Option<NaiveDate> {
        let (_, qualifiee) = information.qualifiee()?;
        let depart = self.depart_des_delais(information)?;
        Some(droit::echeance_evaluation(depart.le, qualifiee.delai_reduit_jours))
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
