//! Where a published figure has two readings: what was published, what is adopted, and the values that show each reading.
//!
//! A finding is reference data of a Département, with its source. It changes no figure: it says beside which definition a
//! reader finds the one he had in mind. A reading that is somebody else's number is a key of the figures published elsewhere.

use std::sync::OnceLock;

use serde::Deserialize;

/// The findings of a Département.
#[derive(Debug, Deserialize)]
pub struct Constats {
    /// Code of the Département.
    pub departement: String,
    /// Where the figures were published.
    pub source: String,
    /// In the order of their identifiers.
    pub constats: Vec<Constat>,
}

/// A published figure that can be read in two ways.
#[derive(Debug, Deserialize)]
pub struct Constat {
    /// E.g. `C1`.
    pub id: String,
    /// What was published.
    pub publie: String,
    /// What this registry does about it.
    pub retenu: String,
    /// The readings that are values of a report.
    pub lectures: Vec<Lecture>,
    /// The readings that others publish: keys of the figures published elsewhere.
    pub publies: Vec<String>,
}

/// One reading: a value of an indicator.
#[derive(Debug, Deserialize)]
pub struct Lecture {
    /// The indicator.
    pub indicateur: String,
    /// The key of its value.
    pub cle: String,
    /// How the figure is then read.
    pub lit: String,
}

/// The findings of a Département; none when nobody looked.
#[must_use]
pub fn constats(departement: &str) -> &'static [Constat] {
    static CONSTATS_17: OnceLock<Constats> = OnceLock::new();
    let constats_17 = CONSTATS_17.get_or_init(|| {
        serde_json::from_str(include_str!("../donnees/constats_17.json"))
            .expect("the file is part of the engine, and a test reads it")
    });
    if constats_17.departement == departement { &constats_17.constats } else { &[] }
}

/// The findings one of whose readings is a value of an indicator.
pub(crate) fn de_l_indicateur(departement: &str, indicateur: &str) -> Vec<&'static Constat> {
    let reads = |constat: &&Constat| {
        constat.lectures.iter().any(|lecture| lecture.indicateur == indicateur)
    };
    constats(departement).iter().filter(reads).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registre::{REGISTRE, definition};

    #[test]
    fn chaque_constat_a_deux_lectures_d_un_rapport_ou_d_ailleurs() {
        let known = constats("17");
        let ids: Vec<String> = known.iter().map(|constat| constat.id.clone()).collect();
        assert_eq!(ids, (1..=14).map(|n| format!("C{n}")).collect::<Vec<_>>());
        for constat in known {
            assert!(constat.lectures.len() + constat.publies.len() >= 2, "{}", constat.id);
            assert!(constat.retenu.ends_with('.') && constat.publie.ends_with('.'));
            for lecture in &constat.lectures {
                assert!(definition(REGISTRE, &lecture.indicateur).is_some(), "{}", constat.id);
                assert!(!lecture.lit.is_empty());
            }
        }
        assert!(constats("33").is_empty());
        let of_a3 = de_l_indicateur("17", "A3");
        assert_eq!(of_a3.iter().map(|constat| constat.id.as_str()).collect::<Vec<_>>(), ["C3"]);
    }
}
