//! What clients did and what they were told, in one order: the real one.
//!
//! An entry is written before the demand leaves and after its answer is there, so if one operation ended before
//! another began, its end stands before the other's beginning.
//!
//! Invariants: a process (in the sense of the checkers: one thread of operations) does one thing at a time, and none
//! after an operation whose end it does not know; whoever carries on then does so under another number.

use std::sync::{Mutex, PoisonError};

/// A part of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// An element was to be appended to a list.
    Append {
        /// The list.
        stream: u64,
        /// The element: no other operation appends it.
        element: u64,
    },
    /// A list was to be read; what was read, when that is known.
    Read {
        /// The list.
        stream: u64,
        /// Its elements.
        elements: Option<Vec<u64>>,
    },
}

/// What is known of an operation at a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// It begins.
    Invoked,
    /// It happened; what it appended is from the first position to the last, if it appended.
    Done(Option<(u64, u64)>),
    /// It did not happen and never will.
    Failed,
    /// It may have happened, or may yet.
    Unknown,
}

/// A line of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Who.
    pub process: u64,
    /// The command, when it appends.
    pub command: Option<u64>,
    /// What is known of it now.
    pub known: Known,
    /// What it is made of.
    pub parts: Vec<Part>,
}

/// A history being written.
#[derive(Debug, Default)]
pub struct History(Mutex<Vec<Entry>>);

impl History {
    /// Adds a line.
    pub fn add(&self, entry: Entry) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(entry);
    }

    /// The lines so far.
    pub fn entries(&self) -> Vec<Entry> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
