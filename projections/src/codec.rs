//! Between the journal's bytes and the domain's events, seals included: the one translation, used by
//! the server, the facts and whoever verifies them.
//!
//! # Invariants
//!
//! - A payload is exactly the data of `Evenement::to_stored`, sealed, in canonical form; its name and
//!   version are the envelope's, its dates too.
//! - Decoding without keys leaves every seal closed; nothing a figure needs is behind one.
//! - A journal holds streams of several kinds. [`decode`] reads a child's and refuses the others, which
//!   whoever walks a log passes over ([`est_d_un_enfant`]); [`decode_de`] reads those of one other kind.
//! - An error says where, never what.
//!
//! Deliberately absent: where keys come from, and who may open a seal.

use chrono::NaiveDate;
use domain::evenement::{Acte, Evenement, Recordable, Stored};
use domain::flux::Inscrit;
use domain::histoire::{Cible, Enregistre};
use domain::ids::EnfantId;
use domain::temps::{Precision, Survenu};
use eventstore::canonical::{self, NotCanonical};
use eventstore::seal::{self, SealContext, SealFailure};
use eventstore::{KeySet, NewEvent, RandomNonces, RecordedEvent, StreamId, When};
use serde_json::Value;
use thiserror::Error;
use uuid::Uuid;

/// The kind of a child's stream.
pub const FLUX_ENFANT: &str = <Evenement as Recordable>::FLUX;

/// The kind of an adult's stream.
pub const FLUX_PERSONNE: &str = "personne";

/// The kind of the stream of a Département's settings.
pub const FLUX_DEPARTEMENT: &str = "departement";

/// The kind of the stream of a bucket of identities: its version is what a search returns.
pub const FLUX_IDENTITE: &str = "identite";

/// Where an event will be written: seals are bound to it.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The name of the log, e.g. `17/parcours`.
    pub log: &'a str,
    /// The stream: of a kind that records the event.
    pub flux: Uuid,
    /// The event that caused it, if one did.
    pub causation_id: Option<Uuid>,
}

/// Why an event cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NonEcrivable {
    /// A field could not be sealed: no key for its subject, or a seal that was left closed.
    #[error("{0}")]
    Scelle(#[from] SealFailure),
    /// Its data has no canonical form.
    #[error("{0}")]
    Forme(#[from] NotCanonical),
}

/// Why a recorded event cannot be read.
#[derive(Debug, Error)]
#[error("event at position {position} cannot be read: {cause}")]
pub struct Illisible {
    /// Its place in the journal.
    pub position: u64,
    /// The stream it belongs to.
    pub flux: Uuid,
    /// What is wrong with it.
    pub cause: Cause,
}

/// What can be wrong with a recorded event.
#[derive(Debug, Error)]
pub enum Cause {
    /// It belongs to a stream of another kind than what was to be read.
    #[error("not on a stream of that kind")]
    Flux,
    /// Its payload is not JSON.
    #[error("the payload is not JSON")]
    Json,
    /// No chapter knows it, or it is not of its shape.
    #[error("{0}")]
    Evenement(domain::evenement::Illisible),
    /// A seal does not open in its own place.
    #[error("{0}")]
    Scelle(SealFailure),
}

/// The stream of a child.
#[must_use]
pub fn flux(enfant: EnfantId) -> StreamId {
    StreamId::new(FLUX_ENFANT, enfant.0)
}

/// Whether an event is of a child's parcours. Figures, files and quarantines know no other.
#[must_use]
pub fn est_d_un_enfant(recorded: &RecordedEvent) -> bool {
    recorded.stream.kind == FLUX_ENFANT
}

/// An act as data to be written, of any kind of stream: its seals are still open. One request writes a
/// list of these to each of its streams.
#[derive(Clone, Debug, PartialEq)]
pub struct AEcrire {
    /// Name, version and data.
    pub stored: Stored,
    /// When it was true.
    pub survenu: Survenu,
    /// When the Département received it.
    pub connu_le: NaiveDate,
}

impl<E: Recordable> From<&Acte<E>> for AEcrire {
    fn from(acte: &Acte<E>) -> Self {
        let Acte { survenu, connu_le, evenement } = acte;
        Self { stored: evenement.to_stored(), survenu: *survenu, connu_le: *connu_le }
    }
}

impl AEcrire {
    /// Whose keys are needed to write it, each once.
    #[must_use]
    pub fn subjects(&self) -> Vec<Uuid> {
        seal::subjects_in(&self.stored.data)
    }

    /// Makes the event to append to a stream. Each of [`Self::subjects`] needs its live key in the set.
    ///
    /// # Errors
    ///
    /// When a field cannot be sealed or the data has no canonical form.
    pub fn encode(
        &self,
        event_id: Uuid,
        (log, stream): (&str, &StreamId),
        causation_id: Option<Uuid>,
        keys: &KeySet,
    ) -> Result<NewEvent, NonEcrivable> {
        let Stored { nom, version, mut data } = self.stored.clone();
        canonical::strip_nulls(&mut data);
        let context = SealContext { log, stream, event_id };
        let sealed = seal::seal(data, &context, keys, &mut RandomNonces)?;
        Ok(NewEvent {
            event_id,
            event_type: nom,
            schema_version: version,
            survenu: to_when(self.survenu),
            connu_le: self.connu_le,
            causation_id,
            payload: canonical::to_bytes(&sealed)?,
        })
    }
}

/// Makes the event to append of an act. Each subject of [`subjects`] needs its live key in the set.
///
/// # Errors
///
/// When a field cannot be sealed or the data has no canonical form.
pub fn encode<E: Recordable>(
    acte: &Acte<E>,
    event_id: Uuid,
    place: Place<'_>,
    keys: &KeySet,
) -> Result<NewEvent, NonEcrivable> {
    let stream = StreamId::new(E::FLUX, place.flux);
    AEcrire::from(acte).encode(event_id, (place.log, &stream), place.causation_id, keys)
}

/// Whose keys are needed to write an act, each once.
#[must_use]
pub fn subjects<E: Recordable>(acte: &Acte<E>) -> Vec<Uuid> {
    AEcrire::from(acte).subjects()
}

/// The identifiers of the keys that would open these events, each once.
#[must_use]
pub fn keys<'a>(recorded: impl IntoIterator<Item = &'a RecordedEvent>) -> Vec<Uuid> {
    let mut found: Vec<Uuid> = recorded
        .into_iter()
        .filter_map(|event| serde_json::from_slice::<Value>(&event.payload).ok())
        .flat_map(|payload| seal::keys_in(&payload))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Reads a recorded event of a child, seals closed.
///
/// # Errors
///
/// When no chapter knows it or its bytes are not of its shape.
pub fn decode(recorded: &RecordedEvent) -> Result<Enregistre, Illisible> {
    read(recorded).and_then(|payload| enregistre(recorded, payload)).map_err(at(recorded))
}

/// Reads a recorded event and opens the seals whose keys are in the set. One whose key was destroyed
/// reads as erased; one whose key is not there stays closed.
///
/// # Errors
///
/// As [`decode`], and when a seal does not open in its own place.
pub fn decode_open(recorded: &RecordedEvent, keys: &KeySet) -> Result<Enregistre, Illisible> {
    let context =
        SealContext { log: &recorded.log, stream: &recorded.stream, event_id: recorded.event_id };
    let open = |payload| seal::open(payload, &context, keys).map_err(Cause::Scelle);
    read(recorded)
        .and_then(open)
        .and_then(|payload| enregistre(recorded, payload))
        .map_err(at(recorded))
}

/// Reads a recorded event of any one kind of stream, seals closed.
///
/// # Errors
///
/// When it is of another kind, unknown there, or its bytes are not of its shape.
pub fn decode_de<E: Recordable>(recorded: &RecordedEvent) -> Result<Inscrit<E>, Illisible> {
    read_of(recorded, E::FLUX).and_then(|payload| inscrit(recorded, payload)).map_err(at(recorded))
}

/// As [`decode_de`], and opens the seals whose keys are in the set.
///
/// # Errors
///
/// As [`decode_de`], and when a seal does not open in its own place.
pub fn decode_open_de<E: Recordable>(
    recorded: &RecordedEvent,
    keys: &KeySet,
) -> Result<Inscrit<E>, Illisible> {
    let context =
        SealContext { log: &recorded.log, stream: &recorded.stream, event_id: recorded.event_id };
    let open = |payload| seal::open(payload, &context, keys).map_err(Cause::Scelle);
    read_of(recorded, E::FLUX)
        .and_then(open)
        .and_then(|payload| inscrit(recorded, payload))
        .map_err(at(recorded))
}

/// Reads a recorded event and forgets its seals: what facts are made of, at a fraction of the memory.
pub(crate) fn decode_sans_scelles(recorded: &RecordedEvent) -> Result<Enregistre, Illisible> {
    let forget = |mut payload| {
        forget_seals(&mut payload);
        payload
    };
    read(recorded)
        .map(forget)
        .and_then(|payload| enregistre(recorded, payload))
        .map_err(at(recorded))
}

/// Puts in the place of each closed seal one that says nothing.
fn forget_seals(value: &mut Value) {
    match value {
        Value::Object(members) if members.contains_key("cle") && members.contains_key("c") => {
            *value = serde_json::json!({"sujet": Uuid::nil(), "efface_le": "0001-01-01"});
        }
        Value::Object(members) => members.values_mut().for_each(forget_seals),
        Value::Array(items) => items.iter_mut().for_each(forget_seals),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn at(recorded: &RecordedEvent) -> impl Fn(Cause) -> Illisible {
    let (position, flux) = (recorded.position.get(), recorded.stream.id);
    move |cause| Illisible { position, flux, cause }
}

fn read(recorded: &RecordedEvent) -> Result<Value, Cause> {
    read_of(recorded, FLUX_ENFANT)
}

fn read_of(recorded: &RecordedEvent, kind: &str) -> Result<Value, Cause> {
    if recorded.stream.kind != kind {
        return Err(Cause::Flux);
    }
    serde_json::from_slice(&recorded.payload).map_err(|_| Cause::Json)
}

fn inscrit<E: Recordable>(recorded: &RecordedEvent, data: Value) -> Result<Inscrit<E>, Cause> {
    Ok(Inscrit {
        version: recorded.version,
        position: recorded.position.get(),
        enregistre_a: Some(recorded.recorded_at),
        auteur: recorded.actor.clone(),
        acte: Acte {
            survenu: from_when(recorded.survenu),
            connu_le: recorded.connu_le,
            evenement: evenement(recorded, data)?,
        },
    })
}

fn evenement<E: Recordable>(recorded: &RecordedEvent, data: Value) -> Result<E, Cause> {
    let stored =
        Stored { nom: recorded.event_type.clone(), version: recorded.schema_version, data };
    E::from_stored(stored).map_err(Cause::Evenement)
}

fn enregistre(recorded: &RecordedEvent, data: Value) -> Result<Enregistre, Cause> {
    let evenement = evenement(recorded, data)?;
    Ok(Enregistre {
        cible: Cible { flux: EnfantId(recorded.stream.id), version: recorded.version },
        position: recorded.position.get(),
        enregistre_a: Some(recorded.recorded_at),
        auteur: recorded.actor.clone(),
        acte: acte(recorded.survenu, recorded.connu_le, evenement),
    })
}

fn acte(survenu: When, connu_le: NaiveDate, evenement: Evenement) -> Acte {
    Acte { survenu: from_when(survenu), connu_le, evenement }
}

fn to_when(survenu: Survenu) -> When {
    let precision = match survenu.precision {
        Precision::Instant => eventstore::Precision::Instant,
        Precision::Jour => eventstore::Precision::Jour,
        Precision::Mois => eventstore::Precision::Mois,
        Precision::Annee => eventstore::Precision::Annee,
        Precision::Inconnue => eventstore::Precision::Inconnue,
    };
    When { le: survenu.le, a: survenu.a, precision }
}

/// When something was true, as the domain says it.
#[must_use]
pub fn from_when(when: When) -> Survenu {
    let precision = match when.precision {
        eventstore::Precision::Instant => Precision::Instant,
        eventstore::Precision::Jour => Precision::Jour,
        eventstore::Precision::Mois => Precision::Mois,
        eventstore::Precision::Annee => Precision::Annee,
        eventstore::Precision::Inconnue => Precision::Inconnue,
    };
    Survenu { le: when.le, a: when.a, precision }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use chrono::{DateTime, Utc};
    use domain::codes::Sexe;
    use domain::identite::{self, EtatCivil, Inscrit};
    use domain::sealed::Sealed;
    use eventstore::{KeyEntry, KeyState, Position, SubjectKey};

    use super::*;

    const ENFANT: EnfantId = EnfantId(Uuid::from_u128(1));
    const CLE: Uuid = Uuid::from_u128(2);

    fn jour() -> NaiveDate {
        NaiveDate::from_ymd_opt(2022, 3, 4).unwrap()
    }

    fn inscription() -> Acte {
        let etat_civil =
            EtatCivil { nom: "Martin".into(), prenoms: "Zoé".into(), nom_naissance_mere: None };
        let inscrit = Inscrit {
            etat_civil: Sealed::nouveau(etat_civil),
            naissance: None,
            sexe: Sexe::Feminin,
        };
        let mut evenement = Evenement::Identite(identite::Event::Inscrit(inscrit));
        evenement.confie_les_scelles(ENFANT);
        Acte { survenu: Survenu::le(jour()), connu_le: jour(), evenement }
    }

    fn trousseau() -> KeySet {
        let mut keys = KeySet::new();
        let state = KeyState::Live(SubjectKey::new([7; 32]));
        keys.insert(KeyEntry { key_id: CLE, subject: ENFANT.0, state });
        keys
    }

    fn recorded(acte: &Acte) -> RecordedEvent {
        let place = Place { log: "17/parcours", flux: ENFANT.0, causation_id: None };
        let new = encode(acte, Uuid::from_u128(3), place, &trousseau()).unwrap();
        RecordedEvent {
            log: Arc::from("17/parcours"),
            position: Position::new(9),
            stream: flux(ENFANT),
            version: 1,
            event_type: new.event_type,
            schema_version: new.schema_version,
            event_id: new.event_id,
            command_id: Uuid::from_u128(4),
            recorded_at: DateTime::<Utc>::UNIX_EPOCH,
            survenu: new.survenu,
            connu_le: new.connu_le,
            actor: "agent".into(),
            finalite: "essai".into(),
            correlation_id: None,
            causation_id: None,
            payload: new.payload,
            leaf: [0; 33],
        }
    }

    #[test]
    fn ce_qui_est_ecrit_se_relit_scelle_ou_ouvert() {
        let acte = inscription();
        assert_eq!(subjects(&acte), [ENFANT.0]);
        let recorded = recorded(&acte);
        assert!(!String::from_utf8_lossy(&recorded.payload).contains("Martin"));
        assert_eq!(keys([&recorded]), [CLE]);

        let closed = decode(&recorded).unwrap();
        assert_ne!(closed.acte, acte);
        let opened = decode_open(&recorded, &trousseau()).unwrap();
        assert_eq!(opened.acte, acte);
        assert_eq!((opened.cible.version, opened.position), (1, 9));
        assert_eq!(decode_open(&recorded, &KeySet::new()).unwrap().acte, closed.acte);
        let forgotten = decode_sans_scelles(&recorded).unwrap();
        assert_eq!((forgotten.cible, forgotten.position), (opened.cible, opened.position));
    }

    #[test]
    fn sans_cle_rien_ne_s_ecrit() {
        let place = Place { log: "17/parcours", flux: ENFANT.0, causation_id: None };
        let refused = encode(&inscription(), Uuid::from_u128(3), place, &KeySet::new());
        assert!(matches!(refused, Err(NonEcrivable::Scelle(_))), "{refused:?}");
    }

    #[test]
    fn un_evenement_inconnu_dit_ou_il_est_et_jamais_ce_qu_il_dit() {
        let mut unknown = recorded(&inscription());
        unknown.event_type = "inconnu".into();
        unknown.payload = br#"{"secret":"Zephyrine"}"#.to_vec();
        let error = decode(&unknown).unwrap_err();
        assert_eq!((error.position, error.flux), (9, ENFANT.0));
        assert!(!error.to_string().contains("Zephyrine") && error.to_string().contains("inconnu"));
    }
}
