//! Incidents: an event that threatened the child in an establishment, a service or a place of life, and
//! that its manager declares to the authority without delay (CASF, art. L331-8-1, R331-8 s.).
//!
//! It stands with the writings and not with the placements: the duty is a declaration, a service of
//! milieu ouvert owes it as an establishment does, and no episode of accueil changes by it. The
//! declaration is itself a writing about the incident ([`GenreEcrit::DeclarationIncident`]), received from
//! the service or sent by the Département.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::Organisation;
#[cfg(doc)]
use crate::codes::GenreEcrit;
use crate::codes::{CategorieIncident, PersonneMenacee};
use crate::ids::{AccueilId, IncidentId};
use crate::sealed::Sealed;

/// It happened, or was noticed. `survenu` is when; the hour matters, for it is declared at once.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IncidentSurvenu {
    /// Which incident: shared by the children it touched.
    pub incident: IncidentId,
    /// Of which category of the arrêté.
    pub categorie: CategorieIncident,
    /// Who was threatened or harmed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub menaces: Vec<PersonneMenacee>,
    /// During which episode of accueil.
    pub accueil: Option<AccueilId>,
    /// The establishment or service.
    pub organisation: Option<Organisation>,
    /// What happened, as told: sealed under the child's key, for it tells of him alone.
    pub recit: Option<Sealed<String>>,
}
