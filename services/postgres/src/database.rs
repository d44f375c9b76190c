//! A database of a cluster: made, migrated, and how to connect to it.

use postgres::Client;

use crate::{
    address::{Address, apart, identifier},
    failure::Failure,
};

/// The advisory lock under which databases are made: creating one twice at once fails otherwise.
pub(crate) const MAKING: i64 = 0x6261_7365_7300;
/// The database every cluster has, from which the others are made.
pub(crate) const MAINTENANCE: &str = "postgres";

/// A migrated database of a running cluster.
#[derive(Clone, Debug)]
pub struct Database {
    address: Address,
    name: String,
}

impl Database {
    pub(crate) fn new(address: Address, name: impl Into<String>) -> Self {
        Self { address, name: name.into() }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How the application connects: libpq's keywords, as `tokio_postgres::Config` parses them.
    pub fn url(&self) -> String {
        self.address.url(&self.name)
    }

    /// How the superuser connects. For migrations and tests, never for the application.
    pub fn admin_url(&self) -> String {
        self.address.admin_url(&self.name)
    }
}

/// Brings a database that is not ours up to date; `owner` is how its owner connects.
///
/// # Errors
/// [`Failure::Sql`] or [`Failure::Migration`].
pub fn migrate_as(owner: &str) -> Result<(), Failure> {
    apart(|| {
        let mut client = Client::connect(owner, postgres::NoTls)?;
        migrations::run(&mut client)
            .map(drop)
            .map_err(|cause| Failure::Migration(cause.to_string()))
    })
}

/// Creates the database if missing, then migrates it.
pub(crate) fn ensure(address: &Address, name: &str) -> Result<Database, Failure> {
    apart(|| {
        let mut maintenance = locked(address)?;
        if !exists(&mut maintenance, name)? {
            maintenance.batch_execute(&format!("create database {}", identifier(name)))?;
        }
        migrate(address, name)
    })?;
    Ok(Database::new(address.clone(), name))
}

/// A connection that holds the lock of makers until it is dropped.
pub(crate) fn locked(address: &Address) -> Result<Client, Failure> {
    let mut maintenance = address.admin(MAINTENANCE)?;
    maintenance.execute("select pg_advisory_lock($1)", &[&MAKING])?;
    Ok(maintenance)
}

pub(crate) fn exists(maintenance: &mut Client, name: &str) -> Result<bool, Failure> {
    let query = "select datname::text from pg_database where datname = $1::text::name";
    Ok(maintenance.query_opt(query, &[&name])?.is_some())
}

pub(crate) fn migrate(address: &Address, name: &str) -> Result<(), Failure> {
    migrations::run(&mut address.admin(name)?)
        .map(drop)
        .map_err(|cause| Failure::Migration(cause.to_string()))
}
