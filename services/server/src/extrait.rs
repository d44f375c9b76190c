//! An extract checked without any server: the same checks as the page that travels with it.
//!
//! ```text
//!  signature of the whole ─▶ signed head ─▶ each event: digest of its payload ─▶ leaf ─▶ path to the root
//!                                               └─ each field disclosed: its key is the one announced, and opens it
//!  each line cites events that are there
//! ```
//!
//! # Invariants
//!
//! - A fault says where; it never quotes what is said there.
//! - The keys are those the file gives: whoever checks compares their fingerprints with printed ones.
//!
//! Deliberately absent: whether everything was shown, which the signatory attests and no proof can.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use eventstore::note::statement::{self, Statement};
use eventstore::note::{self, Checkpoint, VerifierKey};
use eventstore::seal::{self, FieldKey, SealContext};
use eventstore::tree::{self, Hash};
use eventstore::{Position, Precision, RecordedEvent, StreamId, When, canonical, leaf};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// The page that verifies an extract: one file, no installation, no network.
pub const VERIFICATEUR: &str = include_str!("../verificateur/verificateur.html");

/// The name of the form of file that is understood.
pub(crate) const FORME: &str = "parcours/extrait/v1";

/// What the attestation states: the digest of the content.
pub(crate) const GENRE: &str = "extrait/1";

/// Something that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faute {
    /// Where, in French: `fichier`, `tête du journal`, `événement 12`…
    pub ou: String,
    /// What, in French.
    pub quoi: &'static str,
}

/// What checking an extract found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// SHA-256 of what it says, in hexadecimal: to be compared with the printed one.
    pub empreinte: String,
    /// Its keys (C2SP vkey), each with the SHA-256 of its public bytes: to be compared with the printed one.
    pub cles: Vec<(String, String)>,
    /// How many events it shows.
    pub evenements: usize,
    /// How many sealed fields it opens.
    pub champs: usize,
    /// The number of events of the tree it is proved in.
    pub taille: u64,
    /// What does not hold; nothing: all does.
    pub fautes: Vec<Faute>,
}

impl Verification {
    fn faute(&mut self, ou: impl Into<String>, quoi: &'static str) {
        self.fautes.push(Faute { ou: ou.into(), quoi });
    }
}

/// The fingerprint of a key, as it is printed: SHA-256 of its public bytes, in hexadecimal.
#[must_use]
pub fn empreinte_de_cle(cle: &str) -> Option<String> {
    let bytes = STANDARD.decode(cle.splitn(3, '+').nth(2)?).ok()?;
    let (_, public) = bytes.split_first()?;
    Some(hex::encode(Sha256::digest(public)))
}

/// Checks the data file of an extract.
#[must_use]
pub fn verifier(octets: &[u8]) -> Verification {
    let mut found = Verification::default();
    let Ok(fichier) = serde_json::from_slice::<Value>(octets) else {
        found.faute("fichier", "ce n'est pas un fichier de données");
        return found;
    };
    let contenu = &fichier["contenu"];
    if contenu["forme"] != FORME {
        found.faute("fichier", "ce n'est pas un extrait de cette forme");
        return found;
    }
    let journal = contenu["journal"].as_str().unwrap_or_default();
    let cles = cles(contenu, &mut found);
    attestation(&fichier, journal, &cles, &mut found);
    let tete = tete(contenu, journal, &cles, &mut found);
    let mut given = BTreeSet::new();
    for ligne in contenu["evenements"].as_array().into_iter().flatten() {
        found.evenements += 1;
        let position = &ligne["position"];
        if evenement(journal, ligne, tete.as_ref(), &mut found).is_none() {
            found.faute(format!("événement {position}"), "cette ligne est illisible");
        }
        if !given.insert((ligne["flux"].to_string(), ligne["version"].as_u64())) {
            found.faute(format!("événement {position}"), "donné deux fois");
        }
    }
    citations(contenu, &given, &mut found);
    found
}

fn cles(contenu: &Value, found: &mut Verification) -> Vec<VerifierKey> {
    let mut keys = Vec::new();
    for text in contenu["cles"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        match (text.parse(), empreinte_de_cle(text)) {
            (Ok(key), Some(empreinte)) => {
                keys.push(key);
                found.cles.push((text.to_owned(), empreinte));
            }
            _ => found.faute("clés", "une clé est illisible"),
        }
    }
    keys
}

fn attestation(fichier: &Value, journal: &str, cles: &[VerifierKey], found: &mut Verification) {
    let ou = "signature de l'extrait";
    let Ok(bytes) = canonical::to_bytes(&fichier["contenu"]) else {
        return found.faute("fichier", "il n'a pas de forme canonique");
    };
    found.empreinte = hex::encode(Sha256::digest(bytes));
    let note = fichier["attestation"].as_str().unwrap_or_default();
    let asked = Statement {
        origin: journal.to_owned(),
        kind: GENRE.to_owned(),
        body: found.empreinte.clone(),
    };
    match statement::read(note, cles) {
        Ok((stated, _)) if stated == asked => {}
        Ok(_) => found.faute(ou, "elle est celle d'un autre contenu : ce fichier a été changé"),
        Err(_) => found.faute(ou, "elle n'est pas celle du Département"),
    }
}

fn tete(
    contenu: &Value,
    journal: &str,
    cles: &[VerifierKey],
    found: &mut Verification,
) -> Option<Checkpoint> {
    let note = contenu["tete"].as_str().unwrap_or_default();
    let opened = note::open(note, cles).ok().filter(|head| head.origin == journal);
    if opened.is_none() {
        found.faute("tête du journal", "sa signature n'est pas celle du Département");
    }
    found.taille = opened.as_ref().map_or(0, |head| head.size);
    opened
}

/// Checks one event; none when it cannot be read.
fn evenement(
    journal: &str,
    ligne: &Value,
    tete: Option<&Checkpoint>,
    found: &mut Verification,
) -> Option<()> {
    let ou = format!("événement {}", ligne["position"]);
    let (recorded, digest) = lue(journal, ligne)?;
    let hash: Hash = leaf::v1_without_payload(&recorded, digest)[1..].try_into().ok()?;
    let path: Option<Vec<Hash>> =
        ligne["chemin"].as_array()?.iter().map(|hash| bytes(hash)?.try_into().ok()).collect();
    let path = path?;
    let index = recorded.position.get().checked_sub(1)?;
    let holds =
        tete.is_some_and(|head| tree::check_inclusion(&hash, index, head.size, &path, &head.root));
    if !holds {
        let quoi = "cette ligne (son contenu, sa date ou son chemin) n'est pas celle du journal";
        found.faute(&ou, quoi);
    }
    let fields = ligne.get("ouvertures").and_then(Value::as_object);
    for (path, key) in fields.into_iter().flatten() {
        found.champs += 1;
        if !opens(&recorded, path, bytes(key)) {
            let ou = format!("{ou}, champ scellé {path}");
            found.faute(ou, "sa clé ou son contenu n'est pas celui qui fut scellé");
        }
    }
    Some(())
}

fn opens(recorded: &RecordedEvent, path: &str, key: Option<Vec<u8>>) -> bool {
    let RecordedEvent { log, stream, event_id, payload, .. } = recorded;
    let context = SealContext { log, stream, event_id: *event_id };
    let Some(key) = key.and_then(|key| FieldKey::try_from(key).ok()) else { return false };
    let Ok(value) = serde_json::from_slice(payload) else { return false };
    seal::open_with(value, &context, &BTreeMap::from([(path.to_owned(), key)])).is_ok()
}

/// The event as it was recorded, and the digest of its payload, given or withheld.
fn lue(journal: &str, ligne: &Value) -> Option<(RecordedEvent, Hash)> {
    let text = |name: &str| ligne.get(name)?.as_str().map(str::to_owned);
    let number = |name: &str| ligne.get(name)?.as_u64();
    let uuid = |name: &str| text(name)?.parse().ok();
    let payload = match ligne.get("charge") {
        Some(charge) => bytes(charge)?,
        None => Vec::new(),
    };
    let digest = match ligne.get("charge") {
        Some(_) => leaf::digest_of(&payload),
        None => hex::decode(text("charge_sha256")?).ok()?.try_into().ok()?,
    };
    let optional = |name: &str| match ligne.get(name) {
        Some(_) => uuid(name).map(Some),
        None => Some(None),
    };
    let recorded = RecordedEvent {
        log: Arc::from(journal),
        position: Position::new(number("position")?),
        stream: StreamId::new(text("genre")?, uuid("flux")?),
        version: u32::try_from(number("version")?).ok()?,
        event_type: text("type")?,
        schema_version: u16::try_from(number("forme")?).ok()?,
        event_id: uuid("evenement")?,
        command_id: uuid("commande")?,
        recorded_at: instant(ligne.get("enregistre_us")?)?,
        survenu: When {
            le: text("survenu_le")?.parse().ok()?,
            a: match ligne.get("survenu_us") {
                Some(us) => Some(instant(us)?),
                None => None,
            },
            precision: Precision::from_name(&text("precision")?)?,
        },
        connu_le: text("connu_le")?.parse().ok()?,
        actor: text("acteur")?,
        finalite: text("finalite")?,
        correlation_id: optional("correlation")?,
        causation_id: optional("cause")?,
        payload,
        leaf: [0; 33],
    };
    Some((recorded, digest))
}

fn bytes(value: &Value) -> Option<Vec<u8>> {
    STANDARD.decode(value.as_str()?).ok()
}

fn instant(us: &Value) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_micros(us.as_i64()?)
}

/// Each line cites events, and all of them are given.
fn citations(contenu: &Value, given: &BTreeSet<(String, Option<u64>)>, found: &mut Verification) {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    for section in list(&contenu["sections"]) {
        for rubrique in list(&section["rubriques"]) {
            for ligne in list(&rubrique["lignes"]) {
                let cites = list(&ligne["cites"]);
                let absent = cites.iter().any(|cite| {
                    !given.contains(&(cite["flux"].to_string(), cite["version"].as_u64()))
                });
                if absent || cites.is_empty() {
                    let title = rubrique["titre"].as_str().unwrap_or_default();
                    let quoi = "une ligne cite un événement que l'extrait ne donne pas";
                    found.faute(title, quoi);
                }
            }
        }
    }
}
