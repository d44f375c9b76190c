//! The measures: workloads on a store of events, and on the engine around it.
//!
//! In reading order: what a measure says, what clients draw, the cluster and what is read of it before and after,
//! what a store is to a client, ours, how clients are driven, the gates, one sample of one workload, the workloads,
//! and the engine by its door.
//!
//! # Invariants
//!
//! - No figure without its gates: every acknowledged command is in the log, nothing else is, positions and versions
//!   follow each other, and a reader that watched meanwhile missed none. A gate that fails ends the run.
//! - A canary (`select 1`) runs before and after each sample; a sample between two canaries that differ by more than
//!   15 % says something of the machine, not of the store, and is dropped.
//! - Durable: `fsync`, `full_page_writes` and `synchronous_commit` are on, for ours and for every other.
//! - Clients, engine and database share the same machine, and every figure pays for its client.
//!
//! Deliberately not here: other people's stores (a workspace of its own, `tests/peers`, drives them through
//! [`store::Store`]), and how a table is shown.

pub mod failure;

pub mod measure;

pub mod draw;

pub mod stand;

pub mod store;

pub mod ours;

pub mod drive;

pub mod gates;

pub mod sample;

pub mod workloads;

pub mod reads;

#[cfg(feature = "engine")]
pub mod engine;

#[cfg(feature = "engine")]
pub mod plan;

pub use failure::Failure;
pub use measure::{Detail, Goal, Mesure};
#[cfg(feature = "engine")]
pub use plan::{Ask, run};
