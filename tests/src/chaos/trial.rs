//! A trial: a log, two workers, many clients, whatever the test does to them, and the evidence that is left.

use std::path::Path;
use std::sync::Arc;

use eventstore::{Database, Journal, Position};
use rustix::process::Signal;
use tokio::task::JoinSet;

use super::crew::{Crew, in_time};
use super::engine::{Engine, signal};
use super::judge::{Evidence, Recorded};
use super::load::Load;

/// How many workers a trial has: two processes on one database.
pub const WORKERS: usize = 2;

/// Clients at work on a log of their own.
#[derive(Debug)]
pub struct Trial {
    url: String,
    log: String,
    load: Arc<Load>,
    clients: JoinSet<()>,
}

/// What a test does to the processes of a trial.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blow {
    /// A worker is killed (`kill -9`), and another takes its place.
    Worker,
    /// The writers' sessions are ended as an administrator would: `pg_terminate_backend`.
    Sessions,
    /// A server process of a writer is killed (`kill -9`): PostgreSQL then ends every session and recovers.
    Backend,
    /// The first process of PostgreSQL is killed (`kill -9`), and it is started again on what it left.
    Engine,
}

impl Blow {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Worker, Self::Sessions, Self::Backend, Self::Engine];

    /// Strikes. `place` is the worker's.
    pub async fn strike(self, engine: &Engine, crew: &Crew, place: usize) {
        match self {
            Self::Worker => {
                crew.kill(place);
                crew.replace(place).await;
            }
            Self::Sessions => {
                for writer in engine.writers().await {
                    engine.terminate(writer.pid).await;
                }
            }
            Self::Backend => signal(engine.writer().await, Signal::KILL),
            Self::Engine => engine.kill_and_revive().await,
        }
    }
}

/// How a trial is set up.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// The program of the workers.
    pub program: &'a Path,
    /// The name of its log: a new one.
    pub log: &'a str,
    /// How many clients.
    pub clients: u64,
    /// What they draw their choices from.
    pub seed: u64,
    /// The window of the first worker: a variable and its value.
    pub window: Option<(&'a str, &'a str)>,
}

impl Trial {
    /// Makes the log, starts the workers, sets the clients to work.
    ///
    /// # Panics
    /// When the database does not answer.
    pub async fn begin(engine: &Engine, setting: Setting<'_>) -> Self {
        let Setting { program, log, clients, seed, window } = setting;
        let url = engine.url();
        let database = Database::at(&url, 1).expect("the engine gives an address");
        Journal::create(&database, log, false).await.expect("the log can be made");
        let load = Load::on(Crew::hire(program, &url, log, WORKERS, window));
        let clients = load.set_to_work(clients, seed);
        Self { url, log: log.to_owned(), load, clients }
    }

    /// The load.
    pub fn load(&self) -> &Arc<Load> {
        &self.load
    }

    /// The workers.
    pub fn crew(&self) -> &Crew {
        self.load.crew()
    }

    /// Stops the clients, settles what nobody knew, lets the subscribers catch up, and gathers the evidence.
    ///
    /// # Panics
    /// When something hangs, or the log cannot be read.
    pub async fn finish(mut self) -> Evidence {
        self.load.stop();
        let ended = async {
            while let Some(ended) = self.clients.join_next().await {
                ended.expect("a client does not panic");
            }
        };
        in_time("the clients to end", ended).await;
        let resolved = self.load.resolve().await;
        self.load.read_everything().await;
        let log = read_log(&self.url, &self.log).await;
        let mut subscribers = Vec::new();
        for place in 0..self.crew().size() {
            self.crew().subscriber(place).reaches(log.len() as u64).await;
            subscribers.push(self.crew().subscriber(place).seen());
        }
        let (history, (lost_answers, found_again)) =
            (self.load.history().entries(), self.load.losses());
        Evidence { history, log, resolved, lost_answers, found_again, subscribers }
    }
}

/// The whole of a log, as a new reader reads it.
///
/// # Panics
/// When it cannot be read.
pub async fn read_log(url: &str, log: &str) -> Vec<Recorded> {
    let database = Database::at(url, 1).expect("the engine gives an address");
    let journal = Journal::open(&database, log).await.expect("the log is there");
    let events = journal.read_from(Position::ORIGIN, None, usize::MAX).await;
    events.expect("the log can be read").iter().map(Recorded::from).collect()
}
