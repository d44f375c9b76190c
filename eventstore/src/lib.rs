//! The journal: append-only logs of events on PostgreSQL.
//!
//! Knows logs, streams, positions and bytes, and has never heard of a child. In reading order: the canonical form of
//! bytes, the envelope around them, the leaf that proves both, seals on what is personal and the keys that open them,
//! requests and their verdicts, the journal itself, what any log can do and the twin in memory, and a face for cqrs-es.
//!
//! What is costly to change later is frozen by `specimens/`: canonical form, leaf v1, seal v1, wrapped key v1, request
//! hash v1. Tests compute them again from their inputs.
//!
//! Deliberately not here: group commit across callers, tree heads and proofs, subscriptions, key rotation and erasure.

pub mod canonical;

pub mod envelope;

mod frame;

pub mod leaf;

mod crypt;

pub mod keyset;

pub mod seal;

pub mod keys;

pub mod request;

pub mod verdict;

mod recording;

pub mod database;

pub mod journal;

pub mod log;

pub mod memory;

pub mod cqrs;

pub use crypt::{NonceBytes, Nonces, RandomNonces};
pub use database::{BadAddress, Database};
pub use envelope::{NewEvent, Position, Precision, RecordedEvent, StreamId, When};
pub use journal::{Failure, Journal};
pub use keys::{KeyFailure, Keys, MasterKey, MasterKeyFailure};
pub use keyset::{KeyEntry, KeySet, KeyState, SubjectKey};
pub use log::Log;
pub use memory::MemoryLog;
pub use request::{AppendRequest, Check, Erase, Invalid, Write, request_hash};
pub use seal::{SealContext, SealFailure, SealReason};
pub use verdict::{CommandRecord, Head, StreamConflict, Verdict};
