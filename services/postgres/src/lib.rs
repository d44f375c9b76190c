//! The private PostgreSQL: found on the machine, initialised, started, migrated, stopped.
//!
//! What `parcours` runs on when it is given no `--database-url`, and what every test runs on: the
//! same engine, with fsync and checksums, as in production.
//!
//! Invariants:
//! - It listens on a Unix socket in a folder of mode 0700 and nowhere else.
//! - It never runs as root: started by root, it runs as `postgres`, or else as `nobody`.
//! - It never outlives the process that started it, however that process ends (`supervisor`).
//! - A folder is served by one process at a time, and opens again after any crash (`folder`).
//! - Its log holds no statement, no parameter and no value (`settings`).
//!
//! Deliberately not here: how a production server is tuned, saved or replicated. Linux only: the
//! leftovers of a crash are recognised through `/proc`.

mod account;
mod address;
mod binaries;
mod cluster;
mod database;
mod failure;
mod folder;
mod leftovers;
mod settings;
mod supervisor;
pub mod testing;

pub use cluster::{Cluster, DataFolder, Options};
pub use database::{Database, migrate_as};
pub use failure::Failure;
