//! Who leaves in a year: those who come of age, then others, until the stock can be reached.

use chrono::NaiveDate;

use super::{Fin, MotifFin, Parcours};
use crate::calendrier::{ANNEES, cloture, dernier, plus, premier};
use crate::monde::Monde;
use crate::plan::Genre;
use crate::territoire::Territoire;

impl Monde {
    /// The exits of a year among those present on its first day.
    pub(super) fn sortir(&mut self, annee: usize) -> Vec<usize> {
        let mut sorties = Vec::new();
        for genre in Genre::TOUS {
            for territoire in Territoire::TOUS {
                sorties.extend(self.sortir_du_stock(annee, genre, territoire));
            }
        }
        sorties
    }

    fn sortir_du_stock(
        &mut self,
        annee: usize,
        genre: Genre,
        territoire: Territoire,
    ) -> Vec<usize> {
        let present =
            |p: &Parcours| p.genre == genre && p.territoire == territoire && p.fin.is_none();
        let stock: Vec<usize> =
            (0..self.parcours.len()).filter(|&rang| present(&self.parcours[rang])).collect();
        let majeurs_dans_l_annee =
            |&rang: &usize| self.majorite(self.parcours[rang].enfant) <= cloture(ANNEES[annee]);
        let (majeurs, mut libres): (Vec<usize>, Vec<usize>) =
            stock.into_iter().partition(majeurs_dans_l_annee);
        self.hasard.melange(&mut libres);
        let cible = self.plan.stock(genre, territoire, annee);
        let entrees_min = self.entrees_min(annee, genre, territoire);
        let ordinaires = (libres.len() * rotation_pour_mille(genre) + 500) / 1000;
        let imposees = (libres.len() + entrees_min).saturating_sub(cible);
        libres.truncate(ordinaires.max(imposees).min(libres.len()));
        for &rang in &majeurs {
            self.sortir_majeur(rang, annee);
        }
        for &rang in &libres {
            self.sortir_mineur(rang, annee);
        }
        libres
    }

    /// Enough entries for the waiting list of the end of the year.
    fn entrees_min(&self, annee: usize, genre: Genre, territoire: Territoire) -> usize {
        let attente = match genre {
            Genre::Aed => self.plan.attentes[annee][0],
            Genre::Aemo => self.plan.attentes[annee][1],
            Genre::AemoR => self.plan.attentes[annee][2],
            Genre::Confie | Genre::Mna | Genre::Adb | Genre::Tdc | Genre::Direct => return 0,
        };
        let total: usize =
            Territoire::TOUS.into_iter().map(|t| self.plan.stock(genre, t, annee)).sum();
        let stock = self.plan.stock(genre, territoire, annee);
        (attente * stock * 5 / (4 * total.max(1)) + 1).min(stock)
    }

    fn plus_tot(&self, rang: usize, annee: usize) -> NaiveDate {
        let parcours = &self.parcours[rang];
        let exerce = parcours.execution.demarree.unwrap_or(parcours.effet);
        plus(premier(ANNEES[annee]), 4).max(plus(exerce, 12)).max(plus(parcours.effet, 18))
    }

    fn sortir_majeur(&mut self, rang: usize, annee: usize) {
        let majorite = self.majorite(self.parcours[rang].enfant);
        let plus_tot = self.plus_tot(rang, annee);
        let avant = plus_tot < plus(majorite, -5) && self.hasard.pour_mille(300);
        let fin = if avant {
            let le = self.hasard.jour(plus_tot, plus(majorite, -1));
            Fin { le, motif: self.motif_tire() }
        } else {
            Fin { le: majorite, motif: MotifFin::Majorite }
        };
        // Ordered for one who comes of age before anybody met him.
        let execution = &mut self.parcours[rang].execution;
        if execution.demarree.is_some_and(|demarree| demarree >= fin.le) {
            execution.demarree = None;
            execution.missionnee = None;
        }
        self.fermer(rang, fin);
    }

    fn sortir_mineur(&mut self, rang: usize, annee: usize) {
        let fin = Fin {
            le: self.hasard.jour(self.plus_tot(rang, annee), plus(dernier(ANNEES[annee]), -3)),
            motif: self.motif_tire(),
        };
        self.fermer(rang, fin);
    }

    pub(super) fn motif_tire(&mut self) -> MotifFin {
        self.hasard.pese(&[
            (MotifFin::Echeance, 30),
            (MotifFin::AbsenceDeDanger, 45),
            (MotifFin::Demenagement, 10),
            (MotifFin::Autre, 15),
        ])
    }

    pub(super) fn fermer(&mut self, rang: usize, fin: Fin) {
        self.parcours[rang].fin = Some(fin);
        let enfant = self.parcours[rang].enfant;
        self.enfants[enfant].libre_le = Some(fin.le).filter(|&le| le < self.majorite(enfant));
    }
}

/// Of a thousand present who do not come of age, how many leave in the year.
fn rotation_pour_mille(genre: Genre) -> usize {
    match genre {
        Genre::Aed => 580,
        Genre::Aemo => 420,
        Genre::AemoR => 520,
        Genre::Confie => 190,
        Genre::Mna => 60,
        Genre::Adb => 120,
        Genre::Tdc => 170,
        Genre::Direct => 250,
    }
}
