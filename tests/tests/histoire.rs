//! The recorded history: sixteen clients on two processes that are killed, on a database that is killed, judged by
//! what the log says, by what its subscribers saw and by a checker of strict serializability. And the judge judged: it
//! must condemn a naive reader and every history it is given a fault in.

#![expect(clippy::print_stdout, reason = "what was counted is printed")]
#![expect(clippy::unwrap_used, reason = "clippy only knows `#[test]` functions as tests")]

use std::path::Path;
use std::time::Instant;

use parcours_tests::chaos::engine::Engine;
use parcours_tests::chaos::history::{Entry, Known, Part};
use parcours_tests::chaos::isolation;
use parcours_tests::chaos::judge::{Evidence, Fault, Recorded, faults, must_be_faultless};
use parcours_tests::chaos::load::Resolved;
use parcours_tests::chaos::trial::{Blow, Setting, Trial};
use private_postgres::testing;
use tokio_postgres::{Client, NoTls};

fn journalier() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_journalier"))
}

// ---- the history ----------------------------------------------------------------------------------------------------

fn setting(log: &str) -> Setting<'_> {
    Setting { program: journalier(), log, clients: 16, seed: 17, window: None }
}

/// How many operations ended so.
fn ended(evidence: &Evidence, wanted: fn(&Known) -> bool) -> usize {
    evidence.history.iter().filter(|entry| wanted(&entry.known)).count()
}

fn tell(evidence: &Evidence, begun: Instant) {
    println!(
        "histoire : {} opérations ; {} accusées, {} lues, {} refusées ; {} réponses perdues, {} retrouvées écrites en \
         redemandant ; {} abandonnées dans le doute, dont {} étaient écrites ; {} événements ; {:.1} s",
        ended(evidence, |known| matches!(known, Known::Invoked)),
        ended(evidence, |known| matches!(known, Known::Done(Some(_)))),
        ended(evidence, |known| matches!(known, Known::Done(None))),
        ended(evidence, |known| matches!(known, Known::Failed)),
        evidence.lost_answers,
        evidence.found_again,
        ended(evidence, |known| matches!(known, Known::Unknown)),
        evidence.resolved.iter().filter(|resolved| resolved.was_there).count(),
        evidence.log.len(),
        begun.elapsed().as_secs_f32(),
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixteen_clients_of_two_processes_that_are_killed_leave_a_faultless_history() {
    let begun = Instant::now();
    let engine = Engine::start().await;
    let trial = Trial::begin(&engine, setting("17/histoire")).await;
    for place in [0, 1] {
        for blow in Blow::ALL {
            trial.load().goes_on(60).await;
            blow.strike(&engine, trial.crew(), place).await;
        }
    }
    trial.load().goes_on(120).await;
    let evidence = trial.finish().await;
    tell(&evidence, begun);
    must_be_faultless("a history with kills", &evidence);
    assert!(ended(&evidence, |known| matches!(known, Known::Done(Some(_)))) >= 600);
    assert!(ended(&evidence, |known| matches!(known, Known::Unknown)) > 0, "nobody was in doubt");
    assert_eq!(evidence.resolved.len(), ended(&evidence, |known| matches!(known, Known::Unknown)));
}

// ---- the judge judged -----------------------------------------------------------------------------------------------

/// A short history of the real thing, faultless.
async fn short_history() -> Evidence {
    let engine = Engine::shared();
    let trial = Trial::begin(&engine, setting("17/temoin")).await;
    trial.load().goes_on(200).await;
    let evidence = trial.finish().await;
    must_be_faultless("a history without kills", &evidence);
    evidence
}

/// An acknowledged command of a single event, in the middle of the log.
fn a_lone_command(evidence: &Evidence) -> (u64, u64) {
    let mut ranges = evidence.history.iter().filter_map(|entry| match entry.known {
        Known::Done(Some((first, last))) if first == last => Some((entry.command?, first)),
        Known::Done(_) | Known::Invoked | Known::Failed | Known::Unknown => None,
    });
    ranges.nth(20).expect("some commands append one element")
}

fn entry_of(evidence: &mut Evidence, command: u64) -> &mut Entry {
    let mut entries = evidence.history.iter_mut();
    entries.find(|entry| entry.command == Some(command) && entry.known != Known::Invoked).unwrap()
}

/// A list somebody read alone, with two elements at least.
fn a_reading(evidence: &mut Evidence) -> &mut Vec<u64> {
    let done = evidence.history.iter_mut().filter(|entry| entry.known == Known::Done(None));
    let parts = done.flat_map(|entry| &mut entry.parts);
    let lists = parts.filter_map(|part| match part {
        Part::Read { stream: _, elements } => elements.as_mut(),
        Part::Append { stream: _, element: _ } => None,
    });
    let mut long = lists.filter(|list| 2 <= list.len());
    long.nth(20).expect("somebody read two elements")
}

/// Takes an event out of the log as if it had never been, and shows subscribers the log that is left.
fn lose(evidence: &mut Evidence, position: u64) {
    let lost = evidence.log.remove(usize::try_from(position).unwrap() - 1);
    for event in evidence.log.iter_mut().filter(|event| position < event.position) {
        event.position -= 1;
        event.version -= u64::from(event.stream == lost.stream);
    }
    let seen: Vec<_> = evidence.log.iter().map(|event| (event.position, event.element)).collect();
    evidence.subscribers.iter_mut().for_each(|subscriber| subscriber.clone_from(&seen));
}

type Harm = fn(&mut Evidence);
type Charge = fn(&Fault) -> bool;

/// Every way to be at fault, and what the judge must say of it.
const HARMS: [(&str, Harm, Charge); 12] = [
    (
        "a lost append",
        |evidence| lose(evidence, a_lone_command(evidence).1),
        |fault| matches!(fault, Fault::Lost { .. }),
    ),
    (
        "an append lost before it was ever read",
        |evidence| {
            let (first, last) = evidence.resolved.last().map_or((1, 1), |resolved| resolved.range);
            evidence.resolved.push(Resolved {
                command: u64::MAX,
                range: (first, last),
                was_there: false,
            });
        },
        |fault| matches!(fault, Fault::Lost { .. }),
    ),
    (
        "a swapped read",
        |evidence| {
            let list = a_reading(evidence);
            let last = list.len() - 1;
            list.swap(last, last - 1);
        },
        |fault| matches!(fault, Fault::Anomaly(_)),
    ),
    (
        "a read of the past",
        |evidence| a_reading(evidence).clear(),
        |fault| matches!(fault, Fault::Anomaly(_)),
    ),
    (
        "an event twice",
        |evidence| {
            let mut twice = evidence.log[10].clone();
            twice.position = evidence.log.len() as u64 + 1;
            evidence.log.push(twice);
        },
        |fault| matches!(fault, Fault::Doubled { .. }),
    ),
    (
        "a hole in the log",
        |evidence| {
            evidence.log.remove(10);
        },
        |fault| matches!(fault, Fault::Gap { expected: 11, found: 12 }),
    ),
    (
        "a hole in a list",
        |evidence| evidence.log[10].version += 1,
        |fault| matches!(fault, Fault::VersionGap { .. }),
    ),
    (
        "a subscriber that missed an event",
        |evidence| {
            evidence.subscribers[1].remove(10);
        },
        |fault| matches!(fault, Fault::Misled { subscriber: 1, expected: 11, found: Some(12) }),
    ),
    (
        "a subscriber that saw an event twice",
        |evidence| {
            let twice = evidence.subscribers[0][10];
            evidence.subscribers[0].insert(10, twice);
        },
        |fault| matches!(fault, Fault::Misled { subscriber: 0, expected: 12, found: Some(11) }),
    ),
    (
        "a subscriber that was not told the end",
        |evidence| {
            evidence.subscribers[0].pop();
        },
        |fault| matches!(fault, Fault::Misled { subscriber: 0, expected: _, found: None }),
    ),
    (
        "a command that was refused and is there",
        |evidence| {
            let command = a_lone_command(evidence).0;
            entry_of(evidence, command).known = Known::Failed;
        },
        |fault| matches!(fault, Fault::Undead { .. }),
    ),
    (
        "a leaf that is not its event's",
        |evidence| evidence.log[10].leaf_holds = false,
        |fault| matches!(fault, Fault::Leaf { position: 11 }),
    ),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_judge_condemns_a_real_history_with_any_fault_put_into_it() {
    let evidence = short_history().await;
    for (name, harm, charge) in HARMS {
        let mut harmed = evidence.clone();
        harm(&mut harmed);
        let said = faults(&harmed);
        assert!(said.iter().any(charge), "{name} went unseen: {said:?}");
    }
}

fn entry(process: u64, known: Known, parts: Vec<Part>) -> Entry {
    let appends = parts.iter().any(|part| matches!(part, Part::Append { .. }));
    Entry { process, command: appends.then_some(process), known, parts }
}

fn append(element: u64) -> Vec<Part> {
    vec![Part::Append { stream: 1, element }]
}

fn read(elements: Option<Vec<u64>>) -> Vec<Part> {
    vec![Part::Read { stream: 1, elements }]
}

fn recorded(position: u64, element: u64) -> Recorded {
    let (stream, version, command, leaf_holds) = (1, position, element, true);
    Recorded { position, stream, version, command, element, leaf_holds }
}

#[test]
fn the_judge_condemns_a_log_that_contradicts_the_order_of_time() {
    let done = |position| Known::Done(Some((position, position)));
    let history = vec![
        entry(1, Known::Invoked, append(1)),
        entry(1, done(2), append(1)),
        entry(2, Known::Invoked, append(2)),
        entry(2, done(1), append(2)),
    ];
    let log = vec![recorded(1, 2), recorded(2, 1)];
    let evidence = Evidence { history, log, ..Evidence::default() };
    assert_eq!(faults(&evidence), [Fault::Order { later: 2, position: 1, acknowledged: 2 }]);
}

#[test]
fn the_judge_condemns_an_acknowledged_append_that_a_later_read_does_not_show() {
    let done = Known::Done(Some((1, 1)));
    let history = |seen: Vec<u64>| {
        [
            entry(1, Known::Invoked, append(1)),
            entry(1, done, append(1)),
            entry(2, Known::Invoked, read(None)),
            entry(2, Known::Done(None), read(Some(seen))),
        ]
    };
    assert_eq!(isolation::anomalies(&history(vec![1])), Vec::<String>::new());
    assert!(!isolation::anomalies(&history(vec![])).is_empty());
}

// ---- the naive reader -----------------------------------------------------------------------------------------------

async fn connected(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

/// What a reader finds beyond the last number it knows: the loop everybody writes first.
async fn poll(client: &Client, seen: &mut Vec<(u64, u64)>) {
    let last = seen.last().map_or(0, |(position, _)| position.cast_signed());
    let query = "select id, element from naif where id > $1 order by id";
    for row in client.query(query, &[&last]).await.unwrap() {
        seen.push((row.get::<_, i64>(0).cast_unsigned(), row.get::<_, i64>(1).cast_unsigned()));
    }
}

/// Writers take their number from a sequence and commit when they can; one takes the first number and commits last.
/// The inversion is not left to luck: its transaction is held open while the other commits and the reader reads.
#[tokio::test]
async fn the_judge_condemns_a_naive_reader_of_a_sequence() {
    let database = testing::database();
    let [slow, fast, reader] = [
        connected(&database.admin_url()).await,
        connected(&database.admin_url()).await,
        connected(&database.admin_url()).await,
    ];
    let table = "create table naif (id bigserial primary key, element bigint not null)";
    reader.batch_execute(table).await.unwrap();
    let insert = "insert into naif (element) values ($1) returning id";
    let mut seen = Vec::new();

    slow.batch_execute("begin").await.unwrap();
    let taken: i64 = slow.query_one(insert, &[&1_i64]).await.unwrap().get(0);
    let overtaking: i64 = fast.query_one(insert, &[&2_i64]).await.unwrap().get(0);
    poll(&reader, &mut seen).await;
    slow.batch_execute("commit").await.unwrap();
    poll(&reader, &mut seen).await;
    fast.query_one(insert, &[&3_i64]).await.unwrap();
    poll(&reader, &mut seen).await;

    assert_eq!((taken, overtaking), (1, 2));
    let rows = reader.query("select id, element from naif order by id", &[]).await.unwrap();
    let number = |row: &tokio_postgres::Row, at| row.get::<_, i64>(at).cast_unsigned();
    let log: Vec<_> = rows.iter().map(|row| recorded(number(row, 0), number(row, 1))).collect();
    let done = |position| Known::Done(Some((position, position)));
    let history = vec![
        entry(1, Known::Invoked, append(1)),
        entry(2, Known::Invoked, append(2)),
        entry(2, done(2), append(2)),
        entry(1, done(1), append(1)),
        entry(3, Known::Invoked, append(3)),
        entry(3, done(3), append(3)),
    ];
    let evidence = Evidence { history, log, subscribers: vec![seen], ..Evidence::default() };
    let misled = Fault::Misled { subscriber: 0, expected: 1, found: Some(2) };
    assert!(faults(&evidence).contains(&misled), "the naive reader went unseen");
}
