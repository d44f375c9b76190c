//! One sample: canary, counters and a watcher around one drive of one store; then its gates, and only then a figure.

use std::future::Future;

use crate::Failure;
use crate::drive::Run;
use crate::gates::{self, Watcher};
use crate::measure::{Detail, Goal, Mesure, as_f64, median, quantile};
use crate::stand::{CANARY_DRIFT_MAX, Probe, Spent};
use crate::store::Store;

/// How often a sample is taken again when the machine moved under it.
pub(crate) const ATTEMPTS_MAX: usize = 3;

/// A store on its database, ready to be sampled.
pub struct Bench {
    /// How the database is reached.
    pub url: String,
    /// What is read of it from outside.
    pub probe: Probe,
    /// The store.
    pub store: std::sync::Arc<dyn Store>,
}

/// What a sample says, once its gates held.
#[derive(Clone, Debug, Default)]
pub struct Sample {
    /// Commands acknowledged within the time, a second.
    pub per_second: f64,
    /// Events of those commands, a second.
    pub events_per_second: f64,
    /// Latencies and costs.
    pub detail: Detail,
    /// By how much the canary moved, as a share of the faster one.
    pub drift: f64,
    /// The drive itself.
    pub run: Run,
}

impl Sample {
    /// Whether the machine stood still enough.
    pub fn counts(&self) -> bool {
        self.drift <= CANARY_DRIFT_MAX
    }
}

impl Bench {
    /// Puts a store on its stand.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn new(url: String, store: std::sync::Arc<dyn Store>) -> Result<Self, Failure> {
        let probe = Probe::open(&url).await?;
        Ok(Self { url, probe, store })
    }

    /// Takes one sample.
    ///
    /// # Errors
    /// [`Failure::Gate`] when what is there is not what was acknowledged; a breakdown otherwise.
    pub async fn sample<F>(&self, workload: &str, drive: F) -> Result<Sample, Failure>
    where
        F: Future<Output = Result<Run, Failure>>,
    {
        let (probe, store) = (&self.probe, &*self.store);
        let before = gates::count(probe.client(), store).await?;
        let canary = probe.canary().await?;
        let watcher = Watcher::start(&self.url, store, before).await?;
        let counters = probe.counters().await?;
        let run = drive.await?;
        let spent = probe.counters().await?.since(counters);
        let mut broken = match watcher {
            Some(watcher) => watcher.end(before + run.tally.events).await?,
            None => None,
        };
        if broken.is_none() {
            broken = gates::check(probe.client(), store, before, &run.tally).await?;
        }
        if let Some(what) = broken {
            let (store, workload) = (store.name().to_owned(), workload.to_owned());
            return Err(Failure::Gate { store, workload, what });
        }
        let commits = self.commits_after(before).await?;
        let after = probe.canary().await?;
        Ok(told(run, spent, commits, drift(canary, after)))
    }

    async fn commits_after(&self, before: u64) -> Result<Option<u64>, Failure> {
        let Some(sql) = self.store.commits_after() else { return Ok(None) };
        let before = i64::try_from(before).map_err(Failure::other)?;
        let commits: i64 = self.probe.client().query_one(&sql, &[&before]).await?.try_get(0)?;
        Ok(Some(commits.unsigned_abs()))
    }
}

/// By how much two canaries differ, as a share of the faster.
pub(crate) fn drift(one: f64, other: f64) -> f64 {
    (one - other).abs() / one.max(other)
}

fn told(run: Run, spent: Spent, commits: Option<u64>, drift: f64) -> Sample {
    let latencies = run.latencies();
    let ms = |share| f64::from(quantile(&latencies, share)) / 1e3;
    let events = (run.tally.events as f64).max(1.0);
    let commands = as_f64(run.tally.commands.len());
    let attempts = commands + run.tally.conflicts as f64;
    let per_second = run.throughput(0.0, run.seconds);
    let detail = Detail {
        p50_ms: ms(0.50),
        p95_ms: ms(0.95),
        p99_ms: ms(0.99),
        p999_ms: ms(0.999),
        events_per_commit: events / commits.map_or(commands, |commits| commits as f64).max(1.0),
        cpu_us_per_event: spent.cpu_seconds * 1e6 / events,
        wal_bytes_per_event: spent.wal_bytes / events,
        conflict_share: run.tally.conflicts as f64 / attempts.max(1.0),
    };
    let events_per_second = per_second * events / commands.max(1.0);
    Sample { per_second, events_per_second, detail, drift, run }
}

/// The rounds of one workload on one store.
#[derive(Clone, Debug, Default)]
pub struct Rounds {
    /// Those that count, each with its number from 1.
    pub kept: Vec<(usize, Sample)>,
    /// How many rounds there were.
    pub taken: usize,
    /// How many did not.
    pub dropped: usize,
}

impl Rounds {
    /// Takes a sample until one counts, a few times at most.
    ///
    /// # Errors
    /// As [`Bench::sample`].
    pub async fn take<F, D>(
        &mut self,
        bench: &Bench,
        name: &str,
        mut drive: F,
    ) -> Result<(), Failure>
    where
        F: FnMut() -> D,
        D: Future<Output = Result<Run, Failure>>,
    {
        self.taken += 1;
        for _ in 0..ATTEMPTS_MAX {
            let mut sample = bench.sample(name, drive()).await?;
            if sample.counts() {
                // What is kept for hours must not hold every answer.
                sample.run.tally = crate::drive::Tally::default();
                self.kept.push((self.taken, sample));
                return Ok(());
            }
            self.dropped += 1;
        }
        Ok(())
    }

    /// One number of each round.
    pub fn each(&self, read: impl Fn(&Sample) -> f64) -> Vec<f64> {
        self.kept.iter().map(|(_, sample)| read(sample)).collect()
    }

    /// One number of each round, with the number of the round.
    pub fn numbered(&self, read: impl Fn(&Sample) -> f64) -> Vec<(usize, f64)> {
        self.kept.iter().map(|(round, sample)| (*round, read(sample))).collect()
    }

    /// The median of one number.
    pub fn median(&self, read: impl Fn(&Sample) -> f64) -> Option<f64> {
        median(&self.each(read))
    }

    /// As a measure of what is read of each round.
    pub fn measure(
        &self,
        id: impl Into<String>,
        name: impl Into<String>,
        unit: &'static str,
        read: impl Fn(&Sample) -> f64,
    ) -> Mesure {
        let mut measure = Mesure::of(id, name, unit, self.each(read));
        measure.dropped = self.dropped;
        measure.detail = self.detail();
        measure
    }

    /// As commands a second, with a goal when there is one.
    pub fn commands(&self, id: &str, name: &str, goal: Option<Goal>) -> Mesure {
        let measure = self.measure(id, name, "commandes/s", |sample| sample.per_second);
        match goal {
            Some(goal) => measure.aiming_at(goal),
            None => measure,
        }
    }

    fn detail(&self) -> Option<Detail> {
        let read = |read: fn(&Detail) -> f64| self.median(|sample| read(&sample.detail));
        Some(Detail {
            p50_ms: read(|detail| detail.p50_ms)?,
            p95_ms: read(|detail| detail.p95_ms)?,
            p99_ms: read(|detail| detail.p99_ms)?,
            p999_ms: read(|detail| detail.p999_ms)?,
            events_per_commit: read(|detail| detail.events_per_commit)?,
            cpu_us_per_event: read(|detail| detail.cpu_us_per_event)?,
            wal_bytes_per_event: read(|detail| detail.wal_bytes_per_event)?,
            conflict_share: read(|detail| detail.conflict_share)?,
        })
    }
}
