//! The journal on a real PostgreSQL: what concurrency, tampering, lost connections and callers that give up do to it.
//!
//! What any log promises is in `conformance.rs`, and what needs no log is tested beside its code. Nothing here sleeps.

#![expect(clippy::unwrap_used, reason = "clippy only knows `#[test]` functions as tests")]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::time::Duration;

use deadpool_postgres::Pool;
use eventstore::{
    AppendRequest, Database, Failure, Invalid, Journal, KeyFailure, Keys, MasterKey, Position,
    RandomNonces, SealContext, Verdict, canonical, leaf, seal,
};
use parcours_tests::requests::{child, everything, id, is_appended, range, request, write};
use private_postgres::testing::{self, TestDatabase};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{UnixListener, UnixStream};
use tokio_postgres::config::Host;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Config, NoTls};
use uuid::Uuid;

// ---- set-up ---------------------------------------------------------------------------------------------------------

fn ours(database: &TestDatabase) -> Database {
    Database::at(&database.url(), 8).unwrap()
}

fn pool_of(database: &TestDatabase) -> Pool {
    ours(database).pool().clone()
}

async fn simulated_log(database: &TestDatabase) -> Journal {
    Journal::create(&ours(database), "17/parcours", true).await.unwrap()
}

/// A connection of the owner of every table.
async fn owner(database: &TestDatabase) -> Client {
    let (client, connection) = tokio_postgres::connect(&database.admin_url(), NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

// ---- order ----------------------------------------------------------------------------------------------------------

/// Appends until accepted, deciding again on the version each conflict tells.
async fn append_stubbornly(journal: &Journal, mut request: AppendRequest) -> (u64, u64) {
    loop {
        match journal.append(request.clone()).await.unwrap() {
            Verdict::Conflict(conflicts) => {
                for (write, conflict) in request.writes.iter_mut().zip(&conflicts) {
                    assert_eq!(write.stream, conflict.stream);
                    write.expected = conflict.actual;
                }
            }
            verdict @ (Verdict::Appended { .. }
            | Verdict::Duplicate { .. }
            | Verdict::Invalid(_)
            | Verdict::Expired) => {
                return range(&verdict);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixteen_appenders_leave_contiguous_positions_and_versions() {
    const APPENDERS: u128 = 16;
    const EACH: u128 = 12;
    let database = testing::database();
    let journal = Journal::create(&ours(&database), "17/parcours", false).await.unwrap();
    let appenders = (0..APPENDERS).map(|appender| {
        let journal = journal.clone();
        tokio::spawn(async move {
            let mut acked = Vec::new();
            for turn in 0..EACH {
                // One stream everybody fights for: the conflict list is then this stream alone.
                let mut contended = request(appender * 100 + turn, 0, vec![write(1, 0, 2)]);
                contended.simulated_at = None;
                acked.push((contended.command_id, append_stubbornly(&journal, contended).await));
            }
            acked
        })
    });
    let mut acked = Vec::new();
    for appender in appenders.collect::<Vec<_>>() {
        acked.append(&mut appender.await.unwrap());
    }

    let events = everything(&journal).await;

    let expected = (APPENDERS * EACH * 2) as u64;
    let positions: Vec<u64> = events.iter().map(|event| event.position.get()).collect();
    assert_eq!(positions, (1..=expected).collect::<Vec<_>>());
    let versions: Vec<u64> = events.iter().map(|event| event.version.into()).collect();
    assert_eq!(versions, positions);
    assert!(events.windows(2).all(|pair| pair[0].recorded_at < pair[1].recorded_at));
    for (command, (first, last)) in acked {
        let recorded: Vec<u64> = events
            .iter()
            .filter(|event| event.command_id == command)
            .map(|event| event.position.get())
            .collect();
        assert_eq!(recorded, (first..=last).collect::<Vec<_>>());
    }
    assert!(events.iter().all(|event| leaf::v1(event) == event.leaf));
}

// ---- refusals -------------------------------------------------------------------------------------------------------

#[tokio::test]
async fn one_request_the_database_refuses_fails_only_itself() {
    let database = testing::database();
    let journal = simulated_log(&database).await;
    let rule = "alter table journal.event add constraint essai check (actor <> 'refusé')";
    owner(&database).await.batch_execute(rule).await.unwrap();
    let mut refused = request(2, 0, vec![write(2, 0, 1)]);
    refused.actor = "refusé".into();
    let requests =
        vec![request(1, 0, vec![write(1, 0, 1)]), refused, request(3, 0, vec![write(3, 0, 1)])];
    let verdicts = journal.append_all(requests).await.unwrap();
    assert_eq!(verdicts[1], Verdict::Invalid(Invalid::Refused("23514".into())));
    assert_eq!((range(&verdicts[0]), range(&verdicts[2])), ((1, 1), (2, 2)));
    assert_eq!(everything(&journal).await.len(), 2);
}

#[tokio::test]
async fn a_log_is_simulated_for_life_or_never() {
    let database = testing::database();
    let simulated = simulated_log(&database).await;
    let real = Journal::create(&ours(&database), "17/acces", false).await.unwrap();
    assert!(simulated.is_simulated() && !real.is_simulated());
    let again = Journal::create(&ours(&database), "17/parcours", true).await.unwrap();
    assert_eq!(again.log_id(), simulated.log_id());
    let other = Journal::create(&ours(&database), "17/parcours", false).await;
    assert!(matches!(other, Err(Failure::OtherMark(name)) if name == "17/parcours"));
    let unknown = Journal::open(&ours(&database), "16/parcours").await;
    assert!(matches!(unknown, Err(Failure::UnknownLog(name)) if name == "16/parcours"));
}

// ---- append-only, by the database -----------------------------------------------------------------------------------

#[tokio::test]
async fn not_even_the_owner_changes_what_is_recorded() {
    let database = testing::database();
    let journal = simulated_log(&database).await;
    journal.append(request(1, 0, vec![write(1, 0, 1)])).await.unwrap();
    let owner = owner(&database).await;
    for replica in ["origin", "replica"] {
        owner.batch_execute(&format!("set session_replication_role = {replica}")).await.unwrap();
        for statement in [
            "update journal.event set actor = 'autre'",
            "update journal.event set actor = 'autre' where false",
            "delete from journal.event",
            "truncate journal.event",
            "update journal.command set last_position = 9",
            "delete from journal.command",
            "truncate journal.command",
            "update journal.log set simulated = false",
            "delete from journal.log",
            "truncate journal.log cascade",
            "update journal.name set name = 'autre'",
            "delete from journal.name",
            "truncate journal.name",
        ] {
            let refused = owner.batch_execute(statement).await.unwrap_err();
            let code = refused.code();
            assert_eq!(code, Some(&SqlState::RESTRICT_VIOLATION), "{statement}");
        }
    }
    assert_eq!(everything(&journal).await.len(), 1);
}

#[tokio::test]
async fn each_role_may_do_its_work_and_no_more() {
    let database = testing::database();
    let owner = owner(&database).await;
    for (role, statement, allowed) in [
        ("journal_reader", "select payload from journal.event", true),
        ("journal_reader", "select payload from journal.event_lisible", true),
        ("journal_reader", "insert into journal.name (name) values ('a')", false),
        ("journal_reader", "select wrapped from cles.key", false),
        ("projector", "select payload from journal.event", true),
        ("projector", "insert into journal.name (name) values ('a')", false),
        ("journal_writer", "insert into journal.name (name) values ('b')", true),
        ("journal_writer", "update journal.stream set version = 1", true),
        ("journal_writer", "select wrapped from cles.key", true),
        ("journal_writer", "delete from journal.stream", false),
        ("journal_writer", "delete from journal.event", false),
        ("journal_writer", "truncate journal.event", false),
        ("parcours", "alter table journal.event disable trigger event_append_only", false),
    ] {
        owner.batch_execute(&format!("set role {role}")).await.unwrap();
        let outcome = owner.batch_execute(statement).await;
        owner.batch_execute("reset role").await.unwrap();
        let refusal = outcome.err().and_then(|error| error.code().cloned());
        let expected = (!allowed).then_some(SqlState::INSUFFICIENT_PRIVILEGE);
        assert_eq!(refusal, expected, "{role}: {statement}");
    }
}

#[tokio::test]
async fn readers_see_what_a_superuser_took_away_or_altered() {
    let database = testing::database();
    let journal = simulated_log(&database).await;
    journal.append(request(1, 0, vec![write(1, 0, 3)])).await.unwrap();
    let tamper = "alter table journal.event disable trigger event_append_only;
                  update journal.event set actor = 'autre' where position = 3;
                  delete from journal.event where position = 2";
    owner(&database).await.batch_execute(tamper).await.unwrap();

    let by_position = journal.read_from(Position::ORIGIN, None, 10).await.unwrap_err();
    assert!(matches!(by_position, Failure::Gap { expected: 2, found: 3, .. }), "{by_position}");
    let by_stream = journal.read_streams(&[id(1)], None).await.unwrap_err();
    assert!(matches!(by_stream, Failure::Gap { expected: 2, found: 3, .. }), "{by_stream}");
    let altered = journal.read_from(Position::new(2), None, 10).await.unwrap();
    assert_ne!(leaf::v1(&altered[0]), altered[0].leaf);
}

// ---- seals and keys -------------------------------------------------------------------------------------------------

#[tokio::test]
async fn what_is_sealed_comes_back_and_stands_nowhere_in_clear() {
    let database = testing::database();
    let journal = simulated_log(&database).await;
    let keys = Keys::new(pool_of(&database), MasterKey::new([9; 32]));
    let (subject, stream) = (id(0x51), child(1));
    let to_write = json!({
        "nom": {"sujet": subject.to_string(), "clair": "Zéphyrine"},
        "sexe": "F",
    });
    let context = SealContext { log: journal.name(), stream: &stream, event_id: id(0xe) };
    let live = keys.ensure(&seal::subjects_in(&to_write)).await.unwrap();
    let sealed = seal::seal(to_write.clone(), &context, &live, &mut RandomNonces).unwrap();
    let mut write = write(1, 0, 1);
    write.events[0].payload = canonical::to_bytes(&sealed).unwrap();
    journal.append(request(1, 0, vec![write])).await.unwrap();

    // Another process, which knows the master key and nothing else.
    let elsewhere = Keys::new(pool_of(&database), MasterKey::new([9; 32]));
    let recorded = everything(&journal).await;
    let stored = canonical::parse(&recorded[0].payload).unwrap();
    let fetched = elsewhere.fetch(&seal::keys_in(&stored)).await.unwrap();
    assert_eq!(seal::open(stored.clone(), &context, &fetched).unwrap(), to_write);

    let owner = owner(&database).await;
    let dump = owner
        .query_one(
            "select string_agg(encode(event.payload, 'escape'), '') || string_agg(event::text, '')
                 || (select string_agg(lisible::text, '') from journal.event_lisible as lisible)
                 || (select string_agg(key::text, '') from cles.key as key)
               from journal.event as event",
            &[],
        )
        .await
        .unwrap();
    let dump: String = dump.get(0);
    assert!(dump.contains(r#""sexe":"F""#) && dump.contains(r#""sexe"": ""F""#));
    assert!(!dump.contains("phyrine"));

    // Once the key is destroyed, a process that never read it has nothing left to read.
    let destroy = "update cles.key set wrapped = null, destroyed_at = clock_timestamp(),
                          efface_le = date '2031-02-03', reason = 'essai'";
    owner.batch_execute(destroy).await.unwrap();
    let later = Keys::new(pool_of(&database), MasterKey::new([9; 32]));
    let fetched = later.fetch(&seal::keys_in(&stored)).await.unwrap();
    let opened = seal::open(stored, &context, &fetched).unwrap();
    let erased = json!({"sujet": subject.to_string(), "efface_le": "2031-02-03"});
    assert_eq!(opened, json!({"nom": erased, "sexe": "F"}));
    let refused = later.ensure(&[subject]).await.unwrap_err();
    assert!(matches!(refused, KeyFailure::Erased(whose) if whose == subject), "{refused}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_subject_has_one_key_whoever_asks_first() {
    let database = testing::database();
    let subjects: Vec<Uuid> = (1..=40).map(id).collect();
    let askers = (0..8).map(|_| {
        let (pool, subjects) = (pool_of(&database), subjects.clone());
        tokio::spawn(async move {
            Keys::new(pool, MasterKey::new([9; 32])).ensure(&subjects).await.unwrap()
        })
    });
    let mut given = Vec::new();
    for asker in askers.collect::<Vec<_>>() {
        given.push(asker.await.unwrap());
    }
    for subject in subjects {
        let first = given[0].current(subject).unwrap();
        assert!(given.iter().all(|keys| keys.current(subject).unwrap() == first));
    }
}

#[tokio::test]
async fn another_master_key_opens_nothing() {
    let database = testing::database();
    let keys = Keys::new(pool_of(&database), MasterKey::new([9; 32]));
    keys.ensure(&[id(1)]).await.unwrap();
    let others = Keys::new(pool_of(&database), MasterKey::new([8; 32]));
    let refused = others.ensure(&[id(1)]).await.unwrap_err();
    assert!(matches!(refused, KeyFailure::Unwrap(_)), "{refused}");
}

// ---- lost connections -----------------------------------------------------------------------------------------------

/// Where a proxy cuts the first connection that commits events.
#[derive(Clone, Copy, PartialEq)]
enum Cut {
    /// The commit never reaches the server.
    BeforeCommit,
    /// The server commits and its answer never reaches the client.
    AfterCommit,
}

/// Stands between the journal and PostgreSQL, and cuts one connection. No longer armed when it has.
struct Proxy {
    folder: tempfile::TempDir,
    armed: Arc<AtomicBool>,
    through: Config,
}

fn spawn_proxy(config: &Config, cut: Cut) -> Proxy {
    let Host::Unix(sockets) = &config.get_hosts()[0] else { panic!("a Unix socket is expected") };
    let file = format!(".s.PGSQL.{}", config.get_ports()[0]);
    let server = sockets.join(&file);
    let folder = tempfile::tempdir().unwrap();
    let listener = UnixListener::bind(folder.path().join(file)).unwrap();
    let mut through = Config::new();
    through
        .host_path(folder.path())
        .port(config.get_ports()[0])
        .user(config.get_user().unwrap())
        .dbname(config.get_dbname().unwrap());
    let armed = Arc::new(AtomicBool::new(true));
    let trigger = armed.clone();
    tokio::spawn(async move {
        loop {
            let (client, _) = listener.accept().await.unwrap();
            let server = UnixStream::connect(&server).await.unwrap();
            tokio::spawn(relay(client, server, cut, trigger.clone()));
        }
    });
    Proxy { folder, armed, through }
}

async fn relay(mut client: UnixStream, mut server: UnixStream, cut: Cut, armed: Arc<AtomicBool>) {
    let (mut from_client, mut from_server) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    let mut cutting = false;
    loop {
        tokio::select! {
            read = client.read(&mut from_client) => {
                let Ok(count @ 1..) = read else { return };
                let bytes = &from_client[..count];
                let commits = holds(bytes, b"commit\0");
                if commits && armed.swap(false, Ordering::SeqCst) {
                    if cut == Cut::BeforeCommit {
                        return;
                    }
                    cutting = true;
                }
                server.write_all(bytes).await.unwrap();
            }
            read = server.read(&mut from_server) => {
                let Ok(count @ 1..) = read else { return };
                let bytes = &from_server[..count];
                if !cutting {
                    client.write_all(bytes).await.unwrap();
                } else if holds(bytes, b"COMMIT\0") {
                    return;
                }
            }
        }
    }
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

async fn append_through(cut: Cut) {
    let database = testing::database();
    let direct = simulated_log(&database).await;
    let Proxy { folder: _folder, armed, through } =
        spawn_proxy(&database.url().parse().unwrap(), cut);
    let journal = Journal::open(&Database::with(through, 2).unwrap(), "17/parcours").await.unwrap();

    let requests = vec![request(1, 0, vec![write(1, 0, 2)]), request(2, 1, vec![write(1, 2, 1)])];
    let verdicts = journal.append_all(requests).await.unwrap();

    assert!(!armed.load(Ordering::SeqCst), "no connection was cut");
    assert!(verdicts.iter().all(is_appended), "{verdicts:?}");
    assert_eq!((range(&verdicts[0]), range(&verdicts[1])), ((1, 2), (3, 3)));
    assert_eq!(everything(&direct).await.len(), 3);
}

#[tokio::test]
async fn an_answer_lost_after_the_commit_is_found_again() {
    append_through(Cut::AfterCommit).await;
}

#[tokio::test]
async fn a_commit_that_never_arrived_is_played_again() {
    append_through(Cut::BeforeCommit).await;
}

#[tokio::test]
async fn a_caller_that_gives_up_leaves_no_lock_behind() {
    const STAGES_MAX: u32 = 500;
    // Below the 2 s after which the database itself would end a transaction left open.
    const WITHOUT_THE_LOCK: Duration = Duration::from_millis(1_500);
    let database = testing::database();
    let journal = simulated_log(&database).await;
    let others = simulated_log(&database).await;
    // Given up one stage later each time, until the answer comes first. Others, on their own connections, can write
    // after each.
    let mut stages = 1;
    loop {
        let number = u128::from(stages);
        let abandoned = request(number, 0, vec![write(number, 0, 1)]);
        let answer = polled_at_most(stages, journal.append(abandoned)).await;
        let next = request(1_000 + number, 0, vec![write(1_000 + number, 0, 1)]);
        let verdict = tokio::time::timeout(WITHOUT_THE_LOCK, others.append(next)).await;
        assert!(is_appended(&verdict.expect("the lock was left behind").unwrap()));
        if let Some(verdict) = answer {
            assert!(is_appended(&verdict.unwrap()));
            break;
        }
        stages += 1;
        assert!(stages < STAGES_MAX, "no answer ever came");
    }
    assert!(stages > 3, "given up {stages} times only");
    let head = others.head().await.unwrap().position;
    assert_eq!(everything(&others).await.len() as u64, head.get());
}

/// Drives a future and drops it unless it ends within that many polls.
async fn polled_at_most<F: Future>(polls: u32, future: F) -> Option<F::Output> {
    let mut future = std::pin::pin!(future);
    let mut left = polls;
    std::future::poll_fn(|context| {
        left -= 1;
        match future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}
