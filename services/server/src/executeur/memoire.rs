//! Histories kept between the batches of an import: a baseline to decide on, never the truth.
//!
//! # Invariants
//!
//! - Versions are checked before anything is decided on a history, and again when appending.
//! - Nothing personal is kept: every seal is closed ([`fermer`]), even those just typed.
//! - Bounded by the number of events kept; the children longest unused go first.
//!
//! Deliberately absent: reads. Whoever looks at a file reads the journal.

use std::collections::HashMap;

use domain::enfant::Enfant;
use domain::evenement::{Acte, Evenement, Illisible};
use domain::ids::EnfantId;
use projections::codec::AEcrire;
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// How many events are kept; at 700 bytes each, some 70 MB.
const EVENEMENTS_MAX: usize = 100_000;

/// The histories kept.
#[derive(Debug, Default)]
pub(super) struct Memoire {
    children: HashMap<EnfantId, (u64, Enfant)>,
    events: usize,
    uses: u64,
}

impl Memoire {
    /// Takes a history out, if it is there.
    pub(super) fn prendre(&mut self, enfant: EnfantId) -> Option<Enfant> {
        let (_, kept) = self.children.remove(&enfant)?;
        self.events -= kept.recorded().len();
        Some(kept)
    }

    /// Keeps a history for the next batch.
    pub(super) fn garder(&mut self, enfant: Enfant) {
        self.prendre(enfant.id());
        self.events += enfant.recorded().len();
        self.uses += 1;
        self.children.insert(enfant.id(), (self.uses, enfant));
        if self.events > EVENEMENTS_MAX {
            self.alleger();
        }
    }

    /// Forgets the longest unused, down to three quarters: seldom, and many at once.
    fn alleger(&mut self) {
        let mut by_use: Vec<(u64, EnfantId)> =
            self.children.iter().map(|(id, (used, _))| (*used, *id)).collect();
        by_use.sort_unstable();
        for (_, enfant) in by_use {
            if self.events <= EVENEMENTS_MAX / 4 * 3 {
                return;
            }
            self.prendre(enfant);
        }
    }
}

/// The act as the journal would give it back without keys: a seal just typed is closed, and equal to
/// no open one. So a batch decides as commands that come alone would.
pub(super) fn fermer(acte: &AEcrire) -> Result<Acte, Illisible> {
    let AEcrire { mut stored, survenu, connu_le } = acte.clone();
    close(&mut stored.data);
    Ok(Acte { survenu, connu_le, evenement: Evenement::from_stored(stored)? })
}

fn close(value: &mut Value) {
    match value {
        Value::Object(members) if members.contains_key("clair") => *members = closed(),
        Value::Object(members) => members.values_mut().for_each(close),
        Value::Array(items) => items.iter_mut().for_each(close),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The form of a closed seal, with nothing inside.
fn closed() -> Map<String, Value> {
    match json!({"cle": Uuid::nil(), "n": "", "c": "", "e": ""}) {
        Value::Object(members) => members,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Map::new()
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::codes::{Contact, Sexe};
    use domain::evaluation::{self, ContactNote};
    use domain::identite::{self, NonIdentifieSignale};
    use domain::ids::EvaluationId;
    use domain::sealed::Sealed;
    use domain::temps::Survenu;

    use super::*;

    fn acte(evenement: Evenement) -> Acte {
        let jour = "2022-03-04".parse().unwrap();
        Acte { survenu: Survenu::le(jour), connu_le: jour, evenement }
    }

    fn enfant(number: u128, events: usize) -> Enfant {
        let mut enfant = Enfant::nouveau(EnfantId(Uuid::from_u128(number)));
        for _ in 0..events {
            enfant.push_acte(acte(Evenement::Identite(identite::Event::MnaReconnu(
                identite::MnaReconnu {},
            ))));
        }
        enfant
    }

    #[test]
    fn rien_de_personnel_ne_reste() {
        let mut description = Sealed::nouveau("Un petit, résidence des Pins".to_owned());
        description.confie_a(Uuid::from_u128(1));
        let signale =
            NonIdentifieSignale { description, age_apparent_ans: Some(4), sexe: Sexe::Masculin };
        let typed = acte(Evenement::Identite(identite::Event::NonIdentifieSignale(signale)));
        let kept = fermer(&AEcrire::from(&typed)).unwrap();
        let text = serde_json::to_string(&kept).unwrap();
        assert!(!text.contains("Pins") && text.contains("masculin"), "{text}");
    }

    #[test]
    fn ce_qui_n_est_pas_scelle_reste_tel_quel() {
        let note = ContactNote {
            evaluation: EvaluationId(Uuid::from_u128(2)),
            genre: Contact::Telephone,
            accord_titulaires: None,
            professionnel: None,
            note: None,
        };
        let typed = acte(Evenement::Evaluation(evaluation::Event::ContactNote(note)));
        assert_eq!(fermer(&AEcrire::from(&typed)).unwrap(), typed);
    }

    #[test]
    fn les_moins_recents_partent_les_premiers() {
        let mut memoire = Memoire::default();
        for number in 0..5 {
            memoire.garder(enfant(number, EVENEMENTS_MAX / 4));
        }
        let id = |number| EnfantId(Uuid::from_u128(number));
        assert!(memoire.prendre(id(0)).is_none() && memoire.prendre(id(1)).is_none());
        assert!(memoire.prendre(id(4)).is_some() && memoire.prendre(id(4)).is_none());
    }
}
