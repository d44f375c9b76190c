//! What a store of events is to a client of these measures: it appends commands, and it is checked.
//!
//! One trait for ours and for every other, so that what is compared differs by the store alone.
//!
//! Deliberately not here: what a store does not promise. It says so ([`Promises`]), and is neither asked nor judged.

use async_trait::async_trait;
use uuid::Uuid;

use crate::Failure;

/// What a client asks to append: all or nothing.
#[derive(Clone, Debug)]
pub struct Command {
    /// Its identifier, for stores that know a command sent twice.
    pub id: Uuid,
    /// The streams it writes.
    pub writes: Vec<Write>,
}

/// Events for one stream.
#[derive(Clone, Debug)]
pub struct Write {
    /// The stream.
    pub stream: Uuid,
    /// Its version when the command was decided; 0 when it did not exist.
    pub expected: u32,
    /// Their identifiers and payloads, in order.
    pub events: Vec<(Uuid, Vec<u8>)>,
}

/// What became of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is there, durably.
    Accepted,
    /// A stream is not at its version; nothing was written.
    Conflict,
}

/// What a design gives besides durability.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promises {
    /// One order of all events, which a reader can follow without missing any.
    pub order: bool,
    /// Positions without a hole.
    pub contiguous: bool,
    /// A command sent twice is done once, and answered as the first time.
    pub idempotent: bool,
    /// Each event carries a hash that proves it.
    pub hash: bool,
    /// A command may write several streams.
    pub many_streams: bool,
}

impl Promises {
    /// What is not given, in French, after a comma.
    pub fn missing(self) -> String {
        let Self { order, contiguous, idempotent, hash, many_streams } = self;
        let all = [
            (order, "ordre global lisible"),
            (contiguous, "positions sans trou"),
            (idempotent, "commande rejouable"),
            (hash, "empreintes"),
            (many_streams, "plusieurs flux"),
        ];
        let missing: Vec<_> =
            all.iter().filter(|(given, _)| !given).map(|(_, what)| *what).collect();
        missing.join(", ")
    }
}

/// How a reader follows a log while it grows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Watch {
    /// `$1` is the last position seen, `$2` how many at most; gives positions, which must be 1, 2, 3…
    Contiguous(String),
    /// Marks and positions, as texts.
    Horizon {
        /// `$1` is the last mark seen, `$2` the last position, `$3` how many at most; gives those that follow, in
        /// their order, and never one twice.
        page: String,
        /// Gives the greatest there is, while nobody writes.
        last: String,
    },
}

/// A store of events.
#[async_trait]
pub trait Store: Send + Sync + 'static {
    /// Its name in tables.
    fn name(&self) -> &'static str;

    /// What it gives.
    fn promises(&self) -> Promises;

    /// A select of every event, as `position` (`bigint`, null where there is none), `stream` (`uuid`) and `version`
    /// (`bigint`).
    fn log(&self) -> String;

    /// How to follow it; none when it promises no order.
    fn watch(&self) -> Option<Watch>;

    /// How many transactions wrote the events after a position, if that can be told.
    fn commits_after(&self) -> Option<String> {
        None
    }

    /// Appends a command.
    async fn append(&self, command: Command) -> Result<Outcome, Failure>;

    /// Reads a stream whole, and gives its version.
    async fn read_stream(&self, stream: Uuid) -> Result<u32, Failure>;

    /// Checks by its own means that each of these commands was answered and kept; says what is missing.
    async fn commands_kept(&self, commands: &[Uuid]) -> Result<Option<String>, Failure>;
}
