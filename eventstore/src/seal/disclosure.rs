//! One field's key given away, and a payload opened with it: what an extract is made of and checked by.
//!
//! Invariant: the key of a field opens that field, in its place, and nothing else; the subject's key is never given.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Closed, SealContext, SealFailure, SealReason, is_closed, place, replace};
use crate::crypt;
use crate::keyset::{KeySet, KeyState};

/// The key of one sealed field.
pub type FieldKey = [u8; 32];

/// What can be given away of a closed field.
#[derive(Clone, PartialEq, Eq)]
pub enum Disclosure {
    /// Its key.
    Key(FieldKey),
    /// Nothing: the subject's key was destroyed.
    Destroyed,
    /// Nothing: the subject's key is not in the set.
    NoKey,
}

impl std::fmt::Debug for Disclosure {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Key(_) => formatter.write_str("‹clé›"),
            Self::Destroyed => formatter.write_str("Destroyed"),
            Self::NoKey => formatter.write_str("NoKey"),
        }
    }
}

/// What can be given away of each closed field of a payload, by its JSON pointer. A key that would not open its field
/// is never given.
pub fn disclose(
    value: &Value,
    context: &SealContext<'_>,
    keys: &KeySet,
) -> Result<BTreeMap<String, Disclosure>, SealFailure> {
    let mut found = BTreeMap::new();
    replace(value.clone(), &mut String::new(), &mut |members, path| {
        if is_closed(members) {
            found.insert(path.to_owned(), of_field(members, context, path, keys)?);
            return Ok(Some(Value::Null));
        }
        Ok(None)
    })?;
    Ok(found)
}

fn of_field(
    members: &Map<String, Value>,
    context: &SealContext<'_>,
    path: &str,
    keys: &KeySet,
) -> Result<Disclosure, SealReason> {
    let closed = Closed::read(members).ok_or(SealReason::NotASeal)?;
    let Some(entry) = keys.get(closed.key_id) else { return Ok(Disclosure::NoKey) };
    match &entry.state {
        KeyState::Destroyed { .. } => Ok(Disclosure::Destroyed),
        KeyState::Live(key) => {
            let place = place(context, path);
            let field_key = crypt::derive(key.bytes(), place.bytes());
            closed.decrypt(&field_key, &place)?;
            Ok(Disclosure::Key(field_key))
        }
    }
}

/// Opens the fields of a payload whose keys are given, each as `{"clair": …}`; the others stay closed.
///
/// # Errors
///
/// The field whose key is not the one its seal announces, or whose ciphertext was changed; a key given for a place
/// where no field is closed.
pub fn open_with(
    value: Value,
    context: &SealContext<'_>,
    fields: &BTreeMap<String, FieldKey>,
) -> Result<Value, SealFailure> {
    let mut opened = 0;
    let value = replace(value, &mut String::new(), &mut |members, path| {
        let Some(key) = fields.get(path).filter(|_| is_closed(members)) else { return Ok(None) };
        let closed = Closed::read(members).ok_or(SealReason::NotASeal)?;
        let clair = closed.decrypt(key, &place(context, path))?;
        opened += 1;
        Ok(Some(json!({ "clair": clair })))
    })?;
    if opened == fields.len() {
        return Ok(value);
    }
    let path = fields.keys().next().cloned().unwrap_or_default();
    Err(SealFailure { path, reason: SealReason::NotASeal })
}
