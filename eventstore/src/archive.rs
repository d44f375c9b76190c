//! Contents too large for an event: encrypted once, kept beside the journal, held by subjects.
//!
//! ```text
//!  content ──AES-256-GCM, a key of its own──▶ nonce ‖ ciphertext ──SHA-256──▶ address, which an event cites
//!  key of the content ──sealed under each subject who holds it──▶ one row a holder
//! ```
//!
//! # Invariants
//!
//! - The address is the digest of the ciphertext: it proves what is stored and tells nothing of what it says, even
//!   to whoever guesses it. Nothing else of the content stays outside the ciphertext.
//! - A content is readable by whoever has the live key of one of its holders. When the last of these keys is
//!   destroyed nobody reads it any more; the ciphertext stays, and its address still holds.
//! - A content that is deposited twice under one identifier is stored once; another one is refused.
//! - A deposit that no event cites afterwards is harmless and unreadable without a holder's key.
//!
//! Deliberately not here: what a content is, who may read it, and the events that cite it.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::NaiveDate;
use deadpool_postgres::Pool;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tokio_postgres::types::Type;
use uuid::Uuid;

use crate::canonical;
use crate::crypt::{self, NonceBytes, RandomNonces};
use crate::envelope::StreamId;
use crate::frame::Frame;
use crate::journal::Journal;
use crate::keys::{KeyFailure, Keys};
use crate::seal::{self, SealContext, SealFailure};

mod verification;

pub use verification::{ArchiveFault, Cited, verify};

/// What the ciphertext of a content is bound to, with its log and its identifier.
const LABEL: &str = "eventstore/archive/v1";

/// The kind of place a holder's seal is bound to. No stream is of that kind.
const KIND: &str = "archive";

/// The SHA-256 of a ciphertext.
pub type Address = [u8; 32];

/// Why a content could not be kept or given.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveFailure {
    /// No connection to the database.
    #[error("no connection to the archives: {0}")]
    Pool(#[from] deadpool_postgres::PoolError),
    /// The database failed.
    #[error("the archives' storage failed: {0}")]
    Storage(#[from] tokio_postgres::Error),
    /// The keys of the holders.
    #[error("{0}")]
    Keys(#[from] KeyFailure),
    /// A seal of a holder.
    #[error("the key of a content: {0}")]
    Seal(#[from] SealFailure),
    /// What is stored is not what was: the identifier says where.
    #[error("the archived content {0} is not the one that was deposited")]
    Altered(Uuid),
    /// Another content stands under this identifier, or one nobody can open any more.
    #[error("the identifier {0} is taken by another content")]
    Taken(Uuid),
}

/// A content, given back.
#[derive(Clone, PartialEq, Eq)]
pub enum Content {
    /// As it was deposited.
    Clear(Vec<u8>),
    /// The key of the holder was destroyed that day.
    Erased(NaiveDate),
    /// This holder has no such content.
    Absent,
}

/// The archives of one log. Clones share the pool.
#[derive(Clone, Debug)]
pub struct Archive {
    pool: Pool,
    log: String,
    log_id: i16,
}

impl Archive {
    /// The archives beside a log.
    pub fn beside(journal: &Journal, pool: Pool) -> Self {
        Self { pool, log: journal.name().to_owned(), log_id: journal.log_id() }
    }

    /// Keeps a content for subjects who have live keys, and gives its address. The same content again is a success.
    ///
    /// # Errors
    ///
    /// [`ArchiveFailure::Taken`] when another content has the identifier; a failure of the storage or of the keys.
    pub async fn put(
        &self,
        id: Uuid,
        clear: &[u8],
        subjects: &[Uuid],
        keys: &Keys,
    ) -> Result<Address, ArchiveFailure> {
        let key = match self.recover(id, keys).await? {
            Some(key) => key,
            None => self.create(id, clear, subjects, keys).await?,
        };
        let (address, stored) = self.content(id).await?.ok_or(ArchiveFailure::Altered(id))?;
        if self.decrypt(id, &key, stored)? != clear {
            return Err(ArchiveFailure::Taken(id));
        }
        self.hold(id, &key, subjects, keys).await?;
        Ok(address)
    }

    /// Gives a content to one of its holders.
    ///
    /// # Errors
    ///
    /// [`ArchiveFailure::Altered`] when what is stored is not what was deposited; a failure of storage or keys.
    pub async fn get(
        &self,
        id: Uuid,
        holder: Uuid,
        keys: &Keys,
    ) -> Result<Content, ArchiveFailure> {
        let Some(sealed) = self.sealed(id).await?.remove(&holder) else {
            return Ok(Content::Absent);
        };
        match self.open(id, sealed, keys).await? {
            Opened::Live(key) => {
                let (_, stored) = self.content(id).await?.ok_or(ArchiveFailure::Altered(id))?;
                self.decrypt(id, &key, stored).map(Content::Clear)
            }
            Opened::Erased(le) => Ok(Content::Erased(le)),
            Opened::Closed => Ok(Content::Absent),
        }
    }

    /// The key of a content that is there, by any holder whose key lives.
    async fn recover(&self, id: Uuid, keys: &Keys) -> Result<Option<[u8; 32]>, ArchiveFailure> {
        let sealed = self.sealed(id).await?;
        for (_, sealed) in sealed {
            if let Opened::Live(key) = self.open(id, sealed, keys).await? {
                return Ok(Some(key));
            }
        }
        match self.content(id).await? {
            Some(_) => Err(ArchiveFailure::Taken(id)),
            None => Ok(None),
        }
    }

    /// Encrypts and stores a content with its holders, in one transaction. Whoever was faster wins.
    async fn create(
        &self,
        id: Uuid,
        clear: &[u8],
        subjects: &[Uuid],
        keys: &Keys,
    ) -> Result<[u8; 32], ArchiveFailure> {
        let (key, nonce): ([u8; 32], NonceBytes) = (crypt::random(), crypt::random());
        let mut stored = nonce.to_vec();
        stored.extend(crypt::encrypt(&key, nonce, self.place(id).bytes(), clear.to_vec()));
        let address: Address = Sha256::digest(&stored).into();
        let holders = self.seals(id, &key, subjects, keys).await?;
        let mut client = self.pool.get().await?;
        let tx = client.transaction().await?;
        let inserted = tx
            .execute_typed(
                "insert into archives.content (log_id, content_id, address, ciphertext)
                 values ($1, $2, $3, $4)
                     on conflict on constraint content_pkey do nothing",
                &[
                    (&self.log_id, Type::INT2),
                    (&id, Type::UUID),
                    (&address.as_slice(), Type::BYTEA),
                    (&stored, Type::BYTEA),
                ],
            )
            .await?;
        if inserted == 0 {
            tx.rollback().await?;
            return self.recover(id, keys).await?.ok_or(ArchiveFailure::Taken(id));
        }
        self.insert_holders(&tx, id, &holders).await?;
        tx.commit().await?;
        Ok(key)
    }

    /// Adds the holders that are not there yet.
    async fn hold(
        &self,
        id: Uuid,
        key: &[u8; 32],
        subjects: &[Uuid],
        keys: &Keys,
    ) -> Result<(), ArchiveFailure> {
        let known = self.sealed(id).await?;
        let missing: Vec<Uuid> =
            subjects.iter().copied().filter(|subject| !known.contains_key(subject)).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let holders = self.seals(id, key, &missing, keys).await?;
        let mut client = self.pool.get().await?;
        let tx = client.transaction().await?;
        self.insert_holders(&tx, id, &holders).await?;
        Ok(tx.commit().await?)
    }

    async fn insert_holders(
        &self,
        tx: &deadpool_postgres::Transaction<'_>,
        id: Uuid,
        holders: &[(Uuid, Vec<u8>)],
    ) -> Result<(), tokio_postgres::Error> {
        for (subject, sealed) in holders {
            tx.execute_typed(
                "insert into archives.holder (log_id, content_id, subject_id, sealed_key)
                 values ($1, $2, $3, $4)
                     on conflict on constraint holder_pkey do nothing",
                &[
                    (&self.log_id, Type::INT2),
                    (&id, Type::UUID),
                    (subject, Type::UUID),
                    (sealed, Type::BYTEA),
                ],
            )
            .await?;
        }
        Ok(())
    }

    /// The key of a content, sealed under each subject.
    async fn seals(
        &self,
        id: Uuid,
        key: &[u8; 32],
        subjects: &[Uuid],
        keys: &Keys,
    ) -> Result<Vec<(Uuid, Vec<u8>)>, ArchiveFailure> {
        let live = keys.ensure(subjects).await?;
        let stream = StreamId::new(KIND, id);
        let context = SealContext { log: &self.log, stream: &stream, event_id: id };
        let one = |subject: &Uuid| {
            let field =
                json!({ "key": { "sujet": subject.to_string(), "clair": STANDARD.encode(key) } });
            let sealed = seal::seal(field, &context, &live, &mut RandomNonces)?;
            let bytes = canonical::to_bytes(&sealed).expect("a seal has a canonical form");
            Ok((*subject, bytes))
        };
        subjects.iter().map(one).collect()
    }

    async fn open(&self, id: Uuid, sealed: Value, keys: &Keys) -> Result<Opened, ArchiveFailure> {
        let set = keys.fetch(&seal::keys_in(&sealed)).await?;
        let stream = StreamId::new(KIND, id);
        let context = SealContext { log: &self.log, stream: &stream, event_id: id };
        let opened = seal::open(sealed, &context, &set)?;
        let field = &opened["key"];
        if let Some(le) = field["efface_le"].as_str() {
            return Ok(Opened::Erased(le.parse().map_err(|_| ArchiveFailure::Altered(id))?));
        }
        let Some(key) = field["clair"].as_str() else { return Ok(Opened::Closed) };
        let key = STANDARD.decode(key).ok().and_then(|key| key.try_into().ok());
        key.map(Opened::Live).ok_or(ArchiveFailure::Altered(id))
    }

    fn decrypt(
        &self,
        id: Uuid,
        key: &[u8; 32],
        stored: Vec<u8>,
    ) -> Result<Vec<u8>, ArchiveFailure> {
        let altered = || ArchiveFailure::Altered(id);
        let (nonce, ciphertext) = stored.split_first_chunk().ok_or_else(altered)?;
        crypt::decrypt(key, *nonce, self.place(id).bytes(), ciphertext.to_vec())
            .map_err(|_| altered())
    }

    fn place(&self, id: Uuid) -> Frame {
        Frame::new().field(LABEL).field(&self.log).field(id)
    }

    async fn content(&self, id: Uuid) -> Result<Option<(Address, Vec<u8>)>, ArchiveFailure> {
        let client = self.pool.get().await?;
        let row = client
            .query_typed_opt(
                "select content.address, content.ciphertext
                   from archives.content as content
                  where content.log_id = $1 and content.content_id = $2",
                &[(&self.log_id, Type::INT2), (&id, Type::UUID)],
            )
            .await?;
        let Some(row) = row else { return Ok(None) };
        let (address, stored): (Vec<u8>, Vec<u8>) = (row.try_get(0)?, row.try_get(1)?);
        let address = address.try_into().map_err(|_| ArchiveFailure::Altered(id))?;
        if Sha256::digest(&stored).as_slice() == address {
            Ok(Some((address, stored)))
        } else {
            Err(ArchiveFailure::Altered(id))
        }
    }

    /// The seals of a content's holders.
    async fn sealed(&self, id: Uuid) -> Result<BTreeMap<Uuid, Value>, ArchiveFailure> {
        let client = self.pool.get().await?;
        let rows = client
            .query_typed(
                "select holder.subject_id, holder.sealed_key
                   from archives.holder as holder
                  where holder.log_id = $1 and holder.content_id = $2",
                &[(&self.log_id, Type::INT2), (&id, Type::UUID)],
            )
            .await?;
        let mut holders = BTreeMap::new();
        for row in rows {
            let (subject, sealed): (Uuid, Vec<u8>) = (row.try_get(0)?, row.try_get(1)?);
            let sealed =
                serde_json::from_slice(&sealed).map_err(|_| ArchiveFailure::Altered(id))?;
            holders.insert(subject, sealed);
        }
        Ok(holders)
    }
}

/// What a holder's seal says.
enum Opened {
    Live([u8; 32]),
    Erased(NaiveDate),
    Closed,
}

impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Clear(bytes) => write!(f, "‹{} bytes›", bytes.len()),
            Self::Erased(le) => write!(f, "‹erased on {le}›"),
            Self::Absent => f.write_str("‹absent›"),
        }
    }
}
