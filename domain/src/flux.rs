//! A stream that is not a child's: an adult, a bucket of identities, a Département's settings.
//!
//! What such a stream recorded, and its effective history, when its events may be corrected. It is the
//! same law as a child's ([`crate::histoire`]): annulments and rectifications are events, a later one
//! decides whether an earlier one counts, and what is left stands in the order of the facts.
//!
//! # Invariants
//!
//! - Annulling an annulment restores.
//! - The order is (`survenu_le`, its hour when known, version): one stream has one order of recording.
//!
//! Deliberately absent: several streams in one history, which only a child's merge makes.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::evenement::{Acte, Recordable};
use crate::temps::Survenu;

/// An event as recorded on its stream.
#[derive(Clone, Debug, PartialEq)]
pub struct Inscrit<E> {
    /// Its number on the stream, from 1.
    pub version: u32,
    /// Its place in the journal.
    pub position: u64,
    /// The one proven date; absent for an event not yet appended.
    pub enregistre_a: Option<DateTime<Utc>>,
    /// Who typed it.
    pub auteur: String,
    /// The event and its declared dates.
    pub acte: Acte<E>,
}

/// What an event corrects, when it is a correction.
#[derive(Clone, Debug, PartialEq)]
pub enum Correction<'a, E> {
    /// The event of that version never happened.
    Annule {
        /// Which.
        version: u32,
    },
    /// The event of that version happened otherwise.
    Rectifie {
        /// Which.
        version: u32,
        /// What should have been recorded.
        remplacement: &'a E,
        /// When it was true.
        survenu: Survenu,
    },
}

/// Events some of which correct others.
pub trait Corrigible: Recordable + Clone {
    /// The correction it is, when it is one.
    fn correction(&self) -> Option<Correction<'_, Self>>;
}

/// An event of the effective history of one stream.
#[derive(Clone, Debug, PartialEq)]
pub struct Effectif<E> {
    /// The recorded event it comes from.
    pub version: u32,
    /// Its place in the journal.
    pub position: u64,
    /// The rectification that gave it this form.
    pub rectifie_par: Option<u32>,
    /// When it was true.
    pub survenu: Survenu,
    /// When the Département received it.
    pub connu_le: NaiveDate,
    /// What happened; never a correction.
    pub evenement: E,
}

/// A stream and what it recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Flux<E> {
    /// Its identifier.
    pub id: Uuid,
    inscrits: Vec<Inscrit<E>>,
}

impl<E> Flux<E> {
    /// A stream that recorded nothing.
    #[must_use]
    pub fn nouveau(id: Uuid) -> Self {
        Self { id, inscrits: Vec::new() }
    }

    /// What it recorded, in order.
    #[must_use]
    pub fn inscrits(&self) -> &[Inscrit<E>] {
        &self.inscrits
    }

    /// Its version: the number of its events.
    #[must_use]
    pub fn version(&self) -> u32 {
        u32::try_from(self.inscrits.len()).expect("a stream has far fewer than 2^32 events")
    }

    /// Takes a recorded event into account.
    pub fn push(&mut self, inscrit: Inscrit<E>) {
        self.inscrits.push(inscrit);
    }

    /// Takes an event into account before it is recorded: it comes after all others.
    pub fn push_acte(&mut self, acte: Acte<E>) {
        let position = self.inscrits.last().map_or(0, |last| last.position) + 1;
        let version = self.version() + 1;
        let auteur = String::new();
        self.push(Inscrit { version, position, enregistre_a: None, auteur, acte });
    }
}

impl<E: Corrigible> Flux<E> {
    /// The effective history.
    #[must_use]
    pub fn histoire(&self) -> Vec<Effectif<E>> {
        let fates = self.fates();
        let mut effectifs: Vec<Effectif<E>> =
            self.inscrits.iter().filter_map(|inscrit| effectif(inscrit, &fates)).collect();
        effectifs.sort_by_key(|e| (e.survenu.le, e.survenu.a, e.version));
        effectifs
    }

    /// The versions, corrections included, that an annulment that counts says never happened.
    #[must_use]
    pub fn annules(&self) -> BTreeSet<u32> {
        let annulled = |(version, fate)| matches!(fate, Fate::Annule).then_some(version);
        self.fates().into_iter().filter_map(annulled).collect()
    }

    /// Reads corrections from the last to the first: a later one decides whether an earlier one counts.
    fn fates(&self) -> BTreeMap<u32, Fate<'_, E>> {
        let mut fates: BTreeMap<u32, Fate<'_, E>> = BTreeMap::new();
        for inscrit in self.inscrits.iter().rev() {
            let Some(correction) = inscrit.acte.evenement.correction() else { continue };
            if matches!(fates.get(&inscrit.version), Some(Fate::Annule)) {
                continue;
            }
            match correction {
                Correction::Annule { version } => {
                    fates.insert(version, Fate::Annule);
                }
                Correction::Rectifie { version, remplacement, survenu } => {
                    let said = match fates.get(&inscrit.version) {
                        Some(Fate::Rectifie(later)) => *later,
                        Some(Fate::Annule) | None => (inscrit.version, remplacement, survenu),
                    };
                    fates.entry(version).or_insert(Fate::Rectifie(said));
                }
            }
        }
        fates
    }
}

/// What the corrections make of one recorded event.
enum Fate<'a, E> {
    Annule,
    /// By the event of that version, into that, then.
    Rectifie((u32, &'a E, Survenu)),
}

fn effectif<E: Corrigible>(
    inscrit: &Inscrit<E>,
    fates: &BTreeMap<u32, Fate<'_, E>>,
) -> Option<Effectif<E>> {
    let Inscrit { version, position, enregistre_a: _, auteur: _, acte } = inscrit;
    if acte.evenement.correction().is_some() {
        return None;
    }
    let (rectifie_par, evenement, survenu) = match fates.get(version) {
        Some(Fate::Annule) => return None,
        Some(Fate::Rectifie((by, evenement, survenu))) => (Some(*by), *evenement, *survenu),
        None => (None, &acte.evenement, acte.survenu),
    };
    Some(Effectif {
        version: *version,
        position: *position,
        rectifie_par,
        survenu,
        connu_le: acte.connu_le,
        evenement: evenement.clone(),
    })
}
