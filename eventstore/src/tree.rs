//! The tree over a log's leaves: RFC 6962 §2.1, in the words of RFC 9162 §2.1. Frozen: `specimens/tree_v1.json`.
//!
//! Leaves come in already hashed (a [`crate::leaf`] without its version byte); this file hashes nodes. The tree of `n`
//! leaves splits at the largest power of two below `n`, so every complete subtree is final once its last leaf is in:
//! that is what makes roots of the past, proofs between them and storage of the middle possible.
//!
//! Invariants: nothing here reads or waits; a check answers false to whatever is not exactly a proof, and never panics.
//!
//! Deliberately not here: where leaves and nodes are stored ([`crate::journal`]), and who signs a root
//! ([`crate::note`]).

mod proof;
mod tiles;

use sha2::{Digest as _, Sha256};

pub use proof::{Nodes, consistency, consistency_spans, inclusion, inclusion_spans, root_of};
pub use tiles::{Subtree, TILE_WIDTH, Tile, TileSet, subtrees, tiles_under};

/// A SHA-256 hash: of a leaf, of a node, of a tree.
pub type Hash = [u8; 32];

/// RFC 6962 §2.1: the hash of a node begins with this byte, that of a leaf's data with 0x00.
const NODE_PREFIX: u8 = 1;

/// The root of a tree without leaves: SHA-256 of nothing.
pub fn empty_root() -> Hash {
    Sha256::digest([]).into()
}

/// The hash of a node over its two children.
pub fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new()
        .chain_update([NODE_PREFIX])
        .chain_update(left)
        .chain_update(right)
        .finalize()
        .into()
}

/// The root of the tree over those leaves.
pub fn root(leaves: &[Hash]) -> Hash {
    let mut growing = Growing::new();
    leaves.iter().for_each(|leaf| growing.push(*leaf));
    growing.root()
}

/// A tree that grows by its right edge: what verifying a whole log holds in memory, one hash for each bit of its size.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Growing {
    size: u64,
    /// The roots of the complete subtrees the leaves fall into, largest first: one for each bit set in `size`.
    peaks: Vec<Hash>,
}

impl Growing {
    /// A tree without leaves.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a leaf. Each bit the size carries joins two subtrees of one height.
    pub fn push(&mut self, leaf: Hash) {
        let mut carried = leaf;
        for _ in 0..self.size.trailing_ones() {
            let left = self.peaks.pop().expect("there is a peak for each bit of the size");
            carried = node(&left, &carried);
        }
        self.peaks.push(carried);
        self.size += 1;
    }

    /// How many leaves were added.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root over the leaves so far.
    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev().copied();
        let Some(last) = peaks.next() else { return empty_root() };
        peaks.fold(last, |right, left| node(&left, &right))
    }
}

/// Whether `path` proves that the leaf at `index` (from 0: a position less one) is in the tree of `size` leaves that
/// has this root. RFC 9162 §2.1.3.2.
pub fn check_inclusion(leaf: &Hash, index: u64, size: u64, path: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut at, mut last, mut hash) = (index, size - 1, *leaf);
    for sibling in path {
        if last == 0 {
            return false;
        }
        if at % 2 == 1 || at == last {
            hash = node(sibling, &hash);
            while at % 2 == 0 && at != 0 {
                (at, last) = (at / 2, last / 2);
            }
        } else {
            hash = node(&hash, sibling);
        }
        (at, last) = (at / 2, last / 2);
    }
    last == 0 && hash == *root
}

/// Whether `path` proves that the tree of `newer` leaves begins with the tree of `older` leaves. RFC 9162 §2.1.4.2,
/// where the older tree is neither empty nor the whole: anything extends the empty tree, and a tree extends itself.
pub fn check_consistency(
    older: u64,
    newer: u64,
    path: &[Hash],
    older_root: &Hash,
    newer_root: &Hash,
) -> bool {
    if older > newer {
        return false;
    }
    if older == newer {
        return path.is_empty() && older_root == newer_root;
    }
    if older == 0 {
        return path.is_empty() && *older_root == empty_root();
    }
    // A complete older tree is a node of the newer one, which the prover does not repeat.
    let whole = older.is_power_of_two().then_some(older_root);
    let mut hashes = whole.into_iter().chain(path);
    let Some(start) = hashes.next() else { return false };
    let shared = (older - 1).trailing_ones();
    let (mut at, mut last) = ((older - 1) >> shared, (newer - 1) >> shared);
    let (mut old, mut new) = (*start, *start);
    for hash in hashes {
        if last == 0 {
            return false;
        }
        if at % 2 == 1 || at == last {
            (old, new) = (node(hash, &old), node(hash, &new));
            while at % 2 == 0 && at != 0 {
                (at, last) = (at / 2, last / 2);
            }
        } else {
            new = node(&new, hash);
        }
        (at, last) = (at / 2, last / 2);
    }
    last == 0 && old == *older_root && new == *newer_root
}

#[cfg(test)]
mod tests;
