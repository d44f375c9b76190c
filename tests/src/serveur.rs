//! A real server on a database of its own, for one test: real PostgreSQL, real gRPC over TCP.
//!
//! Dropped, it leaves nothing behind.

use std::net::{Ipv4Addr, SocketAddr};

use chrono::{TimeDelta, Utc};
use private_postgres::testing::{TestDatabase, database};
use server::jetons::{Porteur, Role};
use server::{Options, Running};
use tempfile::TempDir;
use tonic::transport::{Channel, Endpoint};

/// One server, its database and its keys.
pub struct Serveur {
    running: Running,
    database: TestDatabase,
    folder: TempDir,
}

impl Serveur {
    /// A Département whose journal keeps real time.
    pub async fn demarre() -> Self {
        Self::avec(|options| options).await
    }

    /// A Département whose journal takes its instants from the commands.
    pub async fn simule() -> Self {
        Self::avec(Options::simulated).await
    }

    async fn avec(choose: impl FnOnce(Options) -> Options) -> Self {
        let database = database();
        let folder = TempDir::new().expect("a folder for the keys");
        let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let options = Options::new(database.url(), folder.path().to_owned(), listen);
        let running = server::start(choose(options)).await.expect("the server starts");
        Self { running, database, folder }
    }

    /// The database, to look behind the door.
    pub fn database(&self) -> &TestDatabase {
        &self.database
    }

    /// The folder of the keys.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// A channel to it.
    pub async fn channel(&self) -> Channel {
        let address = format!("http://{}", self.running.addr);
        let endpoint = Endpoint::from_shared(address).expect("an address");
        endpoint.connect().await.expect("the server listens")
    }

    /// A token of the demonstration's bearer of that role.
    #[expect(clippy::disallowed_methods, reason = "a test is an edge: tokens expire in real time")]
    pub fn jeton(&self, role: Role) -> String {
        let porteur = Porteur::de_demonstration("17")
            .into_iter()
            .find(|porteur| porteur.role == role)
            .expect("the demonstration has a bearer of every role");
        self.running.emetteur.signer(&porteur, Utc::now(), TimeDelta::hours(1))
    }

    /// Stops it, its requests answered.
    pub async fn arrete(self) {
        self.running.stop().await.expect("the server stops");
    }
}
