//! What a Département records of the children it follows beside their measures: health, writings, justice, autonomy,
//! status. No published figure is aimed at here ([`crate::pratiques`]).
//!
//! # Invariants
//!
//! - Each chapter of each child is drawn from a stream of its own, after all the rest: it adds commands and moves none.
//! - Nothing here is a stock that a published row counts: no measure or place of a minor begins or ends.
//!
//! Deliberately absent: what is common to siblings. Each act names one child.

mod jeunes;
mod justice;
mod rapports;
mod sante;
mod statut;

use chrono::NaiveDate;
use proto::commun::v1::EnteteCommande;
use proto::reprise::v1::commande::Commande as Ordre;

use super::Ecriture;
use crate::calendrier::{LIMITE, plus};
use crate::hasard::Hasard;
use crate::journal::{Finalite, Instant};
use crate::mesure::{Origine, Parcours};
use crate::pratiques::{Delai, Issue};

/// A chapter, told on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Chapitre {
    Sante,
    Rapports,
    Justice,
    Jeunes,
    Statut,
}

impl Chapitre {
    const TOUS: [Self; 5] =
        [Self::Sante, Self::Rapports, Self::Justice, Self::Jeunes, Self::Statut];

    /// Names its stream of draws: never changed, or the demonstration changes.
    fn cle(self) -> &'static str {
        match self {
            Self::Sante => "sante",
            Self::Rapports => "rapports",
            Self::Justice => "justice",
            Self::Jeunes => "jeunes",
            Self::Statut => "statut",
        }
    }
}

impl Parcours {
    /// The day from which it runs no more: its end, or the day after the last simulated one.
    fn jusqu_a(&self) -> NaiveDate {
        self.fin.map_or(plus(LIMITE, 1), |fin| fin.le)
    }
}

impl Ecriture<'_> {
    /// The chapters of every child who has or had a measure.
    pub(super) fn suivis(&mut self) {
        let mut suivis = vec![Vec::new(); self.monde.enfants.len()];
        for (rang, parcours) in self.monde.parcours.iter().enumerate() {
            suivis[parcours.enfant].push(rang);
        }
        for (enfant, mut rangs) in suivis.into_iter().enumerate() {
            rangs.sort_by_key(|&rang| self.monde.parcours[rang].effet);
            for chapitre in Chapitre::TOUS {
                self.chapitre(chapitre, enfant, &rangs);
            }
        }
    }

    fn chapitre(&mut self, chapitre: Chapitre, enfant: usize, rangs: &[usize]) {
        let id = self.monde.enfants[enfant].id;
        self.journal.hasard = Hasard::du_chapitre(id, chapitre.cle());
        self.journal.finalite = Finalite::Mesure;
        match chapitre {
            Chapitre::Sante => self.sante(enfant, rangs),
            Chapitre::Rapports => self.rapports(rangs),
            Chapitre::Justice => self.justice(enfant, rangs),
            Chapitre::Jeunes => self.vers_l_age_adulte(enfant, rangs),
            Chapitre::Statut => self.statut(enfant, rangs),
        }
    }

    /// One act about one child, typed after an instant.
    fn dire(
        &mut self,
        enfant: usize,
        le: NaiveDate,
        apres: Instant,
        ordre: impl FnOnce(Option<EnteteCommande>) -> Ordre,
    ) -> Instant {
        let acte = self.journal.acte(&[enfant], le, apres);
        self.journal.ecrire(acte, ordre).a
    }

    /// When the measure of a parcours that runs on a day was typed.
    fn mesure_saisie(&self, rang: usize, le: NaiveDate) -> Instant {
        let segments = &self.monde.parcours[rang].segments;
        let courant = segments.iter().rposition(|segment| segment.effet <= le).unwrap_or(0);
        self.mesures[rang][courant]
    }

    /// An identifier, as sent.
    fn uuid(&mut self) -> String {
        self.journal.hasard.uuid().to_string()
    }

    /// A day that comes in time, late or never, around the one on which something is due.
    fn autour(
        &mut self,
        du: NaiveDate,
        issues: &[(Issue, usize)],
        avance: Delai,
        retard: Delai,
    ) -> Option<NaiveDate> {
        let hasard = &mut self.journal.hasard;
        match hasard.pese(issues) {
            Issue::ATemps => Some(plus(du, -hasard.dans(avance))),
            Issue::EnRetard => Some(plus(du, hasard.dans(retard))),
            Issue::Jamais => None,
        }
    }

    /// Was this parcours opened by an entry, seen from the Département: neither taken over nor the sequel of another?
    fn est_une_entree(&self, rang: usize) -> bool {
        match self.monde.parcours[rang].origine {
            Origine::Evaluation(_) | Origine::Urgence | Origine::Directe => true,
            Origine::Reprise | Origine::Relais => false,
        }
    }
}
