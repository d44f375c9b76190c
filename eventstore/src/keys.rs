//! Where subject keys live: wrapped, in the schema `cles`, under a master key that is in a file and never in the
//! database.
//!
//! Invariants: a subject has at most one live key, by a unique index; a wrapped key opens in its own row only; a
//! subject whose key was destroyed never gets another one by accident; `Debug` shows no key. Wrapped form v1,
//! frozen in `specimens/key_v1.json`: `0x01 ‖ nonce ‖ AES-256-GCM(subject key)`, associated with the framing of
//! `eventstore/key/v1`, key id and subject id.
//!
//! Deliberately not here: rotation and destruction. A process keeps in memory the keys it has read, so whoever
//! destroys a key must make the servers forget it.

use std::collections::HashSet;
use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::NaiveDate;
use deadpool_postgres::{Object, Pool};
use tokio_postgres::Row;
use tokio_postgres::types::Type;
use uuid::Uuid;

use crate::crypt::{self, NonceBytes};
use crate::frame::Frame;
use crate::keyset::{KeyEntry, KeySet, KeyState, SubjectKey};

const KEY_LABEL: &str = "eventstore/key/v1";
const MASTER_LABEL: &str = "eventstore/master/v1";
const WRAPPED_VERSION: u8 = 1;
const NONCE_BYTES: usize = 12;

/// How many keys a process keeps in memory; at 100 bytes each, 20 MiB. Beyond, it forgets them all.
const CACHED_KEYS_MAX: usize = 200_000;

/// The key that wraps all others: 32 bytes in a file its owner alone can read.
#[derive(Clone)]
pub struct MasterKey([u8; 32]);

impl fmt::Debug for MasterKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("‹clé maîtresse›")
    }
}

/// Why the master key could not be had.
#[derive(Debug, thiserror::Error)]
pub enum MasterKeyFailure {
    /// The file could not be read or written.
    #[error("the master key's file {path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// The file does not hold 32 bytes.
    #[error("the master key's file {0} does not hold 32 bytes")]
    Length(PathBuf),
    /// The file can be read by others than its owner.
    #[error("the master key's file {0} can be read by others than its owner")]
    Readable(PathBuf),
}

impl MasterKey {
    /// The key of those bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads the key in a file; draws and writes one (mode 0600) when there is none. Of several processes that
    /// create it at once, one wins and all read the same.
    pub fn load_or_create(path: &Path) -> Result<Self, MasterKeyFailure> {
        let failed = |source| MasterKeyFailure::File { path: path.to_owned(), source };
        if !path.try_exists().map_err(failed)? {
            create_whole(path, &crypt::random::<32>()).map_err(failed)?;
        }
        let mode = fs::metadata(path).map_err(failed)?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(MasterKeyFailure::Readable(path.to_owned()));
        }
        let bytes = fs::read(path).map_err(failed)?;
        let bytes = bytes.try_into().map_err(|_| MasterKeyFailure::Length(path.to_owned()))?;
        Ok(Self(bytes))
    }

    /// Derives a secret for another purpose, such as the key of request hashes. Distinct purposes give unrelated
    /// secrets.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        crypt::derive(&self.0, Frame::new().field(MASTER_LABEL).field(purpose).bytes())
    }

    fn wrap(&self, key_id: Uuid, subject: Uuid, key: &SubjectKey, nonce: NonceBytes) -> Vec<u8> {
        let place = key_place(key_id, subject);
        let closed = crypt::encrypt(&self.0, nonce, place.bytes(), key.bytes().to_vec());
        [&[WRAPPED_VERSION], nonce.as_slice(), &closed].concat()
    }

    fn unwrap(&self, key_id: Uuid, subject: Uuid, wrapped: &[u8]) -> Option<SubjectKey> {
        let (version, rest) = wrapped.split_first()?;
        let (nonce, closed) = rest.split_first_chunk::<NONCE_BYTES>()?;
        let place = key_place(key_id, subject);
        let key = crypt::decrypt(&self.0, *nonce, place.bytes(), closed.to_vec()).ok()?;
        let key = SubjectKey::new(key.try_into().ok()?);
        (*version == WRAPPED_VERSION).then_some(key)
    }
}

/// Writes a file that nobody ever sees half-written, unless somebody else has written it meanwhile.
fn create_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let unique = u64::from_be_bytes(crypt::random());
    let draft = path.with_extension(format!("{unique:016x}"));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn key_place(key_id: Uuid, subject: Uuid) -> Frame {
    Frame::new().field(KEY_LABEL).field(key_id).field(subject)
}

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
    #[error("the wrapped key {0} does not open under this master key")]
    Unwrap(Uuid),
}

/// The keys of subjects, read, created and kept in memory. Clones share their memory.
#[derive(Debug, Clone)]
pub struct Keys {
    pool: Pool,
    master: MasterKey,
    cache: Arc<Mutex<KeySet>>,
}

impl Keys {
    /// The keys of that database, under that master key.
    pub fn new(pool: Pool, master: MasterKey) -> Self {
        Self { pool, master, cache: Arc::default() }
    }

    /// Gives the live key of each subject, and creates those that never had one, all in one statement.
    pub async fn ensure(&self, subjects: &[Uuid]) -> Result<KeySet, KeyFailure> {
        let mut found = KeySet::new();
        let mut missing: HashSet<Uuid> = HashSet::new();
        {
            let cache = self.cache();
            for subject in subjects {
                match cache.current(*subject).and_then(|(key_id, _)| cache.get(key_id)) {
                    Some(entry) => found.insert(entry.clone()),
                    None => {
                        missing.insert(*subject);
                    }
                }
            }
        }
        if !missing.is_empty() {
            let missing: Vec<Uuid> = missing.into_iter().collect();
            self.keep(&mut found, self.create_missing(&missing).await?)?;
        }
        match subjects.iter().find(|subject| found.current(**subject).is_none()) {
            Some(erased) => Err(KeyFailure::Erased(*erased)),
            None => Ok(found),
        }
    }

    /// Gives the keys of those identifiers, live or destroyed. An identifier nobody knows is not in the answer.
    pub async fn fetch(&self, key_ids: &[Uuid]) -> Result<KeySet, KeyFailure> {
        let mut found = KeySet::new();
        let mut missing: Vec<Uuid> = Vec::new();
        {
            let cache = self.cache();
            for key_id in key_ids {
                match cache.get(*key_id) {
                    Some(entry) => found.insert(entry.clone()),
                    None => missing.push(*key_id),
                }
            }
        }
        if !missing.is_empty() {
            let client = self.pool.get().await?;
            let rows = client
                .query_typed(
                    "select key.key_id, key.subject_id, key.wrapped, key.efface_le
                       from cles.key as key
                      where key.key_id = any ($1)",
                    &[(&missing, Type::UUID_ARRAY)],
                )
                .await?;
            self.keep(&mut found, rows)?;
        }
        Ok(found)
    }

    /// Creates a key for each subject that has none, live or destroyed, and reads what each has then. The two
    /// statements go out together; the second sees what a concurrent creator has committed.
    async fn create_missing(&self, subjects: &[Uuid]) -> Result<Vec<Row>, KeyFailure> {
        let (key_ids, wrapped): (Vec<Uuid>, Vec<Vec<u8>>) =
            subjects.iter().map(|subject| self.draw_key(*subject)).unzip();
        let client: Object = self.pool.get().await?;
        let (inserted, selected) = tokio::join!(
            biased;
            insert_missing(&client, &key_ids, subjects, &wrapped),
            select_live(&client, subjects)
        );
        inserted?;
        Ok(selected?)
    }

    fn draw_key(&self, subject: Uuid) -> (Uuid, Vec<u8>) {
        let key_id = uuid::Builder::from_random_bytes(crypt::random()).into_uuid();
        let key = SubjectKey::new(crypt::random());
        (key_id, self.master.wrap(key_id, subject, &key, crypt::random()))
    }

    fn keep(&self, found: &mut KeySet, rows: Vec<Row>) -> Result<(), KeyFailure> {
        let entries: Vec<KeyEntry> =
            rows.iter().map(|row| self.entry(row)).collect::<Result<_, _>>()?;
        let mut cache = self.cache();
        if cache.len() + entries.len() > CACHED_KEYS_MAX {
            *cache = KeySet::new();
        }
        for entry in entries {
            cache.insert(entry.clone());
            found.insert(entry);
        }
        Ok(())
    }

    fn entry(&self, row: &Row) -> Result<KeyEntry, KeyFailure> {
        let (key_id, subject): (Uuid, Uuid) = (row.try_get(0)?, row.try_get(1)?);
        let wrapped: Option<Vec<u8>> = row.try_get(2)?;
        let destroyed: Option<NaiveDate> = row.try_get(3)?;
        let state = match (destroyed, wrapped) {
            (Some(le), _) => KeyState::Destroyed { le },
            (None, Some(wrapped)) => self
                .master
                .unwrap(key_id, subject, &wrapped)
                .map(KeyState::Live)
                .ok_or(KeyFailure::Unwrap(key_id))?,
            (None, None) => return Err(KeyFailure::Unwrap(key_id)),
        };
        Ok(KeyEntry { key_id, subject, state })
    }

    fn cache(&self) -> MutexGuard<'_, KeySet> {
        // A set of keys is whole after each insertion: a panic elsewhere leaves nothing half-done in it.
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn insert_missing(
    client: &Object,
    key_ids: &[Uuid],
    subjects: &[Uuid],
    wrapped: &[Vec<u8>],
) -> Result<u64, tokio_postgres::Error> {
    client
        .execute_typed(
            "insert into cles.key (key_id, subject_id, wrapped)
             select wanted.key_id, wanted.subject_id, wanted.wrapped
               from unnest($1, $2, $3) as wanted (key_id, subject_id, wrapped)
              where not exists (
                    select from cles.key as known where known.subject_id = wanted.subject_id)
              order by wanted.subject_id
                 on conflict (subject_id) where destroyed_at is null do nothing",
            &[
                (&key_ids, Type::UUID_ARRAY),
                (&subjects, Type::UUID_ARRAY),
                (&wrapped, Type::BYTEA_ARRAY),
            ],
        )
        .await
}

async fn select_live(
    client: &Object,
    subjects: &[Uuid],
) -> Result<Vec<Row>, tokio_postgres::Error> {
    client
        .query_typed(
            "select key.key_id, key.subject_id, key.wrapped, key.efface_le
               from cles.key as key
              where key.subject_id = any ($1) and key.destroyed_at is null",
            &[(&subjects, Type::UUID_ARRAY)],
        )
        .await
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn specimen() -> Value {
        serde_json::from_str(include_str!("../specimens/key_v1.json")).unwrap()
    }

    fn bytes<const LENGTH: usize>(value: &Value) -> [u8; LENGTH] {
        hex::decode(value.as_str().unwrap()).unwrap().try_into().unwrap()
    }

    fn uuid(value: &Value) -> Uuid {
        value.as_str().unwrap().parse().unwrap()
    }

    #[test]
    fn the_specimen_is_wrapped_to_its_frozen_bytes_and_opens_in_its_own_row_only() {
        let specimen = specimen();
        let master = MasterKey::new(bytes(&specimen["master_key_hex"]));
        let key = SubjectKey::new(bytes(&specimen["subject_key_hex"]));
        let (key_id, subject) = (uuid(&specimen["key_id"]), uuid(&specimen["subject"]));

        let wrapped = master.wrap(key_id, subject, &key, bytes(&specimen["nonce_hex"]));

        assert_eq!(hex::encode(&wrapped), specimen["wrapped_hex"].as_str().unwrap());
        assert_eq!(master.unwrap(key_id, subject, &wrapped), Some(key));
        assert_eq!(master.unwrap(key_id, Uuid::nil(), &wrapped), None);
        assert_eq!(master.unwrap(Uuid::nil(), subject, &wrapped), None);
        assert_eq!(MasterKey::new([0; 32]).unwrap(key_id, subject, &wrapped), None);
        let other_version = [&[2], &wrapped[1..]].concat();
        assert_eq!(master.unwrap(key_id, subject, &other_version), None);
    }

    #[test]
    fn a_derived_secret_is_frozen_and_depends_on_its_purpose() {
        let specimen = specimen();
        let master = MasterKey::new(bytes(&specimen["master_key_hex"]));
        let derived = &specimen["derived"];
        let secret = master.derive(derived["purpose"].as_str().unwrap());
        assert_eq!(hex::encode(secret), derived["key_hex"].as_str().unwrap());
        assert_ne!(secret, master.derive("autre"));
    }

    #[test]
    fn a_master_key_is_created_once_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("maitresse.cle");
        let created = MasterKey::load_or_create(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(MasterKey::load_or_create(&path).unwrap().0, created.0);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert_eq!(format!("{created:?}"), "‹clé maîtresse›");
    }

    #[test]
    fn a_master_key_others_can_read_or_that_is_too_short_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("maitresse.cle");
        MasterKey::load_or_create(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let refused = MasterKey::load_or_create(&path);
        assert!(matches!(refused, Err(MasterKeyFailure::Readable(_))));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        fs::write(&path, [0; 31]).unwrap();
        assert!(matches!(MasterKey::load_or_create(&path), Err(MasterKeyFailure::Length(_))));
    }
}
