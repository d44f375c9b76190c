//! The first filling of a rebuild: history after history, each read once.
//!
//! # Invariants
//!
//! - The computation is the runner's own: a batch holds a few whole histories, with the files they were ever merged with,
//!   and its rows are valid from the ends of the requests they belong to, as the journal's commands say them.
//! - Every stream is in one batch, whole: its last event is the one the log holds at that position.
//! - What follows the order of the journal (numbers of the register, what stands beside the figures, who is set apart) is
//!   kept until every history is read, and written then, with the checkpoint.
//! - Memory is bounded by the batches under way, and by some bytes a stream and a request of the log.
//!
//! Deliberately absent: what is recorded meanwhile. Batches of requests bring that ([`super::reconstruction`]).

use std::collections::BTreeMap;
use std::future::ready;
use std::sync::Arc;
use std::thread::available_parallelism;

use eventstore::Position;
use futures::{TryStreamExt as _, stream};
use uuid::Uuid;

use super::lot::{Lot, Suivies, move_checkpoint};
use super::memoire::Memoire;
use super::{Failure, Runner};
use crate::codec::{FLUX_DEPARTEMENT, FLUX_ENFANT};
use crate::emplacement::{A_COTE, Emplacement};

/// Fills the tables beside, empty, up to a position that ends a request; and says what to remember there.
pub(super) async fn remplir(runner: &Runner, up_to: Position) -> Result<Memoire, Failure> {
    let at_once = available_parallelism().map_or(2, usize::from) + 1;
    let restantes = Restantes::ouvrir(runner.clone(), up_to).await?;
    let mut suivies = stream::try_unfold(restantes, Restantes::next)
        .map_ok(|lot| ecrire(runner.clone(), lot))
        .try_buffer_unordered(at_once)
        .try_fold(Suivies::default(), |mut all, one| {
            all.prends(one);
            ready(Ok(all))
        })
        .await?;
    suivies.trie();
    finir(runner, &suivies, up_to).await?;
    let mut memoire = Memoire::vide();
    memoire.position = up_to;
    memoire.quarantaines = suivies.quarantaines().collect();
    Ok(memoire)
}

/// Computes a batch and writes its rows; what follows the order of the journal is given back.
async fn ecrire(runner: Runner, lot: Lot) -> Result<Suivies, Failure> {
    let calcule = lot.compute(&runner.journal, &mut Memoire::vide()).await?;
    let mut client = runner.pool.get().await?;
    let tx = client.transaction().await?;
    tx.batch_execute(SANS_ATTENDRE).await?;
    calcule.write_rows(&tx, a_cote(&runner)).await?;
    tx.commit().await?;
    Ok(calcule.suivies)
}

/// Writes what follows the order of the journal, and where the tables are.
async fn finir(runner: &Runner, suivies: &Suivies, up_to: Position) -> Result<(), Failure> {
    let mut client = runner.pool.get().await?;
    let tx = client.transaction().await?;
    tx.batch_execute(SANS_ATTENDRE).await?;
    let vides = (Position::ORIGIN, Memoire::vide().generation);
    if !move_checkpoint(&tx, a_cote(runner), vides, up_to).await? {
        return Err(Failure::Occupied);
    }
    suivies.write(&tx, a_cote(runner)).await?;
    Ok(tx.commit().await?)
}

/// Nothing of these tables outlives a crash of the database.
const SANS_ATTENDRE: &str = "set local synchronous_commit = off";

fn a_cote(runner: &Runner) -> Emplacement {
    Emplacement { log_id: runner.journal.log_id(), schema: A_COTE }
}

/// The histories that are left to read.
struct Restantes {
    runner: Runner,
    up_to: Position,
    /// Where the requests of the log end.
    fins: Arc<[Position]>,
    /// The version of each stream.
    flux: BTreeMap<Uuid, u32>,
}

impl Restantes {
    async fn ouvrir(runner: Runner, up_to: Position) -> Result<Self, Failure> {
        let fins = runner.journal.request_ends(up_to).await?.into();
        let flux = runner.journal.streams_of(&[FLUX_ENFANT, FLUX_DEPARTEMENT], up_to).await?;
        Ok(Self { runner, up_to, fins, flux })
    }

    /// The next ones: as many as hold the events of a batch, and at least one.
    async fn next(mut self) -> Result<Option<(Lot, Self)>, Failure> {
        let mut events = 0;
        let within = self.flux.iter().take_while(|(_, version)| {
            let taken = events < self.runner.lot_max;
            events += **version as usize;
            taken
        });
        let asked: Vec<Uuid> = within.map(|(flux, _)| *flux).collect();
        if asked.is_empty() {
            return Ok(None);
        }
        let (journal, fins) = (&self.runner.journal, self.fins.clone());
        let lot = Lot::des_histoires(journal, asked, self.up_to, fins).await?;
        for (flux, found) in lot.versions() {
            let expected = self.flux.remove(&flux).unwrap_or_default();
            if expected != found {
                return Err(incomplete(flux, expected, found));
            }
        }
        Ok(Some((lot, self)))
    }
}

/// A stream that is not what the log said a moment before.
fn incomplete(flux: Uuid, expected: u32, found: u32) -> Failure {
    Failure::Journal(eventstore::Failure::Gap {
        place: flux.to_string(),
        expected: expected.into(),
        found: found.into(),
    })
}
