//! Information lawfully withheld: what should have been told is not, for a reason, until it is examined
//! again (CASF, art. L226-2-1 and D226-2-6: « sauf intérêt contraire de l'enfant »).
//!
//! # Invariants
//!
//! - Withholding is an act of the Département: a coded ground, who decided, a day to examine it again.
//! - What is withheld is neither due nor shown to whom it is withheld from, as long as it lasts; lifted,
//!   it is due again from its own trigger.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use uuid::Uuid;

use crate::Decideur;
use crate::codes::{GenreEcrit, IssueReexamen, MotifDiffere};
use crate::histoire::Datee;
use crate::sealed::Sealed;

/// What should have been told is withheld. `survenu` is the day it was decided.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Differee {
    /// The writing that would tell it.
    pub genre: GenreEcrit,
    /// What it is about: an information, an évaluation, a measure…; absent: the child himself.
    pub objet: Option<Uuid>,
    /// Why, as a code.
    pub motif: MotifDiffere,
    /// Why, in words: sealed.
    pub precision: Option<Sealed<String>>,
    /// The day by which it is examined again.
    pub reexaminer_le: NaiveDate,
    /// Who decided.
    pub decideur: Option<Decideur>,
}

/// The withholding was examined again: it goes on until another day, or is lifted.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reexaminee {
    /// The writing withheld.
    pub genre: GenreEcrit,
    /// What it is about.
    pub objet: Option<Uuid>,
    /// What comes of it.
    pub issue: IssueReexamen,
    /// When it goes on: the next day to examine it.
    pub reexaminer_le: Option<NaiveDate>,
    /// Who decided.
    pub decideur: Option<Decideur>,
}

/// The withholding of one writing about one object.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Retenue {
    /// Decisions to withhold, oldest first.
    pub differees: Vec<Datee<Differee>>,
    /// New examinations, oldest first.
    pub reexamens: Vec<Datee<Reexaminee>>,
}

impl Retenue {
    /// The day of the decision in force, if the last act about it withholds.
    #[must_use]
    pub fn depuis(&self) -> Option<NaiveDate> {
        let depuis = self.differees.iter().map(Datee::le).max()?;
        let lifted = self
            .reexamens
            .iter()
            .any(|reexamen| reexamen.fait.issue == IssueReexamen::Levee && depuis <= reexamen.le());
        (!lifted).then_some(depuis)
    }

    /// Examined again before anything was withheld.
    pub(super) fn reexaminee_sans_etre_differee(&self) -> bool {
        let first = self.differees.iter().map(Datee::le).min();
        self.reexamens.iter().any(|again| first.is_none_or(|first| again.le() < first))
    }

    /// The day by which it is to be examined again, while it lasts.
    #[must_use]
    pub fn a_reexaminer_le(&self) -> Option<NaiveDate> {
        let depuis = self.depuis()?;
        let last = self.differees.iter().max_by_key(|differee| differee.survenu)?;
        let again = self.reexamens.iter().filter(|reexamen| depuis <= reexamen.le());
        let again = again.max_by_key(|reexamen| reexamen.survenu);
        again.and_then(|reexamen| reexamen.fait.reexaminer_le).or(Some(last.fait.reexaminer_le))
    }
}
