//! The runner: keeps the rows of facts at the head of the journal.
//!
//! It reads the journal by position in batches that end at the end of a request, recomputes the facts
//! of each child a request touches, once a request, and writes the differences of the batch and the
//! checkpoint in one transaction.
//!
//! # Invariants
//!
//! - The rows as of a position are the same however the journal is cut into batches.
//! - The checkpoint moves by compare-and-set: of two runners one writes, and the other reads again.
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

use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{Pool, PoolError, Transaction};
use eventstore::{Journal, Position, RecordedEvent};
use tokio::sync::{Mutex, watch};
use tokio::time::MissedTickBehavior;
use tokio_postgres::types::Type;

use crate::codec::{decode_sans_scelles, est_d_un_enfant};
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
    /// next beat.
    pub async fn run(&self, stop: impl Future<Output = ()>) {
        let mut head = self.journal.head_seen();
        let mut beat = tokio::time::interval(VEILLE);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        tokio::pin!(stop);
        if let Err(failure) = self.guerir().await {
            tracing::error!(%failure, "children set apart could not be looked at again");
        }
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
                // Another runner was first: what was computed is forgotten, and read again.
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

    /// Empties every table and computes them again from the first event, in one transaction: readers
    /// wait, and then read the same rows.
    ///
    /// # Errors
    ///
    /// When the journal or the database fails; the rows are then as they were.
    pub async fn rebuild(&self) -> Result<Position, Failure> {
        let mut memoire = self.memoire.lock().await;
        let mut client = self.pool.get().await?;
        let tx = client.transaction().await?;
        let log_id = self.journal.log_id();
        empty(&tx, log_id).await?;
        *memoire = Memoire::vide();
        let rebuilt = self.refill(&tx, &mut memoire).await;
        let committed = match rebuilt {
            Ok(()) => tx.commit().await.map_err(Failure::from),
            Err(failure) => Err(failure),
        };
        if let Err(failure) = committed {
            *memoire = Memoire::default();
            return Err(failure);
        }
        self.tell(&memoire);
        Ok(memoire.position)
    }

    async fn refill(&self, tx: &Transaction<'_>, memoire: &mut Memoire) -> Result<(), Failure> {
        let log_id = self.journal.log_id();
        let mut computed = self.next(memoire).await?;
        while let Some(calcule) = computed {
            let (written, next) = tokio::join!(calcule.write(tx, log_id), self.next(memoire));
            written?;
            computed = next?;
        }
        tx.batch_execute(&analyze()).await?;
        memoire.mesuree = memoire.position;
        Ok(())
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
        memoire.position = self.checkpoint().await?;
        memoire.quarantaines =
            self.quarantaines().await?.into_iter().map(|q| (q.enfant, q.position)).collect();
        self.tell(memoire);
        Ok(())
    }

    /// Goes to the head, each batch computed while the one before is being written. False when another
    /// runner wrote first.
    async fn advance(&self, memoire: &mut Memoire) -> Result<bool, Failure> {
        let mut computed = self.next(memoire).await?;
        while let Some(calcule) = computed {
            let (written, next) = tokio::join!(self.write(&calcule), self.next(memoire));
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

    /// The next batch, computed; none at the head.
    async fn next(&self, memoire: &mut Memoire) -> Result<Option<Calcule>, Failure> {
        match Lot::read(&self.journal, memoire.position, self.lot_max).await? {
            Some(lot) => lot.compute(&self.journal, memoire).await.map(Some),
            None => Ok(None),
        }
    }

    async fn write(&self, calcule: &Calcule) -> Result<bool, Failure> {
        let mut client = self.pool.get().await?;
        let tx = client.transaction().await?;
        let written = calcule.write(&tx, self.journal.log_id()).await?;
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
            self.pool.get().await?.batch_execute(&analyze()).await?;
            memoire.mesuree = position;
        }
        Ok(())
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

/// Up to where the facts of a log are written; the origin when none are.
pub(crate) async fn checkpoint(pool: &Pool, log_id: i16) -> Result<Position, Failure> {
    let client = pool.get().await?;
    let row = client
        .query_typed_opt(
            "select checkpoint.position
               from projections.checkpoint as checkpoint
              where checkpoint.log_id = $1 and checkpoint.vue = $2",
            &[(&log_id, Type::INT2), (&VUE, Type::TEXT)],
        )
        .await?;
    row.map_or(Ok(Position::ORIGIN), |row| Ok(position(row.try_get(0)?)))
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

/// The statement that measures every table.
fn analyze() -> String {
    let tables = TABLES.iter().copied().chain(["registre"]);
    let names: Vec<String> = tables.map(|table| format!("projections.{table}")).collect();
    format!("analyze {}", names.join(", "))
}

/// Takes every table from its readers and empties it of this log.
async fn empty(tx: &Transaction<'_>, log_id: i16) -> Result<(), Failure> {
    let others = ["checkpoint", "registre", "quarantaine"];
    let others = others.into_iter().chain(registre_des_chiffres::TABLES);
    for table in others.chain(TABLES.iter().copied()) {
        tx.batch_execute(&format!("lock table projections.{table} in access exclusive mode"))
            .await?;
        let emptied = format!("delete from projections.{table} where log_id = $1");
        tx.execute_typed(&emptied, &[(&log_id, Type::INT2)]).await?;
    }
    tx.execute_typed(
        "insert into projections.checkpoint (log_id, vue, position) values ($1, $2, 0)",
        &[(&log_id, Type::INT2), (&VUE, Type::TEXT)],
    )
    .await?;
    Ok(())
}
