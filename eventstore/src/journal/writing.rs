//! The transaction that appends: lock, read, judge, insert, commit, in two visits to the database.
//!
//! The writer's connection is its own. Its statements are prepared and planned once, by index whatever the sizes of the
//! tables: a plan made while a table was empty, which reads it whole, and kept since is what made event stores slow in
//! their first hour; a plan made for each batch costs a sixth of the batch.
//!
//! Invariants: the lock comes before anything is read, and each statement after it sees what the last holder
//! committed; whatever interrupts this file, the connection is closed unless the transaction is over, and closing it
//! rolls back and frees the lock.
//!
//! Deliberately not here: when to try again ([`super::writer`]).

use std::collections::HashMap;
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate, Utc};
use futures::poll;
use tokio::task::JoinHandle;
use tokio_postgres::error::{Severity, SqlState};
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, NoTls, Row, Statement};
use uuid::Uuid;

use super::names::Names;
use super::{Failure, Target};
use crate::database::Database;
use crate::envelope::{NewEvent, Position};
use crate::keys;
use crate::leaf::{self, Fields};
use crate::observer::{Counts, Observer, Step};
use crate::request::{AppendRequest, Erase, Write};
use crate::verdict::{
    Asked, CommandRecord, Head, LogState, StreamState, Verdict, instant_at, judge,
};

/// The class of the advisory locks on logs; the log's number is the other half. Any constant does, as long as nobody
/// else in the database uses it.
const LOCK_CLASS: i32 = 0x6a6f_7572;

/// The limits of a writer's session. A holder that hangs between the two visits is ended by the database, its batch
/// vanishes and others go on; one that waits for the lock gives up before its callers do. Plans are
/// made once, and go by the indexes.
const SETTINGS: &str = "-c lock_timeout=5s -c statement_timeout=30s \
                        -c idle_in_transaction_session_timeout=2s -c synchronous_commit=on \
                        -c plan_cache_mode=force_generic_plan -c enable_seqscan=off";

/// How long the first visit may take, lock included, before its connection is given up: longer than the database's
/// own limit, for a database that does not answer at all.
const FIRST_VISIT_MAX: Duration = Duration::from_secs(8);

/// How long the second visit may take before its outcome is looked up on another connection.
const SECOND_VISIT_MAX: Duration = Duration::from_secs(35);

/// A request at its turn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Turn<'a> {
    pub(super) request: &'a AppendRequest,
    pub(super) deadline: Option<Instant>,
}

/// How a transaction ended that did not answer.
#[derive(Debug)]
pub(super) enum Broken {
    /// Before anything was sent to be written, and trying again at once would not help.
    NothingWritten(Failure),
    /// Before anything was sent to be written, by losing the connection.
    Disconnected(Failure),
    /// The database refused what was sent, and rolled it back.
    Refused(tokio_postgres::Error),
    /// The connection was lost with the commit on its way: these verdicts hold, or nothing happened.
    Unknown { verdicts: Vec<Verdict>, failure: Failure },
}

impl From<Failure> for Broken {
    fn from(failure: Failure) -> Self {
        Self::NothingWritten(failure)
    }
}

impl From<tokio_postgres::Error> for Broken {
    fn from(error: tokio_postgres::Error) -> Self {
        if error.code() == Some(&SqlState::LOCK_NOT_AVAILABLE) {
            Self::NothingWritten(Failure::Busy)
        } else if is_refusal(&error) {
            Self::NothingWritten(Failure::Storage(error))
        } else {
            Self::Disconnected(Failure::Storage(error))
        }
    }
}

/// The writer's connection, with its statements ready. Dropped in the middle of a transaction, it rolls back.
pub(super) struct Line {
    client: Client,
    connection: JoinHandle<()>,
    statements: Statements,
}

struct Statements {
    head: Statement,
    streams: Statement,
    commands: Statement,
    insert_events: Statement,
    upsert_streams: Statement,
    insert_commands: Statement,
}

impl Drop for Line {
    fn drop(&mut self) {
        self.connection.abort();
    }
}

impl Line {
    /// Opens a connection, and prepares what it will send.
    pub(super) async fn open(database: &Database) -> Result<Self, Broken> {
        let mut config = database.config().clone();
        let options = format!("{} {SETTINGS}", config.get_options().unwrap_or_default());
        config
            .application_name("parcours/writer")
            .options(options.trim())
            .connect_timeout(Duration::from_secs(5))
            .tcp_user_timeout(Duration::from_secs(10))
            .keepalives_idle(Duration::from_secs(5))
            .keepalives_interval(Duration::from_secs(2))
            .keepalives_retries(3);
        let opened = within(FIRST_VISIT_MAX, async {
            let (client, connection) = config.connect(NoTls).await?;
            let connection = tokio::spawn(async move {
                // Its end is seen by whoever asks something of the client.
                let _ended = connection.await;
            });
            let statements = Statements::prepare(&client).await;
            Ok(statements.map(|statements| Self { client, connection, statements }))
        });
        match opened.await {
            Ok(line) => Ok(line?),
            // A database that starts, stops or recovers refuses connections for a moment.
            Err(Some(error)) => Err(Broken::Disconnected(Failure::Storage(error))),
            Err(None) => Err(Broken::Disconnected(Failure::Silent)),
        }
    }

    /// Whether there is still somebody at the other end, as far as is known.
    pub(super) fn is_open(&self) -> bool {
        !self.client.is_closed()
    }

    /// Judges the requests under the log's lock and writes those that are accepted. Gives their verdicts, and the
    /// head of the log.
    pub(super) async fn transact(
        &self,
        target: &Target,
        turns: &[Turn<'_>],
        observer: &dyn Observer,
    ) -> Result<(Vec<Verdict>, Position), Broken> {
        let asked = Instant::now();
        let mut state = self.lock_and_read(target, turns).await?;
        observer.observe(&Step::Locked { waited: asked.elapsed() });
        let verdicts = judge(&mut state, &at_their_turn(turns));
        observer.observe(&Step::Judged { verdicts: count(&verdicts) });
        let batch = Batch::new(target, turns, &verdicts);
        if batch.commands.is_empty() {
            self.client.batch_execute("rollback").await?;
            return Ok((verdicts, state.head.position));
        }
        match self.write_and_commit(target, &batch, state.head.position, observer).await {
            Ok(()) => Ok((verdicts, state.head.position)),
            Err(Some(error)) if is_refusal(&error) => Err(Broken::Refused(error)),
            Err(Some(error)) => Err(Broken::Unknown { verdicts, failure: Failure::Storage(error) }),
            Err(None) => Err(Broken::Unknown { verdicts, failure: Failure::Silent }),
        }
    }

    /// The first visit. The lock comes first, and each statement after it sees what the last holder committed.
    async fn lock_and_read(&self, target: &Target, turns: &[Turn<'_>]) -> Result<LogState, Broken> {
        let (commands, streams) = named(turns);
        let log_id = target.log_id;
        let lock = format!(
            "begin isolation level read committed;
             select pg_advisory_xact_lock({LOCK_CLASS}, {log_id})"
        );
        let (head_of, streams_of, commands_of): ([Param<'_>; 1], [Param<'_>; 2], [Param<'_>; 2]) =
            ([&log_id], [&log_id, &streams], [&log_id, &commands]);
        let read = within(FIRST_VISIT_MAX, async {
            let (locked, head, streams, commands) = tokio::join!(
                biased;
                self.client.batch_execute(&lock),
                self.client.query_one(&self.statements.head, &head_of),
                self.client.query(&self.statements.streams, &streams_of),
                self.client.query(&self.statements.commands, &commands_of),
            );
            locked?;
            Ok((head?, streams?, commands?))
        });
        match read.await {
            Ok((head, streams, commands)) => Ok(read_state(&head, &streams, &commands)?),
            Err(Some(error)) => Err(error.into()),
            Err(None) => Err(Broken::NothingWritten(Failure::Silent)),
        }
    }

    /// The second visit: everything that was accepted, and the commit, sent together.
    async fn write_and_commit(
        &self,
        target: &Target,
        batch: &Batch<'_>,
        head: Position,
        observer: &dyn Observer,
    ) -> Result<(), Option<tokio_postgres::Error>> {
        let sent = Instant::now();
        let end = format!("notify journal_head, '{}:{head}'; commit", target.log_id);
        let writing = async {
            let (events, streams, commands, erased, committed) = tokio::join!(
                biased;
                batch.events.insert(self, target.log_id),
                batch.streams.upsert(self, target.log_id),
                batch.commands.insert(self, target.log_id),
                keys::destroy(&self.client, &batch.erases),
                self.client.batch_execute(&end),
            );
            // A refused statement turns the commit into a rollback, so the first error is the cause.
            events?;
            streams?;
            commands?;
            erased?;
            committed
        };
        tokio::pin!(writing);
        // Asked once, it has handed everything to the connection.
        let handed = poll!(writing.as_mut());
        observer.observe(&Step::Sent);
        match handed {
            std::task::Poll::Ready(written) => written?,
            std::task::Poll::Pending => within(SECOND_VISIT_MAX, writing).await?,
        }
        observer.observe(&Step::Committed { took: sent.elapsed(), head });
        Ok(())
    }
}

type Param<'a> = &'a (dyn ToSql + Sync);

/// What the database answers in that time; no error of its own when it does not answer at all.
async fn within<T>(
    time: Duration,
    asked: impl Future<Output = Result<T, tokio_postgres::Error>>,
) -> Result<T, Option<tokio_postgres::Error>> {
    match tokio::time::timeout(time, asked).await {
        Ok(answered) => answered.map_err(Some),
        Err(_) => Err(None),
    }
}

impl Statements {
    async fn prepare(client: &Client) -> Result<Self, tokio_postgres::Error> {
        let (head, streams, commands, insert_events, upsert_streams, insert_commands) = tokio::try_join!(
            client.prepare_typed(SELECT_HEAD, &[Type::INT2]),
            client.prepare_typed(SELECT_STREAMS, &[Type::INT2, Type::UUID_ARRAY]),
            client.prepare_typed(SELECT_COMMANDS, &[Type::INT2, Type::UUID_ARRAY]),
            client.prepare(INSERT_EVENTS),
            client.prepare(UPSERT_STREAMS),
            client.prepare(INSERT_COMMANDS),
        )?;
        Ok(Self { head, streams, commands, insert_events, upsert_streams, insert_commands })
    }
}

/// Every command and every stream the requests name, for one look at each table.
fn named(turns: &[Turn<'_>]) -> (Vec<Uuid>, Vec<Uuid>) {
    let commands = turns.iter().map(|turn| turn.request.command_id).collect();
    let mut streams: Vec<Uuid> = turns
        .iter()
        .flat_map(|turn| turn.request.expectations().map(|(stream, _)| stream.id))
        .collect();
    streams.sort_unstable();
    streams.dedup();
    (commands, streams)
}

/// The requests as they are judged: late if nobody wants the answer any more.
fn at_their_turn<'a>(turns: &[Turn<'a>]) -> Vec<Asked<'a>> {
    let now = Instant::now();
    let late = |deadline: Option<Instant>| deadline.is_some_and(|deadline| deadline <= now);
    turns.iter().map(|turn| Asked { request: turn.request, late: late(turn.deadline) }).collect()
}

fn count(verdicts: &[Verdict]) -> Counts {
    let mut counts = Counts::default();
    for verdict in verdicts {
        *match verdict {
            Verdict::Appended { .. } => &mut counts.appended,
            Verdict::Duplicate { .. } => &mut counts.duplicate,
            Verdict::Conflict(_) => &mut counts.conflict,
            Verdict::Invalid(_) => &mut counts.invalid,
            Verdict::Expired => &mut counts.expired,
        } += 1;
    }
    counts
}

/// The clock and the last place of the log: one row, whether or not there is an event.
const SELECT_HEAD: &str = "select clock_timestamp(), head.position, head.recorded_at
       from (values (1)) as one (row)
       left join lateral (
            select event.position, event.recorded_at
              from journal.event as event
             where event.log_id = $1
             order by event.position desc
             limit 1) as head on true";

/// The streams of those identifiers, with their kind and version.
pub(super) const SELECT_STREAMS: &str = "select stream.stream_id, kind.name, stream.version
       from journal.stream as stream
       join journal.name as kind on kind.name_id = stream.stream_type
      where stream.log_id = $1 and stream.stream_id = any ($2)";

/// How the commands of those identifiers were answered.
pub(super) const SELECT_COMMANDS: &str =
    "select command.command_id, command.request_hash, command.first_position,
            command.last_position, command.recorded_at
       from journal.command as command
      where command.log_id = $1 and command.command_id = any ($2)";

const INSERT_EVENTS: &str = "insert into journal.event (
         log_id, position, stream_id, stream_type, stream_version, event_type,
         schema_version, event_id, command_id, recorded_at, survenu_le, survenu_a,
         survenu_precision, connu_le, actor, finalite, correlation_id, causation_id,
         payload, leaf)
     select $1::smallint, new.position, new.stream_id, new.stream_type, new.stream_version,
            new.event_type, new.schema_version, new.event_id, new.command_id,
            new.recorded_at, new.survenu_le, new.survenu_a, new.survenu_precision,
            new.connu_le, new.actor, new.finalite, new.correlation_id,
            new.causation_id, new.payload, new.leaf
       from unnest($2::bigint[], $3::uuid[], $4::smallint[], $5::integer[], $6::smallint[],
                   $7::smallint[], $8::uuid[], $9::uuid[], $10::timestamptz[], $11::date[],
                   $12::timestamptz[], $13::text[], $14::date[], $15::text[], $16::text[],
                   $17::uuid[], $18::uuid[], $19::bytea[], $20::bytea[])
         as new (position, stream_id, stream_type, stream_version, event_type,
                 schema_version, event_id, command_id, recorded_at, survenu_le,
                 survenu_a, survenu_precision, connu_le, actor, finalite,
                 correlation_id, causation_id, payload, leaf)";

const UPSERT_STREAMS: &str = "insert into journal.stream as known (
         log_id, stream_id, stream_type, version, last_position)
     select $1::smallint, new.stream_id, new.stream_type, new.version, new.last_position
       from unnest($2::uuid[], $3::smallint[], $4::integer[], $5::bigint[])
         as new (stream_id, stream_type, version, last_position)
         on conflict (log_id, stream_id) do update
        set version = excluded.version, last_position = excluded.last_position";

const INSERT_COMMANDS: &str = "insert into journal.command (
         log_id, command_id, request_hash, first_position, last_position, recorded_at)
     select $1::smallint, new.command_id, new.request_hash, new.first_position,
            new.last_position, new.recorded_at
       from unnest($2::uuid[], $3::bytea[], $4::bigint[], $5::bigint[], $6::timestamptz[])
         as new (command_id, request_hash, first_position, last_position, recorded_at)";

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

/// Whether the database itself said no to a statement, and lives. Anything else leaves the outcome unknown.
fn is_refusal(error: &tokio_postgres::Error) -> bool {
    error.as_db_error().is_some_and(|refusal| refusal.parsed_severity() == Some(Severity::Error))
}

/// The accepted requests of a batch, in columns.
struct Batch<'a> {
    events: Events<'a>,
    streams: Streams,
    commands: Commands,
    erases: Vec<&'a Erase>,
}

impl<'a> Batch<'a> {
    fn new(target: &'a Target, turns: &[Turn<'a>], verdicts: &[Verdict]) -> Self {
        let mut batch = Self {
            events: Events::default(),
            streams: Streams::default(),
            commands: Commands::default(),
            erases: Vec::new(),
        };
        let mut advanced = HashMap::new();
        for (turn, verdict) in turns.iter().zip(verdicts) {
            match verdict {
                Verdict::Appended { first, last, recorded_at, versions } => {
                    let request = turn.request;
                    batch.events.push(target, request, (*first, *last), *recorded_at);
                    batch.commands.push(request, (*first, *last), *recorded_at);
                    batch.erases.extend(&request.erases);
                    let written = request.writes.iter().filter(|write| !write.events.is_empty());
                    let mut reached = first.get() - 1;
                    for (write, (stream, version)) in written.zip(versions) {
                        reached += write.events.len() as u64;
                        let kind = target.names.number(&stream.kind);
                        advanced.insert(stream.id, (kind, *version, Position::new(reached)));
                    }
                }
                Verdict::Duplicate { .. }
                | Verdict::Conflict(_)
                | Verdict::Invalid(_)
                | Verdict::Expired => {}
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
        target: &Target,
        request: &'a AppendRequest,
        (first, last): (Position, Position),
        recorded_at: DateTime<Utc>,
    ) {
        let mut position = first;
        for (write, version, event) in request.events() {
            let recorded_at = instant_at(position, last, recorded_at);
            let leaf = leaf::of(&Fields {
                log: &target.name,
                position,
                stream: &write.stream,
                version,
                event_type: &event.event_type,
                schema_version: event.schema_version,
                event_id: event.event_id,
                command_id: request.command_id,
                recorded_at,
                survenu: event.survenu,
                connu_le: event.connu_le,
                actor: &request.actor,
                finalite: &request.finalite,
                correlation_id: request.correlation_id,
                causation_id: event.causation_id,
                payload: leaf::digest_of(&event.payload),
            });
            self.leaves.push(leaf.to_vec());
            self.positions.push(position.as_i64());
            self.stream_versions.push(version.cast_signed());
            self.recorded_at.push(recorded_at);
            self.push_request(request);
            self.push_event(&target.names, write, event);
            position = position.next();
        }
    }

    fn push_request(&mut self, request: &'a AppendRequest) {
        self.command_ids.push(request.command_id);
        self.actors.push(&request.actor);
        self.finalites.push(&request.finalite);
        self.correlation_ids.push(request.correlation_id);
    }

    fn push_event(&mut self, names: &Names, write: &Write, event: &'a NewEvent) {
        self.stream_ids.push(write.stream.id);
        self.stream_types.push(names.number(&write.stream.kind));
        self.event_types.push(names.number(&event.event_type));
        self.schema_versions.push(event.schema_version.cast_signed());
        self.event_ids.push(event.event_id);
        self.survenu_le.push(event.survenu.le);
        self.survenu_a.push(event.survenu.a);
        self.precisions.push(event.survenu.precision.name());
        self.connu_le.push(event.connu_le);
        self.causation_ids.push(event.causation_id);
        self.payloads.push(&event.payload);
    }

    async fn insert(&self, line: &Line, log_id: i16) -> Result<u64, tokio_postgres::Error> {
        let columns: [Param<'_>; 20] = [
            &log_id,
            &self.positions,
            &self.stream_ids,
            &self.stream_types,
            &self.stream_versions,
            &self.event_types,
            &self.schema_versions,
            &self.event_ids,
            &self.command_ids,
            &self.recorded_at,
            &self.survenu_le,
            &self.survenu_a,
            &self.precisions,
            &self.connu_le,
            &self.actors,
            &self.finalites,
            &self.correlation_ids,
            &self.causation_ids,
            &self.payloads,
            &self.leaves,
        ];
        line.client.execute(&line.statements.insert_events, &columns).await
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

    async fn upsert(&self, line: &Line, log_id: i16) -> Result<u64, tokio_postgres::Error> {
        let columns: [Param<'_>; 5] =
            [&log_id, &self.stream_ids, &self.stream_types, &self.versions, &self.last_positions];
        line.client.execute(&line.statements.upsert_streams, &columns).await
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

    async fn insert(&self, line: &Line, log_id: i16) -> Result<u64, tokio_postgres::Error> {
        let columns: [Param<'_>; 6] = [
            &log_id,
            &self.command_ids,
            &self.request_hashes,
            &self.first_positions,
            &self.last_positions,
            &self.recorded_at,
        ];
        line.client.execute(&line.statements.insert_commands, &columns).await
    }
}
