//! The facts of the chapter, in their newest shape.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::Decideur;
use crate::codes::{
    CasPupille, Correspondant, DecisionAutorite, DemandeurDelegation, FinPupille, FondementAse,
    ObjetConseil, ReceveurConsentement, RelationsParentales, StatutJuridique, Titulaire,
    TitulaireAutorite,
};
use crate::ids::{RecueilId, RequeteId};

/// A status is known from a day on. `survenu` is the day of the decision, or the day it is known of.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Constate {
    /// Which.
    pub statut: StatutJuridique,
    /// The article, as the act writes it.
    pub fondement: Option<String>,
    /// The ground of the charge, where no measure says it.
    pub fondement_ase: Option<FondementAse>,
    /// The day of effect; absent: that of the decision.
    pub effet_le: Option<NaiveDate>,
}

impl Constate {
    /// The day of effect.
    #[must_use]
    pub fn effet(&self, survenu: NaiveDate) -> NaiveDate {
        self.effet_le.unwrap_or(survenu)
    }
}

/// Who holds parental authority. `survenu` is the day of the decision, or the day it is known of.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AutoriteConstatee {
    /// Who.
    pub titulaire: TitulaireAutorite,
    /// By which decision.
    pub decision: DecisionAutorite,
    /// Over some attributes of it only.
    pub partielle: bool,
    /// The day of effect; absent: that of the decision.
    pub effet_le: Option<NaiveDate>,
    /// The court.
    pub juridiction: Option<String>,
    /// The request it answers.
    pub requete: Option<RequeteId>,
}

impl AutoriteConstatee {
    /// The day of effect.
    #[must_use]
    pub fn effet(&self, survenu: NaiveDate) -> NaiveDate {
        self.effet_le.unwrap_or(survenu)
    }
}

/// The procès-verbal de recueil: from that day the child is a pupille provisionally.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PvDresse {
    /// The procedure it opens.
    pub recueil: RecueilId,
    /// The case of the law.
    pub cas: CasPupille,
    /// Who remitted the child.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remis_par: Vec<Titulaire>,
    /// Whether they were told their delays and rights; absent: not said.
    pub informes: Option<bool>,
    /// Who drew it up.
    pub decideur: Option<Decideur>,
}

/// A parent takes the child back without formality.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EnfantRepris {
    /// The procedure it ends.
    pub recueil: RecueilId,
    /// Who.
    pub par: Titulaire,
}

/// Admitted as pupille by an arrêté of the president of the conseil départemental.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PupilleAdmis {
    /// The procedure.
    pub recueil: RecueilId,
    /// The case of the law.
    pub cas: CasPupille,
    /// The day of effect; absent: that of the arrêté.
    pub effet_le: Option<NaiveDate>,
    /// Who signed.
    pub decideur: Option<Decideur>,
}

impl PupilleAdmis {
    /// The day of effect.
    #[must_use]
    pub fn effet(&self, survenu: NaiveDate) -> NaiveDate {
        self.effet_le.unwrap_or(survenu)
    }
}

/// The arrêté was received: `survenu` is the day of reception.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AdmissionNotifiee {
    /// The procedure.
    pub recueil: RecueilId,
    /// By whom.
    pub destinataire: Correspondant,
}

/// The admission is contested before the tribunal judiciaire.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecoursForme {
    /// The procedure.
    pub recueil: RecueilId,
    /// By whom.
    pub par: Correspondant,
}

/// The tribunal judged the recourse.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecoursJuge {
    /// The procedure.
    pub recueil: RecueilId,
    /// The admission is annulled.
    pub admission_annulee: bool,
}

/// The conseil de famille met about the child.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConseilTenu {
    /// The procedure.
    pub recueil: RecueilId,
    /// What it examined.
    pub objets: Vec<ObjetConseil>,
}

/// The status of pupille ended otherwise than by a restitution, which is told of the measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PupilleFini {
    /// The procedure.
    pub recueil: RecueilId,
    /// How.
    pub fin: FinPupille,
}

/// A parent consented to the adoption of the child.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AdoptionConsentie {
    /// Who.
    pub par: Titulaire,
    /// Before whom.
    pub devant: ReceveurConsentement,
}

/// A parent took his consent back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConsentementRetracte {
    /// Who.
    pub par: Titulaire,
}

/// What relations a parent keeps with the child, as observed that day.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RelationsObservees {
    /// Which parent.
    pub parent: Titulaire,
    /// What was observed.
    pub relations: RelationsParentales,
    /// Since when they are absent; absent: that day.
    pub depuis: Option<NaiveDate>,
}

/// Measures of support were proposed to the parents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SoutienPropose {
    /// To whom.
    pub parents: Vec<Titulaire>,
}

/// The Département asks the tribunal to declare délaissement.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DelaissementDemande {
    /// The request.
    pub requete: RequeteId,
    /// Of which parents.
    pub parents: Vec<Titulaire>,
    /// Who signed.
    pub decideur: Option<Decideur>,
}

/// The tribunal judged délaissement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DelaissementJuge {
    /// The request.
    pub requete: RequeteId,
    /// Declared, not rejected.
    pub declare: bool,
}

/// A delegation of parental authority is asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DelegationDemandee {
    /// The request.
    pub requete: RequeteId,
    /// By whom.
    pub demandeur: DemandeurDelegation,
}

/// The juge des enfants gave his opinion on a delegation.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AvisJugeRecu {
    /// The request.
    pub requete: RequeteId,
    /// Favourable; absent: not said.
    pub favorable: Option<bool>,
}
