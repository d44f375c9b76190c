//! What nobody thought of: requests drawn at random, right and wrong, give the same verdicts and the same events in
//! memory and on PostgreSQL, however they are cut into submissions.
//!
//! Each is aimed, or not, at the versions streams have at its turn, as a log in memory fed one request at a time tells;
//! that log is the oracle of both.

use std::collections::HashMap;
use std::time::Instant;

use eventstore::{
    AppendRequest, Database, Journal, Lane, Log, MemoryLog, Position, Signal, StreamId, Terms,
    Verdict,
};
use futures::StreamExt as _;
use private_postgres::testing;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use uuid::Uuid;

use crate::given::{at, check, child, everything, id, request, write};

const CASES: u32 = 64;

/// How many streams, and commands, requests fight for.
const STREAMS: u8 = 4;
const COMMANDS: u8 = 24;

/// A request before it is aimed.
#[derive(Debug, Clone)]
struct Draft {
    command: u8,
    hash: u8,
    seconds: i64,
    writes: Vec<(u8, u32, usize)>,
    checks: Vec<(u8, u32)>,
    aimed: bool,
    fault: Option<Fault>,
    late: bool,
    bulk: bool,
    /// Whether a submission ends with it, on either log.
    cut: (bool, bool),
}

/// What is wrong with a request.
#[derive(Debug, Clone, Copy)]
enum Fault {
    Actor,
    Instant,
    Kind,
    Payload,
    Precision,
    Twice,
}

const FAULTS: [Fault; 6] =
    [Fault::Actor, Fault::Instant, Fault::Kind, Fault::Payload, Fault::Precision, Fault::Twice];

fn any_fault() -> impl Strategy<Value = Option<Fault>> {
    prop_oneof![5 => Just(None), 1 => prop::sample::select(&FAULTS[..]).prop_map(Some)]
}

fn any_draft() -> impl Strategy<Value = Draft> {
    let writes = prop::collection::btree_map(0..STREAMS, (0_u32..4, 0_usize..4), 0..3);
    let checks = prop::collection::vec((0..STREAMS, 0_u32..3), 0..3);
    let aimed = prop::bool::weighted(0.8);
    let late = prop::bool::weighted(0.1);
    let what = (0..COMMANDS, prop::bool::weighted(0.1), 0_i64..60, writes, checks);
    let how = (aimed, any_fault(), late, any::<bool>(), any::<(bool, bool)>());
    (what, how).prop_map(|(what, how)| {
        let (command, other, seconds, writes, checks) = what;
        let (aimed, fault, late, bulk, cut) = how;
        let writes =
            writes.into_iter().map(|(stream, (expected, count))| (stream, expected, count));
        let (hash, writes) = (u8::from(other), writes.collect());
        Draft { command, hash, seconds, writes, checks, aimed, fault, late, bulk, cut }
    })
}

impl Draft {
    fn to_request(&self, versions: &HashMap<Uuid, u32>) -> AppendRequest {
        let expected = |stream: u8, drawn: u32| {
            let actual = versions.get(&id(stream.into())).copied().unwrap_or_default();
            if self.aimed { actual } else { drawn }
        };
        let writes = self.writes.iter();
        let writes = writes
            .map(|&(stream, drawn, count)| write(stream.into(), expected(stream, drawn), count));
        let mut request = request(self.command.into(), self.seconds, writes.collect());
        let checks = self.checks.iter();
        request.checks =
            checks.map(|&(stream, drawn)| check(stream.into(), expected(stream, drawn))).collect();
        request.request_hash = [self.hash; 32];
        if let Some(fault) = self.fault {
            spoil(&mut request, fault);
        }
        request
    }

    fn terms(&self, passed: Instant) -> Terms {
        let lane = if self.bulk { Lane::Bulk } else { Lane::Interactive };
        Terms { lane, deadline: self.late.then_some(passed) }
    }
}

fn spoil(request: &mut AppendRequest, fault: Fault) {
    let first = request.writes.first_mut();
    let event = first.and_then(|write| write.events.first_mut());
    match (fault, event) {
        (Fault::Actor, _) => request.actor = "a\0".to_owned(),
        (Fault::Instant, _) => request.simulated_at = None,
        (Fault::Kind, _) => request.writes.iter_mut().for_each(|write| {
            write.stream = StreamId::new("lieu", write.stream.id);
        }),
        (Fault::Twice, _) => request.writes.extend(request.writes.first().cloned()),
        (Fault::Payload, Some(event)) => event.payload = b"{\"a\":\"\xff\"}".to_vec(),
        (Fault::Precision, Some(event)) => event.survenu.a = Some(at(0)),
        (Fault::Payload | Fault::Precision, None) => {}
    }
}

/// Feeds a log in submissions: a new one after each cut, and wherever the terms change.
async fn submitted<L: Log>(log: &L, script: &[(AppendRequest, Terms, bool)]) -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    let together = |one: &(AppendRequest, Terms, bool), next: &(AppendRequest, Terms, bool)| {
        !one.2 && (one.1.lane, one.1.deadline) == (next.1.lane, next.1.deadline)
    };
    for submission in script.chunk_by(together) {
        let requests = submission.iter().map(|(request, _, _)| request.clone()).collect();
        verdicts.append(&mut log.submit(requests, submission[0].1).await.unwrap());
    }
    verdicts
}

/// Everything that can be asked of a log, events left out.
async fn asked<L: Log>(log: &L) -> Vec<String> {
    let mut answers = Vec::new();
    let (streams, commands): (Vec<_>, Vec<_>) =
        ((0..STREAMS).map(|stream| child(stream.into()).id).collect(), (0..COMMANDS).collect());
    answers.push(format!("{:?}", log.head().await.unwrap()));
    answers.push(format!("{:?}", log.first_recorded_at().await.unwrap()));
    let versions = log.versions(&streams).await.unwrap();
    answers.extend(streams.iter().map(|stream| format!("{:?}", versions.get(stream))));
    for command in commands {
        answers.push(format!("{:?}", log.command(id(command.into())).await.unwrap()));
    }
    for seconds in (0..60).step_by(7) {
        answers.push(format!("{:?}", log.position_at(at(seconds)).await.unwrap()));
    }
    let head = log.head().await.unwrap().position;
    for position in 0..=head.get() + 1 {
        let end = log.request_end(Position::new(position)).await.unwrap();
        let read = log.read_streams(&streams, Some(end)).await.unwrap();
        answers.push(format!("{end:?} {}", read.len()));
    }
    answers
}

/// Every event, as a subscriber is told of it.
async fn followed<L: Log>(log: &L) -> Vec<eventstore::RecordedEvent> {
    let mut seen = Vec::new();
    let mut signals = log.subscribe(Position::ORIGIN);
    while let Some(Signal::Events(mut events)) = signals.next().await.transpose().unwrap() {
        assert_eq!(events[0].position.get(), seen.len() as u64 + 1);
        seen.append(&mut events);
    }
    seen
}

/// The requests as they are aimed at their turn, and their verdicts one by one.
async fn aimed(name: &str, drafts: &[Draft]) -> (Vec<(AppendRequest, Terms)>, Vec<Verdict>) {
    let passed = Instant::now();
    let oracle = MemoryLog::simulated(name);
    let streams: Vec<_> = (0..STREAMS).map(|stream| id(stream.into())).collect();
    let (mut requests, mut verdicts) = (Vec::new(), Vec::new());
    for draft in drafts {
        let request = draft.to_request(&oracle.versions(&streams).await.unwrap());
        let terms = draft.terms(passed);
        verdicts.append(&mut oracle.submit(vec![request.clone()], terms).await.unwrap());
        requests.push((request, terms));
    }
    (requests, verdicts)
}

async fn same_on_both(
    database: &Database,
    name: &str,
    drafts: &[Draft],
) -> Result<(), TestCaseError> {
    let (requests, expected) = aimed(name, drafts).await;
    let script = |cut: fn(&Draft) -> bool| {
        let requests = requests.iter().cloned().zip(drafts);
        requests.map(|((request, terms), draft)| (request, terms, cut(draft))).collect::<Vec<_>>()
    };
    let memory = MemoryLog::simulated(name);
    let journal = Journal::create(database, name, true).await.unwrap();
    let in_memory = submitted(&memory, &script(|draft| draft.cut.0)).await;
    let on_postgresql = submitted(&journal, &script(|draft| draft.cut.1)).await;

    prop_assert_eq!(&in_memory, &expected);
    prop_assert_eq!(&on_postgresql, &expected);
    let events = everything(&memory).await;
    prop_assert_eq!(&everything(&journal).await, &events);
    prop_assert_eq!(&followed(&journal).await, &events);
    prop_assert_eq!(&followed(&memory).await, &events);
    prop_assert_eq!(asked(&journal).await, asked(&memory).await);
    Ok(())
}

#[test]
fn chance_finds_no_difference_between_memory_and_postgresql() {
    let database = testing::database();
    let journals = Database::at(&database.url(), 4).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut runner =
        TestRunner::new(Config { cases: CASES, failure_persistence: None, ..Config::default() });
    let number = std::cell::Cell::new(0);
    let outcome = runner.run(&prop::collection::vec(any_draft(), 1..60), |drafts| {
        number.set(number.get() + 1);
        let name = format!("17/essai-{}", number.get());
        runtime.block_on(same_on_both(&journals, &name, &drafts))
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}
