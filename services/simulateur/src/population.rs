//! The families and their children.
//!
//! # Invariants
//!
//! - No child is born between 21 December and 1 January: nobody comes of age around a closing day.
//! - A family lives in one territory as long as one of its children has a measure there.
//!
//! Deliberately absent: adults as persons. They are a name in a text.

use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use crate::calendrier::{jour, majorite, plus};
use crate::monde::Monde;
use crate::noms::Commune;
use crate::territoire::Territoire;

/// How the Département knows who the child is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Identite {
    /// From the first day.
    Connue,
    /// Reported without a name; named later, or never.
    Signalee { identifie_le: Option<NaiveDate> },
}

/// A child.
#[derive(Clone, Debug)]
pub(crate) struct Enfant {
    pub(crate) id: Uuid,
    pub(crate) famille: usize,
    pub(crate) prenom: &'static str,
    pub(crate) naissance: NaiveDate,
    pub(crate) sexe: &'static str,
    pub(crate) identite: Identite,
    pub(crate) mna_le: Option<NaiveDate>,
    /// The first day on which a new measure may begin; none: never again.
    pub(crate) libre_le: Option<NaiveDate>,
    /// PPE established, with the number of revisions.
    pub(crate) projets: Vec<Projet>,
}

/// A PPE.
#[derive(Clone, Debug)]
pub(crate) struct Projet {
    pub(crate) id: Uuid,
    pub(crate) etabli_le: NaiveDate,
    pub(crate) revisions: Vec<NaiveDate>,
}

/// A home.
#[derive(Clone, Debug)]
pub(crate) struct Residence {
    pub(crate) du: NaiveDate,
    pub(crate) commune: Commune,
    pub(crate) adresse: String,
}

/// A family.
#[derive(Clone, Debug)]
pub(crate) struct Famille {
    pub(crate) nom: &'static str,
    pub(crate) nom_mere: &'static str,
    /// Oldest first; the first has always been there.
    pub(crate) residences: Vec<Residence>,
    pub(crate) enfants: Vec<usize>,
    /// A new information before that day would concern the situation under way.
    pub(crate) occupee_jusqu_au: NaiveDate,
    /// No later information: alone, or never named.
    pub(crate) sans_retour: bool,
}

impl Famille {
    /// Where it lives on a day.
    pub(crate) fn residence(&self, le: NaiveDate) -> &Residence {
        let avant = self.residences.iter().rev().find(|residence| residence.du <= le);
        avant.unwrap_or(&self.residences[0])
    }

    pub(crate) fn territoire(&self, le: NaiveDate) -> Territoire {
        self.residence(le).commune.territoire
    }
}

impl Monde {
    /// A new family, with children of less than so many months on that day.
    pub(crate) fn fonder(
        &mut self,
        territoire: Territoire,
        le: NaiveDate,
        enfants: i64,
        mois: (i64, i64),
    ) -> usize {
        let famille = self.familles.len();
        let nom = self.mots.nom(&mut self.hasard);
        let residence = Residence {
            du: jour(1990, 1, 1),
            commune: self.mots.commune(&mut self.hasard, territoire),
            adresse: self.mots.adresse(&mut self.hasard),
        };
        let nom_mere = self.mots.nom(&mut self.hasard);
        self.familles.push(Famille {
            nom,
            nom_mere,
            residences: vec![residence],
            enfants: Vec::new(),
            occupee_jusqu_au: jour(1990, 1, 1),
            sans_retour: false,
        });
        for _ in 0..enfants {
            let age_mois = self.hasard.entre(mois.0, mois.1);
            self.naitre(famille, le, age_mois);
        }
        famille
    }

    /// A child of so many months on that day.
    pub(crate) fn naitre(&mut self, famille: usize, le: NaiveDate, age_mois: i64) -> usize {
        let enfant = Enfant {
            id: self.hasard.uuid(),
            famille,
            prenom: self.mots.prenom(&mut self.hasard),
            naissance: self.naissance(le, age_mois),
            sexe: self.hasard.parmi(&["masculin", "feminin"]),
            identite: Identite::Connue,
            mna_le: None,
            libre_le: Some(jour(1990, 1, 1)),
            projets: Vec::new(),
        };
        self.enfants.push(enfant);
        self.familles[famille].enfants.push(self.enfants.len() - 1);
        self.enfants.len() - 1
    }

    fn naissance(&mut self, le: NaiveDate, age_mois: i64) -> NaiveDate {
        let vers = plus(le, -(age_mois * 61 / 2) - self.hasard.entre(12, 26));
        let evite = (vers.month() == 12 && vers.day() > 20)
            || (vers.month() == 1 && vers.day() == 1)
            || (vers.month() == 2 && vers.day() == 29);
        if evite { plus(vers, -12) } else { vers }
    }

    pub(crate) fn majorite(&self, enfant: usize) -> NaiveDate {
        majorite(self.enfants[enfant].naissance)
    }

    /// The children of a family who are born and still well under age on a day.
    pub(crate) fn mineurs(&self, famille: usize, le: NaiveDate) -> Vec<usize> {
        let mineur = |&enfant: &usize| {
            plus(self.enfants[enfant].naissance, 8) <= le && plus(le, 120) < self.majorite(enfant)
        };
        self.familles[famille].enfants.iter().copied().filter(mineur).collect()
    }

    pub(crate) fn territoire_tire(&mut self) -> Territoire {
        self.hasard.pese(&Territoire::TOUS.map(|territoire| (territoire, territoire.poids())))
    }

    /// How many children a family has.
    pub(crate) fn fratrie_tiree(&mut self) -> i64 {
        self.hasard.pese(&[(1, 36), (2, 36), (3, 18), (4, 8), (5, 2)])
    }

    /// Moves, once the measures are known: to another territory only when no measure is left to run.
    pub(crate) fn demenager(&mut self) {
        for famille in 0..self.familles.len() {
            if self.familles[famille].sans_retour || !self.hasard.pour_mille(90) {
                continue;
            }
            let annee = i32::try_from(self.hasard.entre(2018, 2023)).expect("a year");
            let le = self.hasard.jour(jour(annee, 2, 1), jour(annee, 11, 30));
            let lie = self.familles[famille].enfants.iter().any(|&enfant| {
                self.parcours.iter().rev().any(|p| p.enfant == enfant && p.court_apres(le))
            });
            let ici = self.familles[famille].territoire(le);
            let territoire = if lie { ici } else { self.territoire_tire() };
            let residence = Residence {
                du: le,
                commune: self.mots.commune(&mut self.hasard, territoire),
                adresse: self.mots.adresse(&mut self.hasard),
            };
            self.familles[famille].residences.push(residence);
        }
    }
}
