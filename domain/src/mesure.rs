//! A mesure: one legal measure on one child, from its order or contract to its end.
//!
//! ```text
//!  ordonnée / contractée ─▶ reçue ─▶ attribuée ─▶ (en attente) ─▶ effective ─▶ levée, terminée
//!            │                                                        │
//!            └── term reached, nothing decided: échue                 └── renouvelée: a new measure
//! ```
//!
//! # Invariants
//!
//! - What siblings share is the decision; a mesure is never shared. A chain links its renewals.
//! - *En vigueur* on a day: effect ≤ day ≤ term, and not ended before or on that day by mainlevée,
//!   another end, renewal, majority, emancipation or death; executed or not (rule of the DREES).
//! - A judge's order is an observation: an order beyond the maximum is recorded and is an
//!   irregularity. A contract is an act of the Département: beyond the maximum it is refused.
//! - Expiry is not an event: it follows from the term and the day one looks.
//!
//! Deliberately absent: hearings, appeals, the dispositif in fields.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use uuid::Uuid;

use crate::Decideur;
use crate::codes::{
    Autorite, EtatMesure, MotifAttente, MotifFin, MotifSuspension, NatureMesure, SituationApres,
    Titulaire,
};
use crate::droit::{self, Regle};
use crate::enfant::Parcours;
use crate::evenement::evenements;
use crate::histoire::{Datee, Effectif};
use crate::identite;
use crate::ids::{ChaineId, DecisionId, MesureId};
use crate::refus::Refus;

/// Every measure of the child.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Etat {
    /// By identifier.
    pub mesures: BTreeMap<MesureId, Mesure>,
}

/// What is known of one measure. Facts may be known before the order itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mesure {
    /// The order or contract: one in a sound history.
    pub decidees: Vec<Datee<Decidee>>,
    /// Received by the ASE.
    pub recue: Option<Datee<Recue>>,
    /// Allocations, oldest first.
    pub attributions: Vec<Datee<Attribuee>>,
    /// Waits noted, oldest first.
    pub attentes: Vec<Datee<MiseEnAttente>>,
    /// A professional was charged with it.
    pub missionnee: Option<NaiveDate>,
    /// First act of execution.
    pub demarree: Option<NaiveDate>,
    /// The last act of execution said to be the first: it contradicts an end before it.
    dernier_demarrage: Option<NaiveDate>,
    /// Suspensions, oldest first.
    pub suspensions: Vec<Datee<Suspendue>>,
    /// Resumptions, oldest first.
    pub reprises: Vec<NaiveDate>,
    /// Ends: one in a sound history.
    pub fins: Vec<Datee<Fin>>,
    /// The measure that renews it, and its day of effect.
    pub renouvelee: Option<(MesureId, NaiveDate)>,
}

/// How the measure was decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Decidee {
    /// The legal facts.
    pub termes: Termes,
    /// The measure it renews.
    pub precedente: Option<MesureId>,
    /// By contract or arrêté, not by a judge.
    pub administrative: bool,
}

/// How the measure ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Fin {
    /// By a judge's mainlevée.
    pub mainlevee: bool,
    /// Why.
    pub motif: MotifFin,
    /// Where the child is after.
    pub situation_apres: Option<SituationApres>,
}

/// What may be asked of a measure.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// A judge or the parquet ordered it.
    Ordonner(Termes),
    /// The Département and the holders agreed.
    Contracter(Termes),
    /// The ASE received the order.
    Recevoir(Recue),
    /// A service was designated.
    Attribuer(Attribuee),
    /// It waits.
    MettreEnAttente(MiseEnAttente),
    /// A professional is charged with it.
    Missionner(Missionnee),
    /// First act of execution.
    Demarrer(Demarree),
    /// Suspended.
    Suspendre(Suspendue),
    /// Resumed.
    Reprendre(Reprise),
    /// A new measure of the chain.
    Renouveler(Renouvelee),
    /// Mainlevée.
    Lever(Levee),
    /// Any other end.
    Terminer(Terminee),
}

evenements! {
    /// Ordered by a judge or the parquet.
    Ordonnee = "mesure_ordonnee.v1",
    /// Agreed by contract or arrêté.
    Contractee = "mesure_contractee.v1",
    /// A new measure of the chain.
    Renouvelee = "mesure_renouvelee.v1",
    /// Received by the ASE.
    Recue = "mesure_recue.v1",
    /// Given to a service.
    Attribuee = "mesure_attribuee.v1",
    /// Waiting.
    MiseEnAttente = "mesure_mise_en_attente.v1",
    /// A professional was charged with it (OLINPE DATDEB).
    Missionnee = "mesure_missionnee.v1",
    /// First act of execution.
    Demarree = "mesure_demarree.v1",
    /// Suspended.
    Suspendue = "mesure_suspendue.v1",
    /// Resumed.
    Reprise = "mesure_reprise.v1",
    /// Ended by a judge's mainlevée.
    Levee = "mesure_levee.v1",
    /// Ended otherwise.
    Terminee = "mesure_terminee.v1",
}

/// The legal facts of one measure on one child. `survenu` is the day it was pronounced or signed.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Termes {
    /// Which.
    pub mesure: MesureId,
    /// Shared by the siblings of one jugement, arrêté or contrat.
    pub decision: DecisionId,
    /// Links the renewals.
    pub chaine: ChaineId,
    /// The legal kind.
    pub nature: NatureMesure,
    /// The basis written in the decision.
    pub fondement: Option<String>,
    /// What the Département calls it, e.g. « PEAD ».
    pub libelle_local: Option<String>,
    /// Who decided it.
    pub autorite: Autorite,
    /// Day of effect fixed by the decision; absent: the day it was pronounced.
    pub effet_le: Option<NaiveDate>,
    /// Last day, included.
    pub terme_le: Option<NaiveDate>,
    /// Notified.
    pub notifiee_le: Option<NaiveDate>,
    /// Received by the ASE, when told with the order.
    pub recue_le: Option<NaiveDate>,
    /// The délégation in charge.
    pub service_responsable: Option<String>,
    /// Administrative measures: who consented in writing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consentements: Vec<Titulaire>,
    /// Who signed for the Département.
    pub decideur: Option<Decideur>,
}

macro_rules! termes_event {
    ($( $(#[$doc:meta])* $name:ident; )+) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub struct $name {
            /// The measure.
            pub mesure: Termes,
        }
    )+ };
}

termes_event! {
    /// Ordered by a judge or the parquet.
    Ordonnee;
    /// Agreed by contract or arrêté.
    Contractee;
}

/// A new measure of the chain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Renouvelee {
    /// The measure it renews.
    pub precedente: MesureId,
    /// The new measure.
    pub mesure: Termes,
}

/// Received by the ASE.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recue {
    /// Which.
    pub mesure: MesureId,
}

/// Given to a service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attribuee {
    /// Which.
    pub mesure: MesureId,
    /// The operator.
    pub service: String,
}

/// Waiting for a place or a professional.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MiseEnAttente {
    /// Which.
    pub mesure: MesureId,
    /// Why.
    pub motif: MotifAttente,
    /// Rank on the waiting list.
    pub rang: Option<u32>,
}

/// A professional was charged with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Missionnee {
    /// Which.
    pub mesure: MesureId,
}

/// First act of execution: first meeting, or real entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Demarree {
    /// Which.
    pub mesure: MesureId,
}

/// Suspended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suspendue {
    /// Which.
    pub mesure: MesureId,
    /// Why.
    pub motif: MotifSuspension,
}

/// Resumed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reprise {
    /// Which.
    pub mesure: MesureId,
}

/// Ended by a judge's mainlevée.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Levee {
    /// Which.
    pub mesure: MesureId,
    /// Why.
    pub motif: MotifFin,
    /// Where the child is after.
    pub situation_apres: Option<SituationApres>,
    /// The decision of the judge.
    pub decision: Option<DecisionId>,
}

/// Ended otherwise.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Terminee {
    /// Which.
    pub mesure: MesureId,
    /// Why.
    pub motif: MotifFin,
    /// Where the child is after.
    pub situation_apres: Option<SituationApres>,
    /// The measure that replaces it.
    pub remplacee_par: Option<MesureId>,
}

impl Command {
    /// The event it asks for.
    pub(crate) fn event(self) -> Event {
        match self {
            Self::Ordonner(mesure) => Event::Ordonnee(Ordonnee { mesure }),
            Self::Contracter(mesure) => Event::Contractee(Contractee { mesure }),
            Self::Recevoir(event) => Event::Recue(event),
            Self::Attribuer(event) => Event::Attribuee(event),
            Self::MettreEnAttente(event) => Event::MiseEnAttente(event),
            Self::Missionner(event) => Event::Missionnee(event),
            Self::Demarrer(event) => Event::Demarree(event),
            Self::Suspendre(event) => Event::Suspendue(event),
            Self::Reprendre(event) => Event::Reprise(event),
            Self::Renouveler(event) => Event::Renouvelee(event),
            Self::Lever(event) => Event::Levee(event),
            Self::Terminer(event) => Event::Terminee(event),
        }
    }
}

impl Event {
    /// The measure it is about: the new one for a renewal.
    #[must_use]
    pub fn mesure(&self) -> MesureId {
        match self {
            Self::Ordonnee(Ordonnee { mesure }) | Self::Contractee(Contractee { mesure }) => {
                mesure.mesure
            }
            Self::Renouvelee(event) => event.mesure.mesure,
            Self::Recue(event) => event.mesure,
            Self::Attribuee(event) => event.mesure,
            Self::MiseEnAttente(event) => event.mesure,
            Self::Missionnee(event) => event.mesure,
            Self::Demarree(event) => event.mesure,
            Self::Suspendue(event) => event.mesure,
            Self::Reprise(event) => event.mesure,
            Self::Levee(event) => event.mesure,
            Self::Terminee(event) => event.mesure,
        }
    }
}

/// The family a nature belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Famille {
    /// AED and the like, agreed at home.
    AideADomicile,
    /// AEMO and the like, ordered at home.
    MilieuOuvert,
    /// Confided to the ASE.
    Confie,
    /// Placed by the judge without the ASE.
    PlacementDirect,
    /// Anything else.
    Autre,
}

/// The family of a nature (as the published figures group them).
#[must_use]
pub fn famille(nature: NatureMesure) -> Famille {
    match nature {
        NatureMesure::Aed | NatureMesure::AedRenforcee => Famille::AideADomicile,
        NatureMesure::Aemo | NatureMesure::AemoRenforcee | NatureMesure::AemoHebergement => {
            Famille::MilieuOuvert
        }
        NatureMesure::Accueil72h
        | NatureMesure::Recueil5Jours
        | NatureMesure::AccueilProvisoire
        | NatureMesure::Pupille
        | NatureMesure::AccueilDurableBenevole
        | NatureMesure::OppParquet
        | NatureMesure::OppJuge
        | NatureMesure::PlacementAse
        | NatureMesure::DelegationAutoriteParentale
        | NatureMesure::Tutelle => Famille::Confie,
        NatureMesure::PlacementDirect | NatureMesure::TiersDigneDeConfiance => {
            Famille::PlacementDirect
        }
        NatureMesure::Tisf
        | NatureMesure::Aesf
        | NatureMesure::AccueilDeJour
        | NatureMesure::AccueilParentEnfant
        | NatureMesure::ContratJeuneMajeur
        | NatureMesure::Mjie
        | NatureMesure::Mjagbf
        | NatureMesure::AutreParent => Famille::Autre,
    }
}

/// Whether a nature outlives the majority of the child (C. civ., art. 375: *mineur non émancipé*).
#[must_use]
pub fn survit_a_la_majorite(nature: NatureMesure) -> bool {
    nature == NatureMesure::ContratJeuneMajeur
}

/// The rule that caps a nature decided on a day, if one does.
#[must_use]
pub fn maximum(nature: NatureMesure, le: NaiveDate) -> Option<&'static Regle> {
    let general = || droit::regle("ME-01", le);
    match nature {
        NatureMesure::AemoRenforcee => droit::regle("ME-03", le).or_else(general),
        NatureMesure::Aemo
        | NatureMesure::AemoHebergement
        | NatureMesure::OppJuge
        | NatureMesure::PlacementAse
        | NatureMesure::PlacementDirect
        | NatureMesure::TiersDigneDeConfiance
        | NatureMesure::AutreParent => general(),
        NatureMesure::Mjie => droit::regle("ME-06", le),
        NatureMesure::Aed
        | NatureMesure::AedRenforcee
        | NatureMesure::Tisf
        | NatureMesure::Aesf
        | NatureMesure::AccueilDeJour
        | NatureMesure::AccueilProvisoire
        | NatureMesure::AccueilParentEnfant => droit::regle("ME-08", le),
        NatureMesure::Accueil72h
        | NatureMesure::Recueil5Jours
        | NatureMesure::Pupille
        | NatureMesure::AccueilDurableBenevole
        | NatureMesure::ContratJeuneMajeur
        | NatureMesure::Mjagbf
        | NatureMesure::OppParquet
        | NatureMesure::DelegationAutoriteParentale
        | NatureMesure::Tutelle => None,
    }
}

impl Termes {
    /// The day of effect: fixed by the decision, else the day it was pronounced.
    #[must_use]
    pub fn effet(&self, prononcee: NaiveDate) -> NaiveDate {
        self.effet_le.unwrap_or(prononcee)
    }

    /// The rule its length breaks, if it breaks one. Months count by *quantième* (CPC art. 641), and
    /// *jusqu'au 30* includes the 30th: a year from 1 March may run until 1 March.
    #[must_use]
    pub fn au_dela_du_maximum(&self, prononcee: NaiveDate) -> Option<&'static Regle> {
        let regle = maximum(self.nature, prononcee)?;
        let limite = regle.duree.depuis(self.effet(prononcee));
        self.terme_le.is_some_and(|terme| limite < terme).then_some(regle)
    }
}

impl Mesure {
    /// The order or contract, when it is known.
    #[must_use]
    pub fn decidee(&self) -> Option<&Datee<Decidee>> {
        self.decidees.first()
    }

    /// The day of effect.
    #[must_use]
    pub fn effet(&self) -> Option<NaiveDate> {
        self.decidee().map(|decidee| decidee.fait.termes.effet(decidee.le()))
    }

    /// The last day, included.
    #[must_use]
    pub fn terme(&self) -> Option<NaiveDate> {
        self.decidee().and_then(|decidee| decidee.fait.termes.terme_le)
    }

    /// When the ASE received it: as told apart, else as told with the order.
    #[must_use]
    pub fn recue_le(&self) -> Option<NaiveDate> {
        let told = self.decidee().and_then(|decidee| decidee.fait.termes.recue_le);
        self.recue.as_ref().map(Datee::le).or(told)
    }

    /// The first day on which it no longer runs, by an act, a renewal or the child's own state;
    /// the term is not one of these.
    #[must_use]
    pub fn fin(&self, enfant: &identite::Etat) -> Option<NaiveDate> {
        let ended = self.fins.iter().map(Datee::le).min();
        let renewed = self.renouvelee.map(|(_, effet)| effet);
        let survives =
            self.decidee().is_some_and(|decidee| survit_a_la_majorite(decidee.fait.termes.nature));
        let of_age = if survives { None } else { enfant.majorite() };
        let emancipated = if survives { None } else { enfant.emancipe };
        [ended, renewed, of_age, emancipated, enfant.decede].into_iter().flatten().min()
    }

    /// In force on a day, executed or not.
    #[must_use]
    pub fn en_vigueur(&self, enfant: &identite::Etat, le: NaiveDate) -> bool {
        self.effet().is_some_and(|effet| effet <= le)
            && self.terme().is_none_or(|terme| le <= terme)
            && self.fin(enfant).is_none_or(|fin| le < fin)
    }

    /// Where it stands on a day, given when its execution began ([`Parcours::executee_le`]).
    #[must_use]
    pub fn etat(
        &self,
        enfant: &identite::Etat,
        executee_le: Option<NaiveDate>,
        le: NaiveDate,
    ) -> EtatMesure {
        let Some(effet) = self.effet() else { return EtatMesure::Inconnue };
        let by = |date: Option<NaiveDate>| date.is_some_and(|date| date <= le);
        if by(self.fin(enfant)) {
            let mainlevee = self.fins.iter().any(|fin| fin.fait.mainlevee);
            return if mainlevee { EtatMesure::Levee } else { EtatMesure::Terminee };
        }
        if self.terme().is_some_and(|terme| terme < le) {
            return EtatMesure::Echue;
        }
        if le < effet {
            return EtatMesure::EffetDiffere;
        }
        if self.suspendue(le) {
            return EtatMesure::Suspendue;
        }
        if by(executee_le) {
            return EtatMesure::Effective;
        }
        self.etat_avant_execution(le)
    }

    /// Suspended by that day and not resumed since, whatever came later.
    fn suspendue(&self, le: NaiveDate) -> bool {
        let suspended = self.suspensions.iter().map(Datee::le).filter(|&day| day <= le).max();
        let resumed = self.reprises.iter().copied().filter(|&day| day <= le).max();
        suspended.is_some() && resumed < suspended
    }

    fn etat_avant_execution(&self, le: NaiveDate) -> EtatMesure {
        let by = |date: Option<NaiveDate>| date.is_some_and(|date| date <= le);
        if by(self.attentes.first().map(Datee::le)) {
            EtatMesure::EnAttente
        } else if by(self.attributions.first().map(Datee::le)) {
            EtatMesure::Attribuee
        } else if by(self.recue_le()) {
            EtatMesure::Recue
        } else {
            EtatMesure::Ordonnee
        }
    }
}

/// Decides a command about a measure, from the parcours on the day of the act.
///
/// # Errors
///
/// A measure decided twice, a contract without consent or beyond the maximum, an unknown precedent.
pub fn decide(parcours: &Parcours, command: Command, le: NaiveDate) -> Result<Event, Refus> {
    match command {
        Command::Ordonner(termes) => {
            new_measure(parcours, &termes)?;
            Ok(Event::Ordonnee(Ordonnee { mesure: termes }))
        }
        Command::Contracter(termes) => contracter(parcours, termes, le),
        Command::Renouveler(renouvelee) => renouveler(parcours, renouvelee, le),
        Command::Recevoir(recue) => Ok(Event::Recue(recue)),
        Command::Attribuer(attribuee) => Ok(Event::Attribuee(attribuee)),
        Command::MettreEnAttente(attente) => Ok(Event::MiseEnAttente(attente)),
        Command::Missionner(missionnee) => Ok(Event::Missionnee(missionnee)),
        Command::Demarrer(demarree) => Ok(Event::Demarree(demarree)),
        Command::Suspendre(suspendue) => Ok(Event::Suspendue(suspendue)),
        Command::Reprendre(reprise) => Ok(Event::Reprise(reprise)),
        Command::Lever(levee) => Ok(Event::Levee(levee)),
        Command::Terminer(terminee) => Ok(Event::Terminee(terminee)),
    }
}

fn new_measure(parcours: &Parcours, termes: &Termes) -> Result<(), Refus> {
    let known = parcours.mesure.mesures.get(&termes.mesure);
    if known.is_some_and(|known| !known.decidees.is_empty()) {
        return Err(Refus::MesureDejaDecidee { mesure: termes.mesure });
    }
    Ok(())
}

fn contracter(parcours: &Parcours, termes: Termes, le: NaiveDate) -> Result<Event, Refus> {
    new_measure(parcours, &termes)?;
    agreed(&termes, le)?;
    Ok(Event::Contractee(Contractee { mesure: termes }))
}

/// What the law asks of a measure the Département itself takes (CASF L223-2, L223-5).
fn agreed(termes: &Termes, le: NaiveDate) -> Result<(), Refus> {
    if termes.consentements.is_empty() {
        return Err(Refus::ConsentementManquant);
    }
    if termes.decideur.is_none() {
        return Err(Refus::DecideurManquant);
    }
    match (termes.terme_le, termes.au_dela_du_maximum(le)) {
        (Some(terme), Some(regle)) => {
            let limite = regle.duree.depuis(termes.effet(le));
            Err(Refus::AuDelaDuMaximum { terme, limite, article: regle.article })
        }
        (Some(_) | None, _) => Ok(()),
    }
}

/// A renewal belongs to the chain of what it renews, whatever the request says.
fn renouveler(
    parcours: &Parcours,
    mut renouvelee: Renouvelee,
    le: NaiveDate,
) -> Result<Event, Refus> {
    new_measure(parcours, &renouvelee.mesure)?;
    let precedente = renouvelee.precedente;
    if precedente == renouvelee.mesure.mesure {
        return Err(Refus::MesureDejaDecidee { mesure: precedente });
    }
    let known = parcours.mesure.mesures.get(&precedente).and_then(Mesure::decidee);
    let Some(known) = known else { return Err(Refus::MesureInconnue { mesure: precedente }) };
    if known.fait.administrative {
        agreed(&renouvelee.mesure, le)?;
    }
    renouvelee.mesure.chaine = known.fait.termes.chaine;
    Ok(Event::Renouvelee(renouvelee))
}

/// Takes one event into account.
pub fn evolve(etat: &mut Etat, effectif: &Effectif, event: &Event) {
    let le = effectif.survenu.le;
    if let Event::Renouvelee(renouvelee) = event {
        let previous = etat.mesures.entry(renouvelee.precedente).or_default();
        previous.renouvelee = Some((renouvelee.mesure.mesure, renouvelee.mesure.effet(le)));
    }
    let administrative = administrative(etat, event);
    let entry = etat.mesures.entry(event.mesure()).or_default();
    let mut decided = |termes: &Termes, precedente| {
        let termes = termes.clone();
        entry.decidees.push(effectif.datee(&Decidee { termes, precedente, administrative }));
    };
    match event {
        Event::Ordonnee(Ordonnee { mesure }) | Event::Contractee(Contractee { mesure }) => {
            decided(mesure, None);
        }
        Event::Renouvelee(renouvelee) => decided(&renouvelee.mesure, Some(renouvelee.precedente)),
        Event::Recue(recue) => entry.recue = Some(effectif.datee(recue)),
        Event::Attribuee(attribuee) => entry.attributions.push(effectif.datee(attribuee)),
        Event::MiseEnAttente(attente) => entry.attentes.push(effectif.datee(attente)),
        Event::Missionnee(Missionnee { mesure: _ }) => entry.missionnee = Some(le),
        Event::Demarree(Demarree { mesure: _ }) => {
            entry.demarree.get_or_insert(le);
            entry.dernier_demarrage = Some(le);
        }
        Event::Suspendue(suspendue) => entry.suspensions.push(effectif.datee(suspendue)),
        Event::Reprise(Reprise { mesure: _ }) => entry.reprises.push(le),
        Event::Levee(levee) => entry.fins.push(effectif.datee(&Fin {
            mainlevee: true,
            motif: levee.motif,
            situation_apres: levee.situation_apres,
        })),
        Event::Terminee(terminee) => entry.fins.push(effectif.datee(&Fin {
            mainlevee: false,
            motif: terminee.motif,
            situation_apres: terminee.situation_apres,
        })),
    }
}

/// A renewal is of the kind of what it renews.
fn administrative(etat: &Etat, event: &Event) -> bool {
    match event {
        Event::Contractee(_) => true,
        Event::Renouvelee(renouvelee) => etat
            .mesures
            .get(&renouvelee.precedente)
            .and_then(Mesure::decidee)
            .is_some_and(|decidee| decidee.fait.administrative),
        Event::Ordonnee(_)
        | Event::Recue(_)
        | Event::Attribuee(_)
        | Event::MiseEnAttente(_)
        | Event::Missionnee(_)
        | Event::Demarree(_)
        | Event::Suspendue(_)
        | Event::Reprise(_)
        | Event::Levee(_)
        | Event::Terminee(_) => false,
    }
}

/// What cannot be true of the measures together.
pub fn contradictions(etat: &Etat, found: &mut Vec<(Uuid, Refus)>) {
    for (&mesure, known) in &etat.mesures {
        let mut report = |refus| found.push((mesure.0, refus));
        if known.renouvelee.is_some() && known.decidees.is_empty() {
            report(Refus::MesureInconnue { mesure });
        }
        if known.decidees.len() > 1 {
            report(Refus::MesureDejaDecidee { mesure });
        }
        if known.fins.len() > 1 {
            report(Refus::MesureDejaFinie { mesure });
        }
        if let (Some(effet), Some(terme)) = (known.effet(), known.terme())
            && terme < effet
        {
            report(Refus::TermeAvantEffet { effet, terme });
        }
        let prononcee = known.decidee().map(Datee::le);
        let fin = known.fins.iter().map(Datee::le).min();
        if let (Some(prononcee), Some(fin)) = (prononcee, fin)
            && fin < prononcee
        {
            report(Refus::FinAvantDecision { mesure, prononcee });
        }
        if let (Some(demarrage), Some(fin)) = (known.dernier_demarrage, fin)
            && fin < demarrage
        {
            report(Refus::DemarrageApresLaFin { mesure, fin });
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{EtatMesure, MesureId, NatureMesure};
    use crate::essais::*;
    use crate::evenement::Acte;

    fn file(faits: impl IntoIterator<Item = Acte>) -> Vec<Acte> {
        std::iter::once(lea()).chain(faits).collect()
    }

    fn runs(faits: &[Acte], mesure: MesureId, jour_dit: &str) -> bool {
        let parcours = parcours(faits.to_vec());
        parcours.mesure.mesures[&mesure].en_vigueur(&parcours.identite, jour(jour_dit))
    }

    fn state(faits: &[Acte], mesure: MesureId, jour_dit: &str) -> EtatMesure {
        let parcours = parcours(faits.to_vec());
        parcours.etat_de_mesure(mesure, jour(jour_dit)).expect("the measure is known")
    }

    /// The measure runs on the first day, and no longer on the second.
    #[track_caller]
    fn stops(faits: &[Acte], last: &str, after: &str) {
        assert!(runs(faits, M1, last), "{last}");
        assert!(!runs(faits, M1, after), "{after}");
    }

    #[test]
    fn une_aed_dure_un_an_et_pas_un_jour_de_plus() {
        let signer =
            |terme: &str| given([lea()]).on("2026-03-01").when(contracter(aed(M1).until(terme)));
        signer("2027-03-01").then(expect!["mesure_contractee"]);
        signer("2027-03-02").then_refused(expect!["AU_DELA_DU_MAXIMUM · Le terme demandé (02/03/2027) dépasse le maximum légal du 01/03/2027. (CASF, art. L223-5)"]);
    }

    #[test]
    fn l_annee_d_une_aed_court_de_son_effet() {
        let signer = |terme: &str| {
            let aed = aed(M1).from("2026-04-01").until(terme);
            given([lea()]).on("2026-03-01").when(contracter(aed))
        };
        signer("2027-04-01").then(expect!["mesure_contractee"]);
        signer("2027-04-02").then_refused(expect!["AU_DELA_DU_MAXIMUM · Le terme demandé (02/04/2027) dépasse le maximum légal du 01/04/2027. (CASF, art. L223-5)"]);
    }

    #[test]
    fn une_mesure_administrative_demande_un_accord_et_une_signature() {
        let signer = |mesure| given([lea()]).on("2026-03-01").when(contracter(mesure));
        signer(aed(M1).without_consent()).then_refused(expect!["CONSENTEMENT_MANQUANT · Une mesure administrative demande l'accord écrit des représentants légaux. (CASF, art. L223-2)"]);
        signer(aed(M1).without_signatory()).then_refused(expect![
            "DECIDEUR_MANQUANT · Cet acte engage le Département : il manque qui l'a décidé."
        ]);
        signer(aed(M1)).then(expect!["mesure_contractee"]);
    }

    #[test]
    fn une_ordonnance_au_dela_du_maximum_est_enregistree_et_irreguliere() {
        let dossier = |terme: &str| {
            given([lea()]).on("2026-03-01").when(ordonner(aemo(M1).until(terme))).then_file()
        };
        expect![[r#"
            []
        "#]]
        .assert_debug_eq(&irregularites(dossier("2028-03-01"), "2026-03-01"));
        expect![[r#"
            [
                "AU_DELA_DU_MAXIMUM · La durée décidée dépasse le maximum. Une mesure d'assistance éducative ne dépasse pas deux ans. (C. civ., art. 375)",
            ]
        "#]].assert_debug_eq(&irregularites(dossier("2028-03-02"), "2026-03-01"));
    }

    #[test]
    fn une_aemo_renforcee_ne_depasse_un_an_que_depuis_la_reforme_de_2022() {
        let irregular = |prononcee: &str, terme: &str| {
            let aemo = aemo(M1).of_nature(NatureMesure::AemoRenforcee).until(terme);
            let dossier = vec![lea(), le(prononcee, fait(ordonner(aemo)))];
            irregularites(dossier, prononcee).len()
        };
        assert_eq!(irregular("2022-02-08", "2024-02-08"), 0);
        assert_eq!(irregular("2022-02-09", "2023-02-09"), 0);
        assert_eq!(irregular("2022-02-09", "2023-02-10"), 1);
    }

    #[test]
    fn un_terme_ne_precede_pas_l_effet() {
        let dater = |terme: &str| {
            let aemo = aemo(M1).from("2026-04-01").until(terme);
            given([lea()]).on("2026-03-01").when(ordonner(aemo))
        };
        dater("2026-04-01").then(expect!["mesure_ordonnee"]);
        dater("2026-03-31").then_refused(expect![
            "TERME_AVANT_EFFET · Le terme (31/03/2026) précède la date d'effet (01/04/2026)."
        ]);
    }

    #[test]
    fn une_mesure_se_decide_une_fois() {
        let ordonnee = || file([le("2026-03-01", fait(ordonner(aemo(M1))))]);
        given(ordonnee()).on("2026-03-01").when(ordonner(aemo(M1))).then_already_so();
        given(ordonnee())
            .on("2026-03-02")
            .when(ordonner(aemo(M1)))
            .then_refused(expect!["MESURE_DEJA_DECIDEE · Cette mesure est déjà enregistrée : un renouvellement est une nouvelle mesure de la même chaîne."]);
        given(ordonnee())
            .on("2026-02-28")
            .recorded_on("2026-03-02")
            .when(ordonner(aemo(M1)))
            .then_refused(expect!["MESURE_DEJA_DECIDEE · Cette mesure est déjà enregistrée : un renouvellement est une nouvelle mesure de la même chaîne."]);
    }

    #[test]
    fn un_renouvellement_prolonge_une_mesure_connue() {
        let ordonnee = || file([le("2026-03-01", fait(ordonner(aemo(M1).until("2026-09-30"))))]);
        let suite = || aemo(M2).from("2026-10-01").until("2027-03-31");
        given([lea()]).on("2026-09-20").when(renouveler(M1, suite())).then_refused(expect![
            "MESURE_INCONNUE · Cette mesure n'est pas enregistrée pour cet enfant."
        ]);
        given(ordonnee())
            .on("2026-09-20")
            .when(renouveler(M1, aemo(M1)))
            .then_refused(expect!["MESURE_DEJA_DECIDEE · Cette mesure est déjà enregistrée : un renouvellement est une nouvelle mesure de la même chaîne."]);
        given(ordonnee())
            .on("2026-09-20")
            .when(renouveler(M1, suite()))
            .then(expect!["mesure_renouvelee"]);
    }

    #[test]
    fn une_aed_se_renouvelle_sous_les_memes_conditions_qu_elle_se_signe() {
        let signee = || file([le("2026-03-01", fait(contracter(aed(M1).until("2026-08-31"))))]);
        let prolonger = |mesure| given(signee()).on("2026-08-20").when(renouveler(M1, mesure));
        let suite = || aed(M2).from("2026-09-01");
        prolonger(suite().without_consent()).then_refused(expect!["CONSENTEMENT_MANQUANT · Une mesure administrative demande l'accord écrit des représentants légaux. (CASF, art. L223-2)"]);
        prolonger(suite().without_signatory()).then_refused(expect![
            "DECIDEUR_MANQUANT · Cet acte engage le Département : il manque qui l'a décidé."
        ]);
        prolonger(suite().until("2027-09-02")).then_refused(expect!["AU_DELA_DU_MAXIMUM · Le terme demandé (02/09/2027) dépasse le maximum légal du 01/09/2027. (CASF, art. L223-5)"]);
        prolonger(suite().until("2027-09-01")).then(expect!["mesure_renouvelee"]);
    }

    #[test]
    fn un_renouvellement_le_jour_du_terme_est_a_l_heure_et_le_lendemain_en_retard() {
        let renouvelee = |prononcee: &str| {
            let faits = file([
                le("2026-03-01", fait(ordonner(aemo(M1).until("2026-09-30")))),
                le("2026-09-30", fait(etablir_projet(cadre()))),
            ]);
            let dossier = given(faits)
                .on(prononcee)
                .when(renouveler(M1, aemo(M2).until("2027-03-31")))
                .then_file();
            irregularites(dossier, "2026-12-01")
        };
        expect![[r#"
            []
        "#]]
        .assert_debug_eq(&renouvelee("2026-09-30"));
        expect![[r#"
            [
                "RENOUVELLEMENT_TARDIF · La mesure a été décidée 21 jour(s) après le terme de la précédente. (C. civ., art. 375)",
            ]
        "#]].assert_debug_eq(&renouvelee("2026-10-21"));
    }

    #[test]
    fn un_terme_passe_sans_decision_est_irregulier_des_le_lendemain() {
        let dossier = || file([le("2026-03-01", fait(ordonner(aemo(M1).until("2026-04-30"))))]);
        expect![[r#"
            []
        "#]]
        .assert_debug_eq(&irregularites(dossier(), "2026-04-30"));
        expect![[r#"
            [
                "TERME_SANS_DECISION · Le terme du 30/04/2026 est passé sans décision. (C. civ., art. 375 ; CASF, art. L223-5)",
            ]
        "#]].assert_debug_eq(&irregularites(dossier(), "2026-05-01"));
    }

    #[test]
    fn le_projet_pour_l_enfant_est_du_trois_mois_apres_l_effet() {
        let dossier = || file([le("2026-03-01", fait(ordonner(aemo(M1))))]);
        expect![[r#"
            []
        "#]]
        .assert_debug_eq(&irregularites(dossier(), "2026-06-01"));
        expect![[r#"
            [
                "PROJET_MANQUANT · Aucun projet pour l'enfant n'est établi trois mois après l'effet. (CASF, art. L223-1-1 et D223-12)",
            ]
        "#]].assert_debug_eq(&irregularites(dossier(), "2026-06-02"));
        let mut avec = dossier();
        avec.push(le("2026-06-02", fait(etablir_projet(cadre()))));
        expect![[r#"
            []
        "#]]
        .assert_debug_eq(&irregularites(avec, "2026-06-02"));
    }

    #[test]
    fn une_mesure_exercee_sans_decision_connue_est_irreguliere_jusqu_a_ce_qu_elle_arrive() {
        let mut dossier = file([le("2026-03-10", fait(demarrer(M1)))]);
        expect![[r#"
            [
                "DECISION_NON_ENREGISTREE · La mesure s'exerce, mais la décision qui la fonde n'est pas enregistrée. (C. civ., art. 375 ; CASF, art. L223-2)",
            ]
        "#]].assert_debug_eq(&irregularites(dossier.clone(), "2026-03-20"));
        assert_eq!(state(&dossier, M1, "2026-03-20"), EtatMesure::Inconnue);
        dossier.push(le("2026-03-01", fait(ordonner(aemo(M1)))));
        expect![[r#"
            []
        "#]]
        .assert_debug_eq(&irregularites(dossier.clone(), "2026-03-20"));
        assert_eq!(state(&dossier, M1, "2026-03-20"), EtatMesure::Effective);
    }

    #[test]
    fn une_mesure_est_en_vigueur_de_son_effet_a_son_terme_compris() {
        let aemo = aemo(M1).from("2026-04-01").until("2026-09-30");
        let faits = file([le("2026-03-01", fait(ordonner(aemo)))]);
        assert!(!runs(&faits, M1, "2026-03-31"));
        assert!(runs(&faits, M1, "2026-04-01"));
        stops(&faits, "2026-09-30", "2026-10-01");
    }

    #[test]
    fn sans_date_d_effet_une_mesure_court_du_jour_ou_elle_est_prononcee() {
        let faits = file([le("2026-03-01", fait(ordonner(aemo(M1))))]);
        assert!(!runs(&faits, M1, "2026-02-28"));
        assert!(runs(&faits, M1, "2026-03-01"));
        assert!(runs(&faits, M1, "2026-12-31"), "nothing says when it ends");
    }

    #[test]
    fn une_mesure_s_arrete_le_jour_de_sa_mainlevee_ou_de_sa_fin() {
        let ordonnee = || le("2026-03-01", fait(ordonner(aemo(M1).until("2027-03-01"))));
        stops(&file([ordonnee(), le("2026-07-01", fait(lever(M1)))]), "2026-06-30", "2026-07-01");
        stops(
            &file([ordonnee(), le("2026-07-01", fait(terminer(M1)))]),
            "2026-06-30",
            "2026-07-01",
        );
    }

    #[test]
    fn une_mesure_s_arrete_quand_son_renouvellement_prend_effet() {
        let faits = file([
            le("2026-03-01", fait(ordonner(aemo(M1).until("2026-09-30")))),
            le("2026-08-20", fait(renouveler(M1, aemo(M2).from("2026-09-01")))),
        ]);
        stops(&faits, "2026-08-31", "2026-09-01");
        assert!(!runs(&faits, M2, "2026-08-31"));
        assert!(runs(&faits, M2, "2026-09-01"));
    }

    #[test]
    fn une_mesure_s_arrete_a_la_majorite_sauf_celle_d_un_jeune_majeur() {
        let aux_dix_huit_ans =
            |mesure| vec![lea_nee_le("2008-07-01"), le("2026-03-01", fait(mesure))];
        let ordonnee = aux_dix_huit_ans(ordonner(placement(M1).until("2027-03-01")));
        stops(&ordonnee, "2026-06-30", "2026-07-01");
        let contrat = aux_dix_huit_ans(contracter(jeune_majeur(M1).until("2027-03-01")));
        assert!(runs(&contrat, M1, "2026-07-01"));
        stops(&contrat, "2027-03-01", "2027-03-02");
    }

    #[test]
    fn une_mesure_s_arrete_a_l_emancipation_et_au_deces() {
        let ordonnee = || le("2026-03-01", fait(ordonner(placement(M1).until("2027-03-01"))));
        for fin in [declarer_emancipation(), declarer_deces()] {
            stops(&file([ordonnee(), le("2026-07-01", fait(fin))]), "2026-06-30", "2026-07-01");
        }
    }

    #[test]
    fn une_mesure_passe_de_l_ordonnance_a_l_attente_puis_a_l_effectivite() {
        let faits = file([
            le("2026-03-01", fait(ordonner(aemo(M1).from("2026-03-05").until("2026-09-30")))),
            le("2026-03-10", fait(recevoir_mesure(M1))),
            le("2026-03-12", fait(attribuer(M1))),
            le("2026-03-15", fait(mettre_en_attente(M1))),
            le("2026-05-20", fait(demarrer(M1))),
            le("2026-06-01", fait(suspendre(M1))),
            le("2026-06-15", fait(reprendre(M1))),
            le("2026-08-01", fait(suspendre(M1))),
            le("2026-08-10", fait(reprendre(M1))),
        ]);
        for (le, attendu) in [
            ("2026-03-04", EtatMesure::EffetDiffere),
            ("2026-03-05", EtatMesure::Ordonnee),
            ("2026-03-10", EtatMesure::Recue),
            ("2026-03-12", EtatMesure::Attribuee),
            ("2026-03-15", EtatMesure::EnAttente),
            ("2026-05-19", EtatMesure::EnAttente),
            ("2026-05-20", EtatMesure::Effective),
            ("2026-06-01", EtatMesure::Suspendue),
            ("2026-06-14", EtatMesure::Suspendue),
            ("2026-06-15", EtatMesure::Effective),
            ("2026-08-05", EtatMesure::Suspendue),
            ("2026-09-30", EtatMesure::Effective),
            ("2026-10-01", EtatMesure::Echue),
        ] {
            assert_eq!(state(&faits, M1, le), attendu, "{le}");
        }
    }

    #[test]
    fn une_mesure_levee_n_est_ni_terminee_ni_echue() {
        let ordonnee = || le("2026-03-01", fait(ordonner(aemo(M1).until("2026-09-30"))));
        let levee = file([ordonnee(), le("2026-07-01", fait(lever(M1)))]);
        assert_eq!(state(&levee, M1, "2026-06-30"), EtatMesure::Ordonnee);
        assert_eq!(state(&levee, M1, "2026-12-01"), EtatMesure::Levee);
        let terminee = file([ordonnee(), le("2026-07-01", fait(terminer(M1)))]);
        assert_eq!(state(&terminee, M1, "2026-12-01"), EtatMesure::Terminee);
    }

    #[test]
    fn une_mesure_ne_finit_qu_une_fois_ni_avant_d_etre_decidee() {
        let ordonnee = || file([le("2026-03-01", fait(ordonner(aemo(M1))))]);
        given(ordonnee()).on("2026-03-01").when(lever(M1)).then(expect!["mesure_levee"]);
        given(ordonnee()).on("2026-02-28").recorded_on("2026-03-05").when(lever(M1)).then_refused(
            expect![
                "FIN_AVANT_DECISION · La mesure finirait avant d'avoir été décidée, le 01/03/2026."
            ],
        );
        let mut levee = ordonnee();
        levee.push(le("2026-07-01", fait(lever(M1))));
        given(levee)
            .on("2026-07-02")
            .when(terminer(M1))
            .then_refused(expect!["MESURE_DEJA_FINIE · Cette mesure a déjà pris fin."]);
    }

    #[test]
    fn l_entree_de_l_enfant_execute_le_placement_et_le_renouvellement_le_reste() {
        let faits = file([
            le("2026-03-01", fait(ordonner(placement(M1).until("2027-02-28")))),
            le("2026-03-10", fait(mettre_en_attente(M1))),
            le("2026-04-02", fait(admettre(A1))),
            le("2027-02-10", fait(renouveler(M1, placement(M2).from("2027-03-01")))),
        ]);
        assert_eq!(state(&faits, M1, "2026-04-01"), EtatMesure::EnAttente);
        assert_eq!(state(&faits, M1, "2026-04-02"), EtatMesure::Effective);
        assert_eq!(state(&faits, M2, "2027-02-28"), EtatMesure::EffetDiffere);
        assert_eq!(state(&faits, M2, "2027-03-01"), EtatMesure::Effective);
    }

    #[test]
    fn une_mesure_ne_s_execute_pas_avant_son_effet() {
        let faits = [
            lea(),
            le("2026-03-01", fait(admettre(A1))),
            le("2026-03-04", fait(ordonner(placement(M1)))),
        ];
        assert_eq!(parcours(faits).executee_le(M1), Some(jour("2026-03-04")));
    }

    #[test]
    fn une_mesure_ne_demarre_pas_apres_sa_fin() {
        let levee = || {
            file([le("2026-03-01", fait(ordonner(aemo(M1)))), le("2026-07-01", fait(lever(M1)))])
        };
        let demarrer =
            |jour: &str| given(levee()).on(jour).recorded_on("2026-08-01").when(demarrer(M1));
        demarrer("2026-07-01").then(expect!["mesure_demarree"]);
        demarrer("2026-07-02").then_refused(expect![
            "DEMARRAGE_APRES_LA_FIN · La mesure aurait démarré après sa fin, le 01/07/2026."
        ]);
    }

    #[test]
    fn un_second_demarrage_ne_suit_pas_la_fin_non_plus() {
        let levee = file([
            le("2026-03-01", fait(ordonner(aemo(M1)))),
            le("2026-05-01", fait(demarrer(M1))),
            le("2026-07-01", fait(lever(M1))),
        ]);
        given(levee).on("2026-07-02").when(demarrer(M1)).then_refused(expect![
            "DEMARRAGE_APRES_LA_FIN · La mesure aurait démarré après sa fin, le 01/07/2026."
        ]);
    }

    #[test]
    fn la_mesure_renouvelee_ne_s_annule_pas_sous_celle_qui_la_renouvelle() {
        let faits = file([
            le("2026-03-01", fait(ordonner(aemo(M1).until("2026-09-30")))),
            le("2026-09-20", fait(renouveler(M1, aemo(M2)))),
        ]);
        given(faits).on("2026-10-01").when(annuler(2)).then_refused(expect![
            "MESURE_INCONNUE · Cette mesure n'est pas enregistrée pour cet enfant."
        ]);
    }
}
