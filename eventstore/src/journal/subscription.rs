//! Subscriptions: the events of a log from a position to its head, then live.
//!
//! ```text
//!  Events… Events  CaughtUp  (Events | Heartbeat)…
//! ```
//!
//! A reader is woken by what the journal was told of its head, and looks by itself now and then: notifications make
//! it prompt, polling makes it sure.
//!
//! # Invariants
//!
//! - Every position after the first comes once, in order, without a gap: [`Failure::Gap`] otherwise.
//! - Nothing is shown that is not committed: events come from a read of the table, never from a notification.
//! - A page is read when it is asked for: who is slow holds one page at most, and no connection meanwhile.
//! - Dropped, it leaves nothing behind.
//!
//! Deliberately not here: filters, acknowledgements, and the memory of where a reader stands: it is the reader's.

use std::time::Duration;

use futures::stream::{self, BoxStream};
use futures::{StreamExt as _, TryStreamExt as _};
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use super::reading::Page;
use super::{Failure, Journal};
use crate::envelope::{Position, RecordedEvent};

/// How many events a page holds at most.
const PAGE_EVENTS_MAX: usize = 1_000;

/// How many bytes of payloads end a page: the event that reaches it is its last.
const PAGE_BYTES: usize = 1 << 20;

/// What a subscription tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signal {
    /// The next events, one at least.
    Events(Vec<RecordedEvent>),
    /// Everything recorded before the subscription began was told: what follows is live. Told once, with the last
    /// position told.
    CaughtUp(Position),
    /// Nothing new for a while: the journal answers, and this is its head.
    Heartbeat(Position),
}

/// What [`Journal::subscribe`] gives. After a failure it is over: subscribe again after the last position it told.
pub type Signals = BoxStream<'static, Result<Signal, Failure>>;

/// How a subscription waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// How long the log may move before it is looked at, when no notification came.
    pub poll: Duration,
    /// How long nothing may be told.
    pub heartbeat: Duration,
    /// How many events a page holds at most.
    pub page: usize,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            poll: Duration::from_millis(250),
            heartbeat: Duration::from_secs(5),
            page: PAGE_EVENTS_MAX,
        }
    }
}

impl Journal {
    /// Everything recorded after a position, then what comes, for as long as it is polled. Polled first inside a
    /// runtime. A position beyond the head is a [`Failure::Gap`]: whoever has seen it knows more than the journal.
    pub fn subscribe(&self, after: Position) -> Signals {
        self.subscribe_at(Pace::default(), after)
    }

    /// The same, waiting otherwise.
    pub fn subscribe_at(&self, pace: Pace, after: Position) -> Signals {
        let begun = stream::once(Subscription::begin(self.clone(), pace, after));
        let next = |mut subscription: Subscription| async move {
            let signal = subscription.next().await?;
            Ok(Some((signal, subscription)))
        };
        begun
            .map_ok(move |subscription| stream::try_unfold(subscription, next))
            .try_flatten()
            .boxed()
    }

    /// The head; fails when the log ends before a position somebody was told.
    async fn head_from(&self, told: Position) -> Result<Position, Failure> {
        let head = self.head().await?.position;
        if told <= head {
            return Ok(head);
        }
        let (expected, found) = (told.get(), head.get());
        Err(Failure::Gap { place: self.name.to_string(), expected, found })
    }
}

/// One reader, where it stands.
struct Subscription {
    journal: Journal,
    pace: Pace,
    head: watch::Receiver<Position>,
    /// Everything up to here was told.
    told: Position,
    /// The head as it was at the beginning, until it is reached.
    until: Option<Position>,
    /// There may be more than was read.
    more: bool,
    poll_at: Instant,
    beat_at: Instant,
}

/// Why a wait ended.
enum Woken {
    Look,
    Beat,
}

impl Subscription {
    async fn begin(journal: Journal, pace: Pace, after: Position) -> Result<Self, Failure> {
        let head = journal.head_seen();
        let until = Some(journal.head_from(after).await?);
        let pace = Pace { page: pace.page.max(1), ..pace };
        let now = Instant::now();
        let (poll_at, beat_at) = (now + pace.poll, now + pace.heartbeat);
        Ok(Self { journal, pace, head, told: after, until, more: true, poll_at, beat_at })
    }

    async fn next(&mut self) -> Result<Signal, Failure> {
        let mut signal = None;
        while signal.is_none() {
            signal = match self.until {
                Some(until) if self.told < until => self.look().await?,
                Some(_) => {
                    self.until = None;
                    Some(Signal::CaughtUp(self.told))
                }
                None => self.live().await?,
            };
        }
        self.beat_at = Instant::now() + self.pace.heartbeat;
        Ok(signal.expect("the loop ends with a signal"))
    }

    /// Waits once, and looks once.
    async fn live(&mut self) -> Result<Option<Signal>, Failure> {
        match self.woken().await {
            Woken::Look => self.look().await,
            Woken::Beat => self.beat().await,
        }
    }

    /// The next page, when there is one.
    async fn look(&mut self) -> Result<Option<Signal>, Failure> {
        let Page { events, more } =
            self.journal.page(self.told, self.pace.page, PAGE_BYTES).await?;
        self.more = more;
        self.poll_at = Instant::now() + self.pace.poll;
        let Some(last) = events.last() else { return Ok(None) };
        self.told = last.position;
        Ok(Some(Signal::Events(events)))
    }

    /// The head when everything was told; nothing, and another look, when something came meanwhile.
    async fn beat(&mut self) -> Result<Option<Signal>, Failure> {
        let head = self.journal.head_from(self.told).await?;
        self.more = self.told < head;
        Ok((!self.more).then_some(Signal::Heartbeat(head)))
    }

    /// Waits until it is worth looking, or time to say something. What is told of the head while a page is being read
    /// is not lost: it ends the next wait.
    async fn woken(&mut self) -> Woken {
        if self.more {
            return Woken::Look;
        }
        let (head, told) = (&mut self.head, self.told);
        let news = async {
            while head.changed().await.is_ok() {
                if told < *head.borrow_and_update() {
                    return;
                }
            }
            // Nobody tells any more: polling remains.
            std::future::pending().await
        };
        tokio::select! {
            biased;
            () = news => Woken::Look,
            () = sleep_until(self.poll_at) => Woken::Look,
            () = sleep_until(self.beat_at) => Woken::Beat,
        }
    }
}
