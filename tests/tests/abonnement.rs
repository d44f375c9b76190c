//! Subscriptions on a real PostgreSQL: catching up, living, and what lost connections, false notifications and
//! uncommitted events do to them. Nothing here sleeps: what is waited for is a signal, or a connection's own end.

#![expect(clippy::unwrap_used, reason = "clippy only knows `#[test]` functions as tests")]

mod essai;

#[path = "abonnement/service.rs"]
mod service;

use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use eventstore::{
    AppendRequest, Database, Failure, Journal, NewEvent, Pace, Position, RecordedEvent, Signal,
    Signals, StreamId, Verdict, When, Write,
};
use futures::StreamExt as _;
use private_postgres::testing::{self, TestDatabase};
use tokio::time::timeout;
use tokio_postgres::{Client, NoTls};
use uuid::Uuid;

/// Longer than anything here takes: what is waited for and never comes fails the test instead of hanging it.
const PATIENCE: Duration = Duration::from_secs(30);

/// Longer than any test: who waits for that long was not woken by it.
const NEVER: Duration = Duration::from_secs(3_600);

/// The class of the writers' advisory locks; the log's number is the other half.
const LOCK_CLASS: i32 = 0x6a6f_7572;

/// Woken by notifications, and by nothing else.
const TOLD: Pace = Pace { poll: NEVER, heartbeat: NEVER, page: 1_000 };

/// Woken by looking, soon.
const LOOKING: Pace = Pace { poll: Duration::from_millis(20), heartbeat: NEVER, page: 1_000 };

// ---- set-up ---------------------------------------------------------------------------------------------------------

/// The log, opened as another server would: nothing is shared but the database.
async fn server(database: &TestDatabase) -> Journal {
    let ours = Database::at(&database.url(), 8).unwrap();
    Journal::create(&ours, "17/parcours", true).await.unwrap()
}

/// A connection of the owner of every table.
async fn owner(database: &TestDatabase) -> Client {
    let (client, connection) = tokio_postgres::connect(&database.admin_url(), NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

fn at(seconds: u64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_640_000_000 + seconds.cast_signed(), 0).unwrap()
}

fn event(payload: Vec<u8>) -> NewEvent {
    let day = NaiveDate::from_ymd_opt(2022, 3, 4).unwrap();
    NewEvent {
        event_id: Uuid::from_u128(0xe),
        event_type: "fait_observe".into(),
        schema_version: 1,
        survenu: When::day(day),
        connu_le: day,
        causation_id: None,
        payload,
    }
}

/// A command on a stream of its own, which writes those payloads.
fn writing(command: u64, payloads: Vec<Vec<u8>>) -> AppendRequest {
    let id = Uuid::from_u128(command.into());
    AppendRequest {
        command_id: id,
        request_hash: [1; 32],
        actor: "agent-0042".into(),
        finalite: "protection".into(),
        correlation_id: None,
        simulated_at: Some(at(command)),
        writes: vec![Write {
            stream: StreamId::new("enfant", id),
            expected: 0,
            events: payloads.into_iter().map(event).collect(),
        }],
        checks: vec![],
        erases: vec![],
    }
}

/// Appends so many events in one command; the number of the command is never used twice.
async fn append(journal: &Journal, command: u64, events: usize) {
    let verdict = journal.append(writing(command, vec![br#"{"a":1}"#.to_vec(); events])).await;
    assert!(matches!(verdict, Ok(Verdict::Appended { .. })), "{verdict:?}");
}

async fn next(signals: &mut Signals) -> Signal {
    let signal = timeout(PATIENCE, signals.next()).await.expect("a signal comes in time");
    signal.expect("a subscription goes on").unwrap()
}

/// The positions of the next page.
async fn page(signals: &mut Signals) -> Vec<u64> {
    match next(signals).await {
        Signal::Events(events) => positions(&events),
        other @ (Signal::CaughtUp(_) | Signal::Heartbeat(_)) => panic!("{other:?} came"),
    }
}

fn positions(events: &[RecordedEvent]) -> Vec<u64> {
    events.iter().map(|event| event.position.get()).collect()
}

/// A subscription that has caught up.
async fn live(journal: &Journal, pace: Pace) -> Signals {
    let head = journal.head().await.unwrap().position;
    let mut signals = journal.subscribe_at(pace, head);
    assert_eq!(next(&mut signals).await, Signal::CaughtUp(head));
    signals
}

/// The backends that listen in that database.
async fn listeners(owner: &Client) -> Vec<i32> {
    let sql = "select activity.pid
                 from pg_catalog.pg_stat_activity as activity
                where activity.datname = current_database()
                  and activity.application_name = 'parcours/listener'
                order by activity.pid";
    owner.query(sql, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
}

/// Looks again and again at the listening backends until they are as wanted: their end tells nobody.
async fn listeners_become(owner: &Client, wanted: impl Fn(&[i32]) -> bool) -> Vec<i32> {
    let looking = async {
        loop {
            let found = listeners(owner).await;
            if wanted(&found) {
                return found;
            }
            owner.batch_execute("select pg_sleep(0.02)").await.unwrap();
        }
    };
    timeout(PATIENCE, looking).await.expect("the listeners become as wanted")
}

// ---- catching up, then live -----------------------------------------------------------------------------------------

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_subscriber_sees_each_position_once_while_eight_writers_append() {
    const WRITERS: u64 = 8;
    const EACH: u64 = 40;
    let database = testing::database();
    let (writers, reader) = (server(&database).await, server(&database).await);
    append(&writers, 1, 50).await;
    let pace = Pace { page: 7, ..Pace::default() };
    let mut signals = reader.subscribe_at(pace, Position::ORIGIN);
    assert_eq!(page(&mut signals).await, (1..=7).collect::<Vec<_>>());

    let appending = (0..WRITERS).map(|writer| {
        let journal = writers.clone();
        tokio::spawn(async move {
            for turn in 0..EACH {
                let command = 1_000 * (writer + 1) + turn;
                append(&journal, command, usize::try_from(command % 3).unwrap() + 1).await;
            }
        })
    });
    let appending: Vec<_> = appending.collect();
    let each = |writer| (0..EACH).map(move |turn| (1_000 * (writer + 1) + turn) % 3 + 1);
    let total = 50 + (0..WRITERS).flat_map(each).sum::<u64>();

    let (mut seen, mut caught_up): (Vec<u64>, Vec<(Position, u64)>) = ((1..=7).collect(), vec![]);
    while *seen.last().unwrap() < total {
        match next(&mut signals).await {
            Signal::Events(events) => {
                assert!(events.len() <= 7);
                seen.extend(positions(&events));
            }
            Signal::CaughtUp(at) => caught_up.push((at, *seen.last().unwrap())),
            Signal::Heartbeat(_) => {}
        }
    }
    assert_eq!(seen, (1..=total).collect::<Vec<_>>());
    assert!(matches!(caught_up.as_slice(), [(at, told)] if at.get() == *told && 50 <= *told));
    for writer in appending {
        writer.await.unwrap();
    }
}

#[tokio::test]
async fn an_empty_log_is_caught_up_at_once_and_then_lives() {
    let database = testing::database();
    let journal = server(&database).await;
    let mut signals = journal.subscribe_at(TOLD, Position::ORIGIN);
    assert_eq!(next(&mut signals).await, Signal::CaughtUp(Position::ORIGIN));
    append(&journal, 1, 2).await;
    assert_eq!(page(&mut signals).await, [1, 2]);
}

#[tokio::test]
async fn a_page_ends_with_the_event_that_fills_it() {
    let database = testing::database();
    let journal = server(&database).await;
    let large = || format!(r#"{{"a":"{}"}}"#, "x".repeat(600 << 10)).into_bytes();
    journal.append(writing(1, vec![large(), large(), large()])).await.unwrap();
    append(&journal, 2, 1).await;
    let mut signals = journal.subscribe_at(TOLD, Position::ORIGIN);
    assert_eq!(page(&mut signals).await, [1, 2]);
    assert_eq!(page(&mut signals).await, [3, 4]);
    assert_eq!(next(&mut signals).await, Signal::CaughtUp(Position::new(4)));
}

#[tokio::test]
async fn who_does_not_read_holds_no_connection() {
    let database = testing::database();
    let ours = Database::at(&database.url(), 1).unwrap();
    let journal = Journal::create(&ours, "17/parcours", true).await.unwrap();
    append(&journal, 1, 3).await;
    let mut slow = journal.subscribe_at(Pace { page: 1, ..TOLD }, Position::ORIGIN);
    assert_eq!(page(&mut slow).await, [1]);
    // The only connection is free for whoever asks, however long the other takes.
    assert_eq!(journal.read_from(Position::ORIGIN, None, 9).await.unwrap().len(), 3);
    assert_eq!(page(&mut slow).await, [2]);
}

// ---- being woken ----------------------------------------------------------------------------------------------------

#[tokio::test]
async fn an_append_of_another_server_wakes_long_before_the_poll() {
    let database = testing::database();
    let (here, there) = (server(&database).await, server(&database).await);
    let mut signals = live(&here, TOLD).await;
    // The first may have been found by the listener as it began; from then on there are only notifications.
    append(&there, 1, 1).await;
    assert_eq!(page(&mut signals).await, [1]);
    for command in 2..6 {
        append(&there, command, 1).await;
        assert_eq!(page(&mut signals).await, [command]);
    }
}

#[tokio::test]
async fn two_logs_do_not_wake_one_another_wrongly() {
    let database = testing::database();
    let here = server(&database).await;
    let other = Database::at(&database.url(), 4).unwrap();
    let other = Journal::create(&other, "17/acces", true).await.unwrap();
    let mut signals = live(&here, TOLD).await;
    append(&other, 1, 9).await;
    append(&here, 1, 1).await;
    assert_eq!(page(&mut signals).await, [1]);
}

#[tokio::test]
async fn a_false_notification_harms_nobody() {
    let database = testing::database();
    let (here, there) = (server(&database).await, server(&database).await);
    let owner = owner(&database).await;
    let mut signals = live(&here, TOLD).await;
    append(&there, 1, 1).await;
    assert_eq!(page(&mut signals).await, [1]);
    let lie = format!("notify journal_head, '{}:999999'", here.log_id());
    owner.batch_execute(&lie).await.unwrap();
    owner.batch_execute("notify journal_head, 'rien'").await.unwrap();
    for command in 2..5 {
        append(&there, command, 1).await;
        assert_eq!(page(&mut signals).await, [command]);
    }
}

#[tokio::test]
async fn without_its_listener_a_subscriber_looks_and_the_listener_comes_back() {
    let database = testing::database();
    let (here, there) = (server(&database).await, server(&database).await);
    let owner = owner(&database).await;
    let mut looking = live(&here, LOOKING).await;
    append(&there, 1, 1).await;
    assert_eq!(page(&mut looking).await, [1]);
    let mut told = live(&here, TOLD).await;
    let lost = listeners_become(&owner, |found| !found.is_empty()).await;
    assert_eq!(lost.len(), 1, "both subscriptions share one listener");

    // No new connection is let in, so that it cannot come back yet.
    let limit =
        |most: i32| format!("alter database {} with connection limit {most}", database.name());
    owner.batch_execute(&limit(0)).await.unwrap();
    let sql = "select pg_terminate_backend($1)";
    assert!(owner.query_one(sql, &[&lost[0]]).await.unwrap().get::<_, bool>(0));
    listeners_become(&owner, <[i32]>::is_empty).await;
    append(&there, 2, 1).await;
    assert_eq!(page(&mut looking).await, [2], "polling delivers");

    owner.batch_execute(&limit(-1)).await.unwrap();
    listeners_become(&owner, |found| found.len() == 1).await;
    assert_eq!(page(&mut told).await, [2], "what was missed is told once it listens again");
    append(&there, 3, 1).await;
    assert_eq!(page(&mut told).await, [3]);
}

#[tokio::test]
async fn the_listener_ends_with_the_last_reader() {
    let database = testing::database();
    let owner = owner(&database).await;
    let journal = server(&database).await;
    append(&journal, 1, 1).await;
    assert!(listeners(&owner).await.is_empty(), "nobody listens before somebody reads");
    let signals = live(&journal, TOLD).await;
    listeners_become(&owner, |found| found.len() == 1).await;
    drop((signals, journal));
    listeners_become(&owner, <[i32]>::is_empty).await;
}

// ---- what is not committed ------------------------------------------------------------------------------------------

/// The deterministic race: events are in the table and not committed, under the lock every writer takes. Nobody passes.
#[tokio::test]
async fn nobody_passes_events_that_are_not_committed() {
    let database = testing::database();
    let (here, there) = (server(&database).await, server(&database).await);
    append(&there, 1, 3).await;
    let beating = Pace { heartbeat: Duration::from_millis(30), ..LOOKING };
    let mut signals = live(&here, beating).await;

    let owner = owner(&database).await;
    let lock = format!("begin; select pg_advisory_xact_lock({LOCK_CLASS}, {})", here.log_id());
    owner.batch_execute(&lock).await.unwrap();
    let by_hand = "insert into journal.event (
            log_id, position, stream_id, stream_type, stream_version, event_type, schema_version,
            event_id, command_id, recorded_at, survenu_le, survenu_precision, connu_le, actor,
            finalite, payload, leaf)
        select event.log_id, event.position + 3, event.stream_id, event.stream_type,
               event.stream_version + 3, event.event_type, event.schema_version, event.event_id,
               event.command_id, event.recorded_at + interval '1 second', event.survenu_le,
               event.survenu_precision, event.connu_le, event.actor, event.finalite,
               event.payload, event.leaf
          from journal.event as event
         where event.position <= 2";
    owner.batch_execute(by_hand).await.unwrap();
    let told = format!("notify journal_head, '{}:5'", here.log_id());
    owner.batch_execute(&told).await.unwrap();
    let waiting = tokio::spawn(async move { append(&there, 2, 1).await });
    for _ in 0..5 {
        assert_eq!(next(&mut signals).await, Signal::Heartbeat(Position::new(3)));
    }
    assert!(!waiting.is_finished());

    owner.batch_execute("commit").await.unwrap();
    let mut seen = Vec::new();
    while seen.last() != Some(&6) {
        match next(&mut signals).await {
            Signal::Events(events) => seen.extend(positions(&events)),
            Signal::Heartbeat(_) | Signal::CaughtUp(_) => {}
        }
    }
    assert_eq!(seen, [4, 5, 6]);
    waiting.await.unwrap();
}

#[tokio::test]
async fn a_quiet_log_says_that_it_is_there() {
    let database = testing::database();
    let journal = server(&database).await;
    append(&journal, 1, 3).await;
    let pace = Pace { heartbeat: Duration::from_millis(1), ..TOLD };
    let mut signals = live(&journal, pace).await;
    for _ in 0..3 {
        assert_eq!(next(&mut signals).await, Signal::Heartbeat(Position::new(3)));
    }
}

// ---- damage ---------------------------------------------------------------------------------------------------------

#[tokio::test]
async fn a_missing_event_ends_the_subscription() {
    let database = testing::database();
    let journal = server(&database).await;
    append(&journal, 1, 5).await;
    let owner = owner(&database).await;
    let forged = "alter table journal.event disable trigger event_append_only;
                  delete from journal.event where position = 3";
    owner.batch_execute(forged).await.unwrap();
    let mut signals = journal.subscribe_at(Pace { page: 2, ..TOLD }, Position::ORIGIN);
    assert_eq!(page(&mut signals).await, [1, 2]);
    let broken = timeout(PATIENCE, signals.next()).await.unwrap().unwrap();
    assert!(matches!(broken, Err(Failure::Gap { place: _, expected: 3, found: 4 })), "{broken:?}");
    assert!(signals.next().await.is_none());
}

#[tokio::test]
async fn a_log_that_lost_its_tail_is_not_followed() {
    let database = testing::database();
    let journal = server(&database).await;
    append(&journal, 1, 3).await;
    let mut ahead = journal.subscribe_at(TOLD, Position::new(4));
    let broken = timeout(PATIENCE, ahead.next()).await.unwrap().unwrap();
    assert!(matches!(broken, Err(Failure::Gap { place: _, expected: 4, found: 3 })), "{broken:?}");
    // The same, of somebody who was following when it happened: the next beat tells.
    let pace = Pace { heartbeat: Duration::from_millis(20), ..TOLD };
    let mut signals = live(&journal, pace).await;
    let owner = owner(&database).await;
    let forged = "alter table journal.event disable trigger event_append_only;
                  delete from journal.event where position = 3";
    owner.batch_execute(forged).await.unwrap();
    let broken = loop {
        match timeout(PATIENCE, signals.next()).await.unwrap().unwrap() {
            Ok(signal) => assert_eq!(signal, Signal::Heartbeat(Position::new(3))),
            Err(failure) => break failure,
        }
    };
    assert!(matches!(broken, Failure::Gap { place: _, expected: 3, found: 2 }), "{broken:?}");
}
