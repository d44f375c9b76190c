//! The second reading, stream after stream: versions follow from 1, in the order of positions, and `journal.stream`
//! says the same.
//!
//! PostgreSQL sorts, so this process holds one stream at a time. A map of every stream would be half a gigabyte at ten
//! million of them, and the log of receipts has a stream an event.

use postgres::{Row, Transaction};
use uuid::Uuid;

use super::finding::{Findings, Kind, Span, StreamRow};
use super::pages::Pages;
use crate::envelope::Position;

/// Reads every stream of a log; `advance` is told of each event. Gives how many streams there are.
pub(super) fn check(
    transaction: &mut Transaction<'_>,
    log_id: i16,
    findings: &mut Findings,
    mut advance: impl FnMut(u64),
) -> Result<u64, postgres::Error> {
    let mut events = open_events(transaction, log_id)?;
    let mut table = open_table(transaction, log_id)?;
    let (mut count, mut read) = (0, 0);
    let mut current: Option<Stream> = None;
    while let Some(row) = events.next(transaction)? {
        read += 1;
        advance(read);
        let event = Event::read(&row)?;
        match current.take().filter(|stream| stream.id == event.stream) {
            Some(stream) => current = Some(stream.followed_by(&event, findings)),
            None => {
                count += 1;
                current = Some(Stream::opened_by(&event, findings));
            }
        }
        let ends = events.peek(transaction)?.map(Event::read).transpose()?;
        let ends = ends.is_none_or(|next| next.stream != event.stream);
        if let Some(stream) = current.as_ref().filter(|_| ends) {
            compare(transaction, &mut table, stream, findings)?;
        }
    }
    while let Some(row) = table.next(transaction)? {
        let (stream, found) = stream_row(&row)?;
        without_event(stream, found, findings);
    }
    Ok(count)
}

fn open_events(transaction: &mut Transaction<'_>, log_id: i16) -> Result<Pages, postgres::Error> {
    Pages::open(
        transaction,
        "select event.stream_id, event.stream_version, event.stream_type, event.position
           from journal.event as event
          where event.log_id = $1
          order by event.stream_id, event.stream_version, event.position",
        &[&log_id],
    )
}

fn open_table(transaction: &mut Transaction<'_>, log_id: i16) -> Result<Pages, postgres::Error> {
    Pages::open(
        transaction,
        "select stream.stream_id, stream.stream_type, stream.version, stream.last_position
           from journal.stream as stream
          where stream.log_id = $1
          order by stream.stream_id",
        &[&log_id],
    )
}

struct Event {
    stream: Uuid,
    version: i32,
    kind: i16,
    position: u64,
}

impl Event {
    fn read(row: &Row) -> Result<Self, postgres::Error> {
        Ok(Self {
            stream: row.try_get(0)?,
            version: row.try_get(1)?,
            kind: row.try_get(2)?,
            position: row.try_get::<_, i64>(3)?.cast_unsigned(),
        })
    }
}

/// A stream as its events say it, up to the one just read.
struct Stream {
    id: Uuid,
    kind: i16,
    version: i32,
    last: u64,
}

impl Stream {
    fn opened_by(event: &Event, findings: &mut Findings) -> Self {
        let before = Self { id: event.stream, kind: event.kind, version: 0, last: 0 };
        before.followed_by(event, findings)
    }

    fn followed_by(self, event: &Event, findings: &mut Findings) -> Self {
        let Self { id, kind, version, last } = self;
        let expected = version.saturating_add(1);
        if event.version != expected {
            let found = event.version;
            findings.at(event.position, Kind::Version { stream: id, expected, found });
        } else if event.position < last {
            findings.at(event.position, Kind::StreamOrder(id));
        }
        if event.kind != kind {
            findings.at(event.position, Kind::StreamKind(id));
        }
        Self { id, kind, version: event.version, last: last.max(event.position) }
    }

    fn row(&self) -> StreamRow {
        StreamRow { kind: self.kind, version: self.version, last: Position::new(self.last) }
    }
}

/// Compares a whole stream with its row; the rows skipped on the way have no event.
fn compare(
    transaction: &mut Transaction<'_>,
    table: &mut Pages,
    stream: &Stream,
    findings: &mut Findings,
) -> Result<(), postgres::Error> {
    let mut found = None;
    while let Some((id, row)) = table.peek(transaction)?.map(stream_row).transpose()? {
        if id > stream.id {
            break;
        }
        table.next(transaction)?;
        if id == stream.id {
            found = Some(row);
            break;
        }
        without_event(id, row, findings);
    }
    let expected = Some(stream.row());
    if found != expected {
        findings.at(stream.last, Kind::Stream { stream: stream.id, expected, found });
    }
    Ok(())
}

fn without_event(stream: Uuid, found: StreamRow, findings: &mut Findings) {
    let span = Span { first: found.last, last: found.last };
    findings.add(Some(span), Kind::Stream { stream, expected: None, found: Some(found) });
}

fn stream_row(row: &Row) -> Result<(Uuid, StreamRow), postgres::Error> {
    let last = Position::new(row.try_get::<_, i64>(3)?.cast_unsigned());
    Ok((row.try_get(0)?, StreamRow { kind: row.try_get(1)?, version: row.try_get(2)?, last }))
}
