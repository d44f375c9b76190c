//! Days on end in a stock, whatever measures carry a child there.

use std::cmp::Reverse;

use chrono::{Days, NaiveDate};
use domain::codes::NatureMesure::ContratJeuneMajeur;

use crate::cadre::Cadre;
use crate::enfant::{Enfant, MesureSuivie, Sejour};
use crate::natures::{AED, AEMO, rang};

/// What flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stock {
    Aed,
    Aemo,
    Accueil,
    Mna,
    JeuneMajeur,
    /// Any of them.
    Toute,
}

impl Stock {
    fn de(self, mesure: &MesureSuivie<'_>) -> bool {
        match self {
            Self::Aed => AED.contains(&mesure.nature),
            Self::Aemo => AEMO.contains(&mesure.nature),
            Self::Accueil | Self::Mna => rang(mesure.nature).is_some(),
            Self::JeuneMajeur => mesure.nature == ContratJeuneMajeur,
            Self::Toute => [Self::Aed, Self::Aemo, Self::Accueil, Self::JeuneMajeur]
                .iter()
                .any(|s| s.de(mesure)),
        }
    }
}

/// Days on end: the first, and the first no longer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Jours {
    pub(super) entree: NaiveDate,
    pub(super) sortie: Option<NaiveDate>,
}

impl Jours {
    /// One day at least.
    pub(super) fn entre(entree: NaiveDate, sortie: Option<NaiveDate>) -> Option<Self> {
        sortie.is_none_or(|sortie| entree < sortie).then_some(Self { entree, sortie })
    }

    pub(super) fn tient(self, le: NaiveDate) -> bool {
        self.entree <= le && self.sortie.is_none_or(|sortie| le < sortie)
    }

    /// How many, when they end in the period.
    pub(super) fn finis(self, cadre: &Cadre) -> Option<i64> {
        let sortie = self.sortie.filter(|sortie| cadre.dans_la_periode(Some(*sortie)))?;
        Some((sortie - self.entree).num_days())
    }

    /// How many up to the last day of the period, when it is one of them.
    pub(super) fn en_cours(self, cadre: &Cadre) -> Option<i64> {
        self.tient(cadre.au).then(|| (cadre.au - self.entree).num_days() + 1)
    }
}

/// Days on end in a stock, and the measures that make them.
#[derive(Debug)]
pub(super) struct Passage<'a> {
    pub(super) jours: Jours,
    mesures: Vec<&'a MesureSuivie<'a>>,
}

/// A child, read.
pub(super) struct Vu<'a> {
    pub(super) cadre: &'a Cadre,
    pub(super) enfant: &'a Enfant,
    pub(super) mesures: &'a [MesureSuivie<'a>],
    pub(super) sejours: &'a [Sejour],
    delegation: Option<&'a str>,
}

impl<'a> Vu<'a> {
    pub(super) fn new(
        cadre: &'a Cadre,
        enfant: &'a Enfant,
        mesures: &'a [MesureSuivie<'a>],
        sejours: &'a [Sejour],
    ) -> Self {
        Self { cadre, enfant, mesures, sejours, delegation: enfant.delegation(cadre.au) }
    }

    /// The eve of the period.
    pub(super) fn veille(&self) -> NaiveDate {
        self.cadre.du.checked_sub_days(Days::new(1)).unwrap_or(NaiveDate::MIN)
    }

    /// The délégation in charge of him, else the one a measure tells.
    pub(super) fn service(&self, mesure: &MesureSuivie<'a>) -> Option<&'a str> {
        self.delegation.or(mesure.service)
    }

    /// The days a measure holds him in a stock.
    pub(super) fn tenue(&self, stock: Stock, mesure: &MesureSuivie<'_>) -> Option<Jours> {
        let held = Jours::entre(mesure.effet, mesure.cesse()).filter(|_| stock.de(mesure))?;
        if stock != Stock::Mna {
            return Some(held);
        }
        let recognised = self.enfant.reconnu_mna()?;
        let until = held.sortie.into_iter().chain(self.enfant.majorite()).min();
        Jours::entre(held.entree.max(recognised), until)
    }

    /// Every measure that holds him in a stock, and its days.
    pub(super) fn tenues(&self, stock: Stock) -> Vec<(&'a MesureSuivie<'a>, Jours)> {
        let known = self.mesures.iter();
        known.filter_map(|mesure| Some((mesure, self.tenue(stock, mesure)?))).collect()
    }

    /// His passages in a stock, oldest first: the first that touch or overlap are put together, until none do.
    pub(super) fn passages(&self, stock: Stock) -> Vec<Passage<'a>> {
        let mut held = self.tenues(stock);
        held.sort_by_key(|(_, jours)| jours.entree);
        let mut found: Vec<Passage<'a>> = Vec::new();
        for (mesure, jours) in held {
            let goes_on = |last: &&mut Passage<'a>| {
                last.jours.sortie.is_none_or(|sortie| jours.entree <= sortie)
            };
            match found.last_mut().filter(goes_on) {
                None => found.push(Passage { jours, mesures: vec![mesure] }),
                Some(last) => {
                    last.mesures.push(mesure);
                    let ends = last.jours.sortie.zip(jours.sortie);
                    last.jours.sortie = ends.map(|(one, other)| one.max(other));
                }
            }
        }
        found
    }

    /// Those of the territory asked for.
    pub(super) fn passages_demandes(&self, stock: Stock) -> Vec<Passage<'a>> {
        let mut found = self.passages(stock);
        found.retain(|passage| self.cadre.service_demande(self.service_du_passage(passage)));
        found
    }

    /// The délégation in charge of him, else the one told by the measure that prevails on the last day.
    pub(super) fn service_du_passage(&self, passage: &Passage<'a>) -> Option<&'a str> {
        let prevails = passage.mesures.iter().min_by_key(|mesure| {
            let rang = rang(mesure.nature).unwrap_or(usize::MAX);
            (!mesure.en_vigueur(self.cadre.au), rang, Reverse(mesure.effet), mesure.mesure)
        });
        self.service(prevails?)
    }

    /// Whether a measure of his is in force in the period or on its eve, or pronounced in it.
    pub(super) fn suivi(&self) -> bool {
        let (veille, au) = (self.veille(), self.cadre.au);
        self.mesures.iter().any(|mesure| {
            let runs = Jours::entre(mesure.effet, mesure.cesse())
                .is_some_and(|jours| jours.entree <= au && jours.sortie.is_none_or(|s| veille < s));
            runs || self.cadre.dans_la_periode(Some(mesure.prononcee))
        })
    }

    /// The délégation in charge of him, else that of the last of his measures to take effect.
    pub(super) fn service_du_dernier(&self) -> Option<&'a str> {
        let horizon = domain::temps::plus_jours(self.cadre.au, super::chemins::SUITE_JOURS);
        let known =
            self.mesures.iter().filter(|mesure| mesure.effet.min(mesure.prononcee) <= horizon);
        self.service(known.max_by_key(|mesure| (mesure.effet, mesure.mesure))?)
    }
}
