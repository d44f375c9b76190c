//! Reference data: the territories of a Département, its population, and bases published elsewhere.
//!
//! Events carry a commune and a service, never a territory: the map changes. It is joined here, when a
//! figure is asked. The files are data with a source, a version and a caveat; a figure that stands on
//! them changes version with them.
//!
//! # Invariants
//!
//! - A commune and a service belong to one territory at most.
//! - What belongs to none is a row of every breakdown: not told, or outside the Département.

use std::sync::OnceLock;

use chrono::NaiveDate;
use serde::Deserialize;

/// A territory of the published figures.
#[derive(Debug, Deserialize)]
pub struct Territoire {
    /// Stable key, as given to a report.
    pub slug: String,
    /// As printed.
    pub libelle: String,
    /// Codes of the délégations in charge.
    pub services: Vec<String>,
    /// Its communes, as far as the file tells.
    pub communes: Vec<Commune>,
}

/// A commune of a territory.
#[derive(Debug, Deserialize)]
pub struct Commune {
    /// INSEE.
    pub code: String,
    /// Its name.
    pub nom: String,
}

/// The map of a Département.
#[derive(Debug, Deserialize)]
pub struct Carte {
    /// Code of the Département.
    pub departement: String,
    /// Which map this is.
    pub version: String,
    /// From when it applies.
    pub valide_du: NaiveDate,
    /// Where it was read.
    pub source: String,
    /// What it does not say.
    pub reserve: String,
    /// In the order they are printed.
    pub territoires: Vec<Territoire>,
}

/// Population on a 1 January.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Millesime {
    /// Which 1 January.
    pub au: NaiveDate,
    /// Minors.
    pub de_0_a_17: i64,
    /// The age band of the published rates.
    pub de_0_a_19: i64,
    /// Minors and those whom the law may help until 21; from edition 2 on.
    pub de_0_a_20: Option<i64>,
    /// The jeunes majeurs among them; from edition 2 on.
    pub de_18_a_20: Option<i64>,
}

/// A number published by others, to compare with.
#[derive(Debug, Deserialize)]
pub struct BaseExterne {
    /// Stable key.
    pub cle: String,
    /// As printed.
    pub libelle: String,
    /// On which day.
    pub au: NaiveDate,
    /// The number.
    pub valeur: i64,
    /// Who published it.
    pub source: String,
    /// Why it may not compare.
    pub reserve: String,
}

/// Population and bases of a Département.
#[derive(Debug, Deserialize)]
pub struct Population {
    /// Code of the Département.
    pub departement: String,
    /// Where it was read.
    pub source: String,
    /// What it does not say.
    pub reserve: String,
    /// Oldest first.
    pub millesimes: Vec<Millesime>,
    /// Published elsewhere.
    pub bases_externes: Vec<BaseExterne>,
}

/// Where a unit falls in a breakdown by territory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rattachement {
    /// The territory of that rank in the map.
    Territoire(usize),
    /// Nothing was told, or it is not on the map.
    NonRenseigne,
    /// Elsewhere.
    HorsDepartement,
}

/// The map of a Département, when there is one.
#[must_use]
pub fn carte(departement: &str) -> Option<&'static Carte> {
    static CARTE_17: OnceLock<Carte> = OnceLock::new();
    let carte_17 = CARTE_17.get_or_init(|| {
        serde_json::from_str(include_str!("../donnees/territoires_17.json"))
            .expect("the file is part of the engine, and a test reads it")
    });
    (carte_17.departement == departement).then_some(carte_17)
}

/// The population of a Département, when it is known.
#[must_use]
pub fn population(departement: &str) -> Option<&'static Population> {
    static POPULATION_17: OnceLock<Population> = OnceLock::new();
    let population_17 = POPULATION_17.get_or_init(|| {
        serde_json::from_str(include_str!("../donnees/population_17.json"))
            .expect("the file is part of the engine, and a test reads it")
    });
    (population_17.departement == departement).then_some(population_17)
}

impl Carte {
    /// The territory of that key.
    #[must_use]
    pub fn territoire(&self, slug: &str) -> Option<&Territoire> {
        self.territoires.iter().find(|territoire| territoire.slug == slug)
    }

    /// Where a commune falls.
    pub(crate) fn de_la_commune(&self, commune: Option<&str>) -> Rattachement {
        let Some(commune) = commune else { return Rattachement::NonRenseigne };
        let holds = |territoire: &Territoire| territoire.communes.iter().any(|c| c.code == commune);
        match self.territoires.iter().position(holds) {
            Some(rang) => Rattachement::Territoire(rang),
            None if commune.starts_with(&self.departement) => Rattachement::NonRenseigne,
            None => Rattachement::HorsDepartement,
        }
    }

    /// Where a service falls. One that is on no map is somebody else's.
    pub(crate) fn du_service(&self, service: Option<&str>) -> Rattachement {
        let Some(service) = service else { return Rattachement::NonRenseigne };
        let holds = |territoire: &Territoire| territoire.services.iter().any(|s| s == service);
        let rang = self.territoires.iter().position(holds);
        rang.map_or(Rattachement::HorsDepartement, Rattachement::Territoire)
    }
}

impl Population {
    /// The last population known on a day.
    #[must_use]
    pub fn au(&self, le: NaiveDate) -> Option<Millesime> {
        self.millesimes.iter().rev().find(|millesime| millesime.au <= le).copied()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn jour(texte: &str) -> NaiveDate {
        texte.parse().unwrap()
    }

    #[test]
    fn une_commune_et_un_service_n_ont_qu_un_territoire() {
        let carte = carte("17").unwrap();
        assert_eq!(carte.territoires.len(), 6);
        let communes: Vec<_> =
            carte.territoires.iter().flat_map(|t| &t.communes).map(|c| &c.code).collect();
        assert_eq!(communes.iter().collect::<BTreeSet<_>>().len(), communes.len());
        for territoire in &carte.territoires {
            assert_eq!(territoire.services, [format!("dt_{}", territoire.slug)]);
        }
    }

    #[test]
    fn ce_qui_n_est_sur_aucune_carte_a_sa_ligne() {
        let carte = carte("17").unwrap();
        assert_eq!(carte.de_la_commune(Some("17300")), Rattachement::Territoire(0));
        assert_eq!(carte.de_la_commune(Some("17999")), Rattachement::NonRenseigne);
        assert_eq!(carte.de_la_commune(Some("33063")), Rattachement::HorsDepartement);
        assert_eq!(carte.de_la_commune(None), Rattachement::NonRenseigne);
        assert_eq!(carte.du_service(Some("dt_haute_saintonge")), Rattachement::Territoire(5));
        assert_eq!(carte.du_service(Some("dt_ailleurs")), Rattachement::HorsDepartement);
        assert!(super::carte("33").is_none());
    }

    #[test]
    fn un_taux_prend_le_dernier_millesime_connu() {
        let population = population("17").unwrap();
        assert_eq!(population.au(jour("2022-01-01")).unwrap().de_0_a_17, 114_600);
        assert_eq!(population.au(jour("2021-12-31")).unwrap().de_0_a_17, 115_900);
        assert!(population.au(jour("2020-12-31")).is_none());
    }
}
