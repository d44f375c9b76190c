//! What wakes the readers of a log: the highest head anybody told of, and the one connection that listens for it.
//!
//! The writer of this process tells its own commits; the listener tells those of every process, from the
//! notification each batch sends (`notify journal_head, '<log_id>:<position>'`). Readers await either.
//!
//! # Invariants
//!
//! - It never goes back, and it is a hint: nobody concludes from it that an event is there, only that it is worth
//!   looking. Whoever waits here polls too, so a lost notification costs a delay and never an event.
//! - One listener a journal and process, started by the first reader that waits, ended with the last clone.
//!
//! Deliberately not here: reading events, and the polling.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::Journal;
use crate::database::Database;
use crate::envelope::Position;

/// The channel of the notifications; their payload is the log's number, a colon, and the head's position.
pub(super) const CHANNEL: &str = "journal_head";

/// The head of one log as last told. Clones share it.
#[derive(Debug, Clone)]
pub(super) struct Wake(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    head: watch::Sender<Position>,
    listener: Mutex<Option<JoinHandle<()>>>,
}

impl Default for Wake {
    fn default() -> Self {
        let (head, _) = watch::channel(Position::ORIGIN);
        Self(Arc::new(Shared { head, listener: Mutex::default() }))
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        let listener = self.listener.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(listener) = listener.take() {
            listener.abort();
        }
    }
}

impl Journal {
    /// The head of the log as last told, by this process or another: a hint that it is worth reading, and never a
    /// promise (poll too, now and then). Call it inside a runtime.
    pub fn head_seen(&self) -> watch::Receiver<Position> {
        self.wake.subscribe(&self.database, self.log_id)
    }
}

impl Wake {
    /// Tells that the log was seen to reach a position. Everybody who waits is woken, even by a position already
    /// known: whoever has read up to it goes back to sleep.
    pub(super) fn moved_to(&self, position: Position) {
        self.0.head.send_modify(|head| *head = position.max(*head));
    }

    /// The head as it is told, from now on. Somebody listens from the first call on.
    fn subscribe(&self, database: &Database, log_id: i16) -> watch::Receiver<Position> {
        let mut listener = self.0.listener.lock().unwrap_or_else(PoisonError::into_inner);
        // It ends by itself only with the runtime it was started in.
        if listener.as_ref().is_none_or(JoinHandle::is_finished) {
            let (database, head) = (database.clone(), self.0.head.clone());
            *listener = Some(tokio::spawn(super::listening::listen(database, log_id, head)));
        }
        self.0.head.subscribe()
    }
}
