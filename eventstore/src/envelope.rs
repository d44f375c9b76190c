//! The envelope: what the journal knows of an event without reading its payload.
//!
//! Invariants: positions and versions are contiguous from 1; `recorded_at` grows strictly with positions; the
//! payload is canonical JSON bytes and data only (its name and schema version are here).
//!
//! Deliberately not here: numbers of the dictionary, which belong to one database, and what any name means.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

/// A place in a log: 1 for the first event, 0 before it. Stored in a `bigint`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Position(u64);

impl Position {
    /// Before the first event of any log.
    pub const ORIGIN: Self = Self(0);

    /// The place of that number.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The number of the place.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The place just after.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// The place just before; before the first event there is only the origin.
    #[must_use]
    pub const fn previous(self) -> Self {
        Self(self.0.saturating_sub(1))
    }

    /// As a `bigint`. A number no log can reach means "everything", as its own would.
    pub(crate) fn as_i64(self) -> i64 {
        i64::try_from(self.0).unwrap_or(i64::MAX)
    }
}

impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// Names a stream within its log. Printed `enfant-<uuid>`; the identifier alone is unique in the log.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StreamId {
    /// The kind of stream, an ASCII word without a dash.
    pub kind: String,
    /// Its identifier, chosen by whoever creates it.
    pub id: Uuid,
}

impl StreamId {
    /// The stream of that kind and identifier.
    pub fn new(kind: impl Into<String>, id: Uuid) -> Self {
        Self { kind: kind.into(), id }
    }
}

impl fmt::Display for StreamId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{}", self.kind, self.id)
    }
}

/// A text that does not name a stream.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a stream: a kind, a dash and a UUID are expected")]
pub struct NotAStream;

impl FromStr for StreamId {
    type Err = NotAStream;

    fn from_str(text: &str) -> Result<Self, NotAStream> {
        let (kind, id) = text.split_once('-').ok_or(NotAStream)?;
        let stream = Self::new(kind, Uuid::try_parse(id).map_err(|_| NotAStream)?);
        // One stream has one name: the other ways of writing a UUID are refused.
        if is_name(kind) && stream.to_string() == text { Ok(stream) } else { Err(NotAStream) }
    }
}

/// The longest name of a kind of stream or of a type of event, in bytes.
pub const NAME_BYTES_MAX: usize = 100;

/// Whether a text can name a kind of stream or a type of event: an ASCII letter, then letters, digits, `_`, `.`.
pub fn is_name(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'.';
    text.len() <= NAME_BYTES_MAX
        && text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(allowed)
}

/// How much of `survenu_le` is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Precision {
    /// To the instant: the law counts hours.
    Instant,
    /// To the day.
    Jour,
    /// To the month; the day written is conventional.
    Mois,
    /// To the year; the month and the day written are conventional.
    Annee,
    /// Not known; the date written is the latest possible.
    Inconnue,
}

impl Precision {
    /// Every precision, from the finest.
    pub const ALL: [Self; 5] = [Self::Instant, Self::Jour, Self::Mois, Self::Annee, Self::Inconnue];

    /// Its stored name, which leaves hash.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Instant => "instant",
            Self::Jour => "jour",
            Self::Mois => "mois",
            Self::Annee => "annee",
            Self::Inconnue => "inconnue",
        }
    }

    /// The precision of that stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|precision| precision.name() == name)
    }
}

/// When something was true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct When {
    /// The day, in the legal time zone of whoever writes.
    pub le: NaiveDate,
    /// The instant, present if and only if the precision is `Instant`, in whole microseconds.
    pub a: Option<DateTime<Utc>>,
    /// How much of it is known.
    pub precision: Precision,
}

impl When {
    /// A day that is known.
    pub const fn day(le: NaiveDate) -> Self {
        Self { le, a: None, precision: Precision::Jour }
    }

    /// An instant that is known, and the day it falls on in the legal time zone.
    pub const fn instant(le: NaiveDate, a: DateTime<Utc>) -> Self {
        Self { le, a: Some(a), precision: Precision::Instant }
    }
}

/// An event to append. The rest of its envelope comes from its request and from the lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// Chosen by the caller (version 7): seals are bound to it.
    pub event_id: Uuid,
    /// Its stored name.
    pub event_type: String,
    /// The version of the payload's shape, from 1.
    pub schema_version: u16,
    /// When it was true.
    pub survenu: When,
    /// When it became known: declared.
    pub connu_le: NaiveDate,
    /// The event that caused it, if one did.
    pub causation_id: Option<Uuid>,
    /// A canonical JSON object, sealed where it must be.
    pub payload: Vec<u8>,
}

/// An event of the journal, with its whole envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedEvent {
    /// The name of its log.
    pub log: Arc<str>,
    /// Its place in the log.
    pub position: Position,
    /// Its stream.
    pub stream: StreamId,
    /// Its place in its stream, from 1.
    pub version: u32,
    /// Its stored name.
    pub event_type: String,
    /// The version of its payload's shape.
    pub schema_version: u16,
    /// Its identifier.
    pub event_id: Uuid,
    /// The command it came from.
    pub command_id: Uuid,
    /// When it was recorded, to the microsecond: the only instant that is proved.
    pub recorded_at: DateTime<Utc>,
    /// When it was true.
    pub survenu: When,
    /// When it became known: declared.
    pub connu_le: NaiveDate,
    /// Who typed.
    pub actor: String,
    /// What for.
    pub finalite: String,
    /// The exchange it belongs to, if one was given.
    pub correlation_id: Option<Uuid>,
    /// The event that caused it, if one did.
    pub causation_id: Option<Uuid>,
    /// Canonical JSON bytes, seals closed.
    pub payload: Vec<u8>,
    /// Its leaf in the log's tree: see [`crate::leaf`].
    pub leaf: [u8; 33],
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_prints_as_it_is_read() {
        let stream = StreamId::new("enfant", Uuid::from_u128(7));
        assert_eq!(stream.to_string(), "enfant-00000000-0000-0000-0000-000000000007");
        assert_eq!(stream.to_string().parse::<StreamId>(), Ok(stream));
    }

    #[test]
    fn what_is_not_a_stream_is_refused() {
        for text in [
            "",
            "enfant",
            "enfant-7",
            "enfant-00000000000000000000000000000007",
            "-00000000-0000-0000-0000-000000000007",
            "né-7",
        ] {
            assert_eq!(text.parse::<StreamId>(), Err(NotAStream), "{text}");
        }
    }

    #[test]
    fn a_name_is_ascii_and_starts_with_a_letter() {
        assert!(is_name("mesure_ordonnee.v2") && is_name("InformationRecue"));
        for text in ["", "2a", "mesure ordonnée", "mesure-ordonnee", "_a"] {
            assert!(!is_name(text), "{text}");
        }
        assert!(is_name(&"a".repeat(NAME_BYTES_MAX)) && !is_name(&"a".repeat(NAME_BYTES_MAX + 1)));
    }

    #[test]
    fn a_precision_is_found_by_its_stored_name() {
        for precision in Precision::ALL {
            assert_eq!(Precision::from_name(precision.name()), Some(precision));
        }
        assert_eq!(Precision::from_name("heure"), None);
    }
}
