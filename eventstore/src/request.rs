//! A request to append: what it holds, its hash, and the rules it must pass before anyone takes a lock for it.
//!
//! Invariants: [`validate`] is pure and total; what it accepts, the database accepts. No refusal shows a payload.
//!
//! Deliberately not here: versions, positions and duplicates, which only the lock can tell ([`crate::verdict`]).

use std::collections::HashSet;

use aws_lc_rs::hmac;
use chrono::{DateTime, Datelike as _, NaiveDate, Timelike as _, Utc};
use serde_json::Value;
use uuid::Uuid;

use crate::canonical::{self, NotCanonical};
use crate::envelope::{NewEvent, Precision, StreamId, When, is_name};
use crate::frame::Frame;
use crate::seal;

/// The largest payload, in bytes.
pub const PAYLOAD_BYTES_MAX: usize = 1 << 20;

/// The most events one request may hold.
pub const EVENTS_MAX: usize = 2_048;

/// The longest actor or finalité, in bytes.
pub const TEXT_BYTES_MAX: usize = 200;

/// The longest reason of an erasure, in bytes.
pub const REASON_BYTES_MAX: usize = 500;

/// The highest version a request may expect: far beyond any stream, far below what a column holds.
pub const VERSION_MAX: u32 = 1 << 30;

/// One command's events, on all the streams it touches: all or nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppendRequest {
    /// The command: sent twice, it is answered as the first time.
    pub command_id: Uuid,
    /// See [`request_hash`]: tells a command sent twice from another one under the same identifier.
    pub request_hash: [u8; 32],
    /// Who typed.
    pub actor: String,
    /// What for.
    pub finalite: String,
    /// The exchange it belongs to, if any.
    pub correlation_id: Option<Uuid>,
    /// The instant it happens at: required on a simulated log, refused on any other. Whole microseconds.
    pub simulated_at: Option<DateTime<Utc>>,
    /// The streams written, each once. One without events is a check.
    pub writes: Vec<Write>,
    /// Streams that are not written, but must not have moved either.
    pub checks: Vec<Check>,
    /// Subjects whose keys are destroyed with it, in the same transaction.
    pub erases: Vec<Erase>,
}

/// The end of a subject's keys: what they closed cannot be read any more, by anyone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erase {
    /// The subject.
    pub subject: Uuid,
    /// The legal day, which erased fields read as.
    pub le: NaiveDate,
    /// Why, in a few words without a name.
    pub reason: String,
}

/// Events for one stream, on top of the version they were decided on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Write {
    /// The stream.
    pub stream: StreamId,
    /// Its version when the events were decided; 0 when it did not exist.
    pub expected: u32,
    /// The events, in order.
    pub events: Vec<NewEvent>,
}

/// A stream something was decided on without writing to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// The stream.
    pub stream: StreamId,
    /// Its version when it was read; 0 when it did not exist.
    pub expected: u32,
}

impl AppendRequest {
    /// Every event, with the place its stream gives it: the write it belongs to and its version.
    pub fn events(&self) -> impl Iterator<Item = (&Write, u32, &NewEvent)> {
        self.writes.iter().flat_map(|write| {
            (write.expected + 1..)
                .zip(&write.events)
                .map(move |(version, event)| (write, version, event))
        })
    }

    /// Every stream the request names, with the version it expects.
    pub fn expectations(&self) -> impl Iterator<Item = (&StreamId, u32)> {
        let written = self.writes.iter().map(|write| (&write.stream, write.expected));
        written.chain(self.checks.iter().map(|check| (&check.stream, check.expected)))
    }
}

/// Why a request can never be appended, whatever the streams become.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Invalid {
    /// The command's identifier was already used, for another command.
    #[error("command {0} was already used for another request")]
    CommandReused(Uuid),
    /// The log is simulated and the request gives no instant.
    #[error("a simulated log takes its instant from the request, which gives none")]
    InstantRequired,
    /// The request gives an instant and the log is not simulated.
    #[error("only a simulated log takes an instant from a request")]
    InstantRefused,
    /// An instant with a part below the microsecond, or a date outside the years 1 to 9999.
    #[error("a date or an instant that cannot be stored as it is")]
    Date,
    /// The precision and the presence of an instant contradict each other.
    #[error("an instant is given if and only if the precision is the instant")]
    Precision,
    /// A stream is named twice among the writes.
    #[error("stream {0} is written twice in one request")]
    StreamTwice(StreamId),
    /// The stream's identifier is known under another kind.
    #[error("stream {stream} is known as a stream of kind {recorded}")]
    StreamKind {
        /// As the request names it.
        stream: StreamId,
        /// The kind it was created with.
        recorded: String,
    },
    /// An expected version that no stream can have.
    #[error("version {0} is one no stream can have")]
    Version(u32),
    /// A kind of stream or a type of event that is not a name.
    #[error("the kind of a stream or the type of an event is not a name")]
    Name,
    /// A schema version of 0, or beyond what is stored.
    #[error("a schema version is between 1 and 32767")]
    SchemaVersion,
    /// An actor or a finalité that is empty, too long, or holds U+0000.
    #[error("the actor or the finalité is empty, too long or holds a forbidden character")]
    Text,
    /// A subject is erased twice in one request.
    #[error("subject {0} is erased twice in one request")]
    SubjectTwice(Uuid),
    /// A reason of erasure that is empty, too long, or holds U+0000.
    #[error("the reason to erase subject {0} is empty, too long or holds a forbidden character")]
    Reason(Uuid),
    /// A key would be destroyed and no event would say so.
    #[error("a request that erases has an event to say so")]
    ErasureUntold,
    /// More events than one request may hold.
    #[error("{0} events in one request")]
    TooManyEvents(usize),
    /// A payload larger than allowed.
    #[error("the payload of event {event_id} has {bytes} bytes")]
    PayloadTooLarge {
        /// The event.
        event_id: Uuid,
        /// The size of its payload.
        bytes: usize,
    },
    /// A payload that is not a canonical JSON object.
    #[error("the payload of event {event_id} is not canonical: {reason}")]
    PayloadNotCanonical {
        /// The event.
        event_id: Uuid,
        /// What is wrong and where.
        reason: NotCanonical,
    },
    /// A payload that is not an object.
    #[error("the payload of event {0} is not an object")]
    PayloadNotAnObject(Uuid),
    /// A payload that holds a field to seal, still in clear.
    #[error("the payload of event {0} holds a field that was not sealed")]
    PayloadInClear(Uuid),
    /// The database refused its data although it passed every rule here.
    #[error("the database refused the request's data (SQLSTATE {0})")]
    Refused(String),
}

/// Hashes a command as it was received, with its actor: HMAC-SHA-256 over the framing of
/// `eventstore/request/v1`, the canonical command and the actor. Keyed, so that the stored hash of a guessable
/// command tells nothing. Frozen: `specimens/request_hash_v1.json`.
pub fn request_hash(key: &[u8], canonical: &[u8], actor: &str) -> [u8; 32] {
    let framed = Frame::new().field("eventstore/request/v1").field(canonical).field(actor);
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), framed.bytes());
    tag.as_ref().try_into().expect("HMAC-SHA-256 gives 32 bytes")
}

/// Checks all that can be checked of a request without reading the log.
pub fn validate(request: &AppendRequest, simulated: bool) -> Result<(), Invalid> {
    instant(request, simulated)?;
    text(&request.actor)?;
    text(&request.finalite)?;
    streams(request)?;
    let count = request.events().count();
    if count > EVENTS_MAX {
        return Err(Invalid::TooManyEvents(count));
    }
    erases(request, count)?;
    request.events().try_for_each(|(_, _, event)| new_event(event))
}

fn instant(request: &AppendRequest, simulated: bool) -> Result<(), Invalid> {
    match (simulated, request.simulated_at) {
        (true, None) => Err(Invalid::InstantRequired),
        (false, Some(_)) => Err(Invalid::InstantRefused),
        (true, Some(at)) => storable_instant(at),
        (false, None) => Ok(()),
    }
}

fn text(text: &str) -> Result<(), Invalid> {
    if fits(text, TEXT_BYTES_MAX) { Ok(()) } else { Err(Invalid::Text) }
}

fn fits(text: &str, bytes_max: usize) -> bool {
    !text.is_empty() && text.len() <= bytes_max && !text.contains('\0')
}

/// What is destroyed is destroyed once, for a reason, and an event says so.
fn erases(request: &AppendRequest, events: usize) -> Result<(), Invalid> {
    let mut seen = HashSet::new();
    for Erase { subject, le, reason } in &request.erases {
        if !seen.insert(*subject) {
            return Err(Invalid::SubjectTwice(*subject));
        }
        if !fits(reason, REASON_BYTES_MAX) {
            return Err(Invalid::Reason(*subject));
        }
        storable_year(le.year())?;
    }
    if seen.is_empty() || events > 0 { Ok(()) } else { Err(Invalid::ErasureUntold) }
}

fn streams(request: &AppendRequest) -> Result<(), Invalid> {
    if !request.expectations().all(|(stream, _)| is_name(&stream.kind)) {
        return Err(Invalid::Name);
    }
    if let Some((_, version)) = request.expectations().find(|(_, expected)| *expected > VERSION_MAX)
    {
        return Err(Invalid::Version(version));
    }
    let mut seen = HashSet::new();
    match request.writes.iter().find(|write| !seen.insert(write.stream.id)) {
        Some(again) => Err(Invalid::StreamTwice(again.stream.clone())),
        None => Ok(()),
    }
}

fn new_event(event: &NewEvent) -> Result<(), Invalid> {
    if !is_name(&event.event_type) {
        return Err(Invalid::Name);
    }
    if !(1..=i16::MAX.unsigned_abs()).contains(&event.schema_version) {
        return Err(Invalid::SchemaVersion);
    }
    when(&event.survenu)?;
    storable_year(event.connu_le.year())?;
    payload(event)
}

fn when(when: &When) -> Result<(), Invalid> {
    storable_year(when.le.year())?;
    when.a.map_or(Ok(()), storable_instant)?;
    let coherent = when.a.is_some() == (when.precision == Precision::Instant);
    if coherent { Ok(()) } else { Err(Invalid::Precision) }
}

fn storable_instant(at: DateTime<Utc>) -> Result<(), Invalid> {
    storable_year(at.year())?;
    if at.nanosecond().is_multiple_of(1_000) { Ok(()) } else { Err(Invalid::Date) }
}

fn storable_year(year: i32) -> Result<(), Invalid> {
    if (1..=9999).contains(&year) { Ok(()) } else { Err(Invalid::Date) }
}

fn payload(event: &NewEvent) -> Result<(), Invalid> {
    let (event_id, bytes) = (event.event_id, event.payload.len());
    if bytes > PAYLOAD_BYTES_MAX {
        return Err(Invalid::PayloadTooLarge { event_id, bytes });
    }
    let value = canonical::parse(&event.payload)
        .map_err(|reason| Invalid::PayloadNotCanonical { event_id, reason })?;
    match value {
        Value::Object(_) if seal::holds_clear(&value) => Err(Invalid::PayloadInClear(event_id)),
        Value::Object(_) => Ok(()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Err(Invalid::PayloadNotAnObject(event_id))
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::canonical::Reason;

    fn request() -> AppendRequest {
        let stream = StreamId::new("enfant", Uuid::from_u128(1));
        let day = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let event = NewEvent {
            event_id: Uuid::from_u128(2),
            event_type: "information_recue".into(),
            schema_version: 1,
            survenu: When::day(day),
            connu_le: day,
            causation_id: None,
            payload: b"{}".to_vec(),
        };
        AppendRequest {
            command_id: Uuid::from_u128(3),
            request_hash: [0; 32],
            actor: "agent-0042".into(),
            finalite: "protection".into(),
            correlation_id: None,
            simulated_at: None,
            writes: vec![Write { stream, expected: 0, events: vec![event] }],
            checks: vec![],
            erases: vec![],
        }
    }

    fn refused(change: impl FnOnce(&mut AppendRequest)) -> Invalid {
        let mut request = request();
        change(&mut request);
        validate(&request, request.simulated_at.is_some()).unwrap_err()
    }

    fn refused_event(change: impl FnOnce(&mut NewEvent)) -> Invalid {
        refused(|request| change(&mut request.writes[0].events[0]))
    }

    #[test]
    fn the_specimen_gives_its_frozen_hash() {
        let specimen: Value =
            serde_json::from_str(include_str!("../specimens/request_hash_v1.json")).unwrap();
        let text = |name: &str| specimen[name].as_str().unwrap();
        let key = hex::decode(text("key_hex")).unwrap();
        let hash = request_hash(&key, text("canonical").as_bytes(), text("actor"));
        assert_eq!(hex::encode(hash), text("hash_hex"));
    }

    #[test]
    fn only_a_simulated_log_takes_an_instant_and_it_requires_one() {
        let mut request = request();
        assert_eq!(validate(&request, false), Ok(()));
        assert_eq!(validate(&request, true), Err(Invalid::InstantRequired));
        request.simulated_at = Some(DateTime::UNIX_EPOCH);
        assert_eq!(validate(&request, true), Ok(()));
        assert_eq!(validate(&request, false), Err(Invalid::InstantRefused));
    }

    #[test]
    fn an_instant_below_the_microsecond_is_refused() {
        let at = DateTime::UNIX_EPOCH + TimeDelta::nanoseconds(1);
        assert_eq!(refused(|request| request.simulated_at = Some(at)), Invalid::Date);
        let survenu = When {
            a: Some(at),
            precision: Precision::Instant,
            ..request().writes[0].events[0].survenu
        };
        assert_eq!(refused_event(|event| event.survenu = survenu), Invalid::Date);
    }

    #[test]
    fn the_precision_and_the_instant_go_together() {
        assert_eq!(
            refused_event(|event| event.survenu.precision = Precision::Instant),
            Invalid::Precision
        );
        assert_eq!(
            refused_event(|event| event.survenu.a = Some(DateTime::UNIX_EPOCH)),
            Invalid::Precision
        );
    }

    #[test]
    fn a_year_of_five_digits_or_of_none_is_refused() {
        for year in [0, 10_000] {
            let day = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
            assert_eq!(refused_event(|event| event.connu_le = day), Invalid::Date);
        }
    }

    #[test]
    fn names_texts_and_versions_are_checked() {
        assert_eq!(refused(|request| request.writes[0].stream.kind = "né".into()), Invalid::Name);
        assert_eq!(refused_event(|event| event.event_type = String::new()), Invalid::Name);
        assert_eq!(refused_event(|event| event.schema_version = 0), Invalid::SchemaVersion);
        assert_eq!(refused_event(|event| event.schema_version = 32_768), Invalid::SchemaVersion);
        for text in [String::new(), "a\0".into(), "a".repeat(TEXT_BYTES_MAX + 1)] {
            assert_eq!(refused(|request| request.actor = text), Invalid::Text);
        }
    }

    #[test]
    fn a_version_no_stream_can_have_is_refused() {
        let invalid = refused(|request| request.writes[0].expected = u32::MAX);
        assert_eq!(invalid, Invalid::Version(u32::MAX));
    }

    #[test]
    fn a_stream_is_written_once_a_request() {
        let invalid = refused(|request| request.writes.push(request.writes[0].clone()));
        assert_eq!(invalid, Invalid::StreamTwice(request().writes[0].stream.clone()));
    }

    #[test]
    fn an_erasure_is_of_each_subject_once_for_a_reason_and_told_by_an_event() {
        let subject = Uuid::from_u128(7);
        let erase = |reason: &str| Erase {
            subject,
            le: NaiveDate::from_ymd_opt(2031, 2, 3).unwrap(),
            reason: reason.into(),
        };
        let mut told = request();
        told.erases = vec![erase("décision 12")];
        assert_eq!(validate(&told, false), Ok(()));
        let with = |erases: Vec<Erase>| refused(|request| request.erases = erases);
        assert_eq!(with(vec![erase("a"), erase("b")]), Invalid::SubjectTwice(subject));
        for reason in [String::new(), "a\0".into(), "a".repeat(REASON_BYTES_MAX + 1)] {
            assert_eq!(with(vec![erase(&reason)]), Invalid::Reason(subject));
        }
        let never = NaiveDate::from_ymd_opt(0, 1, 1).unwrap();
        assert_eq!(with(vec![Erase { le: never, ..erase("a") }]), Invalid::Date);
        told.writes[0].events.clear();
        assert_eq!(validate(&told, false), Err(Invalid::ErasureUntold));
    }

    #[test]
    fn a_payload_is_a_canonical_object_with_nothing_in_clear() {
        let event_id = Uuid::from_u128(2);
        let refused = |payload: &[u8]| refused_event(|event| event.payload = payload.to_vec());
        assert_eq!(refused(b"[]"), Invalid::PayloadNotAnObject(event_id));
        assert_eq!(refused(br#"{"a":{"clair":1}}"#), Invalid::PayloadInClear(event_id));
        for (payload, reason) in [(&b"{ }"[..], Reason::OtherForm), (b"\xff", Reason::NotJson)] {
            let reason = NotCanonical { path: String::new(), reason };
            assert_eq!(refused(payload), Invalid::PayloadNotCanonical { event_id, reason });
        }
    }

    #[test]
    fn a_payload_has_a_largest_size() {
        let of_size =
            |bytes: usize| format!("{{\"a\":\"{}\"}}", "x".repeat(bytes - 8)).into_bytes();
        let mut request = request();
        request.writes[0].events[0].payload = of_size(PAYLOAD_BYTES_MAX);
        assert_eq!(validate(&request, false), Ok(()));
        let bytes = PAYLOAD_BYTES_MAX + 1;
        let invalid = refused_event(|event| event.payload = of_size(bytes));
        assert_eq!(invalid, Invalid::PayloadTooLarge { event_id: Uuid::from_u128(2), bytes });
    }

    #[test]
    fn a_request_has_a_largest_number_of_events() {
        let many = |count| {
            let mut request = request();
            request.writes[0].events = vec![request.writes[0].events[0].clone(); count];
            validate(&request, false)
        };
        assert_eq!(many(EVENTS_MAX), Ok(()));
        assert_eq!(many(EVENTS_MAX + 1), Err(Invalid::TooManyEvents(EVENTS_MAX + 1)));
    }
}
