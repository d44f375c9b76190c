//! A set of subject keys in memory: what a seal is closed and opened with.
//!
//! Invariants: `Debug` never shows a key; a subject has at most one current key.
//!
//! Deliberately not here: where keys come from ([`crate::keys`]).

use std::collections::HashMap;
use std::fmt;

use chrono::NaiveDate;
use uuid::Uuid;

/// The key of a subject: 32 secret bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct SubjectKey([u8; 32]);

impl SubjectKey {
    /// The key of those bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for SubjectKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("‹clé›")
    }
}

/// What is left of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyState {
    /// It opens what it closed.
    Live(SubjectKey),
    /// It was destroyed: what it closed cannot be read any more, by anyone.
    Destroyed {
        /// The day it was, in the legal time zone.
        le: NaiveDate,
    },
}

/// A key, live or destroyed, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyEntry {
    /// Its identifier, the one seals carry.
    pub key_id: Uuid,
    /// The subject.
    pub subject: Uuid,
    /// The key itself, or when it was destroyed.
    pub state: KeyState,
}

/// The keys at hand, by identifier and, for the live ones, by subject.
#[derive(Debug, Clone, Default)]
pub struct KeySet {
    entries: HashMap<Uuid, KeyEntry>,
    current: HashMap<Uuid, Uuid>,
}

impl KeySet {
    /// An empty set, which opens nothing and closes nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a key, or replaces what was known of it.
    pub fn insert(&mut self, entry: KeyEntry) {
        match entry.state {
            KeyState::Live(_) => {
                self.current.insert(entry.subject, entry.key_id);
            }
            KeyState::Destroyed { le: _ } => {
                if self.current.get(&entry.subject) == Some(&entry.key_id) {
                    self.current.remove(&entry.subject);
                }
            }
        }
        self.entries.insert(entry.key_id, entry);
    }

    /// What is known of a key.
    pub fn get(&self, key_id: Uuid) -> Option<&KeyEntry> {
        self.entries.get(&key_id)
    }

    /// The live key of a subject, and its identifier.
    pub fn current(&self, subject: Uuid) -> Option<(Uuid, &SubjectKey)> {
        let entry = self.entries.get(self.current.get(&subject)?)?;
        match &entry.state {
            KeyState::Live(key) => Some((entry.key_id, key)),
            KeyState::Destroyed { le: _ } => None,
        }
    }

    /// How many keys are known, destroyed ones included.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether no key is known.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(state: KeyState) -> KeyEntry {
        KeyEntry { key_id: Uuid::from_u128(1), subject: Uuid::from_u128(2), state }
    }

    #[test]
    fn debug_shows_no_byte_of_a_key() {
        let mut keys = KeySet::new();
        keys.insert(entry(KeyState::Live(SubjectKey::new([0xab; 32]))));
        let shown = format!("{keys:?}");
        assert!(
            shown.contains("‹clé›") && !shown.contains("171") && !shown.contains("ab,"),
            "{shown}"
        );
    }

    #[test]
    fn a_destroyed_key_is_known_but_is_nobody_s_current_key() {
        let mut keys = KeySet::new();
        keys.insert(entry(KeyState::Live(SubjectKey::new([1; 32]))));
        assert!(keys.current(Uuid::from_u128(2)).is_some());
        keys.insert(entry(KeyState::Destroyed { le: NaiveDate::MIN }));
        assert!(keys.current(Uuid::from_u128(2)).is_none());
        assert_eq!(keys.len(), 1);
    }
}
