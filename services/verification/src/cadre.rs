//! What a report was asked for, read from the report itself: days, territory, position.

use chrono::{Datelike, NaiveDate};
use projections::territoires::{Carte, Population, Territoire};

/// Where a unit falls in a breakdown by territory: its place among the lines.
pub(crate) type Place = usize;

/// What a report was asked for.
#[derive(Debug)]
pub(crate) struct Cadre {
    /// Code of the Département, with which those of its communes begin.
    pub(crate) departement: String,
    /// First day of the period.
    pub(crate) du: NaiveDate,
    /// Last day.
    pub(crate) au: NaiveDate,
    /// The legal day on which the last event taken into account was recorded.
    pub(crate) observation: NaiveDate,
    /// Whether the journal covers the evening of the last day.
    pub(crate) soir_couvert: bool,
    pub(crate) carte: Option<&'static Carte>,
    pub(crate) population: Option<&'static Population>,
    pub(crate) territoire: Option<&'static Territoire>,
}

impl Cadre {
    /// Whether a day is of the period.
    pub(crate) fn dans_la_periode(&self, le: Option<NaiveDate>) -> bool {
        le.is_some_and(|le| self.du <= le && le <= self.au)
    }

    /// Whether what happened in a commune is of the territory asked for.
    pub(crate) fn commune_demandee(&self, commune: Option<&str>) -> bool {
        self.territoire.is_none_or(|territoire| de_la_commune(territoire, commune))
    }

    /// Whether what a service is in charge of is of the territory asked for.
    pub(crate) fn service_demande(&self, service: Option<&str>) -> bool {
        self.territoire.is_none_or(|territoire| du_service(territoire, service))
    }

    /// The line of a commune: its territory, else « non renseigné » when nothing was told or the map of the
    /// Département does not place it, else « hors département ».
    pub(crate) fn place_de_la_commune(carte: &Carte, commune: Option<&str>) -> Place {
        let of_it = |territoire: &Territoire| de_la_commune(territoire, commune);
        let here = commune.is_none_or(|commune| commune.starts_with(&carte.departement));
        let elsewhere = carte.territoires.len() + usize::from(!here);
        carte.territoires.iter().position(of_it).unwrap_or(elsewhere)
    }

    /// The line of a service: its territory, else « non renseigné », else « hors département ».
    pub(crate) fn place_du_service(carte: &Carte, service: Option<&str>) -> Place {
        let of_it = |territoire: &Territoire| du_service(territoire, service);
        let elsewhere = carte.territoires.len() + usize::from(service.is_some());
        carte.territoires.iter().position(of_it).unwrap_or(elsewhere)
    }

    /// The lines of a breakdown by territory: key and label.
    pub(crate) fn places(carte: &Carte) -> Vec<(&str, &str)> {
        let known = carte.territoires.iter().map(|known| (&*known.slug, &*known.libelle));
        let others = [("non_renseigne", "Non renseigné"), ("hors_departement", "Hors département")];
        known.chain(others).collect()
    }

    /// The period is one calendar year.
    pub(crate) fn annee_civile(&self) -> bool {
        let Self { du, au, .. } = self;
        du.year() == au.year() && du.ordinal() == 1 && (au.month(), au.day()) == (12, 31)
    }
}

fn de_la_commune(territoire: &Territoire, commune: Option<&str>) -> bool {
    territoire.communes.iter().any(|known| Some(known.code.as_str()) == commune)
}

fn du_service(territoire: &Territoire, service: Option<&str>) -> bool {
    territoire.services.iter().any(|known| Some(known.as_str()) == service)
}
