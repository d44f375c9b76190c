//! Invented children, and the ways their names and birth dates come back wrong: what the search of
//! identities is judged on.
//!
//! Written before the search, from what a CRIP hears on the telephone and reads in letters, and never
//! fitted to it afterwards.
//!
//! # Invariants
//!
//! - One seed, one population: draws are our own ([`Tirage`]), the same on every machine and for ever.
//! - No real person: surnames are put together from roots and endings or taken among the most frequent
//!   of their language, first names and birth dates are drawn apart from them.
//! - A variant says which child it is of and what was done to him. It always differs from what is
//!   recorded, but for a twin or a homonym, whose name is right and whose likeness is the difficulty.
//!
//! Deliberately absent: any phonetic key, distance or score. They belong to what is judged.

use chrono::{Datelike as _, Days, NaiveDate};
use uuid::Uuid;

/// Who a child is, as recorded, or as somebody asks for him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identite {
    /// Surname.
    pub nom: String,
    /// First names.
    pub prenoms: String,
    /// Birth date; a question may have none.
    pub naissance: Option<NaiveDate>,
    /// « feminin » or « masculin »; a question may not say.
    pub sexe: Option<&'static str>,
    /// Birth name of the mother, when known.
    pub mere: Option<String>,
}

/// What was done to a recorded identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Genre {
    /// One typing slip in the surname.
    FrappeNom,
    /// One typing slip in the first name.
    FrappePrenom,
    /// Written as heard.
    Phonetique,
    /// The usual other spellings of a first name, or another transliteration.
    Graphie,
    /// A particle dropped, glued or added.
    Particule,
    /// Hyphen, space or apostrophe for one another, or none.
    Trait,
    /// One half of a compound name only.
    Incomplet,
    /// Surname and first name exchanged.
    Echange,
    /// The usual diminutive.
    Surnom,
    /// Another of his first names is the one used.
    SecondPrenom,
    /// Called by his mother's name.
    NomDeLaMere,
    /// Birth one day off.
    JourVoisin,
    /// Day and month exchanged.
    JourMois,
    /// One digit of the year wrong.
    Annee,
    /// A twin is in the base, and the name has a slip.
    Jumeau,
    /// Somebody of the same name is in the base, and the date is one day off.
    Homonyme,
}

/// A question somebody asks, and who it is about.
#[derive(Clone, Debug)]
pub struct Variante {
    /// What was done.
    pub genre: Genre,
    /// What is asked.
    pub question: Identite,
    /// Its child: a rank in [`Population::base`].
    pub attendu: usize,
}

/// A base of children and the questions asked of it.
#[derive(Clone, Debug)]
pub struct Population {
    /// The children recorded, with their identifiers.
    pub base: Vec<(Uuid, Identite)>,
    /// The labelled questions.
    pub variantes: Vec<Variante>,
}

impl Genre {
    /// All of them, in the order of their tables.
    pub const TOUS: [Self; 16] = [
        Self::FrappeNom,
        Self::FrappePrenom,
        Self::Phonetique,
        Self::Graphie,
        Self::Particule,
        Self::Trait,
        Self::Incomplet,
        Self::Echange,
        Self::Surnom,
        Self::SecondPrenom,
        Self::NomDeLaMere,
        Self::JourVoisin,
        Self::JourMois,
        Self::Annee,
        Self::Jumeau,
        Self::Homonyme,
    ];

    /// How many of the 300 are of this kind: what happens most is asked most.
    const fn nombre(self) -> usize {
        match self {
            Self::FrappeNom | Self::Phonetique => 28,
            Self::FrappePrenom | Self::Graphie => 24,
            Self::JourVoisin | Self::JourMois | Self::Annee | Self::Jumeau | Self::Homonyme => 18,
            Self::Echange | Self::Trait | Self::Incomplet => 16,
            Self::Particule | Self::Surnom | Self::NomDeLaMere => 15,
            Self::SecondPrenom => 13,
        }
    }

    /// What it is, in French.
    #[must_use]
    pub const fn libelle(self) -> &'static str {
        match self {
            Self::FrappeNom => "faute de frappe dans le nom",
            Self::FrappePrenom => "faute de frappe dans le prénom",
            Self::Phonetique => "écrit comme il s'entend",
            Self::Graphie => "autre graphie ou translittération",
            Self::Particule => "particule omise, collée ou ajoutée",
            Self::Trait => "trait d'union, espace ou apostrophe",
            Self::Incomplet => "nom composé incomplet",
            Self::Echange => "nom et prénom inversés",
            Self::Surnom => "diminutif",
            Self::SecondPrenom => "autre prénom d'usage",
            Self::NomDeLaMere => "appelé du nom de la mère",
            Self::JourVoisin => "naissance à un jour près",
            Self::JourMois => "jour et mois inversés",
            Self::Annee => "année mal saisie",
            Self::Jumeau => "jumeau dans la base",
            Self::Homonyme => "homonyme dans la base",
        }
    }
}

/// The draws of one seed (SplitMix64).
#[derive(Clone, Debug)]
pub struct Tirage(u64);

impl Tirage {
    /// The draws of that seed.
    #[must_use]
    pub const fn new(graine: u64) -> Self {
        Self(graine)
    }

    fn suivant(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn sous(&mut self, borne: usize) -> usize {
        let borne = u64::try_from(borne.max(1)).expect("a list fits");
        usize::try_from(self.suivant() % borne).expect("below a length")
    }

    fn parmi<'a, T>(&mut self, choix: &'a [T]) -> &'a T {
        &choix[self.sous(choix.len())]
    }

    fn pour_cent(&mut self, chances: usize) -> bool {
        self.sous(100) < chances
    }

    fn uuid(&mut self) -> Uuid {
        let (high, low) = (self.suivant(), self.suivant());
        Uuid::from_u64_pair(high, low)
    }
}

/// That many children at least, and the 300 labelled questions.
///
/// # Panics
///
/// When the base is too small to hold a child for each question.
#[must_use]
pub fn population(graine: u64, taille: usize) -> Population {
    let mut tirage = Tirage::new(graine);
    let base = base(&mut tirage, taille);
    let variantes = variantes(&mut tirage, &base);
    Population { base, variantes }
}

mod base;

mod mots;

mod variantes;

use base::base;
use variantes::variantes;

fn jour(annee: i32, jour_de_l_annee: usize) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(annee, 1, 1).expect("1 January exists");
    let after = u64::try_from(jour_de_l_annee).expect("a day of a year");
    first.checked_add_days(Days::new(after)).expect("within the calendar")
}

/// Day and month exchanged, when that is a date and another one.
fn jour_et_mois_inverses(le: NaiveDate) -> Option<NaiveDate> {
    let exchanged = NaiveDate::from_ymd_opt(le.year(), le.day(), le.month())?;
    (exchanged != le).then_some(exchanged)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    #[test]
    fn une_graine_donne_une_population() {
        let (une, autre) = (population(17, 2_000), population(17, 2_000));
        assert_eq!(une.base, autre.base);
        let questions = |population: &Population| {
            population.variantes.iter().map(|v| v.question.clone()).collect::<Vec<_>>()
        };
        assert_eq!(questions(&une), questions(&autre));
        assert_ne!(une.base, population(18, 2_000).base);
    }

    #[test]
    fn trois_cents_variantes_sur_deux_mille_enfants() {
        let population = population(17, 2_000);
        assert!(population.base.len() >= 2_000);
        assert_eq!(population.variantes.len(), 300);
        let mut counts: BTreeMap<Genre, usize> = BTreeMap::new();
        for variante in &population.variantes {
            *counts.entry(variante.genre).or_default() += 1;
        }
        assert!(Genre::TOUS.iter().all(|genre| counts[genre] == genre.nombre()));
        let ids: BTreeSet<Uuid> = population.base.iter().map(|(id, _)| *id).collect();
        assert_eq!(ids.len(), population.base.len());
    }

    #[test]
    fn une_variante_n_est_pas_ce_qui_est_enregistre() {
        let population = population(17, 2_000);
        for variante in &population.variantes {
            let (_, recorded) = &population.base[variante.attendu];
            let said = &variante.question;
            let same_name = said.nom == recorded.nom && said.prenoms == recorded.prenoms;
            let same_birth = said.naissance == recorded.naissance;
            assert!(!(same_name && same_birth), "{:?}: {said:?}", variante.genre);
        }
    }

    #[test]
    fn la_base_a_des_jumeaux_des_fratries_et_des_homonymes() {
        let population = population(17, 2_000);
        let mut families: BTreeMap<_, usize> = BTreeMap::new();
        let mut names: BTreeMap<_, usize> = BTreeMap::new();
        let mut births: BTreeMap<_, usize> = BTreeMap::new();
        for (_, Identite { nom, prenoms, naissance, mere, .. }) in &population.base {
            *families.entry((nom, mere)).or_default() += 1;
            *names.entry((nom, prenoms)).or_default() += 1;
            *births.entry((nom, mere, naissance)).or_default() += 1;
        }
        let several = |counts: usize| counts > 1;
        assert!(families.values().filter(|count| several(**count)).count() > 200);
        assert!(names.values().filter(|count| several(**count)).count() > 20);
        assert!(births.values().filter(|count| several(**count)).count() > 30);
    }
}
