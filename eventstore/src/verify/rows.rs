//! An event as its row says it, names joined from the dictionary.
//!
//! A row that no event can have made is a finding, not a breakdown: it is told by the column to blame.
//!
//! Deliberately shared with no reader of the journal: what is checked is read by other statements than what is used.

use std::collections::HashMap;
use std::sync::Arc;

use postgres::types::FromSql;
use postgres::{Row, Transaction};

use super::finding::{Findings, Kind};
use super::pages::Pages;
use crate::envelope::{self, Position, Precision, RecordedEvent, StreamId, When};

/// Opens the events of a log, by position.
pub(super) fn open(
    transaction: &mut Transaction<'_>,
    log_id: i16,
) -> Result<Pages, postgres::Error> {
    Pages::open(
        transaction,
        "select event.position, event.stream_id, event.stream_type, event.stream_version,
                event.event_type, event.schema_version, event.event_id, event.command_id,
                event.recorded_at, event.survenu_le, event.survenu_a, event.survenu_precision,
                event.connu_le, event.actor, event.finalite, event.correlation_id,
                event.causation_id, event.payload, event.leaf
           from journal.event as event
          where event.log_id = $1
          order by event.position",
        &[&log_id],
    )
}

/// The position of a row of an event.
pub(super) fn position(row: &Row) -> Result<u64, postgres::Error> {
    Ok(row.try_get::<_, i64>(0)?.cast_unsigned())
}

/// The stored leaf of a row of an event, when it has the length of one.
pub(super) fn leaf(row: &Row) -> Result<[u8; 33], &'static str> {
    column::<&[u8]>(row, 18, "leaf")?.try_into().map_err(|_| "leaf")
}

/// The dictionary.
pub(super) struct Dictionary(HashMap<i16, String>);

impl Dictionary {
    /// Reads it whole: some tens of names. What is no name, or the name of another row, is a finding.
    pub(super) fn read(
        transaction: &mut Transaction<'_>,
        findings: &mut Findings,
    ) -> Result<Self, postgres::Error> {
        let mut names = HashMap::new();
        let query =
            "select name.name_id, name.name from journal.name as name order by name.name_id";
        for row in transaction.query(query, &[])? {
            let (number, name): (i16, String) = (row.try_get(0)?, row.try_get(1)?);
            let taken = names.values().any(|known| *known == name);
            if taken || !envelope::is_name(&name) {
                findings.add(None, Kind::Name(number));
            }
            names.insert(number, name);
        }
        Ok(Self(names))
    }

    /// The event of a row, or the column that none can have.
    pub(super) fn event(&self, log: &Arc<str>, row: &Row) -> Result<RecordedEvent, &'static str> {
        Ok(RecordedEvent {
            log: log.clone(),
            position: Position::new(column::<i64>(row, 0, "position")?.cast_unsigned()),
            stream: StreamId::new(self.name(row, 2, "stream_type")?, column(row, 1, "stream_id")?),
            version: column::<i32>(row, 3, "stream_version")?.cast_unsigned(),
            event_type: self.name(row, 4, "event_type")?,
            schema_version: column::<i16>(row, 5, "schema_version")?.cast_unsigned(),
            event_id: column(row, 6, "event_id")?,
            command_id: column(row, 7, "command_id")?,
            recorded_at: column(row, 8, "recorded_at")?,
            survenu: when(row)?,
            connu_le: column(row, 12, "connu_le")?,
            actor: column(row, 13, "actor")?,
            finalite: column(row, 14, "finalite")?,
            correlation_id: column(row, 15, "correlation_id")?,
            causation_id: column(row, 16, "causation_id")?,
            payload: column(row, 17, "payload")?,
            leaf: leaf(row)?,
        })
    }

    fn name(&self, row: &Row, at: usize, name: &'static str) -> Result<String, &'static str> {
        self.0.get(&column(row, at, name)?).cloned().ok_or(name)
    }
}

fn when(row: &Row) -> Result<When, &'static str> {
    let precision = Precision::from_name(column(row, 11, "survenu_precision")?);
    let precision = precision.ok_or("survenu_precision")?;
    Ok(When { le: column(row, 9, "survenu_le")?, a: column(row, 10, "survenu_a")?, precision })
}

/// An infinite date, for one, is a value PostgreSQL has and an event never has.
fn column<'r, T: FromSql<'r>>(
    row: &'r Row,
    at: usize,
    name: &'static str,
) -> Result<T, &'static str> {
    row.try_get(at).map_err(|_| name)
}
