//! What is said to a `journalier` and what it answers: one JSON object a line.
//!
//! Streams, commands and elements are numbers here: the test that chose them reads its own history more easily. The
//! worker makes identifiers and payloads of them, always the same.

use eventstore::{NewEvent, RecordedEvent, StreamId, When};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A demand, and the number its answer will bear.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Request {
    /// Chosen by whoever asks, once.
    pub number: u64,
    /// What is asked.
    pub task: Task,
}

/// What can be asked of a worker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Task {
    /// To append elements to lists, as one command.
    Append {
        /// The command: sent twice, appended once.
        command: u64,
        /// What goes where.
        writes: Vec<Portion>,
        /// On what condition.
        how: How,
    },
    /// To read whole lists in one statement.
    Read {
        /// Which.
        streams: Vec<u64>,
    },
    /// To tell every event after a position, for ever. Answered by as many [`Reply::Seen`] as it takes.
    Subscribe {
        /// The last position already seen.
        after: u64,
    },
    /// To tell how the writer is.
    Pulse,
    /// To let the writer go on: see [`crate::chaos::window`].
    Release,
}

/// The elements one command appends to one list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Portion {
    /// The list.
    pub stream: u64,
    /// Its new elements, in order.
    pub elements: Vec<u64>,
}

/// On what condition a command is appended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum How {
    /// Whatever the lists hold: sent again at each conflict, on the versions the conflict told.
    Stubbornly,
    /// If the lists written still have these lengths, in the order of the writes.
    Expecting(Vec<u32>),
    /// If neither the lists written nor these have changed since the worker read them all, in one statement: the
    /// reads and the appends are one transaction.
    Deciding(Vec<u64>),
}

/// A line of a worker.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Answer {
    /// The demand's; 0 for what nobody asked.
    pub number: u64,
    /// What is answered.
    pub reply: Reply,
}

/// A list and what was read of it.
pub type Reading = (u64, Vec<u64>);

/// What a worker can answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reply {
    /// Appended now, on what was read.
    Appended {
        /// The position of the first element.
        first: u64,
        /// The position of the last element.
        last: u64,
        /// What was read in the same transaction.
        read: Vec<Reading>,
    },
    /// The command had been appended before, there.
    Duplicate {
        /// The position of the first element.
        first: u64,
        /// The position of the last element.
        last: u64,
    },
    /// Not appended, and this attempt never will be: lists have changed.
    Conflict,
    /// Not appended, and this attempt never will be: the journal says that nothing was written.
    NothingWritten(String),
    /// Nobody knows.
    Unknown(String),
    /// What the lists held.
    Read(Vec<Reading>),
    /// Nothing was read.
    NotRead(String),
    /// Events of a subscription: positions and elements.
    Seen(Vec<(u64, u64)>),
    /// How the writer is.
    Pulse {
        /// Submissions that wait.
        waiting: u64,
        /// For how long the batch at hand has been at hand, in milliseconds.
        busy_ms: Option<u64>,
    },
    /// The writer has reached the step it was to stop at; what it does now is in the name of the variable.
    Reached {
        /// The step.
        step: String,
    },
    /// Done.
    Released,
}

/// The stream of that number.
pub fn stream(number: u64) -> StreamId {
    StreamId::new("liste", Uuid::from_u128(number.into()))
}

/// The command of that number.
pub fn command(number: u64) -> Uuid {
    Uuid::from_u128(number.into())
}

/// The number of an identifier made here.
pub fn number(id: Uuid) -> u64 {
    u64::try_from(id.as_u128()).expect("identifiers are made of numbers here")
}

/// The event that appends an element.
pub fn event(element: u64) -> NewEvent {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 1, 5).expect("a day of the calendar");
    NewEvent {
        event_id: Uuid::from_u128(element.into()),
        event_type: "element_ajoute".into(),
        schema_version: 1,
        survenu: When::day(day),
        connu_le: day,
        causation_id: None,
        payload: format!(r#"{{"element":{element}}}"#).into_bytes(),
    }
}

/// The element an event appended.
pub fn element(event: &RecordedEvent) -> u64 {
    let payload: serde_json::Value =
        serde_json::from_slice(&event.payload).expect("a payload is JSON");
    payload["element"].as_u64().expect("a payload holds its element")
}
