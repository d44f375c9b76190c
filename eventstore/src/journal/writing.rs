//! The transaction that appends: lock, read, judge, insert, commit, in two visits to the database.
//!
//! Statements are sent unprepared (`*_typed`): each is planned with the sizes its tables have now. A plan made while a
//! table was empty and kept since is what made event stores slow in their first hour.
//!
//! Invariant: whatever interrupts this file, a caller that gives up included, the connection is closed unless the
//! transaction is over; closing it rolls back and frees the lock.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use deadpool_postgres::{Object, Pool};
use tokio_postgres::Row;
use tokio_postgres::error::{Severity, SqlState};
use tokio_postgres::types::Type;
use uuid::Uuid;

use super::{Failure, Journal};
use crate::envelope::{Position, RecordedEvent};
use crate::leaf;
use crate::request::AppendRequest;
use crate::verdict::{CommandRecord, Head, LogState, StreamState, Verdict, instant_at, judge};

/// The class of the advisory locks on logs; the log's number is the other half. Any constant does, as long as nobody
/// else in the database uses it.
const LOCK_CLASS: i32 = 0x6a6f_7572;

/// Opens the transaction with limits of its own. A holder that hangs between the two visits is ended by the database
/// and its batch vanishes; one that waits for the lock gives up before its caller does.
const BEGIN: &str = "begin isolation level read committed;
                     set local lock_timeout = '10s';
                     set local statement_timeout = '60s';
                     set local idle_in_transaction_session_timeout = '5s';
                     set local synchronous_commit = on";

/// How a transaction ended that did not answer.
#[derive(Debug)]
pub(super) enum Broken {
    /// Before anything was sent to be written.
    NothingWritten(Failure),
    /// The database refused what was sent, and rolled it back.
    Refused(tokio_postgres::Error),
    /// The connection was lost with the commit on its way: these verdicts hold, or nothing happened.
    Unknown { verdicts: Vec<Verdict>, error: tokio_postgres::Error },
}

impl From<tokio_postgres::Error> for Broken {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::NothingWritten(if error.code() == Some(&SqlState::LOCK_NOT_AVAILABLE) {
            Failure::Busy
        } else {
            Failure::Storage(error)
        })
    }
}

/// A connection with a transaction open: closed when dropped, given back when the transaction is over.
struct Session(Option<Object>);

impl Session {
    async fn open(pool: &Pool) -> Result<Self, Failure> {
        Ok(Self(Some(pool.get().await?)))
    }

    fn client(&self) -> &Object {
        self.0.as_ref().expect("the connection is there until the session is over")
    }

    fn over(mut self) {
        self.0 = None;
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if let Some(connection) = self.0.take() {
            drop(Object::take(connection));
        }
    }
}

/// Judges the requests under the log's lock and writes those that are accepted.
pub(super) async fn transact(
    journal: &Journal,
    requests: &[&AppendRequest],
) -> Result<Vec<Verdict>, Broken> {
    let session = Session::open(journal.database.pool()).await.map_err(Broken::NothingWritten)?;
    let mut state = lock_and_read(session.client(), journal, requests).await?;
    let verdicts = judge(&mut state, requests);
    let batch = Batch::new(journal, requests, &verdicts);
    if batch.commands.is_empty() {
        session.client().batch_execute("rollback").await?;
        session.over();
        return Ok(verdicts);
    }
    match write_and_commit(session.client(), journal.log_id, &batch).await {
        Ok(()) => {
            session.over();
            Ok(verdicts)
        }
        Err(error) if is_refusal(&error) => Err(Broken::Refused(error)),
        Err(error) => Err(Broken::Unknown { verdicts, error }),
    }
}

/// The first visit. The lock comes first, and each statement after it sees what the last holder committed.
async fn lock_and_read(
    client: &Object,
    journal: &Journal,
    requests: &[&AppendRequest],
) -> Result<LogState, Broken> {
    let commands: Vec<Uuid> = requests.iter().map(|request| request.command_id).collect();
    let mut streams: Vec<Uuid> = requests
        .iter()
        .flat_map(|request| request.expectations().map(|(stream, _)| stream.id))
        .collect();
    streams.sort_unstable();
    streams.dedup();
    let (begun, locked, head, streams, commands) = tokio::join!(
        biased;
        client.batch_execute(BEGIN),
        take_lock(client, journal.log_id),
        select_head(client, journal.log_id),
        select_streams(client, journal.log_id, &streams),
        select_commands(client, journal.log_id, &commands),
    );
    begun?;
    locked?;
    read_state(&head?, &streams?, &commands?).map_err(Broken::NothingWritten)
}

async fn take_lock(client: &Object, log_id: i16) -> Result<Vec<Row>, tokio_postgres::Error> {
    client
        .query_typed(
            "select pg_advisory_xact_lock($1, $2)",
            &[(&LOCK_CLASS, Type::INT4), (&i32::from(log_id), Type::INT4)],
        )
        .await
}

async fn select_head(client: &Object, log_id: i16) -> Result<Row, tokio_postgres::Error> {
    client
        .query_typed_one(
            "select clock_timestamp(), head.position, head.recorded_at
               from (values (1)) as one (row)
               left join lateral (
                    select event.position, event.recorded_at
                      from journal.event as event
                     where event.log_id = $1
                     order by event.position desc
                     limit 1) as head on true",
            &[(&log_id, Type::INT2)],
        )
        .await
}

pub(super) async fn select_streams(
    client: &Object,
    log_id: i16,
    streams: &[Uuid],
) -> Result<Vec<Row>, tokio_postgres::Error> {
    client
        .query_typed(
            "select stream.stream_id, kind.name, stream.version
               from journal.stream as stream
               join journal.name as kind on kind.name_id = stream.stream_type
              where stream.log_id = $1 and stream.stream_id = any ($2)",
            &[(&log_id, Type::INT2), (&streams, Type::UUID_ARRAY)],
        )
        .await
}

pub(super) async fn select_commands(
    client: &Object,
    log_id: i16,
    commands: &[Uuid],
) -> Result<Vec<Row>, tokio_postgres::Error> {
    client
        .query_typed(
            "select command.command_id, command.request_hash, command.first_position,
                    command.last_position, command.recorded_at
               from journal.command as command
              where command.log_id = $1 and command.command_id = any ($2)",
            &[(&log_id, Type::INT2), (&commands, Type::UUID_ARRAY)],
        )
        .await
}

fn read_state(head: &Row, streams: &[Row], commands: &[Row]) -> Result<LogState, Failure> {
    let now: DateTime<Utc> = head.try_get(0)?;
    let last: Option<i64> = head.try_get(1)?;
    let head = Head {
        position: last.map_or(Ok(Position::ORIGIN), super::reading::position)?,
        recorded_at: head.try_get(2)?,
    };
    let streams = streams.iter().map(read_stream).collect::<Result<_, _>>()?;
    let commands = commands
        .iter()
        .map(|row| Ok((row.try_get(0)?, super::reading::command_record(row, 1)?)))
        .collect::<Result<HashMap<Uuid, CommandRecord>, Failure>>()?;
    Ok(LogState { head, streams, commands, now })
}

pub(super) fn read_stream(row: &Row) -> Result<(Uuid, StreamState), Failure> {
    let version: i32 = row.try_get(2)?;
    let version = u32::try_from(version).map_err(|_| Failure::Damaged("stream.version"))?;
    Ok((row.try_get(0)?, StreamState { kind: row.try_get(1)?, version }))
}

/// The second visit: everything that was accepted, and the commit, sent together.
async fn write_and_commit(
    client: &Object,
    log_id: i16,
    batch: &Batch<'_>,
) -> Result<(), tokio_postgres::Error> {
    let (events, streams, commands, committed) = tokio::join!(
        biased;
        batch.events.insert(client, log_id),
        batch.streams.upsert(client, log_id),
        batch.commands.insert(client, log_id),
        client.batch_execute("commit"),
    );
    // A refused statement turns the commit into a rollback, so the first error is the cause.
    events?;
    streams?;
    commands?;
    committed
}

/// Whether the database itself said no to a statement, and lives. Anything else leaves the outcome unknown.
fn is_refusal(error: &tokio_postgres::Error) -> bool {
    error.as_db_error().is_some_and(|refusal| refusal.parsed_severity() == Some(Severity::Error))
}

/// The accepted requests of a batch, in columns.
struct Batch<'a> {
    events: Events<'a>,
    streams: Streams,
    commands: Commands,
}

impl<'a> Batch<'a> {
    fn new(journal: &Journal, requests: &[&'a AppendRequest], verdicts: &[Verdict]) -> Self {
        let mut batch = Self {
            events: Events::default(),
            streams: Streams::default(),
            commands: Commands::default(),
        };
        let mut advanced = HashMap::new();
        for (request, verdict) in requests.iter().zip(verdicts) {
            match verdict {
                Verdict::Appended { first, last, recorded_at, versions } => {
                    batch.events.push(journal, request, (*first, *last), *recorded_at);
                    batch.commands.push(request, (*first, *last), *recorded_at);
                    for (stream, version) in versions {
                        let kind = journal.names.number(&stream.kind);
                        advanced.insert(stream.id, (kind, *version, *last));
                    }
                }
                Verdict::Duplicate { .. } | Verdict::Conflict(_) | Verdict::Invalid(_) => {}
            }
        }
        batch.streams = Streams::new(advanced);
        batch
    }
}

/// Columns of `journal.event`.
#[derive(Default)]
struct Events<'a> {
    positions: Vec<i64>,
    stream_ids: Vec<Uuid>,
    stream_types: Vec<i16>,
    stream_versions: Vec<i32>,
    event_types: Vec<i16>,
    schema_versions: Vec<i16>,
    event_ids: Vec<Uuid>,
    command_ids: Vec<Uuid>,
    recorded_at: Vec<DateTime<Utc>>,
    survenu_le: Vec<NaiveDate>,
    survenu_a: Vec<Option<DateTime<Utc>>>,
    precisions: Vec<&'static str>,
    connu_le: Vec<NaiveDate>,
    actors: Vec<&'a str>,
    finalites: Vec<&'a str>,
    correlation_ids: Vec<Option<Uuid>>,
    causation_ids: Vec<Option<Uuid>>,
    payloads: Vec<&'a [u8]>,
    leaves: Vec<Vec<u8>>,
}

impl<'a> Events<'a> {
    fn push(
        &mut self,
        journal: &Journal,
        request: &'a AppendRequest,
        (first, last): (Position, Position),
        recorded_at: DateTime<Utc>,
    ) {
        let mut position = first;
        for (write, version, event) in request.events() {
            let mut recorded = RecordedEvent {
                log: journal.name.clone(),
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
            self.push_recorded(journal, &recorded);
            self.actors.push(&request.actor);
            self.finalites.push(&request.finalite);
            self.payloads.push(&event.payload);
            position = position.next();
        }
    }

    fn push_recorded(&mut self, journal: &Journal, event: &RecordedEvent) {
        self.positions.push(event.position.as_i64());
        self.stream_ids.push(event.stream.id);
        self.stream_types.push(journal.names.number(&event.stream.kind));
        self.stream_versions.push(event.version.cast_signed());
        self.event_types.push(journal.names.number(&event.event_type));
        self.schema_versions.push(event.schema_version.cast_signed());
        self.event_ids.push(event.event_id);
        self.command_ids.push(event.command_id);
        self.recorded_at.push(event.recorded_at);
        self.survenu_le.push(event.survenu.le);
        self.survenu_a.push(event.survenu.a);
        self.precisions.push(event.survenu.precision.name());
        self.connu_le.push(event.connu_le);
        self.correlation_ids.push(event.correlation_id);
        self.causation_ids.push(event.causation_id);
        self.leaves.push(event.leaf.to_vec());
    }

    async fn insert(&self, client: &Object, log_id: i16) -> Result<u64, tokio_postgres::Error> {
        client
            .execute_typed(
                "insert into journal.event (
                     log_id, position, stream_id, stream_type, stream_version, event_type,
                     schema_version, event_id, command_id, recorded_at, survenu_le, survenu_a,
                     survenu_precision, connu_le, actor, finalite, correlation_id, causation_id,
                     payload, leaf)
                 select $1, new.position, new.stream_id, new.stream_type, new.stream_version,
                        new.event_type, new.schema_version, new.event_id, new.command_id,
                        new.recorded_at, new.survenu_le, new.survenu_a, new.survenu_precision,
                        new.connu_le, new.actor, new.finalite, new.correlation_id,
                        new.causation_id, new.payload, new.leaf
                   from unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
                               $17, $18, $19, $20)
                     as new (position, stream_id, stream_type, stream_version, event_type,
                             schema_version, event_id, command_id, recorded_at, survenu_le,
                             survenu_a, survenu_precision, connu_le, actor, finalite,
                             correlation_id, causation_id, payload, leaf)",
                &[
                    (&log_id, Type::INT2),
                    (&self.positions, Type::INT8_ARRAY),
                    (&self.stream_ids, Type::UUID_ARRAY),
                    (&self.stream_types, Type::INT2_ARRAY),
                    (&self.stream_versions, Type::INT4_ARRAY),
                    (&self.event_types, Type::INT2_ARRAY),
                    (&self.schema_versions, Type::INT2_ARRAY),
                    (&self.event_ids, Type::UUID_ARRAY),
                    (&self.command_ids, Type::UUID_ARRAY),
                    (&self.recorded_at, Type::TIMESTAMPTZ_ARRAY),
                    (&self.survenu_le, Type::DATE_ARRAY),
                    (&self.survenu_a, Type::TIMESTAMPTZ_ARRAY),
                    (&self.precisions, Type::TEXT_ARRAY),
                    (&self.connu_le, Type::DATE_ARRAY),
                    (&self.actors, Type::TEXT_ARRAY),
                    (&self.finalites, Type::TEXT_ARRAY),
                    (&self.correlation_ids, Type::UUID_ARRAY),
                    (&self.causation_ids, Type::UUID_ARRAY),
                    (&self.payloads, Type::BYTEA_ARRAY),
                    (&self.leaves, Type::BYTEA_ARRAY),
                ],
            )
            .await
    }
}

/// Columns of `journal.stream`: the last version each written stream reached.
#[derive(Default)]
struct Streams {
    stream_ids: Vec<Uuid>,
    stream_types: Vec<i16>,
    versions: Vec<i32>,
    last_positions: Vec<i64>,
}

impl Streams {
    fn new(advanced: HashMap<Uuid, (i16, u32, Position)>) -> Self {
        let mut streams = Self::default();
        for (stream_id, (kind, version, last)) in advanced {
            streams.stream_ids.push(stream_id);
            streams.stream_types.push(kind);
            streams.versions.push(version.cast_signed());
            streams.last_positions.push(last.as_i64());
        }
        streams
    }

    async fn upsert(&self, client: &Object, log_id: i16) -> Result<u64, tokio_postgres::Error> {
        client
            .execute_typed(
                "insert into journal.stream as known (
                     log_id, stream_id, stream_type, version, last_position)
                 select $1, new.stream_id, new.stream_type, new.version, new.last_position
                   from unnest($2, $3, $4, $5)
                     as new (stream_id, stream_type, version, last_position)
                     on conflict (log_id, stream_id) do update
                    set version = excluded.version, last_position = excluded.last_position",
                &[
                    (&log_id, Type::INT2),
                    (&self.stream_ids, Type::UUID_ARRAY),
                    (&self.stream_types, Type::INT2_ARRAY),
                    (&self.versions, Type::INT4_ARRAY),
                    (&self.last_positions, Type::INT8_ARRAY),
                ],
            )
            .await
    }
}

/// Columns of `journal.command`.
#[derive(Default)]
struct Commands {
    command_ids: Vec<Uuid>,
    request_hashes: Vec<Vec<u8>>,
    first_positions: Vec<i64>,
    last_positions: Vec<i64>,
    recorded_at: Vec<DateTime<Utc>>,
}

impl Commands {
    fn is_empty(&self) -> bool {
        self.command_ids.is_empty()
    }

    fn push(
        &mut self,
        request: &AppendRequest,
        (first, last): (Position, Position),
        recorded_at: DateTime<Utc>,
    ) {
        self.command_ids.push(request.command_id);
        self.request_hashes.push(request.request_hash.to_vec());
        self.first_positions.push(first.as_i64());
        self.last_positions.push(last.as_i64());
        self.recorded_at.push(recorded_at);
    }

    async fn insert(&self, client: &Object, log_id: i16) -> Result<u64, tokio_postgres::Error> {
        client
            .execute_typed(
                "insert into journal.command (
                     log_id, command_id, request_hash, first_position, last_position, recorded_at)
                 select $1, new.command_id, new.request_hash, new.first_position,
                        new.last_position, new.recorded_at
                   from unnest($2, $3, $4, $5, $6)
                     as new (command_id, request_hash, first_position, last_position,
                             recorded_at)",
                &[
                    (&log_id, Type::INT2),
                    (&self.command_ids, Type::UUID_ARRAY),
                    (&self.request_hashes, Type::BYTEA_ARRAY),
                    (&self.first_positions, Type::INT8_ARRAY),
                    (&self.last_positions, Type::INT8_ARRAY),
                    (&self.recorded_at, Type::TIMESTAMPTZ_ARRAY),
                ],
            )
            .await
    }
}
