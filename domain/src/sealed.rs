//! A value that is sealed at rest under the key of the person it speaks of.
//!
//! The domain says *whose* a value is ([`Sealed::confie_a`]); the codec of the journal seals it when
//! it is written and opens it when it is read by someone who may. A seal that stays closed, or whose
//! key was destroyed, is a value like another: rules never look inside, figures never open one.
//!
//! In JSON, three shapes, the convention of the journal's seals:
//! `{"sujet","clair"}` to be sealed or just opened, `{"cle","n","c","e"}` closed,
//! `{"sujet","efface_le"}` erased.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A personal value: open, closed or erased. `Debug` never shows it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Sealed<T> {
    /// Readable here and now; sealed when written.
    Ouvert(Ouvert<T>),
    /// As stored: not disclosed to this reader.
    Ferme(Ferme),
    /// The key was destroyed: the value no longer exists.
    Efface(Efface),
}

/// An open value and the person whose key will seal it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ouvert<T> {
    /// Whoever must be erasable alone: a child, a shared narrative, a third person.
    pub sujet: Uuid,
    /// The value itself.
    pub clair: T,
}

/// The stored form of a seal, opaque to the domain.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ferme {
    cle: Uuid,
    n: String,
    c: String,
    e: String,
}

/// What remains of an erased value.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Efface {
    /// Whose key was destroyed.
    pub sujet: Uuid,
    /// When.
    pub efface_le: NaiveDate,
}

impl<T> Sealed<T> {
    /// A value just typed, not yet said to be anyone's.
    #[must_use]
    pub fn nouveau(clair: T) -> Self {
        Self::Ouvert(Ouvert { sujet: Uuid::nil(), clair })
    }

    /// Says whose value it is. A value that already belongs to someone keeps its owner.
    pub fn confie_a(&mut self, sujet: Uuid) {
        match self {
            Self::Ouvert(ouvert) if ouvert.sujet.is_nil() => ouvert.sujet = sujet,
            Self::Ouvert(_) | Self::Ferme(_) | Self::Efface(_) => {}
        }
    }

    /// The value, when it is open.
    #[must_use]
    pub fn clair(&self) -> Option<&T> {
        match self {
            Self::Ouvert(ouvert) => Some(&ouvert.clair),
            Self::Ferme(_) | Self::Efface(_) => None,
        }
    }
}

impl<T> fmt::Debug for Sealed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ouvert(_) | Self::Ferme(_) => f.write_str("‹scellé›"),
            Self::Efface(efface) => write!(f, "‹effacé le {}›", efface.efface_le),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn les_trois_formes_se_relisent() {
        let sujet = Uuid::from_u128(7);
        for forme in [
            json!({"sujet": sujet, "clair": "Zoé"}),
            json!({"cle": sujet, "n": "AA", "c": "BB", "e": "CC"}),
            json!({"sujet": sujet, "efface_le": "2026-01-02"}),
        ] {
            let lu: Sealed<String> = serde_json::from_value(forme.clone()).expect("a seal");
            assert_eq!(serde_json::to_value(&lu).expect("json"), forme);
        }
    }

    #[test]
    fn un_scelle_ne_se_montre_jamais() {
        let mut nom = Sealed::nouveau("Zoé".to_owned());
        nom.confie_a(Uuid::from_u128(1));
        nom.confie_a(Uuid::from_u128(2));
        assert_eq!(format!("{nom:?}"), "‹scellé›");
        let Sealed::Ouvert(ouvert) = nom else { panic!("still open") };
        assert_eq!(ouvert.sujet, Uuid::from_u128(1), "the first owner stays");
    }
}
