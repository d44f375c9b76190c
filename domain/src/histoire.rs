//! The effective history: what is held to have happened, in the order in which it happened.
//!
//! It is made of the recorded events of one or more streams, annulments and rectifications applied,
//! in the order (`survenu_le`, its hour when known, position). `connu_a` cuts by position *before*
//! anything is applied; `au` cuts by date *after*.
//!
//! # Invariants
//!
//! - An annulment or a rectification counts unless a later one that counts annuls it; so annulling
//!   an annulment restores.
//! - A fact is never known before it happened: one whose day is rectified to a later one is known on that
//!   day at the earliest. The message did arrive when it was said to; only what it told was misdated, so
//!   refusing the rectification would leave the wrong day standing.
//! - A rectified event keeps the place of the original among events of the same instant.
//! - On a same day, an event whose hour is unknown stands before those whose hour is known. Chapters
//!   do not rely on the order within a day: their states hold dated facts.
//!
//! - In a history of several streams (a merge, [`reunie`]), who the child is comes from the stream of the
//!   principal alone; what happened to him comes from all of them.
//!
//! Deliberately absent: which streams are merged; that is the file's business ([`crate::dossier`]).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::evenement::{Acte, Evenement};
use crate::ids::EnfantId;
use crate::temps::Survenu;
use crate::{dossier, identite};

/// One recorded event, named by its stream and version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cible {
    /// The child.
    pub flux: EnfantId,
    /// From 1.
    pub version: u32,
}

/// An event as recorded in the journal.
#[derive(Clone, Debug, PartialEq)]
pub struct Enregistre {
    /// Its name.
    pub cible: Cible,
    /// Its place in the journal; of two streams, the order of recording.
    pub position: u64,
    /// The one proven date; absent for an event not yet appended.
    pub enregistre_a: Option<DateTime<Utc>>,
    /// Who typed it.
    pub auteur: String,
    /// The event and its declared dates.
    pub acte: Acte,
}

/// An event of the effective history.
#[derive(Clone, Debug, PartialEq)]
pub struct Effectif {
    /// The recorded event it comes from.
    pub cible: Cible,
    /// Place of the original in the journal.
    pub position: u64,
    /// When the original was recorded.
    pub enregistre_a: Option<DateTime<Utc>>,
    /// Who typed the form that counts.
    pub auteur: String,
    /// Version of the rectification that gave it this form.
    pub rectifie_par: Option<u32>,
    /// Its place among the recorded events, from 1, or that of the rectification that counts: of one
    /// stream, its version; of several, a number they share.
    pub rang: u32,
    /// Its place among the recorded events before any correction.
    pub rang_origine: u32,
    /// When it was true.
    pub survenu: Survenu,
    /// When the Département received it.
    pub connu_le: NaiveDate,
    /// What happened; never a correction.
    pub evenement: Evenement,
}

/// What the corrections make of one recorded event.
enum Sort<'a> {
    Annule,
    Rectifie { par: Cible, auteur: &'a str, rectification: &'a dossier::Rectifie },
}

/// The effective history of recorded events (of one or several streams).
#[must_use]
pub fn effective<'a>(enregistres: impl IntoIterator<Item = &'a Enregistre>) -> Vec<Effectif> {
    let mut recorded: Vec<&Enregistre> = enregistres.into_iter().collect();
    recorded.sort_by_key(|e| (e.position, e.cible));
    let sorts = sorts(&recorded);
    let rangs = Rangs::of(&recorded);
    let mut effectifs: Vec<Effectif> =
        recorded.iter().filter_map(|enregistre| effectif(enregistre, &sorts, &rangs)).collect();
    effectifs.sort_by_key(|e| (e.survenu.le, e.survenu.a, e.position, e.cible));
    effectifs
}

/// The effective history of a child whose file others were merged into: who he is comes from his own
/// stream.
#[must_use]
pub fn reunie<'a>(
    principal: EnfantId,
    enregistres: impl IntoIterator<Item = &'a Enregistre>,
) -> Vec<Effectif> {
    let mut effectifs = effective(enregistres);
    effectifs.retain(|e| e.cible.flux == principal || !says_who(&e.evenement));
    effectifs
}

/// Whether an event says who the child is, and nothing of what happened to him.
fn says_who(evenement: &Evenement) -> bool {
    matches!(
        evenement,
        Evenement::Identite(
            identite::Event::Inscrit(_)
                | identite::Event::NonIdentifieSignale(_)
                | identite::Event::Identifie(_)
                | identite::Event::NaissanceFixee(_)
        )
    )
}

/// The places of recorded events: versions when one stream holds them all, else numbers they share.
struct Rangs(Option<BTreeMap<Cible, u32>>);

impl Rangs {
    fn of(recorded: &[&Enregistre]) -> Self {
        let mut flux = recorded.iter().map(|enregistre| enregistre.cible.flux);
        let first = flux.next();
        if flux.all(|other| Some(other) == first) {
            return Self(None);
        }
        let numbered = recorded.iter().map(|enregistre| enregistre.cible).zip(1..);
        Self(Some(numbered.collect()))
    }

    fn rang(&self, cible: Cible) -> u32 {
        let shared = self.0.as_ref().and_then(|shared| shared.get(&cible).copied());
        shared.unwrap_or(cible.version)
    }
}

/// The recorded events, corrections included, that an annulment that counts says never happened.
#[must_use]
pub fn annules<'a>(enregistres: impl IntoIterator<Item = &'a Enregistre>) -> BTreeSet<Cible> {
    let mut recorded: Vec<&Enregistre> = enregistres.into_iter().collect();
    recorded.sort_by_key(|e| (e.position, e.cible));
    let annulled = |(cible, sort)| match sort {
        Sort::Annule => Some(cible),
        Sort::Rectifie { par: _, auteur: _, rectification: _ } => None,
    };
    sorts(&recorded).into_iter().filter_map(annulled).collect()
}

/// The part of a history that is true on a day.
pub fn au(effectifs: &[Effectif], au: NaiveDate) -> impl Iterator<Item = &Effectif> {
    effectifs.iter().filter(move |effectif| effectif.survenu.le <= au)
}

/// Reads corrections from the last to the first: a later one decides whether an earlier one counts.
fn sorts<'a>(recorded: &[&'a Enregistre]) -> BTreeMap<Cible, Sort<'a>> {
    let mut sorts: BTreeMap<Cible, Sort<'a>> = BTreeMap::new();
    for enregistre in recorded.iter().rev() {
        let Evenement::Dossier(correction) = &enregistre.acte.evenement else { continue };
        if matches!(sorts.get(&enregistre.cible), Some(Sort::Annule)) {
            continue;
        }
        match correction {
            dossier::Event::Annule(annule) => {
                sorts.insert(annule.cible, Sort::Annule);
            }
            dossier::Event::Rectifie(rectifie) => {
                let (par, auteur, rectification) = latest(enregistre, rectifie, &sorts);
                sorts.entry(rectifie.cible).or_insert(Sort::Rectifie {
                    par,
                    auteur,
                    rectification,
                });
            }
            // Neither an erasure nor a merge changes what is held to have happened.
            dossier::Event::Efface(_) | dossier::Event::Reuni(_) | dossier::Event::Disjoint(_) => {}
        }
    }
    sorts
}

/// A rectification that was itself rectified says what its own rectification says.
fn latest<'a>(
    enregistre: &'a Enregistre,
    rectifie: &'a dossier::Rectifie,
    sorts: &BTreeMap<Cible, Sort<'a>>,
) -> (Cible, &'a str, &'a dossier::Rectifie) {
    match sorts.get(&enregistre.cible) {
        Some(Sort::Rectifie { par, auteur, rectification }) => (*par, *auteur, *rectification),
        Some(Sort::Annule) | None => (enregistre.cible, &enregistre.auteur, rectifie),
    }
}

fn effectif(
    enregistre: &Enregistre,
    sorts: &BTreeMap<Cible, Sort<'_>>,
    rangs: &Rangs,
) -> Option<Effectif> {
    let Enregistre { cible, position, enregistre_a, auteur, acte } = enregistre;
    if matches!(acte.evenement, Evenement::Dossier(_)) {
        return None;
    }
    let (par, auteur, survenu, evenement) = match sorts.get(cible) {
        Some(Sort::Annule) => return None,
        Some(Sort::Rectifie { par, auteur, rectification }) => {
            (Some(*par), *auteur, rectification.survenu, (*rectification.remplacement).clone())
        }
        None => (None, auteur.as_str(), acte.survenu, acte.evenement.clone()),
    };
    Some(Effectif {
        cible: *cible,
        position: *position,
        enregistre_a: *enregistre_a,
        auteur: auteur.to_owned(),
        rectifie_par: par.map(|par| par.version),
        rang: rangs.rang(par.unwrap_or(*cible)),
        rang_origine: rangs.rang(*cible),
        survenu,
        connu_le: acte.connu_le.max(survenu.le),
        evenement,
    })
}

/// A fact kept by a chapter's state, with its dates and the event it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Datee<T> {
    /// When it was true.
    pub survenu: Survenu,
    /// When the Département received it.
    pub connu_le: NaiveDate,
    /// The place of the event among those recorded: its version, when one stream holds them all.
    pub version: u32,
    /// The fact.
    pub fait: T,
}

impl<T> Datee<T> {
    /// The day it was true.
    pub fn le(&self) -> NaiveDate {
        self.survenu.le
    }
}

impl Effectif {
    /// Keeps a fact of this event.
    pub fn datee<T: Clone>(&self, fait: &T) -> Datee<T> {
        Datee {
            survenu: self.survenu,
            connu_le: self.connu_le,
            version: self.rang_origine,
            fait: fait.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn enfant() -> EnfantId {
        EnfantId(Uuid::from_u128(1))
    }

    fn cible(version: u32) -> Cible {
        Cible { flux: enfant(), version }
    }

    fn jour(le: &str) -> Survenu {
        Survenu::le(le.parse().expect("a date"))
    }

    fn residence(commune: &str) -> Evenement {
        Evenement::Identite(identite::Event::ResidenceDeclaree(identite::ResidenceDeclaree {
            commune: Some(commune.to_owned()),
            adresse: None,
            service_responsable: None,
        }))
    }

    fn annule(version: u32) -> Evenement {
        let annule = dossier::Annule { cible: cible(version), motif: "erreur".into() };
        Evenement::Dossier(dossier::Event::Annule(annule))
    }

    fn rectifie(version: u32, commune: &str, le: &str) -> Evenement {
        Evenement::Dossier(dossier::Event::Rectifie(dossier::Rectifie {
            cible: cible(version),
            motif: "erreur".into(),
            remplacement: Box::new(residence(commune)),
            survenu: jour(le),
        }))
    }

    fn recorded(events: Vec<(&str, Evenement)>) -> Vec<Enregistre> {
        let numbered = (1..).zip(events);
        numbered
            .map(|(version, (le, evenement))| Enregistre {
                cible: cible(version),
                position: u64::from(version) * 10,
                enregistre_a: None,
                auteur: "agent".into(),
                acte: Acte { survenu: jour(le), connu_le: jour(le).le, evenement },
            })
            .collect()
    }

    fn communes(events: Vec<(&str, Evenement)>) -> Vec<String> {
        effective(&recorded(events))
            .into_iter()
            .map(|effectif| {
                let commune = effectif.evenement.to_stored().data["commune"].take();
                format!("{} {}", effectif.survenu.le, commune.as_str().unwrap_or_default())
            })
            .collect()
    }

    #[test]
    fn l_histoire_suit_les_faits_et_non_la_saisie() {
        let vues = communes(vec![("2022-03-01", residence("B")), ("2022-01-01", residence("A"))]);
        assert_eq!(vues, ["2022-01-01 A", "2022-03-01 B"]);
    }

    #[test]
    fn annuler_une_annulation_retablit() {
        let mut events = vec![("2022-01-01", residence("A")), ("2022-02-01", annule(1))];
        assert!(communes(events.clone()).is_empty());
        events.push(("2022-02-02", annule(2)));
        assert_eq!(communes(events.clone()), ["2022-01-01 A"]);
        events.push(("2022-02-03", annule(3)));
        assert!(communes(events).is_empty());
    }

    #[test]
    fn un_fait_rectifie_a_un_jour_plus_tard_n_est_pas_connu_avant() {
        let known = |rectified: &str| {
            let mut events = recorded(vec![("2022-01-01", residence("A"))]);
            events[0].acte.connu_le = jour("2022-01-05").le;
            events.extend(
                recorded(vec![
                    ("2022-01-01", residence("A")),
                    ("2022-02-01", rectifie(1, "A", rectified)),
                ])
                .pop(),
            );
            effective(&events)[0].connu_le
        };
        assert_eq!(known("2022-01-05"), jour("2022-01-05").le);
        assert_eq!(known("2022-01-06"), jour("2022-01-06").le);
        assert_eq!(known("2021-12-01"), jour("2022-01-05").le, "known when it was received");
    }

    #[test]
    fn la_derniere_rectification_qui_compte_l_emporte() {
        let mut events = vec![
            ("2022-01-01", residence("A")),
            ("2022-02-01", rectifie(1, "B", "2022-01-02")),
            ("2022-02-02", rectifie(1, "C", "2022-01-03")),
        ];
        assert_eq!(communes(events.clone()), ["2022-01-03 C"]);
        events.push(("2022-02-03", annule(3)));
        assert_eq!(communes(events.clone()), ["2022-01-02 B"]);
        events.push(("2022-02-04", rectifie(2, "D", "2022-01-04")));
        assert_eq!(communes(events.clone()), ["2022-01-04 D"]);
        events.push(("2022-02-05", annule(1)));
        assert!(
            communes(events).is_empty(),
            "the original annulled takes its rectifications along"
        );
    }
}
