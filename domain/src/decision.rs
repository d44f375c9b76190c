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
//! - What is decided is not what happens: a suite is realised or refused by facts of their own, in any
//!   order of entry.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use uuid::Uuid;

use crate::Decideur;
use crate::codes::{
    Canal, Correspondant, GenreSuite, MotifRevision, MotifSansObjet, Motifsig, NatureMesure,
    Orientation, Titulaire,
};
use crate::enfant::Parcours;
use crate::evenement::evenements;
use crate::histoire::{Datee, Effectif};
use crate::ids::{DecisionId, EnfantId, EvaluationId, InformationId, MesureId};
use crate::mesure::encore_mineur;
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
    /// Suites that came true, oldest first.
    pub realisations: Vec<Datee<SuiteRealisee>>,
    /// Suites refused, oldest first.
    pub refus: Vec<Datee<SuiteRefusee>>,
    /// Notifications, oldest first.
    pub notifications: Vec<Datee<Notifiee>>,
}

/// What may be decided.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Decides.
    Decider(Prise),
    /// New facts change the suite.
    Reviser(Revisee),
    /// A suite came true.
    ConstaterRealisation(SuiteRealisee),
    /// Those who had to consent refused.
    ConstaterRefus(SuiteRefusee),
    /// Those concerned were told.
    Notifier(Notifiee),
}

evenements! {
    /// Decided.
    Prise = "decision_prise.v1",
    /// Changed by new facts.
    Revisee = "decision_revisee.v1",
    /// A suite came true.
    SuiteRealisee = "suite_realisee.v1",
    /// A suite was refused.
    SuiteRefusee = "suite_refusee.v1",
    /// Those concerned were told.
    Notifiee = "decision_notifiee.v1",
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

/// A suite came true: what was decided is what happened.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SuiteRealisee {
    /// Of which decision.
    pub decision: DecisionId,
    /// Which suite.
    pub suite: GenreSuite,
    /// The measure that realises it.
    pub mesure: Option<MesureId>,
}

/// A suite was refused by those whose consent it needs.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SuiteRefusee {
    /// Of which decision.
    pub decision: DecisionId,
    /// Which suite.
    pub suite: GenreSuite,
    /// By whom.
    pub par: Vec<Titulaire>,
}

/// Those concerned were told. `survenu` is the day it was sent or handed over.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Notifiee {
    /// Which decision.
    pub decision: DecisionId,
    /// To whom.
    pub destinataires: Vec<Correspondant>,
    /// By which way.
    pub voie: Option<Canal>,
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
            Self::ConstaterRealisation(event) => Event::SuiteRealisee(event),
            Self::ConstaterRefus(event) => Event::SuiteRefusee(event),
            Self::Notifier(event) => Event::Notifiee(event),
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
            Self::SuiteRealisee(event) => event.decision,
            Self::SuiteRefusee(event) => event.decision,
            Self::Notifiee(event) => event.decision,
        }
    }

    pub(crate) fn confie_les_scelles(&mut self, enfant: EnfantId) {
        match self {
            Self::Prise(prise) => {
                if let Some(motivation) = &mut prise.motivation {
                    motivation.confie_a(enfant.0);
                }
            }
            Self::Revisee(_)
            | Self::SuiteRealisee(_)
            | Self::SuiteRefusee(_)
            | Self::Notifiee(_) => {}
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

    /// Whether a suite came true, and was not refused since.
    #[must_use]
    pub fn realisee(&self, suite: GenreSuite) -> Option<NaiveDate> {
        let done = self.realisations.iter().filter(|fait| fait.fait.suite == suite);
        let done = done.map(Datee::le).max()?;
        let refused = self.refusee(suite).is_some_and(|refused| done < refused);
        (!refused).then_some(done)
    }

    /// The day a suite was refused.
    #[must_use]
    pub fn refusee(&self, suite: GenreSuite) -> Option<NaiveDate> {
        let refused = self.refus.iter().filter(|fait| fait.fait.suite == suite);
        refused.map(Datee::le).max()
    }

    /// A suite refused that still stands in the decision: nothing was decided in its place.
    #[must_use]
    pub fn refusee_sans_revision(&self) -> Option<&Datee<SuiteRefusee>> {
        let still = |refus: &&Datee<SuiteRefusee>| {
            let stands = self.suites().iter().any(|suite| suite.genre() == refus.fait.suite);
            stands && self.realisee(refus.fait.suite).is_none_or(|done| done < refus.le())
        };
        self.refus.iter().find(still)
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
        Command::Reviser(revisee) => reviser(parcours, revisee, le),
        Command::ConstaterRealisation(_) | Command::ConstaterRefus(_) | Command::Notifier(_) => {
            Ok(command.event())
        }
    }
}

fn decider(parcours: &Parcours, prise: Prise, le: NaiveDate) -> Result<Event, Refus> {
    let known = parcours.decision.decisions.get(&prise.decision);
    if known.is_some_and(|known| !known.prises.is_empty()) {
        return Err(Refus::DecisionDejaPrise { decision: prise.decision });
    }
    has_suites(&prise.suites)?;
    for_a_minor(parcours, &prise.suites, le)?;
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

/// An aid decided for one who is of age is another one, asked for by himself.
fn for_a_minor(parcours: &Parcours, suites: &[Suite], le: NaiveDate) -> Result<(), Refus> {
    suites.iter().try_for_each(|suite| match suite {
        Suite::AideAdministrative { nature } | Suite::ModificationMesure { nature } => {
            encore_mineur(parcours, *nature, le)
        }
        Suite::SansSuite
        | Suite::SansSuiteAvecOrientation { orientation: _ }
        | Suite::TransmissionParquet { motif_signalement: _ }
        | Suite::PoursuiteMesure
        | Suite::Transfert
        | Suite::SansObjet { motif_sans_objet: _ } => Ok(()),
    })
}

fn reported(parcours: &Parcours, evaluation: EvaluationId, le: NaiveDate) -> Result<(), Refus> {
    let known = parcours.evaluation.evaluations.get(&evaluation);
    let remis = known.and_then(|known| known.premier_rapport()).map(Datee::le);
    match remis {
        Some(remis) if remis <= le => Ok(()),
        Some(_) | None => Err(Refus::RapportNonRemis { evaluation }),
    }
}

fn reviser(parcours: &Parcours, revisee: Revisee, le: NaiveDate) -> Result<Event, Refus> {
    let known = parcours.decision.decisions.get(&revisee.decision);
    if known.is_none_or(|known| known.prises.is_empty()) {
        return Err(Refus::DecisionInconnue { decision: revisee.decision });
    }
    has_suites(&revisee.suites)?;
    for_a_minor(parcours, &revisee.suites, le)?;
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
        Event::SuiteRealisee(fait) => entry.realisations.push(effectif.datee(fait)),
        Event::SuiteRefusee(fait) => entry.refus.push(effectif.datee(fait)),
        Event::Notifiee(fait) => entry.notifications.push(effectif.datee(fait)),
    }
}

/// What cannot be true of the decisions together with the évaluations.
pub fn contradictions(parcours: &Parcours, found: &mut Vec<(Uuid, Refus)>) {
    for (&decision, known) in &parcours.decision.decisions {
        if known.prises.len() > 1 {
            found.push((decision.0, Refus::DecisionDejaPrise { decision }));
        }
        let prise = known.prise();
        let too_early = |revisee: &Datee<Revisee>| prise.is_none_or(|it| revisee.le() < it.le());
        if known.revisions.iter().any(too_early) {
            found.push((decision.0, Refus::DecisionInconnue { decision }));
        }
        let Some(prise) = prise else { continue };
        let Some(evaluation) = prise.fait.evaluation else { continue };
        if let Err(refus) = reported(parcours, evaluation, prise.le()) {
            found.push((decision.0, refus));
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use uuid::Uuid;

    use super::{Command, Suite, SuiteRealisee, SuiteRefusee};
    use crate::codes::{GenreSuite, Motifsig, NatureMesure, Titulaire};
    use crate::enfant::{Commande, Contexte, decide_fratrie};
    use crate::essais::*;
    use crate::evenement::Acte;
    use crate::ids::EnfantId;
    use crate::temps::Survenu;

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

    // What becomes of it.

    fn refuser() -> Commande {
        Commande::Decision(Command::ConstaterRefus(SuiteRefusee {
            decision: D1,
            suite: GenreSuite::AideAdministrative,
            par: vec![Titulaire::Pere],
        }))
    }

    fn realiser() -> Commande {
        Commande::Decision(Command::ConstaterRealisation(SuiteRealisee {
            decision: D1,
            suite: GenreSuite::AideAdministrative,
            mesure: Some(M1),
        }))
    }

    fn decidee() -> Vec<Acte> {
        let mut faits = rendue();
        faits.push(le("2026-03-25", fait(decider_l_aed())));
        faits
    }

    #[test]
    fn une_aide_refusee_n_est_pas_realisee_et_demande_une_nouvelle_suite() {
        let mut refusee = decidee();
        refusee.push(le("2026-04-15", fait(refuser())));
        assert_eq!(
            irregularites(refusee.clone(), "2026-04-20"),
            [
                "SUITE_REFUSEE_SANS_REVISION · La suite décidée fut refusée, et rien n'est décidé à sa place. (CASF, art. L223-2 et L226-4)"
            ]
        );
        assert_eq!(irregularites(refusee.clone(), "2026-04-14"), Vec::<String>::new(), "not yet");
        let parquet = Suite::TransmissionParquet { motif_signalement: Motifsig::Refus };
        refusee.push(le("2026-04-21", fait(reviser_decision(vec![parquet], cadre()))));
        assert_eq!(irregularites(refusee.clone(), "2026-04-21"), Vec::<String>::new());
        let known = parcours(refusee);
        let decision = &known.decision.decisions[&D1];
        assert_eq!(decision.refusee(GenreSuite::AideAdministrative), Some(jour("2026-04-15")));
        assert_eq!(decision.realisee(GenreSuite::AideAdministrative), None);
    }

    #[test]
    fn une_suite_acceptee_apres_un_refus_est_realisee() {
        let mut faits = decidee();
        faits.push(le("2026-04-15", fait(refuser())));
        faits.push(le("2026-04-28", fait(realiser())));
        let known = parcours(faits.clone());
        let decision = &known.decision.decisions[&D1];
        assert_eq!(decision.realisee(GenreSuite::AideAdministrative), Some(jour("2026-04-28")));
        assert_eq!(irregularites(faits, "2026-04-28"), Vec::<String>::new());
    }

    #[test]
    fn le_refus_d_une_suite_se_note_avant_meme_la_decision() {
        let early =
            given(rendue()).on("2026-04-15").recorded_on("2026-04-16").when(refuser()).then_file();
        given(early)
            .on("2026-03-25")
            .recorded_on("2026-04-17")
            .when(decider_l_aed())
            .then(expect!["decision_prise"]);
    }

    #[test]
    fn piege_07_chaque_enfant_a_sa_decision_et_rien_ne_se_recopie() {
        let tom = EnfantId(Uuid::from_u128(2));
        let [un, autre] = [enfant(LEA, rendue()), enfant(tom, rendue())];
        let pour_tom = decider(vec![Suite::SansSuite], Some(E1), cadre());
        let contexte = Contexte {
            aujourd_hui: jour("2026-03-25"),
            survenu: Survenu::le(jour("2026-03-25")),
            connu_le: None,
            version_attendue: None,
        };
        let demandes = vec![(&un, decider_l_aed()), (&autre, pour_tom)];
        let decided = decide_fratrie(demandes, &contexte).expect("both may be decided");
        let genres: Vec<_> = decided
            .into_iter()
            .map(|(id, actes)| {
                let mut after = if id == LEA { un.clone() } else { autre.clone() };
                actes.into_iter().for_each(|acte| after.push_acte(acte));
                after.parcours().decision.decisions[&D1].suites()[0].genre()
            })
            .collect();
        assert_eq!(genres, [GenreSuite::AideAdministrative, GenreSuite::SansSuite]);
    }

    #[test]
    fn une_aide_ne_se_decide_pour_un_mineur_que_jusqu_a_ses_dix_huit_ans() {
        let aed = || vec![Suite::AideAdministrative { nature: NatureMesure::Aed }];
        let on = |le_jour: &str, suites| {
            given([lea_nee_le("2008-06-15")]).on(le_jour).when(decider(suites, None, cadre()))
        };
        on("2026-06-14", aed()).then(expect!["decision_prise"]);
        on("2026-06-15", aed()).then_refused(expect!["AIDE_POUR_UN_MAJEUR · La personne est majeure ou émancipée depuis le 15/06/2026 : une aide ne se décide plus pour elle comme pour un mineur. (CASF, art. L222-2 et L222-5 5°)"]);
        let jeune = Suite::AideAdministrative { nature: NatureMesure::ContratJeuneMajeur };
        on("2026-06-15", vec![jeune]).then(expect!["decision_prise"]);
        let prise = on("2026-06-14", vec![Suite::PoursuiteMesure]).then_file();
        given(prise).on("2026-06-15").when(reviser_decision(aed(), cadre())).then_refused(expect!["AIDE_POUR_UN_MAJEUR · La personne est majeure ou émancipée depuis le 15/06/2026 : une aide ne se décide plus pour elle comme pour un mineur. (CASF, art. L222-2 et L222-5 5°)"]);
    }
}
