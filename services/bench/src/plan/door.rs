//! The measures of the engine by its door: commands, lag of the facts, report, queue, chronologies, memory, rebuild.

use std::path::Path;

use eventstore::{Database, Journal};
use projections::Runner;

use super::Plan;
use crate::Failure;
use crate::drive;
use crate::engine::load::{Loaded, load};
use crate::engine::{Engine, LOG, commands, reads};
use crate::measure::{Goal, Mesure, as_f64, median};
use crate::sample::{ATTEMPTS_MAX, drift};
use crate::stand::{CANARY_DRIFT_MAX, Probe};

/// The clients of G1.
const AGENTS: usize = 64;

/// The rate of L1, in events a second.
const LAG_RATE: f64 = 1_000.0;

/// How many clients L1 spreads it over.
const LAG_AGENTS: usize = 128;

/// How long L1 lasts, in samples.
const LAG_SAMPLES: f64 = 4.0;

/// How many pages, how many chronologies.
const READS: usize = 200;

/// Connections of what is done here beside the engine.
const CONNECTIONS: usize = 8;

/// An engine at work, and what is looked at beside it.
struct Scene<'a> {
    plan: &'a Plan<'a>,
    engine: Engine,
    folder: &'a Path,
    url: String,
    probe: Probe,
    database: Database,
    journal: Journal,
    loaded: Loaded,
}

pub(super) async fn measures(plan: &Plan<'_>) -> Result<Vec<Mesure>, Failure> {
    let keys = tempfile::tempdir()?;
    let scene = set(plan, keys.path()).await?;
    let mut measures = Vec::new();
    let ask = &plan.ask;
    if ask.wants("A1") {
        measures.extend(scene.report().await?);
    }
    if ask.wants("F1") {
        measures.push(scene.queue().await?);
    }
    if ask.wants("C1") {
        measures.extend(scene.chronologies().await?);
    }
    if ask.wants("L1") {
        measures.extend(scene.lag().await?);
    }
    if ask.wants("G1") {
        measures.extend(scene.commands().await?);
    }
    if ask.wants("M1") {
        measures.extend(scene.memory()?);
    }
    let Scene { engine, journal, database, .. } = scene;
    engine.stop().await?;
    if ask.wants("R1") {
        measures.push(rebuild(plan, &database, &journal).await?);
    }
    Ok(measures)
}

/// Starts an engine on a database of its own, and loads it.
async fn set<'a>(plan: &'a Plan<'a>, folder: &'a Path) -> Result<Scene<'a>, Failure> {
    let made = tokio::task::block_in_place(|| plan.stand.database("banc_moteur"))?;
    let (url, admin) = (made.url(), made.admin_url());
    let engine = Engine::start(&plan.ask.launch, &url, folder).await?;
    plan.tell("chargement du moteur par RepriseService.Importer");
    let events = plan.ask.events.unwrap_or(0);
    let loaded = load(&engine, folder, &plan.draw, events, plan.ask.small).await?;
    // The report waits for the facts.
    reads::report(&engine, folder, &loaded.repere).await?;
    let probe = Probe::open(&admin).await?;
    let database = Database::at(&url, CONNECTIONS)?;
    let journal = Journal::open(&database, LOG).await?;
    Ok(Scene { plan, engine, folder, url, probe, database, journal, loaded })
}

impl Scene<'_> {
    fn events(&self) -> u64 {
        self.loaded.repere.position
    }

    /// The yearly report, and what it would cost without facts.
    async fn report(&self) -> Result<Vec<Mesure>, Failure> {
        let (mut taken, mut same) = (Vec::new(), Vec::new());
        for round in 1..=5 {
            self.plan.tell(&format!("rapport annuel · tour {round}"));
            let repere = &self.loaded.repere;
            let (json, ms) = reads::report(&self.engine, self.folder, repere).await?;
            taken.push(ms);
            same.push(json);
        }
        same.dedup();
        let here = reads::report_here(&self.database, &self.journal, self.events()).await?;
        if same.len() != 1 || same.first() != Some(&here) {
            return Err(gate("A1", "le même rapport n’a pas donné deux fois les mêmes octets"));
        }
        self.plan.tell("rejeu du journal, en mémoire");
        let (read, replayed) = reads::replay(&self.journal).await?;
        let ratio = median(&taken).map(|ms| replayed / ms);
        let replay = Mesure::of("A1.rejeu", "rejeu du journal en mémoire", "ms", vec![replayed]);
        let report = Mesure::of("A1", format!("rapport annuel à {read} événements"), "ms", taken);
        let load = as_f64(usize::try_from(self.loaded.simulated).map_err(Failure::other)?);
        let import = Mesure::of(
            "A1.chargement",
            "chargement par RepriseService.Importer",
            "événements/s",
            vec![load / self.loaded.seconds],
        );
        Ok(vec![
            import,
            report
                .against(ratio)
                .aiming_at(Goal::AtMost(300.0))
                .noting("rapport : rejeu / rapport"),
            replay.against(ratio).aiming_at(Goal::RatioAtLeast(20.0)),
        ])
    }

    async fn queue(&self) -> Result<Mesure, Failure> {
        self.plan.tell("file de la CRIP");
        let au = reads::day_of(&self.probe, &self.journal, self.loaded.simulated).await?;
        let (taken, shown) = reads::queue(&self.engine, self.folder, &au, READS).await?;
        let name = format!("page de la file, {shown} situations, p95");
        Ok(quantiles("F1", &name, &taken))
    }

    async fn chronologies(&self) -> Result<Vec<Mesure>, Failure> {
        self.plan.tell("chronologies");
        let mut hand = self.plan.draw.hand();
        let drawn = reads::children(&self.probe, &self.journal, &mut hand, READS).await?;
        let taken = reads::chronologies(&self.engine, self.folder, &drawn).await?;
        let mut measures =
            vec![quantiles("C1", "chronologie d’un enfant tiré au sort, p95", &taken)];
        for (enfant, length) in &self.loaded.long {
            let same = vec![(*enfant, *length); READS / 10];
            let taken = reads::chronologies(&self.engine, self.folder, &same).await?;
            let name = format!("chronologie d’un enfant de {length} événements, p95");
            measures.push(quantiles(&format!("C1.{length}"), &name, &taken));
        }
        Ok(measures)
    }

    /// How far behind the facts are while a thousand events a second come by the door.
    async fn lag(&self) -> Result<Vec<Mesure>, Failure> {
        self.plan.tell("retard des faits à 1 000 événements/s");
        let seconds = self.plan.ask.seconds() * LAG_SAMPLES;
        let (before, _) = commands::head(&self.probe, &self.journal).await?;
        let agents = commands::agents(&self.engine, self.folder, &self.plan.draw, LAG_AGENTS);
        let (agents, answered) = agents.await?;
        let drive = drive::open(agents, LAG_RATE, seconds);
        let log_id = self.journal.log_id();
        let (run, lags) = commands::lags(&self.url, log_id, &answered, drive).await?;
        commands::check(&self.journal, &self.probe, before, &run).await?;
        let lag = |share| vec![commands::quantile_ms(&lags, share)];
        let half = Mesure::of("L1.p50", "retard ajout → fait à 1 000 év./s, p50", "ms", lag(0.5));
        let most = Mesure::of("L1", "retard ajout → fait à 1 000 év./s, p99", "ms", lag(0.99));
        let p99 = commands::quantile_ms(&answers(&run), 0.99);
        let note = format!("commandes répondues en {p99:.1} ms au p99");
        Ok(vec![most.aiming_at(Goal::AtMost(100.0)).noting(note), half])
    }

    /// Commands a second with everything on, and their latency.
    async fn commands(&self) -> Result<Vec<Mesure>, Failure> {
        let (mut rates, mut latencies, mut dropped) = (Vec::new(), Vec::new(), 0);
        for round in 1..=self.plan.ask.rounds() {
            self.plan.tell(&format!("commandes gRPC, {AGENTS} clients · tour {round}"));
            for _ in 0..ATTEMPTS_MAX {
                let (rate, p99, drift) = self.commands_once().await?;
                if drift <= CANARY_DRIFT_MAX {
                    rates.push(rate);
                    latencies.push(p99);
                    break;
                }
                dropped += 1;
            }
        }
        let name = format!("commandes gRPC, tout compris, {AGENTS} clients");
        let mut rate = Mesure::of("G1", &name, "commandes/s", rates);
        let mut p99 = Mesure::of("G1.p99", format!("{name}, p99"), "ms", latencies);
        (rate.dropped, p99.dropped) = (dropped, dropped);
        Ok(vec![rate.aiming_at(Goal::AtLeast(5_000.0)), p99.aiming_at(Goal::AtMost(30.0))])
    }

    /// One sample: commands a second, the 99th percentile in milliseconds, and by how much the canary moved.
    async fn commands_once(&self) -> Result<(f64, f64, f64), Failure> {
        let (before, _) = commands::head(&self.probe, &self.journal).await?;
        let (agents, _) =
            commands::agents(&self.engine, self.folder, &self.plan.draw, AGENTS).await?;
        let canary = self.probe.canary().await?;
        let seconds = self.plan.ask.seconds() * 2.0;
        let run = drive::closed(agents, seconds).await?;
        commands::check(&self.journal, &self.probe, before, &run).await?;
        // The facts must catch up, or the canary would count their work.
        reads::report(&self.engine, self.folder, &self.head().await?).await?;
        let after = self.probe.canary().await?;
        let p99 = commands::quantile_ms(&answers(&run), 0.99);
        Ok((run.throughput(0.0, seconds), p99, drift(canary, after)))
    }

    async fn head(&self) -> Result<proto::commun::v1::Repere, Failure> {
        let (position, _) = commands::head(&self.probe, &self.journal).await?;
        Ok(proto::commun::v1::Repere { journal: LOG.to_owned(), position })
    }

    fn memory(&self) -> Result<Vec<Mesure>, Failure> {
        let (now, peak) = self
            .engine
            .memory()
            .ok_or_else(|| Failure::other("la mémoire du serveur est illisible"))?;
        let mega = |bytes: u64| vec![bytes as f64 / 1e6];
        let name =
            format!("mémoire du serveur après {} événements et toutes ces mesures", self.events());
        let now = Mesure::of("M1", name, "Mo", mega(now)).aiming_at(Goal::AtMost(300.0));
        Ok(vec![now, Mesure::of("M1.pic", "mémoire du serveur, au plus haut", "Mo", mega(peak))])
    }
}

/// Every fact again, from the first event; the figures of before must come back to the byte.
async fn rebuild(
    plan: &Plan<'_>,
    database: &Database,
    journal: &Journal,
) -> Result<Mesure, Failure> {
    let runner = Runner::new(database.pool().clone(), journal.clone());
    let head = runner.catch_up().await?.get();
    let before = reads::report_here(database, journal, head).await?;
    let mut rounds = Vec::new();
    for round in 1..=plan.ask.rounds() {
        plan.tell(&format!("reconstruction des faits · tour {round}"));
        let started = std::time::Instant::now();
        let rebuilt = runner.rebuild().await?;
        rounds.push(head as f64 / started.elapsed().as_secs_f64());
        if rebuilt.position.get() != head {
            return Err(gate("R1", "la reconstruction n’a pas atteint la tête du journal"));
        }
        if rebuilt.differe() {
            return Err(gate(
                "R1",
                "la reconstruction a trouvé d’autres lignes que le calcul au fil de l’eau",
            ));
        }
    }
    if reads::report_here(database, journal, head).await? != before {
        return Err(gate("R1", "le rapport n’a plus les mêmes octets après la reconstruction"));
    }
    let name = format!("reconstruction des faits de {head} événements");
    Ok(Mesure::of("R1", name, "événements/s", rounds).aiming_at(Goal::AtLeast(60_000.0)))
}

/// The 95th percentile, and the range of what was taken.
fn quantiles(id: &str, name: &str, taken: &[f64]) -> Mesure {
    let p95 = commands::quantile_ms(taken, 0.95);
    let p50 = commands::quantile_ms(taken, 0.50);
    let measure = Mesure::of(id, name, "ms", vec![p95]);
    measure
        .aiming_at(Goal::AtMost(50.0))
        .noting(format!("p50 {p50:.1} ms, {} lectures", taken.len()))
}

/// Latencies of a run, in sorted milliseconds.
fn answers(run: &drive::Run) -> Vec<f64> {
    run.latencies().into_iter().map(|micros| f64::from(micros) / 1e3).collect()
}

fn gate(workload: &str, what: &str) -> Failure {
    Failure::Gate {
        store: "parcours".to_owned(),
        workload: workload.to_owned(),
        what: what.to_owned(),
    }
}
