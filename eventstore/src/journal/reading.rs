//! Reading a log: by stream, by position, as of an instant. No lock, no gap logic: whoever sees a position sees
//! everything before it, and each reader insists on it.
//!
//! Seals stay closed: see [`crate::seal::open`]. Deliberately not here: waiting for events to come.

use std::collections::HashMap;
use std::pin::pin;

use chrono::{DateTime, NaiveDate, SubsecRound as _, Utc};
use futures::TryStreamExt as _;
use tokio_postgres::Row;
use tokio_postgres::types::{ToSql, Type};
use uuid::Uuid;

use super::writing::{SELECT_COMMANDS, SELECT_STREAMS, read_stream};
use super::{Failure, Journal};
use crate::envelope::{Position, Precision, RecordedEvent, StreamId, When};
use crate::verdict::{CommandRecord, Head};

/// Some of what follows a position.
pub(super) struct Page {
    pub(super) events: Vec<RecordedEvent>,
    /// Whether more was recorded when it was read.
    pub(super) more: bool,
}

impl Journal {
    /// The events of those streams recorded up to a position (all of them without one), ordered by stream identifier,
    /// then by version. A stream that does not exist has none. Fails when a stream's versions do not follow.
    pub async fn read_streams(
        &self,
        streams: &[Uuid],
        up_to: Option<Position>,
    ) -> Result<Vec<RecordedEvent>, Failure> {
        let events = self
            .decoded(
                "select event.position, event.stream_id, event.stream_type, event.stream_version,
                        event.event_type, event.schema_version, event.event_id, event.command_id,
                        event.recorded_at, event.survenu_le, event.survenu_a,
                        event.survenu_precision, event.connu_le, event.actor, event.finalite,
                        event.correlation_id, event.causation_id, event.payload, event.leaf
                   from journal.event as event
                  where event.log_id = $1 and event.stream_id = any ($2) and event.position <= $3
                  order by event.stream_id, event.stream_version",
                &[
                    (&self.log_id, Type::INT2),
                    (&streams, Type::UUID_ARRAY),
                    (&bound(up_to), Type::INT8),
                ],
            )
            .await?;
        versions_follow(&events)?;
        Ok(events)
    }

    /// The events at those positions, in order; a position where nothing is recorded yet gives none.
    pub async fn read_at(&self, positions: &[Position]) -> Result<Vec<RecordedEvent>, Failure> {
        let positions: Vec<i64> = positions.iter().map(|position| position.as_i64()).collect();
        self.decoded(
            "select event.position, event.stream_id, event.stream_type, event.stream_version,
                    event.event_type, event.schema_version, event.event_id, event.command_id,
                    event.recorded_at, event.survenu_le, event.survenu_a,
                    event.survenu_precision, event.connu_le, event.actor, event.finalite,
                    event.correlation_id, event.causation_id, event.payload, event.leaf
               from journal.event as event
              where event.log_id = $1 and event.position = any ($2)
              order by event.position",
            &[(&self.log_id, Type::INT2), (&positions, Type::INT8_ARRAY)],
        )
        .await
    }

    /// At most `limit` events after a position, and up to another if given, in order. Fails when a position is missing.
    pub async fn read_from(
        &self,
        after: Position,
        up_to: Option<Position>,
        limit: usize,
    ) -> Result<Vec<RecordedEvent>, Failure> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let events = self
            .decoded(
                "select event.position, event.stream_id, event.stream_type, event.stream_version,
                        event.event_type, event.schema_version, event.event_id, event.command_id,
                        event.recorded_at, event.survenu_le, event.survenu_a,
                        event.survenu_precision, event.connu_le, event.actor, event.finalite,
                        event.correlation_id, event.causation_id, event.payload, event.leaf
                   from journal.event as event
                  where event.log_id = $1 and event.position > $2 and event.position <= $3
                  order by event.position
                  limit $4",
                &[
                    (&self.log_id, Type::INT2),
                    (&after.as_i64(), Type::INT8),
                    (&bound(up_to), Type::INT8),
                    (&limit, Type::INT8),
                ],
            )
            .await?;
        positions_follow(&self.name, after, &events)?;
        Ok(events)
    }

    /// The events after a position, in order: at most `limit`, and none after the one that brings their payloads to
    /// that many bytes. Fails when a position is missing.
    pub(super) async fn page(
        &self,
        after: Position,
        limit: usize,
        bytes: usize,
    ) -> Result<Page, Failure> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
        let client = self.database.pool().get().await?;
        let rows = client
            .query_typed(
                "select event.position, event.stream_id, event.stream_type, event.stream_version,
                        event.event_type, event.schema_version, event.event_id, event.command_id,
                        event.recorded_at, event.survenu_le, event.survenu_a,
                        event.survenu_precision, event.connu_le, event.actor, event.finalite,
                        event.correlation_id, event.causation_id, event.payload, event.leaf,
                        event.is_followed
                   from (select event.position, event.stream_id, event.stream_type,
                                event.stream_version, event.event_type, event.schema_version,
                                event.event_id, event.command_id, event.recorded_at,
                                event.survenu_le, event.survenu_a, event.survenu_precision,
                                event.connu_le, event.actor, event.finalite, event.correlation_id,
                                event.causation_id, event.payload, event.leaf,
                                lead(event.position) over so_far is not null as is_followed,
                                sum(octet_length(event.payload)) over so_far
                                    - octet_length(event.payload) as bytes_before
                           from journal.event as event
                          where event.log_id = $1 and event.position > $2
                         window so_far as (order by event.position rows unbounded preceding)
                          order by event.position
                          limit $3) as event
                  where event.bytes_before < $4
                  order by event.position",
                &[
                    (&self.log_id, Type::INT2),
                    (&after.as_i64(), Type::INT8),
                    (&limit, Type::INT8),
                    (&bytes, Type::INT8),
                ],
            )
            .await?;
        drop(client);
        let events = self.decode(&rows).await?;
        positions_follow(&self.name, after, &events)?;
        let more = rows.last().map_or(Ok(false), |row| row.try_get(19))?;
        Ok(Page { events, more })
    }

    /// The last place of the log.
    pub async fn head(&self) -> Result<Head, Failure> {
        let client = self.database.pool().get().await?;
        let row = client
            .query_typed_opt(
                "select event.position, event.recorded_at
                   from journal.event as event
                  where event.log_id = $1
                  order by event.position desc
                  limit 1",
                &[(&self.log_id, Type::INT2)],
            )
            .await?;
        let Some(row) = row else { return Ok(Head::default()) };
        Ok(Head { position: position(row.try_get(0)?)?, recorded_at: row.try_get(1)? })
    }

    /// How a command was answered, if it was.
    pub async fn command(&self, command_id: Uuid) -> Result<Option<CommandRecord>, Failure> {
        let client = self.database.pool().get().await?;
        let row = client
            .query_typed_opt(
                "select command.request_hash, command.first_position, command.last_position,
                        command.recorded_at
                   from journal.command as command
                  where command.log_id = $1 and command.command_id = $2",
                &[(&self.log_id, Type::INT2), (&command_id, Type::UUID)],
            )
            .await?;
        row.map(|row| command_record(&row, 0)).transpose()
    }

    /// How those commands were answered. One that was not is not in the answer.
    pub async fn commands(
        &self,
        command_ids: &[Uuid],
    ) -> Result<HashMap<Uuid, CommandRecord>, Failure> {
        let client = self.database.pool().get().await?;
        let asked = [(&self.log_id as _, Type::INT2), (&command_ids as _, Type::UUID_ARRAY)];
        let rows = client.query_typed(SELECT_COMMANDS, &asked).await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, command_record(row, 1)?))).collect()
    }

    /// The version of each of those streams. One that does not exist is not in the answer.
    pub async fn versions(&self, streams: &[Uuid]) -> Result<HashMap<Uuid, u32>, Failure> {
        let client = self.database.pool().get().await?;
        let asked = [(&self.log_id as _, Type::INT2), (&streams as _, Type::UUID_ARRAY)];
        let rows = client.query_typed(SELECT_STREAMS, &asked).await?;
        let version = |row| read_stream(row).map(|(stream, state)| (stream, state.version));
        rows.iter().map(version).collect()
    }

    /// The greatest position recorded at an instant or before, rounded down to the end of the request it falls in. The
    /// origin means that nothing was recorded then: *non couvert*.
    ///
    /// A bisection on the primary key: positions are contiguous and instants grow strictly with them.
    pub async fn position_at(&self, instant: DateTime<Utc>) -> Result<Position, Failure> {
        let client = self.database.pool().get().await?;
        let row = client
            .query_typed_one(
                "with recursive search (low, high) as (
                     select 0::bigint,
                            coalesce((select event.position
                                        from journal.event as event
                                       where event.log_id = $1
                                       order by event.position desc
                                       limit 1), 0)
                      union all
                     select case when middle.is_within then middle.position else search.low end,
                            case when middle.is_within then search.high
                                 else middle.position - 1 end
                       from search
                      cross join lateral (
                            select (search.low + search.high + 1) / 2 as position,
                                   (select event.recorded_at <= $2
                                      from journal.event as event
                                     where event.log_id = $1
                                       and event.position = (search.low + search.high + 1) / 2)
                                   as is_within) as middle
                      where search.low < search.high)
                 select search.low from search where search.low = search.high",
                &[(&self.log_id, Type::INT2), (&askable(instant), Type::TIMESTAMPTZ)],
            )
            .await?;
        drop(client);
        self.request_end(position(row.try_get(0)?)?).await
    }

    /// A position rounded down to the end of the request it falls in; beyond the head, the head.
    pub async fn request_end(&self, at: Position) -> Result<Position, Failure> {
        let client = self.database.pool().get().await?;
        let row = client
            .query_typed_opt(
                "select case when command.last_position <= $2 then command.last_position
                             else command.first_position - 1 end
                   from (select event.command_id
                           from journal.event as event
                          where event.log_id = $1 and event.position <= $2
                          order by event.position desc
                          limit 1) as event
                   join journal.command as command
                     on command.log_id = $1 and command.command_id = event.command_id",
                &[(&self.log_id, Type::INT2), (&at.as_i64(), Type::INT8)],
            )
            .await?;
        row.map_or(Ok(Position::ORIGIN), |row| position(row.try_get(0)?))
    }

    /// When the first event was recorded: before it, nothing is covered.
    pub async fn first_recorded_at(&self) -> Result<Option<DateTime<Utc>>, Failure> {
        let client = self.database.pool().get().await?;
        let row = client
            .query_typed_opt(
                "select event.recorded_at
                   from journal.event as event
                  where event.log_id = $1 and event.position = 1",
                &[(&self.log_id, Type::INT2)],
            )
            .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }

    /// Asks for events and reads each while the database sends the next.
    async fn decoded(
        &self,
        query: &str,
        parameters: &[(&(dyn ToSql + Sync), Type)],
    ) -> Result<Vec<RecordedEvent>, Failure> {
        let client = self.database.pool().get().await?;
        let parameters = parameters.iter().map(|(value, kind)| (*value, kind.clone()));
        let mut rows = pin!(client.query_typed_raw(query, parameters).await?);
        let (mut events, mut unread) = (Vec::new(), Vec::new());
        while let Some(row) = rows.try_next().await? {
            if unread.is_empty() && self.can_name(&row)? {
                events.push(self.decode_row(&row)?);
            } else {
                unread.push(row);
            }
        }
        // The dictionary is read by a connection of the same pool: this one is given back first.
        drop(client);
        events.append(&mut self.decode(&unread).await?);
        Ok(events)
    }

    async fn decode(&self, rows: &[Row]) -> Result<Vec<RecordedEvent>, Failure> {
        let mut known = true;
        for row in rows {
            known = known && self.can_name(row)?;
        }
        if !known {
            self.names.reload(self.database.pool()).await?;
        }
        rows.iter().map(|row| self.decode_row(row)).collect()
    }

    /// Whether the dictionary in memory has the names of a row.
    fn can_name(&self, row: &Row) -> Result<bool, Failure> {
        Ok(self.names.knows(row.try_get(2)?) && self.names.knows(row.try_get(4)?))
    }

    fn decode_row(&self, row: &Row) -> Result<RecordedEvent, Failure> {
        let name = |number| self.names.name(number).ok_or(Failure::Damaged("name.name_id"));
        let leaf: &[u8] = row.try_get(18)?;
        Ok(RecordedEvent {
            log: self.name.clone(),
            position: position(row.try_get(0)?)?,
            stream: StreamId::new(name(row.try_get(2)?)?, row.try_get(1)?),
            version: version(row.try_get(3)?)?,
            event_type: name(row.try_get(4)?)?,
            schema_version: row.try_get::<_, i16>(5)?.cast_unsigned(),
            event_id: row.try_get(6)?,
            command_id: row.try_get(7)?,
            recorded_at: row.try_get(8)?,
            survenu: when(row.try_get(9)?, row.try_get(10)?, row.try_get(11)?)?,
            connu_le: row.try_get(12)?,
            actor: row.try_get(13)?,
            finalite: row.try_get(14)?,
            correlation_id: row.try_get(15)?,
            causation_id: row.try_get(16)?,
            payload: row.try_get(17)?,
            leaf: leaf.try_into().map_err(|_| Failure::Damaged("event.leaf"))?,
        })
    }
}

pub(super) fn position(column: i64) -> Result<Position, Failure> {
    u64::try_from(column).map(Position::new).map_err(|_| Failure::Damaged("position"))
}

/// Reads a command's answer from four columns in a row.
pub(super) fn command_record(row: &Row, at: usize) -> Result<CommandRecord, Failure> {
    let request_hash: &[u8] = row.try_get(at)?;
    Ok(CommandRecord {
        request_hash: request_hash
            .try_into()
            .map_err(|_| Failure::Damaged("command.request_hash"))?,
        first: position(row.try_get(at + 1)?)?,
        last: position(row.try_get(at + 2)?)?,
        recorded_at: row.try_get(at + 3)?,
    })
}

fn version(column: i32) -> Result<u32, Failure> {
    u32::try_from(column).map_err(|_| Failure::Damaged("event.stream_version"))
}

fn when(le: NaiveDate, a: Option<DateTime<Utc>>, precision: &str) -> Result<When, Failure> {
    let precision = Precision::from_name(precision);
    let precision = precision.ok_or(Failure::Damaged("event.survenu_precision"))?;
    Ok(When { le, a, precision })
}

/// The instant to compare with those recorded: whole microseconds, rounded down as no driver does before 2000, and not
/// so long ago that the database has no such instant. Nothing is recorded before the year 1.
fn askable(instant: DateTime<Utc>) -> DateTime<Utc> {
    const YEAR_ZERO_ENDS: i64 = -62_135_596_801;
    let earliest = DateTime::from_timestamp_secs(YEAR_ZERO_ENDS).expect("a day of the year 0");
    instant.trunc_subsecs(6).max(earliest)
}

fn bound(up_to: Option<Position>) -> i64 {
    up_to.map_or(i64::MAX, Position::as_i64)
}

fn positions_follow(log: &str, after: Position, events: &[RecordedEvent]) -> Result<(), Failure> {
    let mut expected = after.get();
    for event in events {
        expected += 1;
        let found = event.position.get();
        if found != expected {
            return Err(Failure::Gap { place: log.to_owned(), expected, found });
        }
    }
    Ok(())
}

fn versions_follow(events: &[RecordedEvent]) -> Result<(), Failure> {
    let mut previous: Option<&RecordedEvent> = None;
    for event in events {
        let before = previous.filter(|before| before.stream.id == event.stream.id);
        let expected = u64::from(before.map_or(0, |before| before.version)) + 1;
        let found = u64::from(event.version);
        if found != expected {
            return Err(Failure::Gap { place: event.stream.to_string(), expected, found });
        }
        previous = Some(event);
    }
    Ok(())
}
