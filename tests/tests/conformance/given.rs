//! What contracts start from: the logs of a backend, and requests that are right unless a test says otherwise.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::DateTime;
use eventstore::{Database, Journal, Log, MemoryLog, RecordedEvent};
pub(crate) use parcours_tests::requests::{
    EVENT, appended, at, check, child, conflict, day, event, everything, id, is_appended, range,
    request, request_now, write,
};
use private_postgres::testing::{self, TestDatabase};

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

/// Where the log ends.
pub(crate) async fn head<L: Log>(log: &L) -> u64 {
    log.head().await.unwrap().position.get()
}

pub(crate) fn positions(events: &[RecordedEvent]) -> Vec<u64> {
    events.iter().map(|event| event.position.get()).collect()
}
