//! Too much, too late, too long: what the queue of a log answers, and that nothing else is harmed by it.
//!
//! The lock of the log is held from outside, so everything waits for as long as a test wants. Nothing here sleeps.

#![expect(clippy::unwrap_used, reason = "clippy only knows `#[test]` functions as tests")]

use std::time::{Duration, Instant};

use eventstore::{AppendRequest, Database, Failure, Journal, Lane, Terms, Verdict};
use futures::future::join_all;
use parcours_tests::requests::{everything, id, is_appended, range, request, write};
use private_postgres::testing::{self, TestDatabase};
use tokio_postgres::{Client, NoTls};

/// The class of the advisory locks on logs.
const LOCK_CLASS: i32 = 0x6a6f_7572;

/// More than the interactive lane takes.
const TOO_MANY: u128 = 5_000;

async fn log(database: &TestDatabase) -> Journal {
    let at = Database::at(&database.url(), 8).unwrap();
    Journal::create(&at, "17/parcours", true).await.unwrap()
}

/// A session that holds the lock of a log until it is dropped.
async fn hold(database: &TestDatabase, journal: &Journal) -> Client {
    let (client, connection) = tokio_postgres::connect(&database.url(), NoTls).await.unwrap();
    tokio::spawn(connection);
    let lock = format!("select pg_advisory_lock({LOCK_CLASS}, {})", journal.log_id());
    client.batch_execute(&lock).await.unwrap();
    client
}

fn alone(number: u128) -> AppendRequest {
    request(number, 0, vec![write(number, 0, 1)])
}

#[tokio::test]
async fn a_full_queue_refuses_at_once_and_what_it_took_is_written() {
    let database = testing::database();
    let journal = log(&database).await;
    // The dictionary is learnt before the queue: nobody then waits for anything but the writer.
    journal.append(alone(1)).await.unwrap();
    let holder = hold(&database, &journal).await;
    let submit = |number| {
        let journal = journal.clone();
        tokio::spawn(async move { (number, journal.append(alone(number)).await) })
    };
    // The writer has taken the first, and waits for the lock with it: the others fill the lane.
    let mut submitted = vec![submit(2)];
    while journal.pulse().busy_for.is_none() {
        tokio::task::yield_now().await;
    }
    submitted.extend((3..TOO_MANY).map(submit));
    while journal.pulse().waiting < 4_096 {
        tokio::task::yield_now().await;
    }
    let refused = journal.append(alone(1)).await;
    assert!(matches!(refused, Err(Failure::QueueFull)), "{refused:?}");
    drop(holder);

    let mut written = vec![1];
    for outcome in join_all(submitted).await {
        match outcome.unwrap() {
            (number, Ok(verdict)) => {
                assert!(is_appended(&verdict), "{verdict:?}");
                written.push(number);
            }
            (_, Err(failure)) => assert!(matches!(failure, Failure::QueueFull), "{failure}"),
        }
    }
    assert!(4_096 <= written.len() && written.len() < TOO_MANY as usize);
    let recorded: Vec<_> =
        everything(&journal).await.iter().map(|event| event.command_id).collect();
    written.sort_unstable();
    let mut sorted = recorded.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, written.into_iter().map(id).collect::<Vec<_>>());
    let pulse = journal.pulse();
    assert_eq!((pulse.waiting, pulse.waiting_kib), (0, 0));
    assert_eq!(pulse.head.get(), recorded.len() as u64);
}

#[tokio::test]
async fn a_request_whose_deadline_has_passed_is_expired_and_harms_nobody() {
    let database = testing::database();
    let journal = log(&database).await;
    let known = journal.append(alone(1)).await.unwrap();
    let late = Terms { lane: Lane::Interactive, deadline: Some(Instant::now()) };

    let requests = vec![alone(1), alone(2)];
    let (expired, other) = tokio::join!(journal.submit(requests, late), journal.append(alone(3)));

    let expired = expired.unwrap();
    assert_eq!(range(&expired[0]), range(&known), "written before: answered as then");
    assert_eq!(expired[1], Verdict::Expired);
    assert_eq!(range(&other.unwrap()), (2, 2));
    assert_eq!(journal.command(id(2)).await.unwrap(), None);
    assert!(is_appended(&journal.append(alone(2)).await.unwrap()), "in time, it is written");
}

#[tokio::test]
async fn imports_wait_for_room_and_give_way_to_whoever_waits_for_an_answer() {
    let database = testing::database();
    let journal = log(&database).await;
    journal.append(alone(1)).await.unwrap();
    let holder = hold(&database, &journal).await;
    let bulk = Terms { lane: Lane::Bulk, deadline: None };
    // One is at the lock already; thirty files are far beyond what the lane takes, and none is refused.
    let imports: Vec<_> = (100..130)
        .map(|number| {
            let journal = journal.clone();
            tokio::spawn(async move { journal.submit(vec![alone(number)], bulk).await })
        })
        .collect();
    while journal.pulse().waiting < 8 {
        tokio::task::yield_now().await;
    }
    let waiting = tokio::spawn({
        let journal = journal.clone();
        async move { journal.append(alone(2)).await }
    });
    while journal.pulse().waiting < 9 {
        tokio::task::yield_now().await;
    }
    drop(holder);

    let (position, _) = range(&waiting.await.unwrap().unwrap());
    for import in imports {
        assert!(is_appended(&import.await.unwrap().unwrap()[0]));
    }
    assert!(position <= 4, "written at {position}, after imports that came before it");
    assert_eq!(everything(&journal).await.len(), 32);
}

#[tokio::test]
async fn a_lock_held_for_too_long_is_told_and_leaves_nothing_half_done() {
    let database = testing::database();
    let journal = log(&database).await;
    journal.append(alone(1)).await.unwrap();
    let holder = hold(&database, &journal).await;
    let asked = Instant::now();
    let busy = journal.append(alone(2)).await.unwrap_err();
    assert!(matches!(busy.cause(), Failure::Busy), "{busy}");
    assert!(asked.elapsed() < Duration::from_secs(8), "{:?}", asked.elapsed());
    let stuck = journal.pulse().busy_for.expect("a failure is remembered");
    assert!(Duration::from_secs(5) <= stuck, "{stuck:?}");
    drop(holder);
    assert_eq!(range(&journal.append(alone(2)).await.unwrap()), (2, 2));
    while journal.pulse().busy_for.is_some() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_log_nobody_made_is_unknown() {
    let database = testing::database();
    let at = Database::at(&database.url(), 1).unwrap();
    let unknown = Journal::open(&at, "17/inconnu").await;
    assert!(matches!(unknown, Err(Failure::UnknownLog(name)) if name == "17/inconnu"));
}
