//! What a verification can find, as values: what is wrong, where it starts, what was expected.
//!
//! One change in a table can show at millions of rows (a name of the dictionary, a row inserted in the middle), so of
//! each kind the first place is kept and the others are counted: memory stays bounded whatever was done.
//!
//! Deliberately not here: sentences for a person (the command line has them), and payloads or names of people. A
//! finding holds positions, identifiers and hashes.

use std::mem;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::canonical::NotCanonical;
use crate::envelope::Position;
use crate::tree::Hash;

/// Something that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The log it was found in.
    pub log: String,
    /// The positions it concerns; none for what stands at no position.
    pub span: Option<Span>,
    /// What it is, with what was expected.
    pub kind: Kind,
    /// How many more of this kind were found, further on.
    pub more: u64,
}

impl Finding {
    /// Whether something is wrong at each position of the span; otherwise it is wrong somewhere within.
    pub fn is_exact(&self) -> bool {
        !matches!(
            self.kind,
            Kind::Subtree { level: _, index: _ }
                | Kind::Head { head: _, fault: HeadFault::Differs { signed: _, computed: _ } }
        )
    }
}

/// Positions, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The first bad position.
    pub first: Position,
    /// The last one that may be bad.
    pub last: Position,
}

impl Span {
    /// Whether a position stands in it.
    pub fn holds(&self, position: Position) -> bool {
        (self.first..=self.last).contains(&position)
    }

    /// One position.
    pub const fn at(position: u64) -> Self {
        Self::between(position, position)
    }

    /// From one position to another.
    pub const fn between(first: u64, last: u64) -> Self {
        Self { first: Position::new(first), last: Position::new(last) }
    }
}

/// What does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// These positions are not there, and later ones are.
    Missing,
    /// This position is there twice.
    Repeated,
    /// The row holds something no event can: the column is named.
    Unreadable(&'static str),
    /// The leaf computed from the row is not the one stored beside it.
    Leaf {
        /// From the row.
        computed: Hash,
        /// In the row.
        stored: Hash,
        /// Which of the two was changed, as far as a signed head tells.
        changed: Changed,
    },
    /// The leaf's version is not one we know.
    LeafVersion(u8),
    /// The payload is not canonical JSON.
    Payload(NotCanonical),
    /// The payload is not an object.
    PayloadNotAnObject,
    /// The instant is not after the one of the event before.
    Instant {
        /// Of the event before.
        previous: DateTime<Utc>,
        /// Of this one.
        found: DateTime<Utc>,
    },
    /// The log keeps real time, and the instant is more than a day beyond the database's clock.
    InTheFuture {
        /// Of the event.
        found: DateTime<Utc>,
    },
    /// The version does not follow the one before it in its stream.
    Version {
        /// The stream.
        stream: Uuid,
        /// The version that should stand here.
        expected: i32,
        /// The version that does.
        found: i32,
    },
    /// The event stands before one of its stream that has a smaller version.
    StreamOrder(Uuid),
    /// The event gives its stream another kind than the events before it.
    StreamKind(Uuid),
    /// `journal.stream` disagrees with the events.
    Stream {
        /// The stream.
        stream: Uuid,
        /// What the events say; nothing when there is none.
        expected: Option<StreamRow>,
        /// What the table says; nothing when it has no such row.
        found: Option<StreamRow>,
    },
    /// There are events of a log number that no log has: its row was taken away, or these were put there.
    NoSuchLog(i16),
    /// A command and the events do not agree.
    Command {
        /// The command.
        command: Uuid,
        /// What does not hold.
        fault: CommandFault,
    },
    /// A row of the dictionary is not a name, or is the name of another row.
    Name(i16),
    /// The stored root of these positions is not the one of their leaves.
    Subtree {
        /// Binary logarithm of the number of its leaves.
        level: i16,
        /// Its rank among those of its level, from 0.
        index: i64,
    },
    /// There is a root of positions beyond the end of the log.
    SubtreeBeyondEnd {
        /// Binary logarithm of the number of its leaves.
        level: i16,
        /// Its rank among those of its level, from 0.
        index: i64,
    },
    /// A signed head and the log do not agree.
    Head {
        /// Which head.
        head: HeadName,
        /// What does not hold.
        fault: HeadFault,
    },
}

impl Kind {
    /// Whether two findings are counted together.
    fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Command { command: _, fault }, Self::Command { command: _, fault: other }) => {
                mem::discriminant(fault) == mem::discriminant(other)
            }
            (Self::Head { head: _, fault }, Self::Head { head: _, fault: other }) => {
                mem::discriminant(fault) == mem::discriminant(other)
            }
            (one, other) => mem::discriminant(one) == mem::discriminant(other),
        }
    }
}

/// What does not hold between a command and the events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommandFault {
    /// An event says this command, and is in the range of none.
    Missing,
    /// An event in its range says another command: that one.
    OfAnother(Uuid),
    /// Its range covers positions another one has covered.
    Overlap,
    /// It says another instant than its last event's, or one before the head it was answered at.
    Instant,
    /// It made positions beyond the end of the log.
    BeyondEnd,
}

/// What does not hold of a signed head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeadFault {
    /// No trusted key opens it, or it is the head of something else than its row says: why.
    Refused(String),
    /// Its root is not that of the rows: rows and leaves were rewritten between the last signed head that holds and
    /// this one.
    Differs {
        /// The root that was signed.
        signed: Hash,
        /// The root of the rows.
        computed: Hash,
    },
    /// Its root is not that of the rows, and a larger head holds: two histories were signed.
    OtherHistory,
    /// It covers more events than the log has: the tail was cut off.
    BeyondEnd,
    /// It is known to be out of our reach, and is no longer among the stored ones.
    Gone,
}

/// Which of a row and its leaf was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// No signed head tells.
    Unknown,
    /// The row: a signed head covers the stored leaf.
    Row,
    /// The leaf: a signed head covers the leaf computed from the row.
    Leaf,
}

/// What `journal.stream` says of a stream, or should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StreamRow {
    /// The number of its kind in the dictionary.
    pub kind: i16,
    /// Its version.
    pub version: i32,
    /// The position of its last event.
    pub last: Position,
}

/// Names a signed head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadName {
    /// Number of events it covers.
    pub size: Position,
    /// Where it was kept outside, as its bringer said; none for one of the database's.
    pub outside: Option<String>,
}

/// Findings as they come: the first place of each kind, and how many more.
#[derive(Debug)]
pub(super) struct Findings {
    log: String,
    found: Vec<Finding>,
}

impl Findings {
    pub(super) fn of(log: &str) -> Self {
        Self { log: log.to_owned(), found: Vec::new() }
    }

    /// At one position.
    pub(super) fn at(&mut self, position: u64, kind: Kind) {
        self.add(Some(Span::at(position)), kind);
    }

    pub(super) fn add(&mut self, span: Option<Span>, kind: Kind) {
        let like = |known: &&mut Finding| known.kind.is_like(&kind);
        let Some(known) = self.found.iter_mut().find(like) else {
            self.found.push(Finding { log: self.log.clone(), span, kind, more: 0 });
            return;
        };
        known.more += 1;
        if span < known.span {
            (known.span, known.kind) = (span, kind);
        }
    }

    /// Says which of row and leaf was changed, now that a signed head tells.
    pub(super) fn leaves_were(&mut self, told: Changed) {
        for finding in &mut self.found {
            if let Kind::Leaf { computed: _, stored: _, changed: changed @ Changed::Unknown } =
                &mut finding.kind
            {
                *changed = told;
            }
        }
    }

    /// What is named exactly first, then intervals, each in order of position; what stands at no position comes last.
    pub(super) fn sorted(mut self) -> Vec<Finding> {
        self.found
            .sort_by_key(|finding| (finding.span.is_none(), !finding.is_exact(), finding.span));
        self.found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_each_kind_the_first_place_is_kept_and_the_others_are_counted() {
        let mut findings = Findings::of("17/parcours");
        findings.add(None, Kind::Name(3));
        let missing = |command| Kind::Command { command, fault: CommandFault::Missing };
        let overlap = Kind::Command { command: Uuid::nil(), fault: CommandFault::Overlap };
        findings.at(9, missing(Uuid::nil()));
        findings.at(7, overlap);
        findings.at(4, missing(Uuid::max()));
        findings.at(8, missing(Uuid::nil()));
        let found = findings.sorted();
        let seen: Vec<_> = found.iter().map(|finding| (finding.span, finding.more)).collect();
        assert_eq!(seen, [(Some(Span::at(4)), 2), (Some(Span::at(7)), 0), (None, 0)]);
        assert_eq!(found[0].kind, missing(Uuid::max()));
    }
}
