//! The writer of a log: one task a process, which takes what waits, writes it in one transaction, and answers.
//!
//! Nobody is elected: the writers of several servers share the log's lock, and whoever holds it appends. There is no
//! timer that waits for a batch to fill: what arrived while the last one was being committed is the next.
//!
//! ```text
//! the database refuses the batch        each submission alone, then each request alone: the one at fault fails alone
//! the connection is lost before commit  nothing was written: the same again, on another connection
//! the connection is lost after commit   nobody knows: under the lock again, what was committed is found by its
//!                                       command and answered as it would have been; the rest is written now
//! ```
//!
//! Invariants: an answer is given after the commit, never before; a request is written once, however often its batch
//! is tried; the writer outlives everything but the process.
//!
//! Deliberately not here: the transaction itself (`writing`), the queue (`queue`).

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::queue::{Answer, Exit, Submission};
use super::writing::{Broken, Line, Turn};
use super::{Failure, Target};
use crate::envelope::Position;
use crate::observer::{Observer, Retry, Step};
use crate::request::Invalid;
use crate::verdict::Verdict;

/// How long a batch is tried again after its connection was lost, before its callers are told.
const PATIENCE: Duration = Duration::from_secs(15);

/// The first pause before another connection; each is twice the one before.
const PAUSE_FIRST: Duration = Duration::from_millis(20);

/// The longest pause before another connection.
const PAUSE_MAX: Duration = Duration::from_secs(1);

/// How long a failure is remembered by a writer that nobody asks for anything since.
const RANCOUR: Duration = Duration::from_secs(10);

/// What others may know of a writer at work.
#[derive(Debug, Default)]
pub(super) struct Gauge(Mutex<Reading>);

#[derive(Debug, Clone, Copy, Default)]
struct Reading {
    /// Since when there has been something to write, and nothing could be.
    wanting_since: Option<Instant>,
    at_work: bool,
    failed_at: Option<Instant>,
    head: Position,
}

impl Reading {
    fn failed_lately(&self) -> bool {
        self.failed_at.is_some_and(|at| at.elapsed() < RANCOUR)
    }
}

impl Gauge {
    /// How long the batch at hand has been, with those that failed just before it, and the last position known.
    pub(super) fn read(&self) -> (Option<Duration>, Position) {
        let reading = *self.reading();
        let wanting = reading.wanting_since.filter(|_| reading.at_work || reading.failed_lately());
        (wanting.map(|since| since.elapsed()), reading.head)
    }

    /// A batch is at hand. After one that failed, the wait goes on.
    fn begin(&self) {
        let mut reading = self.reading();
        let since = reading.wanting_since.filter(|_| reading.failed_lately());
        reading.wanting_since = Some(since.unwrap_or_else(Instant::now));
        reading.at_work = true;
    }

    /// The batch is answered.
    fn end(&self) {
        self.reading().at_work = false;
    }

    fn failed(&self) {
        self.reading().failed_at = Some(Instant::now());
    }

    fn written(&self, head: Position) {
        let mut reading = self.reading();
        reading.head = head;
        reading.failed_at = None;
    }

    fn reading(&self) -> MutexGuard<'_, Reading> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The task.
pub(super) struct Writer {
    pub(super) target: Target,
    pub(super) exit: Exit,
    pub(super) observer: Arc<dyn Observer>,
    pub(super) gauge: Arc<Gauge>,
    line: Option<Line>,
}

impl Writer {
    pub(super) fn new(
        target: Target,
        exit: Exit,
        observer: Arc<dyn Observer>,
        gauge: Arc<Gauge>,
    ) -> Self {
        Self { target, exit, observer, gauge, line: None }
    }

    /// Writes until the last entrance of the queue is gone.
    pub(super) async fn run(mut self) {
        while let Some(batch) = self.exit.batch().await {
            self.gauge.begin();
            self.observer.observe(&drained(&batch));
            self.serve(batch).await;
            self.observer.observe(&Step::Answered);
            self.gauge.end();
        }
    }

    /// Answers every submission of a batch.
    async fn serve(&mut self, batch: Vec<Submission>) {
        let turns: Vec<Turn<'_>> = batch.iter().flat_map(turns).collect();
        match self.settle(&turns).await {
            Err(Broken::Refused(_)) if 1 < turns.len() => self.serve_apart(batch).await,
            outcome => {
                drop(turns);
                answer(batch, outcome.map_err(told));
            }
        }
    }

    /// After a batch the database refused: each request in a transaction of its own.
    async fn serve_apart(&mut self, batch: Vec<Submission>) {
        self.observer.observe(&Step::Retrying { reason: Retry::Refused });
        for submission in batch {
            let mut answer = Ok(Vec::with_capacity(submission.requests.len()));
            for turn in turns(&submission) {
                let outcome = self.settle(&[turn]).await.or_else(refused_alone).map_err(told);
                answer = join(answer, outcome);
            }
            submission.answer(answer);
        }
    }

    /// One transaction, and as many more as its outcome needs to be known.
    async fn settle(&mut self, turns: &[Turn<'_>]) -> Result<Vec<Verdict>, Broken> {
        let patience = Instant::now() + PATIENCE;
        let mut pause = PAUSE_FIRST;
        let mut lost: Option<Vec<Verdict>> = None;
        loop {
            let broken = match self.transact(turns).await {
                Ok(verdicts) => return Ok(found_again(lost, verdicts)),
                Err(Broken::Unknown { verdicts, failure }) => {
                    tracing::warn!(log = %self.target.name, %failure, "connection lost while committing");
                    lost = Some(verdicts);
                    self.observer.observe(&Step::Retrying { reason: Retry::Ambiguous });
                    failure
                }
                Err(Broken::Disconnected(failure)) => {
                    tracing::warn!(log = %self.target.name, %failure, "connection lost before committing");
                    self.observer.observe(&Step::Retrying { reason: Retry::Disconnected });
                    failure
                }
                Err(Broken::NothingWritten(failure)) if lost.is_some() => failure,
                Err(broken) => return Err(broken),
            };
            if patience <= Instant::now() {
                return Err(Broken::given_up(lost.is_some(), broken));
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(PAUSE_MAX);
        }
    }

    async fn transact(&mut self, turns: &[Turn<'_>]) -> Result<Vec<Verdict>, Broken> {
        let outcome = self.attempt(turns).await;
        if outcome.is_err() {
            self.gauge.failed();
        }
        outcome
    }

    /// One transaction. Its connection is kept only when the transaction is over.
    async fn attempt(&mut self, turns: &[Turn<'_>]) -> Result<Vec<Verdict>, Broken> {
        let line = match self.line.take() {
            Some(line) if line.is_open() => line,
            Some(_) | None => Line::open(&self.target.database).await?,
        };
        let (verdicts, head) = line.transact(&self.target, turns, self.observer.as_ref()).await?;
        self.line = Some(line);
        self.gauge.written(head);
        self.target.wake.moved_to(head);
        Ok(verdicts)
    }
}

impl Broken {
    /// What callers are told once nobody has the patience to try again.
    fn given_up(ambiguous: bool, failure: Failure) -> Self {
        Self::NothingWritten(if ambiguous {
            Failure::Ambiguous(Arc::new(failure))
        } else {
            failure
        })
    }
}

fn drained(batch: &[Submission]) -> Step {
    let requests = batch.iter().map(|submission| submission.requests.len()).sum();
    let events = batch.iter().map(Submission::events).sum();
    let payloads = batch.iter().flat_map(|submission| &submission.requests);
    let payloads = payloads.flat_map(|request| request.events());
    let bytes = payloads.map(|(_, _, event)| event.payload.len()).sum();
    Step::Drained { requests, events, bytes }
}

fn turns(submission: &Submission) -> impl Iterator<Item = Turn<'_>> {
    let deadline = submission.deadline;
    submission.requests.iter().map(move |request| Turn { request, deadline })
}

/// Gives each submission its own part of the verdicts, or the failure of all.
fn answer(batch: Vec<Submission>, outcome: Answer) {
    match outcome {
        Ok(verdicts) => {
            let mut verdicts = verdicts.into_iter();
            for submission in batch {
                let own = verdicts.by_ref().take(submission.requests.len()).collect();
                submission.answer(Ok(own));
            }
        }
        Err(failure) => {
            let shared = Arc::new(failure);
            for submission in batch {
                submission.answer(Err(Failure::OfTheBatch(shared.clone())));
            }
        }
    }
}

fn join(answer: Answer, outcome: Answer) -> Answer {
    let (mut answered, mut more) = (answer?, outcome?);
    answered.append(&mut more);
    Ok(answered)
}

fn told(broken: Broken) -> Failure {
    match broken {
        Broken::NothingWritten(failure)
        | Broken::Disconnected(failure)
        | Broken::Unknown { verdicts: _, failure } => failure,
        Broken::Refused(error) => Failure::Storage(error),
    }
}

/// A single request the database refused: its own data's fault is a verdict, anything else a failure.
fn refused_alone(broken: Broken) -> Result<Vec<Verdict>, Broken> {
    let Broken::Refused(error) = &broken else { return Err(broken) };
    let state = error.code().map(|code| code.code()).unwrap_or_default();
    let data_at_fault = state.starts_with("22") || state.starts_with("54") || state == "23514";
    if data_at_fault {
        Ok(vec![Verdict::Invalid(Invalid::Refused(state.to_owned()))])
    } else {
        Err(broken)
    }
}

/// Answers as the lost answer would have, where the log shows that it was committed.
fn found_again(lost: Option<Vec<Verdict>>, found: Vec<Verdict>) -> Vec<Verdict> {
    let Some(lost) = lost else { return found };
    let same = |lost: &Verdict, found: &Verdict| {
        lost.written().is_some_and(|lost| Some(lost) == found.written())
    };
    lost.into_iter()
        .zip(found)
        .map(|(lost, found)| if same(&lost, &found) { lost } else { found })
        .collect()
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn at(last: u64) -> (Position, Position, DateTime<chrono::Utc>) {
        let recorded_at = DateTime::from_timestamp_micros(last.cast_signed()).unwrap();
        (Position::new(last), Position::new(last), recorded_at)
    }

    fn appended(position: u64) -> Verdict {
        let (first, last, recorded_at) = at(position);
        Verdict::Appended { first, last, recorded_at, versions: vec![] }
    }

    fn duplicate(position: u64) -> Verdict {
        let (first, last, recorded_at) = at(position);
        Verdict::Duplicate { first, last, recorded_at }
    }

    #[test]
    fn what_was_committed_is_answered_as_the_lost_answer_would_have_been() {
        let lost = vec![appended(1), Verdict::Conflict(vec![]), appended(2)];
        // The second of ours was lost with its transaction; somebody else's is there instead.
        let found = vec![duplicate(1), Verdict::Conflict(vec![]), appended(5)];
        let told = found_again(Some(lost), found);
        assert_eq!(told, [appended(1), Verdict::Conflict(vec![]), appended(5)]);
        assert_eq!(found_again(None, vec![duplicate(1)]), [duplicate(1)]);
    }
}
