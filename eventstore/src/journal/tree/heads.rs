//! Heads of the tree that were signed, and where they were put out of our reach.
//!
//! Invariants: before a head is signed, the log is held against the last one that was: nothing is ever signed on top of
//! a log that does not extend it. A size is signed once a key. Heads and anchors are only ever added.
//!
//! Deliberately not here: when to sign (the server), how to check a note ([`crate::note`]), carrying a head away.

use chrono::{DateTime, Utc};
use deadpool_postgres::Object;
use tokio_postgres::Row;
use tokio_postgres::types::Type;

use super::{TreeFailure, hash, position};
use crate::envelope::Position;
use crate::journal::{Failure, Journal};
use crate::note::{self, Checkpoint, NoteFailure, Ring, Signers, VerifierKey};
use crate::tree::Hash;

/// The longest name of a place, in characters; the column checks it too.
const DESTINATION_CHARS_MAX: usize = 200;

/// A tree head, signed and stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedHead {
    /// How many events the tree has.
    pub size: Position,
    /// Its root.
    pub root: Hash,
    /// The signed note, whole: what to keep, to publish, to give to a witness.
    pub note: String,
    /// When it was signed.
    pub signed_at: DateTime<Utc>,
}

/// A signed head that was put out of our reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// How many events its tree has.
    pub size: Position,
    /// Where, as told by who put it there.
    pub destination: String,
    /// When that was told.
    pub anchored_at: DateTime<Utc>,
}

impl Journal {
    /// Signs the tree of that size, of the head where none is given, and stores it; a size the current key has signed
    /// is given back as it is. The first head after a rotation is signed by both keys and ends it.
    pub async fn sign_head(
        &self,
        signers: &Signers,
        at: Option<Position>,
        signed_at: DateTime<Utc>,
    ) -> Result<SignedHead, Failure> {
        if signers.origin() != self.name() {
            return Err(TreeFailure::OtherOrigin(signers.origin().to_owned()).into());
        }
        let ring = signers.ring().map_err(TreeFailure::from)?;
        let key = ring.current.verifier();
        let client = self.database.pool().get().await?;
        let head = self.head_of_tree(&client).await?;
        let size = at.unwrap_or(head);
        if size > head {
            return Err(TreeFailure::BeyondHead { size, head }.into());
        }
        self.extends_what_was_signed(&client, head, &ring).await?;
        let signed = match self.head_by(&client, size, &key).await? {
            Some(signed) => signed,
            None => self.sign_and_store(&client, &ring, size, signed_at).await?,
        };
        if ring.outgoing.is_some() {
            signers.settle(&key).map_err(TreeFailure::from)?;
        }
        Ok(signed)
    }

    /// The signed head of the greatest size, and of these the last signed.
    pub async fn last_signed_head(&self) -> Result<Option<SignedHead>, Failure> {
        let client = self.database.pool().get().await?;
        self.last_head(&client).await
    }

    /// The head of that size that was signed last.
    pub async fn signed_head(&self, size: Position) -> Result<Option<SignedHead>, Failure> {
        let client = self.database.pool().get().await?;
        let row = client
            .query_typed_opt(
                "select head.size, head.root, head.note, head.signed_at
                   from journal.tree_head as head
                  where head.log_id = $1 and head.size = $2
                  order by head.number desc
                  limit 1",
                &[(&self.log_id, Type::INT2), (&size.as_i64(), Type::INT8)],
            )
            .await?;
        row.map(|row| signed_head(&row)).transpose()
    }

    /// Records that the signed head of that size was put somewhere out of our reach: one line that says where. The same
    /// size at the same place is recorded once.
    pub async fn record_anchor(
        &self,
        size: Position,
        destination: &str,
        at: DateTime<Utc>,
    ) -> Result<Anchor, Failure> {
        if !is_destination(destination) {
            return Err(TreeFailure::Destination.into());
        }
        if self.signed_head(size).await?.is_none() {
            return Err(TreeFailure::Unsigned(size).into());
        }
        let client = self.database.pool().get().await?;
        client
            .execute_typed(
                "insert into journal.anchor (log_id, size, destination, anchored_at)
                 values ($1, $2, $3, $4)
                     on conflict (log_id, size, destination) do nothing",
                &[
                    (&self.log_id, Type::INT2),
                    (&size.as_i64(), Type::INT8),
                    (&destination, Type::TEXT),
                    (&at, Type::TIMESTAMPTZ),
                ],
            )
            .await?;
        let row = client
            .query_typed_one(
                "select anchor.size, anchor.destination, anchor.anchored_at
                   from journal.anchor as anchor
                  where anchor.log_id = $1 and anchor.size = $2 and anchor.destination = $3",
                &[
                    (&self.log_id, Type::INT2),
                    (&size.as_i64(), Type::INT8),
                    (&destination, Type::TEXT),
                ],
            )
            .await?;
        anchor(&row)
    }

    /// The anchor of the greatest size, and of these the last recorded.
    pub async fn last_anchor(&self) -> Result<Option<Anchor>, Failure> {
        let client = self.database.pool().get().await?;
        let row = client
            .query_typed_opt(
                "select anchor.size, anchor.destination, anchor.anchored_at
                   from journal.anchor as anchor
                  where anchor.log_id = $1
                  order by anchor.size desc, anchor.number desc
                  limit 1",
                &[(&self.log_id, Type::INT2)],
            )
            .await?;
        row.map(|row| anchor(&row)).transpose()
    }

    /// Refuses a log that is shorter than its last signed head, or begins otherwise.
    async fn extends_what_was_signed(
        &self,
        client: &Object,
        head: Position,
        ring: &Ring,
    ) -> Result<(), Failure> {
        let Some(last) = self.last_head(client).await? else { return Ok(()) };
        let signed = self.root_signed(&last, ring)?;
        let extends = last.size <= head && self.root_with(client, last.size).await? == signed;
        if extends { Ok(()) } else { Err(TreeFailure::Forked(last.size).into()) }
    }

    /// The root a stored head was signed with. Where its key was lost, the stored root is all there is.
    fn root_signed(&self, head: &SignedHead, ring: &Ring) -> Result<Hash, Failure> {
        let failed = |source| TreeFailure::Head { size: head.size, source };
        match note::open(&head.note, &ring.verifier_keys()) {
            Ok(signed) if signed.origin != self.name() || signed.size != head.size.get() => {
                Err(failed(NoteFailure::Form("it is the head of another tree")).into())
            }
            Ok(signed) => Ok(signed.root),
            Err(NoteFailure::NoKnownKey) => {
                tracing::warn!(log = %self.name(), size = %head.size, "a head was signed by a key that is not at hand");
                Ok(head.root)
            }
            Err(source) => Err(failed(source).into()),
        }
    }

    async fn sign_and_store(
        &self,
        client: &Object,
        ring: &Ring,
        size: Position,
        signed_at: DateTime<Utc>,
    ) -> Result<SignedHead, Failure> {
        let root = self.root_with(client, size).await?;
        let key = ring.current.verifier();
        let ends_a_rotation = ring.outgoing.is_some() && !self.has_signed(client, &key).await?;
        let note = written(ring, self.checkpoint(size, root), ends_a_rotation)
            .map_err(|source| TreeFailure::Head { size, source })?;
        self.store_head(client, &key, SignedHead { size, root, note, signed_at }).await?;
        // Another server may have been first: what is stored is what counts.
        let stored = self.head_by(client, size, &key).await?;
        stored.ok_or(Failure::Damaged("tree_head.size"))
    }

    fn checkpoint(&self, size: Position, root: Hash) -> Checkpoint {
        Checkpoint { origin: self.name().to_owned(), size: size.get(), root }
    }

    async fn store_head(
        &self,
        client: &Object,
        key: &VerifierKey,
        head: SignedHead,
    ) -> Result<(), Failure> {
        client
            .execute_typed(
                "insert into journal.tree_head (log_id, size, key_id, root, note, signed_at)
                 values ($1, $2, $3, $4, $5, $6)
                     on conflict (log_id, size, key_id) do nothing",
                &[
                    (&self.log_id, Type::INT2),
                    (&head.size.as_i64(), Type::INT8),
                    (&key.id().as_slice(), Type::BYTEA),
                    (&head.root.as_slice(), Type::BYTEA),
                    (&head.note, Type::TEXT),
                    (&head.signed_at, Type::TIMESTAMPTZ),
                ],
            )
            .await?;
        Ok(())
    }

    async fn head_by(
        &self,
        client: &Object,
        size: Position,
        key: &VerifierKey,
    ) -> Result<Option<SignedHead>, Failure> {
        let row = client
            .query_typed_opt(
                "select head.size, head.root, head.note, head.signed_at
                   from journal.tree_head as head
                  where head.log_id = $1 and head.size = $2 and head.key_id = $3",
                &[
                    (&self.log_id, Type::INT2),
                    (&size.as_i64(), Type::INT8),
                    (&key.id().as_slice(), Type::BYTEA),
                ],
            )
            .await?;
        row.map(|row| signed_head(&row)).transpose()
    }

    /// Whether a key has signed a head of this log. It may look at every head: asked only while a rotation is under way.
    async fn has_signed(&self, client: &Object, key: &VerifierKey) -> Result<bool, Failure> {
        let row = client
            .query_typed_one(
                "select exists (
                        select from journal.tree_head as head
                         where head.log_id = $1 and head.key_id = $2)",
                &[(&self.log_id, Type::INT2), (&key.id().as_slice(), Type::BYTEA)],
            )
            .await?;
        Ok(row.try_get(0)?)
    }

    async fn last_head(&self, client: &Object) -> Result<Option<SignedHead>, Failure> {
        let row = client
            .query_typed_opt(
                "select head.size, head.root, head.note, head.signed_at
                   from journal.tree_head as head
                  where head.log_id = $1
                  order by head.size desc, head.number desc
                  limit 1",
                &[(&self.log_id, Type::INT2)],
            )
            .await?;
        row.map(|row| signed_head(&row)).transpose()
    }
}

/// The note of a head: by the current key, and by the outgoing one too when it ends a rotation.
fn written(
    ring: &Ring,
    checkpoint: Checkpoint,
    ends_a_rotation: bool,
) -> Result<String, NoteFailure> {
    match &ring.outgoing {
        Some(old) if ends_a_rotation => note::sign_rotation(&checkpoint, &ring.current, old),
        Some(_) | None => note::sign(&checkpoint, &[&ring.current]),
    }
}

fn is_destination(text: &str) -> bool {
    let length = text.chars().count();
    let one_line = !text.contains(char::is_control);
    one_line && !text.trim().is_empty() && length <= DESTINATION_CHARS_MAX
}

fn signed_head(row: &Row) -> Result<SignedHead, Failure> {
    Ok(SignedHead {
        size: position(row.try_get(0)?)?,
        root: hash(row.try_get(1)?, "tree_head.root")?,
        note: row.try_get(2)?,
        signed_at: row.try_get(3)?,
    })
}

fn anchor(row: &Row) -> Result<Anchor, Failure> {
    Ok(Anchor {
        size: position(row.try_get(0)?)?,
        destination: row.try_get(1)?,
        anchored_at: row.try_get(2)?,
    })
}
