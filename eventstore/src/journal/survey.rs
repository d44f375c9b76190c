//! What whoever reads a whole log history by history asks first: which streams there are, and where requests end.
//!
//! Read from the events and the commands themselves, by the whole log, in a few bytes a stream and a request. Deliberately
//! not here: the events ([`super::reading`]).

use std::collections::BTreeMap;
use std::pin::pin;

use futures::TryStreamExt as _;
use tokio_postgres::types::{ToSql, Type};
use uuid::Uuid;

use super::reading::position;
use super::{Failure, Journal};
use crate::envelope::Position;

impl Journal {
    /// Every stream of those kinds, with its version as of a position. Reads the whole log.
    pub async fn streams_of(
        &self,
        kinds: &[&str],
        up_to: Position,
    ) -> Result<BTreeMap<Uuid, u32>, Failure> {
        let client = self.database.pool().get().await?;
        let asked: [(&(dyn ToSql + Sync), Type); 3] =
            [(&self.log_id, Type::INT2), (&up_to.as_i64(), Type::INT8), (&kinds, Type::TEXT_ARRAY)];
        let rows = client
            .query_typed_raw(
                "select event.stream_id, max(event.stream_version)
                   from journal.event as event
                  where event.log_id = $1 and event.position <= $2
                    and event.stream_type in (
                        select kind.name_id from journal.name as kind where kind.name = any ($3))
                  group by event.stream_id",
                asked,
            )
            .await?;
        let mut rows = pin!(rows);
        let mut streams = BTreeMap::new();
        while let Some(row) = rows.try_next().await? {
            let version: i32 = row.try_get(1)?;
            let version = u32::try_from(version).map_err(|_| Failure::Damaged("stream_version"))?;
            streams.insert(row.try_get(0)?, version);
        }
        Ok(streams)
    }

    /// The last position of each request recorded up to a position, in order. Reads every command.
    pub async fn request_ends(&self, up_to: Position) -> Result<Vec<Position>, Failure> {
        let client = self.database.pool().get().await?;
        let asked: [(&(dyn ToSql + Sync), Type); 2] =
            [(&self.log_id, Type::INT2), (&up_to.as_i64(), Type::INT8)];
        let rows = client
            .query_typed_raw(
                "select command.last_position
                   from journal.command as command
                  where command.log_id = $1 and command.last_position <= $2
                    and command.first_position <= command.last_position",
                asked,
            )
            .await?;
        let mut rows = pin!(rows);
        let mut ends = Vec::new();
        while let Some(row) = rows.try_next().await? {
            ends.push(position(row.try_get(0)?)?);
        }
        ends.sort_unstable();
        Ok(ends)
    }
}
