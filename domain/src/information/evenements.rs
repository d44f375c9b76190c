//! The commands and the events of the chapter [`crate::information`], in their newest shape.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::codes::{
    Canal, Danger, EmetteurSignalement, MiseEnCause, MotifDetachement, MotifNonQualification,
    Motifsig, OrganismeSocial, Orientation, Origip, PorteDEntree, SuiteParquet, TitreTransfert,
    Transip,
};
use crate::evenement::evenements;
use crate::ids::{EnfantId, EvaluationId, ExpediteurId, InformationId, PieceId};
use crate::sealed::Sealed;
use crate::temps::Survenu;
use crate::{Decideur, Organisation};

/// What may be asked of an information.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// It arrived.
    Recevoir(Recue),
    /// It is an IP for this child.
    Qualifier(Qualifiee),
    /// It is not one.
    NePasQualifier(NonQualifiee),
    /// It completes an open one.
    Rattacher(Rattachee),
    /// It is the same message as another.
    MarquerDoublon(DoublonMarque),
    /// The parquet is seized.
    Signaler(Signalee),
    /// The parquet answers.
    NoterRetourParquet(RetourParquetRecu),
    /// Another Département takes over.
    Transferer(Transferee),
    /// The délégation is asked what it knows of the family.
    EnvoyerNavette(NavetteEnvoyee),
    /// The délégation answers.
    NoterRetourNavette(NavetteRetournee),
    /// The sender, or another, says more.
    NoterComplement(Completee),
    /// It completes nothing, after all.
    Detacher(Detachee),
    /// It puts somebody, or some place, in question.
    NoterMiseEnCause(MisEnCause),
    /// A sender asks what became of it.
    NoterDemandeDeSuites(SuitesDemandees),
    /// The other Département acknowledged what was sent to it.
    NoterAccuseTransfert(TransfertAccuse),
    /// The family has left.
    NoterDemenagement(DemenagementConnu),
    /// An administration is asked where the family lives.
    DemanderAdresse(AdresseDemandee),
    /// It answers.
    NoterReponseAdresse(AdresseRecue),
    /// The danger is grave and immediate.
    ConstaterDangerGrave(DangerGraveConstate),
}

evenements! {
    /// Arrived.
    Recue = "information_recue.v1",
    /// Is an IP for this child.
    Qualifiee = "information_qualifiee.v1",
    /// Is not an IP for this child.
    NonQualifiee = "information_non_qualifiee.v1",
    /// Attached to an open one.
    Rattachee = "information_rattachee.v1",
    /// Is the same message as another.
    DoublonMarque = "information_doublon_marque.v1",
    /// Was entered on the wrong child.
    Retiree = "information_retiree.v1",
    /// The parquet was seized.
    Signalee = "information_signalee.v1",
    /// The parquet answered.
    RetourParquetRecu = "retour_parquet_recu.v1",
    /// Went to another Département.
    Transferee = "information_transferee.v1",
    /// The délégation was asked what it knows.
    NavetteEnvoyee = "navette_envoyee.v1",
    /// The délégation answered.
    NavetteRetournee = "navette_retournee.v1",
    /// More was said of the same facts.
    Completee = "information_completee.v1",
    /// Is attached to no other any more.
    Detachee = "information_detachee.v1",
    /// Puts somebody, or some place, in question.
    MisEnCause = "mise_en_cause_notee.v1",
    /// A sender asked for the suites.
    SuitesDemandees = "suites_demandees.v1",
    /// The receiving Département acknowledged.
    TransfertAccuse = "transfert_accuse.v1",
    /// The family left.
    DemenagementConnu = "demenagement_connu.v1",
    /// An address was asked for.
    AdresseDemandee = "adresse_demandee.v1",
    /// An address was answered, or none.
    AdresseRecue = "adresse_recue.v1",
    /// A grave and immediate danger was seen.
    DangerGraveConstate = "danger_grave_constate.v1",
}

/// A private sender: he has his own key, is in no default read and no extract.
#[skip_serializing_none]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expediteur {
    /// Name.
    pub nom: Option<String>,
    /// Telephone.
    pub telephone: Option<String>,
    /// Mail.
    pub courriel: Option<String>,
    /// Address.
    pub adresse: Option<String>,
}

/// An information arrived. `survenu` is its arrival at the Département.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recue {
    /// Which.
    pub information: InformationId,
    /// Arrival at the CRIP, when it came through another door.
    pub arrivee_crip: Option<Survenu>,
    /// Date of the writing.
    pub ecrite_le: Option<NaiveDate>,
    /// The door.
    pub porte_d_entree: PorteDEntree,
    /// The délégation or service through which it came.
    pub service_entree: Option<String>,
    /// The channel: not the door.
    pub canal: Canal,
    /// Who transmitted it.
    pub transmetteur: Transip,
    /// Who is at its origin.
    pub origine: Origip,
    /// The organisation of the transmitter.
    pub organisation: Option<Organisation>,
    /// E.g. the call number of the 119.
    pub reference_externe: Option<String>,
    /// The sender's own identifier.
    pub expediteur_id: Option<ExpediteurId>,
    /// Sealed under the sender's key.
    pub expediteur: Option<Sealed<Expediteur>>,
    /// The facts as stated, sealed under the information's key.
    pub recit: Option<Sealed<String>>,
    /// Dangers alleged.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dangers_allegues: Vec<Danger>,
    /// Were the parents informed by the sender (IP-01)?
    pub parents_informes: Option<bool>,
    /// Said to be urgent.
    pub urgence: bool,
    /// INSEE, where the child lives that day.
    pub commune: Option<String>,
    /// Moved from another child's file.
    pub reaffectee_de: Option<EnfantId>,
}

/// The information is an IP for this child (CASF R226-2-2).
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Qualifiee {
    /// Which.
    pub information: InformationId,
    /// Dangers retained.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dangers: Vec<Danger>,
    /// Shortened deadline (IP-05), in days.
    pub delai_reduit_jours: Option<u32>,
    /// Who decided.
    pub decideur: Option<Decideur>,
}

/// The information is not an IP for this child.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NonQualifiee {
    /// Which.
    pub information: InformationId,
    /// Why.
    pub motif: MotifNonQualification,
    /// Where the family is directed.
    pub orientation: Orientation,
    /// Who decided.
    pub decideur: Option<Decideur>,
}

/// Complementary to an open principal information.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rattachee {
    /// Which.
    pub information: InformationId,
    /// To which.
    pub principale: InformationId,
}

/// The same message, received twice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DoublonMarque {
    /// Which.
    pub information: InformationId,
    /// The one first received.
    pub original: InformationId,
}

/// Entered on the wrong child.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Retiree {
    /// Which.
    pub information: InformationId,
    /// The right child.
    pub vers: EnfantId,
    /// Why, without personal data.
    pub motif: String,
}

/// The parquet was seized (CASF L226-4).
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Signalee {
    /// Which information.
    pub information: InformationId,
    /// Ground.
    pub motif: Motifsig,
    /// By the Département, or by a third party who sends a copy.
    pub emetteur: EmetteurSignalement,
    /// By telephone.
    pub oral_a: Option<DateTime<Utc>>,
    /// In writing.
    pub ecrit_a: Option<DateTime<Utc>>,
    /// Which parquet.
    pub parquet: Option<String>,
    /// Its number.
    pub numero_parquet: Option<String>,
    /// Without waiting for the évaluation.
    pub urgence: bool,
    /// The évaluation it follows, if any.
    pub evaluation: Option<EvaluationId>,
    /// Who decided.
    pub decideur: Option<Decideur>,
    /// What is joined to the writing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pieces: Vec<PieceId>,
}

/// What the parquet did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RetourParquetRecu {
    /// About which information.
    pub information: InformationId,
    /// The suite.
    pub suite: SuiteParquet,
}

/// Gone to another Département (CASF L221-3).
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Transferee {
    /// Which.
    pub information: InformationId,
    /// Code of the Département.
    pub vers_departement: String,
    /// How.
    pub canal: Canal,
    /// Were the parents informed first?
    pub parents_informes: Option<bool>,
    /// As what: an information in treatment, or a prestation in progress.
    pub titre: Option<TitreTransfert>,
    /// The day the parents consented in writing, where the law asks for it.
    pub accord_ecrit_le: Option<NaiveDate>,
    /// Number of the registered letter or of the secure message.
    pub numero: Option<String>,
    /// Who decided.
    pub decideur: Option<Decideur>,
    /// What was sent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pieces: Vec<PieceId>,
}

/// The délégation was asked what it knows of the family (*fiche navette*). Its silence holds nothing back.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NavetteEnvoyee {
    /// About which information.
    pub information: InformationId,
    /// The délégation or service asked.
    pub service: String,
    /// When its answer is hoped for.
    pub attendu_le: Option<NaiveDate>,
}

/// The délégation answered.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NavetteRetournee {
    /// About which information.
    pub information: InformationId,
    /// The délégation or service that answers.
    pub service: String,
    /// Whether it knows the family; absent: not said.
    pub famille_connue: Option<bool>,
    /// What it says, sealed under the information's key.
    pub reponse: Option<Sealed<String>>,
}

/// More was said of the same facts, without being an information of its own.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Completee {
    /// Which.
    pub information: InformationId,
    /// Who says it.
    pub transmetteur: Transip,
    /// How.
    pub canal: Canal,
    /// What is said, sealed under the information's key.
    pub complement: Option<Sealed<String>>,
}

/// Attached to no other any more: an act of its own, so that the history shows both.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Detachee {
    /// Which.
    pub information: InformationId,
    /// From which.
    pub principale: InformationId,
    /// Why.
    pub motif: MotifDetachement,
}

/// Puts somebody, or some place, in question: coded, for it may protect the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MisEnCause {
    /// Which information.
    pub information: InformationId,
    /// Whom or what.
    pub mis_en_cause: Vec<MiseEnCause>,
}

/// A sender asked what became of his information (CASF L226-5). `survenu` is the day of his request.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SuitesDemandees {
    /// Which.
    pub information: InformationId,
    /// Who asks, when he is one of the senders known.
    pub expediteur_id: Option<ExpediteurId>,
    /// How.
    pub canal: Canal,
}

/// The receiving Département acknowledged. `survenu` is the day of the acknowledgement.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TransfertAccuse {
    /// Which information.
    pub information: InformationId,
    /// Number of the acknowledgement.
    pub numero: Option<String>,
}

/// The Département learnt that the family left. `survenu` is the day it left, `connu_le` the day it was
/// learnt.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DemenagementConnu {
    /// Which information is in treatment.
    pub information: InformationId,
    /// Code of the Département where it lives now; absent: address unknown.
    pub vers_departement: Option<String>,
}

/// An administration was asked where the family lives (CASF L226-3-2).
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AdresseDemandee {
    /// For which information.
    pub information: InformationId,
    /// Which administration.
    pub organisme: OrganismeSocial,
    /// The day it received the request, when known: its ten days run from there.
    pub recue_le: Option<NaiveDate>,
}

/// The administration answered.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AdresseRecue {
    /// For which information.
    pub information: InformationId,
    /// Which administration.
    pub organisme: OrganismeSocial,
    /// Whether it knows an address.
    pub connue: bool,
    /// The address, sealed under the information's key.
    pub adresse: Option<Sealed<String>>,
}

/// A grave and immediate danger was seen, at first analysis or during the évaluation.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DangerGraveConstate {
    /// Under which information.
    pub information: InformationId,
    /// During which évaluation, if any.
    pub evaluation: Option<EvaluationId>,
    /// Dangers seen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dangers: Vec<Danger>,
}

impl Command {
    /// The event it asks for.
    pub(crate) fn event(self) -> Event {
        match self {
            Self::Recevoir(event) => Event::Recue(event),
            Self::Qualifier(event) => Event::Qualifiee(event),
            Self::NePasQualifier(event) => Event::NonQualifiee(event),
            Self::Rattacher(event) => Event::Rattachee(event),
            Self::MarquerDoublon(event) => Event::DoublonMarque(event),
            Self::Signaler(event) => Event::Signalee(event),
            Self::NoterRetourParquet(event) => Event::RetourParquetRecu(event),
            Self::Transferer(event) => Event::Transferee(event),
            Self::EnvoyerNavette(event) => Event::NavetteEnvoyee(event),
            Self::NoterRetourNavette(event) => Event::NavetteRetournee(event),
            Self::NoterComplement(event) => Event::Completee(event),
            Self::Detacher(event) => Event::Detachee(event),
            Self::NoterMiseEnCause(event) => Event::MisEnCause(event),
            Self::NoterDemandeDeSuites(event) => Event::SuitesDemandees(event),
            Self::NoterAccuseTransfert(event) => Event::TransfertAccuse(event),
            Self::NoterDemenagement(event) => Event::DemenagementConnu(event),
            Self::DemanderAdresse(event) => Event::AdresseDemandee(event),
            Self::NoterReponseAdresse(event) => Event::AdresseRecue(event),
            Self::ConstaterDangerGrave(event) => Event::DangerGraveConstate(event),
        }
    }
}

impl Event {
    /// The information it is about.
    #[must_use]
    pub fn information(&self) -> InformationId {
        match self {
            Self::Recue(event) => event.information,
            Self::Qualifiee(event) => event.information,
            Self::NonQualifiee(event) => event.information,
            Self::Rattachee(event) => event.information,
            Self::DoublonMarque(event) => event.information,
            Self::Retiree(event) => event.information,
            Self::Signalee(event) => event.information,
            Self::RetourParquetRecu(event) => event.information,
            Self::Transferee(event) => event.information,
            Self::NavetteEnvoyee(event) => event.information,
            Self::NavetteRetournee(event) => event.information,
            Self::Completee(event) => event.information,
            Self::Detachee(event) => event.information,
            Self::MisEnCause(event) => event.information,
            Self::SuitesDemandees(event) => event.information,
            Self::TransfertAccuse(event) => event.information,
            Self::DemenagementConnu(event) => event.information,
            Self::AdresseDemandee(event) => event.information,
            Self::AdresseRecue(event) => event.information,
            Self::DangerGraveConstate(event) => event.information,
        }
    }

    /// What is said belongs to the information, the sender to himself.
    pub(crate) fn confie_les_scelles(&mut self) {
        let information = self.information().0;
        let texte = match self {
            Self::Recue(recue) => {
                if let Some(expediteur) = &mut recue.expediteur {
                    expediteur.confie_a(recue.expediteur_id.map_or(information, |id| id.0));
                }
                &mut recue.recit
            }
            Self::NavetteRetournee(retour) => &mut retour.reponse,
            Self::Completee(completee) => &mut completee.complement,
            Self::AdresseRecue(recue) => &mut recue.adresse,
            Self::Qualifiee(_)
            | Self::NonQualifiee(_)
            | Self::Rattachee(_)
            | Self::DoublonMarque(_)
            | Self::Retiree(_)
            | Self::Signalee(_)
            | Self::RetourParquetRecu(_)
            | Self::Transferee(_)
            | Self::NavetteEnvoyee(_)
            | Self::Detachee(_)
            | Self::MisEnCause(_)
            | Self::SuitesDemandees(_)
            | Self::TransfertAccuse(_)
            | Self::DemenagementConnu(_)
            | Self::AdresseDemandee(_)
            | Self::DangerGraveConstate(_) => return,
        };
        if let Some(texte) = texte {
            texte.confie_a(information);
        }
    }
}
