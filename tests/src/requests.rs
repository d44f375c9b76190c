//! Requests that are right unless a test says otherwise, and what is asked of any log once they are in.
//!
//! Deliberately not here: databases, and what any of it means.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by panicking")]

use chrono::{DateTime, NaiveDate, Utc};
use eventstore::{
    AppendRequest, Check, Log, NewEvent, Position, RecordedEvent, StreamConflict, StreamId,
    Verdict, When, Write,
};
use uuid::Uuid;

/// The identifier of every event of these tests.
pub const EVENT: u128 = 0xe;

/// A day any log can keep.
pub fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2022, 3, 4).unwrap()
}

/// An instant, some seconds after the first of these tests.
pub fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_640_000_000 + seconds, 0).unwrap()
}

/// The identifier of that number.
pub fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// The stream of that number.
pub fn child(number: u128) -> StreamId {
    StreamId::new("enfant", id(number))
}

/// An event that holds those bytes.
pub fn event(payload: &[u8]) -> NewEvent {
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

/// Events on top of a version of a stream.
pub fn write(stream: u128, expected: u32, count: usize) -> Write {
    Write { stream: child(stream), expected, events: vec![event(br#"{"a":1}"#); count] }
}

/// A stream that must not have moved.
pub fn check(stream: u128, expected: u32) -> Check {
    Check { stream: child(stream), expected }
}

/// A request for a simulated log.
pub fn request(command: u128, seconds: i64, writes: Vec<Write>) -> AppendRequest {
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
pub fn request_now(command: u128, writes: Vec<Write>) -> AppendRequest {
    AppendRequest { simulated_at: None, ..request(command, 0, writes) }
}

/// A stream that is not where it was expected.
pub fn conflict(stream: u128, expected: u32, actual: u32) -> StreamConflict {
    StreamConflict { stream: child(stream), expected, actual }
}

/// Appends, insists, and gives the positions.
pub async fn appended<L: Log>(log: &L, request: AppendRequest) -> (u64, u64) {
    let verdict = log.append(request).await.unwrap();
    assert!(is_appended(&verdict), "{verdict:?}");
    range(&verdict)
}

/// Every event of a log.
pub async fn everything<L: Log>(log: &L) -> Vec<RecordedEvent> {
    log.read_from(Position::ORIGIN, None, usize::MAX).await.unwrap()
}

/// The positions a verdict gave.
pub fn range(verdict: &Verdict) -> (u64, u64) {
    let (first, last, _) = verdict.written().unwrap_or_else(|| panic!("{verdict:?}"));
    (first.get(), last.get())
}

/// Whether a request was written now.
pub fn is_appended(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Appended { first: _, last: _, recorded_at: _, versions: _ })
}
