//! The queue in front of a log's writer: two lanes, bounded in number and in bytes.
//!
//! ```text
//!  interactive ──▶ ▯▯▯▯▯ ──┐   full: refused at once, the caller knows at once
//!                          ├─▶ the writer
//!  bulk ────────▶ ▯▯ ──────┘   full: waits for room; served when nobody interactive waits, or when it has waited
//!                              for a second
//! ```
//!
//! Invariants: what is in the queue is bounded, in submissions and in bytes; a submission is never cut; within a lane
//! the order of arrival is the order of writing; a caller that gives up does not undo what it submitted.

use std::sync::Arc;
use std::time::Instant;

use tokio::sync::mpsc::error::TryRecvError;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};
use tokio::time::Duration;

use super::Failure;
use crate::request::AppendRequest;
use crate::verdict::Verdict;

/// How many interactive submissions may wait.
const INTERACTIVE_MAX: usize = 4_096;

/// How many bulk submissions may wait: each is long already.
const BULK_MAX: usize = 8;

/// How much may wait in a lane, in KiB.
const LANE_KIB: usize = 64 << 10;

/// A batch is closed once it holds that many events.
const BATCH_EVENTS: usize = 2_048;

/// A batch is closed once it holds that many KiB.
const BATCH_KIB: usize = 4 << 10;

/// After how long a bulk submission no longer gives way.
const BULK_PATIENCE: Duration = Duration::from_secs(1);

/// What an envelope adds to a payload, roughly, in bytes.
const ENVELOPE_BYTES: usize = 300;

/// On what terms requests are submitted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Terms {
    /// Who gives way to whom.
    pub lane: Lane,
    /// After it, nobody wants the answer: a request whose turn has not come is not written.
    pub deadline: Option<Instant>,
}

/// The lanes of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lane {
    /// Somebody waits for the answer. A full lane refuses.
    #[default]
    Interactive,
    /// A file is being taken over. A full lane makes its caller wait.
    Bulk,
}

/// Requests of one caller: written in their order, in one batch.
#[derive(Debug)]
pub(super) struct Submission {
    pub(super) requests: Vec<AppendRequest>,
    pub(super) deadline: Option<Instant>,
    answer: oneshot::Sender<Answer>,
    arrived: Instant,
    room: OwnedSemaphorePermit,
}

/// What a caller is told.
pub(super) type Answer = Result<Vec<Verdict>, Failure>;

impl Submission {
    pub(super) fn events(&self) -> usize {
        self.requests.iter().map(|request| request.events().count()).sum()
    }

    pub(super) fn kib(&self) -> usize {
        self.room.num_permits()
    }

    pub(super) fn answer(self, answer: Answer) {
        // A caller that is gone asks again under the same command if it wants to know.
        let _gone = self.answer.send(answer);
    }
}

/// Where submissions come in. Clones share the queue; the writer ends with the last of them.
#[derive(Debug, Clone)]
pub(super) struct Entrance {
    interactive: LaneIn,
    bulk: LaneIn,
}

#[derive(Debug, Clone)]
struct LaneIn {
    queue: mpsc::Sender<Submission>,
    room: Arc<Semaphore>,
}

/// Where the writer takes them.
#[derive(Debug)]
pub(super) struct Exit {
    interactive: mpsc::Receiver<Submission>,
    bulk: mpsc::Receiver<Submission>,
    /// A bulk submission taken out and not served yet: it goes first in its lane.
    aside: Option<Submission>,
}

/// Opens a queue.
pub(super) fn queue() -> (Entrance, Exit) {
    let (interactive, interactive_out) = lane(INTERACTIVE_MAX);
    let (bulk, bulk_out) = lane(BULK_MAX);
    let exit = Exit { interactive: interactive_out, bulk: bulk_out, aside: None };
    (Entrance { interactive, bulk }, exit)
}

fn lane(submissions: usize) -> (LaneIn, mpsc::Receiver<Submission>) {
    let (queue, out) = mpsc::channel(submissions);
    (LaneIn { queue, room: Arc::new(Semaphore::new(LANE_KIB)) }, out)
}

impl Entrance {
    /// Puts requests in the queue and waits for their verdicts.
    pub(super) async fn submit(&self, requests: Vec<AppendRequest>, terms: Terms) -> Answer {
        let Terms { lane, deadline } = terms;
        let (answer, answered) = oneshot::channel();
        let entry = Entry { requests, deadline, answer };
        match lane {
            Lane::Interactive => self.interactive.offer(entry)?,
            Lane::Bulk => self.bulk.hand(entry).await?,
        }
        // The writer only goes away unanswering with the process, or by a panic of its own.
        answered.await.unwrap_or(Err(Failure::Stopped))
    }

    /// How many submissions wait, and how many KiB they hold.
    pub(super) fn waiting(&self) -> (usize, usize) {
        let lanes = [(&self.interactive, INTERACTIVE_MAX), (&self.bulk, BULK_MAX)];
        lanes.into_iter().fold((0, 0), |(count, kib), (lane, max)| {
            (
                count + max - lane.queue.capacity(),
                kib + LANE_KIB.saturating_sub(lane.room.available_permits()),
            )
        })
    }
}

/// A submission that has no room yet.
struct Entry {
    requests: Vec<AppendRequest>,
    deadline: Option<Instant>,
    answer: oneshot::Sender<Answer>,
}

impl Entry {
    /// What it takes of a lane's room: never more than the whole lane.
    fn kib(&self) -> u32 {
        let payloads = self.requests.iter().flat_map(AppendRequest::events);
        let bytes: usize = payloads.map(|(_, _, event)| event.payload.len() + ENVELOPE_BYTES).sum();
        u32::try_from(bytes.div_ceil(1 << 10).clamp(1, LANE_KIB)).unwrap_or(u32::MAX)
    }

    fn with(self, room: OwnedSemaphorePermit) -> Submission {
        let Self { requests, deadline, answer } = self;
        Submission { requests, deadline, answer, arrived: Instant::now(), room }
    }
}

impl LaneIn {
    fn offer(&self, entry: Entry) -> Result<(), Failure> {
        let room = self.room.clone().try_acquire_many_owned(entry.kib());
        let room = room.map_err(|_| Failure::QueueFull)?;
        let place = self.queue.try_reserve().map_err(|_| Failure::QueueFull)?;
        place.send(entry.with(room));
        Ok(())
    }

    async fn hand(&self, entry: Entry) -> Result<(), Failure> {
        let room = self.room.clone().acquire_many_owned(entry.kib()).await;
        let room = room.map_err(|_| Failure::Stopped)?;
        let place = self.queue.reserve().await.map_err(|_| Failure::Stopped)?;
        place.send(entry.with(room));
        Ok(())
    }
}

impl Exit {
    /// The next batch: everything that waits, within bounds; none when every entrance is gone.
    pub(super) async fn batch(&mut self) -> Option<Vec<Submission>> {
        let first = self.first().await?;
        let mut batch = Filling::with(first);
        while !batch.is_full() {
            match self.interactive.try_recv() {
                Ok(next) => batch.push(next),
                Err(TryRecvError::Empty | TryRecvError::Disconnected) => break,
            }
        }
        if !batch.is_full()
            && let Some(overdue) = self.overdue()
        {
            batch.push(overdue);
        }
        Some(batch.submissions)
    }

    async fn first(&mut self) -> Option<Submission> {
        if let Ok(first) = self.interactive.try_recv() {
            return Some(first);
        }
        if let Some(aside) = self.aside.take() {
            return Some(aside);
        }
        // Both lanes are closed together: the last entrance holds both.
        tokio::select! {
            biased;
            Some(first) = self.interactive.recv() => Some(first),
            Some(first) = self.bulk.recv() => Some(first),
            else => None,
        }
    }

    /// A bulk submission that has given way long enough.
    fn overdue(&mut self) -> Option<Submission> {
        if self.aside.is_none() {
            self.aside = self.bulk.try_recv().ok();
        }
        self.aside.take_if(|bulk| BULK_PATIENCE <= bulk.arrived.elapsed())
    }
}

/// A batch being filled.
struct Filling {
    submissions: Vec<Submission>,
    events: usize,
    kib: usize,
}

impl Filling {
    fn with(first: Submission) -> Self {
        let mut filling = Self { submissions: Vec::new(), events: 0, kib: 0 };
        filling.push(first);
        filling
    }

    fn push(&mut self, submission: Submission) {
        self.events += submission.events();
        self.kib += submission.kib();
        self.submissions.push(submission);
    }

    fn is_full(&self) -> bool {
        BATCH_EVENTS <= self.events || BATCH_KIB <= self.kib
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn request(command: u128) -> AppendRequest {
        AppendRequest {
            command_id: Uuid::from_u128(command),
            request_hash: [0; 32],
            actor: "agent".into(),
            finalite: "protection".into(),
            correlation_id: None,
            simulated_at: None,
            writes: vec![],
            checks: vec![],
            erases: vec![],
        }
    }

    fn submit(entrance: &Entrance, command: u128, lane: Lane) -> tokio::task::JoinHandle<Answer> {
        let entrance = entrance.clone();
        let terms = Terms { lane, deadline: None };
        tokio::spawn(async move { entrance.submit(vec![request(command)], terms).await })
    }

    fn commands(batch: &[Submission]) -> Vec<u128> {
        let requests = batch.iter().flat_map(|submission| &submission.requests);
        requests.map(|request| request.command_id.as_u128()).collect()
    }

    #[tokio::test]
    async fn bulk_gives_way_to_whoever_waits_for_an_answer() {
        let (entrance, mut exit) = queue();
        let _bulk = submit(&entrance, 1, Lane::Bulk);
        let _other = submit(&entrance, 2, Lane::Interactive);
        let _third = submit(&entrance, 3, Lane::Interactive);
        tokio::task::yield_now().await;
        assert_eq!(commands(&exit.batch().await.unwrap()), [2, 3]);
        let _late = submit(&entrance, 4, Lane::Interactive);
        tokio::task::yield_now().await;
        assert_eq!(commands(&exit.batch().await.unwrap()), [4]);
        assert_eq!(commands(&exit.batch().await.unwrap()), [1]);
    }

    #[tokio::test]
    async fn bulk_that_has_waited_for_a_second_gives_way_no_longer() {
        let (entrance, mut exit) = queue();
        let _bulk = submit(&entrance, 1, Lane::Bulk);
        let _other = submit(&entrance, 2, Lane::Interactive);
        tokio::task::yield_now().await;
        let mut aside = exit.bulk.try_recv().unwrap();
        aside.arrived -= BULK_PATIENCE;
        exit.aside = Some(aside);
        assert_eq!(commands(&exit.batch().await.unwrap()), [2, 1]);
    }

    #[tokio::test]
    async fn a_full_lane_refuses_at_once_and_what_waits_is_counted() {
        let (entrance, mut exit) = queue();
        let waiting: Vec<_> = (0..INTERACTIVE_MAX as u128)
            .map(|command| submit(&entrance, command, Lane::Interactive))
            .collect();
        while entrance.waiting().0 < INTERACTIVE_MAX {
            tokio::task::yield_now().await;
        }
        assert_eq!(entrance.waiting(), (INTERACTIVE_MAX, INTERACTIVE_MAX));
        let refused = entrance.submit(vec![request(9_999)], Terms::default()).await;
        assert!(matches!(refused, Err(Failure::QueueFull)), "{refused:?}");
        for submission in exit.batch().await.unwrap() {
            submission.answer(Ok(vec![]));
        }
        for answered in waiting {
            assert!(answered.await.unwrap().is_ok());
        }
        assert_eq!(entrance.waiting(), (0, 0));
    }

    #[tokio::test]
    async fn the_writer_ends_with_the_last_entrance() {
        let (entrance, mut exit) = queue();
        let other = entrance.clone();
        drop(entrance);
        drop(other);
        assert!(exit.batch().await.is_none());
    }
}
