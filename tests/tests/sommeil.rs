//! A writer that sleeps with the lock in its hand: the whole process, or the server process of its session. The
//! others go on, or say that they cannot; once it wakes or is ended, nothing is lost and nothing is doubled.

use std::path::Path;
use std::time::{Duration, Instant};

use parcours_tests::chaos::crew::{Worker, in_time};
use parcours_tests::chaos::engine::{Engine, signal};
use parcours_tests::chaos::judge::must_be_faultless;
use parcours_tests::chaos::messages::{Reply, Task};
use parcours_tests::chaos::trial::{Setting, Trial};
use rustix::process::{Pid, Signal};

/// How long others may be kept waiting by a writer that sleeps.
const OTHERS_GO_ON: Duration = Duration::from_secs(3);

/// From when on a writer at the same batch is stuck, for whoever watches it.
const STALLED: Duration = Duration::from_secs(5);

fn setting<'a>(log: &'a str, window: (&'a str, &'a str)) -> Setting<'a> {
    let program = Path::new(env!("CARGO_BIN_EXE_journalier"));
    Setting { program, log, clients: 8, seed: 4, window: Some(window) }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_process_that_holds_the_lock_sleeps_the_others_go_on_within_three_seconds() {
    let engine = Engine::shared();
    let trial = Trial::begin(&engine, setting("17/sommeil", ("HOLD", "locked:3"))).await;
    let sleeper = trial.crew().worker(0);
    sleeper.reaches_its_window().await;
    sleeper.signal(Signal::STOP);
    let asleep = Instant::now();
    let holder = engine.lock_holder().await;

    trial.load().probe(1).await;

    let waited = asleep.elapsed();
    println!("sommeil du processus : un autre écrit {:.2} s après", waited.as_secs_f32());
    assert!(waited < OTHERS_GO_ON, "others waited {waited:?} behind a writer that sleeps");
    assert!(
        engine.writers().await.iter().all(|writer| writer.pid != holder),
        "the session that slept with the lock was not ended"
    );
    for _ in 0..20 {
        trial.load().probe(1).await;
    }
    sleeper.signal(Signal::CONT);
    assert_eq!(sleeper.ask(Task::Release).await, Ok(Reply::Released));
    trial.load().probe(0).await;
    trial.load().goes_on(60).await;
    must_be_faultless("after the sleep of a process", &trial.finish().await);
}

/// A server process that sleeps until it is ended; ended in any case, for it would stop its cluster from stopping.
struct Asleep(Pid);

impl Asleep {
    fn at_once(backend: Pid) -> Self {
        signal(backend, Signal::STOP);
        Self(backend)
    }
}

impl Drop for Asleep {
    fn drop(&mut self) {
        signal(self.0, Signal::KILL);
    }
}

/// Waits until a worker's writer has been at its batch for that long, and tells for how long.
async fn stalls(worker: &Worker, at_least: Duration) -> Duration {
    let stalled = async {
        loop {
            if let Ok(Reply::Pulse { waiting: _, busy_ms: Some(busy_ms) }) =
                worker.ask(Task::Pulse).await
                && at_least <= Duration::from_millis(busy_ms)
            {
                return Duration::from_millis(busy_ms);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    in_time("a writer to say that it is stuck", stalled).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_process_that_sleeps_with_the_lock_is_told_and_ending_it_recovers() {
    let engine = Engine::start().await;
    let trial = Trial::begin(&engine, setting("17/torpeur", ("HOLD", "locked:3"))).await;
    let (one, other) = (trial.crew().worker(0), trial.crew().worker(1));
    one.reaches_its_window().await;
    let asleep = Asleep::at_once(engine.lock_holder().await);
    let _released = one.ask(Task::Release).await;
    // Somebody asks the other worker too, whatever the clients are waiting for.
    let waiting = tokio::spawn({
        let load = trial.load().clone();
        async move { load.probe(1).await }
    });

    let stuck = (stalls(&one, STALLED).await, stalls(&other, OTHERS_GO_ON).await);
    println!("sommeil du serveur : les écrivains se disent bloqués depuis {stuck:?}");

    let ended = Instant::now();
    drop(asleep);
    waiting.await.expect("the other worker answers in the end");
    trial.load().probe(0).await;
    println!("sommeil du serveur : tout écrit {:.2} s après la fin", ended.elapsed().as_secs_f32());
    trial.load().goes_on(60).await;
    must_be_faultless("after the sleep of a server process", &trial.finish().await);
}
