//! The one gate: whoever is shown a child's data leaves a receipt before the first byte leaves.
//!
//! # Invariants
//!
//! - An answer that holds personal data comes out of [`Porte::lire`] (or, page by page, of
//!   [`Porte::montrer`]) and nowhere else; its receipt is committed by then. If the receipt cannot be
//!   written, the read fails.
//! - A refused read leaves a receipt too, naming the children that were asked for.
//! - A receipt says who, why, which RPC, which point of the journal, and each child shown. It holds
//!   identifiers only.
//!
//! Receipts are in the log `<département>/acces`, one stream a receipt: nothing is decided on them, so
//! no version is ever contended and a busy file slows nobody. That log is never simulated, even in a
//! demonstration: what is read there is read now, by somebody.
//!
//! Deliberately absent: reading in an emergency when receipts cannot be written.

use std::future::Future;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::codes::{Code as _, Finalite};
use domain::ids::EnfantId;
use domain::temps::jour_legal;
use eventstore::{
    AppendRequest, Journal, Lane, NewEvent, Position, RecordedEvent, StreamId, Terms, Verdict,
    When, Write, canonical, request_hash,
};
use prometheus_client::metrics::counter::Counter;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::appel::echeance;
use crate::droits;
use crate::echec::{Echec, Panne};
use crate::horloge::{Horloge, ZONE, identifiant};
use crate::jetons::Porteur;
use crate::mesures::{Mesures, PourJournal};

/// The kind of a receipt's stream.
const FLUX: &str = "acces";

/// The stored name of a receipt.
const ATTESTATION: &str = "lecture_attestee";

/// Who wants to see what, and why.
#[derive(Debug)]
pub(crate) struct Lecture<'a> {
    pub(crate) rpc: &'static str,
    pub(crate) porteur: &'a Porteur,
    pub(crate) finalite: Finalite,
    pub(crate) correlation: Option<Uuid>,
    /// The children named in the request.
    pub(crate) demandes: Vec<EnfantId>,
}

/// What is about to be shown.
#[derive(Debug)]
pub(crate) struct Vue<T> {
    pub(crate) reponse: T,
    /// Every child it speaks of.
    pub(crate) enfants: Vec<EnfantId>,
    /// The point of the journal that was read.
    pub(crate) position: Position,
}

/// A receipt, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Attestation {
    pub(crate) rpc: String,
    pub(crate) enfants: Vec<Uuid>,
    /// The log that was read: that of cases, but for who reads the receipts themselves as events.
    pub(crate) journal: String,
    /// The point of it that was read; 0 when nothing was.
    pub(crate) position: u64,
    pub(crate) refuse: bool,
}

/// The gate. Clones share the log of receipts and its writer.
#[derive(Clone, Debug)]
pub(crate) struct Porte {
    acces: Journal,
    journal: Arc<str>,
    hash_key: [u8; 32],
    horloge: Arc<dyn Horloge>,
    mesures: PourJournal,
    recus: Counter,
}

impl Porte {
    /// The gate of a journal of cases; `acces` is the log of receipts.
    pub(crate) fn new(
        acces: Journal,
        journal: &str,
        hash_key: [u8; 32],
        horloge: Arc<dyn Horloge>,
        mesures: &Mesures,
    ) -> Self {
        let (recus, mesures) = (mesures.recus.clone(), mesures.journaux.pour(acces.name()));
        Self { acces, journal: Arc::from(journal), hash_key, horloge, mesures, recus }
    }

    /// The same gate in front of another log: its receipts name that one.
    pub(crate) fn devant(&self, journal: &Journal) -> Self {
        Self { journal: Arc::from(journal.name()), ..self.clone() }
    }

    /// Checks the right, reads, leaves the receipt, and only then hands the answer over.
    pub(crate) async fn lire<T>(
        &self,
        lecture: Lecture<'_>,
        read: impl Future<Output = Result<Vue<T>, Echec>>,
    ) -> Result<T, Echec> {
        let vue = self.admettre(&lecture, read).await?;
        self.montrer(&lecture, vue).await
    }

    /// Checks the right, and reads what nobody is shown yet. A refusal leaves its receipt.
    pub(crate) async fn admettre<T>(
        &self,
        lecture: &Lecture<'_>,
        read: impl Future<Output = Result<T, Echec>>,
    ) -> Result<T, Echec> {
        let read = if droits::permet(lecture.porteur.role, lecture.rpc) {
            read.await
        } else {
            Err(Echec::Interdit)
        };
        match read {
            Ok(read) => Ok(read),
            // Nothing was shown and nothing was refused.
            Err(Echec::Panne(panne)) => Err(Echec::Panne(panne)),
            Err(echec) => {
                self.attester(lecture, &lecture.demandes, Position::ORIGIN, true).await?;
                Err(echec)
            }
        }
    }

    /// Leaves the receipt, and only then hands over what was read by somebody who was let in.
    pub(crate) async fn montrer<T>(&self, lecture: &Lecture<'_>, vue: Vue<T>) -> Result<T, Echec> {
        let Vue { reponse, enfants, position } = vue;
        self.attester(lecture, &enfants, position, false).await?;
        Ok(reponse)
    }

    async fn attester(
        &self,
        lecture: &Lecture<'_>,
        enfants: &[EnfantId],
        position: Position,
        refuse: bool,
    ) -> Result<(), Echec> {
        let mut enfants: Vec<Uuid> = enfants.iter().map(|enfant| enfant.0).collect();
        enfants.sort_unstable();
        enfants.dedup();
        let attestation = Attestation {
            rpc: lecture.rpc.to_owned(),
            enfants,
            journal: self.journal.to_string(),
            position: position.get(),
            refuse,
        };
        let request = self.requete(lecture, &attestation)?;
        let terms = Terms { lane: Lane::Interactive, deadline: echeance() };
        let submitted = self.acces.submit(vec![request], terms).await;
        self.mesures.place_refusee(&submitted);
        match submitted?.into_iter().next().expect("one request has one verdict") {
            Verdict::Appended { .. } | Verdict::Duplicate { .. } => {
                self.recus.inc();
                Ok(())
            }
            Verdict::Expired => Err(Echec::Expiree),
            Verdict::Conflict(_) => {
                Err(Panne::Autre("a receipt's stream existed already".into()).into())
            }
            Verdict::Invalid(invalid) => Err(Panne::Invalide(invalid).into()),
        }
    }

    fn requete(
        &self,
        lecture: &Lecture<'_>,
        attestation: &Attestation,
    ) -> Result<AppendRequest, Panne> {
        let payload = serde_json::to_value(attestation)
            .map_err(|_| Panne::Autre("a receipt is not plain data".into()))?;
        let payload = canonical::to_bytes(&payload)
            .map_err(|cause| Panne::Autre(format!("a receipt cannot be written: {cause}")))?;
        let now = self.horloge.maintenant();
        let id = identifiant();
        Ok(AppendRequest {
            command_id: id,
            request_hash: request_hash(&self.hash_key, &payload, &lecture.porteur.sujet),
            actor: lecture.porteur.sujet.clone(),
            finalite: lecture.finalite.cle().to_owned(),
            correlation_id: lecture.correlation,
            simulated_at: None,
            writes: vec![Write {
                stream: StreamId::new(FLUX, id),
                expected: 0,
                events: vec![event(id, now, payload)],
            }],
            checks: Vec::new(),
            erases: Vec::new(),
        })
    }
}

fn event(event_id: Uuid, now: DateTime<Utc>, payload: Vec<u8>) -> NewEvent {
    let le = jour_legal(now, ZONE);
    NewEvent {
        event_id,
        event_type: ATTESTATION.to_owned(),
        schema_version: 1,
        survenu: When::instant(le, now),
        connu_le: le,
        causation_id: None,
        payload,
    }
}

/// Reads a receipt back; none when the event is not one.
pub(crate) fn attestation(event: &RecordedEvent) -> Option<Attestation> {
    let known = event.event_type == ATTESTATION && event.schema_version == 1;
    known.then(|| serde_json::from_slice(&event.payload).ok()).flatten()
}
