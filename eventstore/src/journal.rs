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
//! Deliberately not here: the queue that makes batches out of concurrent callers, tree heads, subscriptions.

mod listening;
mod names;
mod reading;
mod wake;
mod writing;

use std::sync::Arc;

use tokio_postgres::error::SqlState;
use tokio_postgres::types::Type;

use crate::database::Database;
use crate::envelope::Position;
use crate::request::{AppendRequest, Invalid, validate};
use crate::verdict::Verdict;
use names::Names;
use wake::Wake;
use writing::Broken;

/// How often a batch whose outcome is unknown is looked up again, each time on another connection.
const ATTEMPTS_MAX: usize = 5;

/// A log, open. Clones share their connections and their dictionary.
#[derive(Debug, Clone)]
pub struct Journal {
    database: Database,
    log_id: i16,
    name: Arc<str>,
    simulated: bool,
    names: Names,
    wake: Wake,
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
    Ambiguous(Box<Failure>),
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
        Ok(Self { database, log_id, name, simulated, names, wake })
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

    /// Appends one request.
    pub async fn append(&self, request: AppendRequest) -> Result<Verdict, Failure> {
        let mut verdicts = self.append_all(vec![request]).await?;
        Ok(verdicts.pop().expect("one request has one verdict"))
    }

    /// Appends requests in their order, in one transaction, and gives the verdict of each. One that is refused never
    /// fails another. Keep a call to about 2 000 events and 4 MiB: the log is locked meanwhile.
    pub async fn append_all(&self, requests: Vec<AppendRequest>) -> Result<Vec<Verdict>, Failure> {
        let invalid: Vec<Option<Invalid>> =
            requests.iter().map(|request| validate(request, self.simulated).err()).collect();
        let valid: Vec<&AppendRequest> = requests
            .iter()
            .zip(&invalid)
            .filter_map(|(request, invalid)| invalid.is_none().then_some(request))
            .collect();
        let mut judged = self.append_valid(&valid).await?.into_iter();
        let verdicts = invalid.into_iter().map(|invalid| match invalid {
            Some(invalid) => Verdict::Invalid(invalid),
            None => judged.next().expect("each valid request was judged"),
        });
        Ok(verdicts.collect())
    }

    async fn append_valid(&self, requests: &[&AppendRequest]) -> Result<Vec<Verdict>, Failure> {
        if requests.is_empty() {
            return Ok(Vec::new());
        }
        self.names.learn(self.database.pool(), requests).await?;
        match self.transact(requests).await {
            Err(Broken::Refused(_)) if requests.len() > 1 => self.one_by_one(requests).await,
            Err(Broken::Refused(error)) => refused_alone(error).map(|verdict| vec![verdict]),
            Err(Broken::NothingWritten(failure)) => Err(failure),
            Err(Broken::Unknown { verdicts: _, error }) => {
                Err(Failure::Ambiguous(Box::new(error.into())))
            }
            Ok(verdicts) => Ok(verdicts),
        }
    }

    /// After a batch the database refused: each request alone, so that the one at fault fails only itself.
    async fn one_by_one(&self, requests: &[&AppendRequest]) -> Result<Vec<Verdict>, Failure> {
        let mut verdicts = Vec::with_capacity(requests.len());
        for request in requests {
            verdicts.append(&mut Box::pin(self.append_valid(&[*request])).await?);
        }
        Ok(verdicts)
    }

    /// One transaction, and as many look-ups as its outcome needs. When the connection was lost after `commit` was
    /// sent, the whole transaction is played again under the lock: what was committed comes back as a duplicate, at
    /// the very positions the lost answer had, and nothing is written twice.
    async fn transact(&self, requests: &[&AppendRequest]) -> Result<Vec<Verdict>, Broken> {
        let mut lost: Option<Vec<Verdict>> = None;
        for _ in 1..ATTEMPTS_MAX {
            match writing::transact(self, requests).await {
                Ok(verdicts) => return Ok(found_again(lost, verdicts)),
                Err(Broken::Unknown { verdicts, error }) => {
                    tracing::warn!(log = %self.name, %error, "connection lost while committing");
                    lost = Some(verdicts);
                }
                Err(Broken::NothingWritten(Failure::Storage(error))) if error.is_closed() => {
                    tracing::warn!(log = %self.name, %error, "connection lost before committing");
                }
                Err(Broken::NothingWritten(failure)) if lost.is_some() => {
                    return Err(Broken::NothingWritten(Failure::Ambiguous(Box::new(failure))));
                }
                Err(broken) => return Err(broken),
            }
        }
        writing::transact(self, requests).await.map(|verdicts| found_again(lost, verdicts))
    }
}

/// Answers as the lost answer would have, where the log shows that it was committed.
fn found_again(lost: Option<Vec<Verdict>>, found: Vec<Verdict>) -> Vec<Verdict> {
    let Some(lost) = lost else { return found };
    lost.into_iter()
        .zip(found)
        .map(|(lost, found)| if range(&lost) == range(&found) { lost } else { found })
        .collect()
}

fn range(verdict: &Verdict) -> Option<(Position, Position, chrono::DateTime<chrono::Utc>)> {
    match verdict {
        Verdict::Appended { first, last, recorded_at, versions: _ }
        | Verdict::Duplicate { first, last, recorded_at } => Some((*first, *last, *recorded_at)),
        Verdict::Conflict(_) | Verdict::Invalid(_) => None,
    }
}

/// A single request the database refused: its own data's fault is a verdict, anything else a failure.
fn refused_alone(error: tokio_postgres::Error) -> Result<Verdict, Failure> {
    let state = error.code().map(SqlState::code).unwrap_or_default();
    let data_at_fault = state.starts_with("22")
        || state.starts_with("54")
        || state == SqlState::CHECK_VIOLATION.code();
    if data_at_fault {
        Ok(Verdict::Invalid(Invalid::Refused(state.to_owned())))
    } else {
        Err(Failure::Storage(error))
    }
}
