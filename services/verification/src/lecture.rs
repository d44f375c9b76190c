//! The journal, read child after child by statements of the second path's own, under the rights of `journal_reader`.
//!
//! # Invariants
//!
//! - Nothing but tables of the schema `journal` is named here.
//! - One read-only snapshot; a page of children at a time, each forgotten once folded.
//!
//! Deliberately absent: whether the journal itself is whole, which `eventstore::verify` answers.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use domain::departement::{self, ConseilDonne};
use domain::histoire::Enregistre;
use domain::temps::ZONE;
use eventstore::{Position, Precision, RecordedEvent, StreamId, When};
use postgres::{Row, Transaction};
use projections::codec;
use uuid::Uuid;

use crate::constat::Panne;

/// How many children are read at once.
const ENFANTS_PAR_PAGE: i64 = 200;

/// The stored name of advice given: the other events of the Département's stream are of no figure.
const CONSEIL: &str = "conseil_donne";

/// One log, in one snapshot.
pub(crate) struct Journal<'a> {
    transaction: Transaction<'a>,
    log_id: i16,
    log: Arc<str>,
    noms: HashMap<i16, String>,
}

/// One child's stream: all that was recorded on it.
pub(crate) struct Flux {
    pub(crate) enfant: Uuid,
    pub(crate) enregistres: Vec<Enregistre>,
}

impl<'a> Journal<'a> {
    /// Opens a log.
    pub(crate) fn ouvrir(mut transaction: Transaction<'a>, log: &str) -> Result<Self, Panne> {
        let found = transaction
            .query_opt("select log.log_id from journal.log as log where log.name = $1", &[&log])?;
        let found = found.ok_or_else(|| Panne::JournalInconnu(log.to_owned()))?;
        let log_id = found.try_get(0)?;
        let mut noms = HashMap::new();
        for row in
            transaction.query("select name.name_id, name.name from journal.name as name", &[])?
        {
            noms.insert(row.try_get(0)?, row.try_get(1)?);
        }
        Ok(Self { transaction, log_id, log: Arc::from(log), noms })
    }

    /// The command of the event at a position, and when it was recorded; none: there is no such event.
    pub(crate) fn a(&mut self, position: u64) -> Result<Option<(Uuid, DateTime<Utc>)>, Panne> {
        let row = self.transaction.query_opt(
            "select event.command_id, event.recorded_at
               from journal.event as event
              where event.log_id = $1 and event.position = $2",
            &[&self.log_id, &bigint(position)],
        )?;
        row.map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).transpose()
    }

    /// A position rounded down to the end of the request it falls in.
    pub(crate) fn fin_de_requete(&mut self, position: u64) -> Result<u64, Panne> {
        let (here, next) = (self.a(position)?, self.a(position + 1)?);
        let cut = here.zip(next).filter(|((one, _), (other, _))| one == other);
        let Some(((command, _), _)) = cut else { return Ok(position) };
        let row = self.transaction.query_opt(
            "select event.position
               from journal.event as event
              where event.log_id = $1 and event.position <= $2 and event.command_id <> $3
              order by event.position desc
              limit 1",
            &[&self.log_id, &bigint(position), &command],
        )?;
        row.map_or(Ok(0), |row| Ok(row.try_get::<_, i64>(0)?.unsigned_abs()))
    }

    /// Where the journal stood on the evening of a day, no later than a position; none: it did not begin yet.
    pub(crate) fn soir(&mut self, le: NaiveDate, au_plus: u64) -> Result<Option<u64>, Panne> {
        let midnight = le.succ_opt().map(|next| next.and_time(NaiveTime::MIN));
        let midnight = midnight.and_then(|next| ZONE.from_local_datetime(&next).earliest());
        let Some(midnight) = midnight.map(|midnight| midnight.with_timezone(&Utc)) else {
            return Ok(None);
        };
        let row = self.transaction.query_opt(
            "select event.position
               from journal.event as event
              where event.log_id = $1 and event.position <= $2 and event.recorded_at < $3
              order by event.position desc
              limit 1",
            &[&self.log_id, &bigint(au_plus), &midnight],
        )?;
        let Some(row) = row else { return Ok(None) };
        let evening = self.fin_de_requete(row.try_get::<_, i64>(0)?.unsigned_abs())?;
        Ok((0 < evening).then_some(evening))
    }

    /// The next children in the order of their identifiers, as recorded at a position.
    pub(crate) fn enfants(
        &mut self,
        after: Option<Uuid>,
        position: u64,
    ) -> Result<Vec<Flux>, Panne> {
        let kind = self.noms.iter().find(|(_, name)| *name == codec::FLUX_ENFANT);
        let Some((&kind, _)) = kind else { return Ok(Vec::new()) };
        let rows = self.transaction.query(
            "select event.stream_id
               from journal.event as event
              where event.log_id = $1 and event.stream_version = 1 and event.stream_type = $2
                and event.position <= $3 and ($4::uuid is null or $4 < event.stream_id)
              order by event.stream_id
              limit $5",
            &[&self.log_id, &kind, &bigint(position), &after, &ENFANTS_PAR_PAGE],
        )?;
        let ids = rows.iter().map(|row| row.try_get(0));
        let ids: Vec<Uuid> = ids.collect::<Result<_, _>>()?;
        self.flux(&ids, position)
    }

    /// Advice the Département says it gave, on its own stream, in the order it was recorded.
    pub(crate) fn conseils(
        &mut self,
        position: u64,
    ) -> Result<Vec<(NaiveDate, ConseilDonne)>, Panne> {
        let kind = self.noms.iter().find(|(_, name)| *name == codec::FLUX_DEPARTEMENT);
        let Some((&kind, _)) = kind else { return Ok(Vec::new()) };
        let rows = self.transaction.query(
            "select event.stream_id
               from journal.event as event
              where event.log_id = $1 and event.stream_version = 1 and event.stream_type = $2
                and event.position <= $3",
            &[&self.log_id, &kind, &bigint(position)],
        )?;
        let ids = rows.iter().map(|row| row.try_get(0)).collect::<Result<Vec<Uuid>, _>>()?;
        let mut events = self.evenements(&ids, position)?;
        events.sort_by_key(|event| event.position);
        let mut conseils = Vec::new();
        for event in events.iter().filter(|event| event.event_type == CONSEIL) {
            let acte = codec::decode_de::<departement::Event>(event)?.acte;
            if let departement::Event::ConseilDonne(conseil) = acte.evenement {
                conseils.push((acte.survenu.le, conseil));
            }
        }
        Ok(conseils)
    }

    /// These children's streams, as recorded at a position; those that did not begin are left out.
    pub(crate) fn flux(&mut self, ids: &[Uuid], position: u64) -> Result<Vec<Flux>, Panne> {
        let events = self.evenements(ids, position)?;
        let mut all: Vec<Flux> = Vec::with_capacity(ids.len());
        for event in &events {
            let enregistre = codec::decode(event)?;
            let enfant = enregistre.cible.flux.0;
            match all.last_mut() {
                Some(last) if last.enfant == enfant => last.enregistres.push(enregistre),
                Some(_) | None => all.push(Flux { enfant, enregistres: vec![enregistre] }),
            }
        }
        Ok(all)
    }

    /// What was recorded on these streams by a position, stream after stream.
    fn evenements(&mut self, ids: &[Uuid], position: u64) -> Result<Vec<RecordedEvent>, Panne> {
        let rows = self.transaction.query(
            "select event.position, event.stream_id, event.stream_type, event.stream_version,
                    event.event_type, event.schema_version, event.event_id, event.command_id,
                    event.recorded_at, event.survenu_le, event.survenu_a, event.survenu_precision,
                    event.connu_le, event.payload
               from journal.event as event
              where event.log_id = $1 and event.stream_id = any ($2) and event.position <= $3
              order by event.stream_id, event.stream_version",
            &[&self.log_id, &ids, &bigint(position)],
        )?;
        rows.iter().map(|row| self.event(row)).collect()
    }

    /// An event as its row says it. Who typed it, and its leaf, are of no figure.
    fn event(&self, row: &Row) -> Result<RecordedEvent, Panne> {
        let position: i64 = row.try_get(0)?;
        let invalid = || Panne::LigneInvalide { position };
        let name = |number: i16| self.noms.get(&number).cloned().ok_or_else(invalid);
        let precision = Precision::from_name(row.try_get(11)?).ok_or_else(invalid)?;
        Ok(RecordedEvent {
            log: self.log.clone(),
            position: Position::new(position.unsigned_abs()),
            stream: StreamId::new(name(row.try_get(2)?)?, row.try_get(1)?),
            version: row.try_get::<_, i32>(3)?.unsigned_abs(),
            event_type: name(row.try_get(4)?)?,
            schema_version: row.try_get::<_, i16>(5)?.unsigned_abs(),
            event_id: row.try_get(6)?,
            command_id: row.try_get(7)?,
            recorded_at: row.try_get(8)?,
            survenu: When { le: row.try_get(9)?, a: row.try_get(10)?, precision },
            connu_le: row.try_get(12)?,
            actor: String::new(),
            finalite: String::new(),
            correlation_id: None,
            causation_id: None,
            payload: row.try_get(13)?,
            leaf: [0; 33],
        })
    }
}

fn bigint(position: u64) -> i64 {
    i64::try_from(position).unwrap_or(i64::MAX)
}
