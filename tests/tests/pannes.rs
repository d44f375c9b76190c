//! Crashes: of a worker, of its session, of the server process of its session, of the whole engine, at every step of
//! the writer and at any other moment. Nothing acknowledged is lost, nothing is doubled, there is no gap, and whoever
//! asks again is told.
//!
//! `PARCOURS_EPREUVE_PANNES=200 cargo test -p parcours-tests --test pannes` plays two hundred of them; without it, a
//! handful. A killed process is not a power cut: what it gave to the kernel is kept.

#![expect(clippy::print_stdout, reason = "what was counted is printed")]
#![expect(clippy::unwrap_used, reason = "clippy only knows `#[test]` functions as tests")]

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use parcours_tests::chaos::crew::{Crew, Lost, Worker, in_time};
use parcours_tests::chaos::engine::Engine;
use parcours_tests::chaos::history::Known;
use parcours_tests::chaos::judge::{Evidence, must_be_faultless};
use parcours_tests::chaos::messages::{How, Portion, Reply, Task};
use parcours_tests::chaos::trial::{Blow, Setting, Trial, read_log};
use parcours_tests::chaos::window::STEPS;
use tokio::task::JoinHandle;

/// How many crashes to play.
const RUNS_VARIABLE: &str = "PARCOURS_EPREUVE_PANNES";
const RUNS: u64 = 24;

fn journalier() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_journalier"))
}

// ---- the windows ----------------------------------------------------------------------------------------------------

/// A log, and a crew on it whose first worker has a window.
async fn crew(engine: &Engine, log: &str, workers: usize, window: Option<(&str, &str)>) -> Crew {
    let database = eventstore::Database::at(&engine.url(), 1).unwrap();
    eventstore::Journal::create(&database, log, false).await.unwrap();
    Crew::hire(journalier(), &engine.url(), log, workers, window)
}

fn append(number: u64) -> Task {
    let writes = vec![Portion { stream: 1, elements: vec![number] }];
    Task::Append { command: number, writes, how: How::Stubbornly }
}

/// Asks without waiting.
fn ask(worker: Arc<Worker>, task: Task) -> JoinHandle<Result<Reply, Lost>> {
    tokio::spawn(async move { worker.ask(task).await })
}

fn appended_at(position: u64) -> Result<Reply, Lost> {
    Ok(Reply::Appended { first: position, last: position, read: vec![] })
}

/// The elements of a log, once there are that many.
async fn elements(engine: &Engine, log: &str, count: usize) -> Vec<u64> {
    let enough = async {
        loop {
            let log = read_log(&engine.url(), log).await;
            if count <= log.len() {
                return log.iter().map(|event| event.element).collect();
            }
        }
    };
    in_time("the log to hold what was sent", enough).await
}

/// Whether a writer holds the log's lock, and whether it stands in a transaction.
async fn holds(engine: &Engine) -> (bool, bool) {
    let writers = engine.writers().await;
    let locks = writers.iter().any(|writer| writer.locks);
    (locks, writers.iter().any(|writer| writer.idle_in_transaction))
}

/// Held at a step, the writer is in the window of that name, as the database and another reader see it; killed there,
/// it leaves what that window leaves.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_window_is_the_one_its_name_says() {
    let engine = Engine::shared();
    for (number, step) in (1..).zip(STEPS) {
        let (log, window) = (format!("17/fenetre-{number}"), format!("{step}:1"));
        let crew = crew(&engine, &log, 1, Some(("HOLD", &window))).await;
        let unanswered = ask(crew.worker(0), append(1));
        assert_eq!(crew.worker(0).reaches_its_window().await, step);
        let written = match step {
            "drained" | "locked" | "judged" => 0,
            "sent" | "committed" => 1,
            unknown => panic!("{unknown} is not a step"),
        };
        match step {
            "drained" => assert_eq!(holds(&engine).await, (false, false), "{step}"),
            "locked" | "judged" => assert_eq!(holds(&engine).await, (true, true), "{step}"),
            // The commit is on its way, or has arrived: it does, without the writer.
            "sent" => assert_eq!(elements(&engine, &log, 1).await, [1], "{step}"),
            _ => assert_eq!(holds(&engine).await, (false, false), "{step}"),
        }
        assert_eq!(read_log(&engine.url(), &log).await.len(), written, "{step}");
        assert!(!unanswered.is_finished(), "{step}: answered too early");
        crew.kill(0);
        assert_eq!(unanswered.await.unwrap(), Err(Lost), "{step}");
        crew.replace(0).await;
        let again = crew.worker(0).ask(append(1)).await;
        match written {
            0 => assert_eq!(again, appended_at(1), "{step}"),
            _ => assert_eq!(again, Ok(Reply::Duplicate { first: 1, last: 1 }), "{step}"),
        }
        assert_eq!(elements(&engine, &log, 1).await, [1], "{step}");
    }
}

/// `CRASH=step:2` lets the first batch through and aborts in the second.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_comes_at_its_turn_and_leaves_all_or_nothing() {
    let engine = Engine::shared();
    for (number, step) in (1..).zip(STEPS) {
        let (log, window) = (format!("17/coup-{number}"), format!("{step}:2"));
        let crew = crew(&engine, &log, 1, Some(("CRASH", &window))).await;
        assert_eq!(crew.worker(0).ask(append(1)).await, appended_at(1), "{step}");
        assert_eq!(crew.worker(0).ask(append(2)).await, Err(Lost), "{step}");
        crew.replace(0).await;
        let again = crew.worker(0).ask(append(2)).await;
        let duplicate = Ok(Reply::Duplicate { first: 2, last: 2 });
        match step {
            "committed" => assert_eq!(again, duplicate, "{step}"),
            "sent" => assert!([appended_at(2), duplicate].contains(&again), "{step}: {again:?}"),
            _ => assert_eq!(again, appended_at(2), "{step}"),
        }
        assert_eq!(elements(&engine, &log, 2).await, [1, 2], "{step}");
    }
}

/// The schedule that fools a reader of a sequence (`histoire.rs`), forced on the journal: the first writer stands
/// between its verdicts and its commit, and the second must wait behind it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_overtakes_a_writer_that_has_taken_its_positions() {
    let engine = Engine::shared();
    let crew = crew(&engine, "17/depassement", 2, Some(("HOLD", "judged:1"))).await;
    let slow = ask(crew.worker(0), append(1));
    crew.worker(0).reaches_its_window().await;
    let holder = engine.lock_holder().await;
    let fast = ask(crew.worker(1), append(2));
    let second = async {
        while engine.writers().await.iter().all(|writer| writer.pid == holder || writer.idle) {}
    };
    in_time("the second writer to wait for the lock", second).await;
    assert!(!fast.is_finished() && read_log(&engine.url(), "17/depassement").await.is_empty());
    assert_eq!(crew.worker(0).ask(Task::Release).await, Ok(Reply::Released));
    assert_eq!(slow.await.unwrap(), appended_at(1));
    assert_eq!(fast.await.unwrap(), appended_at(2));
    for place in [0, 1] {
        crew.subscriber(place).reaches(2).await;
        assert_eq!(crew.subscriber(place).seen(), [(1, 1), (2, 2)]);
    }
}

// ---- the crashes ----------------------------------------------------------------------------------------------------

/// Who is struck, and when: at a step of the first worker's writer, or once that many appends are acknowledged.
#[derive(Debug, Clone, Copy)]
struct Crash {
    blow: Blow,
    moment: Moment,
}

#[derive(Debug, Clone, Copy)]
enum Moment {
    Step(&'static str),
    Whenever,
}

/// What all the runs found.
#[derive(Debug, Default)]
struct Tally {
    runs: u64,
    acknowledged: usize,
    lost: u64,
    found_again: u64,
    in_doubt: usize,
    were_written: u64,
    events: usize,
}

impl Tally {
    fn add(&mut self, evidence: &Evidence) {
        let acknowledged =
            evidence.history.iter().filter(|entry| matches!(entry.known, Known::Done(Some(_))));
        self.runs += 1;
        self.acknowledged += acknowledged.count();
        self.lost += evidence.lost_answers;
        self.found_again += evidence.found_again;
        self.in_doubt += evidence.resolved.len();
        self.were_written += evidence.resolved.iter().filter(|one| one.was_there).count() as u64;
        self.events += evidence.log.len();
    }

    /// Only runs without a fault are counted: the zeros are what the judge saw.
    fn tell(&self, took: Duration) {
        let Self { runs, acknowledged, lost, found_again, in_doubt, were_written, events } = self;
        println!(
            "pannes : {runs} essais ; {acknowledged} commandes accusées, {acknowledged} retrouvées ; {lost} réponses \
             perdues, {found_again} commandes retrouvées écrites en redemandant ; {in_doubt} abandonnées dans le \
             doute, toutes résolues ({were_written} étaient écrites) ; {events} événements, 0 doublé, 0 trou ; \
             {:.0} s",
            took.as_secs_f32()
        );
    }
}

/// The crash of that number: all kinds come round before any comes back.
fn crash(number: u64) -> Crash {
    let kinds = Blow::ALL.len() * (STEPS.len() + 1);
    // Five and the number of kinds have no common divisor: the first few runs are of every kind of blow.
    let kind = usize::try_from(number * 5).unwrap() % kinds;
    let blow = Blow::ALL[kind / (STEPS.len() + 1)];
    let moment = STEPS.get(kind % (STEPS.len() + 1));
    Crash { blow, moment: moment.map_or(Moment::Whenever, |step| Moment::Step(step)) }
}

async fn run(engine: &Engine, number: u64) -> Evidence {
    let Crash { blow, moment } = crash(number);
    let turn = 1 + number * 7 % 11;
    let log = format!("17/panne-{number}");
    // A worker crashes by itself half of the time, and is killed while it is held the other half.
    let variable = if blow == Blow::Worker && number.is_multiple_of(2) { "CRASH" } else { "HOLD" };
    let value = match moment {
        Moment::Step(step) => format!("{step}:{turn}"),
        Moment::Whenever => String::new(),
    };
    let window = (!value.is_empty()).then_some((variable, value.as_str()));
    let setting = Setting { program: journalier(), log: &log, clients: 8, seed: number, window };
    let trial = Trial::begin(engine, setting).await;
    match moment {
        Moment::Step(_) if variable == "CRASH" => trial.crew().worker(0).ends().await,
        Moment::Step(_) => drop(trial.crew().worker(0).reaches_its_window().await),
        Moment::Whenever => trial.load().goes_on(turn * 5).await,
    }
    let held = trial.crew().worker(0);
    blow.strike(engine, trial.crew(), 0).await;
    // A worker that crashed or was killed has nobody to release.
    let _gone = held.ask(Task::Release).await;
    trial.load().goes_on(40).await;
    trial.finish().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_killed_and_whenever_nothing_is_lost_doubled_or_out_of_order() {
    let runs = std::env::var(RUNS_VARIABLE).map_or(RUNS, |runs| runs.parse().unwrap());
    let (begun, engine) = (Instant::now(), Engine::start().await);
    let mut tally = Tally::default();
    for number in 0..runs {
        let evidence = run(&engine, number).await;
        must_be_faultless(&format!("run {number}, {:?}", crash(number)), &evidence);
        tally.add(&evidence);
    }
    tally.tell(begun.elapsed());
    // One of the first kinds of crash comes after the commit and before the answers.
    assert!(0 < tally.in_doubt && 0 < tally.found_again + tally.were_written);
}
