//! Where subject keys live: wrapped, in the schema `cles`, under a master key that is in a file and never in the
//! database ([`crate::master`]).
//!
//! Invariants: a subject has one key for ever, by a unique index and a trigger; a subject whose key was destroyed never
//! gets another one. Every answer is read from the database: no process keeps an unwrapped key from one call to the
//! next, so none opens or closes a seal with a key whose destruction was committed before it asked. A key is only ever
//! wrapped under the master key the database says is the one now, so a rotation misses none.
//!
//! A destruction is committed with the event that says so ([`destroy`]), and the key never comes back. What it closed
//! stays in the journal and in its proofs.
//!
//! Deliberately not here: whom to erase and when to rotate; what a request names is destroyed.

use std::collections::HashSet;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::NaiveDate;
use deadpool_postgres::Pool;
use tokio_postgres::types::Type;
use tokio_postgres::{Client, Row};
use uuid::Uuid;

use crate::crypt;
use crate::keyset::{KeyEntry, KeySet, KeyState, SubjectKey};
use crate::master::{MasterKey, MasterKeyFailure, MasterName, NAMED, Ring};
use crate::request::Erase;

mod rotation;

/// Why keys could not be had.
#[derive(Debug, thiserror::Error)]
pub enum KeyFailure {
    /// No connection to the database of keys.
    #[error("no connection to the keys: {0}")]
    Pool(#[from] deadpool_postgres::PoolError),
    /// The database of keys failed.
    #[error("the keys' storage failed: {0}")]
    Storage(#[from] tokio_postgres::Error),
    /// The subject's key was destroyed: nothing can be sealed for it any more.
    #[error("the key of subject {0} was destroyed")]
    Erased(Uuid),
    /// A wrapped key does not open: another master key, or a row that was changed.
    #[error("the wrapped key {0} does not open under the master keys at hand")]
    Unwrap(Uuid),
    /// The database's keys are wrapped under a master key that is not at hand: nothing may be wrapped under another.
    #[error("the keys of this database are under another master key than those at hand")]
    OtherMaster,
    /// So many keys are still wrapped under a former master key, which therefore must stay.
    #[error("{0} keys are still wrapped under a former master key")]
    StillWrapped(u64),
    /// The files of the master keys.
    #[error("{0}")]
    Files(#[from] MasterKeyFailure),
}

/// What became of a subject's key, without the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFate {
    /// Its identifier, the one seals carry.
    pub key_id: Uuid,
    /// The subject.
    pub subject: Uuid,
    /// When and why it was destroyed; nothing while it lives.
    pub destroyed: Option<(NaiveDate, String)>,
}

/// The keys of subjects, read and created.
#[derive(Debug, Clone)]
pub struct Keys {
    pool: Pool,
    masters: Arc<Mutex<Ring>>,
}

impl Keys {
    /// The keys of that database, under that master key, which is in no file.
    pub fn new(pool: Pool, master: MasterKey) -> Self {
        Self::with(pool, Ring::of(master))
    }

    /// The keys of that database, under the master key in that file, drawn when there is none.
    pub fn kept_in(pool: Pool, master: &Path) -> Result<Self, MasterKeyFailure> {
        Ok(Self::with(pool, Ring::kept_in(master)?))
    }

    fn with(pool: Pool, ring: Ring) -> Self {
        Self { pool, masters: Arc::new(Mutex::new(ring)) }
    }

    /// Makes sure the database's keys are under a master key that is at hand; names ours to a database that has none.
    pub async fn check(&self) -> Result<(), KeyFailure> {
        let client = self.pool.get().await?;
        let known = match current_master(&client).await? {
            Some(known) => known,
            None => {
                self.prove(&client).await?;
                let ours = self.masters().newest().name();
                register_first(&client, ours).await?;
                current_master(&client).await?.ok_or(KeyFailure::OtherMaster)?
            }
        };
        let mut masters = self.masters();
        masters.read_again()?;
        if masters.wrap_under(known) { Ok(()) } else { Err(KeyFailure::OtherMaster) }
    }

    /// Before master keys had names, a key that opens is what tells ours is the one.
    async fn prove(&self, client: &Client) -> Result<(), KeyFailure> {
        match select_any_live(client).await? {
            Some(row) => self.entry(&row).map(drop).map_err(|failure| match failure {
                KeyFailure::Unwrap(_) => KeyFailure::OtherMaster,
                other @ (KeyFailure::Pool(_)
                | KeyFailure::Storage(_)
                | KeyFailure::Erased(_)
                | KeyFailure::OtherMaster
                | KeyFailure::StillWrapped(_)
                | KeyFailure::Files(_)) => other,
            }),
            None => Ok(()),
        }
    }

    /// Gives the live key of each subject, and creates those that never had one.
    pub async fn ensure(&self, subjects: &[Uuid]) -> Result<KeySet, KeyFailure> {
        if subjects.is_empty() {
            return Ok(KeySet::new());
        }
        let client = self.pool.get().await?;
        let mut found = self.key_set(&select_of_subjects(&client, subjects).await?)?;
        let missing = missing(subjects, &found);
        if !missing.is_empty() {
            for entry in self.create(&client, &missing).await? {
                found.insert(entry);
            }
        }
        match subjects.iter().find(|subject| found.current(**subject).is_none()) {
            Some(erased) => Err(KeyFailure::Erased(*erased)),
            None => Ok(found),
        }
    }

    /// Gives the keys of those identifiers, live or destroyed. An identifier nobody knows is not in the answer.
    pub async fn fetch(&self, key_ids: &[Uuid]) -> Result<KeySet, KeyFailure> {
        if key_ids.is_empty() {
            return Ok(KeySet::new());
        }
        let client = self.pool.get().await?;
        let rows = client
            .query_typed(
                "select key.key_id, key.subject_id, key.wrapped, key.efface_le
                   from cles.key as key
                  where key.key_id = any ($1)",
                &[(&key_ids, Type::UUID_ARRAY)],
            )
            .await?;
        self.key_set(&rows)
    }

    /// What became of the keys of those identifiers and of those subjects, in the order of the subjects.
    pub async fn fates(
        &self,
        key_ids: &[Uuid],
        subjects: &[Uuid],
    ) -> Result<Vec<KeyFate>, KeyFailure> {
        let client = self.pool.get().await?;
        let rows = client
            .query_typed(
                "select key.key_id, key.subject_id, key.efface_le, key.reason
                   from cles.key as key
                  where key.key_id = any ($1) or key.subject_id = any ($2)
                  order by key.subject_id",
                &[(&key_ids, Type::UUID_ARRAY), (&subjects, Type::UUID_ARRAY)],
            )
            .await?;
        rows.iter().map(fate).collect()
    }

    /// Creates a key for each subject that has no row, and gives what each has then. Nothing is inserted when the
    /// database is under another master key than the one we wrap with: then that one is looked for, once.
    async fn create(
        &self,
        client: &Client,
        subjects: &[Uuid],
    ) -> Result<Vec<KeyEntry>, KeyFailure> {
        let first = self.try_create(client, subjects).await?;
        if first.len() == subjects.len() {
            return Ok(first);
        }
        self.check().await?;
        let second = self.try_create(client, subjects).await?;
        if second.len() == subjects.len() { Ok(second) } else { Err(KeyFailure::OtherMaster) }
    }

    /// The two statements go out together; the second sees what a concurrent creator has committed.
    async fn try_create(
        &self,
        client: &Client,
        subjects: &[Uuid],
    ) -> Result<Vec<KeyEntry>, KeyFailure> {
        let master = self.masters().wrapping().clone();
        let (key_ids, wrapped): (Vec<Uuid>, Vec<Vec<u8>>) =
            subjects.iter().map(|subject| draw_key(&master, *subject)).unzip();
        let drawn = Drawn { key_ids: &key_ids, subjects, wrapped: &wrapped, under: master.name() };
        let (inserted, selected) = tokio::join!(
            biased;
            insert_missing(client, &drawn),
            select_of_subjects(client, subjects)
        );
        inserted?;
        selected?.iter().map(|row| self.entry(row)).collect()
    }

    fn key_set(&self, rows: &[Row]) -> Result<KeySet, KeyFailure> {
        let mut found = KeySet::new();
        for row in rows {
            found.insert(self.entry(row)?);
        }
        Ok(found)
    }

    fn entry(&self, row: &Row) -> Result<KeyEntry, KeyFailure> {
        let (key_id, subject): (Uuid, Uuid) = (row.try_get(0)?, row.try_get(1)?);
        let wrapped: Option<Vec<u8>> = row.try_get(2)?;
        let destroyed: Option<NaiveDate> = row.try_get(3)?;
        let state = match (destroyed, wrapped) {
            (Some(le), _) => KeyState::Destroyed { le },
            (None, Some(wrapped)) => KeyState::Live(self.unwrap(key_id, subject, &wrapped)?),
            (None, None) => return Err(KeyFailure::Unwrap(key_id)),
        };
        Ok(KeyEntry { key_id, subject, state })
    }

    /// A key that does not open may be under a master key whose file is new: the files are read again, once.
    fn unwrap(
        &self,
        key_id: Uuid,
        subject: Uuid,
        wrapped: &[u8],
    ) -> Result<SubjectKey, KeyFailure> {
        let mut masters = self.masters();
        if let Some(key) = masters.unwrap(key_id, subject, wrapped) {
            return Ok(key);
        }
        masters.read_again()?;
        masters.unwrap(key_id, subject, wrapped).ok_or(KeyFailure::Unwrap(key_id))
    }

    fn masters(&self) -> MutexGuard<'_, Ring> {
        // A ring is replaced whole: a panic elsewhere leaves nothing half-done in it.
        self.masters.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Destroys the key of each subject, in the transaction the client has open, and gives how many were destroyed now. A
/// subject that never had a key gets the row of a destroyed one, so that it never will; one destroyed already is left
/// as it is.
///
/// The blind index of identities, when there is one, is emptied of these subjects here, in the same transaction.
pub(crate) async fn destroy(
    client: &Client,
    erases: &[&Erase],
) -> Result<u64, tokio_postgres::Error> {
    if erases.is_empty() {
        return Ok(0);
    }
    let subjects: Vec<Uuid> = erases.iter().map(|erase| erase.subject).collect();
    let days: Vec<NaiveDate> = erases.iter().map(|erase| erase.le).collect();
    let reasons: Vec<&str> = erases.iter().map(|erase| erase.reason.as_str()).collect();
    client
        .execute_typed(
            "insert into cles.key as known (key_id, subject_id, destroyed_at, efface_le, reason)
             select distinct on (erased.subject_id)
                    gen_random_uuid(), erased.subject_id, clock_timestamp(), erased.le,
                    erased.reason
               from unnest($1, $2, $3) with ordinality as erased (subject_id, le, reason, rank)
              order by erased.subject_id, erased.rank
                 on conflict (subject_id) do update
                set wrapped = null, destroyed_at = excluded.destroyed_at,
                    efface_le = excluded.efface_le, reason = excluded.reason
              where known.destroyed_at is null",
            &[
                (&subjects, Type::UUID_ARRAY),
                (&days, Type::DATE_ARRAY),
                (&reasons, Type::TEXT_ARRAY),
            ],
        )
        .await
}

fn missing(subjects: &[Uuid], found: &KeySet) -> Vec<Uuid> {
    let mut missing: HashSet<Uuid> = subjects.iter().copied().collect();
    missing.retain(|subject| found.current(*subject).is_none());
    missing.into_iter().collect()
}

fn fate(row: &Row) -> Result<KeyFate, KeyFailure> {
    let (le, reason): (Option<NaiveDate>, Option<String>) = (row.try_get(2)?, row.try_get(3)?);
    Ok(KeyFate { key_id: row.try_get(0)?, subject: row.try_get(1)?, destroyed: le.zip(reason) })
}

fn draw_key(master: &MasterKey, subject: Uuid) -> (Uuid, Vec<u8>) {
    let key_id = uuid::Builder::from_random_bytes(crypt::random()).into_uuid();
    let key = SubjectKey::new(crypt::random());
    (key_id, master.wrap(key_id, subject, &key, crypt::random()))
}

/// Keys just drawn, in columns, and the master key they are wrapped under.
struct Drawn<'a> {
    key_ids: &'a [Uuid],
    subjects: &'a [Uuid],
    wrapped: &'a [Vec<u8>],
    under: MasterName,
}

/// The shared lock on the master key's row makes a rotation wait, and this wait for one: no key is ever written under
/// a master key that has just been retired.
async fn insert_missing(client: &Client, drawn: &Drawn<'_>) -> Result<u64, tokio_postgres::Error> {
    let Drawn { key_ids, subjects, wrapped, under } = drawn;
    client
        .execute_typed(
            "insert into cles.key (key_id, subject_id, wrapped)
             select wanted.key_id, wanted.subject_id, wanted.wrapped
               from (select master.master_id
                       from cles.master as master
                      where master.master_id = $4 and master.retired_at is null
                        for share) as current
              cross join unnest($1, $2, $3) as wanted (key_id, subject_id, wrapped)
              order by wanted.subject_id
                 on conflict (subject_id) do nothing",
            &[
                (key_ids, Type::UUID_ARRAY),
                (subjects, Type::UUID_ARRAY),
                (wrapped, Type::BYTEA_ARRAY),
                (&under.as_slice(), Type::BYTEA),
            ],
        )
        .await
}

async fn select_of_subjects(
    client: &Client,
    subjects: &[Uuid],
) -> Result<Vec<Row>, tokio_postgres::Error> {
    client
        .query_typed(
            "select key.key_id, key.subject_id, key.wrapped, key.efface_le
               from cles.key as key
              where key.subject_id = any ($1)",
            &[(&subjects, Type::UUID_ARRAY)],
        )
        .await
}

async fn select_any_live(client: &Client) -> Result<Option<Row>, tokio_postgres::Error> {
    let sql = "select key.key_id, key.subject_id, key.wrapped, key.efface_le
                 from cles.key as key
                where key.destroyed_at is null
                limit 1";
    client.query_typed_opt(sql, &[]).await
}

/// The name of the master key the database is under; nothing before the first.
async fn current_master(client: &Client) -> Result<Option<MasterName>, KeyFailure> {
    let sql = "select master.master_id
                 from cles.master as master
                where master.retired_at is null";
    let Some(row) = client.query_typed_opt(sql, &[]).await? else { return Ok(None) };
    let name: Vec<u8> = row.try_get(0)?;
    name.try_into().map(Some).map_err(|_| KeyFailure::OtherMaster)
}

/// Of several servers that start on a new database at once, one is the first.
async fn register_first(client: &Client, name: MasterName) -> Result<u64, tokio_postgres::Error> {
    client
        .execute_typed(
            "insert into cles.master (master_id)
             select $1
              where not exists (select from cles.master)
                 on conflict do nothing",
            &[(&name.as_slice(), Type::BYTEA)],
        )
        .await
}

/// The beginning of every key wrapped under that master key in the newest form.
fn wrapped_under(name: MasterName) -> Vec<u8> {
    [&[NAMED], name.as_slice()].concat()
}
