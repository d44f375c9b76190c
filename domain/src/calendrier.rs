//! The legal calendar: public holidays, working days, and the rolling of procedural deadlines.
//!
//! # Invariants
//!
//! - Only deadlines of the *Code de procédure civile* roll (art. 642): a duty of the CASF whose last
//!   day is a Sunday ends on that Sunday.
//! - What is rolled is kept beside what is strict, never instead of it.
//!
//! Deliberately absent: the two more holidays of Alsace-Moselle, and those of the overseas
//! départements: a Département that has them adds them here, with the text.

use chrono::{Datelike, NaiveDate, Weekday};

use crate::temps::plus_jours;

/// Holidays that fall on the same day each year, month then day (C. trav., art. L3133-1).
const FIXES: [(u32, u32); 8] =
    [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];

/// Days after Easter Sunday: Easter Monday, Ascension, Whit Monday (C. trav., art. L3133-1).
const MOBILES: [u32; 3] = [1, 39, 50];

/// Easter Sunday of a year (the Gregorian rule as *New Scientist* gave it, 30 March 1961).
///
/// # Panics
///
/// Never for the years of the calendar: the algorithm gives a day of March or April.
#[must_use]
pub fn paques(annee: i32) -> NaiveDate {
    let (a, b, c) = (annee.rem_euclid(19), annee.div_euclid(100), annee.rem_euclid(100));
    let (d, e) = (b.div_euclid(4), b.rem_euclid(4));
    let g = (8 * b + 13).div_euclid(25);
    let h = (19 * a + b - d - g + 15).rem_euclid(30);
    let (i, k) = (c.div_euclid(4), c.rem_euclid(4));
    let l = (32 + 2 * e + 2 * i - h - k).rem_euclid(7);
    let m = (a + 11 * h + 19 * l).div_euclid(433);
    let since_march = h + l - 7 * m;
    let mois = (since_march + 90).div_euclid(25);
    let jour = (since_march + 33 * mois + 19).rem_euclid(32);
    let part = |value: i32| u32::try_from(value).expect("a remainder is not negative");
    NaiveDate::from_ymd_opt(annee, part(mois), part(jour)).expect("a day of March or April")
}

/// A public holiday (*jour férié*).
#[must_use]
pub fn est_ferie(le: NaiveDate) -> bool {
    let paques = paques(le.year());
    FIXES.contains(&(le.month(), le.day()))
        || MOBILES.iter().any(|&jours| plus_jours(paques, jours) == le)
}

/// Neither a Saturday, nor a Sunday, nor a public holiday.
#[must_use]
pub fn est_ouvrable(le: NaiveDate) -> bool {
    let week_end = matches!(le.weekday(), Weekday::Sat | Weekday::Sun);
    !week_end && !est_ferie(le)
}

/// The last day of a procedural deadline, put off to the first working day (CPC, art. 642 al. 2).
#[must_use]
pub fn prorogee(stricte: NaiveDate) -> NaiveDate {
    let mut jour = stricte;
    while !est_ouvrable(jour) && jour < NaiveDate::MAX {
        jour = plus_jours(jour, 1);
    }
    jour
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jour(texte: &str) -> NaiveDate {
        texte.parse().expect("a date")
    }

    #[test]
    fn paques_tombe_ou_le_comput_le_dit() {
        for (annee, attendu) in [
            (2024, "2024-03-31"),
            (2025, "2025-04-20"),
            (2026, "2026-04-05"),
            (2027, "2027-03-28"),
            (2038, "2038-04-25"),
        ] {
            assert_eq!(paques(annee), jour(attendu));
        }
    }

    #[test]
    fn onze_jours_feries_par_an() {
        let jours = jour("2026-01-01").iter_days().take(365);
        let feries: Vec<String> =
            jours.filter(|le| est_ferie(*le)).map(|le| le.to_string()).collect();
        assert_eq!(
            feries,
            [
                "2026-01-01",
                "2026-04-06",
                "2026-05-01",
                "2026-05-08",
                "2026-05-14",
                "2026-05-25",
                "2026-07-14",
                "2026-08-15",
                "2026-11-01",
                "2026-11-11",
                "2026-12-25",
            ]
        );
    }

    #[test]
    fn un_delai_de_procedure_se_proroge_au_premier_jour_ouvrable() {
        for (stricte, attendu) in [
            ("2026-12-18", "2026-12-18"),
            ("2026-12-19", "2026-12-21"),
            ("2027-01-01", "2027-01-04"),
            ("2027-05-06", "2027-05-07"),
            ("2027-05-16", "2027-05-18"),
            ("2026-12-26", "2026-12-28"),
            ("2027-02-28", "2027-03-01"),
        ] {
            assert_eq!(prorogee(jour(stricte)), jour(attendu), "{stricte}");
        }
    }
}
