//! What may happen between the child and the courts, a struct a fact.
//!
//! Each says which of its dates is the day of the fact (`survenu`). Numbers of files stay in clear: they
//! are the one key of the greffe. What a judge wrote in his own words is sealed to the child.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::Decideur;
use crate::codes::{
    ActeNonUsuel, AllocationsFamiliales, AuditionEnfant, AuteurSaisine, Autorite, DemandeAuJuge,
    FormeVisite, FrequenceVisite, GenreDecisionJudiciaire, MotifRenvoi, MotifSaisine,
    ObjetAudience, ObjetDemande, PartieAudience, PresenceTiers, QualiteMagistrat, SensArret,
    Titulaire,
};
use crate::ids::{
    AudienceId, DecisionId, DemandeJusticeId, DossierJudiciaireId, EcritId, MesureId, PieceId,
};
use crate::sealed::Sealed;
use crate::temps::Survenu;

/// A judge has a file: its juridiction and its numbers. `survenu` is the day he was seized.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DossierOuvert {
    /// Which file; siblings share it.
    pub dossier: DossierJudiciaireId,
    /// E.g. « TJ La Rochelle ».
    pub juridiction: String,
    /// Its number or name, e.g. « 2 ».
    pub cabinet: Option<String>,
    /// What the magistrate is.
    pub magistrat: Option<QualiteMagistrat>,
    /// Number of the educative assistance file.
    pub numero_ae: Option<String>,
    /// Number of the parquet.
    pub numero_parquet: Option<String>,
    /// Code of the Département where the court sits: it bears the cost (CASF, art. L228-4).
    pub departement: Option<String>,
}

/// The file goes to another cabinet of the same court, with or without a new number.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CabinetChange {
    /// Which file.
    pub dossier: DossierJudiciaireId,
    /// The new cabinet.
    pub cabinet: Option<String>,
    /// The new number.
    pub numero_ae: Option<String>,
    /// The new number of the parquet.
    pub numero_parquet: Option<String>,
}

/// The judge gives the file up for another court (CPC, art. 1181). `survenu` is the day he does.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dessaisi {
    /// Which file.
    pub dossier: DossierJudiciaireId,
    /// The court that takes it.
    pub vers_juridiction: String,
    /// Code of the Département where that court sits.
    pub vers_departement: Option<String>,
    /// The file the new court opens.
    pub nouveau_dossier: Option<DossierJudiciaireId>,
    /// Both presidents of conseil départemental were told.
    pub departements_informes: Option<bool>,
}

/// The judge or the procureur is seized. `survenu` is the day, or the instant.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Saisie {
    /// Who is seized: the judge, or the procureur.
    pub autorite: Autorite,
    /// By whom.
    pub auteur: AuteurSaisine,
    /// The file it makes, when it is known.
    pub dossier: Option<DossierJudiciaireId>,
    /// The measure it follows: a provisional placement, a recueil.
    pub mesure: Option<MesureId>,
    /// The decision it follows: an interdiction de sortie of the procureur.
    pub decision: Option<DecisionId>,
    /// Why, when the Département does it.
    pub motif: Option<MotifSaisine>,
    /// Who signed, when the Département does it.
    pub decideur: Option<Decideur>,
}

/// How one holder of authority sees the child.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DroitDeVisite {
    /// Who.
    pub titulaire: Titulaire,
    /// In which form.
    pub forme: FormeVisite,
    /// How often.
    pub frequence: Option<FrequenceVisite>,
    /// How a third party is there (C. civ., art. 375-7 al. 4).
    pub tiers: Option<PresenceTiers>,
}

/// What a decision says of one child: the dispositif in fields. `survenu` is the day it was pronounced.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DecisionRendue {
    /// Which decision; siblings share it, and the measures it orders name it.
    pub decision: DecisionId,
    /// What it is.
    pub genre: GenreDecisionJudiciaire,
    /// Who decided it.
    pub autorite: Autorite,
    /// The file.
    pub dossier: Option<DossierJudiciaireId>,
    /// The hearing it comes from.
    pub audience: Option<AudienceId>,
    /// The decision it rectifies or whose provisional measures it prolongs: a new act beside the old.
    pub precedente: Option<DecisionId>,
    /// Taken by the judge of the place where the child was found (CPC, art. 1184 al. 4).
    pub juge_du_lieu: bool,
    /// Day of effect; absent: the day it was pronounced.
    pub effet_le: Option<NaiveDate>,
    /// Last day, included.
    pub terme_le: Option<NaiveDate>,
    /// Notified to the Département, when told with it.
    pub notifiee_le: Option<NaiveDate>,
    /// Received by the ASE.
    pub recue_le: Option<NaiveDate>,
    /// Measures it orders for this child.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mesures: Vec<MesureId>,
    /// Visits, holder by holder.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub droits_de_visite: Vec<DroitDeVisite>,
    /// Days by which a report is due.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rapports_le: Vec<NaiveDate>,
    /// A report every so many months.
    pub rapport_tous_les_mois: Option<u32>,
    /// Family allowances.
    pub allocations: Option<AllocationsFamiliales>,
    /// Acts of authority the service may do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actes_autorises: Vec<ActeNonUsuel>,
    /// The place of accueil is kept secret (C. civ., art. 375-7 al. 6).
    pub lieu_secret: bool,
    /// The child may not leave the country without both parents' agreement.
    pub interdiction_sortie: bool,
    /// Until that day, when the decision says so.
    pub interdiction_sortie_jusqu_au: Option<NaiveDate>,
    /// Placed in a psychiatric hospital (C. civ., art. 375-9).
    pub hospitalisation_psychiatrique: bool,
    /// The medical opinion that comes before it.
    pub avis_medical_le: Option<NaiveDate>,
    /// What was asked and refused.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub demandes_rejetees: Vec<DemandeAuJuge>,
    /// What the fields do not say.
    pub precisions: Option<Sealed<String>>,
    /// The decision itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pieces: Vec<PieceId>,
}

/// A decision is notified to one party. `survenu` is the day that party received it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DecisionNotifiee {
    /// Which decision.
    pub decision: DecisionId,
    /// To whom.
    pub partie: PartieAudience,
}

/// A hearing is fixed. `survenu` is the day it was.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AudienceFixee {
    /// Which hearing; siblings share it.
    pub audience: AudienceId,
    /// The file.
    pub dossier: Option<DossierJudiciaireId>,
    /// For which day and hour.
    pub prevue: Survenu,
    /// Before which cabinet, when it is not that of the file.
    pub cabinet: Option<String>,
    /// What for.
    pub objet: Option<ObjetAudience>,
    /// The decision it follows.
    pub decision: Option<DecisionId>,
}

/// A summons arrived. `survenu` is the day it was received.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConvocationRecue {
    /// To which hearing.
    pub audience: AudienceId,
    /// By whom.
    pub partie: PartieAudience,
}

/// A hearing is put off.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AudienceRenvoyee {
    /// Which hearing: it keeps its identifier.
    pub audience: AudienceId,
    /// Why.
    pub motif: MotifRenvoi,
    /// To when; absent: to a day not yet fixed.
    pub prevue: Option<Survenu>,
}

/// A hearing took place. `survenu` is the day, or the instant.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AudienceTenue {
    /// Which hearing.
    pub audience: AudienceId,
    /// Who was there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub presents: Vec<PartieAudience>,
    /// Professional identifier of who represented the Département.
    pub representant: Option<String>,
    /// The decision is put off to that day (*délibéré*).
    pub delibere_le: Option<NaiveDate>,
}

/// A party read the file at the greffe (CPC, art. 1187).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DossierConsulte {
    /// Before which hearing.
    pub audience: AudienceId,
    /// Who.
    pub partie: PartieAudience,
}

/// Whether the judge heard the child. `survenu` is the day he did, or the hearing.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EnfantEntendu {
    /// How it went.
    pub audition: AuditionEnfant,
    /// At which hearing.
    pub audience: Option<AudienceId>,
    /// The file.
    pub dossier: Option<DossierJudiciaireId>,
}

/// A lawyer is asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AvocatDemande {
    /// In which file.
    pub dossier: DossierJudiciaireId,
    /// For whom.
    pub partie: PartieAudience,
}

/// The bâtonnier designates a lawyer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AvocatDesigne {
    /// In which file.
    pub dossier: DossierJudiciaireId,
    /// For whom.
    pub partie: PartieAudience,
}

/// The judge designates an ad hoc administrator for the child.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AdministrateurDesigne {
    /// In which file.
    pub dossier: DossierJudiciaireId,
}

/// The inquiry is over: the file goes to the procureur for his opinion (CPC, art. 1187).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CommuniqueAuParquet {
    /// Which file.
    pub dossier: DossierJudiciaireId,
}

/// The procureur sends the file back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RetourneParParquet {
    /// Which file.
    pub dossier: DossierJudiciaireId,
}

/// Justice asks the Département something (*soit-transmis*). `survenu` is the day it was received.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DemandeRecue {
    /// Which request; siblings share it.
    pub demande: DemandeJusticeId,
    /// Who asks.
    pub autorite: Autorite,
    /// What.
    pub objet: ObjetDemande,
    /// For which day, when it says so.
    pub pour_le: Option<NaiveDate>,
    /// The file.
    pub dossier: Option<DossierJudiciaireId>,
    /// In its own words.
    pub texte: Option<Sealed<String>>,
    /// What came with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pieces: Vec<PieceId>,
}

/// The Département answers. `survenu` is the day the answer left.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DemandeRepondue {
    /// Which request.
    pub demande: DemandeJusticeId,
    /// The writing that answers.
    pub ecrit: Option<EcritId>,
}

/// Somebody appeals. `survenu` is the day of the declaration.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AppelForme {
    /// Against which decision.
    pub decision: DecisionId,
    /// Who.
    pub partie: PartieAudience,
    /// The decision is carried out all the same.
    pub execution_provisoire: Option<bool>,
    /// Number at the court of appeal.
    pub numero: Option<String>,
    /// Who signed, when the Département does it.
    pub decideur: Option<Decideur>,
}

/// The court of appeal decides: a new act, which takes nothing away from what was. `survenu` is the day it
/// was pronounced.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArretRendu {
    /// The arrêt itself.
    pub arret: DecisionId,
    /// The decision it judges.
    pub decision: DecisionId,
    /// In which sense.
    pub sens: SensArret,
    /// Day of effect; absent: the day it was pronounced.
    pub effet_le: Option<NaiveDate>,
    /// Measures of this child that it ends. When it infirms and names none: those the decision ordered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mesures_finies: Vec<MesureId>,
}

/// An interdiction de sortie is lifted before its end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InterdictionLevee {
    /// The decision that had set it.
    pub decision: DecisionId,
}

/// The child leaves the psychiatric hospital.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HospitalisationTerminee {
    /// The decision that had placed him there.
    pub decision: DecisionId,
}
