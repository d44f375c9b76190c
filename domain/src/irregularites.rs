//! What is irregular in a history, found and never stored.
//!
//! A refusal is for what cannot be true. What happened elsewhere or earlier is recorded as it
//! happened; what the law finds wrong in it is derived here, with its article, who owes the missing
//! fact and its age, and disappears when that fact arrives. One file a family, as for échéances: an act
//! that is only late is an échéance, a record that is wrong or incomplete is an irregularity.

mod document;
mod information;
mod mesure;
mod statut;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::droit::Charge;
use crate::enfant::Parcours;

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Irregularite {
    /// Stable code.
    pub code: &'static str,
    /// The article.
    pub article: &'static str,
    /// What it is about (a measure, an accueil…); nil: the child himself.
    pub objet: Uuid,
    /// Who owes the missing fact.
    pub charge: Charge,
    /// Since when.
    pub depuis: NaiveDate,
    /// One French sentence.
    pub phrase: String,
}

impl Irregularite {
    /// Whole days it has lasted on a day.
    #[must_use]
    pub fn age_jours(&self, au: NaiveDate) -> u32 {
        u32::try_from((au - self.depuis).num_days()).unwrap_or(0)
    }
}

type Famille = fn(&Parcours, NaiveDate) -> Vec<Irregularite>;

/// Every family, in the order of the parcours.
const FAMILLES: &[Famille] = &[
    information::irregularites,
    mesure::irregularites,
    document::irregularites,
    statut::irregularites,
];

/// The findings of a parcours on a day, family after family: what begins to be irregular later is not yet.
#[must_use]
pub fn irregularites(parcours: &Parcours, au: NaiveDate) -> Vec<Irregularite> {
    let found = FAMILLES.iter().flat_map(|famille| famille(parcours, au));
    found.filter(|one| one.depuis <= au).collect()
}
