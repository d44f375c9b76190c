//! The days the simulator speaks of.
//!
//! # Invariants
//!
//! - Nothing simulated happens after [`LIMITE`], nor on 30 or 31 December: a stock at the end of a
//!   year never depends on which side of midnight an act fell.
//!
//! Deliberately absent: public holidays. They move no figure.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// The years simulated.
pub(crate) const ANNEES: [i32; 6] = [2018, 2019, 2020, 2021, 2022, 2023];

/// The last day on which something happens.
pub(crate) const LIMITE: NaiveDate =
    NaiveDate::from_ymd_opt(2023, 12, 29).expect("29 December 2023 exists");

/// The day the files of before are taken over.
pub(crate) const REPRISE: NaiveDate =
    NaiveDate::from_ymd_opt(2018, 1, 2).expect("2 January 2018 exists");

/// A day that exists.
pub(crate) fn jour(annee: i32, mois: u32, jour: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(annee, mois, jour).expect("only days of the calendar are asked")
}

/// 1 January.
pub(crate) fn premier(annee: i32) -> NaiveDate {
    jour(annee, 1, 1)
}

/// 31 December, day of the stocks.
pub(crate) fn cloture(annee: i32) -> NaiveDate {
    jour(annee, 12, 31)
}

/// The last day of a year on which something may happen.
pub(crate) fn dernier(annee: i32) -> NaiveDate {
    jour(annee, 12, 29)
}

/// A number of days later (or earlier).
pub(crate) fn plus(le: NaiveDate, jours: i64) -> NaiveDate {
    let ecart = Days::new(jours.unsigned_abs());
    let resultat = if jours < 0 { le.checked_sub_days(ecart) } else { le.checked_add_days(ecart) };
    resultat.expect("the simulator stays near 2020")
}

/// The last day of a term of so many months, first day included.
pub(crate) fn terme(effet: NaiveDate, mois: u32) -> NaiveDate {
    let fin = effet.checked_add_months(Months::new(mois)).expect("the simulator stays near 2020");
    plus(fin, -1)
}

/// The same day so many months later.
pub(crate) fn plus_mois(le: NaiveDate, mois: u32) -> NaiveDate {
    le.checked_add_months(Months::new(mois)).expect("the simulator stays near 2020")
}

/// The day itself or the next on which offices are open, when it is one of the simulated years.
pub(crate) fn jour_utile(le: NaiveDate) -> Option<NaiveDate> {
    Some(ouvre(le)).filter(|le| (REPRISE..=LIMITE).contains(le))
}

/// The day itself, or the next one when offices are closed.
pub(crate) fn ouvre(le: NaiveDate) -> NaiveDate {
    let semaine = match le.weekday() {
        Weekday::Sat => plus(le, 2),
        Weekday::Sun => plus(le, 1),
        Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu | Weekday::Fri => le,
    };
    if ferme(semaine) { ouvre(jour(semaine.year() + 1, 1, 2)) } else { semaine }
}

/// The day itself, or 29 December when it is one of the two days on which nothing happens.
pub(crate) fn hors_cloture(le: NaiveDate) -> NaiveDate {
    if ferme(le) { dernier(le.year()) } else { le }
}

fn ferme(le: NaiveDate) -> bool {
    le.month() == 12 && le.day() >= 30
}

/// The nearest open day in a direction, one at least away.
pub(crate) fn ouvre_voisin(le: NaiveDate, sens: i64) -> NaiveDate {
    let mut voisin = plus(le, sens);
    while matches!(voisin.weekday(), Weekday::Sat | Weekday::Sun) {
        voisin = plus(voisin, sens);
    }
    voisin
}

/// Days from one day to another.
pub(crate) fn jours_entre(du: NaiveDate, au: NaiveDate) -> i64 {
    (au - du).num_days()
}

/// The eighteenth birthday.
pub(crate) fn majorite(naissance: NaiveDate) -> NaiveDate {
    naissance.checked_add_months(Months::new(18 * 12)).expect("the simulator stays near 2020")
}
