//! The proof that the journal loses nothing, doubles nothing and orders everything.
//!
//! ```text
//!  clients ──ask──▶ crew ──JSON lines──▶ journalier (a process, killed and started again) ──▶ the journal
//!     │                                       ▲
//!     ▼ invoke, ok, fail, info                └── window: crashes its writer at a step, or holds it there
//!  history ──▶ judge ──▶ faults (none, or the proof has failed)
//! ```
//!
//! In reading order: what is said between the two processes, the worker, the window where it can be held, the
//! workers as a test drives them, the engine they all share, what was done, who does it, the judges, and a whole trial.
//!
//! Invariants: a process killed here was started here, or belongs to a cluster started here. Whoever was told nothing
//! knows nothing: such an operation *may* have happened, and is recorded so.
//!
//! Deliberately not here: a power cut. What a killed process gave to the kernel, the kernel keeps.

pub mod messages;

pub mod journalier;

pub mod window;

pub mod crew;

pub mod engine;

pub mod history;

pub mod load;

pub mod judge;

pub mod isolation;

pub mod trial;
