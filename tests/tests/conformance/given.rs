//! What contracts start from: the logs of a backend, and requests that are right unless a test says otherwise.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, NaiveDate, Utc};
use eventstore::{
    AppendRequest, Check, Database, Journal, Log, MemoryLog, NewEvent, Position, RecordedEvent,
    StreamConflict, StreamId, Verdict, When, Write,
};
use private_postgres::testing::{self, TestDatabase};
use uuid::Uuid;

/// Empty logs, kept in one way.
pub(crate) struct Logs<L> {
    /// Takes its instants from the requests.
    pub(crate) simulated: L,
    /// Another one, beside it.
    pub(crate) other: L,
    /// Takes its instants from a clock that is later than any instant of these tests.
    pub(crate) clocked: L,
}

const SIMULATED: &str = "17/parcours";
const OTHER: &str = "17/acces";
const CLOCKED: &str = "17/horloge";

/// Logs kept by this process.
pub(crate) fn in_memory() -> Logs<MemoryLog> {
    let nanos = AtomicI64::new(at(1_000_000).timestamp_nanos_opt().unwrap());
    // A clock finer than what a log keeps.
    let clock = move || DateTime::from_timestamp_nanos(nanos.fetch_add(777_777, Ordering::Relaxed));
    Logs {
        simulated: MemoryLog::simulated(SIMULATED),
        other: MemoryLog::simulated(OTHER),
        clocked: MemoryLog::clocked(CLOCKED, clock),
    }
}

/// Logs kept by a PostgreSQL, which lasts as long as the database that comes with them.
pub(crate) async fn on_postgresql() -> (TestDatabase, Logs<Journal>) {
    let database = testing::database();
    let at = Database::at(&database.url(), 8).unwrap();
    let logs = Logs {
        simulated: Journal::create(&at, SIMULATED, true).await.unwrap(),
        other: Journal::create(&at, OTHER, true).await.unwrap(),
        clocked: Journal::create(&at, CLOCKED, false).await.unwrap(),
    };
    (database, logs)
}

/// A day any log can keep.
pub(crate) fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2022, 3, 4).unwrap()
}

/// An instant, some seconds after the first of these tests.
pub(crate) fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_640_000_000 + seconds, 0).unwrap()
}

pub(crate) fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub(crate) fn child(number: u128) -> StreamId {
    StreamId::new("enfant", id(number))
}

/// The identifier of every event of these tests.
pub(crate) const EVENT: u128 = 0xe;

pub(crate) fn event(payload: &[u8]) -> NewEvent {
    NewEvent {
        event_id: id(EVENT),
        event_type: "fait_observe".into(),
        schema_version: 1,
        survenu: When::day(day()),
        connu_le: day(),
        causation_id: None,
        payload: payload.to_vec(),
    }
}

pub(crate) fn write(stream: u128, expected: u32, count: usize) -> Write {
    Write { stream: child(stream), expected, events: vec![event(br#"{"a":1}"#); count] }
}

pub(crate) fn check(stream: u128, expected: u32) -> Check {
    Check { stream: child(stream), expected }
}

/// A request for a simulated log.
pub(crate) fn request(command: u128, seconds: i64, writes: Vec<Write>) -> AppendRequest {
    AppendRequest {
        command_id: id(command),
        request_hash: [1; 32],
        actor: "agent-0042".into(),
        finalite: "protection".into(),
        correlation_id: None,
        simulated_at: Some(at(seconds)),
        writes,
        checks: vec![],
        erases: vec![],
    }
}

/// A request that gives no instant.
pub(crate) fn request_now(command: u128, writes: Vec<Write>) -> AppendRequest {
    AppendRequest { simulated_at: None, ..request(command, 0, writes) }
}

/// Appends, and insists.
pub(crate) async fn appended<L: Log>(log: &L, request: AppendRequest) -> (u64, u64) {
    let verdict = log.append(request).await.unwrap();
    assert!(is_appended(&verdict), "{verdict:?}");
    range(&verdict)
}

pub(crate) async fn everything<L: Log>(log: &L) -> Vec<RecordedEvent> {
    log.read_from(Position::ORIGIN, None, usize::MAX).await.unwrap()
}

pub(crate) async fn head<L: Log>(log: &L) -> u64 {
    log.head().await.unwrap().position.get()
}

pub(crate) fn positions(events: &[RecordedEvent]) -> Vec<u64> {
    events.iter().map(|event| event.position.get()).collect()
}

pub(crate) fn range(verdict: &Verdict) -> (u64, u64) {
    let (first, last, _) = verdict.written().unwrap_or_else(|| panic!("{verdict:?}"));
    (first.get(), last.get())
}

pub(crate) fn is_appended(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Appended { first: _, last: _, recorded_at: _, versions: _ })
}

pub(crate) fn conflict(stream: u128, expected: u32, actual: u32) -> StreamConflict {
    StreamConflict { stream: child(stream), expected, actual }
}
