//! The places: where the children who have a measure of accueil really are.
//!
//! # Invariants
//!
//! - At the end of each year, the confiés are shared among the four published groups of places
//!   exactly as the plan wants.
//! - A child is in one principal place at a time, within his measure.
//!
//! Deliberately absent: relays and holidays; they are no principal place and move no figure.

use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use crate::calendrier::{ANNEES, LIMITE, cloture, jour, jours_entre, plus, premier};
use crate::mesure::{Origine, Parcours};
use crate::monde::Monde;
use crate::noms::Commune;
use crate::plan::{Genre, Mode};

/// An absence from a place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Absence {
    pub(crate) genre: &'static str,
    pub(crate) du: NaiveDate,
    pub(crate) au: NaiveDate,
}

/// A stay in one place.
#[derive(Clone, Debug)]
pub(crate) struct Sejour {
    pub(crate) id: Uuid,
    pub(crate) du: NaiveDate,
    /// Code of the kind of place.
    pub(crate) genre: &'static str,
    /// The establishment or assistant familial.
    pub(crate) lieu: Uuid,
    pub(crate) commune: Commune,
    pub(crate) secret: bool,
    pub(crate) absence: Option<Absence>,
}

impl Parcours {
    /// The place on a day; none: the child waits for one.
    pub(crate) fn sejour(&self, le: NaiveDate) -> Option<&Sejour> {
        self.sejours.iter().rev().find(|sejour| sejour.du <= le)
    }

    /// When a stay ends: with the next one, or with the parcours.
    pub(crate) fn fin_du_sejour(&self, rang: usize) -> Option<NaiveDate> {
        let suivant = self.sejours.get(rang + 1).map(|sejour| sejour.du);
        suivant.or(self.fin.map(|fin| fin.le))
    }

    fn mode(&self, le: NaiveDate) -> Mode {
        self.sejour(le).map_or(Mode::Autre, |sejour| mode(sejour.genre))
    }
}

fn mode(genre: &str) -> Mode {
    match genre {
        "assistant_familial" => Mode::FamilleAccueil,
        "mecs"
        | "foyer_de_l_enfance"
        | "pouponniere"
        | "parent_enfant"
        | "village_d_enfants"
        | "lieu_de_vie"
        | "etablissement_medico_social" => Mode::Etablissement,
        "hebergement_autonome" => Mode::Autonome,
        _ => Mode::Autre,
    }
}

/// Young people live alone from this age, in years.
const AUTONOMIE_ANS: i32 = 16;

impl Monde {
    /// The places of six years.
    pub(crate) fn accueillir(&mut self) {
        for annee in 0..ANNEES.len() {
            for rang in 0..self.parcours.len() {
                if !self.parcours[rang].genre.milieu_ouvert() {
                    self.accueillir_dans_l_annee(rang, annee);
                }
            }
            self.respecter_les_modes(annee);
        }
        for rang in 0..self.parcours.len() {
            for sejour in 0..self.parcours[rang].sejours.len() {
                self.parcours[rang].sejours[sejour].absence = self.absence(rang, sejour);
            }
        }
    }

    fn accueillir_dans_l_annee(&mut self, rang: usize, annee: usize) {
        let parcours = &self.parcours[rang];
        let reprise = parcours.origine == Origine::Reprise;
        let entre = parcours.effet.year() == ANNEES[annee] || (reprise && annee == 0);
        let present = parcours.effet.year() < ANNEES[annee]
            && parcours.court_apres(plus(premier(ANNEES[annee]), 12));
        if entre {
            self.installer(rang);
        } else if present && parcours.sejours.is_empty() {
            self.admettre_enfin(rang, annee);
        } else if present {
            self.peut_etre_changer(rang, annee);
        }
    }

    fn installer(&mut self, rang: usize) {
        let genre = self.lieu_tire(rang);
        let reprise = self.parcours[rang].origine == Origine::Reprise;
        let attend = mode(genre) == Mode::Autre
            && self.parcours[rang].genre == Genre::Confie
            && !reprise
            && self.hasard.pour_mille(450);
        if attend {
            return;
        }
        let effet = self.parcours[rang].effet;
        let immediat = reprise || self.hasard.pour_mille(700);
        let du = if immediat { effet } else { plus(effet, self.hasard.entre(1, 5)) };
        self.loger(rang, genre, du);
    }

    /// Those who waited for a place at the end of the year before.
    fn admettre_enfin(&mut self, rang: usize, annee: usize) {
        let genre = self.lieu_tire(rang);
        let debut = plus(premier(ANNEES[annee]), 3);
        let du = self.hasard.jour(debut, plus(debut, 90));
        if self.parcours[rang].court_apres(plus(du, 4)) {
            self.loger(rang, genre, du);
        }
    }

    fn peut_etre_changer(&mut self, rang: usize, annee: usize) {
        if !self.hasard.pour_mille(110) || self.parcours[rang].genre == Genre::Adb {
            return;
        }
        let dernier =
            self.parcours[rang].sejours.last().map_or(self.parcours[rang].effet, |s| s.du);
        let debut = plus(premier(ANNEES[annee]), 4).max(plus(dernier, 15));
        let du = self.hasard.jour(debut, jour(ANNEES[annee], 12, 12));
        let possible = du.year() == ANNEES[annee] && self.parcours[rang].court_apres(plus(du, 8));
        if possible {
            let genre = self.lieu_tire(rang);
            self.loger(rang, genre, du);
        }
    }

    fn loger(&mut self, rang: usize, genre: &'static str, du: NaiveDate) {
        let territoire = self.parcours[rang].territoire;
        let sejour = Sejour {
            id: self.hasard.uuid(),
            du,
            genre,
            lieu: self.hasard.uuid(),
            commune: self.mots.commune(&mut self.hasard, territoire),
            secret: self.hasard.pour_mille(15),
            absence: None,
        };
        self.parcours[rang].sejours.push(sejour);
    }

    fn age(&self, rang: usize, le: NaiveDate) -> i32 {
        let naissance = self.enfants[self.parcours[rang].enfant].naissance;
        i32::try_from(jours_entre(naissance, le) * 100 / 36525).expect("an age")
    }

    fn lieu_tire(&mut self, rang: usize) -> &'static str {
        let age = self.age(rang, self.parcours[rang].effet);
        let grand = usize::from(age >= AUTONOMIE_ANS);
        let poids = match self.parcours[rang].genre {
            Genre::Adb => return "tiers_benevole",
            Genre::Tdc => return "tiers_digne_de_confiance",
            Genre::Direct => return self.hasard.parmi(&["mecs", "mecs", "lieu_de_vie"]),
            Genre::Mna => [10, 45, 12, 33],
            Genre::Aed | Genre::Aemo | Genre::AemoR | Genre::Confie => [43, 43, 2 * grand, 13],
        };
        let choix: [(Mode, usize); 4] = std::array::from_fn(|i| (Mode::TOUS[i], poids[i]));
        let mode = self.hasard.pese(&choix);
        self.genre_du_mode(rang, mode)
    }

    fn genre_du_mode(&mut self, rang: usize, mode: Mode) -> &'static str {
        let petit = self.age(rang, self.parcours[rang].effet) < 3;
        let mna = self.parcours[rang].genre == Genre::Mna;
        match mode {
            Mode::FamilleAccueil => "assistant_familial",
            Mode::Autonome => "hebergement_autonome",
            Mode::Etablissement if petit => self.hasard.pese(&[
                ("pouponniere", 7),
                ("parent_enfant", 2),
                ("village_d_enfants", 1),
            ]),
            Mode::Etablissement => self.hasard.pese(&[
                ("mecs", 55),
                ("foyer_de_l_enfance", 15),
                ("village_d_enfants", 8),
                ("lieu_de_vie", 15),
                ("etablissement_medico_social", 7),
            ]),
            Mode::Autre if mna => self.hasard.pese(&[("hotel", 8), ("autre", 2)]),
            Mode::Autre => self.hasard.pese(&[
                ("domicile_parents", 75),
                ("internat_scolaire", 12),
                ("hotel", 3),
                ("autre", 10),
            ]),
        }
    }

    /// Moves children from the groups that have too many to those that have too few.
    fn respecter_les_modes(&mut self, annee: usize) {
        let le = cloture(ANNEES[annee]);
        let mut par_mode: [Vec<usize>; 4] = Default::default();
        let mut fixes = [0; 4];
        for rang in 0..self.parcours.len() {
            let parcours = &self.parcours[rang];
            if !parcours.genre.confie() || !parcours.en_stock(le) {
                continue;
            }
            let mode = parcours.mode(le) as usize;
            if parcours.genre == Genre::Adb {
                fixes[mode] += 1;
            } else {
                par_mode[mode].push(rang);
            }
        }
        for liste in &mut par_mode {
            self.hasard.melange(liste);
            // The last of the list moves first: those who have just come in.
            liste.sort_by_key(|&rang| self.parcours[rang].effet.year() == ANNEES[annee]);
        }
        let quotas = self.plan.modes[annee];
        for vers in [Mode::Autonome, Mode::FamilleAccueil, Mode::Etablissement, Mode::Autre] {
            while par_mode[vers as usize].len() + fixes[vers as usize] < quotas[vers as usize] {
                let Some(rang) = self.prelever(&mut par_mode, &fixes, &quotas, vers) else { break };
                par_mode[vers as usize].insert(0, rang);
                self.deplacer(rang, annee, vers);
            }
        }
    }

    /// One child of a group that has too many; the oldest when he is to live alone.
    fn prelever(
        &self,
        par_mode: &mut [Vec<usize>; 4],
        fixes: &[usize; 4],
        quotas: &[usize; 4],
        vers: Mode,
    ) -> Option<usize> {
        let trop = |mode: &usize| par_mode[*mode].len() + fixes[*mode] > quotas[*mode];
        let pleins: Vec<usize> = (0..4).filter(trop).collect();
        if vers != Mode::Autonome {
            return pleins.into_iter().find_map(|mode| par_mode[mode].pop());
        }
        let naissance = |rang: usize| self.enfants[self.parcours[rang].enfant].naissance;
        let plus_age = |mode: usize| {
            let rangs = par_mode[mode].iter().enumerate();
            rangs.map(|(place, &rang)| (naissance(rang), mode, place)).min()
        };
        let (_, mode, place) = pleins.into_iter().filter_map(plus_age).min()?;
        Some(par_mode[mode].remove(place))
    }

    fn deplacer(&mut self, rang: usize, annee: usize, vers: Mode) {
        let genre = self.genre_du_mode(rang, vers);
        let debut = premier(ANNEES[annee]);
        let effet = self.parcours[rang].effet;
        match self.parcours[rang].sejours.last_mut() {
            Some(dernier) if dernier.du >= debut || annee == 0 => dernier.genre = genre,
            Some(_) => {
                let du = self.hasard.jour(plus(debut, 4), jour(ANNEES[annee], 12, 18));
                self.loger(rang, genre, du);
            }
            None => {
                let du = self.hasard.jour(effet.max(plus(debut, 4)), jour(ANNEES[annee], 12, 18));
                self.loger(rang, genre, du);
            }
        }
    }

    fn absence(&mut self, rang: usize, sejour: usize) -> Option<Absence> {
        let parcours = &self.parcours[rang];
        let debut = plus(parcours.sejours[sejour].du, 10).max(jour(2018, 1, 10));
        let fin = parcours.fin_du_sejour(sejour).unwrap_or(plus(LIMITE, -4));
        if !self.hasard.pour_mille(45) || plus(debut, 40) > fin {
            return None;
        }
        let du = self.hasard.jour(debut, plus(fin, -25));
        let au = plus(du, self.hasard.entre(1, 18));
        let genre = self.hasard.pese(&[("fugue", 6), ("hospitalisation", 3), ("sejour", 1)]);
        (au <= jour(du.year(), 12, 20)).then_some(Absence { genre, du, au })
    }
}
