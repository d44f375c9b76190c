//! Verification of a whole journal: everything that can be computed again is, and compared with what is stored.
//!
//! In one read-only snapshot: every leaf from its row, positions, instants, versions, streams, commands, the tree leaf
//! by leaf, the stored roots of subtrees, the signed heads, and the heads kept outside. With the synchronous
//! `postgres` crate and statements of its own: nothing here asks the reader of the journal what it should see.
//!
//! ```text
//! hashes alone      the tables agree with one another: whoever rewrote them all goes unseen
//! signed heads      what is under the last head that holds is what was signed: rows and heads cut together go unseen
//! outside anchors   what is under a head kept elsewhere is what it was then, whatever was done to the database
//! ```
//!
//! # Invariants
//!
//! - Nothing is written, and memory is bounded whatever the length of the log and whatever was done to it.
//! - What is wrong is a [`Finding`]; a [`VerifyFailure`] means that the verification itself could not be done.
//!
//! # Not here
//!
//! What payloads mean and whether seals open. And what no leaf holds: the mark *simulated* of a log, the hash of a
//! request and the instants of commands are compared with their neighbours, and proved by nothing.

mod pages;

mod finding;

mod rows;

mod trees;

mod heads;

mod commands;

mod walk;

mod streams;

use chrono::{DateTime, Utc};
use postgres::{Client, IsolationLevel, Transaction};

pub use finding::{Changed, CommandFault, Finding, HeadFault, HeadName, Kind, Span, StreamRow};

use crate::envelope::Position;
use crate::note::VerifierKey;
use crate::tree::Hash;
use finding::Findings;
use walk::Walk;

/// How many events are read between two words of progress.
const EVENTS_A_STEP: u64 = 1_000;

/// What is believed without the database.
#[derive(Debug, Clone, Default)]
pub struct Trust {
    /// Keys whose signature counts; without any, no head proves anything.
    pub keys: Vec<VerifierKey>,
    /// Heads kept outside.
    pub heads: Vec<OutsideHead>,
}

/// A signed head kept out of the database's reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsideHead {
    /// Where it comes from: what a finding calls it.
    pub source: String,
    /// The whole note.
    pub note: String,
}

/// What was checked, and what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The log.
    pub log: String,
    /// Its mark.
    pub simulated: bool,
    /// The last position.
    pub size: Position,
    /// The root of the rows; none when positions are missing.
    pub root: Option<Hash>,
    /// Events read.
    pub events: u64,
    /// Streams they make.
    pub streams: u64,
    /// Commands read.
    pub commands: u64,
    /// Stored roots of subtrees compared.
    pub subtrees: u64,
    /// Signed heads of the database read.
    pub heads: u64,
    /// Heads brought from outside that were opened.
    pub outside: u64,
    /// Heads that could not be compared, since positions are missing before their end.
    pub unchecked: u64,
    /// The size of the largest signed head that holds.
    pub signed_up_to: Option<Position>,
    /// The size of the largest head brought from outside that holds.
    pub anchored_up_to: Option<Position>,
    /// What does not hold, by position.
    pub findings: Vec<Finding>,
}

/// What was verified, at best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The tables agree with one another.
    Hashes,
    /// A head signed by a trusted key holds.
    SignedHeads,
    /// A signed head kept outside holds.
    OutsideAnchors,
}

impl Report {
    /// Whether nothing was found.
    pub fn holds(&self) -> bool {
        self.findings.is_empty()
    }

    /// The level that was reached.
    pub fn level(&self) -> Level {
        match (self.signed_up_to, self.anchored_up_to) {
            (_, Some(_)) => Level::OutsideAnchors,
            (Some(_), None) => Level::SignedHeads,
            (None, None) => Level::Hashes,
        }
    }

    /// The first position something is wrong at; an interval, where nothing named in it says more.
    pub fn first_bad(&self) -> Option<Span> {
        let spans = |exact| {
            let findings = self.findings.iter().filter(move |found| found.is_exact() == exact);
            findings.filter_map(|found| found.span)
        };
        let said = |interval: &Span| spans(true).any(|exact| interval.holds(exact.first));
        spans(true).chain(spans(false).filter(|interval| !said(interval))).min()
    }
}

/// Why a verification could not be done.
#[derive(Debug, thiserror::Error)]
pub enum VerifyFailure {
    /// There is no such log.
    #[error("there is no log {0}")]
    UnknownLog(String),
    /// The database did not answer as it should.
    #[error("the database: {0}")]
    Database(#[from] postgres::Error),
}

/// How far a verification is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Which of the two readings.
    pub reading: Reading,
    /// Events read.
    pub done: u64,
    /// Events there are.
    pub total: u64,
}

/// The two readings of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// By position.
    Positions,
    /// Stream after stream.
    Streams,
}

/// A log as its row says it.
struct Log {
    id: i16,
    name: String,
    simulated: bool,
    now: DateTime<Utc>,
}

/// The names of the logs of a database, in the order they were created.
pub fn logs(client: &mut Client) -> Result<Vec<String>, VerifyFailure> {
    let rows = client.query("select log.name from journal.log as log order by log.log_id", &[])?;
    Ok(rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?)
}

/// Verifies a log whole, as it is now.
///
/// The client needs what `journal_reader` may read, and nothing more.
pub fn verify(
    client: &mut Client,
    log: &str,
    trust: &Trust,
    mut progress: impl FnMut(Progress),
) -> Result<Report, VerifyFailure> {
    let transaction = client.build_transaction().read_only(true);
    let mut transaction = transaction.isolation_level(IsolationLevel::RepeatableRead).start()?;
    let log = find(&mut transaction, log)?;
    let total = head(&mut transaction, &log)?;
    let mut step = |reading, done: u64| {
        if done.is_multiple_of(EVENTS_A_STEP) {
            progress(Progress { reading, done, total });
        }
    };
    let mut findings = Findings::of(&log.name);
    let walk = Walk::through(&mut transaction, &log, trust, &mut findings, |done| {
        step(Reading::Positions, done);
    })?;
    let streams = streams::check(&mut transaction, log.id, &mut findings, |done| {
        step(Reading::Streams, done);
    })?;
    anchors(&mut transaction, &log, &mut findings)?;
    logs_without_a_row(&mut transaction, &mut findings)?;
    Ok(report(&log, &walk, streams, findings))
}

fn report(log: &Log, walk: &Walk<'_>, streams: u64, findings: Findings) -> Report {
    let seen = walk.heads.seen;
    Report {
        log: log.name.clone(),
        simulated: log.simulated,
        size: Position::new(walk.size),
        root: walk.trees.root().map(|roots| roots.rows),
        events: walk.events,
        streams,
        commands: walk.commands.count,
        subtrees: walk.subtrees.count,
        heads: seen.stored,
        outside: seen.outside,
        unchecked: seen.unchecked,
        signed_up_to: seen.signed_up_to.map(Position::new),
        anchored_up_to: seen.anchored_up_to.map(Position::new),
        findings: findings.sorted(),
    }
}

fn find(transaction: &mut Transaction<'_>, name: &str) -> Result<Log, VerifyFailure> {
    let row = transaction.query_opt(
        "select log.log_id, log.simulated, transaction_timestamp()
           from journal.log as log
          where log.name = $1",
        &[&name],
    )?;
    let row = row.ok_or_else(|| VerifyFailure::UnknownLog(name.to_owned()))?;
    let name = name.to_owned();
    Ok(Log { id: row.try_get(0)?, name, simulated: row.try_get(1)?, now: row.try_get(2)? })
}

/// The last position, to say how far one is.
fn head(transaction: &mut Transaction<'_>, log: &Log) -> Result<u64, postgres::Error> {
    let row = transaction.query_one(
        "select coalesce(max(event.position), 0)
           from journal.event as event
          where event.log_id = $1",
        &[&log.id],
    )?;
    Ok(row.try_get::<_, i64>(0)?.cast_unsigned())
}

/// A head that is said to be out of reach was signed and kept here: should it be gone, somebody took it.
fn anchors(
    transaction: &mut Transaction<'_>,
    log: &Log,
    findings: &mut Findings,
) -> Result<(), postgres::Error> {
    let rows = transaction.query(
        "select distinct anchor.size
           from journal.anchor as anchor
          where anchor.log_id = $1
            and not exists (
                    select
                      from journal.tree_head as tree_head
                     where tree_head.log_id = anchor.log_id and tree_head.size = anchor.size)
          order by anchor.size",
        &[&log.id],
    )?;
    for row in rows {
        let size = Position::new(row.try_get::<_, i64>(0)?.cast_unsigned());
        let head = HeadName { size, outside: None };
        findings.add(None, Kind::Head { head, fault: HeadFault::Gone });
    }
    Ok(())
}

/// Events of a log that has no row would be verified by nobody. Steps from one log to the next on the primary key.
fn logs_without_a_row(
    transaction: &mut Transaction<'_>,
    findings: &mut Findings,
) -> Result<(), postgres::Error> {
    let rows = transaction.query(
        "with recursive present (log_id) as (
             select min(event.log_id) from journal.event as event
              union all
             select (select min(event.log_id)
                       from journal.event as event
                      where event.log_id > present.log_id)
               from present
              where present.log_id is not null)
         select present.log_id
           from present
          where present.log_id is not null
            and not exists (select from journal.log as log where log.log_id = present.log_id)",
        &[],
    )?;
    for row in rows {
        findings.add(None, Kind::NoSuchLog(row.try_get(0)?));
    }
    Ok(())
}
