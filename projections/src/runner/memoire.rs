//! What the runner remembers between batches: histories and rows of the children last touched.
//!
//! Invariant: a history in memory is what the journal says up to `position`, and its rows are what the
//! tables say once the batches computed so far are written; when one is not, everything is forgotten.

use std::collections::{BTreeMap, HashMap};

use domain::histoire::Enregistre;
use eventstore::Position;
use uuid::Uuid;

use super::lot::Calcule;
use crate::faits::ecriture::Ouvertes;

/// How many events are kept in memory, at about a kilobyte each.
const EVENEMENTS_MAX: usize = 100_000;

/// One child.
#[derive(Debug, Default)]
pub(super) struct Dossier {
    /// His recorded events, without their seals.
    pub(super) recorded: Vec<Enregistre>,
    /// His rows that hold now.
    pub(super) ouvertes: Ouvertes,
    /// The batch that last touched him.
    pub(super) touche: u64,
}

/// What is remembered.
#[derive(Debug, Default)]
pub(super) struct Memoire {
    /// Whether the rest was read from the database.
    pub(super) prete: bool,
    /// Everything up to here is computed.
    pub(super) position: Position,
    /// The generation of the tables this is memory of.
    pub(super) generation: i64,
    /// The children set apart, and from which event.
    pub(super) quarantaines: BTreeMap<Uuid, Position>,
    /// Histories and rows.
    pub(super) dossiers: HashMap<Uuid, Dossier>,
    /// Where the tables were last measured.
    pub(super) mesuree: Position,
    /// The number of the current batch.
    pub(super) tour: u64,
    events: usize,
}

impl Memoire {
    /// Of an empty database.
    pub(super) fn vide() -> Self {
        Self { prete: true, ..Self::default() }
    }

    /// A batch is computed: remembers where it goes, and forgets the children touched longest ago.
    pub(super) fn advance(&mut self, calcule: &Calcule) {
        self.position = calcule.position;
        for enfant in &calcule.touches {
            if let Some(dossier) = self.dossiers.get_mut(enfant) {
                dossier.touche = self.tour;
            }
        }
        self.tour += 1;
        self.events = self.dossiers.values().map(|dossier| dossier.recorded.len()).sum();
        self.forget_the_oldest();
    }

    /// Keeps the children touched last, within half of the bound.
    fn forget_the_oldest(&mut self) {
        if self.events <= EVENEMENTS_MAX {
            return;
        }
        let mut ages: Vec<(u64, usize)> = self
            .dossiers
            .values()
            .map(|dossier| (dossier.touche, dossier.recorded.len()))
            .collect();
        ages.sort_unstable_by(|one, other| other.cmp(one));
        let mut kept = 0;
        let within = ages.iter().take_while(|(_, events)| {
            kept += events;
            kept <= EVENEMENTS_MAX / 2
        });
        let oldest = within.last().map_or(u64::MAX, |(touche, _)| *touche);
        self.dossiers.retain(|_, dossier| oldest <= dossier.touche);
    }
}
