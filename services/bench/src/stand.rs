//! The stand: a throw-away PostgreSQL, durable, and what is read of it and of the machine around each sample.
//!
//! Invariants: a database is new for each store; counters are the database's and the system's, never a store's own.
//!
//! Linux only, as the private cluster is: processor time is read in `/proc`.

use std::fs;
use std::time::{Duration, Instant};

use private_postgres::{Cluster, DataFolder, Database, Options};
use tokio_postgres::{Client, Config, NoTls};

use crate::Failure;
use crate::measure::as_f64;

/// How many windows the canary takes; the best one counts, so that a hiccup of some milliseconds is not a phase.
const CANARY_WINDOWS: usize = 5;

/// How long one window lasts.
const CANARY_WINDOW: Duration = Duration::from_millis(60);

/// By how much two canaries may differ before the sample between them is dropped.
pub const CANARY_DRIFT_MAX: f64 = 0.15;

/// Processor ticks a second, as Linux counts them for every process.
const TICKS_PER_SECOND: f64 = 100.0;

/// A throw-away cluster.
#[derive(Debug)]
pub struct Stand {
    cluster: Cluster,
}

impl Stand {
    /// Starts a new cluster, gone with the value.
    ///
    /// # Errors
    /// When PostgreSQL does not start.
    pub fn start() -> Result<Self, Failure> {
        let cluster = Cluster::start(Options { data: DataFolder::Temporary })?;
        Ok(Self { cluster })
    }

    /// A database of that name with our schema, made if need be.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn database(&self, name: &str) -> Result<Database, Failure> {
        Ok(self.cluster.database(name)?)
    }
}

/// What is read of a database and of the machine from outside any store.
#[derive(Debug)]
pub struct Probe {
    client: Client,
    postmaster: u32,
}

/// Counters at one instant.
#[derive(Clone, Copy, Debug)]
pub struct Counters {
    wal_bytes: f64,
    cpu_seconds: f64,
}

/// What was used between two instants.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spent {
    /// Bytes of write-ahead log.
    pub wal_bytes: f64,
    /// Processor seconds, of the database and of this process.
    pub cpu_seconds: f64,
}

impl Probe {
    /// Opens a connection of its own.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn open(url: &str) -> Result<Self, Failure> {
        let client = connect(url).await?;
        let backend: i32 = client.query_one("select pg_backend_pid()", &[]).await?.try_get(0)?;
        let postmaster = Process::read(backend.unsigned_abs())
            .ok_or_else(|| Failure::other("le processus de la base est introuvable"))?
            .parent;
        Ok(Self { client, postmaster })
    }

    /// Its connection.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// How many `select 1` a second one client gets now, in the best of a few windows.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn canary(&self) -> Result<f64, Failure> {
        let statement = self.client.prepare("select 1").await?;
        let mut best: f64 = 0.0;
        for _ in 0..CANARY_WINDOWS {
            let (started, mut asked) = (Instant::now(), 0);
            while started.elapsed() < CANARY_WINDOW {
                self.client.query_one(&statement, &[]).await?;
                asked += 1;
            }
            best = best.max(as_f64(asked) / started.elapsed().as_secs_f64());
        }
        Ok(best)
    }

    /// What was used so far.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn counters(&self) -> Result<Counters, Failure> {
        let wal = "select (pg_current_wal_insert_lsn() - '0/0')::float8";
        let wal_bytes = self.client.query_one(wal, &[]).await?.try_get(0)?;
        Ok(Counters { wal_bytes, cpu_seconds: cpu_seconds(self.postmaster) })
    }

    /// Forgets what a young table looked like: what is planned next is planned on what is there.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn vacuum(&self) -> Result<(), Failure> {
        Ok(self.client.batch_execute("vacuum analyze").await?)
    }
}

impl Counters {
    /// What was used since.
    pub fn since(self, before: Self) -> Spent {
        Spent {
            wal_bytes: self.wal_bytes - before.wal_bytes,
            cpu_seconds: self.cpu_seconds - before.cpu_seconds,
        }
    }
}

/// A connection apart.
///
/// # Errors
/// When the database cannot be reached.
pub async fn connect(url: &str) -> Result<Client, Failure> {
    let config: Config = url.parse()?;
    let (client, connection) = config.connect(NoTls).await?;
    // Ends when its client goes; a failure is told to whoever waits for an answer.
    tokio::spawn(async move { drop(connection.await) });
    Ok(client)
}

/// The resident memory of a process and its peak, in bytes; none once it is gone.
pub fn memory(pid: u32) -> Option<(u64, u64)> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let kilobytes = |name: &str| -> Option<u64> {
        let line = status.lines().find(|line| line.starts_with(name))?;
        line.split_whitespace().nth(1)?.parse().ok()
    };
    Some((kilobytes("VmRSS:")? * 1024, kilobytes("VmHWM:")? * 1024))
}

/// Processor seconds of this process, of the database's processes, and of those of them that ended.
fn cpu_seconds(postmaster: u32) -> f64 {
    let folders = fs::read_dir("/proc").into_iter().flatten().flatten();
    let pids = folders.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let ours = std::process::id();
    let ticks: u64 = pids
        .filter_map(Process::read)
        .filter(|process| {
            process.pid == ours || process.pid == postmaster || process.parent == postmaster
        })
        .map(|process| if process.pid == ours { process.own } else { process.own + process.ended })
        .sum();
    ticks as f64 / TICKS_PER_SECOND
}

/// A line of `/proc/<pid>/stat`.
struct Process {
    pid: u32,
    parent: u32,
    /// Ticks of its own.
    own: u64,
    /// Ticks of its children that ended.
    ended: u64,
}

impl Process {
    fn read(pid: u32) -> Option<Self> {
        Self::parse(pid, &fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)
    }

    /// The name of the program, in brackets, may hold anything: fields are counted after it.
    fn parse(pid: u32, stat: &str) -> Option<Self> {
        let (_, fields) = stat.rsplit_once(')')?;
        let fields: Vec<&str> = fields.split_whitespace().collect();
        let number = |at: usize| fields.get(at)?.parse::<u64>().ok();
        let parent = fields.get(1)?.parse().ok()?;
        Some(Self { pid, parent, own: number(11)? + number(12)?, ended: number(13)? + number(14)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_read_whatever_its_name() {
        let stat = "7 (a) b (c)) S 3 7 7 0 -1 4194560 1 2 3 4 10 20 30 40 20 0 1 0 5";
        let process = Process::parse(7, stat).unwrap();
        assert_eq!((process.parent, process.own, process.ended), (3, 30, 70));
    }

    #[test]
    fn this_process_has_some_memory_and_a_higher_peak() {
        let (now, peak) = memory(std::process::id()).unwrap();
        assert!(0 < now && now <= peak);
    }
}
