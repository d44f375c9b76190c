//! The measures of the journal: W1 to W5, W7, W10 and W11.

use std::sync::Arc;

use super::Plan;
use crate::Failure;
use crate::draw::Zipf;
use crate::measure::{Goal, Mesure, median};
use crate::ours::Ours;
use crate::sample::{Bench, Rounds};
use crate::workloads::{Work, typists};
use crate::{drive, reads, stand};

/// How many clients W1 has.
const CLIENTS: [usize; 5] = [1, 4, 16, 64, 256];

/// The clients of every other workload.
const MANY: usize = 64;

/// Over how many streams W2 spreads.
const STREAMS: usize = 100_000;

/// How many rows the log of W7 and W11 has, unless told otherwise.
const ROWS: u64 = 1_000_000;

/// How long the snapshot of W10 is held, in samples.
const SNAPSHOT_SAMPLES: f64 = 10.0;

/// How long it is held at least, in seconds, unless the run is small.
const SNAPSHOT_SECONDS: f64 = 20.0;

pub(super) async fn measures(plan: &Plan<'_>) -> Result<Vec<Mesure>, Failure> {
    let mut measures = Vec::new();
    let ask = &plan.ask;
    if ask.wants_one_of(&["W1", "W3", "W4", "W5"]) {
        let (bench, _) = plan.ours("banc_ecriture").await?;
        measures.extend(writes(plan, &bench).await?);
    }
    if ask.wants("W2") {
        measures.extend(races(plan).await?);
    }
    if ask.wants_one_of(&["W7", "W11"]) {
        measures.extend(grown(plan).await?);
    }
    if ask.wants("W10") {
        measures.push(snapshot(plan).await?);
    }
    Ok(measures)
}

/// One workload and its rounds.
struct Line {
    id: String,
    name: String,
    work: Work,
    clients: usize,
    rounds: Rounds,
}

impl Line {
    fn new(id: impl Into<String>, name: impl Into<String>, work: Work, clients: usize) -> Self {
        Self { id: id.into(), name: name.into(), work, clients, rounds: Rounds::default() }
    }

    async fn round(&mut self, plan: &Plan<'_>, bench: &Bench) -> Result<(), Failure> {
        let (work, clients, seconds) = (&self.work, self.clients, plan.ask.seconds());
        let drive = || drive::closed(typists(&bench.store, &plan.draw, work, clients), seconds);
        self.rounds.take(bench, &self.id, drive).await
    }

    fn measure(&self) -> Mesure {
        match self.work {
            Work::Stale => self.rounds.measure(&self.id, &self.name, "acceptées/s", |sample| {
                sample.per_second * (1.0 - sample.detail.conflict_share)
            }),
            Work::New { streams: _, events } if events > 1 => {
                let read = |sample: &crate::sample::Sample| sample.events_per_second;
                self.rounds.measure(&self.id, &self.name, "événements/s", read)
            }
            Work::New { .. } | Work::More { .. } => {
                self.rounds.commands(&self.id, &self.name, None)
            }
        }
    }
}

/// W1, W3 and W4 interleaved round by round, then W5 at what W1 allows.
async fn writes(plan: &Plan<'_>, bench: &Bench) -> Result<Vec<Mesure>, Failure> {
    let mut lines = lines(plan);
    for round in 1..=plan.ask.rounds() {
        for line in &mut lines {
            plan.tell(&format!("{} · tour {round}", line.name));
            line.round(plan, bench).await?;
        }
    }
    let wanted = |line: &&Line| plan.ask.wants(line.id.split('.').next().unwrap_or_default());
    let mut measures: Vec<Mesure> = lines.iter().filter(wanted).map(Line::measure).collect();
    if plan.ask.wants("W5") {
        let most = lines.iter().filter_map(|line| line.rounds.median(|one| one.per_second));
        let most = most.fold(0.0, f64::max);
        measures.extend(at_a_rate(plan, bench, most).await?);
    }
    Ok(measures)
}

fn lines(plan: &Plan<'_>) -> Vec<Line> {
    let mut lines = Vec::new();
    if plan.ask.wants("W1") {
        lines.extend(CLIENTS.map(|clients| {
            let name = format!("nouveau flux, 1 événement, {clients} clients");
            Line::new(format!("W1.{clients}"), name, Work::ONE, clients)
        }));
    } else if plan.ask.wants("W5") {
        lines.push(Line::new("W1.256", "nouveau flux, 1 événement, 256 clients", Work::ONE, 256));
    }
    if plan.ask.wants("W3") {
        let five = "nouveau flux, 5 événements";
        let line =
            |id, clients| Line::new(id, format!("{five}, {clients} clients"), Work::FIVE, clients);
        lines.push(line("W3.5.64", MANY));
        lines.push(line("W3.5.256", 256));
        let siblings = "deux flux en un acte, 64 clients";
        lines.push(Line::new("W3.fratrie", siblings, Work::SIBLINGS, MANY));
    }
    if plan.ask.wants("W4") {
        let name = "5 % de versions périmées, 64 clients (refus injustes : 0)";
        lines.push(Line::new("W4", name, Work::Stale, MANY));
    }
    lines
}

/// W5: latencies at half and at four fifths of the maximum.
async fn at_a_rate(plan: &Plan<'_>, bench: &Bench, most: f64) -> Result<Vec<Mesure>, Failure> {
    let mut measures = Vec::new();
    for (id, share) in [("W5.50", 0.5), ("W5.80", 0.8)] {
        let (rate, mut rounds) = (most * share, Rounds::default());
        for round in 1..=plan.ask.rounds() {
            plan.tell(&format!("débit imposé, {} % · tour {round}", share * 100.0));
            let clients = || typists(&bench.store, &plan.draw, &Work::ONE, 256);
            let drive = || drive::open(clients(), rate, plan.ask.seconds());
            rounds.take(bench, id, drive).await?;
        }
        let name =
            format!("débit imposé à {} % du maximum : p99 depuis l’heure due", share * 100.0);
        let measure = rounds.measure(id, name, "ms", |sample| sample.detail.p99_ms);
        measures.push(measure.noting(format!("{rate:.0} commandes/s demandées")));
    }
    Ok(measures)
}

/// W2: races on the streams everybody wants.
async fn races(plan: &Plan<'_>) -> Result<Vec<Mesure>, Failure> {
    plan.tell("mise en place des flux de W2");
    let (bench, ours) = plan.ours("banc_courses").await?;
    let count = if plan.ask.small { STREAMS / 20 } else { STREAMS };
    let streams: Arc<[_]> = ours.grow(&plan.draw, count).await?.into();
    bench.probe.vacuum().await?;
    let work = Work::More { streams, zipf: Zipf::new(count, 0.99) };
    let name = format!("lire un flux et y ajouter, Zipf 0,99 sur {count} flux, {MANY} clients");
    let mut line = Line::new("W2", name, work, MANY);
    for round in 1..=plan.ask.rounds() {
        plan.tell(&format!("{} · tour {round}", line.name));
        line.round(plan, &bench).await?;
    }
    let lost = line.rounds.median(|sample| sample.detail.conflict_share).unwrap_or(0.0);
    let note = format!("{:.1} % des essais ont perdu une course", lost * 100.0);
    Ok(vec![line.measure().noting(note)])
}

/// W11, before and after a log has grown; W7, on what it has become.
async fn grown(plan: &Plan<'_>) -> Result<Vec<Mesure>, Failure> {
    let (bench, ours) = plan.ours("banc_croissance").await?;
    let mut small = Line::new("W11.0", "", Work::ONE, MANY);
    let rows = plan.ask.events.unwrap_or(if plan.ask.small { 30_000 } else { ROWS });
    let mut large = Line::new("W11", format!("W1 à {rows} lignes, 64 clients"), Work::ONE, MANY);
    if plan.ask.wants("W11") {
        for _ in 0..plan.ask.rounds() {
            plan.tell("W1 sur un journal jeune");
            small.round(plan, &bench).await?;
        }
    }
    plan.tell(&format!("le journal grandit jusqu’à {rows} lignes"));
    let there = crate::gates::count(bench.probe.client(), &*bench.store).await?;
    let missing = usize::try_from(rows.saturating_sub(there)).map_err(Failure::other)?;
    ours.grow(&plan.draw, missing).await?;
    bench.probe.vacuum().await?;
    let mut measures = Vec::new();
    if plan.ask.wants("W11") {
        for _ in 0..plan.ask.rounds() {
            plan.tell(&large.name);
            large.round(plan, &bench).await?;
        }
        let ratio = large.measure().value.zip(small.measure().value);
        let ratio = ratio.map(|(large, small)| large / small);
        measures.push(large.measure().against(ratio).noting("rapport : au journal jeune"));
    }
    if plan.ask.wants("W7") {
        measures.extend(catch_up(plan, &bench, &ours).await?);
    }
    Ok(measures)
}

/// W7: pages of each size and a copy, interleaved.
async fn catch_up(plan: &Plan<'_>, bench: &Bench, ours: &Ours) -> Result<Vec<Mesure>, Failure> {
    let events = crate::gates::count(bench.probe.client(), &*bench.store).await?;
    let (mut copies, mut pages) = (Vec::new(), vec![Vec::new(); reads::PAGES.len()]);
    for round in 1..=plan.ask.rounds() {
        plan.tell(&format!("rattrapage de {events} événements · tour {round}"));
        let log_id = ours.journal().log_id();
        copies.push(reads::copy(bench.probe.client(), log_id, events).await?);
        for (page, read) in reads::PAGES.iter().zip(&mut pages) {
            read.push(reads::catch_up(ours.journal(), *page, events).await?);
        }
    }
    let ceiling = median(&copies).unwrap_or(f64::NAN);
    let mut measures =
        vec![Mesure::of("W7.copy", "COPY binaire des mêmes lignes", "événements/s", copies)];
    for (page, read) in reads::PAGES.iter().zip(pages) {
        let name = format!("rattrapage par position, pages de {page}");
        let measure = Mesure::of(format!("W7.{page}"), name, "événements/s", read);
        let ratio = measure.value.map(|value| value / ceiling);
        let measure = measure.against(ratio).noting("rapport : à COPY");
        let largest = reads::PAGES.last() == Some(page);
        let goal = Goal::RatioAtLeast(0.7);
        measures.push(if largest { measure.aiming_at(goal) } else { measure });
    }
    Ok(measures)
}

/// W10: what W1 keeps while one snapshot is held open, judged on the last third of the time.
async fn snapshot(plan: &Plan<'_>) -> Result<Mesure, Failure> {
    let (bench, _) = plan.ours("banc_instantane").await?;
    let mut free = Line::new("W10.0", "", Work::ONE, MANY);
    plan.tell("W1 sans instantané");
    for _ in 0..plan.ask.rounds() {
        free.round(plan, &bench).await?;
    }
    let baseline = free.measure().value;
    let least = if plan.ask.small { 0.0 } else { SNAPSHOT_SECONDS };
    let seconds = (plan.ask.seconds() * SNAPSHOT_SAMPLES).max(least);
    let mut rounds = Rounds::default();
    plan.tell(&format!("W1, un instantané ouvert pendant {seconds:.0} s"));
    let holder = stand::connect(&bench.url).await?;
    let hold = "begin isolation level repeatable read; select count(*) from journal.log";
    holder.batch_execute(hold).await?;
    let clients = || typists(&bench.store, &plan.draw, &Work::ONE, MANY);
    rounds.take(&bench, "W10", || drive::closed(clients(), seconds)).await?;
    holder.batch_execute("rollback").await?;
    let name = format!("W1 avec un instantané ouvert {seconds:.0} s, dernier tiers");
    let kept = rounds.measure("W10", name, "commandes/s", |sample| {
        sample.run.throughput(seconds * 2.0 / 3.0, seconds)
    });
    let ratio = kept.value.zip(baseline).map(|(kept, free)| kept / free);
    Ok(kept.against(ratio).noting("rapport : sans instantané").aiming_at(Goal::RatioAtLeast(0.75)))
}
