//! One advisory lock around each append: positions without a hole, one commit an append.
//!
//! Begin, lock, insert and commit leave together: one visit. Each statement takes its snapshot when its turn comes, so
//! the insert sees what the last holder committed. What other libraries do in four visits is given one here.

use async_trait::async_trait;
use bench::Failure;
use bench::store::{Command, Outcome, Promises, Store, Watch};
use deadpool_postgres::Pool;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

use super::sql::{self, Rows};

pub struct Lock {
    pool: Pool,
}

impl Lock {
    pub async fn create(url: &str, connections: usize) -> Result<Self, Failure> {
        let pool = sql::pool(url, connections)?;
        let columns = sql::COLUMNS;
        let table = format!(
            "create table if not exists evenement (position bigint primary key, {columns})"
        );
        pool.get().await.map_err(Failure::other)?.batch_execute(&table).await?;
        Ok(Self { pool })
    }
}

const INSERT: &str = "
    insert into evenement (position, stream, version, event_id, payload)
    select coalesce((select last.position from evenement as last
                      order by last.position desc limit 1), 0) + new.place,
           new.stream, new.version, new.event_id, new.payload
      from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::bytea[])
      with ordinality as new (stream, version, event_id, payload, place)";

#[async_trait]
impl Store for Lock {
    fn name(&self) -> &'static str {
        "verrou par ajout"
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
        let lock = client.prepare_cached("select pg_advisory_xact_lock(17)").await?;
        let insert = client.prepare_cached(INSERT).await?;
        let Rows { streams, versions, event_ids, payloads } = Rows::of(command);
        let parameters: [&(dyn ToSql + Sync); 4] = [&streams, &versions, &event_ids, &payloads];
        let (begun, locked, inserted, committed) = tokio::join!(
            biased;
            client.batch_execute("begin"),
            client.query(&lock, &[]),
            client.execute(&insert, &parameters),
            client.batch_execute("commit"),
        );
        begun?;
        locked?;
        let outcome = sql::outcome(inserted)?;
        committed?;
        Ok(outcome)
    }

    async fn read_stream(&self, stream: Uuid) -> Result<u32, Failure> {
        sql::read_stream(&self.pool, stream).await
    }

    async fn commands_kept(&self, _commands: &[Uuid]) -> Result<Option<String>, Failure> {
        Ok(None)
    }
}
