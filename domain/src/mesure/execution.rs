//! How a measure is really carried out: never, late, or past its term without a decision.
//!
//! # Invariants
//!
//! - *Sans titre*: the child is still in a principal accueil the day after the term, and nothing that
//!   founds an accueil is in force. It ends with the next ground, with the accueil, or with majority.
//! - A measure goes on being executed under the one that takes over from it: in an accueil, from the day
//!   the child was there for the second ([`Parcours::titres`]); at home, when it is renewed, or replaced by
//!   one of the same nature that does not wait for a professional of its own.
//! - *Never executed* is an outcome of the end of a measure; one that was renewed has no outcome of its
//!   own: the chain goes on.

use chrono::NaiveDate;

use super::{Mesure, fonde_un_accueil};
use crate::codes::{IssueSansExecution, MotifFin};
use crate::enfant::Parcours;
use crate::ids::MesureId;

/// Days a child was kept without any ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SansTitre {
    /// The first of them: the day after the term.
    pub depuis: NaiveDate,
    /// The first day it no longer was so; none: it lasts.
    pub jusqu_au: Option<NaiveDate>,
}

impl SansTitre {
    /// Whole days, those on which it was so.
    #[must_use]
    pub fn jours(&self, au: NaiveDate) -> u32 {
        let after = au.succ_opt().unwrap_or(au);
        let end = self.jusqu_au.map_or(after, |fin| fin.min(after));
        u32::try_from((end - self.depuis).num_days()).unwrap_or(0)
    }
}

/// What follows the term of a measure, when the child was kept without a ground.
#[must_use]
pub fn sans_titre(parcours: &Parcours, mesure: MesureId) -> Option<SansTitre> {
    let known = parcours.mesure.mesures.get(&mesure)?;
    let depuis = founding_term(known)?.succ_opt()?;
    let ended = known.fin(&parcours.identite);
    let kept = |le: NaiveDate| {
        ended.is_none_or(|fin| le < fin)
            && parcours.accueil.principal_au(le).is_some()
            && !titled(parcours, le)
    };
    if !kept(depuis) {
        return None;
    }
    let ends = turning_days(parcours).chain(ended).filter(|&le| depuis < le && !kept(le));
    Some(SansTitre { depuis, jusqu_au: ends.min() })
}

/// The term of a measure on whose ground a child lives elsewhere.
fn founding_term(known: &Mesure) -> Option<NaiveDate> {
    let founds = known.decidee().is_some_and(|it| fonde_un_accueil(it.fait.termes.nature));
    known.terme().filter(|_| founds)
}

/// Something that founds an accueil is in force on that day.
fn titled(parcours: &Parcours, le: NaiveDate) -> bool {
    parcours.mesure.mesures.values().any(|known| {
        known.decidee().is_some_and(|it| fonde_un_accueil(it.fait.termes.nature))
            && known.en_vigueur(&parcours.identite, le)
    })
}

/// The days on which a child may gain a ground or leave.
fn turning_days(parcours: &Parcours) -> impl Iterator<Item = NaiveDate> {
    let grounds = parcours.mesure.mesures.values().filter_map(Mesure::effet);
    let exits = parcours.accueil.accueils.values().filter_map(crate::accueil::Accueil::fin);
    grounds.chain(exits)
}

impl Parcours {
    /// The day a measure began to be executed: its first act, the first day the child was in an accueil
    /// for it, or what it takes over from was executed already; never before its own effect.
    #[must_use]
    pub fn executee_le(&self, mesure: MesureId) -> Option<NaiveDate> {
        let mut floor: Option<NaiveDate> = None;
        let mut current = mesure;
        // Bounded by the number of measures: successions form no ring in a sound history.
        for _ in 0..self.mesure.mesures.len() {
            let known = self.mesure.mesures.get(&current)?;
            floor = floor.max(known.effet());
            let entered = self.premiere_entree(current);
            if let Some(began) = [known.demarree, entered].into_iter().flatten().min() {
                return Some(floor.map_or(began, |floor| began.max(floor)));
            }
            let renewed = known.decidee()?.fait.precedente.map(|before| (known.effet(), before));
            let (since, before) = renewed.or_else(|| self.remplacee_a_domicile(current, known))?;
            floor = floor.max(since);
            current = before;
        }
        None
    }

    /// The measure of the same nature, carried out at home, that this one replaces, and since when. One
    /// that waits has its own first act to come.
    fn remplacee_a_domicile(
        &self,
        id: MesureId,
        known: &Mesure,
    ) -> Option<(Option<NaiveDate>, MesureId)> {
        let nature = |mesure: &Mesure| mesure.decidee().map(|it| it.fait.termes.nature);
        let own = nature(known).filter(|nature| !fonde_un_accueil(*nature))?;
        let replaced = |(&before, mesure): (&MesureId, &Mesure)| {
            let (since, next) = mesure.suivante()?;
            (next == id && nature(mesure) == Some(own)).then_some((Some(since), before))
        };
        let mut all = self.mesure.mesures.iter();
        all.find_map(replaced).filter(|_| known.attentes.is_empty())
    }
}

/// How a measure ended, by a day, before anyone carried it out.
#[must_use]
pub fn jamais_executee(
    parcours: &Parcours,
    mesure: MesureId,
    au: NaiveDate,
) -> Option<IssueSansExecution> {
    let known = parcours.mesure.mesures.get(&mesure)?;
    let executed = parcours.executee_le(mesure);
    if known.decidee().is_none() || known.renouvelee.is_some_and(|(_, effet)| effet <= au) {
        return None;
    }
    let ended = known.fin(&parcours.identite).filter(|&fin| fin <= au);
    let lapsed = known.terme().filter(|&terme| terme < au);
    let last = ended.into_iter().chain(lapsed).min()?;
    if executed.is_some_and(|le| le <= last) {
        return None;
    }
    Some(match (ended, lapsed) {
        (Some(fin), Some(terme)) if terme < fin => IssueSansExecution::Echue,
        (Some(fin), _) => issue(parcours, known, fin),
        (None, _) => IssueSansExecution::Echue,
    })
}

fn issue(parcours: &Parcours, known: &Mesure, fin: NaiveDate) -> IssueSansExecution {
    match known.fins.iter().find(|acted| acted.le() == fin) {
        Some(acted) if acted.fait.remplacee_par.is_some() => IssueSansExecution::Remplacee,
        Some(acted) if acted.fait.mainlevee => IssueSansExecution::Levee,
        Some(acted) => match acted.fait.motif {
            MotifFin::Remplacement => IssueSansExecution::Remplacee,
            MotifFin::Majorite => IssueSansExecution::Majorite,
            MotifFin::Echeance => IssueSansExecution::Echue,
            MotifFin::AbsenceDeDanger
            | MotifFin::ImpossibiliteDExercer
            | MotifFin::DemenagementAnnonce
            | MotifFin::SansLaisserDAdresse
            | MotifFin::Adoption
            | MotifFin::Emancipation
            | MotifFin::MesureJeuneMajeur
            | MotifFin::Deces
            | MotifFin::RefusDesTitulaires
            | MotifFin::Autre
            | MotifFin::NeSaitPas => IssueSansExecution::Autre,
        },
        None if parcours.identite.majorite() == Some(fin) => IssueSansExecution::Majorite,
        None => IssueSansExecution::Autre,
    }
}
