//! The gates: what must be true of a log before a figure about it is worth anything.
//!
//! Invariant: they read the database, by statements that are not the store's.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::{Interval, MissedTickBehavior};
use tokio_postgres::Client;
use uuid::Uuid;

use crate::Failure;
use crate::drive::Tally;
use crate::stand;
use crate::store::{Store, Watch};

/// How often a watcher looks when there was nothing new.
const BEAT: Duration = Duration::from_millis(20);

/// How many positions it takes at once.
const PAGE: i64 = 5_000;

/// How often a horizon held back by somebody else's transaction is looked at again: at [`BEAT`], ten seconds.
const LOOKS_MAX: usize = 500;

/// How many events a log has, by the database's count.
///
/// # Errors
/// When the database fails.
pub async fn count(client: &Client, store: &dyn Store) -> Result<u64, Failure> {
    let sql = format!("select count(*) from ({}) as log", store.log());
    let count: i64 = client.query_one(&sql, &[]).await?.try_get(0)?;
    Ok(count.unsigned_abs())
}

/// Holds a log against what its clients saw; says in French what does not hold.
///
/// # Errors
/// When the database fails.
pub async fn check(
    client: &Client,
    store: &dyn Store,
    before: u64,
    tally: &Tally,
) -> Result<Option<String>, Failure> {
    let expected = before + tally.events;
    let found = count(client, store).await?;
    if found != expected {
        return Ok(Some(format!("{expected} événements confirmés, {found} trouvés")));
    }
    if tally.wrongly_refused + tally.wrongly_accepted > 0 {
        let Tally { wrongly_refused, wrongly_accepted, .. } = tally;
        return Ok(Some(format!(
            "{wrongly_refused} commandes justes refusées, {wrongly_accepted} périmées acceptées"
        )));
    }
    if let Some(missing) = missing(client, store, &tally.acked).await? {
        return Ok(Some(missing));
    }
    if let Some(broken) = follow(client, store).await? {
        return Ok(Some(broken));
    }
    if store.promises().idempotent {
        return store.commands_kept(&tally.commands).await;
    }
    Ok(None)
}

/// Every acknowledged version of a stream is in the log, and no two clients were given the same one.
async fn missing(
    client: &Client,
    store: &dyn Store,
    acked: &[(Uuid, u32)],
) -> Result<Option<String>, Failure> {
    let distinct: HashSet<_> = acked.iter().collect();
    if distinct.len() != acked.len() {
        let twice = acked.len() - distinct.len();
        return Ok(Some(format!("{twice} versions d’un flux ont été données deux fois")));
    }
    let streams: Vec<Uuid> = acked.iter().map(|(stream, _)| *stream).collect();
    let versions: Vec<i64> = acked.iter().map(|(_, version)| i64::from(*version)).collect();
    let sql = format!(
        "select count(*)
           from (select * from unnest($1::uuid[], $2::bigint[])
                 except
                 select log.stream, log.version from ({}) as log) as lost",
        store.log()
    );
    let lost: i64 = client.query_one(&sql, &[&streams, &versions]).await?.try_get(0)?;
    Ok((lost > 0).then(|| format!("{lost} flux confirmés n’ont pas leur version")))
}

/// Versions follow each other in every stream, and positions in the log where it promises so.
async fn follow(client: &Client, store: &dyn Store) -> Result<Option<String>, Failure> {
    let sql = format!(
        "select count(*)
           from (select log.stream
                   from ({}) as log
                  group by log.stream
                 having min(log.version) <> 1 or max(log.version) <> count(*)
                     or count(distinct log.version) <> count(*)) as broken",
        store.log()
    );
    let broken: i64 = client.query_one(&sql, &[]).await?.try_get(0)?;
    if broken > 0 {
        return Ok(Some(format!("{broken} flux ont un trou ou un doublon de version")));
    }
    if !store.promises().contiguous {
        return Ok(None);
    }
    let sql = format!(
        "select count(*) = count(distinct log.position) and coalesce(min(log.position), 1) = 1
                and coalesce(max(log.position), 0) = count(*)
           from ({}) as log",
        store.log()
    );
    let contiguous: bool = client.query_one(&sql, &[]).await?.try_get(0)?;
    Ok((!contiguous).then(|| "les positions ont un trou ou un doublon".to_owned()))
}

/// A reader that follows a log while it is written.
#[derive(Debug)]
pub struct Watcher {
    target: Arc<AtomicU64>,
    watching: JoinHandle<Result<Seen, Failure>>,
}

/// What a watcher saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// So many events, each once, in order.
    All(u64),
    /// Something it should not have seen, in French.
    Wrong(String),
}

/// The target of a watcher that is not told yet how many events there will be.
const OPEN: u64 = u64::MAX;

impl Watcher {
    /// Follows a store on a connection of its own, after the events it has; nothing when it promises no order.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn start(url: &str, store: &dyn Store, before: u64) -> Result<Option<Self>, Failure> {
        let Some(watch) = store.watch() else { return Ok(None) };
        let client = stand::connect(url).await?;
        let target = Arc::new(AtomicU64::new(OPEN));
        let told = target.clone();
        let watching = match watch {
            Watch::Contiguous(sql) => tokio::spawn(contiguous(client, sql, before, told)),
            Watch::Horizon { page, last } => {
                let row = client.query_one(&last, &[]).await?;
                let from = (row.try_get(0)?, row.try_get(1)?);
                tokio::spawn(horizon(client, page, from, before, told))
            }
        };
        Ok(Some(Self { target, watching }))
    }

    /// Lets it read to the end, and says in French what it missed of so many events.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end(self, events: u64) -> Result<Option<String>, Failure> {
        self.target.store(events, Ordering::Release);
        Ok(match self.watching.await?? {
            Seen::All(seen) if seen == events => None,
            Seen::All(seen) => Some(format!("un lecteur a vu {seen} événements sur {events}")),
            Seen::Wrong(what) => Some(what),
        })
    }
}

/// Insists on 1, 2, 3… What is committed shows at once: an empty look after the end is the end.
async fn contiguous(
    client: Client,
    sql: String,
    before: u64,
    target: Arc<AtomicU64>,
) -> Result<Seen, Failure> {
    let statement = client.prepare(&sql).await?;
    let mut last = i64::try_from(before).map_err(Failure::other)?;
    let mut beat = beat();
    loop {
        // Read before the look: what was committed before it is in what the look finds.
        let end = target.load(Ordering::Acquire) != OPEN;
        let rows = client.query(&statement, &[&last, &PAGE]).await?;
        for row in &rows {
            let position: i64 = row.try_get(0)?;
            if position != last + 1 {
                return Ok(Seen::Wrong(format!("un lecteur a vu {position} après {last}")));
            }
            last = position;
        }
        match (rows.is_empty(), end) {
            (true, true) => return Ok(Seen::All(last.unsigned_abs())),
            (true, false) => drop(beat.tick().await),
            (false, _) => {}
        }
    }
}

/// Follows marks and positions. The end of such a log shows only when older transactions are over, anybody's.
async fn horizon(
    client: Client,
    sql: String,
    (mut mark, mut place): (String, String),
    before: u64,
    target: Arc<AtomicU64>,
) -> Result<Seen, Failure> {
    let statement = client.prepare(&sql).await?;
    let (mut seen, mut looks) = (before, 0);
    let mut beat = beat();
    while looks < LOOKS_MAX {
        let target = target.load(Ordering::Acquire);
        let rows = client.query(&statement, &[&mark, &place, &PAGE]).await?;
        seen += rows.len() as u64;
        if target <= seen {
            break;
        }
        match rows.last() {
            Some(row) => (mark, place) = (row.try_get(0)?, row.try_get(1)?),
            None => {
                looks += usize::from(target != OPEN);
                beat.tick().await;
            }
        }
    }
    Ok(Seen::All(seen))
}

fn beat() -> Interval {
    let mut beat = tokio::time::interval(BEAT);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    beat
}
