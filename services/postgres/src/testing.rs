//! A database of its own for each test, on one cluster: a copy of a template migrated once.
//!
//! The cluster is the one `PARCOURS_TEST_PG` names (`./parcours test` sets it, so that all test
//! binaries share it), else one started at the first call and stopped, by its supervisor, when the
//! process ends. Everything here panics rather than return an error: a test without its database
//! has nothing to say.
//!
//! Deliberately not here: clocks, keys, servers. And no cluster that lasts: a template is made once,
//! by whoever comes first, with the migrations of that moment.

use std::{
    ops::Deref,
    sync::{
        OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};

use crate::{
    Cluster, DataFolder, Database, Failure, Options,
    address::{Address, apart, identifier},
    database::{self, MAINTENANCE},
};

/// Holds the folder of the socket of the cluster to use.
pub const CLUSTER_VARIABLE: &str = "PARCOURS_TEST_PG";

const TEMPLATE: &str = "modele";

/// A database that goes when this is dropped. It is a [`Database`] in all else.
#[derive(Debug)]
pub struct TestDatabase {
    database: Database,
    address: Address,
}

/// A new, migrated, empty database. May be called from anywhere, async runtimes included.
///
/// # Panics
/// When there is no PostgreSQL to be had: the message says why.
pub fn database() -> TestDatabase {
    apart(|| copy_of_the_template(&address())).unwrap_or_else(|failure| panic!("{failure}"))
}

impl Deref for TestDatabase {
    type Target = Database;

    fn deref(&self) -> &Database {
        &self.database
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let dropped = apart(|| -> Result<(), Failure> {
            let name = identifier(self.database.name());
            let query = format!("drop database if exists {name} with (force)");
            Ok(self.address.admin(MAINTENANCE)?.batch_execute(&query)?)
        });
        if let Err(failure) = dropped {
            tracing::warn!(%failure, "a test's database was not dropped");
        }
    }
}

fn address() -> Address {
    static OURS: OnceLock<Cluster> = OnceLock::new();
    match std::env::var_os(CLUSTER_VARIABLE) {
        Some(sockets) => Address::new(sockets),
        None => OURS.get_or_init(started).address(),
    }
}

/// A static is never dropped: what stops this cluster is that its supervisor's pipe closes.
fn started() -> Cluster {
    Cluster::start(Options { data: DataFolder::Temporary })
        .unwrap_or_else(|failure| panic!("{failure}"))
}

fn copy_of_the_template(address: &Address) -> Result<TestDatabase, Failure> {
    static NUMBER: AtomicU64 = AtomicU64::new(1);
    ensure_template(address)?;
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("essai_{}_{number}", std::process::id());
    let create = format!("create database {name} template {TEMPLATE}");
    let mut maintenance = address.admin(MAINTENANCE)?;
    maintenance.batch_execute(&format!("drop database if exists {name} with (force)"))?;
    maintenance.batch_execute(&create)?;
    Ok(TestDatabase { database: Database::new(address.clone(), name), address: address.clone() })
}

/// Makes the template unless someone has. It takes its name when it is whole, so one interrupted
/// half-way is made again.
fn ensure_template(address: &Address) -> Result<(), Failure> {
    const UNFINISHED: &str = "modele_en_cours";
    let mut maintenance = database::locked(address)?;
    if database::exists(&mut maintenance, TEMPLATE)? {
        return Ok(());
    }
    maintenance.batch_execute(&format!("drop database if exists {UNFINISHED} with (force)"))?;
    maintenance.batch_execute(&format!("create database {UNFINISHED}"))?;
    database::migrate(address, UNFINISHED)?;
    maintenance.batch_execute(&format!("alter database {UNFINISHED} rename to {TEMPLATE}"))?;
    Ok(())
}
