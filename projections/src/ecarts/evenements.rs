//! The events between two positions that changed the facts an indicator reads, by kind and by lag.
//!
//! # Invariants
//!
//! - A row counts when it holds at one of the two positions and not at the other: what was written and undone between
//!   them changed nothing.
//! - An event counts once an indicator, however many rows it changed.
//! - Nobody is named: an event is its kind and its lag.
//!
//! Deliberately absent: payloads. Kinds and days are all that is looked at.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use eventstore::{Journal, Position, RecordedEvent};
use serde_json::{Value, json};
use tokio_postgres::types::Type;
use uuid::Uuid;

use super::NonExplique;
use crate::lecteurs::Lecteurs;
use crate::runner::{bigint, position};

/// How many events are read at a time.
const EVENEMENTS_PAR_PAGE: usize = 3_000;

/// The prefix of the tables whose rows are a child's.
const FAIT: &str = "fait_";

/// Between which positions, and the day the first report was observed on.
pub(super) struct Etendue<'a> {
    pub(super) lecteurs: &'a Lecteurs,
    pub(super) journal: &'a Journal,
    pub(super) bornes: (Position, Position),
    pub(super) jour: NaiveDate,
}

/// Why an event came only now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Retard {
    /// It happened before the first report was made.
    Tardif,
    /// It corrects another.
    Correction,
    /// It joins two files, or parts them.
    Reunion,
    /// It happened since.
    Courant,
}

impl Retard {
    fn de(event: &RecordedEvent, jour: NaiveDate) -> Self {
        match event.event_type.as_str() {
            "evenement_annule" | "evenement_rectifie" => Self::Correction,
            "dossiers_reunis" | "dossiers_disjoints" => Self::Reunion,
            _ if event.survenu.le <= jour => Self::Tardif,
            _ => Self::Courant,
        }
    }

    fn cle(self) -> &'static str {
        match self {
            Self::Tardif => "connaissance_tardive",
            Self::Correction => "correction",
            Self::Reunion => "reunion",
            Self::Courant => "courant",
        }
    }
}

/// What changed in a table: how many rows began and ended, and whose at which requests.
#[derive(Debug, Default)]
struct Table {
    nouvelles: u64,
    finies: u64,
    touches: BTreeMap<Position, BTreeSet<Option<Uuid>>>,
}

/// What an event of a request is, and on which stream.
struct Un {
    flux: Uuid,
    nom: String,
    retard: Retard,
}

/// What happened between the two positions.
pub(super) struct Entre {
    /// How many events in all.
    pub(super) tous: u64,
    tables: BTreeMap<&'static str, Table>,
    requetes: BTreeMap<Position, Vec<Un>>,
}

impl Entre {
    /// Reads what changed in those tables, and the requests that changed it.
    pub(super) async fn lire<'t>(
        etendue: Etendue<'_>,
        lues: impl Iterator<Item = &'t BTreeSet<&'static str>>,
    ) -> Result<Self, NonExplique> {
        let (from, to) = etendue.bornes;
        let mut tables = BTreeMap::new();
        for table in lues.flatten().copied().collect::<BTreeSet<_>>() {
            tables.insert(table, etendue.table(table).await?);
        }
        let wanted = tables.values().flat_map(|table: &Table| table.touches.keys().copied());
        let requetes = etendue.requetes(&wanted.collect()).await?;
        Ok(Self { tous: to.get() - from.get(), tables, requetes })
    }

    /// The events that changed what those tables hold.
    pub(super) fn dit(&self, lues: &BTreeSet<&'static str>) -> Value {
        let tables = || lues.iter().filter_map(|table| Some((table, self.tables.get(table)?)));
        let mut touches: BTreeMap<Position, BTreeSet<Option<Uuid>>> = BTreeMap::new();
        for (at, whose) in tables().flat_map(|(_, table)| &table.touches) {
            touches.entry(*at).or_default().extend(whose);
        }
        let mut counts: BTreeMap<(Retard, &str), u64> = BTreeMap::new();
        for (at, whose) in &touches {
            for un in siens(self.requetes.get(at).map_or(&[][..], Vec::as_slice), whose) {
                *counts.entry((un.retard, &un.nom)).or_default() += 1;
            }
        }
        let faits = tables().filter(|(_, table)| !table.touches.is_empty()).map(|(nom, table)| {
            json!({"table": nom, "nouvelles": table.nouvelles, "finies": table.finies})
        });
        let total: u64 = counts.values().sum();
        let counts = counts.iter().map(
            |((retard, nom), n)| json!({"retard": retard.cle(), "evenement": nom, "nombre": n}),
        );
        json!({
            "faits": faits.collect::<Vec<_>>(),
            "comptes": counts.collect::<Vec<_>>(),
            "total": total,
            "attribue": total != 0,
        })
    }
}

/// The events of a request on the streams of those whose rows changed; all of them when none is, which is so of a file
/// that was merged into another.
fn siens<'r>(requete: &'r [Un], whose: &BTreeSet<Option<Uuid>>) -> Vec<&'r Un> {
    let own: Vec<&Un> = requete.iter().filter(|un| whose.contains(&Some(un.flux))).collect();
    if own.is_empty() { requete.iter().collect() } else { own }
}

impl Etendue<'_> {
    /// The rows of a table that hold at one of the two positions only.
    async fn table(&self, nom: &str) -> Result<Table, tokio_postgres::Error> {
        let sql = if nom.starts_with(FAIT) {
            format!(
                "select fait.enfant, fait.from_position as a, true as nouvelle
                   from projections.{nom} as fait
                  where fait.log_id = $1 and fait.from_position > $2 and fait.from_position <= $3
                    and (fait.to_position is null or $3 < fait.to_position)
                  union all
                 select fait.enfant, fait.to_position, false
                   from projections.{nom} as fait
                  where fait.log_id = $1 and fait.from_position <= $2
                    and $2 < fait.to_position and fait.to_position <= $3"
            )
        } else {
            format!(
                "select null::uuid as enfant, dit.from_position as a, true as nouvelle
                   from projections.{nom} as dit
                  where dit.log_id = $1 and dit.from_position > $2 and dit.from_position <= $3"
            )
        };
        let (from, to) = self.bornes;
        let params = [
            (&self.journal.log_id() as &(dyn tokio_postgres::types::ToSql + Sync), Type::INT2),
            (&bigint(from), Type::INT8),
            (&bigint(to), Type::INT8),
        ];
        let mut table = Table::default();
        for row in self.lecteurs.prendre().client().query_typed(&sql, &params).await? {
            let nouvelle: bool = row.try_get("nouvelle")?;
            *(if nouvelle { &mut table.nouvelles } else { &mut table.finies }) += 1;
            let at = position(row.try_get("a")?);
            table.touches.entry(at).or_default().insert(row.try_get("enfant")?);
        }
        Ok(table)
    }

    /// The requests that end at those positions.
    async fn requetes(
        &self,
        wanted: &BTreeSet<Position>,
    ) -> Result<BTreeMap<Position, Vec<Un>>, eventstore::Failure> {
        let (mut after, to) = self.bornes;
        let mut requetes = BTreeMap::new();
        let mut current: Option<(Uuid, Position, Vec<Un>)> = None;
        while after < to && !wanted.is_empty() {
            let page = self.journal.read_from(after, Some(to), EVENEMENTS_PAR_PAGE).await?;
            let Some(last) = page.last() else { break };
            after = last.position;
            for event in page {
                let un = Un {
                    flux: event.stream.id,
                    retard: Retard::de(&event, self.jour),
                    nom: event.event_type,
                };
                current = match current.take() {
                    Some((command, _, mut events)) if command == event.command_id => {
                        events.push(un);
                        Some((command, event.position, events))
                    }
                    ended => {
                        keep(&mut requetes, wanted, ended);
                        Some((event.command_id, event.position, vec![un]))
                    }
                };
            }
        }
        keep(&mut requetes, wanted, current);
        Ok(requetes)
    }
}

/// Keeps a request that ended at one of those positions.
fn keep(
    requetes: &mut BTreeMap<Position, Vec<Un>>,
    wanted: &BTreeSet<Position>,
    ended: Option<(Uuid, Position, Vec<Un>)>,
) {
    if let Some((_, last, events)) = ended.filter(|(_, last, _)| wanted.contains(last)) {
        requetes.insert(last, events);
    }
}
