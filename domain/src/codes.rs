//! The code lists: closed vocabularies of the law and of practice, as typed values.
//!
//! Each list is data with its source and how far that source was verified (flags V26, V, O, S, M of
//! `docs/sources.md`). A value has a stable *key* (stored, and used on the wire), a French
//! label, and, where the national export has one, its *alias*: annexe 2-8 CASF numbers are aliases,
//! never internal keys. *Ne sait pas* is a value, never an absence.
//!
//! Deliberately absent: which values a rule treats alike; that is the chapters' business.

use std::fmt;

/// A value of a code list.
pub trait Code: Copy + Eq + fmt::Debug + Sized + 'static {
    /// Name of the list, as the national dictionaries write it where they have one.
    const LISTE: &'static str;
    /// Where the list was read.
    const SOURCE: &'static str;
    /// V26, V, O, S or M.
    const VERIFICATION: &'static str;
    /// Every value, in the order of the source.
    const TOUS: &'static [Self];

    /// Stable key, stored and sent.
    fn cle(self) -> &'static str;
    /// French label.
    fn libelle(self) -> &'static str;
    /// Alias in the national export, when there is one.
    fn export(self) -> Option<&'static str>;

    /// The value that has this key.
    fn de_cle(cle: &str) -> Option<Self> {
        Self::TOUS.iter().copied().find(|code| code.cle() == cle)
    }
}

/// A code list seen as data, to be published.
#[derive(Clone, Debug)]
pub struct ListeDeCodes {
    /// Name of the list.
    pub nom: &'static str,
    /// Where it was read.
    pub source: &'static str,
    /// How far it was verified.
    pub verification: &'static str,
    /// Key, label, export alias.
    pub codes: Vec<(&'static str, &'static str, Option<&'static str>)>,
}

macro_rules! export_alias {
    () => {
        None
    };
    ($alias:literal) => {
        Some($alias)
    };
}

macro_rules! code_lists {
    ($(
        $(#[$doc:meta])*
        $type:ident = $liste:literal, $source:literal, $flag:literal {
            $( $variant:ident = $cle:literal, $libelle:literal $(, $export:literal)? ; )+
        }
    )+) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
            pub enum $type {
                $(
                    #[doc = $libelle]
                    #[serde(rename = $cle)]
                    $variant,
                )+
            }

            impl $crate::codes::Code for $type {
                const LISTE: &'static str = $liste;
                const SOURCE: &'static str = $source;
                const VERIFICATION: &'static str = $flag;
                const TOUS: &'static [Self] = &[$(Self::$variant),+];

                fn cle(self) -> &'static str {
                    match self { $(Self::$variant => $cle,)+ }
                }

                fn libelle(self) -> &'static str {
                    match self { $(Self::$variant => $libelle,)+ }
                }

                fn export(self) -> Option<&'static str> {
                    match self { $(Self::$variant => $crate::codes::export_alias!($($export)?),)+ }
                }
            }

            impl std::fmt::Display for $type {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str($crate::codes::Code::libelle(*self))
                }
            }
        )+

        /// Every list of this file, to be published.
        pub(super) fn lists() -> Vec<$crate::codes::ListeDeCodes> {
            vec![$(
                $crate::codes::ListeDeCodes {
                    nom: <$type as $crate::codes::Code>::LISTE,
                    source: <$type as $crate::codes::Code>::SOURCE,
                    verification: <$type as $crate::codes::Code>::VERIFICATION,
                    codes: <$type as $crate::codes::Code>::TOUS
                        .iter()
                        .map(|&code| {
                            use $crate::codes::Code;
                            (code.cle(), code.libelle(), code.export())
                        })
                        .collect(),
                }
            ),+]
        }
    };
}

pub(crate) use export_alias;

mod autonomie;
mod communs;
mod ecrit;
mod fratrie;
mod identite;
mod information;
mod justice;
mod mesure;
mod personne;
mod projet;
mod sante;
mod situation;
mod statut;

pub use autonomie::*;
pub use communs::*;
pub use ecrit::*;
pub use fratrie::*;
pub use identite::*;
pub use information::*;
pub use justice::*;
pub use mesure::*;
pub use personne::*;
pub use projet::*;
pub use sante::*;
pub use situation::*;
pub use statut::*;

/// Every list, to be published.
#[must_use]
pub fn listes() -> Vec<ListeDeCodes> {
    [
        communs::lists(),
        information::lists(),
        statut::lists(),
        ecrit::lists(),
        justice::lists(),
        mesure::lists(),
        autonomie::lists(),
        projet::lists(),
        personne::lists(),
        sante::lists(),
        situation::lists(),
        fratrie::lists(),
        identite::lists(),
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn chaque_cle_est_unique_dans_sa_liste_et_se_relit() {
        for liste in listes() {
            let cles: BTreeSet<_> = liste.codes.iter().map(|(cle, _, _)| cle).collect();
            assert_eq!(cles.len(), liste.codes.len(), "{}", liste.nom);
        }
        assert_eq!(Transip::de_cle("snated"), Some(Transip::Snated));
        assert_eq!(Transip::Snated.export(), Some("510"));
        assert_eq!(Transip::de_cle("510"), None, "an alias is not a key");
    }
}
