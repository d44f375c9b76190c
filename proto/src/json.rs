//! The JSON of the contract (proto3 JSON), by reflection: for the hash of a request and for the lines
//! of an import file.
//!
//! A line is `{"rpc": "InformationService.Recevoir", "request": {…}}`. The rpc may also be written
//! in full, `parcours.information.v1.InformationService/Recevoir`; fields may be named as in the
//! contract or in lowerCamelCase. What is written here uses the names of the contract, as the paths
//! of [`crate::wire::Violation`] do.
//!
//! # Invariants
//!
//! - The same message gives the same JSON: fields in the order of their numbers, nothing that is
//!   not said.
//! - A line that cannot be read says where and why, and never quotes a value.
//!
//! Deliberately absent: what a readable request means; that is [`crate::wire::demande`].

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::OnceLock;

use chrono::DateTime;
use prost::{Message, Name};
use prost_reflect::{
    DescriptorPool, DeserializeOptions, DynamicMessage, EnumDescriptor, FieldDescriptor, Kind,
    MessageDescriptor, SerializeOptions, Value as Dynamic,
};
use serde_json::{Map, Value, json};
use thiserror::Error;

use crate::reprise::v1::Commande;

/// A line of an import file that is not a command of the contract.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{champ} : {message}")]
pub struct LigneIllisible {
    /// Path of the field inside the request, or `ligne`, `rpc`, `request`.
    pub champ: String,
    /// One French sentence, without the value.
    pub message: String,
    /// Stable code for machines.
    pub code: &'static str,
}

/// The JSON of a command, as it was received: what the hash of a request is made of.
#[must_use]
pub fn commande_json(commande: &Commande) -> Value {
    to_value(commande)
}

/// The JSON of any message of the contract.
///
/// A message that has none (an instant outside the calendar) is told by its bytes, so that it still
/// has one hash of its own.
#[must_use]
pub fn to_value<M: Message + Name>(message: &M) -> Value {
    let bytes = message.encode_to_vec();
    dynamic(&M::full_name(), &bytes)
        .and_then(|dynamic| json_of(&dynamic))
        .unwrap_or_else(|| json!({ "octets": hexadecimal(&bytes) }))
}

/// Writes a command as a line of an import file, without the line break. A command that says nothing
/// has an empty rpc, and does not read back.
#[must_use]
pub fn ligne_de(commande: &Commande) -> String {
    let Value::Object(said) = commande_json(commande) else { return Value::Null.to_string() };
    let (field, request) = said.into_iter().next().unwrap_or_default();
    let rpc = contract().rpcs.get(&field).cloned().unwrap_or_default();
    json!({ "rpc": rpc, "request": request }).to_string()
}

/// Reads a line of an import file.
///
/// # Errors
///
/// Where the line stops being a command of the contract, and why, in French.
pub fn ligne(line: &str) -> Result<Commande, LigneIllisible> {
    let (rpc, request) = rpc_and_request(line)?;
    let field = contract().commands.get(rpc.trim_start_matches('/')).ok_or_else(unknown_rpc)?;
    let kind = field.kind();
    let message = kind.as_message().ok_or_else(unknown_rpc)?;
    let read = DynamicMessage::deserialize_with_options(
        message.clone(),
        &request,
        &DeserializeOptions::new().deny_unknown_fields(true),
    );
    // The cause quotes values: it is looked for again, by name.
    let read = read.map_err(|_| blame(message, &request))?;
    let mut commande = DynamicMessage::new(contract().commande.clone());
    commande.set_field(field, Dynamic::Message(read));
    commande.transcode_to().map_err(|_| not_of_the_contract())
}

/// What is drawn once from the descriptors.
struct Contract {
    pool: DescriptorPool,
    commande: MessageDescriptor,
    /// The field of the command, by each name of its rpc.
    commands: BTreeMap<String, FieldDescriptor>,
    /// The short name of the rpc, by field of the command.
    rpcs: BTreeMap<String, String>,
}

fn contract() -> &'static Contract {
    static CONTRACT: OnceLock<Contract> = OnceLock::new();
    CONTRACT.get_or_init(|| {
        let pool = DescriptorPool::decode(crate::DESCRIPTORS)
            .expect("the descriptors were encoded by the build");
        let commande = pool
            .get_message_by_name(&Commande::full_name())
            .expect("the message is generated from these descriptors");
        let mut contract =
            Contract { pool, commande, commands: BTreeMap::new(), rpcs: BTreeMap::new() };
        contract.index();
        contract
    })
}

impl Contract {
    /// A command is asked by the one rpc that takes it.
    fn index(&mut self) {
        let by_request: BTreeMap<String, FieldDescriptor> = self
            .commande
            .fields()
            .filter_map(|field| {
                let request = field.kind().as_message()?.full_name().to_owned();
                Some((request, field))
            })
            .collect();
        for method in self.pool.services().flat_map(|s| s.methods().collect::<Vec<_>>()) {
            let Some(field) = by_request.get(method.input().full_name()) else { continue };
            let (service, name) = (method.parent_service().clone(), method.name().to_owned());
            let short = format!("{}.{name}", service.name());
            self.rpcs.insert(field.name().to_owned(), short.clone());
            for written in [
                short,
                format!("{}/{name}", service.name()),
                format!("{}/{name}", service.full_name()),
                format!("{}.{name}", service.full_name()),
            ] {
                self.commands.insert(written, field.clone());
            }
        }
    }
}

fn dynamic(full_name: &str, bytes: &[u8]) -> Option<DynamicMessage> {
    let message = contract().pool.get_message_by_name(full_name)?;
    DynamicMessage::decode(message, bytes).ok()
}

fn json_of(message: &DynamicMessage) -> Option<Value> {
    let options = SerializeOptions::new().use_proto_field_name(true);
    message.serialize_with_options(serde_json::value::Serializer, &options).ok()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a String never fails");
        text
    })
}

fn rpc_and_request(line: &str) -> Result<(String, Value), LigneIllisible> {
    let parsed = serde_json::from_str(line).map_err(|error| {
        let message = format!("Ce n'est pas du JSON (caractère {}).", error.column());
        illisible("ligne", "JSON_ILLISIBLE", message)
    })?;
    let Value::Object(mut object) = parsed else {
        let message = "Une ligne est un objet JSON : {\"rpc\": …, \"request\": …}.";
        return Err(illisible("ligne", "TYPE_INATTENDU", message));
    };
    let rpc = match object.remove("rpc") {
        Some(Value::String(rpc)) => rpc,
        Some(_) => return Err(illisible("rpc", "TYPE_INATTENDU", "Un texte est attendu ici.")),
        None => return Err(illisible("rpc", "CHAMP_OBLIGATOIRE", "Ce champ est obligatoire.")),
    };
    let request = object
        .remove("request")
        .ok_or_else(|| illisible("request", "CHAMP_OBLIGATOIRE", "Ce champ est obligatoire."))?;
    match object.keys().next() {
        Some(key) => Err(unknown_field(&[], key)),
        None => Ok((rpc, request)),
    }
}

fn illisible(champ: &str, code: &'static str, message: impl Into<String>) -> LigneIllisible {
    LigneIllisible { champ: champ.to_owned(), message: message.into(), code }
}

fn unknown_rpc() -> LigneIllisible {
    let message = "Cette commande n'existe pas. Elle s'écrit comme « InformationService.Recevoir » \
                   ou « parcours.information.v1.InformationService/Recevoir ».";
    illisible("rpc", "RPC_INCONNU", message)
}

fn unknown_field(path: &[String], key: &str) -> LigneIllisible {
    // A key that is not a field's name may be a value typed in the wrong place.
    let looks_like_a_field =
        key.len() <= 64 && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let mut path = path.to_vec();
    path.push(if looks_like_a_field { key.to_owned() } else { "?".to_owned() });
    illisible(&path.join("."), "CHAMP_INCONNU", "Ce champ n'existe pas dans le contrat.")
}

fn not_of_the_contract() -> LigneIllisible {
    illisible("request", "LIGNE_ILLISIBLE", "La demande n'est pas au format du contrat.")
}

/// The first field that is not of the contract, looked for by name and type.
fn blame(message: &MessageDescriptor, request: &Value) -> LigneIllisible {
    fault_of_message(message, request, &mut Vec::new()).unwrap_or_else(not_of_the_contract)
}

fn fault_of_message(
    message: &MessageDescriptor,
    value: &Value,
    path: &mut Vec<String>,
) -> Option<LigneIllisible> {
    let Value::Object(object) = value else { return expected("un objet", path) };
    repeated_choice(message, object, path).or_else(|| {
        object.iter().find_map(|(key, value)| {
            let field = message.get_field_by_json_name(key).or(message.get_field_by_name(key));
            let Some(field) = field else { return Some(unknown_field(path, key)) };
            inside(path, field.name().to_owned(), |path| fault_of_field(&field, value, path))
        })
    })
}

/// Two fields where the contract wants one of them, or one field under its two names.
fn repeated_choice(
    message: &MessageDescriptor,
    object: &Map<String, Value>,
    path: &mut Vec<String>,
) -> Option<LigneIllisible> {
    let mut seen = BTreeSet::new();
    let said = object.iter().filter(|(_, value)| !value.is_null());
    let fields = said.filter_map(|(key, _)| {
        message.get_field_by_json_name(key).or(message.get_field_by_name(key))
    });
    for field in fields {
        let choice = field.containing_oneof().map(|oneof| oneof.full_name().to_owned());
        if !seen.insert(choice.unwrap_or_else(|| field.full_name().to_owned())) {
            let message = "Ce champ est dit deux fois, ou exclut un autre champ de la ligne.";
            return inside(path, field.name().to_owned(), |path| {
                Some(illisible(&path.join("."), "CHAMPS_EXCLUSIFS", message))
            });
        }
    }
    None
}

fn fault_of_field(
    field: &FieldDescriptor,
    value: &Value,
    path: &mut Vec<String>,
) -> Option<LigneIllisible> {
    match value {
        Value::Null => None,
        Value::Array(items) if field.is_list() => items.iter().enumerate().find_map(|(i, item)| {
            let name = format!("{}[{i}]", path.pop().unwrap_or_default());
            let fault = inside(path, name, |path| fault_of_kind(&field.kind(), item, path));
            path.push(field.name().to_owned());
            fault
        }),
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_)
            if field.is_list() =>
        {
            expected("une liste", path)
        }
        Value::Bool(_)
        | Value::Number(_)
        | Value::String(_)
        | Value::Array(_)
        | Value::Object(_) => fault_of_kind(&field.kind(), value, path),
    }
}

fn fault_of_kind(kind: &Kind, value: &Value, path: &mut Vec<String>) -> Option<LigneIllisible> {
    match kind {
        Kind::Message(message) if message.full_name() == "google.protobuf.Timestamp" => {
            let instant = value.as_str().map(DateTime::parse_from_rfc3339);
            let missing = !matches!(instant, Some(Ok(_)));
            missing.then(|| expected("un instant (RFC 3339)", path)).flatten()
        }
        Kind::Message(message) => fault_of_message(message, value, path),
        Kind::String => (!value.is_string()).then(|| expected("un texte", path)).flatten(),
        Kind::Bool => (!value.is_boolean()).then(|| expected("vrai ou faux", path)).flatten(),
        Kind::Enum(values) => fault_of_enum(values, value, path),
        Kind::Uint32 | Kind::Fixed32 => fault_of_count(u64::from(u32::MAX), value, path),
        Kind::Uint64 | Kind::Fixed64 => fault_of_count(u64::MAX, value, path),
        // No command of the contract carries anything else.
        Kind::Double
        | Kind::Float
        | Kind::Int32
        | Kind::Int64
        | Kind::Sint32
        | Kind::Sint64
        | Kind::Sfixed32
        | Kind::Sfixed64
        | Kind::Bytes => None,
    }
}

fn fault_of_enum(
    values: &EnumDescriptor,
    value: &Value,
    path: &[String],
) -> Option<LigneIllisible> {
    let known = match value {
        Value::String(name) => values.get_value_by_name(name).is_some(),
        Value::Number(number) => number.as_i64().is_some_and(|n| i32::try_from(n).is_ok()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => false,
    };
    if known {
        return None;
    }
    let names: Vec<String> = values.values().map(|value| value.name().to_owned()).collect();
    expected(&format!("une des valeurs {}", names.join(", ")), path)
}

fn fault_of_count(max: u64, value: &Value, path: &[String]) -> Option<LigneIllisible> {
    let count = match value {
        Value::Number(number) => number.as_u64(),
        Value::String(digits) => digits.parse().ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    let known = count.is_some_and(|count| count <= max);
    (!known).then(|| expected("un nombre entier positif", path)).flatten()
}

fn expected(what: &str, path: &[String]) -> Option<LigneIllisible> {
    let champ = if path.is_empty() { "request".to_owned() } else { path.join(".") };
    Some(illisible(&champ, "TYPE_INATTENDU", format!("Il faut ici {what}.")))
}

fn inside<T>(path: &mut Vec<String>, name: String, look: impl FnOnce(&mut Vec<String>) -> T) -> T {
    path.push(name);
    let seen = look(path);
    path.pop();
    seen
}
