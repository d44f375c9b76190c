//! The rotation of the master key: every live key is wrapped again under the newest one, while servers go on.
//!
//! ```text
//!  files: replace_master ──▶ database: the new one is current ──▶ keys, by small groups ──▶ files: the former goes
//! ```
//!
//! Invariants: done again after a crash, it goes on from where it was; a key destroyed meanwhile stays destroyed, for a
//! key is wrapped again only if it is still as it was read; the former file goes only when no live key needs it. From
//! the moment the database says the new one is current, no server wraps anything under the former, whatever it holds
//! in memory.
//!
//! Deliberately not here: the keys of backups. One taken before the rotation opens under the former master key alone:
//! once that file is gone, with its own copies, so are the keys in that backup.

use deadpool_postgres::Object;
use tokio_postgres::types::Type;
use tokio_postgres::{Client, Row};
use uuid::Uuid;

use super::{KeyFailure, Keys, wrapped_under};
use crate::crypt;
use crate::master::{self, MasterKey, MasterName};

/// How many keys are wrapped again in one transaction.
const GROUP: i64 = 500;

impl Keys {
    /// Wraps every live key under the newest master key at hand, and gives how many were not. Nobody else may be
    /// rotating to another one.
    pub async fn rewrap(&self) -> Result<u64, KeyFailure> {
        self.check().await?;
        let newest = self.masters().newest().clone();
        let mut client = self.pool.get().await?;
        make_current(&mut client, newest.name()).await?;
        self.check().await?;
        let (mut done, mut last) = (0, Uuid::nil());
        loop {
            let group = select_others(&client, newest.name(), last).await?;
            let Some(end) = group.last() else { return Ok(done) };
            last = end.try_get(0)?;
            done += self.rewrap_group(&client, &newest, &group).await?;
        }
    }

    /// Removes the former master key's file, if no live key is under it. Says whether there was one.
    pub async fn forget_former(&self) -> Result<bool, KeyFailure> {
        let (name, path) = {
            let mut masters = self.masters();
            masters.read_again()?;
            (masters.newest().name(), masters.path().map(ToOwned::to_owned))
        };
        let client = self.pool.get().await?;
        if super::current_master(&client).await? != Some(name) {
            return Err(KeyFailure::OtherMaster);
        }
        match count_others(&client, name).await? {
            0 => Ok(path.map_or(Ok(false), |path| master::forget_former(&path))?),
            left => Err(KeyFailure::StillWrapped(left)),
        }
    }

    async fn rewrap_group(
        &self,
        client: &Client,
        newest: &MasterKey,
        group: &[Row],
    ) -> Result<u64, KeyFailure> {
        let mut key_ids: Vec<Uuid> = Vec::with_capacity(group.len());
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for row in group {
            let (key_id, subject): (Uuid, Uuid) = (row.try_get(0)?, row.try_get(1)?);
            let wrapped: Vec<u8> = row.try_get(2)?;
            let key = self.unwrap(key_id, subject, &wrapped)?;
            key_ids.push(key_id);
            before.push(wrapped);
            after.push(newest.wrap(key_id, subject, &key, crypt::random()));
        }
        Ok(update_wrapped(client, &key_ids, &before, &after).await?)
    }
}

/// Waits for the servers that are inserting keys under the former one; those that come after find it retired.
async fn make_current(client: &mut Object, name: MasterName) -> Result<(), KeyFailure> {
    let transaction = client.transaction().await?;
    let name = name.as_slice();
    let retire = "update cles.master as master
                     set retired_at = clock_timestamp()
                   where master.retired_at is null and master.master_id <> $1";
    transaction.execute_typed(retire, &[(&name, Type::BYTEA)]).await?;
    let install =
        "insert into cles.master (master_id) values ($1) on conflict (master_id) do nothing";
    transaction.execute_typed(install, &[(&name, Type::BYTEA)]).await?;
    Ok(transaction.commit().await?)
}

async fn select_others(
    client: &Client,
    name: MasterName,
    after: Uuid,
) -> Result<Vec<Row>, tokio_postgres::Error> {
    client
        .query_typed(
            "select key.key_id, key.subject_id, key.wrapped
               from cles.key as key
              where key.destroyed_at is null and key.key_id > $1
                and substring(key.wrapped from 1 for 9) <> $2
              order by key.key_id
              limit $3",
            &[(&after, Type::UUID), (&wrapped_under(name), Type::BYTEA), (&GROUP, Type::INT8)],
        )
        .await
}

async fn count_others(client: &Client, name: MasterName) -> Result<u64, KeyFailure> {
    let row = client
        .query_typed_one(
            "select count(*)
               from cles.key as key
              where key.destroyed_at is null and substring(key.wrapped from 1 for 9) <> $1",
            &[(&wrapped_under(name), Type::BYTEA)],
        )
        .await?;
    let count: i64 = row.try_get(0)?;
    Ok(count.unsigned_abs())
}

async fn update_wrapped(
    client: &Client,
    key_ids: &[Uuid],
    before: &[Vec<u8>],
    after: &[Vec<u8>],
) -> Result<u64, tokio_postgres::Error> {
    client
        .execute_typed(
            "update cles.key as key
                set wrapped = again.after
               from unnest($1, $2, $3) as again (key_id, before, after)
              where key.key_id = again.key_id and key.wrapped = again.before",
            &[
                (&key_ids, Type::UUID_ARRAY),
                (&before, Type::BYTEA_ARRAY),
                (&after, Type::BYTEA_ARRAY),
            ],
        )
        .await
}
