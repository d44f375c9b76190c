//! What the writer of a log does, told step by step to whoever watches: metrics, health, tests that crash it.
//!
//! ```text
//! Drained ─▶ Locked ─▶ Judged ─▶ Sent ─▶ Committed ─▶ Answered
//!    ▲                    │ nothing to write ──────────▶ │
//!    └──── Retrying ◀─────┴─ a lost connection, a refused batch, a lock not had in time
//! ```
//!
//! Invariants: an observer is called by the writer's own task, between two of its steps, and must not wait; what it
//! is told holds no name, no identifier and no payload.
//!
//! Deliberately not here: what is done with it.

use std::fmt;
use std::time::Duration;

use crate::envelope::Position;

/// Whoever watches a writer.
pub trait Observer: fmt::Debug + Send + Sync + 'static {
    /// A step was made. Called from the writer's task: it must return at once.
    fn observe(&self, step: &Step);
}

/// Nobody watches.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Nobody;

impl Observer for Nobody {
    fn observe(&self, _step: &Step) {}
}

/// A step of the writer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A batch was taken from the queue.
    Drained {
        /// How many requests it holds.
        requests: usize,
        /// How many events.
        events: usize,
        /// The size of their payloads.
        bytes: usize,
    },
    /// The log's lock is held, and what the verdicts need is read.
    Locked {
        /// Since the batch was sent to the database.
        waited: Duration,
    },
    /// Every request has its verdict, and nothing is written yet.
    Judged {
        /// How many of each.
        verdicts: Counts,
    },
    /// The events and the commit were handed to the connection; nobody knows what becomes of them.
    Sent,
    /// The batch is durable, and nobody has been told yet.
    Committed {
        /// Since it was handed to the connection.
        took: Duration,
        /// The last position of the log.
        head: Position,
    },
    /// Every caller of the batch has been answered.
    Answered,
    /// The batch is to be tried again.
    Retrying {
        /// Why.
        reason: Retry,
    },
}

/// How many verdicts of each kind a batch gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Requests whose events are written.
    pub appended: usize,
    /// Requests answered before.
    pub duplicate: usize,
    /// Requests decided on streams that have moved.
    pub conflict: usize,
    /// Requests that can never be appended.
    pub invalid: usize,
    /// Requests whose deadline passed before their turn.
    pub expired: usize,
}

/// Why a batch is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Retry {
    /// The connection was lost before anything was sent to be written.
    Disconnected,
    /// The connection was lost with the commit on its way: the log will tell.
    Ambiguous,
    /// The database refused the batch: its requests are tried one by one.
    Refused,
}

/// A writer at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pulse {
    /// Submissions in the queue.
    pub waiting: usize,
    /// The size of what they hold, in KiB, rounded up one by one.
    pub waiting_kib: usize,
    /// How long the batch at hand has been at hand, counting those that failed one after the other just before it; none
    /// when there is nothing to write, or a while after a failure. Beyond a few seconds, something is stuck.
    pub busy_for: Option<Duration>,
    /// The last position this writer committed or read under the lock.
    pub head: Position,
}
