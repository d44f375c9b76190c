//! The échéances of a parcours: what the law asks next of whom, by when, and what was kept.
//!
//! One file a family, each with its rows of the table, then how a parcours gives rise to them, then a
//! test named after each rule. An échéance is derived from the history alone, like any other figure:
//! never stored as an event, never closed by being late.
//!
//! ```text
//!  trigger (a fact of the history) ─▶ rule in force that day ─▶ strict limit ─▶ legal limit (CPC 642)
//!                                                                   └▶ kept by the closing act, or not
//! ```
//!
//! # Invariants
//!
//! - Pure: neither today nor a setting of the Département enters here. Where a setting gives the
//!   length, the échéance has no limit until it is resolved ([`Echeance::reglee`]).
//! - The rule is the one in force on the day of the trigger; a later reform does not move it.
//! - A limit holds its own last moment: kept on that day is kept in time.
//!
//! Deliberately absent: who is told, and the list as a professional sees it: that is the door's.

mod acces;
mod autonomie;
mod depart;
mod document;
mod exceptions;
mod information;
mod justice;
mod mesure;
mod mna;
mod responsable;
mod statut;
#[cfg(test)]
mod tests;
mod urgence;

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::droit::{Duree, Genre, Regle, regle};
use crate::enfant::Parcours;
use crate::temps::{Survenu, moins_jours};

pub use depart::RESTENT;
pub use exceptions::EXCEPTIONS;
pub use justice::{jours_de_rapport, rapports_au_juge};
pub use responsable::{Responsable, responsable};

pub(crate) use mesure::accord_de_lieu;

/// Rules of one family, and what a parcours makes of them.
pub(crate) struct Famille {
    /// The rows.
    pub(crate) regles: &'static [Regle],
    /// The échéances of a parcours under these rules.
    echeances: fn(&Parcours) -> Vec<Echeance>,
}

/// Every family, in the order of the parcours.
pub(crate) const FAMILLES: &[Famille] = &[
    Famille { regles: information::REGLES, echeances: information::echeances },
    Famille { regles: urgence::REGLES, echeances: urgence::echeances },
    Famille { regles: justice::REGLES, echeances: justice::echeances },
    Famille { regles: mesure::REGLES, echeances: mesure::echeances },
    Famille { regles: document::REGLES, echeances: document::echeances },
    Famille { regles: autonomie::REGLES, echeances: autonomie::echeances },
    Famille { regles: statut::REGLES, echeances: statut::echeances },
    Famille { regles: mna::REGLES, echeances: mna::echeances },
    Famille { regles: acces::REGLES, echeances: acces::echeances },
];

/// One échéance of one child.
#[derive(Clone, Debug, PartialEq)]
pub struct Echeance {
    /// The rule, as it was in force on the day of the trigger.
    pub regle: &'static Regle,
    /// What it is about (information, mesure, accueil…); nil: the child himself.
    pub objet: Uuid,
    /// What started it.
    pub declenchee: Survenu,
    /// The last moment, never rolled; none: the law gives no number, or a setting must give it.
    pub stricte: Option<Survenu>,
    /// The act that kept it.
    pub tenue: Option<Survenu>,
    /// From that day on it has no object any more, and why, in French.
    pub sans_objet: Option<(NaiveDate, &'static str)>,
}

/// Where an échéance stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Etat {
    /// Its trigger is still to come (a birthday, a term).
    AVenir,
    /// To be kept, in time.
    Ouverte,
    /// To be kept, and late.
    Depassee,
    /// Kept in time.
    Tenue,
    /// Kept late.
    TenueEnRetard,
    /// Without object before it was kept.
    SansObjet,
}

impl Echeance {
    /// The échéance a trigger opens, under the rule in force that day; none when no rule was.
    #[must_use]
    pub fn ouvrir(id: &str, objet: Uuid, declenchee: Survenu) -> Option<Self> {
        let regle = regle(id, declenchee.le)?;
        let stricte = regle.duree.limite(declenchee);
        Some(Self { regle, objet, declenchee, stricte, tenue: None, sans_objet: None })
    }

    /// With the limit the act itself fixes (a judgment, a request, a term to be announced before).
    #[must_use]
    pub fn limitee_au(mut self, stricte: Option<NaiveDate>) -> Self {
        self.stricte = stricte.map(Survenu::le).or(self.stricte);
        self
    }

    /// Kept by an act, if there was one.
    #[must_use]
    pub fn tenue_par(mut self, acte: Option<Survenu>) -> Self {
        self.tenue = acte;
        self
    }

    /// Without object from a day on, if there is one; an échéance kept before stays kept. Of several causes
    /// the first to come counts.
    #[must_use]
    pub fn sans_objet_depuis(mut self, le: Option<NaiveDate>, pourquoi: &'static str) -> Self {
        let earlier = |le: &NaiveDate| self.sans_objet.is_none_or(|(known, _)| *le < known);
        if let Some(le) = le.filter(earlier) {
            self.sans_objet = Some((le, pourquoi));
        }
        self
    }

    /// With the days a setting of the Département gives: they shorten a limit of the law, make one where
    /// the law gives no number, and come off the limit of a notice, which is counted back.
    #[must_use]
    pub fn reglee(mut self, jours: u32) -> Self {
        if self.regle.genre == Genre::Notice {
            self.stricte = self.stricte.map(|stricte| Survenu::le(moins_jours(stricte.le, jours)));
            return self;
        }
        let locale = Duree::Jours(jours).limite(self.declenchee);
        self.stricte = match (self.stricte, locale) {
            (Some(stricte), Some(locale)) => Some(stricte.min(locale)),
            (stricte, locale) => stricte.or(locale),
        };
        self
    }

    /// The last day, as the law counts it: rolled when the rule is one of procedure.
    #[must_use]
    pub fn legale(&self) -> Option<NaiveDate> {
        self.stricte.map(|stricte| self.regle.legale(stricte.le))
    }

    /// Where it stands on a day, or at an instant when the law counts hours.
    #[must_use]
    pub fn etat(&self, au: Survenu) -> Etat {
        if au.le < self.declenchee.le {
            return Etat::AVenir;
        }
        if let Some(tenue) = self.tenue.filter(|tenue| tenue.le <= au.le) {
            return if self.passee(tenue) { Etat::TenueEnRetard } else { Etat::Tenue };
        }
        match self.sans_objet {
            Some((depuis, _)) if depuis <= au.le => Etat::SansObjet,
            Some(_) | None if self.passee(au) => Etat::Depassee,
            Some(_) | None => Etat::Ouverte,
        }
    }

    /// Whether a moment is past the limit: by the instant when both are known, else by the day.
    fn passee(&self, moment: Survenu) -> bool {
        match (self.stricte.and_then(|stricte| stricte.a), moment.a) {
            (Some(limite), Some(instant)) if !self.regle.procedure => limite < instant,
            (Some(_) | None, _) => self.legale().is_some_and(|limite| limite < moment.le),
        }
    }

    /// Its place among others: the first moment to pass comes first. Of one day, those limited to an hour come
    /// by their hour, before those that have the whole day.
    #[must_use]
    pub fn rang(&self) -> (NaiveDate, bool, Option<DateTime<Utc>>, &'static str, Uuid) {
        let Survenu { le, a, precision: _ } = self.stricte.unwrap_or(self.declenchee);
        (le, a.is_none(), a, self.regle.id, self.objet)
    }

    /// Whole days late on a day (negative: days left); none without a limit.
    #[must_use]
    pub fn retard(&self, au: NaiveDate) -> Option<i64> {
        self.legale().map(|limite| (au - limite).num_days())
    }
}

/// One French sentence: the rule, what started it, the limit and how it was counted.
impl fmt::Display for Echeance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { regle, declenchee, stricte, .. } = self;
        write!(f, "{} Départ : {}, {declenchee}", regle.explication, regle.declencheur)?;
        match (stricte, self.legale()) {
            (Some(stricte), Some(legale)) if legale != stricte.le => write!(
                f,
                " ; limite {stricte}, prorogée au {} (CPC, art. 642).",
                legale.format("%d/%m/%Y")
            ),
            (Some(stricte), _) => write!(f, " ; limite {stricte}."),
            (None, _) => write!(f, " ; {}.", regle.duree),
        }
    }
}

/// Every échéance of a parcours, the first to fall due first; those without a number come by their
/// trigger.
#[must_use]
pub fn echeances(parcours: &Parcours) -> Vec<Echeance> {
    let all = FAMILLES.iter().flat_map(|famille| (famille.echeances)(parcours));
    let mut found: Vec<Echeance> = all.map(|echeance| depart::bornee(parcours, echeance)).collect();
    found.sort_by_key(Echeance::rang);
    found
}
