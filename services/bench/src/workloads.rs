//! What clients do: the workloads W1 to W4, on any store. W5, W10 and W11 are W1 in other conditions.
//!
//! ```text
//! W1   a new stream and its first event
//! W2   one event more on one of many streams, the first ones more often: read, append, and again when it lost a race
//! W3   five events at once on a new stream; one event on each of two new streams
//! W4   W1, with one command in twenty on a version that is past
//! ```

use std::sync::Arc;

use async_trait::async_trait;
use uuid::Uuid;

use crate::Failure;
use crate::draw::{Draw, Hand, Zipf};
use crate::drive::{Client, Tally};
use crate::store::{Command, Outcome, Store, Write};

/// How often a client of W2 asks again before it gives the run up.
const RACES_MAX: usize = 1_000;

/// One in how many thousands is stale in W4.
const STALE_PER_MILLE: u32 = 50;

/// A client of one of the workloads.
pub struct Typist {
    store: Arc<dyn Store>,
    hand: Hand,
    work: Work,
    /// The last stream it made.
    last: Option<Uuid>,
}

/// What it does.
#[derive(Clone, Debug)]
pub enum Work {
    /// W1 and W3: so many new streams a command, so many events on each.
    New {
        /// Streams a command.
        streams: usize,
        /// Events a stream.
        events: usize,
    },
    /// W2: one event more on one of these.
    More {
        /// Which streams.
        streams: Arc<[Uuid]>,
        /// How often each.
        zipf: Zipf,
    },
    /// W4.
    Stale,
}

impl Work {
    /// W1.
    pub const ONE: Self = Self::New { streams: 1, events: 1 };
    /// W3, five events.
    pub const FIVE: Self = Self::New { streams: 1, events: 5 };
    /// W3, two streams.
    pub const SIBLINGS: Self = Self::New { streams: 2, events: 1 };
}

/// So many clients at the same work.
pub fn typists(store: &Arc<dyn Store>, draw: &Draw, work: &Work, clients: usize) -> Vec<Typist> {
    let typist =
        |_| Typist { store: store.clone(), hand: draw.hand(), work: work.clone(), last: None };
    (0..clients).map(typist).collect()
}

/// A command of new streams, each with its first events.
pub fn new_streams(hand: &mut Hand, streams: usize, events: usize) -> Command {
    let mut writes = Vec::with_capacity(streams);
    for _ in 0..streams {
        let stream = hand.id();
        writes.push(Write { stream, expected: 0, events: drawn(hand, events) });
    }
    Command { id: hand.id(), writes }
}

fn drawn(hand: &mut Hand, events: usize) -> Vec<(Uuid, Vec<u8>)> {
    (0..events).map(|_| (hand.id(), hand.payload())).collect()
}

#[async_trait]
impl Client for Typist {
    async fn once(&mut self, tally: &mut Tally) -> Result<(), Failure> {
        match self.work.clone() {
            Work::New { streams, events } => self.create(streams, events, tally).await,
            Work::More { streams, zipf } => {
                let stream = streams[self.hand.rank(&zipf)];
                self.add(stream, tally).await
            }
            Work::Stale => match self.last.filter(|_| self.hand.per_mille(STALE_PER_MILLE)) {
                Some(stream) => self.too_late(stream, tally).await,
                None => self.create(1, 1, tally).await,
            },
        }
    }
}

impl Typist {
    async fn create(
        &mut self,
        streams: usize,
        events: usize,
        tally: &mut Tally,
    ) -> Result<(), Failure> {
        let command = new_streams(&mut self.hand, streams, events);
        let id = command.id;
        let versions: Vec<(Uuid, u32)> =
            command.writes.iter().map(|write| (write.stream, after(write))).collect();
        match self.store.append(command).await? {
            Outcome::Accepted => {
                self.last = versions.first().map(|(stream, _)| *stream);
                tally.accept(id, &versions, (streams * events) as u64);
            }
            Outcome::Conflict => tally.wrongly_refused += 1,
        }
        Ok(())
    }

    async fn add(&mut self, stream: Uuid, tally: &mut Tally) -> Result<(), Failure> {
        for _ in 0..RACES_MAX {
            let expected = self.store.read_stream(stream).await?;
            let write = Write { stream, expected, events: drawn(&mut self.hand, 1) };
            let (id, version) = (self.hand.id(), after(&write));
            match self.store.append(Command { id, writes: vec![write] }).await? {
                Outcome::Accepted => {
                    tally.accept(id, &[(stream, version)], 1);
                    return Ok(());
                }
                Outcome::Conflict => tally.conflicts += 1,
            }
        }
        Err(Failure::Other(format!("une course perdue {RACES_MAX} fois de suite")))
    }

    async fn too_late(&mut self, stream: Uuid, tally: &mut Tally) -> Result<(), Failure> {
        let write = Write { stream, expected: 0, events: drawn(&mut self.hand, 1) };
        match self.store.append(Command { id: self.hand.id(), writes: vec![write] }).await? {
            Outcome::Accepted => tally.wrongly_accepted += 1,
            Outcome::Conflict => tally.conflicts += 1,
        }
        Ok(())
    }
}

/// The version a write leads to.
fn after(write: &Write) -> u32 {
    let events = u32::try_from(write.events.len()).unwrap_or(u32::MAX);
    write.expected.saturating_add(events)
}
