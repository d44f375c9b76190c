//! How clients are driven: in a closed loop, each asking again as soon as it is answered, or at a rate that does not
//! wait for answers.
//!
//! Invariants: every command begun is waited for, so what is acknowledged is known to the last one; only those
//! answered within the time count as throughput. At a rate, a latency runs from the instant the command was *due*:
//! a store that stalls is charged for everyone it kept waiting.

use std::time::{Duration, Instant};

use async_trait::async_trait;
use uuid::Uuid;

use crate::Failure;

/// A client: what it does once, again and again.
#[async_trait]
pub trait Client: Send + 'static {
    /// One command, to its answer.
    async fn once(&mut self, tally: &mut Tally) -> Result<(), Failure>;
}

/// What one client, or all of them, saw.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Each stream written by an acknowledged command, and the version it was given.
    pub acked: Vec<(Uuid, u32)>,
    /// The commands acknowledged.
    pub commands: Vec<Uuid>,
    /// Their events.
    pub events: u64,
    /// Attempts answered by a conflict.
    pub conflicts: u64,
    /// Conflicts answered to a command that was right.
    pub wrongly_refused: u64,
    /// Acknowledgements of a command that was wrong.
    pub wrongly_accepted: u64,
}

impl Tally {
    /// A command was acknowledged: its streams, their new versions, and how many events it has.
    pub fn accept(&mut self, id: Uuid, streams: &[(Uuid, u32)], events: u64) {
        self.acked.extend_from_slice(streams);
        self.commands.push(id);
        self.events += events;
    }

    fn add(&mut self, other: Self) {
        let Self { acked, commands, events, conflicts, wrongly_refused, wrongly_accepted } = other;
        self.acked.extend(acked);
        self.commands.extend(commands);
        self.events += events;
        self.conflicts += conflicts;
        self.wrongly_refused += wrongly_refused;
        self.wrongly_accepted += wrongly_accepted;
    }
}

/// What a drive gave.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// How long it lasted.
    pub seconds: f64,
    /// When each command was answered since the start, and how long it took, both in microseconds.
    pub answers: Vec<(u32, u32)>,
    /// What clients saw.
    pub tally: Tally,
}

impl Run {
    /// Commands a second between two instants of the run, in seconds.
    pub fn throughput(&self, from: f64, to: f64) -> f64 {
        let within = |(at, _): &&(u32, u32)| {
            let at = f64::from(*at) / 1e6;
            from <= at && at < to
        };
        crate::measure::as_f64(self.answers.iter().filter(within).count()) / (to - from)
    }

    /// Latencies, sorted, in microseconds.
    pub fn latencies(&self) -> Vec<u32> {
        let mut latencies: Vec<u32> = self.answers.iter().map(|(_, latency)| *latency).collect();
        latencies.sort_unstable();
        latencies
    }
}

/// Drives clients in a closed loop.
///
/// # Errors
/// The first failure of a client; the others end their command first.
pub async fn closed<C: Client>(clients: Vec<C>, seconds: f64) -> Result<Run, Failure> {
    let started = Instant::now();
    let end = started + Duration::from_secs_f64(seconds);
    let tasks: Vec<_> =
        clients.into_iter().map(|client| tokio::spawn(loop_until(client, started, end))).collect();
    gather(tasks, seconds).await
}

async fn loop_until<C: Client>(
    mut client: C,
    started: Instant,
    end: Instant,
) -> Result<Run, Failure> {
    let mut run = Run::default();
    loop {
        let asked = Instant::now();
        if end <= asked {
            return Ok(run);
        }
        client.once(&mut run.tally).await?;
        run.answers.push((micros(started.elapsed()), micros(asked.elapsed())));
    }
}

/// Drives clients at a rate, in commands a second over all of them.
///
/// # Errors
/// As [`closed`].
pub async fn open<C: Client>(clients: Vec<C>, rate: f64, seconds: f64) -> Result<Run, Failure> {
    let started = Instant::now();
    let count = clients.len();
    let tasks: Vec<_> = clients
        .into_iter()
        .enumerate()
        .map(|(place, client)| {
            let due = move |turn: usize| {
                Duration::from_secs_f64(crate::measure::as_f64(place + turn * count) / rate)
            };
            tokio::spawn(on_time(client, started, due, Duration::from_secs_f64(seconds)))
        })
        .collect();
    gather(tasks, seconds).await
}

async fn on_time<C: Client>(
    mut client: C,
    started: Instant,
    due: impl Fn(usize) -> Duration,
    end: Duration,
) -> Result<Run, Failure> {
    let mut run = Run::default();
    for turn in 0.. {
        let due = due(turn);
        if end <= due {
            break;
        }
        tokio::time::sleep_until((started + due).into()).await;
        client.once(&mut run.tally).await?;
        run.answers.push((micros(started.elapsed()), micros(started.elapsed() - due)));
    }
    Ok(run)
}

async fn gather(
    tasks: Vec<tokio::task::JoinHandle<Result<Run, Failure>>>,
    seconds: f64,
) -> Result<Run, Failure> {
    let mut whole = Run { seconds, ..Run::default() };
    let mut failed = None;
    for task in tasks {
        match task.await? {
            Ok(run) => {
                whole.answers.extend(run.answers);
                whole.tally.add(run.tally);
            }
            Err(failure) => failed = failed.or(Some(failure)),
        }
    }
    failed.map_or(Ok(whole), Err)
}

/// A run lasts less than an hour: microseconds fit.
fn micros(duration: Duration) -> u32 {
    u32::try_from(duration.as_micros()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes 20 ms the first time, nothing later.
    struct Slow(bool);

    #[async_trait]
    impl Client for Slow {
        async fn once(&mut self, tally: &mut Tally) -> Result<(), Failure> {
            if !std::mem::replace(&mut self.0, true) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            tally.accept(Uuid::nil(), &[(Uuid::nil(), 1)], 1);
            Ok(())
        }
    }

    #[tokio::test]
    async fn at_a_rate_a_stall_is_charged_for_everyone_it_kept_waiting() {
        let run = open(vec![Slow(false)], 1_000.0, 0.03).await.unwrap();
        assert_eq!(run.tally.commands.len(), 30);
        let late = run.latencies().into_iter().filter(|latency| *latency > 2_000).count();
        assert!(late >= 15, "{late} commands were due during the stall and waited");
    }

    #[tokio::test]
    async fn in_a_closed_loop_every_command_begun_is_waited_for() {
        let run = closed(vec![Slow(false)], 0.01).await.unwrap();
        assert_eq!(run.tally.commands.len(), run.answers.len());
        assert!(run.throughput(0.0, 0.01) < 1.0, "answered after the end, it does not count");
    }
}
