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

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use uuid::Uuid;

use crate::autonomie::vingt_et_un_ans;
use crate::droit::{self, Charge};
use crate::enfant::Parcours;
use crate::histoire::Effectif;

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

/// How long a finding could be made: from a day to the first on which it no longer could.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Periode {
    /// As it was first found.
    pub irregularite: Irregularite,
    /// The first day on which it is found.
    pub ouverte_le: NaiveDate,
    /// The first day on which it no longer is, past or to come; none: nothing known closes it.
    pub fermee_le: Option<NaiveDate>,
}

/// Every finding of a history and how long it could be made: on each day, what is open is what [`irregularites`] finds
/// in the parcours of that day.
#[must_use]
pub fn periodes(histoire: &[Effectif]) -> Vec<Periode> {
    let mut open: BTreeMap<(&'static str, Uuid), Periode> = BTreeMap::new();
    let mut closed = Vec::new();
    Parcours::jour_apres_jour(histoire, |parcours, le, next| {
        for day in days(parcours, le, next) {
            let mut held = std::mem::take(&mut open);
            for irregularite in irregularites(parcours, day) {
                let key = (irregularite.code, irregularite.objet);
                let begins = || Periode { irregularite, ouverte_le: day, fermee_le: None };
                let periode = held.remove(&key).unwrap_or_else(begins);
                open.entry(key).or_insert(periode);
            }
            closed.extend(
                held.into_values().map(|periode| Periode { fermee_le: Some(day), ..periode }),
            );
        }
    });
    closed.extend(open.into_values());
    closed
}

/// That day, and those before the next fact on which time alone makes or ends a finding.
fn days(parcours: &Parcours, le: NaiveDate, next: Option<NaiveDate>) -> BTreeSet<NaiveDate> {
    let after = |day: Option<NaiveDate>| day.and_then(|day| day.succ_opt());
    let mut found = BTreeSet::from([le]);
    let mut add = |day: Option<NaiveDate>| {
        found.extend(day.filter(|day| le < *day && next.is_none_or(|next| *day < next)));
    };
    for mesure in parcours.mesure.mesures.values() {
        let effet = mesure.effet();
        let projet =
            effet.and_then(|effet| Some(droit::regle("DO-01", effet)?.duree.depuis(effet)));
        add(effet);
        add(after(projet));
        add(after(mesure.terme()));
        add(mesure.fin(&parcours.identite));
    }
    for retenue in parcours.ecrit.retenues.values() {
        add(after(retenue.a_reexaminer_le()));
    }
    for annee in &parcours.autonomie.annees {
        add(after(Some(annee.fait.jusqu_au)));
    }
    if !parcours.mesure.mesures.is_empty() || !parcours.sante.actes.is_empty() {
        add(parcours.identite.majorite());
        add(vingt_et_un_ans(parcours));
    }
    found
}
