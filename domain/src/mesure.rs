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
//!   another end, renewal, majority, emancipation or death; executed or not (pratique.md §5 n° 9).
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

/// The family of a nature (figures of `pratique.md` §5 n° 9).
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

    /// The rule its length breaks, if it breaks one. *Jusqu'au 30* includes the 30th, so a year from
    /// 1 March ends on the last day of February.
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

    /// Where it stands on a day.
    #[must_use]
    pub fn etat(&self, enfant: &identite::Etat, le: NaiveDate) -> EtatMesure {
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
        let suspended = self.suspensions.last().map(Datee::le);
        if by(suspended) && self.reprises.last().is_none_or(|&reprise| Some(reprise) < suspended) {
            return EtatMesure::Suspendue;
        }
        self.etat_d_execution(le)
    }

    fn etat_d_execution(&self, le: NaiveDate) -> EtatMesure {
        let by = |date: Option<NaiveDate>| date.is_some_and(|date| date <= le);
        if by(self.demarree) {
            EtatMesure::Effective
        } else if by(self.attentes.last().map(Datee::le)) {
            EtatMesure::EnAttente
        } else if by(self.attributions.last().map(Datee::le)) {
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

fn renouveler(parcours: &Parcours, renouvelee: Renouvelee, le: NaiveDate) -> Result<Event, Refus> {
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
        if let (Some(demarree), Some(fin)) = (known.demarree, fin)
            && fin < demarree
        {
            report(Refus::DemarrageApresLaFin { mesure, fin });
        }
    }
}
