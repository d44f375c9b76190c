//! Bands of ages and of waiting: reference data with a version and a source, in the order they are printed.
//!
//! Invariant: bands touch and do not overlap, so that every value between the first and the last is in one of them. What
//! is in none is a line of its own, the breakdown's to name.

use std::sync::OnceLock;

use serde::Deserialize;

/// Bands along one axis.
#[derive(Debug, Deserialize)]
pub struct Tranches {
    /// Which bands these are.
    pub version: String,
    /// Whose they are, and in what unit.
    pub source: String,
    /// Lowest first.
    pub tranches: Vec<Tranche>,
}

/// One band.
#[derive(Debug, Deserialize)]
pub struct Tranche {
    /// Stable key.
    pub cle: String,
    /// As printed.
    pub libelle: String,
    /// From that value on.
    pub de: i64,
    /// Up to that one, included; none: without end.
    pub a: Option<i64>,
}

impl Tranches {
    /// The rank of the band a value is in.
    #[must_use]
    pub fn de(&self, valeur: i64) -> Option<usize> {
        let holds = |band: &Tranche| band.de <= valeur && band.a.is_none_or(|a| valeur <= a);
        self.tranches.iter().position(holds)
    }
}

/// The bands of ages, in whole years.
#[must_use]
pub fn ages() -> &'static Tranches {
    static AGES: OnceLock<Tranches> = OnceLock::new();
    AGES.get_or_init(|| lues(include_str!("../donnees/tranches_d_age.json")))
}

/// The bands of waiting, in days since the arrival.
#[must_use]
pub fn attentes() -> &'static Tranches {
    static ATTENTES: OnceLock<Tranches> = OnceLock::new();
    ATTENTES.get_or_init(|| lues(include_str!("../donnees/tranches_d_attente.json")))
}

/// The bands of waiting of a measure, in days since its effect.
#[must_use]
pub fn attentes_de_mesure() -> &'static Tranches {
    static ATTENTES: OnceLock<Tranches> = OnceLock::new();
    ATTENTES.get_or_init(|| lues(include_str!("../donnees/tranches_d_attente_mesure.json")))
}

fn lues(texte: &str) -> Tranches {
    serde_json::from_str(texte).expect("the file is part of the engine, and a test reads it")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn les_tranches_se_touchent_sans_se_recouvrir() {
        for bands in [ages(), attentes(), attentes_de_mesure()] {
            assert!(!bands.version.is_empty() && bands.source.ends_with('.'));
            for pair in bands.tranches.windows(2) {
                assert_eq!(pair[0].a.map(|a| a + 1), Some(pair[1].de), "{}", pair[1].cle);
            }
        }
    }

    #[test]
    fn une_valeur_a_sa_tranche_ou_aucune() {
        let key = |bands: &'static Tranches, valeur| {
            bands.de(valeur).map(|rang| bands.tranches[rang].cle.as_str())
        };
        assert_eq!(key(ages(), -1), Some("avant_naissance"));
        assert_eq!(key(ages(), 0), Some("de_0_a_2"));
        assert_eq!(key(ages(), 17), Some("de_15_a_17"));
        assert_eq!(key(ages(), 21), None);
        assert_eq!(key(attentes(), 92), Some("de_31_a_92"));
        assert_eq!(key(attentes(), 93), Some("de_93_a_184"));
        assert_eq!(key(attentes(), 4_000), Some("plus_de_184"));
    }
}
