//! The projets pour l'enfant.
//!
//! # Invariants
//!
//! - At the end of each year the share of followed minors who have one is the middle of the
//!   published range, among those whose chain of measures is three months old and among the others.

use chrono::{Datelike, NaiveDate};

use crate::calendrier::{ANNEES, LIMITE, cloture, jour, ouvre, plus, premier};
use crate::monde::Monde;
use crate::population::Projet;

impl Monde {
    /// The PPE of six years.
    pub(crate) fn projeter(&mut self) {
        for annee in ANNEES {
            let (anciens, renouveles) = self.suivis(annee);
            self.etablir(annee, anciens);
            self.etablir(annee, renouveles);
        }
    }

    /// Followed for three months at the end of a year: in one chain of measures, or by an order that
    /// others replaced.
    fn suivis(&self, annee: i32) -> (Vec<usize>, Vec<usize>) {
        let (le, avant) = (cloture(annee), jour(annee, 9, 30));
        let suivis = (0..self.parcours.len()).filter(|&rang| {
            let parcours = &self.parcours[rang];
            parcours.en_stock(le) && parcours.effet <= avant
        });
        suivis.partition(|&rang| {
            let segments = &self.parcours[rang].segments;
            let courant = segments.iter().find(|segment| segment.en_vigueur(le));
            let chaine = segments.iter().filter(|s| courant.is_some_and(|c| c.chaine == s.chaine));
            chaine.map(|segment| segment.effet).min().is_some_and(|debut| debut <= avant)
        })
    }

    fn etablir(&mut self, annee: i32, mut suivis: Vec<usize>) {
        let quota = (suivis.len() * self.plan.ppe_pour_mille + 500) / 1000;
        let pourvu = |monde: &Self, rang: usize| {
            !monde.enfants[monde.parcours[rang].enfant].projets.is_empty()
        };
        let deja = suivis.iter().filter(|&&rang| pourvu(self, rang)).count();
        suivis.retain(|&rang| !pourvu(self, rang));
        self.hasard.melange(&mut suivis);
        for rang in suivis.into_iter().take(quota.saturating_sub(deja)) {
            let debut = plus(premier(annee), 8).max(plus(self.parcours[rang].effet, 25));
            let etabli_le = ouvre(self.hasard.jour(debut, jour(annee, 12, 12)));
            let revisions = self.revisions(rang, etabli_le);
            let projet = Projet { id: self.hasard.uuid(), etabli_le, revisions };
            let enfant = self.parcours[rang].enfant;
            self.enfants[enfant].projets.push(projet);
        }
    }

    fn revisions(&mut self, rang: usize, etabli_le: NaiveDate) -> Vec<NaiveDate> {
        let mut revisions = Vec::new();
        let mut le = etabli_le;
        while self.hasard.pour_mille(450) {
            le = ouvre(plus(le, self.hasard.entre(150, 400)));
            let possible = le <= LIMITE && self.parcours[rang].court_apres(le);
            if !possible || (le.month() == 12 && le.day() > 28) {
                break;
            }
            revisions.push(le);
        }
        revisions
    }
}
