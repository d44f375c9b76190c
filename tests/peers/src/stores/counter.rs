//! One row that counts: positions without a hole, one commit an append, the row locked until then.
//!
//! One statement, one visit, prepared. The row's page is left nearly empty so that its versions stay on it.

use async_trait::async_trait;
use bench::Failure;
use bench::store::{Command, Outcome, Promises, Store, Watch};
use deadpool_postgres::Pool;
use uuid::Uuid;

use super::sql::{self, Rows};

pub struct Counter {
    pool: Pool,
}

impl Counter {
    pub async fn create(url: &str, connections: usize) -> Result<Self, Failure> {
        let pool = sql::pool(url, connections)?;
        let columns = sql::COLUMNS;
        let tables = format!(
            "create table if not exists evenement (position bigint primary key, {columns});
             create table if not exists compteur (
                 id integer primary key, position bigint not null) with (fillfactor = 10);
             insert into compteur (id, position) values (1, 0) on conflict do nothing"
        );
        pool.get().await.map_err(Failure::other)?.batch_execute(&tables).await?;
        Ok(Self { pool })
    }
}

const INSERT: &str = "
    with head as (update compteur set position = position + $5::bigint where id = 1
               returning position - $5::bigint as before)
    insert into evenement (position, stream, version, event_id, payload)
    select head.before + new.place, new.stream, new.version, new.event_id, new.payload
      from head
     cross join unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::bytea[])
      with ordinality as new (stream, version, event_id, payload, place)";

#[async_trait]
impl Store for Counter {
    fn name(&self) -> &'static str {
        "ligne compteur"
    }

    fn promises(&self) -> Promises {
        Promises {
            order: true,
            contiguous: true,
            idempotent: false,
            hash: false,
            many_streams: true,
        }
    }

    fn log(&self) -> String {
        sql::LOG.to_owned()
    }

    fn watch(&self) -> Option<Watch> {
        Some(Watch::Contiguous(sql::WATCH.to_owned()))
    }

    async fn append(&self, command: Command) -> Result<Outcome, Failure> {
        let client = self.pool.get().await.map_err(Failure::other)?;
        let insert = client.prepare_cached(INSERT).await?;
        let Rows { streams, versions, event_ids, payloads } = Rows::of(command);
        let count = i64::try_from(streams.len()).map_err(Failure::other)?;
        sql::outcome(
            client.execute(&insert, &[&streams, &versions, &event_ids, &payloads, &count]).await,
        )
    }

    async fn read_stream(&self, stream: Uuid) -> Result<u32, Failure> {
        sql::read_stream(&self.pool, stream).await
    }

    async fn commands_kept(&self, _commands: &[Uuid]) -> Result<Option<String>, Failure> {
        Ok(None)
    }
}
