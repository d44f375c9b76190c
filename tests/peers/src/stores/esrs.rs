//! esrs 0.18.0, the published crate, as an event store: `persist` alone, without handler or bus, identifiers of version 7.
//!
//! It creates its own table, one an aggregate. Sharing connections is as for postgres-es.

use async_trait::async_trait;
use bench::Failure;
use bench::store::{Command, Outcome, Promises, Store, Watch};
use esrs::store::EventStore;
use esrs::store::postgres::{PgStore, PgStoreBuilder, PgStoreError, UuidFormat};
use esrs::{Aggregate, AggregateState};
use serde_json::Value;
use uuid::Uuid;

use super::postgres_es::pool;

#[derive(Debug, thiserror::Error)]
#[error("refus")]
pub struct Refus;

pub struct Enfant;

impl Aggregate for Enfant {
    const NAME: &'static str = "enfant";
    type State = ();
    type Command = ();
    type Event = Value;
    type Error = Refus;

    fn handle_command((): &(), (): ()) -> Result<Vec<Value>, Refus> {
        Ok(Vec::new())
    }

    fn apply_event((): (), _: Value) {}
}

pub struct Esrs {
    store: PgStore<Enfant>,
}

impl Esrs {
    pub async fn create(url: &str, connections: usize) -> Result<Self, Failure> {
        let pool = pool(url, connections).await?;
        let builder = PgStoreBuilder::new(pool).with_event_id_format(UuidFormat::V7);
        Ok(Self { store: builder.try_build().await.map_err(Failure::other)? })
    }
}

#[async_trait]
impl Store for Esrs {
    fn name(&self) -> &'static str {
        "esrs 0.18.0"
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
        "select null::bigint as position, aggregate_id as stream, sequence_number::bigint as version
           from enfant_events"
            .to_owned()
    }

    fn watch(&self) -> Option<Watch> {
        None
    }

    async fn append(&self, command: Command) -> Result<Outcome, Failure> {
        for write in command.writes {
            let mut state = AggregateState::<()>::with_id(write.stream);
            for _ in 0..write.expected {
                state.next_sequence_number();
            }
            let events = write.events.iter().map(|(_, payload)| serde_json::from_slice(payload));
            let events = events.collect::<Result<Vec<Value>, _>>().map_err(Failure::other)?;
            match self.store.persist(&mut state, events).await {
                Ok(_) => {}
                Err(PgStoreError::Sqlx(error)) if is_taken(&error) => return Ok(Outcome::Conflict),
                Err(error) => return Err(Failure::other(error)),
            }
        }
        Ok(Outcome::Accepted)
    }

    async fn read_stream(&self, stream: Uuid) -> Result<u32, Failure> {
        let events = self.store.by_aggregate_id(stream).await.map_err(Failure::other)?;
        let last = events.last().map_or(0, |event| *event.sequence_number());
        u32::try_from(last).map_err(Failure::other)
    }

    async fn commands_kept(&self, _commands: &[Uuid]) -> Result<Option<String>, Failure> {
        Ok(None)
    }
}

fn is_taken(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation)
}
