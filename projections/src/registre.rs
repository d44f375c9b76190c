//! The registry of indicators: what each figure counts, as data.
//!
//! # Invariants
//!
//! - An indicator says its unit, its kind, what is above and below the line, its date rule, the role of
//!   the territory, the day ages are taken on, and its source.
//! - A new meaning is a new version. [`REGISTRE`] changes when any definition does: a report names it.
//!
//! Deliberately absent: the arithmetic, which stands beside each definition in [`crate::indicateurs`].

use crate::indicateurs;

/// The version of the whole registry, printed in every report.
pub const REGISTRE: &str = "1";

/// Which indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Figure {
    A1,
    A2,
    A3,
    A4,
    A5,
    A6,
    A8,
    A9,
    A10,
    A11,
    A12,
    A13,
    A14,
    A15,
    B1,
    B2,
    B3,
    B4,
    B5,
    D1,
    D2,
    D3,
    D6,
    D10,
    E1,
    F1,
}

/// What one indicator means.
#[derive(Clone, Copy, Debug)]
pub struct Definition {
    pub(crate) figure: Figure,
    /// E.g. `A1`.
    pub id: &'static str,
    /// From 1.
    pub version: u32,
    /// As printed above the figure.
    pub libelle: &'static str,
    /// What is counted: `information`, `enfant`, `evaluation`, `mesure`, `enfant_information`.
    pub unite: &'static str,
    /// `stock`, `flux` or `cohorte`.
    pub genre: &'static str,
    /// Above the line.
    pub numerateur: &'static str,
    /// Below the line; empty for a count.
    pub denominateur: &'static str,
    /// Which day places a unit in the period.
    pub regle_de_date: &'static str,
    /// Which territory a filter or a breakdown looks at.
    pub territoire: &'static str,
    /// On which day ages are taken; empty when no age matters.
    pub date_de_l_age: &'static str,
    /// Where the definition comes from.
    pub source: &'static str,
    /// The whole of it, in French.
    pub definition: &'static str,
}

/// Every indicator, in the order of a report.
#[must_use]
pub fn definitions() -> Vec<&'static Definition> {
    indicateurs::DEFINITIONS.iter().flat_map(|family| family.iter()).collect()
}

/// The indicator of that identifier.
#[must_use]
pub fn definition(id: &str) -> Option<&'static Definition> {
    definitions().into_iter().find(|definition| definition.id == id)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn chaque_indicateur_dit_ce_qu_il_compte() {
        let definitions = definitions();
        let ids: BTreeSet<_> = definitions.iter().map(|definition| definition.id).collect();
        assert_eq!((definitions.len(), ids.len()), (26, 26));
        for definition in definitions {
            assert_eq!(format!("{:?}", definition.figure), definition.id);
            assert!(["stock", "flux", "cohorte"].contains(&definition.genre), "{}", definition.id);
            for texte in [
                definition.libelle,
                definition.unite,
                definition.numerateur,
                definition.regle_de_date,
                definition.territoire,
                definition.source,
                definition.definition,
            ] {
                assert!(!texte.is_empty(), "{}", definition.id);
            }
            assert!(definition.definition.ends_with('.'), "{}", definition.id);
        }
        assert!(definition("A1").is_some() && definition("Z9").is_none());
    }
}
