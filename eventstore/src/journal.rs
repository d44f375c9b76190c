//! The journal on PostgreSQL: one append-only log, written under one lock and read without any.
//!
//! A batch of requests is one transaction of two visits: the first takes the log's lock and reads the head, the
//! versions, the commands and the clock; the verdicts are decided in memory; the second inserts and commits.
//!
//! Why it is correct: (1) every append holds the lock from before it reads anything until its commit is visible, so
//! appends are totally ordered and each sees all earlier ones; (2) positions are the previous one plus one, inside
//! the lock, so they are contiguous at every instant; (3) so whoever sees a position sees everything before it, and
//! readers can insist on it.
//!
//! Invariants: a request is appended whole or not at all; no answer is given before its commit; a lost answer can
//! be asked for again under the same command identifier.
//!
//! In reading order: the queue and the writer that makes batches out of concurrent callers (`queue`, `writer`), the
//! transaction (`writing`), reading, and being told of what is new (`wake`, `listening`, `subscription`).
//!
//! Deliberately not here: what is computed from the events.

mod listening;
mod names;
mod queue;
mod reading;
mod sealed;
mod subscription;
mod survey;
mod tree;
mod wake;
mod writer;
mod writing;

use std::sync::{Arc, OnceLock};

use tokio_postgres::types::Type;

use crate::database::Database;
use crate::observer::{Nobody, Observer, Pulse};
use crate::request::{AppendRequest, Invalid, validate};
use crate::verdict::Verdict;
use names::Names;
use queue::{Entrance, queue};
pub use queue::{Lane, Terms};
pub use subscription::{Pace, Signal, Signals};
pub use tree::{Anchor, SignedHead, TreeFailure};
use wake::Wake;
use writer::{Gauge, Writer};

/// A log, open. Clones share their connections, their dictionary and their writer.
#[derive(Debug, Clone)]
pub struct Journal {
    database: Database,
    log_id: i16,
    name: Arc<str>,
    simulated: bool,
    names: Names,
    wake: Wake,
    pen: Pen,
}

/// What broke. A refusal is not here: it is a [`Verdict`].
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// No connection to the database.
    #[error("no connection to the journal: {0}")]
    Pool(#[from] deadpool_postgres::PoolError),
    /// The database failed. Nothing of the request at fault was written.
    #[error("the journal's storage failed: {0}")]
    Storage(#[from] tokio_postgres::Error),
    /// The lock could not be had in time: others are writing. Nothing was written.
    #[error("the log is busy")]
    Busy,
    /// The connection was lost while committing and the outcome could not be read since: the events may be there or
    /// not. Sending the same commands again is safe, and tells.
    #[error("the outcome of an append is unknown: {0}")]
    Ambiguous(Arc<Failure>),
    /// The database does not answer.
    #[error("the journal's storage does not answer")]
    Silent,
    /// Too much waits to be written already. Nothing was written.
    #[error("the queue of the log is full")]
    QueueFull,
    /// The writer of this process has ended.
    #[error("the writer of the log has ended")]
    Stopped,
    /// What broke for a whole batch, told to each of its callers.
    #[error("{0}")]
    OfTheBatch(Arc<Failure>),
    /// There is no log of that name.
    #[error("there is no log {0}")]
    UnknownLog(String),
    /// The log exists with the other mark: a log is simulated for life, or never.
    #[error("log {0} exists with the other simulated mark")]
    OtherMark(String),
    /// Positions or versions that do not follow each other: the journal was tampered with.
    #[error("{expected} was expected in {place} and {found} was found: the journal is damaged")]
    Gap {
        /// The log, or the stream.
        place: String,
        /// The number that should have come.
        expected: u64,
        /// The number that came.
        found: u64,
    },
    /// A row that nothing here can have written.
    #[error("unreadable column {0}: the journal is damaged")]
    Damaged(&'static str),
    /// What the tree refuses.
    #[error(transparent)]
    Tree(#[from] TreeFailure),
}

impl Failure {
    /// What broke, whoever else it broke for.
    pub fn cause(&self) -> &Self {
        match self {
            Self::OfTheBatch(shared) => shared.cause(),
            Self::Pool(_)
            | Self::Storage(_)
            | Self::Busy
            | Self::Ambiguous(_)
            | Self::Silent
            | Self::QueueFull
            | Self::Stopped
            | Self::UnknownLog(_)
            | Self::OtherMark(_)
            | Self::Gap { place: _, expected: _, found: _ }
            | Self::Damaged(_)
            | Self::Tree(_) => self,
        }
    }
}

impl Journal {
    /// Creates a log, or opens it when it exists with the same mark. `simulated` is for life.
    pub async fn create(database: &Database, name: &str, simulated: bool) -> Result<Self, Failure> {
        let client = database.pool().get().await?;
        client
            .execute_typed(
                "insert into journal.log (name, simulated)
                 select $1, $2
                  where not exists (select from journal.log where name = $1)
                     on conflict (name) do nothing",
                &[(&name, Type::TEXT), (&simulated, Type::BOOL)],
            )
            .await?;
        drop(client);
        let journal = Self::open(database, name).await?;
        let same = journal.simulated == simulated;
        if same { Ok(journal) } else { Err(Failure::OtherMark(name.to_owned())) }
    }

    /// Opens a log that exists.
    pub async fn open(database: &Database, name: &str) -> Result<Self, Failure> {
        let client = database.pool().get().await?;
        let row = client
            .query_typed_opt(
                "select log_id, simulated from journal.log where name = $1",
                &[(&name, Type::TEXT)],
            )
            .await?
            .ok_or_else(|| Failure::UnknownLog(name.to_owned()))?;
        let (log_id, simulated) = (row.try_get(0)?, row.try_get(1)?);
        let (database, name) = (database.clone(), Arc::from(name));
        drop(client);
        let (names, wake) = (Names::default(), Wake::default());
        let pen = Pen::watched_by(Arc::new(Nobody));
        Ok(Self { database, log_id, name, simulated, names, wake, pen })
    }

    /// The name of the log.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its number in this database, which keys of read models may use.
    pub fn log_id(&self) -> i16 {
        self.log_id
    }

    /// Whether it takes its instants from the requests.
    pub fn is_simulated(&self) -> bool {
        self.simulated
    }

    /// The same log, its writer watched. Before the first append: a writer at work keeps whom it has.
    #[must_use]
    pub fn observed_by(self, observer: Arc<dyn Observer>) -> Self {
        Self { pen: Pen::watched_by(observer), ..self }
    }

    /// Appends one request, for somebody who waits.
    pub async fn append(&self, request: AppendRequest) -> Result<Verdict, Failure> {
        let mut verdicts = self.append_all(vec![request]).await?;
        Ok(verdicts.pop().expect("one request has one verdict"))
    }

    /// Appends requests in their order, in one batch, for somebody who waits, and gives the verdict of each. One that is
    /// refused never fails another. Keep a call to about 2 000 events and 4 MiB: the log is locked meanwhile.
    pub async fn append_all(&self, requests: Vec<AppendRequest>) -> Result<Vec<Verdict>, Failure> {
        self.submit(requests, Terms::default()).await
    }

    /// The same, on terms: in which lane of the queue, and until when the answer is wanted.
    ///
    /// A caller that gives up does not undo what it submitted; sending the same commands again is safe, and tells.
    pub async fn submit(
        &self,
        requests: Vec<AppendRequest>,
        terms: Terms,
    ) -> Result<Vec<Verdict>, Failure> {
        let refusals: Vec<Option<Invalid>> =
            requests.iter().map(|request| validate(request, self.simulated).err()).collect();
        let mut refused = refusals.iter();
        let valid: Vec<AppendRequest> =
            requests.into_iter().filter(|_| refused.next().is_some_and(Option::is_none)).collect();
        let mut judged = self.write(valid, terms).await?.into_iter();
        let verdicts = refusals.into_iter().map(|refusal| match refusal {
            Some(invalid) => Verdict::Invalid(invalid),
            None => judged.next().expect("each valid request was judged"),
        });
        Ok(verdicts.collect())
    }

    async fn write(
        &self,
        requests: Vec<AppendRequest>,
        terms: Terms,
    ) -> Result<Vec<Verdict>, Failure> {
        if requests.is_empty() {
            return Ok(Vec::new());
        }
        self.names.learn(self.database.pool(), &requests).await?;
        self.pen.entrance(self).submit(requests, terms).await
    }

    /// How the writer of this process is doing.
    pub fn pulse(&self) -> Pulse {
        self.pen.pulse()
    }
}

/// The writer of a process, started by the first append.
#[derive(Debug, Clone)]
struct Pen(Arc<Held>);

#[derive(Debug)]
struct Held {
    observer: Arc<dyn Observer>,
    gauge: Arc<Gauge>,
    entrance: OnceLock<Entrance>,
}

/// What a writer writes to.
struct Target {
    database: Database,
    log_id: i16,
    name: Arc<str>,
    names: Names,
    wake: Wake,
}

impl Pen {
    fn watched_by(observer: Arc<dyn Observer>) -> Self {
        let (gauge, entrance) = (Arc::default(), OnceLock::new());
        Self(Arc::new(Held { observer, gauge, entrance }))
    }

    fn entrance(&self, journal: &Journal) -> &Entrance {
        self.0.entrance.get_or_init(|| {
            let (entrance, exit) = queue();
            let (observer, gauge) = (self.0.observer.clone(), self.0.gauge.clone());
            tokio::spawn(Writer::new(journal.target(), exit, observer, gauge).run());
            entrance
        })
    }

    fn pulse(&self) -> Pulse {
        let (waiting, waiting_kib) =
            self.0.entrance.get().map_or((0, 0), |entrance| entrance.waiting());
        let (busy_for, head) = self.0.gauge.read();
        Pulse { waiting, waiting_kib, busy_for, head }
    }
}

impl Journal {
    fn target(&self) -> Target {
        Target {
            database: self.database.clone(),
            log_id: self.log_id,
            name: self.name.clone(),
            names: self.names.clone(),
            wake: self.wake.clone(),
        }
    }
}
