//! The arithmetic of the second path: counts, sums over counts, nearest rank. And how a number is written in a
//! report.
//!
//! Deliberately absent: floating point; rounding, which is the reader's.

use domain::codes::Code;
use serde_json::{Value, json};

use crate::cadre::Place;

/// A number of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nombre {
    /// How many.
    Compte(i64),
    /// One over another.
    Part(i64, i64),
    /// One over another, for a thousand.
    PourMille(i64, i64),
    /// A sum of days over how many.
    Moyenne(i64, i64),
    /// Days.
    Jours(i64),
    /// Hours, the last one begun.
    Heures(i64),
    /// Nobody, or nothing covers it.
    Absente,
}

/// A line of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ligne {
    pub(crate) cle: String,
    pub(crate) libelle: String,
    pub(crate) nombre: Nombre,
}

/// A figure cut along an axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Coupe {
    pub(crate) axe: &'static str,
    /// The key of the value its lines add up to.
    pub(crate) total: &'static str,
    pub(crate) lignes: Vec<Ligne>,
}

/// An indicator, as the events say it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Dit {
    pub(crate) lignes: Vec<Ligne>,
    pub(crate) coupes: Vec<Coupe>,
}

impl Dit {
    /// An indicator without any breakdown.
    pub(crate) fn seules(lignes: Vec<Ligne>) -> Self {
        Self { lignes, coupes: Vec::new() }
    }
}

fn ligne(cle: &str, libelle: &str, nombre: Nombre) -> Ligne {
    Ligne { cle: cle.to_owned(), libelle: libelle.to_owned(), nombre }
}

pub(crate) fn compte(cle: &str, libelle: &str, n: i64) -> Ligne {
    ligne(cle, libelle, Nombre::Compte(n))
}

pub(crate) fn absente(cle: &str, libelle: &str) -> Ligne {
    ligne(cle, libelle, Nombre::Absente)
}

pub(crate) fn part(cle: &str, libelle: &str, num: i64, den: i64) -> Ligne {
    ligne(cle, libelle, if den == 0 { Nombre::Absente } else { Nombre::Part(num, den) })
}

pub(crate) fn pour_mille(cle: &str, libelle: &str, num: i64, den: Option<i64>) -> Ligne {
    let den = den.filter(|den| *den != 0);
    ligne(cle, libelle, den.map_or(Nombre::Absente, |den| Nombre::PourMille(num, den)))
}

pub(crate) fn moyenne(cle: &str, libelle: &str, sum: i64, n: i64) -> Ligne {
    ligne(cle, libelle, if n == 0 { Nombre::Absente } else { Nombre::Moyenne(sum, n) })
}

pub(crate) fn jours(cle: &str, libelle: &str, days: Option<i64>) -> Ligne {
    ligne(cle, libelle, days.map_or(Nombre::Absente, Nombre::Jours))
}

pub(crate) fn heures(cle: &str, libelle: &str, hours: Option<i64>) -> Ligne {
    ligne(cle, libelle, hours.map_or(Nombre::Absente, Nombre::Heures))
}

/// How many of a list there are, as a figure.
pub(crate) fn combien<T>(all: impl Iterator<Item = T>) -> i64 {
    i64::try_from(all.count()).unwrap_or(i64::MAX)
}

/// The value at the nearest rank: the smallest that `num/den` of the values do not exceed.
pub(crate) fn rang(values: &[i64], num: usize, den: usize) -> Option<i64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let rank = (sorted.len() * num).div_ceil(den);
    sorted.get(rank.checked_sub(1)?).copied()
}

/// A count cut by a list of codes: a line a code, then what was told of none of them.
pub(crate) fn par_code<'a, C: Code>(told: impl Iterator<Item = &'a str>) -> Vec<Ligne> {
    let listed = C::TOUS.iter().map(|code| (code.cle(), code.libelle()));
    par_cle(listed, told)
}

/// A count cut by a list of keys: a line a key, then what was told of none of them.
pub(crate) fn par_cle<'a>(
    listed: impl Iterator<Item = (impl AsRef<str>, impl AsRef<str>)>,
    told: impl Iterator<Item = &'a str>,
) -> Vec<Ligne> {
    let told: Vec<&str> = told.collect();
    let mut left = combien(told.iter());
    let mut lignes = Vec::new();
    for (cle, libelle) in listed {
        let n = combien(told.iter().filter(|said| **said == cle.as_ref()));
        left -= n;
        lignes.push(compte(cle.as_ref(), libelle.as_ref(), n));
    }
    lignes.push(compte("non_renseigne", "Non renseigné", left));
    lignes
}

/// One line a territory, each given its number.
pub(crate) fn par_place(
    places: &[(&str, &str)],
    of: impl Fn(Place, &str, &str) -> Ligne,
) -> Vec<Ligne> {
    places.iter().enumerate().map(|(place, (cle, libelle))| of(place, cle, libelle)).collect()
}

/// The kind of a value that a published report hides.
pub(crate) const MASQUEE: &str = "masquee";

impl Nombre {
    /// Whether it shows a group of some people and fewer than so many: counted, left out of a count, or below the line.
    pub(crate) fn montre_peu(self, seuil: i64) -> bool {
        let few = |n: i64| 0 < n && n < seuil;
        match self {
            Self::Compte(n) | Self::PourMille(n, _) | Self::Moyenne(_, n) => few(n),
            Self::Part(num, den) => few(num) || few(den) || few(den - num),
            Self::Jours(_) | Self::Heures(_) | Self::Absente => false,
        }
    }

    /// Whether it is the delay of one of a group: a median, a ninth decile, the longest.
    pub(crate) fn est_un_rang(self) -> bool {
        match self {
            Self::Jours(_) | Self::Heures(_) => true,
            Self::Compte(_)
            | Self::Part(..)
            | Self::PourMille(..)
            | Self::Moyenne(..)
            | Self::Absente => false,
        }
    }
}

impl Ligne {
    /// As a published report writes it when it hides it.
    pub(crate) fn masquee(&self) -> Value {
        json!({"cle": self.cle, "libelle": self.libelle, "genre": MASQUEE})
    }

    /// As a report writes it.
    pub(crate) fn ecrite(&self) -> Value {
        let mut written = json!({"cle": self.cle, "libelle": self.libelle, "genre": self.genre()});
        let (value, fraction) = match self.nombre {
            Nombre::Compte(n) | Nombre::Jours(n) | Nombre::Heures(n) => (Some(n), None),
            Nombre::Part(num, den) | Nombre::PourMille(num, den) | Nombre::Moyenne(num, den) => {
                (None, Some((num, den)))
            }
            Nombre::Absente => (None, None),
        };
        if let Some(value) = value {
            written["valeur"] = json!(value);
        }
        if let Some((num, den)) = fraction {
            written["num"] = json!(num);
            written["den"] = json!(den);
        }
        written
    }

    fn genre(&self) -> &'static str {
        match self.nombre {
            Nombre::Compte(_) => "compte",
            Nombre::Part(..) => "part",
            Nombre::PourMille(..) => "pour_mille",
            Nombre::Moyenne(..) => "moyenne",
            Nombre::Jours(_) => "jours",
            Nombre::Heures(_) => "heures",
            Nombre::Absente => "absente",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn le_rang_est_celui_de_la_plus_petite_valeur_qui_suffit() {
        let dix: Vec<i64> = (1..=10).rev().collect();
        assert_eq!((rang(&dix, 1, 2), rang(&dix, 9, 10)), (Some(5), Some(9)));
        assert_eq!((rang(&[7], 1, 2), rang(&[7], 9, 10)), (Some(7), Some(7)));
        assert_eq!((rang(&[3, 1, 2], 1, 2), rang(&[3, 1, 2], 9, 10)), (Some(2), Some(3)));
        assert_eq!(rang(&[], 1, 2), None);
    }

    #[test]
    fn un_groupe_vide_n_a_pas_de_valeur() {
        assert_eq!(part("a", "A", 0, 0).nombre, Nombre::Absente);
        assert_eq!(moyenne("a", "A", 0, 0).nombre, Nombre::Absente);
        assert_eq!(jours("a", "A", None).nombre, Nombre::Absente);
        assert_eq!(part("a", "A", 0, 2).nombre, Nombre::Part(0, 2));
    }
}
