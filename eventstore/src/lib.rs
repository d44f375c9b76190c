//! The journal: append-only logs of events on PostgreSQL.
//!
//! Knows logs, streams, positions and bytes, and has never heard of a child. In reading order: the canonical form of
//! bytes, the envelope around them, the leaf that proves both, the tree over leaves and the note that signs its head,
//! seals on what is personal and the keys that open them, requests and their verdicts, the journal itself, what any log
//! can do and the twin in memory, and a face for cqrs-es.
//!
//! What is costly to change later is frozen by `specimens/`: canonical form, leaf v1, seal v1, wrapped keys v1 and v2,
//! request hash v1, tree v1, note v1. Tests compute them again from their inputs.
//!
//! Deliberately not here: when heads are signed and who may ask for what, which are the server's.

pub mod canonical;

pub mod envelope;

mod frame;

pub mod leaf;

pub mod tree;

mod crypt;

mod private_file;

pub mod note;

pub mod keyset;

pub mod seal;

pub mod master;

pub mod keys;

pub mod request;

pub mod verdict;

pub mod observer;

pub mod database;

pub mod journal;

pub mod log;

pub mod memory;

pub mod verify;

pub mod archive;

pub mod cqrs;

pub use archive::Archive;
pub use crypt::{NonceBytes, Nonces, RandomNonces};
pub use database::{BadAddress, Database};
pub use envelope::{NewEvent, Position, Precision, RecordedEvent, StreamId, When};
pub use journal::{Failure, Journal, Lane, Pace, Signal, Signals, Terms};
pub use keys::{KeyFailure, KeyFate, Keys};
pub use keyset::{KeyEntry, KeySet, KeyState, SubjectKey};
pub use log::Log;
pub use master::{MasterKey, MasterKeyFailure, MasterName};
pub use memory::MemoryLog;
pub use observer::{Counts, Observer, Pulse, Retry, Step};
pub use request::{AppendRequest, Check, Erase, Invalid, Write, request_hash};
pub use seal::{SealContext, SealFailure, SealReason};
pub use verdict::{CommandRecord, Head, StreamConflict, Verdict};
