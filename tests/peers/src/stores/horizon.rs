//! The horizon of transactions: appends do not wait for each other, readers stay behind the oldest one under way.
//!
//! One statement, one visit, prepared. Each row keeps its transaction; a reader follows (transaction, position) below
//! `pg_snapshot_xmin(pg_current_snapshot())`. Positions have holes.

use async_trait::async_trait;
use bench::Failure;
use bench::store::{Command, Outcome, Promises, Store, Watch};
use deadpool_postgres::Pool;
use uuid::Uuid;

use super::sql::{self, Rows};

pub struct Horizon {
    pool: Pool,
}

impl Horizon {
    pub async fn create(url: &str, connections: usize) -> Result<Self, Failure> {
        let pool = sql::pool(url, connections)?;
        let columns = sql::COLUMNS;
        let table = format!(
            "create table if not exists evenement (
                 position       bigint generated always as identity primary key,
                 transaction_id xid8   not null default pg_current_xact_id(),
                 {columns});
             create index if not exists evenement_lecture on evenement (transaction_id, position)"
        );
        pool.get().await.map_err(Failure::other)?.batch_execute(&table).await?;
        Ok(Self { pool })
    }
}

const INSERT: &str = "
    insert into evenement (stream, version, event_id, payload)
    select new.stream, new.version, new.event_id, new.payload
      from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::bytea[])
        as new (stream, version, event_id, payload)";

#[async_trait]
impl Store for Horizon {
    fn name(&self) -> &'static str {
        "horizon xid8"
    }

    fn promises(&self) -> Promises {
        Promises {
            order: true,
            contiguous: false,
            idempotent: false,
            hash: false,
            many_streams: true,
        }
    }

    fn log(&self) -> String {
        sql::LOG.to_owned()
    }

    fn watch(&self) -> Option<Watch> {
        Some(Watch::Horizon {
            page: "select transaction_id::text, position::text
                     from evenement
                    where (transaction_id, position) > ($1::text::xid8, $2::text::bigint)
                      and transaction_id < pg_snapshot_xmin(pg_current_snapshot())
                    order by transaction_id, position
                    limit $3"
                .to_owned(),
            last: "select coalesce(max(last.transaction_id::text), '0'),
                          coalesce(max(last.position::text), '0')
                     from (select transaction_id, position from evenement
                            order by transaction_id desc, position desc limit 1) as last"
                .to_owned(),
        })
    }

    async fn append(&self, command: Command) -> Result<Outcome, Failure> {
        let client = self.pool.get().await.map_err(Failure::other)?;
        let insert = client.prepare_cached(INSERT).await?;
        let Rows { streams, versions, event_ids, payloads } = Rows::of(command);
        sql::outcome(client.execute(&insert, &[&streams, &versions, &event_ids, &payloads]).await)
    }

    async fn read_stream(&self, stream: Uuid) -> Result<u32, Failure> {
        sql::read_stream(&self.pool, stream).await
    }

    async fn commands_kept(&self, _commands: &[Uuid]) -> Result<Option<String>, Failure> {
        Ok(None)
    }
}
