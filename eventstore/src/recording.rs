//! What an accepted request becomes: its events, each with its whole envelope and its leaf.
//!
//! Invariant: pure, and the same wherever the log is kept: two logs of one name that accept the same requests at the
//! same instants hold the same events to the byte, leaves included.
//!
//! Deliberately not here: who decides that a request is accepted ([`crate::verdict`]), and where events are kept.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::envelope::{Position, RecordedEvent};
use crate::leaf;
use crate::request::AppendRequest;
use crate::verdict::instant_at;

/// The place a verdict gave to a request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// The position of its first event; just after `last` when it has none.
    pub(crate) first: Position,
    /// The position of its last event.
    pub(crate) last: Position,
    /// When its last event is recorded.
    pub(crate) recorded_at: DateTime<Utc>,
}

/// The events of a request accepted at that place of that log, in order.
pub(crate) fn recorded(
    log: &Arc<str>,
    request: &AppendRequest,
    place: Place,
) -> impl Iterator<Item = RecordedEvent> {
    let positions = (place.first.get()..).map(Position::new);
    request.events().zip(positions).map(move |((write, version, event), position)| {
        let mut recorded = RecordedEvent {
            log: log.clone(),
            position,
            stream: write.stream.clone(),
            version,
            event_type: event.event_type.clone(),
            schema_version: event.schema_version,
            event_id: event.event_id,
            command_id: request.command_id,
            recorded_at: instant_at(position, place.last, place.recorded_at),
            survenu: event.survenu,
            connu_le: event.connu_le,
            actor: request.actor.clone(),
            finalite: request.finalite.clone(),
            correlation_id: request.correlation_id,
            causation_id: event.causation_id,
            payload: event.payload.clone(),
            leaf: [0; 33],
        };
        recorded.leaf = leaf::v1(&recorded);
        recorded
    })
}
