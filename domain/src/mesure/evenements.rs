//! The commands and the events of the chapter [`crate::mesure`], in their newest shape.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::Decideur;
use crate::codes::{
    AuteurContact, Autorite, BeneficiaireDroit, Canal, EcartMesure, FormeVisite, FrequenceVisite,
    GenreSolution, IssueVisite, MentionDecision, ModeContact, MotifAttente, MotifEcart, MotifFin,
    MotifRefusOrientation, MotifSuspension, NatureMesure, ObjetModification, PositionTitulaire,
    Preconisateur, PresenceTiers, SituationApres, Titulaire,
};
use crate::evenement::evenements;
use crate::ids::{AccueilId, ChaineId, DecisionId, EvaluationId, MesureId};

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
    /// Recommended, before any decision.
    Preconiser(Preconisee),
    /// Recommended, ordered and carried out differ.
    ConstaterEcart(EcartConstate),
    /// An operator refuses the orientation.
    NoterRefusOrientation(OrientationRefusee),
    /// The child who waits was seen or called.
    NoterContactEnAttente(ContactEnAttente),
    /// Where he is meanwhile.
    NoterSolutionProvisoire(SolutionProvisoire),
    /// A holder of authority consents, takes it back, is informed or opposes.
    NoterAccord(AccordNote),
    /// The judge modifies it.
    Modifier(Modifiee),
    /// The day of a suspended effect is known.
    FixerEffet(EffetFixe),
    /// What comes before a placement.
    ConstaterPrealables(PrealablesConstates),
    /// A right of visit, fixed, modified or suspended.
    FixerDroitDeVisite(DroitDeVisiteFixe),
    /// A visit, held or not.
    NoterVisite(VisiteNotee),
    /// A pupille is given back to a parent.
    Restituer(Restitue),
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
    /// Recommended, before any decision.
    Preconisee = "mesure_preconisee.v1",
    /// Recommended, ordered and carried out differ.
    EcartConstate = "mesure_ecart_constate.v1",
    /// An operator refuses the orientation.
    OrientationRefusee = "orientation_refusee.v1",
    /// The child who waits was seen or called.
    ContactEnAttente = "contact_en_attente_note.v1",
    /// Where he is meanwhile.
    SolutionProvisoire = "solution_provisoire_notee.v1",
    /// A holder of authority consents, takes it back, is informed or opposes.
    AccordNote = "accord_note.v1",
    /// The judge modifies it.
    Modifiee = "mesure_modifiee.v1",
    /// The day of a suspended effect is known.
    EffetFixe = "mesure_effet_fixe.v1",
    /// What comes before a placement.
    PrealablesConstates = "prealables_constates.v1",
    /// A right of visit, fixed, modified or suspended.
    DroitDeVisiteFixe = "droit_de_visite_fixe.v1",
    /// A visit, held or not.
    VisiteNotee = "visite_notee.v1",
    /// A pupille is given back to a parent.
    Restitue = "pupille_restitue.v1",
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
    /// What else the decision says, that a rule asks for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<MentionDecision>,
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

/// Recommended, before any decision. `survenu` is the day it was.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Preconisee {
    /// Which measure, decided later or never.
    pub mesure: MesureId,
    /// The legal kind recommended.
    pub nature: NatureMesure,
    /// By whom.
    pub par: Preconisateur,
    /// Its local label.
    pub libelle_local: Option<String>,
    /// The évaluation that recommends it.
    pub evaluation: Option<EvaluationId>,
}

/// Recommended, ordered and carried out differ, and why.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EcartConstate {
    /// Which.
    pub mesure: MesureId,
    /// Between which two.
    pub ecart: EcartMesure,
    /// Why.
    pub motif: MotifEcart,
    /// What is carried out instead, when it is a measure.
    pub executee: Option<NatureMesure>,
}

/// An operator refuses the orientation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OrientationRefusee {
    /// Which.
    pub mesure: MesureId,
    /// The operator.
    pub service: String,
    /// Why.
    pub motif: MotifRefusOrientation,
}

/// The child who waits was seen or called. No name: the function of who did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContactEnAttente {
    /// Which.
    pub mesure: MesureId,
    /// Who.
    pub par: AuteurContact,
    /// How.
    pub mode: ModeContact,
    /// The child himself was seen or heard, not only his parents.
    pub enfant_vu: bool,
}

/// Where the child is while the measure waits.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SolutionProvisoire {
    /// Which.
    pub mesure: MesureId,
    /// What.
    pub genre: GenreSolution,
    /// The episode of accueil, when he is in one.
    pub accueil: Option<AccueilId>,
}

/// What a holder of authority answered about this measure of this child, on that day.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccordNote {
    /// Which.
    pub mesure: MesureId,
    /// Who.
    pub titulaire: Titulaire,
    /// What he answered, or how he was told.
    pub position: PositionTitulaire,
    /// By which way.
    pub voie: Option<Canal>,
}

/// The judge modifies it (C. civ., art. 375-6). A new kind is a new measure.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Modifiee {
    /// Which.
    pub mesure: MesureId,
    /// What of it.
    pub objet: ObjetModification,
    /// The new last day.
    pub terme_le: Option<NaiveDate>,
    /// The decision of the judge.
    pub decision: Option<DecisionId>,
}

/// The day of effect of a measure decided « à compter de la fin » of another. `survenu` is the day one
/// knows it.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EffetFixe {
    /// Which.
    pub mesure: MesureId,
    /// Its day of effect.
    pub effet_le: NaiveDate,
    /// The measure whose end gives it.
    pub apres: Option<MesureId>,
}

/// What comes before a child is confided outside his family (C. civ., art. 375-3).
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PrealablesConstates {
    /// Which.
    pub mesure: MesureId,
    /// When the accueil by a relative or a tiers digne de confiance was evaluated.
    pub option_familiale_le: Option<NaiveDate>,
    /// When the child was heard.
    pub enfant_entendu_le: Option<NaiveDate>,
    /// He has not the discernment to be heard.
    pub sans_discernement: bool,
}

/// A right of visit, fixed, modified or suspended. `survenu` is the day of the decision.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DroitDeVisiteFixe {
    /// Of which measure.
    pub mesure: MesureId,
    /// Whose.
    pub beneficiaire: BeneficiaireDroit,
    /// How it is exercised, or that it is suspended.
    pub forme: FormeVisite,
    /// How often; absent: left to joint determination.
    pub frequence: Option<FrequenceVisite>,
    /// How a third party is there (C. civ., art. 375-7 al. 4).
    pub tiers: Option<PresenceTiers>,
    /// Last day of this form of the right.
    pub jusqu_au: Option<NaiveDate>,
    /// The decision of the judge.
    pub decision: Option<DecisionId>,
}

/// A visit, held or not. `survenu` is the day it was to be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VisiteNotee {
    /// Of which measure.
    pub mesure: MesureId,
    /// Whose.
    pub beneficiaire: BeneficiaireDroit,
    /// Held, or by whose doing not.
    pub issue: IssueVisite,
}

/// A pupille is given back to a parent (CASF, art. L224-6).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Restitue {
    /// The measure of the pupille.
    pub mesure: MesureId,
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
            Self::Preconiser(event) => Event::Preconisee(event),
            Self::ConstaterEcart(event) => Event::EcartConstate(event),
            Self::NoterRefusOrientation(event) => Event::OrientationRefusee(event),
            Self::NoterContactEnAttente(event) => Event::ContactEnAttente(event),
            Self::NoterSolutionProvisoire(event) => Event::SolutionProvisoire(event),
            Self::NoterAccord(event) => Event::AccordNote(event),
            Self::Modifier(event) => Event::Modifiee(event),
            Self::FixerEffet(event) => Event::EffetFixe(event),
            Self::ConstaterPrealables(event) => Event::PrealablesConstates(event),
            Self::FixerDroitDeVisite(event) => Event::DroitDeVisiteFixe(event),
            Self::NoterVisite(event) => Event::VisiteNotee(event),
            Self::Restituer(event) => Event::Restitue(event),
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
            Self::Preconisee(event) => event.mesure,
            Self::EcartConstate(event) => event.mesure,
            Self::OrientationRefusee(event) => event.mesure,
            Self::ContactEnAttente(event) => event.mesure,
            Self::SolutionProvisoire(event) => event.mesure,
            Self::AccordNote(event) => event.mesure,
            Self::Modifiee(event) => event.mesure,
            Self::EffetFixe(event) => event.mesure,
            Self::PrealablesConstates(event) => event.mesure,
            Self::DroitDeVisiteFixe(event) => event.mesure,
            Self::VisiteNotee(event) => event.mesure,
            Self::Restitue(event) => event.mesure,
        }
    }
}
