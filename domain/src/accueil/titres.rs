//! Which measure an episode of accueil executes, day after day.
//!
//! A child who stays where he is while one measure gives way to another (the order of the parquet, then
//! that of the judge, then a renewal) executes the second from that day on. It is said once, here:
//! execution, irregularities, échéances and facts all read it.
//!
//! # Invariants
//!
//! - Only a measure that founds an accueil is executed by one: a child still in a foyer after an AEMO was
//!   ordered stays there under the measure that brought him.
//! - The second is executed from the day the first gave way, never before its own effect, and only when
//!   the child was still there that day.
//!
//! Deliberately absent: two measures that follow each other without either naming the other.

use chrono::NaiveDate;

use super::{Accueil, Fin};
use crate::enfant::Parcours;
use crate::ids::MesureId;
use crate::mesure::fonde_un_accueil;

/// From a day on, an episode executes a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Titre {
    /// That day.
    pub depuis: NaiveDate,
    /// The measure.
    pub mesure: MesureId,
}

impl Accueil {
    /// The child lives there on a day, or moved that very day from there to another place.
    fn garde(&self, le: NaiveDate) -> bool {
        let moved = self.fins.iter().any(|fin| match fin.fait {
            Fin::Changement(_) => fin.le() == le,
            Fin::Sortie(_) => false,
        });
        self.ouvert(le) || moved
    }
}

impl Parcours {
    /// The measures an episode executes in turn, the first first; none when nobody said for which it is.
    #[must_use]
    pub fn titres(&self, accueil: &Accueil) -> Vec<Titre> {
        let (Some(debut), Some(mut last)) = (accueil.debut(), self.premier_titre(accueil)) else {
            return Vec::new();
        };
        let mut titres = vec![last];
        // Bounded by the number of measures: successions form no ring in a sound history.
        for _ in 0..self.mesure.mesures.len() {
            let Some(next) = self.succession(last.mesure) else { break };
            last = Titre { depuis: next.depuis.max(debut.le()), ..next };
            if !accueil.garde(last.depuis) {
                break;
            }
            // The first had given way before the child came here.
            if next.depuis < debut.le() {
                titres.pop();
            }
            titres.push(last);
        }
        titres
    }

    /// The measure for which the child entered, there or in the place he was moved from.
    fn premier_titre(&self, accueil: &Accueil) -> Option<Titre> {
        let mut debut = accueil.debut()?;
        // Bounded by the number of episodes: changes of place form no ring in a sound history.
        for _ in 0..self.accueil.accueils.len() {
            if let Some(mesure) = debut.fait.mesure {
                return Some(Titre { depuis: accueil.debut()?.le(), mesure });
            }
            debut = self.accueil.accueils.get(&debut.fait.precedent?)?.debut()?;
        }
        None
    }

    /// The measure that takes over from another as the ground of an accueil, and from when.
    fn succession(&self, mesure: MesureId) -> Option<Titre> {
        let (depuis, next) = self.mesure.mesures.get(&mesure)?.suivante()?;
        let known = self.mesure.mesures.get(&next)?;
        let founds = fonde_un_accueil(known.decidee()?.fait.termes.nature);
        founds.then_some(Titre { depuis: depuis.max(known.effet()?), mesure: next })
    }

    /// The measure an episode executes on a day.
    #[must_use]
    pub fn mesure_d_accueil(&self, accueil: &Accueil, le: NaiveDate) -> Option<MesureId> {
        let titres = self.titres(accueil);
        titres.iter().rfind(|titre| titre.depuis <= le).map(|titre| titre.mesure)
    }

    /// The first day the child was in an accueil for a measure: entered for it, or there already when it
    /// took over from another.
    #[must_use]
    pub fn premiere_entree(&self, mesure: MesureId) -> Option<NaiveDate> {
        let titres = self.accueil.accueils.values().flat_map(|accueil| self.titres(accueil));
        titres.filter(|titre| titre.mesure == mesure).map(|titre| titre.depuis).min()
    }
}
