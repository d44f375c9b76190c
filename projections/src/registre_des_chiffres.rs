//! What the Département's own stream says beside the figures: figures published, here or elsewhere, and advice given.
//!
//! # Invariants
//!
//! - It changes no figure of a child: these rows stand beside the facts, at the same position and in the same checkpoint.
//! - A row is valid from the last position of the request that told it; told again under the same key, days, author and
//!   edition, it is closed there and another opens.
//! - The other events of that stream are not read here, whoever wrote them.

use chrono::NaiveDate;
use deadpool_postgres::{Object, Transaction};
use domain::codes::Code as _;
use domain::departement::{ChiffrePublie, ConseilDonne, Event};
use domain::flux::Inscrit;
use eventstore::RecordedEvent;
use tokio_postgres::Row;
use tokio_postgres::types::{ToSql, Type};

use crate::codec::{FLUX_DEPARTEMENT, Illisible, decode_de};
use crate::emplacement::Emplacement;

/// The tables kept here.
pub(crate) const TABLES: [&str; 2] = ["chiffre_publie", "conseil"];

/// The stored names of the events that are read.
const TENUS: [&str; 2] = ["chiffre_publie", "conseil_donne"];

/// An event of the Département's stream, and the position its rows are valid from.
#[derive(Debug)]
pub(crate) struct Inscription {
    /// The last position of its request.
    pub(crate) position: i64,
    /// What was told.
    pub(crate) inscrit: Inscrit<Event>,
}

/// Whether an event says something that is kept here, by its name alone.
fn est_tenu(event: &RecordedEvent) -> bool {
    event.stream.kind == FLUX_DEPARTEMENT && TENUS.contains(&&*event.event_type)
}

/// Reads an event that is kept here; none when it is not.
pub(crate) fn lu(event: &RecordedEvent) -> Option<Result<Inscrit<Event>, Illisible>> {
    est_tenu(event).then(|| decode_de::<Event>(event))
}

impl Inscription {
    /// Writes its row.
    pub(crate) async fn write(
        &self,
        tx: &Transaction<'_>,
        ou: Emplacement,
    ) -> Result<(), tokio_postgres::Error> {
        let le = self.inscrit.acte.survenu.le;
        match &self.inscrit.acte.evenement {
            Event::ChiffrePublie(chiffre) => self.write_chiffre(tx, ou, le, chiffre).await,
            Event::ConseilDonne(conseil) => self.write_conseil(tx, ou, le, conseil).await,
            Event::ReglageFixe(_)
            | Event::DelegationDonnee(_)
            | Event::AstreinteFixee(_)
            | Event::DonneesArretees(_)
            | Event::RapportEmis(_) => Ok(()),
        }
    }

    async fn write_chiffre(
        &self,
        tx: &Transaction<'_>,
        ou: Emplacement,
        le: NaiveDate,
        chiffre: &ChiffrePublie,
    ) -> Result<(), tokio_postgres::Error> {
        let ChiffrePublie {
            cle,
            indicateur,
            libelle,
            valeur,
            unite,
            du,
            au,
            auteur,
            source,
            edition,
        } = chiffre;
        let du = du.unwrap_or(*au);
        let key: [(&(dyn ToSql + Sync), Type); 7] = [
            (&ou.log_id, Type::INT2),
            (&self.position, Type::INT8),
            (cle, Type::TEXT),
            (&du, Type::DATE),
            (au, Type::DATE),
            (auteur, Type::TEXT),
            (edition, Type::TEXT),
        ];
        // Told twice in one request, the last one holds: the first was never to be seen.
        tx.execute_typed(
            &format!(
                "delete from {schema}.chiffre_publie as publie
                  where publie.log_id = $1 and publie.from_position = $2 and publie.cle = $3
                    and publie.du = $4 and publie.au = $5 and publie.auteur = $6
                    and publie.edition = $7",
                schema = ou.schema
            ),
            &key,
        )
        .await?;
        tx.execute_typed(
            &format!(
                "update {schema}.chiffre_publie as publie
                    set to_position = $2
                  where publie.log_id = $1 and publie.to_position is null and publie.cle = $3
                    and publie.du = $4 and publie.au = $5 and publie.auteur = $6
                    and publie.edition = $7",
                schema = ou.schema
            ),
            &key,
        )
        .await?;
        let told: [(&(dyn ToSql + Sync), Type); 6] = [
            (&le, Type::DATE),
            (indicateur, Type::TEXT),
            (libelle, Type::TEXT),
            (valeur, Type::TEXT),
            (unite, Type::TEXT),
            (source, Type::TEXT),
        ];
        let params: Vec<_> = key.into_iter().chain(told).collect();
        tx.execute_typed(
            &format!(
                "insert into {schema}.chiffre_publie
                        (log_id, from_position, cle, du, au, auteur, edition,
                         publie_le, indicateur, libelle, valeur, unite, source)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
                schema = ou.schema
            ),
            &params,
        )
        .await
        .map(|_| ())
    }

    async fn write_conseil(
        &self,
        tx: &Transaction<'_>,
        ou: Emplacement,
        le: NaiveDate,
        conseil: &ConseilDonne,
    ) -> Result<(), tokio_postgres::Error> {
        let ConseilDonne { conseil, porte_d_entree, canal: _, demandeur, organisation: _ } =
            conseil;
        tx.execute_typed(
            &format!(
                "insert into {schema}.conseil
                        (log_id, from_position, conseil, donne_le, porte, demandeur)
                 values ($1, $2, $3, $4, $5, $6)
                     on conflict (log_id, conseil) do nothing",
                schema = ou.schema
            ),
            &[
                (&ou.log_id, Type::INT2),
                (&self.position, Type::INT8),
                (conseil, Type::UUID),
                (&le, Type::DATE),
                (&porte_d_entree.cle(), Type::TEXT),
                (&demandeur.cle(), Type::TEXT),
            ],
        )
        .await
        .map(|_| ())
    }
}

/// The figures published of a period, as recorded at a position, in the order of their keys.
pub(crate) async fn publies(
    client: &Object,
    log_id: i16,
    position: i64,
    (du, au): (NaiveDate, NaiveDate),
) -> Result<Vec<ChiffrePublie>, tokio_postgres::Error> {
    let rows = client
        .query_typed(
            "select publie.cle, publie.indicateur, publie.libelle, publie.valeur, publie.unite,
                    publie.du, publie.au, publie.auteur, publie.source, publie.edition
               from projections.chiffre_publie as publie
              where publie.log_id = $1 and publie.from_position <= $2
                and (publie.to_position is null or $2 < publie.to_position)
                and publie.au between $3 and $4
              order by publie.cle collate \"C\", publie.auteur collate \"C\",
                       publie.edition collate \"C\", publie.au, publie.du",
            &[(&log_id, Type::INT2), (&position, Type::INT8), (&du, Type::DATE), (&au, Type::DATE)],
        )
        .await?;
    rows.iter().map(publie).collect()
}

fn publie(row: &Row) -> Result<ChiffrePublie, tokio_postgres::Error> {
    let (du, au): (NaiveDate, NaiveDate) = (row.try_get("du")?, row.try_get("au")?);
    Ok(ChiffrePublie {
        cle: row.try_get("cle")?,
        indicateur: row.try_get("indicateur")?,
        libelle: row.try_get("libelle")?,
        valeur: row.try_get("valeur")?,
        unite: row.try_get("unite")?,
        du: (du != au).then_some(du),
        au,
        auteur: row.try_get("auteur")?,
        source: row.try_get("source")?,
        edition: row.try_get("edition")?,
    })
}
