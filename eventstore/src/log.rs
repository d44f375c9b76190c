//! What a log can do, whoever keeps it: PostgreSQL ([`Journal`]) or this process ([`MemoryLog`](crate::MemoryLog)).
//!
//! Code that decides is written against this trait and tested in memory; code that runs a service names [`Journal`],
//! whose own methods these are. Each promise below is a contract of the conformance suite, which every
//! implementation passes.
//!
//! Deliberately not here: opening and creating logs, proofs and signed heads, keys, observers of a writer.

use std::collections::HashMap;
use std::fmt;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::envelope::{Position, RecordedEvent};
use crate::journal::{Failure, Journal, Pace, Signals, Terms};
use crate::request::AppendRequest;
use crate::verdict::{CommandRecord, Head, Verdict};

/// An append-only log of events in streams. Clones are the same log.
pub trait Log: Clone + fmt::Debug + Send + Sync + 'static {
    /// The name of the log, which leaves hash.
    fn name(&self) -> &str;

    /// Whether it takes its instants from the requests.
    fn is_simulated(&self) -> bool;

    /// Submits requests on terms and gives the verdict of each. They are judged in their order, each seeing those
    /// before it; one that is refused never fails another.
    fn submit(
        &self,
        requests: Vec<AppendRequest>,
        terms: Terms,
    ) -> impl Future<Output = Result<Vec<Verdict>, Failure>> + Send;

    /// The same, by somebody who waits for the answer as long as it takes.
    fn append_all(
        &self,
        requests: Vec<AppendRequest>,
    ) -> impl Future<Output = Result<Vec<Verdict>, Failure>> + Send {
        self.submit(requests, Terms::default())
    }

    /// The same, for one request.
    fn append(
        &self,
        request: AppendRequest,
    ) -> impl Future<Output = Result<Verdict, Failure>> + Send {
        let verdicts = self.append_all(vec![request]);
        async { Ok(verdicts.await?.pop().expect("one request has one verdict")) }
    }

    /// The events of those streams recorded up to a position (all of them without one), ordered by stream identifier,
    /// then by version. A stream that does not exist has none.
    fn read_streams(
        &self,
        streams: &[Uuid],
        up_to: Option<Position>,
    ) -> impl Future<Output = Result<Vec<RecordedEvent>, Failure>> + Send;

    /// At most `limit` events after a position, and up to another if given, in order.
    fn read_from(
        &self,
        after: Position,
        up_to: Option<Position>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<RecordedEvent>, Failure>> + Send;

    /// The last place of the log.
    fn head(&self) -> impl Future<Output = Result<Head, Failure>> + Send;

    /// How a command was answered, if it was.
    fn command(
        &self,
        command_id: Uuid,
    ) -> impl Future<Output = Result<Option<CommandRecord>, Failure>> + Send;

    /// How those commands were answered. One that was not is not in the answer.
    fn commands(
        &self,
        command_ids: &[Uuid],
    ) -> impl Future<Output = Result<HashMap<Uuid, CommandRecord>, Failure>> + Send;

    /// The version of each of those streams. One that does not exist is not in the answer.
    fn versions(
        &self,
        streams: &[Uuid],
    ) -> impl Future<Output = Result<HashMap<Uuid, u32>, Failure>> + Send;

    /// The greatest position recorded at an instant or before, rounded down to the end of the request it falls in. The
    /// origin means that nothing was recorded then: *non couvert*.
    fn position_at(
        &self,
        instant: DateTime<Utc>,
    ) -> impl Future<Output = Result<Position, Failure>> + Send;

    /// A position rounded down to the end of the request it falls in; beyond the head, the head.
    fn request_end(&self, at: Position) -> impl Future<Output = Result<Position, Failure>> + Send;

    /// When the first event was recorded: before it, nothing is covered.
    fn first_recorded_at(
        &self,
    ) -> impl Future<Output = Result<Option<DateTime<Utc>>, Failure>> + Send;

    /// Everything recorded after a position, each event once and in order, then what comes, for as long as it is
    /// polled. Polled first inside a runtime. A position beyond the head is a [`Failure::Gap`].
    fn subscribe_at(&self, pace: Pace, after: Position) -> Signals;

    /// The same, at the usual pace.
    fn subscribe(&self, after: Position) -> Signals {
        self.subscribe_at(Pace::default(), after)
    }
}

impl Log for Journal {
    fn name(&self) -> &str {
        Journal::name(self)
    }

    fn is_simulated(&self) -> bool {
        Journal::is_simulated(self)
    }

    async fn submit(
        &self,
        requests: Vec<AppendRequest>,
        terms: Terms,
    ) -> Result<Vec<Verdict>, Failure> {
        Journal::submit(self, requests, terms).await
    }

    async fn append_all(&self, requests: Vec<AppendRequest>) -> Result<Vec<Verdict>, Failure> {
        Journal::append_all(self, requests).await
    }

    async fn append(&self, request: AppendRequest) -> Result<Verdict, Failure> {
        Journal::append(self, request).await
    }

    async fn read_streams(
        &self,
        streams: &[Uuid],
        up_to: Option<Position>,
    ) -> Result<Vec<RecordedEvent>, Failure> {
        Journal::read_streams(self, streams, up_to).await
    }

    async fn read_from(
        &self,
        after: Position,
        up_to: Option<Position>,
        limit: usize,
    ) -> Result<Vec<RecordedEvent>, Failure> {
        Journal::read_from(self, after, up_to, limit).await
    }

    async fn head(&self) -> Result<Head, Failure> {
        Journal::head(self).await
    }

    async fn command(&self, command_id: Uuid) -> Result<Option<CommandRecord>, Failure> {
        Journal::command(self, command_id).await
    }

    async fn commands(
        &self,
        command_ids: &[Uuid],
    ) -> Result<HashMap<Uuid, CommandRecord>, Failure> {
        Journal::commands(self, command_ids).await
    }

    async fn versions(&self, streams: &[Uuid]) -> Result<HashMap<Uuid, u32>, Failure> {
        Journal::versions(self, streams).await
    }

    async fn position_at(&self, instant: DateTime<Utc>) -> Result<Position, Failure> {
        Journal::position_at(self, instant).await
    }

    async fn request_end(&self, at: Position) -> Result<Position, Failure> {
        Journal::request_end(self, at).await
    }

    async fn first_recorded_at(&self) -> Result<Option<DateTime<Utc>>, Failure> {
        Journal::first_recorded_at(self).await
    }

    fn subscribe_at(&self, pace: Pace, after: Position) -> Signals {
        Journal::subscribe_at(self, pace, after)
    }

    fn subscribe(&self, after: Position) -> Signals {
        Journal::subscribe(self, after)
    }
}
