//! Where a running cluster is reached: the folder of its socket. Roles need no password there: the
//! folder's mode is the door.

use std::path::PathBuf;

use postgres::{Client, NoTls};

use crate::failure::Failure;

/// The application's role, created by the migrations.
const APPLICATION: &str = "parcours";
/// The superuser `initdb` creates.
pub(crate) const SUPERUSER: &str = "postgres";
/// Only names the socket's file: nothing listens on a network.
pub(crate) const PORT: u16 = 5432;

/// A running cluster, as one reaches it.
#[derive(Clone, Debug)]
pub(crate) struct Address {
    sockets: PathBuf,
}

impl Address {
    /// The cluster whose socket is in this folder.
    pub(crate) fn new(sockets: impl Into<PathBuf>) -> Self {
        Self { sockets: sockets.into() }
    }

    /// Key and value pairs in libpq's form, for the application.
    pub(crate) fn url(&self, database: &str) -> String {
        self.keywords(APPLICATION, database)
    }

    /// The same for the superuser.
    pub(crate) fn admin_url(&self, database: &str) -> String {
        self.keywords(SUPERUSER, database)
    }

    /// A connection of the superuser. Blocks: see [`apart`].
    pub(crate) fn admin(&self, database: &str) -> Result<Client, Failure> {
        Ok(Client::connect(&self.admin_url(database), NoTls)?)
    }

    fn keywords(&self, user: &str, database: &str) -> String {
        let host = quoted(&self.sockets.to_string_lossy());
        format!("host={host} port={PORT} user={user} dbname={}", quoted(database))
    }
}

/// Runs blocking database work on a thread of its own, so that it may be asked for from inside an
/// async runtime, where the synchronous client would panic.
pub(crate) fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        scope.spawn(work).join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// A value as libpq's connection strings want it.
fn quoted(value: &str) -> String {
    format!("'{}'", value.replace('\\', r"\\").replace('\'', r"\'"))
}

/// An SQL identifier.
pub(crate) fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_understood_by_the_client_whatever_its_folder_is_called() {
        let address = Address::new("/srv/l’été d'un \\ juge");
        let config: postgres::Config = address.url("a b").parse().unwrap();
        assert_eq!(config.get_dbname(), Some("a b"));
        assert_eq!(config.get_user(), Some("parcours"));
        let expected = postgres::config::Host::Unix("/srv/l’été d'un \\ juge".into());
        assert_eq!(config.get_hosts(), [expected]);
    }

    #[test]
    fn a_quote_in_an_identifier_is_doubled() {
        assert_eq!(identifier("a\"b"), "\"a\"\"b\"");
    }
}
