//! Signed heads, the database's and those brought from outside, compared with the tree as it reaches their sizes.
//!
//! A forger who computes leaves and roots again leaves nothing else behind than a root that was signed before: what he
//! changed stands after the last head that holds, and not after the first that does not.

use std::collections::VecDeque;

use postgres::{Row, Transaction};

use super::finding::{Changed, Findings, HeadFault, HeadName, Kind, Span};
use super::pages::Pages;
use super::trees::{Agreement, Trees};
use super::{OutsideHead, Trust};
use crate::envelope::Position;
use crate::note::{self, Checkpoint, NoteFailure, VerifierKey};
use crate::tree::Hash;

/// The heads of a log, smallest first.
pub(super) struct Heads<'a> {
    log: &'a str,
    /// The trusted ones, and those that followed them by rotation.
    keys: Vec<VerifierKey>,
    stored: Pages,
    outside: VecDeque<(&'a OutsideHead, Checkpoint)>,
    /// The size of the last head that holds.
    held: u64,
    /// The first after it that does not: not told before the last one is known.
    differs: Option<(HeadName, HeadFault)>,
    /// What was found on the way.
    pub(super) seen: Seen,
}

/// How many heads were compared, and how far those that hold go.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seen {
    pub(super) stored: u64,
    pub(super) outside: u64,
    pub(super) unchecked: u64,
    pub(super) signed_up_to: Option<u64>,
    pub(super) anchored_up_to: Option<u64>,
}

/// A head to compare.
struct Head {
    name: HeadName,
    root: Hash,
}

impl<'a> Heads<'a> {
    pub(super) fn open(
        transaction: &mut Transaction<'_>,
        log: (i16, &'a str),
        trust: &'a Trust,
        findings: &mut Findings,
    ) -> Result<Self, postgres::Error> {
        let (log_id, log) = log;
        let stored = Pages::open(
            transaction,
            "select tree_head.size, tree_head.root, tree_head.note
               from journal.tree_head as tree_head
              where tree_head.log_id = $1
              order by tree_head.size",
            &[&log_id],
        )?;
        let keys = learnt(transaction, log_id, trust)?;
        let outside = outside(log, trust, &keys, findings);
        let (held, differs, seen) = (0, None, Seen::default());
        Ok(Self { log, keys, stored, outside, held, differs, seen })
    }

    /// Compares the heads of this size; those of smaller sizes fell into a hole.
    pub(super) fn compare(
        &mut self,
        transaction: &mut Transaction<'_>,
        size: u64,
        trees: &Trees,
        findings: &mut Findings,
    ) -> Result<(), postgres::Error> {
        while let Some(head) = self.next(transaction, size, findings)? {
            let roots = trees.root().filter(|_| head.name.size.get() == size);
            match roots {
                Some(roots) => self.judge(&head, roots.rows, roots.agreement(&head.root), findings),
                None => self.seen.unchecked += 1,
            }
        }
        Ok(())
    }

    fn judge(&mut self, head: &Head, rows: Hash, agreement: Agreement, findings: &mut Findings) {
        match (head.name.outside.is_some(), agreement) {
            (_, Agreement::Neither) => return self.fails(head, rows),
            // Only a signature tells which of a row and its leaf is the forged one.
            (_, Agreement::RowsOnly) => findings.leaves_were(Changed::Leaf),
            (_, Agreement::LeavesOnly) => findings.leaves_were(Changed::Row),
            (_, Agreement::Whole) => {}
        }
        if let Some((head, _)) = self.differs.take() {
            findings.add(None, Kind::Head { head, fault: HeadFault::OtherHistory });
        }
        let size = head.name.size.get();
        self.held = size;
        if !self.keys.is_empty() && agreement != Agreement::LeavesOnly {
            self.seen.signed_up_to = Some(size);
            if head.name.outside.is_some() {
                self.seen.anchored_up_to = Some(size);
            }
        }
    }

    fn fails(&mut self, head: &Head, rows: Hash) {
        let Head { name, root } = head;
        let fault = HeadFault::Differs { signed: *root, computed: rows };
        self.differs.get_or_insert_with(|| (name.clone(), fault));
    }

    /// After the last event: tells the interval that was rewritten, and what was cut off.
    pub(super) fn finish(
        &mut self,
        transaction: &mut Transaction<'_>,
        size: u64,
        findings: &mut Findings,
    ) -> Result<(), postgres::Error> {
        if let Some((head, fault)) = self.differs.take() {
            let span = Span::between(self.held + 1, head.size.get());
            findings.add(Some(span), Kind::Head { head, fault });
        }
        while let Some(head) = self.next(transaction, u64::MAX, findings)? {
            let span = Span::between(size + 1, head.name.size.get());
            let (head, fault) = (head.name, HeadFault::BeyondEnd);
            findings.add(Some(span), Kind::Head { head, fault });
        }
        Ok(())
    }

    /// The next head of that size or a smaller one that is worth comparing.
    fn next(
        &mut self,
        transaction: &mut Transaction<'_>,
        up_to: u64,
        findings: &mut Findings,
    ) -> Result<Option<Head>, postgres::Error> {
        if self.outside.front().is_some_and(|(_, checkpoint)| checkpoint.size <= up_to) {
            let (head, checkpoint) = self.outside.pop_front().expect("it was just looked at");
            self.seen.outside += 1;
            let outside = Some(head.source.clone());
            let name = HeadName { size: Position::new(checkpoint.size), outside };
            return Ok(Some(Head { name, root: checkpoint.root }));
        }
        while let Some(stored) = self.stored.peek(transaction)?.map(Stored::read).transpose()? {
            if stored.size > up_to {
                break;
            }
            self.stored.next(transaction)?;
            self.seen.stored += 1;
            let name = HeadName { size: Position::new(stored.size), outside: None };
            match stored.opened(self.log, &self.keys) {
                Ok(root) => return Ok(Some(Head { name, root })),
                Err(why) => {
                    let fault = HeadFault::Refused(why);
                    findings.add(None, Kind::Head { head: name, fault });
                }
            }
        }
        Ok(None)
    }
}

/// The trusted keys, and those whose coming they announced: the notes of rotations, in the order they were signed.
fn learnt(
    transaction: &mut Transaction<'_>,
    log_id: i16,
    trust: &Trust,
) -> Result<Vec<VerifierKey>, postgres::Error> {
    let mut keys = trust.keys.clone();
    let rotations = transaction.query(
        "select tree_head.note
           from journal.tree_head as tree_head
          where tree_head.log_id = $1
            and tree_head.note ~ '^[^\\n]+\\n[^\\n]+\\n[^\\n]+\\n[^\\n]+\\n\\n'
          order by tree_head.number",
        &[&log_id],
    )?;
    for row in rows_of_notes(&rotations)? {
        // A note that no key opens teaches nothing, and is refused in its turn.
        let _refused = note::learn(&mut keys, row);
    }
    Ok(keys)
}

fn rows_of_notes(rows: &[Row]) -> Result<Vec<&str>, postgres::Error> {
    rows.iter().map(|row| row.try_get(0)).collect()
}

/// The heads brought from outside that open, smallest first.
fn outside<'a>(
    log: &str,
    trust: &'a Trust,
    keys: &[VerifierKey],
    findings: &mut Findings,
) -> VecDeque<(&'a OutsideHead, Checkpoint)> {
    let mut opened = Vec::new();
    for head in &trust.heads {
        match open(&head.note, log, keys) {
            Ok(checkpoint) => opened.push((head, checkpoint)),
            Err(why) => {
                let size = unsigned(&head.note).map_or(0, |checkpoint| checkpoint.size);
                let outside = Some(head.source.clone());
                let head = HeadName { size: Position::new(size), outside };
                findings.add(None, Kind::Head { head, fault: HeadFault::Refused(why) });
            }
        }
    }
    opened.sort_by_key(|(_, checkpoint)| checkpoint.size);
    opened.into()
}

/// A row of `journal.tree_head`.
struct Stored {
    size: u64,
    root: Vec<u8>,
    note: String,
}

impl Stored {
    fn read(row: &Row) -> Result<Self, postgres::Error> {
        let size = row.try_get::<_, i64>(0)?.cast_unsigned();
        Ok(Self { size, root: row.try_get(1)?, note: row.try_get(2)? })
    }

    /// The root that was signed; or why this row is not the head it says.
    fn opened(&self, log: &str, keys: &[VerifierKey]) -> Result<Hash, String> {
        let Checkpoint { origin: _, size, root } = open(&self.note, log, keys)?;
        if size == self.size && root == *self.root {
            Ok(root)
        } else {
            Err(format!("its note is the head of {size} events, or of another root"))
        }
    }
}

/// Opens a note of this log. Without any key to trust its text is read, and proves nothing.
fn open(note: &str, log: &str, keys: &[VerifierKey]) -> Result<Checkpoint, String> {
    let opened = if keys.is_empty() { unsigned(note) } else { note::open(note, keys) };
    let checkpoint = opened.map_err(|failure| failure.to_string())?;
    if checkpoint.origin == log {
        Ok(checkpoint)
    } else {
        Err(format!("it is a head of {}", checkpoint.origin))
    }
}

/// What a note says, whoever wrote it.
fn unsigned(note: &str) -> Result<Checkpoint, NoteFailure> {
    let lines: String = note.split_inclusive('\n').take(3).collect();
    Checkpoint::from_text(&lines)
}
