//! What the Département decides for each child, after first analysis or évaluation.
//!
//! Two suites may combine (a TISF while the parquet decides). A suite *revised* answers new facts;
//! a suite *rectified* was an error of typing, and belongs to the corrections.
//!
//! # Invariants
//!
//! - Each child of a fratrie gets his own decision; what they share is its identifier.
//! - A decision after évaluation does not precede the report.
//! - A transmission to the parquet says its ground (CASF L226-4).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use uuid::Uuid;

use crate::Decideur;
use crate::codes::{
    GenreSuite, MotifRevision, MotifSansObjet, Motifsig, NatureMesure, Orientation,
};
use crate::enfant::Parcours;
use crate::evenement::evenements;
use crate::histoire::{Datee, Effectif};
use crate::ids::{DecisionId, EnfantId, EvaluationId, InformationId};
use crate::refus::Refus;
use crate::sealed::Sealed;

/// Every decision for the child.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Etat {
    /// By identifier.
    pub decisions: BTreeMap<DecisionId, Decision>,
}

/// What is known of one decision, for this child.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decision {
    /// Takings: one in a sound history.
    pub prises: Vec<Datee<Prise>>,
    /// Revisions, oldest first.
    pub revisions: Vec<Datee<Revisee>>,
}

/// What may be decided.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Decides.
    Decider(Prise),
    /// New facts change the suite.
    Reviser(Revisee),
}

evenements! {
    /// Decided.
    Prise = "decision_prise.v1",
    /// Changed by new facts.
    Revisee = "decision_revisee.v1",
}

/// What is decided for one child.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "suite", rename_all = "snake_case")]
pub enum Suite {
    /// Nothing more (niveau 2 when it follows an évaluation).
    SansSuite,
    /// Directed to ordinary services.
    SansSuiteAvecOrientation {
        /// Where.
        orientation: Orientation,
    },
    /// An administrative measure, with the holders' consent.
    AideAdministrative {
        /// Which kind.
        nature: NatureMesure,
    },
    /// The parquet is seized.
    TransmissionParquet {
        /// Ground (CASF L226-4).
        motif_signalement: Motifsig,
    },
    /// The measure in progress goes on.
    PoursuiteMesure,
    /// The measure in progress changes.
    ModificationMesure {
        /// Into which kind.
        nature: NatureMesure,
    },
    /// Another Département is competent.
    Transfert,
    /// There is nothing to decide any more.
    SansObjet {
        /// Why.
        motif_sans_objet: MotifSansObjet,
    },
}

/// A decision for this child.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Prise {
    /// Which decision: siblings share it.
    pub decision: DecisionId,
    /// The évaluation it follows, if any.
    pub evaluation: Option<EvaluationId>,
    /// The informations it answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub informations: Vec<InformationId>,
    /// One suite, or several that combine.
    pub suites: Vec<Suite>,
    /// Sealed under the child's key.
    pub motivation: Option<Sealed<String>>,
    /// Who decided.
    pub decideur: Option<Decideur>,
}

/// New facts changed the suite.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Revisee {
    /// Which decision.
    pub decision: DecisionId,
    /// The suites that now hold.
    pub suites: Vec<Suite>,
    /// Why.
    pub motif: MotifRevision,
    /// Who decided.
    pub decideur: Option<Decideur>,
}

impl Suite {
    /// Its code.
    #[must_use]
    pub fn genre(&self) -> GenreSuite {
        match self {
            Self::SansSuite => GenreSuite::SansSuite,
            Self::SansSuiteAvecOrientation { orientation: _ } => {
                GenreSuite::SansSuiteAvecOrientation
            }
            Self::AideAdministrative { nature: _ } => GenreSuite::AideAdministrative,
            Self::TransmissionParquet { motif_signalement: _ } => GenreSuite::TransmissionParquet,
            Self::PoursuiteMesure => GenreSuite::PoursuiteMesure,
            Self::ModificationMesure { nature: _ } => GenreSuite::ModificationMesure,
            Self::Transfert => GenreSuite::Transfert,
            Self::SansObjet { motif_sans_objet: _ } => GenreSuite::SansObjet,
        }
    }
}

impl Command {
    /// The event it asks for.
    pub(crate) fn event(self) -> Event {
        match self {
            Self::Decider(event) => Event::Prise(event),
            Self::Reviser(event) => Event::Revisee(event),
        }
    }
}

impl Event {
    /// The decision it is about.
    #[must_use]
    pub fn decision(&self) -> DecisionId {
        match self {
            Self::Prise(event) => event.decision,
            Self::Revisee(event) => event.decision,
        }
    }

    pub(crate) fn confie_les_scelles(&mut self, enfant: EnfantId) {
        match self {
            Self::Prise(prise) => {
                if let Some(motivation) = &mut prise.motivation {
                    motivation.confie_a(enfant.0);
                }
            }
            Self::Revisee(_) => {}
        }
    }
}

impl Decision {
    /// The taking, when it is known.
    #[must_use]
    pub fn prise(&self) -> Option<&Datee<Prise>> {
        self.prises.first()
    }

    /// The suites that now hold.
    #[must_use]
    pub fn suites(&self) -> &[Suite] {
        let revised = self.revisions.last().map(|revisee| revisee.fait.suites.as_slice());
        let taken = self.prise().map(|prise| prise.fait.suites.as_slice());
        revised.or(taken).unwrap_or_default()
    }
}

/// Decides, from the parcours on the day of the act.
///
/// # Errors
///
/// No suite, nobody who decided, no report, or a decision unknown or already taken.
pub fn decide(parcours: &Parcours, command: Command, le: NaiveDate) -> Result<Event, Refus> {
    match command {
        Command::Decider(prise) => decider(parcours, prise, le),
        Command::Reviser(revisee) => reviser(parcours, revisee),
    }
}

fn decider(parcours: &Parcours, prise: Prise, le: NaiveDate) -> Result<Event, Refus> {
    let known = parcours.decision.decisions.get(&prise.decision);
    if known.is_some_and(|known| !known.prises.is_empty()) {
        return Err(Refus::DecisionDejaPrise { decision: prise.decision });
    }
    has_suites(&prise.suites)?;
    if prise.decideur.is_none() {
        return Err(Refus::DecideurManquant);
    }
    if let Some(evaluation) = prise.evaluation {
        reported(parcours, evaluation, le)?;
    }
    Ok(Event::Prise(prise))
}

fn has_suites(suites: &[Suite]) -> Result<(), Refus> {
    if suites.is_empty() { Err(Refus::DecisionSansSuite) } else { Ok(()) }
}

fn reported(parcours: &Parcours, evaluation: EvaluationId, le: NaiveDate) -> Result<(), Refus> {
    let known = parcours.evaluation.evaluations.get(&evaluation);
    let remis = known.and_then(|known| known.premier_rapport()).map(Datee::le);
    match remis {
        Some(remis) if remis <= le => Ok(()),
        Some(_) | None => Err(Refus::RapportNonRemis { evaluation }),
    }
}

fn reviser(parcours: &Parcours, revisee: Revisee) -> Result<Event, Refus> {
    let known = parcours.decision.decisions.get(&revisee.decision);
    if known.is_none_or(|known| known.prises.is_empty()) {
        return Err(Refus::DecisionInconnue { decision: revisee.decision });
    }
    has_suites(&revisee.suites)?;
    if revisee.decideur.is_none() {
        return Err(Refus::DecideurManquant);
    }
    Ok(Event::Revisee(revisee))
}

/// Takes one event into account.
pub fn evolve(etat: &mut Etat, effectif: &Effectif, event: &Event) {
    let entry = etat.decisions.entry(event.decision()).or_default();
    match event {
        Event::Prise(prise) => entry.prises.push(effectif.datee(prise)),
        Event::Revisee(revisee) => entry.revisions.push(effectif.datee(revisee)),
    }
}

/// What cannot be true of the decisions together with the évaluations.
pub fn contradictions(parcours: &Parcours, found: &mut Vec<(Uuid, Refus)>) {
    for (&decision, known) in &parcours.decision.decisions {
        if known.prises.len() > 1 {
            found.push((decision.0, Refus::DecisionDejaPrise { decision }));
        }
        let Some(prise) = known.prise() else {
            found.push((decision.0, Refus::DecisionInconnue { decision }));
            continue;
        };
        let Some(evaluation) = prise.fait.evaluation else { continue };
        if let Err(refus) = reported(parcours, evaluation, prise.le()) {
            found.push((decision.0, refus));
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::Suite;
    use crate::codes::{GenreSuite, Motifsig, NatureMesure};
    use crate::essais::*;
    use crate::evenement::Acte;

    fn rendue() -> Vec<Acte> {
        vec![
            lea(),
            le("2026-01-09", fait(recevoir(I1))),
            le("2026-01-12", fait(qualifier(I1))),
            le("2026-01-15", fait(mandater(&[I1], cadre()))),
            le("2026-03-20", fait(remettre_rapport())),
        ]
    }

    fn aed_decidee() -> Suite {
        Suite::AideAdministrative { nature: NatureMesure::Aed }
    }

    fn decider_l_aed() -> crate::enfant::Commande {
        decider(vec![aed_decidee()], Some(E1), cadre())
    }

    #[test]
    fn on_decide_le_jour_du_rapport_et_pas_la_veille() {
        given(rendue()).on("2026-03-20").when(decider_l_aed()).then(expect!["decision_prise"]);
        given(rendue())
            .on("2026-03-19")
            .recorded_on("2026-03-25")
            .when(decider_l_aed())
            .then_refused(expect!["RAPPORT_NON_REMIS · Le rapport de cette évaluation n'est pas remis à cette date. (CASF, art. D226-2-7)"]);
    }

    #[test]
    fn une_decision_sans_evaluation_n_attend_aucun_rapport() {
        given([lea()])
            .on("2026-01-10")
            .when(decider(vec![Suite::SansSuite], None, cadre()))
            .then(expect!["decision_prise"]);
    }

    #[test]
    fn une_decision_dit_une_suite_et_qui_l_a_prise() {
        given(rendue())
            .on("2026-03-25")
            .when(decider(vec![], Some(E1), cadre()))
            .then_refused(expect!["DECISION_SANS_SUITES · La décision ne dit aucune suite."]);
        given(rendue())
            .on("2026-03-25")
            .when(decider(vec![aed_decidee()], Some(E1), None))
            .then_refused(expect![
                "DECIDEUR_MANQUANT · Cet acte engage le Département : il manque qui l'a décidé."
            ]);
    }

    #[test]
    fn deux_suites_se_combinent() {
        let parquet = Suite::TransmissionParquet { motif_signalement: Motifsig::Refus };
        let tisf = Suite::AideAdministrative { nature: NatureMesure::Tisf };
        let dossier = given(rendue())
            .on("2026-03-25")
            .when(decider(vec![parquet, tisf], Some(E1), cadre()))
            .then_file();
        let parcours = parcours(dossier);
        let genres: Vec<_> =
            parcours.decision.decisions[&D1].suites().iter().map(Suite::genre).collect();
        assert_eq!(genres, [GenreSuite::TransmissionParquet, GenreSuite::AideAdministrative]);
    }

    #[test]
    fn une_decision_se_prend_une_fois_puis_se_revise() {
        let mut prise = rendue();
        prise.push(le("2026-03-25", fait(decider_l_aed())));
        given(prise.clone()).on("2026-03-26").when(decider_l_aed()).then_refused(expect![
            "DECISION_DEJA_PRISE · Cette décision est déjà enregistrée pour cet enfant."
        ]);
        let dossier = given(prise.clone())
            .on("2026-04-15")
            .when(reviser_decision(vec![Suite::SansSuite], cadre()))
            .then_file();
        assert_eq!(parcours(dossier).decision.decisions[&D1].suites(), [Suite::SansSuite]);
        given(prise.clone())
            .on("2026-04-15")
            .when(reviser_decision(vec![Suite::SansSuite], None))
            .then_refused(expect![
                "DECIDEUR_MANQUANT · Cet acte engage le Département : il manque qui l'a décidé."
            ]);
        given(prise)
            .on("2026-04-15")
            .when(reviser_decision(vec![], cadre()))
            .then_refused(expect!["DECISION_SANS_SUITES · La décision ne dit aucune suite."]);
        given(rendue())
            .on("2026-04-15")
            .when(reviser_decision(vec![Suite::SansSuite], cadre()))
            .then_refused(expect![
                "DECISION_INCONNUE · Cette décision n'est pas enregistrée pour cet enfant."
            ]);
    }

    #[test]
    fn le_rapport_d_une_decision_ne_s_annule_ni_ne_se_deplace_apres_elle() {
        let mut prise = rendue();
        prise.push(le("2026-03-25", fait(decider_l_aed())));
        given(prise.clone()).on("2026-04-01").when(annuler(5)).then_refused(expect!["RAPPORT_NON_REMIS · Le rapport de cette évaluation n'est pas remis à cette date. (CASF, art. D226-2-7)"]);
        let deplacer = |jour: &str| rectifier(5, fait(remettre_rapport()), Some(jour));
        given(prise.clone())
            .on("2026-04-01")
            .when(deplacer("2026-03-25"))
            .then(expect!["evenement_rectifie"]);
        given(prise.clone())
            .on("2026-04-01")
            .when(deplacer("2026-03-26"))
            .then_refused(expect!["RAPPORT_NON_REMIS · Le rapport de cette évaluation n'est pas remis à cette date. (CASF, art. D226-2-7)"]);
        let mut revisee = prise;
        revisee.push(le("2026-04-15", fait(reviser_decision(vec![Suite::SansSuite], cadre()))));
        given(revisee).on("2026-04-20").when(annuler(6)).then_refused(expect![
            "DECISION_INCONNUE · Cette décision n'est pas enregistrée pour cet enfant."
        ]);
    }
}
