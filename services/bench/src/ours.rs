//! Our store, as clients of these measures see it: a log of the journal, simulated for life as every bench's is.
//!
//! A client does here what the engine does for each command before it appends: the keyed hash of the request.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use eventstore::{
    AppendRequest, Database, Journal, NewEvent, StreamId, Verdict, When, request_hash,
};
use uuid::Uuid;

use crate::Failure;
use crate::draw::Draw;
use crate::store::{Command, Outcome, Promises, Store, Watch, Write};
use crate::workloads::new_streams;

/// Connections of readers.
const CONNECTIONS: usize = 16;

const LOG: &str = "banc/journal";

/// How many events one call appends while a log is grown.
const GROWTH: usize = 1_000;

/// A log of ours.
#[derive(Clone, Debug)]
pub struct Ours {
    journal: Journal,
    day: NaiveDate,
    at: DateTime<Utc>,
}

impl Ours {
    /// Creates it in a database that has our schema.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn create(url: &str) -> Result<Self, Failure> {
        let journal = Journal::create(&Database::at(url, CONNECTIONS)?, LOG, true).await?;
        let at = DateTime::from_timestamp(1_767_225_600, 0).unwrap_or_default();
        Ok(Self { journal, day: at.date_naive(), at })
    }

    /// The log itself.
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// A command as the journal takes it.
    pub fn request(&self, command: Command) -> AppendRequest {
        let Command { id, writes } = command;
        let first = writes.iter().flat_map(|write| &write.events).next();
        let body = first.map_or(&[][..], |(_, payload)| payload);
        AppendRequest {
            command_id: id,
            request_hash: request_hash(b"banc", body, "agent-0042"),
            actor: "agent-0042".to_owned(),
            finalite: "protection_de_l_enfance".to_owned(),
            correlation_id: None,
            simulated_at: Some(self.at),
            writes: writes.into_iter().map(|write| self.write(write)).collect(),
            checks: Vec::new(),
            erases: Vec::new(),
        }
    }

    /// Appends so many events, each on a stream of its own, and gives the streams.
    ///
    /// # Errors
    /// When the journal fails or refuses one.
    pub async fn grow(&self, draw: &Draw, events: usize) -> Result<Vec<Uuid>, Failure> {
        let mut hand = draw.hand();
        let mut streams = Vec::with_capacity(events);
        while streams.len() < events {
            let count = GROWTH.min(events - streams.len());
            let commands: Vec<_> = (0..count).map(|_| new_streams(&mut hand, 1, 1)).collect();
            let writes = commands.iter().flat_map(|command| &command.writes);
            streams.extend(writes.map(|write| write.stream));
            let requests = commands.into_iter().map(|command| self.request(command)).collect();
            for verdict in self.journal.append_all(requests).await? {
                if outcome(verdict)? != Outcome::Accepted {
                    return Err(Failure::other("une commande de mise en place a été refusée"));
                }
            }
        }
        Ok(streams)
    }

    fn write(&self, write: Write) -> eventstore::Write {
        let Write { stream, expected, events } = write;
        let event = |(event_id, payload)| NewEvent {
            event_id,
            event_type: "information_recue".to_owned(),
            schema_version: 1,
            survenu: When::day(self.day),
            connu_le: self.day,
            causation_id: None,
            payload,
        };
        let stream = StreamId::new("enfant", stream);
        eventstore::Write { stream, expected, events: events.into_iter().map(event).collect() }
    }
}

/// What a verdict is to a client that knows what it asked.
pub fn outcome(verdict: Verdict) -> Result<Outcome, Failure> {
    match verdict {
        Verdict::Appended { .. } | Verdict::Duplicate { .. } => Ok(Outcome::Accepted),
        Verdict::Conflict(_) => Ok(Outcome::Conflict),
        Verdict::Invalid(invalid) => Err(Failure::other(invalid)),
        Verdict::Expired => Err(Failure::other("une commande sans échéance a expiré")),
    }
}

#[async_trait]
impl Store for Ours {
    fn name(&self) -> &'static str {
        "parcours"
    }

    fn promises(&self) -> Promises {
        Promises { order: true, contiguous: true, idempotent: true, hash: true, many_streams: true }
    }

    fn log(&self) -> String {
        format!(
            "select event.position as position, event.stream_id as stream,
                    event.stream_version::bigint as version
               from journal.event as event
              where event.log_id = {}",
            self.journal.log_id()
        )
    }

    fn watch(&self) -> Option<Watch> {
        Some(Watch::Contiguous(format!(
            "select event.position
               from journal.event as event
              where event.log_id = {} and event.position > $1
              order by event.position
              limit $2",
            self.journal.log_id()
        )))
    }

    fn commits_after(&self) -> Option<String> {
        Some(format!(
            "select count(distinct event.xmin::text)
               from journal.event as event
              where event.log_id = {} and event.position > $1",
            self.journal.log_id()
        ))
    }

    async fn append(&self, command: Command) -> Result<Outcome, Failure> {
        outcome(self.journal.append(self.request(command)).await?)
    }

    async fn read_stream(&self, stream: Uuid) -> Result<u32, Failure> {
        let events = self.journal.read_streams(&[stream], None).await?;
        Ok(events.last().map_or(0, |event| event.version))
    }

    async fn commands_kept(&self, commands: &[Uuid]) -> Result<Option<String>, Failure> {
        let kept = self.journal.commands(commands).await?.len();
        let missing = commands.len() - kept;
        Ok((missing > 0)
            .then(|| format!("{missing} commandes confirmées sont inconnues du journal")))
    }
}
