//! Proofs: which spans of leaves they are made of, and their hashes from whoever knows those of complete subtrees.
//!
//! A proof is a list of roots of spans of leaves (RFC 6962 §2.1.1 and §2.1.2); a span is a run of complete subtrees; so
//! whoever gives the hash of any complete subtree, a slice of leaves or stored tiles, gives every proof and every root.
//!
//! Invariant: the spans of a proof depend on sizes alone, so a store can be asked for all it takes in one visit.

use std::ops::Range;

use super::tiles::{Subtree, subtrees};
use super::{Hash, empty_root, node};

/// Who knows the hashes of complete subtrees.
pub trait Nodes {
    /// Why a hash could not be given.
    type Missing;

    /// The hash of a complete subtree.
    fn hash(&self, subtree: Subtree) -> Result<Hash, Self::Missing>;
}

/// Leaves in memory know every subtree that lies within them; the others are missing, and given back.
impl Nodes for [Hash] {
    type Missing = Subtree;

    fn hash(&self, subtree: Subtree) -> Result<Hash, Subtree> {
        let leaves = subtree.leaves();
        let bounds = usize::try_from(leaves.start).ok().zip(usize::try_from(leaves.end).ok());
        let leaves = bounds.and_then(|(start, end)| self.get(start..end)).ok_or(subtree)?;
        Ok(super::root(leaves))
    }
}

/// The spans of leaves whose roots, in this order, prove that the leaf at `index` is in the tree of `size` leaves.
/// Empty where `index` is not within `size`.
pub fn inclusion_spans(index: u64, size: u64) -> Vec<Range<u64>> {
    let mut spans = Vec::new();
    if index >= size {
        return spans;
    }
    let mut tree = 0..size;
    while tree.end - tree.start > 1 {
        let (left, right) = split(&tree);
        let (with, without) = if index < left.end { (left, right) } else { (right, left) };
        spans.push(without);
        tree = with;
    }
    spans.reverse();
    spans
}

/// The spans of leaves whose roots, in this order, prove that the tree of `newer` leaves begins with that of `older`.
/// Empty where nothing has to be proved: an empty older tree, the same size, or an older one that is larger.
pub fn consistency_spans(older: u64, newer: u64) -> Vec<Range<u64>> {
    let mut spans = Vec::new();
    if older == 0 || older >= newer {
        return spans;
    }
    let mut tree = 0..newer;
    while tree.end != older {
        let (left, right) = split(&tree);
        let (with, without) = if older <= left.end { (left, right) } else { (right, left) };
        spans.push(without);
        tree = with;
    }
    // Where the older tree is itself a node, the one who checks has its root already.
    if tree.start > 0 {
        spans.push(tree);
    }
    spans.reverse();
    spans
}

/// RFC 6962: the left child holds the largest power of two below the number of leaves.
fn split(tree: &Range<u64>) -> (Range<u64>, Range<u64>) {
    let half = (tree.end - tree.start).next_power_of_two() / 2;
    let middle = tree.start + half;
    (tree.start..middle, middle..tree.end)
}

/// The root of the tree of `size` leaves.
pub fn root_of<N: Nodes + ?Sized>(size: u64, nodes: &N) -> Result<Hash, N::Missing> {
    span_root(&(0..size), nodes)
}

/// The proof that the leaf at `index` is in the tree of `size` leaves, from the leaf upwards.
pub fn inclusion<N: Nodes + ?Sized>(
    index: u64,
    size: u64,
    nodes: &N,
) -> Result<Vec<Hash>, N::Missing> {
    inclusion_spans(index, size).iter().map(|span| span_root(span, nodes)).collect()
}

/// The proof that the tree of `newer` leaves begins with that of `older`, from the leaves upwards.
pub fn consistency<N: Nodes + ?Sized>(
    older: u64,
    newer: u64,
    nodes: &N,
) -> Result<Vec<Hash>, N::Missing> {
    consistency_spans(older, newer).iter().map(|span| span_root(span, nodes)).collect()
}

/// The root of a span: its complete subtrees, joined from the right, where the smallest are.
fn span_root<N: Nodes + ?Sized>(span: &Range<u64>, nodes: &N) -> Result<Hash, N::Missing> {
    let mut subtrees = subtrees(span).into_iter().rev();
    let Some(last) = subtrees.next() else { return Ok(empty_root()) };
    subtrees.try_fold(nodes.hash(last)?, |right, left| Ok(node(&nodes.hash(left)?, &right)))
}
