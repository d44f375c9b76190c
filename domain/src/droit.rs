//! The numbers of the law, each beside its article, its dates of validity and how far it was verified.
//!
//! # Invariants
//!
//! - No rule of a chapter writes a number of months: it asks this table, on the day that matters.
//! - A flag V26, V, O, S or M says how the source was read (`docs/sources.md`); O, S and M are to be
//!   checked by a jurist.
//!
//! Deliberately absent: the deadlines that no act of these chapters needs yet; they come with their
//! chapters.

use chrono::NaiveDate;

use crate::temps::{plus_jours, plus_mois};

/// A length the law gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duree {
    /// Calendar months, by *quantième*.
    Mois(u32),
    /// Calendar days.
    Jours(u32),
}

impl Duree {
    /// The day a delay of this length ends, from its trigger day.
    #[must_use]
    pub fn depuis(self, jour: NaiveDate) -> NaiveDate {
        match self {
            Self::Mois(mois) => plus_mois(jour, mois),
            Self::Jours(jours) => plus_jours(jour, jours),
        }
    }
}

/// What kind of deadline a rule is (`docs/sources.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Genre {
    /// An act must be done by a date.
    Due,
    /// The maximum life of a measure.
    Max,
}

/// One dated rule.
#[derive(Clone, Copy, Debug)]
pub struct Regle {
    /// Identifier of the rule, e.g. `IP-04`.
    pub id: &'static str,
    /// The article, as a professional would cite it.
    pub article: &'static str,
    /// DUE or MAX.
    pub genre: Genre,
    /// The length.
    pub duree: Duree,
    /// First day the rule applies; none: before any file of ours.
    pub du: Option<NaiveDate>,
    /// Last day the rule applies; none: still in force when it was read.
    pub au: Option<NaiveDate>,
    /// V26, V, O, S or M.
    pub verification: &'static str,
    /// The rule in one French sentence.
    pub explication: &'static str,
}

const REFORME_2022: Option<NaiveDate> = NaiveDate::from_ymd_opt(2022, 2, 9);

/// The table, by identifier.
pub const REGLES: &[Regle] = &[
    Regle {
        id: "IP-04",
        article: "CASF, art. D226-2-4 II",
        genre: Genre::Due,
        duree: Duree::Mois(3),
        du: None,
        au: None,
        verification: "V",
        explication: "L'évaluation est rendue dans les trois mois de la réception de l'information.",
    },
    Regle {
        id: "ME-01",
        article: "C. civ., art. 375",
        genre: Genre::Max,
        duree: Duree::Mois(24),
        du: None,
        au: None,
        verification: "V26",
        explication: "Une mesure d'assistance éducative ne dépasse pas deux ans.",
    },
    Regle {
        id: "ME-03",
        article: "C. civ., art. 375-2",
        genre: Genre::Max,
        duree: Duree::Mois(12),
        du: REFORME_2022,
        au: None,
        verification: "V26",
        explication: "Une AEMO renforcée ou intensifiée ne dépasse pas un an.",
    },
    Regle {
        id: "ME-06",
        article: "CPC, art. 1183",
        genre: Genre::Max,
        duree: Duree::Mois(6),
        du: None,
        au: None,
        verification: "S",
        explication: "Une MJIE ne dépasse pas six mois.",
    },
    Regle {
        id: "ME-08",
        article: "CASF, art. L223-5",
        genre: Genre::Max,
        duree: Duree::Mois(12),
        du: None,
        au: None,
        verification: "V",
        explication: "Une mesure administrative ne dépasse pas un an, renouvelable.",
    },
    Regle {
        id: "DO-01",
        article: "CASF, art. L223-1-1 et D223-12",
        genre: Genre::Due,
        duree: Duree::Mois(3),
        du: None,
        au: None,
        verification: "S",
        explication: "Le projet pour l'enfant est établi dans les trois mois du début de la mesure.",
    },
];

/// The rule in force on a day.
#[must_use]
pub fn regle(id: &str, le: NaiveDate) -> Option<&'static Regle> {
    REGLES.iter().find(|regle| {
        regle.id == id && regle.du.is_none_or(|du| du <= le) && regle.au.is_none_or(|au| le <= au)
    })
}

/// The échéance of an évaluation (IP-04, or the shortened delay of IP-05 when one was set).
#[must_use]
pub fn echeance_evaluation(arrivee: NaiveDate, reduit_jours: Option<u32>) -> NaiveDate {
    let legal = regle("IP-04", arrivee).expect("IP-04 is in the table without bounds");
    let normale = legal.duree.depuis(arrivee);
    reduit_jours.map_or(normale, |jours| Duree::Jours(jours).depuis(arrivee).min(normale))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn une_regle_ne_vaut_que_dans_ses_dates() {
        let veille = NaiveDate::from_ymd_opt(2022, 2, 8).expect("a date");
        let jour = NaiveDate::from_ymd_opt(2022, 2, 9).expect("a date");
        assert!(regle("ME-03", veille).is_none());
        assert!(regle("ME-03", jour).is_some());
    }

    #[test]
    fn le_delai_reduit_ne_rallonge_jamais() {
        let arrivee = NaiveDate::from_ymd_opt(2026, 11, 30).expect("a date");
        let trois_mois = NaiveDate::from_ymd_opt(2027, 2, 28).expect("a date");
        assert_eq!(echeance_evaluation(arrivee, None), trois_mois);
        assert_eq!(echeance_evaluation(arrivee, Some(400)), trois_mois);
        assert_eq!(
            echeance_evaluation(arrivee, Some(30)),
            NaiveDate::from_ymd_opt(2026, 12, 30).expect("a date")
        );
    }
}
