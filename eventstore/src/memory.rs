//! The twin in memory: the same log as [`crate::Journal`], kept by the process and gone with it.
//!
//! For tests of a domain and for examples, which then need no database. It is no fake: requests pass the same rules
//! ([`validate`]), get the same verdicts ([`judge`]) and become the same events, leaves and instants included. What
//! says so is the conformance suite, which runs every contract of a log on this one and on PostgreSQL.
//!
//! Invariant: a submission is judged and kept under one lock, so readers see it whole or not at all.
//!
//! Deliberately not here: anything that lasts, keys (what a request erases has no key here to destroy), a queue (a
//! submission has its turn at once: nothing waits, nothing is refused for want of room, both lanes are one), and a
//! clock, which the caller gives.

mod following;

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use chrono::{DateTime, SubsecRound as _, Utc};
use tokio::sync::watch;
use uuid::Uuid;

use crate::envelope::{Position, RecordedEvent};
use crate::journal::{Failure, Pace, Signals, Terms};
use crate::leaf;
use crate::log::Log;
use crate::request::{AppendRequest, Invalid, validate};
use crate::verdict::{Asked, CommandRecord, Head, LogState, Verdict, instant_at, judge};

/// A log in memory. Clones are the same log.
#[derive(Clone)]
pub struct MemoryLog(Arc<Shared>);

struct Shared {
    name: Arc<str>,
    clock: Option<Clock>,
    kept: Mutex<Kept>,
    head: watch::Sender<Position>,
}

type Clock = Box<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// What the log holds.
struct Kept {
    state: LogState,
    events: Vec<RecordedEvent>,
    /// Where the events of each stream are among all, by version.
    streams: HashMap<Uuid, Vec<usize>>,
}

impl MemoryLog {
    /// An empty log that takes its instants from the requests.
    pub fn simulated(name: &str) -> Self {
        Self::new(name, None)
    }

    /// An empty log that takes its instants from a clock, to the microsecond as a database does. The clock may stand
    /// still or go back: instants grow strictly all the same.
    pub fn clocked(name: &str, clock: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        Self::new(name, Some(Box::new(clock)))
    }

    fn new(name: &str, clock: Option<Clock>) -> Self {
        Self(Arc::new(Shared {
            name: Arc::from(name),
            clock,
            kept: Mutex::new(Kept::empty()),
            head: watch::Sender::new(Position::ORIGIN),
        }))
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn submitted(&self, requests: &[AppendRequest], terms: Terms) -> Vec<Verdict> {
        let late = terms.deadline.is_some_and(|deadline| deadline <= Instant::now());
        let invalid = requests.iter().map(|request| validate(request, self.is_simulated()).err());
        let invalid: Vec<Option<Invalid>> = invalid.collect();
        let mut kept = self.kept();
        if let Some(clock) = &self.0.clock {
            kept.state.now = clock().trunc_subsecs(6);
        }
        let verdicts = requests.iter().zip(invalid).map(|(request, invalid)| match invalid {
            Some(invalid) => Verdict::Invalid(invalid),
            None => kept.submitted(&self.0.name, Asked { request, late }),
        });
        let verdicts = verdicts.collect();
        // Told inside the lock: heads are told in order.
        let position = kept.state.head.position;
        self.0.head.send_if_modified(|head| std::mem::replace(head, position) != position);
        verdicts
    }
}

impl fmt::Debug for MemoryLog {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("MemoryLog")
            .field("name", &self.0.name)
            .field("head", &*self.0.head.borrow())
            .finish_non_exhaustive()
    }
}

impl Kept {
    fn empty() -> Self {
        let state = LogState {
            head: Head::default(),
            streams: HashMap::new(),
            commands: HashMap::new(),
            now: DateTime::UNIX_EPOCH,
        };
        Self { state, events: Vec::new(), streams: HashMap::new() }
    }

    /// Judges a request, and keeps what it recorded.
    fn submitted(&mut self, log: &Arc<str>, asked: Asked<'_>) -> Verdict {
        let verdict = judge(&mut self.state, &[asked]).remove(0);
        if let Verdict::Appended { first, last, recorded_at, versions: _ } = verdict {
            self.record(log, asked.request, (first, last), recorded_at);
        }
        verdict
    }

    fn record(
        &mut self,
        log: &Arc<str>,
        request: &AppendRequest,
        (first, last): (Position, Position),
        recorded_at: DateTime<Utc>,
    ) {
        let positions = (first.get()..).map(Position::new);
        for ((write, version, event), position) in request.events().zip(positions) {
            let mut recorded = RecordedEvent {
                log: log.clone(),
                position,
                stream: write.stream.clone(),
                version,
                event_type: event.event_type.clone(),
                schema_version: event.schema_version,
                event_id: event.event_id,
                command_id: request.command_id,
                recorded_at: instant_at(position, last, recorded_at),
                survenu: event.survenu,
                connu_le: event.connu_le,
                actor: request.actor.clone(),
                finalite: request.finalite.clone(),
                correlation_id: request.correlation_id,
                causation_id: event.causation_id,
                payload: event.payload.clone(),
                leaf: [0; 33],
            };
            recorded.leaf = leaf::v1(&recorded);
            self.push(recorded);
        }
    }

    fn push(&mut self, event: RecordedEvent) {
        self.streams.entry(event.stream.id).or_default().push(self.events.len());
        self.events.push(event);
    }

    fn stream(&self, stream: Uuid) -> impl Iterator<Item = &RecordedEvent> {
        self.streams.get(&stream).into_iter().flatten().map(|index| &self.events[*index])
    }

    /// How many events there are up to a position, all of them beyond the head.
    fn count_up_to(&self, at: Position) -> usize {
        usize::try_from(at.get()).map_or(self.events.len(), |count| count.min(self.events.len()))
    }

    fn after(&self, after: Position, up_to: Option<Position>, limit: usize) -> Vec<RecordedEvent> {
        let end = up_to.map_or(self.events.len(), |up_to| self.count_up_to(up_to));
        let start = self.count_up_to(after).min(end);
        self.events[start..end].iter().take(limit).cloned().collect()
    }

    fn request_end(&self, at: Position) -> Position {
        let Some(index) = self.count_up_to(at).checked_sub(1) else { return Position::ORIGIN };
        let command = self.events[index].command_id;
        let command = self.state.commands.get(&command).expect("an event comes from a command");
        if command.last <= at { command.last } else { command.first.previous() }
    }

    fn position_at(&self, instant: DateTime<Utc>) -> Position {
        let count = self.events.partition_point(|event| event.recorded_at <= instant);
        self.request_end(Position::new(count as u64))
    }
}

impl Log for MemoryLog {
    fn name(&self) -> &str {
        &self.0.name
    }

    fn is_simulated(&self) -> bool {
        self.0.clock.is_none()
    }

    async fn submit(
        &self,
        requests: Vec<AppendRequest>,
        terms: Terms,
    ) -> Result<Vec<Verdict>, Failure> {
        Ok(self.submitted(&requests, terms))
    }

    async fn read_streams(
        &self,
        streams: &[Uuid],
        up_to: Option<Position>,
    ) -> Result<Vec<RecordedEvent>, Failure> {
        let kept = self.kept();
        let streams: BTreeSet<Uuid> = streams.iter().copied().collect();
        let events = streams.iter().flat_map(|stream| kept.stream(*stream));
        let within = |event: &&RecordedEvent| up_to.is_none_or(|up_to| event.position <= up_to);
        Ok(events.filter(within).cloned().collect())
    }

    async fn read_from(
        &self,
        after: Position,
        up_to: Option<Position>,
        limit: usize,
    ) -> Result<Vec<RecordedEvent>, Failure> {
        Ok(self.kept().after(after, up_to, limit))
    }

    async fn head(&self) -> Result<Head, Failure> {
        Ok(self.kept().state.head)
    }

    async fn command(&self, command_id: Uuid) -> Result<Option<CommandRecord>, Failure> {
        Ok(self.kept().state.commands.get(&command_id).copied())
    }

    async fn commands(
        &self,
        command_ids: &[Uuid],
    ) -> Result<HashMap<Uuid, CommandRecord>, Failure> {
        let kept = self.kept();
        let known = command_ids.iter().filter_map(|command| {
            kept.state.commands.get(command).map(|record| (*command, *record))
        });
        Ok(known.collect())
    }

    async fn versions(&self, streams: &[Uuid]) -> Result<HashMap<Uuid, u32>, Failure> {
        let kept = self.kept();
        let known = streams.iter().filter_map(|stream| {
            kept.state.streams.get(stream).map(|state| (*stream, state.version))
        });
        Ok(known.collect())
    }

    async fn position_at(&self, instant: DateTime<Utc>) -> Result<Position, Failure> {
        Ok(self.kept().position_at(instant))
    }

    async fn request_end(&self, at: Position) -> Result<Position, Failure> {
        Ok(self.kept().request_end(at))
    }

    async fn first_recorded_at(&self) -> Result<Option<DateTime<Utc>>, Failure> {
        Ok(self.kept().events.first().map(|event| event.recorded_at))
    }

    fn subscribe_at(&self, pace: Pace, after: Position) -> Signals {
        following::signals(self.clone(), pace, after)
    }
}
