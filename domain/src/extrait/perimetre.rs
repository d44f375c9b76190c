//! What a judicial file covers of a child's parcours: its decisions, their measures, and what hangs on them.
//!
//! When the child has one judicial file only, what names no file is of that one.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use uuid::Uuid;

use super::Portee;
use crate::enfant::Parcours;
use crate::histoire::Datee;
use crate::ids::{DossierJudiciaireId, EvaluationId, InformationId, MesureId};
use crate::mesure::Mesure;

/// The objects of one judicial file.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Perimetre {
    /// The file.
    pub(super) dossier: DossierJudiciaireId,
    /// Its measures.
    pub(super) mesures: BTreeSet<MesureId>,
    /// Its decisions, hearings, requests; the accueils, évaluations, informations and pièces that go with it.
    pub(super) objets: BTreeSet<Uuid>,
    /// The child has no other judicial file.
    pub(super) seul: bool,
}

impl Perimetre {
    pub(super) fn de(parcours: &Parcours, portee: &Portee) -> Self {
        let dossier = portee.dossier;
        let known = &parcours.justice.dossiers;
        let seul = known.keys().all(|id| *id == dossier);
        let objets = BTreeSet::from([dossier.0]);
        let mut perimetre = Self { dossier, mesures: BTreeSet::new(), objets, seul };
        perimetre.justice(parcours);
        perimetre.mesures(parcours);
        perimetre.origine(parcours);
        perimetre.pieces(parcours);
        perimetre
    }

    /// Whether what names that file, or none, is of this one.
    pub(super) fn du_dossier(&self, dossier: Option<DossierJudiciaireId>) -> bool {
        dossier.map_or(self.seul, |dossier| dossier == self.dossier)
    }

    pub(super) fn contient(&self, objet: Uuid) -> bool {
        self.objets.contains(&objet)
    }

    /// Whether a decision of the file keeps the place secret, or a place is said to be.
    pub(super) fn lieu_secret(&self, parcours: &Parcours) -> bool {
        let decisions = parcours.justice.decisions.values().flat_map(|known| &known.rendues);
        let mut ordered = decisions.filter(|rendue| rendue.fait.lieu_secret);
        let mut places = parcours.accueil.accueils.values().flat_map(|accueil| &accueil.debuts);
        ordered.any(|rendue| self.contient(rendue.fait.decision.0))
            || places.any(|debut| debut.fait.lieu.secret)
    }

    fn justice(&mut self, parcours: &Parcours) {
        let justice = &parcours.justice;
        for (id, decision) in &justice.decisions {
            if decision.rendues.iter().any(|rendue| self.du_dossier(rendue.fait.dossier)) {
                self.objets.insert(id.0);
            }
        }
        // An arrêt judges a decision, and is one.
        for decision in justice.decisions.values() {
            for arret in &decision.arrets {
                if self.contient(arret.fait.decision.0) {
                    self.objets.insert(arret.fait.arret.0);
                }
            }
        }
        for (id, audience) in &justice.audiences {
            let unknown = audience.fixees.is_empty() && self.seul;
            if unknown || audience.fixees.iter().any(|fixee| self.du_dossier(fixee.fait.dossier)) {
                self.objets.insert(id.0);
            }
        }
        for (id, demande) in &justice.demandes {
            if demande.recues.iter().any(|recue| self.du_dossier(recue.fait.dossier)) {
                self.objets.insert(id.0);
            }
        }
    }

    /// Measures a decision of the file names or that name it, then what they renew or give way to.
    fn mesures(&mut self, parcours: &Parcours) {
        let all = &parcours.mesure.mesures;
        let named = parcours.justice.decisions.iter().filter(|(id, _)| self.contient(id.0));
        let named = named.flat_map(|(_, decision)| &decision.rendues);
        self.mesures = named.flat_map(|rendue| rendue.fait.mesures.iter().copied()).collect();
        let ours = all.iter().filter(|(_, mesure)| self.ordonnee_par(parcours, mesure));
        let ours: Vec<MesureId> = ours.map(|(&id, _)| id).collect();
        self.mesures.extend(ours);
        self.objets.extend(self.mesures.iter().map(|mesure| mesure.0));
        for (id, accueil) in &parcours.accueil.accueils {
            let ground = accueil.debut().and_then(|debut| debut.fait.mesure);
            if ground.is_some_and(|mesure| self.mesures.contains(&mesure)) {
                self.objets.insert(id.0);
            }
        }
    }

    fn ordonnee_par(&self, parcours: &Parcours, mesure: &Mesure) -> bool {
        let Some(decidee) = mesure.decidee().filter(|decidee| !decidee.fait.administrative) else {
            return false;
        };
        let decision = decidee.fait.termes.decision;
        let told = parcours.justice.decisions.get(&decision);
        let unknown = told.is_none_or(|known| known.rendues.is_empty());
        self.contient(decision.0) || (unknown && self.seul)
    }

    /// The informations told to the parquet by the day the judge was seized, their évaluations and decisions.
    fn origine(&mut self, parcours: &Parcours) {
        let file = parcours.justice.dossiers.get(&self.dossier);
        let seized = file.and_then(|known| known.ouvert()).map(Datee::le);
        let before = |le: NaiveDate| seized.is_none_or(|seized| le <= seized);
        let known = parcours.information.informations.iter();
        let told = known.filter(|(_, one)| one.signalements.iter().any(|told| before(told.le())));
        let informations: BTreeSet<InformationId> = told.map(|(&id, _)| id).collect();
        let evaluated = parcours.evaluation.evaluations.iter().filter(|(_, one)| {
            one.informations().iter().any(|information| informations.contains(information))
        });
        let evaluations: BTreeSet<EvaluationId> = evaluated.map(|(&id, _)| id).collect();
        let decided = parcours.decision.decisions.iter().filter(|(_, one)| {
            one.prises.iter().any(|prise| {
                let evaluation = prise.fait.evaluation;
                evaluation.is_some_and(|id| evaluations.contains(&id))
                    || prise.fait.informations.iter().any(|id| informations.contains(id))
            })
        });
        self.objets.extend(decided.map(|(id, _)| id.0));
        self.objets.extend(informations.into_iter().map(|id| id.0));
        self.objets.extend(evaluations.into_iter().map(|id| id.0));
    }

    /// The pièces its decisions and requests cite.
    fn pieces(&mut self, parcours: &Parcours) {
        let rendues = parcours.justice.decisions.values().flat_map(|known| &known.rendues);
        let ours = rendues.filter(|rendue| self.contient(rendue.fait.decision.0));
        let mut cited: Vec<Uuid> =
            ours.flat_map(|rendue| rendue.fait.pieces.iter().map(|piece| piece.0)).collect();
        let sent = parcours.ecrit.ecrits.values().flat_map(|ecrit| &ecrit.emis);
        cited.extend(sent.flat_map(|emis| emis.fait.pieces.iter().map(|piece| piece.0)));
        self.objets.extend(cited);
    }
}
