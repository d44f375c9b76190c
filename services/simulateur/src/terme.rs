//! Terms and renewals: the chain of measures of a parcours.
//!
//! # Invariants
//!
//! - A term never exceeds the legal maximum of its nature, nor the day of majority.
//! - A renewal follows its term, or comes late; no gap covers a 31 December.
//!
//! Deliberately absent: appeals and changes of service in the middle of a term.

use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use crate::calendrier::{LIMITE, cloture, hors_cloture, jour, plus, terme};
use crate::mesure::{Fin, MotifFin, Origine, Voie};
use crate::monde::Monde;
use crate::plan::Genre;

/// One measure of a parcours.
#[derive(Clone, Debug)]
pub(crate) struct Segment {
    pub(crate) id: Uuid,
    pub(crate) chaine: Uuid,
    pub(crate) decision: Uuid,
    pub(crate) nature: &'static str,
    /// The measure it renews, when it renews one.
    pub(crate) precedente: Option<Uuid>,
    pub(crate) prononcee: NaiveDate,
    pub(crate) effet: NaiveDate,
    /// The last day, as decided.
    pub(crate) terme: NaiveDate,
    pub(crate) fin: Option<Fin>,
    pub(crate) demarree: Option<NaiveDate>,
}

impl Segment {
    /// In force on a day.
    pub(crate) fn en_vigueur(&self, le: NaiveDate) -> bool {
        self.effet <= le && le <= self.terme && self.fin.is_none_or(|fin| fin.le > le)
    }
}

/// The parquet's order holds fifteen days.
const OPP_JOURS: i64 = 15;

impl Monde {
    /// Writes the chain of a parcours, up to its end or past the last year.
    pub(crate) fn derouler(&mut self, rang: usize) {
        let mut segments: Vec<Segment> = Vec::new();
        let nature = self.nature(rang);
        while let Some(segment) = self.segment(rang, nature, segments.last(), segments.len()) {
            let ferme = self.terminer(rang, segment, &mut segments);
            if ferme {
                break;
            }
        }
        self.parcours[rang].segments = segments;
    }

    fn nature(&mut self, rang: usize) -> &'static str {
        let parcours = &self.parcours[rang];
        let attend = parcours.attend;
        match (parcours.genre, parcours.voie) {
            (Genre::Aed, _) if !attend && self.hasard.pour_mille(120) => "aed_renforcee",
            (Genre::Aed, _) => "aed",
            (Genre::Aemo, _) if !attend && self.hasard.pour_mille(40) => "aemo_hebergement",
            (Genre::Aemo, _) => "aemo",
            (Genre::AemoR, _) => "aemo_renforcee",
            (Genre::Confie, Voie::Provisoire) => "accueil_provisoire",
            (Genre::Mna, Voie::Tutelle) => "tutelle",
            (Genre::Confie | Genre::Mna, _) => "placement_ase",
            (Genre::Adb, _) => "accueil_durable_benevole",
            (Genre::Tdc, _) => "tiers_digne_de_confiance",
            (Genre::Direct, _) => "placement_direct",
        }
    }

    /// The next measure; none when the chain is lapsed or runs past the last year.
    fn segment(
        &mut self,
        rang: usize,
        nature: &'static str,
        precedent: Option<&Segment>,
        numero: usize,
    ) -> Option<Segment> {
        let (prononcee, effet) = match precedent {
            None => (self.parcours[rang].prononcee, self.parcours[rang].effet),
            Some(precedent) => self.suite_du_terme(rang, precedent)?,
        };
        let opp = self.parcours[rang].voie == Voie::Opp;
        let nature = match (opp, numero) {
            (true, 0) => "opp_parquet",
            (true, 1) => "opp_juge",
            (true | false, _) => nature,
        };
        let id = self.hasard.uuid();
        let renouvele = precedent.filter(|precedent| precedent.nature == nature);
        let demarree = match precedent {
            None => self.parcours[rang].execution.demarree,
            Some(precedent) => precedent.demarree.map(|_| effet).filter(|&le| le <= LIMITE),
        };
        Some(Segment {
            id,
            chaine: renouvele.map_or(id, |precedent| precedent.chaine),
            decision: match precedent {
                None => self.parcours[rang].decision,
                Some(_) => self.hasard.uuid(),
            },
            nature,
            precedente: renouvele.map(|precedent| precedent.id),
            prononcee,
            effet,
            terme: self.terme(rang, nature, effet, precedent.is_none()),
            fin: None,
            demarree,
        })
    }

    fn terme(&mut self, rang: usize, nature: &str, effet: NaiveDate, premiere: bool) -> NaiveDate {
        let parcours = &self.parcours[rang];
        let majorite = self.majorite(parcours.enfant);
        let longue = premiere && (parcours.attend || parcours.execution.demarree.is_none());
        let reprise = premiere && parcours.origine == Origine::Reprise;
        let mois: &[u32] = match nature {
            "opp_parquet" => return evite_la_cloture(plus(effet, OPP_JOURS - 1)),
            "tutelle" => return majorite,
            "opp_juge" => &[6],
            _ if longue || reprise => &[12],
            "aed" | "aed_renforcee" | "accueil_provisoire" | "aemo_renforcee" => &[6, 12, 12, 12],
            "aemo" | "aemo_hebergement" => &[6, 12, 12, 12, 24, 24],
            _ => &[12, 24, 24],
        };
        let fin = terme(effet, self.hasard.parmi(mois));
        evite_la_cloture(fin).min(majorite)
    }

    /// Closes the measure when the parcours ends in it; whether the chain stops here.
    fn terminer(&self, rang: usize, mut segment: Segment, segments: &mut Vec<Segment>) -> bool {
        let fin = self.parcours[rang].fin.filter(|fin| fin.le <= segment.terme);
        if let Some(fin) = fin {
            if fin.motif == MotifFin::Echeance && fin.le > segment.effet {
                segment.terme = plus(fin.le, -1);
            } else {
                segment.fin = Some(fin);
            }
        }
        let au_bout = segment.terme >= cloture(2023);
        segments.push(segment);
        fin.is_some() || au_bout
    }

    /// When the measure after a term is pronounced and takes effect; none: nothing comes after.
    fn suite_du_terme(
        &mut self,
        rang: usize,
        precedent: &Segment,
    ) -> Option<(NaiveDate, NaiveDate)> {
        let lendemain = plus(precedent.terme, 1);
        let fin = self.parcours[rang].fin.map(|fin| fin.le);
        let opp = precedent.nature.starts_with("opp");
        let retard = plus(lendemain, self.hasard.entre(3, 20));
        let admis = !opp && retard <= jour(lendemain.year(), 12, 20);
        let effet = if admis && self.hasard.pour_mille(60) { retard } else { lendemain };
        if fin.is_some_and(|fin| fin <= effet) {
            return None;
        }
        if effet > lendemain {
            return Some((effet, effet));
        }
        let avance = if opp { self.hasard.entre(1, 4) } else { self.hasard.entre(5, 30) };
        let prononcee = plus(precedent.terme, -avance).max(plus(precedent.prononcee, 1));
        Some((hors_cloture(prononcee).min(LIMITE), effet))
    }
}

/// A term of the last days of December is brought back before Christmas, so that a renewal begins
/// on a day when something may happen.
pub(crate) fn evite_la_cloture(fin: NaiveDate) -> NaiveDate {
    let noel = jour(fin.year(), 12, 23);
    if fin > noel && fin < cloture(fin.year()) { noel } else { fin }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aucun_renouvellement_ne_commence_un_31_decembre() {
        assert_eq!(evite_la_cloture(jour(2022, 12, 30)), jour(2022, 12, 23));
        assert_eq!(evite_la_cloture(jour(2022, 12, 31)), jour(2022, 12, 31));
        assert_eq!(evite_la_cloture(jour(2022, 6, 30)), jour(2022, 6, 30));
    }
}
