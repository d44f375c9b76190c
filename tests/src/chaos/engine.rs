//! The PostgreSQL of a trial: one of the test's own, which it may ill-treat, or a database of the one all tests share,
//! where it may ill-treat only the workers.
//!
//! Processes are named to the system by numbers read in this cluster's own `pg_stat_activity` and `postmaster.pid`.

use std::sync::Arc;
use std::time::Duration;

use private_postgres::testing::{self, TestDatabase};
use private_postgres::{Cluster, DataFolder, Database, Options};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, PidfdFlags, Signal, kill_process, pidfd_open};
use tokio_postgres::{Client, NoTls};

use super::crew::in_time;

/// How the writer's session of any process calls itself.
const WRITER: &str = "parcours/writer";

/// How far apart a database that is starting again is tried.
const BETWEEN_TRIES: Duration = Duration::from_millis(20);

/// How long a killed process may take to be gone.
const DEATH: Timespec = Timespec { tv_sec: 30, tv_nsec: 0 };

/// A database, and the cluster it is in when that is the test's own.
#[derive(Debug, Clone)]
pub struct Engine(Held);

#[derive(Debug, Clone)]
enum Held {
    Own(Arc<Cluster>, Database),
    Shared(Arc<TestDatabase>),
}

/// A server process that holds a log's lock, or waits for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backend {
    /// Its process.
    pub pid: Pid,
    /// Whether it holds a log's lock.
    pub locks: bool,
    /// Whether it is in a transaction and waits for its client.
    pub idle_in_transaction: bool,
    /// Whether it does nothing at all.
    pub idle: bool,
}

impl Engine {
    /// A database of the cluster all tests share.
    pub fn shared() -> Self {
        Self(Held::Shared(Arc::new(testing::database())))
    }

    /// Starts a cluster and makes a database in it.
    ///
    /// # Panics
    /// When there is no PostgreSQL to be had.
    pub async fn start() -> Self {
        apart(|| {
            let cluster = Cluster::start(Options { data: DataFolder::Temporary });
            let cluster = cluster.unwrap_or_else(|failure| panic!("{failure}"));
            let database = cluster.database("epreuve");
            let database = database.unwrap_or_else(|failure| panic!("{failure}"));
            Self(Held::Own(Arc::new(cluster), database))
        })
        .await
    }

    fn database(&self) -> &Database {
        match &self.0 {
            Held::Own(_, database) => database,
            Held::Shared(database) => database,
        }
    }

    /// The database, for the application.
    pub fn url(&self) -> String {
        self.database().url()
    }

    /// A connection of the superuser. A database that is starting again is waited for.
    pub async fn admin(&self) -> Client {
        let connect = async {
            loop {
                let connected = tokio_postgres::connect(&self.database().admin_url(), NoTls).await;
                if let Ok((client, connection)) = connected {
                    tokio::spawn(connection);
                    return client;
                }
                tokio::time::sleep(BETWEEN_TRIES).await;
            }
        };
        in_time("the database to come back", connect).await
    }

    /// The writers' sessions.
    pub async fn writers(&self) -> Vec<Backend> {
        let query = "
            select activity.pid,
                   activity.state = 'idle in transaction',
                   exists (select from pg_locks as lock
                            where lock.pid = activity.pid and lock.locktype = 'advisory'
                              and lock.granted),
                   activity.state = 'idle'
              from pg_stat_activity as activity
             where activity.application_name = $1 and activity.datname = current_database()";
        loop {
            // Ended between the two: asked again, on another connection.
            if let Ok(rows) = self.admin().await.query(query, &[&WRITER]).await {
                let backend = |row: &tokio_postgres::Row| Backend {
                    pid: Pid::from_raw(row.get(0)).expect("a backend has a number"),
                    idle_in_transaction: row.get::<_, Option<bool>>(1).unwrap_or_default(),
                    locks: row.get(2),
                    idle: row.get::<_, Option<bool>>(3).unwrap_or_default(),
                };
                return rows.iter().map(backend).collect();
            }
        }
    }

    /// The session that holds a log's lock: waits until there is one.
    pub async fn lock_holder(&self) -> Pid {
        let find = async {
            loop {
                let holder = self.writers().await.into_iter().find(|backend| backend.locks);
                if let Some(holder) = holder {
                    return holder.pid;
                }
            }
        };
        in_time("a writer to hold the lock", find).await
    }

    /// Any writer's session, the lock's holder if there is one: waits until there is one.
    pub async fn writer(&self) -> Pid {
        let find = async {
            loop {
                let writers = self.writers().await;
                let holder = writers.iter().find(|backend| backend.locks).or(writers.first());
                if let Some(backend) = holder {
                    return backend.pid;
                }
            }
        };
        in_time("a writer to be connected", find).await
    }

    /// Ends a session as an administrator would.
    pub async fn terminate(&self, backend: Pid) {
        let pid = backend.as_raw_nonzero().get();
        // The session may be gone already.
        let _ended = self.admin().await.execute("select pg_terminate_backend($1)", &[&pid]).await;
    }

    /// Kills the first process of the engine, waits for its end, and starts the engine again in its place.
    ///
    /// # Panics
    /// When it does not start again, or is not this test's to kill.
    pub async fn kill_and_revive(&self) {
        let cluster = match &self.0 {
            Held::Own(cluster, _) => cluster.clone(),
            Held::Shared(_) => panic!("this cluster is everybody's"),
        };
        apart(move || {
            let engine = cluster.engine().expect("the engine is at work");
            signal(engine, Signal::KILL);
            wait_for_the_end(engine);
            cluster.revive().unwrap_or_else(|failure| panic!("{failure}"));
        })
        .await
    }
}

/// Sends a signal to a process of the engine; one that is gone already is as good.
pub fn signal(process: Pid, signal: Signal) {
    let _gone = kill_process(process, signal);
}

fn wait_for_the_end(process: Pid) {
    let Ok(handle) = pidfd_open(process, PidfdFlags::empty()) else { return };
    let ended = poll(&mut [PollFd::new(&handle, PollFlags::IN)], Some(&DEATH));
    assert_eq!(ended, Ok(1), "the killed engine is still there");
}

async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()))
}
