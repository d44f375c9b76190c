//! The way to adult life: interviews, project, accompaniment of a young adult, exit, return.
//!
//! ```text
//!  17 ans: entretien ─▶ projet (six besoins) ─▶ 18 ans: proposé ─▶ accepté ─▶ contrat jeune majeur
//!                                                     └▶ refusé par le jeune    │
//!   entretien six mois après ◀─ sortie ◀─ décision motivée de refus ou de fin ◀─┘
//!        └▶ retour, jusqu'à 21 ans
//! ```
//!
//! # Invariants
//!
//! - The contract itself is a mesure; this chapter says how it was proposed, answered and decided.
//! - An exit closes no duty: the interview six months later is owed on a closed file.
//! - A project says of each of the six needs whether it is covered: none is left out.
//!
//! Deliberately absent: the contract (chapter `mesure`), the resources of the young person.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use uuid::Uuid;

use crate::Decideur;
use crate::codes::{
    AvisCommission, BesoinAutonomie, Code as _, Diplome, GenreEntretien, MotifSortieAse,
    NatureMesure, SensAccompagnement, SituationApres, SujetEntretien,
};
use crate::droit::{self, Regle};
use crate::enfant::Parcours;
use crate::evenement::evenements;
use crate::histoire::{Datee, Effectif};
use crate::ids::{AccompagnementId, EnfantId, MesureId};
use crate::refus::Refus;
use crate::sealed::Sealed;

/// What is known, in the order in which it happened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Etat {
    /// Interviews, oldest first.
    pub entretiens: Vec<Datee<EntretienTenu>>,
    /// Interviews the young person declined, oldest first.
    pub declines: Vec<Datee<EntretienDecline>>,
    /// Projects, oldest first.
    pub projets: Vec<Datee<ProjetAutonomieEtabli>>,
    /// Accompaniments proposed, answered, decided.
    pub accompagnements: BTreeMap<AccompagnementId, Accompagnement>,
    /// School years begun, oldest first.
    pub annees: Vec<Datee<AnneeEngagee>>,
    /// Situations presented to the commission, oldest first.
    pub commissions: Vec<Datee<CommissionTenue>>,
    /// Exits from the ASE, oldest first.
    pub sorties: Vec<Datee<SortieAse>>,
    /// Returns, oldest first.
    pub retours: Vec<Datee<RetourAse>>,
}

/// What is known of one accompaniment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Accompagnement {
    /// Proposed by the Département, oldest first.
    pub proposes: Vec<Datee<AccompagnementPropose>>,
    /// Answers of the young person, oldest first.
    pub reponses: Vec<Datee<ReponseDuJeune>>,
    /// Decisions, oldest first.
    pub decisions: Vec<Datee<AccompagnementDecide>>,
}

/// What may be asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// An interview was held.
    TenirEntretien(EntretienTenu),
    /// The young person declined it.
    DeclinerEntretien(EntretienDecline),
    /// The project of access to autonomy is made.
    EtablirProjet(ProjetAutonomieEtabli),
    /// The Département proposes an accompaniment.
    Proposer(AccompagnementPropose),
    /// The young person answers.
    Repondre(ReponseDuJeune),
    /// The Département decides.
    Decider(AccompagnementDecide),
    /// A school year is begun.
    EngagerAnnee(AnneeEngagee),
    /// The situation is presented to the commission.
    PasserEnCommission(CommissionTenue),
    /// The young person leaves the ASE.
    Sortir(SortieAse),
    /// He comes back.
    Revenir(RetourAse),
}

evenements! {
    /// An interview was held.
    EntretienTenu = "entretien_autonomie_tenu.v1",
    /// The young person declined an interview.
    EntretienDecline = "entretien_autonomie_decline.v1",
    /// The project of access to autonomy.
    ProjetAutonomieEtabli = "projet_autonomie_etabli.v1",
    /// An accompaniment is proposed.
    AccompagnementPropose = "accompagnement_propose.v1",
    /// The young person answered.
    ReponseDuJeune = "accompagnement_repondu.v1",
    /// The Département decided.
    AccompagnementDecide = "accompagnement_decide.v1",
    /// A school year is begun.
    AnneeEngagee = "annee_scolaire_engagee.v1",
    /// The situation was presented to the commission.
    CommissionTenue = "commission_autonomie_tenue.v1",
    /// The young person left the ASE.
    SortieAse = "sortie_ase.v1",
    /// He came back.
    RetourAse = "retour_ase.v1",
}

/// An interview was held.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EntretienTenu {
    /// Which interview.
    pub genre: GenreEntretien,
    /// What was said in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sujets: Vec<SujetEntretien>,
}

/// The interview was proposed, and declined.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EntretienDecline {
    /// Which interview.
    pub genre: GenreEntretien,
}

/// The project of access to autonomy: each of the six needs, covered or not.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProjetAutonomieEtabli {
    /// Needs covered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub couverts: Vec<BesoinAutonomie>,
    /// Needs not covered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub non_couverts: Vec<BesoinAutonomie>,
    /// How, sealed.
    pub precisions: Option<Sealed<String>>,
}

/// The Département proposes an accompaniment.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccompagnementPropose {
    /// Which.
    pub accompagnement: AccompagnementId,
    /// Who proposed it.
    pub decideur: Option<Decideur>,
}

/// The young person answered a proposal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReponseDuJeune {
    /// Which.
    pub accompagnement: AccompagnementId,
    /// Yes.
    pub accepte: bool,
}

/// The Département decided: granted, refused, ended.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccompagnementDecide {
    /// Which.
    pub accompagnement: AccompagnementId,
    /// What.
    pub sens: SensAccompagnement,
    /// The decision gives its reasons.
    pub motivee: bool,
    /// It says the remedies and their delays.
    pub voies_de_recours: bool,
    /// The contract that executes it.
    pub mesure: Option<MesureId>,
    /// Who signed.
    pub decideur: Option<Decideur>,
}

/// A school or university year is begun.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnneeEngagee {
    /// Its last day.
    pub jusqu_au: NaiveDate,
}

/// The situation was presented to the commission d'accès à l'autonomie.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CommissionTenue {
    /// What it advised.
    pub avis: AvisCommission,
}

/// The young person left the ASE.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SortieAse {
    /// Why.
    pub motif: MotifSortieAse,
    /// Where he is after.
    pub situation_apres: Option<SituationApres>,
    /// His last diploma.
    pub diplome: Option<Diplome>,
}

/// The young person came back to the ASE.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RetourAse {
    /// The accompaniment he comes back to.
    pub accompagnement: Option<AccompagnementId>,
}

impl Command {
    /// The event it asks for.
    pub(crate) fn event(self) -> Event {
        match self {
            Self::TenirEntretien(event) => Event::EntretienTenu(event),
            Self::DeclinerEntretien(event) => Event::EntretienDecline(event),
            Self::EtablirProjet(event) => Event::ProjetAutonomieEtabli(event),
            Self::Proposer(event) => Event::AccompagnementPropose(event),
            Self::Repondre(event) => Event::ReponseDuJeune(event),
            Self::Decider(event) => Event::AccompagnementDecide(event),
            Self::EngagerAnnee(event) => Event::AnneeEngagee(event),
            Self::PasserEnCommission(event) => Event::CommissionTenue(event),
            Self::Sortir(event) => Event::SortieAse(event),
            Self::Revenir(event) => Event::RetourAse(event),
        }
    }
}

impl Event {
    /// The object it is about, when it is about one: an accompaniment.
    #[must_use]
    pub fn objet(&self) -> Option<Uuid> {
        match self {
            Self::AccompagnementPropose(fait) => Some(fait.accompagnement.0),
            Self::ReponseDuJeune(fait) => Some(fait.accompagnement.0),
            Self::AccompagnementDecide(fait) => Some(fait.accompagnement.0),
            Self::EntretienTenu(_)
            | Self::EntretienDecline(_)
            | Self::ProjetAutonomieEtabli(_)
            | Self::AnneeEngagee(_)
            | Self::CommissionTenue(_)
            | Self::SortieAse(_)
            | Self::RetourAse(_) => None,
        }
    }

    pub(crate) fn confie_les_scelles(&mut self, enfant: EnfantId) {
        match self {
            Self::ProjetAutonomieEtabli(projet) => {
                if let Some(precisions) = &mut projet.precisions {
                    precisions.confie_a(enfant.0);
                }
            }
            Self::EntretienTenu(_)
            | Self::EntretienDecline(_)
            | Self::AccompagnementPropose(_)
            | Self::ReponseDuJeune(_)
            | Self::AccompagnementDecide(_)
            | Self::AnneeEngagee(_)
            | Self::CommissionTenue(_)
            | Self::SortieAse(_)
            | Self::RetourAse(_) => {}
        }
    }
}

impl ProjetAutonomieEtabli {
    /// Every need is covered.
    #[must_use]
    pub fn complet(&self) -> bool {
        self.non_couverts.is_empty() && self.couverts.len() == BesoinAutonomie::TOUS.len()
    }

    /// Each of the six needs is said once, and only once.
    fn dit_chaque_besoin(&self) -> bool {
        let said = self.couverts.len() + self.non_couverts.len();
        let each: BTreeSet<_> = self.couverts.iter().chain(&self.non_couverts).collect();
        said == each.len() && each.len() == BesoinAutonomie::TOUS.len()
    }
}

impl Etat {
    /// The interview of that kind, held from a day on and the first.
    #[must_use]
    pub fn entretien(
        &self,
        genre: GenreEntretien,
        depuis: NaiveDate,
    ) -> Option<&Datee<EntretienTenu>> {
        self.entretiens.iter().find(|tenu| tenu.fait.genre == genre && depuis <= tenu.le())
    }

    /// He left and had not come back on a day.
    #[must_use]
    pub fn sorti_au(&self, le: NaiveDate) -> Option<&Datee<SortieAse>> {
        let last = self.sorties.iter().rfind(|sortie| sortie.le() <= le)?;
        let back = |retour: &Datee<RetourAse>| last.le() <= retour.le() && retour.le() <= le;
        (!self.retours.iter().any(back)).then_some(last)
    }
}

/// Decides a command, from the parcours on the day of the act.
///
/// # Errors
///
/// A project that leaves a need out, a proposal or a decision without signatory, a return after 21.
pub fn decide(parcours: &Parcours, command: Command, le: NaiveDate) -> Result<Event, Refus> {
    match &command {
        Command::EtablirProjet(projet) if !projet.dit_chaque_besoin() => {
            return Err(Refus::BesoinsIncomplets);
        }
        Command::Proposer(AccompagnementPropose { decideur: None, .. })
        | Command::Decider(AccompagnementDecide { decideur: None, .. }) => {
            return Err(Refus::DecideurManquant);
        }
        Command::Revenir(_) => encore_le_droit(parcours, le)?,
        Command::TenirEntretien(_)
        | Command::DeclinerEntretien(_)
        | Command::EtablirProjet(_)
        | Command::Proposer(_)
        | Command::Repondre(_)
        | Command::Decider(_)
        | Command::EngagerAnnee(_)
        | Command::PasserEnCommission(_)
        | Command::Sortir(_) => {}
    }
    Ok(command.event())
}

/// The right to come back lasts until the day of 21 years.
fn encore_le_droit(parcours: &Parcours, le: NaiveDate) -> Result<(), Refus> {
    match vingt_et_un_ans(parcours) {
        Some(limite) if limite <= le => Err(Refus::RetourApresVingtEtUnAns { limite }),
        Some(_) | None => Ok(()),
    }
}

/// The day of 21 years, when the birth is known: the delay of AU-04 from majority.
#[must_use]
pub fn vingt_et_un_ans(parcours: &Parcours) -> Option<NaiveDate> {
    let majorite = parcours.identite.majorite()?;
    droit::regle("AU-04", majorite).map(|regle| regle.duree.depuis(majorite))
}

/// The school year begun by a day and not ended that day.
#[must_use]
pub fn annee_engagee(parcours: &Parcours, le: NaiveDate) -> Option<&AnneeEngagee> {
    let mut begun = parcours.autonomie.annees.iter();
    let annee = begun.find(|annee| annee.le() <= le && le <= annee.fait.jusqu_au)?;
    Some(&annee.fait)
}

/// The last day of a young adult's accompaniment and the rule that says it, when a day is past it: the eve of
/// his 21 years, or the end of the school year then begun (CASF, art. L222-5 5° and last al.).
#[must_use]
pub fn au_dela_du_droit(
    parcours: &Parcours,
    nature: NatureMesure,
    le: NaiveDate,
) -> Option<(NaiveDate, &'static Regle)> {
    if nature != NatureMesure::ContratJeuneMajeur {
        return None;
    }
    let regle = droit::regle("AU-04", parcours.identite.majorite()?)?;
    let anniversaire = vingt_et_un_ans(parcours)?;
    let annee = annee_engagee(parcours, anniversaire).map(|annee| annee.jusqu_au);
    let limite = annee.or(anniversaire.pred_opt())?;
    (limite < le).then_some((limite, regle))
}

/// Takes one event into account.
pub fn evolve(etat: &mut Etat, effectif: &Effectif, event: &Event) {
    match event {
        Event::EntretienTenu(fait) => etat.entretiens.push(effectif.datee(fait)),
        Event::EntretienDecline(fait) => etat.declines.push(effectif.datee(fait)),
        Event::ProjetAutonomieEtabli(fait) => etat.projets.push(effectif.datee(fait)),
        Event::AccompagnementPropose(fait) => {
            accompagnement(etat, fait.accompagnement).proposes.push(effectif.datee(fait));
        }
        Event::ReponseDuJeune(fait) => {
            accompagnement(etat, fait.accompagnement).reponses.push(effectif.datee(fait));
        }
        Event::AccompagnementDecide(fait) => {
            accompagnement(etat, fait.accompagnement).decisions.push(effectif.datee(fait));
        }
        Event::AnneeEngagee(fait) => etat.annees.push(effectif.datee(fait)),
        Event::CommissionTenue(fait) => etat.commissions.push(effectif.datee(fait)),
        Event::SortieAse(fait) => etat.sorties.push(effectif.datee(fait)),
        Event::RetourAse(fait) => etat.retours.push(effectif.datee(fait)),
    }
}

fn accompagnement(etat: &mut Etat, id: AccompagnementId) -> &mut Accompagnement {
    etat.accompagnements.entry(id).or_default()
}

/// What cannot be true together: a year begun that ends before it begins.
pub fn contradictions(parcours: &Parcours, found: &mut Vec<(Uuid, Refus)>) {
    for annee in &parcours.autonomie.annees {
        if annee.fait.jusqu_au < annee.le() {
            let refus = Refus::AnneeFinieAvantDEtreEngagee { jusqu_au: annee.fait.jusqu_au };
            found.push((Uuid::nil(), refus));
        }
    }
}
