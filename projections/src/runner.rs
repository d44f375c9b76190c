//! The runner: keeps the rows of facts at the head of the journal.
//!
//! It reads the journal by position in batches that end at the end of a request, recomputes the facts
//! of each child a request touches, once a request, and writes the differences of the batch and the
//! checkpoint in one transaction.
//!
//! # Invariants
//!
//! - The rows as of a position are the same however the journal is cut into batches.
//! - The checkpoint moves by compare-and-set: of two runners one writes, and the other reads again. Its generation is
//!   part of it: rows replaced by a rebuild are never written over from a memory of the former ones.
//! - An event that cannot be read is never skipped silently: its child is set apart with all that
//!   follows for him, and no figure is given from that position on ([`Etat::arret`]). Of the Département's own stream,
//!   the events kept beside the figures are held to the same.
//! - Memory is bounded: histories of the children last touched are kept, seals left out.
//!
//! It is woken by the journal itself, whichever server appended, and looks by itself now and then.
//!
//! Deliberately absent: subscriptions. It reads by position, for it must end its batches where requests end.

mod lot;
mod memoire;

mod comparaison;
mod histoires;
mod reconstruction;

pub use comparaison::Comparee;
pub use reconstruction::Reconstruite;

use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{Pool, PoolError};
use eventstore::{Journal, Position, RecordedEvent};
use tokio::sync::{Mutex, watch};
use tokio::time::MissedTickBehavior;
use tokio_postgres::types::Type;

use crate::codec::{decode_sans_scelles, est_d_un_enfant};
use crate::emplacement::{Emplacement, VIVANT};
use crate::faits::ecriture::TABLES;
use crate::registre_des_chiffres;
use lot::{Calcule, Lot};
use memoire::Memoire;

/// How many events a batch reads at most; a longer request is a batch of its own.
const EVENEMENTS_PAR_LOT: usize = 3_000;

/// How long the journal may move before the runner sees it, when no notification came.
const VEILLE: Duration = Duration::from_millis(250);

/// After how many events tables are measured again, so that the database reads them the right way; and
/// no sooner than after a fifth of the journal.
const EVENEMENTS_ENTRE_MESURES: u64 = 20_000;

/// The name of the checkpoint.
const VUE: &str = "faits";

/// What broke. Nothing of the batch was written.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// No connection to the database.
    #[error("no connection to the facts: {0}")]
    Pool(#[from] PoolError),
    /// The database failed.
    #[error("the facts' storage failed: {0}")]
    Storage(#[from] tokio_postgres::Error),
    /// The journal could not be read.
    #[error("{0}")]
    Journal(#[from] eventstore::Failure),
    /// The keys that open what is searched could not be had.
    #[error("{0}")]
    Keys(#[from] eventstore::KeyFailure),
    /// The computation was stopped with the process.
    #[error("the computation of facts was stopped")]
    Stopped,
    /// Another rebuild is under way in this database.
    #[error("another rebuild of the facts is under way")]
    Occupied,
    /// The facts did not get there in time.
    #[error("the facts are at position {at} and {wanted} was waited for")]
    Late {
        /// Where they are.
        at: Position,
        /// What was waited for.
        wanted: Position,
    },
}

/// Where the facts stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Etat {
    /// Everything up to here is in the rows.
    pub position: Position,
    /// The first event that could not be read: no figure from there on.
    pub arret: Option<Position>,
}

/// A child set apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarantaine {
    /// The child.
    pub enfant: uuid::Uuid,
    /// The event that cannot be read.
    pub position: Position,
    /// What is wrong with it.
    pub cause: String,
}

/// Keeps the facts of one log. Clones are the same runner.
#[derive(Clone, Debug)]
pub struct Runner {
    pool: Pool,
    journal: Journal,
    lot_max: usize,
    memoire: Arc<Mutex<Memoire>>,
    etat: Arc<watch::Sender<Etat>>,
}

impl Runner {
    /// The runner of that log's facts, in the database of that pool.
    #[must_use]
    pub fn new(pool: Pool, journal: Journal) -> Self {
        Self::avec_lots_de(pool, journal, EVENEMENTS_PAR_LOT)
    }

    /// The same, reading at most that many events a batch: what it writes does not depend on it.
    #[must_use]
    pub fn avec_lots_de(pool: Pool, journal: Journal, lot_max: usize) -> Self {
        let (etat, _) = watch::channel(Etat::default());
        Self {
            pool,
            journal,
            lot_max: lot_max.max(1),
            memoire: Arc::default(),
            etat: Arc::new(etat),
        }
    }

    /// Where the facts stand, as this runner last saw them.
    #[must_use]
    pub fn etat(&self) -> Etat {
        *self.etat.borrow()
    }

    /// Up to where the facts are written, as the database says.
    ///
    /// # Errors
    ///
    /// When the database cannot be read.
    pub async fn checkpoint(&self) -> Result<Position, Failure> {
        checkpoint(&self.pool, self.journal.log_id()).await
    }

    /// The children set apart.
    ///
    /// # Errors
    ///
    /// When the database cannot be read.
    pub async fn quarantaines(&self) -> Result<Vec<Quarantaine>, Failure> {
        quarantaines(&self.pool, self.journal.log_id()).await
    }

    /// Keeps the facts at the head until `stop` resolves. A failure is logged, and tried again at the
    /// next beat. Children set apart are looked at again meanwhile, once.
    pub async fn run(&self, stop: impl Future<Output = ()>) {
        let heal = async {
            if let Err(failure) = self.guerir().await {
                tracing::error!(%failure, "children set apart could not be looked at again");
            }
            std::future::pending().await
        };
        tokio::select! {
            biased;
            () = self.keep_up(stop) => {}
            () = heal => {}
        }
    }

    async fn keep_up(&self, stop: impl Future<Output = ()>) {
        let mut head = self.journal.head_seen();
        let mut beat = tokio::time::interval(VEILLE);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        tokio::pin!(stop);
        loop {
            tokio::select! {
                biased;
                () = &mut stop => return,
                () = self.moved(&mut head) => {}
                _ = beat.tick() => {}
            }
            // Stopped half-way, a batch is not written: the next runner computes it again.
            tokio::select! {
                biased;
                () = &mut stop => return,
                caught_up = self.catch_up() => if let Err(failure) = caught_up {
                    tracing::error!(%failure, "the facts could not be brought to the head");
                }
            }
        }
    }

    /// Waits until the journal tells of a head the facts have not reached.
    async fn moved(&self, head: &mut watch::Receiver<Position>) {
        while head.changed().await.is_ok() {
            if self.etat().position < *head.borrow_and_update() {
                return;
            }
        }
        // Nobody tells any more: the beat remains.
        std::future::pending().await
    }

    /// Brings the facts to the head of the journal, and says where that is.
    ///
    /// # Errors
    ///
    /// When the journal or the database fails; what was written before stays, and is whole.
    pub async fn catch_up(&self) -> Result<Position, Failure> {
        let mut memoire = self.memoire.lock().await;
        loop {
            if !memoire.prete {
                self.load(&mut memoire).await?;
            }
            match self.advance(&mut memoire).await {
                Ok(true) => return Ok(memoire.position),
                // Another runner was first, or rows were replaced: what is remembered is read again.
                Ok(false) => *memoire = Memoire::default(),
                Err(failure) => {
                    *memoire = Memoire::default();
                    return Err(failure);
                }
            }
        }
    }

    /// Waits until the facts have reached a position.
    ///
    /// # Errors
    ///
    /// [`Failure::Late`] when they have not in that time.
    pub async fn wait_for(&self, position: Position, timeout: Duration) -> Result<(), Failure> {
        let mut seen = self.etat.subscribe();
        let reached = seen.wait_for(|etat| position <= etat.position);
        match tokio::time::timeout(timeout, reached).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(_)) | Err(_) => {
                Err(Failure::Late { at: self.etat().position, wanted: position })
            }
        }
    }

    /// Looks again at the children set apart: when this engine reads them all, everything is rebuilt.
    async fn guerir(&self) -> Result<(), Failure> {
        let apart: Vec<_> = self.quarantaines().await?.into_iter().map(|q| q.enfant).collect();
        if apart.is_empty() {
            return Ok(());
        }
        let histories = self.journal.read_streams(&apart, None).await?;
        if histories.iter().all(lisible) {
            self.rebuild().await?;
        }
        Ok(())
    }

    async fn load(&self, memoire: &mut Memoire) -> Result<(), Failure> {
        let log_id = self.journal.log_id();
        let client = self.pool.get().await?;
        client
            .execute_typed(
                "insert into projections.checkpoint (log_id, vue, position)
                 values ($1, $2, 0)
                     on conflict (log_id, vue) do nothing",
                &[(&log_id, Type::INT2), (&VUE, Type::TEXT)],
            )
            .await?;
        drop(client);
        *memoire = Memoire::vide();
        // Before the children set apart: of rows replaced in between, the generation is known to be the former.
        let point = point(&self.pool, log_id).await?;
        (memoire.position, memoire.generation) = (point.position, point.generation);
        memoire.quarantaines =
            self.quarantaines().await?.into_iter().map(|q| (q.enfant, q.position)).collect();
        self.tell(memoire);
        Ok(())
    }

    /// Goes to the head, each batch computed while the one before is being written. False when another
    /// runner wrote first, or rows were replaced.
    async fn advance(&self, memoire: &mut Memoire) -> Result<bool, Failure> {
        let mut computed = self.next(memoire, None).await?;
        if computed.is_none() {
            let point = point(&self.pool, self.journal.log_id()).await?;
            return Ok(point.generation == memoire.generation);
        }
        while let Some(calcule) = computed {
            let (written, next) =
                tokio::join!(self.write(&calcule, VIVANT), self.next(memoire, None));
            if !written? {
                return Ok(false);
            }
            let Calcule { position, arret, .. } = calcule;
            self.etat.send_replace(Etat { position, arret });
            self.measure(position, memoire).await?;
            computed = next?;
        }
        Ok(true)
    }

    /// The next batch, computed; none at the head, or at the end of the request given.
    async fn next(
        &self,
        memoire: &mut Memoire,
        up_to: Option<Position>,
    ) -> Result<Option<Calcule>, Failure> {
        match Lot::read(&self.journal, memoire.position, up_to, self.lot_max).await? {
            Some(lot) => lot.compute(&self.journal, memoire).await.map(Some),
            None => Ok(None),
        }
    }

    async fn write(&self, calcule: &Calcule, schema: &'static str) -> Result<bool, Failure> {
        let mut client = self.pool.get().await?;
        let tx = client.transaction().await?;
        let ou = Emplacement { log_id: self.journal.log_id(), schema };
        let written = calcule.write(&tx, ou).await?;
        if written {
            tx.commit().await?
        } else {
            tx.rollback().await?
        }
        Ok(written)
    }

    /// Measures the tables once they have grown: without it the database takes a young table for a small
    /// one and reads it whole, for each row.
    async fn measure(&self, position: Position, memoire: &mut Memoire) -> Result<(), Failure> {
        let grown = position.get() - memoire.mesuree.get();
        if EVENEMENTS_ENTRE_MESURES.max(position.get() / 5) <= grown {
            self.analyser().await?;
            memoire.mesuree = position;
        }
        Ok(())
    }

    async fn analyser(&self) -> Result<(), Failure> {
        Ok(self.pool.get().await?.batch_execute(&analyze(VIVANT)).await?)
    }

    fn tell(&self, memoire: &Memoire) {
        let arret = memoire.quarantaines.values().min().copied();
        self.etat.send_replace(Etat { position: memoire.position, arret });
    }
}

/// Whether this engine reads an event: a child's, or one that is kept beside the figures.
fn lisible(event: &RecordedEvent) -> bool {
    let kept = registre_des_chiffres::lu(event);
    kept.is_none_or(|read| read.is_ok())
        && (!est_d_un_enfant(event) || decode_sans_scelles(event).is_ok())
}

/// Up to where rows are written, and how many times a rebuild replaced some.
#[derive(Clone, Copy, Debug, Default)]
struct Point {
    position: Position,
    generation: i64,
}

/// Where the facts of a log are; the origin when none are.
async fn point(pool: &Pool, log_id: i16) -> Result<Point, Failure> {
    let client = pool.get().await?;
    let row = client
        .query_typed_opt(
            "select checkpoint.position, checkpoint.generation
               from projections.checkpoint as checkpoint
              where checkpoint.log_id = $1 and checkpoint.vue = $2",
            &[(&log_id, Type::INT2), (&VUE, Type::TEXT)],
        )
        .await?;
    row.map_or(Ok(Point::default()), |row| {
        Ok(Point { position: position(row.try_get(0)?), generation: row.try_get(1)? })
    })
}

/// Up to where the facts of a log are written; the origin when none are.
pub(crate) async fn checkpoint(pool: &Pool, log_id: i16) -> Result<Position, Failure> {
    Ok(point(pool, log_id).await?.position)
}

/// The children set apart in a log.
pub(crate) async fn quarantaines(pool: &Pool, log_id: i16) -> Result<Vec<Quarantaine>, Failure> {
    let client = pool.get().await?;
    let rows = client
        .query_typed(
            "select quarantaine.enfant, quarantaine.position, quarantaine.cause
               from projections.quarantaine as quarantaine
              where quarantaine.log_id = $1
              order by quarantaine.position",
            &[(&log_id, Type::INT2)],
        )
        .await?;
    let apart = rows.iter().map(|row| {
        Ok(Quarantaine {
            enfant: row.try_get(0)?,
            position: position(row.try_get(1)?),
            cause: row.try_get(2)?,
        })
    });
    apart.collect()
}

/// A position read from a `bigint`, which no constraint lets be negative.
pub(crate) fn position(stored: i64) -> Position {
    Position::new(stored.unsigned_abs())
}

/// A position as a `bigint`: no journal goes beyond one.
pub(crate) fn bigint(position: Position) -> i64 {
    i64::try_from(position.get()).unwrap_or(i64::MAX)
}

/// Every table that follows the checkpoint, in the order they are written.
fn tables() -> impl Iterator<Item = &'static str> {
    let others = ["registre", "quarantaine"].into_iter().chain(registre_des_chiffres::TABLES);
    TABLES.iter().copied().chain(others)
}

/// The statement that measures every table.
fn analyze(schema: &str) -> String {
    let names: Vec<String> = tables().map(|table| format!("{schema}.{table}")).collect();
    format!("analyze {}", names.join(", "))
}
