//! Subscriptions to the log in memory: what [`crate::journal`]'s tell, in the same order.
//!
//! Every change of the log is told to whoever waits, so nothing here polls.

use futures::stream;
use futures::{StreamExt as _, TryStreamExt as _};
use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};

use super::MemoryLog;
use crate::envelope::{Position, RecordedEvent};
use crate::journal::{Failure, Pace, Signal, Signals};
use crate::log::Log as _;

/// Everything after a position, then what comes.
pub(super) fn signals(log: MemoryLog, pace: Pace, after: Position) -> Signals {
    let begun = stream::once(async move { Following::begin(log, pace, after) });
    let next = |mut following: Following| async move {
        let signal = following.next().await;
        Ok(Some((signal, following)))
    };
    begun.map_ok(move |following| stream::try_unfold(following, next)).try_flatten().boxed()
}

/// One reader, where it stands.
struct Following {
    log: MemoryLog,
    pace: Pace,
    head: watch::Receiver<Position>,
    /// Everything up to here was told.
    told: Position,
    /// The head as it was at the beginning, until it is reached.
    until: Option<Position>,
}

impl Following {
    fn begin(log: MemoryLog, pace: Pace, after: Position) -> Result<Self, Failure> {
        let mut head = log.0.head.subscribe();
        let now = *head.borrow_and_update();
        if now < after {
            let (expected, found) = (after.get(), now.get());
            return Err(Failure::Gap { place: log.name().to_owned(), expected, found });
        }
        Ok(Self { log, pace, head, told: after, until: Some(now) })
    }

    async fn next(&mut self) -> Signal {
        if self.until.take_if(|until| *until <= self.told).is_some() {
            return Signal::CaughtUp(self.told);
        }
        let beat_at = Instant::now() + self.pace.heartbeat;
        loop {
            if let Some(events) = self.page() {
                return Signal::Events(events);
            }
            if timeout_at(beat_at, self.head.changed()).await.is_err() {
                return Signal::Heartbeat(self.told);
            }
        }
    }

    /// What follows, when something does.
    fn page(&mut self) -> Option<Vec<RecordedEvent>> {
        let events = self.log.kept().after(self.told, None, self.pace.page.max(1));
        self.told = events.last()?.position;
        Some(events)
    }
}
