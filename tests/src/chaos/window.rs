//! The window: makes a writer crash or wait at a step it names, the n-th time it gets there.
//!
//! ```text
//! CRASH=sent:3        the process aborts
//! HOLD=committed:1    the writer waits until it is released; the rest of its process works on
//! ```
//!
//! A wait is announced by a line on the standard output; a crash announces itself. Whatever else is to happen in a
//! window is done from outside to a writer held there: a signal a process sends to itself lets it run on for a moment.
//! The steps are drained, locked, judged, sent and committed; `tests/pannes.rs` proves that each window is the one its
//! name says.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};

use eventstore::{Observer, Step};

/// The steps a batch that writes goes through, in order.
pub const STEPS: [&str; 5] = ["drained", "locked", "judged", "sent", "committed"];

/// What to do at the step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Crash,
    Hold,
}

/// Watches a writer, and acts once.
pub struct Window {
    act: Act,
    step: String,
    turn: u64,
    seen: AtomicU64,
    announce: fn(&str),
    released: Mutex<bool>,
    release: Condvar,
}

impl Window {
    /// The window the environment asks for, if it asks for one. `announce` is told the step before a wait.
    ///
    /// # Panics
    /// When the environment asks for what does not exist.
    pub fn of_the_environment(announce: fn(&str)) -> Option<Self> {
        let acts = [("CRASH", Act::Crash), ("HOLD", Act::Hold)];
        acts.into_iter().find_map(|(variable, act)| {
            let asked = std::env::var(variable).ok()?;
            let (step, turn) = asked.split_once(':').expect("a window is a step, `:` and a turn");
            assert!(STEPS.contains(&step), "{step} is not a step of the writer");
            Some(Self {
                act,
                step: step.to_owned(),
                turn: turn.parse().expect("a turn is a number"),
                seen: AtomicU64::new(0),
                announce,
                released: Mutex::new(false),
                release: Condvar::new(),
            })
        })
    }

    /// Lets a held writer go on.
    pub fn release(&self) {
        *self.released.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.release.notify_all();
    }

    fn act(&self) {
        match self.act {
            Act::Crash => std::process::abort(),
            // The other tasks of this thread, the connection's among them, move to another one meanwhile.
            Act::Hold => tokio::task::block_in_place(|| {
                (self.announce)(&self.step);
                self.wait();
            }),
        }
    }

    fn wait(&self) {
        let released = self.released.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.release.wait_while(released, |released| !*released);
        drop(waited.unwrap_or_else(PoisonError::into_inner));
    }
}

impl Observer for Window {
    fn observe(&self, step: &Step) {
        if name(step) == self.step && self.seen.fetch_add(1, Ordering::Relaxed) + 1 == self.turn {
            self.act();
        }
    }
}

impl fmt::Debug for Window {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Window({:?} {}:{})", self.act, self.step, self.turn)
    }
}

fn name(step: &Step) -> &'static str {
    match step {
        Step::Drained { requests: _, events: _, bytes: _ } => "drained",
        Step::Locked { waited: _ } => "locked",
        Step::Judged { verdicts: _ } => "judged",
        Step::Sent => "sent",
        Step::Committed { took: _, head: _ } => "committed",
        Step::Answered => "answered",
        Step::Retrying { reason: _ } => "retrying",
    }
}
