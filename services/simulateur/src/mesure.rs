//! The measures, driven by the stocks: who leaves, who comes in, who waits.
//!
//! A *parcours* here is one child in one kind of stock, from a day to another: a chain of measures
//! with its renewals, or an order followed by others.
//!
//! # Invariants
//!
//! - At the end of each year each (kind, territory) has exactly its stock, and so many wait.
//! - A child is in one parcours at a time, and in none on the day of majority.
//! - Who comes in comes, as far as there are some, from an évaluation that decided it.
//!
//! Deliberately absent: terms and renewals (`terme`) and places (`accueil`).

mod entrees;
mod sorties;

use chrono::NaiveDate;
use uuid::Uuid;

use self::entrees::Entree;
use crate::accueil::Sejour;
use crate::calendrier::{ANNEES, dernier, jour, ouvre, plus, premier, terme};
use crate::monde::Monde;
use crate::plan::Genre;
use crate::terme::Segment;
use crate::territoire::Territoire;

/// Where a parcours comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origine {
    /// Running when the files were taken over.
    Reprise,
    Evaluation(usize),
    /// An information sent to the parquet without a report.
    Urgence,
    /// The judge, or the family, without an information.
    Directe,
    /// It replaces another.
    Relais,
}

/// The legal way in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Voie {
    Ordinaire,
    /// Ordered by the parquet, then by the judge.
    Opp,
    /// By contract with the holders of authority.
    Provisoire,
    Tutelle,
}

/// Why it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MotifFin {
    /// Its term, without any act.
    Echeance,
    Majorite,
    AbsenceDeDanger,
    Demenagement,
    Autre,
    /// Replaced by another parcours.
    Remplacement(usize),
}

/// The end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fin {
    pub(crate) le: NaiveDate,
    pub(crate) motif: MotifFin,
}

/// How a measure at home came to be exercised.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Execution {
    pub(crate) attribuee: Option<NaiveDate>,
    pub(crate) attente: Option<NaiveDate>,
    pub(crate) missionnee: Option<NaiveDate>,
    pub(crate) demarree: Option<NaiveDate>,
}

/// One child in one kind of stock.
#[derive(Clone, Debug)]
pub(crate) struct Parcours {
    pub(crate) enfant: usize,
    pub(crate) genre: Genre,
    pub(crate) territoire: Territoire,
    pub(crate) origine: Origine,
    pub(crate) voie: Voie,
    /// The jugement or contract shared by siblings.
    pub(crate) decision: Uuid,
    pub(crate) prononcee: NaiveDate,
    pub(crate) effet: NaiveDate,
    /// Received by the ASE; none for a contract.
    pub(crate) recue: Option<NaiveDate>,
    pub(crate) fin: Option<Fin>,
    pub(crate) execution: Execution,
    /// On the waiting list at the end of the year it began.
    pub(crate) attend: bool,
    pub(crate) segments: Vec<Segment>,
    pub(crate) sejours: Vec<Sejour>,
}

impl Parcours {
    /// Is it still running after that day?
    pub(crate) fn court_apres(&self, le: NaiveDate) -> bool {
        self.fin.is_none_or(|fin| fin.le > le)
    }

    /// Is it in the stock on that day?
    pub(crate) fn en_stock(&self, le: NaiveDate) -> bool {
        self.effet <= le && self.court_apres(le)
    }

    /// Decided by contract, without a judge.
    pub(crate) fn contrat(&self) -> bool {
        match self.genre {
            Genre::Aed | Genre::Adb => true,
            Genre::Confie => self.voie == Voie::Provisoire,
            Genre::Aemo | Genre::AemoR | Genre::Mna | Genre::Tdc | Genre::Direct => false,
        }
    }
}

/// Six years, each kind and territory at its stock.
impl Monde {
    /// The measures running when the files are taken over.
    pub(crate) fn reprendre(&mut self) {
        for genre in Genre::TOUS {
            for territoire in Territoire::TOUS {
                let mut manque = self.plan.repris(genre, territoire);
                while manque > 0 {
                    manque -= self.reprendre_une_famille(genre, territoire, manque);
                }
            }
        }
    }

    fn reprendre_une_famille(
        &mut self,
        genre: Genre,
        territoire: Territoire,
        manque: usize,
    ) -> usize {
        let effet = self.hasard.jour(jour(2017, 2, 6), jour(2017, 12, 14));
        let (enfants, mois) = match genre {
            Genre::Mna => (1, (182, 199)),
            Genre::Aed
            | Genre::Aemo
            | Genre::AemoR
            | Genre::Confie
            | Genre::Adb
            | Genre::Tdc
            | Genre::Direct => (self.fratrie_tiree(), (3, 196)),
        };
        let famille = self.fonder(territoire, effet, enfants, mois);
        self.familles[famille].sans_retour = genre == Genre::Mna;
        let entree = Entree {
            annee: 0,
            territoire,
            origine: Origine::Reprise,
            decision: self.hasard.uuid(),
            prononcee: plus(effet, -self.hasard.entre(0, 9)),
            effet,
        };
        let concernes: Vec<usize> =
            self.familles[famille].enfants.iter().copied().take(manque).collect();
        for &enfant in &concernes {
            self.ouvrir(enfant, genre, entree, None);
        }
        concernes.len()
    }

    /// The six years.
    pub(crate) fn mesurer(&mut self) {
        let mut candidats = self.candidats();
        for annee in 0..ANNEES.len() {
            self.demarrer_les_attentes(annee);
            let sorties = self.sortir(annee);
            for territoire in Territoire::TOUS {
                let decides = candidats.remove(&(annee, territoire)).unwrap_or_default();
                self.entrer(annee, territoire, decides, &sorties);
            }
            self.executer(annee);
        }
        for rang in 0..self.parcours.len() {
            self.derouler(rang);
        }
    }

    /// Those who waited at the end of the year before.
    fn demarrer_les_attentes(&mut self, annee: usize) {
        let debut = premier(ANNEES[annee]);
        for parcours in &mut self.parcours {
            if parcours.attend && parcours.execution.demarree.is_none() && parcours.fin.is_none() {
                let fin = plus(debut, 118).min(plus(terme(parcours.effet, 12), -2));
                let demarree = self.hasard.jour(plus(debut, 2), fin);
                parcours.execution.demarree = Some(demarree);
                parcours.execution.missionnee = Some(plus(demarree, -1));
            }
        }
    }

    /// Who of the year's entries begins, and who waits at its end.
    fn executer(&mut self, annee: usize) {
        for (genre, rang) in [(Genre::Aed, 0), (Genre::Aemo, 1), (Genre::AemoR, 2)] {
            let du = premier(ANNEES[annee]);
            let mut entres: Vec<(NaiveDate, usize)> = (0..self.parcours.len())
                .filter(|&p| self.parcours[p].genre == genre && self.parcours[p].effet >= du)
                .map(|p| (plus(self.parcours[p].effet, self.hasard.entre(0, 90)), p))
                .collect();
            entres.sort_unstable();
            let mut attente = self.plan.attentes[annee][rang];
            for &(_, parcours) in entres.iter().rev() {
                let reste = self.parcours[parcours].fin.is_none();
                self.parcours[parcours].attend = reste && attente > 0;
                attente -= usize::from(reste && attente > 0);
                self.parcours[parcours].execution = self.execution(annee, parcours);
            }
        }
    }

    fn execution(&mut self, annee: usize, rang: usize) -> Execution {
        let Parcours { genre, effet, recue, fin, attend, .. } = self.parcours[rang];
        let reception = recue.unwrap_or(effet).max(effet);
        let au = fin.map_or(dernier(ANNEES[annee]), |fin| plus(fin.le, -1));
        let au = au.min(dernier(ANNEES[annee]));
        let delai = match genre {
            Genre::Aed => self.hasard.entre(4, 40),
            Genre::Aemo => self.hasard.entre(6, 100),
            Genre::AemoR | Genre::Confie | Genre::Mna | Genre::Adb | Genre::Tdc | Genre::Direct => {
                self.hasard.entre(8, 120)
            }
        };
        let attribuee = ouvre(plus(reception, self.hasard.entre(1, 5))).min(au);
        let demarree = ouvre(plus(reception, delai)).min(au);
        let jamais = fin.is_some() && self.hasard.pour_mille(150);
        if attend || jamais {
            let attente = Some(plus(attribuee, 1)).filter(|&le| le <= au);
            return Execution {
                attribuee: Some(attribuee),
                attente,
                missionnee: None,
                demarree: None,
            };
        }
        let attribuee = attribuee.min(demarree);
        let longue = delai > 25 && plus(attribuee, 3) < demarree;
        Execution {
            attribuee: Some(attribuee),
            attente: longue.then(|| plus(attribuee, 1)),
            missionnee: Some(plus(demarree, -2).max(attribuee)),
            demarree: Some(demarree),
        }
    }
}
