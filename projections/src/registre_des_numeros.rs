//! The register of informations: AAAA-NNNNN, the reference a person gives on the telephone.
//!
//! Invariants: the year is that of the arrival as first recorded; numbers follow the journal, one by
//! one within a year, and are never used again. So a rebuild gives the same ones.

use std::fmt;

use deadpool_postgres::Transaction;
use tokio_postgres::types::Type;
use uuid::Uuid;

use crate::emplacement::Emplacement;

/// The number of an information.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Numero {
    /// Year of its arrival.
    pub annee: i32,
    /// From 1 within the year.
    pub numero: i32,
}

impl fmt::Display for Numero {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:05}", self.annee, self.numero)
    }
}

/// A reception that may be the first of its information.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Inscription {
    pub(crate) information: Uuid,
    pub(crate) annee: i32,
    pub(crate) position: i64,
}

impl Inscription {
    /// Numbers the informations that have no number yet, in the order given.
    pub(crate) async fn write(
        inscriptions: &[Self],
        tx: &Transaction<'_>,
        ou: Emplacement,
    ) -> Result<(), tokio_postgres::Error> {
        if inscriptions.is_empty() {
            return Ok(());
        }
        let informations: Vec<Uuid> = inscriptions.iter().map(|one| one.information).collect();
        let annees: Vec<i32> = inscriptions.iter().map(|one| one.annee).collect();
        let positions: Vec<i64> = inscriptions.iter().map(|one| one.position).collect();
        let sql = format!(
            "insert into {schema}.registre (log_id, information, annee, numero, position)
             select $1, premiere.information, premiere.annee,
                    coalesce((select max(connue.numero)
                                from {schema}.registre as connue
                               where connue.log_id = $1 and connue.annee = premiere.annee), 0)
                    + row_number() over (partition by premiere.annee order by premiere.position),
                    premiere.position
               from (select distinct on (recue.information)
                            recue.information, recue.annee, recue.position
                       from unnest($2, $3, $4) as recue (information, annee, position)
                      where not exists (
                            select from {schema}.registre as connue
                             where connue.log_id = $1 and connue.information = recue.information)
                      order by recue.information, recue.position) as premiere",
            schema = ou.schema,
        );
        tx.execute_typed(
            &sql,
            &[
                (&ou.log_id, Type::INT2),
                (&informations, Type::UUID_ARRAY),
                (&annees, Type::INT4_ARRAY),
                (&positions, Type::INT8_ARRAY),
            ],
        )
        .await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn un_numero_se_lit_au_telephone() {
        assert_eq!(Numero { annee: 2022, numero: 412 }.to_string(), "2022-00412");
    }
}
