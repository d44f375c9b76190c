//! Informations, signalements, évaluations and decisions: the CRIP's side of a history.
//!
//! An évaluation answers an information when it is among those that feed it. A decision answers it
//! when it names it, or follows such an évaluation.

use chrono::NaiveDate;
use domain::codes::{Code as _, GenreSuite, MotifRevision, NatureMesure};
use domain::decision::{Decision, Suite};
use domain::droit;
use domain::enfant::Parcours;
use domain::evaluation::Evaluation;
use domain::histoire::Datee;
use domain::ids::{EvaluationId, InformationId};
use domain::information::{Information, Recue};
use domain::temps::Survenu;
use uuid::Uuid;

use super::crip;
use super::ligne::{FaitDecision, FaitEvaluation, FaitInformation, FaitSignalement};

/// One row an information that names the child.
pub(super) fn informations(enfant: Uuid, parcours: &Parcours) -> Vec<FaitInformation> {
    let known = &parcours.information.informations;
    known.iter().map(|(&id, information)| row(enfant, parcours, id, information)).collect()
}

fn row(
    enfant: Uuid,
    parcours: &Parcours,
    id: InformationId,
    information: &Information,
) -> FaitInformation {
    let recue = information.recue().map(|recue| &recue.fait);
    let reponse = Reponse::new(parcours, id);
    let reduit = information.qualifiee().and_then(|(_, qualifiee)| qualifiee.delai_reduit_jours);
    let depart = parcours.depart_des_delais(information);
    let echeance = |depart: Survenu| droit::echeance_evaluation(depart.le, reduit);
    FaitInformation {
        enfant,
        information: id.0,
        arrivee: information.arrivee(),
        arrivee_crip: recue.and_then(|recue| recue.arrivee_crip).map(|survenu| survenu.le),
        porte: recue.map(|recue| recue.porte_d_entree.cle()),
        service_entree: recue.and_then(|recue| recue.service_entree.clone()),
        transmetteur: recue.map(|recue| recue.transmetteur.cle()),
        origine: recue.map(|recue| recue.origine.cle()),
        commune: commune(parcours, information),
        urgence: recue.is_some_and(|recue| recue.urgence),
        doublon_le: information.doublon.as_ref().map(Datee::le),
        rattachee_le: information.rattachee.as_ref().map(Datee::le),
        principale: information.rattachee.as_ref().map(|rattachee| rattachee.fait.principale.0),
        retiree_le: information.retiree.as_ref().map(Datee::le),
        qualifiee_le: information.qualifiee().map(|(qualification, _)| qualification.le()),
        non_qualifiee_le: information.non_qualifiee().map(Datee::le),
        delai_reduit_jours: reduit.and_then(|jours| i32::try_from(jours).ok()),
        echeance: depart.map(echeance),
        transferee_le: information.transferee.as_ref().map(Datee::le),
        signalee_le: information.signalements_du_departement().map(Datee::le).min(),
        evaluation: reponse.evaluations.first().map(|(id, _)| id.0),
        mandatee_le: reponse.mandatee_le(),
        rapport_le: reponse.rapport_le(),
        decidee_le: reponse.decidee_le(),
        suite: suite(information, &reponse),
        aed_refusee: reponse.decisions.iter().any(|decision| aed_refused(decision)),
        arrivee_a: information.recue().and_then(|recue| recue.survenu.a),
        signalee_a: crip::premier_signalement_a(information),
        signalee_en_urgence: crip::signalee_en_urgence(information),
    }
}

/// Where the child lived on arrival: as told with the information, else by his residences.
fn commune(parcours: &Parcours, information: &Information) -> Option<String> {
    let Datee { survenu, connu_le: _, version: _, fait: Recue { commune, .. } } =
        information.recue()?;
    commune.clone().or_else(|| commune_au(parcours, survenu.le))
}

fn commune_au(parcours: &Parcours, le: NaiveDate) -> Option<String> {
    parcours.identite.residence_au(le).and_then(|residence| residence.commune.clone())
}

/// What was done about one information.
struct Reponse<'a> {
    /// Earliest mandate first.
    evaluations: Vec<(EvaluationId, &'a Evaluation)>,
    decisions: Vec<&'a Decision>,
}

impl<'a> Reponse<'a> {
    fn new(parcours: &'a Parcours, information: InformationId) -> Self {
        let known = &parcours.evaluation.evaluations;
        let mut evaluations: Vec<(EvaluationId, &Evaluation)> = known
            .iter()
            .filter(|(_, evaluation)| evaluation.informations().contains(&information))
            .map(|(&id, evaluation)| (id, evaluation))
            .collect();
        evaluations
            .sort_by_key(|(id, evaluation)| (begun(evaluation).unwrap_or(NaiveDate::MAX), *id));
        let answers = |decision: &&Decision| {
            decision.prise().is_some_and(|prise| {
                let followed = prise.fait.evaluation;
                prise.fait.informations.contains(&information)
                    || evaluations.iter().any(|(id, _)| Some(*id) == followed)
            })
        };
        let decisions = parcours.decision.decisions.values().filter(answers).collect();
        Self { evaluations, decisions }
    }

    fn mandatee_le(&self) -> Option<NaiveDate> {
        self.evaluations.iter().filter_map(|(_, evaluation)| begun(evaluation)).min()
    }

    fn rapport_le(&self) -> Option<NaiveDate> {
        let reports = self.evaluations.iter().filter_map(|(_, known)| known.premier_rapport());
        reports.map(Datee::le).min()
    }

    fn decidee_le(&self) -> Option<NaiveDate> {
        self.decisions.iter().filter_map(|decision| decision.prise()).map(Datee::le).min()
    }

    fn suites(&self) -> impl Iterator<Item = GenreSuite> {
        self.decisions.iter().flat_map(|decision| decision.suites()).map(Suite::genre)
    }

    fn holds(&self, genre: GenreSuite) -> bool {
        self.suites().any(|suite| suite == genre)
    }
}

/// Mandated, or joined when the mandate is not on this child's stream.
fn begun(evaluation: &Evaluation) -> Option<NaiveDate> {
    let joint = evaluation.joint.as_ref().map(Datee::le);
    evaluation.mandat().map(Datee::le).or(joint)
}

/// What became of the information for this child: the first class of A12 that holds. A suite is
/// *réalisée* when it holds after revisions; the parquet also as soon as the Département has seized it.
fn suite(information: &Information, reponse: &Reponse<'_>) -> &'static str {
    let analysed_as_ip = information.qualifiee().is_some() || reponse.rapport_le().is_some();
    let classes = [
        ("parquet", information.signalements_du_departement().next().is_some()),
        ("parquet", reponse.holds(GenreSuite::TransmissionParquet)),
        ("prestation_ase", reponse.holds(GenreSuite::AideAdministrative)),
        ("modification", reponse.holds(GenreSuite::ModificationMesure)),
        ("poursuite", reponse.holds(GenreSuite::PoursuiteMesure)),
        ("orientation", reponse.holds(GenreSuite::SansSuiteAvecOrientation)),
        ("classement_2", analysed_as_ip && reponse.holds(GenreSuite::SansSuite)),
        ("transfert", information.transferee.is_some() || reponse.holds(GenreSuite::Transfert)),
        ("sans_objet", reponse.holds(GenreSuite::SansObjet)),
        ("niveau_1", information.non_qualifiee().is_some()),
    ];
    classes.iter().find(|(_, holds)| *holds).map_or("en_cours", |(classe, _)| classe)
}

/// An AED was among the suites taken, and a revision for the holders' refusal left none.
fn aed_refused(decision: &Decision) -> bool {
    aed_proposed(decision) && aed_refused_on(decision).is_some()
}

fn aed_proposed(decision: &Decision) -> bool {
    decision.prise().is_some_and(|prise| prise.fait.suites.iter().any(is_aed))
}

/// The first revision for the holders' refusal, when no AED holds any more.
fn aed_refused_on(decision: &Decision) -> Option<NaiveDate> {
    let refused = |revision: &&Datee<domain::decision::Revisee>| {
        revision.fait.motif == MotifRevision::RefusDesTitulaires
    };
    let refusal = decision.revisions.iter().find(refused)?;
    (!decision.suites().iter().any(is_aed)).then(|| refusal.le())
}

fn is_aed(suite: &Suite) -> bool {
    match suite {
        Suite::AideAdministrative { nature } => {
            matches!(nature, NatureMesure::Aed | NatureMesure::AedRenforcee)
        }
        Suite::SansSuite
        | Suite::SansSuiteAvecOrientation { orientation: _ }
        | Suite::TransmissionParquet { motif_signalement: _ }
        | Suite::PoursuiteMesure
        | Suite::ModificationMesure { nature: _ }
        | Suite::Transfert
        | Suite::SansObjet { motif_sans_objet: _ } => false,
    }
}

/// One row a signalement, in the order of facts.
pub(super) fn signalements(enfant: Uuid, parcours: &Parcours) -> Vec<FaitSignalement> {
    let mut rows = Vec::new();
    for (id, information) in &parcours.information.informations {
        for (rang, signalee) in (1..).zip(&information.signalements) {
            rows.push(FaitSignalement {
                enfant,
                information: id.0,
                rang,
                signale_le: signalee.le(),
                emetteur: signalee.fait.emetteur.cle(),
                motif: signalee.fait.motif.cle(),
                urgence: signalee.fait.urgence,
            });
        }
    }
    rows
}

/// One row an évaluation of the child.
pub(super) fn evaluations(enfant: Uuid, parcours: &Parcours) -> Vec<FaitEvaluation> {
    let known = &parcours.evaluation.evaluations;
    known.iter().map(|(&id, evaluation)| evaluated(enfant, parcours, id, evaluation)).collect()
}

fn evaluated(
    enfant: Uuid,
    parcours: &Parcours,
    id: EvaluationId,
    evaluation: &Evaluation,
) -> FaitEvaluation {
    let earliest = earliest_principal(parcours, evaluation);
    let depart = earliest.and_then(|information| parcours.depart_des_delais(information));
    let due = |depart: Survenu| droit::echeance_evaluation(depart.le, None);
    let follows = |decision: &&Datee<domain::decision::Prise>| decision.fait.evaluation == Some(id);
    let decisions = parcours.decision.decisions.values().filter_map(Decision::prise);
    FaitEvaluation {
        enfant,
        evaluation: id.0,
        mandatee_le: evaluation.mandat().map(Datee::le),
        service: evaluation.mandat().map(|mandat| mandat.fait.service.clone()),
        joint: evaluation.joint.is_some(),
        depart_le: earliest.and_then(Information::arrivee),
        echeance_le: depart.map(due),
        commune: earliest.and_then(|information| commune(parcours, information)),
        premier_rapport_le: evaluation.premier_rapport().map(Datee::le),
        dernier_rapport_le: evaluation.rapports.last().map(Datee::le),
        decidee_le: decisions.filter(follows).map(Datee::le).min(),
    }
}

fn earliest_principal<'a>(
    parcours: &'a Parcours,
    evaluation: &Evaluation,
) -> Option<&'a Information> {
    let fed_by = evaluation.informations().iter();
    fed_by
        .filter_map(|id| parcours.information.informations.get(id))
        .filter(|information| information.principale() && information.arrivee().is_some())
        .min_by_key(|information| information.arrivee())
}

/// One row a decision for the child.
pub(super) fn decisions(enfant: Uuid, parcours: &Parcours) -> Vec<FaitDecision> {
    let known = parcours.decision.decisions.iter();
    known
        .filter_map(|(id, decision)| {
            let prise = decision.prise()?;
            let suites: Vec<GenreSuite> = decision.suites().iter().map(Suite::genre).collect();
            Some(FaitDecision {
                enfant,
                decision: id.0,
                prise_le: prise.le(),
                evaluation: prise.fait.evaluation.map(|evaluation| evaluation.0),
                classement: suites.iter().all(|suite| is_classement(*suite)),
                suites: suites.iter().map(|suite| suite.cle()).collect::<Vec<_>>().join(","),
                revisee_le: decision.revisions.last().map(Datee::le),
                commune: commune_au(parcours, prise.le()),
                aed_proposee: aed_proposed(decision),
                aed_refusee_le: aed_refused_on(decision).filter(|_| aed_proposed(decision)),
            })
        })
        .collect()
}

fn is_classement(suite: GenreSuite) -> bool {
    match suite {
        GenreSuite::SansSuite | GenreSuite::SansSuiteAvecOrientation => true,
        GenreSuite::AideAdministrative
        | GenreSuite::TransmissionParquet
        | GenreSuite::PoursuiteMesure
        | GenreSuite::ModificationMesure
        | GenreSuite::Transfert
        | GenreSuite::SansObjet => false,
    }
}
