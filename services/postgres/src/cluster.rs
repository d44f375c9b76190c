//! A running private cluster: its life is the life of the value.

use std::path::{Path, PathBuf};

use rustix::process::Pid;
use tempfile::TempDir;

use crate::{
    Database,
    account::Account,
    address::Address,
    binaries::Binaries,
    database,
    failure::Failure,
    folder::{self, Folder},
    leftovers,
    supervisor::Supervisor,
};

/// How to start a cluster.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where its data lives.
    pub data: DataFolder,
}

/// Where a cluster keeps its data.
#[derive(Clone, Debug)]
pub enum DataFolder {
    /// In this folder, made if need be and kept. When root starts the cluster and the engine's
    /// account cannot enter it, [`Cluster::folder`] tells which one is used instead.
    Persistent(PathBuf),
    /// In a new folder, removed when the cluster stops, however it stops.
    Temporary,
}

/// A private PostgreSQL at work. Dropped, it is stopped; should the process die, it stops too.
#[derive(Debug)]
pub struct Cluster {
    supervisor: Supervisor,
    folder: Folder,
    sockets: TempDir,
}

impl Cluster {
    /// Finds PostgreSQL, initialises the folder if it is new, starts the engine, waits for it.
    ///
    /// Blocks for about a second (two when new). Needs no async runtime, and may be called from one.
    ///
    /// # Errors
    /// [`Failure`], in French: no PostgreSQL, a folder already served, or what the engine said.
    pub fn start(options: Options) -> Result<Self, Failure> {
        let Options { data } = options;
        let account = Account::of_the_engine()?;
        let folder = Folder::take(&data, account)?;
        let binaries = Binaries::find(account, folder.major())?;
        folder.initialise(&binaries, account)?;
        let sockets = folder::temporary(account)?;
        let supervisor = Supervisor::start(&folder, sockets.path(), account, binaries)?;
        Ok(Self { supervisor, folder, sockets })
    }

    /// A database of the cluster another process runs on this folder; none when nobody does.
    ///
    /// It is neither created nor migrated: whoever runs the cluster has done so. Only the account that runs the
    /// engine, and root, can tell and may connect.
    ///
    /// # Errors
    /// [`Failure::NoAccount`] when root has nobody to hand the engine to.
    pub fn at_work(folder: &Path, database: &str) -> Result<Option<Database>, Failure> {
        let account = Account::of_the_engine()?;
        let data = folder::taken(folder, account);
        let sockets = data.and_then(|data| leftovers::sockets_at_work(&data));
        Ok(sockets.map(|sockets| Database::new(Address::new(sockets), database)))
    }

    /// The database of that name, created if missing and migrated to the newest schema.
    ///
    /// # Errors
    /// [`Failure::Sql`] or [`Failure::Migration`].
    pub fn database(&self, name: &str) -> Result<Database, Failure> {
        database::ensure(&self.address(), name)
    }

    /// The folder really used for the data.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The folder of the socket, which is all one needs to reach the cluster.
    pub fn sockets(&self) -> &Path {
        self.sockets.path()
    }

    /// The engine's first process, from which all the others come; none when it is not running.
    ///
    /// For a test that kills it: nothing else has a use for it.
    pub fn engine(&self) -> Option<Pid> {
        leftovers::server(&self.folder.data())
    }

    /// Starts the engine again after its first process was killed, on the same folder and behind the same socket:
    /// clients find it where it was. Blocks until it has recovered and answers.
    ///
    /// # Errors
    /// [`Failure`]: an engine that was not killed, or what it said instead of starting.
    pub fn revive(&self) -> Result<(), Failure> {
        self.supervisor.revive(&self.folder, self.sockets())
    }

    /// Stops the engine in fast mode: transactions in course are undone, nothing committed is lost.
    ///
    /// # Errors
    /// [`Failure::NotStopped`] when it would not.
    pub fn stop(mut self) -> Result<(), Failure> {
        self.supervisor.stop(&self.folder)
    }

    pub(crate) fn address(&self) -> Address {
        Address::new(self.sockets())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Err(failure) = self.supervisor.stop(&self.folder) {
            tracing::error!(%failure, "the private PostgreSQL did not stop");
        }
    }
}
