//! The tree of a log on PostgreSQL: its stored subtrees, its roots at any size, and its proofs.
//!
//! Roots of complete subtrees of 256, 65 536 and 16 777 216 leaves are written after the events, never by who appends
//! (`docs/decisions/011-tree-by-256.md`). A root or a proof then reads at most two tiles of 256 hashes a level, of which
//! the leaves are one. A root that is not written yet is computed from what is under it: proofs do not depend on who
//! grows the tree, they are only slower without.
//!
//! Invariants: the stored roots of a level are contiguous from the first one on, since each server appends after what
//! it saw committed and an insert of what another wrote changes nothing; nothing is read beyond the size asked for.
//!
//! Deliberately not here: the arithmetic ([`crate::tree`]), and checking stored roots against the leaves (`verify`).

mod heads;

use std::ops::Range;

use deadpool_postgres::Object;
use tokio_postgres::types::Type;

use super::reading::position;
use super::{Failure, Journal};
use crate::envelope::Position;
use crate::leaf;
use crate::note::{NoteFailure, SignersFailure};
use crate::tree::{self, Hash, TILE_WIDTH, TileSet};
pub use heads::{Anchor, SignedHead};

/// The levels whose roots are stored, and that of the hashes each is computed from.
const STORED_LEVELS: [(u8, u8); 3] = [(8, 0), (16, 8), (24, 16)];

/// How many roots are computed and written at once: 8 192 leaves are read for them, some milliseconds of hashing.
const GROWN_AT_ONCE: u64 = 32;

/// What a tree, its heads or its anchors refuse.
#[derive(Debug, thiserror::Error)]
pub enum TreeFailure {
    /// A size the log has not reached.
    #[error("the log has {head} events: it has no tree of {size}")]
    BeyondHead {
        /// The size asked for.
        size: Position,
        /// The head of the log.
        head: Position,
    },
    /// An event that is not in the tree of that size.
    #[error("event {position} is not in the tree of {size} events")]
    Outside {
        /// The position of the event.
        position: Position,
        /// The size of the tree.
        size: Position,
    },
    /// An older tree that is larger than the newer one.
    #[error("a tree of {older} events is not older than one of {newer}")]
    Backwards {
        /// The size said to be older.
        older: Position,
        /// The size said to be newer.
        newer: Position,
    },
    /// The signing keys are those of another log.
    #[error("these keys sign for {0}")]
    OtherOrigin(String),
    /// The signing keys could not be had.
    #[error(transparent)]
    Signers(#[from] SignersFailure),
    /// The log does not begin any more with what was signed: it was tampered with, and nothing is signed on top.
    #[error("the log does not extend its signed head of {0} events: the journal is damaged")]
    Forked(Position),
    /// A signed head that is not what its key signed.
    #[error("the signed head of {size} events does not hold: {source}")]
    Head {
        /// Its size.
        size: Position,
        /// What is wrong with it.
        source: NoteFailure,
    },
    /// No head of that size was signed, so none can have been anchored.
    #[error("no head of {0} events was signed")]
    Unsigned(Position),
    /// The place of an anchor is empty, too long or not one line.
    #[error("a destination is one line of 1 to 200 characters")]
    Destination,
}

impl Journal {
    /// Writes the roots of complete subtrees that are missing, and gives how many events the written ones cover. To be
    /// called off the append path, by any server and as often as one likes.
    pub async fn grow_tree(&self) -> Result<Position, Failure> {
        let client = self.database.pool().get().await?;
        let head = self.head_of_tree(&client).await?;
        for (level, _) in STORED_LEVELS {
            let mut stored = self.count_stored(&client, level).await?;
            let whole = head.get() >> level;
            while stored < whole {
                let end = (stored + GROWN_AT_ONCE).min(whole);
                let roots = self.roots(&client, level, stored..end).await?;
                self.store_roots(&client, level, stored, &roots).await?;
                stored = end;
            }
        }
        Ok(Position::new(head.get() / TILE_WIDTH * TILE_WIDTH))
    }

    /// The root of the tree of the first `size` events.
    pub async fn root_at(&self, size: Position) -> Result<Hash, Failure> {
        let client = self.database.pool().get().await?;
        self.reaches(&client, size).await?;
        self.root_with(&client, size).await
    }

    /// The proof that the event at a position is in the tree of `size` events, from the leaf upwards. Checked by
    /// [`tree::check_inclusion`], whose index is the position less one.
    pub async fn inclusion(
        &self,
        position: Position,
        size: Position,
    ) -> Result<Vec<Hash>, Failure> {
        if position == Position::ORIGIN || position > size {
            return Err(TreeFailure::Outside { position, size }.into());
        }
        let client = self.database.pool().get().await?;
        self.reaches(&client, size).await?;
        let (index, size) = (position.previous().get(), size.get());
        let tiles = self.tiles(&client, &tree::inclusion_spans(index, size), size).await?;
        tree::inclusion(index, size, &tiles).map_err(incomplete)
    }

    /// The proof that the tree of `newer` events begins with that of `older`. Checked by [`tree::check_consistency`].
    /// Empty where that needs no proof: an empty older tree, or the same one.
    pub async fn consistency(
        &self,
        older: Position,
        newer: Position,
    ) -> Result<Vec<Hash>, Failure> {
        if older > newer {
            return Err(TreeFailure::Backwards { older, newer }.into());
        }
        let client = self.database.pool().get().await?;
        self.reaches(&client, newer).await?;
        let (older, newer) = (older.get(), newer.get());
        let tiles = self.tiles(&client, &tree::consistency_spans(older, newer), newer).await?;
        tree::consistency(older, newer, &tiles).map_err(incomplete)
    }

    /// The root at a size that was reached.
    async fn root_with(&self, client: &Object, size: Position) -> Result<Hash, Failure> {
        let size = size.get();
        let whole = 0..size;
        let tiles = self.tiles(client, std::slice::from_ref(&whole), size).await?;
        tree::root_of(size, &tiles).map_err(incomplete)
    }

    async fn reaches(&self, client: &Object, size: Position) -> Result<(), Failure> {
        let head = self.head_of_tree(client).await?;
        if size <= head { Ok(()) } else { Err(TreeFailure::BeyondHead { size, head }.into()) }
    }

    async fn head_of_tree(&self, client: &Object) -> Result<Position, Failure> {
        let row = client
            .query_typed_opt(
                "select event.position
                   from journal.event as event
                  where event.log_id = $1
                  order by event.position desc
                  limit 1",
                &[(&self.log_id, Type::INT2)],
            )
            .await?;
        row.map_or(Ok(Position::ORIGIN), |row| position(row.try_get(0)?))
    }

    /// The tiles those spans of a tree are computed from.
    async fn tiles(
        &self,
        client: &Object,
        spans: &[Range<u64>],
        size: u64,
    ) -> Result<TileSet, Failure> {
        let mut tiles = TileSet::default();
        for tile in tree::tiles_under(spans) {
            tiles.insert(tile, self.hashes(client, tile.level, tile.hashes(size)).await?);
        }
        Ok(tiles)
    }

    /// Hashes side by side at a stored level: the stored ones, then those that are not written yet.
    async fn hashes(
        &self,
        client: &Object,
        level: u8,
        wanted: Range<u64>,
    ) -> Result<Vec<Hash>, Failure> {
        if level == 0 {
            return self.leaves(client, wanted).await;
        }
        let mut hashes = self.stored_roots(client, level, &wanted).await?;
        let missing = (wanted.start + count(&hashes))..wanted.end;
        for start in missing.clone().step_by(as_step(GROWN_AT_ONCE)) {
            let end = (start + GROWN_AT_ONCE).min(missing.end);
            hashes.append(&mut Box::pin(self.roots(client, level, start..end)).await?);
        }
        Ok(hashes)
    }

    /// Roots at a stored level, computed from the level below.
    async fn roots(
        &self,
        client: &Object,
        level: u8,
        wanted: Range<u64>,
    ) -> Result<Vec<Hash>, Failure> {
        let below = STORED_LEVELS.iter().find(|(stored, _)| *stored == level);
        let (_, below) = below.expect("roots are asked for at stored levels");
        let under = (wanted.start * TILE_WIDTH)..(wanted.end * TILE_WIDTH);
        let hashes = self.hashes(client, *below, under).await?;
        Ok(hashes.chunks(as_step(TILE_WIDTH)).map(tree::root).collect())
    }

    async fn leaves(&self, client: &Object, wanted: Range<u64>) -> Result<Vec<Hash>, Failure> {
        let (first, last) = (Position::new(wanted.start).next(), Position::new(wanted.end));
        let rows = client
            .query_typed(
                "select event.position, event.leaf
                   from journal.event as event
                  where event.log_id = $1 and event.position >= $2 and event.position <= $3
                  order by event.position",
                &[
                    (&self.log_id, Type::INT2),
                    (&first.as_i64(), Type::INT8),
                    (&last.as_i64(), Type::INT8),
                ],
            )
            .await?;
        let mut places = wanted.map(|index| index + 1);
        let mut leaves = Vec::with_capacity(rows.len());
        for row in &rows {
            self.follows(places.next(), position(row.try_get(0)?)?.get())?;
            leaves.push(leaf_hash(row.try_get(1)?)?);
        }
        places.next().map_or(Ok(leaves), |expected| Err(self.gap(expected, expected + 1)))
    }

    /// The stored roots among those wanted: the first ones, since a level is written in order.
    async fn stored_roots(
        &self,
        client: &Object,
        level: u8,
        wanted: &Range<u64>,
    ) -> Result<Vec<Hash>, Failure> {
        let rows = client
            .query_typed(
                "select subtree.index, subtree.root
                   from journal.subtree as subtree
                  where subtree.log_id = $1 and subtree.level = $2
                    and subtree.index >= $3 and subtree.index < $4
                  order by subtree.index",
                &[
                    (&self.log_id, Type::INT2),
                    (&i16::from(level), Type::INT2),
                    (&Position::new(wanted.start).as_i64(), Type::INT8),
                    (&Position::new(wanted.end).as_i64(), Type::INT8),
                ],
            )
            .await?;
        let mut places = wanted.clone();
        let mut roots = Vec::with_capacity(rows.len());
        for row in &rows {
            self.follows(places.next(), position(row.try_get(0)?)?.get())?;
            roots.push(hash(row.try_get(1)?, "subtree.root")?);
        }
        Ok(roots)
    }

    /// How many roots of a level are stored.
    async fn count_stored(&self, client: &Object, level: u8) -> Result<u64, Failure> {
        let row = client
            .query_typed_opt(
                "select subtree.index + 1
                   from journal.subtree as subtree
                  where subtree.log_id = $1 and subtree.level = $2
                  order by subtree.index desc
                  limit 1",
                &[(&self.log_id, Type::INT2), (&i16::from(level), Type::INT2)],
            )
            .await?;
        row.map_or(Ok(0), |row| position(row.try_get(0)?).map(Position::get))
    }

    /// Writes roots from an index on. What another server has written meanwhile is the same, and stays.
    async fn store_roots(
        &self,
        client: &Object,
        level: u8,
        first: u64,
        roots: &[Hash],
    ) -> Result<(), Failure> {
        let roots: Vec<&[u8]> = roots.iter().map(Hash::as_slice).collect();
        client
            .execute_typed(
                "insert into journal.subtree (log_id, level, index, root)
                 select $1, $2, $3 + grown.place - 1, grown.root
                   from unnest($4) with ordinality as grown (root, place)
                  order by grown.place
                     on conflict (log_id, level, index) do nothing",
                &[
                    (&self.log_id, Type::INT2),
                    (&i16::from(level), Type::INT2),
                    (&Position::new(first).as_i64(), Type::INT8),
                    (&roots, Type::BYTEA_ARRAY),
                ],
            )
            .await?;
        Ok(())
    }

    fn follows(&self, expected: Option<u64>, found: u64) -> Result<(), Failure> {
        match expected {
            Some(expected) if expected == found => Ok(()),
            Some(expected) => Err(self.gap(expected, found)),
            None => Err(self.gap(found, found)),
        }
    }

    fn gap(&self, expected: u64, found: u64) -> Failure {
        Failure::Gap { place: format!("the tree of {}", self.name), expected, found }
    }
}

/// The tree's hash of a stored leaf: what follows its version.
fn leaf_hash(leaf: &[u8]) -> Result<Hash, Failure> {
    match leaf.split_first() {
        Some((&leaf::VERSION, rest)) => hash(rest, "event.leaf"),
        Some(_) | None => Err(Failure::Damaged("event.leaf")),
    }
}

fn hash(bytes: &[u8], column: &'static str) -> Result<Hash, Failure> {
    bytes.try_into().map_err(|_| Failure::Damaged(column))
}

/// A tile shorter than the size it was read for.
fn incomplete(_: tree::Subtree) -> Failure {
    Failure::Damaged("subtree.index")
}

fn count(hashes: &[Hash]) -> u64 {
    u64::try_from(hashes.len()).expect("a length fits in 64 bits")
}

fn as_step(width: u64) -> usize {
    usize::try_from(width).expect("a width of tiles fits in memory")
}
