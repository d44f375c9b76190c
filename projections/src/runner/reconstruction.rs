//! The rebuild beside: every row again from the first event, in tables of its own, compared with those that are read,
//! then switched.
//!
//! ```text
//! ouvrir ──▶ remplir up to the checkpoint ──▶ comparer ──▶ basculer, one transaction ──▶ fermer
//!                                                         (the checkpoint's row, what is left of the
//!                                                          journal, and only the rows that differ)
//! ```
//!
//! # Invariants
//!
//! - Rows that are read change in one transaction, and only where the journal gives others: no reader waits, and a crash
//!   at any point leaves them as they were.
//! - A runner at work goes on. It waits while the switch holds the checkpoint's row, then finds another generation and
//!   forgets what it remembered, if a row was replaced.
//! - One rebuild at a time in a database. What one that was killed has left is dropped by the next. Were its lock lost
//!   with its connection, the tables beside would be another's: they are believed at the position they say alone.
//!
//! Deliberately absent: another way to compute. Batches are those of the runner, cut otherwise as long as the tables are
//! empty ([`super::histoires`]): where batches are cut changes no row, and `tests/chiffres` holds both to each other and
//! to the second path.

use deadpool_postgres::{ClientWrapper, Object, Transaction};
use eventstore::Position;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::Type;

use super::comparaison::{Comparee, Portee, Table};
use super::histoires;
use super::memoire::Memoire;
use super::{EVENEMENTS_PAR_LOT, Failure, Runner, VUE, analyze, bigint, position, tables};
use crate::emplacement::{A_COTE, VIVANT};

/// Who holds this lock of the database rebuilds. Any constant does, as long as nobody else uses it.
const VERROU: i64 = 0x7265_636f_6e73_7472;

/// How long to wait for whoever rebuilds, or has just stopped.
const ATTENTE: &str = "set lock_timeout = '5s'";

/// Tables are compared whole: sorted on disk, they would take several times as long.
const AU_LARGE: &str = "set local work_mem = '64MB'";

/// How many times to follow a runner at work before the switch, which follows it to the end.
const POURSUITES_MAX: usize = 8;

/// A rebuild, ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reconstruite {
    /// Up to where rows were compared.
    pub position: Position,
    /// Every table, in the order they are written.
    pub tables: Vec<Comparee>,
}

impl Reconstruite {
    /// Whether something was not what the journal gives.
    #[must_use]
    pub fn differe(&self) -> bool {
        self.tables.iter().any(Comparee::differe)
    }
}

impl Runner {
    /// Computes every row again beside those that are read, and replaces those that differ, in one transaction.
    ///
    /// # Errors
    ///
    /// [`Failure::Occupied`], or when the journal or the database fails; the rows are then as they were.
    pub async fn rebuild(&self) -> Result<Reconstruite, Failure> {
        let mut chantier = Chantier::ouvrir(self).await?;
        let rebuilt = chantier.reconstruire().await;
        chantier.fermer().await;
        let rebuilt = rebuilt?;
        if rebuilt.differe()
            && let Err(failure) = self.analyser().await
        {
            tracing::warn!(%failure, "the rows are replaced, and were not measured");
        }
        Ok(rebuilt)
    }

    /// The same, and replaces nothing.
    ///
    /// # Errors
    ///
    /// As [`Runner::rebuild`].
    pub async fn compare(&self) -> Result<Reconstruite, Failure> {
        let mut chantier = Chantier::ouvrir(self).await?;
        let compared = chantier.confronter().await;
        chantier.fermer().await;
        compared
    }
}

/// A rebuild under way.
struct Chantier<'a> {
    runner: &'a Runner,
    /// Holds the lock, and gives it back with its connection whatever happens.
    _garde: ClientWrapper,
    memoire: Memoire,
    tables: Vec<Table>,
}

impl<'a> Chantier<'a> {
    /// Takes the lock, drops what was left there, and makes the tables.
    async fn ouvrir(runner: &'a Runner) -> Result<Self, Failure> {
        let garde = Object::take(runner.pool.get().await?);
        garde.batch_execute(ATTENTE).await?;
        let locked = garde
            .execute_typed("select pg_catalog.pg_advisory_lock($1)", &[(&VERROU, Type::INT8)])
            .await;
        locked.map_err(occupied)?;
        let mut client = runner.pool.get().await?;
        let tx = client.transaction().await?;
        tx.batch_execute("set local role projector").await?;
        drop_all(&tx).await?;
        create_all(&tx, runner.journal.log_id()).await?;
        let tables = Table::toutes(&tx).await?;
        tx.commit().await?;
        Ok(Self { runner, _garde: garde, memoire: Memoire::vide(), tables })
    }

    async fn reconstruire(&mut self) -> Result<Reconstruite, Failure> {
        let seen = self.confronter().await?;
        for _ in 0..POURSUITES_MAX {
            let live = self.runner.checkpoint().await?;
            let ahead = live.get().saturating_sub(self.memoire.position.get());
            if ahead <= EVENEMENTS_PAR_LOT as u64 {
                break;
            }
            self.remplir(live).await?;
        }
        self.basculer(&seen).await
    }

    /// Computes up to the checkpoint, and compares there; a runner at work may already be further.
    async fn confronter(&mut self) -> Result<Reconstruite, Failure> {
        self.remplir(self.runner.checkpoint().await?).await?;
        let runner = self.runner;
        let mut client = runner.pool.get().await?;
        client.batch_execute(&analyze(A_COTE)).await?;
        let position = self.memoire.position;
        let tx = client.transaction().await?;
        tx.batch_execute(AU_LARGE).await?;
        ours(&tx, runner.journal.log_id(), position).await?;
        let mut compared = Vec::with_capacity(self.tables.len());
        for table in &self.tables {
            let portee = Portee::Jusqu(bigint(position));
            compared.push(table.compare(&tx, runner.journal.log_id(), portee).await?);
        }
        tx.commit().await?;
        Ok(Reconstruite { position, tables: compared })
    }

    /// Computes up to a position that ends a request: empty tables history after history, then what follows request
    /// after request.
    async fn remplir(&mut self, up_to: Position) -> Result<(), Failure> {
        let (runner, memoire) = (self.runner, &mut self.memoire);
        if memoire.position == Position::ORIGIN {
            *memoire = histoires::remplir(runner, up_to).await?;
            return Ok(());
        }
        let mut computed = runner.next(memoire, Some(up_to)).await?;
        while let Some(calcule) = computed {
            let (written, next) =
                tokio::join!(runner.write(&calcule, A_COTE), runner.next(memoire, Some(up_to)));
            if !written? {
                return Err(Failure::Occupied);
            }
            computed = next?;
        }
        Ok(())
    }

    /// Writes what differs. What was the same when it was `seen` is compared again from there on only: the checkpoint's
    /// row is held meanwhile.
    async fn basculer(&mut self, seen: &Reconstruite) -> Result<Reconstruite, Failure> {
        let runner = self.runner;
        let log_id = runner.journal.log_id();
        let mut client = runner.pool.get().await?;
        let tx = client.transaction().await?;
        tx.batch_execute(AU_LARGE).await?;
        let live = hold(&tx, log_id).await?;
        self.remplir(live).await?;
        if live < self.memoire.position {
            return Err(Failure::Late { at: live, wanted: self.memoire.position });
        }
        ours(&tx, log_id, live).await?;
        let mut switched = Vec::with_capacity(self.tables.len());
        for (table, seen_there) in self.tables.iter().zip(&seen.tables) {
            let depuis = if seen_there.differe() { 0 } else { bigint(seen.position) };
            let compared = table.compare(&tx, log_id, Portee::Depuis(depuis)).await?;
            if compared.differe() {
                table.corrige(&tx, log_id, depuis).await?;
            }
            switched.push(compared);
        }
        let switched = Reconstruite { position: live, tables: switched };
        if switched.differe() {
            replaced(&tx, log_id).await?;
        }
        tx.commit().await?;
        Ok(switched)
    }

    /// Drops the tables, and gives the lock back. What cannot be dropped is left to the next rebuild: what was compared
    /// and replaced stands.
    async fn fermer(self) {
        if let Err(failure) = self.vider().await {
            tracing::warn!(%failure, "the tables beside are left to the next rebuild");
        }
    }

    async fn vider(&self) -> Result<(), Failure> {
        let mut client = self.runner.pool.get().await?;
        let tx = client.transaction().await?;
        tx.batch_execute("set local role projector").await?;
        drop_all(&tx).await?;
        Ok(tx.commit().await?)
    }
}

/// Drops whatever stands beside.
async fn drop_all(tx: &Transaction<'_>) -> Result<(), Failure> {
    let rows = tx
        .query_typed(
            "select pg_catalog.quote_ident(relation.relname)
               from pg_catalog.pg_class as relation
              where relation.relnamespace = $1::text::regnamespace and relation.relkind = 'r'",
            &[(&A_COTE, Type::TEXT)],
        )
        .await?;
    for row in &rows {
        let table: &str = row.try_get(0)?;
        tx.batch_execute(&format!("drop table {A_COTE}.{table}")).await?;
    }
    Ok(())
}

/// Makes the tables beside like those that are read, empty; nothing of them outlives a crash of the database.
async fn create_all(tx: &Transaction<'_>, log_id: i16) -> Result<(), Failure> {
    for table in tables().chain(["checkpoint"]) {
        let create =
            format!("create unlogged table {A_COTE}.{table} (like {VIVANT}.{table} including all)");
        tx.batch_execute(&create).await?;
    }
    tx.execute_typed(
        &format!("insert into {A_COTE}.checkpoint (log_id, vue, position) values ($1, $2, 0)"),
        &[(&log_id, Type::INT2), (&VUE, Type::TEXT)],
    )
    .await?;
    Ok(())
}

/// Takes the checkpoint's row, and says where it is: no runner writes until the end of the transaction.
async fn hold(tx: &Transaction<'_>, log_id: i16) -> Result<Position, Failure> {
    let row = tx
        .query_typed_opt(
            "select checkpoint.position
               from projections.checkpoint as checkpoint
              where checkpoint.log_id = $1 and checkpoint.vue = $2
                for update",
            &[(&log_id, Type::INT2), (&VUE, Type::TEXT)],
        )
        .await?;
    row.map_or(Ok(Position::ORIGIN), |row| Ok(position(row.try_get(0)?)))
}

/// Makes sure that the tables beside hold what the journal gives up to that position, until the end of the transaction.
async fn ours(tx: &Transaction<'_>, log_id: i16, at: Position) -> Result<(), Failure> {
    let sql = format!(
        "select from {A_COTE}.checkpoint as checkpoint
          where checkpoint.log_id = $1 and checkpoint.vue = $2 and checkpoint.position = $3
            for update"
    );
    let asked =
        [(&log_id as _, Type::INT2), (&VUE as _, Type::TEXT), (&bigint(at) as _, Type::INT8)];
    let there = tx.query_typed_opt(&sql, &asked).await?;
    there.map(|_| ()).ok_or(Failure::Occupied)
}

/// Says that rows were replaced under the checkpoint.
async fn replaced(tx: &Transaction<'_>, log_id: i16) -> Result<(), Failure> {
    tx.execute_typed(
        "update projections.checkpoint
            set generation = generation + 1
          where log_id = $1 and vue = $2",
        &[(&log_id, Type::INT2), (&VUE, Type::TEXT)],
    )
    .await?;
    Ok(())
}

fn occupied(failure: tokio_postgres::Error) -> Failure {
    if failure.code() == Some(&SqlState::LOCK_NOT_AVAILABLE) {
        Failure::Occupied
    } else {
        Failure::Storage(failure)
    }
}
