//! The tree, grown twice: from the rows as they are, and, once the two part, from the leaves stored beside them.
//! A stored root that only one of the two gives tells which was changed.
//!
//! Beside the whole tree, the complete subtrees of 256, 65 536 and 16 777 216 leaves are grown and compared with the
//! stored ones. A hole ends the whole tree; subtrees begin again at the next place where one of theirs does.

use postgres::Transaction;

use super::finding::{Findings, Kind, Span};
use super::pages::Pages;
use crate::tree::{Growing, Hash};

/// Leaves under a stored node, for each of those under it.
const WIDTH: u64 = 256;

/// Levels of subtrees that are stored.
const LEVELS: usize = 3;

/// Levels of the binary tree between two stored ones.
const HEIGHT: i16 = 8;

/// A root as the rows give it, and as the stored leaves do.
#[derive(Debug, Clone, Copy)]
pub(super) struct Roots {
    pub(super) rows: Hash,
    pub(super) leaves: Hash,
}

/// Which of the two a root is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Agreement {
    /// Both, which are the same.
    Whole,
    /// That of the rows, and not of the leaves stored beside them.
    RowsOnly,
    /// That of the stored leaves, and not of the rows.
    LeavesOnly,
    /// Neither.
    Neither,
}

impl Roots {
    pub(super) fn agreement(&self, root: &Hash) -> Agreement {
        match (self.rows == *root, self.leaves == *root) {
            (true, true) => Agreement::Whole,
            (true, false) => Agreement::RowsOnly,
            (false, true) => Agreement::LeavesOnly,
            (false, false) => Agreement::Neither,
        }
    }
}

/// A tree grown twice.
#[derive(Debug, Default)]
struct Twice {
    rows: Growing,
    /// Only once it is another tree.
    leaves: Option<Growing>,
}

impl Twice {
    fn push(&mut self, hashes: Roots) {
        if self.leaves.is_none() && hashes.rows != hashes.leaves {
            self.leaves = Some(self.rows.clone());
        }
        if let Some(leaves) = &mut self.leaves {
            leaves.push(hashes.leaves);
        }
        self.rows.push(hashes.rows);
    }

    fn roots(&self) -> Roots {
        let rows = self.rows.root();
        Roots { rows, leaves: self.leaves.as_ref().map_or(rows, Growing::root) }
    }
}

/// The whole tree and the subtrees under way.
#[derive(Debug)]
pub(super) struct Trees {
    whole: Option<Twice>,
    /// Under way, by level: none after a hole, until the next place where a subtree begins.
    growing: [Option<Twice>; LEVELS],
    /// Those the last leaf completed, by level.
    complete: [Option<Roots>; LEVELS],
}

impl Trees {
    pub(super) fn new() -> Self {
        let nothing = || [const { None }; LEVELS];
        Self { whole: Some(Twice::default()), growing: nothing(), complete: [None; LEVELS] }
    }

    /// Positions are missing: what was under way can no longer be compared with anything.
    pub(super) fn interrupt(&mut self) {
        self.whole = None;
        self.growing = [const { None }; LEVELS];
    }

    /// Adds the leaf of a position.
    pub(super) fn push(&mut self, position: u64, hashes: Roots) {
        if let Some(whole) = &mut self.whole {
            whole.push(hashes);
        }
        self.complete = [None; LEVELS];
        let (mut index, mut rising) = (position - 1, Some(hashes));
        for (growing, complete) in self.growing.iter_mut().zip(&mut self.complete) {
            if index.is_multiple_of(WIDTH) {
                *growing = Some(Twice::default());
            }
            match rising {
                Some(hashes) => growing.iter_mut().for_each(|tree| tree.push(hashes)),
                None => *growing = None,
            }
            if !(index + 1).is_multiple_of(WIDTH) {
                break;
            }
            *complete = growing.as_ref().map(Twice::roots);
            (index, rising) = (index / WIDTH, *complete);
        }
    }

    /// The root of everything so far; none after a hole.
    pub(super) fn root(&self) -> Option<Roots> {
        self.whole.as_ref().map(Twice::roots)
    }

    fn completed(&self, level: i16) -> Option<Roots> {
        let rank = usize::try_from(level / HEIGHT - 1).ok().filter(|_| level % HEIGHT == 0)?;
        self.complete.get(rank).copied().flatten()
    }
}

/// The stored roots of a log, in the order in which their last leaves come.
pub(super) struct Subtrees {
    pages: Pages,
    /// How many were compared.
    pub(super) count: u64,
}

/// A stored root.
struct Stored {
    level: i16,
    index: i64,
    root: Vec<u8>,
}

impl Stored {
    fn read(row: &postgres::Row) -> Result<Self, postgres::Error> {
        Ok(Self { level: row.try_get(0)?, index: row.try_get(1)?, root: row.try_get(2)? })
    }

    /// Its positions. No log is so long that this could overflow, but a forged row may say anything.
    fn span(&self) -> Span {
        let leaves = 1_u64.checked_shl(self.level.unsigned_abs().into()).unwrap_or(u64::MAX);
        let first = self.index.cast_unsigned().saturating_mul(leaves);
        Span::between(first.saturating_add(1), first.saturating_add(leaves))
    }

    fn compare(&self, trees: &Trees, findings: &mut Findings) -> bool {
        let Some(roots) = trees.completed(self.level) else { return false };
        // Where the stored leaves give it, the rows that differ from theirs have been named one by one.
        let holds = <Hash>::try_from(self.root.as_slice())
            .is_ok_and(|root| roots.agreement(&root) != Agreement::Neither);
        if !holds {
            let (level, index) = (self.level, self.index);
            findings.add(Some(self.span()), Kind::Subtree { level, index });
        }
        true
    }
}

impl Subtrees {
    pub(super) fn open(
        transaction: &mut Transaction<'_>,
        log_id: i16,
    ) -> Result<Self, postgres::Error> {
        let pages = Pages::open(
            transaction,
            "select subtree.level, subtree.index, subtree.root
               from journal.subtree as subtree
              where subtree.log_id = $1
              order by (subtree.index + 1)::numeric * 2::numeric ^ subtree.level::numeric,
                       subtree.level",
            &[&log_id],
        )?;
        Ok(Self { pages, count: 0 })
    }

    /// Compares the stored roots of the subtrees that end here.
    pub(super) fn compare(
        &mut self,
        transaction: &mut Transaction<'_>,
        position: u64,
        trees: &Trees,
        findings: &mut Findings,
    ) -> Result<(), postgres::Error> {
        if !position.is_multiple_of(WIDTH) {
            return Ok(());
        }
        while let Some(stored) = self.pages.peek(transaction)?.map(Stored::read).transpose()? {
            let end = stored.span().last.get();
            if end > position {
                break;
            }
            self.pages.next(transaction)?;
            let compared = end == position && stored.compare(trees, findings);
            self.count += u64::from(compared);
        }
        Ok(())
    }

    /// After the last event: what is left stands over nothing.
    pub(super) fn finish(
        &mut self,
        transaction: &mut Transaction<'_>,
        size: u64,
        findings: &mut Findings,
    ) -> Result<(), postgres::Error> {
        while let Some(row) = self.pages.next(transaction)? {
            let stored = Stored::read(&row)?;
            let Span { first, last } = stored.span();
            // One that ends in a hole was not compared, and is not beyond the end.
            if last.get() > size {
                let span = Span::between(first.get().max(size + 1), last.get());
                let (level, index) = (stored.level, stored.index);
                findings.add(Some(span), Kind::SubtreeBeyondEnd { level, index });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree;

    fn leaf(number: u64) -> Hash {
        tree::node(&[0; 32], &[u8::try_from(number % 251).unwrap(); 32])
    }

    fn same(hash: Hash) -> Roots {
        Roots { rows: hash, leaves: hash }
    }

    fn grown(until: u64) -> Trees {
        let mut trees = Trees::new();
        (1..=until).for_each(|position| trees.push(position, same(leaf(position))));
        trees
    }

    fn root_over(positions: std::ops::RangeInclusive<u64>) -> Hash {
        tree::root(&positions.map(leaf).collect::<Vec<_>>())
    }

    #[test]
    fn subtrees_are_complete_at_their_last_leaf_and_at_no_other() {
        assert!(grown(255).completed(8).is_none());
        assert_eq!(grown(512).completed(8).unwrap().rows, root_over(257..=512));
        assert!(grown(512).completed(16).is_none() && grown(513).completed(8).is_none());
        let large = grown(65_536);
        assert_eq!(large.completed(16).unwrap().rows, root_over(1..=65_536));
        assert_eq!(large.completed(16).unwrap().rows, large.root().unwrap().rows);
    }

    #[test]
    fn after_a_hole_the_next_whole_subtree_is_compared_again() {
        let mut trees = grown(10);
        trees.interrupt();
        (12..=512).for_each(|position| trees.push(position, same(leaf(position))));
        assert_eq!(trees.completed(8).unwrap().rows, root_over(257..=512));
        (513..=65_536).for_each(|position| trees.push(position, same(leaf(position))));
        assert!(trees.completed(8).is_some() && trees.completed(16).is_none());
        assert!(trees.root().is_none());
    }

    #[test]
    fn rows_and_leaves_part_where_one_of_them_was_changed() {
        let mut trees = grown(3);
        trees.push(4, Roots { rows: leaf(9), leaves: leaf(4) });
        trees.push(5, same(leaf(5)));
        let roots = trees.root().unwrap();
        assert_eq!(roots.agreement(&root_over(1..=5)), Agreement::LeavesOnly);
        assert_eq!(roots.agreement(&roots.rows), Agreement::RowsOnly);
        assert_eq!(roots.agreement(&leaf(1)), Agreement::Neither);
    }
}
