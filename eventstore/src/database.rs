//! Where logs are kept: a pool of connections for whoever reads, and the address for the two that hold a connection
//! of their own, the writer of a log and its listener.
//!
//! Invariant: nothing connects before it has something to ask, so a database that is still starting harms nobody.
//!
//! Deliberately not here: creating a database, its roles and its tables.

use std::fmt;
use std::sync::Arc;

use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod};
use tokio_postgres::{Config, NoTls};

/// A PostgreSQL database. Clones share their connections.
#[derive(Clone)]
pub struct Database {
    pool: Pool,
    config: Arc<Config>,
}

/// An address that says no database. It is not repeated: it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the address of the database cannot be read")]
pub struct BadAddress;

impl Database {
    /// The database at an address in libpq's keywords or as a URL; its readers share at most that many connections.
    pub fn at(address: &str, connections: usize) -> Result<Self, BadAddress> {
        Self::with(address.parse().map_err(|_| BadAddress)?, connections)
    }

    /// The same, from an address that was read already.
    pub fn with(config: Config, connections: usize) -> Result<Self, BadAddress> {
        let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let manager = Manager::from_config(config.clone(), NoTls, recycling);
        let pool = Pool::builder(manager).max_size(connections).build().map_err(|_| BadAddress)?;
        Ok(Self { pool, config: Arc::new(config) })
    }

    /// The connections readers share.
    pub fn pool(&self) -> &Pool {
        &self.pool
    }

    /// How to open a connection apart from the pool.
    pub(crate) fn config(&self) -> &Config {
        &self.config
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Database")
            .field("pool", &self.pool.status())
            .finish_non_exhaustive()
    }
}
