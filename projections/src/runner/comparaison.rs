//! The tables of a rebuild against those that are read: what is missing, what is in excess, and the writing of that.
//!
//! # Invariants
//!
//! - What is compared is every column of every row of a log, validity included; the columns and the key of a table are
//!   those the database knows.
//! - Only what differs is written.
//!
//! Deliberately absent: when to compare, and under which lock ([`super::reconstruction`]).

use deadpool_postgres::Transaction;
use tokio_postgres::Row;
use tokio_postgres::types::{ToSql, Type};

use super::tables;
use crate::emplacement::{A_COTE, VIVANT};

/// A table, compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparee {
    /// Its name.
    pub table: String,
    /// How many rows the journal gives.
    pub lignes: u64,
    /// Rows the journal gives, and that were not read.
    pub manquantes: u64,
    /// Rows that were read, and that the journal does not give.
    pub en_trop: u64,
}

impl Comparee {
    /// Whether it is not what the journal gives.
    #[must_use]
    pub fn differe(&self) -> bool {
        self.manquantes > 0 || self.en_trop > 0
    }
}

/// Which rows are compared.
#[derive(Clone, Copy, Debug)]
pub(super) enum Portee {
    /// Those that are read, as they were at the position the rebuild has reached; a runner at work made the later ones.
    Jusqu(i64),
    /// In both, those made or ended after a position: the two tables were the same there. From 0, all of them.
    Depuis(i64),
}

/// A table, as the database knows it.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) nom: String,
    colonnes: Vec<String>,
    cle: Vec<String>,
}

impl Table {
    /// Every table that follows the checkpoint.
    pub(super) async fn toutes(tx: &Transaction<'_>) -> Result<Vec<Self>, tokio_postgres::Error> {
        let names: Vec<&str> = tables().collect();
        let rows = tx
            .query_typed(
                "select relation.relname::text,
                        array(select colonne.attname::text
                                from pg_catalog.pg_attribute as colonne
                               where colonne.attrelid = relation.oid and colonne.attnum > 0
                                 and not colonne.attisdropped
                               order by colonne.attnum),
                        array(select colonne.attname::text
                                from pg_catalog.pg_attribute as colonne
                               where colonne.attrelid = relation.oid
                                 and colonne.attnum = any (cle.indkey))
                   from unnest($2) with ordinality as demandee (nom, rang)
                   join pg_catalog.pg_class as relation
                     on relation.relname = demandee.nom
                    and relation.relnamespace = $1::text::regnamespace
                   join pg_catalog.pg_index as cle
                     on cle.indrelid = relation.oid and cle.indisprimary
                  order by demandee.rang",
                &[(&VIVANT, Type::TEXT), (&names, Type::TEXT_ARRAY)],
            )
            .await?;
        rows.iter().map(Self::lue).collect()
    }

    fn lue(row: &Row) -> Result<Self, tokio_postgres::Error> {
        Ok(Self { nom: row.try_get(0)?, colonnes: row.try_get(1)?, cle: row.try_get(2)? })
    }

    /// Compares what is read with what the journal gives.
    pub(super) async fn compare(
        &self,
        tx: &Transaction<'_>,
        log_id: i16,
        portee: Portee,
    ) -> Result<Comparee, tokio_postgres::Error> {
        let Self { nom, .. } = self;
        let (vives, neuves) = (self.vives(portee), self.neuves(portee));
        let sql = format!(
            "select (select count(*) from {A_COTE}.{nom} as neuve where neuve.log_id = $1),
                    (select count(*) from ({neuves} except {vives}) as manquante),
                    (select count(*) from ({vives} except {neuves}) as en_trop)"
        );
        let row = tx.query_typed_one(&sql, &bornes(&log_id, &portee.position())).await?;
        let count = |at: usize| row.try_get(at).map(i64::unsigned_abs);
        Ok(Comparee {
            table: nom.clone(),
            lignes: count(0)?,
            manquantes: count(1)?,
            en_trop: count(2)?,
        })
    }

    /// Makes what is read what the journal gives, where it is not.
    pub(super) async fn corrige(
        &self,
        tx: &Transaction<'_>,
        log_id: i16,
        depuis: i64,
    ) -> Result<(), tokio_postgres::Error> {
        let portee = Portee::Depuis(depuis);
        let (vives, neuves) = (self.vives(portee), self.neuves(portee));
        let Self { nom, cle, .. } = self;
        let same: Vec<String> =
            cle.iter().map(|name| format!("vive.{name} = ecart.{name}")).collect();
        // A row to write may be there under another validity: its key goes first, in any case.
        let delete = format!(
            "delete from {VIVANT}.{nom} as vive
              using (({vives} except {neuves}) union ({neuves} except {vives})) as ecart
              where {same}",
            same = same.join(" and "),
        );
        let names = self.colonnes.join(", ");
        let insert = format!(
            "insert into {VIVANT}.{nom} ({names})
             select {names} from ({neuves} except {vives}) as manquante"
        );
        for sql in [delete, insert] {
            tx.execute_typed(&sql, &bornes(&log_id, &depuis)).await?;
        }
        Ok(())
    }

    /// The rows that are read.
    fn vives(&self, portee: Portee) -> String {
        let colonnes: Vec<String> = self.colonnes.iter().map(|name| vue(name, portee)).collect();
        let colonnes = colonnes.join(", ");
        let filtre = match portee {
            Portee::Jusqu(_) => format!("{} <= $2", self.debut()),
            Portee::Depuis(_) => self.bouge(),
        };
        format!("select {colonnes} from {VIVANT}.{} where log_id = $1 and {filtre}", self.nom)
    }

    /// The rows the journal gives.
    fn neuves(&self, portee: Portee) -> String {
        let filtre = match portee {
            Portee::Jusqu(_) => "true".to_owned(),
            Portee::Depuis(_) => self.bouge(),
        };
        let colonnes = self.colonnes.join(", ");
        format!("select {colonnes} from {A_COTE}.{} where log_id = $1 and {filtre}", self.nom)
    }

    fn bouge(&self) -> String {
        let ends = if self.a_une_fin() { " or to_position > $2" } else { "" };
        format!("({} > $2{ends})", self.debut())
    }

    fn debut(&self) -> &'static str {
        let valid = self.colonnes.iter().any(|name| name == "from_position");
        if valid { "from_position" } else { "position" }
    }

    fn a_une_fin(&self) -> bool {
        self.colonnes.iter().any(|name| name == FIN)
    }
}

/// The column that says where a row ends.
const FIN: &str = "to_position";

/// A column of the rows that are read: at a position, a row that ends later still holds.
fn vue(name: &str, portee: Portee) -> String {
    match portee {
        Portee::Jusqu(_) if name == FIN => {
            format!("case when {FIN} <= $2 then {FIN} end as {FIN}")
        }
        Portee::Jusqu(_) | Portee::Depuis(_) => name.to_owned(),
    }
}

impl Portee {
    fn position(self) -> i64 {
        match self {
            Self::Jusqu(position) | Self::Depuis(position) => position,
        }
    }
}

fn bornes<'a>(log_id: &'a i16, position: &'a i64) -> [(&'a (dyn ToSql + Sync), Type); 2] {
    [(log_id, Type::INT2), (position, Type::INT8)]
}
