//! Leaf v1: what the log's Merkle tree holds of an event. Frozen: `specimens/leaf_v1.json`.
//!
//! ```text
//! leaf = 0x01 ‖ SHA-256( 0x00 ‖ 0x01 ‖ fields )
//!        │               │      └ version, hashed too: no leaf of another version can be the same
//!        └ version       └ RFC 6962's prefix of a leaf (a node's is 0x01)
//! ```
//!
//! The fields, framed in this order (`0x01`, 32-bit big-endian length, bytes; an absent one is `0x00`): log name,
//! position (u64), stream kind, stream id (16 bytes), stream version (u32), event type, schema version (u16),
//! event id, command id, recorded_at (i64), survenu_le, survenu_a (i64, optional), precision, connu_le, actor,
//! finalite, correlation id (optional), causation id (optional), SHA-256 of the payload. Numbers are big-endian,
//! instants are microseconds since 1970-01-01T00:00:00Z, dates are `AAAA-MM-JJ`, texts are UTF-8.
//!
//! Names are hashed and never dictionary numbers, so a leaf is the same in every database. The payload enters by
//! its hash, so a payload can be withheld and its leaf still checked.
//!
//! Deliberately not here: the tree, its roots and its proofs.

use chrono::{DateTime, NaiveDate, Utc};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::envelope::{Position, RecordedEvent, StreamId, When};
use crate::frame::Frame;

/// The version byte of this leaf.
pub const VERSION: u8 = 1;

/// RFC 6962 §2.1: the hash of a leaf's data begins with this byte, that of a node with 0x01.
const LEAF_PREFIX: u8 = 0;

/// What a leaf is made of: an event as it is recorded, without its leaf.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields<'a> {
    pub(crate) log: &'a str,
    pub(crate) position: Position,
    pub(crate) stream: &'a StreamId,
    pub(crate) version: u32,
    pub(crate) event_type: &'a str,
    pub(crate) schema_version: u16,
    pub(crate) event_id: Uuid,
    pub(crate) command_id: Uuid,
    pub(crate) recorded_at: DateTime<Utc>,
    pub(crate) survenu: When,
    pub(crate) connu_le: NaiveDate,
    pub(crate) actor: &'a str,
    pub(crate) finalite: &'a str,
    pub(crate) correlation_id: Option<Uuid>,
    pub(crate) causation_id: Option<Uuid>,
    /// SHA-256 of the payload.
    pub(crate) payload: [u8; 32],
}

/// Computes the leaf of an event. Does not read `event.leaf`: comparing the two is how a leaf is checked.
pub fn v1(event: &RecordedEvent) -> [u8; 33] {
    v1_without_payload(event, digest_of(&event.payload))
}

/// Computes the leaf of an event whose payload is withheld, from the payload's SHA-256. Does not read
/// `event.payload`.
pub fn v1_without_payload(event: &RecordedEvent, payload: [u8; 32]) -> [u8; 33] {
    of(&Fields {
        log: &event.log,
        position: event.position,
        stream: &event.stream,
        version: event.version,
        event_type: &event.event_type,
        schema_version: event.schema_version,
        event_id: event.event_id,
        command_id: event.command_id,
        recorded_at: event.recorded_at,
        survenu: event.survenu,
        connu_le: event.connu_le,
        actor: &event.actor,
        finalite: &event.finalite,
        correlation_id: event.correlation_id,
        causation_id: event.causation_id,
        payload,
    })
}

/// What a leaf holds of a payload.
pub fn digest_of(payload: &[u8]) -> [u8; 32] {
    Sha256::digest(payload).into()
}

/// Computes the leaf of an event that is being recorded.
pub(crate) fn of(fields: &Fields<'_>) -> [u8; 33] {
    let framed = framed(fields);
    let hash =
        Sha256::new().chain_update([LEAF_PREFIX, VERSION]).chain_update(framed.bytes()).finalize();
    let mut leaf = [VERSION; 33];
    leaf[1..].copy_from_slice(&hash);
    leaf
}

fn framed(fields: &Fields<'_>) -> Frame {
    Frame::new()
        .field(fields.log.as_bytes())
        .field(fields.position.get().to_be_bytes())
        .field(&fields.stream.kind)
        .field(fields.stream.id)
        .field(fields.version.to_be_bytes())
        .field(fields.event_type)
        .field(fields.schema_version.to_be_bytes())
        .field(fields.event_id)
        .field(fields.command_id)
        .field(fields.recorded_at.timestamp_micros().to_be_bytes())
        .field(fields.survenu.le.to_string())
        .optional(fields.survenu.a.map(|a| a.timestamp_micros().to_be_bytes()))
        .field(fields.survenu.precision.name())
        .field(fields.connu_le.to_string())
        .field(fields.actor)
        .field(fields.finalite)
        .optional(fields.correlation_id)
        .optional(fields.causation_id)
        .field(fields.payload)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::Value;

    use super::*;
    use crate::envelope::Precision;

    fn specimens() -> Vec<Value> {
        serde_json::from_str(include_str!("../specimens/leaf_v1.json")).unwrap()
    }

    fn string(value: &Value) -> String {
        value.as_str().unwrap().to_owned()
    }

    fn uuid(value: &Value) -> Uuid {
        value.as_str().unwrap().parse().unwrap()
    }

    fn date(value: &Value) -> NaiveDate {
        value.as_str().unwrap().parse().unwrap()
    }

    fn instant(value: &Value) -> DateTime<Utc> {
        value.as_str().unwrap().parse().unwrap()
    }

    fn event(specimen: &Value) -> RecordedEvent {
        RecordedEvent {
            log: Arc::from(specimen["log"].as_str().unwrap()),
            position: Position::new(specimen["position"].as_u64().unwrap()),
            stream: StreamId::new(string(&specimen["stream_type"]), uuid(&specimen["stream_id"])),
            version: u32::try_from(specimen["stream_version"].as_u64().unwrap()).unwrap(),
            event_type: string(&specimen["event_type"]),
            schema_version: u16::try_from(specimen["schema_version"].as_u64().unwrap()).unwrap(),
            event_id: uuid(&specimen["event_id"]),
            command_id: uuid(&specimen["command_id"]),
            recorded_at: instant(&specimen["recorded_at"]),
            survenu: When {
                le: date(&specimen["survenu_le"]),
                a: specimen.get("survenu_a").map(instant),
                precision: Precision::from_name(&string(&specimen["survenu_precision"])).unwrap(),
            },
            connu_le: date(&specimen["connu_le"]),
            actor: string(&specimen["actor"]),
            finalite: string(&specimen["finalite"]),
            correlation_id: specimen.get("correlation_id").map(uuid),
            causation_id: specimen.get("causation_id").map(uuid),
            payload: string(&specimen["payload"]).into_bytes(),
            leaf: [0; 33],
        }
    }

    #[test]
    fn every_specimen_gives_its_frozen_leaf() {
        for specimen in &specimens() {
            let leaf = hex::encode(v1(&event(&specimen["event"])));
            assert_eq!(leaf, specimen["leaf_hex"].as_str().unwrap(), "{specimen}");
        }
        assert!(specimens().len() >= 3);
    }

    #[test]
    fn a_change_of_any_field_changes_the_leaf() {
        let whole = event(&specimens()[0]["event"]);
        let changes: [fn(&mut RecordedEvent); 20] = [
            |event| event.log = Arc::from("17/acces"),
            |event| event.position = event.position.next(),
            |event| event.stream.kind.push('s'),
            |event| event.stream.id = Uuid::nil(),
            |event| event.version += 1,
            |event| event.event_type.push('s'),
            |event| event.schema_version += 1,
            |event| event.event_id = Uuid::nil(),
            |event| event.command_id = Uuid::nil(),
            |event| event.recorded_at += chrono::TimeDelta::microseconds(1),
            |event| event.survenu.le = event.survenu.le.succ_opt().unwrap(),
            |event| event.survenu.a = None,
            |event| event.survenu.precision = Precision::Inconnue,
            |event| event.connu_le = event.connu_le.succ_opt().unwrap(),
            |event| event.actor.push('s'),
            |event| event.finalite.push('s'),
            |event| event.correlation_id = None,
            |event| event.causation_id = None,
            |event| std::mem::swap(&mut event.correlation_id, &mut event.causation_id),
            |event| event.payload.push(b' '),
        ];
        for (index, change) in changes.iter().enumerate() {
            let mut changed = whole.clone();
            change(&mut changed);
            assert_ne!(v1(&changed), v1(&whole), "change {index}");
        }
    }

    #[test]
    fn a_payload_can_be_withheld_and_its_leaf_still_checked() {
        let whole = event(&specimens()[0]["event"]);
        let digest = digest_of(&whole.payload);
        let withheld = RecordedEvent { payload: Vec::new(), ..whole.clone() };
        assert_eq!(v1_without_payload(&withheld, digest), v1(&whole));
    }

    #[test]
    fn the_stored_leaf_is_not_part_of_the_leaf() {
        let mut other = event(&specimens()[0]["event"]);
        let expected = v1(&other);
        other.leaf = expected;
        assert_eq!(v1(&other), expected);
    }
}
