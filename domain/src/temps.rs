//! Time as the law counts it: days of the Département's legal time zone, months by *quantième*.
//!
//! # Invariants
//!
//! - Nothing here reads a clock.
//! - Month arithmetic always starts from the origin: 31 August plus six months plus six months is
//!   31 August, never 28 (CPC, art. 641).
//!
//! Deliberately absent: holidays and the rolling of procedural deadlines ([`crate::calendrier`]).

use std::fmt;

use chrono::{DateTime, Datelike, Months, NaiveDate, SubsecRound, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// The legal time zone of every Département served: metropolitan France.
pub const ZONE: Tz = chrono_tz::Europe::Paris;

/// How precisely a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// The hour is known.
    Instant,
    /// The day.
    Jour,
    /// The month: the day written is its first.
    Mois,
    /// The year: the day written is 1 January.
    Annee,
    /// Unknown: the day written is only an order.
    Inconnue,
}

/// When something was true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Survenu {
    /// The day, in the Département's legal time zone.
    pub le: NaiveDate,
    /// The instant, where the law counts hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub a: Option<DateTime<Utc>>,
    /// How precisely it is known.
    pub precision: Precision,
}

impl Survenu {
    /// A day, without its hour.
    #[must_use]
    pub fn le(le: NaiveDate) -> Self {
        Self { le, a: None, precision: Precision::Jour }
    }

    /// An instant, whose day is that of the legal time zone.
    #[must_use]
    pub fn a(instant: DateTime<Utc>, zone: Tz) -> Self {
        let a = instant.trunc_subsecs(6);
        Self { le: jour_legal(a, zone), a: Some(a), precision: Precision::Instant }
    }
}

impl fmt::Display for Survenu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.precision {
            Precision::Instant | Precision::Jour => write!(f, "le {}", self.le.format("%d/%m/%Y")),
            Precision::Mois => write!(f, "en {}", self.le.format("%m/%Y")),
            Precision::Annee => write!(f, "en {}", self.le.year()),
            Precision::Inconnue => f.write_str("à une date inconnue"),
        }
    }
}

/// The day on which an instant falls, in a legal time zone.
#[must_use]
pub fn jour_legal(instant: DateTime<Utc>, zone: Tz) -> NaiveDate {
    instant.with_timezone(&zone).date_naive()
}

/// Adds months: same *quantième*, else the last day of the month (CPC art. 641).
///
/// Saturates at the end of the calendar, which no child's file reaches.
#[must_use]
pub fn plus_mois(depuis: NaiveDate, mois: u32) -> NaiveDate {
    depuis.checked_add_months(Months::new(mois)).unwrap_or(NaiveDate::MAX)
}

/// Takes months off, by the same rule.
#[must_use]
pub fn moins_mois(avant: NaiveDate, mois: u32) -> NaiveDate {
    avant.checked_sub_months(Months::new(mois)).unwrap_or(NaiveDate::MIN)
}

/// Adds days; the trigger day does not count (CPC art. 641).
#[must_use]
pub fn plus_jours(depuis: NaiveDate, jours: u32) -> NaiveDate {
    depuis.checked_add_days(chrono::Days::new(u64::from(jours))).unwrap_or(NaiveDate::MAX)
}

/// Takes days off: the last day of a notice of that many days.
#[must_use]
pub fn moins_jours(avant: NaiveDate, jours: u32) -> NaiveDate {
    avant.checked_sub_days(chrono::Days::new(u64::from(jours))).unwrap_or(NaiveDate::MIN)
}

/// The eighteenth birthday. One born on 29 February comes of age on 28 February (convention of
/// this engine, flag M: to be settled by a jurist).
#[must_use]
pub fn majorite(naissance: NaiveDate) -> NaiveDate {
    plus_mois(naissance, 18 * 12)
}

/// Whole years of age on a day; negative before birth.
#[must_use]
pub fn age(naissance: NaiveDate, au: NaiveDate) -> i32 {
    let anniversaire_passe = (au.month(), au.day()) >= (naissance.month(), naissance.day());
    au.year() - naissance.year() - i32::from(!anniversaire_passe)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jour(texte: &str) -> NaiveDate {
        texte.parse().expect("a date")
    }

    #[test]
    fn les_mois_se_comptent_de_quantieme_en_quantieme() {
        for (depuis, mois, attendu) in [
            ("2026-11-30", 3, "2027-02-28"),
            ("2026-11-29", 3, "2027-02-28"),
            ("2027-11-30", 3, "2028-02-29"),
            ("2026-08-31", 3, "2026-11-30"),
            ("2026-08-31", 6, "2027-02-28"),
            ("2027-02-28", 24, "2029-02-28"),
            ("2028-02-29", 12, "2029-02-28"),
            ("2026-08-31", 12, "2027-08-31"),
        ] {
            assert_eq!(plus_mois(jour(depuis), mois), jour(attendu), "{depuis} + {mois} mois");
        }
        assert_eq!(moins_mois(jour("2027-03-31"), 1), jour("2027-02-28"));
        assert_eq!(plus_jours(jour("2026-12-24"), 5), jour("2026-12-29"));
    }

    #[test]
    fn le_jour_est_celui_du_fuseau_legal() {
        let tard: DateTime<Utc> = "2022-12-31T23:30:00Z".parse().expect("an instant");
        assert_eq!(jour_legal(tard, chrono_tz::Europe::Paris), jour("2023-01-01"));
    }

    #[test]
    fn la_majorite_est_le_jour_des_dix_huit_ans() {
        assert_eq!(majorite(jour("2004-06-15")), jour("2022-06-15"));
        assert_eq!(age(jour("2004-06-15"), jour("2022-06-14")), 17);
        assert_eq!(age(jour("2004-06-15"), jour("2022-06-15")), 18);
        assert_eq!(majorite(jour("2004-02-29")), jour("2022-02-28"));
    }
}
