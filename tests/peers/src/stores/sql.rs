//! What the designs written here share: one table, a pool, and how a refused version is told from a breakdown.

use bench::Failure;
use bench::store::{Command, Outcome};
use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod};
use tokio_postgres::NoTls;
use tokio_postgres::error::SqlState;
use uuid::Uuid;

/// The columns every design here has: fewer than ours, in its favour.
pub const COLUMNS: &str = "
    stream      uuid        not null,
    version     bigint      not null,
    event_id    uuid        not null,
    event_type  text        not null default 'information_recue',
    recorded_at timestamptz not null default clock_timestamp(),
    payload     bytea       not null,
    constraint evenement_version unique (stream, version)";

/// A pool of so many connections, synchronous commits on.
pub fn pool(url: &str, connections: usize) -> Result<Pool, Failure> {
    let config = url.parse()?;
    let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
    let manager = Manager::from_config(config, NoTls, recycling);
    Pool::builder(manager).max_size(connections).build().map_err(Failure::other)
}

/// The events of a command, in columns.
pub struct Rows {
    pub streams: Vec<Uuid>,
    pub versions: Vec<i64>,
    pub event_ids: Vec<Uuid>,
    pub payloads: Vec<Vec<u8>>,
}

impl Rows {
    pub fn of(command: Command) -> Self {
        let mut rows =
            Self { streams: vec![], versions: vec![], event_ids: vec![], payloads: vec![] };
        for write in command.writes {
            for (version, (event_id, payload)) in
                (i64::from(write.expected) + 1..).zip(write.events)
            {
                rows.streams.push(write.stream);
                rows.versions.push(version);
                rows.event_ids.push(event_id);
                rows.payloads.push(payload);
            }
        }
        rows
    }
}

/// A version that is taken is a conflict; anything else is a breakdown.
pub fn outcome<T>(done: Result<T, tokio_postgres::Error>) -> Result<Outcome, Failure> {
    match done {
        Ok(_) => Ok(Outcome::Accepted),
        Err(error) if error.code() == Some(&SqlState::UNIQUE_VIOLATION) => Ok(Outcome::Conflict),
        Err(error) => Err(error.into()),
    }
}

/// Reads a stream of one of these tables, and gives its version.
pub async fn read_stream(pool: &Pool, stream: Uuid) -> Result<u32, Failure> {
    let client = pool.get().await.map_err(Failure::other)?;
    let sql =
        "select version, event_type, payload from evenement where stream = $1 order by version";
    let statement = client.prepare_cached(sql).await?;
    let rows = client.query(&statement, &[&stream]).await?;
    let last: i64 = rows.last().map_or(Ok(0), |row| row.try_get(0))?;
    u32::try_from(last).map_err(Failure::other)
}

/// Every event of one of these tables.
pub const LOG: &str = "select position, stream, version from evenement";

/// How a gapless one is followed.
pub const WATCH: &str =
    "select position from evenement where position > $1 order by position limit $2";
