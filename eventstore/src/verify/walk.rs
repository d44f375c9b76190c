//! The first reading: every event in order of position, and beside it the commands, the subtrees and the signed heads.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use postgres::{Row, Transaction};
use serde_json::Value;

use super::commands::Commands;
use super::finding::{Changed, Findings, Kind, Span};
use super::heads::Heads;
use super::rows::{self, Dictionary};
use super::trees::{Roots, Subtrees, Trees};
use super::{Log, Trust};
use crate::envelope::RecordedEvent;
use crate::tree::Hash;
use crate::{canonical, leaf};

/// How far a log that keeps real time may be ahead of the database's clock, should that clock have been set back.
const AHEAD_MAX: TimeDelta = TimeDelta::days(1);

/// A log being read.
pub(super) struct Walk<'a> {
    name: Arc<str>,
    /// The last instant an event may have; none in a simulated log.
    horizon: Option<DateTime<Utc>>,
    dictionary: Dictionary,
    /// The last position read.
    pub(super) size: u64,
    /// How many rows were read.
    pub(super) events: u64,
    /// The instant of the event before.
    before: Option<DateTime<Utc>>,
    pub(super) commands: Commands,
    pub(super) trees: Trees,
    pub(super) subtrees: Subtrees,
    pub(super) heads: Heads<'a>,
}

impl<'a> Walk<'a> {
    /// Reads the log whole; `advance` is told of each event.
    pub(super) fn through(
        transaction: &mut Transaction<'_>,
        log: &'a Log,
        trust: &'a Trust,
        findings: &mut Findings,
        mut advance: impl FnMut(u64),
    ) -> Result<Self, postgres::Error> {
        let mut walk = Self::begin(transaction, log, trust, findings)?;
        let mut events = rows::open(transaction, log.id)?;
        walk.heads.compare(transaction, 0, &walk.trees, findings)?;
        while let Some(row) = events.next(transaction)? {
            walk.event(transaction, &row, findings)?;
            advance(walk.events);
        }
        walk.commands.finish(transaction, walk.size, findings)?;
        walk.subtrees.finish(transaction, walk.size, findings)?;
        walk.heads.finish(transaction, walk.size, findings)?;
        Ok(walk)
    }

    fn begin(
        transaction: &mut Transaction<'_>,
        log: &'a Log,
        trust: &'a Trust,
        findings: &mut Findings,
    ) -> Result<Self, postgres::Error> {
        Ok(Self {
            name: Arc::from(log.name.as_str()),
            horizon: (!log.simulated).then(|| log.now + AHEAD_MAX),
            dictionary: Dictionary::read(transaction, findings)?,
            size: 0,
            events: 0,
            before: None,
            commands: Commands::open(transaction, log.id)?,
            trees: Trees::new(),
            subtrees: Subtrees::open(transaction, log.id)?,
            heads: Heads::open(transaction, (log.id, &log.name), trust, findings)?,
        })
    }

    fn event(
        &mut self,
        transaction: &mut Transaction<'_>,
        row: &Row,
        findings: &mut Findings,
    ) -> Result<(), postgres::Error> {
        self.events += 1;
        let position = rows::position(row)?;
        if position <= self.size {
            findings.at(position, Kind::Repeated);
            return Ok(());
        }
        if position > self.size + 1 {
            findings.add(Some(Span::between(self.size + 1, position - 1)), Kind::Missing);
            self.trees.interrupt();
        }
        self.size = position;
        let hashes = self.content(transaction, position, row, findings)?;
        self.trees.push(position, hashes);
        self.subtrees.compare(transaction, position, &self.trees, findings)?;
        self.heads.compare(transaction, position, &self.trees, findings)
    }

    /// Checks an event by itself and beside the one before it, and gives its two leaves.
    fn content(
        &mut self,
        transaction: &mut Transaction<'_>,
        position: u64,
        row: &Row,
        findings: &mut Findings,
    ) -> Result<Roots, postgres::Error> {
        match self.dictionary.event(&self.name, row) {
            Ok(event) => {
                payload(&event, findings);
                self.instant(&event, findings);
                self.commands.cover(transaction, &event, self.before, findings)?;
                self.before = Some(event.recorded_at);
                Ok(leaves(&event, findings))
            }
            Err(column) => {
                findings.at(position, Kind::Unreadable(column));
                let stored = rows::leaf(row).map_or([0; 32], hash_of);
                // No leaf follows from such a row; none can be equal to this one.
                Ok(Roots { rows: [0; 32], leaves: stored })
            }
        }
    }

    fn instant(&self, event: &RecordedEvent, findings: &mut Findings) {
        let (position, found) = (event.position.get(), event.recorded_at);
        if let Some(previous) = self.before.filter(|previous| found <= *previous) {
            findings.at(position, Kind::Instant { previous, found });
        }
        if self.horizon.is_some_and(|horizon| found > horizon) {
            findings.at(position, Kind::InTheFuture { found });
        }
    }
}

fn leaves(event: &RecordedEvent, findings: &mut Findings) -> Roots {
    let position = event.position.get();
    let (computed, stored) = (hash_of(leaf::v1(event)), hash_of(event.leaf));
    if event.leaf[0] != leaf::VERSION {
        findings.at(position, Kind::LeafVersion(event.leaf[0]));
    }
    if computed != stored {
        findings.at(position, Kind::Leaf { computed, stored, changed: Changed::Unknown });
    }
    Roots { rows: computed, leaves: stored }
}

/// What the tree holds of a leaf: its hash, without its version byte.
fn hash_of(leaf: [u8; 33]) -> Hash {
    let [_, hash @ ..] = leaf;
    hash
}

fn payload(event: &RecordedEvent, findings: &mut Findings) {
    let position = event.position.get();
    match canonical::parse(&event.payload) {
        Ok(Value::Object(_)) => {}
        Ok(
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_),
        ) => {
            findings.at(position, Kind::PayloadNotAnObject);
        }
        Err(reason) => findings.at(position, Kind::Payload(reason)),
    }
}
