//! Sealed fields: what is personal in a payload is stored closed, each field under a key of its own.
//!
//! ```text
//! to write   {"sujet": subject, "clair": any JSON}
//! stored     {"cle": key id, "n": nonce, "c": ciphertext and tag, "e": SHA-256(field key)}     (n, c, e in base64)
//! opened     {"sujet": subject, "clair": …}     or     {"sujet": subject, "efface_le": day}
//! ```
//!
//! AES-256-GCM over the canonical bytes of `clair`. The field key is HKDF-SHA-256 (no salt) of the subject's key;
//! its `info`, which is the associated data too, is the framing of `eventstore/seal/v1`, log name, stream as
//! printed, event id (16 bytes) and the field's JSON pointer. So a ciphertext opens in its own place only, and an
//! extract can disclose one field's key, which `e` proves, without disclosing the subject's. Frozen:
//! `specimens/seal_v1.json`.
//!
//! Invariants: the member name `clair` is reserved (an object that has it is exactly the form above, or sealing
//! fails), so nothing meant to be sealed is ever written in clear by a slip of shape; no error shows a value.
//!
//! Deliberately not here: whose a subject is, where keys live, and erasing one.

mod disclosure;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::canonical;
use crate::crypt::{self, NonceBytes, Nonces};
use crate::envelope::StreamId;
use crate::frame::Frame;
use crate::keyset::{KeySet, KeyState};

pub use disclosure::{Disclosure, FieldKey, disclose, open_with};

const LABEL: &str = "eventstore/seal/v1";

/// Where a payload stands: seals are bound to it.
#[derive(Debug, Clone, Copy)]
pub struct SealContext<'a> {
    /// The name of the log.
    pub log: &'a str,
    /// The stream.
    pub stream: &'a StreamId,
    /// The event.
    pub event_id: Uuid,
}

/// Why a payload could not be sealed or opened, and where. `path` is a JSON pointer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("seal at \"{path}\": {reason}")]
pub struct SealFailure {
    /// JSON pointer to the field.
    pub path: String,
    /// What went wrong.
    pub reason: SealReason,
}

/// What can go wrong with a seal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealReason {
    /// An object with a `clair` that is not exactly `{"sujet": <uuid>, "clair": …}`, or one inside another.
    #[error("not the form of a field to seal")]
    NotAField,
    /// A payload to write that holds a field closed already, for another place perhaps.
    #[error("closed already")]
    AlreadyClosed,
    /// The subject has no live key in the set.
    #[error("no live key for subject {0}")]
    NoKey(Uuid),
    /// The clear value has no canonical form.
    #[error("{0}")]
    NotCanonical(canonical::NotCanonical),
    /// A stored seal whose members are not what they should be.
    #[error("not the form of a closed field")]
    NotASeal,
    /// The field key is not the one the seal was closed with: another place, another key or another `e`.
    #[error("the field key is not the one announced")]
    WrongKey,
    /// The ciphertext or its nonce was changed.
    #[error("the ciphertext is not authentic")]
    NotAuthentic,
}

/// Closes every field to seal of a payload.
pub fn seal(
    value: Value,
    context: &SealContext<'_>,
    keys: &KeySet,
    nonces: &mut impl Nonces,
) -> Result<Value, SealFailure> {
    replace(value, &mut String::new(), &mut |members, path| {
        if is_closed(members) {
            return Err(SealReason::AlreadyClosed);
        }
        if !members.contains_key("clair") {
            return Ok(None);
        }
        let (subject, clear) = field_to_seal(members).ok_or(SealReason::NotAField)?;
        close(subject, clear, &place(context, path), keys, nonces.draw()).map(Some)
    })
}

/// Opens every closed field of a payload. One whose key is destroyed reads as `efface_le`; one whose key is not in
/// the set stays closed.
pub fn open(value: Value, context: &SealContext<'_>, keys: &KeySet) -> Result<Value, SealFailure> {
    replace(value, &mut String::new(), &mut |members, path| {
        if !is_closed(members) {
            return Ok(None);
        }
        let closed = Closed::read(members).ok_or(SealReason::NotASeal)?;
        closed.open(&place(context, path), keys)
    })
}

/// The subjects of the fields to seal, each once, in order. What is not the form of a field is left to [`seal`].
pub fn subjects_in(value: &Value) -> Vec<Uuid> {
    collect(value, &|members| field_to_seal(members).map(|(subject, _)| subject))
}

/// The keys of the closed fields, each once, in order. What is not the form of a seal is left to [`open`].
pub fn keys_in(value: &Value) -> Vec<Uuid> {
    collect(value, &|members| {
        is_closed(members).then(|| Closed::read(members)).flatten().map(|closed| closed.key_id)
    })
}

/// Whether a payload holds, at any depth, the reserved member `clair`: it must not be written.
pub fn holds_clear(value: &Value) -> bool {
    match value {
        Value::Object(members) => {
            members.contains_key("clair") || members.values().any(holds_clear)
        }
        Value::Array(items) => items.iter().any(holds_clear),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// A closed field, its members decoded.
struct Closed {
    key_id: Uuid,
    nonce: NonceBytes,
    ciphertext: Vec<u8>,
    commitment: Vec<u8>,
}

impl Closed {
    fn read(members: &Map<String, Value>) -> Option<Self> {
        let bytes = |name| STANDARD.decode(members.get(name)?.as_str()?).ok();
        Some(Self {
            key_id: uuid(members.get("cle")?)?,
            nonce: bytes("n")?.try_into().ok()?,
            ciphertext: bytes("c")?,
            commitment: bytes("e")?,
        })
    }

    fn open(self, place: &Frame, keys: &KeySet) -> Result<Option<Value>, SealReason> {
        let Some(entry) = keys.get(self.key_id) else { return Ok(None) };
        let sujet = entry.subject.to_string();
        match &entry.state {
            KeyState::Destroyed { le } => {
                Ok(Some(json!({"sujet": sujet, "efface_le": le.to_string()})))
            }
            KeyState::Live(key) => {
                let clair = self.decrypt(&crypt::derive(key.bytes(), place.bytes()), place)?;
                Ok(Some(json!({"sujet": sujet, "clair": clair})))
            }
        }
    }

    fn decrypt(self, field_key: &[u8; 32], place: &Frame) -> Result<Value, SealReason> {
        if self.commitment != Sha256::digest(field_key).as_slice() {
            return Err(SealReason::WrongKey);
        }
        let clear = crypt::decrypt(field_key, self.nonce, place.bytes(), self.ciphertext)
            .map_err(|_| SealReason::NotAuthentic)?;
        canonical::parse(&clear).map_err(SealReason::NotCanonical)
    }
}

fn close(
    subject: Uuid,
    clear: &Value,
    place: &Frame,
    keys: &KeySet,
    nonce: NonceBytes,
) -> Result<Value, SealReason> {
    if holds_clear(clear) {
        return Err(SealReason::NotAField);
    }
    let (key_id, key) = keys.current(subject).ok_or(SealReason::NoKey(subject))?;
    let bytes = canonical::to_bytes(clear).map_err(SealReason::NotCanonical)?;
    let field_key = crypt::derive(key.bytes(), place.bytes());
    Ok(json!({
        "cle": key_id.to_string(),
        "n": STANDARD.encode(nonce),
        "c": STANDARD.encode(crypt::encrypt(&field_key, nonce, place.bytes(), bytes)),
        "e": STANDARD.encode(Sha256::digest(field_key)),
    }))
}

/// What a field's key is derived from, and what its ciphertext is bound to.
fn place(context: &SealContext<'_>, path: &str) -> Frame {
    Frame::new()
        .field(LABEL)
        .field(context.log)
        .field(context.stream.to_string())
        .field(context.event_id)
        .field(path)
}

fn field_to_seal(members: &Map<String, Value>) -> Option<(Uuid, &Value)> {
    let clear = members.get("clair")?;
    let subject = uuid(members.get("sujet")?)?;
    (members.len() == 2).then_some((subject, clear))
}

fn is_closed(members: &Map<String, Value>) -> bool {
    members.len() == 4 && ["cle", "n", "c", "e"].iter().all(|name| members.contains_key(*name))
}

fn uuid(value: &Value) -> Option<Uuid> {
    Uuid::try_parse(value.as_str()?).ok()
}

/// What becomes of an object of a payload: replaced, walked into, or refused.
type Rule<'a> = dyn FnMut(&Map<String, Value>, &str) -> Result<Option<Value>, SealReason> + 'a;

fn replace(value: Value, path: &mut String, rule: &mut Rule<'_>) -> Result<Value, SealFailure> {
    match value {
        Value::Object(members) => {
            let replaced = rule(&members, path)
                .map_err(|reason| SealFailure { path: path.clone(), reason })?;
            match replaced {
                Some(value) => Ok(value),
                None => replace_members(members, path, rule),
            }
        }
        Value::Array(items) => items
            .into_iter()
            .enumerate()
            .map(|(index, item)| replace_at(&index.to_string(), item, path, rule))
            .collect(),
        plain @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => Ok(plain),
    }
}

fn replace_members(
    members: Map<String, Value>,
    path: &mut String,
    rule: &mut Rule<'_>,
) -> Result<Value, SealFailure> {
    let mut replaced = Map::new();
    for (name, member) in members {
        let member = replace_at(&name, member, path, rule)?;
        replaced.insert(name, member);
    }
    Ok(Value::Object(replaced))
}

fn replace_at(
    step: &str,
    value: Value,
    path: &mut String,
    rule: &mut Rule<'_>,
) -> Result<Value, SealFailure> {
    let outside = path.len();
    canonical::push_step(path, step);
    let replaced = replace(value, path, rule)?;
    path.truncate(outside);
    Ok(replaced)
}

fn collect(value: &Value, found_in: &dyn Fn(&Map<String, Value>) -> Option<Uuid>) -> Vec<Uuid> {
    let mut found = Vec::new();
    collect_into(value, found_in, &mut found);
    found.sort_unstable();
    found.dedup();
    found
}

fn collect_into(
    value: &Value,
    found_in: &dyn Fn(&Map<String, Value>) -> Option<Uuid>,
    found: &mut Vec<Uuid>,
) {
    match value {
        Value::Object(members) => match found_in(members) {
            Some(uuid) => found.push(uuid),
            None => members.values().for_each(|member| collect_into(member, found_in, found)),
        },
        Value::Array(items) => items.iter().for_each(|item| collect_into(item, found_in, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::crypt::RandomNonces;
    use crate::keyset::{KeyEntry, SubjectKey};

    const SUBJECT: Uuid = Uuid::from_u128(0xa);
    const KEY: Uuid = Uuid::from_u128(0xb);
    const EVENT: Uuid = Uuid::from_u128(0xc);

    fn keys(state: KeyState) -> KeySet {
        let mut keys = KeySet::new();
        keys.insert(KeyEntry { key_id: KEY, subject: SUBJECT, state });
        keys
    }

    fn live() -> KeySet {
        keys(KeyState::Live(SubjectKey::new([7; 32])))
    }

    fn stream() -> StreamId {
        StreamId::new("enfant", Uuid::from_u128(1))
    }

    fn payload() -> Value {
        json!({
            "sexe": "F",
            "nom": {"sujet": SUBJECT.to_string(), "clair": "Véra"},
            "adresses": [{"sujet": SUBJECT.to_string(), "clair": {"voie": "rue", "lignes": [1, 2]}}],
        })
    }

    fn context(stream: &StreamId) -> SealContext<'_> {
        SealContext { log: "17/parcours", stream, event_id: EVENT }
    }

    fn closed() -> Value {
        seal(payload(), &context(&stream()), &live(), &mut RandomNonces).unwrap()
    }

    fn refused(value: Value) -> SealReason {
        open(value, &context(&stream()), &live()).unwrap_err().reason
    }

    struct Given(Vec<NonceBytes>);

    impl Nonces for Given {
        fn draw(&mut self) -> NonceBytes {
            self.0.remove(0)
        }
    }

    #[test]
    fn the_specimen_is_closed_to_its_frozen_bytes_and_opens_again() {
        let specimen: Value =
            serde_json::from_str(include_str!("../specimens/seal_v1.json")).unwrap();
        let text = |name: &str| specimen[name].as_str().unwrap();
        let stream: StreamId = text("stream").parse().unwrap();
        let event_id = text("event_id").parse().unwrap();
        let context = SealContext { log: text("log"), stream: &stream, event_id };
        let nonces = specimen["nonces_hex"].as_array().unwrap().iter();
        let nonces =
            nonces.map(|nonce| hex::decode(nonce.as_str().unwrap()).unwrap().try_into().unwrap());
        let mut keys = KeySet::new();
        keys.insert(KeyEntry {
            key_id: text("key_id").parse().unwrap(),
            subject: text("subject").parse().unwrap(),
            state: KeyState::Live(SubjectKey::new(
                hex::decode(text("subject_key_hex")).unwrap().try_into().unwrap(),
            )),
        });

        let closed =
            seal(specimen["to_write"].clone(), &context, &keys, &mut Given(nonces.collect()))
                .unwrap();

        let bytes = canonical::to_bytes(&closed).unwrap();
        assert_eq!(hex::encode(bytes), text("stored_hex"));
        assert_eq!(open(closed, &context, &keys).unwrap(), specimen["to_write"]);
    }

    #[test]
    fn what_is_closed_opens_to_what_it_was_and_shows_nothing_in_between() {
        let closed = closed();
        let text = closed.to_string();
        assert!(!text.contains("Véra") && !text.contains("rue") && text.contains("\"sexe\":\"F\""));
        assert_eq!(open(closed, &context(&stream()), &live()).unwrap(), payload());
    }

    #[test]
    fn the_same_clear_value_never_closes_the_same() {
        assert_ne!(closed()["nom"]["c"], closed()["nom"]["c"]);
    }

    #[test]
    fn a_destroyed_key_reads_as_erased() {
        let le = NaiveDate::from_ymd_opt(2031, 2, 3).unwrap();
        let opened =
            open(closed(), &context(&stream()), &keys(KeyState::Destroyed { le })).unwrap();
        let erased = json!({"sujet": SUBJECT.to_string(), "efface_le": "2031-02-03"});
        assert_eq!((&opened["nom"], &opened["sexe"]), (&erased, &json!("F")));
    }

    #[test]
    fn without_its_key_a_field_stays_closed() {
        let closed = closed();
        assert_eq!(open(closed.clone(), &context(&stream()), &KeySet::new()).unwrap(), closed);
    }

    #[test]
    fn another_stream_log_or_event_does_not_open() {
        let other_stream = StreamId::new("enfant", Uuid::from_u128(2));
        let (own, closed) = (stream(), closed());
        for context in [
            SealContext { stream: &other_stream, ..context(&own) },
            SealContext { log: "16/parcours", ..context(&own) },
            SealContext { event_id: Uuid::nil(), ..context(&own) },
        ] {
            let failure = open(closed.clone(), &context, &live()).unwrap_err();
            assert_eq!(failure.reason, SealReason::WrongKey);
        }
    }

    #[test]
    fn a_field_moved_elsewhere_in_the_payload_does_not_open() {
        let mut moved = closed();
        moved["prenom"] = moved["nom"].take();
        moved.as_object_mut().unwrap().remove("nom");
        assert_eq!(refused(moved), SealReason::WrongKey);
    }

    #[test]
    fn one_flipped_bit_does_not_open() {
        for (member, reason) in [
            ("n", SealReason::NotAuthentic),
            ("c", SealReason::NotAuthentic),
            ("e", SealReason::WrongKey),
        ] {
            let mut tampered = closed();
            let mut bytes = STANDARD.decode(tampered["nom"][member].as_str().unwrap()).unwrap();
            bytes[0] ^= 1;
            tampered["nom"][member] = json!(STANDARD.encode(bytes));
            assert_eq!(refused(tampered), reason, "{member}");
        }
    }

    #[test]
    fn a_seal_with_unreadable_members_is_refused() {
        let mut tampered = closed();
        tampered["nom"]["n"] = json!("AAAA");
        assert_eq!(refused(tampered), SealReason::NotASeal);
    }

    #[test]
    fn a_slip_in_the_shape_of_a_field_is_refused_and_never_written_in_clear() {
        let field = json!({"sujet": SUBJECT.to_string(), "clair": 1});
        for (slip, reason) in [
            (json!({"clair": "x"}), SealReason::NotAField),
            (json!({"sujet": "x", "clair": "x"}), SealReason::NotAField),
            (json!({"sujet": SUBJECT.to_string(), "clair": 1, "a": 1}), SealReason::NotAField),
            (json!({"sujet": SUBJECT.to_string(), "clair": [field]}), SealReason::NotAField),
            (json!({"sujet": Uuid::nil().to_string(), "clair": 1}), SealReason::NoKey(Uuid::nil())),
            (closed()["nom"].clone(), SealReason::AlreadyClosed),
        ] {
            let to_write = json!({"a": [slip]});
            let failure =
                seal(to_write, &context(&stream()), &live(), &mut RandomNonces).unwrap_err();
            assert_eq!(failure, SealFailure { path: "/a/0".into(), reason });
        }
    }

    #[test]
    fn a_field_key_given_away_opens_its_field_and_no_other() {
        let (stream, closed) = (stream(), closed());
        let given = disclose(&closed, &context(&stream), &live()).unwrap();
        let key = |path: &str| match &given[path] {
            Disclosure::Key(key) => *key,
            other @ (Disclosure::Destroyed | Disclosure::NoKey) => panic!("{path}: {other:?}"),
        };
        let fields = [("/nom".to_owned(), key("/nom"))].into();
        let opened = open_with(closed.clone(), &context(&stream), &fields).unwrap();
        assert_eq!(opened["nom"], json!({"clair": "Véra"}));
        assert_eq!(opened["adresses"], closed["adresses"], "what is not given stays closed");

        let elsewhere = [("/nom".to_owned(), key("/adresses/0"))].into();
        let failure = open_with(closed.clone(), &context(&stream), &elsewhere).unwrap_err();
        assert_eq!(failure.reason, SealReason::WrongKey);
        let nowhere = [("/sexe".to_owned(), key("/nom"))].into();
        assert!(open_with(closed, &context(&stream), &nowhere).is_err());
    }

    #[test]
    fn nothing_is_given_of_a_destroyed_key_or_of_one_nobody_holds() {
        let (stream, closed) = (stream(), closed());
        let le = NaiveDate::from_ymd_opt(2026, 1, 2).unwrap();
        let destroyed = keys(KeyState::Destroyed { le });
        let given = disclose(&closed, &context(&stream), &destroyed).unwrap();
        assert_eq!(given["/nom"], Disclosure::Destroyed);
        let given = disclose(&closed, &context(&stream), &KeySet::new()).unwrap();
        assert_eq!(given["/nom"], Disclosure::NoKey);
    }

    #[test]
    fn subjects_and_keys_are_listed_once_each() {
        assert_eq!(subjects_in(&payload()), [SUBJECT]);
        assert_eq!(keys_in(&payload()), Vec::<Uuid>::new());
        assert_eq!(keys_in(&closed()), [KEY]);
        assert_eq!(subjects_in(&closed()), Vec::<Uuid>::new());
    }

    #[test]
    fn clear_text_is_seen_at_any_depth() {
        assert!(holds_clear(&payload()) && !holds_clear(&closed()));
        assert!(holds_clear(&json!([{"a": {"clair": 1, "b": 2}}])));
    }
}
