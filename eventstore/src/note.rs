//! Signed notes (C2SP `signed-note`) that hold checkpoints (C2SP `tlog-checkpoint`): the text form of a signed tree
//! head, which anyone's tools can read and check. Frozen: `specimens/note_v1.json`.
//!
//! ```text
//! 17/parcours                                      origin: the log, and the name of its keys
//! 65536                                            size
//! W1f…=                                            root, base64
//! [17/parcours+9a3c7f20+AQ…=]                      only after a rotation: the key that follows
//!
//! — 17/parcours mjx/IAbc…=                         base64(key id ‖ Ed25519 over the lines above the empty one)
//! ```
//!
//! A signature covers the text and no other signature, so that two keys signed one head makes neither vouch for the
//! other. That is why the head that ends a rotation names the new key in its text: whoever trusts the old key then
//! learns the new one from a text the old key signed ([`learn`]).
//!
//! Invariants: a note is refused whole when one signature of a known key fails; signatures of unknown keys are ignored;
//! a checkpoint counts only if a key with the origin's name signed it; base64 and numbers have one spelling.
//!
//! Deliberately not here: keys of witnesses (other signature types are unknown keys), and any other extension line.

mod signers;
pub mod statement;

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};

use crate::tree::Hash;
pub use signers::{Ring, Signers, SignersFailure};

/// C2SP's byte for a plain Ed25519 signature of a note.
const ED25519: u8 = 1;

/// What opens a signature line.
const DASH: &str = "— ";

/// What opens a signing key's text form.
const PRIVATE: &str = "PRIVATE+KEY+";

/// No note is longer; sixteen signatures of any type fit.
const NOTE_BYTES_MAX: usize = 128 * 1024;

/// The first bytes of a hash of a key's name and public key. It tells keys apart and proves nothing.
pub type KeyId = [u8; 4];

/// Why a note or a key is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteFailure {
    /// It is not of the form.
    #[error("not a signed note: {0}")]
    Form(&'static str),
    /// It is not a key's text form.
    #[error("not a key: {0}")]
    Key(&'static str),
    /// No known key signed it.
    #[error("no known key signed this note")]
    NoKnownKey,
    /// A signature of a known key does not belong to this text: the note was changed.
    #[error("a signature of key {0} does not hold")]
    Signature(String),
    /// The keys that signed it, or shall, are not those of the log it names.
    #[error("the keys are not those of {0}")]
    OtherOrigin(String),
}

/// A tree head: which log, how many leaves, their root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The name of the log.
    pub origin: String,
    /// How many leaves the tree has.
    pub size: u64,
    /// Its root.
    pub root: Hash,
}

impl Checkpoint {
    /// The three lines of the checkpoint, each ended.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, STANDARD.encode(self.root))
    }

    /// Reads exactly what [`Checkpoint::text`] writes.
    pub fn from_text(text: &str) -> Result<Self, NoteFailure> {
        match read_text(text)? {
            (checkpoint, None) => Ok(checkpoint),
            (_, Some(_)) => Err(NoteFailure::Form("a checkpoint has three lines")),
        }
    }
}

/// What can be told of a note that known keys signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The tree head.
    pub checkpoint: Checkpoint,
    /// The known keys that signed it, in the order of their signatures.
    pub signed_by: Vec<VerifierKey>,
    /// The key the text says follows, which signed the note too.
    pub successor: Option<VerifierKey>,
}

/// A public key and its name. Text form: `name+id+base64(0x01 ‖ key)`.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    key: VerifyingKey,
}

impl VerifierKey {
    /// The name: the origin of the log whose heads it checks.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its identifier in signature lines.
    pub fn id(&self) -> KeyId {
        let named = Sha256::new().chain_update(&self.name).chain_update([b'\n', ED25519]);
        let hash = named.chain_update(self.key.as_bytes()).finalize();
        *hash.first_chunk().expect("a SHA-256 hash has more than four bytes")
    }

    fn signed(&self, text: &str, signature: &[u8]) -> bool {
        let signature = Signature::from_slice(signature);
        signature.is_ok_and(|signature| self.key.verify_strict(text.as_bytes(), &signature).is_ok())
    }

    fn is_of(&self, line: &SignatureLine<'_>) -> bool {
        self.name == line.name && self.id() == line.id
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_key(formatter, &self.name, self.id(), self.key.as_bytes())
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "VerifierKey({self})")
    }
}

impl FromStr for VerifierKey {
    type Err = NoteFailure;

    fn from_str(text: &str) -> Result<Self, NoteFailure> {
        let (name, id, key) = read_key(text)?;
        let key = VerifyingKey::from_bytes(&key)
            .map_err(|_| NoteFailure::Key("its bytes are no point of the curve"))?;
        let key = Self { name: name.to_owned(), key };
        if hex(key.id()) == id {
            Ok(key)
        } else {
            Err(NoteFailure::Key("its identifier is another's"))
        }
    }
}

/// A secret key and its name. Text form, which only [`Signers`] writes: `PRIVATE+KEY+name+id+base64(0x01 ‖ seed)`.
#[derive(Clone)]
pub struct Signer {
    name: String,
    key: SigningKey,
}

impl Signer {
    /// The key of that seed: 32 secret bytes. The name must be one a note can hold.
    pub fn new(name: &str, seed: [u8; 32]) -> Result<Self, NoteFailure> {
        if !is_name(name) {
            return Err(NoteFailure::Key("a name has no space, plus or control character"));
        }
        Ok(Self { name: name.to_owned(), key: SigningKey::from_bytes(&seed) })
    }

    /// What checks its signatures.
    pub fn verifier(&self) -> VerifierKey {
        VerifierKey { name: self.name.clone(), key: self.key.verifying_key() }
    }

    fn from_secret(text: &str) -> Result<Self, NoteFailure> {
        let text = text.strip_prefix(PRIVATE).ok_or(NoteFailure::Key("it is not a private one"))?;
        let (name, id, seed) = read_key(text)?;
        let signer = Self::new(name, seed)?;
        let same = hex(signer.verifier().id()) == id;
        if same { Ok(signer) } else { Err(NoteFailure::Key("its identifier is another's")) }
    }

    fn secret(&self) -> String {
        struct Secret<'a>(&'a Signer);
        impl fmt::Display for Secret<'_> {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                let Signer { name, key } = self.0;
                formatter.write_str(PRIVATE)?;
                write_key(formatter, name, self.0.verifier().id(), key.as_bytes())
            }
        }
        Secret(self).to_string()
    }

    fn line(&self, text: &str) -> String {
        let signature = self.key.sign(text.as_bytes()).to_bytes();
        let bytes = [self.verifier().id().as_slice(), &signature].concat();
        format!("{DASH}{} {}\n", self.name, STANDARD.encode(bytes))
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Signer({}, ‹clé›)", self.name)
    }
}

/// A note of a checkpoint, signed by each of those keys, which all bear the origin's name.
pub fn sign(checkpoint: &Checkpoint, signers: &[&Signer]) -> Result<String, NoteFailure> {
    sign_text(&checkpoint.origin, &checkpoint.text(), signers)
}

/// The note that ends a rotation: it names the new key, and both keys sign it.
pub fn sign_rotation(
    checkpoint: &Checkpoint,
    new: &Signer,
    old: &Signer,
) -> Result<String, NoteFailure> {
    let text = format!("{}{}\n", checkpoint.text(), new.verifier());
    sign_text(&checkpoint.origin, &text, &[new, old])
}

fn sign_text(origin: &str, text: &str, signers: &[&Signer]) -> Result<String, NoteFailure> {
    if signers.is_empty() || signers.iter().any(|signer| signer.name != origin) {
        return Err(NoteFailure::OtherOrigin(origin.to_owned()));
    }
    let lines: String = signers.iter().map(|signer| signer.line(text)).collect();
    Ok(format!("{text}\n{lines}"))
}

/// The checkpoint of a note that one of those keys signed, and that none of them contradicts.
pub fn open(note: &str, keys: &[VerifierKey]) -> Result<Checkpoint, NoteFailure> {
    read(note, keys).map(|opened| opened.checkpoint)
}

/// The same as [`open`], and who signed.
pub fn read(note: &str, keys: &[VerifierKey]) -> Result<Opened, NoteFailure> {
    let (text, lines) = parts(note)?;
    let (checkpoint, successor) = read_text(text)?;
    let signed_by = verify(text, &lines, keys)?;
    if signed_by.is_empty() {
        return Err(NoteFailure::NoKnownKey);
    }
    if signed_by.iter().all(|key| key.name != checkpoint.origin) {
        return Err(NoteFailure::OtherOrigin(checkpoint.origin));
    }
    // A successor proves that it is there by signing too.
    if let Some(successor) = &successor
        && verify(text, &lines, std::slice::from_ref(successor))?.is_empty()
    {
        return Err(NoteFailure::Signature(successor.to_string()));
    }
    Ok(Opened { checkpoint, signed_by, successor })
}

/// Opens a note, and adds to the trusted keys the one it says follows. Read from the oldest head to the newest, the
/// heads of a log so lead from any key it ever had to the one it has now.
pub fn learn(keys: &mut Vec<VerifierKey>, note: &str) -> Result<Checkpoint, NoteFailure> {
    let opened = read(note, keys)?;
    keys.extend(opened.successor.filter(|successor| !keys.contains(successor)));
    Ok(opened.checkpoint)
}

/// One line below the text.
struct SignatureLine<'a> {
    name: &'a str,
    id: KeyId,
    signature: Vec<u8>,
}

/// A note's text and its signatures, the form alone being checked.
fn parts(note: &str) -> Result<(&str, Vec<SignatureLine<'_>>), NoteFailure> {
    if note.len() > NOTE_BYTES_MAX {
        return Err(NoteFailure::Form("it is too long"));
    }
    if note.chars().any(|letter| letter < ' ' && letter != '\n') {
        return Err(NoteFailure::Form("it holds a control character"));
    }
    let empty = note.rfind("\n\n").ok_or(NoteFailure::Form("no empty line ends its text"))?;
    let (text, lines) = (&note[..=empty], &note[empty + 2..]);
    let lines = lines.strip_suffix('\n').ok_or(NoteFailure::Form("its last line is not ended"))?;
    Ok((text, lines.split('\n').map(signature_line).collect::<Result<_, _>>()?))
}

fn signature_line(line: &str) -> Result<SignatureLine<'_>, NoteFailure> {
    let malformed = NoteFailure::Form("a line below its text is no signature");
    let named = line.strip_prefix(DASH).and_then(|line| line.split_once(' '));
    let (name, base64) = named.filter(|(name, _)| is_name(name)).ok_or(malformed.clone())?;
    let bytes = STANDARD.decode(base64).map_err(|_| malformed.clone())?;
    let (id, signature) = bytes.split_first_chunk().ok_or(malformed.clone())?;
    if signature.is_empty() {
        return Err(malformed);
    }
    Ok(SignatureLine { name, id: *id, signature: signature.to_vec() })
}

/// The keys that signed the text, each once. Fails at the first signature that claims one of them and does not hold.
fn verify(
    text: &str,
    lines: &[SignatureLine<'_>],
    keys: &[VerifierKey],
) -> Result<Vec<VerifierKey>, NoteFailure> {
    let mut signed_by: Vec<VerifierKey> = Vec::new();
    for line in lines {
        let Some(key) = keys.iter().find(|key| key.is_of(line)) else { continue };
        if !key.signed(text, &line.signature) {
            return Err(NoteFailure::Signature(key.to_string()));
        }
        if !signed_by.contains(key) {
            signed_by.push(key.clone());
        }
    }
    Ok(signed_by)
}

/// A checkpoint's three lines, and the key of a fourth.
fn read_text(text: &str) -> Result<(Checkpoint, Option<VerifierKey>), NoteFailure> {
    let text = text.strip_suffix('\n').ok_or(NoteFailure::Form("its text is not ended"))?;
    let lines: Vec<&str> = text.split('\n').collect();
    let (origin, size, root, successor) = match lines.as_slice() {
        [origin, size, root] => (origin, size, root, None),
        [origin, size, root, successor] => (origin, size, root, Some(successor.parse()?)),
        _ => return Err(NoteFailure::Form("a checkpoint has three lines")),
    };
    if !is_name(origin) {
        return Err(NoteFailure::Form("its origin is no name"));
    }
    let successor: Option<VerifierKey> = successor;
    if successor.as_ref().is_some_and(|key| key.name != *origin) {
        return Err(NoteFailure::OtherOrigin((*origin).to_owned()));
    }
    let origin = (*origin).to_owned();
    Ok((Checkpoint { origin, size: read_size(size)?, root: read_root(root)? }, successor))
}

fn read_size(line: &str) -> Result<u64, NoteFailure> {
    let size = line.parse().ok().filter(|size: &u64| size.to_string() == line);
    size.ok_or(NoteFailure::Form("its size is no number"))
}

fn read_root(line: &str) -> Result<Hash, NoteFailure> {
    let root = STANDARD.decode(line).ok().and_then(|bytes| bytes.try_into().ok());
    root.ok_or(NoteFailure::Form("its root is not 32 bytes in base64"))
}

/// Name, identifier and 32 bytes of a key's text form.
fn read_key(text: &str) -> Result<(&str, &str, [u8; 32]), NoteFailure> {
    let mut parts = text.splitn(3, '+');
    let (Some(name), Some(id), Some(base64)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(NoteFailure::Key("it has three parts"));
    };
    if !is_name(name) {
        return Err(NoteFailure::Key("a name has no space, plus or control character"));
    }
    let bytes = STANDARD.decode(base64).map_err(|_| NoteFailure::Key("it is not in base64"))?;
    match bytes.split_first() {
        Some((&ED25519, key)) => {
            let key = key.try_into().map_err(|_| NoteFailure::Key("it has 32 bytes"))?;
            Ok((name, id, key))
        }
        Some(_) | None => Err(NoteFailure::Key("it is not for Ed25519")),
    }
}

fn write_key(
    formatter: &mut fmt::Formatter<'_>,
    name: &str,
    id: KeyId,
    key: &[u8; 32],
) -> fmt::Result {
    let base64 = STANDARD.encode([[ED25519].as_slice(), key].concat());
    write!(formatter, "{name}+{}+{base64}", hex(id))
}

fn hex(id: KeyId) -> String {
    format!("{:08x}", u32::from_be_bytes(id))
}

/// C2SP: not empty, no Unicode space, no plus; and nothing that would end a line.
fn is_name(name: &str) -> bool {
    let refused = |letter: char| letter == '+' || letter.is_whitespace() || letter.is_control();
    !name.is_empty() && !name.contains(refused)
}

#[cfg(test)]
mod tests;
