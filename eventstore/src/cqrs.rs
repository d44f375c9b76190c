//! cqrs-es on a log: its `EventStore` trait, and nothing else of it.
//!
//! Generic over the aggregate, the log (the journal or its twin in memory) and a codec, which knows how events become
//! payloads (seals included) and how a command's circumstances become a request. Invariants: a lost race is
//! `AggregateConflict`; a command sent twice is answered with the events of the first time.
//!
//! Deliberately not here: snapshots, queries, replay. cqrs-es has them; they lose or double data.

use std::collections::HashMap;
use std::error::Error;

use cqrs_es::{Aggregate, AggregateContext, AggregateError, EventEnvelope, EventStore};

use crate::canonical;
use crate::envelope::{RecordedEvent, StreamId};
use crate::journal::{Failure, Journal};
use crate::log::Log;
use crate::request::{AppendRequest, Invalid};
use crate::verdict::Verdict;

type Boxed = Box<dyn Error + Send + Sync + 'static>;

/// Between an aggregate's events and the journal's.
pub trait Codec<A: Aggregate>: Send + Sync {
    /// Why something could not be translated.
    type Error: Error + Send + Sync + 'static;

    /// The stream of an aggregate.
    fn stream(&self, aggregate_id: &str) -> Result<StreamId, Self::Error>;

    /// Reads recorded events, one for one and in order, opening their seals.
    fn decode(
        &self,
        recorded: &[RecordedEvent],
    ) -> impl Future<Output = Result<Vec<A::Event>, Self::Error>> + Send;

    /// Makes the request that appends events to a stream at a version. The command's identifier, its hash, its actor and
    /// its finalité come from the metadata `CqrsFramework::execute_with_metadata` was given.
    fn request(
        &self,
        stream: &StreamId,
        expected: u32,
        events: &[A::Event],
        metadata: &HashMap<String, String>,
    ) -> impl Future<Output = Result<AppendRequest, Self::Error>> + Send;
}

/// A log as cqrs-es sees it.
#[derive(Debug, Clone)]
pub struct CqrsStore<C, L: Log = Journal> {
    log: L,
    codec: C,
}

impl<C, L: Log> CqrsStore<C, L> {
    /// The store of aggregates that the codec translates to and from that log.
    pub fn new(log: L, codec: C) -> Self {
        Self { log, codec }
    }
}

/// An aggregate, its stream and the version it was loaded at.
#[derive(Debug)]
pub struct Loaded<A> {
    aggregate_id: String,
    stream: StreamId,
    version: u32,
    aggregate: A,
}

impl<A: Aggregate> AggregateContext<A> for Loaded<A> {
    fn aggregate(&mut self) -> &mut A {
        &mut self.aggregate
    }
}

impl<A: Aggregate, C: Codec<A>, L: Log> EventStore<A> for CqrsStore<C, L> {
    type AC = Loaded<A>;

    async fn load_events(
        &self,
        aggregate_id: &str,
    ) -> Result<Vec<EventEnvelope<A>>, AggregateError<A::Error>> {
        let stream = self.codec.stream(aggregate_id).map_err(unexpected)?;
        let recorded = self.log.read_streams(&[stream.id], None).await.map_err(storage)?;
        self.envelopes(aggregate_id, &recorded).await
    }

    async fn load_aggregate(
        &self,
        aggregate_id: &str,
    ) -> Result<Loaded<A>, AggregateError<A::Error>> {
        let stream = self.codec.stream(aggregate_id).map_err(unexpected)?;
        let recorded = self.log.read_streams(&[stream.id], None).await.map_err(storage)?;
        let version = recorded.last().map_or(0, |event| event.version);
        let mut aggregate = A::default();
        for event in self.codec.decode(&recorded).await.map_err(undecodable)? {
            aggregate.apply(event);
        }
        Ok(Loaded { aggregate_id: aggregate_id.to_owned(), stream, version, aggregate })
    }

    async fn commit(
        &self,
        events: Vec<A::Event>,
        context: Loaded<A>,
        metadata: HashMap<String, String>,
    ) -> Result<Vec<EventEnvelope<A>>, AggregateError<A::Error>> {
        let Loaded { aggregate_id, stream, version, aggregate: _ } = context;
        let request = self.codec.request(&stream, version, &events, &metadata);
        let request = request.await.map_err(unexpected)?;
        let recorded = self.append(&stream, request).await.map_err(not_appended)?;
        self.envelopes(&aggregate_id, &recorded).await
    }
}

/// Why a commit recorded nothing.
enum NotAppended {
    Conflict,
    Invalid(Invalid),
    Failure(Failure),
}

impl From<Failure> for NotAppended {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl<C, L: Log> CqrsStore<C, L> {
    /// Appends, and gives what the command recorded on the stream, now or the first time it was sent.
    async fn append(
        &self,
        stream: &StreamId,
        request: AppendRequest,
    ) -> Result<Vec<RecordedEvent>, NotAppended> {
        let (first, last) = match self.log.append(request).await? {
            Verdict::Appended { first, last, recorded_at: _, versions: _ }
            | Verdict::Duplicate { first, last, recorded_at: _ } => (first, last),
            // Without a deadline none expires; either way nothing was written.
            Verdict::Conflict(_) | Verdict::Expired => return Err(NotAppended::Conflict),
            Verdict::Invalid(invalid) => return Err(NotAppended::Invalid(invalid)),
        };
        let mut recorded = self.log.read_from(first.previous(), Some(last), usize::MAX).await?;
        recorded.retain(|event| event.stream.id == stream.id);
        Ok(recorded)
    }

    async fn envelopes<A: Aggregate>(
        &self,
        aggregate_id: &str,
        recorded: &[RecordedEvent],
    ) -> Result<Vec<EventEnvelope<A>>, AggregateError<A::Error>>
    where
        C: Codec<A>,
    {
        let events = self.codec.decode(recorded).await.map_err(undecodable)?;
        let envelope = |(event, payload): (&RecordedEvent, A::Event)| EventEnvelope {
            aggregate_id: aggregate_id.to_owned(),
            sequence: event.version as usize,
            payload,
            metadata: metadata(event),
        };
        Ok(recorded.iter().zip(events).map(envelope).collect())
    }
}

fn metadata(event: &RecordedEvent) -> HashMap<String, String> {
    HashMap::from([
        ("position".to_owned(), event.position.to_string()),
        ("recorded_at".to_owned(), canonical::instant(event.recorded_at)),
        ("command_id".to_owned(), event.command_id.to_string()),
    ])
}

fn not_appended<E: Error>(cause: NotAppended) -> AggregateError<E> {
    match cause {
        NotAppended::Conflict => AggregateError::AggregateConflict,
        NotAppended::Invalid(invalid) => unexpected(invalid),
        NotAppended::Failure(failure) => storage(failure),
    }
}

fn unexpected<E: Error>(cause: impl Into<Boxed>) -> AggregateError<E> {
    AggregateError::UnexpectedError(cause.into())
}

fn undecodable<E: Error>(cause: impl Into<Boxed>) -> AggregateError<E> {
    AggregateError::DeserializationError(cause.into())
}

fn storage<E: Error>(failure: Failure) -> AggregateError<E> {
    AggregateError::DatabaseConnectionError(failure.into())
}
