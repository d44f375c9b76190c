//! Séjours: the days on end during which a child stands in a stock, whatever measures carry him there.
//!
//! # Invariants
//!
//! - A renewal, or another measure of the same stock that takes effect by the day the last one ends, is no exit.
//! - On any day a child is in one séjour of a stock at most: children in a stock are séjours in course.
//! - Séjours of before + entries − exits = séjours of after, for any period and any population.

use chrono::NaiveDate;
use domain::codes::NatureMesure;
use domain::mesure::Famille;

use super::{Intervalle, Mesure, Vie, est_un_accueil};

/// What flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::indicateurs) enum Stock {
    /// AED and AED renforcées.
    Aed,
    /// AEMO of any kind.
    Aemo,
    /// Confided or placed directly: D1-droit.
    Accueil,
    /// Among them, minors recognised as unaccompanied: E1a.
    Mna,
    /// Contrats jeune majeur.
    JeuneMajeur,
    /// Any of them.
    Protection,
}

impl Stock {
    fn retient(self, mesure: &Mesure) -> bool {
        match self {
            Self::Aed => mesure.famille() == Famille::AideADomicile,
            Self::Aemo => mesure.famille() == Famille::MilieuOuvert,
            Self::Accueil | Self::Mna => est_un_accueil(mesure),
            Self::JeuneMajeur => mesure.nature == NatureMesure::ContratJeuneMajeur,
            Self::Protection => [Self::Aed, Self::Aemo, Self::Accueil, Self::JeuneMajeur]
                .iter()
                .any(|stock| stock.retient(mesure)),
        }
    }

    /// The days a measure holds a child in the stock.
    pub(in crate::indicateurs) fn intervalle(
        self,
        vie: &Vie,
        mesure: &Mesure,
    ) -> Option<Intervalle> {
        let held = mesure.intervalle().filter(|_| self.retient(mesure))?;
        if self != Self::Mna {
            return Some(held);
        }
        let sortie = [held.sortie, vie.majorite_le].into_iter().flatten().min();
        Intervalle::new(held.entree.max(vie.mna_le?), sortie)
    }
}

/// Days on end in a stock.
#[derive(Clone, Debug)]
pub(in crate::indicateurs) struct Sejour<'a> {
    pub vie: &'a Vie,
    pub intervalle: Intervalle,
    /// What carried him, by effect.
    pub mesures: Vec<&'a Mesure>,
}

impl<'a> Sejour<'a> {
    /// The délégation in charge, else that of the measure that prevails on a day.
    pub(in crate::indicateurs) fn service(&self, le: NaiveDate) -> Option<&'a str> {
        let mesure = Vie::principale(self.mesures.iter().copied(), le)?;
        self.vie.service_de(mesure)
    }

    /// It begins in these days.
    pub(in crate::indicateurs) fn commence(&self, du: NaiveDate, au: NaiveDate) -> bool {
        (du..=au).contains(&self.intervalle.entree)
    }
}

/// The séjours of a child in a stock, oldest first.
pub(in crate::indicateurs) fn sejours(vie: &Vie, stock: Stock) -> Vec<Sejour<'_>> {
    let mut held: Vec<(Intervalle, &Mesure)> = vie
        .mesures
        .iter()
        .filter_map(|mesure| Some((stock.intervalle(vie, mesure)?, mesure)))
        .collect();
    held.sort_by_key(|(intervalle, mesure)| (intervalle.entree, mesure.effet_le, mesure.mesure));
    let mut found: Vec<Sejour<'_>> = Vec::new();
    for (intervalle, mesure) in held {
        match found.last_mut() {
            Some(last)
                if last.intervalle.sortie.is_none_or(|sortie| intervalle.entree <= sortie) =>
            {
                last.mesures.push(mesure);
                last.intervalle.sortie = later(last.intervalle.sortie, intervalle.sortie);
            }
            Some(_) | None => found.push(Sejour { vie, intervalle, mesures: vec![mesure] }),
        }
    }
    found
}

/// The later end; what runs ends after everything.
fn later(one: Option<NaiveDate>, other: Option<NaiveDate>) -> Option<NaiveDate> {
    Some(one?.max(other?))
}

#[cfg(test)]
mod tests;
