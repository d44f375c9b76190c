//! The run: a trial of each peer for its best configuration, then rounds, every store in each.

use std::sync::Arc;

use bench::draw::{Draw, SEED};
use bench::measure::{as_f64, median};
use bench::ours::Ours;
use bench::sample::{Bench, Rounds, Sample};
use bench::stand::{self, Stand};
use bench::store::{Promises, Store};
use bench::workloads::{Work, new_streams, typists};
use bench::{Failure, Goal, Mesure, drive, reads};

use crate::ceiling::Ceiling;
use crate::stores::counter::Counter;
use crate::stores::esrs::Esrs;
use crate::stores::horizon::Horizon;
use crate::stores::lock::Lock;
use crate::stores::postgres_es::PostgresEs;
use crate::{Arguments, report};

/// The clients of every comparison.
const CLIENTS: usize = 64;

/// The clients of five events at once against the ceiling.
const MANY: usize = 256;

/// How many connections a peer may share: the best of these is kept.
const POOLS: [usize; 4] = [4, 8, 16, 64];

/// How long each is tried, in seconds.
const TRIAL_SECONDS: f64 = 0.7;

/// How many commands warm a store.
const WARM_UP: usize = 3_000;

/// Which store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Peer {
    Ours,
    PostgresEs,
    Esrs,
    Lock,
    Counter,
    Horizon,
}

impl Peer {
    const ALL: [Self; 6] =
        [Self::Ours, Self::PostgresEs, Self::Esrs, Self::Lock, Self::Counter, Self::Horizon];

    fn id(self) -> &'static str {
        match self {
            Self::Ours => "parcours",
            Self::PostgresEs => "postgres_es",
            Self::Esrs => "esrs",
            Self::Lock => "verrou",
            Self::Counter => "compteur",
            Self::Horizon => "xid8",
        }
    }

    /// How many times faster ours should be, one event a command.
    fn goal(self) -> Option<f64> {
        match self {
            Self::PostgresEs => Some(3.0),
            Self::Lock | Self::Counter => Some(8.0),
            Self::Horizon => Some(4.0),
            Self::Ours | Self::Esrs => None,
        }
    }

    async fn create(self, url: &str, connections: usize) -> Result<Arc<dyn Store>, Failure> {
        Ok(match self {
            Self::Ours => Arc::new(Ours::create(url).await?),
            Self::PostgresEs => Arc::new(PostgresEs::create(url, connections).await?),
            Self::Esrs => Arc::new(Esrs::create(url, connections).await?),
            Self::Lock => Arc::new(Lock::create(url, connections).await?),
            Self::Counter => Arc::new(Counter::create(url, connections).await?),
            Self::Horizon => Arc::new(Horizon::create(url, connections).await?),
        })
    }
}

/// What is measured of a peer, and its rounds.
struct Line {
    peer: Peer,
    connections: usize,
    name: &'static str,
    promises: Promises,
    one: Rounds,
    five: Rounds,
    stale: Rounds,
    snapshot: Rounds,
    /// The rounds in which a peer did not hold a gate, which end there for it.
    failed: Vec<String>,
}

/// Everything measured beside the peers' own lines, round by round.
#[derive(Default)]
struct Beside {
    /// Ours, 256 clients, five events.
    many: Rounds,
    insert_one: Vec<f64>,
    insert_five: Vec<f64>,
    copy_in: Vec<f64>,
    read: Vec<f64>,
    copy_out: Vec<f64>,
}

struct Run<'a> {
    arguments: &'a Arguments,
    stand: Stand,
    draw: Draw,
}

/// Runs everything.
pub async fn run(arguments: &Arguments) -> Result<Vec<Mesure>, Failure> {
    let stand = tokio::task::block_in_place(Stand::start)?;
    let run = Run { arguments, stand, draw: Draw::new(SEED) };
    let mut lines = Vec::new();
    let wanted = |peer: &Peer| {
        let named = arguments.magasins.iter().any(|name| name == peer.id());
        *peer == Peer::Ours || arguments.magasins.is_empty() || named
    };
    for peer in Peer::ALL.into_iter().filter(wanted) {
        lines.push(run.tried(peer).await?);
    }
    let mut beside = Beside::default();
    for round in 1..=arguments.tours {
        // Each round begins with another store, so that none is always the first.
        let first = (round - 1) % lines.len();
        for place in 0..lines.len() {
            let line = (first + place) % lines.len();
            run.round_or_fault(&mut lines[line], round, &mut beside).await?;
        }
        report::say(&format!("→ plafonds · tour {round}"));
        run.ceiling(round, &mut beside).await?;
    }
    Ok(measures(&lines, &beside, arguments))
}

impl Run<'_> {
    /// A store on a new database, warm.
    async fn bench(&self, peer: Peer, name: &str, connections: usize) -> Result<Bench, Failure> {
        let database = format!("pair_{}_{name}", peer.id());
        let made = tokio::task::block_in_place(|| self.stand.database(&database))?;
        let url = made.admin_url();
        let store = peer.create(&url, connections).await?;
        let bench = Bench::new(url, store).await?;
        let warm = typists(&bench.store, &self.draw, &Work::ONE, CLIENTS);
        self.warm(&bench, warm.len()).await?;
        bench.probe.vacuum().await?;
        Ok(bench)
    }

    async fn warm(&self, bench: &Bench, clients: usize) -> Result<(), Failure> {
        let mut tasks = Vec::with_capacity(clients);
        for _ in 0..clients {
            let (store, mut hand) = (bench.store.clone(), self.draw.hand());
            tasks.push(tokio::spawn(async move {
                for _ in 0..WARM_UP / clients {
                    store.append(new_streams(&mut hand, 1, 1)).await?;
                }
                Ok::<_, Failure>(())
            }));
        }
        for task in tasks {
            task.await??;
        }
        Ok(())
    }

    /// A peer with the number of connections that served it best in a short trial.
    async fn tried(&self, peer: Peer) -> Result<Line, Failure> {
        let mut best = (0.0, 0);
        let pools = if peer == Peer::Ours { &POOLS[2..3] } else { &POOLS };
        let mut known = None;
        for connections in pools {
            let bench = self.bench(peer, &format!("essai_{connections}"), *connections).await?;
            known = Some((bench.store.name(), bench.store.promises()));
            let clients = typists(&bench.store, &self.draw, &Work::ONE, CLIENTS);
            let run = drive::closed(clients, TRIAL_SECONDS).await?;
            let rate = run.throughput(0.0, TRIAL_SECONDS);
            best = if best.0 < rate { (rate, *connections) } else { best };
        }
        let (name, promises) = known.ok_or_else(|| Failure::other("aucun essai"))?;
        report::say(&format!("→ {name} : {} connexions", best.1));
        let rounds = Rounds::default;
        let (one, five, stale, snapshot) = (rounds(), rounds(), rounds(), rounds());
        let failed = Vec::new();
        Ok(Line { peer, connections: best.1, name, promises, one, five, stale, snapshot, failed })
    }

    /// A round. Ours must hold every gate; of a peer that does not, what it held before stands, and the fault is said.
    async fn round_or_fault(
        &self,
        line: &mut Line,
        round: usize,
        beside: &mut Beside,
    ) -> Result<(), Failure> {
        match self.round(line, round, beside).await {
            Err(fault) if fault.is_gate() && line.peer != Peer::Ours => {
                report::say(&format!("✗ {fault}"));
                line.failed.push(format!("tour {round} : {fault}"));
                Ok(())
            }
            outcome => outcome,
        }
    }

    async fn round(
        &self,
        line: &mut Line,
        round: usize,
        beside: &mut Beside,
    ) -> Result<(), Failure> {
        report::say(&format!("→ {} · tour {round}", line.name));
        let bench = self.bench(line.peer, &format!("tour_{round}"), line.connections).await?;
        self.sample(&bench, "W1", &Work::ONE, CLIENTS, &mut line.one).await?;
        self.sample(&bench, "W3", &Work::FIVE, CLIENTS, &mut line.five).await?;
        self.sample(&bench, "W4", &Work::Stale, CLIENTS, &mut line.stale).await?;
        if line.peer == Peer::Ours {
            self.sample(&bench, "W3", &Work::FIVE, MANY, &mut beside.many).await?;
        }
        if line.promises.order {
            self.snapshot(&bench, &mut line.snapshot).await?;
        }
        Ok(())
    }

    async fn sample(
        &self,
        bench: &Bench,
        name: &str,
        work: &Work,
        clients: usize,
        rounds: &mut Rounds,
    ) -> Result<(), Failure> {
        let clients = || typists(&bench.store, &self.draw, work, clients);
        rounds.take(bench, name, || drive::closed(clients(), self.arguments.duree)).await
    }

    /// W10: W1 with one snapshot held open, begun before and ended after.
    async fn snapshot(&self, bench: &Bench, rounds: &mut Rounds) -> Result<(), Failure> {
        let holder = stand::connect(&bench.url).await?;
        let hold = "begin isolation level repeatable read; select count(*) from pg_class";
        holder.batch_execute(hold).await?;
        let clients = || typists(&bench.store, &self.draw, &Work::ONE, CLIENTS);
        let drive = || drive::closed(clients(), self.arguments.instantane);
        rounds.take(bench, "W10", drive).await?;
        Ok(holder.batch_execute("rollback").await?)
    }

    /// What PostgreSQL takes in bulk, and gives back.
    async fn ceiling(&self, round: usize, beside: &mut Beside) -> Result<(), Failure> {
        let rows = self.arguments.lignes;
        let name = format!("pair_plafond_{round}");
        let url = tokio::task::block_in_place(|| self.stand.database(&name))?.admin_url();
        let mut ceiling = Ceiling::create(&url, &self.draw).await?;
        beside.insert_one.push(ceiling.insert_select(rows, 1).await?);
        beside.insert_five.push(ceiling.insert_select(rows, 5).await?);
        beside.copy_in.push(ceiling.copy(rows, 1).await?);
        let name = format!("pair_lecture_{round}");
        let url = tokio::task::block_in_place(|| self.stand.database(&name))?.admin_url();
        let ours = Ours::create(&url).await?;
        ours.grow(&self.draw, rows).await?;
        let client = stand::connect(&url).await?;
        client.batch_execute("vacuum analyze journal.event").await?;
        let journal = ours.journal();
        beside.copy_out.push(reads::copy(&client, journal.log_id(), rows as u64).await?);
        beside.read.push(reads::catch_up(journal, reads::PAGES[2], rows as u64).await?);
        Ok(())
    }
}

/// One over another, in each round that counts for both.
fn ratios(ones: &[(usize, f64)], others: &[(usize, f64)]) -> Vec<f64> {
    let same = |(round, one): &(usize, f64)| {
        let (_, other) = others.iter().find(|(number, _)| number == round)?;
        Some(one / other)
    };
    ones.iter().filter_map(same).collect()
}

/// The rounds of what is not sampled, numbered from 1.
fn numbered(rounds: &[f64]) -> Vec<(usize, f64)> {
    (1..).zip(rounds.iter().copied()).collect()
}

fn compared(id: String, name: String, rounds: Vec<f64>, goal: Option<f64>) -> Mesure {
    let ratio = median(&rounds);
    let measure = Mesure::of(id, name, "×", rounds).against(ratio);
    match goal {
        Some(goal) => measure.aiming_at(Goal::RatioAtLeast(goal)),
        None => measure,
    }
}

fn measures(lines: &[Line], beside: &Beside, arguments: &Arguments) -> Vec<Mesure> {
    let mut measures: Vec<Mesure> =
        lines.iter().flat_map(|line| figures(line, arguments)).collect();
    let (rate, events) = (|one: &Sample| one.per_second, |one: &Sample| one.events_per_second);
    measures.push(beside.many.measure(
        "W3.256.parcours",
        "parcours : 5 événements, 256 clients",
        "événements/s",
        events,
    ));
    let ceilings = [
        ("plafond.1", "INSERT … SELECT, même table, 1 événement par flux", &beside.insert_one),
        ("plafond.5", "INSERT … SELECT, même table, 5 événements par flux", &beside.insert_five),
        ("plafond.copy", "COPY binaire dans la même table", &beside.copy_in),
        ("W7.copy", "COPY binaire des lignes, en lecture", &beside.copy_out),
        ("W7.5000", "rattrapage par position, pages de 5 000", &beside.read),
    ];
    for (id, name, rounds) in ceilings {
        measures.push(Mesure::of(id, name, "événements/s", rounds.clone()));
    }
    let ours = &lines[0];
    let one = ours.one.numbered(rate);
    for line in &lines[1..] {
        let name = format!("parcours / {}, W1", line.name);
        let rounds = ratios(&one, &line.one.numbered(rate));
        measures.push(compared(format!("R.{}", line.peer.id()), name, rounds, line.peer.goal()));
    }
    for line in &lines[1..] {
        let name = format!("parcours / {}, W3 (5 événements)", line.name);
        let rounds = ratios(&ours.five.numbered(events), &line.five.numbered(events));
        measures.push(compared(format!("R5.{}", line.peer.id()), name, rounds, None));
    }
    let bulk = ratios(&one, &numbered(&beside.insert_one));
    let name = "parcours (W1, 64 clients) / INSERT … SELECT";
    measures.push(compared("R.masse.1".to_owned(), name.to_owned(), bulk, Some(0.2)));
    let bulk = ratios(&beside.many.numbered(events), &numbered(&beside.insert_five));
    let name = "parcours (5 événements, 256 clients) / INSERT … SELECT";
    measures.push(compared("R.masse.5".to_owned(), name.to_owned(), bulk, Some(0.4)));
    for line in lines.iter().filter(|line| line.promises.order) {
        measures.push(kept(line, arguments.instantane));
    }
    let read = ratios(&numbered(&beside.read), &numbered(&beside.copy_out));
    let name = "rattrapage / COPY des mêmes lignes";
    measures.push(compared("R.W7".to_owned(), name.to_owned(), read, Some(0.7)));
    measures
}

/// What a peer reached, and what it does not give.
fn figures(line: &Line, arguments: &Arguments) -> Vec<Mesure> {
    let (id, name) = (line.peer.id(), line.name);
    let missing = line.promises.missing();
    let pool = if line.peer == Peer::Ours {
        String::new()
    } else {
        format!("{} connexions", line.connections)
    };
    let lacks =
        if missing.is_empty() { String::new() } else { format!(" ; ne donne pas : {missing}") };
    let commands = |one: &Sample| one.per_second;
    let one = line.one.measure(
        format!("W1.{id}"),
        format!("{name} : nouveau flux, 1 événement"),
        "commandes/s",
        commands,
    );
    let five = line.five.measure(
        format!("W3.{id}"),
        format!("{name} : nouveau flux, 5 événements"),
        "événements/s",
        |one: &Sample| one.events_per_second,
    );
    let stale = line.stale.measure(
        format!("W4.{id}"),
        format!("{name} : 5 % de versions périmées"),
        "acceptées/s",
        |one: &Sample| one.per_second * (1.0 - one.detail.conflict_share),
    );
    let faults: String =
        line.failed.iter().map(|fault| format!(" ; porte non tenue, {fault}")).collect();
    let mut figures = vec![one.noting(format!("{pool}{lacks}{faults}")), five, stale];
    if line.promises.order {
        let from = arguments.instantane * 2.0 / 3.0;
        figures.push(line.snapshot.measure(
            format!("W10.{id}"),
            format!("{name} : W1, instantané ouvert, dernier tiers"),
            "commandes/s",
            |one: &Sample| one.run.throughput(from, arguments.instantane),
        ));
    }
    figures
}

/// What a store keeps under a snapshot, of its own W1.
fn kept(line: &Line, seconds: f64) -> Mesure {
    let held = line.snapshot.numbered(|one| one.run.throughput(seconds * 2.0 / 3.0, seconds));
    let free = line.one.numbered(|one| one.per_second);
    let name = format!("{} : part de W1 gardée sous un instantané", line.name);
    let goal = (line.peer == Peer::Ours).then_some(0.75);
    let kept = compared(format!("R.W10.{}", line.peer.id()), name, ratios(&held, &free), goal);
    kept.noting(format!("{:.0} s, {} tours", seconds, as_f64(held.len())))
}
