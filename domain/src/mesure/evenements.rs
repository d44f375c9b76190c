//! The commands and the events of the chapter [`crate::mesure`], in their newest shape.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::Decideur;
use crate::codes::{
    Autorite, MotifAttente, MotifFin, MotifSuspension, NatureMesure, SituationApres, Titulaire,
};
use crate::evenement::evenements;
use crate::ids::{ChaineId, DecisionId, MesureId};

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
