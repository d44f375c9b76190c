//! Complete subtrees and the tiles they are stored in: 256 hashes side by side at every eighth level, as C2SP
//! tlog-tiles lays them out.
//!
//! Level 0 holds leaves, level 8 roots of 256 leaves, level 16 of 65 536, level 24 of 16 777 216. A node in between is
//! computed from the stored ones under it, at most 256 of them up to level 32, whose nodes hold four billion leaves.
//!
//! Deliberately not here: reading a tile.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Hash;
use super::proof::Nodes;

/// How many hashes a tile holds.
pub const TILE_WIDTH: u64 = 256;

/// How many levels of the tree one level of tiles spans: 2⁸ is the width.
const TILE_HEIGHT: u8 = 8;

/// The greatest level that is stored.
const STORED_LEVEL_MAX: u8 = 24;

/// A complete subtree: `2^level` leaves, the first of which is `index × 2^level`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subtree {
    /// Its height: 0 for a leaf.
    pub level: u8,
    /// How many subtrees of its height stand before it.
    pub index: u64,
}

impl Subtree {
    /// The indexes of its leaves.
    pub fn leaves(self) -> Range<u64> {
        (self.index << self.level)..((self.index + 1) << self.level)
    }

    /// The stored level it is computed from, and the indexes of its hashes there: one alone when it is stored itself.
    fn stored(self) -> (u8, Range<u64>) {
        let level = (self.level / TILE_HEIGHT * TILE_HEIGHT).min(STORED_LEVEL_MAX);
        let above = self.level - level;
        (level, (self.index << above)..((self.index + 1) << above))
    }
}

/// The complete subtrees a span of leaves is made of, from left to right. The span must start where a subtree of its
/// width does, as those of a tree's nodes do.
pub fn subtrees(span: &Range<u64>) -> Vec<Subtree> {
    let mut found = Vec::new();
    let mut start = span.start;
    while start < span.end {
        let level = (span.end - start).ilog2();
        let level = u8::try_from(level).expect("a u64 has 64 bits");
        found.push(Subtree { level, index: start >> level });
        start += 1 << level;
    }
    found
}

/// Up to 256 stored hashes side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tile {
    /// The level its hashes are at: 0, 8, 16 or 24.
    pub level: u8,
    /// How many tiles of that level stand before it.
    pub index: u64,
}

impl Tile {
    /// The indexes, at its level, of those of its hashes that a tree of `size` leaves has.
    pub fn hashes(self, size: u64) -> Range<u64> {
        let whole = size >> self.level;
        let start = self.index * TILE_WIDTH;
        start..(start + TILE_WIDTH).min(whole).max(start)
    }
}

/// The tiles one has to read to know the roots of those spans.
pub fn tiles_under(spans: &[Range<u64>]) -> BTreeSet<Tile> {
    let stored = spans.iter().flat_map(subtrees).map(Subtree::stored);
    stored
        .flat_map(|(level, hashes)| {
            let tiles = (hashes.start / TILE_WIDTH)..hashes.end.div_ceil(TILE_WIDTH);
            tiles.map(move |index| Tile { level, index })
        })
        .collect()
}

/// Tiles in memory: a source of nodes for the spans they were read for.
#[derive(Debug, Clone, Default)]
pub struct TileSet(BTreeMap<Tile, Vec<Hash>>);

impl TileSet {
    /// Adds a tile with its hashes, from its first one on.
    pub fn insert(&mut self, tile: Tile, hashes: Vec<Hash>) {
        self.0.insert(tile, hashes);
    }

    fn stored(&self, level: u8, index: u64) -> Option<Hash> {
        let tile = self.0.get(&Tile { level, index: index / TILE_WIDTH })?;
        let place = usize::try_from(index % TILE_WIDTH).expect("a place in a tile is below 256");
        tile.get(place).copied()
    }
}

/// The subtree that no tile here holds is given back.
impl Nodes for TileSet {
    type Missing = Subtree;

    fn hash(&self, subtree: Subtree) -> Result<Hash, Subtree> {
        let (level, hashes) = subtree.stored();
        let hashes: Option<Vec<Hash>> = hashes.map(|index| self.stored(level, index)).collect();
        Ok(super::root(&hashes.ok_or(subtree)?))
    }
}
