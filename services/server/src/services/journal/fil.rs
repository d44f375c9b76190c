//! A recorded event as the contract tells it: its envelope, and its payload with its seals closed.

use std::collections::BTreeSet;

use domain::doublon;
use domain::temps::Survenu;
use eventstore::{RecordedEvent, StreamId};
use projections::codec;
use proto::journal::v1 as contrat;
use proto::wire::Wire as _;
use uuid::Uuid;

use crate::echec::Panne;
use crate::porte::attestation;

/// The event, told.
pub(super) fn evenement(event: &RecordedEvent) -> contrat::Evenement {
    let RecordedEvent {
        log,
        position,
        stream: StreamId { kind, id },
        version,
        event_type,
        schema_version,
        event_id,
        command_id,
        recorded_at,
        survenu,
        connu_le,
        actor,
        finalite,
        correlation_id,
        causation_id,
        payload,
        leaf,
    } = event;
    let survenu: Survenu = codec::from_when(*survenu);
    contrat::Evenement {
        journal: log.to_string(),
        position: position.get(),
        genre_de_flux: kind.clone(),
        flux: id.to_string(),
        version: *version,
        r#type: event_type.clone(),
        version_de_forme: u32::from(*schema_version),
        evenement_id: event_id.to_string(),
        commande_id: command_id.to_string(),
        enregistre_a: Some(recorded_at.to_wire()),
        survenu: Some(survenu.to_wire()),
        connu_le: connu_le.to_string(),
        acteur: actor.clone(),
        finalite: finalite.clone(),
        correlation: correlation_id.map(|id| id.to_string()).unwrap_or_default(),
        cause: causation_id.map(|id| id.to_string()).unwrap_or_default(),
        contenu: payload.clone(),
        feuille: leaf.to_vec(),
    }
}

/// The children an event speaks of: the one whose stream it is in, those whose identity or likeness it records,
/// or those a receipt names.
///
/// # Errors
///
/// When its own kind of stream cannot read it: who is on it could not be said, so it is not shown.
pub(super) fn enfants(event: &RecordedEvent) -> Result<BTreeSet<Uuid>, Panne> {
    if event.stream.kind == codec::FLUX_ENFANT {
        return Ok(BTreeSet::from([event.stream.id]));
    }
    if event.stream.kind == codec::FLUX_IDENTITE {
        let recorded = codec::decode_de::<doublon::Event>(event)?;
        let named = recorded.acte.evenement.enfants();
        return Ok(named.into_iter().map(|enfant| enfant.0).collect());
    }
    Ok(attestation(event).map(|recu| recu.enfants.into_iter().collect()).unwrap_or_default())
}
