//! The registry of indicators: what each figure counts, as data, and what computes it.
//!
//! # Invariants
//!
//! - An indicator says its unit, its kind, what is above and below the line, its date rule, the role of
//!   the territory, the day ages are taken on, and its source.
//! - A new meaning is a new version, in a new registry. The old one stays callable: a report asked for by the registry
//!   it named gives the same bytes for ever ([`Registres`]).
//! - What adds up says so ([`Somme`]): a reader checks it, and the masking of small numbers must resist it.
//!
//! Deliberately absent: the arithmetic, which stands beside each definition in [`crate::indicateurs`].

use crate::indicateurs::{self, Calculateur};

/// The registry of today.
pub const REGISTRE: u32 = 2;

/// The registries a definition belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Registres {
    depuis: u32,
    avant: Option<u32>,
}

impl Registres {
    /// From that registry on.
    pub(crate) const fn depuis(depuis: u32) -> Self {
        Self { depuis, avant: None }
    }

    /// From that registry on, until another meaning takes its place in the one given.
    pub(crate) const fn depuis_et_avant(depuis: u32, avant: u32) -> Self {
        Self { depuis, avant: Some(avant) }
    }

    /// Whether the definition stands in that registry.
    #[must_use]
    pub const fn contient(self, registre: u32) -> bool {
        let over = match self.avant {
            Some(avant) => avant <= registre,
            None => false,
        };
        self.depuis <= registre && !over
    }
}

/// Where a report prints an indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// Informations préoccupantes.
    Informations,
    /// What was decided in the period.
    Decisions,
    /// Who is followed on the last day.
    Stocks,
    /// Entries, exits, durations.
    Flux,
    /// Places and what waits for one.
    Offre,
    /// PPE, statuts, CESSEC.
    Projets,
    /// Health and handicap.
    Sante,
    /// Those who leave, and autonomy.
    Sortants,
    /// Relations with justice.
    Justice,
    /// What the figures stand on.
    Qualite,
}

impl Section {
    /// Every section, in the order of a report.
    pub const TOUTES: [Self; 10] = [
        Self::Informations,
        Self::Decisions,
        Self::Stocks,
        Self::Flux,
        Self::Offre,
        Self::Projets,
        Self::Sante,
        Self::Sortants,
        Self::Justice,
        Self::Qualite,
    ];

    /// Stable key.
    #[must_use]
    pub const fn cle(self) -> &'static str {
        match self {
            Self::Informations => "informations",
            Self::Decisions => "decisions",
            Self::Stocks => "stocks",
            Self::Flux => "flux",
            Self::Offre => "offre",
            Self::Projets => "projets",
            Self::Sante => "sante",
            Self::Sortants => "sortants",
            Self::Justice => "justice",
            Self::Qualite => "qualite",
        }
    }

    /// As printed.
    #[must_use]
    pub const fn titre(self) -> &'static str {
        match self {
            Self::Informations => "Informations préoccupantes",
            Self::Decisions => "Décisions de la période",
            Self::Stocks => "Enfants et mesures au dernier jour",
            Self::Flux => "Entrées, sorties, durées et parcours",
            Self::Offre => "Places, exécution et attente",
            Self::Projets => "Projets pour l'enfant et statuts",
            Self::Sante => "Santé et handicap",
            Self::Sortants => "Jeunes majeurs et sorties",
            Self::Justice => "Relations avec la justice",
            Self::Qualite => "Qualité des données",
        }
    }
}

/// Values that add up to another one by definition.
///
/// A value is named by its key (`droit`), its numerator or denominator (`taux.num`, `taux.den`), after the indicator
/// when it is another's (`D1:droit`). Lines of a breakdown add up to the value they cut and are not repeated here. A line
/// of a breakdown is named after the axis (`mesures@source/parquet`); the axis alone says the same of each of its lines
/// (`taux.num@territoire`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Somme {
    /// The whole.
    pub total: &'static str,
    /// Its parts; one part alone is the same number under another name.
    pub parties: &'static [&'static str],
}

impl Somme {
    /// The lines it is said of, among the full names of a report: `/` and a key for each line of the axis of the total;
    /// nothing, once, when it names no axis or names its line.
    pub fn lignes<'n>(&self, id: &str, names: impl Iterator<Item = &'n str>) -> Vec<String> {
        if !self.total.contains('@') || self.total.contains('/') {
            return vec![String::new()];
        }
        let whole = Self::nom(id, self.total, "");
        let lines = names.filter_map(|name| name.strip_prefix(&*whole));
        lines.filter(|line| line.starts_with('/')).map(str::to_owned).collect()
    }

    /// The full name of what an indicator names, on a line.
    #[must_use]
    pub fn nom(id: &str, name: &str, ligne: &str) -> String {
        let own = if name.contains(':') { name.to_owned() } else { format!("{id}:{name}") };
        if name.contains('@') && !name.contains('/') { own + ligne } else { own }
    }
}

/// What one indicator means.
#[derive(Clone, Copy, Debug)]
pub struct Definition {
    pub(crate) calcul: Calculateur,
    /// E.g. `A1`.
    pub id: &'static str,
    /// From 1.
    pub version: u32,
    /// Where it stands.
    pub registres: Registres,
    /// Where it is printed.
    pub section: Section,
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
    /// What adds up in it.
    pub sommes: &'static [Somme],
}

/// Every indicator of a registry, in the order of its families.
#[must_use]
pub fn definitions(registre: u32) -> Vec<&'static Definition> {
    let every = indicateurs::DEFINITIONS.iter().flat_map(|family| family.iter());
    let mut known: Vec<_> =
        every.filter(|definition| definition.registres.contient(registre)).collect();
    known.sort_by_key(|definition| rang(definition.id));
    known
}

/// Where an identifier stands: its family, then its number.
fn rang(id: &str) -> (&str, u32) {
    let (family, number) = id.split_at(id.find(|c: char| c.is_ascii_digit()).unwrap_or(id.len()));
    (family, number.parse().unwrap_or(u32::MAX))
}

/// The indicator of that identifier in a registry.
#[must_use]
pub fn definition(registre: u32, id: &str) -> Option<&'static Definition> {
    definitions(registre).into_iter().find(|definition| definition.id == id)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn chaque_indicateur_dit_ce_qu_il_compte() {
        for registre in 1..=REGISTRE {
            let definitions = definitions(registre);
            let ids: BTreeSet<_> = definitions.iter().map(|definition| definition.id).collect();
            assert_eq!(definitions.len(), ids.len(), "registre {registre}");
            for definition in definitions {
                assert!(["stock", "flux", "cohorte"].contains(&definition.genre));
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
        }
        assert!(definition(1, "A1").is_some() && definition(1, "Z9").is_none());
    }

    /// The registry of the first reports is closed.
    #[test]
    fn le_premier_registre_ne_change_plus() {
        let ids: Vec<_> = definitions(1).iter().map(|definition| definition.id).collect();
        let expected =
            "A1 A2 A3 A4 A5 A6 A8 A9 A10 A11 A12 A13 A14 A15 B1 B2 B3 B4 B5 D1 D2 D3 D6 D10 E1 F1";
        assert_eq!(ids.join(" "), expected);
        assert!(definitions(1).iter().all(|definition| definition.version == 1));
        assert!(definitions(0).is_empty());
    }

    #[test]
    fn une_definition_remplacee_reste_dans_les_registres_d_avant() {
        let remplacee = Registres::depuis_et_avant(1, 3);
        assert_eq!([1, 2, 3].map(|registre| remplacee.contient(registre)), [true, true, false]);
        assert_eq!([2, 3].map(|registre| Registres::depuis(3).contient(registre)), [false, true]);
    }

    #[test]
    fn une_somme_dite_d_un_axe_l_est_de_chacune_de_ses_lignes() {
        let somme = Somme { total: "taux.num@territoire", parties: &["B2:en_vigueur@territoire"] };
        let names = ["B3:taux.num@territoire/a", "B3:taux.num", "B3:taux.num@territoire/b"];
        assert_eq!(somme.lignes("B3", names.into_iter()), ["/a", "/b"]);
        assert_eq!(Somme::nom("B3", somme.parties[0], "/a"), "B2:en_vigueur@territoire/a");
        let one =
            Somme { total: "mesures@source/parquet", parties: &["mesures@nature/opp_parquet"] };
        assert_eq!(one.lignes("X10", names.into_iter()), [""]);
        assert_eq!(Somme::nom("X10", one.parties[0], ""), "X10:mesures@nature/opp_parquet");
    }

    /// A sum names values of its own registry: the indicator it names, at least, is there.
    #[test]
    fn une_somme_nomme_des_indicateurs_du_registre() {
        let definitions = definitions(REGISTRE);
        let ids: BTreeSet<_> = definitions.iter().map(|definition| definition.id).collect();
        for definition in &definitions {
            for somme in definition.sommes {
                assert!(!somme.parties.is_empty(), "{}", definition.id);
                for nom in somme.parties.iter().chain([&somme.total]) {
                    let indicateur = nom.split_once(':').map_or(definition.id, |(id, _)| id);
                    assert!(ids.contains(indicateur), "{} names {nom}", definition.id);
                }
            }
        }
    }
}
