//! postgres-es 0.5.0, the published crate, as an event store (no snapshot, no query): `persist` alone.
//!
//! Its table is the one its own `db/init.sql` creates (Apache-2.0). Sharing connections is sqlx's; the ping before each
//! use is turned off, which is in its favour.

use async_trait::async_trait;
use bench::Failure;
use bench::store::{Command, Outcome, Promises, Store, Watch};
use cqrs_es::event_sink::EventSink;
use cqrs_es::persist::{PersistedEventRepository, PersistenceError, SerializedEvent};
use cqrs_es::{Aggregate, DomainEvent};
use postgres_es::PostgresEventRepository;
use serde::{Deserialize, Serialize};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use tokio_postgres::config::Host;
use uuid::Uuid;

const TABLE: &str = "
    create table if not exists events (
        aggregate_type text                         not null,
        aggregate_id   text                         not null,
        sequence       bigint check (sequence >= 0) not null,
        event_type     text                         not null,
        event_version  text                         not null,
        payload        json                         not null,
        metadata       json                         not null,
        primary key (aggregate_type, aggregate_id, sequence))";

/// The crate names a table by an aggregate; nothing else of it is used.
#[derive(Default, Serialize, Deserialize)]
struct Enfant;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Fait;

impl DomainEvent for Fait {
    fn event_type(&self) -> String {
        "information_recue".to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

#[derive(Debug, thiserror::Error)]
#[error("refus")]
struct Refus;

impl Aggregate for Enfant {
    const TYPE: &'static str = "enfant";
    type Command = ();
    type Event = Fait;
    type Error = Refus;
    type Services = ();

    async fn handle(&mut self, (): (), _: &(), _: &EventSink<Self>) -> Result<(), Refus> {
        Ok(())
    }

    fn apply(&mut self, _: Fait) {}
}

pub struct PostgresEs {
    repository: PostgresEventRepository,
}

/// A pool of sqlx on the socket of an address in libpq's keywords.
pub async fn pool(url: &str, connections: usize) -> Result<sqlx::PgPool, Failure> {
    let config: tokio_postgres::Config = url.parse()?;
    let mut options = PgConnectOptions::new_without_pgpass()
        .username(config.get_user().unwrap_or_default())
        .database(config.get_dbname().unwrap_or_default());
    for host in config.get_hosts() {
        options = match host {
            Host::Unix(socket) => options.socket(socket),
            Host::Tcp(name) => options.host(name),
        };
    }
    let connections = u32::try_from(connections).map_err(Failure::other)?;
    let pool = PgPoolOptions::new()
        .max_connections(connections)
        .min_connections(connections)
        .test_before_acquire(false);
    pool.connect_with(options).await.map_err(Failure::other)
}

impl PostgresEs {
    pub async fn create(url: &str, connections: usize) -> Result<Self, Failure> {
        let pool = pool(url, connections).await?;
        sqlx::query(TABLE).execute(&pool).await.map_err(Failure::other)?;
        Ok(Self { repository: PostgresEventRepository::new(pool) })
    }
}

#[async_trait]
impl Store for PostgresEs {
    fn name(&self) -> &'static str {
        "postgres-es 0.5.0"
    }

    fn promises(&self) -> Promises {
        Promises {
            order: false,
            contiguous: false,
            idempotent: false,
            hash: false,
            many_streams: false,
        }
    }

    fn log(&self) -> String {
        "select null::bigint as position, aggregate_id::uuid as stream, sequence as version
           from events"
            .to_owned()
    }

    fn watch(&self) -> Option<Watch> {
        None
    }

    async fn append(&self, command: Command) -> Result<Outcome, Failure> {
        let mut events = Vec::new();
        for write in command.writes {
            let first = usize::try_from(write.expected).map_err(Failure::other)? + 1;
            for (sequence, (_, payload)) in (first..).zip(write.events) {
                events.push(SerializedEvent::new(
                    write.stream.to_string(),
                    sequence,
                    Enfant::TYPE.to_owned(),
                    "information_recue".to_owned(),
                    "1".to_owned(),
                    serde_json::from_slice(&payload).map_err(Failure::other)?,
                    serde_json::json!({"actor": "agent-0042"}),
                ));
            }
        }
        match self.repository.persist::<Enfant>(&events, None).await {
            Ok(()) => Ok(Outcome::Accepted),
            Err(PersistenceError::OptimisticLockError) => Ok(Outcome::Conflict),
            Err(error) => Err(Failure::other(error)),
        }
    }

    async fn read_stream(&self, stream: Uuid) -> Result<u32, Failure> {
        let events = self.repository.get_events::<Enfant>(&stream.to_string()).await;
        let events = events.map_err(Failure::other)?;
        u32::try_from(events.last().map_or(0, |event| event.sequence)).map_err(Failure::other)
    }

    async fn commands_kept(&self, _commands: &[Uuid]) -> Result<Option<String>, Failure> {
        Ok(None)
    }
}
