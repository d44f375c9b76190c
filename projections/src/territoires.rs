//! Reference data: the territories of a Département, its population, and bases published elsewhere.
//!
//! Events carry a commune and a service, never a territory: the map changes. It is joined here, when a
//! figure is asked. The files are data with a source, a version and a caveat; a figure that stands on
//! them changes version with them.
//!
//! # Invariants
//!
//! - A commune and a service belong to one territory at most, of one map; the key of a territory names its map too.
//! - What belongs to none is a row of every breakdown: not told, or outside the Département.
//! - A closed registry keeps the population it was counted with: a new estimate is a new edition.

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
#[derive(Clone, Debug, Deserialize)]
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

/// A map that groups the territories of another.
#[derive(Debug, Deserialize)]
struct Regroupement {
    departement: String,
    version: String,
    valide_du: NaiveDate,
    source: String,
    reserve: String,
    /// The version of the map it groups.
    regroupe: String,
    territoires: Vec<Groupe>,
}

/// A territory made of others.
#[derive(Debug, Deserialize)]
struct Groupe {
    slug: String,
    libelle: String,
    /// Keys in the map it groups.
    regroupe: Vec<String>,
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
    /// As published, five years each from 0 to 24; from edition 2 on.
    pub quinquennales: Option<[i64; 5]>,
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
    /// Which estimate this is.
    pub edition: Option<String>,
    /// Where it was read.
    pub source: String,
    /// What it does not say, and how what is not published was estimated.
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

/// The maps of a Département, that of the reports first.
#[must_use]
pub fn cartes(departement: &str) -> &'static [Carte] {
    static CARTES_17: OnceLock<[Carte; 2]> = OnceLock::new();
    let cartes_17 = CARTES_17.get_or_init(|| {
        let six: Carte = lue(include_str!("../donnees/territoires_17.json"));
        let quatre: Regroupement = lue(include_str!("../donnees/territoires_17_2024.json"));
        let quatre = quatre.sur(&six);
        [six, quatre]
    });
    if cartes_17[0].departement == departement { cartes_17 } else { &[] }
}

/// The map of a Département by which its reports are cut, when there is one.
#[must_use]
pub fn carte(departement: &str) -> Option<&'static Carte> {
    cartes(departement).first()
}

/// A territory of any map of a Département, with its map.
#[must_use]
pub fn territoire(departement: &str, slug: &str) -> Option<(&'static Carte, &'static Territoire)> {
    cartes(departement).iter().find_map(|carte| Some((carte, carte.territoire(slug)?)))
}

/// The population of a Département that the reports of a registry stand on, when it is known.
#[must_use]
pub fn population(departement: &str, registre: u32) -> Option<&'static Population> {
    static POPULATIONS_17: OnceLock<[Population; 2]> = OnceLock::new();
    let populations_17 = POPULATIONS_17.get_or_init(|| {
        [
            lue(include_str!("../donnees/population_17.json")),
            lue(include_str!("../donnees/population_17_2.json")),
        ]
    });
    let edition = usize::from(REGISTRE_DES_TRANCHES <= registre);
    Some(&populations_17[edition]).filter(|population| population.departement == departement)
}

/// The first registry whose rates stand on the bands as published.
const REGISTRE_DES_TRANCHES: u32 = 2;

/// A file of this folder.
fn lue<T: serde::de::DeserializeOwned>(texte: &str) -> T {
    serde_json::from_str(texte).expect("the file is part of the engine, and a test reads it")
}

impl Regroupement {
    /// The map it makes of another.
    fn sur(self, carte: &Carte) -> Carte {
        let Self { departement, version, valide_du, source, reserve, regroupe, territoires } = self;
        assert_eq!(regroupe, carte.version, "a test reads the file");
        let territoires = territoires.into_iter().map(|groupe| groupe.sur(carte)).collect();
        Carte { departement, version, valide_du, source, reserve, territoires }
    }
}

impl Groupe {
    fn sur(self, carte: &Carte) -> Territoire {
        let Self { slug, libelle, regroupe } = self;
        let parts: Vec<&Territoire> = regroupe.iter().filter_map(|s| carte.territoire(s)).collect();
        let services = parts.iter().flat_map(|part| part.services.iter().cloned()).collect();
        let communes = parts.iter().flat_map(|part| part.communes.iter().cloned()).collect();
        Territoire { slug, libelle, services, communes }
    }
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
        let before = population("17", 1).unwrap();
        assert_eq!(before.au(jour("2022-01-01")).unwrap().de_0_a_17, 114_600);
        assert_eq!(before.au(jour("2021-12-31")).unwrap().de_0_a_17, 115_900);
        assert!(before.au(jour("2020-12-31")).is_none());
        let now = population("17", 2).unwrap();
        assert_eq!(now.au(jour("2020-12-31")).unwrap().au, jour("2018-01-01"));
        assert!(now.au(jour("2017-12-31")).is_none());
        assert!(population("33", 2).is_none());
    }

    /// What is not published is estimated by the rule its file tells, half up to the hundred.
    #[test]
    fn ce_qui_n_est_pas_publie_suit_la_regle_que_dit_le_fichier() {
        let centaine = |cinquiemes: i64| (cinquiemes + 250) / 500 * 100;
        let population = population("17", 2).unwrap();
        assert_eq!(population.edition.as_deref(), Some("2"));
        for millesime in &population.millesimes {
            let [a, b, c, d, e] = millesime.quinquennales.unwrap();
            assert_eq!(millesime.de_0_a_19, a + b + c + d);
            assert_eq!(millesime.de_0_a_17, centaine(5 * (a + b + c) + 3 * d));
            let de_0_a_20 = millesime.de_0_a_20.unwrap();
            assert_eq!(de_0_a_20, centaine(5 * millesime.de_0_a_19 + e));
            assert_eq!(millesime.de_18_a_20, Some(de_0_a_20 - millesime.de_0_a_17));
        }
        // The years both editions know say the same of minors.
        let before = super::population("17", 1).unwrap();
        for (ancien, nouveau) in before.millesimes.iter().zip(&population.millesimes[1..]) {
            let of =
                |millesime: &Millesime| (millesime.au, millesime.de_0_a_17, millesime.de_0_a_19);
            assert_eq!(of(ancien), of(nouveau));
        }
    }

    #[test]
    fn les_delegations_de_2024_regroupent_les_six_territoires_sans_en_perdre() {
        let [six, quatre] = cartes("17") else { panic!("two maps") };
        assert_eq!((quatre.version.as_str(), quatre.territoires.len()), ("2024-2", 4));
        let communes = |carte: &Carte| {
            let all = carte.territoires.iter().flat_map(|territoire| &territoire.communes);
            all.map(|commune| commune.code.clone()).collect::<BTreeSet<_>>()
        };
        assert_eq!(communes(six), communes(quatre));
        assert_eq!(quatre.du_service(Some("dt_haute_saintonge")), Rattachement::Territoire(3));
        let (carte, territoire) =
            territoire("17", "delegation_royan_atlantique_haute_saintonge").unwrap();
        assert_eq!((carte.version.as_str(), territoire.services.len()), ("2024-2", 2));
        // A key names one territory of one map.
        let keys: Vec<_> =
            cartes("17").iter().flat_map(|c| &c.territoires).map(|t| &t.slug).collect();
        assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len());
        assert!(super::territoire("17", "atlantide").is_none() && cartes("33").is_empty());
    }
}
