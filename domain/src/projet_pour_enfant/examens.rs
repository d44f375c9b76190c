//! What the law has examined besides the project, and whose conclusions feed it: the commission on the
//! child's status (CESSEC, CASF L223-1), the stability of his parcours (L227-2-1), and who is his référent.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::modele::Reference;
use crate::Decideur;
use crate::codes::{EvolutionStatut, MotifCessec};
use crate::ids::{ExamenId, MesureId};
use crate::sealed::Sealed;

/// The commission is asked to examine the situation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CessecSaisie {
    /// Which examination.
    pub examen: ExamenId,
    /// Why.
    pub motif: MotifCessec,
}

/// The commission gave its avis, which goes to the recipients of the PPE.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AvisCessec {
    /// Which examination.
    pub examen: ExamenId,
    /// What it proposes.
    pub avis: EvolutionStatut,
    /// Sealed.
    pub precision: Option<Sealed<String>>,
}

/// The ASE examined whether another measure than placement would give the child stability.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StabiliteExaminee {
    /// Which examination: the letter to the judge is about it.
    pub examen: ExamenId,
    /// What it proposes.
    pub conclusion: EvolutionStatut,
    /// Sealed.
    pub precision: Option<Sealed<String>>,
    /// Who concluded for the Département.
    pub decideur: Option<Decideur>,
}

/// Someone becomes the child's référent. The measure and its responsible service do not change by it.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReferenceConfiee {
    /// The measure he follows the child for.
    pub mesure: MesureId,
    /// Who he is, of which service, of which institution.
    pub reference: Reference,
}
